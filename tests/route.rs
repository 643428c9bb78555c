//! One journey in detail: the command on London, and the journey against the matrix.

mod common;

use std::fs;

use bluelamp::city::Period;
use bluelamp::travel::{Mode, Place, Profile, RoadModel};
use common::{bluelamp, london, project, roads};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use tempfile::TempDir;

fn route(words: &[&str]) -> (String, Value) {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("way.geojson");
    let output =
        bluelamp().arg("route").args(words).arg("--out").arg(&out).current_dir(project("")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let way = serde_json::from_slice(&fs::read(out).unwrap()).unwrap();
    (String::from_utf8(output.stdout).unwrap(), way)
}

#[test]
fn the_command_tells_minutes_distance_and_streets_in_order() {
    let (said, way) = route(&["Ealing", "Acton", "--at", "Tue 08:30"]);
    assert!(said.contains("From Ealing, the station") && said.contains("to   Acton, the station"), "{said}");
    assert!(said.contains("by car in general traffic on Tue 08:30, in the morning peak"), "{said}");
    let features = way["features"].as_array().unwrap();
    assert_eq!((way["type"].as_str(), features.len()), (Some("FeatureCollection"), 3));
    let properties = &features[0]["properties"];
    let minutes = properties["minutes"].as_f64().unwrap();
    assert!(said.contains(&format!("{minutes:.1} minutes by car")), "{said} {minutes}");
    let streets: Vec<&str> =
        properties["streets"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
    let mut rest = said.as_str();
    for street in &streets {
        let at = rest.find(street).unwrap_or_else(|| panic!("{street} is not in its place in {said}"));
        rest = &rest[at + street.len()..];
    }
    assert!(streets.contains(&"A4020"), "{streets:?}");
    // The steps, each rounded to a metre, add up to the journey.
    let steps: f64 = said
        .lines()
        .filter(|l| l.starts_with("  ") && l.contains(" min  "))
        .map(|l| l.split_whitespace().next().unwrap().parse::<f64>().unwrap())
        .sum();
    assert!((steps - properties["metres"].as_f64().unwrap()).abs() <= streets.len() as f64, "{steps} {said}");
    let line = features[0]["geometry"]["coordinates"].as_array().unwrap();
    for (name, end) in [("Ealing", line.first()), ("Acton", line.last())] {
        let station = &london().stations[london().station(name).unwrap()];
        let [lon, lat] = [0, 1].map(|i| end.unwrap()[i].as_f64().unwrap());
        let near = |a: f64, b: f64| (a - b).abs() < 3e-5;
        assert!(near(lon, station.position.lon) && near(lat, station.position.lat), "{name}: {lon} {lat}");
    }
}

#[test]
fn the_night_is_faster_than_the_evening_peak_and_a_walk_is_slower_than_both() {
    let minutes = |words: &[&str]| route(words).1["features"][0]["properties"]["minutes"].as_f64().unwrap();
    let night = minutes(&["W11 1QF", "Uxbridge", "--at", "Sun 03:00"]);
    let day = minutes(&["W11 1QF", "Uxbridge"]);
    let peak = minutes(&["W11 1QF", "Uxbridge", "--at", "Fri 17:00"]);
    let walk = minutes(&["W11 1QF", "Uxbridge", "--mode", "walk"]);
    assert!(night < day && day < peak && peak < walk, "{night} {day} {peak} {walk}");
}

/// Areas and stations drawn at random, in every profile: the journey is the one that the matrix holds, to the last bit
/// of its tables; the steps add up to it, and the line leads from the one to the other.
#[test]
fn a_journey_is_what_the_matrix_is_made_of() {
    let city = london();
    let roads = roads().expect("London has roads");
    let model = RoadModel::new(roads, &city.river);
    let mut rng = ChaCha8Rng::seed_from_u64(20_170_701);
    let homes: Vec<Place> = (0..12)
        .map(|_| rng.random_range(0..city.areas.len()))
        .map(|a| Place::Area(a as u32, city.areas[a].point))
        .collect();
    // And points that are no homes: halfway between two areas.
    let between = |_| {
        let [a, b] = [0, 1].map(|_| city.areas[rng.random_range(0..city.areas.len())].point);
        Place::Point(a.towards(b, 0.5))
    };
    let starts: Vec<Place> = homes.into_iter().chain((0..4).map(between)).collect();
    let stations: Vec<Place> = city.stations.iter().step_by(13).map(|s| Place::Point(s.point)).collect();
    let planes = model.planes(&[Mode::Walk, Mode::Drive], &starts, &stations);
    let profiles: Vec<Profile> = [Profile::Walk].into_iter().chain(Period::ALL.map(Profile::Drive)).collect();
    assert_eq!(planes.len(), profiles.len());
    for (plane, profile) in planes.iter().zip(profiles) {
        assert_eq!((plane.mode, plane.period), (profile.mode(), profile.period()));
        for (i, start) in starts.iter().enumerate() {
            let from_here = model.plane_from(*start, &stations, profile);
            for (j, station) in stations.iter().enumerate() {
                assert_eq!(from_here.time_s(0, j), plane.time_s(i, j));
                assert_eq!(from_here.length_m(0, j), plane.length_m(i, j));
                let Some(route) = model.route(*start, *station, profile) else {
                    assert!(plane.length_m(i, j).is_infinite());
                    continue;
                };
                let seconds = (f64::from(route.cost.time_ms()) / 1e3) as f32;
                let metres = (f64::from(route.cost.length_mm()) / 1e3) as f32;
                assert_eq!(
                    (Some(seconds), metres),
                    (plane.time_s(i, j), plane.length_m(i, j)),
                    "{profile:?} {i} {j}"
                );
                let of_steps =
                    |of: fn(&bluelamp::travel::RouteStep) -> u32| route.steps.iter().map(of).sum::<u32>();
                // Half of a leg may be rounded otherwise than the leg.
                assert!(of_steps(|s| s.cost.time_ms()).abs_diff(route.cost.time_ms()) <= 2);
                assert!(of_steps(|s| s.cost.length_mm()).abs_diff(route.cost.length_mm()) <= 2);
                assert_eq!(
                    (route.line.first(), route.line.last()),
                    (Some(&start.point()), Some(&station.point()))
                );
            }
        }
    }
}
