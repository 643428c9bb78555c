//! If these stations close, who loses what, by how much, and how sure are we?
//!
//! Blue Lamp places the public counters of a city on its map, measures how far every resident is from the nearest
//! open one, and compares that with what a closure, a swap or a cut in hours would leave. It ships with all of
//! Greater London in 2017.
//!
//! # Example
//!
//! ```
//! use bluelamp::city::load;
//! use bluelamp::impact::{assess, measure};
//! use bluelamp::scenario::{Scenario, ScenarioFile};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let file = ScenarioFile::open("notting-hill")?;
//! let city = load(file.city()?)?;
//! let scenario = Scenario::check(&file, &city)?;
//! let matrix = measure(&city, &scenario);
//! let impact = assess(&city, &scenario, &matrix);
//! println!("{}", impact.findings[0].sentence());
//! # assert!(impact.findings[0].sentence().contains("longer walk"));
//! # Ok(())
//! # }
//! ```
//!
//! # The code, floor by floor
//!
//! A module imports only from floors below it.
//!
//! | module | answers |
//! |---|---|
//! | [`cli`] | what was typed, and what is printed |
//! | [`charts`] | pictures |
//! | [`report`] | tables, map layer, record of the run |
//! | [`impact`] | baseline against option: who, how many, how much, how sure |
//! | [`access`] | which counter is nearest, when |
//! | [`scenario`] | what is asked |
//! | [`travel`] | how long it takes |
//! | [`city`] | what the world holds |
//! | [`space`] | where things are |
//!
//! # What it does not do
//!
//! It says nothing about response times (a public counter is no base of response cars), travels neither by road nor
//! by public transport yet, and knows no paths: a walk is a straight line made longer, over the river by its bridges.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod access;
pub mod charts;
pub mod city;
pub mod cli;
pub mod impact;
pub mod report;
pub mod scenario;
pub mod space;
pub mod travel;
