//! One open set seen from every area, and what it means for every group.

use super::Groups;
use super::figure::{Cutoff, Unit};
use super::statistics::{Level, ascending, levels, within};
use crate::access::Assignment;
use crate::travel::{Plane, Spread};

/// Everything that is said of one open set in one mode, before it is compared with another.
pub struct Evaluation {
    /// Who goes where.
    pub assignment: Assignment,
    pub(super) lengths: Vec<Level>,
    pub(super) times: Option<Vec<Level>>,
    /// Per cutoff, the number within it in each group at the central, low and high end of the range.
    pub(super) within: Vec<[Vec<f64>; 3]>,
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
        let of = |values: &[f32]| levels(values, &ascending(values), groups);
        let lengths = of(&assignment.length_m);
        let times = plane.has_times().then(|| of(&assignment.time_s));
        let within = cutoffs
            .iter()
            .map(|&cutoff| {
                let spread = spread_of(plane, cutoff);
                // Scaling every value by a factor is the same as dividing the cutoff by it.
                let cutoffs = [1.0, spread.low, spread.high].map(|factor| cutoff.raw() / factor);
                within(assignment.limited_by(cutoff), cutoffs, groups)
            })
            .collect();
        Evaluation { assignment, lengths, times, within }
    }

    pub(super) fn levels(&self, unit: Unit) -> Option<&[Level]> {
        match unit {
            Unit::Minutes => self.times.as_deref(),
            _ => Some(&self.lengths),
        }
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
