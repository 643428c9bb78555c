//! Which stations each area may choose from while prices stay near those of now, and how its people spread over them.

use super::congestion::Game;
use super::matrix::{LANES, Lanes};
use super::{Allocation, greater_or_nan};
use crate::travel::widest;

/// Every area with people: the stations that are within a width of its cheapest.
pub(super) struct Choices {
    per_tau: f64,
    /// The people at each station who have no other choice.
    settled: Vec<f64>,
    /// These areas, with their station.
    alone: Vec<(Player, u32)>,
    /// All other areas, and where their options end.
    torn: Vec<(Player, usize)>,
    options: Vec<Choice>,
}

/// An area that is not empty.
#[derive(Clone, Copy)]
struct Player {
    area: u32,
    people: f64,
}

/// A station an area may choose and the travel to it.
#[derive(Clone, Copy, Default)]
struct Choice {
    station: u32,
    cost: f32,
}

/// What comes to each station.
pub(super) struct Crowds {
    /// The load of each station less what its price stands for.
    pub excess: Vec<f64>,
    /// How fast these fall with each price: stations by stations, up to the diagonal.
    pub slopes: Vec<f64>,
}

impl Crowds {
    /// The most by which congestion differs from a price, not a number where one of either is none.
    pub(super) fn regret(&self, capacity: &[f64]) -> f64 {
        let off = self.excess.iter().zip(capacity).filter(|(_, c)| **c > 0.0);
        off.map(|(excess, capacity)| (excess / capacity).abs()).fold(0.0, greater_or_nan)
    }
}

impl Choices {
    /// Looks for the stations within `width` of each area's cheapest.
    pub(super) fn near(game: &Game, prices: &[f64], width: f64) -> Choices {
        let priced = prices.iter().zip(game.capacity);
        let priced: Vec<f64> = priced.map(|(q, c)| if *c > 0.0 { *q } else { f64::INFINITY }).collect();
        let mut choices = Choices {
            per_tau: game.per_tau,
            settled: vec![0.0; prices.len()],
            alone: Vec::with_capacity(game.demand.len()),
            torn: Vec::new(),
            options: Vec::new(),
        };
        widest(
            #[inline(always)]
            || choices.look(game, &priced, width),
        );
        choices
    }

    #[inline(always)]
    fn look(&mut self, game: &Game, priced: &[f64], width: f64) {
        let mut bearing = vec![[0.0; LANES]; priced.len()];
        let mut near = vec![[Choice::default(); LANES]; priced.len()];
        for (number, (costs, demand)) in game.costs.blocks().zip(game.demand.chunks(LANES)).enumerate() {
            let least = bear(costs, game.per_tau, priced, &mut bearing);
            // What nobody can reach is no choice, however wide the width.
            let limit = least.map(|least| (least + width).min(f64::MAX));
            let mut count = [0; LANES];
            for (station, (bearing, costs)) in bearing.iter().zip(costs).enumerate() {
                if !bearing.iter().zip(&limit).fold(false, |any, (cost, limit)| any | (cost <= limit)) {
                    continue;
                }
                for lane in 0..LANES {
                    // Written over by the next unless it counts: cheaper than to ask first.
                    near[count[lane]][lane] = Choice { station: station as u32, cost: costs[lane] };
                    count[lane] += usize::from(bearing[lane] <= limit[lane]);
                }
            }
            for (lane, &people) in demand.iter().enumerate().filter(|(_, people)| **people > 0.0) {
                let player = Player { area: (number * LANES + lane) as u32, people };
                self.add(player, near[..count[lane]].iter().map(|near| near[lane]));
            }
        }
    }

    #[inline(always)]
    fn add(&mut self, player: Player, mut options: impl ExactSizeIterator<Item = Choice>) {
        match (options.len(), options.next()) {
            (1, Some(only)) => {
                self.alone.push((player, only.station));
                self.settled[only.station as usize] += player.people;
            }
            (_, Some(first)) => {
                self.options.push(first);
                self.options.extend(options);
                self.torn.push((player, self.options.len()));
            }
            (_, None) => {}
        }
    }

    /// Calls `spread` with every area that has several options and the shares of its people at the stations they go to.
    #[inline(always)]
    fn for_each_torn(&self, prices: &[f64], mu: f64, mut spread: impl FnMut(Player, &[(usize, f64)])) {
        let mut start = 0;
        let mut shares = Vec::new();
        for &(player, end) in &self.torn {
            let options = &self.options[start..end];
            start = end;
            let bears = |o: &Choice| f64::from(o.cost) * self.per_tau + prices[o.station as usize];
            let least = options.iter().map(bears).fold(f64::INFINITY, f64::min);
            shares.clear();
            let above_least = options.iter().map(|o| (o.station as usize, bears(o) - least));
            shares.extend(above_least.filter(|(_, above)| *above < mu));
            split(&mut shares, mu);
            spread(player, &shares);
        }
    }

    /// Who comes to each station at these prices, and how that changes with them.
    pub(super) fn crowds(&self, prices: &[f64], capacity: &[f64], mu: f64) -> Crowds {
        let n = prices.len();
        let mut load = self.settled.clone();
        let mut slopes = vec![0.0; n * n];
        self.for_each_torn(prices, mu, |player, shares| {
            let rate = player.people / mu;
            let others = rate / shares.len() as f64;
            for (number, &(a, share)) in shares.iter().enumerate() {
                load[a] += player.people * share;
                slopes[a * n + a] += rate - others;
                shares[..number].iter().for_each(|(b, _)| slopes[a * n + b] -= others);
            }
        });
        for (station, &capacity) in capacity.iter().enumerate() {
            // A price that nobody pays stays as it is.
            slopes[station * n + station] += if capacity > 0.0 { capacity } else { 1.0 };
            load[station] = if capacity > 0.0 { load[station] - prices[station] * capacity } else { 0.0 };
        }
        Crowds { excess: load, slopes }
    }

    /// Who goes where at these prices, by area and station.
    pub(super) fn allocations(&self, prices: &[f64], mu: f64) -> Vec<Allocation> {
        let allocation = |player: Player, station: usize, share: f64| Allocation {
            area: player.area as usize,
            station,
            people: share * player.people,
        };
        let alone = self.alone.iter().map(|(player, station)| allocation(*player, *station as usize, 1.0));
        let mut all: Vec<Allocation> = alone.collect();
        self.for_each_torn(prices, mu, |player, shares| {
            all.extend(shares.iter().map(|(station, share)| allocation(player, *station, *share)));
        });
        all.sort_unstable_by_key(|a| (a.area, a.station));
        all
    }
}

/// By how much each option is dearer than the cheapest, all by less than `mu`, becomes the share of those who take it:
/// (level - dearer) / mu where that is positive, with the level at which shares add up to 1. Others are left out.
#[inline(always)]
fn split(options: &mut Vec<(usize, f64)>, mu: f64) {
    if let [(_, only)] = options.as_mut_slice() {
        *only = 1.0;
        return;
    }
    loop {
        let dearer: f64 = options.iter().map(|(_, above)| above).sum();
        let (level, count) = ((mu + dearer) / options.len() as f64, options.len());
        options.retain(|(_, above)| *above < level);
        if options.len() == count {
            options.iter_mut().for_each(|(_, above)| *above = (level - *above) / mu);
            return;
        }
    }
}

/// What each station costs in all for each area of a block, and the least of it.
#[inline(always)]
pub(super) fn bear(
    costs: &[Lanes<f32>],
    per_tau: f64,
    prices: &[f64],
    bearing: &mut [Lanes<f64>],
) -> Lanes<f64> {
    // One loop a step: compilers make vectors of those.
    for (bearing, &cost) in bearing.as_flattened_mut().iter_mut().zip(costs.as_flattened()) {
        *bearing = f64::from(cost) * per_tau;
    }
    let mut least = [f64::INFINITY; LANES];
    for (bearing, &price) in bearing.iter_mut().zip(prices) {
        for (bearing, least) in bearing.iter_mut().zip(&mut least) {
            *bearing += price;
            *least = if *bearing < *least { *bearing } else { *least };
        }
    }
    least
}

#[cfg(test)]
mod tests {
    use super::{Crowds, split};

    #[test]
    fn no_maximum_hides_what_is_not_a_number() {
        let regret = |excess: [f64; 3]| {
            Crowds { excess: excess.to_vec(), slopes: Vec::new() }.regret(&[2.0, 4.0, 0.0])
        };
        assert_eq!(regret([1.0, -3.0, 9.0]), 0.75);
        assert!(regret([f64::NAN, -3.0, 9.0]).is_nan() && regret([1.0, f64::NAN, 9.0]).is_nan());
        assert_eq!(regret([1.0, -3.0, f64::NAN]), 0.75, "a closed station");
    }

    #[test]
    fn people_spread_over_what_costs_about_the_same() {
        let spread = |above: &[f64]| {
            let mut options: Vec<(usize, f64)> = above.iter().copied().enumerate().collect();
            split(&mut options, 1.0);
            options
        };
        assert_eq!(spread(&[0.0]), [(0, 1.0)]);
        assert_eq!(spread(&[0.5, 0.0]), [(0, 0.25), (1, 0.75)]);
        // At a level of 2/3 the dearest would get less than nothing, so the others share at 3/4.
        assert_eq!(spread(&[0.0, 0.75, 0.25]), [(0, 0.625), (2, 0.375)]);
    }
}
