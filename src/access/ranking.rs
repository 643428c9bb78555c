//! Every area's stations, nearest first.

use rayon::prelude::*;

use crate::travel::Plane;

/// The order of stations seen from each area. Made once per plane; a closure then is a question of who
/// is next in line.
pub struct Ranking {
    stations: usize,
    order: Vec<u16>,
}

impl Ranking {
    /// Sorts each area's stations by impedance; equal ones by number. O(areas x stations log stations).
    pub fn new(plane: &Plane) -> Self {
        let stations = plane.stations();
        let mut order = vec![0u16; plane.areas() * stations];
        order.par_chunks_mut(stations.max(1)).enumerate().for_each(|(area, row)| {
            let impedance = plane.impedance(area);
            for (i, cell) in row.iter_mut().enumerate() {
                *cell = i as u16;
            }
            row.sort_unstable_by(|a, b| {
                let (x, y) = (impedance[usize::from(*a)], impedance[usize::from(*b)]);
                x.total_cmp(&y).then(a.cmp(b))
            });
        });
        Ranking { stations, order }
    }

    /// An area's stations, nearest first.
    pub fn of(&self, area: usize) -> &[u16] {
        &self.order[area * self.stations..(area + 1) * self.stations]
    }

    /// The first station in an area's line that `accept` lets through.
    pub fn first(&self, area: usize, accept: impl Fn(usize) -> bool) -> Option<usize> {
        self.of(area).iter().map(|&s| usize::from(s)).find(|&s| accept(s))
    }

    /// Number of areas.
    pub fn areas(&self) -> usize {
        self.order.len() / self.stations.max(1)
    }
}
