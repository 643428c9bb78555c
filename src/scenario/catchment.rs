//! `[catchment]`: who shares which counters.

use std::num::NonZeroUsize;

use toml::Spanned;

use super::reader::{Keys, Notes};
use super::{AccessSettings, Time};
use crate::city::City;
use crate::travel::{Decay, DecayError, Mode};

/// How long a journey to a counter still counts, minutes: an assumption.
const CUTOFF_MIN: f64 = 30.0;

/// The journey that is as bad as a counter at the mean load (RAAM), minutes: that of Saxon and Snow (2020).
const TAU_MIN: f64 = 60.0;

/// The counter of choice that `kth-nearest` looks for: two to choose between.
const K: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1);

/// The zones of E2SFCA as shares of the cutoff, and their weights (Luo and Qi 2009).
const ZONES: [(f64, f64); 3] = [(1.0 / 3.0, 1.0), (2.0 / 3.0, 0.68), (1.0, 0.22)];

/// What is asked of catchments.
#[derive(Clone, Debug)]
pub struct CatchmentSettings {
    /// The methods, each once.
    pub methods: Vec<CatchmentMethod>,
    /// The mode of travel: one with times that the scenario measures.
    pub mode: Mode,
    /// When: only counters open then are supply.
    pub time: Time,
    /// Journeys beyond this do not count, minutes.
    pub cutoff_min: f64,
    /// 1 up to the cutoff, 0 beyond: the decay of 2SFCA and of cumulative opportunities.
    pub binary: Decay,
    /// In three zones up to the cutoff: the decay of E2SFCA.
    pub zones: Decay,
    /// That of all other methods, up to the cutoff; costs in minutes.
    pub decay: Decay,
    /// `decay` in words, for the record.
    pub decay_words: String,
    /// What a counter offers.
    pub supply: CatchmentSupply,
    /// Which counter in line the k-th nearest is.
    pub k: NonZeroUsize,
    /// RAAM's journey that is as bad as a counter at the mean load, minutes.
    pub tau_min: f64,
    /// The keys that the scenario sets; all others have their defaults.
    pub set: Vec<&'static str>,
}

/// The keys of `[catchment]`.
const KEYS: [&str; 8] = ["methods", "mode", "time", "cutoff_min", "tau_min", "decay", "supply", "k"];

/// What a counter offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatchmentSupply {
    /// Opening hours a week.
    Hours,
    /// Crimes reported at it a day.
    Reports,
}

impl CatchmentSupply {
    /// The word used in scenario files.
    pub fn as_str(self) -> &'static str {
        match self {
            CatchmentSupply::Hours => "hours",
            CatchmentSupply::Reports => "reports",
        }
    }

    /// Its unit in results.
    pub fn unit(self) -> &'static str {
        match self {
            CatchmentSupply::Hours => "hours a week",
            CatchmentSupply::Reports => "reports a day",
        }
    }
}

/// A way to measure access that others compete for, or a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CatchmentMethod {
    /// Two-step floating catchment areas.
    TwoStep,
    /// The same with three zones.
    EnhancedTwoStep,
    /// Three-step floating catchment areas.
    ThreeStep,
    /// Balanced floating catchment areas.
    Balanced,
    /// Spatial availability, told per head: with the default decay, that of [`CatchmentMethod::EnhancedTwoStep`], it is the
    /// same by definition (each area's part of the supply over its people).
    SpatialAvailability,
    /// Gravity.
    Gravity,
    /// Cumulative opportunities.
    Cumulative,
    /// The k-th nearest counter.
    KthNearest,
    /// The rational agent access model.
    Raam,
}

impl CatchmentMethod {
    /// All, in the order results are listed.
    pub const ALL: [CatchmentMethod; 9] = [
        CatchmentMethod::TwoStep,
        CatchmentMethod::EnhancedTwoStep,
        CatchmentMethod::ThreeStep,
        CatchmentMethod::Balanced,
        CatchmentMethod::SpatialAvailability,
        CatchmentMethod::Gravity,
        CatchmentMethod::Cumulative,
        CatchmentMethod::KthNearest,
        CatchmentMethod::Raam,
    ];

    /// The word used in scenario files and results.
    pub fn as_str(self) -> &'static str {
        match self {
            CatchmentMethod::TwoStep => "2sfca",
            CatchmentMethod::EnhancedTwoStep => "e2sfca",
            CatchmentMethod::ThreeStep => "3sfca",
            CatchmentMethod::Balanced => "bfca",
            CatchmentMethod::SpatialAvailability => "spatial-availability",
            CatchmentMethod::Gravity => "gravity",
            CatchmentMethod::Cumulative => "cumulative",
            CatchmentMethod::KthNearest => "kth-nearest",
            CatchmentMethod::Raam => "raam",
        }
    }
}

pub(super) fn read(
    keys: Option<Keys<'_>>,
    access: &AccessSettings,
    city: &City,
    notes: &mut Notes<'_>,
) -> Option<CatchmentSettings> {
    let mut keys = keys?;
    let set = KEYS.into_iter().filter(|key| keys.span(key).is_some()).collect();
    let methods = methods(&mut keys, notes);
    let mode = mode(&mut keys, access, notes);
    let time = time(&mut keys, notes);
    let cutoff_min = positive(&mut keys, "cutoff_min", CUTOFF_MIN, notes);
    let tau_min = positive(&mut keys, "tau_min", TAU_MIN, notes);
    let (decay, decay_words) = decay(&mut keys, cutoff_min, notes);
    let supply = supply(&mut keys, city, notes);
    let k = k(&mut keys, notes);
    keys.finish(notes);
    let zones = zones(cutoff_min);
    let binary = Decay::binary(cutoff_min);
    // With anything amiss the notes stop the scenario, so what stands here then does not matter.
    let (binary, zones, decay) = (binary.ok()?, zones.ok()?, decay?);
    let settings = CatchmentSettings {
        methods,
        mode,
        time,
        cutoff_min,
        binary,
        zones,
        decay,
        decay_words,
        supply,
        k,
        tau_min,
        set,
    };
    Some(settings)
}

fn zones(cutoff_min: f64) -> Result<Decay, DecayError> {
    Decay::stepped(&ZONES.map(|(share, _)| share * cutoff_min), &ZONES.map(|(_, weight)| weight))
}

fn methods(keys: &mut Keys<'_>, notes: &mut Notes<'_>) -> Vec<CatchmentMethod> {
    let Some(span) = keys.span("methods") else { return CatchmentMethod::ALL.to_vec() };
    let words = CatchmentMethod::ALL.map(CatchmentMethod::as_str);
    let before = notes.count();
    let mut methods = Vec::new();
    for word in keys.texts("methods", notes) {
        match CatchmentMethod::ALL.into_iter().find(|m| m.as_str() == word.get_ref()) {
            Some(method) if methods.contains(&method) => {
                notes.at(
                    word.span(),
                    format!("method {:?} is listed twice", word.get_ref()),
                    "again",
                    "take one of the two out",
                );
            }
            Some(method) => methods.push(method),
            None => notes.unknown(&word, "method", words, &format!("methods are {}", words.join(", "))),
        }
    }
    if methods.is_empty() && notes.count() == before {
        notes.at(span, "methods is empty", "no method", &format!("methods are {}", words.join(", ")));
    }
    methods.sort_unstable();
    methods
}

/// The mode must have times and be measured anyway.
fn mode(keys: &mut Keys<'_>, access: &AccessSettings, notes: &mut Notes<'_>) -> Mode {
    let measured: Vec<&str> =
        access.modes.iter().filter(|m| **m != Mode::CrowFly).map(|m| m.as_str()).collect();
    let help = match measured.is_empty() {
        true => "add \"walk\" or \"drive\" to modes in [access]".to_string(),
        false => format!("modes with times in [access] are {}", measured.join(", ")),
    };
    let Some(word) = keys.text("mode", notes) else {
        if keys.span("mode").is_none() && !measured.contains(&Mode::Walk.as_str()) {
            let message = "[catchment] is on foot unless it says otherwise, and nobody walks";
            notes.at(keys.place(), message, "mode is missing", &help);
        }
        return Mode::Walk;
    };
    match Mode::from_word(word.get_ref()) {
        Some(mode) if measured.contains(&mode.as_str()) => return mode,
        Some(Mode::CrowFly) => {
            notes.at(word.span(), "catchments need minutes, and crow-fly has none", "no times", &help);
        }
        Some(_) => {
            let message = format!("mode {:?} is not among the modes of [access]", word.get_ref());
            notes.at(word.span(), message, "not measured", &help);
        }
        None => notes.unknown(&word, "mode", Mode::ALL.map(Mode::as_str), &help),
    }
    Mode::Walk
}

fn time(keys: &mut Keys<'_>, notes: &mut Notes<'_>) -> Time {
    let Some(text) = keys.text("time", notes) else { return Time::Any };
    let time = Time::parse(text.get_ref());
    if time.is_none() {
        notes.at(
            text.span(),
            format!("time {:?} is not a time of the week", text.get_ref()),
            "cannot be read",
            "write \"any\", or a day and a time such as \"Tue 14:00\"",
        );
    }
    time.unwrap_or(Time::Any)
}

fn positive(keys: &mut Keys<'_>, key: &'static str, otherwise: f64, notes: &mut Notes<'_>) -> f64 {
    let Some(number) = keys.number(key, notes) else { return otherwise };
    let value = *number.get_ref();
    // Costs are single numbers: what is none there is none here.
    let single = value as f32;
    if single.is_finite() && single > 0.0 {
        return value;
    }
    notes.at(
        number.span(),
        format!("{key} is {value}"),
        "must be more than 0 and finite",
        &format!("without the line it is {otherwise}"),
    );
    otherwise
}

fn supply(keys: &mut Keys<'_>, city: &City, notes: &mut Notes<'_>) -> CatchmentSupply {
    let Some(word) = keys.text("supply", notes) else { return CatchmentSupply::Hours };
    let words = [CatchmentSupply::Hours, CatchmentSupply::Reports];
    match words.into_iter().find(|s| s.as_str() == word.get_ref()) {
        Some(CatchmentSupply::Reports) if !city.stations.iter().any(|s| s.reports_per_day > Some(0.0)) => {
            let message = "no station of the city has reports_per_day above 0: there is nothing to share";
            notes.at(word.span(), message, "zero everywhere", "use supply = \"hours\"");
        }
        Some(supply) => return supply,
        None => notes.unknown(&word, "supply", words.map(CatchmentSupply::as_str), "it is hours or reports"),
    }
    CatchmentSupply::Hours
}

fn k(keys: &mut Keys<'_>, notes: &mut Notes<'_>) -> NonZeroUsize {
    let Some(number) = keys.number("k", notes) else { return K };
    let value = *number.get_ref();
    let whole = value.fract() == 0.0 && (1.0..=1000.0).contains(&value);
    if !whole {
        notes.at(
            number.span(),
            format!("k is {value}"),
            "must be a whole number from 1 to 1000",
            &format!("without the line it is {K}"),
        );
    }
    NonZeroUsize::new(if whole { value as usize } else { 1 }).unwrap_or(K)
}

/// The decay with its words; `None` after a note. Without a table, the zones of E2SFCA.
fn decay(keys: &mut Keys<'_>, cutoff_min: f64, notes: &mut Notes<'_>) -> (Option<Decay>, String) {
    let span = keys.span("decay");
    let (Some(span), Some(mut keys)) = (span, keys.table("decay", notes)) else {
        return (zones(cutoff_min).ok(), format!("stepped: {}", zone_words(cutoff_min)));
    };
    let weights = keys.span("weights");
    let read = Form::read(&mut keys, span.clone(), notes);
    keys.finish(notes);
    let Some((made, words)) = read.map(|form| form.made(cutoff_min)) else { return (None, String::new()) };
    match made.and_then(|decay| decay.within(cutoff_min)) {
        // No weight is greater than that of no way at all.
        Ok(decay) if decay.weight(0.0) <= 0.0 => {
            notes.at(
                weights.unwrap_or(span),
                "the decay weighs every journey with 0: nobody would reach anything",
                "all are 0",
                "give the first step a weight above 0, such as weights = [1, 0.68, 0.22]",
            );
            (None, words)
        }
        Ok(decay) => (Some(decay), words),
        Err(error) => {
            notes.at(
                span,
                format!("decay cannot be used: {error}"),
                "this decay",
                "see what its form needs: positive minutes, ascending steps, weights that do not grow",
            );
            (None, words)
        }
    }
}

fn zone_words(cutoff_min: f64) -> String {
    ZONES.map(|(share, weight)| format!("{weight} up to {} min", share * cutoff_min)).join(", ")
}

/// A decay as written, its parameters not yet checked.
enum Form {
    Binary,
    Linear,
    Stepped { steps_min: Vec<f64>, weights: Vec<f64> },
    Exponential { halving_min: f64 },
    Logistic { inflection_min: f64, sd_min: f64 },
    Power { exponent: f64 },
}

const FORMS: [&str; 6] = ["binary", "linear", "stepped", "exponential", "logistic", "power"];

impl Form {
    fn read(keys: &mut Keys<'_>, span: std::ops::Range<usize>, notes: &mut Notes<'_>) -> Option<Form> {
        let Some(form) = keys.text("form", notes) else {
            notes.at(span, "decay has no form", "this decay", &format!("forms are {}", FORMS.join(", ")));
            return None;
        };
        let mut number = |key: &'static str, notes: &mut Notes<'_>| -> Option<f64> {
            let number = keys.number(key, notes).map(Spanned::into_inner);
            if number.is_none() {
                let message = format!("a decay of form {:?} needs {key}", form.get_ref());
                notes.at(form.span(), message, "this form", &format!("add {key} = ... to the table"));
            }
            number
        };
        match form.get_ref().as_str() {
            "binary" => Some(Form::Binary),
            "linear" => Some(Form::Linear),
            "exponential" => Some(Form::Exponential { halving_min: number("halving_min", notes)? }),
            "logistic" => {
                let (inflection_min, sd_min) = (number("inflection_min", notes), number("sd_min", notes));
                Some(Form::Logistic { inflection_min: inflection_min?, sd_min: sd_min? })
            }
            "power" => Some(Form::Power { exponent: number("exponent", notes)? }),
            "stepped" => {
                let mut list = |key| keys.numbers(key, notes).into_iter().map(Spanned::into_inner).collect();
                Some(Form::Stepped { steps_min: list("steps_min"), weights: list("weights") })
            }
            _ => {
                notes.unknown(&form, "form of decay", FORMS, &format!("forms are {}", FORMS.join(", ")));
                None
            }
        }
    }

    fn made(self, cutoff_min: f64) -> (Result<Decay, DecayError>, String) {
        match self {
            Form::Binary => (Decay::binary(cutoff_min), "binary".to_string()),
            Form::Linear => (Decay::linear(cutoff_min), "linear to 0 at the cutoff".to_string()),
            Form::Stepped { steps_min, weights } => {
                let words = steps_min.iter().zip(&weights).map(|(s, w)| format!("{w} up to {s} min"));
                let words = format!("stepped: {}", words.collect::<Vec<_>>().join(", "));
                (Decay::stepped(&steps_min, &weights), words)
            }
            Form::Exponential { halving_min } => {
                (Decay::exponential(halving_min), format!("exponential, halved every {halving_min} min"))
            }
            Form::Logistic { inflection_min, sd_min } => (
                Decay::logistic(inflection_min, sd_min),
                format!("logistic, inflection at {inflection_min} min, standard deviation {sd_min} min"),
            ),
            Form::Power { exponent } => {
                (Decay::power(exponent), format!("power of minutes, exponent -{exponent}"))
            }
        }
    }
}
