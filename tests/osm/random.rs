//! Any streets, any barriers: nothing gets lost, and no car drives past a bollard.

use std::collections::{BTreeMap, HashSet};

use bluelamp::city::Driving;
use proptest::prelude::*;

use crate::common::pbf::{Map, Packing};
use crate::{read_bytes, sphere_m};

const KINDS: [&[(&str, &str)]; 5] = [
    &[("highway", "residential")],
    &[("highway", "residential"), ("oneway", "yes")],
    &[("highway", "residential"), ("oneway", "-1")],
    &[("highway", "footway")],
    &[("highway", "motorway_link")],
];

/// Up to eight ways of any kind between nine nodes in a square, and which nodes have a bollard.
fn maps() -> impl Strategy<Value = (Vec<(Vec<i64>, usize)>, HashSet<i64>)> {
    let way = (prop::collection::vec(1i64..=9, 2..7), 0..KINDS.len());
    (prop::collection::vec(way, 1..9), prop::collection::hash_set(1i64..=9, 0..3))
}

fn place(node: i64) -> (i64, i64) {
    ((node - 1) % 3 * 10, (node - 1) / 3 * 10)
}

fn written(ways: &[(Vec<i64>, usize)], bollards: &HashSet<i64>) -> Vec<u8> {
    let mut map = Map::new();
    for node in 1..=9 {
        let tags: &[(&str, &str)] = if bollards.contains(&node) { &[("barrier", "bollard")] } else { &[] };
        map = map.tagged_node(node, place(node).0, place(node).1, tags);
    }
    for (number, (nodes, kind)) in ways.iter().enumerate() {
        map = map.way(number as i64 + 1, nodes, KINDS[*kind]);
    }
    map.bytes(Packing::Raw)
}

/// Where a car gets to from `start` without passing a bollard: one step after another over every way.
fn by_car(start: i64, ways: &[(Vec<i64>, usize)], bollards: &HashSet<i64>) -> HashSet<i64> {
    let mut reached = HashSet::from([start]);
    loop {
        let before = reached.len();
        for (nodes, kind) in ways {
            for pair in nodes.windows(2) {
                let there = (pair[0], pair[1], [0, 1, 4].contains(kind));
                let back = (pair[1], pair[0], [0, 2, 4].contains(kind));
                for (from, to, open) in [there, back] {
                    if open && reached.contains(&from) && (from == start || !bollards.contains(&from)) {
                        reached.insert(to);
                    }
                }
            }
        }
        if reached.len() == before {
            return reached;
        }
    }
}

proptest! {
    #[test]
    fn nothing_is_lost_and_no_car_passes_a_bollard((ways, bollards) in maps()) {
        let Ok(roads) = read_bytes(&written(&ways, &bollards)) else { return Ok(()) };
        let network = &roads.network;

        let at = |node: i64| (place(node).0 as f64, place(node).1 as f64);
        let drawn: f64 = ways.iter().flat_map(|w| w.0.windows(2)).map(|p| sphere_m(at(p[0]), at(p[1]))).sum();
        let kept: f64 = network.roads.iter().map(|r| r.length_m).sum();
        prop_assert!(((kept + roads.report.removed.metres) / drawn - 1.0).abs() < 5e-3, "{kept} m of {drawn}");

        let mut driven = HashSet::new();
        for road in &network.roads {
            prop_assert!(road.from != road.to);
            prop_assert!(road.walking || road.driving != Driving::No);
            if road.driving != Driving::No {
                driven.extend([road.from, road.to].map(|end| network.nodes[end as usize].id as i64));
            }
        }
        // Places beside bollards have numbers that are in no map.
        driven.retain(|node| (1..=9).contains(node));
        let reached: BTreeMap<i64, HashSet<i64>> = driven.iter().map(|&n| (n, by_car(n, &ways, &bollards))).collect();
        for (start, reached) in &reached {
            // From a bollard cars start on either side in the slow way, and on one in the network.
            prop_assert!(driven.is_subset(reached), "{start} reaches {reached:?} of {driven:?}");
        }
    }
}
