//! What is inside the binary: the scenario files and the London city folder.

use include_dir::{Dir, include_dir};

static SCENARIOS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/scenarios");

/// A shipped city folder by name, such as `london-2017`.
pub fn shipped_city(name: &str) -> Option<&'static Dir<'static>> {
    SCENARIOS.get_dir(name).filter(|dir| dir.get_file(dir.path().join("city.toml")).is_some())
}

/// The text of a shipped scenario or claim file by name, such as `west-london-2017`.
pub fn shipped_scenario(name: &str) -> Option<&'static str> {
    let name = name.strip_suffix(".toml").unwrap_or(name);
    SCENARIOS.get_file(format!("{name}.toml")).and_then(|file| file.contents_utf8())
}

/// The names of the shipped scenarios, in alphabetical order.
pub fn shipped_scenarios() -> Vec<&'static str> {
    shipped(Kind::Scenario)
}

/// The names of the shipped files that close fire stations, in alphabetical order.
pub fn shipped_backtests() -> Vec<&'static str> {
    shipped(Kind::Backtest)
}

/// The names of the shipped claim files, in alphabetical order.
pub fn shipped_claims() -> Vec<&'static str> {
    shipped(Kind::Claims)
}

/// What a file is, told by a table that only its kind has.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Scenario,
    Claims,
    Backtest,
}

fn kind(text: &str) -> Kind {
    let has = |table: &str| text.lines().any(|line| line.trim() == table);
    match (has("[[claim]]"), has("[first_arrival]")) {
        (true, _) => Kind::Claims,
        (false, true) => Kind::Backtest,
        (false, false) => Kind::Scenario,
    }
}

fn shipped(wanted: Kind) -> Vec<&'static str> {
    let files = SCENARIOS.files().filter(|f| f.path().extension().is_some_and(|e| e == "toml"));
    let files = files.filter(|f| f.contents_utf8().is_some_and(|text| kind(text) == wanted));
    let mut names: Vec<&str> = files.filter_map(|f| f.path().file_stem()?.to_str()).collect();
    names.sort_unstable();
    names
}
