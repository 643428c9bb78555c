//! `bluelamp nearest`: which counters serve a place, now and under an option.

use clap::Args;

use super::error::CliError;
use super::print;
use crate::access::{OpenSet, Ranking};
use crate::city::{City, Confidence, Place, WeeklyHours, load};
use crate::impact::about;
use crate::scenario::{ClosureOption, Scenario, ScenarioFile, Time};
use crate::space::{Point, PointIndex};
use crate::travel::{self, Plane, Profile, RoadModel, Shore, crow_fly, walk};

/// How far "around here" reaches: a mile, metres.
const AROUND_M: f64 = 1609.0;

/// Show which counters serve a place, before and after a scenario's options
#[derive(Args)]
pub(super) struct NearestArgs {
    /// lat,lon, or a postcode, station, ward, borough or postcode district
    #[arg(value_name = "PLACE", allow_hyphen_values = true)]
    place: String,
    /// The scenario whose options to show
    #[arg(long, default_value = "west-london-2017")]
    scenario: String,
    /// Only this option
    #[arg(long, value_name = "ID")]
    option: Option<String>,
}

pub(super) fn nearest(args: &NearestArgs) -> Result<(), CliError> {
    let file = ScenarioFile::open(&args.scenario)?;
    let city = load(file.city()?)?;
    let scenario = Scenario::check(&file, &city)?;
    let options: Vec<&ClosureOption> =
        scenario.options.iter().filter(|o| args.option.as_ref().is_none_or(|id| *id == o.id)).collect();
    if let (Some(id), true) = (&args.option, options.is_empty()) {
        let known = scenario.options.iter().map(|o| o.id.clone()).collect();
        return Err(CliError::Unknown { what: "option", name: id.clone(), known });
    }
    let place = city.place(&args.place)?;
    let view = View::from(&city, &scenario, &place)?;
    let own = scenario.access.own_borough_only;
    let mut text = format!("{}\n{}{}", place.name, view.surroundings(), view.straight());
    text.push_str(&format!("\nBaseline ({}){}\n", city.manifest.name, rule(own)));
    text.push_str(&view.at_times(&scenario.baseline, own, None));
    let mut as_before = Vec::new();
    for option in options {
        let lines = view.at_times(&option.counters, option.own_borough_only, Some(&scenario.baseline));
        if args.option.is_none() && lines.lines().all(|l| l.ends_with(AS_BEFORE)) {
            as_before.push(option.id.as_str());
        } else {
            let rule = rule(option.own_borough_only);
            text.push_str(&format!("\n{} ({}){rule}\n{lines}", option.title, option.id));
        }
    }
    if !as_before.is_empty() {
        text.push_str(&format!("\nNothing changes here under: {}\n", as_before.join(", ")));
    }
    text.push_str("\nOn foot: the central figure, and in brackets the range of walking speed and detours.\n");
    print(&text)
}

const AS_BEFORE: &str = ", as before";

fn rule(own_borough_only: bool) -> &'static str {
    if own_borough_only { ", only counters of this borough" } else { "" }
}

/// Walks from one place: by road where the city has roads, as in a run.
fn walk_from(city: &City, here: Point, sites: &[Point]) -> Result<Plane, CliError> {
    Ok(match city.roads()? {
        Some(roads) => {
            let stations: Vec<travel::Place> = sites.iter().map(|p| travel::Place::Point(*p)).collect();
            let model = RoadModel::new(&roads, &city.river);
            model.plane_from(travel::Place::Point(here), &stations, Profile::Walk)
        }
        None => {
            let bridges: Vec<[Point; 2]> = city.bridges.iter().map(|b| b.ends).collect();
            walk(&[here], sites, &Shore::new(&city.river, &bridges))
        }
    })
}

/// The counters as seen from one place.
struct View<'s> {
    city: &'s City,
    scenario: &'s Scenario,
    here: Point,
    borough: Option<usize>,
    crow: Plane,
    on_foot: Plane,
    ranking: Ranking,
}

impl<'s> View<'s> {
    fn from(city: &'s City, scenario: &'s Scenario, place: &Place) -> Result<Self, CliError> {
        let sites: Vec<Point> = scenario.sites.iter().map(|s| s.point).collect();
        let on_foot = walk_from(city, place.point, &sites)?;
        Ok(View {
            city,
            scenario,
            here: place.point,
            borough: city.borough_at(place.point),
            crow: crow_fly(&[place.point], &sites),
            ranking: Ranking::new(&on_foot),
            on_foot,
        })
    }

    fn surroundings(&self) -> String {
        let points: Vec<Point> = self.city.areas.iter().map(|a| a.point).collect();
        let around = PointIndex::new(&points).within(self.here, AROUND_M);
        let people: f64 = around.iter().map(|&a| self.city.areas[a].population).sum();
        format!("About {} people live within a mile.\n", about(people))
    }

    /// The three counters nearest as the crow flies, with their hours and whether those are known.
    fn straight(&self) -> String {
        let sites: Vec<Point> = self.scenario.sites.iter().map(|s| s.point).collect();
        let open = OpenSet::any(&self.scenario.baseline);
        let three = PointIndex::new(&sites).k_nearest(self.here, 3, |s| open.is_open(s));
        let names: Vec<String> = three
            .into_iter()
            .map(|(s, metres)| {
                let hours = self.scenario.baseline[s].as_ref().map_or("", WeeklyHours::text);
                let station = self.city.stations.get(s);
                let assumed = station.is_some_and(|s| s.confidence == Confidence::Low);
                let assumed = if assumed { ", hours assumed" } else { "" };
                format!("{} ({:.2} km, {hours}{assumed})", self.scenario.sites[s].name, metres / 1000.0)
            })
            .collect();
        format!("Nearest counters in a straight line: {}\n", names.join("; "))
    }

    /// A line a time: the nearest on foot of `counters`, against `before` if given.
    fn at_times(
        &self,
        counters: &[Option<WeeklyHours>],
        own_borough: bool,
        before: Option<&[Option<WeeklyHours>]>,
    ) -> String {
        let mut text = String::new();
        for &time in &self.scenario.access.times {
            let found = self.nearest(counters, own_borough, time);
            let was = before.map(|b| self.nearest(b, own_borough, time));
            let change = match (was, found) {
                (None, _) => String::new(),
                (Some(was), now) if was == now => AS_BEFORE.to_string(),
                (Some(Some(was)), Some(now)) => {
                    let minutes = self.minutes(now) - self.minutes(was);
                    format!(", {:.0} min {}", minutes.abs(), if minutes < 0.0 { "less" } else { "more" })
                }
                (Some(Some(was)), None) => format!(", before it was {}", self.scenario.sites[was].name),
                (Some(None), _) => ", before there was none".to_string(),
            };
            let line = found.map_or("no counter is open".to_string(), |s| self.line(s));
            text.push_str(&format!("  {:<9}  {line}{change}\n", time.to_string()));
        }
        text
    }

    fn nearest(&self, counters: &[Option<WeeklyHours>], own_borough: bool, time: Time) -> Option<usize> {
        let open = OpenSet::when(counters, time);
        let counts = |s: usize| !own_borough || self.borough == Some(self.scenario.sites[s].borough);
        self.ranking.first(0, |s| open.is_open(s) && counts(s) && self.on_foot.length_m(0, s).is_finite())
    }

    fn minutes(&self, site: usize) -> f64 {
        f64::from(self.on_foot.time_s(0, site).unwrap_or(f32::INFINITY)) / 60.0
    }

    fn line(&self, site: usize) -> String {
        let minutes = self.minutes(site);
        let spread = self.on_foot.time_spread;
        format!(
            "{}: {:.2} km straight, {minutes:.0} min on foot ({:.0} to {:.0})",
            self.scenario.sites[site].name,
            self.crow.length_m(0, site) / 1000.0,
            minutes * spread.low,
            minutes * spread.high,
        )
    }
}
