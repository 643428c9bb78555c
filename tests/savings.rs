//! `[savings]`: what a scenario may say of money, and what comes of it.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::process::Output;

use common::{bluelamp, project};
use tempfile::TempDir;

/// Closes Notting Hill and Ealing for the residents of Norland; a second option closes nothing.
fn run(savings: &str) -> (TempDir, Output) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("mine.toml");
    let text = format!(
        "title = \"T\"\ncity = \"london-2017\"\n[study]\nwards = [\"Norland\"]\n[access]\nmodes = [\"crow-fly\", \"walk\"]\n\
         {savings}\n[[option]]\nid = \"close\"\nclose_counter = [\"Notting Hill\", \"Ealing\"]\n[[option]]\nid = \"hours\"\n\
         hours = {{ \"Kensington\" = \"24/7\" }}\n"
    );
    fs::write(&path, text).unwrap();
    let mut command = bluelamp();
    command.arg("run").arg(&path).arg("--out").arg(folder.path().join("out")).current_dir(project(""));
    let output = command.output().unwrap();
    (folder, output)
}

fn refused(savings: &str, words: &[&str]) {
    let (folder, output) = run(savings);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    assert!(!folder.path().join("out").exists() && !stderr.contains("panicked"));
    for word in words {
        assert!(stderr.contains(word), "{word:?} is not in:\n{stderr}");
    }
}

#[test]
fn the_figures_of_a_saving() {
    let (folder, output) = run("[savings]\nconstable_cost = { value = 50000, low = 40000, high = 80000 }\n\
                                \"notting hill\" = { value = 400000, low = 300000, high = 500000, source = \"ES1\" }");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    // On the terminal as in the table, lines broken anywhere.
    let printed = stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(printed.contains(
        "saves at least 400,000 pounds a year (no figure is known for Ealing), what 8.0 constables"
    ));
    let mut reader = csv::Reader::from_path(folder.path().join("out/savings.csv")).unwrap();
    let mut figures: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for row in reader.records() {
        let cells: Vec<String> = row.unwrap().iter().map(str::to_string).collect();
        figures.insert((cells[0].clone(), cells[2].clone()), cells);
    }
    let of = |option: &str, figure: &str| figures[&(option.to_string(), figure.to_string())].clone();
    assert_eq!(of("close", "saving_a_year")[4..8], ["at least", "400000", "300000", ""]);
    assert_eq!(of("close", "constables_paid_for")[4..8], ["at least", "8.00", "3.75", ""]);
    assert_eq!(of("close", "saving_a_year")[8..11], ["Notting Hill (ES1)", "Ealing", ""]);
    let number = |cells: &[String]| cells[5].parse::<f64>().unwrap();
    let people = number(&of("close", "study_people_materially_worse"));
    assert!(people > 1_000.0);
    let per_person = of("close", "saving_per_study_person_materially_worse");
    assert!((number(&per_person) - 400_000.0 / people).abs() < 0.01 && per_person[4] == "at least");
    let per_constable = of("close", "study_people_materially_worse_per_constable");
    assert!((number(&per_constable) - people / 8.0).abs() < 0.1 && per_constable[4] == "at most");
    // At least so many constables, so their upper end is open, and with it the least people for each.
    assert_eq!(per_constable[6], "");
    let ends = |cells: &[String]| [&cells[6], &cells[7]].map(|end| end.parse::<f64>().unwrap());
    let worse = of("close", "study_people_worse");
    let [low, high] = ends(&worse);
    assert!(low <= number(&worse) && number(&worse) <= high, "{worse:?}");
    let most = of("close", "study_people_worse_per_constable")[7].parse::<f64>().unwrap();
    assert!((most - high / 3.75).abs() < 0.1);
    // Nothing closes: nothing is known of what the hours cost, and nobody is worse off.
    let hours = of("hours", "saving_a_year");
    assert_eq!((hours[5].as_str(), hours[10].as_str(), hours[11].as_str()), ("", "Kensington", ""));
    assert_eq!(of("hours", "study_people_materially_worse")[5], "0.0");
    let record = fs::read_to_string(folder.path().join("out/run.json")).unwrap();
    assert!(record.contains("saving of closing Notting Hill") && record.contains("\"a constable\""));
    assert!(record.contains("sets the whole saving of a closure against the residents of Norland alone"));
    assert!(of("close", "saving_a_year")[11].contains("residents of Norland materially worse off"));
}

#[test]
fn without_the_table_there_is_no_file() {
    let (folder, output) = run("");
    assert!(output.status.success());
    assert!(!folder.path().join("out/savings.csv").exists());
    assert!(!String::from_utf8_lossy(&output.stderr).contains("pounds"));
}

#[test]
fn a_figure_that_is_only_a_floor_is_told_as_one() {
    let table = "[savings]\n\"Notting Hill\" = 400000\n\"Ealing\" = { value = 100000, at_least = true }";
    let (folder, output) = run(table);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let table = fs::read_to_string(folder.path().join("out/savings.csv")).unwrap();
    assert!(table.contains("close,walk,saving_a_year,pounds a year,at least,500000,500000,,"), "{table}");
}

/// What stands in run.json and on the terminal.
#[test]
fn amounts_without_a_source_and_for_what_stays_open_are_told() {
    let (folder, output) =
        run("[savings]\nconstable_cost = 50000\n\"Notting Hill\" = { value = 400000, source = \"ES1\" }\n\
                                \"Ealing\" = { value = 5, source = \" \" }\n\"Acton\" = 7");
    let printed = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(output.status.success(), "{printed}");
    let record: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("out/run.json")).unwrap()).unwrap();
    let warnings: Vec<&str> =
        record["warnings"].as_array().unwrap().iter().filter_map(|w| w.as_str()).collect();
    for words in [
        "[savings] gives no source for Acton, Ealing and constable_cost:",
        "[savings] has amounts that are in no figure, as no option closes Acton",
    ] {
        assert_eq!(warnings.iter().filter(|w| w.starts_with(words)).count(), 1, "{warnings:?}");
        assert!(printed.contains(words), "{printed}");
    }
    let assumption = |name: &str| {
        let list = record["assumptions"].as_array().unwrap();
        list.iter().find(|a| a["name"] == name).unwrap()["source"].as_str().unwrap().to_string()
    };
    assert_eq!(assumption("saving of closing Ealing"), "the scenario, which gives no source");
    assert_eq!(assumption("saving of closing Notting Hill"), "ES1");
    let (_, output) = run("[savings]\n\"Notting Hill\" = { value = 400000, source = \"ES1\" }");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("[savings]"), "nothing to warn of");
}

#[test]
fn every_mistake_is_told_at_once() {
    refused(
        "[savings]\n\"Notting Hil\" = 1\n\"Ealing\" = -5\n\"Acton\" = nan\n\"Southall\" = \"much\"\n\
         \"Chiswick\" = { value = 5, low = 6 }\n\"Uxbridge\" = { value = 5, high = 4 }\n\"Kensington\" = { low = 1, high = 2 }\n\
         \"Wembley\" = { value = 5, lower = 3 }\n\"Hayes\" = 1\n\"hayes\" = 2\nconstable_cost = 0",
        &[
            "unknown station \"Notting Hil\"",
            "did you mean Notting Hill?",
            "Ealing holds -5, which is no saving",
            "Acton holds NaN, which is no saving",
            "Southall must be pounds a year",
            "the range of Chiswick is upside down",
            "the range of Uxbridge is upside down",
            "Kensington has no value",
            "unknown key \"lower\"",
            "did you mean low?",
            "Hayes is given a saving twice",
            "constable_cost must be at least 1 pound",
            "mine.toml:9:12",
            "10 problems in the file",
        ],
    );
    refused("[savings]\n\"Ealing\" = inf", &["Ealing holds inf"]);
    refused("[savings]\nconstable_cos = 5", &["did you mean constable_cost?"]);
}
