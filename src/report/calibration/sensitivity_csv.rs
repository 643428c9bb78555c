//! `sensitivity.csv`: the change that options make, with all assumptions central and at both ends of every range.
//!
//! A row for each assumption, end, start and option that moves or adds cars; where no option does, or an end cannot be
//! fitted, one for each start. Figures are of the study area; shares are of answered calls.

use super::super::csv_table::CsvTable;
use super::{CalibrationResults, interval};
use crate::city::OutputFile;
use crate::impact::{EndStart, ResponseEnd};

const HEADER: [&str; 22] = [
    "assumption",
    "end",
    "value",
    "start",
    "option",
    "replications",
    "cars",
    "speed_factor",
    "baseline_share_in_target_i",
    "baseline_share_in_target_s",
    "baseline_mean_i_s",
    "baseline_mean_i_low_s",
    "baseline_mean_i_high_s",
    "change_of_mean_i_s",
    "change_of_mean_i_low_s",
    "change_of_mean_i_high_s",
    "change_of_share_in_target_i",
    "change_of_share_in_target_i_low",
    "change_of_share_in_target_i_high",
    "fitted",
    "remark",
    "source",
];

pub(super) fn file(results: &CalibrationResults<'_>) -> OutputFile {
    let mut table = CsvTable::new(HEADER, 0);
    let options: Vec<Option<usize>> = match results.sensitivity.options.len() {
        0 => vec![None],
        n => (0..n).map(Some).collect(),
    };
    for end in &results.sensitivity.ends {
        for (number, start) in results.settings.starts.iter().enumerate() {
            match &end.answer {
                Ok(answer) => options.iter().for_each(|option| {
                    let of_start = &answer.starts[number];
                    fitted(results, &mut table, end, answer.cars, of_start, *option);
                }),
                Err(why) => {
                    head(&mut table, end, start.as_str(), "");
                    (0..13).for_each(|_| table.text(""));
                    table.text("no");
                    table.text(why);
                    table.text(source(results, end));
                    table.end_row();
                }
            }
        }
    }
    OutputFile { path: "sensitivity.csv".to_string(), bytes: table.into_bytes() }
}

fn head(table: &mut CsvTable, end: &ResponseEnd, start: &str, option: &str) {
    table.text(end.varied.map_or("all", |varied| varied.assumption));
    table.text(match end.varied {
        None => "central",
        Some(varied) if varied.is_high => "high",
        Some(_) => "low",
    });
    match end.varied {
        None => table.text(""),
        Some(varied) => table.print(varied.value),
    }
    table.text(start);
    table.text(option);
    table.print(end.replications);
}

fn fitted(
    results: &CalibrationResults<'_>,
    table: &mut CsvTable,
    end: &ResponseEnd,
    cars: usize,
    start: &EndStart,
    option: Option<usize>,
) {
    let id = option.map(|o| results.scenario.options[results.sensitivity.options[o]].id.as_str());
    let change = option.map(|option| start.changes[option]);
    head(table, end, start.start.as_str(), id.unwrap_or(""));
    table.print(cars);
    table.number(Some(start.speed_factor), 3);
    start.share_in_target.iter().for_each(|share| table.number(share.map(|s| s.mean), 5));
    interval(table, start.mean_i_s, 2);
    interval(table, change.and_then(|c| c.mean_i_s), 2);
    interval(table, change.and_then(|c| c.share_i), 5);
    table.text("yes");
    table.text("");
    table.text(source(results, end));
    table.end_row();
}

/// Where the range comes from.
fn source<'c>(results: &'c CalibrationResults<'_>, end: &ResponseEnd) -> &'c str {
    let [i, s] = &results.settings.grades;
    match end.varied.map(|varied| varied.assumption) {
        None => "",
        Some("calls_i_a_year") => &i.calls_a_year.source,
        Some("calls_s_a_year") => &s.calls_a_year.source,
        Some("on_scene_i_min") => &i.on_scene_min.source,
        Some(_) => &s.on_scene_min.source,
    }
}
