//! A closure costs no search: 1,000 options are 1,000 masks over the same matrix. In a file of its own, because the
//! searches of a whole process are counted.

mod common;

use bluelamp::impact::{assess, measure};
use bluelamp::scenario::{Scenario, ScenarioFile};
use bluelamp::travel::routing::searches;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Walk, and drive in four periods.
const PLANES: u64 = 5;

#[test]
fn a_thousand_options_search_once_a_station_and_plane() {
    let city = common::london();
    let counters: Vec<&str> =
        city.stations.iter().filter(|s| s.counter.is_some()).map(|s| s.name.as_str()).collect();
    let mut rng = ChaCha8Rng::seed_from_u64(1000);
    let mut text =
        "title = \"A thousand options\"\ncity = \"london-2017\"\n[study]\nboroughs = [\"Hounslow\"]\n\
                    [access]\nmodes = [\"walk\", \"drive\"]\ntimes = [\"any\", \"Tue 08:30\"]\n"
            .to_string();
    for option in 0..1000 {
        let first = rng.random_range(0..counters.len());
        let second = (first + rng.random_range(1..counters.len())) % counters.len();
        text.push_str(&format!(
            "[[option]]\nid = \"o{option}\"\ntitle = \"Option {option}\"\nclose_counter = [{:?}, {:?}]\n",
            counters[first], counters[second]
        ));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("thousand.toml");
    std::fs::write(&path, text).unwrap();
    let file = ScenarioFile::open(path.to_str().unwrap()).unwrap();
    let scenario = Scenario::check(&file, city).unwrap();
    assert_eq!(scenario.options.len(), 1000);
    let roads = common::roads();

    let matrix = measure(city, roads, &scenario);
    let impact = assess(city, &scenario, &matrix);

    assert_eq!(searches(), PLANES * scenario.sites.len() as u64);
    let evaluated: usize = impact.modes.iter().map(|m| m.evaluations.len()).sum();
    assert!(evaluated > 1000, "{evaluated} different open sets were evaluated");
}
