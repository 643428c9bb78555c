//! `summary.csv`: every figure, one a row.

use super::csv_table::CsvTable;
use super::{Results, flag};
use crate::city::OutputFile;
use crate::impact::{Row, Statistic, Unit, WeightUnit};

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
    let mut words = Words::default();
    for row in &results.answer.impact.rows {
        write(results, row, &mut words, &mut table);
    }
    OutputFile { path: "summary.csv".to_string(), bytes: table.into_bytes() }
}

fn write(results: &Results<'_>, row: &Row, words: &mut Words, table: &mut CsvTable) {
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
    table.text(words.of(row.statistic, group.counted));
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

/// The words of statistics, each put together once.
#[derive(Default)]
struct Words {
    known: Vec<(Statistic, WeightUnit, String)>,
    /// Rows of a group follow each other in the same order in every group: the next is mostly behind the last.
    last: usize,
}

impl Words {
    fn of(&mut self, statistic: Statistic, counted: WeightUnit) -> &str {
        let is = |(s, c, _): &(Statistic, WeightUnit, String)| (*s, *c) == (statistic, counted);
        let (before, behind) = self.known.split_at(self.last);
        let found = behind.iter().position(is).map(|i| self.last + i).or_else(|| before.iter().position(is));
        self.last = found.unwrap_or_else(|| {
            self.known.push((statistic, counted, statistic.name(counted)));
            self.known.len() - 1
        });
        &self.known[self.last].2
    }
}

/// Writes the unit, and tells how many decimals go with it.
fn unit(table: &mut CsvTable, unit: &str, digits: usize) -> usize {
    table.text(unit);
    digits
}
