//! What residents can reach: which counter is nearest, when, how far, and what of it is left for each.

mod catchment;
mod day_part;
mod hours_in_reach;
pub mod inequality;
mod nearest;
mod open_set;
mod ranking;
mod week;

pub use catchment::{Allocation, CatchmentError, Catchments, CostMatrix, Equilibrium};
pub use day_part::DayPart;
pub use hours_in_reach::{HoursInReach, NearestInStretch};
pub use nearest::{Assignment, NOBODY};
pub use open_set::OpenSet;
pub use ranking::Ranking;
pub use week::{Shift, shifts};
