//! The two passes that all floating catchments are made of: what comes to each station, what gets to each area.
//!
//! Plain loops over whole rows, compiled by [`widest`] for the widest vectors the processor has. Sums are made in an order
//! that does not depend on that width, so the results do not either.

use super::matrix::{CostMatrix, LANES};
use crate::travel::{Decay, widest};

/// Turns the costs of one area into the weights that a method gives to its stations.
pub(super) trait RowWeights {
    fn fill(&self, costs: &[f32], weights: &mut [f64]);
}

impl RowWeights for Decay {
    #[inline(always)]
    fn fill(&self, costs: &[f32], weights: &mut [f64]) {
        self.weigh(costs, weights);
    }
}

/// The demand that comes to each station: the sum over areas of demand times weight.
pub(super) fn demand_at(costs: &CostMatrix, rows: &impl RowWeights, demand: &[f64]) -> Vec<f64> {
    let mut at = widest(
        #[inline(always)]
        || coming(costs, rows, demand),
    );
    at.truncate(costs.stations());
    at
}

#[inline(always)]
fn coming(costs: &CostMatrix, rows: &impl RowWeights, demand: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; costs.width()];
    let mut weights = sums.clone();
    for (area, &demand) in demand.iter().enumerate() {
        rows.fill(costs.padded_row(area), &mut weights);
        for (sum, weight) in sums.iter_mut().zip(&weights) {
            *sum += demand * weight;
        }
    }
    sums
}

/// What gets to each area: the sum over stations of weight times `offer`.
pub(super) fn gathered(costs: &CostMatrix, rows: &impl RowWeights, offer: &[f64]) -> Vec<f64> {
    let offer = padded(costs, offer);
    widest(
        #[inline(always)]
        || getting(costs, rows, &offer),
    )
}

#[inline(always)]
fn getting(costs: &CostMatrix, rows: &impl RowWeights, offer: &[f64]) -> Vec<f64> {
    let mut got = Vec::with_capacity(costs.areas());
    let mut weights = vec![0.0; costs.width()];
    for area in 0..costs.areas() {
        rows.fill(costs.padded_row(area), &mut weights);
        for (weight, offer) in weights.iter_mut().zip(offer) {
            *weight *= offer;
        }
        got.push(total(&weights));
    }
    got
}

/// Values by station with zeros up to whole vectors.
pub(super) fn padded(costs: &CostMatrix, by_station: &[f64]) -> Vec<f64> {
    let mut padded = by_station.to_vec();
    padded.resize(costs.width(), 0.0);
    padded
}

/// The sum of a row of whole vectors, in an order that does not depend on the width of the processor's.
#[inline(always)]
pub(super) fn total(row: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    for lanes in row.as_chunks::<LANES>().0 {
        for (sum, value) in sums.iter_mut().zip(lanes) {
            *sum += value;
        }
    }
    ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
}
