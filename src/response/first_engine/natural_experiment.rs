//! Fires to which the own station did not come: what they say of a closure, and how far the law is off when it has not
//! seen them.

use super::drive_time_fit::{equations, law_of, row};
use super::{DriveTimeLaw, Observed};

/// The own station counts as plainly the nearest where the next one is this much farther, seconds of drive.
const CLEAR_LEAD_S: f64 = 30.0;

/// A ground with fewer such fires says nothing.
const LEAST_FIRES: f64 = 30.0;

/// One ground's fires that its own, nearest station did not reach first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NaturalExperiment {
    /// Number of the ground.
    pub ground: usize,
    /// How many fires.
    pub fires: f64,
    /// Their mean time, seconds.
    pub observed_s: f64,
    /// What a law says that was fitted without the ground's fires from elsewhere, seconds.
    pub predicted_s: f64,
}

/// Every ground's experiment. `lead_s` is by how much the own station is nearer than the next, by area; negative where it is
/// not the nearest. The powers stay as fitted: they hardly depend on one ground.
pub(super) fn experiments(
    observed: &[Observed],
    law: &DriveTimeLaw,
    grounds: usize,
    lead_s: &[f64],
) -> Vec<NaturalExperiment> {
    let stations = law.station_s.len();
    let shape = DriveTimeLaw { unit_s: 1.0, ..law.clone() };
    let all = equations(observed, &shape, stations);
    let mut by_ground: Vec<Vec<&Observed>> = vec![Vec::new(); grounds];
    for o in observed.iter().filter(|o| !o.own_ground) {
        by_ground[o.ground].push(o);
    }
    let of = |(ground, elsewhere): (usize, Vec<&Observed>)| {
        let asked: Vec<&&Observed> = elsewhere.iter().filter(|o| lead_s[o.area] > CLEAR_LEAD_S).collect();
        let fires: f64 = asked.iter().map(|o| o.fires).sum();
        if fires < LEAST_FIRES {
            return None;
        }
        let mut without = all.clone();
        elsewhere.iter().for_each(|o| without.add(&row(o, &shape), o.mean_s, -o.fires));
        let law = law_of(&shape, &without.solve()?);
        let mean = |f: &dyn Fn(&Observed) -> f64| asked.iter().map(|o| o.fires * f(o)).sum::<f64>() / fires;
        let predicted_s = mean(&|o| law.arrival_s(law.drive_s(o.journey), o.station, o.own_ground));
        Some(NaturalExperiment { ground, fires, observed_s: mean(&|o| o.mean_s), predicted_s })
    };
    by_ground.into_iter().enumerate().filter_map(of).collect()
}

/// How far the law is off in a ground whose fires from elsewhere it has not seen, seconds: the root mean square of the
/// experiments' errors without what `residual_s` of scatter explains. Zero where scatter explains all.
pub fn model_error_s(experiments: &[NaturalExperiment], residual_s: f64) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for e in experiments {
        let scatter = residual_s.powi(2) / e.fires;
        let weight = 1.0 / (scatter + 12f64.powi(2));
        sum += weight * ((e.observed_s - e.predicted_s).powi(2) - scatter);
        weights += weight;
    }
    if weights > 0.0 { (sum / weights).max(0.0).sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scatter_is_taken_off_the_error() {
        let experiment =
            |off: f64| NaturalExperiment { ground: 0, fires: 100.0, observed_s: off, predicted_s: 0.0 };
        // 100 fires of 50 s scatter explain 5 s; 13 s are 12 s more.
        assert!((model_error_s(&[experiment(13.0), experiment(-13.0)], 50.0) - 12.0).abs() < 1e-9);
        assert_eq!(model_error_s(&[experiment(4.0)], 50.0), 0.0);
        assert_eq!(model_error_s(&[], 50.0), 0.0);
    }
}
