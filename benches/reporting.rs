//! Reports at risk under thousands of samples of their assumptions.
//!
//! `cargo bench --bench reporting`; figures and machine in `README.md`.

use bluelamp::access::DecayRates;
use bluelamp::city::{City, CityFiles, Roads, load};
use bluelamp::impact::{baseline_minutes, measure, reports_at_risk};
use bluelamp::scenario::{Scenario, ScenarioFile};
use criterion::{Criterion, criterion_group, criterion_main};

fn city() -> (City, Roads) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/london-2017");
    let city = load(CityFiles::Folder(folder.into())).expect("the shipped city is valid");
    let roads = city.roads().expect("the shipped roads are valid").expect("London has roads");
    (city, roads)
}

fn scenario(name: &str, city: &City, reporting: &str) -> Scenario {
    let shipped = format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&shipped).expect("a shipped scenario");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("bench.toml");
    std::fs::write(&path, text + reporting).expect("a file in it");
    let file = ScenarioFile::open(path.to_str().expect("a UTF-8 path")).expect("the file is there");
    Scenario::check(&file, city).expect("a valid scenario")
}

/// All options, places and types of two scenarios, 4,096 samples.
fn samples(c: &mut Criterion) {
    let (city, roads) = city();
    let mut group = c.benchmark_group("reports at risk, 4,096 samples");
    group.sample_size(20);
    for (name, more) in [("notting-hill", ""), ("west-london-2017", "\n[reporting]\n")] {
        let scenario = scenario(name, &city, more);
        let matrix = measure(&city, Some(&roads), &scenario);
        let baseline = baseline_minutes(&city, Some(&roads), &scenario);
        group.bench_function(name, |b| {
            b.iter(|| {
                reports_at_risk(&city, &scenario, &matrix, &baseline).expect("the scenario asks for it")
            });
        });
        if name == "notting-hill" {
            group.bench_function("the whole city's way to its counters", |b| {
                b.iter(|| baseline_minutes(&city, Some(&roads), &scenario));
            });
        }
    }
    group.finish();
}

/// The city's decaying sum of one type for 4,096 rates: at few rates and between them, and directly.
fn sums(c: &mut Criterion) {
    let (city, roads) = city();
    let scenario = scenario("notting-hill", &city, "");
    let minutes = baseline_minutes(&city, Some(&roads), &scenario);
    let crimes: Vec<f64> = city.areas.iter().map(|a| a.population / 12.0).collect();
    let rates: Vec<f64> = (0..4096).map(|i| 0.0142 + 0.0891 * f64::from(i) / 4095.0).collect();
    let longest = minutes.iter().copied().fold(0.0, f64::max);
    let between = || -> Vec<f64> {
        let nodes = DecayRates::covering(rates[0], rates[4095], longest);
        let sum = &nodes.sums(&minutes, &[&crimes])[0];
        rates.iter().map(|rate| sum.at(&nodes.at(*rate))).collect()
    };
    let directly = || -> Vec<f64> {
        let sum = |rate: f64| minutes.iter().zip(&crimes).map(|(d, n)| n * (-rate * d).exp()).sum();
        rates.iter().map(|rate| sum(*rate)).collect()
    };
    let worst = between().iter().zip(directly()).map(|(a, b)| ((a - b) / b).abs()).fold(0.0, f64::max);
    assert!(worst < 1e-9, "the two agree: {worst}");
    let mut group = c.benchmark_group("a decaying sum over 25,053 areas for 4,096 rates");
    group.sample_size(10);
    group.bench_function("through Chebyshev points", |b| b.iter(between));
    group.bench_function("directly", |b| b.iter(directly));
    group.finish();
}

criterion_group! {
    name = benches;
    // Pictures need a font that this build of the drawing crate does not look for.
    config = Criterion::default().without_plots();
    targets = samples, sums
}
criterion_main!(benches);
