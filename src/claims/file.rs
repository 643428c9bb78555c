//! The claim file: a TOML text, checked against a city.

use toml::Spanned;

use super::admitted::{Admitted, PUBLIC_TRANSPORT, restrict};
use super::assumption::Assumptions;
use super::networks::{Finder, Networks};
use super::place::Places;
use super::quantity::{self, KINDS, Kind, Quantity, Table};
use super::reading::Reading;
use super::said::Said;
use crate::city::City;
use crate::scenario::reader::{Keys, Notes};
use crate::scenario::{CONSTABLE_COST, ScenarioError, ScenarioFile};

/// A sentence that somebody said, as something that can be worked out.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Unique within the file.
    pub id: String,
    /// The claim in the file's own words.
    pub text: String,
    /// Who said it.
    pub speaker: String,
    /// When.
    pub date: String,
    /// Where that can be read.
    pub source: String,
    /// What it is about.
    pub quantity: Quantity,
    /// The number in it; `None` where the claim cannot be tested.
    pub said: Option<Said>,
    /// The number of the option that it is about, in [`Networks::options`]; `None` for the city as it was.
    pub option: Option<usize>,
    /// Only counters that never close count.
    pub round_the_clock: bool,
    /// The readings that it admits.
    pub assumptions: Assumptions,
    /// Why the file admits fewer readings than its kind has; empty where it does not.
    pub because: String,
    /// The readings that it leaves out for that reason.
    pub left_out: Vec<Reading>,
    /// How the city's data came by the number that the claim itself gives, where it did: then the two agreeing shows
    /// nothing. Empty where they are independent.
    pub same_source: String,
    /// What is missing for further readings that the claim admits; empty where nothing is.
    pub untested: &'static str,
    /// What else is to be known; may be empty.
    pub note: String,
}

/// A claim file that exists is valid: every place, counter, option and unit in it is known.
#[derive(Clone, Debug)]
pub struct ClaimFile {
    /// The file's stem.
    pub name: String,
    /// Title.
    pub title: String,
    /// The file as it was read.
    pub text: String,
    /// In file order, at least one.
    pub claims: Vec<Claim>,
    /// The counters that they are about.
    pub networks: Networks,
}

impl Claim {
    /// Every reading that is worked out: those of the claim, then those that its file leaves out.
    pub(super) fn all_readings(&self) -> impl Iterator<Item = Reading> + '_ {
        self.assumptions.readings().into_iter().chain(self.left_out.iter().copied())
    }
}

impl ClaimFile {
    /// Reads and checks a claim file against a city.
    ///
    /// # Errors
    /// [`ScenarioError::Invalid`] with every problem of the text.
    pub fn check(file: &ScenarioFile, city: &City) -> Result<ClaimFile, ScenarioError> {
        let mut notes = file.notes();
        let Some(document) = file.document(&mut notes) else {
            return Err(ScenarioError::Invalid(notes.into_problems()));
        };
        let mut top = Keys::new(document.get_ref(), "the claim file", 0..0);
        let title = top.text("title", &mut notes).map(Spanned::into_inner).unwrap_or_default();
        top.text("city", &mut notes);
        let scenario = top.text("scenario", &mut notes).map(Spanned::into_inner);
        let places = Places::read(top.table("points", &mut notes), city, &mut notes);
        let mut finder = Finder::new(city, scenario);
        let costs = constable_costs(&mut top, &mut notes);
        let costs = if costs.is_empty() { vec![CONSTABLE_COST.low, CONSTABLE_COST.high] } else { costs };
        let tables = top.tables("claim", &mut notes);
        top.finish(&mut notes);
        if tables.is_empty() && notes.count() == 0 {
            notes.missing(
                "[[claim]]",
                "there is nothing to check",
                "add a [[claim]] with a text and a quantity",
            );
        }
        let mut claims: Vec<Claim> = Vec::new();
        for (span, keys) in tables {
            let mut table = Table { keys, span };
            let kind = kind(&mut table, &mut notes);
            let claim = kind.and_then(|kind| {
                let earlier = Earlier { costs: &costs, claims: &claims };
                claim(&mut table, kind, &places, &mut finder, &earlier, &mut notes)
            });
            table.finish(kind, &mut notes);
            claims.extend(claim);
        }
        let problems = notes.into_problems();
        if !problems.is_empty() {
            return Err(ScenarioError::Invalid(problems));
        }
        let networks = finder.finish();
        Ok(ClaimFile { name: file.name(), title, text: file.text().to_string(), claims, networks })
    }
}

/// What a constable may cost, pounds a year, as a file or a claim says; where neither does, both ends of what `[savings]`
/// takes.
fn constable_costs(top: &mut Keys<'_>, notes: &mut Notes<'_>) -> Vec<f64> {
    let costs = top.numbers("constable_costs", notes);
    for cost in &costs {
        if !(1.0..=1e9).contains(cost.get_ref()) {
            notes.at(cost.span(), "a constable's cost must be from 1 to 1e9 pounds", "out of range", "");
        }
    }
    let mut kept: Vec<f64> = Vec::new();
    for cost in costs.into_iter().map(Spanned::into_inner) {
        if !kept.contains(&cost) {
            kept.push(cost);
        }
    }
    kept
}

/// What kind of claim it is. The keys that every claim has are asked for here, so that they are known even where the
/// kind is not.
fn kind(table: &mut Table<'_>, notes: &mut Notes<'_>) -> Option<&'static Kind> {
    for key in ["id", "text", "speaker", "date", "source", "note", "same_source"] {
        table.keys.span(key);
    }
    let word = table.filled("quantity", "what is measured", notes)?;
    let found = KINDS.iter().find(|kind| kind.word == word.get_ref());
    if found.is_none() {
        let known = || KINDS.iter().map(|kind| kind.word);
        let otherwise = format!("quantities are {}", known().collect::<Vec<_>>().join(", "));
        notes.unknown(&word, "quantity", known(), &otherwise);
    }
    found
}

/// What stands in the file before a claim.
struct Earlier<'a> {
    /// What a constable may cost, pounds a year.
    costs: &'a [f64],
    claims: &'a [Claim],
}

fn claim(
    table: &mut Table<'_>,
    kind: &Kind,
    places: &Places<'_>,
    finder: &mut Finder<'_>,
    earlier: &Earlier<'_>,
    notes: &mut Notes<'_>,
) -> Option<Claim> {
    let id = table.filled("id", "a short name for it", notes);
    if let Some(id) = &id {
        let same = |of: &&Claim| of.id.to_lowercase() == id.get_ref().to_lowercase();
        if let Some(other) = earlier.claims.iter().find(same) {
            let message = match other.id == *id.get_ref() {
                true => format!("the id {:?} is given twice", id.get_ref()),
                false => format!("the ids {:?} and {:?} differ by capitals alone", other.id, id.get_ref()),
            };
            notes.at(id.span(), message, "again", "ids are unique, whether in capitals or not");
        }
    }
    let text = table.filled("text", "the claim in your own words", notes);
    let speaker = table.filled("speaker", "who said it", notes);
    let date = table.filled("date", "when it was said", notes);
    let source = table.filled("source", "where it can be read", notes);
    let note = table.printable("note", notes).map(Spanned::into_inner).unwrap_or_default();
    let same_source = table.printable("same_source", notes).map(Spanned::into_inner).unwrap_or_default();
    let option = match table.keys.text("option", notes).filter(|_| kind.keys.contains(&"option")) {
        Some(named) => Some(finder.option(&named, notes)?),
        None => None,
    };
    let quantity = quantity::read(kind.word, table, places, finder, notes);
    let said = match kind.units.is_empty() {
        true => None,
        false => {
            let text =
                table.filled("says", "the number with its comparison and unit: \"less than 1 mile\"", notes);
            Some(text.and_then(|text| quantity::said(&text, kind.units, notes)))
        }
    };
    let (quantity, said) = (quantity?, said.map_or(Some(None), |said| said.map(Some))?);
    if matches!(quantity, Quantity::Ratio { .. }) && option.is_none() {
        notes.at(
            table.span.clone(),
            "a ratio of after and before needs an option",
            "this claim",
            "add option = \"...\"",
        );
    }
    if let (Quantity::Catchment { site, .. }, None) = (&quantity, option)
        && !finder.has_counter(*site)
    {
        let message = format!("{} has no counter", finder.sites()[*site].name);
        notes.at(
            table.span.clone(),
            message,
            "this claim",
            "name an option that opens one, or another counter",
        );
    }
    let transport = public_transport(table, notes);
    let round_the_clock = round_the_clock(table, notes);
    let own_costs = match kind.keys.contains(&"constable_costs") {
        true => constable_costs(&mut table.keys, notes),
        false => Vec::new(),
    };
    let own_borough = option.is_some_and(|o| finder.is_own_borough_only(o));
    let admitted = Admitted {
        quantity: &quantity,
        said: said.as_ref(),
        round_the_clock,
        own_borough,
        costs: if own_costs.is_empty() { earlier.costs } else { &own_costs },
    };
    let mut assumptions = admitted.assumptions(places.city);
    let (because, left_out) = restrict(&mut assumptions, table, notes);
    let (quantity, said) = match transport {
        PublicTransport::Alone => (Quantity::Untestable { missing: NO_TIMETABLE.to_string() }, None),
        PublicTransport::AmongOthers | PublicTransport::NotMeant => (quantity, said),
    };
    let untested = if transport == PublicTransport::AmongOthers { NO_TIMETABLE } else { "" };
    Some(Claim {
        id: id?.into_inner(),
        text: text?.into_inner(),
        speaker: speaker?.into_inner(),
        date: date?.into_inner(),
        source: source?.into_inner(),
        quantity,
        said,
        option,
        round_the_clock,
        assumptions,
        because,
        left_out,
        same_source,
        untested,
        note,
    })
}

/// What is missing for claims about buses and trains.
const NO_TIMETABLE: &str = "travel times by public transport: the city has no timetables, and straight lines, walks and drives do not stand in for them";

/// Whether a claim is about public transport, which is not a mode of the program.
#[derive(Clone, Copy, PartialEq)]
enum PublicTransport {
    NotMeant,
    AmongOthers,
    Alone,
}

fn public_transport(table: &mut Table<'_>, notes: &mut Notes<'_>) -> PublicTransport {
    let modes = table.keys.texts("modes", notes);
    match modes.iter().filter(|m| m.get_ref() == PUBLIC_TRANSPORT).count() {
        0 => PublicTransport::NotMeant,
        named if named == modes.len() => PublicTransport::Alone,
        _ => PublicTransport::AmongOthers,
    }
}

fn round_the_clock(table: &mut Table<'_>, notes: &mut Notes<'_>) -> bool {
    let Some(hours) = table.keys.text("hours", notes) else { return false };
    match hours.get_ref().as_str() {
        "24/7" => true,
        "any" => false,
        _ => {
            let help = "hours = \"24/7\" counts only counters that never close; for others give times = [\"Tue 23:00\"]";
            notes.at(hours.span(), "hours is \"24/7\" or \"any\"", "neither", help);
            false
        }
    }
}
