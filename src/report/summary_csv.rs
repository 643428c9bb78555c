//! `summary.csv`: every figure, one a row.

use super::csv_table::CsvTable;
use super::{Results, flag};
use crate::city::OutputFile;
use crate::impact::{Row, Statistic, Unit};

const HEADER: [&str; 17] = [
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
    "flag",
];

pub(super) fn file(results: &Results<'_>) -> OutputFile {
    let mut table = CsvTable::new(HEADER, results.answer.impact.rows.len() * 140);
    for row in &results.answer.impact.rows {
        write(results, row, &mut table);
    }
    OutputFile { path: "summary.csv".to_string(), bytes: table.into_bytes() }
}

fn write(results: &Results<'_>, row: &Row, table: &mut CsvTable) {
    let group = &results.answer.impact.groups.groups[row.group];
    table.text(row.option.map_or("baseline", |o| results.scenario.options[o].id.as_str()));
    table.text(match row.statistic {
        Statistic::HoursBeyond(_) | Statistic::WeekShareWithin(_) => "uncovered_week",
        _ => "nearest_counter",
    });
    table.text(row.mode.as_str());
    table.print(row.when);
    table.text(group.by.as_str());
    table.text(&group.name);
    table.text(&row.statistic.name(group.counted));
    let digits = match row.statistic.unit() {
        Unit::Metres => unit(table, "m", 1),
        Unit::Minutes => unit(table, "min", 2),
        Unit::Share => unit(table, "share", 6),
        Unit::Count => unit(table, group.counted.plural(), 1),
        Unit::CountHours => {
            table.print(format_args!("{}-hours per week", group.counted.singular()));
            0
        }
    };
    let figure = &row.figure;
    table.number(figure.baseline, digits);
    table.number(figure.value, digits);
    table.number(figure.change, digits);
    table.number(figure.change_range.map(|r| r.0), digits);
    table.number(figure.change_range.map(|r| r.1), digits);
    table.number(Some(group.size), 1);
    table.number(figure.value_range.map(|r| r.0), digits);
    table.number(figure.value_range.map(|r| r.1), digits);
    table.text(flag(row.statistic.unit() == Unit::Count && figure.has_few()));
    table.end_row();
}

/// Writes the unit, and tells how many decimals go with it.
fn unit(table: &mut CsvTable, unit: &str, digits: usize) -> usize {
    table.text(unit);
    digits
}
