//! The rational agent access model: people who avoid queues as well as journeys.

use super::choices::bear;
use super::congestion::Game;
use super::matrix::LANES;
use super::{CatchmentError, Catchments, greater_or_nan};
use crate::travel::widest;

/// Where everybody goes when nobody can do better alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Equilibrium {
    /// What a resident of each area bears: travel / tau + load / (rho supply) of the station, with the rho of the call. Infinite where no station
    /// with supply can be reached; where nobody lives, what a visitor would bear.
    pub cost: Vec<f64>,
    /// The people at each station.
    pub load: Vec<f64>,
    /// Who goes where, areas ascending; areas without people or without a station are left out.
    pub allocations: Vec<Allocation>,
    /// The most that anybody could still save by going elsewhere, at most [`Catchments::INDIFFERENT`].
    pub regret: f64,
}

/// People of an area who go to a station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allocation {
    /// Number of the area.
    pub area: usize,
    /// Number of the station.
    pub station: usize,
    /// How many people.
    pub people: f64,
}

impl Catchments<'_> {
    /// Who could save at most this part of tau by going elsewhere stays, in [`Catchments::raam`]: 36 ms of an hour.
    pub const INDIFFERENT: f64 = 1e-5;

    /// The rational agent access model (Saxon and Snow 2020, *Annals of the American Association of Geographers* 110(1)):
    /// a resident who goes from i to j bears c_ij / tau + (D_j / s_j) / rho, where D_j are all who go to j and rho is the
    /// demand per supply of the whole region; everybody goes where that is least.
    ///
    /// `tau` is the journey that is as bad as a station at the mean load, in the unit of the costs (60 minutes in the
    /// paper). Lower is better: this is a cost, not an access.
    ///
    /// rho is that of these stations: two sets of open stations are compared by [`Catchments::raam_on_scale`].
    ///
    /// # Errors
    /// [`CatchmentError::Amount`] for a `tau` that is not a positive number; [`CatchmentError::NotSettled`].
    pub fn raam(&self, tau: f64) -> Result<Equilibrium, CatchmentError> {
        self.raam_on_scale(tau, self.demand_per_supply())
    }

    /// The demand per supply of the whole region; 1 where there is nobody or nothing, for then there is no congestion
    /// that it could scale.
    pub fn demand_per_supply(&self) -> f64 {
        let [everybody, supply] = [self.demand, self.supply].map(|amounts| amounts.iter().sum::<f64>());
        if everybody > 0.0 && supply > 0.0 { everybody / supply } else { 1.0 }
    }

    /// The same with a given `rho`. Before and after a closure it must be the same: with its own rho each time, closing
    /// far-away stations would make the load of all others look light.
    ///
    /// # Errors
    /// [`CatchmentError::Amount`] for a `tau` or `rho` that is not a positive number; [`CatchmentError::NotSettled`].
    pub fn raam_on_scale(&self, tau: f64, rho: f64) -> Result<Equilibrium, CatchmentError> {
        for (what, value) in [("tau, of which there is", tau), ("rho, of which there is", rho)] {
            if !(value.is_finite() && value > 0.0) {
                return Err(CatchmentError::Amount { what, number: 1, value });
            }
        }
        let capacity: Vec<f64> = self.supply.iter().map(|s| s * rho).collect();
        let game = Game { costs: self.costs, demand: self.demand, per_tau: 1.0 / tau, capacity: &capacity };
        let equilibrium = game.told(game.settle(Self::INDIFFERENT)?);
        // Twice, because loads differ from the prices by which people chose, a little.
        match equilibrium.regret <= 2.0 * Self::INDIFFERENT {
            true => Ok(equilibrium),
            false => Err(CatchmentError::NotSettled { regret: equilibrium.regret }),
        }
    }
}

impl Game<'_> {
    /// What the allocations mean for everybody.
    fn told(&self, allocations: Vec<Allocation>) -> Equilibrium {
        let mut load = vec![0.0; self.capacity.len()];
        allocations.iter().for_each(|a| load[a.station] += a.people);
        let congestion = load.iter().zip(self.capacity);
        let congestion: Vec<f64> =
            congestion.map(|(l, c)| if *c > 0.0 { l / c } else { f64::INFINITY }).collect();
        let (cost, regret) = widest(
            #[inline(always)]
            || self.borne(&allocations, &congestion),
        );
        Equilibrium { cost, load, allocations, regret }
    }

    /// What each area's people bear on average, and the most that anybody could save: not a number where what an open
    /// station costs is none.
    #[inline(always)]
    fn borne(&self, allocations: &[Allocation], congestion: &[f64]) -> (Vec<f64>, f64) {
        let areas = self.demand.len();
        let mut bearing = vec![[0.0; LANES]; congestion.len()];
        let mut cost = Vec::with_capacity(areas.next_multiple_of(LANES));
        let mut regret: f64 = 0.0;
        let mut next = allocations.iter().peekable();
        for costs in self.costs.blocks() {
            let least = bear(costs, self.per_tau, congestion, &mut bearing);
            let open = bearing.iter().zip(self.capacity).filter(|(_, capacity)| **capacity > 0.0);
            let is_nan = |any, (lanes, _): (&[f64; LANES], _)| {
                lanes.iter().fold(any, |any, borne: &f64| any | borne.is_nan())
            };
            if open.fold(false, is_nan) {
                regret = f64::NAN;
            }
            for (lane, least) in least.into_iter().enumerate() {
                let (mut people, mut sum) = (0.0, 0.0);
                while let Some(a) = next.next_if(|a| a.area == cost.len()) {
                    let borne = bearing[a.station][lane];
                    people += a.people;
                    sum += a.people * borne;
                    regret = greater_or_nan(regret, borne - least);
                }
                cost.push(if people > 0.0 { sum / people } else { least });
            }
        }
        cost.resize(areas, f64::INFINITY);
        (cost, regret)
    }
}
