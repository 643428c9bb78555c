//! Polygons and lines of a GeoJSON file.

use geojson::{FeatureCollection, GeoJson, GeometryValue};

use super::problem::Problem;
use crate::space::{LonLat, Point, Rings, to_grid_all};

/// A polygon layer of the city folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutlineLayer {
    /// LSOAs.
    Zones,
    /// Wards.
    Wards,
    /// Boroughs.
    Boroughs,
    /// The river: water, and lines that stand for water beyond the data.
    River,
    /// Open land.
    Green,
}

impl OutlineLayer {
    /// Its file in the city folder.
    pub fn file_name(self) -> &'static str {
        match self {
            OutlineLayer::Zones => "zones.geojson",
            OutlineLayer::Wards => "wards.geojson",
            OutlineLayer::Boroughs => "boroughs.geojson",
            OutlineLayer::River => "thames.geojson",
            OutlineLayer::Green => "green.geojson",
        }
    }
}

/// One feature: a polygon (or several), or a line.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Code.
    pub id: String,
    /// Name.
    pub name: String,
    /// Polygons, grid metres.
    pub polygons: Vec<Rings>,
    /// Open lines, grid metres.
    pub lines: Vec<Vec<Point>>,
    /// The geometry as it stands in the file, degrees.
    pub geometry: geojson::Geometry,
}

/// Reads a layer; what is wrong with it goes to `problems`. Only features whose id `keep` wants get their points
/// projected; the others come without polygons and lines.
pub(super) fn read(
    file: &str,
    bytes: &[u8],
    keep: &dyn Fn(&str) -> bool,
    problems: &mut Vec<Problem>,
) -> Option<Vec<Outline>> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => {
            problems.push(
                Problem::of_file(file, format!("byte {} is not UTF-8 text", e.valid_up_to()))
                    .help("save the file as UTF-8"),
            );
            return None;
        }
    };
    let collection: FeatureCollection = match text.parse::<GeoJson>() {
        Ok(GeoJson::FeatureCollection(collection)) => collection,
        Ok(_) => {
            problems.push(Problem::of_file(file, "is not a GeoJSON FeatureCollection"));
            return None;
        }
        Err(e) => {
            problems.push(Problem::of_file(file, format!("is not GeoJSON: {e}")));
            return None;
        }
    };
    let mut outlines = Vec::with_capacity(collection.features.len());
    let mut positions = Vec::new();
    for (i, feature) in collection.features.into_iter().enumerate() {
        let before = positions.len();
        match outline(feature, &mut positions) {
            Ok(mut outline) => {
                if !keep(&outline.id) {
                    positions.truncate(before);
                    (outline.polygons, outline.lines) = (Vec::new(), Vec::new());
                }
                outlines.push(outline);
            }
            Err(what) => problems.push(Problem::of_file(file, format!("feature {}: {what}", i + 1))),
        }
    }
    fill_in(&mut outlines, &positions);
    Some(outlines)
}

/// Puts the projected points where [`outline`] left room for them: one projection for the whole layer.
fn fill_in(outlines: &mut [Outline], positions: &[LonLat]) {
    let mut points = to_grid_all(positions).into_iter();
    for outline in outlines {
        for point in outline.polygons.iter_mut().flatten().chain(&mut outline.lines).flatten() {
            *point = points.next().unwrap_or(*point);
        }
    }
}

/// A feature with its positions appended to `positions`, and as many blank points in its polygons and lines.
fn outline(feature: geojson::Feature, positions: &mut Vec<LonLat>) -> Result<Outline, String> {
    let property = |name: &str| {
        let value = feature.properties.as_ref().and_then(|p| p.get(name));
        value.and_then(|v| v.as_str()).map(str::to_string)
    };
    let id = property("id").ok_or("no \"id\"")?;
    let name = property("name").ok_or("no \"name\"")?;
    let geometry = feature.geometry.ok_or("no geometry")?;
    let polygons = match &geometry.value {
        GeometryValue::Polygon { coordinates } => vec![coordinates],
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().collect(),
        GeometryValue::LineString { coordinates } => {
            let line = ring(coordinates, positions)?;
            return Ok(Outline { id, name, polygons: vec![], lines: vec![line], geometry: geometry.clone() });
        }
        other => return Err(format!("a {} is neither a polygon nor a line", other.type_name())),
    };
    if polygons.iter().any(|rings| rings.is_empty()) {
        return Err("a polygon has no ring".to_string());
    }
    let mut rings =
        |polygon: &Vec<_>| polygon.iter().map(|r: &Vec<geojson::Position>| ring(r, positions)).collect();
    let polygons: Result<Vec<Rings>, String> = polygons.into_iter().map(&mut rings).collect();
    Ok(Outline { id, name, polygons: polygons?, lines: vec![], geometry })
}

fn ring(coordinates: &[geojson::Position], positions: &mut Vec<LonLat>) -> Result<Vec<Point>, String> {
    for position in coordinates {
        match position.as_slice() {
            [lon, lat, ..] if lon.abs() <= 180.0 && lat.abs() <= 90.0 => {
                positions.push(LonLat { lon: *lon, lat: *lat });
            }
            _ => return Err("a coordinate is no longitude and latitude".to_string()),
        }
    }
    Ok(vec![Point { e: 0.0, n: 0.0 }; coordinates.len()])
}
