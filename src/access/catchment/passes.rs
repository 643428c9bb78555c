//! The two passes that all floating catchments are made of: what comes to each station, what gets to each area.
//!
//! Plain loops over whole rows, compiled by [`widest`] for the widest vectors the processor has. Sums are made in an order
//! that does not depend on that width, so the results do not either.

use super::matrix::{CostMatrix, LANES};
use crate::travel::{Decay, widest};

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
        for (area, &demand) in demand.iter().enumerate() {
            for (sum, &cost) in sums.iter_mut().zip(costs.padded_row(area)) {
                *sum += if cost <= cutoff { demand } else { 0.0 };
            }
        }
        return sums;
    }
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
    if let Some(cutoff) = rows.all_or_nothing() {
        got.extend((0..costs.areas()).map(|area| total_within(costs.padded_row(area), cutoff, offer)));
        return got;
    }
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

/// The sum of what is offered up to a cost.
#[inline(always)]
fn total_within(costs: &[f32], cutoff: f32, offer: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    for (costs, offer) in costs.chunks_exact(LANES).zip(offer.chunks_exact(LANES)) {
        for ((sum, &cost), &offer) in sums.iter_mut().zip(costs).zip(offer) {
            *sum += if cost <= cutoff { offer } else { 0.0 };
        }
    }
    together(&sums)
}

/// The sum of a row of whole vectors, in an order that does not depend on the width of the processor's.
#[inline(always)]
pub(super) fn total(row: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    for lanes in row.chunks_exact(LANES) {
        for (sum, value) in sums.iter_mut().zip(lanes) {
            *sum += value;
        }
    }
    together(&sums)
}

#[inline(always)]
fn together(sums: &[f64; LANES]) -> f64 {
    let mut sums = *sums;
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            sums[lane] += sums[lane + half];
        }
        half /= 2;
    }
    sums[0]
}
