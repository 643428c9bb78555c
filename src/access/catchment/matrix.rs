//! Travel costs in blocks of areas, so that one vector holds one station's costs from several areas.

use super::CatchmentError;

/// Areas side by side in a block.
pub(super) const LANES: usize = 16;

/// One value for each area of a block.
pub(super) type Lanes<T> = [T; LANES];

/// Travel costs from every area to every station, checked: at least 0, infinite where there is no way.
///
/// Kept block by block of 16 areas, station by station. The last block is filled up with areas that reach nothing.
#[derive(Clone, Debug)]
pub struct CostMatrix {
    areas: usize,
    stations: usize,
    cells: Vec<Lanes<f32>>,
}

impl CostMatrix {
    /// `costs` holds `areas x stations` values, area by area.
    ///
    /// # Errors
    /// [`CatchmentError::Size`] when these are not so many, [`CatchmentError::Cost`] for a cost that is none.
    pub fn new(areas: usize, stations: usize, costs: &[f32]) -> Result<CostMatrix, CatchmentError> {
        if Some(costs.len()) != areas.checked_mul(stations) {
            let expected = areas.saturating_mul(stations);
            return Err(CatchmentError::Size { what: "the cost matrix", expected, found: costs.len() });
        }
        if let Some(at) = costs.iter().position(|c| c.is_nan() || *c < 0.0) {
            let (area, station) = (at / stations, at % stations);
            return Err(CatchmentError::Cost { area, station, value: costs[at] });
        }
        let mut cells = vec![[f32::INFINITY; LANES]; areas.div_ceil(LANES) * stations];
        if stations > 0 {
            let blocks = cells.chunks_exact_mut(stations).zip(costs.chunks(LANES * stations));
            for (block, costs) in blocks {
                for (lane, row) in costs.chunks_exact(stations).enumerate() {
                    block.iter_mut().zip(row).for_each(|(cells, cost)| cells[lane] = *cost);
                }
            }
        }
        Ok(CostMatrix { areas, stations, cells })
    }

    /// Every `step`-th area, from the first.
    pub(super) fn one_in(&self, step: usize) -> CostMatrix {
        let chosen = (0..self.areas).step_by(step);
        let areas = chosen.len();
        let mut cells = vec![[f32::INFINITY; LANES]; areas.div_ceil(LANES) * self.stations];
        for (number, area) in chosen.enumerate() {
            let block = &mut cells[number / LANES * self.stations..][..self.stations];
            block.iter_mut().zip(self.row(area)).for_each(|(cells, cost)| cells[number % LANES] = cost);
        }
        CostMatrix { areas, stations: self.stations, cells }
    }

    /// Number of areas.
    pub fn areas(&self) -> usize {
        self.areas
    }

    /// Number of stations.
    pub fn stations(&self) -> usize {
        self.stations
    }

    /// The costs from an area, by station.
    pub fn row(&self, area: usize) -> impl Iterator<Item = f32> {
        let block = &self.cells[area / LANES * self.stations..][..self.stations];
        block.iter().map(move |costs| costs[area % LANES])
    }

    /// The blocks: by station the costs from each of its areas. None where there are no stations.
    #[inline(always)]
    pub(super) fn blocks(&self) -> std::slice::ChunksExact<'_, Lanes<f32>> {
        self.cells.chunks_exact(self.stations.max(1))
    }

    /// Values by area in blocks, filled up with zeros.
    pub(super) fn in_blocks(&self, by_area: &[f64]) -> Vec<Lanes<f64>> {
        let mut blocks = vec![[0.0; LANES]; self.areas.div_ceil(LANES)];
        blocks.as_flattened_mut()[..self.areas].copy_from_slice(by_area);
        blocks
    }
}
