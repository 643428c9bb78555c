//! What a claim says: a comparator, a number and its unit, in the words of a sentence.

use super::number::{FINE, NumberError, Written, number};
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
    /// Pounds a year.
    Pounds,
    /// Events in a stretch of time.
    Each(Per),
}

impl Unit {
    /// Whether there are only whole ones.
    pub(crate) fn is_counted(self) -> bool {
        use Unit::{Areas, Boroughs, Constables, Counters, Households, People};
        matches!(self, People | Households | Areas | Counters | Boroughs | Constables)
    }

    /// How it is written behind a number in words or figures: one mile, two miles.
    pub(super) fn word_behind(self, number: &str) -> &'static str {
        let is_one = ["1", "one", "a", "an"].contains(&number.rsplit(' ').next().unwrap_or(number));
        match (self, is_one) {
            (Unit::Length, true) => "mile",
            (Unit::Time, true) => "minute",
            (Unit::People, true) => "resident",
            (Unit::Households, true) => "household",
            (Unit::Areas, true) => "area",
            (Unit::Counters, true) => "counter",
            (Unit::Boroughs, true) => "borough",
            (Unit::Constables, true) => "constable",
            _ => self.word(),
        }
    }

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
            Unit::Pounds => "pounds",
            Unit::Each(Per::Day) => "a day",
            Unit::Each(Per::Week) => "a week",
            Unit::Each(Per::Year) => "a year",
        }
    }
}

/// Units by their words, the longest of those that begin alike first, with what one of them is in the unit's own measure.
const UNITS: [(&str, Unit, f64); 56] = [
    ("kilometres", Unit::Length, 1000.0),
    ("kilometers", Unit::Length, 1000.0),
    ("kilometre", Unit::Length, 1000.0),
    ("km", Unit::Length, 1000.0),
    ("miles", Unit::Length, MILE_M),
    ("mile", Unit::Length, MILE_M),
    ("mi", Unit::Length, MILE_M),
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
    ("resident", Unit::People, 1.0),
    ("person", Unit::People, 1.0),
    ("inhabitants", Unit::People, 1.0),
    ("households", Unit::Households, 1.0),
    ("household", Unit::Households, 1.0),
    ("homes", Unit::Households, 1.0),
    ("output areas", Unit::Areas, 1.0),
    ("areas", Unit::Areas, 1.0),
    ("area", Unit::Areas, 1.0),
    ("counters", Unit::Counters, 1.0),
    ("counter", Unit::Counters, 1.0),
    ("boroughs", Unit::Boroughs, 1.0),
    ("borough", Unit::Boroughs, 1.0),
    ("constables", Unit::Constables, 1.0),
    ("constable", Unit::Constables, 1.0),
    ("officers", Unit::Constables, 1.0),
    ("officer", Unit::Constables, 1.0),
    ("pounds", Unit::Pounds, 1.0),
    ("pounds a year", Unit::Pounds, 1.0),
    ("pounds a constable", Unit::Pounds, 1.0),
    ("pounds per constable", Unit::Pounds, 1.0),
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
    /// The number itself: to the whole for what is counted, and to a tenth for what is measured.
    Exactly,
    /// Within a tenth of it, or within its rounding where that is wider.
    About,
    /// As far as a tenth below it, or its rounding where that is wider, and no more.
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
    ("exactly", Comparator::Exactly),
    ("only", Comparator::Is),
    ("just", Comparator::Is),
    ("equal to", Comparator::Is),
    ("is", Comparator::Is),
    ("all", Comparator::Is),
    ("between", Comparator::Between),
];

/// What a claim says of its quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// As written.
    pub words: String,
    /// How it compares.
    pub comparator: Comparator,
    /// What it is compared with, in the measure of [`Said::unit`].
    pub value: f64,
    /// The second number of [`Comparator::Between`]; elsewhere the first.
    pub last: f64,
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
    /// A number has a comma that parts no thousands.
    Comma {
        /// The number as it is written.
        written: String,
        /// What it can be: with a decimal point, without the comma.
        meant: Vec<String>,
    },
    /// `between` without two numbers in front of one unit.
    NotTwoNumbers,
    /// `between` with the larger number first: the words the right way round.
    Reversed(String),
    /// A share that says of whom.
    ShareOf {
        /// The share alone.
        share: String,
        /// Of whom.
        whom: String,
    },
}

impl From<NumberError> for SaidError {
    fn from(error: NumberError) -> SaidError {
        match error {
            NumberError::None => SaidError::NoNumber,
            NumberError::Comma { written, meant } => SaidError::Comma { written, meant },
        }
    }
}

impl Said {
    /// Reads `less than 1 mile`, `about 40 minutes`, `8 a week`, `between 20 and 30 %`, `two-thirds`.
    ///
    /// # Errors
    /// [`SaidError`].
    pub fn parse(text: &str) -> Result<Said, SaidError> {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let lower = words.to_lowercase();
        let (comparator, rest) = comparator(&lower);
        let pounds = rest.trim_start().strip_prefix('£');
        let (first, rest) = number(pounds.unwrap_or(rest))?;
        let (last, rest) = match comparator {
            Comparator::Between => second(rest)?,
            _ => (first, rest),
        };
        let name = if pounds.is_some() { format!("pounds {}", rest.trim()) } else { rest.to_string() };
        let (unit, one) = unit(name.trim(), first.is_fraction, &words)?;
        if last.value < first.value {
            return Err(SaidError::Reversed(the_right_way_round(&words)));
        }
        let is_hours = unit == Unit::Time && one == 3600.0;
        let scaled = |n: Written| {
            // "An hour" and "a mile" are said of what would be written 60 minutes and 1.0 mile.
            let is_one = n.value <= 1.0 && matches!(unit, Unit::Length | Unit::Time);
            let rounding = match comparator {
                Comparator::Exactly if unit.is_counted() => 0.5,
                Comparator::Exactly => n.rounding.min(FINE),
                _ if is_hours || is_one => n.rounding.min(FINE),
                // A hundred per cent is all, and not 95.
                _ if unit == Unit::Share && !n.is_fraction => n.rounding.min(0.5),
                _ => n.rounding,
            };
            Written { value: n.value * one, rounding: rounding * one, ..n }
        };
        let (first, last) = (scaled(first), scaled(last));
        let (value, last_value) = (first.value, last.value);
        Ok(Said { comparator, value, last: last_value, unit, fits: fitting(comparator, first, last), words })
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
        Comparator::Is | Comparator::Exactly => (value - rounding, value + rounding),
        Comparator::About => (value - tenth, value + tenth),
        Comparator::Almost => (value - tenth, value),
        Comparator::Between => (value - rounding, last.value + last.rounding),
    }
}

/// The second number of `between 20 and 30 minutes`, and what follows.
fn second(rest: &str) -> Result<(Written, &str), SaidError> {
    let and = rest.trim_start().strip_prefix("and ").ok_or(SaidError::NotTwoNumbers)?;
    number(and).map_err(|error| match error {
        NumberError::None => SaidError::NotTwoNumbers,
        comma => comma.into(),
    })
}

/// `between 30 and 20 minutes` as `between 20 and 30 minutes`.
fn the_right_way_round(words: &str) -> String {
    let swapped = || {
        let (between, rest) = words.split_once(' ')?;
        let (first, rest) = rest.split_once(" and ")?;
        let (last, unit) = rest.split_once(' ')?;
        Some(format!("{between} {last} and {first} {unit}"))
    };
    swapped().unwrap_or_else(|| words.to_string())
}

/// The unit that stands behind a number, and what one of it is in the unit's own measure.
fn unit(name: &str, is_fraction: bool, words: &str) -> Result<(Unit, f64), SaidError> {
    if is_fraction && name.is_empty() {
        return Ok((Unit::Share, 1.0));
    }
    if name.is_empty() {
        return Err(SaidError::NoUnit { until_number: words.to_string() });
    }
    if let Some((_, unit, one)) = UNITS.iter().find(|(word, ..)| *word == name) {
        return Ok((*unit, *one));
    }
    let share = UNITS.iter().filter(|(_, unit, _)| *unit == Unit::Share).map(|(word, ..)| *word);
    let of = |word: &str| name.strip_prefix(word).and_then(|rest| rest.trim_start().strip_prefix("of "));
    let whom = share.chain(is_fraction.then_some("")).find_map(of);
    match whom {
        Some(whom) => {
            let share = words[..words.len() - whom.len()].trim_end();
            let share = share.strip_suffix(" of").unwrap_or(share).to_string();
            Err(SaidError::ShareOf { share, whom: whom.to_string() })
        }
        None => Err(SaidError::UnknownUnit(name.to_string())),
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
        assert_eq!(of("2 mi"), (Comparator::Is, 2.0 * MILE_M, Unit::Length));
        assert_eq!(of("over two-thirds"), (Comparator::MoreThan, 2.0 / 3.0, Unit::Share));
        assert_eq!(of("no more than a hundred and twenty people").1, 120.0);
        assert_eq!(of("nearly £57,000 a constable"), (Comparator::Almost, 57_000.0, Unit::Pounds));
        assert_eq!(of("£57,000"), of("57,000 pounds a year"));
        assert_eq!(of("no counters"), (Comparator::Is, 0.0, Unit::Counters));
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
        near("almost 60 minutes", 54.0 * 60.0, 60.0 * 60.0);
        near("almost an hour", 54.0 * 60.0, 60.0 * 60.0);
        near("100 %", 0.995, 1.005);
        near("a tenth", 0.09, 0.11);
        near("2 hours", 117.0 * 60.0, 123.0 * 60.0);
        near("a mile", 0.95 * MILE_M, 1.05 * MILE_M);
        near("about 1 mile", 0.9 * MILE_M, 1.1 * MILE_M);
        near("1 million people", 950_000.0, 1_050_000.0);
        near("4 a week", 3.5, 4.5);
        near("exactly 360,000 people", 359_999.5, 360_000.5);
        near("exactly 40 minutes", 39.95 * 60.0, 40.05 * 60.0);
        near("exactly 1.25 miles", 1.245 * MILE_M, 1.255 * MILE_M);
        near("no counters", -0.5, 0.5);
        near("two-thirds", 2.0 / 3.0 - 0.05, 2.0 / 3.0 + 0.05);
        near("half a mile", 0.45 * MILE_M, 0.55 * MILE_M);
        assert!(!said("less than a mile").fits(MILE_M) && said("less than a mile").fits(1609.0));
        assert!(said("more than 45 minutes").fits(f64::INFINITY));
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        assert_eq!(Said::parse("far away"), Err(SaidError::NoNumber));
        assert_eq!(Said::parse("between 3 minutes"), Err(SaidError::NotTwoNumbers));
        assert_eq!(Said::parse("between 20 minutes and 1 hour"), Err(SaidError::NotTwoNumbers));
        let swapped = SaidError::Reversed("between 20 and 30 minutes".to_string());
        assert_eq!(Said::parse("between 30 and 20 minutes"), Err(swapped));
        let comma =
            SaidError::Comma { written: "1,3".to_string(), meant: vec!["1.3".to_string(), "13".to_string()] };
        assert_eq!(Said::parse("about 1,3 miles"), Err(comma));
        for share in ["more than 30 %", "two-thirds"] {
            let of = SaidError::ShareOf { share: share.to_string(), whom: "households".to_string() };
            assert_eq!(Said::parse(&format!("{share} of households")), Err(of));
        }
        let no_unit = SaidError::NoUnit { until_number: "less than 40".to_string() };
        assert_eq!(Said::parse("less than  40"), Err(no_unit));
        assert_eq!(Said::parse("40 parsecs"), Err(SaidError::UnknownUnit("parsecs".to_string())));
        assert!(Said::parse("1e999 miles").is_err());
        assert_eq!(Said::parse("1.2.3 miles"), Err(SaidError::NoNumber));
    }
}
