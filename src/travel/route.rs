//! One journey in detail: the streets in order.

use super::profile::{Pace, Profile};
use super::road_model::{End, Joint, LegBy, Place, RoadEnd, RoadModel};
use super::{Cost, search};
use crate::city::RoadClass;
use crate::space::{Point, Segment};

/// A stretch of a journey along one street.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteStep {
    /// Its name; empty where the street has none.
    pub name: String,
    /// Its class; [`RoadClass::Local`] where the streets are not in the data.
    pub class: RoadClass,
    /// Time and length.
    pub cost: Cost,
}

/// A journey.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Time and length, with the ways to and from the roads.
    pub cost: Cost,
    /// Streets in order, those of the same name together.
    pub steps: Vec<RouteStep>,
    /// The way on the map, grid metres.
    pub line: Vec<Point>,
    /// How far the start and the finish are from the roads, metres; `None` at a node.
    pub snaps_m: [Option<f64>; 2],
}

impl RouteStep {
    /// The street in words.
    pub fn words(&self) -> String {
        match (self.class, self.name.as_str()) {
            (RoadClass::Local, _) => "local streets".to_string(),
            (_, "") => format!("{} without a number or name in the data", self.class.in_words()),
            (_, name) => name.to_string(),
        }
    }
}

/// A snap farther than this is told of, metres (METHODS 1).
const FAR_SNAP_M: f64 = 500.0;

/// A warning where a place is far from every road.
pub fn far_snap(place: &str, metres: Option<f64>) -> Option<String> {
    let metres = metres.filter(|m| *m > FAR_SNAP_M)?;
    Some(format!("{place} is {metres:.0} m from the nearest road"))
}

impl Route {
    /// Metres on links that stand in for local streets, with the ways to and from the roads.
    pub fn local_m(&self) -> f64 {
        let local = self.steps.iter().filter(|s| s.class == RoadClass::Local);
        local.map(|s| f64::from(s.cost.length_mm()) / 1e3).sum()
    }
}

impl RoadModel<'_> {
    /// The quickest way between two places; `None` where there is none. It is the way that the matrix is made of,
    /// equal to the millisecond, found by a plain search.
    pub fn route(&self, from: Place, to: Place, profile: Profile) -> Option<Route> {
        let pace = Pace::new(self.roads, profile);
        let (start, finish) = (self.join(from, &pace, End::Start), self.join(to, &pace, End::Finish));
        let metric = pace.metric();
        let way = search::cheapest_way(&self.graph, &metric, &start.ends(), &finish.ends());
        let direct = self.on_one_road(&pace, &start, &finish);
        let mut draft = Draft { model: self, pace, steps: Vec::new(), line: vec![from.point()] };
        let cost = match (way, direct) {
            (Some((cost, arcs)), direct) if direct.is_none_or(|d| cost < d) => {
                draft.by_arcs(&arcs, &metric, &start, &finish);
                cost
            }
            (_, Some(cost)) => {
                draft.on_one_road(&start, &finish);
                cost
            }
            _ => return None,
        };
        draft.line.push(to.point());
        draft.line.dedup();
        let snaps_m = [start.snap, finish.snap].map(|s| s.map(|s| s.distance_m));
        Some(Route { cost, steps: draft.steps, line: draft.line, snaps_m })
    }
}

/// A route in the making.
struct Draft<'m, 'c> {
    model: &'m RoadModel<'c>,
    pace: Pace<'c>,
    steps: Vec<RouteStep>,
    line: Vec<Point>,
}

impl Draft<'_, '_> {
    fn by_arcs(&mut self, arcs: &[u32], metric: &[Cost], start: &Joint, finish: &Joint) {
        let ends = self.model.graph.arcs();
        // Without an arc the two ends meet at a node: the one where both legs together cost least.
        let meeting = || {
            let both =
                start.legs.iter().filter_map(|l| Some((l.cost.plus(finish.leg(l.node)?.cost), l.node)));
            both.min().map_or(0, |(_, node)| node)
        };
        let first = arcs.first().map_or_else(meeting, |a| ends[*a as usize].0);
        let last = arcs.last().map_or(first, |a| ends[*a as usize].1);
        self.leg(start, first, End::Start);
        for &arc in arcs {
            self.arc(arc, metric[arc as usize]);
        }
        self.leg(finish, last, End::Finish);
    }

    fn arc(&mut self, arc: u32, cost: Cost) {
        let network = &self.model.roads.network;
        match network.roads.get(arc as usize / 2) {
            Some(road) => {
                let (from, to) = if arc.is_multiple_of(2) { (0.0, 1.0) } else { (1.0, 0.0) };
                self.line.extend(stretch(&self.model.index.line(road), from, to));
                self.step(&road.name, road.class, cost);
            }
            None => {
                let to = self.model.graph.arcs()[arc as usize].1;
                self.line.push(network.nodes[to as usize].point);
                self.step("", RoadClass::Local, cost);
            }
        }
    }

    /// The way between a place and a node.
    fn leg(&mut self, joint: &Joint, node: u32, end: End) {
        let Some(leg) = joint.leg(node) else { return };
        let place = self.model.roads.network.nodes[node as usize].point;
        match (leg.by, joint.snap) {
            (LegBy::SnappedRoad(road_end), Some(snap)) => {
                let road = &self.model.roads.network.roads[snap.road as usize];
                let at_node = if road_end == RoadEnd::To { 1.0 } else { 0.0 };
                let along = self.pace.along(road, (snap.share - at_node).abs());
                let line = self.model.index.line(road);
                if end == End::Start {
                    self.step("", RoadClass::Local, joint.access);
                    self.line.extend(stretch(&line, snap.share, at_node));
                    self.step(&road.name, road.class, along);
                } else {
                    self.line.extend(stretch(&line, at_node, snap.share));
                    self.step(&road.name, road.class, along);
                    self.step("", RoadClass::Local, joint.access);
                }
            }
            (LegBy::LocalStreets, _) => {
                self.line.push(place);
                self.step("", RoadClass::Local, leg.cost);
            }
            _ => self.line.push(place),
        }
    }

    fn on_one_road(&mut self, start: &Joint, finish: &Joint) {
        let (Some(a), Some(b)) = (start.snap, finish.snap) else { return };
        let road = &self.model.roads.network.roads[a.road as usize];
        self.step("", RoadClass::Local, start.access);
        self.line.extend(stretch(&self.model.index.line(road), a.share, b.share));
        self.step(&road.name, road.class, self.pace.along(road, (a.share - b.share).abs()));
        self.step("", RoadClass::Local, finish.access);
    }

    /// Adds a stretch, to the last one if it goes on along the same street.
    fn step(&mut self, name: &str, class: RoadClass, cost: Cost) {
        if cost == Cost::ZERO {
            return;
        }
        // A road keeps its name where its class changes; streets without one are told apart by class.
        let same = |s: &&mut RouteStep| s.name == name && (s.class == class || !name.is_empty());
        match self.steps.last_mut().filter(same) {
            Some(last) => last.cost = last.cost.plus(cost),
            None => self.steps.push(RouteStep { name: name.to_string(), class, cost }),
        }
    }
}

/// The part of a line between two shares of its length, in that direction.
fn stretch(line: &[Point], from: f64, to: f64) -> Vec<Point> {
    if from > to {
        let mut back = stretch(line, to, from);
        back.reverse();
        return back;
    }
    let length_m: f64 = line.windows(2).map(|w| w[0].distance(w[1])).sum();
    let (start_m, end_m) = (from * length_m, to * length_m);
    let (mut found, mut along_m) = (Vec::new(), 0.0);
    for segment in line.windows(2).map(|w| Segment { a: w[0], b: w[1] }) {
        let piece_m = segment.length();
        let (low, high) = (start_m.max(along_m), end_m.min(along_m + piece_m));
        if low <= high && piece_m > 0.0 {
            found.push(segment.at((low - along_m) / piece_m));
            found.push(segment.at((high - along_m) / piece_m));
        }
        along_m += piece_m;
    }
    found.dedup();
    found
}
