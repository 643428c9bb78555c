//! `[response]` as users have it: scenario files on a city small enough for paper (`common/westshire.rs`).

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::bluelamp;
use common::westshire::Westshire;
use common::westshire_run::{Run, TOWN_HALL};

const LOCK_HOUSE: &str = "lock,Lock House,Westshire,3 Lock Lane,AA1 1AC,-1.4385,53.795,24/7,me,high,10";

/// One option at least; cars and calls are added.
const HEAD: &str =
    "title = \"T\"\ncity = \"westshire\"\n[access]\nmodes = [\"crow-fly\"]\ntimes = [\"any\"]\n";

fn city() -> Westshire {
    Westshire::with_roads().add("stations.csv", LOCK_HOUSE)
}

fn command(city: &Westshire, words: &[&str], text: &str) -> Run {
    Run::of(city, |folder, out| {
        let path = folder.join("mine.toml");
        fs::write(&path, text).unwrap();
        let mut command = bluelamp();
        command.arg(words[0]).arg(path).args(&words[1..]);
        if words[0] == "run" {
            command.arg("--out").arg(out);
        }
        command
    })
}

fn run(text: &str) -> Run {
    command(&city(), &["run"], text)
}

/// A table of the results, a map a row.
fn table(run: &Run, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(run.out.join(name)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// A cell of `response.csv`, of the study area.
fn figure(run: &Run, [start, option, grade, statistic]: [&str; 4], column: &str) -> f64 {
    let rows = table(run, "response.csv");
    let row = rows
        .iter()
        .find(|r| {
            r["start"] == start
                && r["option"] == option
                && r["grade"] == grade
                && r["statistic"] == statistic
                && r["place_kind"] == "study"
        })
        .unwrap();
    row[column].parse().unwrap()
}

/// Calls so rare that no car is ever away; one car at the base.
fn rare(start: &str, base: &str, options: &str) -> String {
    format!(
        "{HEAD}[response]\nstart = {start}\nspeed_factor = 2.0\nturnout_base_s = 60\nturnout_road_s = 15\n\
         calls_i_a_year = [300, 300, 300]\ncalls_s_a_year = [0, 0, 0]\non_scene_i_min = [0.1, 0.1, 0.1]\nprofile = \"flat\"\n\
         days = 365\nwarm_up_days = 0\nreplications = 30\nseed = 7\n[[response.units]]\nbase = {base:?}\ncars = 1\n{options}"
    )
}

/// The mill: High Street takes 180 s, Mill Road 270 s (see `own_roads.rs`). Homes join the road by a local street of 111 m
/// straight (33.4 s); north lies behind the bridge (360 s) and North Parade (180 s), the island behind 540 s. A car is twice as
/// fast and sets out after 60 s.
#[test]
fn without_queues_the_mean_is_that_worked_out_by_hand() {
    let local_s = 111.28 * 1.25 / (15.0 / 3.6);
    let from_mill = |area: &str| match area {
        "south" => 270.0 + 180.0 + local_s,
        "north" => 270.0 + 360.0 + 180.0 + local_s,
        "east" => local_s,
        _ => 540.0,
    };
    let residents = [("south", 100.0), ("north", 50.0), ("east", 20.5), ("island", 10.0)];
    let mean = residents.iter().map(|(area, n)| n * (60.0 + from_mill(area) / 2.0)).sum::<f64>() / 180.5;
    let run = run(&rare("\"base\"", "The Mill", "[[option]]\nid = \"o\"\nclose_counter = [\"The Mill\"]\n"));
    run.succeeds();
    let of = |column| figure(&run, ["base", "baseline", "I", "mean"], column);
    let (low, high) = (of("low"), of("high"));
    assert!(low < mean && mean < high && high - low < 8.0, "{mean} s is not in {low} to {high}");
}

#[test]
fn a_counter_alone_changes_nothing_and_the_sentence_says_why() {
    let run = run(&rare(
        "[\"patrol\", \"base\"]",
        "The Mill",
        "[[option]]\nid = \"o\"\nclose_counter = [\"The Mill\"]\n",
    ));
    run.succeeds();
    let sentence = "A front counter is not a response base: no car changes its base or its shift, so the response to calls \
                    changes by exactly zero.";
    assert_eq!(run.json("out/run.json")["response"]["findings"][0]["sentence"], sentence);
    assert!(fs::read_to_string(run.out.join("report.html")).unwrap().contains(sentence));
    let rows = table(&run, "response.csv");
    let changes: Vec<&BTreeMap<String, String>> = rows.iter().filter(|r| r["option"] == "o").collect();
    assert_eq!(changes.len(), 2 * 2 * 8);
    for row in changes.iter().filter(|r| r["grade"] == "I") {
        for column in ["change", "change_low", "change_high"] {
            assert_eq!(row[column].parse::<f64>().unwrap(), 0.0, "{row:?}");
        }
    }
}

const TO_TOWN: &str =
    "[[option]]\nid = \"town\"\nclose_base = [\"The Mill\"]\nmove_units = { \"The Mill\" = \"town-hall\" }\n";

#[test]
fn a_base_that_closes_moves_waiting_cars_and_no_patrol() {
    // The option's base is named by its id as well as by its name.
    let options = TO_TOWN.replace("town-hall", TOWN_HALL);
    let run = run(&rare("[\"base\", \"patrol\"]", "The Mill", &options));
    run.succeeds();
    // From the town hall: south 33.4 s, north 180 + 360 + 180, east 450, the island 990 and back streets.
    let local_s = 111.28 * 1.25 / (15.0 / 3.6);
    let change = [
        (100.0, local_s - (450.0 + local_s)),
        (50.0, 720.0 + local_s - (810.0 + local_s)),
        (20.5, 450.0 + local_s - local_s),
        (10.0, 990.0 - 540.0),
    ];
    let expected = change.iter().map(|(people, s)| people * s / 2.0).sum::<f64>() / 180.5;
    let of = |start, column| figure(&run, [start, "town", "I", "mean"], column);
    assert!(of("base", "change_low") < expected && expected < of("base", "change_high"), "{expected}");
    assert_eq!([of("patrol", "change"), of("patrol", "change_low"), of("patrol", "change_high")], [0.0; 3]);
    let said = run.json("out/run.json")["response"]["findings"][0]["sentence"].to_string();
    assert!(said.contains("If free cars patrol, the response to calls changes by exactly zero"), "{said}");
}

/// Enough calls for queues; two cars.
fn busy(options: &str, more: &str) -> String {
    format!(
        "{HEAD}[response]\nstart = [\"base\", \"patrol\"]\ncalls_i_a_year = [4000, 4000, 4000]\ncalls_s_a_year = [4000, 4000, 4000]\n\
         days = 20\nwarm_up_days = 2\nreplications = 6\nseed = 3\n{more}[[response.units]]\nbase = \"The Mill\"\ncars = 1\n\
         [[response.units]]\nbase = \"{TOWN_HALL}\"\ncars = 1\nshift = \"24/7\"\n{options}"
    )
}

#[test]
fn the_same_bytes_come_of_any_number_of_threads() {
    let options = TO_TOWN.replace("town-hall", TOWN_HALL);
    let read = |threads: &str| {
        let run = command(&city(), &["run", "--threads", threads], &busy(&options, ""));
        run.succeeds();
        let names = ["response.csv", "response_hours.csv", "response_units.csv", "response_break_even.csv"];
        names.map(|name| fs::read(run.out.join(name)).unwrap())
    };
    assert_eq!(read("1"), read("7"));
}

#[test]
fn the_checks_of_every_run_are_in_its_record() {
    let run = run(&busy(&TO_TOWN.replace("town-hall", TOWN_HALL), ""));
    run.succeeds();
    let record = run.json("out/run.json");
    for start in record["response"]["starts"].as_array().unwrap() {
        let residuals = start["largest_residuals_of_any_replication"].as_object().unwrap();
        assert_eq!(residuals.len(), 3);
        assert!(residuals.values().all(|value| value == 0), "{residuals:?}");
        let law = &start["littles_law_of_the_baseline"];
        assert_eq!(law["calls_waiting_by_the_clock_ms"], law["calls_waiting_by_calls_ms"]);
        assert!(law["calls_waiting_by_calls_ms"].as_u64().unwrap() > 0, "somebody waits");
        assert!(start["calls_simulated"].as_u64().unwrap() > 1000);
    }
    let named = |name: &str| {
        let of = |a: &&serde_json::Value| a["name"].as_str().unwrap().contains(name);
        record["assumptions"].as_array().unwrap().iter().find(of).unwrap().clone()
    };
    assert_eq!(named("S calls in the whole city")["high"], 4000);
    assert!(named("where free cars are")["value"].as_str().unwrap().contains("wait at their bases"));
}

/// What is said to be enough is enough, and one car fewer is not: checked by options of their own.
#[test]
fn a_break_even_can_be_run_as_an_option() {
    let to_lock = "close_base = [\"The Mill\"]\nmove_units = { \"The Mill\" = \"Lock House\" }\n";
    let first = run(&busy(&format!("[[option]]\nid = \"lock\"\n{to_lock}"), ""));
    first.succeeds();
    let rows = table(&first, "response_break_even.csv");
    let even = rows.iter().find(|r| r["start"] == "base").unwrap();
    let cars: u32 = even["cars_needed"].parse().unwrap();
    assert!(cars >= 1 && even["mean_i_change_s"].parse::<f64>().unwrap() > 0.0, "{even:?}");
    let with = |cars: u32| {
        let add = match cars {
            0 => String::new(),
            n => format!("add_units = [{{ base = {:?}, cars = {n} }}]\n", even["cars_added_at"]),
        };
        let more = run(&busy(&format!("[[option]]\nid = \"more\"\n{to_lock}{add}"), ""));
        more.succeeds();
        figure(&more, ["base", "more", "I", "mean"], "change")
    };
    // All of Westshire is one ward, so the ward's change is the study's.
    assert!(with(cars) <= 0.0, "{cars} cars are not enough");
    assert!(with(cars - 1) > 0.0, "{} would do", cars - 1);
}

#[test]
fn calibration_meets_what_is_published() {
    let published = "[[response.published]]\ngrade = \"I\"\nshare_in_target = 0.8\nfit = true\nsource = \"me\"\n\
                     [[response.published]]\ngrade = \"S\"\nshare_in_target = 0.9\nfit = true\nsource = \"me\"\n\
                     [[response.published]]\ngrade = \"I\"\nborough = \"Westshire\"\nmean_s = 500\nsource = \"me\"\n";
    let none = "[[option]]\nid = \"o\"\nclose_counter = [\"The Mill\"]\n";
    let text = busy(&format!("{published}{none}"), "");
    let fitted = command(&city(), &["calibrate"], &text);
    fitted.succeeds();
    let cars: Vec<&str> = fitted.stdout.lines().filter(|l| l.starts_with("cars")).collect();
    assert_eq!(cars.len(), 2, "{}", fitted.stdout);
    let units = fitted.stdout.split("\n\n").filter(|part| part.starts_with("[[response.units]]"));
    let units = units.collect::<Vec<_>>().join("\n");
    let head = text.split("[[response.units]]").next().unwrap().to_string();
    let factors =
        fitted.stdout.lines().next().unwrap().replace("speed_factor = { base = ", "").replace(" }", "");
    let (base, patrol) = factors.split_once(", patrol = ").unwrap();
    let [base, patrol] = [base, patrol].map(|factor| factor.parse::<f64>().unwrap());
    let at = |times: f64| {
        let factors = format!("speed_factor = {{ base = {}, patrol = {} }}", base * times, patrol * times);
        let again = run(&format!("{head}{factors}\n{units}\n{published}{none}"));
        again.succeeds();
        again
    };
    // Four homes make steps of the share: the fitted speed is where it passes what is published.
    let (slower, again, faster) = (at(0.96), at(1.0), at(1.04));
    for start in ["base", "patrol"] {
        let share = |run: &Run| figure(run, [start, "baseline", "I", "share_in_target"], "value");
        assert!(
            share(&slower) < 0.805 && share(&faster) > 0.795,
            "{start}: {} {}",
            share(&slower),
            share(&faster)
        );
    }
    let rows = table(&again, "response_published.csv");
    assert_eq!(rows.len(), 2 * 3);
    assert_eq!((rows[0]["fitted"].as_str(), rows[2]["place"].as_str()), ("yes", "Westshire"));
}

const PUBLISHED: &str = "[[response.published]]\ngrade = \"I\"\nshare_in_target = 0.8\nfit = true\nsource = \"me\"\n\
                         [[response.published]]\ngrade = \"S\"\nshare_in_target = 0.9\nfit = true\nsource = \"me\"\n\
                         [[response.published]]\ngrade = \"I\"\nborough = \"Westshire\"\nmean_s = 500\nsource = \"me\"\n";

/// Calibrates into the folder that a run would write.
fn calibrate_into(text: &str, before: impl Fn(&Path)) -> Run {
    Run::of(&city(), |folder, out| {
        let path = folder.join("mine.toml");
        fs::write(&path, text).unwrap();
        before(out);
        let mut command = bluelamp();
        command.arg("calibrate").arg(path).arg("--out").arg(out);
        command
    })
}

/// One option moves the car of the mill, another only closes a counter; a range has one end, another has two of which the
/// higher is more work than any number of cars in reach can do.
fn ranged() -> String {
    let options = format!(
        "{}[[option]]\nid = \"o\"\nclose_counter = [\"The Mill\"]\n",
        TO_TOWN.replace("town-hall", TOWN_HALL)
    );
    busy(&format!("{PUBLISHED}{options}"), "on_scene_i_min = [60, 60, 80]\non_scene_s_min = [75, 75, 75]\n")
        .replace("calls_s_a_year = [4000, 4000, 4000]", "calls_s_a_year = [2000, 4000, 4000000]")
}

#[test]
fn a_calibration_is_written_with_what_the_ranges_do() {
    let text = ranged();
    let fitted = calibrate_into(&text, |_| ());
    fitted.succeeds();
    let record = fitted.json("out/calibration.json");
    let factors = record["speed_factor"].as_object().unwrap();
    let units: Vec<String> = record["cars"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| {
            format!(
                "[[response.units]]\nbase = {}\ncars = {}\nshift = {}\n",
                c["base"], c["cars"], c["shift"]
            )
        })
        .collect();
    assert_eq!(
        (units.len(), record["seed"].as_u64(), record["replications"].as_u64()),
        (2, Some(3), Some(6))
    );
    assert_eq!(record["targets"][1]["share_in_target"], 0.9);
    assert_eq!(table(&fitted, "published.csv").len(), 2 * 3);

    let rows = table(&fitted, "sensitivity.csv");
    let ends: Vec<String> = rows
        .iter()
        .filter(|r| r["start"] == "base")
        .map(|r| format!("{} {}", r["assumption"], r["end"]))
        .collect();
    assert_eq!(ends, ["all central", "calls_s_a_year low", "calls_s_a_year high", "on_scene_i_min high"]);
    assert_eq!(rows.len(), 2 * ends.len());
    for row in &rows {
        let is_out_of_reach = row["assumption"] == "calls_s_a_year" && row["end"] == "high";
        assert_eq!(row["fitted"], if is_out_of_reach { "no" } else { "yes" }, "{row:?}");
        assert_eq!(row["remark"].contains("no number of cars"), is_out_of_reach, "{row:?}");
        if row["start"] == "patrol" && !is_out_of_reach {
            assert_eq!(row["change_of_mean_i_s"], "0.00", "cars on patrol stay: {row:?}");
        }
    }
    let cars = |end: &str| {
        let row = rows.iter().find(|r| format!("{} {}", r["assumption"], r["end"]) == end).unwrap();
        row["cars"].parse::<u32>().unwrap()
    };
    assert!(cars("calls_s_a_year low") <= cars("all central"), "fewer calls need no more cars");
    assert!(cars("on_scene_i_min high") >= cars("all central"), "longer times need no fewer cars");

    // The central row is what a run with the fitted lines says.
    let head = text.split("[[response.units]]").next().unwrap();
    let factors =
        format!("speed_factor = {{ base = {}, patrol = {} }}\n", factors["base"], factors["patrol"]);
    let options = &text[text.find("[[response.published]]").unwrap()..];
    let run = run(&format!("{head}{factors}{}{options}", units.concat()));
    run.succeeds();
    let central = rows.iter().find(|r| r["start"] == "base" && r["end"] == "central").unwrap();
    let cell = |column: &str| central[column].parse::<f64>().unwrap();
    let says = |option, column| figure(&run, ["base", option, "I", "mean"], column);
    assert_eq!(cell("baseline_mean_i_s"), says("baseline", "value"));
    assert_eq!(cell("change_of_mean_i_s"), says("town", "change"));
    assert_eq!(cell("change_of_mean_i_low_s"), says("town", "change_low"));
    assert!(cell("change_of_mean_i_s") != 0.0);

    let line = fitted.stdout.lines().find(|l| l.starts_with("town, if free cars wait")).unwrap();
    let changes: Vec<f64> = rows
        .iter()
        .filter(|r| r["start"] == "base")
        .filter_map(|r| r["change_of_mean_i_s"].parse().ok())
        .collect();
    let told: Vec<f64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
    let (low, high) = changes.iter().fold((f64::MAX, f64::MIN), |(l, h), c| (l.min(*c), h.max(*c)));
    for (told, exact) in told.iter().zip([changes[0], low, high]) {
        assert!((told - exact).abs() <= 0.0551, "{line}: {changes:?}");
    }
    assert_eq!(told.len(), 3, "{line}");
    assert!(fitted.stdout.contains("calls_s_a_year = 4000000: no number of cars"), "{}", fitted.stdout);
}

#[test]
fn a_calibration_replaces_nothing_that_is_not_one_and_writes_nothing_on_error() {
    let full = calibrate_into(&ranged(), |out| {
        fs::create_dir(out).unwrap();
        fs::write(out.join("mine.txt"), "mine").unwrap();
    });
    assert_eq!(full.code, 5, "{}", full.stderr);
    full.says(&["is not empty and holds no calibration.json of ours", "--out"]);
    assert_eq!(fs::read_dir(&full.out).unwrap().count(), 1);
    let no_target = ranged().replace("fit = true", "fit = false");
    calibrate_into(&no_target, |_| ()).fails_with(3).says(&["nothing to fit"]);
}

// Bad input.

#[test]
fn every_mistake_is_told_at_once_with_its_place() {
    let text = format!(
        "{HEAD}[response]\nstart = [\"patrol\", \"bus\"]\nspeed_factor = {{ patrol = 0, base = 2 }}\ncalls_i_a_year = [0, 0, 0]\n\
         calls_s_a_year = [0, 0, 0]\nreplications = 1\nprofile = [1, 2]\nfoo = 1\n[[response.units]]\nbase = \"The Mil\"\ncars = 1\n\
         [[response.units]]\nbase = \"The Mill\"\ncars = 1.5\n[[response.units]]\nbase = \"The Mill\"\ncars = 1\n\
         shift = \"Mo-Su 09:00-09:00 off\"\n[[response.units]]\nbase = \"Lock House\"\ncars = 2\n\
         [[option]]\nid = \"a\"\nclose_base = [\"Lock House\"]\n\
         [[option]]\nid = \"b\"\nclose_base = [\"{TOWN_HALL}\"]\n\
         [[option]]\nid = \"c\"\nclose_base = [\"Lock House\"]\nmove_units = {{ \"Lock House\" = \"Lock House\" }}\n\
         [[option]]\nid = \"d\"\nmove_units = {{ \"The Mill\" = \"Lock House\" }}\nadd_units = [{{ base = \"The Mill\" }}]\n"
    );
    let run = run(&text);
    run.fails_with(3).says(&[
        "unknown start \"bus\"",
        "speed_factor of patrol holds 0",
        "no calls: all volumes are zero",
        "replications holds 1",
        "profile has 2 hours",
        "unknown key \"foo\"",
        "did you mean The Mill?",
        "cars holds 1.5",
        "never open in an ordinary week",
        "the units of Lock House are moved nowhere",
        "is no base: no units are there",
        "moved to a base that closes",
        "units without cars",
        "mine.toml:7",
    ]);
}

#[test]
fn no_cars_and_no_table_are_told() {
    let none = format!("{HEAD}[response]\n[[option]]\nid = \"o\"\nclose_counter = [\"The Mill\"]\n");
    run(&none).fails_with(3).says(&["no units: nobody can be sent", "[[response.units]]"]);
    let no_table = format!("{HEAD}{}", TO_TOWN.replace("town-hall", TOWN_HALL));
    run(&no_table).fails_with(3).says(&["bases and units need [response]"]);
    let no_roads = command(&Westshire::with_river(), &["run"], &none);
    no_roads.fails_with(3).says(&["[response] needs roads", "city build --osm"]);
    let nothing_to_fit = command(
        &city(),
        &["calibrate"],
        &busy("[[option]]\nid = \"o\"\nclose_counter = [\"The Mill\"]\n", ""),
    );
    nothing_to_fit.fails_with(3).says(&["nothing to fit", "[[response.published]]"]);
}

#[test]
fn more_calls_than_cars_can_answer_are_refused_with_the_sum_unless_time_is_finite() {
    let options = "[[option]]\nid = \"o\"\nclose_counter = [\"The Mill\"]\n";
    let text = busy(options, "").replace("[4000, 4000, 4000]", "[90000, 90000, 90000]");
    run(&text).fails_with(3).says(&[
        "the baseline",
        "calls a week x",
        "car hours a week",
        "utilisation",
        "finite = true",
    ]);
    let finite = text.replace("warm_up_days = 2\n", "finite = true\n").replace("days = 20", "days = 2");
    let run = run(&finite);
    run.succeeds();
    assert!(figure(&run, ["base", "baseline", "S", "share_unanswered"], "value") > 0.5);
}

#[test]
fn queues_that_hardly_end_are_warned_of() {
    let options = "[[option]]\nid = \"o\"\nclose_counter = [\"The Mill\"]\n";
    // Below what two cars could do if they were there at once, above it with the ways.
    let run = run(&busy(options, "").replace("[4000, 4000, 4000]", "[7600, 7600, 7600]"));
    run.succeeds();
    let told = run.warnings();
    assert!(
        told.iter().any(|w| w.contains("queues hardly end") && w.contains("in the baseline")),
        "{told:?}"
    );
}

/// Cars get to the island and do not leave it: a base there has no road to the calls.
#[test]
fn a_base_without_a_road_is_named() {
    let island = city().replace("roads.csv", "Lock Bridge,both", "Lock Bridge,forward");
    let text = busy(
        "[[option]]\nid = \"o\"\nclose_base = [\"The Mill\"]\nmove_units = { \"The Mill\" = \"Lock House\" }\n",
        "",
    );
    let run = command(&island, &["run"], &text);
    run.fails_with(3).says(&["no road leads by car from"]);
}
