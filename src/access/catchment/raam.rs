//! The rational agent access model: people who avoid queues as well as journeys.

use super::congestion::Game;
use super::{CatchmentError, Catchments};

/// Where everybody goes when nobody can do better alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Equilibrium {
    /// What a resident of each area bears: travel / tau + load / (rho supply) of the station. Infinite where no station
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
    /// # Errors
    /// [`CatchmentError::Amount`] for a `tau` that is not a positive number; [`CatchmentError::NotSettled`].
    pub fn raam(&self, tau: f64) -> Result<Equilibrium, CatchmentError> {
        if !(tau.is_finite() && tau > 0.0) {
            return Err(CatchmentError::Amount { what: "tau, of which there is", number: 1, value: tau });
        }
        let supply: f64 = self.supply.iter().sum();
        let everybody: f64 = self.demand.iter().sum();
        // Where nobody lives there is no congestion, whatever its scale.
        let rho = if everybody > 0.0 && supply > 0.0 { everybody / supply } else { 1.0 };
        let game = Game {
            costs: self.costs,
            demand: self.demand,
            per_tau: 1.0 / tau,
            capacity: self.supply.iter().map(|s| s * rho).collect(),
        };
        let allocations = game.settle(Self::INDIFFERENT)?;
        let equilibrium = game.told(allocations);
        // Twice, because loads differ from the prices by which people chose, a little.
        match equilibrium.regret <= 2.0 * Self::INDIFFERENT {
            true => Ok(equilibrium),
            false => Err(CatchmentError::NotSettled { regret: equilibrium.regret }),
        }
    }
}
