//! `summary.csv`: every figure, one a row.

use super::{Results, number};
use crate::city::OutputFile;
use crate::impact::{Row, Statistic, Unit};

const HEADER: [&str; 16] = [
    "option",
    "measure",
    "mode",
    "time",
    "group_by",
    "group",
    "statistic",
    "unit",
    "baseline",
    "value",
    "change",
    "change_low",
    "change_high",
    "population",
    "value_low",
    "value_high",
];

pub(super) fn file(results: &Results<'_>) -> OutputFile {
    let mut writer = csv::Writer::from_writer(Vec::with_capacity(results.impact.rows.len() * 110));
    writer.write_record(HEADER).expect("into memory");
    for row in &results.impact.rows {
        writer.write_record(cells(results, row)).expect("rows of one width, into memory");
    }
    let bytes = writer.into_inner().expect("into memory");
    OutputFile { path: "summary.csv".to_string(), bytes }
}

fn cells(results: &Results<'_>, row: &Row) -> [String; 16] {
    let group = &results.impact.groups.groups[row.group];
    let option = row.option.map_or("baseline", |o| results.scenario.options[o].id.as_str());
    let measure = match row.statistic {
        Statistic::HoursBeyond(_) | Statistic::WeekShareWithin(_) => "uncovered_week",
        _ => "nearest_counter",
    };
    let (unit, digits) = match row.statistic.unit() {
        Unit::Metres => ("m".to_string(), 1),
        Unit::Minutes => ("min".to_string(), 2),
        Unit::Share => ("share".to_string(), 6),
        Unit::Count => (group.counted.plural().to_string(), 1),
        Unit::CountHours => (format!("{}-hours per week", group.counted.singular()), 0),
    };
    let figure = &row.figure;
    let end =
        |range: Option<(f64, f64)>, high: bool| number(range.map(|r| if high { r.1 } else { r.0 }), digits);
    [
        option.to_string(),
        measure.to_string(),
        row.mode.as_str().to_string(),
        row.when.to_string(),
        group.by.as_str().to_string(),
        group.name.clone(),
        row.statistic.name(group.counted),
        unit,
        number(figure.baseline, digits),
        number(figure.value, digits),
        number(figure.change, digits),
        end(figure.change_range, false),
        end(figure.change_range, true),
        number(Some(group.size), 1),
        end(figure.value_range, false),
        end(figure.value_range, true),
    ]
}
