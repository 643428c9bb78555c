//! What residents can reach: which counter is nearest, when, and how far.

pub mod inequality;
mod nearest;
mod open_set;
mod ranking;
mod week;

pub use nearest::{Assignment, NOBODY};
pub use open_set::OpenSet;
pub use ranking::Ranking;
pub use week::{Shift, shifts};
