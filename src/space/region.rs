//! Polygons to stand in or outside of.

use geo::{BoundingRect, Contains, Coord, Distance, Euclidean, LineString, MultiPolygon, Polygon};

use super::Point;

/// An area of ground made of simple rings.
pub struct Region {
    shape: MultiPolygon<f64>,
    bounds: Option<geo::Rect<f64>>,
}

impl Region {
    /// Every ring is the outside of a polygon of its own.
    pub fn new(rings: Vec<Vec<Point>>) -> Self {
        let polygon = |ring: &Vec<Point>| {
            let line: LineString<f64> = ring.iter().map(|p| Coord { x: p.e, y: p.n }).collect();
            Polygon::new(line, vec![])
        };
        let shape = MultiPolygon(rings.iter().map(polygon).collect());
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
