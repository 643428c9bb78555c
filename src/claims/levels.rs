//! How far whole populations are from their nearest counters: mean, median and worst, once for all claims.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::file::Claim;
use super::place::Population;
use super::quantity::Quantity;
use super::said::Unit;
use super::world::{Assigned, World, networks_of, population_of};
use crate::impact::weighted_quantile;

/// Ways of a population at the central values, by the weights of [`World::weights`]; metres or seconds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Levels {
    /// `None` where somebody reaches no counter: no mean is of everybody then. `None` also where nobody is counted, or
    /// where it is not known how many are.
    pub mean: [Option<f64>; 3],
    /// Infinite where half reach none.
    pub median: [Option<f64>; 3],
    /// The longest of those where anybody lives; infinite where one reaches none.
    pub worst: f64,
}

/// A population by name, who goes where by number, and whether in seconds.
type Key<'w> = (&'w str, usize, bool);

/// The levels that the claims of a file need.
pub(super) struct LevelTable<'w> {
    levels: BTreeMap<Key<'w>, Levels>,
}

impl<'w> LevelTable<'w> {
    pub(super) fn new(world: &World<'_>, claims: &'w [Claim]) -> LevelTable<'w> {
        let mut wanted: BTreeMap<Key<'w>, (&Population, Assigned<'_>)> = BTreeMap::new();
        for claim in claims {
            for reading in claim.all_readings() {
                let Some(population) = population_of(&claim.quantity, &reading) else { continue };
                for network in networks_of(claim) {
                    let assigned = world.assigned(claim, &reading, network);
                    wanted.insert(key(claim, population, assigned), (population, assigned));
                }
            }
        }
        let wanted: Vec<_> = wanted.into_iter().collect();
        let levels = |(key, (population, assigned)): &(Key<'w>, (&Population, Assigned<'_>))| {
            let unit = if key.2 { Unit::Time } else { Unit::Length };
            (*key, Levels::new(world, population, assigned.ways(unit)))
        };
        LevelTable { levels: wanted.par_iter().map(levels).collect::<Vec<_>>().into_iter().collect() }
    }

    /// The levels of a claim's population.
    pub(super) fn of<'a>(
        &'a self,
        claim: &Claim,
        population: &'a Population,
        assigned: Assigned<'_>,
    ) -> &'a Levels {
        let levels: &BTreeMap<Key<'a>, Levels> = &self.levels;
        &levels[&key(claim, population, assigned)]
    }
}

fn key<'w>(claim: &Claim, population: &'w Population, assigned: Assigned<'_>) -> Key<'w> {
    (&population.name, assigned.number, unit_of(claim, assigned) == Unit::Time)
}

/// What the ways of a claim are measured in.
pub(super) fn unit_of(claim: &Claim, assigned: Assigned<'_>) -> Unit {
    match (&claim.quantity, &claim.said) {
        (Quantity::NearestCounter { .. }, Some(said)) => said.unit,
        _ => assigned.own_unit(),
    }
}

impl Levels {
    fn new(world: &World<'_>, population: &Population, ways: &[f32]) -> Levels {
        let way = |&area: &usize| f64::from(ways[world.row_of_area(area)]);
        let lives = |area: &&usize| world.weights[**area][0] > 0.0;
        let worst = population.areas.iter().filter(lives).map(way).fold(0.0, f64::max);
        let pairs = |weight: usize| -> Vec<(f64, f64)> {
            population
                .areas
                .iter()
                .map(|a| (way(a), world.weights[*a][weight]))
                .filter(|(_, w)| *w > 0.0 || w.is_nan())
                .collect()
        };
        let weighted = [0, 1, 2].map(pairs);
        let mean = |pairs: &Vec<(f64, f64)>| {
            let all: f64 = pairs.iter().map(|(_, w)| w).sum();
            let mean = pairs.iter().map(|(v, w)| v * w).sum::<f64>() / all;
            mean.is_finite().then_some(mean)
        };
        let [people, households, areas] = &weighted;
        let each = [people, households, areas];
        let median = |pairs: &Vec<(f64, f64)>| {
            let is_known = pairs.iter().all(|(_, w)| !w.is_nan());
            if is_known { weighted_quantile(pairs, 0.5) } else { None }
        };
        Levels { mean: each.map(mean), median: each.map(median), worst }
    }
}
