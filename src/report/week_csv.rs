//! `week.csv`: hours in reach by part of the week, and who loses them, one figure a row.

use super::csv_table::CsvTable;
use super::{Results, flag};
use crate::city::OutputFile;
use crate::impact::{WeekRow, WeekStatistic};

const HEADER: [&str; 17] = [
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
    "flag",
];

const PEOPLE: &str = "people";

pub(super) fn file(results: &Results<'_>) -> OutputFile {
    let mut table = CsvTable::new(HEADER, results.answer.week.len() * 130);
    for row in &results.answer.week {
        write(results, row, &mut table);
    }
    OutputFile { path: "week.csv".to_string(), bytes: table.into_bytes() }
}

fn write(results: &Results<'_>, row: &WeekRow, table: &mut CsvTable) {
    let group = &results.answer.impact.groups.groups[row.group];
    let (unit, digits) = match row.statistic {
        WeekStatistic::MeanHours => ("hours per week", 3),
        WeekStatistic::HoursLost | WeekStatistic::HoursLostNotByDay => ("person-hours per week", 0),
        _ => (PEOPLE, 1),
    };
    table.text(row.option.map_or("baseline", |o| results.scenario.options[o].id.as_str()));
    table.text(row.mode.as_str());
    table.text(&row.cutoff.label());
    table.text(row.part.map_or("week", |p| p.as_str()));
    table.text(group.by.as_str());
    table.text(&group.name);
    table.text(row.statistic.as_str());
    table.text(unit);
    let figure = &row.figure;
    table.number(figure.baseline, digits);
    table.number(figure.value, digits);
    table.number(figure.change, digits);
    table.number(figure.change_range.map(|r| r.0), digits);
    table.number(figure.change_range.map(|r| r.1), digits);
    table.number(Some(group.size), 1);
    table.number(figure.value_range.map(|r| r.0), digits);
    table.number(figure.value_range.map(|r| r.1), digits);
    table.text(flag(unit == PEOPLE && figure.has_few()));
    table.end_row();
}
