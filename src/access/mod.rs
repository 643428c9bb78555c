//! What residents can reach: which counter is nearest, when, and how far.

mod catchment;
mod decay;
mod exponential;
mod nearest;
mod open_set;
mod ranking;
mod week;

pub use catchment::{Allocation, CatchmentError, Catchments, CostMatrix, Equilibrium};
pub use decay::{Decay, DecayError};
pub use nearest::{Assignment, NOBODY};
pub use open_set::OpenSet;
pub use ranking::Ranking;
pub use week::{Shift, shifts};
