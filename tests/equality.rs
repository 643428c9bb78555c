//! Who is materially worse off, group by group: against the summary, by hand in a small city, and in words.

mod common;

use std::collections::BTreeMap;
use std::fs;

use bluelamp::impact::{EqualityRow, GroupBy, Statistic, When, assess, equality, measure};
use common::westshire::Westshire;
use common::{bluelamp, london, roads, shipped};
use tempfile::TempDir;

/// Two ways to the same numbers: the summary counts at three factors, the table sweeps.
#[test]
fn counts_are_those_of_the_summary_and_others_are_everybody_else() {
    let (city, scenario) = (london(), shipped("notting-hill"));
    let matrix = measure(city, roads(), &scenario);
    let impact = assess(city, &scenario, &matrix);
    let table = equality(city, &scenario, &matrix, &impact);
    let groups = &impact.groups.groups;
    let residents = groups.iter().find(|g| g.by == GroupBy::Study).unwrap().size;
    let mut told = 0;
    for row in &table.rows {
        let same = |r: &&bluelamp::impact::Row| {
            (r.option, r.mode, r.when) == (Some(row.option), row.mode, When::At(row.time))
                && (groups[r.group].by, &groups[r.group].name) == (row.by, &row.name)
                && r.statistic == Statistic::MateriallyWorse
        };
        let summary = impact.rows.iter().find(same).unwrap();
        let rates = &row.rates;
        let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
        assert!(near(rates.worse, summary.figure.value.unwrap()), "{row:?}");
        let ends = summary.figure.value_range.unwrap_or((rates.worse, rates.worse));
        assert!(near(rates.worse_range.0, ends.0) && near(rates.worse_range.1, ends.1), "{row:?}");
        assert!(near(rates.size, groups[summary.group].size));
        if row.by != GroupBy::NoCar {
            assert!(near(rates.size + rates.others, residents), "{row:?}");
        }
        if let (Some(ratio), Some(range), Some(bounds)) = (rates.ratio, rates.ratio_range, rates.ratio_bounds)
        {
            assert!(range.0 <= ratio && ratio <= range.1, "{row:?}");
            assert!(bounds.0 <= range.0 && range.1 <= bounds.1, "{row:?}");
            told += 1;
        }
    }
    assert!(told > 100);
    // Every option in every mode has every time once, the finding's first, in blocks of all groups.
    let blocks: Vec<_> =
        table.rows.chunk_by(|a, b| (a.option, a.mode, a.time) == (b.option, b.mode, b.time)).collect();
    let (modes, times) = (&scenario.access.modes, &scenario.access.times);
    assert_eq!(blocks.len(), impact.findings.len() * modes.len() * times.len());
    for (block, finding) in blocks
        .iter()
        .step_by(times.len())
        .zip(impact.findings.iter().flat_map(|f| std::iter::repeat_n(f, modes.len())))
    {
        assert_eq!((block[0].option, block[0].time), (finding.option, finding.time));
    }
    // Four ethnic groups are everybody, five fifths are, and so are three bands of age.
    let mut sums: BTreeMap<(usize, &str, String, &str), f64> = BTreeMap::new();
    for row in &table.rows {
        let whole = match row.by {
            GroupBy::Ethnicity | GroupBy::CityImdQuintile => true,
            GroupBy::Age => row.name != "75+",
            _ => false,
        };
        if whole {
            let kind = (row.option, row.mode.as_str(), row.time.to_string(), row.by.as_str());
            *sums.entry(kind).or_default() += row.rates.size;
        }
    }
    assert!(sums.values().all(|sum| (sum - residents).abs() < 1e-3), "{sums:?}");
}

#[test]
fn fifths_of_the_city_hold_a_fifth_of_its_residents_each() {
    let everywhere: Vec<usize> = (0..london().areas.len()).collect();
    let groups = bluelamp::impact::Groups::new(london(), &everywhere);
    let fifths: Vec<f64> =
        groups.groups.iter().filter(|g| g.by == GroupBy::CityImdQuintile).map(|g| g.size).collect();
    assert_eq!(fifths.len(), 5);
    assert!(fifths.iter().all(|size| (size / london().population() - 0.2).abs() < 0.0005), "{fifths:?}");
    // Of England's five, London has a quarter of its residents in the first and a tenth in the last.
    let deciles = |names: [&str; 2]| -> f64 {
        let chosen =
            |g: &&bluelamp::impact::Group| g.by == GroupBy::ImdDecile && names.contains(&g.name.as_str());
        groups.groups.iter().filter(chosen).map(|g| g.size).sum::<f64>() / london().population()
    };
    assert!(deciles(["1", "2"]) > 0.22 && deciles(["9", "10"]) < 0.11);
}

const ZONES: &str = "\
id,name,borough,ward,ward_name,population,population_2011,population_0_15,population_16_24,population_25_44,\
population_45_64,population_65_74,population_75_plus,households_2011,households_no_car_2011,white_2011,asian_2011,\
black_2011,limiting_illness_2011,imd_rank,imd_decile
z1,West zone,Westshire,w1,West,150.0,100,30,30,30,30,20,10,60,30,40,40,10,20,1000,3
z2,East zone,Westshire,w1,West,30.5,61,3,10,10,5.5,1,1,20,5,61,0,0,6.1,30000,10
";

/// Runs Westshire with these zones and returns the rows of `equality.csv` on foot, by group, and `equality.md`.
fn westshire(zones: &str, option: &str) -> (TempDir, BTreeMap<String, Vec<String>>, String) {
    let folder = TempDir::new().unwrap();
    Westshire::new().set("zones.csv", zones).write(&folder.path().join("westshire"));
    let path = folder.path().join("mine.toml");
    let text =
        format!("title = \"T\"\ncity = \"westshire\"\n[[option]]\nid = \"o\"\ntitle = \"A | B\"\n{option}\n");
    fs::write(&path, text).unwrap();
    let out = folder.path().join("out");
    let output =
        bluelamp().arg("run").arg(&path).arg("--out").arg(&out).current_dir(&folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut reader = csv::Reader::from_path(out.join("equality.csv")).unwrap();
    let rows = reader.records().map(|r| r.unwrap()).filter(|r| &r[1] == "walk" && &r[2] == "any");
    let rows = rows.map(|r| (r[4].to_string(), r.iter().map(str::to_string).collect())).collect();
    let markdown = fs::read_to_string(out.join("equality.md")).unwrap();
    (folder, rows, markdown)
}

/// What the run of [`westshire`] tells a person, on one line.
fn terminal(folder: &TempDir) -> String {
    let (path, out) = (folder.path().join("mine.toml"), folder.path().join("out"));
    let output =
        bluelamp().arg("run").arg(&path).arg("--out").arg(&out).current_dir(folder).output().unwrap();
    String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Closing the mill leaves everybody of the east zone worse off, and nobody of the west zone.
#[test]
fn a_small_city_by_hand() {
    let (_folder, rows, markdown) = westshire(ZONES, "close_counter = [\"The Mill\"]");
    let cells = |group: &str, from: usize, to: usize| rows[group][from..to].join(" ");
    // Group, worse (with range), rate; others, worse, rate; ratio with both intervals.
    assert_eq!(cells("white", 6, 15), "90.5 30.5 30.5 30.5 0.337017 90.0 0.0 0.000000 ");
    assert_eq!(rows["white"][18], "inf", "nobody else is worse off: the ratio has no upper end");
    // 3.05 of 33.05 ill; 27.45 of 147.45 others.
    assert_eq!(cells("limiting illness", 6, 15), "33.1 3.1 3.1 3.1 0.092284 147.5 27.5 0.186165 0.4957");
    assert_eq!(rows["limiting illness"][19], "under 10: unreliable");
    // Five of 20 households of the east zone have no car; 30 of 60 of the west zone.
    assert_eq!(cells("no car", 5, 15), "households 35.0 5.0 5.0 5.0 0.142857 45.0 15.0 0.333333 0.4286");
    // The least deprived are all worse off; by residents the east zone is the last fifth, the west the middle one.
    assert_eq!(cells("5", 6, 11), "30.5 30.5 30.5 30.5 1.000000");
    assert_eq!(cells("3", 6, 15), "150.0 0.0 0.0 0.0 0.000000 30.5 30.5 1.000000 0.0000");
    assert!(rows["75+"][19].contains("under 10") && rows["white"][19].is_empty());
    insta::assert_snapshot!("equality_of_westshire", markdown.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

/// Who lives now where nobody lived in 2011 is neither of a group of that census nor one of the others.
#[test]
fn nobody_in_2011_is_not_known_and_not_everybody_else() {
    let zones = ZONES.replace(",61,3,10,", ",0,3,10,").replace("61,0,0,6.1", "0,0,0,0");
    let (_folder, rows, _) = westshire(&zones, "close_counter = [\"The Mill\"]");
    let cells = |group: &str| rows[group][6..13].join(" ");
    assert_eq!(cells("white"), "60.0 0.0 0.0 0.0 0.000000 90.0 0.0");
    assert_eq!(cells("limiting illness"), "30.0 0.0 0.0 0.0 0.000000 120.0 0.0");
    assert_eq!(cells("0-15"), "33.0 3.0 3.0 3.0 0.090909 147.5 27.5", "ages are of today");
}

/// Nine and a half people live near the mill: their counts are flagged in every table, and all are there.
#[test]
fn counts_under_ten_are_flagged_and_not_dropped() {
    let folder = TempDir::new().unwrap();
    Westshire::new()
        .replace("areas.csv", "-1.461,53.801,30.5", "-1.461,53.801,9.5")
        .replace("areas.csv", "-1.450,53.801,0.0", "-1.495,53.801,21.0")
        .write(&folder.path().join("westshire"));
    let path = folder.path().join("mine.toml");
    let text =
        "title = \"T\"\ncity = \"westshire\"\n[[option]]\nid = \"o\"\nclose_counter = [\"The Mill\"]\n";
    fs::write(&path, text).unwrap();
    let out = folder.path().join("out");
    let output =
        bluelamp().arg("run").arg(&path).arg("--out").arg(&out).current_dir(&folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for (table, flagged, unflagged) in [
        ("summary.csv", ["people_worse", "people_materially_worse"], "mean"),
        ("week.csv", ["people_losing_hours", "people_with_none"], "mean_hours_in_reach"),
        ("counters.csv", ["study_residents_taken_over", "study_residents_nearest"], ""),
    ] {
        let mut reader = csv::Reader::from_path(out.join(table)).unwrap();
        let header = reader.headers().unwrap().clone();
        assert_eq!(&header[header.len() - 1], "flag", "{table}");
        let column = |name: &str| header.iter().position(|h| h == name).unwrap();
        let of_study = |r: &csv::StringRecord| {
            &r[0] == "o"
                && &r[1 + usize::from(table == "summary.csv")] == "crow-fly"
                && header.iter().position(|h| h == "group_by").is_none_or(|by| &r[by] == "study")
        };
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).filter(of_study).collect();
        let flag = |r: &csv::StringRecord| r[column("flag")].to_string();
        for statistic in flagged {
            let is_few = |r: &&csv::StringRecord| {
                &r[column("statistic")] == statistic
                    && [column("value"), column("change")]
                        .iter()
                        .any(|c| r[*c].trim_start_matches('-') == "9.5")
            };
            let few: Vec<&csv::StringRecord> = rows.iter().filter(is_few).collect();
            assert!(!few.is_empty(), "{table} {statistic}");
            assert!(few.iter().all(|r| flag(r) == "under 10: unreliable"), "{table} {statistic}");
        }
        assert!(rows.iter().filter(|r| &r[column("statistic")] == unflagged).all(|r| flag(r).is_empty()));
    }
}

#[test]
fn where_nothing_changes_everything_is_zero_and_says_so() {
    let (_folder, rows, markdown) = westshire(ZONES, "hours = { \"The Mill\" = \"Mo-Fr 09:00-17:00\" }");
    assert_eq!(rows.len(), 15 - 3, "the city has two of the five fifths");
    for (group, cells) in &rows {
        let zeros = cells[7..11].iter().all(|c| c.trim_start_matches(['0', '.']).is_empty() && !c.is_empty());
        assert!(zeros && cells[14..19].iter().all(String::is_empty), "{group} {cells:?}");
        assert!(cells[20].contains("nobody"), "{cells:?}");
    }
    assert!(markdown.contains("Nobody is materially worse off.") && markdown.contains("## A \\| B"));
}

/// The town hall never closes; the mill keeps office hours. Whoever goes to the mill by day has lost nothing at night.
#[test]
fn every_time_is_in_the_table_and_the_main_one_in_the_page() {
    let (folder, rows, markdown) = westshire(ZONES, "close_counter = [\"The Mill\"]");
    let mut reader = csv::Reader::from_path(folder.path().join("out/equality.csv")).unwrap();
    let worse: Vec<(String, String)> = reader
        .records()
        .map(|r| r.unwrap())
        .filter(|r| &r[1] == "walk" && &r[4] == "5")
        .map(|r| (r[2].to_string(), r[7].to_string()))
        .collect();
    let expected = [("any", "30.5"), ("Tue 14:00", "30.5"), ("Tue 23:00", "0.0"), ("Sun 11:00", "0.0")];
    assert_eq!(worse, expected.map(|(time, people)| (time.to_string(), people.to_string())));
    let lines = markdown.lines().filter(|l| l.starts_with("| people in the least deprived fifth"));
    assert_eq!(lines.count(), 1, "{markdown}");
    assert_eq!(rows["5"][7], "30.5");
}

#[test]
fn groups_whose_columns_are_missing_are_skipped_and_named() {
    let without = ZONES.replace(",imd_rank,", ",another_rank,").replace("asian_2011", "asian");
    let (folder, rows, markdown) = westshire(&without, "close_counter = [\"The Mill\"]");
    let groups: Vec<&str> = rows.keys().map(String::as_str).collect();
    assert_eq!(groups, ["0-15", "16-64", "65+", "75+", "limiting illness", "no car"]);
    let record = fs::read_to_string(folder.path().join("out/run.json")).unwrap();
    assert!(record.contains("zones.csv has no column imd_rank: the groups made of it are skipped"));
    assert!(record.contains("zones.csv has no column asian_2011"));
    let named = "Not in this city's data: ethnic groups and fifths by deprivation.";
    assert!(
        markdown.contains(named) && markdown.contains("(columns it does not have: imd\\_rank, asian\\_2011)")
    );
    assert!(
        markdown.contains("census of 2011 (illness, cars)") && markdown.contains("Households are compared")
    );
    assert!(!markdown.contains("Fifths of the city") && markdown.contains("any disability but a limiting"));
    assert!(terminal(&folder).contains(named));
    let inequality = fs::read_to_string(folder.path().join("out/inequality.csv")).unwrap();
    assert!(inequality.contains(",gini,") && !inequality.contains("imd_rank"));
}

/// A table of zones with nothing about groups; and one with everything names nothing.
#[test]
fn a_city_without_any_group_says_so_and_nothing_else_of_them() {
    let none = "id,name,borough,ward,ward_name,population\nz1,West zone,Westshire,w1,West,150.0\n\
                z2,East zone,Westshire,w1,West,30.5\n";
    let (folder, rows, markdown) = westshire(none, "close_counter = [\"The Mill\"]");
    assert!(rows.is_empty());
    let named = "Not in this city's data: ages, limiting long-term illness, ethnic groups, fifths by deprivation and \
                 households without a car.";
    assert!(markdown.contains(named) && terminal(&folder).contains(named), "{markdown}");
    for absent in ["census of 2011", "Fifths", "Households are", "75+", "but a limiting"] {
        assert!(!markdown.contains(absent), "{absent}");
    }
    let (folder, _, markdown) = westshire(ZONES, "close_counter = [\"The Mill\"]");
    assert!(!markdown.contains("this city's data") && !terminal(&folder).contains("Not in this city's data"));
}

#[test]
fn counts_that_contradict_each_other_are_refused() {
    for (old, new, words) in [
        ("40,40,10", "40,40,30", "takes white_2011, asian_2011 and black_2011 above population_2011"),
        (",20,1000,3", ",120,1000,3", "is more than population_2011"),
        (",1000,3", ",0,3", "imd_rank"),
    ] {
        let folder = TempDir::new().unwrap();
        let city = folder.path().join("westshire");
        Westshire::new().set("zones.csv", ZONES).replace("zones.csv", old, new).write(&city);
        let output = bluelamp().args(["city", "check"]).arg(&city).output().unwrap();
        let words_found = String::from_utf8_lossy(&output.stderr).replace('\n', " ");
        assert!(!output.status.success() && words_found.contains(words), "{words}: {words_found}");
    }
}

/// A sentence has every group's number, ratio and verdict, and begins with its name.
#[test]
fn sentences_are_whole() {
    let (_folder, rows, _) = westshire(ZONES, "close_counter = [\"The Mill\"]");
    assert_eq!(
        rows["no car"][20],
        "Households without a car: 5 of 35 (14.3 %), of all other households 33.3 %; 0.43 times as often. Some of \
         these counts are under 10: no evidence."
    );
    assert!(rows["white"][20].ends_with("nobody else is."), "{}", rows["white"][20]);
}

#[test]
fn a_row_can_be_asked_who_is_meant() {
    let rows = |row: &EqualityRow| row.who();
    let (city, scenario) = (london(), shipped("notting-hill"));
    let matrix = measure(city, roads(), &scenario);
    let impact = assess(city, &scenario, &matrix);
    let table = equality(city, &scenario, &matrix, &impact);
    let who: Vec<String> = table.rows.iter().take(15).map(rows).collect();
    insta::assert_snapshot!("groups_of_the_equality_table", who.join("\n"));
}
