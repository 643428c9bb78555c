//! Where a place meets the roads: the nearest edge, not the nearest node, and never across the river.

use std::collections::HashMap;

use crate::city::{Road, RoadNetwork};
use crate::space::{Barrier, Point, Segment, to_grid_all};

/// Roads are filed in squares of this size, metres.
const CELL_M: f64 = 500.0;

/// The first circle that is searched, metres; each further one is twice as wide.
const FIRST_REACH_M: f64 = 250.0;

/// No road farther than this is looked for, metres.
const LAST_REACH_M: f64 = 64_000.0;

/// A point in the water looks from this far up the nearest bank, metres.
const LANDING_M: f64 = 5.0;

/// The foot of the perpendicular from a place to its nearest road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snap {
    /// Number of the road.
    pub road: u32,
    /// Share of the road's length from its `from` to the foot.
    pub share: f64,
    /// The foot, grid metres.
    pub foot: Point,
    /// Straight distance from the place to the foot, metres.
    pub distance_m: f64,
}

/// The roads of a network by place.
pub struct RoadIndex<'n> {
    network: &'n RoadNetwork,
    river: &'n Barrier,
    cells: HashMap<(i32, i32), Vec<u32>>,
}

impl<'n> RoadIndex<'n> {
    /// Files every road. O(roads).
    pub fn new(network: &'n RoadNetwork, river: &'n Barrier) -> Self {
        let mut cells: HashMap<(i32, i32), Vec<u32>> = HashMap::new();
        for (number, road) in (0u32..).zip(&network.roads) {
            let [a, b] = ends(network, road);
            // However it bends, a road stays within an ellipse with its ends as foci: this is its lesser half axis,
            // and no less than what it sticks out beyond them. A little more for rounding and the scale of the grid.
            let length_m = road.length_m * 1.001;
            let bulge_m = (length_m.powi(2) - a.distance(b).powi(2)).max(0.0).sqrt() / 2.0 + 1.0;
            cells_over(a, b, bulge_m).for_each(|cell| cells.entry(cell).or_default().push(number));
        }
        RoadIndex { network, river, cells }
    }

    /// The nearest place on a road that is `usable` and not across the river; of equally near ones the road listed
    /// first. `None` where there is none within 64 km.
    pub fn snap(&self, p: Point, usable: impl Fn(&Road) -> bool) -> Option<Snap> {
        let dry = self.river.nearest_dry(p, LANDING_M);
        let mut reach_m = FIRST_REACH_M;
        while reach_m <= LAST_REACH_M {
            let mut best: Option<Snap> = None;
            for number in self.near(p, reach_m) {
                let road = &self.network.roads[number as usize];
                let limit_m = best.map_or(reach_m, |b| b.distance_m);
                if !usable(road) || self.at_least(road, p) > limit_m {
                    continue;
                }
                let dry_foot = |foot| !self.river.crosses(dry, foot);
                let snap = foot(number, &self.line(road), p, dry_foot);
                if snap.distance_m <= reach_m && best.is_none_or(|b| snap.distance_m < b.distance_m) {
                    best = Some(snap);
                }
            }
            if best.is_some() {
                return best;
            }
            reach_m *= 2.0;
        }
        None
    }

    /// The bends of a road with both ends, grid metres.
    pub fn line(&self, road: &Road) -> Vec<Point> {
        let [a, b] = ends(self.network, road);
        let mut line = vec![a];
        line.extend(to_grid_all(&road.shape));
        line.push(b);
        line
    }

    /// Numbers of the roads that may come within reach, ascending.
    fn near(&self, p: Point, reach_m: f64) -> Vec<u32> {
        let mut found: Vec<u32> =
            cells_over(p, p, reach_m).filter_map(|cell| self.cells.get(&cell)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A distance that the road does not come closer than: the way from one end by `p` to the other is no shorter
    /// than the road plus twice the gap.
    fn at_least(&self, road: &Road, p: Point) -> f64 {
        let [a, b] = ends(self.network, road);
        // A metre and a thousandth for rounding and the scale of the grid.
        (p.distance(a) + p.distance(b) - road.length_m.max(a.distance(b)) * 1.001 - 1.0) / 2.0
    }
}

fn ends(network: &RoadNetwork, road: &Road) -> [Point; 2] {
    [network.nodes[road.from as usize].point, network.nodes[road.to as usize].point]
}

fn cells_over(a: Point, b: Point, reach_m: f64) -> impl Iterator<Item = (i32, i32)> {
    let cell = |x: f64| (x / CELL_M).floor() as i32;
    let (west, east) = (cell(a.e.min(b.e) - reach_m), cell(a.e.max(b.e) + reach_m));
    let (south, north) = (cell(a.n.min(b.n) - reach_m), cell(a.n.max(b.n) + reach_m));
    (west..=east).flat_map(move |x| (south..=north).map(move |y| (x, y)))
}

/// The nearest place on a line, bend by bend, that is `allowed`; infinitely far where none is.
fn foot(number: u32, line: &[Point], p: Point, allowed: impl Fn(Point) -> bool) -> Snap {
    let drawn_m: f64 = line.windows(2).map(|w| w[0].distance(w[1])).sum();
    let mut start_m = 0.0;
    let mut best = Snap { road: number, share: 0.0, foot: line[0], distance_m: f64::INFINITY };
    for segment in line.windows(2).map(|w| Segment { a: w[0], b: w[1] }) {
        let t = segment.foot(p);
        let foot = segment.at(t);
        let distance_m = foot.distance(p);
        if distance_m < best.distance_m && allowed(foot) {
            let share = if drawn_m > 0.0 { (start_m + t * segment.length()) / drawn_m } else { 0.0 };
            best = Snap { road: number, share: share.clamp(0.0, 1.0), foot, distance_m };
        }
        start_m += segment.length();
    }
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::city::{Driving, RoadClass, RoadNode};
    use crate::space::to_lon_lat_all;

    /// Places in a square of 6 km in London.
    fn places(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Point>> {
        let place = (0.0..6_000.0f64, 0.0..6_000.0f64);
        prop::collection::vec(place.prop_map(|(e, n)| Point { e: 520_000.0 + e, n: 178_000.0 + n }), count)
    }

    /// Roads through the points of each line, nodes at their ends.
    fn network(lines: &[Vec<Point>]) -> RoadNetwork {
        let mut network = RoadNetwork::default();
        for line in lines {
            let positions = to_lon_lat_all(line);
            for end in [0, line.len() - 1] {
                network.nodes.push(RoadNode {
                    id: network.nodes.len() as u64,
                    position: positions[end],
                    point: line[end],
                    zone: String::new(),
                    area: None,
                });
            }
            let nodes = network.nodes.len() as u32;
            network.roads.push(Road {
                from: nodes - 2,
                to: nodes - 1,
                length_m: line.windows(2).map(|w| w[0].distance(w[1])).sum(),
                class: RoadClass::Primary,
                name: String::new(),
                driving: Driving::Both,
                walking: true,
                max_km_h: None,
                source: String::new(),
                shape: positions[1..line.len() - 1].to_vec(),
            });
        }
        network
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// The squares and the bounds against measuring every road; long bends far outside the ends' box included.
        #[test]
        fn finds_what_measuring_every_road_finds(
            lines in prop::collection::vec(places(2..6), 1..12),
            from in places(20..21),
        ) {
            let (network, dry) = (network(&lines), Barrier::new(vec![], vec![]));
            let index = RoadIndex::new(&network, &dry);
            for p in from {
                let gap = |road: &Road| foot(0, &index.line(road), p, |_| true).distance_m;
                let least = network.roads.iter().map(gap).fold(f64::INFINITY, f64::min);
                let found = index.snap(p, |_| true).expect("there is a road").distance_m;
                prop_assert!((found - least).abs() < 1e-9, "{found} {least}");
            }
        }
    }
}
