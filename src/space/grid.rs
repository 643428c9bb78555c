//! WGS84 degrees to British National Grid metres and back.
//!
//! The datum shift is the Ordnance Survey's seven-parameter Helmert transformation, the projection
//! a Transverse Mercator on the Airy 1830 ellipsoid (Ordnance Survey, *A guide to coordinate systems
//! in Great Britain*, annexes B and C; EPSG:1314 and EPSG:27700). Over London the result stays within
//! 5 m of the exact OSTN15 grid shift; `tests/grid.rs` compares 60 points. The arithmetic is the
//! `geodesy` crate's.

use std::cell::RefCell;

use geodesy::prelude::*;
use rayon::prelude::*;

use super::{LonLat, Point};

const WGS84_TO_GRID: &str = "geo:in | cart ellps=WGS84 \
    | helmert convention=position_vector translation=-446.448,125.157,-542.060 \
      rotation=-0.1502,-0.2470,-0.8421 scale=20.4894 \
    | cart inv ellps=airy \
    | tmerc lat_0=49 lon_0=-2 k_0=0.9996012717 x_0=400000 y_0=-100000 ellps=airy";

/// So many positions at a time: a core takes them all for as long as it takes to ask another.
const CHUNK: usize = 4_096;

/// Turns positions in degrees into grid metres, in order.
pub fn to_grid_all(positions: &[LonLat]) -> Vec<Point> {
    match positions.len() {
        0..=CHUNK => chunk_to_grid(positions),
        _ => positions.par_chunks(CHUNK).flat_map_iter(chunk_to_grid).collect(),
    }
}

fn chunk_to_grid(positions: &[LonLat]) -> Vec<Point> {
    let mut data: Vec<Coor3D> = positions.iter().map(|p| Coor3D::raw(p.lat, p.lon, 0.0)).collect();
    apply(&mut data, Fwd);
    data.iter().map(|c| Point { e: c[0], n: c[1] }).collect()
}

/// Turns grid points into degrees, in order.
pub fn to_lon_lat_all(points: &[Point]) -> Vec<LonLat> {
    let mut data: Vec<Coor3D> = points.iter().map(|p| Coor3D::raw(p.e, p.n, 0.0)).collect();
    apply(&mut data, Inv);
    data.iter().map(|c| LonLat { lon: c[1], lat: c[0] }).collect()
}

/// Turns one position in degrees into grid metres.
pub fn to_grid(position: LonLat) -> Point {
    to_grid_all(&[position])[0]
}

/// Turns one grid point into degrees.
pub fn to_lon_lat(point: Point) -> LonLat {
    to_lon_lat_all(&[point])[0]
}

thread_local! {
    /// The pipeline, prepared once a thread: preparing takes as long as turning hundreds of points.
    static PIPELINE: RefCell<(Minimal, OpHandle)> = RefCell::new({
        let mut context = Minimal::new();
        // The pipeline is a constant of this file, exercised by every test: it cannot fail at run time.
        let op = context.op(WGS84_TO_GRID).expect("the grid pipeline is well formed");
        (context, op)
    });
}

fn apply(data: &mut Vec<Coor3D>, direction: Direction) {
    PIPELINE.with_borrow(|(context, op)| {
        context.apply(*op, direction, data).expect("the grid pipeline exists");
    });
}
