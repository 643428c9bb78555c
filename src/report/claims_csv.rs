//! `claims.csv`: a claim a row.
//!
//! A number that does not exist has an empty cell, and so has one that is infinite: the columns `..._in_words` tell which.
//! `difference...` is what the values are more than what is said (less where below 0), where a claim does not hold.

use super::csv_table::CsvTable;
use crate::city::{City, OutputFile};
use crate::claims::{Checked, Claim, ClaimFile, Unit, difference, paragraph, range_words, value_words};

/// Columns.
const HEADER: [&str; 28] = [
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
    "value_in_words",
    "range_in_words",
    "difference",
    "difference_low",
    "difference_high",
    "reading",
    "readings",
    "readings_that_hold",
    "turned_by",
    "turned_value",
    "turned_in_words",
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
        let words = |value: Option<f64>| value.zip(unit).map_or(String::new(), |(v, u)| value_words(v, u));
        table.text(&words(plain.and_then(|p| p.figure.value)));
        table.text(&range_in_words(claim, one));
        let off = difference(claim, one);
        for off in [off.map(|d| d.plain), off.map(|d| d.low), off.map(|d| d.high)] {
            table.number(scaled(off, unit), 4);
        }
        table.text(&plain.map_or(String::new(), |p| p.reading.words(&claim.assumptions)));
        table.print(all);
        table.print(holds);
        let flip = one.flips.first();
        let turned = flip.map(|f| f.departures.iter().map(|d| d.to.as_str()).collect::<Vec<_>>().join("; "));
        table.text(&turned.unwrap_or_default());
        let turned = flip.and_then(|f| one.readings[f.reading].figure.value);
        table.number(scaled(turned, unit), 4);
        table.text(&words(turned));
        table.text(&missing(claim, one));
        table.text(&claim.because);
        table.text(&claim.note);
        table.text(&paragraph(city, file, one));
        table.end_row();
    }
    OutputFile { path: "claims.csv".to_string(), bytes: table.into_bytes() }
}

/// The least and the greatest value, `out of reach` in words; empty without any.
pub(super) fn range_in_words(claim: &Claim, one: &Checked) -> String {
    let range = one.range().zip(claim.said.as_ref());
    range.map_or(String::new(), |(range, said)| range_words(range, said.unit))
}

/// What is missing for a test, or for the readings that could not be tested.
pub(super) fn missing(claim: &Claim, one: &Checked) -> String {
    let told = [one.missing.as_str(), claim.untested].into_iter().filter(|text| !text.is_empty());
    told.collect::<Vec<_>>().join("; ")
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
