//! `score.csv`: how far forecasts are off, against each kind of before.

use super::super::csv_table::CsvTable;
use crate::city::OutputFile;
use crate::response::first_engine::{Score, Unit};

pub(super) fn file(scores: &[Score]) -> OutputFile {
    let header = ["before", "by", "forecast", "cases", "mean_absolute_error_s", "weighted_by_fires_s"];
    let mut table = CsvTable::new(header, 4_000);
    for score in scores {
        for error in &score.errors {
            table.text(score.before.name());
            let (by, cases) = match error.unit {
                Unit::Ground => ("ground".to_string(), score.grounds.len()),
                unit @ Unit::Band(width) => {
                    let cases = score.bands.iter().filter(|b| b.unit == unit).count();
                    (format!("band of {width} m"), cases)
                }
            };
            table.text(&by);
            table.text(error.of.name());
            table.print(cases);
            table.number(Some(error.mean_absolute_s), 1);
            table.number(Some(error.weighted_s), 1);
            table.end_row();
        }
    }
    OutputFile { path: "score.csv".to_string(), bytes: table.into_bytes() }
}
