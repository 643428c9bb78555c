//! The shortest way over dry land and bridges: straight legs between points that see each other.
//!
//! A shortest path round an obstacle turns only at the obstacle's outward corners, and crosses it only
//! at a bridge. So the ways between bridge ends and bank corners are worked out once; a journey past
//! the river is a leg to one of them, a known way on, and a leg to the station.

use geo::{LineString, Simplify};
use rayon::prelude::*;

use crate::space::{Barrier, Point, Viewshed};

/// The bank is simplified to within this distance before its corners are taken, metres.
const BANK_TOLERANCE_M: f64 = 80.0;

/// A corner is walked round at this distance from the simplified bank, metres: more than the tolerance,
/// so that the way between two corners stays dry.
const CORNER_CLEARANCE_M: f64 = 85.0;

/// A point in the water (a houseboat, a generalised outline) starts this far up the nearest bank, metres.
const LANDING_M: f64 = 5.0;

/// The river's bridges and bank corners with the shortest dry ways between them.
pub struct Shore<'b> {
    barrier: &'b Barrier,
    nodes: Vec<Node>,
    /// Shortest dry way from node to node, metres, row by row; infinite where there is none.
    ways_m: Vec<f64>,
}

struct Node {
    point: Point,
    view: Viewshed,
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
        let mut points: Vec<Point> = bridges.iter().flatten().copied().collect();
        points.extend(barrier.banks().flat_map(|ring| bank_corners(ring, barrier)));
        let nodes: Vec<Node> =
            points.par_iter().map(|&point| Node { point, view: Viewshed::new(point, barrier) }).collect();
        let count = nodes.len();
        let mut legs_m = vec![f64::INFINITY; count * count];
        legs_m.par_chunks_mut(count.max(1)).enumerate().for_each(|(i, row)| {
            for (j, (cell, to)) in row.iter_mut().zip(&nodes).enumerate() {
                let deck = i / 2 == j / 2 && i.max(j) < 2 * bridges.len();
                if deck || nodes[i].view.sees(to.point) {
                    *cell = nodes[i].point.distance(to.point);
                }
            }
        });
        let ways_m =
            (0..count).into_par_iter().flat_map_iter(|from| shortest(&legs_m, count, from)).collect();
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
            .filter(|(_, node)| node.view.sees(dry))
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

    /// Number of bridge ends and bank corners.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }
}

/// The corners at which the water sticks out into the land, each a little way up the bank.
fn bank_corners(ring: &[Point], barrier: &Barrier) -> Vec<Point> {
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
            (outward && !barrier.covers(node)).then_some(node)
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

/// Dijkstra over a dense table of legs.
fn shortest(legs_m: &[f64], count: usize, from: usize) -> Vec<f64> {
    let mut best = vec![f64::INFINITY; count];
    let mut done = vec![false; count];
    best[from] = 0.0;
    while let Some(next) =
        (0..count).filter(|&i| !done[i] && best[i].is_finite()).min_by(|&a, &b| best[a].total_cmp(&best[b]))
    {
        done[next] = true;
        for to in 0..count {
            best[to] = best[to].min(best[next] + legs_m[next * count + to]);
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
