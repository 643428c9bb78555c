//! London's road network: right, whole, plausible. What is committed in `output/roads` is what it says.

mod common;

use std::collections::HashMap;

use bluelamp::city::{Driving, Period, RoadClass, Roads};
use bluelamp::space::Point;
use bluelamp::travel::{Cost, End, Mode, Pace, Place, Profile, RoadModel, arcs};
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use common::{committed, london, project};

const PROFILES: [Profile; 5] = [
    Profile::Walk,
    Profile::Drive(Period::AmPeak),
    Profile::Drive(Period::InterPeak),
    Profile::Drive(Period::PmPeak),
    Profile::Drive(Period::Night),
];

fn roads() -> &'static Roads {
    common::roads().expect("London has roads")
}

fn model() -> RoadModel<'static> {
    RoadModel::new(roads(), &london().river)
}

fn homes() -> Vec<Place> {
    (0u32..).zip(&london().areas).map(|(i, a)| Place::Area(i, a.point)).collect()
}

fn station(name: &str) -> Place {
    let city = london();
    Place::Point(city.stations[city.station(name).expect("a station")].point)
}

/// The matrix against petgraph's Dijkstra, backwards from a station to random areas: equal to the millisecond.
#[test]
fn the_matrix_is_what_petgraph_finds() {
    let (model, city) = (model(), london());
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let areas: Vec<Place> = (0..300).map(|_| homes()[rng.random_range(0..city.areas.len())]).collect();
    let stations: Vec<Place> =
        (0..3).map(|_| Place::Point(city.stations[rng.random_range(0..city.stations.len())].point)).collect();
    let matrices = model.costs(&[Mode::Walk, Mode::Drive], &areas, &stations);
    assert_eq!(matrices.len(), PROFILES.len());
    let ends = arcs(&roads().network);
    for (profile, (of, costs)) in PROFILES.iter().zip(&matrices) {
        assert_eq!(profile, of);
        let pace = Pace::new(roads(), *profile);
        let mut graph = DiGraph::<(), u64>::with_capacity(roads().network.nodes.len(), ends.len());
        for _ in &roads().network.nodes {
            graph.add_node(());
        }
        for (&(from, to), cost) in ends.iter().zip(pace.metric()) {
            if cost != Cost::NONE {
                // Turned round: the search runs backwards from the station.
                graph.add_edge(
                    NodeIndex::new(to as usize),
                    NodeIndex::new(from as usize),
                    u64::from(cost.time_ms()),
                );
            }
        }
        for (s, place) in stations.iter().enumerate() {
            let start = graph.add_node(());
            for leg in model.join(*place, &pace, End::Finish).legs {
                graph.add_edge(start, NodeIndex::new(leg.node as usize), u64::from(leg.cost.time_ms()));
            }
            let found = dijkstra(&graph, start, None, |e| *e.weight());
            for (a, area) in areas.iter().enumerate() {
                let node = model.join(*area, &pace, End::Start).legs[0].node;
                let expected = found[&NodeIndex::new(node as usize)];
                assert_eq!(
                    u64::from(costs[a * stations.len() + s].time_ms()),
                    expected,
                    "{profile:?} {a} {s}"
                );
            }
        }
    }
}

/// The share of areas that reach every counter by road, and the share of carriageways that can be driven both to
/// and from.
#[test]
fn the_network_is_whole() {
    let city = london();
    let counters: Vec<Place> =
        city.stations.iter().filter(|s| s.counter.is_some()).map(|s| Place::Point(s.point)).collect();
    let planes = model().planes(&[Mode::Walk, Mode::Drive], &homes(), &counters);
    for plane in &planes {
        let reaching = (0..city.areas.len())
            .filter(|&a| (0..counters.len()).all(|s| plane.length_m(a, s).is_finite()))
            .count();
        let share = reaching as f64 / city.areas.len() as f64;
        println!("{:?} {:?}: {reaching} of {}", plane.mode, plane.period, city.areas.len());
        assert!(share > 0.999, "{:?} {:?}: {share}", plane.mode, plane.period);
    }
}

/// Where one drawing of a main road stops and the next begins, no gap is left: two dead ends of main roads that close
/// to each other would be one.
#[test]
fn main_roads_have_no_gaps() {
    let network = &roads().network;
    let mut ends: HashMap<u32, (usize, bool)> = HashMap::new();
    for road in network.roads.iter().filter(|r| r.driving != Driving::No) {
        for node in [road.from, road.to] {
            let end = ends.entry(node).or_default();
            end.0 += 1;
            end.1 |= matches!(road.class, RoadClass::Trunk | RoadClass::Primary);
        }
    }
    let dead: Vec<Point> = ends
        .iter()
        .filter(|(_, (roads, main))| *roads == 1 && *main)
        .map(|(node, _)| network.nodes[*node as usize].point)
        .collect();
    let gap = |(i, p): (usize, &Point)| dead[..i].iter().filter(|q| q.distance(*p) < 16.0).count();
    assert_eq!(dead.iter().enumerate().map(gap).sum::<usize>(), 0, "{dead:?}");
}

/// Nobody turns off or onto a motorway between its junctions.
#[test]
fn no_place_joins_a_motorway() {
    let (model, pace) = (model(), Pace::new(roads(), Profile::Drive(Period::InterPeak)));
    let mut near_a_motorway = 0;
    for road in roads().network.roads.iter().filter(|r| r.class == RoadClass::Motorway) {
        for bend in bluelamp::space::to_grid_all(&road.shape) {
            let snap = model.join(Place::Point(bend), &pace, End::Start).snap.expect("a road");
            assert_ne!(roads().network.roads[snap.road as usize].class, RoadClass::Motorway);
            near_a_motorway += 1;
        }
    }
    assert!(near_a_motorway > 10, "{near_a_motorway} places");
}

/// One search to everywhere, in lengths over the straight line.
fn ratios(from: usize, profile: Profile) -> impl Iterator<Item = (f64, f64)> {
    let city = london();
    let (model, pace) = (model(), Pace::new(roads(), profile));
    let graph = bluelamp::travel::Graph::new(roads().network.nodes.len(), arcs(&roads().network)).unwrap();
    let start = model.join(homes()[from], &pace, End::Start);
    let costs = bluelamp::travel::search::costs_from(&graph, &pace.metric(), &start.ends());
    let here = city.areas[from].point;
    city.areas.iter().enumerate().filter_map(move |(to, area)| {
        let node = model.join(Place::Area(to as u32, area.point), &pace, End::Finish).legs[0].node;
        let straight_m = here.distance(area.point);
        // Two homes at nearly the same point have no detour to speak of.
        (straight_m > 50.0)
            .then(|| (straight_m, f64::from(costs[node as usize].length_mm()) / 1e3 / straight_m))
    })
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[test]
fn ways_are_plausibly_longer_than_straight_lines() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    for profile in [Profile::Drive(Period::InterPeak), Profile::Walk] {
        let pairs: Vec<(f64, f64)> =
            (0..60).flat_map(|_| ratios(rng.random_range(0..london().areas.len()), profile)).collect();
        let near = median(pairs.iter().filter(|p| p.0 < 2000.0).map(|p| p.1).collect());
        let all = median(pairs.iter().map(|p| p.1).collect());
        let least = pairs.iter().map(|p| p.1).fold(f64::INFINITY, f64::min);
        println!("{profile:?}: under 2 km {near:.3}, all {all:.3}, least {least:.3}, {} pairs", pairs.len());
        assert!((1.20..=1.35).contains(&near), "{profile:?}, under 2 km: {near}");
        assert!((1.12..=1.30).contains(&all), "{profile:?}, all: {all}");
        assert!(least >= 1.0, "{profile:?}: {least}");
    }
}

/// The ten pairs of stations of the study area with the longest way round. The reasons are written by hand, in
/// `tests/data/station_pairs.csv`.
#[test]
fn the_longest_ways_round_have_reasons() {
    let city = london();
    let study = ["Kensington and Chelsea", "Hammersmith and Fulham", "Ealing", "Hillingdon", "Hounslow"];
    let here: Vec<(&str, Point)> = city
        .stations
        .iter()
        .filter(|s| study.contains(&city.boroughs[s.borough].name.as_str()))
        .map(|s| (s.name.as_str(), s.point))
        .collect();
    let reasons: HashMap<String, String> = std::fs::read_to_string(project("tests/data/station_pairs.csv"))
        .unwrap_or_default()
        .lines()
        .skip(1)
        .filter_map(|l| l.split_once(','))
        .map(|(pair, reason)| (pair.to_string(), reason.to_string()))
        .collect();
    let (model, mut pairs) = (model(), Vec::new());
    let profile = Profile::Drive(Period::InterPeak);
    let places: Vec<Place> = here.iter().map(|(_, p)| Place::Point(*p)).collect();
    for (a, from) in here.iter().enumerate() {
        let plane = model.plane_from(places[a], &places, profile);
        for (b, to) in here.iter().enumerate().filter(|(b, _)| *b != a) {
            let straight_m = from.1.distance(to.1);
            let way_m = f64::from(plane.length_m(0, b));
            assert!(way_m >= straight_m, "{} to {}: {way_m} {straight_m}", from.0, to.0);
            pairs.push((way_m / straight_m, from.0, to.0, straight_m, way_m));
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0));
    let mut text = "from,to,straight_m,way_m,ratio,reason\n".to_string();
    for (ratio, from, to, straight_m, way_m) in &pairs[..10] {
        let reason = reasons.get(&format!("{from} to {to}")).map_or("?", String::as_str);
        text.push_str(&format!("{from},{to},{straight_m:.0},{way_m:.0},{ratio:.3},{reason}\n"));
    }
    println!("{} pairs, median {:.3}\n{text}", pairs.len(), median(pairs.iter().map(|p| p.0).collect()));
    assert!(!text.contains(",?\n"), "a pair without a reason:\n{text}");
    committed("roads/station_pairs.csv", text.as_bytes());
}

/// What is published about driving in London, beside what the model says.
#[test]
fn the_residuals_are_committed() {
    let mut text = "what,published,unit,source,model,low,high,model_over_published\n".to_string();
    let mut row = |what: &str, published: f64, unit: &str, source: &str, [model, low, high]: [f64; 3]| {
        let ratio = model / published;
        text.push_str(&format!(
            "{what},{published},{unit},{source},{model:.1},{low:.1},{high:.1},{ratio:.2}\n"
        ));
    };
    let model = model();
    let day = Profile::Drive(Period::InterPeak);
    let (_, spread) = model.spreads(day);
    let minutes = |from, to, profile| {
        let route = model.route(station(from), station(to), profile).expect("a way");
        let central = f64::from(route.cost.time_ms()) / 6e4;
        [central, central * spread.low, central * spread.high]
    };
    row(
        "Wembley to Harrow (South Harrow) police station by day",
        9.0,
        "min",
        "parade base of Harrow's response cars; FACTS 2 [GWL4]: stated 9 minutes' drive",
        minutes("Wembley", "Harrow", day),
    );
    for (from, to, km) in [
        ("Uxbridge", "Notting Hill", 21.9),
        ("Uxbridge", "Ealing", 14.3),
        ("Southall", "Ealing", 5.7),
        ("Ealing", "Notting Hill", 7.7),
        ("Hounslow", "Ealing", 8.1),
        ("Wembley", "Ealing", 5.7),
    ] {
        let route = model.route(station(from), station(to), day).expect("a way");
        let way = f64::from(route.cost.length_mm()) / 1e6;
        let what = format!("{from} to {to}: length of the way");
        row(
            &what,
            km,
            "km",
            "shortest way on a planar graph of the 2018 bus lines, between places of these names (data dictionary)",
            [way; 3],
        );
    }
    for (zone, published) in
        [("Central", [14.1, 12.6, 13.1]), ("Inner", [18.7, 20.3, 16.9]), ("Outer", [29.4, 33.9, 27.4])]
    {
        for (period, published) in
            [Period::AmPeak, Period::InterPeak, Period::PmPeak].into_iter().zip(published)
        {
            let what =
                format!("mean speed of drives of 1 to 5 km inside {zone} London ({})", period.as_str());
            let source = "TfL Travel in London 8: mean traffic speed 2014/15 on main roads";
            row(&what, published, "km/h", source, drives_inside(zone, Profile::Drive(period)));
        }
    }
    println!("{text}");
    committed("roads/calibration.csv", text.as_bytes());
}

/// Length over time of drives between random homes of a zone, together.
fn drives_inside(zone: &str, profile: Profile) -> [f64; 3] {
    let (city, network, model) = (london(), &roads().network, model());
    let homes: Vec<(u32, Point)> = network
        .nodes
        .iter()
        .filter(|n| n.zone == zone)
        .filter_map(|n| n.area.map(|a| (a, city.areas[a as usize].point)))
        .collect();
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let (mut metres, mut seconds) = (0.0, 0.0);
    let places: Vec<Place> = homes.iter().map(|(a, p)| Place::Area(*a, *p)).collect();
    for _ in 0..25 {
        let from = rng.random_range(0..homes.len());
        let plane = model.plane_from(places[from], &places, profile);
        for (to, (_, point)) in homes.iter().enumerate() {
            if (1_000.0..5_000.0).contains(&point.distance(homes[from].1))
                && plane.length_m(0, to).is_finite()
            {
                metres += f64::from(plane.length_m(0, to));
                seconds += f64::from(plane.time_s(0, to).unwrap_or(0.0));
            }
        }
    }
    let (_, spread) = model.spreads(profile);
    let speed = metres / seconds * 3.6;
    [speed, speed / spread.high, speed / spread.low]
}

/// How much of the network is of which class and source, and which journeys use it.
#[test]
fn the_network_in_numbers_is_committed() {
    let network = &roads().network;
    let mut text = "what,carriageways,km\n".to_string();
    let mut row = |what: String, of: &dyn Fn(&&bluelamp::city::Road) -> bool| {
        let found = network.roads.iter().filter(of);
        let (count, metres) = found.fold((0, 0.0), |(n, m), r| (n + 1, m + r.length_m));
        text.push_str(&format!("{what},{count},{:.1}\n", metres / 1000.0));
    };
    row("all".to_string(), &|_| true);
    for class in RoadClass::ALL {
        row(format!("class {}", class.as_str()), &|r| r.class == class);
    }
    let mut sources: Vec<&str> = network.roads.iter().map(|r| r.source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    for source in sources {
        row(format!("source {source}"), &|r| r.source == source);
    }
    row("one-way".to_string(), &|r| r.driving == Driving::Forward);
    row("not driven".to_string(), &|r| r.driving == Driving::No);
    row("not walked".to_string(), &|r| !r.walking);
    row("with a name or number".to_string(), &|r| !r.name.is_empty());
    committed("roads/network.csv", text.as_bytes());
}

/// The share of a typical journey, from a home to its nearest counter, that stands in for missing streets.
#[test]
fn the_share_of_a_journey_that_stands_in_is_committed() {
    let (city, model) = (london(), model());
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let mut text = "mode,journeys,metres,share_on_local_streets\n".to_string();
    for profile in [Profile::Drive(Period::InterPeak), Profile::Walk] {
        let (mut local_m, mut all_m) = (0.0, 0.0);
        for _ in 0..100 {
            let area = rng.random_range(0..city.areas.len());
            let from = Place::Area(area as u32, city.areas[area].point);
            let gap = |s: &&bluelamp::city::Station| s.point.distance(city.areas[area].point);
            let counters = city.stations.iter().filter(|s| s.counter.is_some());
            let nearest = counters.min_by(|a, b| gap(a).total_cmp(&gap(b))).expect("a counter");
            let route = model.route(from, Place::Point(nearest.point), profile).expect("a way");
            local_m += route.local_m();
            all_m += f64::from(route.cost.length_mm()) / 1e3;
        }
        let mode = profile.mode().as_str();
        text.push_str(&format!("{mode},100,{:.0},{:.3}\n", all_m / 100.0, local_m / all_m));
    }
    println!("{text}");
    committed("roads/journeys.csv", text.as_bytes());
}
