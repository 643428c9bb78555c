//! Lines that nobody crosses on foot: a river, with its segments in an R-tree.

use rstar::primitives::Line;
use rstar::{AABB, RTree};

use super::{Point, Region, Rings};

/// A barrier made of water outlines (closed) and of open lines.
///
/// ```
/// use bluelamp::space::{Barrier, Point};
/// let p = |e, n| Point { e, n };
/// let bank = vec![p(0.0, 0.0), p(100.0, 0.0), p(100.0, 10.0), p(0.0, 10.0), p(0.0, 0.0)];
/// let river = Barrier::new(vec![vec![bank]], vec![]);
/// assert!(river.crosses(p(50.0, -5.0), p(50.0, 15.0)));
/// assert!(!river.crosses(p(110.0, -5.0), p(110.0, 15.0)));
/// assert!(river.covers(p(50.0, 5.0)));
/// ```
pub struct Barrier {
    polygons: Vec<Rings>,
    segments: Vec<(Point, Point)>,
    tree: RTree<Line<[f64; 2]>>,
    water: Region,
}

impl Barrier {
    /// `water` is what cannot be walked on, `lines` what cannot be walked across.
    pub fn new(water: Vec<Rings>, lines: Vec<Vec<Point>>) -> Self {
        let segments: Vec<(Point, Point)> = water
            .iter()
            .flatten()
            .chain(&lines)
            .flat_map(|line| line.windows(2).map(|w| (w[0], w[1])))
            .collect();
        let tree = RTree::bulk_load(segments.iter().map(|(a, b)| Line::new(a.xy(), b.xy())).collect());
        let region = Region::new(&water);
        Barrier { polygons: water, segments, tree, water: region }
    }

    /// Whether the straight line from `a` to `b` meets the barrier.
    pub fn crosses(&self, a: Point, b: Point) -> bool {
        let envelope = AABB::from_corners(a.xy(), b.xy());
        self.tree.locate_in_envelope_intersecting(&envelope).any(|line| {
            let c = Point { e: line.from[0], n: line.from[1] };
            let d = Point { e: line.to[0], n: line.to[1] };
            segments_meet(a, b, c, d)
        })
    }

    /// Whether `p` lies in the water.
    pub fn covers(&self, p: Point) -> bool {
        self.water.contains(p)
    }

    /// The dry point closest to `p`: `p` itself on land, else a step of `clearance_m` beyond the bank.
    pub fn nearest_dry(&self, p: Point, clearance_m: f64) -> Point {
        if !self.covers(p) {
            return p;
        }
        let Some(line) = self.tree.nearest_neighbor(&p.xy()) else { return p };
        let bank = line.nearest_point(&p.xy());
        let bank = Point { e: bank[0], n: bank[1] };
        let gap = p.distance(bank).max(1e-6);
        p.towards(bank, (gap + clearance_m) / gap)
    }

    /// The outer rings of the water.
    pub fn banks(&self) -> impl Iterator<Item = &Vec<Point>> {
        self.polygons.iter().filter_map(|rings| rings.first())
    }

    /// The barrier's pieces, for a [`super::Viewshed`].
    pub fn segments(&self) -> &[(Point, Point)] {
        &self.segments
    }
}

/// Whether segments `ab` and `cd` share a point (touching counts).
pub(super) fn segments_meet(a: Point, b: Point, c: Point, d: Point) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.e - p.e) * (r.n - p.n) - (q.n - p.n) * (r.e - p.e);
    let (d1, d2) = (side(a, b, c), side(a, b, d));
    let (d3, d4) = (side(c, d, a), side(c, d, b));
    if d1 == 0.0 && d2 == 0.0 {
        let overlap = |a: f64, b: f64, c: f64, d: f64| a.min(b) <= c.max(d) && c.min(d) <= a.max(b);
        return overlap(a.e, b.e, c.e, d.e) && overlap(a.n, b.n, c.n, d.n);
    }
    d1 * d2 <= 0.0 && d3 * d4 <= 0.0
}
