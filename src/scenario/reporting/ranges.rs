//! Ranges of assumptions: `[low, central, high]`, from the file or else the documented ones.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;

use super::super::reader::{Keys, Notes, NumberList};
use super::Assumption;
use super::defaults::{self, Assumed, OTHERS};
use super::types::KnownType;
use crate::travel::Estimate;

/// What an assumption's values may be.
pub(super) struct Limits {
    least: f64,
    most: f64,
    words: &'static str,
}

impl Limits {
    pub(super) const HALVING_MIN: Limits =
        Limits { least: 1.0, most: 1000.0, words: "from 1 to 1000 minutes" };
    pub(super) const SHARE: Limits = Limits { least: 0.0, most: 1.0, words: "a share, from 0 to 1" };
    /// Incidents are divided by it.
    const RATE: Limits = Limits { least: 0.01, most: 1.0, words: "a share, from 0.01 to 1" };
}

/// Values with where they come from.
#[derive(Clone, Debug)]
pub(super) struct Sourced {
    range: Estimate,
    source: String,
}

impl Sourced {
    pub(super) fn of(assumed: &Assumed) -> Self {
        Sourced { range: assumed.range, source: assumed.source.to_string() }
    }

    /// Set by a scenario; where it repeats what is documented, the source still holds.
    fn set(range: Estimate, documented: Option<&Assumed>) -> Self {
        let repeated = documented.filter(|d| d.range == range);
        repeated.map_or_else(|| Sourced { range, source: "set in the scenario".to_string() }, Sourced::of)
    }

    pub(super) fn named(self, name: &str, unit: &'static str) -> Assumption {
        Assumption { name: name.to_string(), range: self.range, unit, source: self.source }
    }
}

/// A single range, or the documented one.
pub(super) fn read_one(
    assumed: &'static Assumed,
    limits: &Limits,
    keys: &mut Keys<'_>,
    notes: &mut Notes<'_>,
) -> Sourced {
    let Some(span) = keys.span(assumed.of) else { return Sourced::of(assumed) };
    let numbers = keys.numbers(assumed.of, notes);
    let set = range(assumed.of, numbers, span, limits, notes);
    set.map_or_else(|| Sourced::of(assumed), |range| Sourced::set(range, Some(assumed)))
}

/// The ranges that go by type of crime.
pub(super) struct Ranges {
    pub counter_share: ByType,
    pub channel_shift: ByType,
    pub reporting_rate: ByType,
}

/// Ranges by the id of a type, and perhaps for all others.
pub(super) struct ByType {
    words: &'static str,
    ranges: BTreeMap<String, Sourced>,
}

impl Ranges {
    pub(super) fn read(known: &[KnownType], keys: &mut Keys<'_>, notes: &mut Notes<'_>) -> Self {
        let mut of = |key, words, limits: &Limits, assumed: &'static [Assumed]| ByType {
            words,
            ranges: by_type(key, known, limits, assumed, keys, notes),
        };
        let (share, rate) = (&Limits::SHARE, &Limits::RATE);
        Ranges {
            counter_share: of("counter_share", "counter share", share, &defaults::COUNTER_SHARE),
            channel_shift: of("channel_shift", "channel shift", share, &defaults::CHANNEL_SHIFT),
            reporting_rate: of("reporting_rate", "reporting rate", rate, &defaults::REPORTING_RATE),
        }
    }
}

impl ByType {
    /// The number of the assumption for a type, entered among the `assumptions` if it is new there. Types without a
    /// range of their own share one.
    pub(super) fn number(&self, id: &str, assumptions: &mut Vec<Assumption>) -> Option<usize> {
        let own = self.ranges.get(id).map(|range| (format!("{}: {id}", self.words), range));
        let shared = || self.ranges.get(OTHERS).map(|range| (format!("{}: other types", self.words), range));
        let (name, range) = own.or_else(shared)?;
        let number = assumptions.iter().position(|a| a.name == name).unwrap_or_else(|| {
            assumptions.push(range.clone().named(&name, "share"));
            assumptions.len() - 1
        });
        Some(number)
    }
}

fn by_type(
    key: &'static str,
    known: &[KnownType],
    limits: &Limits,
    assumed: &'static [Assumed],
    keys: &mut Keys<'_>,
    notes: &mut Notes<'_>,
) -> BTreeMap<String, Sourced> {
    let mut ranges: BTreeMap<String, Sourced> =
        assumed.iter().map(|a| (a.of.to_string(), Sourced::of(a))).collect();
    for NumberList { name, span, numbers } in keys.number_lists(key, notes) {
        let id = name.get_ref().as_str();
        if id != OTHERS && !known.iter().any(|k| k.id == id) {
            let ids = known.iter().map(|k| k.id.as_str()).chain([OTHERS]);
            let otherwise = format!("{key} knows {}", ids.clone().collect::<Vec<_>>().join(", "));
            notes.unknown(&name, "crime type", ids, &otherwise);
            continue;
        }
        if let Some(range) = range(&format!("{key} of {id}"), numbers, span, limits, notes) {
            let documented = assumed.iter().find(|a| a.of == id);
            ranges.insert(id.to_string(), Sourced::set(range, documented));
        }
    }
    ranges
}

fn range(
    what: &str,
    numbers: Vec<Spanned<f64>>,
    span: Range<usize>,
    limits: &Limits,
    notes: &mut Notes<'_>,
) -> Option<Estimate> {
    let percent = if limits.most == 1.0 { ": 8 % is 0.08" } else { "" };
    let help = format!("write [low, central, high], each {}{percent}", limits.words);
    if let Some(wrong) = numbers.iter().find(|n| !(limits.least..=limits.most).contains(n.get_ref())) {
        let message = format!("{what} holds {}", wrong.get_ref());
        notes.at(wrong.span(), message, &format!("must be {}", limits.words), &help);
        return None;
    }
    let values: Vec<f64> = numbers.iter().map(|n| *n.get_ref()).collect();
    match values.as_slice() {
        &[low, central, high] if low <= central && central <= high => Some(Estimate { central, low, high }),
        [_, _, _] => {
            notes.at(span, format!("the range of {what} does not ascend"), "upside down", &help);
            None
        }
        _ => {
            notes.at(span, format!("{what} must have three numbers"), "not three", &help);
            None
        }
    }
}
