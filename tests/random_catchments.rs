//! Catchments of random cities: what is conserved, fast against slow, and what bad input gives.

use std::num::NonZeroUsize;

use bluelamp::access::{CatchmentError, Catchments, CostMatrix};
use bluelamp::travel::{Decay, DecayError};
use proptest::prelude::*;

#[derive(Clone, Debug)]
struct RandomCity {
    stations: usize,
    costs: Vec<f32>,
    demand: Vec<f64>,
    supply: Vec<f64>,
}

impl RandomCity {
    fn matrix(&self) -> CostMatrix {
        CostMatrix::new(self.demand.len(), self.stations, &self.costs).unwrap()
    }

    fn cost(&self, area: usize, station: usize) -> f32 {
        self.costs[area * self.stations + station]
    }
}

fn amount() -> impl Strategy<Value = f64> {
    prop_oneof![1 => Just(0.0), 5 => 0.001..2_000.0]
}

/// Up to 40 areas and 20 stations, among them empty areas, stations without supply and places without a way.
fn random_city() -> impl Strategy<Value = RandomCity> {
    (1usize..40, 1usize..20).prop_flat_map(|(areas, stations)| {
        let cost = prop_oneof![1 => Just(f32::INFINITY), 1 => Just(0.0f32), 8 => 0.0f32..90.0];
        let costs = prop::collection::vec(cost, areas * stations);
        let demand = prop::collection::vec(amount(), areas);
        let supply = prop::collection::vec(amount(), stations);
        (costs, demand, supply).prop_map(move |(costs, demand, supply)| RandomCity {
            stations,
            costs,
            demand,
            supply,
        })
    })
}

fn random_decay() -> impl Strategy<Value = Decay> {
    prop_oneof![
        (1.0..90.0).prop_map(|c| Decay::binary(c).unwrap()),
        (1.0..90.0).prop_map(|c| Decay::linear(c).unwrap()),
        (1.0..30.0).prop_map(|c| Decay::stepped(&[c, 2.0 * c, 3.0 * c], &[1.0, 0.68, 0.22]).unwrap()),
        (0.1..60.0).prop_map(|h| Decay::exponential(h).unwrap()),
        (1.0..60.0, 0.5..20.0).prop_map(|(m, sd)| Decay::logistic(m, sd).unwrap()),
        (0.2..3.0).prop_map(|e| Decay::power(e).unwrap()),
        (0.1..60.0, 5.0..60.0).prop_map(|(h, c)| Decay::exponential(h).unwrap().within(c).unwrap()),
    ]
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// The supply of the stations for which `weight` says that somebody comes.
fn reachable(city: &RandomCity, weight: impl Fn(usize, usize) -> f64) -> f64 {
    let comes = |station: usize| {
        (0..city.demand.len()).any(|area| city.demand[area] > 0.0 && weight(area, station) > 0.0)
    };
    (0..city.stations).filter(|s| comes(*s)).map(|s| city.supply[s]).sum()
}

fn given(city: &RandomCity, access: &[f64]) -> f64 {
    city.demand.iter().zip(access).map(|(p, a)| p * a).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn all_that_can_be_reached_is_given_out_once(city in random_city(), decay in random_decay()) {
        let matrix = city.matrix();
        let region = Catchments::new(&matrix, &city.demand, &city.supply).unwrap();
        let supply = reachable(&city, |area, station| decay.weight(city.cost(area, station)));
        let two = region.two_step(&decay).unwrap();
        let three = region.three_step(&decay).unwrap();
        let available = region.spatial_availability(&decay).unwrap();
        prop_assert!(two.iter().chain(&three).chain(&available).all(|a| a.is_finite() && *a >= 0.0));
        prop_assert!(close(given(&city, &two), supply));
        prop_assert!(close(given(&city, &three), supply));
        prop_assert!(close(available.iter().sum(), supply));
    }

    /// The formulas as they are written, station by station and area by area.
    #[test]
    fn the_slow_way_gives_the_same(city in random_city(), decay in random_decay()) {
        let matrix = city.matrix();
        let region = Catchments::new(&matrix, &city.demand, &city.supply).unwrap();
        let (areas, stations) = (0..city.demand.len(), 0..city.stations);
        let f = |i: usize, j: usize| decay.weight(city.cost(i, j));
        let open = |j: &usize| city.supply[*j] > 0.0;
        let over = |a: f64, b: f64| if b > 0.0 { a / b } else { 0.0 };
        let row = |i: usize| stations.clone().filter(open).map(|j| f(i, j)).sum::<f64>();
        let two_ratio = |j: usize| over(city.supply[j], areas.clone().map(|k| f(k, j) * city.demand[k]).sum());
        let balanced_ratio = |j: usize| {
            over(city.supply[j], areas.clone().map(|k| over(f(k, j), row(k)) * city.demand[k]).sum())
        };
        let column = |j: usize| areas.clone().map(|k| f(k, j)).sum::<f64>();
        let (two, balanced, gravity) =
            (region.two_step(&decay).unwrap(), region.balanced(&decay).unwrap(), region.gravity(&decay));
        for i in areas.clone() {
            let sum = |of: &dyn Fn(usize) -> f64| stations.clone().filter(open).map(of).sum::<f64>();
            prop_assert!(close(two[i], sum(&|j| f(i, j) * two_ratio(j))));
            prop_assert!(close(balanced[i], sum(&|j| over(f(i, j), column(j)) * balanced_ratio(j))));
            prop_assert!(close(gravity[i], sum(&|j| f(i, j) * city.supply[j])));
        }
    }

    #[test]
    fn a_decay_never_grows(decay in random_decay(), near in 0.0f32..200.0, more in 0.0f32..200.0) {
        let (a, b) = (decay.weight(near), decay.weight(near + more));
        prop_assert!((0.0..=1.0 + 1e-15).contains(&a) && b <= a * (1.0 + 1e-12), "{a} {b}");
        prop_assert_eq!(decay.weight(f32::INFINITY), 0.0);
    }

    #[test]
    fn nobody_is_better_off_elsewhere(city in random_city(), tau in 1.0..120.0) {
        settles(&city, tau)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    /// So many areas that the first prices come from some of them, which may have no people and no way to a station.
    #[test]
    fn nobody_of_many_is_better_off_elsewhere(city in random_city(), tau in 1.0..120.0, seen in 0..9usize) {
        let areas = 2_500;
        let mut many = RandomCity { costs: Vec::new(), demand: Vec::new(), ..city.clone() };
        for area in 0..areas {
            let of = area % city.demand.len();
            let people = if area % 8 == seen { 0.0 } else { city.demand[of] };
            many.demand.push(people);
            // Each a little farther, so that no two areas are alike.
            let farther = 1.0 + area as f32 / areas as f32;
            many.costs.extend((0..city.stations).map(|station| city.cost(of, station) * farther));
        }
        settles(&many, tau)?;
    }
}

/// Nobody can do better alone, everybody with a way goes somewhere, and costs are what they are said to be.
fn settles(city: &RandomCity, tau: f64) -> Result<(), TestCaseError> {
    let matrix = city.matrix();
    let region = Catchments::new(&matrix, &city.demand, &city.supply).unwrap();
    let settled = region.raam(tau).unwrap();
    let (people, supply): (f64, f64) = (city.demand.iter().sum(), city.supply.iter().sum());
    let rho = people / supply;
    let mut load = vec![0.0; city.stations];
    settled.allocations.iter().for_each(|a| load[a.station] += a.people);
    let bears = |i: usize, j: usize| f64::from(city.cost(i, j)) / tau + load[j] / (rho * city.supply[j]);
    for i in 0..city.demand.len() {
        let open = (0..city.stations).filter(|j| city.supply[*j] > 0.0 && city.cost(i, *j).is_finite());
        let start = settled.allocations.partition_point(|a| a.area < i);
        let own: Vec<_> = settled.allocations[start..].iter().take_while(|a| a.area == i).collect();
        if city.demand[i] == 0.0 {
            prop_assert!(own.is_empty());
            continue;
        }
        let least = open.map(|j| bears(i, j)).fold(f64::INFINITY, f64::min);
        let gone: f64 = own.iter().map(|a| a.people).sum();
        prop_assert_eq!(settled.cost[i].is_finite(), least.is_finite());
        if least.is_finite() {
            prop_assert!(close(gone, city.demand[i]));
            for a in own {
                prop_assert!(bears(i, a.station) <= least + 2.0 * Catchments::INDIFFERENT);
            }
            prop_assert!((settled.cost[i] - least).abs() <= 2.0 * Catchments::INDIFFERENT);
        }
    }
    Ok(())
}

/// One town between two stations of equal supply, 12 and 36 minutes away, tau 60. With a share x at the nearer, both
/// cost the same at 0.2 + 2x = 0.6 + 2(1 - x): x = 0.6, cost 1.4.
#[test]
fn a_town_between_two_stations() {
    let matrix = CostMatrix::new(1, 2, &[12.0, 36.0]).unwrap();
    let region = Catchments::new(&matrix, &[500.0], &[7.0, 7.0]).unwrap();
    let settled = region.raam(60.0).unwrap();
    assert!((settled.load[0] - 300.0).abs() < 0.01 && (settled.load[1] - 200.0).abs() < 0.01, "{settled:?}");
    assert!((settled.cost[0] - 1.4).abs() < 1e-5);
}

/// A station that closes far away takes nothing from the load of the others, and may send people to them: on the scale of
/// the baseline nobody's cost falls. On a scale of its own it would.
#[test]
fn a_closure_far_away_brings_nobody_relief() {
    let matrix = CostMatrix::new(2, 2, &[10.0, 500.0, 500.0, 10.0]).unwrap();
    let both = Catchments::new(&matrix, &[300.0, 100.0], &[1.0, 1.0]).unwrap();
    let near = Catchments::new(&matrix, &[300.0, 100.0], &[1.0, 0.0]).unwrap();
    let (before, scale) = (both.raam(60.0).unwrap(), both.demand_per_supply());
    let after = near.raam_on_scale(60.0, scale).unwrap();
    assert!((0..2).all(|area| after.cost[area] >= before.cost[area]), "{before:?} {after:?}");
    assert!(near.raam(60.0).unwrap().cost[0] < before.cost[0]);
}

/// Two towns, each with a station of its own, so far apart that nobody travels: 300 people share what 100 do.
#[test]
fn towns_too_far_apart_to_share() {
    let matrix = CostMatrix::new(2, 2, &[0.0, 500.0, 500.0, 0.0]).unwrap();
    let region = Catchments::new(&matrix, &[300.0, 100.0], &[1.0, 1.0]).unwrap();
    let settled = region.raam(60.0).unwrap();
    assert_eq!(settled.load, [300.0, 100.0]);
    assert!((settled.cost[0] - 1.5).abs() < 1e-12 && (settled.cost[1] - 0.5).abs() < 1e-12);
}

#[test]
fn nothing_to_share_is_an_answer_too() {
    let all = Decay::binary(30.0).unwrap();
    let zero = [0.0; 2];
    let costs = [5.0, 10.0, 15.0, f32::INFINITY];
    let far = [f32::INFINITY; 4];
    for (costs, demand, supply) in [
        (costs, [10.0, 20.0], zero),
        (costs, zero, [1.0, 2.0]),
        (far, [10.0, 20.0], [1.0, 2.0]),
        (far, zero, zero),
    ] {
        let matrix = CostMatrix::new(2, 2, &costs).unwrap();
        let region = Catchments::new(&matrix, &demand, &supply).unwrap();
        assert_eq!(region.two_step(&all).unwrap(), zero);
        assert_eq!(region.three_step(&all).unwrap(), zero);
        assert_eq!(region.balanced(&all).unwrap(), zero);
        assert_eq!(region.spatial_availability(&all).unwrap(), zero);
        let settled = region.raam(60.0).unwrap();
        assert_eq!(settled.load, zero);
        let reach = |area: usize| supply != zero && costs[area * 2].is_finite();
        for area in 0..2 {
            assert_eq!(settled.cost[area].is_finite(), reach(area), "{settled:?}");
            assert_eq!(region.kth_nearest(NonZeroUsize::MIN)[area].is_finite(), reach(area));
        }
    }
    let empty = CostMatrix::new(0, 0, &[]).unwrap();
    let nobody = Catchments::new(&empty, &[], &[]).unwrap();
    assert!(nobody.two_step(&all).unwrap().is_empty() && nobody.raam(60.0).unwrap().cost.is_empty());
}

#[test]
fn what_is_no_cost_no_amount_and_no_decay_is_named() {
    let cost = |value| CostMatrix::new(1, 2, &[1.0, value]).unwrap_err().to_string();
    assert_eq!(cost(-1.0), "the cost from area 0 to station 1 is -1: it must be at least 0");
    assert!(cost(f32::NAN).contains("NaN"));
    assert!(matches!(CostMatrix::new(2, 2, &[1.0]), Err(CatchmentError::Size { expected: 4, found: 1, .. })));
    let matrix = CostMatrix::new(1, 2, &[1.0, 2.0]).unwrap();
    assert!(matches!(Catchments::new(&matrix, &[1.0], &[1.0]), Err(CatchmentError::Size { .. })));
    for wrong in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            Catchments::new(&matrix, &[wrong], &[1.0, 1.0]),
            Err(CatchmentError::Amount { .. })
        ));
        assert!(matches!(
            Catchments::new(&matrix, &[1.0], &[1.0, wrong]),
            Err(CatchmentError::Amount { .. })
        ));
        assert!(matches!(Decay::binary(wrong), Err(DecayError::NotPositive { .. })));
        let region = Catchments::new(&matrix, &[1.0], &[1.0, 1.0]).unwrap();
        assert!(matches!(region.raam(wrong), Err(CatchmentError::Amount { .. })));
        assert!(matches!(region.raam_on_scale(60.0, wrong), Err(CatchmentError::Amount { .. })));
    }
    // So much of everything that the sums are no numbers: told, not passed on.
    let region = Catchments::new(&matrix, &[1e308], &[1e308, 1e308]).unwrap();
    assert!(matches!(
        region.two_step(&Decay::binary(9.0).unwrap()),
        Err(CatchmentError::NotConserved { .. })
    ));
    // So small a tau that no way at all costs 0 times infinity: told, not passed over.
    let here = CostMatrix::new(1, 2, &[0.0, 2.0]).unwrap();
    let region = Catchments::new(&here, &[1.0], &[1.0, 1.0]).unwrap();
    let told = region.raam(1e-320).unwrap_err();
    assert!(matches!(told, CatchmentError::NotSettled { regret } if regret.is_nan()), "{told:?}");
    assert_eq!(
        Decay::stepped(&[20.0, 10.0], &[1.0, 0.5]),
        Err(DecayError::StepsDescend { before: 20.0, next: 10.0 })
    );
    assert_eq!(
        Decay::stepped(&[10.0, 20.0], &[0.5, 0.7]),
        Err(DecayError::WeightsGrow { before: 0.5, next: 0.7 })
    );
    assert!(matches!(Decay::stepped(&[10.0], &[1.0, 0.5]), Err(DecayError::Steps { .. })));
    assert!(matches!(Decay::stepped(&[10.0], &[1.5]), Err(DecayError::WeightsGrow { .. })));
}

#[test]
fn decays_are_what_their_formulas_say() {
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-14, "{a} {b}");
    near(Decay::linear(40.0).unwrap().weight(10.0), 0.75);
    near(Decay::exponential(10.0).unwrap().weight(30.0), 0.125);
    near(Decay::power(1.5).unwrap().weight(4.0), 0.125);
    near(Decay::power(1.5).unwrap().weight(0.5), 1.0);
    let logistic = Decay::logistic(30.0, 5.0).unwrap();
    let k = std::f64::consts::PI / (5.0 * 3f64.sqrt());
    for cost in [0.0f32, 10.0, 30.0, 31.5, 60.0] {
        let formula = (1.0 + (-30.0 * k).exp()) / (1.0 + ((f64::from(cost) - 30.0) * k).exp());
        near(logistic.weight(cost), formula);
    }
    let stepped = Decay::stepped(&[10.0, 20.0, 30.0], &[1.0, 0.68, 0.22]).unwrap();
    assert_eq!(
        [0.0, 10.0, 10.1, 20.0, 30.0, 30.1].map(|c| stepped.weight(c)),
        [1.0, 1.0, 0.68, 0.68, 0.22, 0.0]
    );
    let binary = Decay::binary(30.0).unwrap();
    assert_eq!([30.0, 30.01, f32::INFINITY].map(|c| binary.weight(c)), [1.0, 0.0, 0.0]);
}
