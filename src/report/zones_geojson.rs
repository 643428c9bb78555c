//! `zones.geojson`: the study area's zones with their change, for a GIS.

use std::collections::HashMap;

use serde_json::{Map, Number, Value};

use super::Results;
use crate::city::OutputFile;
use crate::impact::{ZoneChange, ZoneHours, quoted_cutoff, zone_changes, zone_hours};
use crate::scenario::Time;

pub(super) fn file(results: &Results<'_>) -> OutputFile {
    let by_id: HashMap<&str, &geojson::Geometry> =
        results.zone_outlines.iter().map(|o| (o.id.as_str(), &o.geometry)).collect();
    let time = results.scenario.access.time_of_tables();
    let layers = layers(results, time);
    let zones = layers.first().map(|l| l.zones.len()).unwrap_or_default();
    let mut lines = Vec::with_capacity(zones);
    for i in 0..zones {
        let zone = &layers[0].zones[i];
        let about = &results.city.zones[zone.zone];
        let mut properties = Map::new();
        properties.insert("id".to_string(), Value::from(about.id.as_str()));
        properties.insert("name".to_string(), Value::from(about.name.as_str()));
        properties
            .insert("borough".to_string(), Value::from(results.city.boroughs[about.borough].name.as_str()));
        properties.insert("residents".to_string(), decimal(zone.residents, 1));
        properties.insert("time".to_string(), Value::from(time.to_string()));
        for layer in &layers {
            layer.describe(results, i, &mut properties);
        }
        let geometry = by_id.get(about.id.as_str()).map(|g| (*g).clone());
        let feature = geojson::Feature { geometry, properties: Some(properties), ..Default::default() };
        lines.push(feature.to_string());
    }
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"));
    OutputFile { path: "zones.geojson".to_string(), bytes: text.into_bytes() }
}

/// The zones under one option in one mode, at time `any` (the first time of a scenario without it).
struct Layer {
    /// Prefix of what was before: `baseline:walk`, shared by the options that compare with it.
    before: String,
    /// Prefix of what is after: `all-five:walk`.
    after: String,
    zones: Vec<ZoneChange>,
    /// The quoted cutoff as in column names, and the hours within it; `None` where the scenario has no cutoff.
    hours: Option<(String, Vec<ZoneHours>)>,
}

fn layers(results: &Results<'_>, time: Time) -> Vec<Layer> {
    let scenario = results.scenario;
    let mut layers = Vec::new();
    for (option, o) in scenario.options.iter().enumerate() {
        for &mode in &scenario.access.modes {
            if let Some((before, after)) = results.answer.impact.pair(mode, option, time) {
                let shared = o.own_borough_only == scenario.access.own_borough_only;
                let baseline = if shared { "baseline".to_string() } else { format!("{}:baseline", o.id) };
                let cutoff = quoted_cutoff(&scenario.access, mode);
                let hours = cutoff.and_then(|cutoff| {
                    let (before, after) = results.answer.impact.hours_in_reach(mode, Some(option), cutoff)?;
                    let zones = zone_hours(results.city, &scenario.study.areas, &before, &after);
                    Some((cutoff.label(), zones))
                });
                layers.push(Layer {
                    hours,
                    before: format!("{baseline}:{}", mode.as_str()),
                    after: format!("{}:{}", o.id, mode.as_str()),
                    zones: zone_changes(results.city, &scenario.study.areas, before, after),
                });
            }
        }
    }
    layers
}

impl Layer {
    fn describe(&self, results: &Results<'_>, zone: usize, into: &mut Map<String, Value>) {
        let site = |s: Option<usize>| {
            s.map_or(Value::Null, |s| Value::from(results.scenario.sites[s].name.as_str()))
        };
        let number = zone;
        let zone = &self.zones[number];
        into.insert(format!("{}:nearest", self.before), site(zone.nearest[0]));
        into.insert(format!("{}:nearest", self.after), site(zone.nearest[1]));
        let mut add = |unit: &str, [before, after]: [f64; 2], digits: i32| {
            into.insert(format!("{}:{unit}", self.before), decimal(before, digits));
            into.insert(format!("{}:{unit}", self.after), decimal(after, digits));
            into.insert(format!("{}:{unit}_change", self.after), decimal(after - before, digits));
        };
        add("m", zone.length_m, 1);
        if let Some(minutes) = zone.minutes {
            add("min", minutes, 2);
        }
        if let Some((cutoff, zones)) = &self.hours {
            let hours = &zones[number];
            add(&format!("hours_within_{cutoff}"), [hours.before_week(), hours.after_week()], 2);
        }
    }
}

/// A rounded number; null where there is none to state.
fn decimal(value: f64, digits: i32) -> Value {
    let scale = 10f64.powi(digits);
    // Adding zero turns -0.0 into 0.0.
    Number::from_f64((value * scale).round() / scale + 0.0).map_or(Value::Null, Value::Number)
}
