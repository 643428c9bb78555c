//! What `run.json` says of reports at risk.

use serde_json::{Value, json};

use super::Results;

/// How the figures are made, then every assumption with its range and source; nothing without `[reporting]`.
pub(super) fn assumptions(results: &Results<'_>) -> Vec<Value> {
    let (Some(at_risk), Some(settings)) = (results.answer.reporting.as_ref(), &results.scenario.reporting)
    else {
        return Vec::new();
    };
    let stated = |name: &str, text: String| json!({ "name": format!("reporting: {name}"), "value": text, "measured": false });
    let mut list = vec![
        stated(
            "reports at a counter",
            format!(
                "of the crimes recorded in an area, a share that halves with every halving time of travel ({}) to the \
                 nearest counter, whatever its hours; calibrated so that the whole city's reports at counters in the \
                 baseline are the counter share of its recorded crime; a type that holds others that are followed is the \
                 sum of these, each at its own shares, and of its rest at its own",
                settings.mode.as_str()
            ),
        ),
        stated(
            "where crime is",
            "counted at the scene, not at the home of the victim, and spread over a zone's areas by residents; blank is \
             not counted, which is not zero"
                .to_string(),
        ),
        stated(
            "ranges",
            format!(
                "the middle 95 % of {} samples (Latin hypercube, seed {}) in which every assumption varies independently, \
                 half of the samples below its central value and half above, evenly on either side",
                settings.samples, settings.seed
            ),
        ),
    ];
    list.extend(at_risk.assumptions.iter().map(|a| {
        json!({
            "name": format!("reporting: {}", a.name), "value": a.range.central, "low": a.range.low,
            "high": a.range.high, "unit": a.unit, "measured": false, "source": a.source,
        })
    }));
    if let Some(overlay) = &settings.overlay {
        let options: Vec<&str> =
            overlay.options.iter().map(|&o| results.scenario.options[o].id.as_str()).collect();
        list.push(stated(
            "overlay",
            format!(
                "{}, as if these options closed whole stations, officers and all: {}. It is about such closures only, \
                 and no part of the other figures",
                overlay.name,
                options.join(", ")
            ),
        ));
    }
    list
}

/// One sentence an option; nothing without `[reporting]`.
pub(super) fn findings(results: &Results<'_>) -> Option<Vec<Value>> {
    let at_risk = results.answer.reporting.as_ref()?;
    let options = results.scenario.options.iter().zip(&at_risk.sentences);
    Some(options.map(|(o, sentence)| json!({ "option": o.id, "sentence": sentence })).collect())
}
