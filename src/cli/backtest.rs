//! `bluelamp backtest`: close fire stations, and foretell when the first engine comes.

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::print;
use crate::charts::backtest_charts;
use crate::city::{City, load, replaceable, write_folder};
use crate::report::{BACKTEST_MARKER, BacktestResults, backtest_files, before_words};
use crate::response::first_engine::{ClosureForecast, Records, Score, Unit, Yardstick, forecast, scores};
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
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("output").join(&closure.name));
    replaceable(&out, BACKTEST_MARKER)?;
    let engines_on = load(closure.roads.clone())?;
    let (attendances, elsewhere, before) = (city.attendances()?, city.elsewhere()?, city.fires_before()?);
    let records = Records { attendances: &attendances, elsewhere: &elsewhere, before: &before };
    let forecast = foretell(&city, &engines_on, records, &closure)?;
    // The forecast is made: only its score sees what came after.
    let scores = match city.fires_after()? {
        Some(after) => scores(&city, &forecast, records, &after, &closure.closed)?,
        None => Vec::new(),
    };
    let results = BacktestResults {
        city: &city,
        roads: &engines_on.manifest,
        closure: &closure,
        forecast: &forecast,
        scores: &scores,
    };
    let mut files = backtest_files(&results);
    files.extend(backtest_charts(&results)?);
    write_folder(&out, BACKTEST_MARKER, &files)?;
    print(&format!("{}{}{}\n", table(&forecast), score_lines(&scores), out.display()))
}

fn foretell(
    city: &City,
    engines_on: &City,
    records: Records<'_>,
    closure: &StationClosure,
) -> Result<ClosureForecast, CliError> {
    let no_roads = || CliError::NoRoads(engines_on.manifest.name.clone());
    let roads = engines_on.roads()?.ok_or_else(no_roads)?;
    let model = RoadModel::new(&roads, &engines_on.river);
    let areas: Vec<Place> = city.areas.iter().map(|a| Place::Point(a.point)).collect();
    let stations: Vec<Place> = city.stations.iter().map(|s| Place::Point(s.point)).collect();
    let matrix = TravelMatrix { planes: model.planes(&[Mode::Drive], &areas, &stations) };
    let plane = matrix.plane(Mode::Drive).ok_or_else(no_roads)?;
    Ok(forecast(city, plane, records, &closure.closed)?)
}

/// How far the forecast is off, against each kind of before.
fn score_lines(scores: &[Score]) -> String {
    let mut text = String::new();
    for score in scores {
        let of = |yardstick, unit| score.error(yardstick, unit).map_or(f64::NAN, |e| e.mean_absolute_s);
        text.push_str(&format!(
            "against {}: missed by {:.1} s on grounds (luck alone {:.1} s), {:.1} s by bands of 500 m\n",
            before_words(score.before),
            of(score.main(), Unit::Ground),
            of(Yardstick::LuckAlone, Unit::Ground),
            of(Yardstick::ClosuresAlone, Unit::Band(500)),
        ));
    }
    text
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
