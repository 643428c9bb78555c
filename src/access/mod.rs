//! What residents can reach: which counter is nearest, when, how far, and what of it is left for each.

mod catchment;
mod day_part;
mod decay_sum;
mod hours_in_reach;
pub mod inequality;
mod nearest;
mod open_set;
mod ranking;
mod reporting;
mod sampling;
mod week;

pub use catchment::{Allocation, CatchmentError, Catchments, CostMatrix, Equilibrium};
pub use day_part::DayPart;
pub use decay_sum::{DecayRate, DecayRates, DecaySum};
pub use hours_in_reach::{HoursInReach, NearestInStretch};
pub use nearest::{Assignment, NOBODY};
pub use open_set::OpenSet;
pub use ranking::Ranking;
pub use reporting::{ReportFlow, ReportingCase, by_elasticity, decay_per_min, incidents};
pub use sampling::latin_hypercube;
pub use week::{Shift, shifts};
