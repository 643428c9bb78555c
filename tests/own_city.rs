//! Another city than London: a folder made by hand, as small as can be.

mod common;

use std::fs;

use common::bluelamp;
use common::westshire::Westshire;
use tempfile::TempDir;

fn run(option: &str) -> (TempDir, serde_json::Value, String) {
    let folder = TempDir::new().unwrap();
    Westshire::new().write(&folder.path().join("westshire"));
    let path = folder.path().join("mine.toml");
    fs::write(&path, format!("title = \"T\"\ncity = \"westshire\"\n[[option]]\nid = \"o\"\n{option}\n"))
        .unwrap();
    let out = folder.path().join("out");
    let output =
        bluelamp().arg("run").arg(&path).arg("--out").arg(&out).current_dir(&folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let record = serde_json::from_slice(&fs::read(out.join("run.json")).unwrap()).unwrap();
    let summary = fs::read_to_string(out.join("summary.csv")).unwrap();
    (folder, record, summary)
}

#[test]
fn a_small_city_is_checked_and_answered() {
    let (folder, record, summary) = run("close_counter = [\"The Mill\"]");
    let check = bluelamp().args(["city", "check"]).arg(folder.path().join("westshire")).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
    // a3 goes from the mill to the town hall, over two and a half kilometres; nobody lives in a4.
    assert!(
        summary
            .contains("o,nearest_counter,walk,any,study,study,people_materially_worse,people,0.0,30.5,30.5")
    );
    let warnings = record["warnings"].to_string();
    assert!(warnings.contains("no column population_0_15") && warnings.contains("no column households_2011"));
    assert!(
        !summary.contains(",age,") && !summary.contains(",no_car,") && summary.contains(",imd_decile,10,")
    );
}

#[test]
fn with_every_counter_closed_people_are_unreachable_and_nothing_is_infinite() {
    let (folder, record, summary) = run("close_counter = [\"The Mill\", \"Town <Hall> & Co\"]");
    assert!(
        summary.contains("o,nearest_counter,walk,any,study,study,people_unreachable,people,0.0,180.5,180.5")
    );
    assert!(
        summary.contains(
            "o,nearest_counter,walk,any,study,study,people_materially_worse,people,0.0,180.5,180.5"
        )
    );
    let svg = fs::read_to_string(folder.path().join("out/charts/change_map.svg")).unwrap();
    assert!(!svg.contains("<Hall>"), "names are escaped");
    assert!(resvg::usvg::Tree::from_str(&svg, &Default::default()).is_ok());
    for text in [summary, record.to_string(), svg] {
        assert!(!text.contains("inf,") && !text.contains("NaN") && !text.contains(" inf "));
        assert!(!text.contains(",-0.0,") && !text.contains("-0.0 %"));
    }
    assert!(record["findings"][0]["sentence"].as_str().unwrap().contains("no open counter left"));
}

/// The farthest person is cut off: the mean of those who are left falls, and that is no gain.
#[test]
fn a_mean_over_other_people_is_not_a_change() {
    let (_, _, summary) =
        run("close_counter = [\"The Mill\"]\nhours = { \"Town <Hall> & Co\" = \"Mo-Fr 09:00-17:00\" }");
    let mean = |time: &str| {
        let start = format!("o,nearest_counter,walk,{time},study,study,mean,min,");
        let row = summary.lines().find(|l| l.starts_with(&start)).unwrap().to_string();
        row.split(',').skip(8).take(3).map(str::to_string).collect::<Vec<_>>()
    };
    assert!(mean("any").iter().all(|cell| !cell.is_empty()));
    // At night the town hall was open before and nothing is after.
    let night = mean("Tue 23:00");
    assert!(!night[0].is_empty() && night[1].is_empty() && night[2].is_empty(), "{night:?}");
}

#[test]
fn hours_that_nobody_asked_about_are_still_told() {
    let (folder, record, _) = run("hours = { \"The Mill\" = \"Mo-Fr 09:00-17:00; Sa 20:00-23:00\" }");
    let sentence = record["findings"][0]["sentence"].as_str().unwrap();
    assert!(
        sentence.contains("At none of the times asked about") && sentence.contains("rises from"),
        "{sentence}"
    );
    let svg = fs::read_to_string(folder.path().join("out/charts/change_map.svg")).unwrap();
    assert!(svg.contains("at other hours of the week") && !svg.contains("nothing changes"));
}

#[test]
fn an_option_that_changes_nothing_says_so() {
    let (folder, record, _) = run("hours = { \"The Mill\" = \"Mo-Fr 09:00-17:00\" }");
    let sentence = record["findings"][0]["sentence"].as_str().unwrap();
    assert!(sentence.contains("At none of the times asked about"), "{sentence}");
    assert!(sentence.contains("stays at 87.1 %"), "{sentence}");
    let svg = fs::read_to_string(folder.path().join("out/charts/distribution.svg")).unwrap();
    assert!(svg.contains("everybody lives as far from a counter as before"));
}
