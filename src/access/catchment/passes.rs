//! The two passes that all floating catchments are made of: what comes to each station, what gets to each area.
//!
//! Plain loops over whole rows, compiled by [`widest`] for the widest vectors the processor has. Sums are made in an order
//! that does not depend on that width, so the results do not either.

use super::matrix::{CostMatrix, LANES};
use crate::travel::{Decay, widest};

/// Sums in the widest vector.
const VECTOR: usize = 8;

/// Turns the costs of one area into the weights that a method gives to its stations.
pub(super) trait RowWeights {
    fn fill(&self, costs: &[f32], weights: &mut [f64]);

    /// Up to which cost every weight is 1, if all beyond are 0: then nothing has to be multiplied.
    fn all_or_nothing(&self) -> Option<f32> {
        None
    }
}

impl RowWeights for Decay {
    #[inline(always)]
    fn fill(&self, costs: &[f32], weights: &mut [f64]) {
        self.weigh(costs, weights);
    }

    fn all_or_nothing(&self) -> Option<f32> {
        self.binary_cutoff()
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
    if let Some(cutoff) = rows.all_or_nothing() {
        for (row, &demand) in costs.padded_rows().zip(demand) {
            for (sum, &cost) in sums.iter_mut().zip(row) {
                *sum += if cost <= cutoff { demand } else { 0.0 };
            }
        }
        return sums;
    }
    let mut weights = sums.clone();
    for (row, &demand) in costs.padded_rows().zip(demand) {
        rows.fill(row, &mut weights);
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
    if let Some(cutoff) = rows.all_or_nothing() {
        // As many sums abreast as divide a row: more of them wait less for each other.
        match costs.width() {
            width if width.is_multiple_of(40) => totals_within::<40>(costs, cutoff, offer, &mut got),
            width if width.is_multiple_of(32) => totals_within::<32>(costs, cutoff, offer, &mut got),
            _ => totals_within::<LANES>(costs, cutoff, offer, &mut got),
        }
        got.resize(costs.areas(), 0.0);
        return got;
    }
    let mut weights = vec![0.0; costs.width()];
    for row in costs.padded_rows() {
        rows.fill(row, &mut weights);
        for (weight, offer) in weights.iter_mut().zip(offer) {
            *weight *= offer;
        }
        got.push(total(&weights));
    }
    got.resize(costs.areas(), 0.0);
    got
}

/// Values by station with zeros up to whole vectors.
pub(super) fn padded(costs: &CostMatrix, by_station: &[f64]) -> Vec<f64> {
    let mut padded = by_station.to_vec();
    padded.resize(costs.width(), 0.0);
    padded
}

/// For each area the sum of what is offered up to a cost.
#[inline(always)]
fn totals_within<const ABREAST: usize>(costs: &CostMatrix, cutoff: f32, offer: &[f64], got: &mut Vec<f64>) {
    for row in costs.padded_rows() {
        let mut sums = [0.0; ABREAST];
        for (costs, offer) in row.chunks_exact(ABREAST).zip(offer.chunks_exact(ABREAST)) {
            for ((sum, &cost), &offer) in sums.iter_mut().zip(costs).zip(offer) {
                *sum += if cost <= cutoff { offer } else { 0.0 };
            }
        }
        got.push(total(&sums));
    }
}

/// The sum of a row of whole vectors, in an order that does not depend on the width of the processor's.
#[inline(always)]
pub(super) fn total(row: &[f64]) -> f64 {
    let mut sums = [0.0; VECTOR];
    for lanes in row.as_chunks::<VECTOR>().0 {
        for (sum, value) in sums.iter_mut().zip(lanes) {
            *sum += value;
        }
    }
    ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
}
