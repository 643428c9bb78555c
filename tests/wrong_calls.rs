//! A city's week of calls: read where it is there, in any order; each mistake told with its place.

mod common;

use bluelamp::city::{City, CityFiles, load};
use common::bluelamp;
use common::westshire::Westshire;
use common::westshire_run::{Run, run_with};
use tempfile::TempDir;

const FILE: &str = "calls_by_hour.csv";

fn weekly() -> Westshire {
    Westshire::with_calls(|at| at as f64 / 2.0)
}

fn loaded(city: &Westshire) -> City {
    let folder = TempDir::new().unwrap();
    city.write(folder.path());
    load(CityFiles::Folder(folder.path().to_path_buf())).unwrap()
}

/// `city check` of the city, and a run on it.
fn refused(city: &Westshire, words: &[&str]) -> String {
    let check = Run::of(city, |_, _| {
        let mut command = bluelamp();
        command.args(["city", "check", "westshire"]);
        command
    });
    check.fails_with(4).says(words);
    run_with(city, "").fails_with(4).says(words);
    check.stderr
}

#[test]
fn a_city_may_have_a_week_of_calls_or_none() {
    assert_eq!(loaded(&Westshire::new()).calls_by_hour, None);
    let expected: Vec<f64> = (0..168).map(|at| f64::from(at) / 2.0).collect();
    assert_eq!(loaded(&weekly()).calls_by_hour.as_deref(), Some(expected.as_slice()));
    run_with(&weekly(), "").succeeds();
    let backwards: String = {
        let rows: Vec<String> = (0..168)
            .rev()
            .map(|at| {
                let day = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
                format!("{at},{},{},{}\n", day[at / 24], at % 24, at as f64 / 2.0)
            })
            .collect();
        format!("hour_of_week,day,hour,incidents\n{}", rows.concat())
    };
    let backwards = weekly().set(FILE, &backwards);
    assert_eq!(loaded(&backwards).calls_by_hour.as_deref(), Some(expected.as_slice()));
}

#[test]
fn counts_that_cannot_be() {
    for bad in ["-1", "NaN", "inf", "1e300"] {
        let city = weekly().replace(FILE, "\n30,Tuesday,6,15\n", &format!("\n30,Tuesday,6,{bad}\n"));
        let told = format!("incidents {bad:?} must lie between 0 and 1000000000");
        refused(&city, &["calls_by_hour.csv:32", &told, "^"]);
    }
    for bad in ["", "many"] {
        let city = weekly().replace(FILE, "\n30,Tuesday,6,15\n", &format!("\n30,Tuesday,6,{bad}\n"));
        refused(&city, &["calls_by_hour.csv:32", &format!("incidents {bad:?} is not a number")]);
    }
    let zero = refused(
        &Westshire::with_calls(|_| 0.0),
        &[
            "calls_by_hour.csv:1:23",
            "the column incidents is 0 in every hour of the week",
            "help: a week without a call",
        ],
    );
    assert!(zero.contains("1 problem"), "{zero}");
    // One call in the week is enough.
    assert!(loaded(&Westshire::with_calls(|at| f64::from(u8::from(at == 167)))).calls_by_hour.is_some());
}

#[test]
fn hours_that_are_none_come_twice_or_lack() {
    for bad in ["168", "-1", "1.5", "noon", ""] {
        let city = weekly().replace(FILE, "\n30,Tuesday,6,15\n", &format!("\n{bad},Tuesday,6,15\n"));
        let told = format!("hour_of_week {bad:?} is no hour of the week");
        let said =
            refused(&city, &["calls_by_hour.csv:32", &told, "help: whole numbers from 0, Monday 00:00"]);
        assert!(!said.contains("lacks"), "the hour that cannot be read is told once: {said}");
    }
    let twice = weekly().replace(FILE, "\n30,Tuesday,6,15\n", "\n029,Tuesday,5,15\n");
    refused(
        &twice,
        &[
            "calls_by_hour.csv:32",
            "hour_of_week \"029\" is already taken by an earlier row",
            "calls_by_hour.csv:1:1",
            "the column hour_of_week lacks 30 (Tuesday 06:00)",
            "help: every hour of the week has a row, one without calls a 0",
        ],
    );
    let short =
        weekly().replace(FILE, "\n30,Tuesday,6,15\n", "\n").replace(FILE, "\n167,Sunday,23,83.5\n", "\n");
    refused(&short, &["lacks 30 (Tuesday 06:00), and 1 more"]);
    let header = weekly().set(FILE, "hour_of_week,day,hour,incidents\n");
    refused(&header, &["lacks 0 (Monday 00:00), and 167 more", "is 0 in every hour of the week"]);
    let empty = weekly().set(FILE, "hour_of_week,day,incidents\n");
    refused(&empty, &["the column \"hour\" is missing", "calls_by_hour.csv:1"]);
}

/// A week that begins on a Sunday has the right hours on the wrong days.
#[test]
fn days_and_hours_that_do_not_fit() {
    let sunday = weekly().replace(FILE, "\n0,Monday,", "\n0,Sunday,");
    refused(
        &sunday,
        &[
            "calls_by_hour.csv:2:3",
            "day \"Sunday\" must be Monday: hour 0 of the week is Monday 00:00",
            "help: hour 0 of the week is Monday 00:00",
        ],
    );
    let from_one = weekly().replace(FILE, "\n30,Tuesday,6,", "\n30,Tuesday,7,");
    refused(
        &from_one,
        &["calls_by_hour.csv:32", "hour \"7\" must be 6: hour 30 of the week is Tuesday 06:00"],
    );
}

#[test]
fn all_mistakes_of_the_file_are_told_with_those_of_others() {
    let city = weekly()
        .replace(FILE, "\n3,Monday,3,1.5\n", "\n3,Monday,3,-2\n")
        .replace(FILE, "\n5,Monday,5,2.5\n", "\n5,Monday,4\n")
        .replace(FILE, "\n9,Monday,9,4.5\n", "\n8,Monday,9,4.5\n")
        .replace("areas.csv", ",100.0\n", ",-100.0\n");
    refused(
        &city,
        &[
            "areas.csv:2",
            "population \"-100.0\" must be a number of at least 0",
            "calls_by_hour.csv:5",
            "calls_by_hour.csv:7",
            "the row has 3 fields, the header 4",
            "calls_by_hour.csv:11",
            "hour \"9\" must be 8",
            "already taken",
            "lacks 5 (Monday 05:00), and 1 more",
        ],
    );
}

#[test]
fn a_listed_file_must_be_there_as_listed() {
    let folder = TempDir::new().unwrap();
    weekly().write(folder.path());
    let check = || {
        let output = bluelamp().args(["city", "check"]).arg(folder.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(4));
        String::from_utf8(output.stderr).unwrap()
    };
    let path = folder.path().join(FILE);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace(",83.5", ",84.5")).unwrap();
    assert!(check().contains("calls_by_hour.csv: has changed: sha256 is"));
    std::fs::remove_file(&path).unwrap();
    assert!(check().contains("calls_by_hour.csv: cannot be read"));
}
