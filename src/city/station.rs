//! Stations, and the bridges that people walk over.

use super::WeeklyHours;
use crate::space::{LonLat, Point};

/// How far a row of the station table can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Inferred or assumed.
    Low,
    /// From one weak source.
    Medium,
    /// Read on a page that says so.
    High,
}

impl Confidence {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        [Confidence::Low, Confidence::Medium, Confidence::High].into_iter().find(|c| c.as_str() == word)
    }
}

/// A station. Its counter and its response base are two separate roles.
#[derive(Clone, Debug)]
pub struct Station {
    /// Slug of the name, unique.
    pub id: String,
    /// Name, unique.
    pub name: String,
    /// Number of its borough in the city.
    pub borough: usize,
    /// Street address.
    pub address: String,
    /// Postcode, possibly partial.
    pub postcode: String,
    /// Degrees.
    pub position: LonLat,
    /// Grid metres.
    pub point: Point,
    /// Hours of the public counter; `None` = no counter.
    pub counter: Option<WeeklyHours>,
    /// Source codes of `FACTS.md`.
    pub source: String,
    /// Trust in the counter's hours and existence.
    pub confidence: Confidence,
    /// How far the point may be from the door, metres.
    pub coord_error_m: f64,
    /// Crimes reported at the counter a day; `None` where no plain number is known.
    pub reports_per_day: Option<f64>,
    /// Visits to the counter a day, for whatever reason; `None` where no plain number is known.
    pub visits_per_day: Option<f64>,
}

impl Station {
    /// Whether `name` is this station's name or id.
    pub fn answers_to(&self, name: &str) -> bool {
        same_name(name, &self.name) || same_name(name, &self.id)
    }
}

/// Whether two names are the same but for case, spaces and punctuation; `&` is "and".
pub fn same_name(a: &str, b: &str) -> bool {
    let letters = letters_of(a);
    !letters.is_empty() && letters == letters_of(b)
}

/// What makes a name a name: its letters and digits, in lower case.
pub(super) fn letters_of(name: &str) -> String {
    name.replace('&', "and").chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A place to walk across the river: a bridge or a foot tunnel.
#[derive(Clone, Debug)]
pub struct Bridge {
    /// Name.
    pub name: String,
    /// Its two ends on dry land, grid metres.
    pub ends: [Point; 2],
}
