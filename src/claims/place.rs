//! The places that a claim speaks of.

use std::cell::RefCell;
use std::collections::BTreeMap;

use toml::Spanned;

use super::assumption::Start;
use crate::city::{City, PlaceError, PlaceSource, same_name};
use crate::scenario::reader::{Keys, Notes};
use crate::scenario::study;
use crate::space::Point;

/// A point with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// As found: `postcode W11 3PL`, `Grenfell Tower`.
    pub name: String,
    /// Grid metres.
    pub point: Point,
    /// What says where it is.
    pub source: SpotSource,
}

/// What says where a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpotSource {
    /// `[points]` of the claim file.
    ClaimFile,
    /// The claim itself, or the city.
    City(PlaceSource),
}

/// Who lives somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    /// As found: `Ealing`, `Chiswick Homefields (Hounslow)`, `London, 2017`.
    pub name: String,
    /// What kind of place it is.
    pub extent: Extent,
    /// Their areas in the city, ascending, at least one.
    pub areas: Vec<usize>,
    /// Where they live on average.
    pub middle: Point,
}

impl Population {
    /// The name in a sentence: that of a city without its year.
    pub(super) fn spoken(&self) -> &str {
        match self.extent {
            Extent::City => self.name.split(',').next().unwrap_or(&self.name),
            _ => &self.name,
        }
    }
}

/// How far a place reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The whole city.
    City,
    /// The borough of this number.
    Borough(usize),
    /// A ward.
    Ward,
    /// A postcode district, which cuts through zones.
    District,
}

/// Where ways begin: at one point, or wherever people live in a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// One point.
    Spot(Spot),
    /// Homes.
    Population(Population),
}

impl Origin {
    /// As a choice of where ways begin.
    pub(super) fn start(&self) -> Start {
        Start { name: self.name().to_string(), is_point: matches!(self, Origin::Spot(_)) }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Origin::Spot(spot) => &spot.name,
            Origin::Population(population) => &population.name,
        }
    }
}

/// The words for everybody.
const WHOLE_CITY: &str = "the whole city";

/// The names of places: those that a claim file gives, and those of the city.
pub(super) struct Places<'c> {
    pub city: &'c City,
    points: BTreeMap<String, Spot>,
    /// Those that were found, by what they were called.
    populations: RefCell<BTreeMap<String, Population>>,
}

impl<'c> Places<'c> {
    /// Reads `[points]`: names for `lat,lon`.
    pub(super) fn read(keys: Option<Keys<'_>>, city: &'c City, notes: &mut Notes<'_>) -> Places<'c> {
        let mut points: BTreeMap<String, Spot> = BTreeMap::new();
        for (name, value) in keys.map(Keys::entries).unwrap_or_default() {
            let folded = letters(name.get_ref());
            if folded.is_empty() {
                let message = format!("the name {:?} has neither a letter nor a digit", name.get_ref());
                notes.at(name.span(), message, "no name", "give it one that a claim can call it by");
                continue;
            }
            if let Some(other) = points.get(&folded) {
                let message = format!("{:?} and {:?} are the same name", other.name, name.get_ref());
                let help = "names differ by letters and digits; capitals, spaces and marks do not count";
                notes.at(name.span(), message, "again", help);
                continue;
            }
            let Some(position) = value.get_ref().as_str() else {
                let message = format!("{} must be \"latitude, longitude\" in quotes", name.get_ref());
                notes.at(value.span(), message, "not a text", "such as \"51.5140, -0.2158\"");
                continue;
            };
            match city.place(position) {
                Ok(found) => {
                    let name = name.into_inner();
                    let spot = Spot { name, point: found.point, source: SpotSource::ClaimFile };
                    points.insert(folded, spot);
                }
                Err(error) => notes.at(value.span(), error.to_string(), "here", &help(&error)),
            }
        }
        Places { city, points, populations: RefCell::default() }
    }

    /// A single point: a named one, `lat,lon`, a postcode, a station, or the middle of a place.
    pub(super) fn spot(&self, name: &Spanned<String>, notes: &mut Notes<'_>) -> Option<Spot> {
        if let Some(spot) = self.points.get(&letters(name.get_ref())) {
            return Some(spot.clone());
        }
        match self.city.place(name.get_ref()) {
            Ok(found) => {
                let source = SpotSource::City(found.source);
                Some(Spot { name: found.name, point: found.point, source })
            }
            Err(error) => {
                notes.at(name.span(), error.to_string(), "not known", &help(&error));
                None
            }
        }
    }

    /// A place where people live, or else a single point.
    pub(super) fn origin(&self, name: &Spanned<String>, notes: &mut Notes<'_>) -> Option<Origin> {
        let is_point = self.points.contains_key(&letters(name.get_ref()));
        match self.find_population(name, notes) {
            Ok(Some(population)) if !is_point => Some(Origin::Population(population)),
            Err(study::Noted) if !is_point => None,
            _ => self.spot(name, notes).map(Origin::Spot),
        }
    }

    /// A place where people live.
    pub(super) fn population(&self, name: &Spanned<String>, notes: &mut Notes<'_>) -> Option<Population> {
        let found = self.find_population(name, notes).ok()?;
        if found.is_none() {
            let city = self.city;
            let known = city.boroughs.iter().map(|b| b.name.as_str());
            let known = known.chain(city.wards.iter().map(|w| w.name.as_str())).chain([WHOLE_CITY]);
            let help =
                "people live in \"the whole city\", a borough, a ward or a postcode district such as \"W11\"";
            notes.unknown(name, "place where people live", known, help);
        }
        found
    }

    /// Many claims are of the same place, which has thousands of areas to be looked at.
    fn find_population(
        &self,
        name: &Spanned<String>,
        notes: &mut Notes<'_>,
    ) -> Result<Option<Population>, study::Noted> {
        if let Some(known) = self.populations.borrow().get(name.get_ref()) {
            return Ok(Some(known.clone()));
        }
        let found = self.look_for_population(name, notes)?;
        if let Some(population) = &found {
            self.populations.borrow_mut().insert(name.get_ref().clone(), population.clone());
        }
        Ok(found)
    }

    fn look_for_population(
        &self,
        name: &Spanned<String>,
        notes: &mut Notes<'_>,
    ) -> Result<Option<Population>, study::Noted> {
        let city = self.city;
        let text = name.get_ref();
        let is_city = same_name(text, WHOLE_CITY)
            || same_name(text, &city.manifest.name)
            || city.manifest.name.split(',').next().is_some_and(|short| same_name(text, short));
        if is_city {
            let areas: Vec<usize> = (0..city.areas.len()).collect();
            let middle = middle(city, &areas);
            let name = city.manifest.name.clone();
            return Ok(Some(Population { name, extent: Extent::City, areas, middle }));
        }
        let found = study::find_place(name, city, notes)?;
        Ok(found.map(|place| {
            let borough = city.boroughs.iter().position(|b| b.name == place.name);
            let extent = match borough {
                Some(borough) => Extent::Borough(borough),
                None if place.is_district => Extent::District,
                None => Extent::Ward,
            };
            let middle = middle(city, &place.areas);
            Population { name: place.name, extent, areas: place.areas, middle }
        }))
    }
}

/// What can be done about a place that was not found.
fn help(error: &PlaceError) -> String {
    match error {
        PlaceError::Unknown { near, .. } | PlaceError::Ambiguous { near, .. } if !near.is_empty() => {
            format!("did you mean {}?", near.join(", or "))
        }
        PlaceError::Outside { .. } => "latitude comes first, as in \"51.5087, -0.2032\"".to_string(),
        _ => "a place is a name of [points], lat,lon, a postcode, a station, a ward, a borough or a postcode district"
            .to_string(),
    }
}

/// Where the residents of some areas live on average; the middle of the areas where nobody does.
fn middle(city: &City, areas: &[usize]) -> Point {
    let weight = |a: usize| city.areas[a].population.max(1e-9);
    let all: f64 = areas.iter().map(|&a| weight(a)).sum();
    let mean = |of: fn(Point) -> f64| -> f64 {
        areas.iter().map(|&a| weight(a) * of(city.areas[a].point)).sum::<f64>() / all
    };
    Point { e: mean(|p| p.e), n: mean(|p| p.n) }
}

/// A name for look-up.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
