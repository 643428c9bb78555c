//! Catchments: what a resident gets of stations that others use too.
//!
//! All methods work on the same three things: the demand p_i of each area, the supply s_j of each station and the travel
//! cost c_ij between them, seen through a decay f (see [`Decay`]; f_ij stands for f(c_ij)). A station without supply is
//! no destination. Nothing to reach gives an access of 0 (an infinite cost in [`Catchments::raam`]), never a number that
//! is none.
//!
//! | method | file | source |
//! |---|---|---|
//! | 2SFCA, E2SFCA | `two_step.rs` | Luo and Wang 2003; Luo and Qi 2009 |
//! | 3SFCA | `two_step.rs` | as in PySAL access; not quite that of Wan, Zou and Sternberg 2012 |
//! | BFCA | `balanced.rs` | Paez, Higgins and Vivona 2019 |
//! | spatial availability | `availability.rs` | Soukhov, Paez, Higgins and Mohamed 2023 |
//! | gravity, cumulative opportunities, weighted catchment | `gravity.rs` | Hansen 1959; Shen 1998 |
//! | k-th nearest (dual access) | `dual.rs` | Cui and Levinson 2020 |
//! | RAAM | `raam.rs`, `congestion.rs`, `choices.rs`, `newton.rs` | Saxon and Snow 2020 |
//!
//! **Conservation.** 2SFCA, E2SFCA, 3SFCA and spatial availability give out exactly the supply that anybody can reach:
//! the sum of p_i A_i equals it. BFCA keeps two other sums (see [`Catchments::balanced`]). Both are checked on every
//! call, in release builds too.

mod availability;
mod balanced;
mod choices;
mod congestion;
mod dual;
mod gravity;
mod matrix;
mod newton;
mod passes;
mod raam;
mod two_step;

use crate::travel::Decay;
pub use matrix::CostMatrix;
pub use raam::{Allocation, Equilibrium};

/// Sums that must be equal may differ by this share of them, from rounding.
const CONSERVED_WITHIN: f64 = 1e-9;

/// Demand, supply and the travel costs between them.
#[derive(Clone, Copy)]
pub struct Catchments<'a> {
    costs: &'a CostMatrix,
    demand: &'a [f64],
    supply: &'a [f64],
}

/// Why there is no access to tell.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CatchmentError {
    /// A table is not of the size of the others.
    #[error("{what} has {found} values instead of {expected}")]
    Size {
        /// The table.
        what: &'static str,
        /// How many values it should have.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// A cost is negative or not a number.
    #[error("the cost from area {area} to station {station} is {value}: it must be at least 0")]
    Cost {
        /// Number of the area.
        area: usize,
        /// Number of the station.
        station: usize,
        /// What was given.
        value: f32,
    },
    /// A demand or a supply is negative, infinite or not a number.
    #[error("{what} {number} is {value}: it must be finite and at least 0")]
    Amount {
        /// `demand of area`, `supply of station`.
        what: &'static str,
        /// Number of the area or station.
        number: usize,
        /// What was given.
        value: f64,
    },
    /// The sums that a method promises to keep are not kept.
    #[error("{method} gives out {given} of {reachable} that can be reached: they should be equal")]
    NotConserved {
        /// The method.
        method: &'static str,
        /// What was given out.
        given: f64,
        /// What should have been.
        reachable: f64,
    },
    /// The rational agents still move after as many steps as are granted, or what they bear is not a number.
    #[error("no equilibrium was found: somebody could still save {regret} of tau by moving")]
    NotSettled {
        /// The most that anybody could save; not a number where costs, supply or tau are too large or too small to
        /// reckon with.
        regret: f64,
    },
}

impl<'a> Catchments<'a> {
    /// `demand` by area and `supply` by station, in the order of `costs`.
    ///
    /// # Errors
    /// [`CatchmentError::Size`], [`CatchmentError::Amount`].
    pub fn new(costs: &'a CostMatrix, demand: &'a [f64], supply: &'a [f64]) -> Result<Self, CatchmentError> {
        let sized = |what, expected, values: &[f64]| match values.len() == expected {
            true => Ok(()),
            false => Err(CatchmentError::Size { what, expected, found: values.len() }),
        };
        sized("demand", costs.areas(), demand)?;
        sized("supply", costs.stations(), supply)?;
        for (what, values) in [("demand of area", demand), ("supply of station", supply)] {
            let wrong = values.iter().position(|v| !(v.is_finite() && *v >= 0.0));
            if let Some(number) = wrong {
                return Err(CatchmentError::Amount { what, number, value: values[number] });
            }
        }
        Ok(Catchments { costs, demand, supply })
    }

    /// 1 for a station with supply, else 0.
    fn destinations(&self) -> Vec<f64> {
        self.supply.iter().map(|s| if *s > 0.0 { 1.0 } else { 0.0 }).collect()
    }

    /// The supply per head of the demand at each station, 0 where nobody comes; and the supply that anybody reaches.
    fn ratios(&self, demand_at: &[f64]) -> (Vec<f64>, f64) {
        let served = |(s, d): (&f64, &f64)| if *d > 0.0 { *s / *d } else { 0.0 };
        let pairs = || self.supply.iter().zip(demand_at);
        let reachable = pairs().filter(|(_, d)| **d > 0.0).map(|(s, _)| s).sum();
        (pairs().map(served).collect(), reachable)
    }

    /// Checks that everything reachable is given out once.
    fn all_given_out(
        &self,
        method: &'static str,
        access: Vec<f64>,
        reachable: f64,
    ) -> Result<Vec<f64>, CatchmentError> {
        let given = self.demand.iter().zip(&access).map(|(p, a)| p * a).sum();
        conserved(method, given, reachable).map(|()| access)
    }
}

/// The greater of two; what is not a number is greater than everything, so that a maximum does not hide it.
#[inline(always)]
fn greater_or_nan(a: f64, b: f64) -> f64 {
    if b > a || b.is_nan() { b } else { a }
}

/// Checks that two sums are equal but for rounding. What is not a number is equal to nothing.
fn conserved(method: &'static str, given: f64, reachable: f64) -> Result<(), CatchmentError> {
    if (given - reachable).abs() <= CONSERVED_WITHIN * reachable {
        return Ok(());
    }
    Err(CatchmentError::NotConserved { method, given, reachable })
}
