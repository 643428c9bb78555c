//! Travel costs in rows of whole vectors.

use super::CatchmentError;

/// Costs side by side in one vector.
pub(super) const LANES: usize = 16;

/// Travel costs from every area to every station, checked: at least 0, infinite where there is no way.
///
/// Rows are filled up to whole vectors with stations out of reach.
#[derive(Clone, Debug)]
pub struct CostMatrix {
    areas: usize,
    stations: usize,
    cells: Vec<f32>,
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
        let width = stations.next_multiple_of(LANES);
        let mut cells = vec![f32::INFINITY; areas * width];
        if stations > 0 {
            let rows = cells.chunks_exact_mut(width).zip(costs.chunks_exact(stations));
            rows.for_each(|(row, costs)| row[..stations].copy_from_slice(costs));
        }
        Ok(CostMatrix { areas, stations, cells })
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
    pub fn row(&self, area: usize) -> &[f32] {
        &self.padded_row(area)[..self.stations]
    }

    /// The same with what fills the last vector.
    #[inline(always)]
    pub(super) fn padded_row(&self, area: usize) -> &[f32] {
        let width = self.width();
        &self.cells[area * width..(area + 1) * width]
    }

    /// All such rows; none where there are no stations.
    #[inline(always)]
    pub(super) fn padded_rows(&self) -> impl Iterator<Item = &[f32]> {
        self.cells.chunks_exact(self.width().max(1))
    }

    /// Costs a row, with what fills the last vector.
    pub(super) fn width(&self) -> usize {
        self.stations.next_multiple_of(LANES)
    }
}
