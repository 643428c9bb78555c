//! A congestion game of many small players, solved by the prices of its stations.
//!
//! Every station j has a price q_j, and everybody goes where travel plus price is least. In equilibrium the price is the
//! congestion that these choices cause: q_j = D_j / capacity_j. Such prices maximise a concave function of as many
//! variables as there are stations, whatever the number of people.
//!
//! Choices jump, so they are made smooth first: an area's people spread over the stations that are within mu of the
//! cheapest, the more the cheaper (`choices.rs`; mu is the most that anybody forgoes). Newton's method solves that exactly,
//! as loads are then piecewise linear in the prices; mu is lowered step by step. What is coarse needs few areas: the first
//! prices are those of one area in eight, which start from one in eight of those.

use super::choices::{Choices, Crowds};
use super::matrix::CostMatrix;
use super::newton::{Line, solved};
use super::{Allocation, CatchmentError};

/// The first mu, where there are few areas.
const COARSEST: f64 = 0.25;

/// Each mu by the one before it.
const FINER: f64 = 0.2;

/// A game of at least so many areas starts from one of one area in eight.
const MANY: usize = 2_000;
const ONE_IN: usize = 8;

/// Stations within so many mu of an area's cheapest, and within at least so much, are looked at before prices are compared
/// anew; each time within so much more, as prices prove to move far.
const WIDTH: f64 = 6.0;
const LEAST_WIDTH: f64 = 0.002;
const WIDER: f64 = 2.0;

/// Newton steps before giving up, for one mu.
const MOST_STEPS: usize = 500;

/// Prices and congestion may differ by this share of mu.
const PRECISE: f64 = 0.05;

/// Players, stations and costs.
pub(super) struct Game<'g> {
    pub costs: &'g CostMatrix,
    pub demand: &'g [f64],
    pub per_tau: f64,
    /// The people who cause a congestion of 1 at each station; 0 where nobody may go.
    pub capacity: &'g [f64],
}

/// Where Newton's method stands.
struct Point {
    prices: Vec<f64>,
    crowds: Crowds,
}

impl Game<'_> {
    /// Who goes where in an equilibrium in which nobody forgoes more than `indifferent`, or little more.
    pub(super) fn settle(&self, indifferent: f64) -> Result<Vec<Allocation>, CatchmentError> {
        let (mut mu, mut prices) = self.start()?;
        loop {
            let choices = self.settle_within(mu, &mut prices)?;
            if mu <= indifferent {
                return Ok(choices.allocations(&prices, mu));
            }
            mu = (mu * FINER).max(indifferent);
        }
    }

    /// The first mu and the prices to start from.
    fn start(&self) -> Result<(f64, Vec<f64>), CatchmentError> {
        if self.demand.len() < MANY {
            return Ok((COARSEST, vec![1.0; self.capacity.len()]));
        }
        let few: Vec<f64> = self.demand.iter().step_by(ONE_IN).copied().collect();
        let (all, of_few): (f64, f64) = (self.demand.iter().sum(), few.iter().sum());
        let more = if of_few > 0.0 { all / of_few } else { 0.0 };
        let demand: Vec<f64> = few.iter().map(|people| people * more).collect();
        let sample = Game { costs: &self.costs.one_in(ONE_IN), demand: &demand, ..*self };
        let (mu, mut prices) = sample.start()?;
        sample.settle_within(mu, &mut prices)?;
        Ok((mu * FINER, prices))
    }

    /// Newton's method for one mu: moves `prices` to where they equal the congestion that they cause.
    fn settle_within(&self, mu: f64, prices: &mut Vec<f64>) -> Result<Choices, CatchmentError> {
        let mut width = (WIDTH * mu).max(LEAST_WIDTH);
        let mut steps = 0..MOST_STEPS;
        loop {
            let choices = Choices::near(self, prices, width);
            // While no price is farther off than this, no area has a station that was not looked at.
            let room = (width - mu) / 2.0;
            let look =
                |prices: Vec<f64>| Point { crowds: choices.crowds(&prices, self.capacity, mu), prices };
            let mut here = look(prices.clone());
            loop {
                let regret = here.crowds.regret(self.capacity);
                if regret <= PRECISE * mu {
                    *prices = here.prices;
                    return Ok(choices);
                }
                if regret.is_nan() || steps.next().is_none() {
                    return Err(CatchmentError::NotSettled { regret });
                }
                let step = solved(&mut here.crowds.slopes, &here.crowds.excess);
                let line = Line::new(here.prices, step);
                let farthest = line.farthest(prices, room);
                let left = |crowds: &Crowds| line.dot(&crowds.excess);
                let at_start = left(&here.crowds);
                let taken;
                (taken, here) = line.to_zero(farthest.min(1.0), at_start, look, |point| left(&point.crowds));
                if taken >= 0.99 * farthest {
                    break;
                }
            }
            *prices = here.prices;
            width *= WIDER;
        }
    }
}
