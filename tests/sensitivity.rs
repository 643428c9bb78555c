//! One assumption at a time, against a run of the whole scenario in which that assumption is otherwise; shares and ways of
//! groups against a loop over the areas.

mod common;

use bluelamp::city::Confidence;
use bluelamp::impact::{
    AssumedCase, GroupBy, Impact, Sensitivity, Statistic, VariedAssumption, assess, measure, sensitivity,
};
use bluelamp::scenario::{Scenario, ScenarioFile, Time};
use bluelamp::travel::{CIRCUITY, DRIVING_SPEED, Mode, Plane, TravelMatrix, WALKING_SPEED_KM_H};
use common::london;

/// At night, where counters of doubtful hours matter; the option changes hours and closes a counter.
fn scenario(modes: &str, times: &str) -> Scenario {
    let text = format!(
        "title = \"T\"\n[study]\nboroughs = [\"Hammersmith and Fulham\", \"Kensington and Chelsea\"]\n[access]\n\
         modes = [{modes}]\ntimes = [{times}]\n[[option]]\nid = \"o\"\nclose_counter = [\"Notting Hill\"]\n\
         hours = {{ \"Shepherd's Bush\" = \"Mo-Fr 09:00-17:00\" }}\n"
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.toml");
    std::fs::write(&path, text).unwrap();
    let file = ScenarioFile::open(path.to_str().unwrap()).unwrap();
    Scenario::check(&file, london()).unwrap_or_else(|e| panic!("{e}: {modes} {times}"))
}

/// Every length and time so many times as long.
fn scaled(matrix: &TravelMatrix, length: f64, time: f64) -> TravelMatrix {
    let plane = |p: &Plane| {
        let cells = || (0..p.areas()).flat_map(|a| (0..p.stations()).map(move |s| (a, s)));
        let lengths = cells().map(|(a, s)| (f64::from(p.length_m(a, s)) * length) as f32).collect();
        let times = p.has_times().then(|| {
            cells().map(|(a, s)| (f64::from(p.time_s(a, s).unwrap()) * time) as f32).collect::<Vec<f32>>()
        });
        let out = Plane::new(p.mode, p.stations(), lengths, times, p.length_spread, p.time_spread);
        out.in_period(p.period)
    };
    TravelMatrix { planes: matrix.planes.iter().map(plane).collect() }
}

fn people(impact: &Impact, time: Time) -> f64 {
    let finding = &impact.findings[0];
    let study = impact.groups.groups.iter().position(|g| g.by == GroupBy::Study).unwrap();
    let is_it = |r: &&bluelamp::impact::Row| {
        r.option == Some(0)
            && (r.mode, r.group, r.statistic) == (finding.mode, study, Statistic::MateriallyWorse)
            && r.when == bluelamp::impact::When::At(time)
    };
    impact.rows.iter().find(is_it).and_then(|r| r.figure.value).unwrap()
}

/// The number of the scenario with one thing otherwise.
fn otherwise(scenario: &Scenario, matrix: &TravelMatrix, time: Time) -> f64 {
    people(&assess(london(), scenario, matrix), time)
}

fn found(s: &Sensitivity, assumption: VariedAssumption) -> [&AssumedCase; 2] {
    let swing = s.swings.iter().find(|swing| swing.assumption == assumption).expect("varied");
    [&swing.least, &swing.most]
}

/// The least and most of some runs and the central one.
fn assert_ends(s: &Sensitivity, assumption: VariedAssumption, runs: &[f64]) {
    let least = runs.iter().copied().fold(s.central, f64::min);
    let most = runs.iter().copied().fold(s.central, f64::max);
    for (case, run) in found(s, assumption).into_iter().zip([least, most]) {
        assert!((case.people - run).abs() < 1e-6 * run.max(1.0), "{assumption:?} {case:?}: {run}");
    }
}

fn holds_against_reruns(modes: &str, mode: Mode, times: &str, time: Time) {
    let city = london();
    let make = || scenario(modes, times);
    let matrix = measure(city, common::roads(), &make());
    let asked = make();
    let impact = assess(city, &asked, &matrix);
    let finding = &impact.findings[0];
    assert_eq!((finding.mode, finding.main.unwrap().time), (mode, time));
    let s = sensitivity(city, &asked, &matrix, &impact, finding).unwrap();
    assert_eq!(s.central, finding.main.unwrap().materially_worse);
    assert!(s.central > 1000.0);
    assert!(s.swings.windows(2).all(|w| w[0].width() >= w[1].width()));
    if mode != Mode::CrowFly {
        let speed = if mode == Mode::Walk { WALKING_SPEED_KM_H } else { DRIVING_SPEED };
        let at = |value: f64| otherwise(&asked, &scaled(&matrix, 1.0, speed.central / value), time);
        assert_ends(&s, VariedAssumption::Speed, &[at(speed.low), at(speed.high)]);
        let at = |value: f64| {
            let factor = value / CIRCUITY.central;
            otherwise(&asked, &scaled(&matrix, factor, factor), time)
        };
        assert_ends(&s, VariedAssumption::Detours, &[at(CIRCUITY.low), at(CIRCUITY.high)]);
    }
    let at = |factor: f64| {
        let mut other = make();
        other.access.materially_worse_min *= factor;
        other.access.materially_worse_km *= factor;
        otherwise(&other, &matrix, time)
    };
    assert_ends(&s, VariedAssumption::Limits, &[at(0.5), at(2.0)]);
    let all: Vec<f64> = asked.access.times.iter().map(|t| people(&impact, *t)).collect();
    match all.len() {
        1 => assert!(s.swings.iter().all(|s| s.assumption != VariedAssumption::Time)),
        _ => assert_ends(&s, VariedAssumption::Time, &all),
    }
    let mut own = make();
    own.options[0].own_borough_only = true;
    assert_ends(&s, VariedAssumption::Counters, &[otherwise(&own, &matrix, time)]);
    let mut sure = make();
    let is_doubtful = |site: usize, hours: &Option<bluelamp::city::WeeklyHours>| {
        let station = city.stations.get(site);
        station.is_some_and(|s| s.confidence == Confidence::Low && s.counter == *hours)
    };
    for hours in [&mut sure.baseline, &mut sure.options[0].counters] {
        for (site, hours) in hours.iter_mut().enumerate() {
            if is_doubtful(site, hours) {
                *hours = None;
            }
        }
    }
    match time {
        Time::Any => assert!(s.swings.iter().all(|s| s.assumption != VariedAssumption::DoubtfulHours)),
        _ => assert_ends(&s, VariedAssumption::DoubtfulHours, &[otherwise(&sure, &matrix, time)]),
    }
}

#[test]
fn every_swing_is_what_another_run_says() {
    let day = Time::parse("Tue 14:00").unwrap();
    holds_against_reruns("\"walk\"", Mode::Walk, "\"any\", \"Tue 14:00\", \"Tue 23:00\"", Time::Any);
    holds_against_reruns("\"walk\"", Mode::Walk, "\"Tue 14:00\"", day);
}

#[test]
fn so_it_is_by_car_and_in_a_straight_line() {
    let night = Time::parse("Tue 23:00").unwrap();
    holds_against_reruns("\"crow-fly\"", Mode::CrowFly, "\"any\", \"Tue 23:00\"", Time::Any);
    holds_against_reruns("\"drive\"", Mode::Drive, "\"Tue 23:00\", \"Tue 08:00\"", night);
}

#[test]
fn shares_and_ways_of_groups_are_what_a_loop_over_the_areas_finds() {
    let city = london();
    let scenario = scenario("\"walk\"", "\"any\"");
    let matrix = measure(city, common::roads(), &scenario);
    let impact = assess(city, &scenario, &matrix);
    let finding = &impact.findings[0];
    let (before, after) = impact.pair(Mode::Walk, 0, Time::Any).unwrap();
    let areas = || scenario.study.areas.iter().map(|&a| &city.areas[a]).enumerate();
    let shares = impact.shares_materially_worse(finding, GroupBy::ImdDecile);
    assert!(shares.len() > 5 && shares.iter().any(|s| s.worse > 0.0));
    for decile in shares {
        let here = areas()
            .filter(|(_, a)| city.zones[a.zone].imd_decile.is_some_and(|d| d.to_string() == decile.name));
        let (mut size, mut worse) = (0.0, 0.0);
        for (i, area) in here {
            size += area.population;
            let way = |e: &bluelamp::impact::Evaluation| {
                (f64::from(e.assignment.length_m[i]), f64::from(e.assignment.time_s[i]))
            };
            let ((m0, s0), (m1, s1)) = (way(before), way(after));
            if s1 - s0 > 300.0 || m1 - m0 > 1000.0 {
                worse += area.population;
            }
        }
        assert!((decile.size - size).abs() < 1e-6 && (decile.worse - worse).abs() < 1e-6, "{decile:?}");
        assert!((decile.share - worse / size).abs() < 1e-12);
        assert!(decile.share_range.0 <= decile.share && decile.share <= decile.share_range.1);
    }
    let (statistic, ways) = impact.ways_by_group(finding, GroupBy::Borough);
    assert!(matches!(statistic, Statistic::Mean(_)));
    assert_eq!(ways.len(), 2);
    for borough in ways {
        let mean = |e: &bluelamp::impact::Evaluation| {
            let here = areas().filter(|(_, a)| city.boroughs[a.borough].name == borough.name);
            let (mut sum, mut people) = (0.0, 0.0);
            here.for_each(|(i, area)| {
                sum += area.population * f64::from(e.assignment.time_s[i]) / 60.0;
                people += area.population;
            });
            sum / people
        };
        assert!((borough.before.unwrap() - mean(before)).abs() < 1e-9);
        assert!((borough.after.unwrap() - mean(after)).abs() < 1e-9);
    }
}
