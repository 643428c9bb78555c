//! The two passes that all floating catchments are made of: what comes to each station, what gets to each area.
//!
//! Plain loops over blocks of areas, compiled by [`widest`] for the widest vectors the processor has. Sums are made in an
//! order that does not depend on that width, so the results do not either.

use super::matrix::{CostMatrix, LANES, Lanes};
use crate::travel::{Decay, widest};

/// So many blocks are added up at a station before the next one is looked at: they stay in the nearest cache.
const TOGETHER: usize = 8;

/// Turns the costs of a block into the weights that a method gives to its stations.
pub(super) trait Weights {
    fn fill(&self, costs: &[Lanes<f32>], weights: &mut [Lanes<f64>]);

    /// Up to which cost every weight is 1, if all beyond are 0: then nothing has to be multiplied.
    fn all_or_nothing(&self) -> Option<f32> {
        None
    }
}

impl Weights for Decay {
    #[inline(always)]
    fn fill(&self, costs: &[Lanes<f32>], weights: &mut [Lanes<f64>]) {
        self.weigh(costs.as_flattened(), weights.as_flattened_mut());
    }

    fn all_or_nothing(&self) -> Option<f32> {
        self.binary_cutoff()
    }
}

/// The demand that comes to each station: the sum over areas of demand times weight.
pub(super) fn demand_at(costs: &CostMatrix, weights: &impl Weights, demand: &[f64]) -> Vec<f64> {
    let demand = costs.in_blocks(demand);
    let sums = widest(
        #[inline(always)]
        || match weights.all_or_nothing() {
            Some(cutoff) => coming_within(costs, cutoff, &demand),
            None => coming(costs, weights, &demand),
        },
    );
    sums.iter().map(|lanes| lanes.iter().sum()).collect()
}

#[inline(always)]
fn coming(costs: &CostMatrix, weights: &impl Weights, demand: &[Lanes<f64>]) -> Vec<Lanes<f64>> {
    let mut sums = vec![[0.0; LANES]; costs.stations()];
    // The demand of a block beside every station's weights: one long loop, where compilers see vectors.
    let mut beside = sums.clone();
    let mut of_block = sums.clone();
    for (block, demand) in costs.blocks().zip(demand) {
        weights.fill(block, &mut of_block);
        beside.fill(*demand);
        let sums = sums.as_flattened_mut().iter_mut();
        for ((sum, weight), demand) in sums.zip(of_block.as_flattened()).zip(beside.as_flattened()) {
            *sum += demand * weight;
        }
    }
    sums
}

/// The same where all that counts is whether a station is within a cost.
#[inline(always)]
fn coming_within(costs: &CostMatrix, cutoff: f32, demand: &[Lanes<f64>]) -> Vec<Lanes<f64>> {
    let mut sums = vec![[0.0; LANES]; costs.stations()];
    let blocks: Vec<&[Lanes<f32>]> = costs.blocks().collect();
    for (blocks, demand) in blocks.chunks(TOGETHER).zip(demand.chunks(TOGETHER)) {
        for (station, sums) in sums.iter_mut().enumerate() {
            let mut here = *sums;
            for (block, demand) in blocks.iter().zip(demand) {
                for ((sum, &cost), &demand) in here.iter_mut().zip(&block[station]).zip(demand) {
                    *sum += if cost <= cutoff { demand } else { 0.0 };
                }
            }
            *sums = here;
        }
    }
    sums
}

/// What gets to each area: the sum over stations of weight times `offer`.
pub(super) fn gathered(costs: &CostMatrix, weights: &impl Weights, offer: &[f64]) -> Vec<f64> {
    let mut got = Vec::with_capacity(costs.areas().next_multiple_of(LANES));
    widest(
        #[inline(always)]
        || match weights.all_or_nothing() {
            Some(cutoff) => {
                // A `for` loop: what an iterator's `for_each` calls may not be compiled for wide vectors.
                for block in costs.blocks() {
                    got.extend(getting_within(block, cutoff, offer));
                }
            }
            None => getting(costs, weights, offer, &mut got),
        },
    );
    got.resize(costs.areas(), 0.0);
    got
}

#[inline(always)]
fn getting(costs: &CostMatrix, weights: &impl Weights, offer: &[f64], got: &mut Vec<f64>) {
    let mut of_block = vec![[0.0; LANES]; costs.stations()];
    for block in costs.blocks() {
        weights.fill(block, &mut of_block);
        let mut sums = [0.0; LANES];
        for (weights, &offer) in of_block.iter().zip(offer) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += weight * offer;
            }
        }
        got.extend(sums);
    }
}

#[inline(always)]
fn getting_within(block: &[Lanes<f32>], cutoff: f32, offer: &[f64]) -> Lanes<f64> {
    let mut sums = [0.0; LANES];
    for (costs, &offer) in block.iter().zip(offer) {
        for (sum, &cost) in sums.iter_mut().zip(costs) {
            *sum += if cost <= cutoff { offer } else { 0.0 };
        }
    }
    sums
}

/// Takes the weight from stations without supply (`is_destination` is 1 where a station has supply, else 0), and tells
/// what a weight is multiplied with to be its share of what is left: area by area of a block, 0 where nothing is.
#[inline(always)]
pub(super) fn shares_of(weights: &mut [Lanes<f64>], is_destination: &[f64]) -> Lanes<f64> {
    let mut sums = [0.0; LANES];
    for (weights, is_destination) in weights.iter_mut().zip(is_destination) {
        weights.iter_mut().for_each(|weight| *weight *= is_destination);
        sums.iter_mut().zip(&*weights).for_each(|(sum, weight)| *sum += weight);
    }
    sums.map(|sum| if sum > 0.0 { 1.0 / sum } else { 0.0 })
}
