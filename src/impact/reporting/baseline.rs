//! How far the whole city is from its counters before anything closes: what shares of reports are calibrated on.

use super::super::ways::Ways;
use crate::access::OpenSet;
use crate::city::{City, Period, Roads};
use crate::scenario::Scenario;
use crate::travel::Mode;

/// Minutes from every area of the city to the nearest counter of the baseline, whatever its hours, in the mode of
/// `[reporting]`; infinite where none can be reached, empty without that table. `roads` are the city's.
pub fn baseline_minutes(city: &City, roads: Option<&Roads>, scenario: &Scenario) -> Vec<f64> {
    Ways::new(city, roads, scenario).baseline_minutes()
}

impl Ways<'_> {
    /// As [`baseline_minutes`].
    pub(in crate::impact) fn baseline_minutes(&self) -> Vec<f64> {
        let Some(settings) = &self.scenario.reporting else { return Vec::new() };
        let mode = match settings.mode {
            Mode::Drive => Mode::Drive,
            // Straight lines have no times.
            Mode::Walk | Mode::CrowFly => Mode::Walk,
        };
        let open = OpenSet::any(&self.scenario.baseline);
        let counters: Vec<usize> = (0..self.scenario.sites.len()).filter(|&s| open.is_open(s)).collect();
        let everywhere: Vec<usize> = (0..self.city.areas.len()).collect();
        let own = self.scenario.access.own_borough_only;
        let nearest = self.nearest((mode, Period::ANY_TIME), own, &everywhere, &counters);
        nearest.iter().map(|n| n.map_or(f64::INFINITY, |n| f64::from(n.impedance) / 60.0)).collect()
    }
}
