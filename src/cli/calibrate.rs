//! `bluelamp calibrate`: cars and speeds at which the baseline meets published figures.

use std::path::{Path, PathBuf};

use clap::Args;

use super::error::CliError;
use super::print;
use super::progress::Progress;
use crate::city::{City, load, replaceable, write_folder};
use crate::impact::{
    Calibration, CalibrationError, PublishedBeside, ResponseSensitivity, calibrate as fit,
    response_sensitivity, start_words,
};
use crate::report::{CALIBRATION_MARKER, CalibrationResults, calibration_files};
use crate::scenario::{PublishedStatistic, Scenario, ScenarioFile};
use crate::travel::RoadModel;

/// Fit the cars and speeds of [response] to published figures, and print them with what is left over
#[derive(Args)]
pub(super) struct CalibrateArgs {
    /// A scenario file with [response], or the name of a shipped one
    #[arg(value_name = "SCENARIO", default_value = "response-west-london")]
    scenario: String,
    /// Write it to this folder too, with what the ranges of the assumptions do to every option
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn calibrate(args: &CalibrateArgs) -> Result<(), CliError> {
    let file = ScenarioFile::open(&args.scenario)?;
    let city = load(file.city()?)?;
    let scenario = Scenario::check(&file, &city)?;
    if let Some(out) = &args.out {
        replaceable(out, CALIBRATION_MARKER)?;
    }
    let spinner = Progress::start(format!("calibrating {}", file.name()), false);
    let roads = city.roads()?.ok_or_else(|| CliError::NoRoads(city.manifest.name.clone()))?;
    let roads = RoadModel::new(&roads, &city.river);
    let fitted = fit(&city, &scenario, &roads)?;
    let mut text = words(&fitted, &|borough| city.boroughs[borough].name.as_str());
    if let Some(out) = &args.out {
        let sensitivity = response_sensitivity(&city, &scenario, &roads, &fitted)?;
        text.push_str(&write(out, &file.name(), &city, &scenario, &fitted, &sensitivity)?);
    }
    drop(spinner);
    print(&text)
}

/// Writes the folder; what is told of it.
fn write(
    out: &Path,
    name: &str,
    city: &City,
    scenario: &Scenario,
    fitted: &Calibration,
    sensitivity: &ResponseSensitivity,
) -> Result<String, CliError> {
    let settings = scenario.response.as_ref().ok_or(CalibrationError::NoResponse)?;
    let results = CalibrationResults { city, name, scenario, settings, fitted, sensitivity };
    write_folder(out, CALIBRATION_MARKER, &calibration_files(&results))?;
    Ok(format!("\n{}{}\n", spans(&results), out.display()))
}

/// A line for each start and option: the change with all assumptions central, and over the ends of all ranges.
fn spans(results: &CalibrationResults<'_>) -> String {
    let sensitivity = results.sensitivity;
    let mut text = String::new();
    for (number, start) in results.settings.starts.iter().enumerate() {
        for (place, &option) in sensitivity.options.iter().enumerate() {
            let id = &results.scenario.options[option].id;
            let change = match sensitivity.span_s(number, place) {
                Some((central, [low, high])) => {
                    let [central, low, high] = [central, low, high].map(plain);
                    format!("{central} s central, {low} to {high} s over the ends of all ranges")
                }
                None => "too few calls".to_string(),
            };
            let start = start_words(*start);
            text.push_str(&format!("{id}, {start}: change of the mean I response: {change}\n"));
        }
    }
    for end in &sensitivity.ends {
        if let (Some(varied), Err(why)) = (end.varied, &end.answer) {
            text.push_str(&format!("{} = {}: {why}\n", varied.assumption, varied.value));
        }
    }
    text
}

/// Tenths; never `-0.0`.
fn plain(seconds: f64) -> String {
    let tenths = (seconds * 10.0).round() / 10.0;
    format!("{:.1}", if tenths == 0.0 { 0.0 } else { tenths })
}

/// Lines for the scenario file, then every published figure beside the model's.
fn words<'c>(fitted: &Calibration, borough: &dyn Fn(usize) -> &'c str) -> String {
    let factor = |s: &crate::impact::FittedStart| format!("{} = {:.3}", s.start.as_str(), s.speed_factor);
    let factors: Vec<String> = fitted.starts.iter().map(factor).collect();
    let mut text = format!("speed_factor = {{ {} }}\n", factors.join(", "));
    for group in &fitted.cars {
        text.push_str(&format!(
            "\n[[response.units]]\nbase  = {:?}\ncars  = {}\nshift = {:?}\n",
            group.base, group.cars, group.shift
        ));
    }
    text.push_str(
        "\nstart   grade  figure           place                    published    model          left over\n",
    );
    for start in &fitted.starts {
        for figure in &start.figures {
            text.push_str(&row(start.start.as_str(), figure, borough));
        }
    }
    text
}

fn row<'c>(start: &str, figure: &PublishedBeside, borough: &dyn Fn(usize) -> &'c str) -> String {
    let published = &figure.published;
    let shown = |value: f64| match published.statistic {
        PublishedStatistic::InTarget => format!("{:.2} %", value * 100.0),
        PublishedStatistic::Mean => format!("{value:.0} s"),
    };
    let (model, left) = match figure.model {
        Some(model) => (
            format!("{} ({} to {})", shown(model.mean), shown(model.low), shown(model.high)),
            shown(model.mean - published.value),
        ),
        None => ("not in the study area".to_string(), String::new()),
    };
    format!(
        "{start:<7} {:<6} {:<16} {:<24} {:>9}    {model}  {left}{}\n",
        ["I", "S"][published.grade],
        published.statistic.as_str(),
        published.borough.map_or("whole force", borough),
        shown(published.value),
        if published.fit { "  fitted" } else { "" }
    )
}
