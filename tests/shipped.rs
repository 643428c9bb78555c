//! `output/` is what the shipped scenarios and claims give, byte for byte (but for `this_run` in `run.json`).
//!
//! The big tables are not kept in the repository; `output/SHA256SUMS` holds the hash of every file. To renew all of it
//! after a change that is meant: `BLUELAMP_RENEW=1 cargo test --test shipped`.

mod common;

use bluelamp::city::{shipped_claims, shipped_scenarios};
use common::{bluelamp, contents, project};
use sha2::{Digest, Sha256};

fn sums(name: &str, files: &[(String, Vec<u8>)]) -> Vec<String> {
    let hash = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect::<String>();
    files.iter().map(|(file, bytes)| format!("{}  {name}/{file}", hash(bytes))).collect()
}

/// What `output/.gitignore` does not leave out.
fn is_kept(file: &str) -> bool {
    !(file.starts_with("areas") || file == "zones.geojson" || file == "summary.csv" || file == "week.csv")
}

#[test]
fn the_committed_results_are_what_the_program_writes() {
    let folder = tempfile::tempdir().unwrap();
    let renew = std::env::var_os("BLUELAMP_RENEW").is_some();
    let mut actual = Vec::new();
    let runs = shipped_scenarios().into_iter().map(|name| (vec!["run", name, "--quiet"], name));
    let checks = shipped_claims().into_iter().map(|name| (vec!["check", name], name));
    for (words, name) in runs.chain(checks) {
        let committed = project("output").join(name);
        let mut command = bluelamp();
        command.args(words).current_dir(project(""));
        // To renew, the command as README has it: no path of this machine gets into run.json.
        let out = if renew { committed.clone() } else { folder.path().join(name) };
        if !renew {
            command.arg("--out").arg(&out);
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let files = contents(&out);
        actual.extend(sums(name, &files));
        let committed: Vec<_> = contents(&committed).into_iter().filter(|(f, _)| is_kept(f)).collect();
        let written: Vec<_> = files.into_iter().filter(|(f, _)| is_kept(f)).collect();
        let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(f, _)| f.clone()).collect::<Vec<_>>();
        assert_eq!(names(&written), names(&committed), "{name}");
        for ((file, bytes), (_, expected)) in written.iter().zip(&committed) {
            assert!(bytes == expected, "{name}/{file} differs from output/");
        }
    }
    let path = project("output/SHA256SUMS");
    let text = actual.join("\n") + "\n";
    if renew {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "the files of the shipped scenarios");
}
