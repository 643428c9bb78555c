//! `[[published]]`: figures that somebody published about crime in a place, to be held against the city's data.

use std::ops::Range;

use toml::Spanned;

use super::reader::{Keys, Notes};
use super::study;
use crate::city::{City, CrimeType};

/// A published figure.
pub struct PublishedFigure {
    /// What was counted, in the words of its source: `violent crimes`.
    pub quantity: String,
    /// Where.
    pub place: FigurePlace,
    /// Numbers of the city's types of crime that are meant by it, ascending, at least one; added up series by series.
    pub crimes: Vec<usize>,
    /// The published number, a finite number of at least 0, per [`PublishedFigure::per`].
    pub value: f64,
    /// The stretch of time that the number is of.
    pub per: Per,
    /// Who published it.
    pub source: String,
    /// What else is to be known; empty where nothing is.
    pub note: String,
}

/// The place that a figure is of.
#[derive(Clone, Debug, PartialEq)]
pub struct FigurePlace {
    /// Its name: a borough, a ward with its borough, a postcode district.
    pub name: String,
    /// Its areas in the city, ascending, at least one.
    pub areas: Vec<usize>,
    /// Whether it is a postcode district, which cuts through zones.
    pub is_district: bool,
}

/// A stretch of time that crimes are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// The calendar year that the crimes are of.
    Year,
}

impl Per {
    const ALL: [Per; 3] = [Per::Day, Per::Week, Per::Year];

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Per::Day => "day",
            Per::Week => "week",
            Per::Year => "year",
        }
    }

    /// How often it goes into the year of a type of crime.
    pub fn in_year_of(self, crime: &CrimeType) -> f64 {
        match self {
            Per::Day => crime.days(),
            Per::Week => crime.days() / 7.0,
            Per::Year => 1.0,
        }
    }
}

pub(super) fn read(
    tables: Vec<(Range<usize>, Keys<'_>)>,
    city: &City,
    notes: &mut Notes<'_>,
) -> Vec<PublishedFigure> {
    tables.into_iter().filter_map(|(span, keys)| figure(span, keys, city, notes)).collect()
}

fn figure(
    span: Range<usize>,
    mut keys: Keys<'_>,
    city: &City,
    notes: &mut Notes<'_>,
) -> Option<PublishedFigure> {
    let quantity = filled("quantity", "what was counted", &span, &mut keys, notes);
    let source = filled("source", "who published it", &span, &mut keys, notes);
    let place =
        filled("place", "where", &span, &mut keys, notes).and_then(|name| study::place(&name, city, notes));
    let crimes = crimes(&span, &mut keys, city, notes);
    let per = filled("per", "day, week or year", &span, &mut keys, notes).and_then(|word| per(&word, notes));
    let value = value(&span, &mut keys, notes);
    let note = keys.text("note", notes).map(Spanned::into_inner).unwrap_or_default();
    keys.finish(notes);
    Some(PublishedFigure {
        quantity: quantity?.into_inner(),
        place: place?,
        crimes: crimes?,
        value: value?,
        per: per?,
        source: source?.into_inner(),
        note,
    })
}

/// A text that must be there and hold something.
pub(crate) fn filled(
    key: &'static str,
    meaning: &str,
    table: &Range<usize>,
    keys: &mut Keys<'_>,
    notes: &mut Notes<'_>,
) -> Option<Spanned<String>> {
    if keys.span(key).is_none() {
        missing(key, meaning, table, notes);
    }
    let text = keys.text(key, notes)?;
    if text.get_ref().trim().is_empty() {
        notes.at(
            text.span(),
            format!("{key} is empty"),
            &format!("say {meaning}"),
            "write it between the quotes",
        );
        return None;
    }
    Some(text)
}

fn missing(key: &str, meaning: &str, table: &Range<usize>, notes: &mut Notes<'_>) {
    let message = format!("a published figure needs {key}: {meaning}");
    notes.at(table.clone(), message, "this figure", "it needs quantity, place, crime, value, per and source");
}

/// No published number is larger: there are not so many people.
const MOST_CRIMES: f64 = 1e9;

fn value(table: &Range<usize>, keys: &mut Keys<'_>, notes: &mut Notes<'_>) -> Option<f64> {
    if keys.span("value").is_none() {
        missing("value", "the published number", table, notes);
    }
    let number = keys.number("value", notes)?;
    let value = *number.get_ref();
    if (0.0..=MOST_CRIMES).contains(&value) {
        return Some(value);
    }
    notes.at(
        number.span(),
        format!("value is {value}"),
        "must be from 0 to 1e9",
        "write the published number as it stands",
    );
    None
}

fn per(word: &Spanned<String>, notes: &mut Notes<'_>) -> Option<Per> {
    let found = Per::ALL.into_iter().find(|per| per.as_str() == word.get_ref());
    if found.is_none() {
        notes.unknown(word, "per", Per::ALL.map(Per::as_str), "per is \"day\", \"week\" or \"year\"");
    }
    found
}

/// The types that are meant. A type and a part of it in one list would count the part twice.
pub(crate) fn crimes(
    table: &Range<usize>,
    keys: &mut Keys<'_>,
    city: &City,
    notes: &mut Notes<'_>,
) -> Option<Vec<usize>> {
    let Some(span) = keys.span("crime") else {
        missing("crime", "which of the city's types of crime are meant", table, notes);
        return None;
    };
    let before = notes.count();
    let types = &city.crimes.types;
    let ids = || types.iter().map(|t| t.id.as_str());
    let known = match types.is_empty() {
        true => "the city has none: its zones.csv has no column such as crime_2016_burglary".to_string(),
        false => format!("the city has {}", ids().collect::<Vec<_>>().join(", ")),
    };
    let mut chosen: Vec<usize> = Vec::new();
    for name in keys.texts("crime", notes) {
        let Some(crime) = city.crimes.position(name.get_ref()) else {
            notes.unknown(&name, "crime type", ids(), &known);
            continue;
        };
        let holds = |whole: usize, part: usize| city.crimes.wholes(part).any(|w| w == whole);
        let twice = |other: &usize| *other == crime || holds(crime, *other) || holds(*other, crime);
        match chosen.iter().find(|other| twice(other)) {
            Some(other) => {
                let (this, other) = (&types[crime].id, &types[*other].id);
                notes.at(
                    name.span(),
                    format!("{this} is counted twice, in {other} too"),
                    "again",
                    "keep one of the two",
                );
            }
            None => chosen.push(crime),
        }
    }
    if chosen.is_empty() && notes.count() == before {
        notes.at(span, "crime is empty", "no type of crime", &known);
    }
    chosen.sort_unstable();
    (notes.count() == before).then_some(chosen)
}
