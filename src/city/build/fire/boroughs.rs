//! Which borough a point lies in, by its outline: the borough in the records is now and then another's.

use std::collections::HashMap;

use super::super::{BuildError, Raw, boundaries};
use crate::city::outline;
use crate::space::{Point, Region};

pub(super) struct Boroughs {
    outlines: Vec<(String, Region)>,
    /// By easting and northing, metres: incidents stand on a grid of 100 m.
    known: HashMap<(u32, u32), usize>,
}

impl Boroughs {
    pub fn read(raw: &mut Raw) -> Result<Boroughs, BuildError> {
        let built = boundaries::boroughs(raw)?;
        let read = outline::read(built.name, &built.bytes, &|_| true, &mut raw.problems).unwrap_or_default();
        let outlines = read.into_iter().map(|o| (o.name, Region::new(&o.polygons))).collect();
        Ok(Boroughs { outlines, known: HashMap::new() })
    }

    /// The borough around a point, or the nearest.
    pub fn of(&mut self, point: Point) -> &str {
        let outlines = &self.outlines;
        let find = || {
            let gap = |i: &usize| outlines[*i].1.distance(point);
            let around = outlines.iter().position(|(_, region)| region.contains(point));
            around.or_else(|| (0..outlines.len()).min_by(|a, b| gap(a).total_cmp(&gap(b))))
        };
        let key = (point.e.round() as u32, point.n.round() as u32);
        let number = *self.known.entry(key).or_insert_with(|| find().unwrap_or(0));
        self.outlines.get(number).map_or("", |(name, _)| name)
    }
}
