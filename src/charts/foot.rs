//! The small print under every chart.

use crate::impact::Finding;
use crate::report::Results;
use crate::travel::{CIRCUITY, Mode, WALKING_SPEED_KM_H};

/// Sources, assumptions and version, the same under every chart.
pub(super) fn foot(results: &Results<'_>, mode: Mode) -> String {
    let walking = match mode {
        Mode::CrowFly => "Straight lines on the British National Grid.".to_string(),
        Mode::Walk => format!(
            "Assumed: walking at {} km/h ({} to {}), {} times the straight line ({} to {}), over the river by its bridges.",
            WALKING_SPEED_KM_H.central,
            WALKING_SPEED_KM_H.low,
            WALKING_SPEED_KM_H.high,
            CIRCUITY.central,
            CIRCUITY.low,
            CIRCUITY.high,
        ),
    };
    format!(
        "{walking} Counters of {}; many hours are assumed, see run.json. {}. Blue Lamp {}.",
        results.city.manifest.name,
        attributions(results, mode),
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

/// What the licences of the drawn files ask to print, each once.
fn attributions(results: &Results<'_>, mode: Mode) -> String {
    let mut drawn = vec!["stations.csv", "areas.csv", "zones.geojson", "thames.geojson", "green.geojson"];
    if mode == Mode::Walk {
        drawn.push("bridges.csv");
    }
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
