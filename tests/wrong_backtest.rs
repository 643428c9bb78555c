//! A file that closes fire stations, with mistakes: all of them at once, each with a way out.

mod common;

use common::{bluelamp, project};

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
