//! Journeys on the roads: places joined to a city's network, matrices and ways.

use std::collections::HashMap;

use rayon::prelude::*;

use super::profile::{Pace, Profile};
use super::snap::{RoadIndex, Snap};
use super::walk::{CIRCUITY, WALKING_SPEED_KM_H};
use super::{Cost, DRIVING_SPEED, Graph, Hierarchy, Mode, Places, Plane, Prepared, Spread, search};
use crate::city::{RoadNetwork, Roads};
use crate::space::{Barrier, Point, PointIndex};

/// Where local streets are missing, a place also joins this many homes.
const HOMES: usize = 3;

/// Homes farther away are not joined, metres.
const HOME_REACH_M: f64 = 500.0;

/// A city's roads, ready for journeys.
pub struct RoadModel<'c> {
    pub(super) roads: &'c Roads,
    river: &'c Barrier,
    pub(super) index: RoadIndex<'c>,
    pub(super) graph: Graph,
    node_of_area: HashMap<u32, u32>,
    /// Homes that are nodes, by place, and their nodes.
    homes: PointIndex,
    home_nodes: Vec<u32>,
}

/// An end of a journey.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// Where an area's people live: a node of the network, or else its point.
    Area(u32, Point),
    /// Anywhere.
    Point(Point),
}

impl Place {
    /// Grid metres.
    pub fn point(self) -> Point {
        match self {
            Place::Area(_, point) | Place::Point(point) => point,
        }
    }
}

/// How a place is joined to the network in one profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Joint {
    /// The ways to (from) the nodes around.
    pub legs: Vec<Leg>,
    /// The nearest road, unless the place is a node.
    pub snap: Option<Snap>,
    /// What it costs to get to that road (from it).
    pub access: Cost,
}

impl Joint {
    /// Its nodes with their costs.
    pub fn ends(&self) -> Vec<(u32, Cost)> {
        self.legs.iter().map(|l| (l.node, l.cost)).collect()
    }

    /// The leg that is taken from or to a node.
    pub fn leg(&self, node: u32) -> Option<&Leg> {
        self.legs.iter().filter(|l| l.node == node).min_by_key(|l| l.cost)
    }
}

/// A way between a place and a node of the network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// The node.
    pub node: u32,
    /// What it costs, in the direction of the journey.
    pub cost: Cost,
    /// What it is on.
    pub by: LegBy,
}

/// What a leg is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegBy {
    /// Nothing: the place is the node.
    Itself,
    /// Missing local streets, straight to a home.
    LocalStreets,
    /// The road that the place is snapped to, between the place and one of its ends.
    SnappedRoad(RoadEnd),
}

/// An end of a road.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoadEnd {
    /// Its `from`.
    From,
    /// Its `to`.
    To,
}

/// Which end of a journey a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The journey starts here.
    Start,
    /// It ends here.
    Finish,
}

/// The arcs of a network: two a road and two a local link, there and back.
pub fn arcs(network: &RoadNetwork) -> Vec<(u32, u32)> {
    let roads = network.roads.iter().map(|r| (r.from, r.to));
    let links = network.local.iter().map(|l| (l.from, l.to));
    roads.chain(links).flat_map(|(a, b)| [(a, b), (b, a)]).collect()
}

fn profiles(modes: &[Mode]) -> Vec<Profile> {
    modes.iter().flat_map(|m| Profile::of(*m)).collect()
}

/// How both ends of all journeys are joined in one profile.
struct Joints {
    starts: Vec<Joint>,
    finishes: Vec<Joint>,
}

impl<'c> RoadModel<'c> {
    /// Prepares a checked network.
    pub fn new(roads: &'c Roads, river: &'c Barrier) -> Self {
        let network = &roads.network;
        let homes = || (0u32..).zip(&network.nodes).filter_map(|(i, n)| n.area.map(|a| (a, i)));
        let home_nodes: Vec<u32> = homes().map(|(_, node)| node).collect();
        let points: Vec<Point> = home_nodes.iter().map(|n| network.nodes[*n as usize].point).collect();
        let (graph, (index, homes_by_place)) = rayon::join(
            || Graph::new(network.nodes.len(), arcs(network)),
            || rayon::join(|| RoadIndex::new(network, river), || PointIndex::new(&points)),
        );
        RoadModel {
            roads,
            river,
            index,
            // The city's loader has checked every node number.
            graph: graph.expect("the network was checked"),
            node_of_area: homes().collect(),
            homes: homes_by_place,
            home_nodes,
        }
    }

    /// The planes of some modes from `areas` to `stations`: one on foot, one a period by car. One search a station
    /// and plane.
    pub fn planes(&self, modes: &[Mode], areas: &[Place], stations: &[Place]) -> Vec<Plane> {
        self.searches(&profiles(modes), areas, stations, |profile, joints, costs| {
            self.plane(profile, &joints.finishes, &costs)
        })
    }

    /// The plane of one profile from some places to others.
    pub fn plane_of(&self, profile: Profile, from: &[Place], to: &[Place]) -> Plane {
        let of_one = self.searches(&[profile], from, to, |profile, joints, costs| {
            self.plane(profile, &joints.finishes, &costs)
        });
        of_one.into_iter().next().expect("one profile has one plane")
    }

    /// The costs from every area to every station, area by area, in every profile of some modes.
    pub fn costs(&self, modes: &[Mode], areas: &[Place], stations: &[Place]) -> Vec<(Profile, Vec<Cost>)> {
        self.searches(&profiles(modes), areas, stations, |profile, _, costs| (profile, costs))
    }

    /// Runs the searches of the profiles; `keep` turns the costs of one into what is kept of them.
    fn searches<T: Send>(
        &self,
        profiles: &[Profile],
        areas: &[Place],
        stations: &[Place],
        keep: impl Fn(Profile, &Joints, Vec<Cost>) -> T + Sync,
    ) -> Vec<T> {
        // The order of the network is found on one core; the others meanwhile do all that does not wait for it.
        let (hierarchy, parts) = rayon::join(
            || Hierarchy::new(&self.graph),
            || {
                let part = |profile: &Profile| {
                    let pace = Pace::new(self.roads, *profile);
                    let (metric, joints) = (pace.metric(), self.joints(&pace, areas, stations));
                    (pace, metric, joints)
                };
                profiles.par_iter().map(part).collect::<Vec<(Pace<'_>, Vec<Cost>, Joints)>>()
            },
        );
        let metrics: Vec<&[Cost]> = parts.iter().map(|(_, metric, _)| metric.as_slice()).collect();
        let prepared = Prepared::new(&hierarchy, &metrics);
        let search = |(metric, (pace, _, joints)): (usize, &(Pace<'_>, Vec<Cost>, Joints))| {
            let places = |joints: &[Joint]| joints.iter().map(Joint::ends).collect::<Places>();
            let mut costs = prepared.costs(metric, &places(&joints.starts), &places(&joints.finishes));
            self.along_one_road(pace, &joints.starts, &joints.finishes, &mut costs);
            keep(pace.profile(), joints, costs)
        };
        parts.par_iter().enumerate().map(search).collect()
    }

    fn joints(&self, pace: &Pace<'_>, areas: &[Place], stations: &[Place]) -> Joints {
        Joints {
            starts: areas.par_iter().map(|a| self.join(*a, pace, End::Start)).collect(),
            finishes: stations.par_iter().map(|s| self.join(*s, pace, End::Finish)).collect(),
        }
    }

    /// The plane of one profile from a single place: one search, from the place.
    pub fn plane_from(&self, place: Place, stations: &[Place], profile: Profile) -> Plane {
        let pace = Pace::new(self.roads, profile);
        let start = self.join(place, &pace, End::Start);
        let reached = search::costs_from(&self.graph, &pace.metric(), &start.ends());
        let finishes: Vec<Joint> = stations.iter().map(|s| self.join(*s, &pace, End::Finish)).collect();
        let to = |finish: &Joint| {
            let by_node = finish.legs.iter().map(|l| reached[l.node as usize].plus(l.cost)).min();
            let direct = self.on_one_road(&pace, &start, finish);
            by_node.into_iter().chain(direct).min().unwrap_or(Cost::NONE)
        };
        let costs: Vec<Cost> = finishes.iter().map(to).collect();
        self.plane(profile, &finishes, &costs)
    }

    /// How a place is joined to the network.
    pub fn join(&self, place: Place, pace: &Pace<'_>, end: End) -> Joint {
        let point = match place {
            Place::Area(area, point) => match self.node_of_area.get(&area) {
                Some(&node) => {
                    let legs = vec![Leg { node, cost: Cost::ZERO, by: LegBy::Itself }];
                    return Joint { legs, snap: None, access: Cost::ZERO };
                }
                None => point,
            },
            Place::Point(point) => point,
        };
        let mut legs = self.nearby_homes(point, pace);
        let Some(snap) = self.index.snap(point, |road| pace.profile().may_join(road)) else {
            return Joint { legs, snap: None, access: Cost::NONE };
        };
        let road = &self.roads.network.roads[snap.road as usize];
        let access = pace.local(snap.distance_m, road.from);
        let [forward, backward] = pace.profile().directions(road);
        // A start drives on to where the road leads, a finish comes from where it began.
        let (behind, ahead) = match end {
            End::Start => (backward, forward),
            End::Finish => (forward, backward),
        };
        if behind {
            let cost = access.plus(pace.along(road, snap.share));
            legs.push(Leg { node: road.from, cost, by: LegBy::SnappedRoad(RoadEnd::From) });
        }
        if ahead {
            let cost = access.plus(pace.along(road, 1.0 - snap.share));
            legs.push(Leg { node: road.to, cost, by: LegBy::SnappedRoad(RoadEnd::To) });
        }
        Joint { legs, snap: Some(snap), access }
    }

    /// Straight stretches of missing local streets between a place and the homes around it.
    fn nearby_homes(&self, point: Point, pace: &Pace<'_>) -> Vec<Leg> {
        if self.roads.network.local.is_empty() {
            return Vec::new();
        }
        let nodes = &self.roads.network.nodes;
        let homes = self.homes.k_nearest(point, HOMES, |_| true).into_iter();
        let joined =
            homes.filter(|(_, metres)| *metres <= HOME_REACH_M).map(|(i, m)| (self.home_nodes[i], m));
        let dry = joined.filter(|(node, _)| !self.river.crosses(point, nodes[*node as usize].point));
        let by = LegBy::LocalStreets;
        dry.map(|(node, metres)| Leg { node, cost: pace.local(metres, node), by }).collect()
    }

    /// Between two places on the same road the way passes no node: it is tried by itself.
    fn along_one_road(&self, pace: &Pace<'_>, starts: &[Joint], finishes: &[Joint], costs: &mut [Cost]) {
        let mut on_road: HashMap<u32, Vec<usize>> = HashMap::new();
        for (station, finish) in finishes.iter().enumerate() {
            if let Some(snap) = finish.snap {
                on_road.entry(snap.road).or_default().push(station);
            }
        }
        for (area, start) in starts.iter().enumerate() {
            let Some(snap) = start.snap else { continue };
            for &station in on_road.get(&snap.road).into_iter().flatten() {
                let cell = &mut costs[area * finishes.len() + station];
                *cell = (*cell).min(self.on_one_road(pace, start, &finishes[station]).unwrap_or(Cost::NONE));
            }
        }
    }

    /// The way between two places on the same road, if it may be travelled in that direction.
    pub(super) fn on_one_road(&self, pace: &Pace<'_>, start: &Joint, finish: &Joint) -> Option<Cost> {
        let (a, b) = (start.snap?, finish.snap.filter(|b| Some(b.road) == start.snap.map(|a| a.road))?);
        let road = &self.roads.network.roads[a.road as usize];
        let [forward, backward] = pace.profile().directions(road);
        let open = if a.share <= b.share { forward } else { backward };
        let between = pace.along(road, (a.share - b.share).abs());
        open.then(|| start.access.plus(between).plus(finish.access))
    }

    fn plane(&self, profile: Profile, finishes: &[Joint], costs: &[Cost]) -> Plane {
        let reached = |c: &Cost, value: f64| if c.is_none() { f32::INFINITY } else { value as f32 };
        let length_m = costs.iter().map(|c| reached(c, f64::from(c.length_mm()) / 1e3)).collect();
        let time_s = costs.iter().map(|c| reached(c, f64::from(c.time_ms()) / 1e3)).collect();
        let (length, time) = self.spreads(profile);
        let snaps_m = finishes.iter().map(|f| f.snap.map(|s| s.distance_m)).collect();
        let plane = Plane::new(profile.mode(), finishes.len(), length_m, Some(time_s), length, time);
        plane.in_period(profile.period()).on_roads(snaps_m)
    }

    /// What the assumptions do to lengths and times. All journeys are scaled alike, as if they were wholly
    /// on links that stand in for local streets: the range of one length is at most this, that of a difference of two is
    /// not bounded by it.
    pub fn spreads(&self, profile: Profile) -> (Spread, Spread) {
        let length = match self.roads.network.local.is_empty() {
            true => Spread::EXACT,
            false => Spread { low: CIRCUITY.low / CIRCUITY.central, high: CIRCUITY.high / CIRCUITY.central },
        };
        let speed = match profile {
            Profile::Walk => WALKING_SPEED_KM_H,
            Profile::Drive(_) => DRIVING_SPEED,
        };
        let time = Spread {
            low: length.low * speed.central / speed.high,
            high: length.high * speed.central / speed.low,
        };
        (length, time)
    }
}
