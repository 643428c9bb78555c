//! The numbers against a calculation that shares no code with the program.
//!
//! `independent/crow_fly.csv` was written by `independent/crow_fly.py` from the raw tables (its own datum shift, its
//! own reading of the free text in the station table). The bar is 0.5 %; they agree to the millimetre.

mod common;

use std::collections::HashMap;

use bluelamp::impact::Cutoff;
use bluelamp::impact::{GroupBy, Impact, Statistic, Unit, When, assess, measure};
use bluelamp::scenario::{Scenario, Time};
use bluelamp::travel::Mode;
use common::{london, project, shipped};

#[derive(serde::Deserialize)]
struct Expected {
    option: String,
    borough: String,
    population: f64,
    mean_before_m: f64,
    mean_after_m: f64,
    share_within_1609_before: f64,
    share_within_1609_after: f64,
    people_worse: f64,
    people_worse_1km: f64,
    people_better: f64,
}

fn expected() -> Vec<Expected> {
    let mut reader = csv::Reader::from_path(project("tests/independent/crow_fly.csv")).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn assessed(name: &str) -> (Scenario, Impact) {
    let mut scenario = shipped(name);
    // The oracle is about straight lines and ignores hours.
    scenario.access.modes = vec![Mode::CrowFly];
    scenario.access.times = vec![Time::Any];
    let matrix = measure(london(), common::roads(), &scenario);
    let impact = assess(london(), &scenario, &matrix);
    (scenario, impact)
}

#[test]
fn means_shares_and_people_agree_by_borough() {
    // The oracle's names for the options of the two London scenarios.
    let renamed = HashMap::from([("london-draft", "draft"), ("london-final", "final")]);
    let expected = expected();
    let mut compared = 0;
    for name in ["west-london-2017", "london-2017-draft", "london-2017-final"] {
        let (scenario, impact) = assessed(name);
        for row in &expected {
            let id = renamed.get(row.option.as_str()).copied().unwrap_or(&row.option);
            let of_london = renamed.contains_key(row.option.as_str());
            let Some(option) = scenario.options.iter().position(|o| o.id == id) else { continue };
            assert_eq!(of_london, name.starts_with("london"), "{id}");
            check(&impact, option, row);
            compared += 1;
        }
    }
    assert_eq!(compared, expected.len());
}

fn check(impact: &Impact, option: usize, row: &Expected) {
    let by = if row.borough == "study" { GroupBy::Study } else { GroupBy::Borough };
    let group = impact.groups.groups.iter().position(|g| g.by == by && g.name == row.borough).unwrap();
    let figure = |statistic: Statistic| {
        let of = |r: &&bluelamp::impact::Row| {
            (r.option, r.when, r.group, r.statistic) == (Some(option), When::At(Time::Any), group, statistic)
        };
        impact.rows.iter().find(of).unwrap().figure
    };
    let close = |what: &str, actual: f64, expected: f64, tolerance: f64| {
        assert!(
            (actual - expected).abs() <= tolerance,
            "{} {} {what}: {actual}, independently {expected}",
            row.option,
            row.borough
        );
    };
    let mean = figure(Statistic::Mean(Unit::Metres));
    close("size", impact.groups.groups[group].size, row.population, 0.05);
    close("mean before", mean.baseline.unwrap(), row.mean_before_m, 0.06);
    close("mean after", mean.value.unwrap(), row.mean_after_m, 0.06);
    let share = figure(Statistic::ShareWithin(Cutoff::Km(1.609)));
    close("share before", share.baseline.unwrap(), row.share_within_1609_before, 1e-6);
    close("share after", share.value.unwrap(), row.share_within_1609_after, 1e-6);
    close("worse", figure(Statistic::Worse).value.unwrap(), row.people_worse, 0.5);
    close("materially worse", figure(Statistic::MateriallyWorse).value.unwrap(), row.people_worse_1km, 0.5);
    close("better", figure(Statistic::Better).value.unwrap(), row.people_better, 0.5);
}
