//! `hypercube.csv`: Larson's model beside the simulations.

use super::csv_table::CsvTable;
use crate::city::{Marker, OutputFile};
use crate::impact::{HypercubeComparison, HypercubeFigure};
use crate::response::Interval;
use crate::scenario::Scenario;

const HEADER: [&str; 15] = [
    "option",
    "model",
    "statistic",
    "place",
    "unit",
    "hypercube",
    "same_system",
    "same_system_low",
    "same_system_high",
    "gap",
    "in_interval",
    "start",
    "scenario",
    "scenario_low",
    "scenario_high",
];

/// By what an earlier folder of this kind is known.
pub const HYPERCUBE_MARKER: Marker =
    Marker { file: "hypercube.csv", words: "option,model,statistic,place,unit,hypercube,same_system" };

/// A row a figure; the intervals are of 99 %, the gap is a share of the simulated figure.
pub fn hypercube_csv(scenario: &Scenario, comparison: &HypercubeComparison) -> OutputFile {
    let mut table = CsvTable::new(HEADER, 4_000);
    for row in &comparison.rows {
        let digits = if matches!(row.figure, HypercubeFigure::Arrival(_)) { 2 } else { 6 };
        table.text(comparison.option.map_or("baseline", |option| scenario.options[option].id.as_str()));
        table.text(if comparison.exact { "exact" } else { "approximation" });
        table.text(row.figure.as_str());
        table.text(&row.place);
        table.text(row.figure.unit());
        table.number(Some(row.model), digits);
        interval(&mut table, row.same_system, digits);
        table.number(row.gap(), 6);
        table.text(row.is_inside().map_or("", |inside| if inside { "yes" } else { "no" }));
        table.text(comparison.start.as_str());
        interval(&mut table, row.scenario, digits);
        table.end_row();
    }
    OutputFile { path: "hypercube.csv".to_string(), bytes: table.into_bytes() }
}

fn interval(table: &mut CsvTable, of: Option<Interval>, digits: usize) {
    for value in [of.map(|i| i.mean), of.map(|i| i.low), of.map(|i| i.high)] {
        table.number(value, digits);
    }
}
