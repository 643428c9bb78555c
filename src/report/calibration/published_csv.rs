//! `published.csv` of a calibration: every published figure beside the fitted model's.

use super::super::csv_table::CsvTable;
use super::{CalibrationResults, interval};
use crate::city::OutputFile;
use crate::response::Grade;
use crate::scenario::PublishedStatistic;

const HEADER: [&str; 12] = [
    "start",
    "grade",
    "statistic",
    "unit",
    "place",
    "published",
    "model",
    "low",
    "high",
    "difference",
    "fitted",
    "source",
];

pub(super) fn file(results: &CalibrationResults<'_>) -> OutputFile {
    let mut table = CsvTable::new(HEADER, 0);
    for start in &results.fitted.starts {
        for figure in &start.figures {
            let published = &figure.published;
            let (unit, digits) = match published.statistic {
                PublishedStatistic::InTarget => ("share of calls", 5),
                PublishedStatistic::Mean => ("s", 2),
            };
            let borough = published.borough.map(|borough| results.city.boroughs[borough].name.as_str());
            table.text(start.start.as_str());
            table.text(Grade::ALL[published.grade].as_str());
            table.text(published.statistic.as_str());
            table.text(unit);
            table.text(borough.unwrap_or("whole force"));
            table.number(Some(published.value), digits);
            interval(&mut table, figure.model, digits);
            table.number(figure.model.map(|model| model.mean - published.value), digits);
            table.text(if published.fit { "yes" } else { "no" });
            table.text(&published.source);
            table.end_row();
        }
    }
    OutputFile { path: "published.csv".to_string(), bytes: table.into_bytes() }
}
