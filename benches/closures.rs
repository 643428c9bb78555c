//! The idea of the design: what a closure set costs once the matrix is there.
//!
//! `cargo bench --bench closures`; figures and machine in `README.md`.

use std::hint::black_box;

use bluelamp::access::{Assignment, OpenSet, Ranking};
use bluelamp::city::{City, CityFiles, load};
use bluelamp::impact::ClosureIndex;
use bluelamp::space::{Point, PointIndex};
use bluelamp::travel::{Plane, Shore, crow_fly, walk};
use criterion::{Criterion, criterion_group, criterion_main};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

struct London {
    city: City,
    areas: Vec<Point>,
    residents: Vec<f64>,
    stations: Vec<Point>,
    counters: Vec<usize>,
    open: OpenSet,
}

fn london() -> London {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/london-2017");
    let city = load(CityFiles::Folder(folder.into())).expect("the shipped city is valid");
    let open = OpenSet::from_fn(city.stations.len(), |s| city.stations[s].counter.is_some());
    London {
        areas: city.areas.iter().map(|a| a.point).collect(),
        residents: city.areas.iter().map(|a| a.population).collect(),
        stations: city.stations.iter().map(|s| s.point).collect(),
        counters: (0..city.stations.len()).filter(|&s| open.is_open(s)).collect(),
        open,
        city,
    }
}

/// Random sets of five of the 73 counters closed, all 25,053 areas: weighted mean and people worse off.
fn closure_sets(c: &mut Criterion) {
    let l = london();
    let plane: Plane = crow_fly(&l.areas, &l.stations);
    let ranking = Ranking::new(&plane);
    let index = ClosureIndex::new(&plane, &ranking, &l.open, &l.residents);
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let sets: Vec<Vec<usize>> =
        (0..4096).map(|_| l.counters.sample(&mut rng, 5).copied().collect()).collect();
    let mut group = c.benchmark_group("five of 73 counters closed, 25,053 areas");
    let mut next = 0;
    group.bench_function("closure index", |b| {
        b.iter(|| {
            next = (next + 1) % sets.len();
            black_box(index.close(&sets[next]))
        });
    });
    group.bench_function("masked minimum of every area", |b| {
        b.iter(|| {
            next = (next + 1) % sets.len();
            let mut open = l.open.clone();
            sets[next].iter().for_each(|&s| open.close(s));
            black_box(Assignment::new(&plane, &ranking, &open, None))
        });
    });
    group.finish();
}

/// The nearest open counter from random points: R-tree against a loop over all stations.
fn nearest_open(c: &mut Criterion) {
    let l = london();
    let index = PointIndex::new(&l.stations);
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let from: Vec<Point> = (0..1024).map(|_| l.areas[rng.random_range(0..l.areas.len())]).collect();
    let by_loop = |p: Point| {
        l.counters.iter().map(|&s| (s, l.stations[s].distance(p))).min_by(|a, b| a.1.total_cmp(&b.1))
    };
    let by_tree = |p: Point| index.nearest(p, |s| l.open.is_open(s));
    for p in &from {
        assert_eq!(by_tree(*p), by_loop(*p), "the two agree");
    }
    let mut group = c.benchmark_group("nearest open counter, 1,024 points");
    group.bench_function("R-tree", |b| b.iter(|| from.iter().map(|p| by_tree(*p)).collect::<Vec<_>>()));
    group
        .bench_function("loop over all", |b| b.iter(|| from.iter().map(|p| by_loop(*p)).collect::<Vec<_>>()));
    group.finish();
}

/// The matrix itself: 79 stations by 25,053 areas.
fn matrix(c: &mut Criterion) {
    let l = london();
    let bridges: Vec<[Point; 2]> = l.city.bridges.iter().map(|b| b.ends).collect();
    let mut group = c.benchmark_group("matrix of 79 x 25,053");
    group.sample_size(20);
    group.bench_function("crow-fly", |b| b.iter(|| crow_fly(&l.areas, &l.stations)));
    group.bench_function("walk, past the river", |b| {
        b.iter(|| walk(&l.areas, &l.stations, &Shore::new(&l.city.river, &bridges)));
    });
    let plane = crow_fly(&l.areas, &l.stations);
    group.bench_function("ranking", |b| b.iter(|| Ranking::new(&plane)));
    group.finish();
}

criterion_group!(benches, closure_sets, nearest_open, matrix);
criterion_main!(benches);
