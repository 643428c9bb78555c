//! London's roads: from files to the matrix of every output area to every station, on foot and by car in four periods.
//!
//! `cargo bench --bench roads`; figures in README.md beside this file.

use std::hint::black_box;

use bluelamp::city::{CityFiles, load, shipped_city};
use bluelamp::travel::{Mode, Place, RoadModel};
use criterion::{Criterion, criterion_group, criterion_main};

fn roads(c: &mut Criterion) {
    let city = load(CityFiles::Embedded(shipped_city("london-2017").expect("shipped"))).expect("valid");
    c.bench_function("load London's roads", |b| b.iter(|| black_box(city.roads().expect("valid"))));
    let roads = city.roads().expect("valid").expect("London has roads");
    c.bench_function("index London's roads", |b| b.iter(|| black_box(RoadModel::new(&roads, &city.river))));
    let model = RoadModel::new(&roads, &city.river);
    let areas: Vec<Place> = (0u32..).zip(&city.areas).map(|(i, a)| Place::Area(i, a.point)).collect();
    let stations: Vec<Place> = city.stations.iter().map(|s| Place::Point(s.point)).collect();
    let name = format!(
        "matrix: {} areas x {} stations, walk and drive in four periods",
        areas.len(),
        stations.len()
    );
    c.bench_function(&name, |b| {
        b.iter(|| black_box(model.planes(&[Mode::Walk, Mode::Drive], &areas, &stations)));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).without_plots();
    targets = roads
}
criterion_main!(benches);
