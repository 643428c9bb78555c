//! `zones.geojson`: the study area's zones with their change, for a GIS.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::Results;
use crate::city::OutputFile;
use crate::impact::{quoted_cutoff, zone_changes, zone_hours};
use crate::scenario::Time;
use crate::travel::Mode;

/// Bytes of a zone with a border of usual length, by property.
const BYTES_A_PROPERTY: usize = 40;

pub(super) fn file(results: &Results<'_>) -> OutputFile {
    let by_id: HashMap<&str, &geojson::Geometry> =
        results.zone_outlines.iter().map(|o| (o.id.as_str(), &o.geometry)).collect();
    let time = results.scenario.access.time_of_tables();
    let mut layer = Layer { results, time, zones: Vec::new(), properties: Vec::new(), told: BTreeSet::new() };
    layer.fill_in();
    let mut bytes = Vec::with_capacity(layer.zones.len() * layer.properties.len() * BYTES_A_PROPERTY);
    bytes.extend(b"{\"type\":\"FeatureCollection\",\"features\":[\n");
    for (i, &(zone, residents)) in layer.zones.iter().enumerate() {
        let about = &results.city.zones[zone];
        bytes.extend(if i > 0 { ",\n" } else { "" }.bytes());
        bytes.extend(b"{\"type\":\"Feature\",\"geometry\":");
        write(&by_id.get(about.id.as_str()), &mut bytes);
        bytes.extend(b",\"properties\":{\"id\":");
        write(&about.id, &mut bytes);
        bytes.extend(b",\"name\":");
        write(&about.name, &mut bytes);
        bytes.extend(b",\"borough\":");
        write(&results.city.boroughs[about.borough].name, &mut bytes);
        bytes.extend(b",\"residents\":");
        write(&decimal(residents, 1), &mut bytes);
        bytes.extend(b",\"time\":");
        write(&time.to_string(), &mut bytes);
        for property in &layer.properties {
            bytes.push(b',');
            bytes.extend(&property.key);
            bytes.push(b':');
            write(&property.values[i], &mut bytes);
        }
        bytes.extend(b"}}");
    }
    bytes.extend(b"\n]}\n");
    OutputFile { path: "zones.geojson".to_string(), bytes }
}

/// The zones with what is told of each: under every option in every mode, at the time of the tables.
struct Layer<'r> {
    results: &'r Results<'r>,
    time: Time,
    /// Number in the city, residents.
    zones: Vec<(usize, f64)>,
    properties: Vec<Property<'r>>,
    /// Prefixes of baselines that are told of already.
    told: BTreeSet<String>,
}

/// What is told of every zone.
struct Property<'r> {
    /// In quotes.
    key: Vec<u8>,
    /// Zone by zone.
    values: Vec<Told<'r>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Told<'r> {
    Site(Option<&'r str>),
    Number(f64),
}

impl<'r> Layer<'r> {
    fn fill_in(&mut self) {
        let scenario = self.results.scenario;
        for (option, o) in scenario.options.iter().enumerate() {
            let shared = o.own_borough_only == scenario.access.own_borough_only;
            let baseline = if shared { "baseline".to_string() } else { format!("{}:baseline", o.id) };
            for &mode in &scenario.access.modes {
                let prefixes =
                    [format!("{baseline}:{}", mode.as_str()), format!("{}:{}", o.id, mode.as_str())];
                self.add_option(option, mode, &prefixes);
            }
        }
    }

    /// `prefixes` of what is before and of what is after.
    fn add_option(&mut self, option: usize, mode: Mode, prefixes: &[String; 2]) {
        let Results { city, scenario, answer, .. } = *self.results;
        let Some((before, after)) = answer.impact.pair(mode, option, self.time) else { return };
        let study = &scenario.study.areas;
        let zones = zone_changes(city, study, before, after);
        self.zones = zones.iter().map(|z| (z.zone, z.residents)).collect();
        // The options that compare with one baseline have its values in common.
        let is_new = self.told.insert(prefixes[0].clone());
        let site = |s: Option<usize>| Told::Site(s.map(|s| scenario.sites[s].name.as_str()));
        let nearest = |side: usize| zones.iter().map(|z| site(z.nearest[side])).collect();
        if is_new {
            self.add(&prefixes[0], "nearest", nearest(0));
        }
        self.add(&prefixes[1], "nearest", nearest(1));
        let lengths: Vec<[f64; 2]> = zones.iter().map(|z| z.length_m).collect();
        self.add_numbers(prefixes, is_new, ("m", 1), &lengths);
        let minutes: Option<Vec<[f64; 2]>> = zones.iter().map(|z| z.minutes).collect();
        if let Some(minutes) = minutes.filter(|minutes| !minutes.is_empty()) {
            self.add_numbers(prefixes, is_new, ("min", 2), &minutes);
        }
        let Some(cutoff) = quoted_cutoff(&scenario.access, mode) else { return };
        let Some((before, after)) = answer.impact.hours_in_reach(mode, Some(option), cutoff) else { return };
        let hours = zone_hours(city, study, &before, &after);
        let hours: Vec<[f64; 2]> = hours.iter().map(|z| [z.before_week(), z.after_week()]).collect();
        self.add_numbers(prefixes, is_new, (&format!("hours_within_{}", cutoff.label()), 2), &hours);
    }

    /// Before where that `is_new`, after, and the change.
    fn add_numbers(
        &mut self,
        prefixes: &[String; 2],
        is_new: bool,
        (unit, digits): (&str, i32),
        values: &[[f64; 2]],
    ) {
        let told = |of: fn(&[f64; 2]) -> f64| values.iter().map(|v| decimal(of(v), digits)).collect();
        if is_new {
            self.add(&prefixes[0], unit, told(|v| v[0]));
        }
        self.add(&prefixes[1], unit, told(|v| v[1]));
        self.add(&prefixes[1], &format!("{unit}_change"), told(|v| v[1] - v[0]));
    }

    fn add(&mut self, prefix: &str, name: &str, values: Vec<Told<'r>>) {
        let mut key = Vec::new();
        write(&format!("{prefix}:{name}"), &mut key);
        self.properties.push(Property { key, values });
    }
}

fn write(value: &impl Serialize, bytes: &mut Vec<u8>) {
    serde_json::to_writer(bytes, value).expect("text and numbers, into memory");
}

/// A rounded number; it is written as null where there is none to state.
fn decimal(value: f64, digits: i32) -> Told<'static> {
    let scale = 10f64.powi(digits);
    // Adding zero turns -0.0 into 0.0.
    Told::Number((value * scale).round() / scale + 0.0)
}
