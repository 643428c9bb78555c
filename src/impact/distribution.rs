//! How many residents live within how far: the cumulative curve, before and after.

use super::Evaluation;
use crate::travel::Plane;

/// A point of the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WithinPoint {
    /// Minutes, or kilometres in a mode without times.
    pub limit: f64,
    /// Share of residents within it before.
    pub before: f64,
    /// Share of residents within it after.
    pub after: f64,
}

/// Steps of the curve to a minute, or to a kilometre: round limits, so that a point of it can be quoted.
const STEPS_A_MINUTE: f64 = 2.0;
const STEPS_A_KILOMETRE: f64 = 20.0;

/// The cumulative curves of residents, from 0 to the limit within which 99.5 % of those who reach a
/// counter live before and after.
pub fn distribution(
    plane: &Plane,
    before: &Evaluation,
    after: &Evaluation,
    residents: &[f64],
) -> Vec<WithinPoint> {
    let scale = if plane.has_times() { 60.0 } else { 1000.0 };
    let sides = [before, after].map(|evaluation| {
        let a = &evaluation.assignment;
        let values = if plane.has_times() { &a.time_s } else { &a.length_m };
        let mut sorted: Vec<(f64, f64)> =
            values.iter().zip(residents).map(|(v, w)| (f64::from(*v) / scale, *w)).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        sorted
    });
    let total: f64 = residents.iter().sum();
    let far = sides.iter().filter_map(|side| {
        let reached: Vec<(f64, f64)> = side.iter().copied().filter(|(v, _)| v.is_finite()).collect();
        super::weighted_quantile(&reached, 0.995)
    });
    // A round end to the axis: five minutes, or a kilometre.
    let round = if plane.has_times() { 5.0 } else { 1.0 };
    let end = (far.fold(0.0, f64::max) / round).ceil().max(1.0) * round;
    let steps_a_unit = if plane.has_times() { STEPS_A_MINUTE } else { STEPS_A_KILOMETRE };
    (0..=(end * steps_a_unit) as usize)
        .map(|i| {
            let limit = i as f64 / steps_a_unit;
            let [before, after] = [0, 1].map(|s: usize| {
                let within = sides[s].iter().take_while(|(v, _)| *v <= limit);
                // Not sum(): that of nothing is -0.0.
                within.fold(0.0, |sum, (_, w)| sum + w) / total.max(f64::MIN_POSITIVE)
            });
            WithinPoint { limit, before, after }
        })
        .collect()
}
