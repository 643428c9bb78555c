//! A claim's verdict in a paragraph: the number, its denominator, the reading, and what turns it. No word about whoever
//! said it.

use super::choice::{Denominator, Statistic, mode_words};
use super::difference::difference;
use super::file::{Claim, ClaimFile};
use super::place::{Origin, Population};
use super::quantity::Quantity;
use super::reading::Reading;
use super::said::{MILE_M, Unit};
use super::verdict::{Checked, Evaluated, Flip, OtherType, Verdict};
use super::world::weight_number;
use crate::city::City;
use crate::impact::about;
use crate::travel::Mode;

/// Shares that differ by more than this are given for every denominator: a point.
const A_POINT: f64 = 0.01;

/// The paragraph of a checked claim.
pub fn paragraph(city: &City, file: &ClaimFile, checked: &Checked) -> String {
    let claim = &file.claims[checked.claim];
    let not_testable = || format!("Not testable. Missing: {}.", checked.missing.trim_end_matches('.'));
    let Some(plain) = checked.plainest() else { return not_testable() + &note(claim) };
    let words = Words { city, file, claim, checked };
    let lead = if checked.verdict == Verdict::NotTestable { not_testable() } else { words.lead() };
    let mut text = format!("{lead} {}", words.number(plain));
    text.push_str(&words.range());
    text.push_str(&words.without_value());
    text.push_str(&words.difference());
    text.push_str(&words.other_modes(plain));
    text.push_str(&words.flips());
    text.push_str(&words.denominators(plain));
    text.push_str(&words.other_types());
    if !claim.untested.is_empty() {
        text.push_str(&format!(" Not tested: {}.", claim.untested));
    }
    text.push_str(&words.left_out());
    text + &note(claim)
}

fn note(claim: &Claim) -> String {
    match claim.note.trim().trim_end_matches('.') {
        "" => String::new(),
        note => format!(" {}.", capital(note)),
    }
}

struct Words<'a> {
    city: &'a City,
    file: &'a ClaimFile,
    claim: &'a Claim,
    checked: &'a Checked,
}

impl Words<'_> {
    fn said(&self) -> &str {
        self.claim.said.as_ref().map_or("", |s| &s.words)
    }

    fn unit(&self) -> Unit {
        self.claim.said.as_ref().map_or(Unit::Times, |s| s.unit)
    }

    fn value(&self, evaluated: &Evaluated) -> String {
        evaluated.figure.value.map_or("no value".to_string(), |v| value_words(v, self.unit()))
    }

    fn lead(&self) -> String {
        let (holds, all) = self.checked.counts();
        let of = match (self.checked.verdict, all) {
            (Verdict::Holds, 1) => "under its only reading".to_string(),
            (Verdict::Holds, 2) => "under both readings".to_string(),
            (Verdict::Holds, all) => format!("under all {all} readings"),
            (Verdict::DoesNotHold, 1) => "under its only reading".to_string(),
            (Verdict::DoesNotHold, 2) => "under neither reading".to_string(),
            (Verdict::DoesNotHold, all) => format!("under none of {all} readings"),
            _ => format!("it holds under {holds} of {all} readings"),
        };
        match self.checked.verdict {
            Verdict::Depends => format!("Depends: {of}."),
            Verdict::Holds => format!("Holds, {of}."),
            _ => format!("Does not hold, {of}."),
        }
    }

    /// The plainest value, with all that it is of.
    fn number(&self, plain: &Evaluated) -> String {
        let reading = &plain.reading;
        let value = self.value(plain);
        let option = self.claim.option.map(|o| self.file.networks.options[o].title.as_str());
        let after = option.map_or(String::new(), |title| format!("With \"{title}\", "));
        let counter = self.counter();
        let sentence = match &self.claim.quantity {
            Quantity::Journey { from, to } => {
                let time = if reading.mode == Mode::Drive { self.time(reading) } else { String::new() };
                format!("from {} to {}, it is {value} {}{time}", from.name, to.name, mode_words(reading.mode))
            }
            Quantity::NearestCounter { from } => {
                let from = &from[reading.start];
                let away = if plain.figure.value == Some(f64::INFINITY) { "" } else { " away" };
                let which = plain
                    .figure
                    .site
                    .map_or(String::new(), |s| format!(", {},", self.file.networks.sites[s].name));
                let statistic = statistic(from, reading);
                format!(
                    "from {}, the nearest {counter}{which} is {value}{away} {}{statistic}{}",
                    spoken(from),
                    mode_words(reading.mode),
                    self.time(reading)
                )
            }
            Quantity::Ratio { from } => {
                let from = &from[reading.start];
                let (mode, statistic) = (mode_words(reading.mode), statistic(from, reading));
                let time = self.time(reading);
                format!(
                    "from {}, the way to the nearest {counter} becomes {value} as long, {mode}{statistic}{time}",
                    spoken(from)
                )
            }
            Quantity::Coverage { place, cutoff, beyond } => {
                let article = if *beyond { "no" } else { "a" };
                format!(
                    "{} have {article} {counter} within {} {}{}",
                    self.share(place, plain),
                    cutoff.words,
                    mode_words(reading.mode),
                    self.time(reading)
                )
            }
            Quantity::Catchment { place, site } => format!(
                "for {} the nearest {counter} is {} ({}{})",
                self.share(place, plain),
                self.file.networks.sites[*site].name,
                mode_words(reading.mode),
                self.time(reading)
            ),
            Quantity::Counters { place } => {
                let hours = if self.claim.round_the_clock { " open round the clock" } else { "" };
                format!("{} has {value}{hours}", place.spoken())
            }
            Quantity::Boroughs => {
                let verb = if plain.figure.value == Some(1.0) { "has" } else { "have" };
                format!("{value} of {} {verb} a {counter}", self.city.boroughs.len())
            }
            Quantity::Residents { place } => format!("{} has {value}", place.spoken()),
            Quantity::Crime { place, types, .. } => {
                let names: Vec<String> = types
                    .iter()
                    .filter(|t| self.city.crimes.types[**t].series == reading.series)
                    .map(|t| self.type_words(*t))
                    .collect();
                format!("{}: {} {value}", place.name, names.join(" and "))
            }
            Quantity::ReportsAtCounter { station } => {
                format!("at {}, {value} are reported", self.city.stations[*station].name)
            }
            Quantity::VisitsToCounter { station } => {
                format!("{} has {value} visitors", self.city.stations[*station].name)
            }
            Quantity::Constables { pounds } => {
                format!(
                    "{} pounds a year pay for {value} at {:.0} pounds each",
                    about(*pounds),
                    reading.constable
                )
            }
            Quantity::ConstableCost => format!("a constable costs {value} a year"),
            Quantity::Untestable { .. } => String::new(),
        };
        let said = format!(" (said: {})", self.said());
        format!("{}{said}.", capital(&format!("{after}{sentence}")))
    }

    fn type_words(&self, number: usize) -> String {
        let of = &self.city.crimes.types[number];
        let known = if of.allotted { ", known by borough and spread over its zones" } else { "" };
        format!("{} ({}{known})", of.words(), of.year)
    }

    /// What counts as a counter.
    fn counter(&self) -> &'static str {
        if self.claim.round_the_clock { "counter open round the clock" } else { "counter" }
    }

    /// When, unless at any time.
    fn time(&self, reading: &Reading) -> String {
        match reading.time {
            crate::scenario::Time::Any => String::new(),
            time => format!(" at {time}"),
        }
    }

    /// `32.7 % (409,900 of 1,252,900 residents) of Ealing`.
    fn share(&self, place: &Population, plain: &Evaluated) -> String {
        let of = plain.reading.of;
        let Some(counted) = plain.figure.counted else { return String::new() };
        let (part, whole) = counted[weight_number(of)];
        let who = who(of);
        let share = if whole > 0.0 { part / whole } else { 0.0 };
        let percent = value_words(share, Unit::Share);
        format!("{percent} ({} of {}) of the {who} of {}", about(part), about(whole), place.spoken())
    }

    fn range(&self) -> String {
        match self.checked.range() {
            Some((low, high)) if low != high => {
                let range = range_words((low, high), self.unit());
                if range == value_words(low, self.unit()) {
                    String::new()
                } else {
                    format!(" Over all readings: {range}.")
                }
            }
            _ => String::new(),
        }
    }

    /// How many readings have no value, and why.
    fn without_value(&self) -> String {
        let (_, with_value) = self.checked.counts();
        match self.checked.readings.len() - with_value {
            0 => String::new(),
            more => {
                let (readings, have) = if more == 1 { ("reading", "has") } else { ("readings", "have") };
                format!(" {more} more {readings} {have} no value, for want of {}.", self.checked.missing)
            }
        }
    }

    /// Why the file leaves out readings, and what they would say.
    fn left_out(&self) -> String {
        if self.claim.because.is_empty() {
            return String::new();
        }
        let because = self.claim.because.trim().trim_end_matches('.');
        let (holds, all) = self.checked.counts_left_out();
        let values = self.checked.range_left_out().map(|r| format!(" ({})", range_words(r, self.unit())));
        let values = values.unwrap_or_default();
        let (readings, whether) = match (all, holds) {
            (0, _) => return format!(" Fewer readings than usual: {because}."),
            (1, 0) => ("The reading".to_string(), "it would not hold".to_string()),
            (1, _) => ("The reading".to_string(), "it would hold too".to_string()),
            (all, 0) => (format!("The {all} readings"), "it would hold under none".to_string()),
            (all, holds) => (format!("The {all} readings"), format!("it would hold under {holds}")),
        };
        format!(
            " Fewer readings than usual: {because}. {readings} left out for this reason: {whether}{values}."
        )
    }

    /// Which way the data differ from what is said, and by how much.
    fn difference(&self) -> String {
        let said = self.claim.said.as_ref();
        let off = difference(self.claim, self.checked).zip(said);
        off.map_or(String::new(), |(off, said)| format!(" The data say {}.", off.words(said)))
    }

    /// The same by every other mode that the claim admits.
    fn other_modes(&self, plain: &Evaluated) -> String {
        let alike = |mode: Mode| {
            let same = Reading { mode, ..plain.reading };
            self.checked.readings.iter().find(|e| e.reading == same && e.figure.value.is_some())
        };
        let others = self.claim.assumptions.mode.iter().filter(|mode| **mode != plain.reading.mode);
        let told = others.filter_map(|mode| Some((*mode, alike(*mode)?))).map(|(mode, evaluated)| {
            format!(" {} it is {}.", capital(mode_words(mode)), self.value(evaluated))
        });
        told.collect()
    }

    fn flips(&self) -> String {
        let holds = self.checked.plainest().and_then(|e| e.holds);
        let turned = if holds == Some(true) { "It no longer holds" } else { "It holds" };
        let told: Vec<String> = self.checked.flips.iter().map(|flip| self.flip(flip)).collect();
        if told.is_empty() {
            String::new()
        } else {
            format!(" {turned} if it is read {}.", told.join("; or "))
        }
    }

    /// `on foot instead of in a straight line (1.2 miles)`.
    fn flip(&self, flip: &Flip) -> String {
        let changes: Vec<String> =
            flip.departures.iter().map(|d| format!("\"{}\" instead of \"{}\"", d.to, d.from)).collect();
        format!("{} ({})", changes.join(" and "), self.value(&self.checked.readings[flip.reading]))
    }

    /// The same share of everybody, where it matters of whom.
    fn denominators(&self, plain: &Evaluated) -> String {
        let Some(counted) = plain.figure.counted else { return String::new() };
        let shares = Denominator::ALL.map(|of| {
            let (part, whole) = counted[weight_number(of)];
            (of, part / whole)
        });
        let known = || shares.iter().filter(|(_, share)| share.is_finite());
        let low = known().map(|(_, s)| *s).fold(f64::INFINITY, f64::min);
        let high = known().map(|(_, s)| *s).fold(f64::NEG_INFINITY, f64::max);
        if high - low <= A_POINT {
            return String::new();
        }
        let told: Vec<String> = known()
            .map(|(of, share)| format!("{} of {}", value_words(*share, Unit::Share), who(*of)))
            .collect();
        format!(" By denominator: {}.", told.join(", "))
    }

    fn other_types(&self) -> String {
        let told = |o: &OtherType| {
            let fits = |v: f64| self.claim.said.as_ref().is_some_and(|said| said.fits(v));
            let some =
                if o.fits && !(fits(o.range.0) && fits(o.range.1)) { ", under some readings" } else { "" };
            format!("{} ({}{some})", self.type_words(o.number), range_words(o.range, self.unit()))
        };
        let those = |or_meant: bool, fits: bool| -> Vec<String> {
            let of = self.checked.other_types.iter().filter(|o| o.or_meant == or_meant && o.fits == fits);
            of.map(told).collect()
        };
        let mut text = String::new();
        let sentences = [
            ("What may have been meant instead fits", those(true, true)),
            ("What may have been meant instead does not fit either", those(true, false)),
            ("By number alone, these other types fit", those(false, true)),
        ];
        for (words, types) in sentences.into_iter().filter(|(_, types)| !types.is_empty()) {
            text.push_str(&format!(" {words}: {}.", types.join(", ")));
        }
        text
    }
}

/// A claim with more readings than this takes long, and hardly anybody reads them.
const MANY_READINGS: usize = 10_000;

/// What whoever checks a claim should be told; most claims have nothing.
pub fn warnings(file: &ClaimFile, checked: &Checked) -> Vec<String> {
    let (claim, readings) = (&file.claims[checked.claim], checked.readings.len());
    if readings <= MANY_READINGS {
        return Vec::new();
    }
    let help = "name fewer times or places, or leave some out with only and a reason";
    vec![format!("{} has {readings} readings, more than {MANY_READINGS}: {help}", claim.id)]
}

fn spoken(from: &Origin) -> &str {
    match from {
        Origin::Spot(spot) => &spot.name,
        Origin::Population(population) => population.spoken(),
    }
}

/// How a population is summed up, unless it is a single point.
fn statistic(from: &Origin, reading: &Reading) -> String {
    match (from, reading.statistic) {
        (Origin::Spot(_), _) => String::new(),
        (Origin::Population(_), Statistic::Middle | Statistic::Worst) => {
            format!(", {}", reading.statistic.words())
        }
        (Origin::Population(_), _) => format!(", {} ({})", reading.statistic.words(), who(reading.of)),
    }
}

fn who(of: Denominator) -> &'static str {
    match of {
        Denominator::People => "residents",
        Denominator::Households => "households",
        Denominator::Areas => "output areas",
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A value with its unit, as precise as it is used.
pub fn value_words(value: f64, unit: Unit) -> String {
    range_words((value, value), unit)
}

/// A range with its unit, or a single value where both ends are written alike.
pub fn range_words((low, high): (f64, f64), unit: Unit) -> String {
    if low.is_infinite() {
        return "out of reach".to_string();
    }
    if high.is_infinite() {
        return format!("{} to out of reach", value_words(low, unit));
    }
    let span = |of: &dyn Fn(f64) -> String| {
        let (low, high) = (of(low), of(high));
        if low == high { low } else { format!("{low} to {high}") }
    };
    let decimals = |digits: usize, scale: f64| span(&|v: f64| format!("{:.digits$}", v / scale));
    match unit {
        Unit::Length => format!("{} miles ({} km)", decimals(2, MILE_M), decimals(2, 1000.0)),
        Unit::Time => format!("{} minutes", decimals(1, 60.0)),
        Unit::Share => format!("{} %", decimals(1, 0.01)),
        Unit::Times => format!("{} times", decimals(2, 1.0)),
        Unit::People | Unit::Households | Unit::Areas | Unit::Pounds => {
            format!("{} {}", span(&|v| about(v)), unit.word())
        }
        Unit::Counters | Unit::Boroughs => match (low, high) {
            (1.0, 1.0) => format!("1 {}", unit.word().trim_end_matches('s')),
            _ => format!("{} {}", decimals(0, 1.0), unit.word()),
        },
        Unit::Constables => format!("{} {}", decimals(1, 1.0), unit.word()),
        Unit::Each(_) => format!("{} {}", decimals(2, 1.0), unit.word()),
    }
}
