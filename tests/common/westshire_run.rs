//! Commands run on the hand-made city, and what came of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use super::bluelamp;
use super::westshire::Westshire;

pub const TOWN_HALL: &str = "Town <Hall> & Co";

const LOCK_HOUSE: &str = "lock,Lock House,Westshire,3 Lock Lane,AA1 1AC,-1.4385,53.795,24/7,me,high,10";

/// What a command did in a folder that holds the city.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
    pub folder: TempDir,
    pub out: PathBuf,
}

impl Run {
    pub fn of(city: &Westshire, command: impl Fn(&Path, &Path) -> Command) -> Run {
        let folder = TempDir::new().unwrap();
        city.write(&folder.path().join("westshire"));
        let out = folder.path().join("out");
        let Output { status, stdout, stderr } =
            command(folder.path(), &out).current_dir(&folder).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let run =
            Run { code: status.code().unwrap(), stdout: text(stdout), stderr: text(stderr), folder, out };
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        run
    }

    pub fn says(&self, words: &[&str]) -> &Self {
        for word in words {
            assert!(self.stderr.contains(word), "{word:?} is not in:\n{}", self.stderr);
        }
        self
    }

    pub fn succeeds(&self) -> &Self {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self
    }

    pub fn fails_with(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{}", self.stderr);
        assert!(!self.out.exists(), "something was written");
        assert!(self.stdout.is_empty(), "{}", self.stdout);
        self
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&fs::read(self.folder.path().join(name)).unwrap()).unwrap()
    }

    pub fn warnings(&self) -> Vec<String> {
        let record = self.json("out/run.json");
        record["warnings"].as_array().unwrap().iter().map(|w| w.as_str().unwrap().to_string()).collect()
    }

    /// A cell of `areas.csv`.
    pub fn cell(&self, area: &str, time: &str, column: &str) -> String {
        let mut reader = csv::Reader::from_path(self.out.join("areas.csv")).unwrap();
        let at = reader.headers().unwrap().iter().position(|h| h == column).unwrap();
        let mut rows = reader.records().map(Result::unwrap);
        rows.find(|r| &r[1] == area && &r[7] == time).unwrap()[at].to_string()
    }

    pub fn number(&self, area: &str, time: &str, column: &str) -> f64 {
        self.cell(area, time, column).parse().unwrap()
    }
}

/// A scenario that closes the mill.
pub fn run_with(city: &Westshire, access: &str) -> Run {
    Run::of(city, |folder, out| {
        let path = folder.join("mine.toml");
        let text = format!(
            "title = \"T\"\ncity = \"westshire\"\n[access]\n{access}\n[[option]]\nid = \"o\"\n\
             close_counter = [\"The Mill\"]\n"
        );
        fs::write(&path, text).unwrap();
        let mut command = bluelamp();
        command.arg("run").arg(path).args(["--areas", "all", "--out"]).arg(out);
        command
    })
}

pub fn drive(city: &Westshire) -> Run {
    run_with(city, "modes = [\"drive\"]\ntimes = [\"any\", \"Tue 08:30\", \"Tue 12:00\"]")
}

pub fn route_with(city: &Westshire, words: &[&str]) -> Run {
    Run::of(city, |_, out| {
        let mut command = bluelamp();
        command.arg("route").args(words).args(["--city", "westshire", "--out"]).arg(out);
        command
    })
}

/// Minutes, metres and streets of a journey.
pub fn journey(city: &Westshire, words: &[&str]) -> (f64, f64, Vec<String>) {
    let run = route_with(city, words);
    run.succeeds();
    let way = run.json("out")["features"][0]["properties"].clone();
    let streets = way["streets"].as_array().unwrap().iter().map(|s| s.as_str().unwrap().to_string());
    (way["minutes"].as_f64().unwrap(), way["metres"].as_f64().unwrap(), streets.collect())
}
