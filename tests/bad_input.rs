//! Bad input: every problem at once, with file, line, caret and help; the exit code of its kind; nothing written.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use common::westshire::Westshire;
use common::{bluelamp, project, westshire_run};
use tempfile::TempDir;

struct Run {
    code: i32,
    stderr: String,
    _folder: TempDir,
    out: PathBuf,
}

impl Run {
    fn says(&self, words: &[&str]) -> &Self {
        for word in words {
            assert!(self.stderr.contains(word), "{word:?} is not in:\n{}", self.stderr);
        }
        self
    }

    fn fails_with(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{}", self.stderr);
        assert!(!self.out.exists(), "something was written");
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }
}

/// Runs a scenario text of the shipped city.
fn run_text(text: &[u8]) -> Run {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("mine.toml");
    fs::write(&path, text).unwrap();
    run_file(folder, &path)
}

fn run_file(folder: TempDir, path: &Path) -> Run {
    let out = folder.path().join("out");
    let output =
        bluelamp().arg("run").arg(path).arg("--out").arg(&out).current_dir(folder.path()).output().unwrap();
    finished(folder, out, &output)
}

fn finished(folder: TempDir, out: PathBuf, output: &Output) -> Run {
    Run {
        code: output.status.code().unwrap(),
        stderr: String::from_utf8(output.stderr.clone()).unwrap(),
        _folder: folder,
        out,
    }
}

fn scenario(study: &str, access: &str, option: &str) -> Vec<u8> {
    format!(
        "title = \"T\"\ncity = \"london-2017\"\n[study]\n{study}\n[access]\n{access}\n[[option]]\nid = \"o\"\n{option}\n"
    )
    .into_bytes()
}

const EALING: &str = "boroughs = [\"Ealing\"]";
const CLOSE: &str = "close_counter = [\"Ealing\"]";

#[test]
fn all_problems_of_a_scenario_are_reported_at_once() {
    let text = br#"titel = "A misspelt title"
city = "london-2017"

[study]
boroughs = ["Ealling"]

[access]
modes = ["crow-fly", "driving"]
within_km = [0, nan, 1.609]
times = ["Tue 25:00"]

[[option]]
id = "one"
close_counter = ["Uxbrige", "Ealing", "ealing", "Feltham"]
hours = { "Acton" = "from nine to five" }
"#;
    let run = run_text(text);
    run.fails_with(3).says(&[
        "unknown key \"titel\"",
        "did you mean title?",
        "title is missing",
        "unknown borough \"Ealling\"",
        "did you mean Ealing?",
        "unknown mode \"driving\"",
        "within_km holds 0",
        "within_km holds NaN",
        "time \"Tue 25:00\" is not a time of the week",
        "unknown station \"Uxbrige\"",
        "did you mean Uxbridge?",
        "Ealing is closed twice",
        "Feltham has no counter to close",
        "do not parse",
        "mine.toml:14",
        "^^^",
        "problems in the file",
    ]);
    insta::assert_snapshot!(
        "all_problems",
        run.stderr.replace(run._folder.path().to_str().unwrap(), "FOLDER")
    );
}

#[test]
fn unknown_keys_are_named_where_they_stand() {
    run_text(&scenario(EALING, "within_minutes = [15]", CLOSE)).fails_with(3).says(&[
        "unknown key \"within_minutes\"",
        "did you mean within_min, or within_km?",
        ":6:1",
    ]);
}

#[test]
fn an_unknown_station_gets_a_suggestion() {
    run_text(&scenario(EALING, "", "close_counter = [\"Uxbrigde\"]"))
        .fails_with(3)
        .says(&["did you mean Uxbridge?"]);
}

#[test]
fn published_figures_that_cannot_be_held_against_anything() {
    let figure = |lines: &str| format!("[[published]]\nquantity = \"q\"\nsource = \"S\"\n{lines}\n");
    let text = [
        figure("place = \"W111\"\ncrime = [\"robery\"]\nvalue = -8\nper = \"fortnight\""),
        figure("place = \"W11\"\ncrime = [\"theft\", \"theft_from_person\"]\nvalue = inf\nper = \"weekly\""),
        figure("place = \"Village\"\ncrime = []\nvalue = \"many\"\nper = \"day\"\ncount = 3"),
        "[[published]]\nnote = \"nothing else\"\n".to_string(),
    ];
    let close = "[[option]]\nid = \"o\"\nclose_counter = [\"Ealing\"]\n";
    run_text(format!("title = \"T\"\n{}{close}", text.concat()).as_bytes()).fails_with(3).says(&[
        "unknown place \"W111\"",
        "did you mean W11",
        "unknown crime type \"robery\"",
        "did you mean robbery",
        "value is -8",
        "must be from 0 to 1e9",
        "unknown per \"fortnight\"",
        "per is \"day\", \"week\" or \"year\"",
        "theft_from_person is counted twice, in theft too",
        "value is inf",
        "did you mean week?",
        "there is more than one ward \"Village\"",
        "crime is empty",
        "the city has arson_and_damage, burglary,",
        "value must be a number",
        "unknown key \"count\"",
        "a published figure needs quantity",
        "a published figure needs place",
        "a published figure needs crime",
        "a published figure needs value",
        "a published figure needs per",
        "a published figure needs source",
    ]);
}

#[test]
fn a_crime_column_with_mistakes() {
    with_broken_city(false, |city| {
        edit(city, "zones.csv", 1, |l| l.replacen("crime_2016_drugs", "crime_drugs", 1));
        edit(city, "zones.csv", 10, |l| l.replacen(",12.12,", ",-1,", 1).replacen("IG11 1.0", "IG11 2", 1));
    })
    .fails_with(4)
    .says(&[
        "the column crime_drugs is no year and type of crime",
        "zones.csv:1:",
        "crime_2016_rape_allotted \"-1\" must be a number of at least 0",
        "has no share in \"IG11 2000\"",
        "write districts with their shares",
        "zones.csv:10:",
    ]);
}

#[test]
fn a_station_closed_twice_is_refused() {
    run_text(&scenario(EALING, "", "close_counter = [\"Ealing\", \"EALING\"]"))
        .fails_with(3)
        .says(&["Ealing is closed twice"]);
}

#[test]
fn hours_that_do_not_parse_or_never_open_are_refused() {
    run_text(&scenario(EALING, "", "hours = { \"Acton\" = \"Mo-Fr 9 to 5\" }"))
        .fails_with(3)
        .says(&["do not parse", "Mo-Fr 09:00-17:00"]);
    run_text(&scenario(EALING, "", "hours = { \"Acton\" = \"off\" }")).fails_with(3).says(&["never open"]);
}

#[test]
fn an_empty_study_area_is_refused() {
    run_text(&scenario("", "", CLOSE)).fails_with(3).says(&["the study area is empty", "whole_city = true"]);
    run_text(&scenario("boroughs = []", "", CLOSE)).fails_with(3).says(&["the study area is empty"]);
}

#[test]
fn cutoffs_of_zero_nan_and_infinity_are_refused() {
    for bad in ["0", "-5", "nan", "inf"] {
        run_text(&scenario(EALING, &format!("within_min = [{bad}]"), CLOSE))
            .fails_with(3)
            .says(&["which is no cutoff"]);
    }
}

#[test]
fn an_ambiguous_ward_lists_the_candidates() {
    run_text(&scenario("wards = [\"Village\"]", "", CLOSE))
        .fails_with(3)
        .says(&["more than one ward", "Village (Merton)"]);
}

#[test]
fn a_new_counter_in_the_sea_or_without_a_point_is_refused() {
    let sea = "open_counter = [{ name = \"Lido\", lon = 1.5, lat = 51.5, hours = \"24/7\" }]";
    run_text(&scenario(EALING, "", sea)).fails_with(3).says(&["is not in the city", "swapped"]);
    let swapped = "open_counter = [{ name = \"Lido\", lon = 51.5, lat = -0.2, hours = \"24/7\" }]";
    run_text(&scenario(EALING, "", swapped)).fails_with(3).says(&["is not in the city"]);
    let nowhere = "open_counter = [{ name = \"Lido\", hours = \"24/7\" }]";
    run_text(&scenario(EALING, "", nowhere)).fails_with(3).says(&["a new one needs a point"]);
    let known = "open_counter = [{ name = \"Acton\", hours = \"24/7\" }]";
    run_text(&scenario(EALING, "", known)).fails_with(3).says(&["Acton has a counter already"]);
}

#[test]
fn options_need_ids_of_their_own() {
    let twice = [scenario(EALING, "", CLOSE), b"[[option]]\nid = \"o\"\n".to_vec()].concat();
    run_text(&twice).fails_with(3).says(&["option id \"o\" is already taken"]);
    run_text(b"title = \"T\"\n").fails_with(3).says(&["[[option]] is missing"]);
    let path = scenario(EALING, "", "title = \"t\"\n[[option]]\nid = \"../x\"");
    run_text(&path).fails_with(3).says(&["is not an id"]);
}

#[test]
fn toml_that_is_none_and_text_that_is_none() {
    run_text(b"title = \"T\n[study\n").fails_with(3).says(&["mine.toml:1"]);
    run_text(b"title = \"T\"\nquestion = \"\xff\xfe\"\n")
        .fails_with(3)
        .says(&["line 2 is not UTF-8", "save the file as UTF-8"]);
    run_text(b"title = 7\ncity = \"london-2017\"\n[[option]]\nid = true\n")
        .fails_with(3)
        .says(&["title must be a text", "id must be a text"]);
}

#[test]
fn a_scenario_or_city_that_is_not_there() {
    let folder = TempDir::new().unwrap();
    let missing = folder.path().join("nowhere.toml");
    run_file(folder, &missing).fails_with(3).says(&["nowhere.toml", "west-london-2017"]);
    run_text(b"title = \"T\"\ncity = \"paris\"\n[[option]]\nid = \"o\"\n")
        .fails_with(3)
        .says(&["there is no city \"paris\"", "london-2017"]);
    run_text(b"title = \"T\"\ncity = \"./paris\"\n[[option]]\nid = \"o\"\n")
        .fails_with(4)
        .says(&["city.toml cannot be read"]);
}

/// A scenario beside a copy of the city folder with something wrong in it. The hashes in the copy's manifest are
/// renewed, so that it is the content that is found, unless `keep_hash`.
fn with_broken_city(keep_hash: bool, spoil: impl Fn(&Path)) -> Run {
    let folder = TempDir::new().unwrap();
    let city = folder.path().join("broken");
    fs::create_dir(&city).unwrap();
    for entry in fs::read_dir(project("scenarios/london-2017")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, city.join(path.file_name().unwrap())).unwrap();
    }
    spoil(&city);
    if !keep_hash {
        renew_hashes(&city);
    }
    let path = folder.path().join("mine.toml");
    let text = "title = \"T\"\ncity = \"./broken\"\n[study]\nboroughs = [\"Ealing\"]\n[[option]]\nid = \"o\"\nclose_counter = [\"Ealing\"]\n";
    fs::write(&path, text).unwrap();
    run_file(folder, &path)
}

fn renew_hashes(city: &Path) {
    use sha2::Digest;
    let manifest = fs::read_to_string(city.join("city.toml")).unwrap();
    let mut name = String::new();
    let lines: Vec<String> = manifest
        .lines()
        .map(|line| {
            if let Some(rest) = line.strip_prefix("name = \"") {
                name = rest.trim_end_matches('"').to_string();
            }
            match (line.starts_with("sha256"), fs::read(city.join(&name))) {
                (true, Ok(bytes)) => {
                    let hash: String =
                        sha2::Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
                    format!("sha256 = \"{hash}\"")
                }
                _ => line.to_string(),
            }
        })
        .collect();
    fs::write(city.join("city.toml"), lines.join("\n")).unwrap();
}

/// Changes one line of a file, counted from 1 with the header.
fn edit(city: &Path, file: &str, line: usize, change: impl Fn(&str) -> String) {
    let text = fs::read_to_string(city.join(file)).unwrap();
    let lines: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(i, l)| if i + 1 == line { change(l) } else { l.to_string() })
        .collect();
    fs::write(city.join(file), lines.join("\n") + "\n").unwrap();
}

fn with_cell(line: &str, column: usize, value: &str) -> String {
    let mut cells: Vec<&str> = line.split(',').collect();
    cells[column] = value;
    cells.join(",")
}

#[test]
fn a_city_folder_with_a_missing_file() {
    with_broken_city(true, |city| fs::remove_file(city.join("bridges.csv")).unwrap()).fails_with(4).says(&[
        "bridges.csv",
        "cannot be read",
        "help: restore the file",
    ]);
}

#[test]
fn a_changed_hash() {
    with_broken_city(true, |city| edit(city, "areas.csv", 7, |l| with_cell(l, 7, "100.0")))
        .fails_with(4)
        .says(&["areas.csv", "has changed: sha256 is", "put the new hash into city.toml"]);
}

#[test]
fn several_mistakes_in_several_files_at_once() {
    let run = with_broken_city(false, |city| {
        edit(city, "areas.csv", 3, |l| with_cell(l, 7, "-1"));
        edit(city, "areas.csv", 4, |l| with_cell(l, 5, "1.5"));
        edit(city, "areas.csv", 5, |l| with_cell(l, 0, "E00000001"));
        edit(city, "areas.csv", 6, |l| l.rsplit_once(',').unwrap().0.to_string());
        edit(city, "stations.csv", 3, |l| l.replace("Mo-Fr 09:00-17:00", "when it suits"));
    });
    run.fails_with(4).says(&[
        "areas.csv:3",
        "population \"-1\" must be a number of at least 0",
        "areas.csv:4",
        "km outside City of London",
        "areas.csv:5",
        "id \"E00000001\" is already taken by an earlier row",
        "areas.csv:6",
        "the row has 7 fields, the header 8",
        "stations.csv:3",
        "counter_hours \"when it suits\" cannot be used",
        "^",
    ]);
}

#[test]
fn a_city_file_that_is_not_utf_8() {
    with_broken_city(false, |city| {
        let mut bytes = fs::read(city.join("stations.csv")).unwrap();
        let at = bytes.iter().position(|b| *b == b'\n').unwrap() + 20;
        bytes[at] = 0xff;
        fs::write(city.join("stations.csv"), bytes).unwrap();
    })
    .fails_with(4)
    .says(&["stations.csv", "line 2 is not UTF-8", "save the file as UTF-8"]);
}

#[test]
fn names_that_differ_only_in_punctuation() {
    with_broken_city(false, |city| {
        edit(city, "stations.csv", 4, |l| l.replacen("Royalty Studios", "Notting-hill", 1))
    })
    .fails_with(4)
    .says(&["stations.csv:4", "already taken by an earlier row, but for case and punctuation"]);
}

#[test]
fn every_misplaced_station_is_named() {
    with_broken_city(false, |city| {
        for line in [2, 9] {
            edit(city, "stations.csv", line, |l| l.replace(",51.5", ",50.5"));
        }
    })
    .fails_with(4)
    .says(&["stations.csv:2", "stations.csv:9", "km outside"]);
}

#[test]
fn zones_without_an_outline_stop_a_run_too() {
    let run = with_broken_city(false, |city| {
        edit(city, "zones.geojson", 2, |_| String::new());
        let manifest = fs::read_to_string(city.join("city.toml")).unwrap();
        let shorter =
            manifest.replacen("rows = 4835\nsource = \"ONS LSOA", "rows = 4834\nsource = \"ONS LSOA", 1);
        assert_ne!(manifest, shorter);
        fs::write(city.join("city.toml"), shorter).unwrap();
    });
    run.fails_with(4).says(&["zones.geojson", "has no outline of zone E01000001"]);
}

#[test]
fn people_that_do_not_add_up() {
    with_broken_city(false, |city| edit(city, "areas.csv", 9, |l| with_cell(l, 7, "99999")))
        .fails_with(4)
        .says(&["zones.csv says", "city.toml says"]);
}

#[test]
fn an_output_folder_that_is_not_ours_is_left_alone() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("papers");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("letter.txt"), "keep me").unwrap();
    let output = bluelamp()
        .args(["run", "notting-hill", "--out"])
        .arg(&out)
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(5));
    assert!(String::from_utf8_lossy(&output.stderr).contains("not an earlier result"));
    assert_eq!(fs::read_to_string(out.join("letter.txt")).unwrap(), "keep me");
}

/// A `run.json` of another program does not make a folder ours, and a link to a folder stays one.
#[cfg(unix)]
#[test]
fn other_peoples_run_json_and_links_are_respected() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("webpack");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("run.json"), "{\"name\": \"my webpack run\"}").unwrap();
    fs::write(out.join("thesis.txt"), "keep me").unwrap();
    let run = |out: &Path| {
        let mut command = bluelamp();
        command.args(["run", "notting-hill", "-q", "--out"]).arg(out).current_dir(folder.path());
        command.output().unwrap().status.code()
    };
    assert_eq!(run(&out), Some(5));
    assert_eq!(fs::read_to_string(out.join("thesis.txt")).unwrap(), "keep me");
    let (real, link) = (folder.path().join("real"), folder.path().join("link"));
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    assert_eq!(run(&link), Some(0));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink() && real.join("summary.csv").is_file());
}

/// Nobody listens, and the path is no UTF-8: the work is done all the same.
#[cfg(target_os = "linux")]
#[test]
fn a_closed_standard_error_and_an_odd_path_are_no_reason_to_fail() {
    use std::os::unix::ffi::OsStrExt;
    let folder = TempDir::new().unwrap();
    let out = folder.path().join(std::ffi::OsStr::from_bytes(b"odd-\xff"));
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = bluelamp().args(["run", "notting-hill", "--out"]).arg(&out).stderr(full).status().unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(out.join("run.json").is_file());
}

#[test]
fn characters_that_no_picture_can_hold_are_left_out_of_it() {
    let run = run_text(&scenario(EALING, "", "title = \"a\\u0001b\\uFFFFc\"\nclose_counter = [\"Ealing\"]"));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(fs::read_to_string(run.out.join("charts/change_map.svg")).unwrap().contains("abc: "));
}

#[test]
fn an_output_folder_that_cannot_be_written() {
    let folder = TempDir::new().unwrap();
    // A file in the place of a parent folder: refused even for root, whom permissions do not stop.
    fs::write(folder.path().join("file"), "").unwrap();
    let out = folder.path().join("file").join("out");
    let output = bluelamp()
        .args(["run", "notting-hill", "--out"])
        .arg(&out)
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(5), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write"));
}

/// A limit on the size of files fails a write half way, as a full disk does; the old folder stays whole.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_folder_whole() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let first = bluelamp()
        .args(["run", "notting-hill", "-q", "--out"])
        .arg(&out)
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(first.status.success());
    let before = common::contents(&out);
    let limited = std::process::Command::new("bash")
        .args(["-c", "trap '' XFSZ; ulimit -f 100; exec \"$0\" run hours-not-closures --out \"$1\""])
        .arg(env!("CARGO_BIN_EXE_bluelamp"))
        .arg(&out)
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(limited.status.code(), Some(5), "{}", String::from_utf8_lossy(&limited.stderr));
    assert!(String::from_utf8_lossy(&limited.stderr).contains("cannot write"));
    assert_eq!(common::contents(&out), before);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["out"], "nothing half written is left behind");
}

#[test]
fn the_command_line_itself() {
    let code = |args: &[&str]| bluelamp().args(args).output().unwrap().status.code();
    assert_eq!(code(&["run", "--threads", "0"]), Some(2));
    assert_eq!(code(&["frobnicate"]), Some(2));
    assert_eq!(code(&["nearest", "Atlantis"]), Some(2));
    assert_eq!(code(&["nearest", "51.5,3.0"]), Some(2));
    assert_eq!(code(&["nearest", "Acton", "--option", "none"]), Some(2));
    assert_eq!(code(&["stations", "--borough", "Paris"]), Some(2));
    assert_eq!(code(&["stations", "--city", "paris"]), Some(4));
    assert_eq!(code(&["city", "build", "--raw", "/nowhere"]), Some(4));
    assert_eq!(code(&["city", "check", "/nowhere"]), Some(4));
}

fn with_catchment(catchment: &str) -> Vec<u8> {
    [scenario(EALING, "modes = [\"walk\"]", CLOSE), format!("[catchment]\n{catchment}\n").into_bytes()]
        .concat()
}

#[test]
fn catchments_that_make_no_sense() {
    let all = "methods = [\"2sfca\", \"3fsca\", \"2sfca\"]\nmode = \"drive\"\ntime = \"Tue 25:00\"\ncutoff_min = 0\ntau_min = -1\n\
               supply = \"opening\"\nk = 1.5\ncutof = 3";
    run_text(&with_catchment(all)).fails_with(3).says(&[
        "unknown method \"3fsca\"",
        "did you mean 3sfca",
        "method \"2sfca\" is listed twice",
        "mode \"drive\" is not among the modes of [access]",
        "time \"Tue 25:00\" is not a time of the week",
        "cutoff_min is 0",
        "tau_min is -1",
        "unknown supply \"opening\"",
        "k is 1.5",
        "unknown key \"cutof\"",
        "mine.toml:11",
        "^",
    ]);
    run_text(&with_catchment("methods = []\nmode = \"crow-fly\""))
        .fails_with(3)
        .says(&["methods is empty", "crow-fly has none"]);
    let no_walk = [scenario(EALING, "modes = [\"drive\"]", CLOSE), b"[catchment]\n".to_vec()].concat();
    run_text(&no_walk).fails_with(3).says(&[
        "nobody walks",
        "modes with times in [access] are drive",
        "mine.toml:10:1",
        "^^^^^^^^^^^ mode is missing",
    ]);
}

#[test]
fn decays_that_make_no_sense() {
    for (decay, words) in [
        ("{ form = \"binry\" }", "unknown form of decay \"binry\""),
        ("{ halving_min = 10 }", "decay has no form"),
        ("{ form = \"exponential\" }", "needs halving_min"),
        ("{ form = \"exponential\", halving_min = 0 }", "halving is 0: it must be more than 0"),
        ("{ form = \"power\", exponent = nan }", "exponent is NaN"),
        ("{ form = \"logistic\", sd_min = 3 }", "needs inflection_min"),
        (
            "{ form = \"stepped\", steps_min = [20, 10], weights = [1, 0.5] }",
            "the steps must ascend: 10 comes after 20",
        ),
        (
            "{ form = \"stepped\", steps_min = [10, 20], weights = [0.5, 1] }",
            "and not grow: 1 comes after 0.5",
        ),
        ("{ form = \"stepped\", steps_min = [10, 20], weights = [1] }", "there are 2 steps and 1 weights"),
        ("{ form = \"stepped\" }", "there are 0 steps"),
        (
            "{ form = \"stepped\", steps_min = [10, 20], weights = [0, 0] }",
            "the decay weighs every journey with 0",
        ),
        ("{ form = \"linear\", halving_min = 3 }", "unknown key \"halving_min\""),
        ("\"binary\"", "decay must be a table"),
    ] {
        run_text(&with_catchment(&format!("decay = {decay}"))).fails_with(3).says(&[words, "mine.toml:11"]);
    }
}

/// Every problem shows what stands there, with the article that it takes, and says what to write.
#[test]
fn wrong_types_and_shares_come_with_help() {
    let text = "title = 5\ncity = \"london-2017\"\nquestion = [\"q\"]\n[access]\nwithin_min = 30\n[[option]]\nid = \"o\"\n\
                close_counter = [\"Ealing\"]\n[reporting]\ncounter_share = { burglary = [0.05, 0.08, 8] }\nsamples = 3\n";
    let run = run_text(text.as_bytes());
    run.fails_with(3).says(&[
        "^ this is an integer",
        "help: write title = \"...\"",
        "^^^^^ this is an array",
        "help: write a list of numbers such as [15, 30]",
        "^ must be a share, from 0 to 1",
        "help: write [low, central, high], each a share, from 0 to 1: 8 % is 0.08",
        "help: without the line it is 4096",
    ]);
    assert!(!run.stderr.contains("this is a integer") && !run.stderr.contains("this is a array"));
}

/// The caret stands under the weights, not under the whole table.
#[test]
fn weights_of_nothing_are_pointed_at() {
    let weights = "weights = [0.0, 0]";
    let decay = format!("decay = {{ form = \"stepped\", steps_min = [10, 20], {weights} }}");
    let column = decay.find("[0.0").unwrap() + 1;
    run_text(&with_catchment(&decay)).fails_with(3).says(&[
        &format!("mine.toml:11:{column}"),
        "^^^^^^^^ all are 0",
        "help: give the first step a weight above 0",
        "1 problem in the file",
    ]);
}

#[test]
fn reports_that_no_counter_takes() {
    let folder = TempDir::new().unwrap();
    let city = folder.path().join("silent");
    fs::create_dir(&city).unwrap();
    for entry in fs::read_dir(project("scenarios/london-2017")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, city.join(path.file_name().unwrap())).unwrap();
    }
    let stations = city.join("stations.csv");
    let renamed = fs::read_to_string(&stations).unwrap().replacen("reports_per_day,", "not_reports,", 1);
    fs::write(&stations, renamed).unwrap();
    renew_hashes(&city);
    let path = folder.path().join("mine.toml");
    let text = String::from_utf8(with_catchment("supply = \"reports\"")).unwrap();
    fs::write(&path, text.replace("\"london-2017\"", "\"./silent\"")).unwrap();
    run_file(folder, &path).fails_with(3).says(&["no station of the city has reports_per_day above 0"]);
}

/// Runs catchments by all methods on a hand-made city, with an option that closes the mill.
fn shared(city: &Westshire, population: &str, modes: &str, catchment: &str) -> westshire_run::Run {
    westshire_run::Run::of(city, |folder, out| {
        let manifest = folder.join("westshire/city.toml");
        let text = fs::read_to_string(&manifest).unwrap();
        fs::write(&manifest, text.replace("population = 180.5", &format!("population = {population}")))
            .unwrap();
        let path = folder.join("mine.toml");
        let text = format!(
            "title = \"T\"\ncity = \"westshire\"\n[access]\nmodes = [{modes}]\n[catchment]\n{catchment}\n[[option]]\n\
             id = \"o\"\nclose_counter = [\"The Mill\"]\n"
        );
        fs::write(&path, text).unwrap();
        let mut command = bluelamp();
        command.arg("run").arg(path).arg("--out").arg(out);
        command
    })
}

/// The values of a method and statistic for the whole study, baseline first; empty where there is none. No file of the
/// run holds what is not a number.
fn told(run: &westshire_run::Run, method: &str, statistic: &str) -> Vec<String> {
    run.succeeds();
    for entry in fs::read_dir(&run.out).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "csv") {
            let text = fs::read_to_string(&path).unwrap();
            let cells = text.split([',', '\n']);
            assert!(!cells.into_iter().any(|c| matches!(c, "NaN" | "inf" | "-inf")), "{}", path.display());
        }
    }
    let mut table = csv::Reader::from_path(run.out.join("catchments.csv")).unwrap();
    let rows = table.records().map(Result::unwrap);
    let asked = rows.filter(|r| (&r[1], &r[4], &r[6]) == (method, "study", statistic));
    asked.map(|r| r[9].to_string()).collect()
}

const METHODS: [&str; 9] = [
    "2sfca",
    "e2sfca",
    "3sfca",
    "bfca",
    "spatial-availability",
    "gravity",
    "cumulative",
    "kth-nearest",
    "raam",
];

/// Nothing open, and nothing that can be reached: nobody has access, and that is what is told.
#[test]
fn catchments_of_nothing() {
    let by_day = Westshire::new().replace("stations.csv", "24/7", "Mo-Fr 09:00-17:00");
    let closed = shared(&by_day, "180.5", "\"walk\"", "time = \"Sun 03:00\"");
    let no_roads = Westshire::with_roads().replace("roads.csv", ",both,", ",no,").replace(
        "roads.csv",
        ",forward,",
        ",no,",
    );
    let nowhere = shared(&no_roads, "180.5", "\"drive\"", "mode = \"drive\"");
    for run in [&closed, &nowhere] {
        for method in METHODS {
            assert_eq!(told(run, method, "share_without"), ["1.000000", "1.000000"], "{method}");
            let none = if matches!(method, "kth-nearest" | "raam") { "" } else { "0.000000" };
            assert_eq!(told(run, method, "mean"), [none, none], "{method}");
        }
    }
    let words =
        "no counter has any supply at Sun 03:00 in the baseline and option o: every access there is 0";
    assert_eq!(closed.warnings().iter().filter(|w| w.contains(words)).count(), 1, "{:?}", closed.warnings());
    assert!(on_one_line(&closed.stderr).contains(words), "{}", closed.stderr);
    // The counters are open; there is no way to them, of which the warnings about roads tell.
    assert!(!nowhere.stderr.contains("any supply"));
    // The mill closes, and the town hall stays: nothing to say.
    let some = shared(&Westshire::new(), "180.5", "\"walk\"", "time = \"Sun 03:00\"\nk = 1");
    assert!(!some.warnings().iter().any(|w| w.contains("catchments.csv")), "{:?}", some.warnings());
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every table fills `baseline` in the baseline's own rows and says no change there. Spatial availability a head is
/// E2SFCA under the same decay; BFCA is in a unit of its own.
#[test]
fn the_columns_of_catchments() {
    let run = shared(&Westshire::new(), "180.5", "\"walk\"", "");
    run.succeeds();
    let mut table = csv::Reader::from_path(run.out.join("catchments.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert!(rows.iter().any(|r| &r[0] == "baseline") && rows.iter().any(|r| &r[0] == "o"));
    for row in rows.iter().filter(|r| &r[0] == "baseline") {
        assert_eq!((&row[8], &row[10]), (&row[9], ""), "{row:?}");
    }
    let of = |method: &str| -> Vec<Vec<String>> {
        let rows = rows.iter().filter(|r| &r[1] == method && matches!(&r[6], "mean" | "median" | "p10"));
        rows.map(|r| r.iter().enumerate().filter(|(i, _)| *i != 1).map(|(_, c)| c.to_string()).collect())
            .collect()
    };
    assert_eq!(of("e2sfca"), of("spatial-availability"));
    assert!(of("bfca").iter().all(|r| r[6] == "hours a week per 10000 people, split among the areas"));
    assert!(of("2sfca").iter().all(|r| r[6] == "hours a week per 10000 people"));
}

/// More counters to choose between than there are: nobody has so many. Of two, closing one leaves no choice.
#[test]
fn a_choice_of_more_counters_than_there_are() {
    let run = |k: usize| shared(&Westshire::new(), "180.5", "\"walk\"", &format!("k = {k}"));
    for (k, shares, words) in [
        (1000, ["1.000000", "1.000000"], "there are fewer counters: 2 in the baseline and 1 in option o."),
        (2, ["0.000000", "1.000000"], "there are fewer counters: 1 in option o."),
        (1, ["0.000000", "0.000000"], ""),
    ] {
        let run = run(k);
        assert_eq!(told(&run, "kth-nearest", "share_without"), shares);
        let told: Vec<String> = run.warnings().into_iter().filter(|w| w.contains("kth-nearest")).collect();
        assert_eq!(told.len(), usize::from(!words.is_empty()), "{told:?}");
        assert!(told.iter().all(|w| w.contains(words) && on_one_line(&run.stderr).contains(w)), "{told:?}");
    }
    let without = shared(&Westshire::new(), "180.5", "\"walk\"", "k = 9\nmethods = [\"2sfca\"]");
    assert!(!without.stderr.contains("kth-nearest"), "{}", without.stderr);
}

/// Where nobody lives there is nobody to have access: figures are empty, counts 0.
#[test]
fn a_city_without_people() {
    let mut city = Westshire::new();
    for (file, people) in
        [("areas.csv", [",100.0", ",50.0", ",30.5"].as_slice()), ("zones.csv", &[",150.0,", ",30.5,"])]
    {
        for people in people {
            city = city.replace(file, people, &people.replace(|c: char| c.is_ascii_digit(), "0"));
        }
    }
    let run = shared(&city, "0.0", "\"walk\"", "");
    for method in METHODS {
        for statistic in ["mean", "median", "share_without"] {
            assert_eq!(told(&run, method, statistic), ["", ""], "{method} {statistic}");
        }
    }
    assert_eq!(told(&run, "spatial-availability", "total"), ["0.000000", "0.000000"]);
}

/// What `[catchment]` rests on stands in run.json with its source, and no range that nobody works out.
#[test]
fn run_json_says_which_catchment_settings_are_the_scenarios() {
    let run = shared(&Westshire::new(), "180.5", "\"walk\"", "cutoff_min = 12\nk = 1");
    run.succeeds();
    let record = run.json("out/run.json");
    let list = record["assumptions"].as_array().unwrap();
    let about = |name: &str| list.iter().find(|a| a["name"] == name).unwrap_or_else(|| panic!("no {name}"));
    for (name, value) in [("catchment cutoff", 12.0), ("catchment k", 1.0)] {
        assert_eq!(
            (about(name)["value"].as_f64(), &about(name)["source"]),
            (Some(value), &"set in the scenario".into())
        );
    }
    assert_eq!(about("catchment tau")["value"], 60.0);
    assert!(
        about("catchment tau")["source"]
            .as_str()
            .unwrap()
            .contains("default: 60 minutes (Saxon and Snow 2020)")
    );
    for name in ["methods", "mode", "time", "decay", "supply"] {
        assert!(about(&format!("catchment {name}"))["source"].as_str().unwrap().starts_with("default"));
    }
    let catchment = list.iter().filter(|a| a["name"].as_str().unwrap().starts_with("catchment"));
    assert!(catchment.into_iter().all(|a| a.get("low").is_none() && a.get("high").is_none()));
}

/// A scenario that closes Ealing (option "o") and changes hours (option "hours"), with a table on reports.
fn reporting(table: &str) -> Vec<u8> {
    let second = "[[option]]\nid = \"hours\"\nhours = { \"Acton\" = \"Mo-Fr 09:00-17:00\" }\n";
    let options = format!("{CLOSE}\n{second}[reporting]\n{table}");
    scenario(EALING, "modes = [\"crow-fly\", \"walk\"]", &options)
}

#[test]
fn ranges_of_assumptions_that_are_none() {
    run_text(&reporting("halving_min = [40, 20, 10]")).fails_with(3).says(&[
        "the range of halving_min does not ascend",
        "upside down",
        "[low, central, high]",
        ":14:15",
    ]);
    for halving in ["0", "-3", "nan", "1e9"] {
        run_text(&reporting(&format!("halving_min = [{halving}, 20, 40]")))
            .fails_with(3)
            .says(&["halving_min holds", "from 1 to 1000 minutes"]);
    }
    run_text(&reporting("halving_min = [10, 20]"))
        .fails_with(3)
        .says(&["halving_min must have three numbers"]);
    run_text(&reporting("halving_min = 20")).fails_with(3).says(&["halving_min must be a list of numbers"]);
    run_text(&reporting("counter_share = { rape = [0.25, 0.3, 1.2] }"))
        .fails_with(3)
        .says(&["counter_share of rape holds 1.2", "a share, from 0 to 1"]);
    run_text(&reporting("channel_shift = { default = [0.9, 0.8, 0.95] }"))
        .fails_with(3)
        .says(&["the range of channel_shift of default does not ascend"]);
    run_text(&reporting("reporting_rate = { burglary = [0, 0.5, 0.6] }"))
        .fails_with(3)
        .says(&["reporting_rate of burglary holds 0", "from 0.01 to 1"]);
    run_text(&reporting("reporting_rate = { burglary = [\"few\", 0.5, 0.6] }")).fails_with(3).says(&[
        "burglary must be a list of numbers",
        "this is a string",
        "write a list of numbers such as",
    ]);
    run_text(&reporting("domestic_share_of_violence = [0.2, 0.3, 2]"))
        .fails_with(3)
        .says(&["domestic_share_of_violence holds 2"]);
}

#[test]
fn crime_types_that_the_city_does_not_have() {
    run_text(&reporting("crime_types = [\"burglery\", \"rape\", \"rape\"]")).fails_with(3).says(&[
        "unknown crime type \"burglery\"",
        "did you mean burglary?",
        "crime type \"rape\" is listed twice",
    ]);
    run_text(&reporting("crime_types = []")).fails_with(3).says(&["crime_types is empty"]);
    run_text(&reporting("counter_share = { witchcraft = [0, 0, 0] }"))
        .fails_with(3)
        .says(&["unknown crime type \"witchcraft\"", "counter_share knows domestic_abuse"]);
}

#[test]
fn samples_and_seeds_that_are_none() {
    for samples in ["0", "-1", "99", "1.5", "1e12", "nan"] {
        run_text(&reporting(&format!("samples = {samples}")))
            .fails_with(3)
            .says(&["samples holds", "a whole number from 100 to 65536"]);
    }
    run_text(&reporting("seed = -1")).fails_with(3).says(&["seed holds -1"]);
    run_text(&reporting("sample = 100"))
        .fails_with(3)
        .says(&["unknown key \"sample\"", "did you mean samples?"]);
}

#[test]
fn places_and_modes_of_reports_that_are_not_measured() {
    run_text(&reporting("places = [\"W11\", \"Ealling\", \"Ealing\", \"ealing\"]")).fails_with(3).says(&[
        "areas of W11 are not in the study area",
        "unknown place \"Ealling\"",
        "did you mean Ealing, or",
        "place \"ealing\" is listed twice",
    ]);
    run_text(&reporting("places = [\"Village\"]"))
        .fails_with(3)
        .says(&["more than one ward", "Village (Merton)"]);
    run_text(&reporting("mode = \"drive\"")).fails_with(3).says(&["mode \"drive\"", "with times are walk"]);
    let straight = scenario(EALING, "modes = [\"crow-fly\"]", &format!("{CLOSE}\n[reporting]\n"));
    run_text(&straight).fails_with(3).says(&["a mode with times is missing", "modes of [access]"]);
}

#[test]
fn an_overlay_on_what_it_is_not_about() {
    let overlay = "overlay = \"facchetti-2024\"\n";
    run_text(&reporting(overlay)).fails_with(3).says(&[
        "stations closed as a whole, officers and all",
        "applies to no option",
        "whole_station_closures = [",
    ]);
    run_text(&reporting(&format!("{overlay}whole_station_closures = [\"hours\"]")))
        .fails_with(3)
        .says(&["option \"hours\" closes nothing"]);
    run_text(&reporting(&format!("{overlay}whole_station_closures = [\"o\", \"o\", \"our\"]")))
        .fails_with(3)
        .says(&["option \"o\" is listed twice", "unknown option \"our\"", "did you mean hours"]);
    run_text(&reporting("whole_station_closures = [\"o\"]"))
        .fails_with(3)
        .says(&["without an overlay", "facchetti-2024"]);
    run_text(&reporting("overlay = \"fachetti\"\nwhole_station_closures = [\"o\"]"))
        .fails_with(3)
        .says(&["unknown overlay \"fachetti\"", "did you mean facchetti-2024?"]);
}
