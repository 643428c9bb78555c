//! `[access]`: what is measured.

use toml::Spanned;

use super::reader::{Keys, Notes};
use super::{AccessSettings, Time};
use crate::travel::Mode;

/// METHODS 2: materially worse is over 5 minutes or 1 km.
const MATERIALLY_WORSE_MIN: f64 = 5.0;
const MATERIALLY_WORSE_KM: f64 = 1.0;

pub(super) fn read(keys: Option<Keys<'_>>, has_roads: bool, notes: &mut Notes<'_>) -> AccessSettings {
    let mut settings = AccessSettings {
        modes: Mode::ALL.into_iter().filter(|m| has_roads || *m != Mode::Drive).collect(),
        within_min: vec![15.0, 30.0, 45.0, 60.0],
        within_km: vec![1.609],
        times: ["any", "Tue 14:00", "Tue 23:00", "Sun 11:00"].iter().filter_map(|t| Time::parse(t)).collect(),
        materially_worse_min: MATERIALLY_WORSE_MIN,
        materially_worse_km: MATERIALLY_WORSE_KM,
        own_borough_only: false,
    };
    let Some(mut keys) = keys else { return settings };
    if let Some(span) = keys.span("modes") {
        let before = notes.count();
        settings.modes = modes(keys.texts("modes", notes), has_roads, notes);
        if settings.modes.is_empty() && notes.count() == before {
            notes.at(span, "modes is empty", "no mode", &format!("modes are {}", mode_words().join(", ")));
        }
    }
    if keys.span("within_min").is_some() {
        settings.within_min = cutoffs("within_min", keys.numbers("within_min", notes), notes);
    }
    if keys.span("within_km").is_some() {
        settings.within_km = cutoffs("within_km", keys.numbers("within_km", notes), notes);
    }
    if let Some(span) = keys.span("times") {
        let before = notes.count();
        settings.times = times(keys.texts("times", notes), notes);
        if settings.times.is_empty() && notes.count() == before {
            notes.at(span, "times is empty", "no time", "times are \"any\" or such as \"Tue 14:00\"");
        }
    }
    if let Some(minutes) = keys.number("materially_worse_min", notes) {
        settings.materially_worse_min = positive("materially_worse_min", &minutes, notes).unwrap_or_default();
    }
    if let Some(km) = keys.number("materially_worse_km", notes) {
        settings.materially_worse_km = positive("materially_worse_km", &km, notes).unwrap_or_default();
    }
    settings.own_borough_only = keys.flag("own_borough_only", notes).unwrap_or(false);
    keys.finish(notes);
    settings
}

fn mode_words() -> Vec<&'static str> {
    Mode::ALL.iter().map(|m| m.as_str()).collect()
}

fn modes(words: Vec<Spanned<String>>, has_roads: bool, notes: &mut Notes<'_>) -> Vec<Mode> {
    let mut modes = Vec::new();
    for word in words {
        match Mode::from_word(word.get_ref()) {
            Some(mode) if modes.contains(&mode) => {
                notes.at(
                    word.span(),
                    format!("mode {:?} is listed twice", word.get_ref()),
                    "again",
                    "take one of the two out",
                );
            }
            Some(Mode::Drive) if !has_roads => {
                let help = "take it out, or give the city roads: `bluelamp city build --osm FILE.osm.pbf`";
                notes.at(word.span(), "mode \"drive\" needs roads, and the city has none", "no roads", help);
            }
            Some(mode) => modes.push(mode),
            None => {
                notes.unknown(&word, "mode", mode_words(), &format!("modes are {}", mode_words().join(", ")))
            }
        }
    }
    // The order of results is the same whatever the order of the file.
    modes.sort_unstable();
    modes
}

fn times(texts: Vec<Spanned<String>>, notes: &mut Notes<'_>) -> Vec<Time> {
    let mut times = Vec::new();
    for text in texts {
        match Time::parse(text.get_ref()) {
            Some(time) if times.contains(&time) => {
                notes.at(
                    text.span(),
                    format!("time {:?} is listed twice", text.get_ref()),
                    "again",
                    "take one of the two out",
                );
            }
            Some(time) => times.push(time),
            None => notes.at(
                text.span(),
                format!("time {:?} is not a time of the week", text.get_ref()),
                "cannot be read",
                "write \"any\", or a day and a time such as \"Tue 14:00\"",
            ),
        }
    }
    times
}

fn cutoffs(key: &str, numbers: Vec<Spanned<f64>>, notes: &mut Notes<'_>) -> Vec<f64> {
    let mut cutoffs = Vec::new();
    for number in numbers {
        match positive(key, &number, notes) {
            Some(value) if cutoffs.contains(&value) => {
                notes.at(
                    number.span(),
                    format!("cutoff {value} is listed twice"),
                    "again",
                    "take one of the two out",
                );
            }
            Some(value) => cutoffs.push(value),
            None => {}
        }
    }
    cutoffs.sort_by(f64::total_cmp);
    cutoffs
}

fn positive(key: &str, number: &Spanned<f64>, notes: &mut Notes<'_>) -> Option<f64> {
    let value = *number.get_ref();
    if value.is_finite() && value > 0.0 {
        return Some(value);
    }
    notes.at(
        number.span(),
        format!("{key} holds {value}, which is no cutoff"),
        "must be more than 0 and finite",
        "write minutes or kilometres, such as 30",
    );
    None
}
