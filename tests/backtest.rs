//! Ten fire stations that really closed: the forecast from the years before, its invariants, and its score on the year
//! after, which nothing was fitted to.

mod common;

use std::fmt::Write as _;
use std::sync::OnceLock;

use bluelamp::city::{City, CityFiles, load};
use bluelamp::response::first_engine::{ClosureForecast, GroundForecast, forecast};
use bluelamp::scenario::{ScenarioFile, StationClosure};
use bluelamp::travel::{Mode, Place, Plane, RoadModel, TravelMatrix};
use common::{bluelamp, committed, contents, london, project, roads};

fn fire_city() -> &'static City {
    static CITY: OnceLock<City> = OnceLock::new();
    CITY.get_or_init(|| load(CityFiles::Folder(project("scenarios/london-fire-2013"))).unwrap())
}

fn closed() -> Vec<bool> {
    let file = ScenarioFile::open(project("scenarios/fire-2014.toml").to_str().unwrap()).unwrap();
    StationClosure::check(&file, fire_city()).unwrap().closed
}

fn drives() -> &'static Plane {
    static DRIVES: OnceLock<TravelMatrix> = OnceLock::new();
    let matrix = DRIVES.get_or_init(|| {
        let (city, model) = (fire_city(), RoadModel::new(roads().unwrap(), &london().river));
        let areas: Vec<Place> = city.areas.iter().map(|a| Place::Point(a.point)).collect();
        let stations: Vec<Place> = city.stations.iter().map(|s| Place::Point(s.point)).collect();
        TravelMatrix { planes: model.planes(&[Mode::Drive], &areas, &stations) }
    });
    matrix.plane(Mode::Drive).unwrap()
}

fn forecast_of(closed: &[bool]) -> ClosureForecast {
    let city = fire_city();
    forecast(city, drives(), &city.attendances().unwrap(), &city.fires_before().unwrap(), closed).unwrap()
}

fn ten() -> &'static ClosureForecast {
    static TEN: OnceLock<ClosureForecast> = OnceLock::new();
    TEN.get_or_init(|| forecast_of(&closed()))
}

/// Rows of a small committed table of numbers, with the first column as text.
fn table(path: &str) -> Vec<(String, Vec<f64>)> {
    let text = std::fs::read_to_string(project(path)).unwrap();
    let row = |line: &str| {
        let mut cells = line.split(',').map(str::to_string);
        (cells.next().unwrap(), cells.map(|c| c.parse().unwrap()).collect())
    };
    text.lines().skip(1).map(row).collect()
}

#[test]
fn the_city_holds_every_incident_and_marks_ten_stations() {
    let city = fire_city();
    assert_eq!((city.stations.len(), city.wards.len()), (112, 112));
    assert_eq!(city.population(), 462_884.0, "462,896 rows less 12 that repeat others");
    let fires: f64 = city.attendances().unwrap().iter().map(|a| a.fires).sum();
    assert!((104_000.0..104_811.0).contains(&fires), "{fires} fires of at least a minute");
    let before: f64 = city.fires_before().unwrap().iter().map(|b| b.fires).sum();
    assert_eq!(before, 6_708.0);
    // The mark in the table and the names in the scenario are the same ten.
    let stations = std::fs::read_to_string(project("scenarios/london-fire-2013/stations.csv")).unwrap();
    let marked: Vec<bool> = stations.lines().skip(1).map(|l| l.contains(",2014-01-09,")).collect();
    assert_eq!(marked, closed());
    assert_eq!(closed().iter().filter(|c| **c).count(), 10);
}

#[test]
fn closing_nothing_changes_nothing_and_closing_something_nothing_far_away() {
    let nothing = forecast_of(&[false; 112]);
    assert!(nothing.grounds.iter().all(|g| g.effect_s() == 0.0 && g.from_closing == 0.0));
    assert!(nothing.squares.iter().all(|s| s.pre_s == s.post_s));
    let ten = ten();
    // What is fitted does not depend on what closes.
    assert_eq!(ten.fit.law, nothing.fit.law);
    assert_eq!(ten.race, nothing.race);
    let far = ten.grounds.iter().filter(|g| g.from_closing == 0.0).collect::<Vec<_>>();
    assert!(far.len() > 30 && far.iter().all(|g| g.effect_s() == 0.0), "{}", far.len());
    for g in &ten.grounds {
        let (low, high) = g.change_range_s;
        assert!(low < g.change_s() && g.change_s() < high, "{g:?}");
        assert!(!g.closes || g.effect_s() > 20.0, "a closed station is missed: {g:?}");
    }
}

#[test]
fn the_law_is_one_of_a_vehicle() {
    let (fit, race) = (&ten().fit, &ten().race);
    let power: f64 = fit.law.powers.iter().sum();
    assert!(fit.law.powers.iter().all(|p| *p > 0.0) && (0.5..1.0).contains(&power), "{:?}", fit.law);
    // Two kilometres by road, 1.5 straight, five minutes in traffic: FACTS 2 has 4:19 of travel over about as much.
    let way =
        bluelamp::response::first_engine::Journey { road_m: 2000.0, straight_m: 1500.0, traffic_s: 300.0 };
    let arrival = fit.law.arrival_s(fit.law.drive_s(way), 0, true) - fit.law.station_s[0];
    assert!((300.0..380.0).contains(&arrival), "{arrival}");
    assert!((10.0..40.0).contains(&race.spread_s) && race.ready.iter().all(|r| (0.4..=0.97).contains(r)));
    // The chance that the own station comes is what was seen: 83 % of all incidents came from the own ground.
    let city = fire_city();
    let (mut own, mut all) = (0.0, 0.0);
    for a in city.attendances().unwrap() {
        own +=
            if city.wards[city.areas[a.area].ward].id == city.stations[a.station].id { a.fires } else { 0.0 };
        all += a.fires;
    }
    assert!((0.82..0.85).contains(&(own / all)), "{}", own / all);
}

#[test]
fn the_command_writes_the_committed_tables() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("fire-2014");
    let output = bluelamp()
        .args(["backtest", "fire-2014", "--out"])
        .arg(&out)
        .current_dir(project(""))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for (file, bytes) in contents(&out) {
        committed(&format!("fire-2014/{file}"), &bytes);
    }
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("Woolwich") && !said.contains("Acton"), "{said}");
}

/// Mean absolute difference, plain and weighted.
fn mean_error(rows: &[(f64, f64, f64)]) -> [f64; 2] {
    let weights: f64 = rows.iter().map(|r| r.2).sum();
    let plain = rows.iter().map(|r| (r.0 - r.1).abs()).sum::<f64>() / rows.len() as f64;
    [plain, rows.iter().map(|r| r.2 * (r.0 - r.1).abs()).sum::<f64>() / weights]
}

/// Observed changes of grounds, net of the grounds that no closure touches by a second.
struct Observed<'f> {
    /// Ground, observed net change in seconds, fires before and after as one weight.
    closed: Vec<(&'f GroundForecast, f64, f64)>,
    background_s: f64,
}

fn observed(forecast: &ClosureForecast) -> Observed<'_> {
    let after = table("tests/data/fire_2015/grounds.csv");
    let mut closed = Vec::new();
    let (mut sum, mut weights) = (0.0, 0.0);
    for g in forecast.grounds.iter().filter(|g| g.fires > 0.0) {
        let Some((_, cells)) = after.iter().find(|(name, _)| *name == g.name) else { continue };
        let (fires, mean_s) = (cells[0], cells[1]);
        let weight = g.fires * fires / (g.fires + fires);
        if g.closes {
            closed.push((g, mean_s - g.pre_mean_s, weight));
        } else if g.effect_s().abs() < 1.0 {
            sum += weight * (mean_s - g.pre_mean_s);
            weights += weight;
        }
    }
    let background_s = sum / weights;
    closed.iter_mut().for_each(|c| c.1 -= background_s);
    Observed { closed, background_s }
}

/// What a straight line through time and distance as the crow flies says, fitted to the same fires of the years before:
/// slope in seconds a metre.
fn straight_line_slope(city: &City) -> f64 {
    let [mut n, mut x, mut y, mut xx, mut xy] = [0.0; 5];
    for a in city.attendances().unwrap() {
        let d = nearest_m(city, a.area, |_| true);
        n += a.fires;
        x += a.fires * d;
        y += a.fires * a.mean_s;
        xx += a.fires * d * d;
        xy += a.fires * d * a.mean_s;
    }
    (n * xy - x * y) / (n * xx - x * x)
}

fn nearest_m(city: &City, area: usize, open: impl Fn(usize) -> bool) -> f64 {
    let point = city.areas[area].point;
    let gaps = (0..city.stations.len()).filter(|s| open(*s)).map(|s| city.stations[s].point.distance(point));
    gaps.fold(f64::INFINITY, f64::min)
}

#[test]
fn the_score_on_the_year_after_is_the_committed_one() {
    let (city, forecast, closed) = (fire_city(), ten(), closed());
    let seen = observed(forecast);
    let slope = straight_line_slope(city);
    let extra: Vec<f64> = (0..city.areas.len())
        .map(|a| nearest_m(city, a, |s| !closed[s]) - nearest_m(city, a, |_| true))
        .collect();
    let ground_mean = |name: &str, f: &dyn Fn(usize) -> f64| {
        let inside = || (0..city.areas.len()).filter(|a| city.wards[city.areas[*a].ward].name == name);
        let weights: f64 = inside().map(|a| city.areas[a].population).sum();
        inside().map(|a| city.areas[a].population * f(a)).sum::<f64>() / weights
    };
    // Fires before from elsewhere against all.
    let history = |name: &str| {
        let [mut all, mut all_s, mut other, mut other_s] = [0.0; 4];
        for a in city.attendances().unwrap() {
            let ward = &city.wards[city.areas[a.area].ward];
            if ward.name == name {
                all += a.fires;
                all_s += a.fires * a.mean_s;
                if ward.id != city.stations[a.station].id {
                    other += a.fires;
                    other_s += a.fires * a.mean_s;
                }
            }
        }
        other_s / other - all_s / all
    };
    type Predict<'p> = Box<dyn Fn(&GroundForecast) -> f64 + 'p>;
    let models: [(&str, Predict<'_>); 5] = [
        ("no change", Box::new(|_| 0.0)),
        ("straight-line regression", Box::new(|g| slope * ground_mean(&g.name, &|a| extra[a]))),
        ("own history of engines from elsewhere", Box::new(|g| history(&g.name))),
        ("law and race, the closures alone", Box::new(|g| g.effect_s())),
        ("law and race, against the year before", Box::new(|g| g.change_s())),
    ];
    let mut text = String::from("model,by,mean_absolute_error_s,weighted_by_fires_s\n");
    let mut errors = Vec::new();
    for (name, predict) in &models {
        let rows: Vec<(f64, f64, f64)> =
            seen.closed.iter().map(|(g, change, weight)| (predict(g), *change, *weight)).collect();
        let [plain, weighted] = mean_error(&rows);
        errors.push((plain, weighted));
        writeln!(text, "{name},ground,{plain:.1},{weighted:.1}").unwrap();
    }
    // By extra distance: all whose nearest station closes.
    let bands = table("tests/data/fire_2015/bands.csv");
    for (label, edges) in [
        ("500 m", [0.0, 500.0, 1000.0, 1e9].as_slice()),
        ("250 m", &[0.0, 250.0, 500.0, 1000.0, 1500.0, 1e9]),
    ] {
        let mut ours = Vec::new();
        for band in edges.windows(2) {
            let within = |x: f64| band[0] <= x && x < band[1];
            let mut sums = [0.0; 4];
            for (from, cells) in bands.iter().filter(|(from, _)| within(from.parse().unwrap())) {
                assert_eq!(cells.len(), 4, "{from}");
                sums.iter_mut().zip(cells).for_each(|(s, c)| *s += c);
            }
            let change = sums[3] / sums[2] - sums[1] / sums[0] - seen.background_s;
            let (mut all, mut effect) = (0.0, 0.0);
            for (area, place) in forecast.places.iter().enumerate() {
                if extra[area] > 0.0 && within(extra[area]) {
                    all += city.areas[area].population;
                    effect += city.areas[area].population * (place.post_s - place.pre_s);
                }
            }
            ours.push((effect / all, change, sums[0] * sums[2] / (sums[0] + sums[2])));
        }
        let [plain, weighted] = mean_error(&ours);
        writeln!(
            text,
            "law and race, bands of {label} more to the next open station,band,{plain:.1},{weighted:.1}"
        )
        .unwrap();
        let none: Vec<(f64, f64, f64)> = ours.iter().map(|r| (0.0, r.1, r.2)).collect();
        let [plain, weighted] = mean_error(&none);
        writeln!(
            text,
            "no change, bands of {label} more to the next open station,band,{plain:.1},{weighted:.1}"
        )
        .unwrap();
    }
    let luck =
        |(g, _, w): &(&GroundForecast, f64, f64)| (g.name.clone(), forecast.levels.within_s / w.sqrt());
    let floor: Vec<f64> =
        seen.closed.iter().map(|c| luck(c).1 * (2.0 / std::f64::consts::PI).sqrt()).collect();
    let floor = floor.iter().sum::<f64>() / floor.len() as f64;
    writeln!(text, "luck alone (both years),ground,{floor:.1},").unwrap();
    let covered =
        seen.closed.iter().filter(|(g, change, _)| (g.change_range_s.0..g.change_range_s.1).contains(change));
    writeln!(text, "grounds within the 95 % range,ground,{},", covered.count()).unwrap();
    committed("fire-2014-score.csv", text.as_bytes());
    // What must hold of any forecast worth the name.
    let [(none, none_weighted), .., (ours, ours_weighted)] = errors[..] else { panic!("five models") };
    assert!(ours < none / 2.0 && ours_weighted < none_weighted / 2.0, "{text}");
}
