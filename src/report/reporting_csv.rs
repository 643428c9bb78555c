//! `reporting.csv` and `reporting_tornado.csv`: reports at risk, and which assumption moves them most.

use super::{Results, number};
use crate::city::OutputFile;
use crate::impact::{ReportRow, ReportsAtRisk, Swing};
use crate::scenario::{ReportingSettings, Scenario};

const HEADER: [&str; 9] =
    ["option", "place", "crime_type", "statistic", "central", "low", "high", "unit", "note"];

const TORNADO_HEADER: [&str; 14] = [
    "option",
    "place",
    "crime_type",
    "statistic",
    "rank",
    "assumption",
    "assumption_low",
    "assumption_high",
    "assumption_unit",
    "at_low",
    "central",
    "at_high",
    "swing",
    "unit",
];

/// What the total of all types that no other type holds is called in column `crime_type`.
const ALL: &str = "all";

/// Small counts of a single ward are told to a thousandth, so that changes still add up.
const DIGITS: usize = 3;

/// Both files; none without `[reporting]`.
pub(super) fn files(results: &Results<'_>) -> Vec<OutputFile> {
    let (Some(at_risk), Some(settings)) = (results.answer.reporting.as_ref(), &results.scenario.reporting)
    else {
        return Vec::new();
    };
    let rows = at_risk.rows.iter().map(|row| cells(results.scenario, settings, row));
    let swings = at_risk.swings.iter().map(|swing| bar(results.scenario, settings, at_risk, swing));
    vec![
        OutputFile { path: "reporting.csv".to_string(), bytes: table(HEADER, rows) },
        OutputFile { path: "reporting_tornado.csv".to_string(), bytes: table(TORNADO_HEADER, swings) },
    ]
}

fn table<const N: usize>(header: [&str; N], rows: impl Iterator<Item = [String; N]>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).expect("into memory");
    for row in rows {
        writer.write_record(row).expect("rows of one width, into memory");
    }
    writer.into_inner().expect("into memory")
}

fn cells(scenario: &Scenario, settings: &ReportingSettings, row: &ReportRow) -> [String; 9] {
    [
        scenario.options[row.option].id.clone(),
        settings.places[row.place].label.clone(),
        kind(settings, row.kind),
        row.statistic.as_str().to_string(),
        number(row.central, DIGITS),
        number(row.range.map(|r| r.0), DIGITS),
        number(row.range.map(|r| r.1), DIGITS),
        row.statistic.unit().to_string(),
        row.notes.join("; "),
    ]
}

fn bar(
    scenario: &Scenario,
    settings: &ReportingSettings,
    at_risk: &ReportsAtRisk,
    swing: &Swing,
) -> [String; 14] {
    let assumption = &at_risk.assumptions[swing.assumption];
    [
        scenario.options[swing.option].id.clone(),
        settings.places[swing.place].label.clone(),
        kind(settings, swing.kind),
        swing.statistic.as_str().to_string(),
        swing.rank.to_string(),
        assumption.name.clone(),
        assumption.range.low.to_string(),
        assumption.range.high.to_string(),
        assumption.unit.to_string(),
        number(Some(swing.at_low), DIGITS),
        number(Some(swing.central), DIGITS),
        number(Some(swing.at_high), DIGITS),
        number(Some(swing.swing), DIGITS),
        swing.statistic.unit().to_string(),
    ]
}

fn kind(settings: &ReportingSettings, kind: Option<usize>) -> String {
    kind.map_or(ALL, |k| settings.types[k].id.as_str()).to_string()
}
