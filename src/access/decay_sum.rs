//! Sums of exponentially decaying weights, for thousands of decay rates at the price of a few.
//!
//! `sum_i w_i exp(-rate d_i)` is a smooth function of the rate alone. It is worked out at the Chebyshev points of the
//! range of rates, and between them by the polynomial through these values, in the barycentric form (Berrut and
//! Trefethen 2004).

use std::f64::consts::PI;

/// What the interpolation may add to an error, relative to the sum at the lowest rate.
const TOLERANCE: f64 = 1e-14;

/// The rates at which sums are worked out.
#[derive(Clone, Debug)]
pub struct DecayRates {
    /// A minute, lowest last.
    nodes: Vec<f64>,
    low: f64,
    high: f64,
}

/// How much each node's value counts at one rate.
#[derive(Clone, Debug)]
pub struct DecayRate {
    per_min: f64,
    weights: Vec<f64>,
}

/// The sum of one column of weights, as a function of the rate.
#[derive(Clone, Debug)]
pub struct DecaySum {
    /// The least of the minutes: the decay up to there is left out of `at_nodes` and is exact.
    nearest_min: f64,
    at_nodes: Vec<f64>,
}

impl DecayRates {
    /// As many nodes as rates between `low` and `high` (a minute) need, where minutes differ by up to `span_min`.
    ///
    /// # Panics
    /// When `low` exceeds `high`, or one of the three is negative or not finite.
    pub fn covering(low: f64, high: f64, span_min: f64) -> Self {
        assert!(0.0 <= low && low <= high && high.is_finite(), "a range of rates");
        assert!(0.0 <= span_min && span_min.is_finite(), "a span of minutes");
        let degree = degree((high - low) / 2.0 * span_min);
        let node = |i: usize| (low + high) / 2.0 + (high - low) / 2.0 * (PI * i as f64 / degree as f64).cos();
        let nodes = if degree == 0 { vec![low] } else { (0..=degree).map(node).collect() };
        DecayRates { nodes, low, high }
    }

    /// A rate within the range.
    pub fn at(&self, per_min: f64) -> DecayRate {
        debug_assert!(self.low * (1.0 - 1e-9) <= per_min && per_min <= self.high * (1.0 + 1e-9));
        let same = self.nodes.iter().position(|node| *node == per_min || self.nodes.len() == 1);
        let mut weights: Vec<f64> = match same {
            Some(same) => (0..self.nodes.len()).map(|i| if i == same { 1.0 } else { 0.0 }).collect(),
            None => self.nodes.iter().enumerate().map(|(i, n)| self.side(i) / (per_min - n)).collect(),
        };
        let total: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|w| *w /= total);
        DecayRate { per_min, weights }
    }

    /// The barycentric weight of a Chebyshev point: signs alternate, the two ends count half.
    fn side(&self, node: usize) -> f64 {
        let sign = if node.is_multiple_of(2) { 1.0 } else { -1.0 };
        if node == 0 || node + 1 == self.nodes.len() { sign / 2.0 } else { sign }
    }

    /// The sums of several columns of weights over the same minutes. What is infinitely far adds nothing.
    ///
    /// # Panics
    /// When a column has not as many weights as there are minutes.
    pub fn sums(&self, minutes: &[f64], columns: &[&[f64]]) -> Vec<DecaySum> {
        assert!(columns.iter().all(|c| c.len() == minutes.len()), "a weight for every minute");
        let nearest = minutes.iter().copied().fold(f64::INFINITY, f64::min);
        let nearest_min = if nearest.is_finite() { nearest } else { 0.0 };
        let mut at_nodes = vec![vec![0.0; self.nodes.len()]; columns.len()];
        let mut decay = vec![0.0; self.nodes.len()];
        for (i, far) in minutes.iter().enumerate().filter(|(_, far)| far.is_finite()) {
            for (decay, rate) in decay.iter_mut().zip(&self.nodes) {
                *decay = (-rate * (far - nearest_min)).exp();
            }
            for (sums, column) in at_nodes.iter_mut().zip(columns) {
                let weight = column[i];
                sums.iter_mut().zip(&decay).for_each(|(sum, decay)| *sum += weight * decay);
            }
        }
        at_nodes.into_iter().map(|at_nodes| DecaySum { nearest_min, at_nodes }).collect()
    }
}

impl DecaySum {
    /// `sum_i w_i exp(-rate d_i)`.
    pub fn at(&self, rate: &DecayRate) -> f64 {
        let sum: f64 = self.at_nodes.iter().zip(&rate.weights).map(|(value, weight)| value * weight).sum();
        (-rate.per_min * self.nearest_min).exp() * sum
    }
}

/// The least degree whose interpolant of `exp(-a (1 + x))`, x from -1 to 1, is within [`TOLERANCE`]: on the ellipse of
/// Bernstein with parameter p the function is at most `exp(a ((p + 1/p) / 2 - 1))`, and the error at most
/// `4 max p^-n / (p - 1)` (Trefethen, Approximation Theory and Approximation Practice, theorem 8.2). The ellipse taken is
/// that with the least `max p^-n`.
fn degree(a: f64) -> usize {
    let bound = |n: f64| {
        let p = (n + n.hypot(a)) / a;
        4.0 * (a * ((p + 1.0 / p) / 2.0 - 1.0) - n * p.ln()).exp() / (p - 1.0)
    };
    if a == 0.0 { 0 } else { (1..).find(|n| bound(*n as f64) <= TOLERANCE).unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn direct(minutes: &[f64], weights: &[f64], rate: f64) -> f64 {
        minutes.iter().zip(weights).map(|(d, w)| w * (-rate * d).exp()).sum()
    }

    #[test]
    fn few_nodes_do_for_the_ranges_in_use() {
        let nodes = |low: f64, high: f64, span| DecayRates::covering(low, high, span).nodes.len();
        // Halving in 10 to 40 minutes, walks of up to three hours.
        assert!((20..60).contains(&nodes(0.014, 0.104, 180.0)), "{}", nodes(0.014, 0.104, 180.0));
        assert_eq!(nodes(0.05, 0.05, 180.0), 1);
        assert_eq!(nodes(0.01, 0.05, 0.0), 1);
    }

    #[test]
    fn what_cannot_be_reached_adds_nothing() {
        let rates = DecayRates::covering(0.01, 0.1, 20.0);
        let sums = rates.sums(&[5.0, f64::INFINITY, 25.0], &[&[1.0, 100.0, 2.0], &[0.0, 7.0, 0.0]]);
        let rate = rates.at(0.03);
        assert!((sums[0].at(&rate) - direct(&[5.0, 25.0], &[1.0, 2.0], 0.03)).abs() < 1e-12);
        assert_eq!(sums[1].at(&rate), 0.0);
        assert_eq!(rates.sums(&[f64::INFINITY], &[&[3.0]])[0].at(&rate), 0.0);
    }

    proptest! {
        /// The interpolated sum against the sum itself.
        #[test]
        fn as_added_up_directly(
            places in prop::collection::vec((0.0..200.0f64, 0.0..50.0f64), 1..60),
            low in 0.001..0.1f64,
            wider in 1.0..20.0f64,
            at in 0.0..=1.0f64,
        ) {
            let (minutes, weights): (Vec<f64>, Vec<f64>) = places.into_iter().unzip();
            let high = low * wider;
            let nearest = minutes.iter().copied().fold(f64::INFINITY, f64::min);
            let farthest = minutes.iter().copied().fold(0.0, f64::max);
            let rates = DecayRates::covering(low, high, farthest - nearest);
            let sum = &rates.sums(&minutes, &[&weights])[0];
            for rate in [low, low + at * (high - low), high] {
                let expected = direct(&minutes, &weights, rate);
                let found = sum.at(&rates.at(rate));
                let scale: f64 = weights.iter().sum::<f64>() * (-rate * nearest).exp();
                prop_assert!((found - expected).abs() <= 1e-12 * scale, "{found} {expected} at {rate}");
            }
        }
    }
}
