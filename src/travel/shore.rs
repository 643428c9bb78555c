//! The shortest way over dry land and bridges: straight legs between points that see each other.
//!
//! A shortest path round an obstacle turns only at the obstacle's outward corners, and crosses it only
//! at a bridge. So the ways between bridge ends and bank corners are worked out once; a journey past
//! the river is a leg to one of them, a known way on, and a leg to the station.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use geo::{LineString, Simplify};
use rayon::prelude::*;

use crate::space::{Barrier, Point, Viewshed};

/// The bank is simplified to within this distance before its corners are taken, metres.
const BANK_TOLERANCE_M: f64 = 20.0;

/// A corner is walked round at this distance from the simplified bank, metres: more than the tolerance,
/// so that the way between two corners stays dry.
const CORNER_CLEARANCE_M: f64 = 22.0;

/// A corner this close is always tried, whatever the direction, metres.
const CLOSE_BY_M: f64 = 150.0;

/// How far, as a sine, a leg may point into the water beyond a corner and still be taken to pass along it.
const TANGENT_SLACK: f64 = 0.15;

/// A point in the water (a houseboat, a generalised outline) starts this far up the nearest bank, metres.
const LANDING_M: f64 = 5.0;

/// The river's bridges and bank corners with the shortest dry ways between them.
pub struct Shore<'b> {
    barrier: &'b Barrier,
    nodes: Vec<Node>,
    /// Shortest dry way from node to node, metres, row by row; infinite where there is none.
    ways_m: Vec<f64>,
}

/// Directions from a corner along its two banks: unit vectors, east and north.
type Banks = [(f64, f64); 2];

struct Node {
    point: Point,
    /// Of a bank corner; `None` at a bridge.
    banks: Option<Banks>,
    view: Viewshed,
}

impl Node {
    /// Whether a way that comes straight from `from` can turn here. Round a corner it turns only where it passes
    /// along both banks; a way that runs into the bank could have turned earlier.
    fn is_turned_at(&self, from: Point) -> bool {
        let Some(banks) = self.banks else { return true };
        let distance = from.distance(self.point);
        if distance < CLOSE_BY_M {
            return true;
        }
        let (e, n) = ((self.point.e - from.e) / distance, (self.point.n - from.n) / distance);
        let [a, b] = banks.map(|bank| e * bank.1 - n * bank.0);
        !(a > TANGENT_SLACK && b < -TANGENT_SLACK || a < -TANGENT_SLACK && b > TANGENT_SLACK)
    }
}

/// A resident's end of a journey.
pub struct Origin {
    dry: Point,
    landing_m: f64,
    /// Nodes in sight with their distances, nearest first.
    in_sight: Vec<(u32, f64)>,
}

/// A station's end of a journey.
pub struct Target {
    dry: Point,
    landing_m: f64,
    view: Viewshed,
    /// Shortest dry way from each node to here, metres.
    from_node_m: Vec<f64>,
}

impl<'b> Shore<'b> {
    /// Bridges are pairs of points on dry land, one at each end.
    pub fn new(barrier: &'b Barrier, bridges: &[[Point; 2]]) -> Self {
        let mut points: Vec<(Point, Option<Banks>)> =
            bridges.iter().flatten().map(|end| (*end, None)).collect();
        points.extend(barrier.banks().flat_map(|ring| bank_corners(ring, barrier)));
        let nodes: Vec<Node> = points
            .par_iter()
            .map(|&(point, banks)| Node { point, banks, view: Viewshed::new(point, barrier) })
            .collect();
        // A way turns at both ends of a leg, so a leg that could not be turned into is on no shortest way.
        let legs_from = |i: usize| -> Vec<(usize, f64)> {
            let from = &nodes[i];
            let useful = |j: usize| {
                let (to, deck) = (&nodes[j], i / 2 == j / 2 && i.max(j) < 2 * bridges.len());
                let turned = || to.is_turned_at(from.point) && from.is_turned_at(to.point);
                i != j && (deck || (turned() && from.view.sees(to.point)))
            };
            let legs = (0..nodes.len()).filter(|&j| useful(j));
            legs.map(|j| (j, from.point.distance(nodes[j].point))).collect()
        };
        let legs: Vec<Vec<(usize, f64)>> = (0..nodes.len()).into_par_iter().map(legs_from).collect();
        let ways_m = (0..nodes.len()).into_par_iter().flat_map_iter(|from| shortest(&legs, from)).collect();
        Shore { barrier, nodes, ways_m }
    }

    /// Prepares a station.
    pub fn target(&self, point: Point) -> Target {
        let dry = self.barrier.nearest_dry(point, LANDING_M);
        let view = Viewshed::new(dry, self.barrier);
        let mut from_node_m = vec![f64::INFINITY; self.nodes.len()];
        for (near, node) in self.nodes.iter().enumerate() {
            if view.sees(node.point) {
                let last_leg_m = node.point.distance(dry);
                for (from, best) in from_node_m.iter_mut().enumerate() {
                    *best = best.min(self.ways_m[from * self.nodes.len() + near] + last_leg_m);
                }
            }
        }
        Target { dry, landing_m: point.distance(dry), view, from_node_m }
    }

    /// Prepares a resident's point.
    pub fn origin(&self, point: Point) -> Origin {
        let dry = self.barrier.nearest_dry(point, LANDING_M);
        let mut in_sight: Vec<(u32, f64)> = (0u32..)
            .zip(&self.nodes)
            .filter(|(_, node)| node.is_turned_at(dry) && node.view.sees(dry))
            .map(|(i, node)| (i, node.point.distance(dry)))
            .collect();
        in_sight.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        Origin { dry, landing_m: point.distance(dry), in_sight }
    }

    /// The shortest dry way, metres before circuity; infinite where the river leaves none.
    pub fn dry_distance(&self, origin: &Origin, target: &Target) -> f64 {
        let landings_m = origin.landing_m + target.landing_m;
        if target.view.sees(origin.dry) {
            return landings_m + origin.dry.distance(target.dry);
        }
        let mut best = f64::INFINITY;
        for &(node, first_leg_m) in &origin.in_sight {
            if first_leg_m >= best {
                break;
            }
            best = best.min(first_leg_m + target.from_node_m[node as usize]);
        }
        landings_m + best
    }
}

/// The corners at which the water sticks out into the land, each a little way up the bank, with the directions
/// of the two banks.
fn bank_corners(ring: &[Point], barrier: &Barrier) -> Vec<(Point, Option<Banks>)> {
    let line: LineString<f64> = ring.iter().map(|p| (p.e, p.n)).collect();
    let simple: Vec<Point> =
        line.simplify(BANK_TOLERANCE_M).0.iter().map(|c| Point { e: c.x, n: c.y }).collect();
    let corners = simple.len().saturating_sub(1);
    // Twice the signed area: positive when the ring runs anticlockwise.
    let turn = |a: Point, b: Point, c: Point| (b.e - a.e) * (c.n - a.n) - (b.n - a.n) * (c.e - a.e);
    let winding: f64 =
        (1..corners.saturating_sub(1)).map(|i| turn(simple[0], simple[i], simple[i + 1])).sum();
    (0..corners)
        .filter_map(|i| {
            let (before, at, after) =
                (simple[(i + corners - 1) % corners], simple[i], simple[(i + 1) % corners]);
            let outward = turn(before, at, after) * winding > 0.0;
            let node = up_the_bank(before, at, after);
            let along = |to: Point| {
                let d = at.distance(to).max(1e-9);
                ((to.e - at.e) / d, (to.n - at.n) / d)
            };
            (outward && !barrier.covers(node)).then(|| (node, Some([along(before), along(after)])))
        })
        .collect()
}

/// From a corner of the water, along the bisector, so far that both banks are cleared.
fn up_the_bank(before: Point, at: Point, after: Point) -> Point {
    let unit = |from: Point| {
        let d = at.distance(from).max(1e-9);
        ((at.e - from.e) / d, (at.n - from.n) / d)
    };
    let (u, v) = (unit(before), unit(after));
    let (e, n) = (u.0 + v.0, u.1 + v.1);
    let length = e.hypot(n).max(1e-9);
    // Half the sum of two unit vectors is the cosine of half the corner's angle; the bisector must run
    // 1 / sin of it times as far, and no more than a few clearances at a needle's tip.
    let sine = (1.0 - (length / 2.0).powi(2)).max(0.0).sqrt().max(0.35);
    let reach = CORNER_CLEARANCE_M / sine;
    Point { e: at.e + e / length * reach, n: at.n + n / length * reach }
}

/// Dijkstra from one node to all.
fn shortest(legs: &[Vec<(usize, f64)>], from: usize) -> Vec<f64> {
    let mut best = vec![f64::INFINITY; legs.len()];
    best[from] = 0.0;
    // Lengths are never negative: their bits sort as they do.
    let mut queue = BinaryHeap::from([Reverse((0u64, from))]);
    while let Some(Reverse((bits, next))) = queue.pop() {
        let so_far = f64::from_bits(bits);
        if so_far > best[next] {
            continue;
        }
        for &(to, leg_m) in &legs[next] {
            if so_far + leg_m < best[to] {
                best[to] = so_far + leg_m;
                queue.push(Reverse((best[to].to_bits(), to)));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(e: f64, n: f64) -> Point {
        Point { e, n }
    }

    fn ring(corners: &[(f64, f64)]) -> Vec<Point> {
        corners.iter().chain(corners.first()).map(|&(e, n)| p(e, n)).collect()
    }

    fn way(shore: &Shore<'_>, from: Point, to: Point) -> f64 {
        shore.dry_distance(&shore.origin(from), &shore.target(to))
    }

    /// ```text
    ///   a .          . c        north bank
    ///   ======= # ==========    river, bridge # at e = 0
    ///   b .                     south bank
    /// ```
    #[test]
    fn across_the_river_is_as_far_as_its_bridge() {
        let river = Barrier::new(
            vec![vec![ring(&[(-50_000.0, -50.0), (50_000.0, -50.0), (50_000.0, 50.0), (-50_000.0, 50.0)])]],
            vec![],
        );
        let shore = Shore::new(&river, &[[p(0.0, -60.0), p(0.0, 60.0)]]);
        let (a, b, c) = (p(-400.0, 360.0), p(-400.0, -360.0), p(300.0, 460.0));
        assert_eq!(way(&shore, a, c), a.distance(c), "dry all the way");
        let expected = a.distance(p(0.0, 60.0)) + 120.0 + b.distance(p(0.0, -60.0));
        assert!((way(&shore, a, b) - expected).abs() < 1e-9);
        assert!((way(&shore, a, b) - way(&shore, b, a)).abs() < 1e-9, "as far back as there");
    }

    #[test]
    fn a_bend_is_walked_round_on_the_same_bank() {
        // Water sticks out between two places; no bridge, but the bank leads round it.
        let bend = [(-200.0, 0.0), (200.0, 0.0), (200.0, 900.0), (-200.0, 900.0)];
        let river = Barrier::new(vec![vec![ring(&bend)]], vec![]);
        let shore = Shore::new(&river, &[]);
        let (a, b) = (p(-600.0, 700.0), p(600.0, 700.0));
        let round_the_corners = a.distance(p(-200.0, 900.0)) + 400.0 + b.distance(p(200.0, 900.0));
        let found = way(&shore, a, b);
        assert!(found > round_the_corners && found < round_the_corners * 1.15, "{found} {round_the_corners}");
    }

    #[test]
    fn without_bridge_or_way_round_it_is_unreachable() {
        let line = vec![p(-1e7, 0.0), p(1e7, 0.0)];
        let river = Barrier::new(vec![], vec![line]);
        let shore = Shore::new(&river, &[]);
        assert!(way(&shore, p(0.0, 500.0), p(0.0, -500.0)).is_infinite());
    }

    #[test]
    fn a_houseboat_lands_on_the_nearer_bank() {
        let river =
            Barrier::new(vec![vec![ring(&[(-9e4, -50.0), (9e4, -50.0), (9e4, 50.0), (-9e4, 50.0)])]], vec![]);
        let shore = Shore::new(&river, &[]);
        let found = way(&shore, p(0.0, 30.0), p(0.0, 150.0));
        assert!((found - 120.0).abs() < 1e-6, "{found}");
    }
}
