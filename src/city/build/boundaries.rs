//! The polygon layers of the city folder: the raw GeoJSON with `id` and `name` only, one feature a line.

use geojson::{Feature, GeoJson};
use serde_json::{Map, Value};

use super::hand_made;
use super::{BuildError, Built, Raw};
use crate::city::problem::Problem;

pub(super) fn zones(raw: &mut Raw) -> Result<Built, BuildError> {
    let features = features(raw, "boundaries/lsoa_2011.geojson")?;
    layer("zones.geojson", features, |_, f| (text(f, "LSOA11CD"), text(f, "LSOA11NM")))
}

pub(super) fn wards(raw: &mut Raw) -> Result<Built, BuildError> {
    let features = features(raw, "boundaries/wards_2017.geojson")?;
    layer("wards.geojson", features, |_, f| (text(f, "ward17"), text(f, "ward_name")))
}

pub(super) fn boroughs(raw: &mut Raw) -> Result<Built, BuildError> {
    let features = features(raw, "boundaries/boroughs.geojson")?;
    layer("boroughs.geojson", features, |_, f| (text(f, "LAD22CD"), text(f, "LAD22NM")))
}

/// The tidal Thames, and beyond the data's eastern end a line that stands for the estuary: without it
/// a walk from Erith to Rainham would go round the end of the polygon.
pub(super) fn river(raw: &mut Raw) -> Result<Built, BuildError> {
    let mut features = features(raw, "boundaries/thames.geojson")?;
    features.push(hand_made::estuary());
    layer("thames.geojson", features, |i, f| {
        (if i == 0 { "thames".to_string() } else { "estuary".to_string() }, text(f, "name"))
    })
}

pub(super) fn green(raw: &mut Raw) -> Result<Built, BuildError> {
    let features = features(raw, "boundaries/open_land.geojson")?;
    layer("green.geojson", features, |i, f| {
        let hectares = f.property("area_ha").and_then(Value::as_f64).unwrap_or_default();
        (format!("open-land-{:03}", i + 1), format!("Open land of {hectares} ha"))
    })
}

pub(super) fn features(raw: &mut Raw, name: &str) -> Result<Vec<Feature>, BuildError> {
    let bytes = raw.bytes(name)?;
    let invalid = |what: String| BuildError::Invalid(vec![Problem::of_file(name, what)]);
    let text = String::from_utf8(bytes).map_err(|e| invalid(e.to_string()))?;
    match text.parse::<GeoJson>() {
        Ok(GeoJson::FeatureCollection(collection)) => Ok(collection.features),
        Ok(_) => Err(invalid("is not a FeatureCollection".to_string())),
        Err(e) => Err(invalid(e.to_string())),
    }
}

fn text(feature: &Feature, key: &str) -> String {
    feature.property(key).and_then(Value::as_str).unwrap_or_default().to_string()
}

fn layer(
    name: &'static str,
    features: Vec<Feature>,
    label: impl Fn(usize, &Feature) -> (String, String),
) -> Result<Built, BuildError> {
    let rows = features.len();
    let features = features.into_iter().enumerate().map(|(i, mut feature)| {
        let (id, title) = label(i, &feature);
        let mut properties = Map::new();
        properties.insert("id".to_string(), Value::from(id));
        properties.insert("name".to_string(), Value::from(title));
        feature.properties = Some(properties);
        feature
    });
    Ok(Built { name, rows, bytes: one_feature_a_line(features.collect()) })
}

/// GeoJSON that a diff can show: one feature a line.
pub(super) fn one_feature_a_line(features: Vec<Feature>) -> Vec<u8> {
    let lines: Vec<String> = features.iter().map(Feature::to_string).collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n")).into_bytes()
}
