//! The ranges of assumptions that go by type of crime.

use std::collections::BTreeMap;

use super::super::Assumption;
use super::super::ranges::{Assumed, Limits, Sourced, range};
use super::super::reader::{Keys, Notes, NumberList};
use super::defaults::{self, OTHERS};
use super::types::KnownType;

/// Incidents are divided by it.
const RATE: Limits = Limits::new(0.01, 1.0, "a share, from 0.01 to 1");

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
        let (share, rate) = (&Limits::SHARE, &RATE);
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
