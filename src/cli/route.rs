//! `bluelamp route`: one journey on the roads.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::city::open;
use super::error::CliError;
use super::{print, tell};
use crate::city::{City, Period, load, write_file};
use crate::report::{RouteWords, route_geojson};
use crate::scenario::Time;
use crate::travel::{Place, Profile, RoadModel, Route, far_snap};

/// Show the quickest way between two places: minutes, distance, streets in order
#[derive(Args)]
pub(super) struct RouteArgs {
    /// Where it starts: lat,lon, or a postcode, station, ward, borough or postcode district
    #[arg(allow_hyphen_values = true)]
    from: String,
    /// Where it ends
    #[arg(allow_hyphen_values = true)]
    to: String,
    /// How to travel
    #[arg(long, value_enum, default_value = "drive")]
    mode: RouteMode,
    /// When, such as "Tue 08:30"; "any" is between the peaks
    #[arg(long, value_name = "TIME", default_value = "any", value_parser = time)]
    at: Time,
    /// The file for the way on the map
    #[arg(long, value_name = "FILE", default_value = "route.geojson")]
    out: PathBuf,
    /// A city folder, or the name of a shipped city
    #[arg(long, default_value = "london-2017")]
    city: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum RouteMode {
    Drive,
    Walk,
}

fn time(text: &str) -> Result<Time, String> {
    Time::parse(text).ok_or_else(|| "a time is \"any\" or such as \"Tue 08:30\"".to_string())
}

pub(super) fn route(args: &RouteArgs) -> Result<(), CliError> {
    let city = load(open(&args.city)?)?;
    let (from, to) = (city.place(&args.from)?, city.place(&args.to)?);
    if from.point == to.point {
        return Err(CliError::SamePlace(from.name));
    }
    let roads = city.roads()?.ok_or_else(|| CliError::NoRoads(city.manifest.name.clone()))?;
    let model = RoadModel::new(&roads, &city.river);
    let profile = match args.mode {
        RouteMode::Drive => Profile::Drive(args.at.period()),
        RouteMode::Walk => Profile::Walk,
    };
    let ends = [Place::Point(from.point), Place::Point(to.point)];
    let found = model.route(ends[0], ends[1], profile);
    let found = found.ok_or_else(|| CliError::NoWay { from: from.name.clone(), to: to.name.clone() })?;
    for (place, metres) in [&from, &to].into_iter().zip(found.snaps_m) {
        if let Some(warning) = far_snap(&place.name, metres) {
            tell(&format!("warning: {warning}\n"));
        }
    }
    let how = how(profile, args.at);
    let words = RouteWords { from: &from.name, to: &to.name, how: &how, attribution: attribution(&city) };
    write_file(&args.out, &route_geojson(&found, &words))?;
    let straight_m = from.point.distance(to.point);
    print(&format!(
        "From {}\nto   {}\n{}\nThe way is in {}.\n",
        from.name,
        to.name,
        describe(&model, &found, profile, &how, straight_m),
        args.out.display()
    ))
}

fn how(profile: Profile, at: Time) -> String {
    match (profile, at) {
        (Profile::Walk, _) => "on foot".to_string(),
        (Profile::Drive(period), Time::Any) => format!("by car in general traffic, {}", words(period)),
        (Profile::Drive(period), at) => format!("by car in general traffic on {at}, {}", words(period)),
    }
}

fn words(period: Period) -> &'static str {
    match period {
        Period::AmPeak => "in the morning peak",
        Period::InterPeak => "outside the peaks",
        Period::PmPeak => "in the evening peak",
        Period::Night => "at night",
    }
}

fn attribution(city: &City) -> &str {
    city.manifest.file.iter().find(|f| f.name == "roads.csv").map_or("", |f| &f.attribution)
}

fn describe(model: &RoadModel<'_>, route: &Route, profile: Profile, how: &str, straight_m: f64) -> String {
    let (_, spread) = model.spreads(profile);
    let minutes = f64::from(route.cost.time_ms()) / 6e4;
    let km = f64::from(route.cost.length_mm()) / 1e6;
    let mut text = format!(
        "{minutes:.1} minutes {how} ({:.1} to {:.1}, by the range of speeds and detours)\n{km:.2} km; in a straight line \
         {:.2} km\n",
        minutes * spread.low,
        minutes * spread.high,
        straight_m / 1000.0
    );
    for step in &route.steps {
        let (minutes, metres) =
            (f64::from(step.cost.time_ms()) / 6e4, f64::from(step.cost.length_mm()) / 1e3);
        text.push_str(&format!("  {:>6.0} m  {minutes:>5.1} min  {}\n", metres, step.words()));
    }
    let local = route.local_m() / (km * 1000.0).max(f64::MIN_POSITIVE);
    if local > 0.0 {
        let share = local * 100.0;
        text.push_str(&format!(
            "{share:.0} % of the way is on local streets that stand in for those the data lack.\n"
        ));
    }
    text
}
