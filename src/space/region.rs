//! Polygons to stand in or outside of.

use geo::{BoundingRect, Contains, Coord, Distance, Euclidean, LineString, MultiPolygon, Polygon};

use super::Point;

/// A polygon: its outer ring, then its holes; in each the first point is repeated at the end.
pub type Rings = Vec<Vec<Point>>;

/// An area of ground made of polygons.
pub struct Region {
    shape: MultiPolygon<f64>,
    bounds: Option<geo::Rect<f64>>,
}

impl Region {
    /// The ground that `polygons` cover.
    pub fn new(polygons: &[Rings]) -> Self {
        let line = |ring: &Vec<Point>| -> LineString<f64> {
            ring.iter().map(|p| Coord { x: p.e, y: p.n }).collect()
        };
        let polygon = |rings: &Rings| {
            let mut lines = rings.iter().map(line);
            let outer = lines.next().unwrap_or_else(|| LineString::new(vec![]));
            Polygon::new(outer, lines.collect())
        };
        let shape = MultiPolygon(polygons.iter().map(polygon).collect());
        let bounds = shape.bounding_rect();
        Region { shape, bounds }
    }

    /// Whether `p` lies inside.
    pub fn contains(&self, p: Point) -> bool {
        let coord = Coord { x: p.e, y: p.n };
        self.bounds.is_some_and(|b| b.contains(&coord)) && self.shape.contains(&coord)
    }

    /// How far `p` lies from the region, metres: 0 inside, infinite if the region is empty.
    pub fn distance(&self, p: Point) -> f64 {
        let point = geo::Point::new(p.e, p.n);
        if self.bounds.is_none() { f64::INFINITY } else { Euclidean.distance(&point, &self.shape) }
    }
}
