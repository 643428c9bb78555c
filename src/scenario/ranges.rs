//! Ranges of assumptions: `[low, central, high]`, from the file or else the documented ones.

use std::ops::Range;

use toml::Spanned;

use super::reader::{Keys, Notes};
use crate::travel::Estimate;

/// Whole numbers up to here are exact in TOML's floats.
pub(super) const LARGEST_SEED: f64 = 9_007_199_254_740_992.0;

/// Something that is only known within a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    /// What it is, unique.
    pub name: String,
    /// Its values.
    pub range: Estimate,
    /// Its unit.
    pub unit: &'static str,
    /// Where the values come from.
    pub source: String,
}

/// A documented range with its source.
pub(super) struct Assumed {
    pub of: &'static str,
    pub range: Estimate,
    pub source: &'static str,
}

pub(super) const fn assumed(
    of: &'static str,
    [low, central, high]: [f64; 3],
    source: &'static str,
) -> Assumed {
    Assumed { of, range: Estimate { central, low, high }, source }
}

/// What an assumption's values may be.
pub(super) struct Limits {
    least: f64,
    most: f64,
    words: &'static str,
}

impl Limits {
    pub(super) const SHARE: Limits = Limits::new(0.0, 1.0, "a share, from 0 to 1");

    /// `words` say what they are: `a share, from 0 to 1`.
    pub(super) const fn new(least: f64, most: f64, words: &'static str) -> Self {
        Limits { least, most, words }
    }

    pub(super) fn hold(&self, value: f64) -> bool {
        (self.least..=self.most).contains(&value)
    }

    /// Notes that a number is outside.
    pub(super) fn refuse(&self, what: &str, number: &Spanned<f64>, notes: &mut Notes<'_>) {
        let label = format!("must be {}", self.words);
        notes.at(number.span(), format!("{what} holds {}", number.get_ref()), &label, "");
    }
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
    pub(super) fn set(range: Estimate, documented: Option<&Assumed>) -> Self {
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

/// Three ascending numbers within the limits.
pub(super) fn range(
    what: &str,
    numbers: Vec<Spanned<f64>>,
    span: Range<usize>,
    limits: &Limits,
    notes: &mut Notes<'_>,
) -> Option<Estimate> {
    let percent = if limits.most == 1.0 { ": 8 % is 0.08" } else { "" };
    let help = format!("write [low, central, high], each {}{percent}", limits.words);
    if let Some(wrong) = numbers.iter().find(|n| !limits.hold(*n.get_ref())) {
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

/// A whole number; the default where the key is missing or spoilt.
pub(super) fn whole(
    key: &'static str,
    default: f64,
    least: f64,
    most: f64,
    keys: &mut Keys<'_>,
    notes: &mut Notes<'_>,
) -> f64 {
    let Some(number) = keys.number(key, notes) else { return default };
    let value = *number.get_ref();
    if value.fract() == 0.0 && (least..=most).contains(&value) {
        return value;
    }
    let label = format!("must be a whole number from {least} to {most}");
    notes.at(
        number.span(),
        format!("{key} holds {value}"),
        &label,
        &format!("without the line it is {default}"),
    );
    default
}
