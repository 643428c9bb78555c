//! `output/` is what the shipped scenarios and claims give, byte for byte (but for `this_run` in `run.json`); and every chart
//! of theirs is whole and shows what its table holds.
//!
//! The big tables are not kept in the repository; `output/SHA256SUMS` holds the hash of every file. To renew all of it
//! after a change that is meant: `BLUELAMP_RENEW=1 cargo test --test shipped`.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use bluelamp::city::{shipped_claims, shipped_scenarios};
use common::whole::{self, Chart};
use common::{bluelamp, contents, project};
use sha2::{Digest, Sha256};

fn sums(name: &str, files: &[(String, Vec<u8>)]) -> Vec<String> {
    let hash = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect::<String>();
    files.iter().map(|(file, bytes)| format!("{}  {name}/{file}", hash(bytes))).collect()
}

/// What `output/.gitignore` does not leave out: no big tables, of maps only the pictures, and of all London only one map.
fn is_kept(name: &str, file: &str) -> bool {
    let maps = [
        "change_map",
        "level_maps",
        "lost_hours_map",
        "small_multiples",
        "catchment_flows",
        "response_wards",
    ];
    let map = maps.into_iter().find(|map| file.starts_with(&format!("charts/{map}.")));
    let is_big = file.starts_with("areas")
        || ["zones.geojson", "summary.csv", "week.csv", "report.html"].contains(&file)
        || map.is_some_and(|_| !file.ends_with(".png"))
        || map.is_some_and(|map| name.starts_with("london-") && map != "change_map");
    !is_big
}

/// What a shipped scenario or file of claims gives.
struct Written {
    name: &'static str,
    files: Vec<(String, Vec<u8>)>,
}

fn is_renewed() -> bool {
    std::env::var_os("BLUELAMP_RENEW").is_some()
}

/// Every shipped scenario and file of claims, run once. To renew, into `output/` and with the command as README has it:
/// no path of this machine gets into run.json.
fn written() -> &'static [Written] {
    static WRITTEN: OnceLock<Vec<Written>> = OnceLock::new();
    WRITTEN.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let runs = shipped_scenarios().into_iter().map(|name| (vec!["run", name, "--quiet"], name));
        let checks = shipped_claims().into_iter().map(|name| (vec!["check", name], name));
        let write = |(words, name): (Vec<&str>, &'static str)| {
            let mut command = bluelamp();
            command.args(words).current_dir(project(""));
            let mut out = project("output").join(name);
            if !is_renewed() {
                out = folder.path().join(name);
                command.arg("--out").arg(&out);
            }
            let output = command.output().unwrap();
            assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
            Written { name, files: contents(&out) }
        };
        runs.chain(checks).map(write).collect()
    })
}

#[test]
fn the_committed_results_are_what_the_program_writes() {
    let mut actual = Vec::new();
    for Written { name, files } in written() {
        actual.extend(sums(name, files));
        let kept = |files: &[(String, Vec<u8>)]| -> Vec<(String, Vec<u8>)> {
            files.iter().filter(|(f, _)| is_kept(name, f)).cloned().collect()
        };
        let (written, committed) = (kept(files), kept(&contents(&project("output").join(name))));
        let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(f, _)| f.clone()).collect::<Vec<_>>();
        assert_eq!(names(&written), names(&committed), "{name}");
        for ((file, bytes), (_, expected)) in written.iter().zip(&committed) {
            assert!(bytes == expected, "{name}/{file} differs from output/");
        }
    }
    let path = project("output/SHA256SUMS");
    let text = actual.join("\n") + "\n";
    if is_renewed() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "the files of the shipped scenarios");
}

#[test]
fn every_chart_of_every_shipped_scenario_is_whole() {
    let mut checked = 0;
    for Written { name, files } in written() {
        let charts = whole::charts(files);
        whole::assert_whole(name, &charts);
        checked += charts.len();
    }
    assert!(checked > 20, "{checked} charts");
}

/// The residents of the rows of each class.
fn residents_by_class(rows: &[BTreeMap<String, String>], column: &str) -> BTreeMap<String, f64> {
    let mut residents = BTreeMap::new();
    for row in rows {
        *residents.entry(row[column].clone()).or_default() += row["residents"].parse::<f64>().unwrap();
    }
    residents
}

/// `12,300 people, then 9,400` as numbers.
fn numbers(text: &str) -> Vec<f64> {
    let plain = text.replace(',', "").replace("minutes", "");
    plain.split(' ').filter_map(|word| word.parse().ok()).collect()
}

/// The text of the legend that stands below a class.
fn below(chart: &Chart<'_>, class: &str) -> String {
    let texts = chart.texts();
    let at = texts.iter().position(|(text, _)| text == class).unwrap_or_else(|| panic!("no {class:?}"));
    texts[at + 1].0.clone()
}

/// A picture rounds to hundreds at most.
fn assert_about(told: f64, exact: f64, what: &str) {
    assert!((told - exact).abs() <= 50.5, "{what}: {told} is told, and the table has {exact}");
}

/// How many polygons each zone is made of.
fn polygons_by_zone(files: &[(String, Vec<u8>)]) -> BTreeMap<String, usize> {
    let layer = &files.iter().find(|(file, _)| file == "zones.geojson").unwrap().1;
    let layer: serde_json::Value = serde_json::from_slice(layer).unwrap();
    let count = |feature: &serde_json::Value| {
        let geometry = &feature["geometry"];
        let is_multi = geometry["type"] == "MultiPolygon";
        let polygons = if is_multi { geometry["coordinates"].as_array().unwrap().len() } else { 1 };
        (feature["properties"]["id"].as_str().unwrap().to_string(), polygons)
    };
    layer["features"].as_array().unwrap().iter().map(count).collect()
}

/// Of each class the map has the zones that its table has (in the colour that the legend gives it), and the legend tells
/// of as many people.
#[test]
fn change_maps_show_what_their_tables_hold() {
    for Written { name, files } in written() {
        for chart in whole::charts(files).into_iter().filter(|c| c.name == "charts/change_map") {
            let polygons = polygons_by_zone(files);
            let rows = chart.rows();
            for row in rows.iter().filter(|row| !row["minutes_change"].is_empty()) {
                let change: f64 = row["minutes_change"].parse().unwrap();
                let limits = numbers(&row["class"]);
                let size = if row["class"].ends_with("nearer") { -change } else { change };
                let fits = match limits.as_slice() {
                    _ if row["class"].starts_with("within") => change.abs() <= 1.005,
                    [low, high] => size >= low - 0.005 && size <= high + 0.005,
                    [over] => size >= over - 0.005,
                    _ => row["class"] == "no counter in reach",
                };
                assert!(fits, "{name}: {row:?}");
            }
            for (class, people) in residents_by_class(&rows, "class") {
                assert_about(numbers(&below(&chart, &class))[0], people, &format!("{name}, {class}"));
                if class.starts_with("within") {
                    continue;
                }
                let zones = rows.iter().filter(|row| row["class"] == class);
                let expected: usize = zones.map(|row| polygons[&row["zone"]]).sum();
                // And the square of the legend.
                let drawn = chart.polygons(&chart.legend_colour(&class)) - 1;
                assert_eq!(drawn, expected, "{name}: polygons of {class:?}");
            }
        }
    }
}

#[test]
fn level_maps_tell_of_the_people_in_their_tables() {
    for Written { name, files } in written() {
        for chart in whole::charts(files).into_iter().filter(|c| c.name == "charts/level_maps") {
            let rows = chart.rows();
            let [before, after] = ["class_before", "class_after"].map(|c| residents_by_class(&rows, c));
            let classes: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
            for class in classes {
                let told = numbers(&below(&chart, class).replace(", then", ""));
                let exact = [&before, &after].map(|side| side.get(class).copied().unwrap_or(0.0));
                assert_about(told[0], exact[0], &format!("{name}, {class} before"));
                assert_about(*told.last().unwrap(), exact[1], &format!("{name}, {class} after"));
            }
        }
    }
}

/// The arrows that are drawn are those of the table, and its people are those of `counters.csv`.
#[test]
fn flows_are_those_of_the_counters() {
    let mut checked = 0;
    for Written { name, files } in written() {
        let Some((_, counters)) = files.iter().find(|(file, _)| file == "counters.csv") else { continue };
        let mut reader = csv::Reader::from_reader(counters.as_slice());
        let mut people: BTreeMap<[String; 2], Vec<f64>> = BTreeMap::new();
        for row in reader.records().map(|row| row.unwrap()).filter(|row| &row[6] == "people") {
            if let Ok(value) = row[8].parse() {
                people.entry([4, 3].map(|i| row[i].to_string())).or_default().push(value);
            }
        }
        for chart in whole::charts(files).into_iter().filter(|c| c.name == "charts/catchment_flows") {
            let rows = chart.rows();
            for row in &rows {
                let ends = ["from_counter", "to_counter"].map(|column| row[column].clone());
                let told: f64 = row["people"].parse().unwrap();
                // Halves are rounded up in one table and to even in the other.
                let is_told = people[&ends].iter().any(|value| (value - told).abs() < 0.11);
                assert!(is_told, "{name}: {row:?} is not in counters.csv");
                checked += 1;
            }
            let drawn = rows.iter().filter(|row| row["drawn"] == "yes").count();
            // Three more explain the widths.
            assert_eq!(chart.polygons("#A65400"), drawn + 3, "{name}");
        }
    }
    assert!(checked > 20, "{checked} flows");
}

/// Polygons that are narrower than a quarter point have no place on a small map of all London, and a table rounds hours that
/// are at the edge of a class.
fn assert_drawn(drawn: usize, expected: usize, what: &str) {
    assert!(drawn.abs_diff(expected) <= expected / 100, "{what}: {drawn} of {expected} polygons");
}

/// Of each class the small maps have the zones of their table, and each map tells of as many people as `summary.csv`.
#[test]
fn small_multiples_show_what_their_table_holds() {
    let mut checked = 0;
    for Written { name, files } in written() {
        for chart in whole::charts(files).into_iter().filter(|c| c.name == "charts/small_multiples") {
            let polygons = polygons_by_zone(files);
            let rows = chart.rows();
            let mut expected: BTreeMap<&str, usize> = BTreeMap::new();
            for row in rows.iter().filter(|row| row["shown"] == "yes" && !row["class"].starts_with("within"))
            {
                *expected.entry(&row["class"]).or_default() += polygons[&row["zone"]];
            }
            for (class, expected) in expected {
                // And the square of the legend.
                let drawn = chart.polygons(&chart.legend_colour(class)) - 1;
                assert_drawn(drawn, expected, &format!("{name}, {class}"));
            }
            let (_, summary) = files.iter().find(|(file, _)| file == "summary.csv").unwrap();
            let told: Vec<f64> = chart
                .texts()
                .iter()
                .filter(|(text, _)| {
                    text.contains(" farther") && text.starts_with(|c: char| c.is_ascii_digit())
                })
                .filter(|(text, _)| !text.contains("minutes"))
                .map(|(text, _)| numbers(text)[0])
                .collect();
            for option in
                rows.iter().filter(|r| r["shown"] == "yes").map(|r| &r["option"]).collect::<BTreeSet<_>>()
            {
                let time = &rows.iter().find(|row| &row["option"] == option).unwrap()["time"];
                let start = format!("{option},nearest_counter,walk,{time},study,study,people_worse,");
                let line =
                    std::str::from_utf8(summary).unwrap().lines().find(|l| l.starts_with(&start)).unwrap();
                let people: f64 = line.split(',').nth(9).unwrap().parse().unwrap();
                let is_told = people == 0.0 || told.iter().any(|told| (told - people).abs() <= 50.5);
                assert!(is_told, "{name}: {option} has {people}, and the maps tell of {told:?}");
                checked += 1;
            }
        }
    }
    assert!(checked >= 10, "{checked} options");
}

/// The four maps of hours have, of each class, the zones of their table.
#[test]
fn lost_hours_maps_show_what_their_tables_hold() {
    let mut checked = 0;
    for Written { name, files } in written() {
        for chart in whole::charts(files).into_iter().filter(|c| c.name == "charts/lost_hours_map") {
            let polygons = polygons_by_zone(files);
            let rows = chart.rows();
            let classes: BTreeSet<String> = chart.texts().into_iter().map(|(text, _)| text).collect();
            for class in classes.iter().filter(|c| c.ends_with(" hours lost") || c.ends_with(" hours gained"))
            {
                let limits = numbers(class);
                let (low, high) = (limits[0], limits.get(1).copied().unwrap_or(f64::INFINITY));
                let sign = if class.ends_with("lost") { -1.0 } else { 1.0 };
                let of_part = |part: &str| -> usize {
                    let size = |row: &&BTreeMap<String, String>| {
                        sign * row[&format!("{part}_hours_change")].parse::<f64>().unwrap()
                    };
                    // A class has its end that is farther from gain.
                    let is_in = |size: f64| {
                        if sign < 0.0 { size > low && size <= high } else { size >= low && size < high }
                    };
                    let in_class = rows.iter().filter(|row| is_in(size(row)));
                    in_class.map(|row| polygons[&row["zone"]]).sum()
                };
                let expected = ["night", "weekend", "early_late", "daytime"].map(of_part).iter().sum();
                let drawn = chart.polygons(&chart.legend_colour(class)) - 1;
                assert_drawn(drawn, expected, &format!("{name}, {class}"));
                checked += expected;
            }
        }
    }
    assert!(checked > 1000, "{checked} polygons");
}

/// Both curves of the distribution, the second of which is dashed, run along the rows of their table.
#[test]
fn distributions_are_drawn_as_their_tables_have_them() {
    let mut checked = 0;
    for Written { name, files } in written() {
        for chart in whole::charts(files).into_iter().filter(|c| c.name == "charts/distribution") {
            let rows = chart.rows();
            let column =
                |column: &str| -> Vec<f64> { rows.iter().map(|r| r[column].parse().unwrap()).collect() };
            let minutes = column("minutes");
            let before = &chart.lines("#2166AC")[0];
            let (start, end) = (before[0], before[before.len() - 1]);
            let most = column("share_within_before").into_iter().fold(0.0, f64::max);
            // The axes: from where the solid curve begins, at nobody within no time, to where it ends.
            let across = (end.0 - start.0) / minutes[minutes.len() - 1];
            let up = (start.1 - end.1) / most;
            for (colour, of) in [("#2166AC", "share_within_before"), ("#A65400", "share_within_after")] {
                let shares = column(of);
                let points: Vec<(f64, f64)> = minutes
                    .iter()
                    .zip(&shares)
                    .map(|(m, share)| (start.0 + m * across, start.1 - share * up))
                    .collect();
                for (x, y) in chart.lines(colour).concat() {
                    let after = points.iter().position(|p| p.0 >= x - 0.5).unwrap().max(1);
                    let ((x0, y0), (x1, y1)) = (points[after - 1], points[after]);
                    let expected = y0 + (y1 - y0) * ((x - x0) / (x1 - x0)).clamp(0.0, 1.0);
                    // Whole quarters of a point on steep ground.
                    let slope = ((y1 - y0) / (x1 - x0)).abs();
                    assert!(
                        (y - expected).abs() <= 2.0 + 2.0 * slope,
                        "{name}, {of}: {y} at {x}, not {expected}"
                    );
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 1000, "{checked} points");
}

/// `bluelamp calibrate response-west-london --out output/response-west-london-calibration` takes minutes here; what it
/// found is what the scenario says.
#[test]
fn the_shipped_cars_and_speeds_are_those_that_were_fitted() {
    let path = project("output/response-west-london-calibration/calibration.json");
    let fitted: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let scenario = common::shipped("response-west-london");
    let settings = scenario.response.as_ref().unwrap();
    for (start, factor) in settings.starts.iter().zip(&settings.speed_factors) {
        assert_eq!(fitted["speed_factor"][start.as_str()], *factor, "{}", start.as_str());
    }
    let groups = fitted["cars"].as_array().unwrap();
    assert_eq!(groups.iter().map(|g| g["cars"].as_u64().unwrap()).sum::<u64>(), settings.cars.len() as u64);
    for group in groups {
        let base = group["base"].as_str().unwrap();
        let cars = settings.cars.iter().filter(|car| scenario.sites[car.base].name == base).count();
        assert_eq!(group["cars"], cars, "{base}");
    }
    let city = &common::london().manifest_sha256;
    assert_eq!(fitted["city"]["sha256_of_city_toml"], **city, "fitted on this city");
}
