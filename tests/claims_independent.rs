//! Claims against slow, obvious calculations that share no code with the program: from the city's own tables, with
//! another formula for distances and plain searches.

mod common;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use bluelamp::claims::{
    Checked, ClaimFile, Counters, Denominator, Evaluated, Pace, Reading, Statistic, World, check,
};
use bluelamp::scenario::{ScenarioFile, Time};
use bluelamp::travel::Mode;
use common::{london, project, roads};
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};

/// A table of the shipped city, a map from column to cell for each row.
fn table(name: &str) -> Vec<HashMap<String, String>> {
    let path = project("scenarios/london-2017").join(name);
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

fn number(row: &HashMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

/// Longitude and latitude in degrees.
type Position = (f64, f64);

fn position(row: &HashMap<String, String>) -> Position {
    (number(row, "lon"), number(row, "lat"))
}

/// Metres on the ellipsoid WGS84, by its two radii of curvature in the middle: to 0.1 % within a city.
fn metres(a: Position, b: Position) -> f64 {
    let (axis, e2) = (6_378_137.0, 0.006_694_38);
    let middle = ((a.1 + b.1) / 2.0).to_radians();
    let flat: f64 = 1.0 - e2 * middle.sin().powi(2);
    let (meridian, normal) = (axis * (1.0 - e2) / flat.powf(1.5), axis / flat.sqrt());
    let east = (b.0 - a.0).to_radians() * normal * middle.cos();
    let north = (b.1 - a.1).to_radians() * meridian;
    east.hypot(north)
}

/// A home area with its three weights.
struct Home {
    at: Position,
    /// Residents, households, one.
    weights: [f64; 3],
}

/// The areas of a borough; households of a zone spread over its areas as its residents are.
fn homes(borough: &str) -> Vec<Home> {
    let areas = table("areas.csv");
    let mut residents: HashMap<&str, f64> = HashMap::new();
    for area in &areas {
        *residents.entry(&area["zone"]).or_default() += number(area, "population");
    }
    let households: HashMap<String, f64> =
        table("zones.csv").iter().map(|z| (z["id"].clone(), number(z, "households_2011"))).collect();
    areas
        .iter()
        .filter(|area| area["borough"] == borough)
        .map(|area| {
            let (zone, people) = (area["zone"].as_str(), number(area, "population"));
            let weights = [people, households[zone] * people / residents[zone], 1.0];
            Home { at: position(area), weights }
        })
        .collect()
}

/// Stations with a counter: name, borough, position, hours.
fn counters() -> Vec<(String, String, Position, String)> {
    let with = table("stations.csv").into_iter().filter(|row| !row["counter_hours"].is_empty());
    with.map(|row| {
        (row["name"].clone(), row["borough"].clone(), position(&row), row["counter_hours"].clone())
    })
    .collect()
}

/// The nearest counter but for those that close: its name and metres.
fn nearest<'c>(
    at: Position,
    counters: &'c [(String, String, Position, String)],
    closed: &[&str],
) -> (&'c str, f64) {
    let open = counters.iter().filter(|c| !closed.contains(&c.0.as_str()));
    let ways = open.map(|c| (c.0.as_str(), metres(at, c.2)));
    ways.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap()
}

/// Claims that are checked.
struct Session {
    file: ClaimFile,
    checked: Vec<Checked>,
}

impl Session {
    fn of(text: &str) -> Session {
        let source = ScenarioFile::typed("claims", text.to_string());
        let file = ClaimFile::check(&source, london()).unwrap_or_else(|e| panic!("{e:?}"));
        let checked = check(&World::new(london(), roads(), &file), &file);
        Session { file, checked }
    }

    fn one(rest: &str) -> Session {
        Session::of(&claim("a", rest))
    }

    /// The only reading of a claim that is as wanted.
    fn reading(&self, id: &str, wanted: impl Fn(&Reading) -> bool) -> &Evaluated {
        let claim = self.file.claims.iter().position(|c| c.id == id).unwrap();
        let found: Vec<&Evaluated> =
            self.checked[claim].readings.iter().filter(|e| wanted(&e.reading)).collect();
        assert_eq!(found.len(), 1, "{id}");
        found[0]
    }

    fn value(&self, id: &str, wanted: impl Fn(&Reading) -> bool) -> f64 {
        self.reading(id, wanted).figure.value.unwrap()
    }
}

fn claim(id: &str, rest: &str) -> String {
    format!(
        "[[claim]]\nid = {id:?}\ntext = \"t\"\nspeaker = \"s\"\ndate = \"2017\"\nsource = \"x\"\n{rest}\n"
    )
}

fn near(found: f64, expected: f64, part: f64) {
    assert!((found - expected).abs() <= part * expected.abs(), "{found} is not {expected}");
}

/// A reading of all counters, whatever the hour, at the central values, in a straight line.
fn plain(r: &Reading) -> bool {
    (r.mode, r.pace, r.time, r.counters) == (Mode::CrowFly, Pace::Central, Time::Any, Counters::All)
}

/// Times of every way from a node over the tables of roads: walks at 4.8 km/h, drives at the speed of a road's class in
/// the zone where it begins; local streets are straight lines times 1.25.
fn minutes_from(start: usize, ends: &[usize], drive: Option<&str>) -> Vec<f64> {
    let nodes = table("road_nodes.csv");
    let at: Vec<Position> = nodes.iter().map(position).collect();
    let speeds: BTreeMap<(String, String), f64> = table("speeds.csv")
        .iter()
        .filter(|row| Some(row["period"].as_str()) == drive)
        .map(|row| ((row["class"].clone(), row["zone"].clone()), number(row, "km_h")))
        .collect();
    let mut graph = DiGraph::<(), f64>::new();
    at.iter().for_each(|_| {
        graph.add_node(());
    });
    let mut link = |from: usize, to: usize, minutes: f64| {
        graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), minutes);
    };
    let km_h = |class: &str, from: usize| match drive {
        None => 4.8,
        Some(_) => speeds[&(class.to_string(), nodes[from]["zone"].clone())],
    };
    for row in table("roads.csv") {
        let (from, to) = (number(&row, "from") as usize, number(&row, "to") as usize);
        let open = if drive.is_some() { row["drive"].as_str() } else { &row["walk"] };
        if open == "no" {
            continue;
        }
        assert!(row["max_km_h"].is_empty(), "no road of London has a limit of its own");
        let minutes = number(&row, "length_m") / km_h(&row["class"], from) * 0.06;
        link(from, to, minutes);
        if open != "forward" {
            link(to, from, minutes);
        }
    }
    for row in table("local_streets.csv") {
        let (from, to) = (number(&row, "from") as usize, number(&row, "to") as usize);
        let minutes = metres(at[from], at[to]) * 1.25 / km_h("local", from) * 0.06;
        link(from, to, minutes);
        link(to, from, minutes);
    }
    let found = dijkstra(&graph, NodeIndex::new(start), None, |edge| *edge.weight());
    ends.iter().map(|end| found[&NodeIndex::new(*end)]).collect()
}

/// Both ends are nodes of main roads, so that no access is part of the way.
#[test]
fn journeys_are_those_of_a_plain_search() {
    let nodes = table("road_nodes.csv");
    let main: Vec<usize> = table("roads.csv")
        .iter()
        .filter(|r| r["class"] == "primary" && r["drive"] == "both" && r["walk"] == "yes")
        .map(|r| number(r, "from") as usize)
        .collect();
    let (start, ends) = (main[0], [main[main.len() / 3], main[main.len() / 2], main[main.len() - 1]]);
    let place = |node: usize| format!("{},{}", nodes[node]["lat"], nodes[node]["lon"]);
    let text: String = ends
        .iter()
        .enumerate()
        .map(|(i, end)| {
            let ways = format!("quantity = \"journey\"\nfrom = {:?}\nto = {:?}", place(start), place(*end));
            claim(&format!("{i}-time"), &format!("{ways}\nsays = \"under 9 minutes\""))
                + &claim(&format!("{i}-length"), &format!("{ways}\nsays = \"under 1 mile\""))
        })
        .collect();
    let session = Session::of(&text);
    let tuesday = |hour: u16| Time::Minute((24 + hour) * 60 + 30);
    let drives = [(Time::Any, "inter-peak"), (tuesday(8), "am"), (tuesday(17), "pm")];
    let walks = minutes_from(start, &ends, None);
    let central = |r: &Reading, mode: Mode| r.mode == mode && r.pace == Pace::Central;
    for (i, minutes) in walks.iter().enumerate() {
        let found = session.value(&format!("{i}-time"), |r| central(r, Mode::Walk));
        near(found / 60.0, *minutes, 0.003);
        let metres = session.value(&format!("{i}-length"), |r| central(r, Mode::Walk));
        near(metres, minutes * 80.0, 0.003);
    }
    for (time, period) in drives {
        for (i, minutes) in minutes_from(start, &ends, Some(period)).iter().enumerate() {
            let id = format!("{i}-time");
            near(session.value(&id, |r| central(r, Mode::Drive) && r.time == time) / 60.0, *minutes, 0.003);
        }
    }
}

/// Sorted, and added up until half are there.
#[test]
fn a_median_is_that_of_everybody_in_a_row() {
    let session = Session::one(
        "quantity = \"nearest-counter\"\nfrom = \"Ealing\"\nsays = \"under 1 mile\"\nmodes = [\"crow-fly\"]",
    );
    let (homes, counters) = (homes("Ealing"), counters());
    for (weight, of) in Denominator::ALL.into_iter().enumerate() {
        let mut ways: Vec<(f64, f64)> =
            homes.iter().map(|h| (nearest(h.at, &counters, &[]).1, h.weights[weight])).collect();
        ways.sort_by(|a, b| a.0.total_cmp(&b.0));
        let all: f64 = ways.iter().map(|w| w.1).sum();
        let mut so_far = 0.0;
        let median = ways.iter().find(|w| {
            so_far += w.1;
            so_far >= all / 2.0
        });
        let found = session.value("a", |r| plain(r) && r.of == of && r.statistic == Statistic::Median);
        near(found, median.unwrap().0, 0.002);
        let mean = ways.iter().map(|w| w.0 * w.1).sum::<f64>() / all;
        near(session.value("a", |r| plain(r) && r.of == of && r.statistic == Statistic::Mean), mean, 0.001);
    }
}

/// Whose nearest counter Acton is, home by home.
#[test]
fn a_catchment_is_of_those_whose_nearest_it_is() {
    let text = "quantity = \"catchment\"\nplace = \"Ealing\"\ncounter = \"Acton\"\nsays = \"over 10 %\"\nmodes = [\"crow-fly\"]";
    let after = "option = \"west-london-2017/all-five\"";
    let session = Session::of(&(claim("before", text) + &claim("after", &format!("{text}\n{after}"))));
    let (homes, counters) = (homes("Ealing"), counters());
    let five = ["Notting Hill", "Ealing", "Southall", "Uxbridge", "Chiswick"];
    for (id, closed) in [("before", &[][..]), ("after", &five[..])] {
        for (weight, of) in Denominator::ALL.into_iter().enumerate() {
            let all: f64 = homes.iter().map(|h| h.weights[weight]).sum();
            let those = homes.iter().filter(|h| nearest(h.at, &counters, closed).0 == "Acton");
            let expected = those.map(|h| h.weights[weight]).sum::<f64>() / all;
            assert!(expected > 0.05 && expected < 0.95, "{id} is no test: {expected}");
            near(session.value(id, |r| plain(r) && r.of == of), expected, 0.005);
        }
    }
}

/// Households within a mile, counted by zone and area.
#[test]
fn households_are_counted_home_by_home() {
    let session = Session::one(
        "quantity = \"coverage\"\nplace = \"Hillingdon\"\nwithin = \"1 mile\"\nsays = \"over 9,000 households\"\nmodes = [\"crow-fly\"]",
    );
    let (homes, counters) = (homes("Hillingdon"), counters());
    let within = homes.iter().filter(|h| nearest(h.at, &counters, &[]).1 <= 1609.344);
    let expected: f64 = within.map(|h| h.weights[1]).sum();
    near(session.value("a", plain), expected, 0.005);
}

#[test]
fn counters_by_borough_are_rows_of_the_table() {
    let mut expected: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for (_, borough, _, hours) in counters() {
        let counts = expected.entry(borough).or_default();
        counts[0] += 1;
        counts[1] += usize::from(hours == "24/7");
    }
    assert!(expected.len() > 30);
    let text = |borough: &str, hours: &str| {
        format!("quantity = \"counters\"\nplace = {borough:?}\nsays = \"1 counter\"\nhours = {hours:?}")
    };
    let claims = |borough: &String| {
        claim(&format!("{borough} any"), &text(borough, "any"))
            + &claim(&format!("{borough} 24/7"), &text(borough, "24/7"))
    };
    let session = Session::of(&expected.keys().map(claims).collect::<String>());
    for (borough, [all, round_the_clock]) in &expected {
        let counted = |hours: &str| {
            let id = format!("{borough} {hours}");
            let number = session.file.claims.iter().position(|c| c.id == id).unwrap();
            session.checked[number].plainest().unwrap().figure.value.unwrap()
        };
        assert_eq!((counted("any"), counted("24/7")), (*all as f64, *round_the_clock as f64), "{borough}");
    }
}

/// The way after the option divided by the way before, of a point and of a borough's mean.
#[test]
fn a_ratio_is_a_division() {
    let text = |from: &str| {
        format!(
            "quantity = \"nearest-counter-ratio\"\nfrom = {from:?}\noption = \"west-london-2017/all-five\"\nsays = \"2 times\"\nmodes = [\"crow-fly\"]"
        )
    };
    let w11 = (-0.2158, 51.5140);
    let session = Session::of(&(claim("point", &text("51.5140,-0.2158")) + &claim("mean", &text("Ealing"))));
    let five = ["Notting Hill", "Ealing", "Southall", "Uxbridge", "Chiswick"];
    let counters = counters();
    let expected = nearest(w11, &counters, &five).1 / nearest(w11, &counters, &[]).1;
    assert!(expected > 1.1, "{expected}");
    near(session.value("point", plain), expected, 0.001);
    let sum = |closed: &[&str]| -> f64 {
        homes("Ealing").iter().map(|h| nearest(h.at, &counters, closed).1 * h.weights[0]).sum()
    };
    let mean = |r: &Reading| plain(r) && r.of == Denominator::People && r.statistic == Statistic::Mean;
    near(session.value("mean", mean), sum(&five) / sum(&[]), 0.001);
}

/// A counter that an option opens is the nearest of those who live beside it, wherever it is.
#[test]
fn what_an_option_opens_is_gone_to() {
    let stations = table("stations.csv");
    let royalty = stations.iter().find(|s| s["name"] == "Royalty Studios").unwrap();
    assert!(royalty["counter_hours"].is_empty(), "the option opens it");
    let folder = tempfile::tempdir().unwrap();
    let scenario = folder.path().join("own.toml");
    std::fs::write(
        &scenario,
        "title = \"A counter of one's own\"\ncity = \"london-2017\"\n[study]\nboroughs = [\"Ealing\"]\n\
         [[option]]\nid = \"open\"\ntitle = \"Open one\"\n\
         open_counter = [{ name = \"Perivale\", lat = 51.5365, lon = -0.3235, hours = \"24/7\" }]\n",
    )
    .unwrap();
    let own = format!("{}/open", path(&scenario));
    let text = |from: &str, option: &str| {
        format!(
            "quantity = \"nearest-counter\"\nfrom = {from:?}\noption = {option:?}\nsays = \"under 1 mile\"\nmodes = [\"crow-fly\"]"
        )
    };
    let session = Session::of(
        &(claim("shipped", &text("51.5140,-0.2158", "london-2017-final/final"))
            + &claim("own", &text("51.5400,-0.3300", &own))),
    );
    let ways = [
        ("shipped", "Royalty Studios", metres((-0.2158, 51.5140), position(royalty))),
        ("own", "Perivale", metres((-0.3300, 51.5400), (-0.3235, 51.5365))),
    ];
    for (id, name, expected) in ways {
        let found = session.reading(id, plain);
        near(found.figure.value.unwrap(), expected, 0.002);
        assert_eq!(session.file.networks.sites[found.figure.site.unwrap()].name, name);
    }
    // Those who live beside neither go where they went.
    let (at, counters) = ((-0.3300, 51.5400), counters());
    assert!(nearest(at, &counters, &[]).1 > metres(at, (-0.3235, 51.5365)));
}

fn path(path: &Path) -> String {
    path.to_str().unwrap().replace('\\', "/")
}
