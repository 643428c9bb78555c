//! The command as a user has it: what it prints, what it writes, and that it writes the same every time.

mod common;

use std::path::Path;

use common::{bluelamp, contents, project};
use tempfile::TempDir;

fn run(scenario: &str, out: &Path, more: &[&str]) {
    let output = bluelamp()
        .arg("run")
        .arg(scenario)
        .arg("--out")
        .arg(out)
        .args(more)
        .current_dir(project(""))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout.is_empty(), "data goes to the folder, words to standard error");
}

fn stdout(args: &[&str]) -> String {
    let output = bluelamp().args(args).current_dir(project("")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn one_two_and_seven_threads_and_a_second_run_write_the_same_bytes() {
    let folder = TempDir::new().unwrap();
    let mut first = None;
    for (name, threads) in [("one", "1"), ("two", "2"), ("seven", "7"), ("again", "2")] {
        let out = folder.path().join(name);
        run("west-london-2017", &out, &["--threads", threads, "--quiet"]);
        let files = contents(&out);
        let first = first.get_or_insert_with(|| files.clone());
        for ((path, bytes), (other, expected)) in files.iter().zip(first.iter()) {
            assert_eq!(path, other);
            assert!(bytes == expected, "{path} differs with {threads} threads");
        }
        assert_eq!(files.len(), first.len());
    }
}

/// Samples are drawn and summed in parallel.
#[test]
fn reports_at_risk_are_the_same_with_one_thread_and_seven_and_not_with_another_seed() {
    let folder = TempDir::new().unwrap();
    let read = |name: &str, scenario: &str, threads: &str| {
        let out = folder.path().join(name);
        run(scenario, &out, &["--threads", threads, "--quiet"]);
        ["reporting.csv", "reporting_tornado.csv"]
            .map(|file| std::fs::read_to_string(out.join(file)).unwrap())
    };
    let one = read("one", "notting-hill", "1");
    assert!(one == read("seven", "notting-hill", "7"), "the threads are to be seen");
    let of_rape = |table: &str| -> String {
        let shown = |l: &&str| l.starts_with("option,") || l.starts_with("close,W11,rape,");
        table.lines().filter(shown).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!("reporting", of_rape(&one[0]));
    insta::assert_snapshot!("reporting_tornado", of_rape(&one[1]));
    let text = std::fs::read_to_string(project("scenarios/notting-hill.toml")).unwrap();
    let path = folder.path().join("other.toml");
    std::fs::write(&path, text.replace("seed        = 1", "seed = 2")).unwrap();
    let other = read("other", path.to_str().unwrap(), "2");
    assert_eq!(one[1], other[1], "central figures and ends of ranges draw nothing");
    let central = |table: &str| -> Vec<String> {
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        reader.records().map(|r| r.unwrap()[4].to_string()).collect()
    };
    assert_eq!(central(&one[0]), central(&other[0]));
    assert_ne!(one[0], other[0]);
    let record = std::fs::read_to_string(folder.path().join("other/run.json")).unwrap();
    let record: serde_json::Value = serde_json::from_str(&record).unwrap();
    assert_eq!(record["seed"], 2);
    // What the shipped file spells out is what is assumed without it.
    let start = text.find("mode        = \"walk\"").unwrap();
    std::fs::write(&path, &text[..start]).unwrap();
    assert!(
        one == read("short", path.to_str().unwrap(), "2"),
        "the defaults are others than those in notting-hill.toml"
    );
}

#[test]
fn a_run_writes_the_contract_and_replaces_its_earlier_result() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    run("notting-hill", &out, &["--quiet"]);
    std::fs::write(out.join("stale.txt"), "from before").unwrap();
    run("notting-hill", &out, &["--quiet"]);
    let names: Vec<String> = contents(&out).into_iter().map(|(name, _)| name).collect();
    let expected = [
        "areas.csv",
        "catchments.csv",
        "charts/assumption_tornado.csv",
        "charts/assumption_tornado.png",
        "charts/assumption_tornado.svg",
        "charts/borough_slopes.csv",
        "charts/borough_slopes.png",
        "charts/borough_slopes.svg",
        "charts/catchment_flows.csv",
        "charts/catchment_flows.png",
        "charts/catchment_flows.svg",
        "charts/change_map.csv",
        "charts/change_map.png",
        "charts/change_map.svg",
        "charts/claim_verdicts.csv",
        "charts/claim_verdicts.png",
        "charts/claim_verdicts.svg",
        "charts/deprivation.csv",
        "charts/deprivation.png",
        "charts/deprivation.svg",
        "charts/distribution.csv",
        "charts/distribution.png",
        "charts/distribution.svg",
        "charts/harm_and_savings.csv",
        "charts/harm_and_savings.png",
        "charts/harm_and_savings.svg",
        "charts/level_maps.csv",
        "charts/level_maps.png",
        "charts/level_maps.svg",
        "charts/lost_hours_map.csv",
        "charts/lost_hours_map.png",
        "charts/lost_hours_map.svg",
        "charts/options_compared.csv",
        "charts/options_compared.png",
        "charts/options_compared.svg",
        "charts/small_multiples.csv",
        "charts/small_multiples.png",
        "charts/small_multiples.svg",
        "charts/week_heat_map.csv",
        "charts/week_heat_map.png",
        "charts/week_heat_map.svg",
        "counters.csv",
        "equality.csv",
        "equality.md",
        "inequality.csv",
        "published.csv",
        "report.html",
        "reporting.csv",
        "reporting_tornado.csv",
        "run.json",
        "savings.csv",
        "summary.csv",
        "week.csv",
        "zones.geojson",
    ];
    assert_eq!(names, expected);
}

#[test]
fn all_times_can_be_had_by_area() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    run("notting-hill", &out, &["--quiet", "--areas", "all"]);
    let mut reader = csv::Reader::from_path(out.join("areas.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.unwrap()).collect();
    let areas = common::shipped("notting-hill").study.areas.len();
    assert_eq!(rows.len(), areas * 4 * 4, "options by times by areas");
    assert!(rows.iter().any(|r| &r[7] == "Tue 23:00"));
}

/// The first rows of every table of a small question: the formats that others read.
#[test]
fn the_formats_stay_what_they_are() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("small.toml");
    let text = "title = \"Small\"\ncity = \"london-2017\"\n[study]\nwards = [\"Norland\"]\n[access]\nwithin_min = [15]\n\
                times = [\"any\", \"Tue 23:00\"]\n[[option]]\nid = \"close\"\nclose_counter = [\"Notting Hill\"]\n";
    std::fs::write(&path, text).unwrap();
    let out = folder.path().join("out");
    run(path.to_str().unwrap(), &out, &["--quiet"]);
    let read = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    let with_study: Vec<String> = read("summary.csv")
        .lines()
        .filter(|l| l.starts_with("option,") || l.contains(",study,"))
        .map(str::to_string)
        .collect();
    insta::assert_snapshot!("summary", with_study.join("\n"));
    let week: Vec<String> = read("week.csv")
        .lines()
        .filter(|l| l.starts_with("option,") || l.contains(",study,"))
        .map(str::to_string)
        .collect();
    insta::assert_snapshot!("week", week.join("\n"));
    insta::assert_snapshot!("lost_hours_map", read("charts/lost_hours_map.csv"));
    insta::assert_snapshot!("areas", read("areas.csv").lines().take(6).collect::<Vec<_>>().join("\n"));
    let zones: serde_json::Value = serde_json::from_str(&read("zones.geojson")).unwrap();
    insta::assert_snapshot!(
        "zone",
        serde_json::to_string_pretty(&zones["features"][0]["properties"]).unwrap()
    );
    insta::assert_snapshot!(
        "distribution",
        read("charts/distribution.csv").lines().take(5).collect::<Vec<_>>().join("\n")
    );
    insta::assert_snapshot!("change_map", read("charts/change_map.csv"));
}

#[test]
fn shares_counts_and_paired_changes_hold_together() {
    let folder = TempDir::new().unwrap();
    run("notting-hill", &folder.path().join("out"), &["--quiet"]);
    let mut reader = csv::Reader::from_path(folder.path().join("out/summary.csv")).unwrap();
    let mut checked = 0;
    let mut people: std::collections::BTreeMap<Vec<String>, [f64; 3]> = Default::default();
    for row in reader.records() {
        let row = row.unwrap();
        let number = |i: usize| row[i].parse::<f64>().ok();
        if let (Some(baseline), Some(value), Some(change)) = (number(8), number(9), number(10)) {
            // Each is rounded by itself.
            let rounding = match &row[7] {
                "share" => 2e-6,
                "min" => 0.016,
                "m" | "people" | "households" => 0.16,
                "person-hours per week" | "household-hours per week" => 1.5,
                unit => panic!("an unknown unit {unit}"),
            };
            assert!((value - baseline - change).abs() <= rounding, "{row:?}");
            checked += 1;
        }
        if let (Some(change), Some(low), Some(high)) = (number(10), number(11), number(12)) {
            assert!(low <= change && change <= high, "{row:?}");
        }
        let key: Vec<String> = row.iter().take(6).map(str::to_string).collect();
        let slot = match &row[6] {
            "people_worse" | "households_worse" => 0,
            "people_better" | "households_better" => 1,
            "people_unchanged" | "households_unchanged" => 2,
            _ => continue,
        };
        let size = number(13).unwrap();
        people.entry(key).or_insert([0.0; 3])[slot] = number(9).unwrap() - size / 3.0;
    }
    assert!(checked > 5_000);
    for (key, shares) in &people {
        // Wards and districts list only what changes: unchanged may be left out where it is everybody.
        if key[4] != "ward" && key[4] != "district" {
            assert!(shares.iter().sum::<f64>().abs() < 0.25, "{key:?} {shares:?}");
        }
    }
}

#[test]
fn every_picture_is_whole() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    run("hours-not-closures", &out, &["--quiet"]);
    for name in ["change_map", "distribution", "lost_hours_map"] {
        let svg = std::fs::read_to_string(out.join(format!("charts/{name}.svg"))).unwrap();
        let tree = resvg::usvg::Tree::from_str(&svg, &Default::default()).unwrap();
        assert_eq!(tree.size().width(), 1200.0);
        assert!(svg.contains("<title id=\"title\">Every 24/7 counter") && svg.contains("<desc id=\"desc\">"));
        let png = std::fs::read(out.join(format!("charts/{name}.png"))).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!(info.width, 2400);
        let inked = pixels.chunks(3).filter(|p| p.iter().any(|c| *c < 128)).count();
        assert!(inked > 20_000, "{name} is blank");
        // Nothing touches the edge of the paper: no text is cut off.
        let width = info.width as usize;
        let edge = |x: usize, y: usize| pixels[(y * width + x) * 3..][..3].iter().all(|c| *c == 255);
        assert!(
            (0..info.height as usize).all(|y| edge(0, y) && edge(width - 1, y)),
            "{name} runs off the paper"
        );
    }
}

#[test]
fn stations_are_listed_to_read_and_as_csv() {
    let table = stdout(&["stations", "--borough", "hammersmith and fulham"]);
    insta::assert_snapshot!("stations", table);
    let mut reader = csv::Reader::from_reader(std::io::Cursor::new(stdout(&["stations", "--csv"])));
    assert_eq!(reader.records().count(), 79);
}

#[test]
fn nearest_answers_for_postcodes_points_and_names() {
    insta::assert_snapshot!("nearest", stdout(&["nearest", "w4 2du", "--option", "chiswick"]));
    for place in
        ["51.5139,-0.2157", "Grenfell", "W11", "Norland", "Ealing", "Uxbridge", "Richmond upon Thames"]
    {
        let output = bluelamp().args(["nearest", place]).current_dir(project("")).output().unwrap();
        let known = place != "Grenfell";
        assert_eq!(output.status.success(), known, "{place}");
    }
}

/// Havering loses its only counter: the mean of Bexley alone is no change of the mean of both.
#[test]
fn where_some_are_cut_off_the_mean_has_no_change() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("own.toml");
    let text = "title = \"Own\"\ncity = \"london-2017\"\n[study]\nboroughs = [\"Havering\", \"Bexley\"]\n[access]\n\
                own_borough_only = true\ntimes = [\"any\"]\n[[option]]\nid = \"o\"\nclose_counter = [\"Romford\"]\n";
    std::fs::write(&path, text).unwrap();
    run(path.to_str().unwrap(), &folder.path().join("out"), &["--quiet"]);
    let summary = std::fs::read_to_string(folder.path().join("out/summary.csv")).unwrap();
    let cells = |statistic: &str| -> Vec<String> {
        let start = format!("o,nearest_counter,walk,any,study,study,{statistic},");
        let row = summary.lines().find(|l| l.starts_with(&start)).unwrap();
        row.split(',').skip(8).take(3).map(str::to_string).collect()
    };
    let [mean, p95, cut_off] = ["mean,min", "p95,min", "people_cut_off"].map(cells);
    assert!(!mean[0].is_empty() && !mean[1].is_empty() && mean[2].is_empty(), "{mean:?}");
    assert!(!p95[0].is_empty() && p95[1].is_empty(), "half the group is out of reach: {p95:?}");
    assert!(cut_off[1].parse::<f64>().unwrap() > 200_000.0);
}

#[test]
fn nearest_keeps_to_the_own_borough_where_the_option_does() {
    let args = ["nearest", "W11 1QF", "--scenario", "notting-hill", "--option"];
    let answer = |option| stdout(&[args.as_slice(), &[option]].concat());
    assert!(answer("close").contains("any        Shepherd's Bush"));
    let own = answer("own-borough");
    assert!(
        own.contains("any        Kensington")
            && own.contains("no counter is open, before it was Notting Hill"),
        "{own}"
    );
}

#[test]
fn the_template_runs_as_it_is() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("mine.toml");
    let new = |path: &Path| bluelamp().arg("new").arg(path).output().unwrap();
    assert!(new(&path).status.success());
    assert_eq!(new(&path).status.code(), Some(5), "an existing file is not overwritten");
    // From a folder without the project: the city comes from the binary.
    let output = bluelamp().arg("run").arg(&path).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(folder.path().join("output/mine/summary.csv").is_file());
    assert_eq!(stdout(&["new"]), std::fs::read_to_string(&path).unwrap());
}

#[test]
fn completions_man_page_validation_and_city_check() {
    assert!(stdout(&["completions", "bash"]).contains("_bluelamp"));
    let man = stdout(&["man"]);
    assert!(man.contains(".TH bluelamp") && man.contains("bluelamp-city-check") && man.contains("threads"));
    assert!(stdout(&["validate", "west-london-2017", "notting-hill"]).contains("9 options"));
    assert!(stdout(&["city", "check"]).contains("8825001 residents"));
}
