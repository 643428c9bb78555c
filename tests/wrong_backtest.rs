//! A file that closes fire stations, with mistakes: all of them at once, each with a way out.

mod common;

use std::io::Write;

use common::{bluelamp, project};
use sha2::{Digest, Sha256};

/// What the command says to a file, and its exit code.
fn said(text: &str) -> (String, Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    // A city is looked for beside the file: the shipped one is meant.
    let city = project("scenarios/london-fire-2013");
    std::fs::write(&file, text.replace("CITY", city.to_str().unwrap())).unwrap();
    let out = folder.path().join("out");
    let output = bluelamp().arg("backtest").arg(&file).arg("--out").arg(&out).output().unwrap();
    assert!(!out.exists(), "nothing is written for a file with mistakes");
    (String::from_utf8(output.stderr).unwrap(), output.status.code())
}

#[test]
fn all_mistakes_are_told_at_once() {
    let text = "city = \"CITY\"\nspeed = 3\n\n[first_arrival]\nroads = \"atlantis\"\nshut = true\n\
                close = [\"Belsise\", \"Bow\", \"bow\"]\n";
    let (said, code) = said(text);
    assert_eq!(code, Some(3), "{said}");
    for words in [
        "title is missing",
        "speed",
        "there is no city \"atlantis\"",
        "shut",
        "unknown station \"Belsise\"",
        "did you mean Belsize?",
        "bow closes twice",
        "mine.toml:7",
    ] {
        assert!(said.contains(words), "{words:?} is not in {said}");
    }
}

#[test]
fn a_file_must_close_something_in_a_city_with_attendances() {
    let nothing = "title = \"T\"\ncity = \"CITY\"\n[first_arrival]\nroads = \"london-2017\"\nclose = []\n";
    assert!(said(nothing).0.contains("no station closes"));
    let (no_table, code) = said("title = \"T\"\ncity = \"CITY\"\n");
    assert!(no_table.contains("first_arrival is missing") && code == Some(3), "{no_table}");
    let no_roads = "title = \"T\"\ncity = \"CITY\"\n[first_arrival]\nclose = [\"Bow\"]\n";
    assert!(said(no_roads).0.contains("whose roads the engines use is not said"));
    let police = "title = \"T\"\ncity = \"london-2017\"\n[first_arrival]\nroads = \"london-2017\"\nclose = [\"Ealing\"]\n";
    let (police, code) = said(police);
    assert!(police.contains("the city has no records of attendances") && code == Some(3), "{police}");
}

#[test]
fn a_city_cannot_lose_all_its_stations() {
    let table = std::fs::read_to_string(project("scenarios/london-fire-2013/stations.csv")).unwrap();
    let names: Vec<String> =
        table.lines().skip(1).map(|l| format!("{:?}", l.split(',').nth(1).unwrap())).collect();
    let text = format!(
        "title = \"T\"\ncity = \"CITY\"\n[first_arrival]\nroads = \"london-2017\"\nclose = [{}]\n",
        names.join(", ")
    );
    assert!(said(&text).0.contains("every station closes"));
}

/// The shipped city in a folder of its own, with one packed table replaced, and what the command says to it.
fn with_table(name: &str, table: Option<&str>) -> (String, Option<i32>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let city = folder.path().join("city");
    std::fs::create_dir(&city).unwrap();
    for entry in std::fs::read_dir(project("scenarios/london-fire-2013")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, city.join(path.file_name().unwrap())).unwrap();
    }
    let manifest = std::fs::read_to_string(city.join("city.toml")).unwrap();
    let mut entries: Vec<String> = manifest.split("[[file]]").map(str::to_string).collect();
    let place = entries.iter().position(|e| e.contains(&format!("name = \"{name}\""))).unwrap();
    match table {
        None => {
            entries.remove(place);
        }
        Some(text) => {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packer.write_all(text.as_bytes()).unwrap();
            let bytes = packer.finish().unwrap();
            std::fs::write(city.join(name), &bytes).unwrap();
            let hash: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
            let line = |line: &str| match line {
                l if l.starts_with("rows = ") => format!("rows = {}", text.lines().count() - 1),
                l if l.starts_with("sha256 = ") => format!("sha256 = \"{hash}\""),
                l => l.to_string(),
            };
            entries[place] = entries[place].lines().map(line).collect::<Vec<_>>().join("\n") + "\n";
        }
    }
    std::fs::write(city.join("city.toml"), entries.join("[[file]]")).unwrap();
    let file = folder.path().join("mine.toml");
    let text =
        "title = \"T\"\ncity = \"./city\"\n[first_arrival]\nroads = \"london-2017\"\nclose = [\"Bow\"]\n";
    std::fs::write(&file, text).unwrap();
    let out = folder.path().join("out");
    let output = bluelamp().arg("backtest").arg(&file).arg("--out").arg(&out).output().unwrap();
    let mut files: Vec<String> = match std::fs::read_dir(&out) {
        Ok(entries) => entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect(),
        Err(_) => Vec::new(),
    };
    files.sort();
    (String::from_utf8(output.stderr).unwrap(), output.status.code(), files)
}

#[test]
fn tables_of_fires_are_checked_row_by_row() {
    let after = "ground,easting_m,northing_m,seconds\nbow,537450,182850,301\natlantis,537450,182850,301\n\
                 bow,537450,182850,-4\nbow,east,182850,301\n";
    let (said, code, files) = with_table("fires_after.csv.gz", Some(after));
    assert_eq!((code, files.len()), (Some(4), 0), "{said}");
    for words in ["atlantis", "is no ward of zones.csv", "-4", "east", "fires_after.csv.gz"] {
        assert!(said.contains(words), "{words:?} is not in {said}");
    }
    let elsewhere = "area,kind,count,sum_s,squares_s2,last_count,last_sum_s\n";
    let (said, code, _) = with_table("elsewhere.csv.gz", Some(elsewhere));
    assert!(said.contains("last_squares_s2") && code == Some(4), "{said}");
    let elsewhere = "area,kind,count,sum_s,squares_s2,last_count,last_sum_s,last_squares_s2\n\
                     2071_716_acton-1,flood,1,300,90000,0,0,0\n2071_716_acton-1,fire,1,300,90000,2,600,180000\n";
    let (said, code, _) = with_table("elsewhere.csv.gz", Some(elsewhere));
    assert!(said.contains("is none of fire, alarm and service") && code == Some(4), "{said}");
    assert!(said.contains("are more than all"), "{said}");
}

#[test]
fn a_city_without_later_fires_gets_a_forecast_without_a_score() {
    let (said, code, files) = with_table("fires_after.csv.gz", None);
    assert_eq!(code, Some(0), "{said}");
    let expected = ["backtest.csv", "cells.csv", "charts", "effects.csv", "fit.json", "report.md"];
    assert_eq!(files, expected);
}

#[test]
fn a_run_of_such_a_file_says_which_command_is_meant() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut run = bluelamp();
    let output = run.args(["run", "fire-2014", "--out"]).arg(&out).current_dir(project("")).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("`bluelamp backtest` closes fire stations"), "{said}");
    assert_eq!(output.status.code(), Some(3), "{said}");
}
