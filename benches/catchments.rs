//! Catchments of 25,000 areas and 75 stations on one core: 25,000 and 75 points at random in a square, minutes between them
//! as the crow walks.
//!
//! The cost matrix is prepared once, as a run does for all options and methods; nothing else is. `everything` times that
//! preparation together with 2SFCA.

use std::hint::black_box;

use bluelamp::access::{Catchments, CostMatrix};
use bluelamp::travel::Decay;
use criterion::{Criterion, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const AREAS: usize = 25_000;
const STATIONS: usize = 75;

/// Within half an hour.
const CUTOFF_MIN: f64 = 30.0;

/// Minutes across the square: with 120, 16 % of all pairs lie within the cutoff; with 600, 0.7 %.
const SQUARES_MIN: [(&str, f64); 2] = [("dense", 120.0), ("sparse", 600.0)];

/// A round-the-clock counter and one with office hours, in turn.
const HOURS_A_WEEK: [f64; 2] = [168.0, 40.0];

fn minutes(across: f64) -> Vec<f32> {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut point = || [rng.random::<f64>() * across, rng.random::<f64>() * across];
    let areas: Vec<[f64; 2]> = (0..AREAS).map(|_| point()).collect();
    let stations: Vec<[f64; 2]> = (0..STATIONS).map(|_| point()).collect();
    let between = |a: &[f64; 2], b: &[f64; 2]| (a[0] - b[0]).hypot(a[1] - b[1]) as f32;
    areas.iter().flat_map(|area| stations.iter().map(move |station| between(area, station))).collect()
}

fn catchments(c: &mut Criterion) {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let residents: Vec<f64> = (0..AREAS).map(|_| rng.random_range(100.0..600.0)).collect();
    let hours: Vec<f64> = (0..STATIONS).map(|station| HOURS_A_WEEK[station % 2]).collect();
    let binary = Decay::binary(CUTOFF_MIN).expect("a cutoff");
    let zones = Decay::stepped(&[10.0, 20.0, 30.0], &[1.0, 0.68, 0.22]).expect("zones");
    let exponential = Decay::exponential(10.0).expect("a halving");
    for (name, across) in SQUARES_MIN {
        let costs = minutes(across);
        let matrix = CostMatrix::new(AREAS, STATIONS, &costs).expect("costs");
        let region = Catchments::new(&matrix, &residents, &hours).expect("amounts");
        let mut group = c.benchmark_group(format!("catchments_25000x75/{name}"));
        group.bench_function("2sfca", |b| b.iter(|| region.two_step(black_box(&binary)).expect("conserved")));
        group.bench_function("e2sfca", |b| b.iter(|| region.two_step(black_box(&zones)).expect("conserved")));
        group.bench_function("gravity", |b| b.iter(|| region.gravity(black_box(&exponential))));
        group.bench_function("raam", |b| b.iter(|| region.raam(black_box(60.0)).expect("settled")));
        group.bench_function("everything", |b| {
            b.iter(|| {
                let matrix = CostMatrix::new(AREAS, STATIONS, black_box(&costs)).expect("costs");
                let region = Catchments::new(&matrix, &residents, &hours).expect("amounts");
                region.two_step(&binary).expect("conserved")
            });
        });
        group.finish();
    }
}

criterion_group!(benches, catchments);
criterion_main!(benches);
