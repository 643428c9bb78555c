//! What a claim says: a comparator, a number and its unit, in the words of a sentence.

use crate::scenario::Per;

/// Metres in a mile.
pub const MILE_M: f64 = 1609.344;

/// What a number is of. Values are kept in the unit named here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Metres.
    Length,
    /// Seconds.
    Time,
    /// A part of a whole: 0 to 1.
    Share,
    /// A multiple.
    Times,
    /// Residents.
    People,
    /// Households.
    Households,
    /// Census output areas.
    Areas,
    /// Public counters.
    Counters,
    /// Boroughs.
    Boroughs,
    /// Police constables.
    Constables,
    /// Events in a stretch of time.
    Each(Per),
}

impl Unit {
    /// How it is written in a claim.
    pub fn word(self) -> &'static str {
        match self {
            Unit::Length => "miles",
            Unit::Time => "minutes",
            Unit::Share => "%",
            Unit::Times => "times",
            Unit::People => "people",
            Unit::Households => "households",
            Unit::Areas => "areas",
            Unit::Counters => "counters",
            Unit::Boroughs => "boroughs",
            Unit::Constables => "constables",
            Unit::Each(Per::Day) => "a day",
            Unit::Each(Per::Week) => "a week",
            Unit::Each(Per::Year) => "a year",
        }
    }
}

/// Units by their words, the longest of those that begin alike first, with what one of them is in the unit's own measure.
const UNITS: [(&str, Unit, f64); 46] = [
    ("kilometres", Unit::Length, 1000.0),
    ("kilometers", Unit::Length, 1000.0),
    ("kilometre", Unit::Length, 1000.0),
    ("km", Unit::Length, 1000.0),
    ("miles", Unit::Length, MILE_M),
    ("mile", Unit::Length, MILE_M),
    ("metres", Unit::Length, 1.0),
    ("metre", Unit::Length, 1.0),
    ("m", Unit::Length, 1.0),
    ("hours", Unit::Time, 3600.0),
    ("hour", Unit::Time, 3600.0),
    ("minutes", Unit::Time, 60.0),
    ("minute", Unit::Time, 60.0),
    ("mins", Unit::Time, 60.0),
    ("min", Unit::Time, 60.0),
    ("seconds", Unit::Time, 1.0),
    ("per cent", Unit::Share, 0.01),
    ("percent", Unit::Share, 0.01),
    ("%", Unit::Share, 0.01),
    ("times", Unit::Times, 1.0),
    ("people", Unit::People, 1.0),
    ("residents", Unit::People, 1.0),
    ("inhabitants", Unit::People, 1.0),
    ("households", Unit::Households, 1.0),
    ("homes", Unit::Households, 1.0),
    ("output areas", Unit::Areas, 1.0),
    ("areas", Unit::Areas, 1.0),
    ("counters", Unit::Counters, 1.0),
    ("counter", Unit::Counters, 1.0),
    ("boroughs", Unit::Boroughs, 1.0),
    ("borough", Unit::Boroughs, 1.0),
    ("constables", Unit::Constables, 1.0),
    ("constable", Unit::Constables, 1.0),
    ("officers", Unit::Constables, 1.0),
    ("a day", Unit::Each(Per::Day), 1.0),
    ("per day", Unit::Each(Per::Day), 1.0),
    ("every day", Unit::Each(Per::Day), 1.0),
    ("each day", Unit::Each(Per::Day), 1.0),
    ("a week", Unit::Each(Per::Week), 1.0),
    ("per week", Unit::Each(Per::Week), 1.0),
    ("every week", Unit::Each(Per::Week), 1.0),
    ("each week", Unit::Each(Per::Week), 1.0),
    ("a year", Unit::Each(Per::Year), 1.0),
    ("per year", Unit::Each(Per::Year), 1.0),
    ("every year", Unit::Each(Per::Year), 1.0),
    ("each year", Unit::Each(Per::Year), 1.0),
];

/// How a claim compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// Strictly less.
    LessThan,
    /// Not more.
    AtMost,
    /// Strictly more.
    MoreThan,
    /// Not less.
    AtLeast,
    /// The number, as rounded as it is written.
    Is,
    /// Within a tenth of it, or within its rounding where that is wider.
    About,
    /// As far as a tenth below it, and no more than its rounding above.
    Almost,
    /// From the first number to the second, each with its rounding.
    Between,
}

/// Comparators by their words; of those that begin alike the longer comes first.
const COMPARATORS: [(&str, Comparator); 31] = [
    ("no more than", Comparator::AtMost),
    ("not more than", Comparator::AtMost),
    ("at most", Comparator::AtMost),
    ("up to", Comparator::AtMost),
    ("within", Comparator::AtMost),
    ("less than", Comparator::LessThan),
    ("fewer than", Comparator::LessThan),
    ("under", Comparator::LessThan),
    ("below", Comparator::LessThan),
    ("no less than", Comparator::AtLeast),
    ("no fewer than", Comparator::AtLeast),
    ("not less than", Comparator::AtLeast),
    ("at least", Comparator::AtLeast),
    ("more than", Comparator::MoreThan),
    ("over", Comparator::MoreThan),
    ("above", Comparator::MoreThan),
    ("beyond", Comparator::MoreThan),
    ("about", Comparator::About),
    ("around", Comparator::About),
    ("roughly", Comparator::About),
    ("approximately", Comparator::About),
    ("some", Comparator::About),
    ("almost", Comparator::Almost),
    ("nearly", Comparator::Almost),
    ("exactly", Comparator::Is),
    ("only", Comparator::Is),
    ("just", Comparator::Is),
    ("equal to", Comparator::Is),
    ("is", Comparator::Is),
    ("all", Comparator::Is),
    ("between", Comparator::Between),
];

/// Numbers in words; of those that begin alike the longer comes first.
const WORDS: [(&str, f64); 22] = [
    ("half an", 0.5),
    ("half a", 0.5),
    ("an", 1.0),
    ("a", 1.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("ninety", 90.0),
];

/// A number as it is written, and how far off it may be by its own rounding.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Written {
    value: f64,
    rounding: f64,
}

/// What a claim says of its quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// As written.
    pub words: String,
    /// How it compares.
    pub comparator: Comparator,
    /// What it is compared with, in the measure of [`Said::unit`].
    pub value: f64,
    /// The unit.
    pub unit: Unit,
    /// The values that fit: from the first to the last, ends included unless [`Comparator`] says strictly.
    pub fits: (f64, f64),
}

/// Why a sentence says nothing that can be checked.
#[derive(Clone, Debug, PartialEq)]
pub enum SaidError {
    /// There is no number in it.
    NoNumber,
    /// There is a number, and nothing says of what.
    NoUnit {
        /// All up to the end of the number.
        until_number: String,
    },
    /// There is something behind the number that is no unit.
    UnknownUnit(String),
}

impl Said {
    /// Reads `less than 1 mile`, `about 40 minutes`, `8 a week`, `between 20 and 30 %`.
    ///
    /// # Errors
    /// [`SaidError`].
    pub fn parse(text: &str) -> Result<Said, SaidError> {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let lower = words.to_lowercase();
        let (comparator, rest) = comparator(&lower);
        let (first, rest) = number(rest).ok_or(SaidError::NoNumber)?;
        let (last, rest) = match comparator {
            Comparator::Between => {
                let and = rest.trim_start().strip_prefix("and ").ok_or(SaidError::NoNumber)?;
                number(and).ok_or(SaidError::NoNumber)?
            }
            _ => (first, rest),
        };
        let name = rest.trim();
        if name.is_empty() {
            return Err(SaidError::NoUnit { until_number: words });
        }
        let named = UNITS.iter().find(|(word, ..)| *word == name);
        let Some((_, unit, one)) = named else { return Err(SaidError::UnknownUnit(name.to_string())) };
        let is_hours = *unit == Unit::Time && *one == 3600.0;
        let scaled = |n: Written| {
            // "An hour" and "a mile" are said of what would be written 60 minutes and 1.0 mile.
            let is_one = n.value <= 1.0 && matches!(unit, Unit::Length | Unit::Time);
            let rounding = if is_hours || is_one { n.rounding.min(FINE) } else { n.rounding };
            Written { value: n.value * one, rounding: rounding * one }
        };
        let (first, last) = (scaled(first), scaled(last));
        Ok(Said {
            comparator,
            value: first.value,
            unit: *unit,
            fits: fitting(comparator, first, last),
            words,
        })
    }

    /// The stretch of time that events are counted in: a year where the claim is of no events.
    pub(super) fn per(&self) -> Per {
        match self.unit {
            Unit::Each(per) => per,
            _ => Per::Year,
        }
    }

    /// Whether a value is what the claim says. Nothing at all (infinite) is more than any number.
    pub fn fits(&self, value: f64) -> bool {
        let (low, high) = self.fits;
        match self.comparator {
            Comparator::LessThan => value < high,
            Comparator::MoreThan => value > low,
            _ => {
                // So that 1.35 is a rounded 1.3 whatever binary fractions say.
                let slack = 1e-9 * self.value.abs().max(1.0);
                value >= low - slack && value <= high + slack
            }
        }
    }
}

/// The values that fit, as (lowest, highest).
fn fitting(comparator: Comparator, first: Written, last: Written) -> (f64, f64) {
    let (value, rounding) = (first.value, first.rounding);
    let tenth = (value.abs() / 10.0).max(rounding);
    match comparator {
        Comparator::LessThan | Comparator::AtMost => (f64::NEG_INFINITY, value),
        Comparator::MoreThan | Comparator::AtLeast => (value, f64::INFINITY),
        Comparator::Is => (value - rounding, value + rounding),
        Comparator::About => (value - tenth, value + tenth),
        Comparator::Almost => (value - tenth, value + rounding),
        Comparator::Between => (value - rounding, last.value + last.rounding),
    }
}

fn comparator(text: &str) -> (Comparator, &str) {
    for (words, comparator) in COMPARATORS {
        if let Some(rest) = text.strip_prefix(words)
            && rest.starts_with(' ')
        {
            return (comparator, rest);
        }
    }
    (Comparator::Is, text)
}

/// The number that a text begins with, and what follows.
///
/// Its rounding is half of its last digit that is not a zero, but of no more than its second digit: "360,000" may be
/// 355,000 to 365,000, and "40" 39.5 to 40.5.
fn number(text: &str) -> Option<(Written, &str)> {
    let text = text.trim_start();
    let digits =
        text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.').len();
    if digits > 0 {
        let (written, rest) = text.split_at(digits);
        let plain = written.replace(',', "");
        let value: f64 = plain.parse().ok().filter(|v: &f64| v.is_finite() && *v <= MOST)?;
        let rounding = place_of_last_digit(&plain) / 2.0;
        return Some(millions(Written { value, rounding }, rest));
    }
    let word = |(word, value): &(&str, f64)| {
        let rest = text.strip_prefix(word)?;
        let rounding = if *value < 1.0 { 0.05 } else { 0.5 };
        let written = Written { value: *value, rounding };
        (rest.is_empty() || rest.starts_with(' ')).then_some(millions(written, rest))
    };
    WORDS.iter().find_map(word)
}

/// `1.2 million`, `a million`.
fn millions(written: Written, rest: &str) -> (Written, &str) {
    match rest.trim_start().strip_prefix("million") {
        Some(behind) => {
            let rounding = written.rounding.min(FINE) * 1e6;
            (Written { value: written.value * 1e6, rounding }, behind)
        }
        None => (written, rest),
    }
}

/// Hours, millions, and one mile are rounded to a tenth, and not to the next whole one.
const FINE: f64 = 0.05;

/// No claim has a larger number.
const MOST: f64 = 1e12;

/// 0.1 for `1.3`, 10,000 for `360000`, 1 for `40`.
fn place_of_last_digit(plain: &str) -> f64 {
    if let Some((_, decimals)) = plain.split_once('.') {
        return 0.1f64.powi(decimals.len() as i32);
    }
    let digits = plain.trim_start_matches('0');
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    10f64.powi(zeros.min(digits.len().saturating_sub(2)) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Said {
        Said::parse(text).unwrap_or_else(|e| panic!("{text}: {e:?}"))
    }

    #[test]
    fn sentences_are_read() {
        let of = |text: &str| (said(text).comparator, said(text).value, said(text).unit);
        assert_eq!(of("less than a mile"), (Comparator::LessThan, MILE_M, Unit::Length));
        assert_eq!(of("About 40 minutes"), (Comparator::About, 2400.0, Unit::Time));
        assert_eq!(of("almost an hour"), (Comparator::Almost, 3600.0, Unit::Time));
        assert_eq!(of("half an hour"), (Comparator::Is, 1800.0, Unit::Time));
        assert_eq!(of("eight a week"), (Comparator::Is, 8.0, Unit::Each(Per::Week)));
        assert_eq!(of("more than 1 million people"), (Comparator::MoreThan, 1e6, Unit::People));
        assert_eq!(of("about a million people"), (Comparator::About, 1e6, Unit::People));
        assert_eq!(of("360,000 residents"), (Comparator::Is, 360_000.0, Unit::People));
        assert_eq!(of("32 boroughs"), (Comparator::Is, 32.0, Unit::Boroughs));
        assert_eq!(of("between 20 and 30 %").0, Comparator::Between);
        assert_eq!(of("300 m"), (Comparator::Is, 300.0, Unit::Length));
    }

    #[test]
    fn a_number_is_as_exact_as_it_is_written() {
        let near = |text: &str, low: f64, high: f64| {
            let (l, h) = said(text).fits;
            assert!((l - low).abs() < 1e-9 && (h - high).abs() < 1e-9, "{text}: {l} {h}");
        };
        near("1.3 miles", 1.25 * MILE_M, 1.35 * MILE_M);
        near("40 minutes", 39.5 * 60.0, 40.5 * 60.0);
        near("about 40 minutes", 36.0 * 60.0, 44.0 * 60.0);
        near("9 minutes", 8.5 * 60.0, 9.5 * 60.0);
        near("360,000 people", 355_000.0, 365_000.0);
        near("1,000,000 people", 950_000.0, 1_050_000.0);
        near("105 people", 104.5, 105.5);
        near("between 20 and 30 minutes", 19.5 * 60.0, 30.5 * 60.0);
        near("almost 60 minutes", 54.0 * 60.0, 60.5 * 60.0);
        near("almost an hour", 54.0 * 60.0, 63.0 * 60.0);
        near("2 hours", 117.0 * 60.0, 123.0 * 60.0);
        near("a mile", 0.95 * MILE_M, 1.05 * MILE_M);
        near("about 1 mile", 0.9 * MILE_M, 1.1 * MILE_M);
        near("1 million people", 950_000.0, 1_050_000.0);
        near("4 a week", 3.5, 4.5);
        assert!(!said("less than a mile").fits(MILE_M) && said("less than a mile").fits(1609.0));
        assert!(said("more than 45 minutes").fits(f64::INFINITY));
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        assert_eq!(Said::parse("far away"), Err(SaidError::NoNumber));
        assert_eq!(Said::parse("between 3 minutes"), Err(SaidError::NoNumber));
        let no_unit = SaidError::NoUnit { until_number: "less than 40".to_string() };
        assert_eq!(Said::parse("less than  40"), Err(no_unit));
        assert_eq!(Said::parse("40 parsecs"), Err(SaidError::UnknownUnit("parsecs".to_string())));
        assert!(Said::parse("1e999 miles").is_err());
        assert_eq!(Said::parse("1.2.3 miles"), Err(SaidError::NoNumber));
    }
}
