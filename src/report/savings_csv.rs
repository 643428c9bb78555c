//! `savings.csv`: what each option saves and what that costs in people, one figure a row.

use super::{Results, number};
use crate::city::OutputFile;
use crate::impact::OptionSavings;
use crate::travel::Estimate;

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

fn rows(results: &Results<'_>, option: &OptionSavings) -> Vec<[String; 12]> {
    let exact = |value: f64| Estimate { central: value, low: value, high: value };
    let (least, most) = if option.is_at_least() { ("at least", "at most") } else { ("", "") };
    let known: Vec<String> = option
        .known
        .iter()
        .map(|(name, pounds)| match pounds.source.as_str() {
            "" => name.clone(),
            source => format!("{name} ({source})"),
        })
        .collect();
    let figures = [
        ("saving_a_year", "pounds a year", least, option.saving, 0),
        ("constable_cost", "pounds a year", "", Some(option.constable), 0),
        ("constables_paid_for", "constables", least, option.constables(), 2),
        ("people_worse", "people", "", Some(exact(option.worse())), 1),
        ("people_materially_worse", "people", "", Some(option.materially_worse()), 1),
        (
            "saving_per_person_materially_worse",
            "pounds a year per person",
            least,
            option.pounds_per_person(),
            2,
        ),
        (
            "people_materially_worse_per_constable",
            "people per constable",
            most,
            option.people_per_constable(),
            1,
        ),
        (
            "people_worse_per_constable",
            "people per constable",
            most,
            option.worse_per_constable().map(exact),
            1,
        ),
    ];
    let row = |(figure, unit, bound, value, digits): (&str, &str, &str, Option<Estimate>, usize)| {
        let text = |part: fn(Estimate) -> f64| number(value.map(part), digits);
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
