//! How soon the first engine arrives: a drive-time law and a race between stations, fitted on the years before a closure.
//!
//! [`DriveTimeLaw`] says how long an engine of a station takes to a place, [`Race`] which station's engine is there
//! first, [`GroundWays`] what engines from elsewhere take more on a ground; [`forecast`] fits them to a city's records and
//! takes stations away, [`PseudoClosures`] say how well that did on years before any closure, [`scores`] on those after.
//! METHODS 5, "Backtest".

mod backtest_score;
mod closure_forecast;
mod drive_time_fit;
mod drive_time_law;
mod first_arrival;
mod first_arrival_fit;
mod fitted;
mod ground_level;
mod ground_ways;
mod least_squares;
mod natural_experiment;
mod pseudo_closure;

pub use backtest_score::{Before, Error, Score, ScoredChange, Unit, Yardstick, scores};
pub use closure_forecast::{
    ClosureForecast, ForecastError, GroundForecast, PlaceForecast, Records, SquareForecast, forecast,
};
pub use drive_time_fit::{DriveTimeFit, Observed, fit_drive_times};
pub use drive_time_law::{DriveTimeLaw, Journey, TURNOUT_S};
pub use first_arrival::{RACERS, Race, Racer, nearest_racers};
pub use first_arrival_fit::{FirstArrivals, fit_race};
pub use ground_level::GroundLevels;
pub use ground_ways::GroundWays;
pub use least_squares::NormalEquations;
pub use natural_experiment::{NaturalExperiment, model_error_s};
pub use pseudo_closure::{PseudoClosure, PseudoClosures, PseudoError};
