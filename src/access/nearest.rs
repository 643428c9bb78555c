//! Who goes where: the nearest open counter of every area.

use super::{OpenSet, Ranking};
use crate::travel::Plane;

/// Stands for "no counter can be reached" in [`Assignment::station`].
pub const NOBODY: u16 = u16::MAX;

/// Every area's nearest open counter with the journey to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// Station number, or [`NOBODY`].
    pub station: Vec<u16>,
    /// Length of the journey, metres; infinite where there is none.
    pub length_m: Vec<f32>,
    /// Its duration, seconds; empty for a mode without times.
    pub time_s: Vec<f32>,
}

impl Assignment {
    /// Sends every area to the nearest counter of `open`. With `own_borough` (the borough of each area
    /// and of each station), only counters of the area's own borough count.
    pub fn new(
        plane: &Plane,
        ranking: &Ranking,
        open: &OpenSet,
        own_borough: Option<(&[usize], &[usize])>,
    ) -> Self {
        let areas = ranking.areas();
        let mut out = Assignment {
            station: vec![NOBODY; areas],
            length_m: vec![f32::INFINITY; areas],
            time_s: if plane.has_times() { vec![f32::INFINITY; areas] } else { Vec::new() },
        };
        for area in 0..areas {
            let first = match own_borough {
                None => ranking.first(area, |s| open.is_open(s)),
                Some((of_area, of_station)) => {
                    ranking.first(area, |s| open.is_open(s) && of_station[s] == of_area[area])
                }
            };
            // A station that cannot be reached is last in line, and no answer.
            let reached = first.filter(|&s| plane.impedance(area)[s].is_finite());
            if let Some(station) = reached {
                out.station[area] = station as u16;
                out.length_m[area] = plane.length_m(area, station);
                if let Some(time) = plane.time_s(area, station) {
                    out.time_s[area] = time;
                }
            }
        }
        out
    }
}
