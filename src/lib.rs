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
//! let roads = city.roads()?;
//! let matrix = measure(&city, roads.as_ref(), &scenario);
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
//! | [`claims`] | whether a public statement holds, and on what that depends |
//! | [`impact`] | baseline against option: who, how many, how much, how sure |
//! | [`access`] | which counter is nearest, when |
//! | [`response`] | how soon the first engine comes, before and after stations close |
//! | [`scenario`] | what is asked |
//! | [`travel`] | how long it takes |
//! | [`city`] | what the world holds |
//! | [`space`] | where things are |
//!
//! # What it does not do
//!
//! It says nothing about response times (a public counter is no base of response cars) and does not travel by public
//! transport yet. Of London's streets it knows those with buses and the major roads; links between neighbouring homes
//! stand in for the others, unless the city has the street map of OpenStreetMap.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod access;
pub mod charts;
pub mod city;
pub mod claims;
pub mod cli;
pub mod impact;
pub mod report;
pub mod response;
pub mod scenario;
pub mod space;
pub mod travel;
