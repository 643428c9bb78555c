//! What the page's script is told: names, hours, limits, and which blocks of numbers hold what.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Block;
use super::grid::Grid;
use super::numbers::Numbers;
use super::outlines::{Ground, STEP_DM, of_layer, of_zones};
use super::plane::{PagePlane, STEPS};
use crate::access::OpenSet;
use crate::city::WeeklyHours;
use crate::impact::quoted_cutoff;
use crate::report::{Results, csv_tables};
use crate::scenario::Scenario;
use crate::travel::Mode;

/// Decimals of people that are enough for any city: `population` is written with as few of them as it has.
const MOST_DECIMALS: u32 = 3;

/// The facts but for those of planes and outlines.
pub(super) fn of(
    results: &Results<'_>,
    grid: &Grid,
    planes: &[(Mode, Vec<PagePlane<'_>>)],
) -> (Value, Vec<Block>) {
    let (city, scenario) = (results.city, results.scenario);
    let mut blocks = Vec::new();
    let access = &scenario.access;
    let names = Names::of(results);
    let (areas, decimals) = names.areas(results, grid);
    blocks.push(Block { id: "areas".to_string(), text: areas.pack() });
    let (hours, states) = hours(scenario);
    let headline = results.answer.impact.headline();
    let facts = json!({
        "title": scenario.title,
        "study": scenario.study.label,
        "city": city.manifest.name,
        "zone": city.manifest.zone_name,
        "counter": city.manifest.counter_name,
        "areas": grid.areas.len(),
        "decimals": decimals,
        "boroughs": names.boroughs.iter().map(|b| &city.boroughs[*b].name).collect::<Vec<_>>(),
        "wards": names.wards.iter().map(|w| city.ward_label(*w)).collect::<Vec<_>>(),
        "districts": names.districts,
        "zones": names.zones.iter().map(|z| &city.zones[*z].name).collect::<Vec<_>>(),
        "times": access.times.iter().map(|t| t.to_string()).collect::<Vec<_>>(),
        "within_km": access.within_km,
        "within_min": access.within_min,
        "materially_min": access.materially_worse_min,
        "materially_km": access.materially_worse_km,
        "sites": scenario.sites.iter().zip(&grid.sites).map(|(site, [e, n])| json!({
            "name": site.name, "e": e, "n": n,
            "borough": city.boroughs[site.borough].name, "own": names.boroughs.iter().position(|b| *b == site.borough),
        })).collect::<Vec<_>>(),
        "order": grid.site_order,
        "hours": hours,
        "states": states,
        "headline": headline.map(|f| json!({
            "state": f.option + 1,
            "mode": f.mode.as_str(),
            "time": access.times.iter().position(|t| *t == f.time),
        })),
        "modes": planes.iter().map(|(mode, planes)| json!({
            "id": mode.as_str(),
            "quoted": quoted_cutoff(access, *mode).map(|c| c.label()),
            "planes": of_planes(*mode, planes, grid, &mut blocks),
        })).collect::<Vec<_>>(),
        "time_step": STEPS.0,
        "length_step": STEPS.1,
        "outline_step": STEP_DM,
        "tables": csv_tables(results).into_iter().map(|(title, file)| json!({
            "name": file.path, "title": title, "text": String::from_utf8_lossy(&file.bytes),
        })).collect::<Vec<_>>(),
    });
    (facts, blocks)
}

/// The outlines, as blocks.
pub(super) fn outlines(results: &Results<'_>, grid: &Grid, ground: Ground<'_>) -> Vec<Block> {
    let names = Names::of(results);
    let ids: Vec<&str> = names.zones.iter().map(|z| results.city.zones[*z].id.as_str()).collect();
    let layers = [
        ("zones", of_zones(grid.origin, results.zone_outlines, &ids)),
        ("boroughs", of_layer(grid.origin, ground.boroughs)),
        ("river", of_layer(grid.origin, ground.river)),
        ("green", of_layer(grid.origin, ground.green)),
    ];
    layers.into_iter().map(|(id, numbers)| Block { id: id.to_string(), text: numbers.pack() }).collect()
}

fn of_planes(mode: Mode, planes: &[PagePlane<'_>], grid: &Grid, blocks: &mut Vec<Block>) -> Vec<Value> {
    let mut told = Vec::new();
    for (number, page) in planes.iter().enumerate() {
        let packed = page.packed(grid);
        let mut block = |what: &str, text: String| {
            let id = format!("{}-{number}-{what}", mode.as_str());
            blocks.push(Block { id: id.clone(), text });
            id
        };
        let plane = page.plane;
        told.push(json!({
            "times": page.times,
            "time": packed.time.map(|text| block("time", text)),
            "length": packed.length.map(|text| block("length", text)),
            "length_beside": page.lengths_beside,
            "metres_a_second": packed.metres_a_second,
            "exact": block("exact", packed.exact),
            "exact_cells": packed.exact_cells,
            "unreachable": block("unreachable", packed.unreachable),
            "length_spread": [plane.length_spread.low, plane.length_spread.high],
            "time_spread": [plane.time_spread.low, plane.time_spread.high],
        }));
    }
    told
}

/// The places that the study's areas lie in, by number in the city; on the page they are numbered anew.
struct Names {
    boroughs: Vec<usize>,
    wards: Vec<usize>,
    zones: Vec<usize>,
    districts: Vec<String>,
}

/// As in the tables: an area whose district nobody knows.
const NO_DISTRICT: &str = "unknown";

impl Names {
    fn of(results: &Results<'_>) -> Self {
        let city = results.city;
        let areas = || results.scenario.study.areas.iter().map(|a| &city.areas[*a]);
        let mut boroughs: Vec<usize> = areas().map(|a| a.borough).collect();
        let mut wards: Vec<usize> = areas().map(|a| a.ward).collect();
        let mut zones: Vec<usize> = areas().map(|a| a.zone).collect();
        let mut districts: Vec<String> = areas().map(|a| district(&a.district).to_string()).collect();
        for numbers in [&mut boroughs, &mut wards, &mut zones] {
            numbers.sort_unstable();
            numbers.dedup();
        }
        districts.sort_unstable();
        districts.dedup();
        Names { boroughs, wards, zones, districts }
    }

    /// Place, neighbour, people and places of every area, column by column; and the decimals of people.
    fn areas(&self, results: &Results<'_>, grid: &Grid) -> (Numbers, u32) {
        let city = results.city;
        let areas: Vec<_> = results.scenario.study.areas.iter().map(|a| &city.areas[*a]).collect();
        let scaled = |people: f64, decimals: u32| (people * f64::from(10u32.pow(decimals))).round();
        let holds = |d: &u32| {
            areas.iter().all(|a| scaled(a.population, *d) / f64::from(10u32.pow(*d)) == a.population)
        };
        let decimals = (0..=MOST_DECIMALS).find(holds).unwrap_or(MOST_DECIMALS);
        let mut numbers = Numbers::default();
        numbers.push_steps(grid.areas.iter().map(|p| p[0]));
        numbers.push_steps(grid.areas.iter().map(|p| p[1]));
        grid.parents.iter().enumerate().for_each(|(area, parent)| numbers.push((area - parent) as i64));
        areas.iter().for_each(|a| numbers.push(scaled(a.population, decimals) as i64));
        let place = |of: &[usize], number: usize| of.binary_search(&number).unwrap_or(0) as i64;
        numbers.push_steps(areas.iter().map(|a| place(&self.boroughs, a.borough)));
        numbers.push_steps(areas.iter().map(|a| place(&self.wards, a.ward)));
        numbers.push_steps(areas.iter().map(|a| place(&self.zones, a.zone)));
        let of_district =
            |name: &str| self.districts.binary_search_by(|d| d.as_str().cmp(district(name))).unwrap_or(0);
        numbers.push_steps(areas.iter().map(|a| of_district(&a.district) as i64));
        (numbers, decimals)
    }
}

fn district(name: &str) -> &str {
    if name.is_empty() { NO_DISTRICT } else { name }
}

/// All hours that a counter has under the baseline or an option, with the times at which it is open; and the baseline and
/// the options, each with the number of every site's hours.
fn hours(scenario: &Scenario) -> (Vec<Value>, Vec<Value>) {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut told = Vec::new();
    let networks = || std::iter::once(&scenario.baseline).chain(scenario.options.iter().map(|o| &o.counters));
    for hours in networks().flatten().flatten() {
        if numbers.contains_key(hours.text()) {
            continue;
        }
        numbers.insert(hours.text(), told.len());
        let alone = [Some(hours.clone())];
        let open: Vec<bool> =
            scenario.access.times.iter().map(|t| OpenSet::when(&alone, *t).is_open(0)).collect();
        told.push(json!({ "text": hours.text(), "open": open }));
    }
    let of = |network: &[Option<WeeklyHours>]| -> Vec<Option<usize>> {
        network.iter().map(|h| h.as_ref().map(|h| numbers[h.text()])).collect()
    };
    let baseline = json!({
        "id": "baseline", "title": "Before: nothing changes", "own": scenario.access.own_borough_only,
        "hours": of(&scenario.baseline),
    });
    let option = |o: &crate::scenario::ClosureOption| json!({ "id": o.id, "title": o.title, "own": o.own_borough_only, "hours": of(&o.counters) });
    let states = std::iter::once(baseline).chain(scenario.options.iter().map(option)).collect();
    (told, states)
}
