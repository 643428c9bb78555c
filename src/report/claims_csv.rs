//! `claims.csv`: a claim a row.

use super::csv_table::CsvTable;
use crate::city::{City, OutputFile};
use crate::claims::{Checked, ClaimFile, Unit, paragraph};

/// Columns.
const HEADER: [&str; 22] = [
    "id",
    "claim",
    "speaker",
    "date",
    "source",
    "quantity",
    "option",
    "says",
    "verdict",
    "value",
    "low",
    "high",
    "unit",
    "reading",
    "readings",
    "readings_that_hold",
    "turned_by",
    "turned_value",
    "missing",
    "restricted_because",
    "note",
    "explanation",
];

/// The table of a file's claims, in its order.
pub(super) fn file(city: &City, file: &ClaimFile, checked: &[Checked]) -> OutputFile {
    let mut table = CsvTable::new(HEADER, 4096 * checked.len());
    for one in checked {
        let claim = &file.claims[one.claim];
        let unit = claim.said.as_ref().map(|s| s.unit);
        let plain = one.plainest();
        let (holds, all) = one.counts();
        for text in [&claim.id, &claim.text, &claim.speaker, &claim.date, &claim.source] {
            table.text(text);
        }
        table.text(claim.quantity.word());
        table.text(claim.option.map_or("", |o| &file.networks.options[o].id));
        table.text(claim.said.as_ref().map_or("", |s| &s.words));
        table.text(one.verdict.as_str());
        table.number(scaled(plain.and_then(|p| p.figure.value), unit), 4);
        let range = one.range();
        table.number(scaled(range.map(|r| r.0), unit), 4);
        table.number(scaled(range.map(|r| r.1), unit), 4);
        table.text(unit.map_or("", unit_word));
        table.text(&plain.map_or(String::new(), |p| p.reading.words(&claim.assumptions)));
        table.print(all);
        table.print(holds);
        let flip = one.flips.first();
        let turned = flip.map(|f| f.departures.iter().map(|d| d.to.as_str()).collect::<Vec<_>>().join("; "));
        table.text(&turned.unwrap_or_default());
        table.number(scaled(flip.and_then(|f| one.readings[f.reading].figure.value), unit), 4);
        table.text(&one.missing);
        table.text(&claim.because);
        table.text(&claim.note);
        table.text(&paragraph(city, file, one));
        table.end_row();
    }
    OutputFile { path: "claims.csv".to_string(), bytes: table.into_bytes() }
}

/// A value in the unit of the tables: metres, minutes, per cent.
pub(super) fn scaled(value: Option<f64>, unit: Option<Unit>) -> Option<f64> {
    let factor = match unit {
        Some(Unit::Time) => 1.0 / 60.0,
        Some(Unit::Share) => 100.0,
        _ => 1.0,
    };
    value.map(|v| v * factor)
}

/// The unit of the tables.
pub(super) fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Length => "m",
        Unit::Time => "min",
        unit => unit.word(),
    }
}
