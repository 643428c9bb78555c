//! `savings.csv`: what each option saves and what that costs in people of the study, one figure a row.
//!
//! An empty `low` or `high` beside a value is an open end: not known how little, or how much, it can be.

use super::{Results, number};
use crate::city::OutputFile;
use crate::impact::{OpenRange, OptionSavings};

const HEADER: [&str; 12] = [
    "option",
    "mode",
    "figure",
    "unit",
    "bound",
    "value",
    "low",
    "high",
    "saving_known_for",
    "saving_unknown_for",
    "cost_unknown_for",
    "sentence",
];

/// Nothing for a scenario without `[savings]`.
pub(super) fn files(results: &Results<'_>) -> Vec<OutputFile> {
    let Some(savings) = results.answer.savings.as_ref() else { return Vec::new() };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).expect("into memory");
    for option in savings {
        for cells in rows(results, option) {
            writer.write_record(cells).expect("rows of one width, into memory");
        }
    }
    let bytes = writer.into_inner().expect("into memory");
    vec![OutputFile { path: "savings.csv".to_string(), bytes }]
}

/// Name, unit, bound, figure, decimals.
type Figure<'f> = (&'f str, &'f str, &'f str, Option<OpenRange>, usize);

fn rows(results: &Results<'_>, option: &OptionSavings) -> Vec<[String; 12]> {
    let (least, most) = if option.is_at_least() { ("at least", "at most") } else { ("", "") };
    let known: Vec<String> = option
        .known
        .iter()
        .map(|(name, pounds)| match pounds.source.as_str() {
            "" => name.clone(),
            source => format!("{name} ({source})"),
        })
        .collect();
    let figures: [Figure<'_>; 8] = [
        ("saving_a_year", "pounds a year", least, option.pounds(), 0),
        ("constable_cost", "pounds a year", "", Some(option.constable.into()), 0),
        ("constables_paid_for", "constables", least, option.constables(), 2),
        ("study_people_worse", "people", "", Some(option.worse().into()), 1),
        ("study_people_materially_worse", "people", "", Some(option.materially_worse().into()), 1),
        (
            "saving_per_study_person_materially_worse",
            "pounds a year per person",
            least,
            option.pounds_per_person(),
            2,
        ),
        (
            "study_people_materially_worse_per_constable",
            "people per constable",
            most,
            option.people_per_constable(),
            1,
        ),
        ("study_people_worse_per_constable", "people per constable", most, option.worse_per_constable(), 1),
    ];
    let row = |(figure, unit, bound, value, digits): Figure<'_>| {
        let text = |part: fn(OpenRange) -> Option<f64>| number(value.and_then(part), digits);
        [
            results.scenario.options[option.option].id.clone(),
            option.mode.as_str().to_string(),
            figure.to_string(),
            unit.to_string(),
            bound.to_string(),
            text(|e| e.central),
            text(|e| e.low),
            text(|e| e.high),
            known.join("; "),
            option.unknown.join("; "),
            option.changed.join("; "),
            option.sentence().unwrap_or_default(),
        ]
    };
    figures.map(row).to_vec()
}
