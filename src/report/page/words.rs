//! The sections of the page that stand as they are.

use serde_json::Value;

use super::response::{self, ResponseWords};
use crate::claims::{Checked, Verdict, paragraph};
use crate::impact::{EqualityRow, Finding, about};
use crate::report::{ClaimResults, Results, equality_md, run_json};
use crate::scenario::Time;

/// The words of the page.
pub(super) struct Words {
    pub title: String,
    pub question: String,
    pub study: String,
    pub vintage: String,
    pub residents: String,
    pub counter: String,
    pub zone: String,
    pub scenario: String,
    pub version: &'static str,
    pub limits: String,
    pub findings: Vec<Told>,
    pub equality: Vec<EqualityTable>,
    pub not_held: Option<String>,
    /// Of the claims that the scenario names; none where it names none.
    pub claims: Vec<VerdictWords>,
    /// How soon police arrive; `None` where the scenario does not ask.
    pub response: Option<ResponseWords>,
    pub assumptions: Vec<Assumed>,
    pub warnings: Vec<String>,
    pub sources: Vec<Source>,
    pub attributions: Vec<String>,
}

/// An option in sentences.
pub(super) struct Told {
    pub title: String,
    pub sentences: Vec<String>,
    pub is_shown: bool,
}

/// The equality table of an option.
pub(super) struct EqualityTable {
    pub title: String,
    pub id: String,
    /// How one travels, and when.
    pub way: String,
    /// By the order of [`equality_md::cells`].
    pub rows: Vec<[String; 8]>,
    pub is_shown: bool,
}

/// The claims of one verdict.
pub(super) struct VerdictWords {
    pub verdict: &'static str,
    pub claims: Vec<ClaimWords>,
}

/// A claim with what is said of it.
pub(super) struct ClaimWords {
    pub id: String,
    pub text: String,
    /// Who said it, when, and where that can be read.
    pub said_by: String,
    pub paragraph: String,
}

/// An assumption.
pub(super) struct Assumed {
    pub name: String,
    pub value: String,
    pub range: String,
    pub source: String,
}

/// A file of the city.
pub(super) struct Source {
    pub file: String,
    pub source: String,
    pub licence: String,
}

impl Words {
    pub fn of(results: &Results<'_>) -> Words {
        let (city, scenario) = (results.city, results.scenario);
        let residents: f64 = results.answer.impact.groups.residents().iter().sum();
        let files = &city.manifest.file;
        let mut attributions: Vec<String> = files.iter().map(|f| f.attribution.replace("(c)", "©")).collect();
        attributions.sort_unstable();
        attributions.dedup();
        Words {
            title: scenario.title.clone(),
            question: scenario.question.clone(),
            study: scenario.study.label.clone(),
            vintage: city.manifest.vintage.clone(),
            residents: about(residents),
            counter: city.manifest.counter_name.clone(),
            zone: city.manifest.zone_name.clone(),
            scenario: scenario.name.clone(),
            version: env!("CARGO_PKG_VERSION"),
            limits: results.answer.impact.findings.first().map_or(String::new(), |f| f.limits.clone()),
            findings: findings(results),
            equality: equality(results),
            not_held: results.answer.equality.not_held_sentence(),
            claims: results.claims.as_ref().map_or_else(Vec::new, |claims| verdicts(results, claims)),
            response: response::words(results),
            assumptions: run_json::assumptions(results).iter().map(assumed).collect(),
            warnings: run_json::warnings(results),
            sources: files
                .iter()
                .map(|f| Source {
                    file: f.name.clone(),
                    source: f.source.clone(),
                    licence: f.licence.clone(),
                })
                .collect(),
            attributions,
        }
    }
}

fn findings(results: &Results<'_>) -> Vec<Told> {
    let answer = results.answer;
    let savings = answer.savings.as_deref().unwrap_or_default();
    let told = |f: &Finding| {
        let money = savings.iter().find(|s| s.option == f.option).and_then(|s| s.sentence());
        let reports = answer.reporting.as_ref().map(|r| r.sentences[f.option].clone());
        let arrival = answer.response.as_ref().map(|r| r.sentences[f.option].clone());
        let sentences = [Some(f.sentence()), money, reports, arrival].into_iter().flatten().collect();
        Told { title: f.title.clone(), sentences, is_shown: is_headline(results, f) }
    };
    answer.impact.findings.iter().map(told).collect()
}

fn is_headline(results: &Results<'_>, finding: &Finding) -> bool {
    results.answer.impact.headline().is_some_and(|shown| shown.option == finding.option)
}

fn equality(results: &Results<'_>) -> Vec<EqualityTable> {
    let table = |f: &Finding| {
        let is_shown = |r: &&EqualityRow| (r.option, r.mode, r.time) == (f.option, f.mode, f.time);
        let when = match f.time {
            Time::Any => "whatever the hours of a counter".to_string(),
            time => format!("on the counters open at {time}"),
        };
        EqualityTable {
            title: f.title.clone(),
            id: results.scenario.options[f.option].id.clone(),
            way: format!("{}, {when}", equality_md::by_mode(f.mode)),
            rows: results.answer.equality.rows.iter().filter(is_shown).map(equality_md::cells).collect(),
            is_shown: is_headline(results, f),
        }
    };
    results.answer.impact.findings.iter().map(table).collect()
}

fn verdicts(results: &Results<'_>, claims: &ClaimResults<'_>) -> Vec<VerdictWords> {
    let words = |checked: &Checked| {
        let claim = &claims.file.claims[checked.claim];
        ClaimWords {
            id: claim.id.clone(),
            text: claim.text.clone(),
            said_by: format!("{}, {}. Source: {}", claim.speaker, claim.date, claim.source),
            paragraph: paragraph(results.city, claims.file, checked),
        }
    };
    let of = |verdict: Verdict| VerdictWords {
        verdict: verdict.as_str(),
        claims: claims.checked.iter().filter(|c| c.verdict == verdict).map(words).collect(),
    };
    Verdict::ALL.into_iter().map(of).filter(|v| !v.claims.is_empty()).collect()
}

/// An assumption of `run.json`.
pub(super) fn assumed(assumption: &Value) -> Assumed {
    let text = |key: &str| match &assumption[key] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list
            .iter()
            .map(|v| v.as_str().map_or(v.to_string(), str::to_string))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    };
    let unit = text("unit");
    let range = match (text("low"), text("high")) {
        (low, high) if low.is_empty() && high.is_empty() => String::new(),
        (low, high) => format!("{low} to {high}"),
    };
    Assumed {
        name: text("name"),
        value: format!("{} {unit}", text("value")).trim_end().to_string(),
        range,
        source: text("source"),
    }
}
