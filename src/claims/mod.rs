//! A public statement as a quantity that can be worked out, under every reasonable reading, and what that says of it.
//!
//! A claim is a quantity, a comparison with a number, a place or population, a time and a definition ([`ClaimFile`]). It
//! is worked out under every combination of the assumptions that its kind admits ([`Assumptions`]): it **holds** when it
//! does under all of them, **does not hold** when it does under none, and else **depends**; then the fewest assumptions
//! that turn the verdict are named, those that move the value least first. What the data cannot tell is *not testable*,
//! with what is missing. (METHODS 7.)

mod admitted;
mod assumption;
mod between;
mod choice;
mod difference;
mod evaluate;
mod evidence;
mod file;
mod levels;
mod networks;
mod number;
mod place;
mod quantity;
mod reading;
mod said;
mod trail;
mod verdict;
mod wording;
mod world;

pub use assumption::{Assumption, Assumptions, Depends, Start};
pub use choice::{Allotment, Counters, Denominator, Doubtful, Pace, Statistic};
pub use difference::{Difference, difference};
pub use evaluate::Figure;
pub use evidence::{Evidence, Trace, evidence, traces};
pub use file::{Claim, ClaimFile};
pub use networks::{Hours, Networks, OptionNetwork};
pub use place::{Extent, Origin, Population, Spot, SpotSource};
pub use quantity::{Cutoff, Quantity};
pub use reading::{Departure, Reading};
pub use said::{Comparator, MILE_M, Said, SaidError, Unit};
pub use verdict::{Checked, Evaluated, Flip, OtherType, Verdict, check};
pub use wording::{paragraph, range_words, value_words, warnings};
pub use world::World;
