//! How long a car is busy at the scene.

use rand_chacha::rand_core::Rng;
use rand_distr::{Distribution, Exp1, StandardNormal};

/// The distribution of the time from a car's arrival to its being clear.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OnSceneTime {
    /// Always the same, seconds.
    Fixed {
        /// Seconds.
        seconds: f64,
    },
    /// As queueing formulas have it.
    Exponential {
        /// Seconds.
        mean_s: f64,
    },
    /// What is found for police work.
    Lognormal {
        /// Seconds.
        mean_s: f64,
        /// Coefficient of variation: standard deviation over mean.
        cv: f64,
    },
}

impl OnSceneTime {
    /// Mean, seconds.
    pub fn mean_s(self) -> f64 {
        match self {
            OnSceneTime::Fixed { seconds } => seconds,
            OnSceneTime::Exponential { mean_s } | OnSceneTime::Lognormal { mean_s, .. } => mean_s,
        }
    }

    /// Whether the mean is a time above 0 and the variation a number of 0 or more.
    pub(super) fn is_valid(self) -> bool {
        let varies = match self {
            OnSceneTime::Lognormal { cv, .. } => cv.is_finite() && cv >= 0.0,
            OnSceneTime::Fixed { .. } | OnSceneTime::Exponential { .. } => true,
        };
        varies && self.mean_s().is_finite() && self.mean_s() > 0.0
    }

    /// Draws a time, whole milliseconds (rounded down; at most 49 days).
    pub(super) fn draw_ms(self, rng: &mut impl Rng) -> u32 {
        let seconds = match self {
            OnSceneTime::Fixed { seconds } => seconds,
            OnSceneTime::Exponential { mean_s } => {
                let unit: f64 = Exp1.sample(rng);
                unit * mean_s
            }
            OnSceneTime::Lognormal { mean_s, cv } => {
                // Mean exp(mu + sigma^2 / 2), squared variation exp(sigma^2) - 1.
                let sigma_squared = (cv * cv).ln_1p();
                let unit: f64 = StandardNormal.sample(rng);
                mean_s * (sigma_squared.sqrt() * unit - sigma_squared / 2.0).exp()
            }
        };
        (seconds * 1000.0) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::streams::stream;

    /// Mean and coefficient of variation of many draws.
    fn moments(time: OnSceneTime) -> (f64, f64) {
        let mut rng = stream(1, 0, "test", "");
        let draws: Vec<f64> = (0..200_000).map(|_| f64::from(time.draw_ms(&mut rng)) / 1000.0).collect();
        let n = draws.len() as f64;
        let mean = draws.iter().sum::<f64>() / n;
        let variance = draws.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / n;
        (mean, variance.sqrt() / mean)
    }

    #[test]
    fn draws_have_the_mean_and_variation_asked_for() {
        for (time, cv) in [
            (OnSceneTime::Fixed { seconds: 90.0 }, 0.0),
            (OnSceneTime::Exponential { mean_s: 3600.0 }, 1.0),
            (OnSceneTime::Lognormal { mean_s: 4500.0, cv: 0.8 }, 0.8),
        ] {
            let (mean, found) = moments(time);
            assert!((mean / time.mean_s() - 1.0).abs() < 0.01, "{time:?}: mean {mean}");
            assert!((found - cv).abs() < 0.02, "{time:?}: cv {found}");
        }
    }
}
