//! The two kinds of coordinates.

use std::fmt;

/// A position in degrees, WGS84 (EPSG:4326), in GeoJSON order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LonLat {
    /// Degrees east of Greenwich.
    pub lon: f64,
    /// Degrees north of the equator.
    pub lat: f64,
}

impl fmt::Display for LonLat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.5}, {:.5} (lat, lon)", self.lat, self.lon)
    }
}

/// A position in metres on the British National Grid (EPSG:27700).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Easting, metres.
    pub e: f64,
    /// Northing, metres.
    pub n: f64,
}

impl Point {
    /// The straight-line distance to `other`, metres.
    ///
    /// On the grid a metre is a metre on the ground to within 0.05 % over London.
    pub fn distance(self, other: Point) -> f64 {
        let (de, dn) = (self.e - other.e, self.n - other.n);
        (de * de + dn * dn).sqrt()
    }

    /// The point a share `t` of the way to `other` (0 = here, 1 = there).
    pub fn towards(self, other: Point, t: f64) -> Point {
        Point { e: self.e + (other.e - self.e) * t, n: self.n + (other.n - self.n) * t }
    }

    pub(crate) fn xy(self) -> [f64; 2] {
        [self.e, self.n]
    }
}
