//! Every way a command can fail, its words and its exit code.

use crate::charts::ChartError;
use crate::city::build::BuildError;
use crate::city::{CityError, FolderError, PlaceError, Problem, nearest_names, render_all};
use crate::impact::{AnswerError, CalibrationError, HypercubeProblem, ResponseError};
use crate::response::RunError;
use crate::response::first_engine::ForecastError;
use crate::scenario::ScenarioError;

use super::exit;

/// How many problems of one table are shown in full: a spoilt column has one a row. A scenario's are all shown.
const MOST_OF_A_TABLE: usize = 20;

#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    #[error("{invalid} of {all} scenarios cannot be used")]
    Scenarios { invalid: usize, all: usize },
    #[error(transparent)]
    City(#[from] CityError),
    #[error(transparent)]
    Build(#[from] BuildError),
    #[error(transparent)]
    Forecast(#[from] ForecastError),
    #[error("{0}")]
    Answer(#[from] AnswerError),
    #[error("calibration: {0}")]
    Calibration(#[from] CalibrationError),
    #[error(transparent)]
    Hypercube(#[from] HypercubeProblem),
    #[error(transparent)]
    Chart(#[from] ChartError),
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error("there is no {what} {name:?}")]
    Unknown { what: &'static str, name: String, known: Vec<String> },
    #[error("--area zooms maps, and {0} is none")]
    NoMap(&'static str),
    #[error("there is no city {0:?}")]
    NoCity(String),
    #[error("the city {0} has no roads")]
    NoRoads(String),
    #[error("there is no way from {from} to {to}")]
    NoWay { from: String, to: String },
    #[error("the journey starts and ends at {0}")]
    SamePlace(String),
    #[error("cannot write {file}: {source}")]
    File { file: String, source: std::io::Error },
    #[error("cannot write to standard output: {0}")]
    Stdout(std::io::Error),
    #[error("{} of {all} claims {} not hold: {}", ids.len(), if ids.len() == 1 { "does" } else { "do" }, ids.join(", "))]
    Claims { ids: Vec<String>, all: usize },
    #[error("cannot start {threads} threads: {reason}")]
    Threads { threads: usize, reason: String },
}

impl CliError {
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            CliError::Scenario(_) | CliError::Scenarios { .. } => exit::SCENARIO,
            CliError::City(_) | CliError::NoCity(_) | CliError::NoRoads(_) => exit::CITY,
            CliError::Build(BuildError::Folder(_)) => exit::OUTPUT,
            CliError::Build(_) | CliError::Forecast(_) => exit::CITY,
            CliError::Answer(AnswerError::Catchment(_)) => exit::UNEXPECTED,
            CliError::Answer(AnswerError::Response(_)) | CliError::Calibration(_) => exit::SCENARIO,
            CliError::Hypercube(HypercubeProblem::Model(_)) => exit::UNEXPECTED,
            CliError::Hypercube(_) => exit::SCENARIO,
            CliError::Chart(ChartError::Drawing { .. }) => exit::UNEXPECTED,
            CliError::Chart(ChartError::Nothing { .. }) => exit::USAGE,
            CliError::Folder(_) | CliError::File { .. } | CliError::Stdout(_) => exit::OUTPUT,
            CliError::Place(PlaceError::City(_)) => exit::CITY,
            CliError::Place(_) | CliError::Unknown { .. } => exit::USAGE,
            CliError::NoWay { .. } | CliError::SamePlace(_) | CliError::NoMap(_) => exit::USAGE,
            CliError::Claims { .. } => exit::CLAIM,
            CliError::Threads { .. } => exit::UNEXPECTED,
        }
    }

    /// The problems one by one where there are any, then what went wrong and a way out.
    pub(super) fn render(&self, colour: bool) -> String {
        let problems = match self.problems() {
            Some(problems) => {
                let scenario = matches!(self, CliError::Scenario(_));
                render_all(problems, colour, if scenario { usize::MAX } else { MOST_OF_A_TABLE })
            }
            None => String::new(),
        };
        let help = self.help().map(|h| format!("help: {h}\n")).unwrap_or_default();
        format!("{problems}error: {self}\n{help}")
    }

    fn problems(&self) -> Option<&[Problem]> {
        match self {
            CliError::Scenario(ScenarioError::Invalid(problems))
            | CliError::City(CityError::Invalid(problems))
            | CliError::Place(PlaceError::City(CityError::Invalid(problems)))
            | CliError::Build(BuildError::Invalid(problems))
            | CliError::Build(BuildError::Result(CityError::Invalid(problems))) => Some(problems),
            _ => None,
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            CliError::Place(PlaceError::Unknown { near, .. }) if near.is_empty() => Some(
                "a place is lat,lon, a postcode, a station, a ward, a borough or a postcode district"
                    .to_string(),
            ),
            CliError::Place(PlaceError::Unknown { near, .. } | PlaceError::Ambiguous { near, .. }) => {
                Some(format!("did you mean {}?", near.join(", or ")))
            }
            CliError::Place(PlaceError::Outside { .. }) => {
                Some("latitude comes first, as in 51.5087,-0.2032".to_string())
            }
            CliError::Unknown { name, known, .. } => {
                let near = nearest_names(name, known.iter().map(String::as_str));
                Some(match near.as_slice() {
                    [] => format!("known are {}", known.join(", ")),
                    near => format!("did you mean {}?", near.join(", or ")),
                })
            }
            CliError::Chart(ChartError::Nothing { help, .. }) => Some(help.clone()),
            CliError::NoMap(_) => Some("leave out --area, or draw a map".to_string()),
            CliError::NoRoads(_) => Some(
                "`bluelamp city build --osm FILE.osm.pbf` gives a city the roads of OpenStreetMap"
                    .to_string(),
            ),
            CliError::NoWay { .. } => {
                Some("one of them may lie on an island, or beyond the roads of the city".to_string())
            }
            CliError::SamePlace(_) => Some("name two places".to_string()),
            CliError::Build(BuildError::Osm(e)) => Some(e.help().to_string()),
            CliError::Build(BuildError::OtherRegion { .. }) => {
                Some("give the extract of the city itself; --city names the city".to_string())
            }
            CliError::Build(BuildError::TooWide { .. }) => Some(
                "cut the city out of it: `osmium extract -b WEST,SOUTH,EAST,NORTH FILE.osm.pbf -o CITY.osm.pbf`"
                    .to_string(),
            ),
            CliError::Answer(AnswerError::Response(ResponseError::Run { error: RunError::Overload(_), .. })) => Some(
                "add cars in [[response.units]], or say finite = true in [response]: then what is not answered is counted"
                    .to_string(),
            ),
            CliError::Calibration(CalibrationError::NoTarget(grade)) => Some(format!(
                "add [[response.published]] with grade = {grade:?}, share_in_target = ..., fit = true and a source"
            )),
            CliError::Hypercube(HypercubeProblem::NoResponse) => {
                Some("add a table [response] with [[response.units]]; response-west-london has one".to_string())
            }
            CliError::Hypercube(HypercubeProblem::Shifts { .. }) => {
                Some("take shift out of [[response.units]] to have them round the clock; `bluelamp run` simulates shifts".to_string())
            }
            CliError::Hypercube(HypercubeProblem::Overload { .. }) => {
                Some("add cars in [[response.units]], or in add_units of the option".to_string())
            }
            CliError::NoCity(_) => Some("name a city folder, or london-2017".to_string()),
            CliError::Folder(FolderError::NotOurs { .. })
            | CliError::Build(BuildError::Folder(FolderError::NotOurs { .. })) => {
                Some("choose another folder with --out, or empty this one yourself".to_string())
            }
            CliError::Build(BuildError::Missing { .. }) => {
                Some("--raw names the folder of raw tables; README.md says where it is expected".to_string())
            }
            _ => None,
        }
    }
}
