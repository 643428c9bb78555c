//! On foot without a path network: straight dry legs, lengthened by a circuity factor.

use rayon::prelude::*;

use super::{Mode, Plane, Shore, Spread};
use crate::space::Point;

/// An assumption: a central value and its documented range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The default.
    pub central: f64,
    /// The least that is documented.
    pub low: f64,
    /// The most that is documented.
    pub high: f64,
}

/// Walking speed, km/h: the PTAL convention; 3.6 is an older person's (METHODS 1).
pub const WALKING_SPEED_KM_H: Estimate = Estimate { central: 4.8, low: 3.6, high: 5.4 };

/// How much longer a walk is than its straight line, without a path network (METHODS 1).
pub const CIRCUITY: Estimate = Estimate { central: 1.25, low: 1.15, high: 1.40 };

/// Walks from every area to every station: the shortest dry way past the river (see [`Shore`]), times
/// [`CIRCUITY`], at [`WALKING_SPEED_KM_H`].
///
/// The spread of a length is the circuity's range; that of a time combines the least circuity with the
/// highest speed and the other way round.
pub fn walk(areas: &[Point], stations: &[Point], shore: &Shore<'_>) -> Plane {
    let targets: Vec<_> = stations.iter().map(|s| shore.target(*s)).collect();
    let mut length_m = vec![0.0f32; areas.len() * stations.len()];
    length_m.par_chunks_mut(stations.len().max(1)).zip(areas).for_each(|(row, area)| {
        let origin = shore.origin(*area);
        for (cell, target) in row.iter_mut().zip(&targets) {
            *cell = (shore.dry_distance(&origin, target) * CIRCUITY.central) as f32;
        }
    });
    let s_per_m = 3.6 / WALKING_SPEED_KM_H.central;
    let time_s = length_m.iter().map(|m| (f64::from(*m) * s_per_m) as f32).collect();
    let length_spread =
        Spread { low: CIRCUITY.low / CIRCUITY.central, high: CIRCUITY.high / CIRCUITY.central };
    let speed = WALKING_SPEED_KM_H;
    let time_spread = Spread {
        low: length_spread.low * speed.central / speed.high,
        high: length_spread.high * speed.central / speed.low,
    };
    Plane::new(Mode::Walk, stations.len(), length_m, Some(time_s), length_spread, time_spread)
}
