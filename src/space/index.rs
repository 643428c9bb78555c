//! Points in an R-tree.

use rstar::primitives::GeomWithData;
use rstar::{PointDistance, RTree};

use super::Point;

/// An R-tree over numbered points: stations for "which is nearest", areas for "who is around".
///
/// ```
/// use bluelamp::space::{Point, PointIndex};
/// let index = PointIndex::new(&[Point { e: 0.0, n: 0.0 }, Point { e: 300.0, n: 400.0 }]);
/// let (nearest, metres) = index.nearest(Point { e: 10.0, n: 0.0 }, |i| i != 0).unwrap();
/// assert_eq!(nearest, 1);
/// assert!((metres - 494.0647).abs() < 1e-3);
/// ```
pub struct PointIndex {
    tree: RTree<GeomWithData<[f64; 2], usize>>,
}

impl PointIndex {
    /// Indexes `points`; a point's number is its place in the slice. O(n log n).
    pub fn new(points: &[Point]) -> Self {
        let items = points.iter().enumerate().map(|(i, p)| GeomWithData::new(p.xy(), i)).collect();
        PointIndex { tree: RTree::bulk_load(items) }
    }

    /// The nearest point that `accept` lets through, and its distance in metres.
    ///
    /// Points at the very same distance: the lowest number wins, as in a loop over all of them.
    pub fn nearest(&self, from: Point, accept: impl Fn(usize) -> bool) -> Option<(usize, f64)> {
        self.k_nearest(from, 1, accept).into_iter().next()
    }

    /// Up to `k` nearest accepted points, nearest first, with distances in metres.
    pub fn k_nearest(&self, from: Point, k: usize, accept: impl Fn(usize) -> bool) -> Vec<(usize, f64)> {
        let mut found: Vec<(usize, f64)> = Vec::with_capacity(k + 1);
        for (item, squared) in self.tree.nearest_neighbor_iter_with_distance_2(&from.xy()) {
            let metres = squared.sqrt();
            // Ties at the edge of the k are still read, so that the order below decides, not the tree.
            if found.len() >= k && metres > found[k - 1].1 {
                break;
            }
            if accept(item.data) {
                found.push((item.data, metres));
                found.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            }
        }
        found.truncate(k);
        found
    }

    /// The numbers of all points within `radius_m` of `centre`, ascending.
    pub fn within(&self, centre: Point, radius_m: f64) -> Vec<usize> {
        let mut found: Vec<usize> = self
            .tree
            .locate_within_distance(centre.xy(), radius_m * radius_m)
            .filter(|item| item.distance_2(&centre.xy()) <= radius_m * radius_m)
            .map(|item| item.data)
            .collect();
        found.sort_unstable();
        found
    }
}
