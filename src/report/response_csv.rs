//! `response.csv`, `response_hours.csv`, `response_units.csv`, `response_break_even.csv`, `response_published.csv`: how soon police
//! arrive.

use super::Results;
use super::csv_table::CsvTable;
use crate::city::OutputFile;
use crate::impact::{PublishedBeside, ResponseImpact, ResponseStatistic, StartResponse};
use crate::response::{Grade, Interval};

/// Nothing for a scenario without `[response]`.
pub(super) fn files(results: &Results<'_>) -> Vec<OutputFile> {
    let Some(impact) = &results.answer.response else { return Vec::new() };
    vec![
        places(results, impact),
        hours(results, impact),
        units(results, impact),
        break_even(results, impact),
        published(results, impact),
    ]
}

fn id<'r>(results: &'r Results<'_>, option: Option<usize>) -> &'r str {
    option.map_or("baseline", |option| results.scenario.options[option].id.as_str())
}

/// Decimals of a figure: tenths of seconds, hundredths of per cent.
fn digits(statistic: ResponseStatistic) -> usize {
    if statistic.unit() == "s" { 2 } else { 5 }
}

fn interval(table: &mut CsvTable, of: Option<Interval>, digits: usize) {
    table.number(of.map(|i| i.mean), digits);
    table.number(of.map(|i| i.low), digits);
    table.number(of.map(|i| i.high), digits);
}

fn places(results: &Results<'_>, impact: &ResponseImpact) -> OutputFile {
    let header = [
        "start",
        "option",
        "place_kind",
        "place_code",
        "place",
        "grade",
        "statistic",
        "unit",
        "value",
        "low",
        "high",
        "change",
        "change_low",
        "change_high",
        "variance_saved",
    ];
    let rows: usize = impact.starts.iter().map(|s| s.rows.len()).sum();
    let mut table = CsvTable::new(header, rows * 128);
    for start in &impact.starts {
        for row in &start.rows {
            let place = &impact.places[row.place];
            table.text(start.start.as_str());
            table.text(id(results, row.option));
            table.text(place.kind.as_str());
            table.text(&place.code);
            table.text(&place.name);
            table.text(row.grade.as_str());
            table.text(row.statistic.as_str());
            table.text(row.statistic.unit());
            let digits = digits(row.statistic);
            interval(&mut table, row.value, digits);
            interval(&mut table, row.change.map(|c| c.change), digits);
            // Not finite where all pairs differ alike: nothing is left to be saved.
            table.number(row.change.map(|c| c.variance_ratio), 2);
            table.end_row();
        }
    }
    OutputFile { path: "response.csv".to_string(), bytes: table.into_bytes() }
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

fn hours(results: &Results<'_>, impact: &ResponseImpact) -> OutputFile {
    let header = [
        "start",
        "option",
        "grade",
        "hour_of_week",
        "day",
        "hour",
        "answered",
        "mean_s",
        "mean_low",
        "mean_high",
        "share_in_target",
        "share_low",
        "share_high",
    ];
    let rows: usize = impact.starts.iter().map(|s| s.hours.len()).sum();
    let mut table = CsvTable::new(header, rows * 80);
    for start in &impact.starts {
        for row in &start.hours {
            table.text(start.start.as_str());
            table.text(id(results, row.option));
            table.text(row.grade.as_str());
            table.print(row.hour);
            table.text(DAYS[row.hour / 24]);
            table.print(row.hour % 24);
            table.print(row.answered);
            interval(&mut table, row.mean_s, 2);
            interval(&mut table, row.share_in_target, 5);
            table.end_row();
        }
    }
    OutputFile { path: "response_hours.csv".to_string(), bytes: table.into_bytes() }
}

fn units(results: &Results<'_>, impact: &ResponseImpact) -> OutputFile {
    let header = [
        "start",
        "option",
        "base",
        "cars",
        "duty_hours_a_week",
        "utilisation",
        "utilisation_low",
        "utilisation_high",
    ];
    let mut table = CsvTable::new(header, 4_000);
    for start in &impact.starts {
        for row in &start.bases {
            table.text(start.start.as_str());
            table.text(id(results, row.option));
            table.text(&row.name);
            table.print(row.cars);
            table.number(Some(row.duty_hours), 2);
            interval(&mut table, row.utilisation, 5);
            table.end_row();
        }
    }
    OutputFile { path: "response_units.csv".to_string(), bytes: table.into_bytes() }
}

/// Published figures beside the baseline's; without any only the header.
fn published(results: &Results<'_>, impact: &ResponseImpact) -> OutputFile {
    let header = [
        "start",
        "grade",
        "statistic",
        "place",
        "published",
        "fitted",
        "model",
        "model_low",
        "model_high",
        "model_less_published",
        "source",
    ];
    let mut table = CsvTable::new(header, 2_000);
    for start in &impact.starts {
        for PublishedBeside { published, model } in &start.published {
            table.text(start.start.as_str());
            table.text(Grade::ALL[published.grade].as_str());
            table.text(published.statistic.as_str());
            let borough = published.borough.map(|b| results.city.boroughs[b].name.as_str());
            table.text(borough.unwrap_or("whole force"));
            table.number(Some(published.value), 5);
            table.text(if published.fit { "yes" } else { "no" });
            interval(&mut table, *model, 5);
            table.number(model.map(|m| m.mean - published.value), 5);
            table.text(&published.source);
            table.end_row();
        }
    }
    OutputFile { path: "response_published.csv".to_string(), bytes: table.into_bytes() }
}

fn break_even(results: &Results<'_>, impact: &ResponseImpact) -> OutputFile {
    let header = [
        "start",
        "option",
        "worst_ward_code",
        "worst_ward",
        "mean_i_change_s",
        "change_low",
        "change_high",
        "cars_added_at",
        "cars_needed",
        "constables",
        "constables_low",
        "constables_high",
        "cost_a_year",
        "cost_low",
        "cost_high",
        "saved_a_year",
        "cars_paid_for",
        "cars_paid_for_low",
        "cars_paid_for_high",
        "sentence",
    ];
    let mut table = CsvTable::new(header, 4_000);
    for start in &impact.starts {
        for option in 0..results.scenario.options.len() {
            break_even_row(&mut table, results, impact, start, option);
        }
    }
    OutputFile { path: "response_break_even.csv".to_string(), bytes: table.into_bytes() }
}

fn break_even_row(
    table: &mut CsvTable,
    results: &Results<'_>,
    impact: &ResponseImpact,
    start: &StartResponse,
    option: usize,
) {
    let even = start.break_even[option].as_ref();
    let ward = even.map(|even| &impact.places[even.ward]);
    table.text(start.start.as_str());
    table.text(id(results, Some(option)));
    table.text(ward.map_or("", |ward| &ward.code));
    table.text(ward.map_or("", |ward| &ward.name));
    interval(table, even.map(|even| even.change_s), 2);
    table.text(even.map_or("", |even| &even.base));
    table.number(even.map_or(Some(0.0), |even| even.cars.map(f64::from)), 0);
    for (range, digits) in [(even.and_then(|e| e.constables), 1), (even.and_then(|e| e.cost), 0)] {
        table.number(range.map(|r| r.central), digits);
        table.number(range.map(|r| r.low), digits);
        table.number(range.map(|r| r.high), digits);
    }
    table.number(even.and_then(|even| even.saved), 0);
    let paid = even.and_then(|even| even.cars_paid_for);
    table.number(paid.map(|p| p.central), 2);
    table.number(paid.map(|p| p.low), 2);
    table.number(paid.map(|p| p.high), 2);
    table.text(&impact.sentences[option]);
    table.end_row();
}
