//! The order of the floors: a module imports only from floors below it (ARCHITECTURE.md).

mod common;

use std::fs;
use std::path::{Path, PathBuf};

/// Top to bottom.
const FLOORS: [&str; 11] = [
    "cli", "charts", "report", "claims", "impact", "access", "response", "scenario", "travel", "city",
    "space",
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found
}

/// The modules that a file names after `crate::`.
fn imports(text: &str) -> Vec<&str> {
    let end = |rest: &str| rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    text.split("crate::").skip(1).map(|rest| &rest[..end(rest)]).collect()
}

#[test]
fn every_import_goes_down() {
    let mut looked_at = 0;
    for (floor, module) in FLOORS.iter().enumerate() {
        for file in files(&common::project("src").join(module)) {
            let text = fs::read_to_string(&file).unwrap();
            for import in imports(&text) {
                let Some(below) = FLOORS.iter().position(|f| *f == import) else { continue };
                looked_at += 1;
                assert!(below >= floor, "{} imports crate::{import}, a floor above it", file.display());
            }
        }
    }
    assert!(looked_at > 50, "the scan found next to nothing: has the layout changed?");
}

#[test]
fn only_the_command_line_prints_and_nothing_reads_the_clock_for_a_result() {
    for file in files(&common::project("src")) {
        let code = |line: &&str| !line.trim_start().starts_with("//");
        let text: String = fs::read_to_string(&file).unwrap().lines().filter(code).collect();
        let in_cli = file.components().any(|c| c.as_os_str() == "cli");
        for forbidden in ["println!", "print!(", "eprint!", "eprintln!", "Instant::now", "SystemTime", "dbg!"]
        {
            assert!(in_cli || !text.contains(forbidden), "{} has {forbidden}", file.display());
        }
    }
}
