//! A scenario that names a claim file: its claims are checked with it, and its mistakes shown where they stand.

mod common;

use std::fs;
use std::process::Output;

use common::bluelamp;
use tempfile::TempDir;

const SCENARIO: &str = "\
title = \"T\"
claims = \"said.toml\"
[study]
wards = [\"Norland (Kensington and Chelsea)\"]
[access]
modes = [\"crow-fly\"]
times = [\"any\"]
[[option]]
id = \"o\"
close_counter = [\"Notting Hill\"]
";

const CLAIMS: &str = "\
title = \"What was said\"
[[claim]]
id = \"A\"
text = \"London had 73 counters\"
speaker = \"me\"
date = \"2017\"
source = \"here\"
quantity = \"counters\"
place = \"London\"
says = \"73 counters\"
";

struct Folder(TempDir);

impl Folder {
    fn new(scenario: &str, claims: &str) -> Folder {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("s.toml"), scenario).unwrap();
        fs::write(folder.path().join("said.toml"), claims).unwrap();
        Folder(folder)
    }

    fn bluelamp(&self, words: &[&str]) -> Output {
        bluelamp().args(words).current_dir(self.0.path()).output().unwrap()
    }

    /// Standard error of what must fail with the code of a wrong scenario.
    fn refused(&self) -> String {
        let done = self.bluelamp(&["run", "s.toml", "--out", "out"]);
        let stderr = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(3), "{stderr}");
        assert!(!self.0.path().join("out").exists());
        stderr
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }
}

#[test]
fn a_run_draws_the_verdicts_that_check_draws() {
    // The file stands beside the scenario; its ending may be left out.
    let folder = Folder::new(&SCENARIO.replace("said.toml", "said"), CLAIMS);
    assert!(folder.bluelamp(&["run", "s.toml", "--out", "out", "--quiet"]).status.success());
    assert!(folder.bluelamp(&["check", "said.toml", "--out", "checked"]).status.success());
    let drawn = folder.read("out/charts/claim_verdicts.csv");
    assert!(
        drawn.contains("A,London had 73 counters,73 counters,73.0000,73.0000,73.0000,1.0000,1.0000,holds"),
        "{drawn}"
    );
    for ending in ["csv", "svg"] {
        let name = format!("charts/claim_verdicts.{ending}");
        assert_eq!(folder.read(&format!("out/{name}")), folder.read(&format!("checked/{name}")));
    }
    let told = folder.bluelamp(&["validate", "s.toml"]);
    assert!(String::from_utf8(told.stdout).unwrap().contains("1 option, 1 claim"));
}

#[test]
fn an_unknown_claim_file_is_shown_with_its_place_and_what_is_near() {
    let stderr = Folder::new(&SCENARIO.replace("said.toml", "claims-2071"), CLAIMS).refused();
    for words in
        ["there is no claim file \"claims-2071\"", "s.toml:2:10", "not found", "did you mean claims-2017?"]
    {
        assert!(stderr.contains(words), "{words:?} is not in:\n{stderr}");
    }
    let stderr = Folder::new(&SCENARIO.replace("\"said.toml\"", "3"), CLAIMS).refused();
    assert!(stderr.contains("claims must be a text in quotes"), "{stderr}");
}

#[test]
fn a_mistake_in_the_claim_file_is_shown_where_it_stands() {
    let folder =
        Folder::new(SCENARIO, &CLAIMS.replace("73 counters\"\n", "73 parsecs\"\n").replace("\"me\"", "3"));
    let stderr = folder.refused();
    for words in ["said.toml:5:", "said.toml:10:", "speaker must be a text"] {
        assert!(stderr.contains(words), "{words:?} is not in:\n{stderr}");
    }
    assert!(!stderr.contains("s.toml:2"), "{stderr}");
    // A scenario is no claim file, and says so of itself.
    let stderr = Folder::new(&SCENARIO.replace("said.toml", "s.toml"), CLAIMS).refused();
    assert!(stderr.contains("unknown key \"option\""), "{stderr}");
}

#[test]
fn claims_about_another_city_are_refused() {
    let folder = Folder::new(SCENARIO, &format!("city = \"./elsewhere\"\n{CLAIMS}"));
    let stderr = folder.refused();
    assert!(stderr.contains("about another city") && stderr.contains("s.toml:2:10"), "{stderr}");
}
