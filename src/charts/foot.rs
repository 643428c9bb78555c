//! The small print under every chart.

use crate::impact::Finding;
use crate::report::Results;
use crate::travel::{CIRCUITY, DRIVING_SPEED, Mode, WALKING_SPEED_KM_H};

/// Sources, assumptions and version, the same under every chart.
pub(super) fn foot(results: &Results<'_>, mode: Mode) -> String {
    let detour =
        format!("{} times the straight line ({} to {})", CIRCUITY.central, CIRCUITY.low, CIRCUITY.high);
    let way = match results.city.has_roads() {
        true => format!("main roads as mapped, local streets {detour}"),
        false => detour,
    };
    let travel = match mode {
        Mode::CrowFly => "Straight lines on the British National Grid.".to_string(),
        Mode::Walk => format!(
            "Assumed: walking at {} km/h ({} to {}), {way}, over the river by its bridges.",
            WALKING_SPEED_KM_H.central, WALKING_SPEED_KM_H.low, WALKING_SPEED_KM_H.high,
        ),
        Mode::Drive => format!(
            "Assumed: the speeds of speeds.csv, {:.0} % less to {:.0} % more, {way}.",
            (1.0 - DRIVING_SPEED.low) * 100.0,
            (DRIVING_SPEED.high - 1.0) * 100.0,
        ),
    };
    format!(
        "{travel} Counters of {}; many hours are assumed, see run.json. {}. Blue Lamp {}.",
        results.city.manifest.name,
        attributions(results, &drawn(mode)),
        env!("CARGO_PKG_VERSION"),
    )
}

/// A sentence about the rule of an option that counts only counters of the home borough.
pub(super) fn own_borough(results: &Results<'_>, finding: &Finding) -> &'static str {
    match results.scenario.options[finding.option].own_borough_only {
        true => "Only counters of the resident's own borough count. ",
        false => "",
    }
}

/// The files that charts of the way to a counter are drawn from.
fn drawn(mode: Mode) -> Vec<&'static str> {
    let mut drawn = vec!["stations.csv", "areas.csv", "zones.geojson", "thames.geojson", "green.geojson"];
    if mode == Mode::Walk {
        drawn.push("bridges.csv");
    }
    if mode != Mode::CrowFly {
        drawn.push("roads.csv");
    }
    drawn
}

/// What the licences of the drawn files ask to print, each once.
pub(super) fn attributions(results: &Results<'_>, drawn: &[&str]) -> String {
    let files = results.city.manifest.file.iter().filter(|f| drawn.contains(&f.name.as_str()));
    let mut texts: Vec<&str> = files.map(|f| f.attribution.trim_end_matches('.')).collect();
    // The long ones first, so that what is part of one is not said again.
    texts.sort_by_key(|t| std::cmp::Reverse(t.len()));
    let mut said: Vec<&str> = Vec::new();
    for text in texts {
        if !said.iter().any(|s| s.contains(text)) {
            said.push(text);
        }
    }
    said.join(". ").replace("(c)", "©")
}
