//! One open set seen from every area, and what it means for every group.

use std::sync::OnceLock;

use super::Groups;
use super::figure::{Cutoff, Unit};
use super::statistics::{Level, ascending, levels, within};
use crate::access::Assignment;
use crate::travel::{Plane, Spread};

/// Everything that is said of one open set in one mode, before it is compared with another.
pub struct Evaluation {
    /// Who goes where.
    pub assignment: Assignment,
    /// Of most of a week's open sets nobody asks for them.
    levels: OnceLock<Levels>,
    /// Per cutoff, the number within it in each group at the central, low and high end of the range.
    pub(super) within: Vec<[Vec<f64>; 3]>,
}

/// Lengths and times by group; no times in a mode without.
struct Levels {
    lengths: Vec<Level>,
    times: Option<Vec<Level>>,
}

/// The cutoffs that apply to a plane: minutes only where it has times.
pub(super) fn cutoffs(plane: &Plane, within_km: &[f64], within_min: &[f64]) -> Vec<Cutoff> {
    let minutes = within_min.iter().filter(|_| plane.has_times());
    within_km.iter().map(|km| Cutoff::Km(*km)).chain(minutes.map(|min| Cutoff::Min(*min))).collect()
}

/// The spread of the quantity that a cutoff limits.
pub(super) fn spread_of(plane: &Plane, cutoff: Cutoff) -> Spread {
    match cutoff {
        Cutoff::Km(_) => plane.length_spread,
        Cutoff::Min(_) => plane.time_spread,
    }
}

impl Evaluation {
    pub(super) fn new(assignment: Assignment, plane: &Plane, cutoffs: &[Cutoff], groups: &Groups) -> Self {
        let within = cutoffs
            .iter()
            .map(|&cutoff| {
                let spread = spread_of(plane, cutoff);
                // Scaling every value by a factor is the same as dividing the cutoff by it.
                let cutoffs = [1.0, spread.low, spread.high].map(|factor| cutoff.raw() / factor);
                within(assignment.limited_by(cutoff), cutoffs, groups)
            })
            .collect();
        Evaluation { assignment, levels: OnceLock::new(), within }
    }

    /// Metres, by group. `groups` are those it was made with.
    pub(super) fn lengths(&self, groups: &Groups) -> &[Level] {
        &self.all_levels(groups).lengths
    }

    /// Metres or seconds, by group; no seconds in a mode without times.
    pub(super) fn levels(&self, unit: Unit, groups: &Groups) -> Option<&[Level]> {
        match unit {
            Unit::Minutes => self.all_levels(groups).times.as_deref(),
            _ => Some(self.lengths(groups)),
        }
    }

    fn all_levels(&self, groups: &Groups) -> &Levels {
        self.levels.get_or_init(|| {
            let of = |values: &[f32]| levels(values, &ascending(values), groups);
            let Assignment { length_m, time_s, .. } = &self.assignment;
            Levels { lengths: of(length_m), times: (!time_s.is_empty()).then(|| of(time_s)) }
        })
    }
}

impl Assignment {
    /// The values that a cutoff limits: metres or seconds.
    pub(super) fn limited_by(&self, cutoff: Cutoff) -> &[f32] {
        match cutoff {
            Cutoff::Km(_) => &self.length_m,
            Cutoff::Min(_) => &self.time_s,
        }
    }
}
