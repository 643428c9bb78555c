//! One file per output format. Nothing is computed here: figures are put into words and columns.

mod areas_csv;
mod backtest;
mod calibration;
mod catchments_csv;
mod claims_csv;
mod claims_json;
mod claims_md;
mod claims_table;
mod counters_csv;
mod csv_table;
mod equality_csv;
mod equality_md;
mod explain;
mod hypercube_csv;
mod inequality_csv;
mod markdown;
mod page;
mod published_csv;
mod reporting_csv;
mod reporting_json;
mod response_csv;
mod response_json;
mod route_geojson;
mod run_json;
mod savings_csv;
mod summary_csv;
mod week_csv;
mod zones_geojson;

use crate::city::{City, Marker, Outline, OutputFile};
use crate::claims::{Checked, ClaimFile, World};
use crate::impact::Answer;
use crate::scenario::Scenario;

pub use backtest::{BACKTEST_MARKER, BacktestResults, backtest_files, before_words};
pub use calibration::{CALIBRATION_MARKER, CalibrationResults, calibration_files};
pub use claims_table::claims_table;
pub use explain::explain;
pub use hypercube_csv::{HYPERCUBE_MARKER, hypercube_csv};
pub use page::{Ground, PageParts, page, page_parts};
pub use route_geojson::{RouteWords, route_geojson};
pub use run_json::{RunRecord, Timing};

/// By what a folder is known to be a result of this program.
pub const MARKER: Marker = Marker { file: "run.json", words: "\"name\": \"bluelamp\"" };

/// By what a folder is known to be checked claims.
pub const CLAIMS_MARKER: Marker = Marker { file: "claims.json", words: "\"name\":\"bluelamp\"" };

/// Checked claims as a table, as data and as a section of a report.
pub fn claim_tables(
    city: &City,
    file: &ClaimFile,
    checked: &[Checked],
    world: &World<'_>,
) -> Vec<OutputFile> {
    vec![
        claims_csv::file(city, file, checked),
        claims_json::file(city, file, checked, world),
        claims_md::file(city, file, checked),
    ]
}

/// Everything that the output files are made from.
pub struct Results<'r> {
    /// The city.
    pub city: &'r City,
    /// The question.
    pub scenario: &'r Scenario,
    /// The answer.
    pub answer: &'r Answer,
    /// The outlines of the study's zones ([`crate::city::OutlineLayer::Zones`]).
    pub zone_outlines: &'r [Outline],
    /// The claims that the scenario names, checked; `None` where it names none.
    pub claims: Option<ClaimResults<'r>>,
}

/// Checked claims and the file that they are of.
#[derive(Clone, Copy)]
pub struct ClaimResults<'r> {
    /// The file.
    pub file: &'r ClaimFile,
    /// Its claims in its order.
    pub checked: &'r [Checked],
}

/// Which times `areas.csv` holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AreaTimes {
    /// `any`, or the scenario's first time if it does not ask for `any`.
    #[default]
    One,
    /// Every time of the scenario.
    All,
}

/// What makes some of the files.
pub type TableJob<'j> = Box<dyn FnOnce() -> Vec<OutputFile> + Send + 'j>;

/// The tables and the map layer of a run, all files but the charts and `run.json`: jobs to be done in any order, those
/// that take longest first.
pub fn tables<'r>(results: &'r Results<'r>, area_times: AreaTimes) -> Vec<TableJob<'r>> {
    vec![
        Box::new(|| vec![summary_csv::file(results)]),
        Box::new(move || areas_csv::files(results, area_times)),
        Box::new(|| vec![zones_geojson::file(results)]),
        Box::new(|| vec![week_csv::file(results)]),
        Box::new(|| vec![equality_csv::file(results)]),
        Box::new(|| vec![equality_md::file(results)]),
        Box::new(|| vec![inequality_csv::file(results)]),
        Box::new(|| savings_csv::files(results)),
        Box::new(|| catchments_csv::file(results).into_iter().collect()),
        Box::new(|| vec![counters_csv::file(results)]),
        Box::new(|| published_csv::files(results)),
        Box::new(|| reporting_csv::files(results)),
        Box::new(|| response_csv::files(results)),
    ]
}

/// The record of the run, to be written last.
pub fn record(results: &Results<'_>, run: &RunRecord) -> OutputFile {
    run_json::file(results, run)
}

/// The tables that only some scenarios ask for and that a reader can take in, each with a title.
fn csv_tables(results: &Results<'_>) -> Vec<(&'static str, OutputFile)> {
    let titled = |title, files: Vec<OutputFile>| files.into_iter().map(move |file| (title, file));
    titled("What the options save, and what that costs in people", savings_csv::files(results))
        .chain(titled("Published figures beside ours", published_csv::files(results)))
        .chain(titled("Reports of crime at risk", reporting_csv::files(results)))
        .chain(
            results.claims.iter().map(|claims| {
                ("Claims as a table", claims_csv::file(results.city, claims.file, claims.checked))
            }),
        )
        .collect()
}

/// The cell of column `flag`: figures of so few people are shown, and are no evidence.
fn flag(is_few: bool) -> &'static str {
    if is_few { "under 10: unreliable" } else { "" }
}

/// A number with `digits` decimals; nothing for what is not there or infinite; never `-0.0`.
pub(crate) fn number(value: Option<f64>, digits: usize) -> String {
    let mut text = String::new();
    write_number(&mut text, value, digits);
    text
}

/// Most digits and signs of a number below 9e15 with its decimals.
const LONGEST: usize = 24;

/// The same at the end of `text`.
///
/// Tables hold millions of these, and the standard formatting of floats is many times slower.
fn write_number(text: &mut String, value: Option<f64>, digits: usize) {
    let Some(value) = value.filter(|v| v.is_finite()) else { return };
    let exact = value.abs() * 10u64.pow(digits as u32) as f64;
    if exact >= 9e15 {
        text.push_str(&format!("{value:.digits$}"));
        return;
    }
    // Halves are rounded up; without a call of the mathematical library.
    let below = exact as u64;
    let scaled = below + u64::from(exact - below as f64 >= 0.5);
    let mut left = scaled;
    let mut written = [0u8; LONGEST];
    let mut at = LONGEST;
    let mut decimals = 0;
    // From the last digit to the first; at least one before the point.
    while left > 0 || decimals <= digits {
        if decimals == digits && digits > 0 {
            at -= 1;
            written[at] = b'.';
        }
        at -= 1;
        written[at] = b'0' + (left % 10) as u8;
        left /= 10;
        decimals += 1;
    }
    if value < 0.0 && scaled > 0 {
        at -= 1;
        written[at] = b'-';
    }
    text.push_str(std::str::from_utf8(&written[at..]).expect("digits, a point and a sign"));
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_written_plainly() {
        let written = |v: f64, digits: usize| number(Some(v), digits);
        assert_eq!(written(1234.56, 1), "1234.6");
        assert_eq!(written(-0.004, 2), "0.00");
        assert_eq!(written(-12.005, 0), "-12");
        assert_eq!(written(0.30000000000000004, 6), "0.300000");
        assert_eq!(written(7.009, 2), "7.01");
        assert_eq!(written(1e18, 1), "1000000000000000000.0");
        assert_eq!(number(Some(f64::INFINITY), 1) + &number(None, 1), "");
    }
}
