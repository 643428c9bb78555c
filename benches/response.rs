//! One replication of 100,000 calls: 40 cars, the nearest available is sent, calls wait by grade and arrival.
//!
//! `cargo bench --bench response`; figures and machine in `README.md`. Measured is all of it: drawing the calls, the
//! events, and the tallies and histograms of the outcome.

use std::hint::black_box;

use bluelamp::city::WeeklyHours;
use bluelamp::response::{
    Area, Base, CallClass, Demand, Grade, Horizon, OnSceneTime, Policy, Run, Service, ServiceInputs,
    Simulation, Start, TravelTimes, Unit, WeeklyProfile, ZoneTimes,
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const CALLS: f64 = 100_000.0;
const CARS: usize = 40;
const AREAS: usize = 1000;
/// Mean time on scene, seconds.
const ON_SCENE_S: f64 = 3600.0;
/// Hours in which the calls come: with the journeys cars are busy for four fifths of them.
const HOURS: u32 = 3700;

/// Half I and half S calls from areas of random size, more by day than by night.
fn demand(on_scene: OnSceneTime) -> Demand {
    let mut rng = ChaCha8Rng::seed_from_u64(40);
    let hours: Vec<f64> = (0..168).map(|hour| if hour % 24 < 7 { 0.7 } else { 1.1 }).collect();
    let a_week = CALLS / 2.0 / f64::from(HOURS) * 168.0;
    let mut class = |name: &str, grade| {
        let sizes: Vec<f64> = (0..AREAS).map(|_| rng.random_range(0.1..1.0)).collect();
        let sum: f64 = sizes.iter().sum();
        CallClass {
            name: name.to_string(),
            grade,
            calls_a_week: sizes.iter().map(|size| size / sum * a_week).collect(),
            profile: WeeklyProfile::new(&hours).expect("a week"),
            on_scene,
        }
    };
    let classes = vec![class("I", Grade::Immediate), class("S", Grade::Significant)];
    Demand::new(classes).expect("calls")
}

/// Every car at a base of its own, all at random in a square of 20 km driven at 36 km/h.
fn service(demand: &Demand, policy: Policy, zones: bool) -> Service {
    let mut rng = ChaCha8Rng::seed_from_u64(41);
    let mut points = |n| -> Vec<[f32; 2]> {
        (0..n).map(|_| [rng.random_range(0.0..20_000.0), rng.random_range(0.0..20_000.0)]).collect()
    };
    let (areas, bases) = (points(AREAS), points(CARS));
    let time_s = |a: &[f32; 2], b: &[f32; 2]| (a[0] - b[0]).hypot(a[1] - b[1]) / 10.0;
    let between: Vec<f32> = areas.iter().flat_map(|a| areas.iter().map(|b| time_s(a, b))).collect();
    let inputs = ServiceInputs {
        areas: (0..AREAS as u32).map(|area| Area { borough: 0, group: area % 20, zone: area }).collect(),
        bases: (0..CARS).map(|base| Base { name: base.to_string() }).collect(),
        units: (0..CARS)
            .map(|base| Unit {
                name: base.to_string(),
                base,
                borough: 0,
                shift: WeeklyHours::parse("24/7").expect("hours"),
            })
            .collect(),
        travel: TravelTimes {
            base_to_area_s: areas.iter().flat_map(|a| bases.iter().map(|b| time_s(a, b))).collect(),
            between_zones: zones.then_some(ZoneTimes { zones: AREAS, time_s: between }),
            speed_factor: 1.0,
        },
        policy,
    };
    Service::new(inputs, demand).expect("a valid service")
}

fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("100,000 calls, 40 cars");
    group.throughput(Throughput::Elements(CALLS as u64)).sample_size(30);
    let exponential = OnSceneTime::Exponential { mean_s: ON_SCENE_S };
    let lognormal = OnSceneTime::Lognormal { mean_s: ON_SCENE_S, cv: 0.8 };
    let base = Policy::default();
    let divert = Policy { divert: true, ..base };
    let patrol = Policy { start: Start::Patrol, ..base };
    for (name, on_scene, policy, zones) in [
        ("from base, exponential", exponential, base, false),
        ("from base, lognormal", lognormal, base, false),
        ("from base or on the way back", lognormal, base, true),
        ("the same, diverting", lognormal, divert, true),
        ("on patrol", lognormal, patrol, true),
    ] {
        let demand = demand(on_scene);
        let service = service(&demand, policy, zones);
        let run = Run { seed: 1, replications: 1, horizon: Horizon::Finite { hours: HOURS } };
        let simulation = Simulation::new(&service, run).expect("hours to run");
        let mut replication = 0;
        group.bench_function(name, |b| {
            b.iter(|| {
                replication += 1;
                black_box(simulation.outcome(replication))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
