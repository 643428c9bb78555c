//! A journey as GeoJSON: its line and its two ends, degrees (WGS84).

use geojson::{Feature, FeatureCollection, Geometry, GeometryValue, Position};
use serde_json::Value;

use crate::space::{LonLat, to_lon_lat_all};
use crate::travel::Route;

/// What the file says of a journey beside its line.
pub struct RouteWords<'w> {
    /// Where it starts.
    pub from: &'w str,
    /// Where it ends.
    pub to: &'w str,
    /// How, and at what time of the week.
    pub how: &'w str,
    /// What the licences ask to print.
    pub attribution: &'w str,
}

/// The file's bytes.
pub fn route_geojson(route: &Route, words: &RouteWords<'_>) -> Vec<u8> {
    let line: Vec<Position> = to_lon_lat_all(&route.line).into_iter().map(position).collect();
    let ends = [(words.from, line.first().cloned()), (words.to, line.last().cloned())];
    let mut way = Feature::from(Geometry::new(GeometryValue::LineString { coordinates: line }));
    let streets: Vec<Value> = route.steps.iter().map(|s| Value::from(s.words())).collect();
    let minutes = (f64::from(route.cost.time_ms()) / 6e2).round() / 1e2;
    for (key, value) in [
        ("from", Value::from(words.from)),
        ("to", Value::from(words.to)),
        ("how", Value::from(words.how)),
        ("minutes", Value::from(minutes)),
        ("metres", Value::from((f64::from(route.cost.length_mm()) / 1e3).round())),
        ("streets", Value::from(streets)),
        ("attribution", Value::from(words.attribution)),
    ] {
        way.set_property(key, value);
    }
    let mut features = vec![way];
    for (name, place) in ends {
        let Some(coordinates) = place else { continue };
        let mut end = Feature::from(Geometry::new(GeometryValue::Point { coordinates }));
        end.set_property("name", name);
        features.push(end);
    }
    format!("{}\n", FeatureCollection::new(features)).into_bytes()
}

/// To a decimetre: a millionth of a degree.
fn position(p: LonLat) -> Position {
    let round = |x: f64| (x * 1e6).round() / 1e6;
    Position::from(vec![round(p.lon), round(p.lat)])
}
