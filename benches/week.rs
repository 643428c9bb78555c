//! 168 hours by 25,053 areas by 10 options: hours with the same open counters are one evaluation.
//!
//! `cargo bench --bench week`; figures and machine in `README.md`. The matrix and every area's order of stations are
//! there; measured is all that follows: cutting the week, who goes where in every stretch, and the hours in reach of
//! every area before and after every option by part of the week.

use std::collections::BTreeMap;
use std::hint::black_box;

use bluelamp::access::{Assignment, HoursInReach, NearestInStretch, OpenSet, Ranking, Shift, shifts};
use bluelamp::city::{City, CityFiles, Period, WeeklyHours, load};
use bluelamp::impact::measure;
use bluelamp::scenario::{Scenario, ScenarioFile};
use bluelamp::travel::{Mode, Plane};
use criterion::{Criterion, criterion_group, criterion_main};
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

const OPTIONS: usize = 10;
/// Half an hour on foot, a quarter by car, seconds.
const CUTOFFS_S: [(Mode, f64); 2] = [(Mode::Walk, 1800.0), (Mode::Drive, 900.0)];

type Network = Vec<Option<WeeklyHours>>;

fn city() -> City {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/london-2017");
    load(CityFiles::Folder(folder.into())).expect("the shipped city is valid")
}

/// Ten options: each closes five counters and puts three others, open round the clock, on daytime hours.
fn options(baseline: &Network) -> Vec<Network> {
    let daytime = WeeklyHours::parse("Mo-Fr 09:00-17:00").expect("valid hours");
    let counters: Vec<usize> = (0..baseline.len()).filter(|s| baseline[*s].is_some()).collect();
    let always = |s: &&usize| baseline[**s].as_ref().is_some_and(WeeklyHours::is_round_the_clock);
    let round_the_clock: Vec<usize> = counters.iter().filter(always).copied().collect();
    let mut rng = ChaCha8Rng::seed_from_u64(168);
    (0..OPTIONS)
        .map(|_| {
            let mut network = baseline.clone();
            round_the_clock.sample(&mut rng, 3).for_each(|s| network[*s] = Some(daytime.clone()));
            counters.sample(&mut rng, 5).for_each(|s| network[*s] = None);
            network
        })
        .collect()
}

/// Hours in reach of every area before and after every option.
fn week(
    planes: &[&Plane],
    rankings: &[Ranking],
    baseline: &Network,
    options: &[Network],
    cutoff_s: f64,
) -> Vec<[HoursInReach; 2]> {
    let by_period = planes.len() > 1;
    let plane_of = |period: Option<Period>| planes.iter().position(|p| p.period == period).unwrap_or(0);
    let weeks: Vec<Vec<Shift>> = options.iter().map(|o| shifts(&[baseline, o], by_period)).collect();
    let mut numbers: BTreeMap<(usize, &OpenSet), usize> = BTreeMap::new();
    for shift in weeks.iter().flatten() {
        for open in &shift.open {
            let next = numbers.len();
            numbers.entry((plane_of(shift.period), open)).or_insert(next);
        }
    }
    let mut jobs: Vec<(usize, &OpenSet, usize)> = numbers.iter().map(|((p, o), n)| (*p, *o, *n)).collect();
    jobs.sort_by_key(|(_, _, number)| *number);
    let nearest: Vec<Vec<f32>> = jobs
        .par_iter()
        .map(|(p, open, _)| Assignment::new(planes[*p], &rankings[*p], open, None).time_s)
        .collect();
    weeks
        .par_iter()
        .map(|week| {
            [0, 1].map(|side| {
                let stretches = week.iter().map(|s| NearestInStretch {
                    part: s.part,
                    minutes: s.minutes,
                    nearest: &nearest[numbers[&(plane_of(s.period), &s.open[side])]],
                });
                HoursInReach::new(planes[0].areas(), cutoff_s, stretches)
            })
        })
        .collect()
}

fn bench(c: &mut Criterion) {
    let city = city();
    let file = ScenarioFile::open("london-2017-final").expect("a shipped scenario");
    let scenario = Scenario::check(&file, &city).expect("valid");
    let roads = city.roads().expect("the shipped roads are valid");
    let matrix = measure(&city, roads.as_ref(), &scenario);
    let options = options(&scenario.baseline);
    let mut group = c.benchmark_group("168 hours x 25,053 areas x 10 options");
    group.sample_size(20);
    for (mode, cutoff_s) in CUTOFFS_S {
        let planes: Vec<&Plane> = matrix.planes.iter().filter(|p| p.mode == mode).collect();
        let rankings: Vec<Ranking> = planes.iter().map(|p| Ranking::new(p)).collect();
        let periods = if planes.len() > 1 { ", four periods" } else { "" };
        group.bench_function(format!("{}{periods}", mode.as_str()), |b| {
            b.iter(|| black_box(week(&planes, &rankings, &scenario.baseline, &options, cutoff_s)));
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
