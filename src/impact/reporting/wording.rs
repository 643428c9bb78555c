//! Reports at risk in plain words.

use super::figures::{FEW, KindFigures};
use super::model::{Coverage, Model, Setting};
use crate::city::City;
use crate::impact::about;
use crate::scenario::ReportingSettings;
use crate::travel::Estimate;

/// What is said of an option that changes hours: the model does not see them.
const HOURS: &str = "What other hours do to reports is not modelled.";

/// An option in a sentence or two. `by_place` holds the figures of the study area, then of the places named;
/// `rescheduled` options change the hours of a counter.
pub(super) fn sentence(
    settings: &ReportingSettings,
    by_place: &[&[KindFigures]],
    rescheduled: bool,
) -> String {
    let Some((study, places)) = by_place.split_first() else { return String::new() };
    let Some(total) = study.iter().find(|f| f.kind.is_none()) else { return String::new() };
    let label = &settings.places[0].label;
    if total.coverage.nothing {
        return format!(
            "Reports at risk: crime was not counted here ({label}), so nothing is known of them."
        );
    }
    let before = about(total.before.central);
    let base = format!(
        "{before} reports a year from {label} that are made at counters (of the types of crime followed)"
    );
    if is_nothing(total.displaced) && rescheduled {
        return format!("Reports at risk: the {base} keep their nearest one. {HOURS}");
    }
    if is_nothing(total.displaced) {
        return format!(
            "Reports at risk: none. All of the {base} keep their nearest one, whatever its hours."
        );
    }
    let gained = total.displaced.central < 0.0;
    let (moved, then) = match gained {
        true => ("more would be made there", "more in all"),
        false => ("would no longer be made there", "not at all"),
    };
    let mut text = format!(
        "Reports at risk: of about {base}, {} {moved}, and {} {then}.",
        in_words(total.displaced, gained),
        in_words(total.not_made, gained)
    );
    if total.coverage.missing > 0 {
        let Coverage { missing, areas, .. } = total.coverage;
        text.push_str(&format!(" Some types of crime were not counted in {missing} of its {areas} areas."));
    }
    for (place, figures) in settings.places[1..].iter().zip(places) {
        let Some(total) = figures.iter().find(|f| f.kind.is_none()) else { continue };
        if total.coverage.nothing {
            text.push_str(&format!(" In {}, crime was not counted.", place.label));
            continue;
        }
        let fewer = if total.displaced.central < 0.0 { "more" } else { "fewer" };
        let displaced = in_words(total.displaced, total.displaced.central < 0.0);
        text.push_str(&format!(" In {}, {displaced} {fewer} at counters.", place.label));
    }
    // The types that privacy matters most to come first.
    if let Some(figures) = study.iter().find(|f| f.incidents.is_some() && !f.coverage.nothing) {
        text.push_str(&of_incidents(settings, figures));
    }
    if rescheduled {
        text.push_str(&format!(" {HOURS}"));
    }
    text
}

/// Incidents of a type, what their estimate rests on, and how many fewer would be reported.
fn of_incidents(settings: &ReportingSettings, figures: &KindFigures) -> String {
    let (Some(kind), Some(incidents)) = (figures.kind.map(|k| &settings.types[k]), figures.incidents) else {
        return String::new();
    };
    let rests_on = kind.remarks.first().map(|remark| format!(" ({remark})")).unwrap_or_default();
    format!(
        " Of an estimated {} incidents of {} a year{rests_on}, {}.",
        in_words(incidents, false),
        kind.id.replace('_', " "),
        fewer_or_more(figures.not_made)
    )
}

/// `between 12 and 30 fewer would be reported`. Figures too small to bear it are told as small only.
fn fewer_or_more(not_made: Estimate) -> String {
    let Estimate { low, high, .. } = not_made;
    let (gained, lost) = (low < 0.0, high > 0.0);
    let (least, most) = (low.abs().min(high.abs()), low.abs().max(high.abs()));
    let direction = if gained { "more" } else { "fewer" };
    let change = match (gained, lost) {
        (false, false) => "as many as before".to_string(),
        (false, true) if most < FEW => return format!("fewer than {FEW} would no longer be reported"),
        (true, false) if most < FEW => format!("fewer than {FEW} more"),
        (true, true) if most < FEW => format!("fewer than {FEW} more or fewer"),
        (true, true) => format!("up to {} fewer, or up to {} more,", few(high), few(-low)),
        _ if least < FEW => format!("up to {} {direction}", few(most)),
        _ => format!("between {} and {} {direction}", few(least), few(most)),
    };
    format!("{change} would be reported")
}

fn is_nothing(level: Estimate) -> bool {
    [level.low, level.central, level.high] == [0.0; 3]
}

/// `410 (190 to 700)`; with `gained`, of what is gained. Marked where the rows mark it.
fn in_words(level: Estimate, gained: bool) -> String {
    let Estimate { central, low, high } = level;
    let (central, low, high) = if gained { (-central, -high, -low) } else { (central, low, high) };
    let unreliable = if central != 0.0 && central.abs() < FEW { "; under 10: unreliable" } else { "" };
    format!("{} ({} to {}{unreliable})", few(central), few(low), few(high))
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
