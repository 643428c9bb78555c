//! `run.json`: what was run, on what, under which assumptions.

use serde_json::{Value, json};

use super::{MARKER, Results, reporting_json, response_json};
use crate::city::{Confidence, OutputFile};
use crate::impact::{HOURS_LINE, quoted_cutoff};
use crate::scenario::Pounds;
use crate::travel::{CIRCUITY, DRIVING_SPEED, Estimate, Mode, WALKING_SPEED_KM_H};

/// What differs between two runs of the same question: kept apart in `this_run`, which comparisons skip.
pub struct RunRecord {
    /// The command line.
    pub command: Vec<String>,
    /// Worker threads.
    pub threads: usize,
    /// How long each step took.
    pub timings: Vec<Timing>,
}

/// One step's duration.
#[derive(Clone, Debug)]
pub struct Timing {
    /// Step.
    pub step: &'static str,
    /// Milliseconds.
    pub ms: f64,
}

/// Files of a city that a run does not read: their hashes are not checked, so they are not stated.
const NOT_READ: [&str; 2] = ["wards.geojson", "postcodes.csv.gz"];

/// Coordinates worse than this are worth a warning, metres.
const POOR_COORDINATE_M: f64 = 200.0;

pub(super) fn file(results: &Results<'_>, run: &RunRecord) -> OutputFile {
    let scenario = results.scenario;
    let manifest = &results.city.manifest;
    let residents: f64 = results.answer.impact.groups.residents().iter().sum();
    let mut record = json!({
        "program": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "scenario": {
            "name": scenario.name,
            "title": scenario.title,
            "question": scenario.question,
            "text": scenario.text,
        },
        "study": {
            "label": scenario.study.label,
            "areas": scenario.study.areas.len(),
            "residents": residents.round(),
        },
        "city": {
            "id": manifest.id,
            "name": manifest.name,
            "vintage": manifest.vintage,
            "sha256_of_city_toml": results.city.manifest_sha256,
            "files": manifest.file.iter().filter(|f| !NOT_READ.contains(&f.name.as_str())).map(|f| json!({
                "name": f.name, "sha256": f.sha256, "source": f.source, "licence": f.licence,
                "attribution": f.attribution,
            })).collect::<Vec<Value>>(),
        },
        "seed": scenario.reporting.as_ref().map(|r| r.seed),
        "response_seed": scenario.response.as_ref().map(|r| r.seed),
        "assumptions": assumptions(results),
        "warnings": warnings(results),
        "findings": results.answer.impact.findings.iter().map(|f| json!({
            "option": scenario.options[f.option].id, "title": f.title, "sentence": f.sentence(),
        })).collect::<Vec<Value>>(),
        "charts": results.answer.impact.headline().map(|f| json!({
            "option": scenario.options[f.option].id, "mode": f.mode.as_str(), "time": f.time.to_string(),
            "rule": "the option that leaves most people materially worse off, else worse off",
            "hours_within": quoted_cutoff(&scenario.access, f.mode).map(|c| c.label()),
        })),
        "this_run": {
            "command": run.command,
            "threads": run.threads,
            "timings_ms": run.timings.iter().map(|t| (t.step.to_string(), json!((t.ms * 10.0).round() / 10.0)))
                .collect::<serde_json::Map<String, Value>>(),
        },
    });
    if let Some(findings) = reporting_json::findings(results) {
        record["reporting"] = Value::Array(findings);
    }
    if let Some(response) = response_json::record(results) {
        record["response"] = response;
    }
    let text = serde_json::to_string_pretty(&record).expect("JSON of strings and finite numbers");
    OutputFile { path: MARKER.file.to_string(), bytes: format!("{text}\n").into_bytes() }
}

pub(super) fn assumptions(results: &Results<'_>) -> Vec<Value> {
    let estimate = |name: &str, e: Estimate, unit: &str, source: &str| {
        json!({
            "name": name, "value": e.central, "low": e.low, "high": e.high, "unit": unit, "measured": false,
            "source": source,
        })
    };
    let stated = |name: &str, text: &str| json!({ "name": name, "value": text, "measured": false });
    let access = &results.scenario.access;
    let mut list = vec![
        stated("origin", "everybody of a census output area starts at the mean of its postcodes"),
        stated("population", "residents of 2011 scaled by their zone's ratio of mid-2017 to 2011"),
        stated(
            "groups",
            "an area carries the rates of its zone: age 2017; households and cars, illness and ethnic groups 2011; \
             deprivation 2015",
        ),
        stated(
            "materially worse",
            &format!(
                "more than {} minutes (modes with times) or {} km",
                access.materially_worse_min, access.materially_worse_km
            ),
        ),
        stated("unchanged", "within one second, or one metre in a mode without times"),
        stated(
            "which counters count",
            if access.own_borough_only {
                "only those of the resident's own borough"
            } else {
                "every counter in the city"
            },
        ),
        stated(
            "parts of the week",
            "night: 22:00-07:00; weekend: Saturday and Sunday 07:00-22:00; early_late: Monday to Friday 07:00-09:00 and \
             17:00-22:00; daytime: Monday to Friday 09:00-17:00, which is also how \"daytime\" hours are read",
        ),
        stated("hours", "a source that says only daytime is read as Mo-Fr 09:00-17:00, confidence low"),
    ];
    if let Some(savings) = &results.scenario.savings {
        list.push(estimate(
            "a constable",
            savings.constable.amount,
            "pounds a year",
            stated_source(&savings.constable),
        ));
        for (site, pounds) in &savings.by_site {
            let name = format!("saving of closing {}", results.scenario.sites[*site].name);
            list.push(estimate(&name, pounds.amount, "pounds a year", stated_source(pounds)));
        }
    }
    list.push(stated(
        "poor in access",
        &format!("a counter in reach for fewer than {HOURS_LINE} hours a week: office hours (inequality.csv, fgt0 to fgt2)"),
    ));
    if access.modes.contains(&Mode::Walk) {
        list.push(estimate(
            "walking speed",
            WALKING_SPEED_KM_H,
            "km/h",
            "PTAL convention; 3.6 km/h is an older person's speed",
        ));
        list.push(estimate(
            "walk circuity",
            CIRCUITY,
            "walked metre per straight metre",
            if results.city.has_roads() {
                "only where local_streets.csv stands in for streets; main roads have their length; across the river \
                 by the bridges of bridges.csv; the range counts as if the whole walk were on local streets"
            } else {
                "no path network; across the river by the bridges of bridges.csv"
            },
        ));
    }
    if access.modes.contains(&Mode::Drive) {
        list.push(estimate(
            "driving speed",
            DRIVING_SPEED,
            "times the speed of speeds.csv",
            "general traffic by class of road, zone and period, each row of speeds.csv with its source",
        ));
        list.push(stated(
            "periods",
            "am: Monday to Friday 07:00-10:00; pm: 16:00-19:00; night: 22:00-07:00; inter-peak: all other hours, and \
             where no time is asked about",
        ));
    }
    if !results.scenario.published.is_empty() {
        list.push(stated(
            "crime in a postcode district",
            "a zone's crime falls to the district by the share of its residents, by the share of its postcodes, or whole \
             where most residents are in it: the lowest and highest of the three; recorded where it happened, not where \
             its victim lives",
        ));
        list.push(stated(
            "crimes known by borough only",
            "spread over its zones in proportion to a type that is known by zone (columns crime_YEAR_NAME_allotted)",
        ));
    }
    list.extend(scenario_catchment(results));
    list.extend(reporting_json::assumptions(results));
    list.extend(response_json::assumptions(results));
    list
}

fn stated_source(pounds: &Pounds) -> &str {
    if pounds.has_source() { &pounds.source } else { "the scenario, which gives no source" }
}

/// What `[catchment]` rests on, each with where it is from.
fn scenario_catchment(results: &Results<'_>) -> Vec<Value> {
    let Some(catchment) = &results.scenario.catchment else { return Vec::new() };
    let stated = |key: &str, name: &str, value: Value, unit: &str, default: &str| {
        let source = if catchment.set.contains(&key) { "set in the scenario" } else { default };
        json!({ "name": name, "value": value, "unit": unit, "measured": false, "source": source })
    };
    let methods: Vec<&str> = catchment.methods.iter().map(|m| m.as_str()).collect();
    vec![
        stated("methods", "catchment methods", json!(methods), "", "default: all"),
        stated("mode", "catchment mode", json!(catchment.mode.as_str()), "", "default"),
        stated(
            "time",
            "catchment time",
            json!(catchment.time.to_string()),
            "",
            "default: whatever the hours",
        ),
        stated(
            "cutoff_min",
            "catchment cutoff",
            json!(catchment.cutoff_min),
            "min",
            "default: chosen, no source",
        ),
        stated(
            "decay",
            "catchment decay",
            json!(catchment.decay_words),
            "",
            "default: zones at thirds of the cutoff with the weights 1, 0.68 and 0.22 (Luo and Qi 2009), which e2sfca has \
             in any case",
        ),
        stated("supply", "catchment supply", json!(catchment.supply.unit()), "of a counter", "default"),
        stated("k", "catchment k", json!(catchment.k), "counter in line", "default: two to choose between"),
        stated(
            "tau_min",
            "catchment tau",
            json!(catchment.tau_min),
            "min",
            "default: 60 minutes (Saxon and Snow 2020); in raam a journey as bad as a counter at the mean load",
        ),
        json!({
            "name": "catchment demand", "value": "residents of the whole city, whoever is studied", "measured": false,
        }),
    ]
}

pub(super) fn warnings(results: &Results<'_>) -> Vec<String> {
    let (city, scenario) = (results.city, results.scenario);
    let mut warnings = Vec::new();
    let with_counter: Vec<_> = city.stations.iter().filter(|s| s.counter.is_some()).collect();
    let doubtful: Vec<&str> =
        with_counter.iter().filter(|s| s.confidence == Confidence::Low).map(|s| s.name.as_str()).collect();
    if !doubtful.is_empty() {
        warnings.push(format!(
            "the hours of {} of {} counters are assumed, not sourced (confidence low): {}",
            doubtful.len(),
            with_counter.len(),
            doubtful.join(", ")
        ));
    }
    let poor: Vec<String> = with_counter
        .iter()
        .filter(|s| s.coord_error_m > POOR_COORDINATE_M)
        .map(|s| format!("{} ({:.0} m)", s.name, s.coord_error_m))
        .collect();
    if !poor.is_empty() {
        warnings.push(format!(
            "the coordinates of these counters may be off by more than {POOR_COORDINATE_M} m: {}",
            poor.join(", ")
        ));
    }
    warnings.extend(
        city.missing_groups
            .iter()
            .map(|c| format!("zones.csv has no column {c}: the groups made of it are skipped")),
    );
    warnings.extend(results.answer.warnings().map(str::to_string));
    warnings.extend(results.answer.reporting.as_ref().iter().flat_map(|r| r.warnings.iter().cloned()));
    if scenario.savings.is_some() && scenario.study.areas.len() < city.areas.len() {
        warnings.push(format!(
            "savings.csv sets the whole saving of a closure against the residents of {} alone: others who are worse off \
             are not counted, so people per constable are too few and pounds per person too many",
            scenario.study.label
        ));
    }
    let edge =
        "people, crime and counters stop at the city's edge: those near it may have a nearer counter outside";
    warnings.push(edge.to_string());
    for option in &scenario.options {
        if option.own_borough_only && !scenario.access.own_borough_only {
            warnings.push(format!(
                "option {} counts only counters of the resident's own borough, before and after",
                option.id
            ));
        }
    }
    warnings
}
