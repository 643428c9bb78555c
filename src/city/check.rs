//! What must hold between the files of a city.

use super::problem::Problem;
use super::table::{Column, Row};
use super::{AGE_BANDS, Borough, City};
use crate::space::Point;

/// Borough outlines are generalised and clipped at the water line: a point this close still counts as
/// inside, metres.
pub(super) const BORDER_TOLERANCE_M: f64 = 250.0;

/// Sums may differ by this many people: `areas.csv` holds three decimals.
const SUM_TOLERANCE: f64 = 1.0;

/// Stations are numbered in 16 bits where areas keep them in order, and a scenario may add some.
const MOST_STATIONS: usize = 60_000;

/// Notes a point that does not lie in the borough its row names.
pub(super) fn inside(
    row: &Row<'_>,
    column: Column,
    point: Point,
    borough: &Borough,
    problems: &mut Vec<Problem>,
) {
    if borough.region.contains(point) {
        return;
    }
    let gap = borough.region.distance(point);
    if gap > BORDER_TOLERANCE_M {
        let what = format!("and its latitude put the row {:.1} km outside {}", gap / 1000.0, borough.name);
        problems.push(
            row.problem(column, &what).help("are longitude and latitude swapped, or is the borough wrong?"),
        );
    }
}

/// Sums and joins between tables that are each fine by themselves.
pub(super) fn consistency(city: &City) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut by_zone = vec![0.0; city.zones.len()];
    for area in &city.areas {
        by_zone[area.zone] += area.population;
        let zone = &city.zones[area.zone];
        if zone.borough != area.borough {
            let (here, there) = (&city.boroughs[area.borough].name, &city.boroughs[zone.borough].name);
            problems.push(Problem::of_file(
                city.files.label("areas.csv"),
                format!("area {} is in {here}, its zone {} in {there}", area.id, zone.id),
            ));
        }
    }
    for (zone, sum) in city.zones.iter().zip(&by_zone) {
        if (zone.population - sum).abs() > SUM_TOLERANCE {
            problems.push(Problem::of_file(
                city.files.label("areas.csv"),
                format!(
                    "the areas of zone {} hold {sum:.1} people, zones.csv says {:.1}",
                    zone.id, zone.population
                ),
            ));
        }
    }
    if city.areas.is_empty() {
        problems.push(Problem::of_file(city.files.label("areas.csv"), "has no area"));
    }
    for zone in &city.zones {
        // The last band is part of the one before it.
        let ages: Option<f64> = zone.by_age.map(|bands| bands[..AGE_BANDS.len() - 1].iter().sum());
        if ages.is_some_and(|sum| (sum - zone.population).abs() > SUM_TOLERANCE) {
            problems.push(Problem::of_file(
                city.files.label("zones.csv"),
                format!(
                    "the ages of zone {} add up to {:.1}, its population is {:.1}",
                    zone.id,
                    ages.unwrap_or(0.0),
                    zone.population
                ),
            ));
        }
    }
    let total = city.population();
    let expected = city.manifest.population;
    if !expected.is_finite() || (total - expected).abs() > SUM_TOLERANCE {
        problems.push(Problem::of_file(
            city.files.label("areas.csv"),
            format!("holds {total:.1} people, city.toml says {expected:.1}"),
        ));
    }
    if city.stations.is_empty() || city.stations.len() > MOST_STATIONS {
        let message = format!("has {} stations, must have 1 to {MOST_STATIONS}", city.stations.len());
        problems.push(Problem::of_file(city.files.label("stations.csv"), message));
    }
    for bridge in &city.bridges {
        if bridge.ends.iter().any(|end| city.river.covers(*end)) {
            problems.push(Problem::of_file(
                city.files.label("bridges.csv"),
                format!("an end of {:?} lies in the water", bridge.name),
            ));
        }
    }
    problems
}
