//! `[reporting]`: whose reports at counters are followed, and what is assumed of them.

mod by_type;
mod defaults;
mod types;

use std::collections::BTreeMap;

use super::ranges::{LARGEST_SEED, Limits, Sourced, read_one, whole};
use super::reader::{Keys, Notes};
use super::{Assumption, ClosureOption, FigurePlace, Study, study};
use crate::city::City;
use crate::travel::Mode;
use by_type::Ranges;

/// How many samples are drawn where a scenario does not say.
const SAMPLES: f64 = 4096.0;
/// Fewer do not bear a 95 % range, more take minutes.
const FEWEST_SAMPLES: f64 = 100.0;
const MOST_SAMPLES: f64 = 65_536.0;
const HALVING_LIMITS: Limits = Limits::new(1.0, 1000.0, "from 1 to 1000 minutes");
/// The one overlay there is.
const FACCHETTI: &str = "facchetti-2024";

/// What is asked about reports in person.
pub struct ReportingSettings {
    /// The mode whose minutes count.
    pub mode: Mode,
    /// The study area, then the places named.
    pub places: Vec<Study>,
    /// Samples of the assumptions.
    pub samples: usize,
    /// What their random numbers start from.
    pub seed: u64,
    /// Everything assumed, each once; the halving time first.
    pub assumptions: Vec<Assumption>,
    /// Types of crime, those that privacy matters most to first; at least one.
    pub types: Vec<ReportedType>,
    /// Elasticities of recorded crime for closures of whole stations.
    pub overlay: Option<Overlay>,
}

/// A type of crime and the numbers of what is assumed of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportedType {
    /// Id.
    pub id: String,
    /// Its number in [`crate::city::CrimeTable`], or that of the type it is a share of.
    pub crime: usize,
    /// The share of that type, where it is one.
    pub share_of_crime: Option<usize>,
    /// The share reported at counters.
    pub counter_share: usize,
    /// The share of displaced reports that are made otherwise.
    pub channel_shift: usize,
    /// The share of incidents that is reported at all.
    pub reporting_rate: Option<usize>,
    /// The number of the narrowest type in the list that holds its crimes too.
    pub whole: Option<usize>,
    /// Whether it is a crime that no other type in the list holds, so that it counts towards the total.
    pub in_total: bool,
    /// Whether it is violence, of which the overlay knows more.
    pub is_violence: bool,
    /// What must be said beside its figures.
    pub remarks: Vec<&'static str>,
}

/// The elasticities of Facchetti 2024, for options that close whole stations, officers and all.
pub struct Overlay {
    /// Which study.
    pub name: &'static str,
    /// Numbers of the options to which it applies.
    pub options: Vec<usize>,
    /// Number of the assumption for all recorded crime.
    pub total: usize,
    /// Number of the assumption for violence.
    pub violence: usize,
}

/// What the file's other tables settle.
pub(super) struct Asked<'a> {
    pub city: &'a City,
    pub study: &'a Study,
    pub modes: &'a [Mode],
    pub options: &'a [ClosureOption],
}

pub(super) fn read(
    keys: Option<Keys<'_>>,
    asked: &Asked<'_>,
    notes: &mut Notes<'_>,
) -> Option<ReportingSettings> {
    let mut keys = keys?;
    let mode = mode(&mut keys, asked.modes, notes);
    let mut places = vec![asked.study.clone()];
    places.extend(named_places(&mut keys, asked, notes));
    let samples = whole("samples", SAMPLES, FEWEST_SAMPLES, MOST_SAMPLES, &mut keys, notes);
    let seed = whole("seed", 1.0, 0.0, LARGEST_SEED, &mut keys, notes);
    let halving = read_one(&defaults::HALVING_MIN, &HALVING_LIMITS, &mut keys, notes);
    let domestic = read_one(&defaults::DOMESTIC_SHARE, &Limits::SHARE, &mut keys, notes);
    let known = types::known(asked.city);
    let ranges = Ranges::read(&known, &mut keys, notes);
    let chosen = types::chosen(&known, &mut keys, notes);
    let mut assumptions = vec![halving.named("halving time", "minutes")];
    let types = types::resolve(chosen, asked.city, &ranges, domestic, &mut assumptions);
    let overlay = overlay(&mut keys, asked.options, &mut assumptions, notes);
    keys.finish(notes);
    Some(ReportingSettings {
        mode: mode?,
        places,
        samples: samples as usize,
        seed: seed as u64,
        assumptions,
        types,
        overlay,
    })
}

/// A mode with times that the scenario measures: on foot unless it says otherwise.
fn mode(keys: &mut Keys<'_>, modes: &[Mode], notes: &mut Notes<'_>) -> Option<Mode> {
    let timed: Vec<Mode> = modes.iter().copied().filter(|m| *m != Mode::CrowFly).collect();
    let words = timed.iter().map(|m| m.as_str()).collect::<Vec<_>>().join(", ");
    let Some(word) = keys.text("mode", notes) else {
        if timed.is_empty() && keys.span("mode").is_none() {
            let help = "add \"walk\" or \"drive\" to modes of [access]";
            let message = "[reporting] counts minutes of travel, and no mode of [access] has any";
            notes.at(keys.place(), message, "a mode with times is missing", help);
        }
        return timed.first().copied();
    };
    let mode = Mode::from_word(word.get_ref()).filter(|m| timed.contains(m));
    if mode.is_none() {
        let help = match words.as_str() {
            "" => "add \"walk\" or \"drive\" to modes of [access]".to_string(),
            words => format!("modes of this scenario with times are {words}"),
        };
        let message = format!("mode {:?} is not one whose minutes are measured here", word.get_ref());
        notes.at(word.span(), message, "no minutes", &help);
    }
    mode
}

/// Boroughs, wards and postcode districts that lie in the study area as a whole.
fn named_places(keys: &mut Keys<'_>, asked: &Asked<'_>, notes: &mut Notes<'_>) -> Vec<Study> {
    let mut places: Vec<Study> = Vec::new();
    for name in keys.texts("places", notes) {
        let Some(FigurePlace { name: label, areas, .. }) = study::place(&name, asked.city, notes) else {
            continue;
        };
        let outside = areas.iter().filter(|a| asked.study.areas.binary_search(a).is_err()).count();
        if places.iter().any(|p| p.label == label) {
            notes.at(
                name.span(),
                format!("place {:?} is listed twice", name.get_ref()),
                "again",
                "take one of the two out",
            );
        } else if outside > 0 && !asked.study.areas.is_empty() {
            let message =
                format!("{outside} of the {} areas of {label} are not in the study area", areas.len());
            notes.at(name.span(), message, "not studied", "add it to [study], or take it out here");
        } else {
            places.push(Study { label, areas });
        }
    }
    places
}

/// The overlay, named together with the options that close whole stations.
fn overlay(
    keys: &mut Keys<'_>,
    options: &[ClosureOption],
    assumptions: &mut Vec<Assumption>,
    notes: &mut Notes<'_>,
) -> Option<Overlay> {
    const APPLIES: &str = "whole_station_closures";
    let name = keys.text("overlay", notes);
    let listed = keys.texts(APPLIES, notes);
    let Some(name) = name else {
        if let Some(first) = listed.first() {
            let help = format!("add overlay = {FACCHETTI:?}, or take the list out");
            notes.at(first.span(), format!("{APPLIES} without an overlay"), "nothing applies", &help);
        }
        return None;
    };
    if name.get_ref() != FACCHETTI {
        notes.unknown(&name, "overlay", [FACCHETTI], &format!("the overlay there is: {FACCHETTI:?}"));
    }
    if listed.is_empty() {
        let help =
            format!("say for which options: {APPLIES} = [\"...\"]; never for a counter that closes alone");
        let message = "the overlay is of stations closed as a whole, officers and all";
        notes.at(name.span(), message, "applies to no option", &help);
    }
    let ids: BTreeMap<&str, usize> = options.iter().enumerate().map(|(i, o)| (o.id.as_str(), i)).collect();
    let mut applies: Vec<usize> = Vec::new();
    for id in listed {
        match ids.get(id.get_ref().as_str()) {
            None => notes.unknown(&id, "option", ids.keys().copied(), "name an option's id"),
            Some(&option) if options[option].closed.is_empty() => {
                let message = format!("option {:?} closes nothing, and no station as a whole", id.get_ref());
                notes.at(id.span(), message, "the overlay does not apply", "take it out");
            }
            Some(option) if applies.contains(option) => {
                notes.at(
                    id.span(),
                    format!("option {:?} is listed twice", id.get_ref()),
                    "again",
                    "take one of the two out",
                );
            }
            Some(&option) => applies.push(option),
        }
    }
    let first = assumptions.len();
    assumptions.extend(
        [&defaults::OVERLAY_TOTAL, &defaults::OVERLAY_VIOLENCE]
            .map(|assumed| Sourced::of(assumed).named(assumed.of, "share a share of distance")),
    );
    Some(Overlay { name: FACCHETTI, options: applies, total: first, violence: first + 1 })
}
