//! The files of a calibration: what was fitted, the published figures beside it, and what the ranges do to the answer.

mod fitted_json;
mod published_csv;
mod sensitivity_csv;

use super::csv_table::CsvTable;
use crate::city::{City, Marker, OutputFile};
use crate::impact::{Calibration, ResponseSensitivity};
use crate::response::Interval;
use crate::scenario::{ResponseSettings, Scenario};

/// By what an earlier folder of this kind is known.
pub const CALIBRATION_MARKER: Marker = Marker { file: "calibration.json", words: "\"bluelamp_calibration\"" };

/// Everything that the files of a calibration are made from.
pub struct CalibrationResults<'c> {
    /// The city.
    pub city: &'c City,
    /// Name of the scenario.
    pub name: &'c str,
    /// The scenario.
    pub scenario: &'c Scenario,
    /// Its `[response]`.
    pub settings: &'c ResponseSettings,
    /// What was fitted.
    pub fitted: &'c Calibration,
    /// At both ends of every range.
    pub sensitivity: &'c ResponseSensitivity,
}

/// All files of the folder.
pub fn calibration_files(results: &CalibrationResults<'_>) -> Vec<OutputFile> {
    vec![fitted_json::file(results), published_csv::file(results), sensitivity_csv::file(results)]
}

fn interval(table: &mut CsvTable, of: Option<Interval>, digits: usize) {
    table.number(of.map(|i| i.mean), digits);
    table.number(of.map(|i| i.low), digits);
    table.number(of.map(|i| i.high), digits);
}
