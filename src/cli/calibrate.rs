//! `bluelamp calibrate`: cars and speeds at which the baseline meets published figures.

use clap::Args;

use super::error::CliError;
use super::print;
use super::progress::Progress;
use crate::city::load;
use crate::impact::{Calibration, PublishedBeside, calibrate as fit};
use crate::scenario::{PublishedStatistic, Scenario, ScenarioFile};
use crate::travel::RoadModel;

/// Fit the cars and speeds of [response] to published figures, and print them with what is left over
#[derive(Args)]
pub(super) struct CalibrateArgs {
    /// A scenario file with [response], or the name of a shipped one
    #[arg(value_name = "SCENARIO", default_value = "response-west-london")]
    scenario: String,
}

pub(super) fn calibrate(args: &CalibrateArgs) -> Result<(), CliError> {
    let file = ScenarioFile::open(&args.scenario)?;
    let city = load(file.city()?)?;
    let scenario = Scenario::check(&file, &city)?;
    let spinner = Progress::start(format!("calibrating {}", file.name()), false);
    let roads = city.roads()?.ok_or_else(|| CliError::NoRoads(city.manifest.name.clone()))?;
    let fitted = fit(&city, &scenario, &RoadModel::new(&roads, &city.river))?;
    drop(spinner);
    print(&words(&fitted, &|borough| city.boroughs[borough].name.as_str()))
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
