//! Catchments against published values: Belo Horizonte (the R package accessibility) and three hospitals (PySAL access).

mod common;

use std::num::NonZeroUsize;

use bluelamp::access::{Catchments, CostMatrix};
use bluelamp::travel::Decay;
use common::ipea::{Ipea, belo_horizonte};
use common::project;

const FIVE: [&str; 5] = ["b57bffff", "b597ffff", "b5b3ffff", "b5cfffff", "909bffff"];

/// Jobs and people of five hexagons, and nothing else.
fn five_by_five(data: &Ipea) -> (CostMatrix, Vec<f64>, Vec<f64>) {
    let cells = FIVE.map(|c| data.cell(c));
    let costs = CostMatrix::new(5, 5, &data.between(&cells, &cells)).unwrap();
    let of = |values: &[f64]| cells.iter().map(|&c| values[c]).collect();
    (costs, of(&data.population), of(&data.jobs))
}

fn everything(data: &Ipea) -> CostMatrix {
    CostMatrix::new(data.len(), data.len(), &data.minutes).unwrap()
}

/// Values to the digits they are given with.
fn assert_given(actual: &[f64], given: &[&str]) {
    assert_eq!(actual.len(), given.len());
    for (actual, given) in actual.iter().zip(given) {
        let digits = given.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        assert_eq!(&format!("{actual:.digits$}"), given, "{actual}");
    }
}

#[test]
fn jobs_within_30_minutes() {
    let data = belo_horizonte();
    let costs = everything(data);
    let region = Catchments::new(&costs, &data.population, &data.jobs).unwrap();
    let access = region.gravity(&Decay::binary(30.0).unwrap());
    let of = |code: &str| access[data.cell(code)];
    let five = ["909bffff", "b57bffff", "b597ffff", "b5b3ffff", "b5cfffff"].map(of);
    assert_eq!(five, [26774.0, 22239.0, 36567.0, 42372.0, 55571.0]);
    // Whole numbers all: the population-weighted mean is their ratio, 110307.3848.
    let person_jobs: f64 = data.population.iter().zip(&access).map(|(p, a)| p * a).sum();
    let people: f64 = data.population.iter().sum();
    assert_eq!([person_jobs, people], [103_816_898_311.0, 941_160.0]);
}

#[test]
fn five_hexagons_within_45_minutes() {
    let (costs, population, jobs) = five_by_five(belo_horizonte());
    let region = Catchments::new(&costs, &population, &jobs).unwrap();
    let within = Decay::binary(45.0).unwrap();
    assert_given(&region.two_step(&within).unwrap(), &["0.0152", "0.1491", "0.1491", "0.1068", "0.0000"]);
    assert_given(&region.balanced(&within).unwrap(), &["0.0094", "0.1993", "0.1993", "0.1147", "0.0000"]);
}

#[test]
fn five_hexagons_that_are_all_alike() {
    let (costs, population, jobs) = five_by_five(belo_horizonte());
    let region = Catchments::new(&costs, &population, &jobs).unwrap();
    let all = Decay::binary(1000.0).unwrap();
    assert_given(&region.two_step(&all).unwrap(), &["0.1108"; 5]);
    let available = region.spatial_availability(&all).unwrap();
    assert_given(&available, &["94", "44", "218", "243", "0"]);
}

#[test]
fn the_nearest_school() {
    let data = belo_horizonte();
    let costs = everything(data);
    let region = Catchments::new(&costs, &data.population, &data.schools).unwrap();
    let nearest = region.kth_nearest(NonZeroUsize::MIN);
    assert_eq!(nearest.iter().filter(|m| m.is_infinite()).count(), 35);
    let people = |within: f32| -> f64 {
        data.population.iter().zip(&nearest).filter(|(_, m)| **m <= within).map(|(p, _)| p).sum()
    };
    let all: f64 = data.population.iter().sum();
    assert_given(&[people(15.0) / all * 100.0, people(30.0) / all * 100.0], &["92.390454", "99.724489"]);
    let reached = data.population.iter().zip(&nearest).filter(|(_, m)| m.is_finite());
    let minutes: f64 = reached.map(|(p, m)| p * f64::from(*m)).sum();
    assert!((minutes / people(f32::MAX) - 9.741623562).abs() < 1e-6, "{}", minutes / people(f32::MAX));
}

#[test]
fn the_kth_nearest_is_the_kth_of_all_sorted() {
    let data = belo_horizonte();
    let costs = everything(data);
    let region = Catchments::new(&costs, &data.population, &data.schools).unwrap();
    for k in [1, 2, 5, 99] {
        let fast = region.kth_nearest(NonZeroUsize::new(k).unwrap());
        for (origin, fast) in fast.iter().enumerate() {
            let mut all: Vec<f32> = Vec::new();
            for (minutes, schools) in data.minutes_from(origin).iter().zip(&data.schools) {
                if *schools > 0.0 {
                    all.push(*minutes);
                }
            }
            all.sort_by(f32::total_cmp);
            assert_eq!(*fast, all[k - 1]);
        }
    }
}

#[test]
fn schools_by_2sfca() {
    let data = belo_horizonte();
    let costs = everything(data);
    let region = Catchments::new(&costs, &data.population, &data.schools).unwrap();
    let access = region.two_step(&Decay::binary(30.0).unwrap()).unwrap();
    let of_one = access[data.cell("b57bffff")];
    assert!((of_one / 4.170960896873115e-05 - 1.0).abs() < 1e-13, "{of_one:e}");
    let given: f64 = data.population.iter().zip(&access).map(|(p, a)| p * a).sum();
    assert!((given - 184.0).abs() < 184.0 * 1e-12, "{given}");
}

/// Three places with 100, 50 and 10 people and 15, 20 and 100 doctors (PySAL access 1.1.10.post3; outputs unchanged in
/// `three_hospital_golden.json`, BSD 3-Clause).
#[test]
fn three_hospitals() {
    let golden: serde_json::Value =
        serde_json::from_slice(&std::fs::read(project("tests/data/three_hospital_golden.json")).unwrap())
            .unwrap();
    // 1 and 2 to 3; 3 to 1 and 2; between 1 and 2.
    let scenarios =
        [("0", 40.0, 40.0, 80.0), ("1", 20.0, 40.0, 80.0), ("2", 40.0, 20.0, 80.0), ("3", 20.0, 20.0, 40.0)];
    let (people, doctors) = ([100.0, 50.0, 10.0], [15.0, 20.0, 100.0]);
    for (scenario, to_3, from_3, between) in scenarios {
        let costs = [1.0, between, to_3, between, 1.0, to_3, from_3, from_3, 1.0];
        let costs = CostMatrix::new(3, 3, &costs).unwrap();
        let region = Catchments::new(&costs, &people, &doctors).unwrap();
        let inverse = Decay::power(1.0).unwrap().within(61.0).unwrap();
        let steps = Decay::stepped(&[10.0, 30.0, 60.0], &[1.0, 0.68, 0.22]).unwrap();
        let computed = [
            ("s2_doc", region.two_step(&inverse).unwrap()),
            ("p2_doc", region.two_step(&Decay::binary(61.0).unwrap()).unwrap()),
            ("e2_doc", region.two_step(&steps).unwrap()),
            ("s3_doc", region.three_step(&inverse).unwrap()),
            ("wc_doc", region.gravity(&inverse)),
        ];
        for (name, access) in computed {
            for (place, access) in access.iter().enumerate() {
                let published = golden[scenario][name][(place + 1).to_string()].as_f64().unwrap();
                assert!(
                    (access / published - 1.0).abs() < 1e-14,
                    "{scenario} {name} {place}: {access} {published}"
                );
            }
        }
    }
}
