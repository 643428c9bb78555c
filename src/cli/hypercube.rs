//! `bluelamp hypercube`: Larson's model beside the simulation.

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::progress::Progress;
use super::{paragraph, print};
use crate::city::{City, load, replaceable, same_name, write_folder};
use crate::impact::{HypercubeComparison, HypercubeFigure, HypercubeRow, clock, hypercube_comparison};
use crate::report::{HYPERCUBE_MARKER, hypercube_csv};
use crate::response::Interval;
use crate::scenario::{CarStart, Scenario, ScenarioFile};
use crate::travel::RoadModel;

/// Hold the response simulation against Larson's hypercube queueing model: how busy cars are, who is sent, how far
#[derive(Args)]
#[command(
    after_help = "The model is exact for up to 16 cars, and Larson's approximation beyond. It knows cars at their bases,\n\
                        round the clock, calls at all hours alike, and one exponential time that a call takes a car; cars with\n\
                        shifts are refused. A mean service time is turnout, journey and time at the scene, the journey being\n\
                        that of the model's own dispatches.\n\n\
                        Examples:\n  bluelamp hypercube response-west-london                        the baseline\n  \
                        bluelamp hypercube response-west-london --option both          an option\n  \
                        bluelamp hypercube mine.toml --out output/mine-hypercube       with hypercube.csv"
)]
pub(super) struct HypercubeArgs {
    /// A scenario file with [response], or the name of a shipped one
    #[arg(default_value = "response-west-london")]
    scenario: String,
    /// The option whose cars are meant [default: the baseline's]
    #[arg(long, value_name = "NAME")]
    option: Option<String>,
    /// A folder for hypercube.csv [default: nothing is written]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn hypercube(args: &HypercubeArgs) -> Result<(), CliError> {
    let file = ScenarioFile::open(&args.scenario)?;
    if let Some(out) = &args.out {
        replaceable(out, HYPERCUBE_MARKER)?;
    }
    let spinner = Progress::start(format!("comparing {}", file.name()), false);
    let city = load(file.city()?)?;
    let scenario = Scenario::check(&file, &city)?;
    let option = args.option.as_deref().map(|name| option(&scenario, name)).transpose()?;
    let comparison = compare(&city, &scenario, option, &spinner)?;
    drop(spinner);
    let mut text = told(&scenario, &comparison);
    if let Some(out) = &args.out {
        write_folder(out, HYPERCUBE_MARKER, &[hypercube_csv(&scenario, &comparison)])?;
        text.push_str(&format!("\n{}\n", out.display()));
    }
    print(&text)
}

fn option(scenario: &Scenario, name: &str) -> Result<usize, CliError> {
    let found = scenario.options.iter().position(|o| o.id == name || same_name(&o.title, name));
    found.ok_or_else(|| CliError::Unknown {
        what: "option",
        name: name.to_string(),
        known: scenario.options.iter().map(|o| o.id.clone()).collect(),
    })
}

fn compare(
    city: &City,
    scenario: &Scenario,
    option: Option<usize>,
    spinner: &Progress,
) -> Result<HypercubeComparison, CliError> {
    let roads = city.roads()?.ok_or_else(|| CliError::NoRoads(city.manifest.name.clone()))?;
    let model = RoadModel::new(&roads, &city.river);
    Ok(hypercube_comparison(city, scenario, option, &model, &|done| spinner.replication(done))?)
}

/// The table, and what it comes down to.
fn told(scenario: &Scenario, comparison: &HypercubeComparison) -> String {
    let of = comparison.option.map_or("baseline", |option| scenario.options[option].title.as_str());
    let HypercubeComparison { cars, atoms, calls_an_hour, service_s, replications, .. } = comparison;
    let model = match comparison.exact {
        true => "Larson's hypercube model, exact",
        false => "Larson's approximation of the hypercube model",
    };
    let head = format!(
        "{model}: {cars} cars at their bases, {calls_an_hour:.2} calls an hour, each of which takes a car {} minutes on average; \
         {atoms} sets of areas with an order of bases of their own. Simulated {replications} times.",
        clock(*service_s)
    );
    let mut text = format!("{}: {of}\n{}\n\n{}", scenario.title, paragraph(&head, ""), header(comparison));
    comparison.rows.iter().for_each(|row| text.push_str(&line(row)));
    for sentence in &comparison.sentences {
        text.push_str(&format!("\n{}\n", paragraph(sentence, "")));
    }
    text
}

fn header(comparison: &HypercubeComparison) -> String {
    let scenario = match comparison.start {
        CarStart::Base => "from base",
        CarStart::Patrol => "on patrol",
        CarStart::Mix { .. } => "mix",
    };
    format!(
        "{:<34}{:>10}{:>13}{:>21}{:>9}{:>8}{:>12}\n{:<34}{:>10}{:>13}{:>21}{:>9}{:>8}{:>12}\n",
        "",
        "hypercube",
        "same system",
        "99 % interval",
        "gap",
        "inside",
        "scenario",
        "",
        "",
        "simulated",
        "",
        "",
        "",
        scenario
    )
}

fn line(row: &HypercubeRow) -> String {
    let what = match row.figure {
        HypercubeFigure::Workload(None) => "workload".to_string(),
        HypercubeFigure::AllBusy => "calls that find all cars busy".to_string(),
        HypercubeFigure::Arrival(None) => "dispatch to arrival, minutes".to_string(),
        HypercubeFigure::OtherBorough => "cars from another borough".to_string(),
        HypercubeFigure::Workload(Some(_)) | HypercubeFigure::Arrival(Some(_)) => format!("  {}", row.place),
    };
    let words = |value: f64| match row.figure {
        HypercubeFigure::Arrival(_) => clock(value),
        _ => format!("{:.2} %", value * 100.0),
    };
    let mean = |of: Option<Interval>| of.map_or("-".to_string(), |i| words(i.mean));
    let range = row.same_system.map_or("-".to_string(), |i| format!("{} to {}", words(i.low), words(i.high)));
    let gap = row.gap().map_or("-".to_string(), |gap| format!("{:+.2} %", gap * 100.0));
    let inside = row.is_inside().map_or("-", |inside| if inside { "yes" } else { "no" });
    format!(
        "{what:<34}{:>10}{:>13}{range:>21}{gap:>9}{inside:>8}{:>12}\n",
        words(row.model),
        mean(row.same_system),
        mean(row.scenario)
    )
}
