//! The files of the road network.

use super::areas::Areas;
use super::roads::{RoadReport, Site, network};
use super::{BuildError, Built, Raw, csv_bytes};
use crate::city::outline::{self, Outline};
use crate::city::table::Table;
use crate::city::{Bridge, Problem, RoadNetwork};
use crate::space::{Barrier, LonLat, Point, Region, to_grid};

/// Speeds by class, zone and period, with their sources.
const SPEEDS: &str = include_str!("speeds.csv");

/// Speeds for the classes of OpenStreetMap, all of them assumed.
const OSM_SPEEDS: &str = include_str!("osm_speeds.csv");

/// London's network, tied to the areas and cut by the river and open land as they will be written.
pub(super) fn london(
    raw: &mut Raw,
    areas: &Areas,
    river: &Built,
    green: &Built,
) -> Result<(RoadNetwork, RoadReport), BuildError> {
    let bridges = bridges(&mut raw.problems).unwrap_or_default();
    let (mut water, mut lines) = (Vec::new(), Vec::new());
    for outline in outlines(river, &mut raw.problems) {
        water.extend(outline.polygons);
        lines.extend(outline.lines);
    }
    let open_land: Vec<(Region, [Point; 2])> = outlines(green, &mut raw.problems)
        .into_iter()
        .map(|o| (Region::new(&o.polygons), corners(&o)))
        .collect();
    let barrier = Barrier::new(water, lines);
    let site = Site { homes: &areas.points, bridges: &bridges, river: &barrier, open_land: &open_land };
    network(raw, &site)
}

fn outlines(built: &Built, problems: &mut Vec<Problem>) -> Vec<Outline> {
    outline::read(built.name, &built.bytes, &|_| true, problems).unwrap_or_default()
}

/// The south-western and north-eastern corner of an outline's bounds.
fn corners(outline: &Outline) -> [Point; 2] {
    let mut bounds =
        [Point { e: f64::INFINITY, n: f64::INFINITY }, Point { e: f64::NEG_INFINITY, n: f64::NEG_INFINITY }];
    for p in outline.polygons.iter().flatten().flatten() {
        bounds[0] = Point { e: bounds[0].e.min(p.e), n: bounds[0].n.min(p.n) };
        bounds[1] = Point { e: bounds[1].e.max(p.e), n: bounds[1].n.max(p.n) };
    }
    bounds
}

fn bridges(problems: &mut Vec<Problem>) -> Option<Vec<Bridge>> {
    let table = Table::read("bridges.csv".to_string(), &super::hand_made::bridges().bytes, problems)?;
    let [name, a_lon, a_lat, b_lon, b_lat] =
        table.columns(["name", "end_a_lon", "end_a_lat", "end_b_lon", "end_b_lat"], problems)?;
    let mut bridges = Vec::new();
    for row in table.rows() {
        let mut degrees = |column| row.number(column, -90.0..=90.0, problems);
        let a = LonLat { lon: degrees(a_lon)?, lat: degrees(a_lat)? };
        let b = LonLat { lon: degrees(b_lon)?, lat: degrees(b_lat)? };
        bridges.push(Bridge { name: row.text(name).to_string(), ends: [to_grid(a), to_grid(b)] });
    }
    Some(bridges)
}

/// The four files of London's network. `areas` are the ids that its nodes may refer to.
pub(super) fn files(network: &RoadNetwork, areas: &[String]) -> [Built; 4] {
    [nodes(network, areas), roads(network), local(network), speeds(SPEEDS)]
}

/// The four files of a network of OpenStreetMap.
pub(super) fn osm_files(network: &RoadNetwork) -> [Built; 4] {
    [nodes(network, &[]), roads(network), local(network), speeds(OSM_SPEEDS)]
}

fn speeds(text: &'static str) -> Built {
    Built { name: "speeds.csv", rows: text.lines().count() - 1, bytes: text.as_bytes().to_vec() }
}

fn nodes(network: &RoadNetwork, areas: &[String]) -> Built {
    let header = ["id", "lon", "lat", "zone", "area"].map(str::to_string).to_vec();
    let rows = network.nodes.iter().map(|n| {
        let area = n.area.map_or(String::new(), |a| areas[a as usize].clone());
        vec![n.id.to_string(), degrees(n.position.lon), degrees(n.position.lat), n.zone.clone(), area]
    });
    let bytes = csv_bytes([header].into_iter().chain(rows));
    Built { name: "road_nodes.csv", rows: network.nodes.len(), bytes }
}

fn roads(network: &RoadNetwork) -> Built {
    let header = ["from", "to", "length_m", "class", "name", "drive", "walk", "max_km_h", "source", "shape"];
    let id = |node: u32| network.nodes[node as usize].id.to_string();
    let rows = network.roads.iter().map(|r| {
        vec![
            id(r.from),
            id(r.to),
            metres(r.length_m),
            r.class.as_str().to_string(),
            r.name.clone(),
            r.driving.as_str().to_string(),
            if r.walking { "yes" } else { "no" }.to_string(),
            r.max_km_h.map_or(String::new(), |v| format!("{v:.0}")),
            r.source.clone(),
            r.shape.iter().map(|p| format!("{:.5} {:.5}", p.lon, p.lat)).collect::<Vec<_>>().join(";"),
        ]
    });
    let bytes = csv_bytes([header.map(str::to_string).to_vec()].into_iter().chain(rows));
    Built { name: "roads.csv", rows: network.roads.len(), bytes }
}

fn local(network: &RoadNetwork) -> Built {
    let header = ["from", "to"].map(str::to_string).to_vec();
    let id = |node: u32| network.nodes[node as usize].id.to_string();
    let rows = network.local.iter().map(|l| vec![id(l.from), id(l.to)]);
    let bytes = csv_bytes([header].into_iter().chain(rows));
    Built { name: "local_streets.csv", rows: network.local.len(), bytes }
}

fn degrees(x: f64) -> String {
    format!("{x:.6}")
}

fn metres(x: f64) -> String {
    format!("{x:.1}")
}
