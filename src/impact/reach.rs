//! What the roads leave out: stations that cannot be reached, or lie far from them.

use crate::city::City;
use crate::scenario::Scenario;
use crate::travel::{Mode, Plane, TravelMatrix, far_snap};

/// What to know about the roads of this run before its figures are believed.
pub(super) fn road_warnings(city: &City, scenario: &Scenario, matrix: &TravelMatrix) -> Vec<String> {
    let counts = |site: &usize| {
        let ever = scenario.options.iter().any(|o| o.counters[*site].is_some());
        ever || scenario.baseline[*site].is_some()
    };
    let sites: Vec<usize> = (0..scenario.sites.len()).filter(counts).collect();
    let on_roads = matrix.at_any_time().filter(|p| !p.station_snaps_m.is_empty());
    on_roads.flat_map(|plane| of_mode(city, scenario, plane, &sites)).collect()
}

/// Which way is open does not depend on the period, so one plane stands for all of its mode.
fn of_mode(city: &City, scenario: &Scenario, plane: &Plane, sites: &[usize]) -> Vec<String> {
    let name = |site: usize| scenario.sites[site].name.as_str();
    let how = if plane.mode == Mode::Walk { "on foot" } else { "by car" };
    let far = sites.iter().filter_map(|&s| far_snap(name(s), plane.station_snaps_m[s]));
    let mut warnings: Vec<String> = far.map(|warning| format!("{how}: {warning}")).collect();
    let areas = plane.areas();
    let missing = |site: usize| (0..areas).filter(|&a| plane.length_m(a, site).is_infinite()).count();
    let (cut_off, reached): (Vec<usize>, Vec<usize>) = sites.iter().partition(|&&s| missing(s) * 2 > areas);
    if !cut_off.is_empty() {
        let named: Vec<String> =
            cut_off.iter().map(|&s| format!("{} (from {} of {areas})", name(s), missing(s))).collect();
        let what = "cannot be reached from most areas and count as unreachable there";
        warnings.push(format!("{how}: these counters {what}: {}", named.join(", ")));
    }
    let lacks = |area: &usize| reached.iter().any(|&s| plane.length_m(*area, s).is_infinite());
    let lacking: Vec<usize> = (0..areas).filter(lacks).collect();
    if let Some(first) = lacking.first() {
        warnings.push(format!(
            "{how}: {} of {areas} areas cannot reach every counter that the others reach, which counts as unreachable \
             there; the first is {}",
            lacking.len(),
            city.areas[scenario.study.areas[*first]].id
        ));
    }
    warnings
}
