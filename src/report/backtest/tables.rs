//! The tables of a backtest: grounds, squares, the closures' effect alone, and the fit.

use serde_json::{Value, json};

use super::super::csv_table::CsvTable;
use crate::city::{City, OutputFile};
use crate::response::first_engine::{ClosureForecast, PseudoClosure, PseudoError, RACERS, TURNOUT_S};
use crate::scenario::StationClosure;

pub(super) fn grounds(forecast: &ClosureForecast) -> OutputFile {
    let header = ["ground", "pre_mean_s", "predicted_post_mean_s", "predicted_change_s", "low", "high"];
    let mut table = CsvTable::new(header, 8_000);
    for g in &forecast.grounds {
        table.text(&g.name);
        let (low, high) = g.change_range_s;
        for value in [g.pre_mean_s, g.post_mean_s, g.change_s(), low, high] {
            table.number(Some(value), 2);
        }
        table.end_row();
    }
    OutputFile { path: "backtest.csv".to_string(), bytes: table.into_bytes() }
}

pub(super) fn squares(forecast: &ClosureForecast) -> OutputFile {
    let header = ["easting_m", "northing_m", "predicted_pre_s", "predicted_post_s"];
    let mut table = CsvTable::new(header, forecast.squares.len() * 32);
    for s in &forecast.squares {
        table.print(s.corner_m.0);
        table.print(s.corner_m.1);
        table.number(Some(s.pre_s), 2);
        table.number(Some(s.post_s), 2);
        table.end_row();
    }
    OutputFile { path: "cells.csv".to_string(), bytes: table.into_bytes() }
}

/// What the closures alone do: without a year's luck.
pub(super) fn effects(forecast: &ClosureForecast) -> OutputFile {
    let header = [
        "ground",
        "closes",
        "incidents",
        "expected_pre_s",
        "expected_post_s",
        "effect_s",
        "share_from_closing",
        "extra_m",
    ];
    let mut table = CsvTable::new(header, 8_000);
    for g in &forecast.grounds {
        table.text(&g.name);
        table.text(if g.closes { "yes" } else { "no" });
        table.number(Some(g.incidents), 0);
        for value in [g.expected_pre_s, g.expected_post_s, g.effect_s()] {
            table.number(Some(value), 2);
        }
        table.number(Some(g.from_closing), 4);
        table.number(Some(g.extra_m), 1);
        table.end_row();
    }
    OutputFile { path: "effects.csv".to_string(), bytes: table.into_bytes() }
}

fn round(value: f64, digits: i32) -> Value {
    let unit = 10f64.powi(digits);
    json!((value * unit).round() / unit)
}

/// The fitted parameters with their residuals, and the natural experiments.
pub(super) fn fit(city: &City, closure: &StationClosure, forecast: &ClosureForecast) -> OutputFile {
    let (fit, law) = (&forecast.fit, &forecast.fit.law);
    let station = |(s, seconds): (usize, &f64)| {
        let ready = round(forecast.race.ready[s], 4);
        json!({ "station": city.stations[s].name, "closes": closure.closed[s], "more_s": round(*seconds, 2), "ready": ready })
    };
    let stations: Vec<Value> = law.station_s.iter().enumerate().map(station).collect();
    let experiments: Vec<Value> = forecast
        .experiments
        .iter()
        .map(|e| {
            json!({ "ground": city.wards[e.ground].name, "fires": e.fires, "observed_s": round(e.observed_s, 2),
                    "predicted_s": round(e.predicted_s, 2) })
        })
        .collect();
    let way = |(g, ward): (usize, &crate::city::Ward)| {
        json!({ "ground": ward.name, "incidents": round(forecast.ways.incidents[g], 0),
                "more_s": round(forecast.ways.elsewhere_s[g], 2) })
    };
    let ways: Vec<Value> = city.wards.iter().enumerate().map(way).collect();
    let names = ["road", "straight", "traffic"];
    let powers: Vec<Value> = names
        .iter()
        .zip(law.powers.iter().zip(fit.power_errors))
        .map(|(name, (p, se))| json!({ "of": name, "power": round(*p, 5), "standard_error": round(se, 5) }))
        .collect();
    let value = json!({
        "bluelamp_backtest": env!("CARGO_PKG_VERSION"),
        "title": closure.title,
        "question": closure.question,
        "fitted_on": { "city": city.manifest.id, "city_sha256": city.manifest_sha256, "fires": fit.fires },
        "drive_time_law": {
            "fixed_s": round(law.fixed_s, 3),
            "of_which_turnout_s": TURNOUT_S,
            "other_ground_s": round(law.other_ground_s, 3),
            "unit_s": round(law.unit_s, 3),
            "powers": powers,
            "residual_s": round(fit.residual_s, 2),
        },
        "race": { "stations": RACERS, "spread_s": round(forecast.race.spread_s, 3) },
        "comparable_fires": {
            "shift_s": round(forecast.shift_s, 3),
            "within_ground_s": round(forecast.levels.within_s, 2),
            "between_grounds_s": round(forecast.levels.between_s, 2),
        },
        "unseen_ground_error_s": round(forecast.unseen_error_s, 2),
        "grounds_own_ways": {
            "between_grounds_s": round(forecast.ways.levels.between_s, 2),
            "within_ground_s": round(forecast.ways.levels.within_s, 2),
            "grounds": ways,
        },
        "pseudo_closures": pseudo_closures(city, forecast),
        "error_of_ranges_s": round(forecast.model_error_s, 2),
        "stations": stations,
        "natural_experiments": experiments,
    });
    let text = serde_json::to_string_pretty(&value).expect("numbers and texts are JSON");
    OutputFile { path: "fit.json".to_string(), bytes: (text + "\n").into_bytes() }
}

/// The last years before the closures, foretold from the years before them.
fn pseudo_closures(city: &City, forecast: &ClosureForecast) -> Value {
    let pseudo = &forecast.pseudo;
    let error = |e: &PseudoError| json!({ "of": e.of, "mean_absolute_s": round(e.mean_absolute_s, 2), "weighted_s": round(e.weighted_s, 2) });
    let ground = |g: &PseudoClosure| {
        json!({ "ground": city.wards[g.ground].name, "incidents": round(g.incidents, 0),
                "observed_s": round(g.observed_s, 2), "luck_s": round(g.luck_s, 2), "by_law_s": round(g.by_law_s, 2),
                "by_history_s": round(g.by_history_s, 2), "by_both_s": round(g.by_both_s, 2) })
    };
    json!({
        "errors": pseudo.errors.iter().map(error).collect::<Vec<Value>>(),
        "luck_alone_s": round(pseudo.luck_s, 2),
        "both_without_luck_s": round(pseudo.both_net_s, 2),
        "grounds": pseudo.grounds.iter().map(ground).collect::<Vec<Value>>(),
    })
}
