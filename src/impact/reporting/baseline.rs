//! How far the whole city is from its counters before anything closes: what shares of reports are calibrated on.

use crate::access::OpenSet;
use crate::city::{City, Period, Roads};
use crate::scenario::Scenario;
use crate::space::Point;
use crate::travel::{Mode, Place, Profile, RoadModel, Shore, walk};

/// Minutes from every area of the city to the nearest counter of the baseline, whatever its hours, in the mode of
/// `[reporting]`; infinite where none can be reached, empty without that table. `roads` are the city's.
///
/// Not by the matrix, which is of the study's areas: one search for all counters together, or one a borough where only
/// a resident's own borough counts.
pub fn baseline_minutes(city: &City, roads: Option<&Roads>, scenario: &Scenario) -> Vec<f64> {
    let Some(settings) = &scenario.reporting else { return Vec::new() };
    let profile = match settings.mode {
        Mode::Drive => Profile::Drive(Period::ANY_TIME),
        Mode::Walk | Mode::CrowFly => Profile::Walk,
    };
    let open = OpenSet::any(&scenario.baseline);
    let counters: Vec<usize> = (0..scenario.sites.len()).filter(|&s| open.is_open(s)).collect();
    let everywhere: Vec<usize> = (0..city.areas.len()).collect();
    let mut minutes = vec![f64::INFINITY; city.areas.len()];
    let model = roads.map(|roads| RoadModel::new(roads, &city.river));
    let mut fill = |areas: &[usize], counters: &[usize]| {
        let nearest = match &model {
            Some(model) => by_road(model, city, scenario, profile, areas, counters),
            None => past_the_river(city, scenario, areas, counters),
        };
        for (&area, seconds) in areas.iter().zip(nearest) {
            minutes[area] = f64::from(seconds) / 60.0;
        }
    };
    if !scenario.access.own_borough_only {
        fill(&everywhere, &counters);
        return minutes;
    }
    for borough in 0..city.boroughs.len() {
        let areas: Vec<usize> =
            everywhere.iter().copied().filter(|&a| city.areas[a].borough == borough).collect();
        let own: Vec<usize> =
            counters.iter().copied().filter(|&s| scenario.sites[s].borough == borough).collect();
        fill(&areas, &own);
    }
    minutes
}

fn by_road(
    model: &RoadModel<'_>,
    city: &City,
    scenario: &Scenario,
    profile: Profile,
    areas: &[usize],
    counters: &[usize],
) -> Vec<f32> {
    let homes: Vec<Place> = areas.iter().map(|&a| Place::Area(a as u32, city.areas[a].point)).collect();
    let stations: Vec<Place> = counters.iter().map(|&s| Place::Point(scenario.sites[s].point)).collect();
    model.nearest_s(&homes, &stations, profile)
}

fn past_the_river(city: &City, scenario: &Scenario, areas: &[usize], counters: &[usize]) -> Vec<f32> {
    let homes: Vec<Point> = areas.iter().map(|&a| city.areas[a].point).collect();
    let stations: Vec<Point> = counters.iter().map(|&s| scenario.sites[s].point).collect();
    if stations.is_empty() {
        return vec![f32::INFINITY; homes.len()];
    }
    let bridges: Vec<[Point; 2]> = city.bridges.iter().map(|b| b.ends).collect();
    let plane = walk(&homes, &stations, &Shore::new(&city.river, &bridges));
    let least = |area| plane.impedance(area).iter().copied().fold(f32::INFINITY, f32::min);
    (0..homes.len()).map(least).collect()
}
