//! Reports at risk in plain words.

use super::figures::{KindFigures, Level};
use super::model::{Model, Setting};
use crate::city::City;
use crate::impact::about;
use crate::scenario::ReportingSettings;

/// An option in a sentence or two. `by_place` holds the figures of the study area, then of the places named.
pub(super) fn sentence(settings: &ReportingSettings, by_place: &[&[KindFigures]]) -> String {
    let Some((study, places)) = by_place.split_first() else { return String::new() };
    let Some(total) = study.iter().find(|f| f.kind.is_none()) else { return String::new() };
    let label = &settings.places[0].label;
    let before = about(total.before.central);
    if total.displaced.central == 0.0 && total.displaced.range == (0.0, 0.0) {
        return format!(
            "Reports at risk: none. All of the {before} reports a year from {label} that are made at counters keep their \
             nearest one, whatever its hours."
        );
    }
    let gained = total.displaced.central < 0.0;
    let (moved, then) = match gained {
        true => ("more would be made there", "more in all"),
        false => ("would no longer be made there", "not at all"),
    };
    let mut text = format!(
        "Reports at risk: of about {before} reports a year from {label} that are made at counters, {} {moved}, and {} {then}.",
        in_words(total.displaced, gained),
        in_words(total.not_made, gained)
    );
    for (place, figures) in settings.places[1..].iter().zip(places) {
        let Some(total) = figures.iter().find(|f| f.kind.is_none()) else { continue };
        let fewer = if total.displaced.central < 0.0 { "more" } else { "fewer" };
        let displaced = in_words(total.displaced, total.displaced.central < 0.0);
        text.push_str(&format!(" In {}, {displaced} {fewer} at counters.", place.label));
    }
    // The types that privacy matters most to come first.
    let told = study.iter().find_map(|f| Some((f, f.incidents?, &settings.types[f.kind?])));
    if let Some((figures, incidents, kind)) = told {
        let (low, high) = figures.not_made.range;
        let change = match (low, high) {
            (low, high) if high <= 0.0 => format!("between {} and {} more", few(-high), few(-low)),
            (low, high) if low < 0.0 => format!("up to {} fewer, or up to {} more,", few(high), few(-low)),
            (low, high) => format!("between {} and {} fewer", few(low), few(high)),
        };
        text.push_str(&format!(
            " Of an estimated {} incidents of {} a year, {change} would be reported.",
            about(incidents.central),
            kind.id.replace('_', " "),
        ));
    }
    text
}

/// `410 (190 to 700)`; with `gained`, of what is gained.
fn in_words(level: Level, gained: bool) -> String {
    let (low, high) = level.range;
    let (central, low, high) =
        if gained { (-level.central, -high, -low) } else { (level.central, low, high) };
    format!("{} ({} to {})", few(central), few(low), few(high))
}

/// As [`about`]; with a decimal where whole numbers would say nothing.
fn few(reports: f64) -> String {
    if reports.abs() < 3.0 && reports != 0.0 { format!("{reports:.1}") } else { about(reports) }
}

/// What a reader must know of the figures.
pub(super) fn warnings(city: &City, model: &Model<'_>, samples: &[Setting], baseline: &[f64]) -> Vec<String> {
    let mut warnings = Vec::new();
    let cut_off: f64 = city
        .areas
        .iter()
        .zip(baseline)
        .filter(|(_, minutes)| minutes.is_infinite())
        .map(|(area, _)| area.population)
        .sum();
    if cut_off > 0.0 {
        warnings.push(format!(
            "reporting: {} residents of the city reach no counter before anything closes; no report in person is counted there",
            about(cut_off)
        ));
    }
    for (number, kind) in model.settings.types.iter().enumerate() {
        let beyond = samples.iter().filter(|s| model.share_at_the_door(s, number) > 1.0).count();
        if beyond > 0 {
            warnings.push(format!(
                "reporting: in {:.1} % of the samples, more {} is reported in person right beside a counter than is \
                 recorded there: halving times that short and shares that high do not go together",
                100.0 * beyond as f64 / samples.len() as f64,
                kind.id.replace('_', " ")
            ));
        }
    }
    warnings
}
