//! Shared by the integration tests.
#![allow(dead_code, reason = "every test file uses a part of this")]

pub mod ipea;
pub mod pbf;
pub mod slow_response;
pub mod westshire;
pub mod westshire_run;
pub mod whole;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use bluelamp::city::{City, CityFiles, Roads, load};
use bluelamp::scenario::{Scenario, ScenarioFile};

/// A file of the project, wherever the tests run.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The shipped city, loaded once per test binary.
pub fn london() -> &'static City {
    static LONDON: OnceLock<City> = OnceLock::new();
    LONDON.get_or_init(|| {
        load(CityFiles::Folder(project("scenarios/london-2017"))).expect("the shipped city is valid")
    })
}

/// The shipped city's roads, loaded once per test binary.
pub fn roads() -> Option<&'static Roads> {
    static ROADS: OnceLock<Option<Roads>> = OnceLock::new();
    ROADS.get_or_init(|| london().roads().expect("the shipped roads are valid")).as_ref()
}

/// Compares a committed table of `output/` with what the test works out, or renews it (`BLUELAMP_RENEW=1`).
pub fn committed(path: &str, actual: &[u8]) {
    let path = project("output").join(path);
    if std::env::var_os("BLUELAMP_RENEW").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("output/ can be written");
        std::fs::write(&path, actual).expect("output/ can be written");
    }
    let expected = std::fs::read(&path).unwrap_or_default();
    assert!(expected == actual, "{} differs:\n{}", path.display(), String::from_utf8_lossy(actual));
}

/// A shipped scenario against the shipped city.
pub fn shipped(name: &str) -> Scenario {
    let path = project(&format!("scenarios/{name}.toml"));
    let file = ScenarioFile::open(path.to_str().expect("a UTF-8 path")).expect("the file is there");
    Scenario::check(&file, london()).expect("a shipped scenario is valid")
}

/// The command, as a user has it.
pub fn bluelamp() -> Command {
    Command::new(env!("CARGO_BIN_EXE_bluelamp"))
}

/// Every file below `folder` with its bytes, sorted by path; `run.json` without what differs from run to run.
pub fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a readable folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("below it").to_string_lossy().into_owned();
            let bytes = std::fs::read(&path).expect("a readable file");
            files.push((name.clone(), if name == "run.json" { comparable(&bytes) } else { bytes }));
        }
    }
    files.sort();
    files
}

fn comparable(run_json: &[u8]) -> Vec<u8> {
    let mut record: serde_json::Value = serde_json::from_slice(run_json).expect("run.json is JSON");
    assert!(record.as_object_mut().expect("an object").remove("this_run").is_some());
    record.to_string().into_bytes()
}
