//! `week.csv`: hours in reach by part of the week, and who loses them, one figure a row.

use super::{Results, number};
use crate::city::OutputFile;
use crate::impact::{WeekRow, WeekStatistic};

const HEADER: [&str; 16] = [
    "option",
    "mode",
    "cutoff",
    "day_part",
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
    let mut writer = csv::Writer::from_writer(Vec::with_capacity(results.week.len() * 110));
    writer.write_record(HEADER).expect("into memory");
    for row in results.week {
        writer.write_record(cells(results, row)).expect("rows of one width, into memory");
    }
    let bytes = writer.into_inner().expect("into memory");
    OutputFile { path: "week.csv".to_string(), bytes }
}

fn cells(results: &Results<'_>, row: &WeekRow) -> [String; 16] {
    let group = &results.impact.groups.groups[row.group];
    let option = row.option.map_or("baseline", |o| results.scenario.options[o].id.as_str());
    let (unit, digits) = match row.statistic {
        WeekStatistic::MeanHours => ("hours per week", 3),
        WeekStatistic::HoursLost | WeekStatistic::HoursLostNotByDay => ("person-hours per week", 0),
        _ => ("people", 1),
    };
    let figure = &row.figure;
    let end =
        |range: Option<(f64, f64)>, high: bool| number(range.map(|r| if high { r.1 } else { r.0 }), digits);
    [
        option.to_string(),
        row.mode.as_str().to_string(),
        row.cutoff.label(),
        row.part.map_or("week", |p| p.as_str()).to_string(),
        group.by.as_str().to_string(),
        group.name.clone(),
        row.statistic.as_str().to_string(),
        unit.to_string(),
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
