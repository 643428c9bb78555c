//! `report.html` in a real browser (`tests/page/`, headless Chromium from `file://`), and what can be said of it without one.
//!
//! The browser tests need `chromium`, `node` and `npm ci` in `tests/page`, as `.ci/run` does it; without, they are skipped
//! and say so.

mod common;

use std::io::Write;
use std::path::Path;
use std::process::Command;

use bluelamp::city::shipped_scenarios;
use common::westshire::Westshire;
use common::westshire_run::Run;
use common::{bluelamp, project};
use tempfile::TempDir;

/// Bytes that a page may have: of a part of London, and of all of it.
const MOST_BYTES: [u64; 2] = [3_000_000, 8_000_000];

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|o| o.status.success())
}

/// Runs a script of `tests/page`, where there is a browser to run it in.
fn in_browser(script: &str, arguments: &[&str]) {
    let folder = project("tests/page");
    let missing = [
        (!has("node"), "node"),
        (!has("chromium"), "chromium"),
        (!folder.join("node_modules/playwright-core").is_dir(), "`npm ci` in tests/page"),
    ];
    if let Some((_, what)) = missing.iter().find(|(is_missing, _)| *is_missing) {
        // Past the harness, which keeps what a passing test prints.
        let told = format!("SKIPPED: tests/page/{script} needs {what}\n");
        std::io::stderr().write_all(told.as_bytes()).unwrap();
        return;
    }
    let output = Command::new("node").arg(folder.join(script)).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{script}: {}{}", text(&output.stdout), text(&output.stderr));
}

fn run(scenario: &str, out: &Path) {
    let mut command = bluelamp();
    command.args(["run", scenario, "--quiet", "--out"]).arg(out).current_dir(project(""));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn path(folder: &Path, file: &str) -> String {
    folder.join(file).to_str().unwrap().to_string()
}

#[test]
fn every_option_of_every_shipped_scenario_has_the_figures_of_summary_csv() {
    for scenario in shipped_scenarios() {
        let folder = TempDir::new().unwrap();
        let out = folder.path().join(scenario);
        run(scenario, &out);
        let size = std::fs::metadata(out.join("report.html")).unwrap().len();
        let is_of_all = scenario.starts_with("london");
        assert!(size < MOST_BYTES[usize::from(is_of_all)], "{scenario}: {size} bytes");
        in_browser("figures.mjs", &[&path(&out, "report.html"), &path(&out, "summary.csv")]);
        if scenario == "response-west-london" {
            // The section on response is on this page alone.
            in_browser("access.mjs", &[&path(&out, "report.html")]);
        }
    }
}

#[test]
fn a_reader_switches_stations_and_nobody_is_shut_out() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    run("west-london-2017", &out);
    in_browser("reader.mjs", &[&path(&out, "report.html"), &path(&out, "summary.csv")]);
    in_browser("access.mjs", &[&path(&out, "report.html")]);
}

const EVIL: &str = "<script>alert(1)</script>";

/// One area, forty options of which none changes anything, and names that look like markup.
fn hostile(folder: &Path, out: &Path) -> Command {
    let title = format!("{EVIL} {}", "a long title & ".repeat(14));
    let mut text = format!(
        "title = '{title}'\nquestion = '</script><img src=x onerror=alert(2)>'\ncity = \"westshire\"\n[study]\n\
         name = '</title>{EVIL}'\ndistricts = [\"AA2\"]\n[access]\nmodes = [\"crow-fly\", \"walk\"]\ntimes = [\"any\", \"Tue 23:00\"]\n"
    );
    for option in 0..40 {
        text.push_str(&format!(
            "[[option]]\nid = \"o{option}\"\ntitle = '{EVIL} {option}'\nhours = {{ 'Town Hall {EVIL}' = \"24/7\" }}\n"
        ));
    }
    let scenario = folder.join("hostile.toml");
    std::fs::write(&scenario, text).unwrap();
    let mut command = bluelamp();
    command.arg("run").arg(scenario).args(["--quiet", "--out"]).arg(out);
    command
}

#[test]
fn names_that_look_like_markup_are_text() {
    let city = Westshire::new()
        .replace("stations.csv", "Town <Hall> & Co", &format!("Town Hall {EVIL}"))
        .replace("areas.csv", ",Westshire,AA2,", ",Westshire,AA3,")
        .replace("areas.csv", ",Westshire,,", ",Westshire,AA2,");
    let run = Run::of(&city, hostile);
    run.succeeds();
    let page = std::fs::read_to_string(run.out.join("report.html")).unwrap();
    assert!(
        !page.contains(EVIL) && !page.contains("<img") && page.contains("&#60;script&#62;alert(1)"),
        "escaped"
    );
    // One program, and texts that are none.
    let programs = page.matches("<script>").count();
    let texts = page.matches("<script type=\"text/plain\"").count();
    assert_eq!((programs, page.matches("<script").count()), (1, 1 + texts));
    assert!(page.contains("default-src &#39;none&#39;;"), "nothing may be fetched");
    for word in ["src=\"", "href=\"http", "@import", "url("] {
        assert!(!page.contains(word), "{word} in the page");
    }
    in_browser("small.mjs", &[&path(&run.out, "report.html"), EVIL, "40"]);
}
