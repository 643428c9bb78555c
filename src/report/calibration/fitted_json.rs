//! `calibration.json`: fitted cars and speeds, what they were fitted to, and with what.

use serde_json::{Map, Value, json};

use super::CalibrationResults;
use crate::city::OutputFile;
use crate::impact::FittedCars;
use crate::response::Grade;

pub(super) fn file(results: &CalibrationResults<'_>) -> OutputFile {
    let (city, settings, fitted) = (results.city, results.settings, results.fitted);
    let cars =
        |g: &FittedCars| json!({ "base": g.base, "shift": g.shift, "cars": g.cars, "cars_before": g.before });
    // As many digits as the line for the scenario file has.
    let factors: Map<String, Value> = fitted
        .starts
        .iter()
        .map(|s| (s.start.as_str().to_string(), json!((s.speed_factor * 1000.0).round() / 1000.0)))
        .collect();
    let targets: Vec<Value> = settings
        .published
        .iter()
        .filter(|published| published.fit)
        .map(|p| json!({ "grade": Grade::ALL[p.grade].as_str(), "share_in_target": p.value, "source": p.source }))
        .collect();
    let value = json!({
        "bluelamp_calibration": env!("CARGO_PKG_VERSION"),
        "scenario": results.name,
        "title": results.scenario.title,
        "city": { "name": city.manifest.name, "sha256_of_city_toml": city.manifest_sha256 },
        "cars": fitted.cars.iter().map(cars).collect::<Vec<Value>>(),
        "speed_factor": factors,
        "targets": targets,
        "replications": settings.replications,
        "seed": settings.seed,
    });
    let text = serde_json::to_string_pretty(&value).expect("numbers and texts are JSON");
    OutputFile { path: "calibration.json".to_string(), bytes: (text + "\n").into_bytes() }
}
