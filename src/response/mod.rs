//! How soon police arrive: calls, cars and queues, simulated call by call, and the formulas of queueing theory that the
//! simulation is held against.
//!
//! A [`Demand`] (who calls) and a [`Service`] (bases, cars, travel times, policy) are valid once constructed, and a
//! [`Simulation`] of the two gives one [`Outcome`] a replication. Options of a scenario are services of the same demand:
//! with the same seed they see the same calls, so their outcomes are paired.
//!
//! [`first_engine`] is the station-based model that ten real closures are foretold with.

mod alias;
mod calls;
mod cars;
mod demand;
mod erlang;
pub mod first_engine;
mod fleet;
mod geography;
mod grade;
mod histogram;
mod hypercube;
mod hypercube_approximation;
mod interval;
mod next_clear;
mod on_scene;
mod outcome;
mod patrol;
mod policy;
mod profile;
mod replicate;
mod run;
mod service;
mod service_error;
mod simulate;
mod streams;
mod waiting;

pub use calls::{Call, CallPlaces, Calls};
pub use demand::{CallClass, Demand, DemandError};
pub use erlang::{Erlang, ErlangError};
pub use fleet::Unit;
pub use geography::{Area, Base, TravelTimes, ZoneTimes};
pub use grade::Grade;
pub use histogram::Histogram;
pub use hypercube::{Atom, EXACT_UNITS, Hypercube, HypercubeError, HypercubeInputs, Line};
pub use hypercube_approximation::correction_factors;
pub use interval::{Interval, PairedDifference, mean_interval};
pub use on_scene::OnSceneTime;
pub use outcome::{Balance, CallEnd, CallRecord, HourTally, Outcome, Tally, UnitTally};
pub use patrol::{Place, patrol_place};
pub use policy::{Policy, Start, WhenAllBusy};
pub use profile::{HOURS_A_WEEK, ProfileError, WeeklyProfile};
pub use run::{Horizon, Load, Run, RunError};
pub use service::{Service, ServiceInputs};
pub use service_error::ServiceError;
pub use simulate::Simulation;
