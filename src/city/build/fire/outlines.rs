//! Outlines of the grounds: hulls of their squares. They overlap and are a backdrop, not the brigade's lines.

use std::collections::BTreeMap;

use geo::{ConvexHull, Coord, MultiPoint};
use geojson::{Feature, Geometry, GeometryValue, Position};

use super::super::{Built, slug};
use super::incidents::{Demand, PlaceKey};
use super::tables::zone_ids;
use crate::city::build::boundaries::one_feature_a_line;
use crate::space::{Point, to_lon_lat_all};

/// Side of a square of demand, metres.
const SQUARE_M: u32 = 250;

pub(super) fn zones(demand: &Demand) -> Built {
    let ids = zone_ids(demand);
    let label = |key: &PlaceKey| {
        let zone = (key.ground.clone(), key.borough.clone());
        (ids[&zone].clone(), format!("{} ({})", key.ground, key.borough))
    };
    layer("zones.geojson", demand, label)
}

pub(super) fn wards(demand: &Demand) -> Built {
    layer("wards.geojson", demand, |key| (slug(&key.ground), key.ground.clone()))
}

/// No backdrop of open land.
pub(super) fn no_green() -> Built {
    Built { name: "green.geojson", rows: 0, bytes: one_feature_a_line(Vec::new()) }
}

fn layer(name: &'static str, demand: &Demand, label: impl Fn(&PlaceKey) -> (String, String)) -> Built {
    let mut corners: BTreeMap<(String, String), Vec<Coord>> = BTreeMap::new();
    for key in demand.places.keys() {
        let (e, n) = key.corner;
        let square = [(e, n), (e + SQUARE_M, n), (e, n + SQUARE_M), (e + SQUARE_M, n + SQUARE_M)];
        let square = square.map(|(e, n)| Coord { x: f64::from(e), y: f64::from(n) });
        corners.entry(label(key)).or_default().extend(square);
    }
    let features: Vec<Feature> = corners.into_iter().map(|((id, name), c)| feature(&id, &name, c)).collect();
    Built { name, rows: features.len(), bytes: one_feature_a_line(features) }
}

fn feature(id: &str, name: &str, corners: Vec<Coord>) -> Feature {
    let points: MultiPoint = corners.into();
    let hull = points.convex_hull();
    let ring: Vec<Point> = hull.exterior().coords().map(|c| Point { e: c.x, n: c.y }).collect();
    let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
    let ring: Vec<Position> =
        to_lon_lat_all(&ring).iter().map(|p| Position::from(vec![round(p.lon), round(p.lat)])).collect();
    let mut feature = Feature::from(Geometry::new(GeometryValue::Polygon { coordinates: vec![ring] }));
    feature.set_property("id", id);
    feature.set_property("name", name);
    feature
}
