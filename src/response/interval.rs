//! Means over replications, and how sure they are.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// A mean and the interval in which it would lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The mean of the replications.
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Whether a value lies in it.
    pub fn holds(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// Student's interval for the mean of independent replications, `level` such as 0.95. `None` with fewer than two.
///
/// ```
/// let interval = bluelamp::response::mean_interval(&[4.0, 6.0, 8.0], 0.95).unwrap();
/// assert_eq!(interval.mean, 6.0);
/// assert!((interval.high - 6.0 - 4.302_65 * (4.0 / 3.0_f64).sqrt()).abs() < 1e-4);
/// ```
pub fn mean_interval(values: &[f64], level: f64) -> Option<Interval> {
    let n = values.len() as f64;
    let t = StudentsT::new(0.0, 1.0, n - 1.0).ok()?.inverse_cdf(0.5 + level / 2.0);
    let mean = values.iter().sum::<f64>() / n;
    let half = t * (variance(values) / n).sqrt();
    Some(Interval { mean, low: mean - half, high: mean + half })
}

/// Unbiased variance.
fn variance(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)
}

/// An option against the baseline, replication by replication with the same random numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairedDifference {
    /// Option less baseline.
    pub change: Interval,
    /// The variance that the change would have with independent random numbers, over that which it has: how many times
    /// more replications those would need. Infinite if all pairs differ alike.
    pub variance_ratio: f64,
}

impl PairedDifference {
    /// Pairs the values of the replications in order. `None` with fewer than two pairs.
    pub fn new(baseline: &[f64], option: &[f64], level: f64) -> Option<Self> {
        let changes: Vec<f64> = baseline.iter().zip(option).map(|(before, after)| after - before).collect();
        let variance_ratio = (variance(baseline) + variance(option)) / variance(&changes);
        Some(PairedDifference { change: mean_interval(&changes, level)?, variance_ratio })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_that_differ_alike_are_sure() {
        let paired = PairedDifference::new(&[1.0, 5.0, 3.0], &[2.0, 6.0, 4.0], 0.99).unwrap();
        assert_eq!(paired.change, Interval { mean: 1.0, low: 1.0, high: 1.0 });
        assert_eq!(paired.variance_ratio, f64::INFINITY);
    }

    #[test]
    fn one_replication_says_nothing_of_its_own_certainty() {
        assert_eq!(mean_interval(&[1.0], 0.95), None);
        assert_eq!(mean_interval(&[], 0.95), None);
        assert_eq!(PairedDifference::new(&[1.0], &[2.0], 0.95), None);
    }

    #[test]
    fn quantiles_are_those_of_the_tables() {
        for (n, level, t) in [(2, 0.95, 12.706), (11, 0.95, 2.228), (31, 0.99, 2.750), (101, 0.99, 2.626)] {
            let values: Vec<f64> = (0..n).map(|k| f64::from(k % 2)).collect();
            let interval = mean_interval(&values, level).unwrap();
            let half = t * (variance(&values) / f64::from(n)).sqrt();
            assert!((interval.high - interval.mean - half).abs() < 5e-4 * half, "{n} values");
        }
    }
}
