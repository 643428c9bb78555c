//! `claims.json`: every claim with all its readings and where its numbers are from.
//!
//! # Schema
//!
//! Values are in the claim's `unit`: `m`, `min`, `%`, `times`, a noun such as `people`, or `a day`, `a week`, `a year`.
//!
//! `null` is a value that is not defined or not known, and the text `"out of reach"` one that no counter can give.
//!
//! - `program`: `name`, `version`; `file`: name of the claim file; `title`; `city`: its name and `sha256` of its manifest.
//! - `claims`, a list in the order of the file:
//!   - `id`, `text`, `speaker`, `date`, `source`, `note`: as in the file
//!   - `quantity`: the kind; `option`: `scenario/option` or `null`
//!   - `says`: the words; `fits`: `low` and `high`, the values that are as said (`null` without an end); `unit`
//!   - `verdict`: `holds`, `does not hold`, `depends`, `not testable`; `missing`: what is missing for a test, or for
//!     those readings that could not be tested
//!   - `value`: under the plainest reading; `range`: least and greatest under all; `explanation`: a paragraph
//!   - `difference`: where a claim does not hold, what the values are more than what is said (less where below 0): under
//!     the plainest reading (`plain`), of the least (`low`) and of the greatest value (`high`); a share differs in points.
//!     Otherwise `null`
//!   - `readings_with_value`, `readings_that_hold`: how many; `restricted_because`: why there are not more; `left_out`: of
//!     those left out for that reason, `readings_with_value`, `readings_that_hold` and `range`, or `null`
//!   - `same_source`: how the city's data came by the claim's own number; empty where it did not
//!   - `readings`, a list, the plainest first: `assumptions` (those that the claim leaves open, by name, in words: `start`,
//!     `travel`, `speeds`, `time`, `counters`, `doubtful`, `of`, `statistic`, `series`, `allotment`, `constable`), `value`,
//!     `holds`, and for a point `nearest`, the counter
//!   - `turned_by`, a list of the smallest sets of assumptions that turn the verdict: `assumptions` (each `assumption`,
//!     `from`, `to`) and the `value` then
//!   - `denominators`: of shares, `part` and `whole` by `people`, `households`, `areas` under the plainest reading
//!   - `other_types`: where a claim about crime does not hold, others: `type`, `low`, `high`, whether it `fits`, and
//!     whether the file says that it may have been meant (`or_meant`)
//!   - `evidence`, a list: `what`, `file` of the city's folder (empty for a formula), `rows`, `columns`, `value`: of the
//!     plainest reading
//!   - `traces`, a list: of a reading that turns the verdict, or is at an end of the range: `of` (why), `reading` (its
//!     place in `readings`, from 0) and as `evidence` what is other than under the plainest
//!   - `warnings`, a list of texts: what whoever reads should be told

use rayon::prelude::*;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Map, Value, json};

use super::claims_csv::{missing, scaled, unit_word};
use crate::city::{City, OutputFile};
use crate::claims::{
    Assumptions, Checked, ClaimFile, Denominator, Evaluated, Evidence, Reading, Unit, World, difference,
    evidence, paragraph, traces, warnings,
};

/// Claims are put into words side by side: a thousand of them have a quarter of a million readings.
pub(super) fn file(city: &City, file: &ClaimFile, checked: &[Checked], world: &World<'_>) -> OutputFile {
    let claims: Vec<Vec<u8>> = checked.par_iter().map(|one| claim(city, file, one, world)).collect();
    let head = json!({
        "program": { "name": "bluelamp", "version": env!("CARGO_PKG_VERSION") },
        "file": file.name,
        "title": file.title,
        "city": { "name": city.manifest.name, "sha256": city.manifest_sha256 },
    });
    let mut bytes = serde_json::to_vec(&head).expect("JSON into memory");
    // The claims go on where the head's last brace was.
    bytes.pop();
    bytes.extend_from_slice(b",\"claims\":[\n");
    bytes.extend_from_slice(&claims.join(&b",\n"[..]));
    bytes.extend_from_slice(b"\n]}\n");
    OutputFile { path: "claims.json".to_string(), bytes }
}

/// A claim with all that is said of it, and its readings last.
#[derive(Serialize)]
struct WithReadings<'a> {
    #[serde(flatten)]
    about: Value,
    readings: Vec<OneReading<'a>>,
}

/// A reading without a tree in memory.
struct OneReading<'a> {
    file: &'a ClaimFile,
    assumptions: &'a Assumptions,
    unit: Option<Unit>,
    evaluated: &'a Evaluated,
}

/// The assumptions of a reading that its claim leaves open.
struct Open<'a> {
    reading: &'a Reading,
    assumptions: &'a Assumptions,
}

impl Serialize for OneReading<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let figure = self.evaluated.figure;
        let mut map = serializer.serialize_map(None)?;
        let open = Open { reading: &self.evaluated.reading, assumptions: self.assumptions };
        map.serialize_entry("assumptions", &open)?;
        map.serialize_entry("value", &number(scaled(figure.value, self.unit)))?;
        map.serialize_entry("holds", &self.evaluated.holds)?;
        if let Some(site) = figure.site {
            map.serialize_entry("nearest", &self.file.networks.sites[site].name)?;
        }
        map.end()
    }
}

impl Serialize for Open<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.reading.open_choices(self.assumptions))
    }
}

fn claim(city: &City, file: &ClaimFile, one: &Checked, world: &World<'_>) -> Vec<u8> {
    let claim = &file.claims[one.claim];
    let unit = claim.said.as_ref().map(|s| s.unit);
    let about = about(city, file, one, world);
    let assumptions = &claim.assumptions;
    let readings = one.readings.iter().map(|evaluated| OneReading { file, assumptions, unit, evaluated });
    let document = WithReadings { about, readings: readings.collect() };
    serde_json::to_vec(&document).expect("JSON into memory")
}

/// All that is said of a claim but its readings.
fn about(city: &City, file: &ClaimFile, one: &Checked, world: &World<'_>) -> Value {
    let claim = &file.claims[one.claim];
    let unit = claim.said.as_ref().map(|s| s.unit);
    let value = |v: Option<f64>| number(scaled(v, unit));
    let end = |v: f64| if v.is_finite() { value(Some(v)) } else { Value::Null };
    let (holds, all) = one.counts();
    let turned: Vec<Value> = one
        .flips
        .iter()
        .map(|flip| {
            let departures: Vec<Value> = flip
                .departures
                .iter()
                .map(|d| json!({ "assumption": d.assumption, "from": d.from, "to": d.to }))
                .collect();
            json!({ "assumptions": departures, "value": value(one.readings[flip.reading].figure.value) })
        })
        .collect();
    let other_types: Vec<Value> = one
        .other_types
        .iter()
        .map(|o| {
            let [low, high] = [o.range.0, o.range.1].map(|v| value(Some(v)));
            let id = city.crimes.types[o.number].id.as_str();
            json!({ "type": id, "low": low, "high": high, "fits": o.fits, "or_meant": o.or_meant })
        })
        .collect();
    let traces: Vec<Value> = traces(world, file, one)
        .into_iter()
        .map(|t| json!({ "of": t.of, "reading": t.reading, "evidence": lines(t.lines) }))
        .collect();
    json!({
        "id": claim.id,
        "text": claim.text,
        "speaker": claim.speaker,
        "date": claim.date,
        "source": claim.source,
        "note": claim.note,
        "quantity": claim.quantity.word(),
        "option": claim.option.map(|o| file.networks.options[o].id.as_str()),
        "says": claim.said.as_ref().map(|s| s.words.as_str()),
        "fits": claim.said.as_ref().map(|s| json!({ "low": end(s.fits.0), "high": end(s.fits.1) })),
        "unit": unit.map(unit_word),
        "verdict": one.verdict.as_str(),
        "missing": missing(claim, one),
        "value": value(one.plainest().and_then(|p| p.figure.value)),
        "range": one.range().map(|(low, high)| [value(Some(low)), value(Some(high))]),
        "difference": difference(claim, one).map(|d| {
            json!({ "plain": value(Some(d.plain)), "low": value(Some(d.low)), "high": value(Some(d.high)) })
        }),
        "explanation": paragraph(city, file, one),
        "readings_with_value": all,
        "readings_that_hold": holds,
        "restricted_because": claim.because,
        "left_out": (!one.left_out.is_empty()).then(|| {
            let (holds, all) = one.counts_left_out();
            let range = one.range_left_out().map(|(low, high)| [value(Some(low)), value(Some(high))]);
            json!({ "readings_with_value": all, "readings_that_hold": holds, "range": range })
        }),
        "same_source": claim.same_source,
        "turned_by": turned,
        "denominators": denominators(one),
        "other_types": other_types,
        "evidence": lines(evidence(world, file, one)),
        "traces": traces,
        "warnings": warnings(file, one),
    })
}

fn lines(evidence: Vec<Evidence>) -> Vec<Value> {
    let line = |e: Evidence| json!({ "what": e.what, "file": e.file, "rows": e.rows, "columns": e.columns, "value": e.value });
    evidence.into_iter().map(line).collect()
}

fn denominators(one: &Checked) -> Value {
    let Some(counted) = one.plainest().and_then(|p| p.figure.counted) else { return Value::Null };
    let entries = Denominator::ALL.into_iter().zip(counted);
    let part =
        |(part, whole): (f64, f64)| json!({ "part": number(Some(part)), "whole": number(Some(whole)) });
    entries.map(|(of, pair)| (of.word().to_string(), part(pair))).collect::<Map<_, _>>().into()
}

/// Four decimals.
fn number(value: Option<f64>) -> Value {
    match value {
        None => Value::Null,
        Some(v) if v.is_infinite() => Value::from("out of reach"),
        Some(v) => Value::from((v * 1e4).round() / 1e4),
    }
}
