//! Straight lines.

use rayon::prelude::*;

use super::{Mode, Plane, Spread};
use crate::space::Point;

/// Euclidean distances on the grid from every area to every station (METHODS 1).
pub fn crow_fly(areas: &[Point], stations: &[Point]) -> Plane {
    let mut length_m = vec![0.0f32; areas.len() * stations.len()];
    length_m.par_chunks_mut(stations.len().max(1)).zip(areas).for_each(|(row, area)| {
        for (cell, station) in row.iter_mut().zip(stations) {
            *cell = area.distance(*station) as f32;
        }
    });
    Plane::new(Mode::CrowFly, stations.len(), length_m, None, Spread::EXACT, Spread::EXACT)
}
