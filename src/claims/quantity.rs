//! What a claim is about, read from its table.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::networks::Finder;
use super::place::{Extent, Origin, Places, Population, Spot};
use super::said::{Comparator, Said, SaidError, Unit};
use crate::city::{City, same_name};
use crate::scenario::published;
use crate::scenario::reader::{Keys, Notes};
use crate::scenario::{FigurePlace, Per};

/// A quantity with all that it needs.
#[derive(Clone, Debug, PartialEq)]
pub enum Quantity {
    /// Length or time of the way between two places.
    Journey {
        /// Start.
        from: Spot,
        /// End.
        to: Spot,
    },
    /// Length or time of the way to the nearest counter.
    NearestCounter {
        /// Where people are: the place of the claim, then others that may be meant; at least one.
        from: Vec<Origin>,
    },
    /// The way to the nearest counter after an option as a multiple of the way before.
    Ratio {
        /// As of the nearest counter.
        from: Vec<Origin>,
    },
    /// How many, or which share, have a counter within a cutoff, or have none within it.
    Coverage {
        /// Who.
        place: Population,
        /// The cutoff.
        cutoff: Cutoff,
        /// Whether those are counted who have none within it.
        beyond: bool,
    },
    /// The share of a place for whom a counter is the nearest.
    Catchment {
        /// Who.
        place: Population,
        /// Number of the counter's site.
        site: usize,
    },
    /// How many counters there are in a borough or the whole city.
    Counters {
        /// Where.
        place: Population,
    },
    /// How many boroughs have a counter.
    Boroughs,
    /// How many people live in a place.
    Residents {
        /// Where.
        place: Population,
    },
    /// Recorded crimes in a place.
    Crime {
        /// Where.
        place: FigurePlace,
        /// Numbers of the city's types, added up.
        types: Vec<usize>,
        /// Types that may have been meant instead, each by itself.
        or_meant: Vec<usize>,
    },
    /// Crimes reported at a counter.
    ReportsAtCounter {
        /// Number of the station.
        station: usize,
    },
    /// Visits to a counter.
    VisitsToCounter {
        /// Number of the station.
        station: usize,
    },
    /// Constables that a sum pays for.
    Constables {
        /// Pounds a year.
        pounds: f64,
    },
    /// What a constable costs, pounds a year.
    ConstableCost,
    /// Nothing that the program can work out.
    Untestable {
        /// What is missing.
        missing: String,
    },
}

/// A length or time that is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Cutoff {
    /// [`Unit::Length`] or [`Unit::Time`].
    pub unit: Unit,
    /// Metres or seconds.
    pub value: f64,
    /// As written.
    pub words: String,
}

/// A kind of quantity.
pub(super) struct Kind {
    /// The word used in files.
    pub word: &'static str,
    /// The units that it can be in; none where it cannot be tested.
    pub units: &'static [Unit],
    /// The keys that it has besides those of every claim.
    pub keys: &'static [&'static str],
}

const fn kind(word: &'static str, units: &'static [Unit], keys: &'static [&'static str]) -> Kind {
    Kind { word, units, keys }
}

const WAY: &[Unit] = &[Unit::Time, Unit::Length];
const PARTS: &[Unit] = &[Unit::Share, Unit::People, Unit::Households, Unit::Areas];
const EVENTS: &[Unit] = &[Unit::Each(Per::Day), Unit::Each(Per::Week), Unit::Each(Per::Year)];
const NEAREST: &[&str] =
    &["from", "or_from", "option", "hours", "modes", "times", "of", "statistic", "counters"];

/// All kinds.
pub(super) const KINDS: [Kind; 14] = [
    kind("journey", WAY, &["from", "to", "modes", "times"]),
    kind("nearest-counter", WAY, NEAREST),
    kind("nearest-counter-ratio", &[Unit::Times, Unit::Share], NEAREST),
    kind(
        "coverage",
        PARTS,
        &["place", "within", "beyond", "option", "hours", "modes", "times", "of", "counters"],
    ),
    kind("catchment", PARTS, &["place", "counter", "option", "hours", "modes", "times", "of", "counters"]),
    kind("counters", &[Unit::Counters], &["place", "option", "hours"]),
    kind("boroughs", &[Unit::Boroughs], &["option", "hours"]),
    kind("residents", &[Unit::People, Unit::Households], &["place"]),
    kind("crime", EVENTS, &["place", "crime", "or_meant"]),
    kind("reports-at-counter", EVENTS, &["counter"]),
    kind("visits-to-counter", EVENTS, &["counter"]),
    kind("constables", &[Unit::Constables], &["pounds_a_year", "constable_costs"]),
    kind("constable-cost", &[Unit::Pounds], &["constable_costs"]),
    kind("untestable", &[], &["missing"]),
];

impl Quantity {
    /// The word used in files.
    pub fn word(&self) -> &'static str {
        let number = match self {
            Quantity::Journey { .. } => 0,
            Quantity::NearestCounter { .. } => 1,
            Quantity::Ratio { .. } => 2,
            Quantity::Coverage { .. } => 3,
            Quantity::Catchment { .. } => 4,
            Quantity::Counters { .. } => 5,
            Quantity::Boroughs => 6,
            Quantity::Residents { .. } => 7,
            Quantity::Crime { .. } => 8,
            Quantity::ReportsAtCounter { .. } => 9,
            Quantity::VisitsToCounter { .. } => 10,
            Quantity::Constables { .. } => 11,
            Quantity::ConstableCost => 12,
            Quantity::Untestable { .. } => 13,
        };
        KINDS[number].word
    }
}

/// One `[[claim]]` while it is read.
pub(super) struct Table<'d> {
    pub keys: Keys<'d>,
    /// Where it stands.
    pub span: Range<usize>,
}

impl Table<'_> {
    /// A text that must be there and hold something.
    pub(super) fn filled(
        &mut self,
        key: &'static str,
        meaning: &str,
        notes: &mut Notes<'_>,
    ) -> Option<Spanned<String>> {
        if self.keys.span(key).is_none() {
            let message = format!("the claim needs {key}: {meaning}");
            notes.at(self.span.clone(), message, "this claim", &format!("add {key} = \"...\""));
            return None;
        }
        let text = self.keys.text(key, notes)?;
        if text.get_ref().trim().is_empty() {
            notes.at(text.span(), format!("{key} is empty"), &format!("say {meaning}"), "");
            return None;
        }
        is_printable(&text, notes).then_some(text)
    }

    /// A text that may be missing.
    pub(super) fn printable(&mut self, key: &'static str, notes: &mut Notes<'_>) -> Option<Spanned<String>> {
        self.keys.text(key, notes).filter(|text| is_printable(text, notes))
    }

    /// Notes every key that no claim has, and those that are of other kinds of claims.
    pub(super) fn finish(mut self, kind: Option<&Kind>, notes: &mut Notes<'_>) {
        let of_kinds: BTreeSet<&'static str> = KINDS.iter().flat_map(|k| k.keys.iter().copied()).collect();
        for key in of_kinds.into_iter().chain(["says"]) {
            // Asked for in any case, so that it is known as a key of claims.
            let (Some(span), Some(kind)) = (self.keys.span(key), kind) else { continue };
            let is_used = kind.keys.contains(&key) || key == "says" && !kind.units.is_empty();
            if !is_used {
                let message = format!("the quantity {} does not use {key}", kind.word);
                notes.at(
                    span,
                    message,
                    "not used",
                    &match kind.keys {
                        [] => format!("drop it; {} has no keys of its own", kind.word),
                        keys => format!("drop it; {} has {}", kind.word, keys.join(", ")),
                    },
                );
            }
        }
        for key in ["only", "because"] {
            self.keys.span(key);
        }
        self.keys.finish(notes);
    }
}

/// Whether a text can be printed: no bells, no colours.
fn is_printable(text: &Spanned<String>, notes: &mut Notes<'_>) -> bool {
    let is_control = text.get_ref().chars().any(|c| c.is_control() && c != '\n');
    if is_control {
        notes.at(text.span(), "there is a control character in the text", "here", "write it without");
    }
    !is_control
}

/// Reads the quantity of a claim, by the keys of its kind.
pub(super) fn read(
    kind: &str,
    table: &mut Table<'_>,
    places: &Places<'_>,
    finder: &Finder<'_>,
    notes: &mut Notes<'_>,
) -> Option<Quantity> {
    let city = places.city;
    match kind {
        "journey" => {
            let from = table.filled("from", "where the way begins", notes);
            let to = table.filled("to", "where the way ends", notes);
            let from = from.and_then(|name| places.spot(&name, notes));
            let to = to.and_then(|name| places.spot(&name, notes));
            Some(Quantity::Journey { from: from?, to: to? })
        }
        "nearest-counter" => Some(Quantity::NearestCounter { from: origins(table, places, notes)? }),
        "nearest-counter-ratio" => Some(Quantity::Ratio { from: origins(table, places, notes)? }),
        "coverage" => {
            let place = population(table, places, notes);
            let (cutoff, beyond) = cutoff(table, notes)?;
            Some(Quantity::Coverage { place: place?, cutoff, beyond })
        }
        "catchment" => {
            let place = population(table, places, notes);
            let name = table.filled("counter", "which counter is the nearest", notes)?;
            let site = finder.sites().iter().position(|s| same_name(&s.name, name.get_ref()));
            if site.is_none() {
                let known = finder.sites().iter().map(|s| s.name.as_str());
                notes.unknown(&name, "counter", known, "`bluelamp stations` lists all of them");
            }
            Some(Quantity::Catchment { place: place?, site: site? })
        }
        "counters" => {
            let place = population(table, places, notes)?;
            if matches!(place.extent, Extent::Ward | Extent::District) {
                let message = "counters are counted by borough, or in the whole city";
                notes.at(
                    table.span.clone(),
                    message,
                    &place.name,
                    "give place a borough, or \"the whole city\"",
                );
                return None;
            }
            Some(Quantity::Counters { place })
        }
        "boroughs" => Some(Quantity::Boroughs),
        "residents" => Some(Quantity::Residents { place: population(table, places, notes)? }),
        "crime" => {
            let place = population(table, places, notes);
            let types = published::crimes(&table.span, &mut table.keys, city, notes);
            let or_meant = or_meant(table, city, notes);
            let place = place.map(|p| FigurePlace {
                is_district: p.extent == Extent::District,
                name: p.name,
                areas: p.areas,
            });
            Some(Quantity::Crime { place: place?, types: types?, or_meant })
        }
        "reports-at-counter" => Some(Quantity::ReportsAtCounter { station: station(table, city, notes)? }),
        "visits-to-counter" => Some(Quantity::VisitsToCounter { station: station(table, city, notes)? }),
        "constable-cost" => Some(Quantity::ConstableCost),
        "constables" => Some(Quantity::Constables { pounds: pounds(table, notes)? }),
        _ => {
            let missing = table.filled("missing", "what would be needed to test it", notes)?;
            Some(Quantity::Untestable { missing: missing.into_inner() })
        }
    }
}

/// Types of crime that are easily taken for those of the claim.
fn or_meant(table: &mut Table<'_>, city: &City, notes: &mut Notes<'_>) -> Vec<usize> {
    let mut found = Vec::new();
    for name in table.keys.texts("or_meant", notes) {
        match city.crimes.position(name.get_ref()) {
            Some(number) => found.push(number),
            None => notes.unknown(&name, "crime type", city.crimes.types.iter().map(|t| t.id.as_str()), ""),
        }
    }
    found
}

/// The place of the claim, then those of `or_from`.
fn origins(table: &mut Table<'_>, places: &Places<'_>, notes: &mut Notes<'_>) -> Option<Vec<Origin>> {
    let before = notes.count();
    let first = table.filled("from", "where people are: a point or a place", notes);
    let names = first.into_iter().chain(table.keys.texts("or_from", notes));
    let mut origins: Vec<Origin> = Vec::new();
    for origin in names.filter_map(|name| places.origin(&name, notes)) {
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    (notes.count() == before && !origins.is_empty()).then_some(origins)
}

fn population(table: &mut Table<'_>, places: &Places<'_>, notes: &mut Notes<'_>) -> Option<Population> {
    let name = table.filled("place", "where people live", notes)?;
    places.population(&name, notes)
}

fn station(table: &mut Table<'_>, city: &City, notes: &mut Notes<'_>) -> Option<usize> {
    let name = table.filled("counter", "which station", notes)?;
    let found = city.station(name.get_ref());
    if found.is_none() {
        let known = city.stations.iter().map(|s| s.name.as_str());
        notes.unknown(&name, "station", known, "`bluelamp stations` lists all of them");
    }
    found
}

fn cutoff(table: &mut Table<'_>, notes: &mut Notes<'_>) -> Option<(Cutoff, bool)> {
    let [within, beyond] = ["within", "beyond"].map(|key| table.keys.text(key, notes));
    let (text, is_beyond) = match (within, beyond) {
        (Some(text), None) => (text, false),
        (None, Some(text)) => (text, true),
        (Some(_), Some(text)) => {
            notes.at(text.span(), "the claim has both within and beyond", "and this", "keep one of the two");
            return None;
        }
        (None, None) => {
            let help = "add within = \"1 mile\", or beyond = \"45 minutes\"";
            notes.at(table.span.clone(), "the claim needs within or beyond: a cutoff", "this claim", help);
            return None;
        }
    };
    let units = [Unit::Time, Unit::Length];
    let said = said(&text, &units, notes)?;
    if said.comparator != Comparator::Is || said.value <= 0.0 {
        let message = format!("{:?} is no cutoff", said.words);
        notes.at(
            text.span(),
            message,
            "not a length or time above 0",
            "write it plainly, such as \"1 mile\"",
        );
        return None;
    }
    Some((Cutoff { unit: said.unit, value: said.value, words: said.words }, is_beyond))
}

fn pounds(table: &mut Table<'_>, notes: &mut Notes<'_>) -> Option<f64> {
    let Some(pounds) = table.keys.number("pounds_a_year", notes) else {
        if table.keys.span("pounds_a_year").is_none() {
            let help = "add pounds_a_year = 8000000";
            notes.at(table.span.clone(), "the claim needs pounds_a_year: the sum", "this claim", help);
        }
        return None;
    };
    let value = *pounds.get_ref();
    if (0.0..=1e12).contains(&value) {
        return Some(value);
    }
    notes.at(pounds.span(), format!("pounds_a_year is {value}"), "must be from 0 to 1e12", "");
    None
}

/// A sentence in one of `units`; what is wrong with it otherwise.
pub(super) fn said(text: &Spanned<String>, units: &[Unit], notes: &mut Notes<'_>) -> Option<Said> {
    let one_of = || units.iter().map(|u| format!("\"... {}\"", u.word())).collect::<Vec<_>>().join(" or ");
    match Said::parse(text.get_ref()) {
        Ok(said) if units.contains(&said.unit) => return Some(said),
        Ok(said) => {
            let message = format!("{:?} is in {}, which this quantity is not", said.words, said.unit.word());
            notes.at(text.span(), message, "another unit", &format!("it is in {}", one_of()));
        }
        Err(SaidError::NoNumber) => {
            let help = "such as \"less than 1 mile\", \"about twenty-five minutes\", \"8 a week\", \"more than 30 %\", \"two-thirds\"";
            notes.at(text.span(), format!("{:?} has no number to check", text.get_ref()), "no number", help);
        }
        Err(SaidError::NoUnit { until_number }) => {
            let meant: Vec<String> = units
                .iter()
                .map(|u| format!("\"{until_number} {}\"", u.word_behind(&until_number)))
                .collect();
            let message = format!("{until_number:?} has no unit");
            notes.at(text.span(), message, "of what?", &format!("it can mean {}", meant.join(" or ")));
        }
        Err(SaidError::UnknownUnit(unit)) => {
            let message = format!("unknown unit {unit:?}");
            notes.at(text.span(), message, "not known", &format!("it is in {}", one_of()));
        }
        Err(SaidError::Comma { written, meant }) => {
            let meant: Vec<String> = meant.iter().map(|m| format!("\"{m}\"")).collect();
            let help = format!("it can mean {}", meant.join(" or "));
            let message = format!("the comma in {written:?} parts no thousands");
            notes.at(text.span(), message, "which number?", &help);
        }
        Err(SaidError::NotTwoNumbers) => {
            let help = "such as \"between 20 and 30 minutes\": two numbers, then their unit";
            let message = format!("{:?} has no second number behind the first", text.get_ref());
            notes.at(text.span(), message, "between what?", help);
        }
        Err(SaidError::Reversed(meant)) => {
            let message = "nothing is between a larger and a smaller number";
            notes.at(text.span(), message, "the larger first", &format!("did you mean {meant:?}?"));
        }
        Err(SaidError::ShareOf { share, whom }) => {
            let message = format!("whose share it is, {whom:?}, is no part of the number");
            let help =
                format!("write says = {share:?}, and of = \"people\", \"households\" or \"areas\" for whose");
            notes.at(text.span(), message, "of whom?", &help);
        }
    }
    None
}
