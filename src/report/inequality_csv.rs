//! `inequality.csv`: how evenly access is spread before and after, one measure a row.
//!
//! Beside every measure stands the mean of what is spread: less for everybody can be more even.

use super::{Results, number};
use crate::city::OutputFile;

const HEADER: [&str; 18] = [
    "option",
    "mode",
    "time",
    "quantity",
    "higher_is",
    "measure",
    "by",
    "baseline",
    "value",
    "change",
    "population",
    "people_left_out",
    "share_of_zero_before",
    "share_of_zero_after",
    "population_before",
    "people_left_out_before",
    "mean_before",
    "mean_after",
];

pub(super) fn file(results: &Results<'_>) -> OutputFile {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).expect("into memory");
    for row in &results.answer.inequality {
        let cells = [
            results.scenario.options[row.option].id.clone(),
            row.mode.as_str().to_string(),
            row.when.to_string(),
            row.quantity.name(),
            if row.quantity.is_benefit() { "better" } else { "worse" }.to_string(),
            row.measure.name().to_string(),
            row.measure.by(),
            number(row.figure.baseline, 6),
            number(row.figure.value, 6),
            number(row.figure.change, 6),
            number(Some(row.population.1), 1),
            number(Some(row.left_out.1), 1),
            number(Some(row.zeros.0), 6),
            number(Some(row.zeros.1), 6),
            number(Some(row.population.0), 1),
            number(Some(row.left_out.0), 1),
            number(row.mean.0, 4),
            number(row.mean.1, 4),
        ];
        writer.write_record(cells).expect("rows of one width, into memory");
    }
    let bytes = writer.into_inner().expect("into memory");
    OutputFile { path: "inequality.csv".to_string(), bytes }
}
