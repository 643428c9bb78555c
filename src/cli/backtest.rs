//! `bluelamp backtest`: close fire stations, and foretell when the first engine comes.

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::print;
use crate::city::{City, load, write_folder};
use crate::report::{BACKTEST_MARKER, backtest_files};
use crate::response::first_engine::{ClosureForecast, forecast};
use crate::scenario::{ScenarioFile, StationClosure};
use crate::travel::{Mode, Place, RoadModel, TravelMatrix};

/// Foretell how much later the first fire engine comes where stations close, from the years before only
#[derive(Args)]
pub(super) struct BacktestArgs {
    /// A file with [first_arrival], or the name of a shipped one
    #[arg(value_name = "SCENARIO", default_value = "fire-2014")]
    scenario: String,
    /// The folder to write [default: output/NAME]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn backtest(args: &BacktestArgs) -> Result<(), CliError> {
    let file = ScenarioFile::open(&args.scenario)?;
    let city = load(file.city()?)?;
    let closure = StationClosure::check(&file, &city)?;
    let forecast = foretell(&city, &closure)?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("output").join(&closure.name));
    write_folder(&out, BACKTEST_MARKER, &backtest_files(&city, &closure, &forecast))?;
    print(&format!("{}{}\n", table(&forecast), out.display()))
}

fn foretell(city: &City, closure: &StationClosure) -> Result<ClosureForecast, CliError> {
    let other = load(closure.roads.clone())?;
    let roads = other.roads()?.ok_or_else(|| CliError::NoRoads(other.manifest.name.clone()))?;
    let model = RoadModel::new(&roads, &other.river);
    let areas: Vec<Place> = city.areas.iter().map(|a| Place::Point(a.point)).collect();
    let stations: Vec<Place> = city.stations.iter().map(|s| Place::Point(s.point)).collect();
    let matrix = TravelMatrix { planes: model.planes(&[Mode::Drive], &areas, &stations) };
    let plane = matrix.plane(Mode::Drive).ok_or_else(|| CliError::NoRoads(other.manifest.name.clone()))?;
    let (attendances, before) = (city.attendances()?, city.fires_before()?);
    Ok(forecast(city, plane, &attendances, &before, &closure.closed)?)
}

fn table(forecast: &ClosureForecast) -> String {
    let mut text =
        "ground            before   after  change      95 %         by the closures alone\n".to_string();
    for g in forecast.grounds.iter().filter(|g| g.closes) {
        let (low, high) = g.change_range_s;
        text.push_str(&format!(
            "{:<16} {:>6.0} s {:>5.0} s {:>+5.0} s  ({:+.0} to {:+.0})  {:>+8.0} s\n",
            g.name,
            g.pre_mean_s,
            g.post_mean_s,
            g.change_s(),
            low,
            high,
            g.effect_s()
        ));
    }
    text
}
