//! The raw lines that the network is made of, in grid metres.

use geojson::GeometryValue;
use serde_json::Value;

use super::super::boundaries::features;
use super::super::{BuildError, Raw};
use crate::space::{LonLat, Point, PointIndex, Segment, to_grid_all};

/// Roads farther than this from every place where a Londoner lives are left out, metres: far enough for a detour
/// past the border.
const MARGIN_M: f64 = 3_000.0;

/// Where a line was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// A bus route of 2026, drawn in the direction of travel.
    Bus2026,
    /// A bus route of 2018, direction unknown.
    Bus2018,
    /// The Major Road Network, direction unknown.
    MajorRoads,
    /// Entered by hand: the number of the line in `by_hand.csv`.
    ByHand(u16),
}

/// A line with its origin.
pub(super) struct Line {
    pub source: Source,
    pub points: Vec<Point>,
}

/// All lines of the raw tables near the city, in a fixed order,
/// without the routes of 2026 that are `no_roads`.
pub(super) fn lines(raw: &mut Raw, homes: &[Point], no_roads: &[String]) -> Result<Vec<Line>, BuildError> {
    let near = PointIndex::new(homes);
    let mut lines = Vec::new();
    for (file, source) in [
        ("roads/bus_routes_2026.geojson", Source::Bus2026),
        ("roads/bus_routes_2018.json", Source::Bus2018),
        ("roads/major_road_network_2018.geojson", Source::MajorRoads),
    ] {
        for feature in features(raw, file)? {
            let route = feature.property("routeId").and_then(Value::as_str).unwrap_or_default();
            if no_roads.iter().any(|r| r == route) {
                continue;
            }
            let pieces = match feature.geometry.map(|g| g.value) {
                Some(GeometryValue::LineString { coordinates }) => vec![coordinates],
                Some(GeometryValue::MultiLineString { coordinates }) => coordinates,
                _ => continue,
            };
            for piece in pieces {
                let positions: Vec<LonLat> = piece.iter().map(|p| LonLat { lon: p[0], lat: p[1] }).collect();
                lines.extend(near_homes(&to_grid_all(&positions), &near, source));
            }
        }
    }
    Ok(lines)
}

/// The stretches of a line within [`MARGIN_M`] of a home.
fn near_homes(points: &[Point], homes: &PointIndex, source: Source) -> Vec<Line> {
    let mut stretches: Vec<Line> = Vec::new();
    let mut joined = false;
    for (&a, &b) in points.iter().zip(points.iter().skip(1)) {
        let middle = Segment { a, b }.at(0.5);
        let inside = homes.nearest(middle, |_| true).is_some_and(|(_, d)| d <= MARGIN_M);
        match stretches.last_mut().filter(|_| inside && joined) {
            Some(stretch) => stretch.points.push(b),
            None if inside => stretches.push(Line { source, points: vec![a, b] }),
            None => {}
        }
        joined = inside;
    }
    stretches
}
