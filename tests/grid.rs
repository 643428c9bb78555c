//! Degrees to metres: within 5 m of OSTN15 over London.
//!
//! `data/ostn15_london.csv` holds 60 points over Greater London, converted with the exact OSTN15 grid (PyPI
//! `convertbng` 2.0.0, which reproduces the Ordnance Survey's published test points).

mod common;

use bluelamp::space::{LonLat, Point, to_grid, to_lon_lat};

fn known_points() -> Vec<(LonLat, Point)> {
    let mut reader = csv::Reader::from_path(common::project("tests/data/ostn15_london.csv")).unwrap();
    reader
        .deserialize::<(f64, f64, f64, f64)>()
        .map(|row| {
            let (lon, lat, e, n) = row.unwrap();
            (LonLat { lon, lat }, Point { e, n })
        })
        .collect()
}

#[test]
fn the_grid_is_within_five_metres_of_ostn15() {
    let points = known_points();
    assert_eq!(points.len(), 60);
    let worst = points.iter().map(|(degrees, exact)| to_grid(*degrees).distance(*exact)).fold(0.0, f64::max);
    // The Helmert transformation is up to 2.04 m off here; a wrong datum would be 120 m off.
    assert!(worst < 2.1, "{worst} m");
}

#[test]
fn there_and_back_is_the_same_place() {
    for (degrees, _) in known_points() {
        let back = to_lon_lat(to_grid(degrees));
        assert!((back.lon - degrees.lon).abs() < 1e-7 && (back.lat - degrees.lat).abs() < 1e-7, "{degrees}");
    }
}

/// The Ordnance Survey's OSTN15 test point at Caister water tower, far outside London: still within 5 m.
#[test]
fn caister_water_tower_is_where_the_ordnance_survey_puts_it() {
    let caister = to_grid(LonLat { lon: 1.716073973, lat: 52.658007833 });
    assert!(caister.distance(Point { e: 651_409.804, n: 313_177.450 }) < 5.0, "{caister:?}");
}
