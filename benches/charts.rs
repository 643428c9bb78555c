//! The chart set of the default scenario: every SVG, PNG and CSV, on all cores.
//!
//! `cargo bench --bench charts`; figures and machine in `README.md`.

use bluelamp::charts::{Backdrop, Kind, Request, chart, charts};
use bluelamp::city::{CityFiles, OutlineLayer, load};
use bluelamp::impact::answer;
use bluelamp::report::Results;
use bluelamp::scenario::{Scenario, ScenarioFile};
use criterion::{Criterion, criterion_group, criterion_main};
use rayon::prelude::*;

fn chart_set(c: &mut Criterion) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/london-2017");
    let city = load(CityFiles::Folder(folder.into())).expect("the shipped city is valid");
    let file = ScenarioFile::open("west-london-2017").expect("it is shipped");
    let scenario = Scenario::check(&file, &city).expect("a shipped scenario is valid");
    let roads = city.roads().expect("the shipped roads are valid");
    let answer = answer(&city, roads.as_ref(), &scenario, &|_| ()).expect("it has an answer");
    let counted: std::collections::HashSet<&str> =
        scenario.study.areas.iter().map(|&a| city.zones[city.areas[a].zone].id.as_str()).collect();
    let outlines = city.outlines_of(OutlineLayer::Zones, &|id| counted.contains(id)).expect("outlines");
    let backdrop = Backdrop::read(&city).expect("outlines");
    let results =
        Results { city: &city, scenario: &scenario, answer: &answer, zone_outlines: &outlines, claims: None };
    let request = Request::default();
    let mut group = c.benchmark_group("charts of the default scenario");
    group.sample_size(10);
    group.bench_function("all, in parallel", |b| {
        b.iter(|| {
            let jobs = charts(&results, &backdrop, &request);
            let done: Result<Vec<_>, _> = jobs.into_par_iter().map(|job| job()).collect();
            done.expect("every chart is drawn")
        });
    });
    for kind in Kind::ALL {
        if chart(kind, &results, &backdrop, &request).is_ok() {
            group.bench_function(kind.name(), |b| b.iter(|| chart(kind, &results, &backdrop, &request)));
        }
    }
    group.finish();
}

criterion_group!(benches, chart_set);
criterion_main!(benches);
