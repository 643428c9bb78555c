//! `catchments.csv`: access that others compete for, one figure a row.

use super::{Results, number};
use crate::city::OutputFile;
use crate::impact::{CatchmentImpact, CatchmentRow, catchment_unit};
use crate::scenario::CatchmentSettings;

const HEADER: [&str; 13] = [
    "option",
    "method",
    "mode",
    "time",
    "group_by",
    "group",
    "statistic",
    "unit",
    "baseline",
    "value",
    "change",
    "population",
    "counted_in",
];

pub(super) fn file(results: &Results<'_>) -> Option<OutputFile> {
    let (catchments, settings) = (results.answer.catchments.as_ref()?, results.scenario.catchment.as_ref()?);
    Some(OutputFile { path: "catchments.csv".to_string(), bytes: bytes(results, catchments, settings) })
}

fn bytes(results: &Results<'_>, catchments: &CatchmentImpact, settings: &CatchmentSettings) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::with_capacity(catchments.rows.len() * 120));
    writer.write_record(HEADER).expect("into memory");
    for row in &catchments.rows {
        writer.write_record(cells(results, settings, row)).expect("rows of one width, into memory");
    }
    writer.into_inner().expect("into memory")
}

fn cells(results: &Results<'_>, settings: &CatchmentSettings, row: &CatchmentRow) -> [String; 13] {
    let group = &results.answer.impact.groups.groups[row.group];
    let option = row.option.map_or("baseline", |o| results.scenario.options[o].id.as_str());
    let figure = |value| number(value, 6);
    [
        option.to_string(),
        row.method.as_str().to_string(),
        settings.mode.as_str().to_string(),
        settings.time.to_string(),
        group.by.as_str().to_string(),
        group.name.clone(),
        row.statistic.as_str().to_string(),
        catchment_unit(row.method, row.statistic, settings.supply),
        figure(row.baseline),
        figure(row.value),
        figure(row.change()),
        number(Some(group.size), 1),
        group.counted.plural().to_string(),
    ]
}
