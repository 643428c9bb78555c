//! Outlines of the map, on a grid of a few metres.

use std::collections::HashMap;

use super::grid::position;
use super::numbers::Numbers;
use crate::city::Outline;
use crate::space::Point;

/// Decimetres of a step of the map's grid: five metres, a tenth of a point of a printed map of London.
pub(super) const STEP_DM: i64 = 50;

/// What maps draw around the zones.
#[derive(Clone, Copy)]
pub struct Ground<'g> {
    /// The city's boroughs.
    pub boroughs: &'g [Outline],
    /// Its river.
    pub river: &'g [Outline],
    /// Its open land.
    pub green: &'g [Outline],
}

/// The outlines of the zones with these ids, in order, as rings: how many each has, and of each its length and its
/// corners in steps from the one before.
pub(super) fn of_zones(origin: Point, outlines: &[Outline], ids: &[&str]) -> Numbers {
    let by_id: HashMap<&str, &Outline> = outlines.iter().map(|o| (o.id.as_str(), o)).collect();
    let mut numbers = Numbers::default();
    let mut last = [0, 0];
    ids.iter().for_each(|id| add(origin, by_id.get(id).copied(), &mut last, &mut numbers));
    numbers
}

/// The same of all outlines of a layer.
pub(super) fn of_layer(origin: Point, outlines: &[Outline]) -> Numbers {
    let mut numbers = Numbers::default();
    let mut last = [0, 0];
    outlines.iter().for_each(|outline| add(origin, Some(outline), &mut last, &mut numbers));
    numbers
}

fn add(origin: Point, outline: Option<&Outline>, last: &mut [i64; 2], numbers: &mut Numbers) {
    let on_grid = |p: &Point| position(origin, *p).map(|dm| (dm + STEP_DM / 2).div_euclid(STEP_DM));
    let rings = outline.into_iter().flat_map(|o| o.polygons.iter().flatten());
    let rings: Vec<Vec<[i64; 2]>> = rings
        .map(|ring| {
            let mut corners: Vec<[i64; 2]> = ring.iter().map(on_grid).collect();
            corners.dedup();
            corners
        })
        .filter(|corners| corners.len() > 3)
        .collect();
    numbers.push(rings.len() as i64);
    for corners in rings {
        numbers.push(corners.len() as i64);
        for corner in corners {
            numbers.push(corner[0] - last[0]);
            numbers.push(corner[1] - last[1]);
            *last = corner;
        }
    }
}
