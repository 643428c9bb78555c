//! A ground's own ways: how much longer, or less long, engines from elsewhere take there than law and race say.
//!
//! While a ground's own engine is out, others come: what a closure would look like, seen hundreds of times in every ground
//! before any closure. Incidents of all kinds count, each against the mean of its kind.

use super::GroundLevels;
use crate::city::{City, FromElsewhere, IncidentKind, Times};

/// What grounds do to engines from elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct GroundWays {
    /// By ground: seconds to add to what is expected of an engine from elsewhere, drawn to zero by how few were seen
    /// (empirical Bayes).
    pub elsewhere_s: Vec<f64>,
    /// By ground: how many were seen.
    pub incidents: Vec<f64>,
    /// How grounds differ.
    pub levels: GroundLevels,
    /// By kind, in the order of [`IncidentKind::ALL`]: seconds more than expected, over all grounds.
    pub kinds_s: [f64; 3],
}

impl GroundWays {
    /// From incidents and what is expected of them while the own station is out, by area; `which` says whose times count.
    pub(super) fn of(
        city: &City,
        away_s: &[f64],
        elsewhere: &[FromElsewhere],
        which: impl Fn(&FromElsewhere) -> Times,
    ) -> GroundWays {
        let seen = || elsewhere.iter().filter(|e| away_s[e.area].is_finite() && which(e).count > 0.0);
        let kinds_s = IncidentKind::ALL.map(|kind| {
            let (mut off, mut count) = (0.0, 0.0);
            for e in seen().filter(|e| e.kind == kind) {
                off += which(e).sum_s - which(e).count * away_s[e.area];
                count += which(e).count;
            }
            if count > 0.0 { off / count } else { 0.0 }
        });
        let mut grounds = vec![Times::default(); city.wards.len()];
        for e in seen() {
            let expected_s = away_s[e.area] + kind_s(&kinds_s, e.kind);
            grounds[city.areas[e.area].ward].add(which(e).less(expected_s));
        }
        let seen: Vec<(f64, f64, f64)> = grounds
            .iter()
            .filter(|g| g.count > 0.0)
            .map(|g| (g.count, g.mean_s(), g.deviations_s2()))
            .collect();
        let levels = GroundLevels::of(&seen);
        let own = |g: &Times| if g.count > 0.0 { levels.own_share(g.count) * g.mean_s() } else { 0.0 };
        let elsewhere_s = grounds.iter().map(own).collect();
        GroundWays { elsewhere_s, incidents: grounds.iter().map(|g| g.count).collect(), levels, kinds_s }
    }

    /// What an incident of a kind takes more than expected in any ground, seconds.
    pub fn kind_s(&self, kind: IncidentKind) -> f64 {
        kind_s(&self.kinds_s, kind)
    }
}

fn kind_s(kinds_s: &[f64; 3], kind: IncidentKind) -> f64 {
    IncidentKind::ALL.iter().zip(kinds_s).find(|(k, _)| **k == kind).map_or(0.0, |(_, s)| *s)
}
