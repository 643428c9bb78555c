//! `bluelamp city build --osm`: the hand-made city gets the roads of a hand-made extract.

mod common;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use common::pbf::{Map, Packing};
use common::westshire::Westshire;
use common::{bluelamp, project};
use tempfile::TempDir;

type Words = &'static [(&'static str, &'static str)];
const STREET: Words = &[("highway", "residential"), ("name", "Mill Road")];

/// One street by both stations, with a turn at each end, and a footpath off it.
fn extract() -> Map {
    Map::new()
        .node_at(1, -1.50, 53.80)
        .node_at(2, -1.48, 53.80)
        .node_at(3, -1.46, 53.80)
        .node_at(4, -1.48, 53.79)
        .way(101, &[1, 2, 3], STREET)
        .way(102, &[2, 4], &[("highway", "footway")])
}

struct Built {
    code: i32,
    stdout: String,
    stderr: String,
    folder: TempDir,
}

impl Built {
    fn command(&self, args: &[&str]) -> (i32, String, String) {
        ended(bluelamp().args(args).current_dir(&self.folder))
    }

    fn refused(&self, words: &[&str]) {
        assert_eq!(self.code, 4, "{}", self.stderr);
        for word in words {
            assert!(self.stderr.contains(word), "{word:?} is not in:\n{}", self.stderr);
        }
        assert!(!self.folder.path().join("new").exists(), "something was written");
        let hidden = fs::read_dir(&self.folder).unwrap().map(|e| e.unwrap().file_name());
        assert!(hidden.into_iter().all(|name| !name.to_string_lossy().starts_with('.')));
    }
}

fn ended(command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert!(!stderr.contains("panicked"), "{stderr}");
    (output.status.code().unwrap(), stdout, stderr)
}

fn build(bytes: &[u8], city: &Westshire, more: &[&str]) -> Built {
    let folder = TempDir::new().unwrap();
    city.write(&folder.path().join("westshire"));
    fs::write(folder.path().join("map.osm.pbf"), bytes).unwrap();
    let args = ["city", "build", "--osm", "map.osm.pbf"];
    let (code, stdout, stderr) = ended(bluelamp().args(args).args(more).current_dir(&folder));
    Built { code, stdout, stderr, folder }
}

const INTO_NEW: [&str; 4] = ["--city", "westshire", "--out", "new"];

#[test]
fn a_city_gets_the_roads_of_an_extract_and_runs() {
    let built = build(&extract().bytes(Packing::Zlib), &Westshire::new(), &INTO_NEW);
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert!(
        built.stdout.contains("residential") && built.stdout.contains("are assumptions"),
        "{}",
        built.stdout
    );
    assert!(!built.stdout.contains("warning"), "{}", built.stdout);
    let manifest: toml::Table =
        fs::read_to_string(built.folder.path().join("new/city.toml")).unwrap().parse().unwrap();
    assert_eq!(manifest["id"].as_str(), Some("westshire-osm"));
    let files = manifest["file"].as_array().unwrap();
    for name in ["road_nodes.csv", "roads.csv", "local_streets.csv", "speeds.csv"] {
        let file = files.iter().find(|f| f["name"].as_str() == Some(name)).unwrap();
        assert_eq!(
            file["attribution"].as_str(),
            Some("(c) OpenStreetMap contributors, openstreetmap.org/copyright")
        );
        assert_eq!(file["licence"].as_str(), Some("Open Data Commons Open Database License 1.0"));
    }
    let station = files.iter().find(|f| f["name"].as_str() == Some("stations.csv")).unwrap();
    assert_eq!(station["attribution"].as_str(), Some("me"), "what is kept keeps its source");
    let (code, said, _) = built.command(&["city", "check", "new"]);
    assert!(code == 0 && said.contains("valid"));
    fs::write(
        built.folder.path().join("mine.toml"),
        "title = \"T\"\ncity = \"new\"\n[access]\nmodes = [\"walk\", \"drive\"]\n[[option]]\nid = \"o\"\n\
         close_counter = [\"The Mill\"]\n",
    )
    .unwrap();
    let (code, _, said) = built.command(&["run", "mine.toml", "--out", "out"]);
    assert_eq!(code, 0, "{said}");
    assert!(fs::read_to_string(built.folder.path().join("out/run.json")).unwrap().contains("OpenStreetMap"));
    // 0.04 degrees of longitude at this latitude are 2.64 km; a residential street in the assumed speeds: 20 km/h.
    let (code, said, _) = built.command(&["route", "The Mill", "Town <Hall> & Co", "--city", "new"]);
    assert!(code == 0 && said.contains("7.9 minutes") && said.contains("2.64 km"), "{said}");
    let way = fs::read_to_string(built.folder.path().join("route.geojson")).unwrap();
    assert!(way.contains("OpenStreetMap contributors"));
}

/// Built again over itself, from a newer extract: the same names, the same bytes.
#[test]
fn a_second_build_changes_nothing() {
    let built = build(&extract().bytes(Packing::Zlib), &Westshire::new(), &INTO_NEW);
    let before = files_of(&built.folder.path().join("new"));
    let again = ["city", "build", "--osm", "map.osm.pbf", "--city", "./new", "--out", "new"];
    let (code, _, said) = built.command(&again);
    assert_eq!(code, 0, "{said}");
    assert!(files_of(&built.folder.path().join("new")) == before);
}

fn files_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap())
        .map(|e| (e.file_name().to_string_lossy().into_owned(), fs::read(e.path()).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn a_station_that_the_extract_does_not_cover_is_told_of() {
    let half = Map::new().node_at(1, -1.50, 53.80).node_at(2, -1.51, 53.80).way(101, &[1, 2], STREET);
    let built = build(&half.bytes(Packing::Zlib), &Westshire::new(), &INTO_NEW);
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert!(built.stdout.contains("warning: The Mill is 2.6 km from every road"), "{}", built.stdout);
}

#[test]
fn an_extract_of_another_region_is_refused() {
    let street = |lon: f64, lat: f64| {
        let ends = Map::new().node_at(1, lon, lat).node_at(2, lon + 0.001, lat);
        ends.way(101, &[1, 2], STREET).bytes(Packing::Zlib)
    };
    let near_london = extract().bytes(Packing::Raw);
    build(&near_london, &Westshire::new(), &["--city", "london-2017", "--out", "new"]).refused(&[
        "another place than the city",
        "km from every station",
        "--city names the city",
    ]);
    for (lon, lat) in
        [(-0.1, 51.5), (24.9, 60.2), (151.2, -33.9), (178.5, 89.5), (53.8, -1.5), (-1.48, 53.83)]
    {
        build(&street(lon, lat), &Westshire::new(), &INTO_NEW).refused(&[
            "map.osm.pbf is of another place than the city",
            "help: give the extract of the city",
        ]);
    }
}

/// A country's extract holds the city, and far too much else.
#[test]
fn an_extract_of_the_whole_country_is_refused_before_anything_is_written() {
    let far = extract().node_at(11, -5.5, 50.1).way(103, &[3, 11], STREET);
    build(&far.bytes(Packing::Zlib), &Westshire::new(), &INTO_NEW)
        .refused(&["beyond the stations", "osmium extract"]);
}

#[test]
fn extracts_that_are_none() {
    let whole = extract().bytes(Packing::Zlib);
    let refused = |bytes: &[u8], words: &[&str]| build(bytes, &Westshire::new(), &INTO_NEW).refused(words);
    refused(&whole[..whole.len() - 7], &["map.osm.pbf is cut short", "help: fetch the file again"]);
    for part in 1..8 {
        refused(&whole[..whole.len() * part / 8], &["map.osm.pbf", "help: "]);
    }
    refused(b"", &["map.osm.pbf", "help: "]);
    refused(b"<?xml version=\"1.0\"?><osm></osm>", &["no OpenStreetMap file in PBF form", "help: "]);
    refused(&extract().bytes(Packing::Lzma), &["needs a reader that can do", "help: "]);
    let without =
        Map::new().node_at(1, -1.5, 53.8).node_at(2, -1.49, 53.8).way(1, &[1, 2], &[("building", "yes")]);
    refused(&without.bytes(Packing::Zlib), &["no street or path", "help: "]);
}

/// What is wrong with the rest of the city is found before the folder is written.
#[test]
fn a_city_that_is_not_valid_is_refused() {
    let broken = Westshire::new().replace("zones.geojson", "\"z2\"", "\"z3\"");
    build(&extract().bytes(Packing::Zlib), &broken, &INTO_NEW)
        .refused(&["zones.geojson", "no outline of zone z2"]);
    let nowhere =
        build(&extract().bytes(Packing::Zlib), &Westshire::new(), &["--city", "./gone", "--out", "new"]);
    nowhere.refused(&["gone"]);
}

#[test]
fn folders_and_words_of_the_command_line() {
    let whole = extract().bytes(Packing::Zlib);
    let code = |more: &[&str]| build(&whole, &Westshire::new(), more).code;
    assert_eq!(code(&["--city", "westshire"]), 2, "--osm without --out");
    assert_eq!(code(&["--raw", ".", "--out", "new"]), 2, "--osm and --raw");
    assert_eq!(bluelamp().args(["city", "build", "--city", "x"]).output().unwrap().status.code(), Some(2));
    let missing = ["city", "build", "--osm", "/nowhere.osm.pbf", "--out", "/tmp/bluelamp-never"];
    let (code, _, said) = ended(bluelamp().args(missing));
    assert!(code == 4 && said.contains("/nowhere.osm.pbf") && said.contains("help: "), "{said}");
    // A folder with something else in it, and a file, stay as they are.
    let kept = build(&whole, &Westshire::new(), &["--city", "westshire", "--out", "westshire"]);
    assert_eq!(kept.code, 5, "{}", kept.stderr);
    assert!(kept.stderr.contains("not an earlier result") && kept.stderr.contains("help: "));
    assert!(!kept.folder.path().join("westshire/roads.csv").exists());
    let file = build(&whole, &Westshire::new(), &["--city", "westshire", "--out", "map.osm.pbf"]);
    assert_eq!(file.code, 5, "{}", file.stderr);
    assert!(fs::read(file.folder.path().join("map.osm.pbf")).unwrap() == whole);
}

/// The real extract that `tests/osm/fetch.sh` fetches.
#[test]
fn helsinki_is_not_london() {
    let named = std::env::var_os("BLUELAMP_HELSINKI_PBF").map(Into::into);
    let path = named.unwrap_or_else(|| project("target/test-data/Helsinki.osm.pbf"));
    if !path.is_file() {
        // Past the test harness, which would keep it to itself.
        let _ = writeln!(std::io::stderr(), "SKIPPED: no extract at {} (tests/osm/fetch.sh)", path.display());
        return;
    }
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("new");
    let mut command = bluelamp();
    let (code, _, said) = ended(command.args(["city", "build", "--osm"]).arg(path).arg("--out").arg(&out));
    assert_eq!(code, 4, "{said}");
    assert!(said.contains("another place than the city") && said.contains("km from every station"), "{said}");
    assert!(!out.exists());
}
