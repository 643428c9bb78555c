//! What no raw table holds: the crossings of the Thames, and the estuary below Erith.

use geojson::{Feature, Geometry, GeometryValue};

use super::Built;

/// Every crossing that could be walked in July 2017 between Teddington and the eastern edge of the city,
/// with the source of each point in the file itself.
const BRIDGES: &str = include_str!("bridges.csv");

pub(super) fn bridges() -> Built {
    Built { name: "bridges.csv", rows: BRIDGES.lines().count() - 1, bytes: BRIDGES.as_bytes().to_vec() }
}

/// A schematic line from the eastern end of the Thames outline to beyond Gravesend: there is no crossing
/// on foot below Woolwich.
pub(super) fn estuary() -> Feature {
    let line = [[0.188, 51.4836], [0.21, 51.478], [0.26, 51.463], [0.45, 51.45]];
    let mut feature = Feature::from(Geometry::new(GeometryValue::LineString {
        coordinates: line.iter().map(|p| geojson::Position::from(p.to_vec())).collect(),
    }));
    feature.set_property("name", "The Thames beyond the outline's eastern end (a schematic line)");
    feature
}
