//! `published.csv`: published figures beside ours, one a row; written where the scenario has `[[published]]`.

use super::{Results, number};
use crate::city::OutputFile;

const HEADER: [&str; 16] = [
    "place",
    "quantity",
    "per",
    "published",
    "recorded_low",
    "recorded_high",
    "police_uk_low",
    "police_uk_high",
    "ratio_low",
    "ratio_high",
    "crime",
    "year",
    "types_that_fit",
    "remark",
    "source",
    "note",
];

pub(super) fn files(results: &Results<'_>) -> Vec<OutputFile> {
    if results.answer.published.figures.is_empty() {
        return Vec::new();
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).expect("into memory");
    let types = &results.city.crimes.types;
    for beside in &results.answer.published.figures {
        let figure = &results.scenario.published[beside.figure];
        let end =
            |range: Option<(f64, f64)>, high: bool| number(range.map(|r| if high { r.1 } else { r.0 }), 3);
        let [recorded, police_uk] = beside.ours;
        let mut years: Vec<String> = figure.crimes.iter().map(|&c| types[c].year.to_string()).collect();
        years.dedup();
        let ids = |crimes: &mut dyn Iterator<Item = usize>| {
            crimes.map(|c| types[c].id.as_str()).collect::<Vec<_>>().join(";")
        };
        let row = [
            figure.place.name.clone(),
            figure.quantity.clone(),
            figure.per.as_str().to_string(),
            figure.value.to_string(),
            end(recorded, false),
            end(recorded, true),
            end(police_uk, false),
            end(police_uk, true),
            end(beside.ratio, false),
            end(beside.ratio, true),
            ids(&mut figure.crimes.iter().copied()),
            years.join(";"),
            ids(&mut beside.fitting.iter().map(|(crime, _)| *crime)),
            beside.remark.clone(),
            figure.source.clone(),
            figure.note.clone(),
        ];
        writer.write_record(row).expect("rows of one width, into memory");
    }
    let bytes = writer.into_inner().expect("into memory");
    vec![OutputFile { path: "published.csv".to_string(), bytes }]
}
