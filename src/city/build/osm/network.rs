//! Pieces of ways as a network in which everything can be reached.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::profile::Direction;
use super::report::{HighwayUse, OsmReport, by_class};
use super::split::{Piece, Pieces, length_m};
use crate::city::build::components::{largest_component, strong_components};
use crate::city::{Driving, Road, RoadNetwork, RoadNode};
use crate::space::{LonLat, to_grid_all};

/// The first number of a node that is in no map: the place beside a barrier where a drive begins. OpenStreetMap is at
/// 10^10; a spreadsheet still holds this without rounding.
const FIRST_STOP: u64 = 1_000_000_000_000_000;

/// Coordinates are in steps of about a centimetre: nodes on top of each other are that far apart.
const SHORTEST_M: f64 = 0.01;

/// The network of `pieces`, without what cannot be reached. `numbers` and `position` tell of the joints.
pub(super) fn network(
    pieces: &Pieces<'_>,
    numbers: &[i64],
    position: impl Fn(usize) -> Option<LonLat>,
    report: &mut OsmReport,
) -> RoadNetwork {
    let mut roads: Vec<Road> = pieces.pieces.par_iter().map(road).collect();
    report.highways = by_highway(pieces, &roads);
    keep_reachable(&mut roads, numbers.len() + pieces.stops.len(), report);
    report.classes = by_class(&roads);

    // Joints are numbered anew: only the ends of roads that stayed are nodes.
    let joints: BTreeSet<u32> = roads.iter().flat_map(|road| [road.from, road.to]).collect();
    let joints: Vec<u32> = joints.into_iter().collect();
    let renumbered = |joint: u32| joints.partition_point(|&j| j < joint) as u32;
    for road in &mut roads {
        (road.from, road.to) = (renumbered(road.from), renumbered(road.to));
    }
    let places = joints.iter().filter_map(|&joint| match (joint as usize).checked_sub(numbers.len()) {
        None => Some((numbers[joint as usize] as u64, position(joint as usize)?)),
        Some(stop) => Some((FIRST_STOP + stop as u64, pieces.stops[stop])),
    });
    RoadNetwork { nodes: nodes(places.collect()), roads, local: Vec::new() }
}

fn nodes(places: Vec<(u64, LonLat)>) -> Vec<RoadNode> {
    let positions: Vec<LonLat> = places.iter().map(|&(_, position)| position).collect();
    let points = to_grid_all(&positions);
    let node = |((id, position), point)| RoadNode { id, position, point, zone: String::new(), area: None };
    places.into_iter().zip(points).map(node).collect()
}

/// The road of a piece, its ends still joints. A road with one direction of driving leads in that direction.
fn road(piece: &Piece<'_>) -> Road {
    let profile = &piece.way.profile;
    let mut points = piece.points.clone();
    let (mut from, mut to) = (piece.from as u32, piece.to as u32);
    let driving = match profile.driving {
        _ if !piece.driven => Driving::No,
        Direction::Both => Driving::Both,
        Direction::No => Driving::No,
        Direction::Forward => Driving::Forward,
        Direction::Backward => {
            points.reverse();
            std::mem::swap(&mut from, &mut to);
            Driving::Forward
        }
    };
    Road {
        from,
        to,
        length_m: length_m(&points).max(SHORTEST_M),
        class: profile.class,
        name: profile.name.clone(),
        driving,
        walking: profile.walking,
        max_km_h: profile.max_km_h.filter(|_| driving != Driving::No),
        source: format!("OpenStreetMap way {}", piece.way.id),
        shape: points[1..points.len() - 1].to_vec(),
    }
}

/// The ways of every kind of highway, each as long as its `roads` (one for every piece).
fn by_highway(pieces: &Pieces<'_>, roads: &[Road]) -> BTreeMap<&'static str, HighwayUse> {
    let mut highways = BTreeMap::<&str, HighwayUse>::new();
    let parts: Vec<_> = pieces.pieces.iter().zip(roads).collect();
    for way in parts.chunk_by(|a, b| a.0.way.id == b.0.way.id) {
        let metres = way.iter().map(|(_, road)| road.length_m).sum();
        let profile = &way[0].0.way.profile;
        let highway = highways.entry(profile.highway.word).or_default();
        if profile.driving != Direction::No {
            highway.driven.add(metres);
        }
        if matches!(profile.driving, Direction::Forward | Direction::Backward) {
            highway.one_way.add(metres);
        }
        if profile.walking {
            highway.walked.add(metres);
        }
    }
    highways
}

/// Leaves driving on the largest set of junctions that all reach each other by car, walking on the largest that do on
/// foot, and drops the roads that are in neither.
fn keep_reachable(roads: &mut Vec<Road>, joints: usize, report: &mut OsmReport) {
    let driven = roads.iter().filter(|road| road.driving != Driving::No);
    let by_car = driven.flat_map(|road| {
        let back = (road.driving == Driving::Both).then_some((road.to, road.from));
        [Some((road.from, road.to)), back].into_iter().flatten()
    });
    let by_car = Reachable::of(joints, by_car);
    let walked = roads.iter().filter(|road| road.walking);
    let on_foot = Reachable::of(joints, walked.flat_map(|road| [(road.from, road.to), (road.to, road.from)]));
    for road in roads.iter_mut() {
        let lost_car = road.driving != Driving::No && !by_car.holds(road);
        let lost_foot = road.walking && !on_foot.holds(road);
        if lost_car {
            (road.driving, road.max_km_h) = (Driving::No, None);
        }
        road.walking &= !lost_foot;
        match (road.driving != Driving::No, road.walking) {
            (false, false) => report.removed.add(road.length_m),
            (false, true) if lost_car => report.closed_to_cars.add(road.length_m),
            (true, false) if lost_foot => report.closed_to_walkers.add(road.length_m),
            _ => {}
        }
    }
    roads.retain(|road| road.driving != Driving::No || road.walking);
}

/// The largest part of a network whose every joint can be reached from every other.
struct Reachable {
    labels: Vec<u32>,
    largest: Option<u32>,
}

impl Reachable {
    fn of(joints: usize, arcs: impl Iterator<Item = (u32, u32)>) -> Reachable {
        let labels = strong_components(joints, arcs);
        let largest = largest_component(&labels);
        Reachable { labels, largest }
    }

    fn holds(&self, road: &Road) -> bool {
        [road.from, road.to].iter().all(|&joint| Some(self.labels[joint as usize]) == self.largest)
    }
}
