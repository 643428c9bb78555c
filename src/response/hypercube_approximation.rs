//! Larson's approximation of the hypercube model, for any number of units.
//!
//! R. C. Larson, "Approximating the performance of urban emergency service systems", Operations Research 23 (1975);
//! Larson and Odoni, *Urban Operations Research* (1981), 5.5. Units are taken to be busy independently, corrected by what
//! is known of `n` alike units: the chance that of units drawn at random the first `j` are busy and the next is free.

use super::hypercube::{Hypercube, HypercubeError, HypercubeInputs, Line};

const ROUNDS: usize = 10_000;
/// Largest change of a workload in a round at which the rounds end.
const TOLERANCE: f64 = 1e-13;

/// Larson's factors `Q(n, rho, j)` for `j` from 0 to `n - 1`: how much more likely than if units were independent it is
/// that `j` units drawn at random are busy and another is free.
///
/// `offered` is the load in erlangs; with an infinite line it is below `units`.
pub fn correction_factors(units: usize, offered: f64, line: Line) -> Vec<f64> {
    let levels = level_chances(units, offered, line);
    let workload = workload(units, offered, &levels, line);
    let n = units as f64;
    let factor = |j: usize| {
        // Of n units k are busy: j drawn are, and the next is not.
        let drawn = |k: usize| {
            let busy = (0..j).map(|i| (k as f64 - i as f64) / (n - i as f64)).product::<f64>();
            busy * (n - k as f64) / (n - j as f64)
        };
        let chance: f64 = (j..units).map(|k| levels[k] * drawn(k)).sum();
        chance / (workload.powi(j as i32) * (1.0 - workload))
    };
    (0..units).map(factor).collect()
}

/// The chance of 0 to `units` busy units without a queue (M/M/n or M/M/n/n).
fn level_chances(units: usize, offered: f64, line: Line) -> Vec<f64> {
    // From the level of the load outwards, so that nothing overflows.
    let middle = (offered as usize).min(units);
    let mut levels = vec![1.0; units + 1];
    for k in (0..middle).rev() {
        levels[k] = levels[k + 1] * (k + 1) as f64 / offered;
    }
    for k in middle + 1..=units {
        levels[k] = levels[k - 1] * offered / k as f64;
    }
    let queue = match line {
        Line::Zero => 0.0,
        Line::Infinite => levels[units] * offered / (units as f64 - offered),
    };
    let sum = queue + levels.iter().sum::<f64>();
    levels.iter_mut().for_each(|level| *level /= sum);
    levels
}

/// The mean share of time that a unit is busy.
fn workload(units: usize, offered: f64, levels: &[f64], line: Line) -> f64 {
    let carried = match line {
        Line::Zero => offered * (1.0 - levels[units]),
        Line::Infinite => offered,
    };
    carried / units as f64
}

impl HypercubeInputs {
    /// Larson's approximation. All units have one service rate.
    ///
    /// # Errors
    /// [`HypercubeError`].
    pub fn approximate(&self) -> Result<Hypercube, HypercubeError> {
        self.check()?;
        let units = self.service_rates.len();
        let rate = self.service_rates[0];
        if self.service_rates.iter().any(|other| *other != rate) {
            return Err(HypercubeError::DifferentRates);
        }
        let offered = self.calls() / rate;
        let levels = level_chances(units, offered, self.line);
        let mean = workload(units, offered, &levels, self.line);
        let factors = correction_factors(units, offered, self.line);
        let all_busy = match self.line {
            Line::Zero => levels[units],
            Line::Infinite => 1.0 - levels[..units].iter().sum::<f64>(),
        };
        // Calls that waited fall to all units alike.
        let (queued, served) = match self.line {
            Line::Zero => (0.0, 1.0 - all_busy),
            Line::Infinite => (all_busy / units as f64, 1.0),
        };
        let workloads = self.iterate(mean, offered * queued, &factors, rate)?;
        let mut dispatches = vec![queued; self.atoms.len() * units];
        for (atom, shares) in self.atoms.iter().zip(dispatches.chunks_mut(units)) {
            let mut busy_before = 1.0;
            for (unit, factor) in atom.preference.iter().zip(&factors) {
                shares[*unit] += factor * busy_before * (1.0 - workloads[*unit]);
                busy_before *= workloads[*unit];
            }
            // The factors do not quite add up to all calls of an atom.
            let scale = atom.calls / self.calls() * served / shares.iter().sum::<f64>() / served;
            shares.iter_mut().for_each(|share| *share *= scale);
        }
        Ok(Hypercube { workloads, dispatches, all_busy })
    }

    /// Workloads that the calls which they let through produce, with the mean of `n` alike units.
    fn iterate(
        &self,
        mean: f64,
        queued: f64,
        factors: &[f64],
        rate: f64,
    ) -> Result<Vec<f64>, HypercubeError> {
        let units = self.service_rates.len();
        let mut workloads = vec![mean; units];
        for _ in 0..ROUNDS {
            // Load offered to every unit while it is free.
            let mut offered = vec![0.0; units];
            for atom in &self.atoms {
                let mut busy_before = 1.0;
                for (unit, factor) in atom.preference.iter().zip(factors) {
                    offered[*unit] += atom.calls / rate * factor * busy_before;
                    busy_before *= workloads[*unit];
                }
            }
            // workload = offered x (1 - workload) + queued.
            let mut next: Vec<f64> = offered.iter().map(|o| (o + queued) / (1.0 + o)).collect();
            let scale = mean * units as f64 / next.iter().sum::<f64>();
            next.iter_mut().for_each(|workload| *workload *= scale);
            let change = next.iter().zip(&workloads).fold(0.0f64, |most, (a, b)| most.max((a - b).abs()));
            workloads = next;
            if change < TOLERANCE {
                return Ok(workloads);
            }
        }
        Err(HypercubeError::NotConverged(ROUNDS))
    }
}
