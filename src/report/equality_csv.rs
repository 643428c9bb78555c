//! `equality.csv`: how often each group is materially worse off, beside everybody else.
//!
//! An end of a ratio is `inf` where nobody else need be worse off, and empty where there is no ratio.

use super::{Results, flag, number};
use crate::city::OutputFile;

const HEADER: [&str; 21] = [
    "option",
    "mode",
    "time",
    "group_by",
    "group",
    "unit",
    "size",
    "materially_worse",
    "materially_worse_low",
    "materially_worse_high",
    "rate",
    "others",
    "others_materially_worse",
    "others_rate",
    "ratio",
    "ratio_low",
    "ratio_high",
    "ratio_least",
    "ratio_most",
    "flag",
    "sentence",
];

pub(super) fn file(results: &Results<'_>) -> OutputFile {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).expect("into memory");
    for row in &results.answer.equality.rows {
        let rates = &row.rates;
        let ends = |range: Option<(f64, f64)>| [range.map(|r| r.0), range.map(|r| r.1)];
        let [low, high] = ends(rates.ratio_range);
        let [least, most] = ends(rates.ratio_bounds);
        let count = |people: f64| number(Some(people), 1);
        let ratio = |ratio: Option<f64>| match ratio {
            Some(f64::INFINITY) => "inf".to_string(),
            ratio => number(ratio, 4),
        };
        let cells = [
            results.scenario.options[row.option].id.clone(),
            row.mode.as_str().to_string(),
            row.time.to_string(),
            row.by.as_str().to_string(),
            row.name.clone(),
            row.counted.plural().to_string(),
            count(rates.size),
            count(rates.worse),
            count(rates.worse_range.0),
            count(rates.worse_range.1),
            number(rates.rate(), 6),
            count(rates.others),
            count(rates.others_worse),
            number(rates.others_rate(), 6),
            ratio(rates.ratio),
            ratio(low),
            ratio(high),
            ratio(least),
            ratio(most),
            flag(rates.is_small()).to_string(),
            row.sentence(),
        ];
        writer.write_record(cells).expect("rows of one width, into memory");
    }
    let bytes = writer.into_inner().expect("into memory");
    OutputFile { path: "equality.csv".to_string(), bytes }
}
