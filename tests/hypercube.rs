//! `bluelamp hypercube`: Larson's model beside the simulation of the same system and of the scenario, as a user has it.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use common::westshire::Westshire;
use common::westshire_run::Run;
use common::{bluelamp, project};

/// Rows of `hypercube.csv`, each by column.
fn rows(folder: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(folder.join("hypercube.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let row = |cells: csv::StringRecord| {
        header.iter().map(str::to_string).zip(cells.iter().map(str::to_string)).collect()
    };
    reader.records().map(|cells| row(cells.unwrap())).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

/// `[response]` of the hand-made city: about 0.7 of four cars' time.
const FOUR_CARS: &str = "start = [\"patrol\", \"base\"]\ncalls_i_a_year = [8000, 8000, 8000]\n\
                         calls_s_a_year = [8000, 8000, 8000]\ndays = 364\nreplications = 40\n\
                         [[response.units]]\nbase = \"The Mill\"\ncars = 1\n\
                         [[response.units]]\nbase = \"Town <Hall> & Co\"\ncars = 3\n";
const CLOSE: &str = "[[option]]\nid = \"close\"\nclose_counter = [\"The Mill\"]\n";
const MOVE: &str = "[[option]]\nid = \"move\"\nclose_base = [\"The Mill\"]\n\
                    move_units = { \"The Mill\" = \"Town <Hall> & Co\" }\n";

/// The command on a scenario of the hand-made city.
fn westshire(city: &Westshire, response: &str, option: &str, words: &[&str]) -> Run {
    Run::of(city, |folder, out| {
        let text = format!(
            "title = \"Two bases\"\ncity = \"westshire\"\n[access]\nmodes = [\"crow-fly\"]\n{response}\n{option}"
        );
        fs::write(folder.join("mine.toml"), text).unwrap();
        let mut command = bluelamp();
        command.args(["hypercube", "mine.toml"]).args(words).arg("--out").arg(out);
        command
    })
}

fn of_response(response: &str, words: &[&str]) -> Run {
    westshire(&Westshire::with_roads(), &format!("[response]\n{response}"), MOVE, words)
}

#[test]
fn a_small_city_is_told_in_a_table() {
    let run = of_response(FOUR_CARS, &[]);
    run.succeeds();
    let told = run.stdout.replace(run.folder.path().to_str().unwrap(), "FOLDER");
    insta::assert_snapshot!("small_city", told);
    assert!(rows(&run.out).iter().all(|row| row["model"] == "exact" && row["in_interval"] != "no"));
}

/// One car is an M/M/1 queue: a call finds it busy as often as it is.
#[test]
fn one_car_is_busy_as_often_as_a_call_finds_it_busy() {
    let mill = "[[response.units]]\nbase = \"The Mill\"\ncars = 1\n";
    let one = FOUR_CARS.replace("cars = 3", "cars = 1").replace("8000", "2000").replace(mill, "");
    let run = westshire(&Westshire::with_roads(), &format!("[response]\n{one}"), CLOSE, &[]);
    run.succeeds();
    let rows = rows(&run.out);
    let of =
        |statistic: &str| number(rows.iter().find(|r| r["statistic"] == statistic).unwrap(), "hypercube");
    assert!((of("workload") - of("share_all_busy")).abs() < 2e-6);
    // 4,000 calls a year, 67.5 minutes at the scene, a minute to set out, and the way.
    let busy_h = 1.125 + of("mean_dispatch_to_arrival") / 3600.0;
    assert!((of("workload") - 4000.0 / 365.0 / 24.0 * busy_h).abs() < 2e-5);
    assert!(rows.iter().all(|row| row["in_interval"] != "no"), "{}", run.stdout);
}

/// West London with these numbers of cars at its five bases.
fn west_london(out: &Path, cars: [u32; 5], calls: u32, words: &[&str], threads: &str) -> String {
    let bases = ["Feltham", "Acton", "Uxbridge", "Shepherd's Bush", "Notting Hill"];
    let unit = |(base, cars): (&&str, u32)| format!("[[response.units]]\nbase = \"{base}\"\ncars = {cars}\n");
    let units: String = bases.iter().zip(cars).map(unit).collect();
    let city = project("scenarios/london-2017");
    let text = format!(
        "title = \"T\"\ncity = {city:?}\n[study]\nname = \"west London\"\nboroughs = [\"Kensington and Chelsea\", \
         \"Hammersmith and Fulham\", \"Ealing\", \"Hillingdon\", \"Hounslow\"]\n[access]\nmodes = [\"crow-fly\"]\n\
         [response]\nstart = \"base\"\ncalls_i_a_year = [{calls}, {calls}, {calls}]\n\
         calls_s_a_year = [{calls}, {calls}, {calls}]\nown_borough_first = true\ndays = 364\nreplications = 40\n\
         {units}\n[[option]]\nid = \"move\"\nclose_base = [\"Notting Hill\"]\n\
         move_units = {{ \"Notting Hill\" = \"Acton\" }}\n"
    );
    let file = out.with_extension("toml");
    fs::write(&file, text).unwrap();
    let mut command: Command = bluelamp();
    command.arg("hypercube").arg(&file).args(words).arg("--out").arg(out).env("RAYON_NUM_THREADS", threads);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_exact_model_lies_within_the_interval_of_the_same_system() {
    let folder = tempfile::tempdir().unwrap();
    for (name, words) in [("baseline", &[][..]), ("move", &["--option", "move"])] {
        let out = folder.path().join(name);
        let told = west_london(&out, [3, 2, 2, 2, 2], 150_000, words, "2");
        assert!(told.contains("Larson's hypercube model, exact: 11 cars"), "{told}");
        let rows = rows(&out);
        // Mean, bases, all busy, arrival in all and in five boroughs, from elsewhere.
        assert_eq!(rows.len(), 1 + if name == "move" { 4 } else { 5 } + 1 + 6 + 1);
        for row in &rows {
            assert_eq!((row["option"].as_str(), row["model"].as_str()), (name, "exact"));
            let (low, high) = (number(row, "same_system_low"), number(row, "same_system_high"));
            assert!(low <= number(row, "hypercube") && number(row, "hypercube") <= high, "{row:?}");
            assert_eq!(row["in_interval"], "yes");
            let gap = number(row, "hypercube") / number(row, "same_system") - 1.0;
            assert!((gap - number(row, "gap")).abs() < 1e-4, "{row:?}");
        }
    }
}

#[test]
fn beyond_sixteen_cars_the_approximation_is_near_and_threads_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let told = |threads: &str| {
        let out = folder.path().join(threads);
        let told = west_london(&out, [4, 4, 4, 3, 3], 230_000, &[], threads);
        (told.replace(out.to_str().unwrap(), "OUT"), fs::read(out.join("hypercube.csv")).unwrap())
    };
    let (one, seven) = (told("1"), told("7"));
    assert_eq!(one, seven);
    assert!(one.0.contains("Larson's approximation of the hypercube model: 18 cars"), "{}", one.0);
    for row in rows(&folder.path().join("1")) {
        assert_eq!(row["model"], "approximation");
        // The number of busy cars is Erlang's in both.
        assert!(row["statistic"] != "share_all_busy" || row["in_interval"] == "yes", "{row:?}");
        // Larson (1975): "usually within 1 or 2 percent" of workloads.
        assert!(row["statistic"] != "workload" || number(&row, "gap").abs() < 0.02, "{row:?}");
    }
}

#[test]
fn the_shipped_scenario_is_told() {
    let output = bluelamp().arg("hypercube").current_dir(project("")).output().unwrap();
    assert!(output.status.success());
    insta::assert_snapshot!("west_london", String::from_utf8(output.stdout).unwrap());
}

#[test]
fn what_the_model_does_not_know_is_refused_with_a_way_out() {
    let shift = FOUR_CARS.replace("cars = 3\n", "cars = 3\nshift = \"Mo-Su 07:00-23:00\"\n");
    of_response(&shift, &[]).fails_with(3).says(&[
        "3 of 4 cars have a shift (Town <Hall> & Co 1, Town <Hall> & Co 2, Town <Hall> & Co 3)",
        "the same cars at all hours",
        "take shift out",
    ]);
    of_response(&FOUR_CARS.replace("8000", "20000"), &["--option", "move"]).fails_with(3).says(&[
        "option \"move\": 767.1 calls a week x",
        "for 672.0 (utilisation 1.",
        "the queue would grow for ever",
        "add cars in [[response.units]]",
    ]);
    of_response(FOUR_CARS, &["--option", "mvoe"])
        .fails_with(2)
        .says(&["there is no option \"mvoe\"", "did you mean move?"]);
    westshire(&Westshire::with_river(), &format!("[response]\n{FOUR_CARS}"), MOVE, &[])
        .fails_with(3)
        .says(&["[response] needs roads"]);
}

#[test]
fn a_scenario_without_cars_has_no_hypercube() {
    let output =
        bluelamp().args(["hypercube", "west-london-2017"]).current_dir(project("")).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("the scenario has no [response]") && said.contains("[[response.units]]"), "{said}");
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("letter.txt"), "dear").unwrap();
    let mut command = bluelamp();
    let output =
        command.args(["hypercube", "--out"]).arg(folder.path()).current_dir(project("")).output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    assert!(output.stdout.is_empty());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
