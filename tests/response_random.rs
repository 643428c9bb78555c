//! The response simulation on random small systems: against a slow obvious one, call by call, and against what must
//! always hold.

mod common;

use std::collections::BTreeMap;

use bluelamp::city::WeeklyHours;
use bluelamp::response::{
    Area, Base, CallClass, CallEnd, CallRecord, Demand, Grade, Horizon, OnSceneTime, Policy, Run, Service,
    ServiceInputs, Simulation, Start, TravelTimes, Unit, WeeklyProfile, WhenAllBusy, ZoneTimes,
};
use common::slow_response::{Slow, SlowTime};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

const SHIFTS: [&str; 5] =
    ["24/7", "Mo-Su 07:00-15:00", "Mo-Fr 22:00-06:00", "Sa-Su 00:00-24:00", "Mo-Tu 05:30-05:45,09:00-21:00"];

fn on_scene() -> impl Strategy<Value = OnSceneTime> {
    prop_oneof![
        (0.0005..4000.0f64).prop_map(|seconds| OnSceneTime::Fixed { seconds }),
        (60.0..6000.0f64).prop_map(|mean_s| OnSceneTime::Exponential { mean_s }),
        ((60.0..6000.0f64), 0.0..2.0f64).prop_map(|(mean_s, cv)| OnSceneTime::Lognormal { mean_s, cv }),
    ]
}

fn demand(areas: usize) -> impl Strategy<Value = Demand> {
    let class = move |name: &'static str, grade| {
        let volumes = prop::collection::vec(prop_oneof![Just(0.0), 1.0..120.0f64], areas);
        let weights = prop::collection::vec(prop_oneof![1 => Just(0.0), 4 => 0.1..5.0f64], 168);
        (volumes, weights, on_scene()).prop_map(move |(mut calls_a_week, mut weights, on_scene)| {
            calls_a_week[0] += 20.0;
            weights[10] += 1.0;
            let profile = WeeklyProfile::new(&weights).unwrap();
            CallClass { name: name.to_string(), grade, calls_a_week, profile, on_scene }
        })
    };
    (class("I", Grade::Immediate), class("S", Grade::Significant))
        .prop_map(|(i, s)| Demand::new(vec![i, s]).unwrap())
}

fn policy() -> impl Strategy<Value = Policy> {
    let start = prop_oneof![
        2 => Just(Start::Base),
        1 => Just(Start::Patrol),
        1 => (0.0..=1.0f64).prop_map(|on_patrol| Start::Mix { on_patrol }),
    ];
    let lost = prop_oneof![3 => Just(WhenAllBusy::Queue), 1 => Just(WhenAllBusy::Lost)];
    (start, 5u32..90, any::<bool>(), any::<bool>(), lost, 0u32..200, 0u32..100).prop_map(
        |(start, patrol_stay_min, own_borough_first, divert, when_all_busy, base, road)| Policy {
            start,
            patrol_stay_min,
            own_borough_first,
            divert,
            when_all_busy,
            turnout_base_s: f64::from(base),
            turnout_road_s: f64::from(road),
            ..Policy::default()
        },
    )
}

/// Areas, bases, cars, and a policy that the tables allow.
fn inputs(areas: usize) -> impl Strategy<Value = ServiceInputs> {
    (1usize..5, 1usize..4).prop_flat_map(move |(bases, zones)| {
        let place = (0u32..2, 0u32..3, 0..zones as u32);
        let areas_list = prop::collection::vec(place, areas);
        let units = prop::collection::vec((0..bases, 0u32..2, 0..SHIFTS.len()), 1..8);
        // Whole minutes make ties.
        let minutes = |n| prop::collection::vec((0u32..30).prop_map(|m| m as f32 * 60.0), n);
        let tables =
            (minutes(areas * bases), prop::option::weighted(0.8, minutes(zones * zones)), 0.5..2.0f64);
        (areas_list, units, tables, policy()).prop_map(move |(places, units, tables, policy)| {
            let (base_to_area_s, between, speed_factor) = tables;
            let between_zones = between.map(|time_s| ZoneTimes { zones, time_s });
            // A car patrols its borough, so somebody must call from there, as they do from area 0.
            let areas: Vec<Area> =
                places.iter().map(|&(borough, group, zone)| Area { borough, group, zone }).collect();
            let first = areas[0].borough;
            let patrols = policy.start != Start::Base && between_zones.is_some();
            let bases = (0..bases).map(|number| Base { name: format!("base {number}") });
            let unit = |(number, (base, borough, shift)): (usize, &(usize, u32, usize))| Unit {
                name: format!("car {number}"),
                base: *base,
                borough: if patrols { first } else { *borough },
                shift: WeeklyHours::parse(SHIFTS[*shift]).unwrap(),
            };
            let policy = match between_zones {
                Some(_) => policy,
                None => Policy { start: Start::Base, divert: false, ..policy },
            };
            ServiceInputs {
                areas,
                bases: bases.collect(),
                units: units.iter().enumerate().map(unit).collect(),
                travel: TravelTimes { base_to_area_s, between_zones, speed_factor },
                policy,
            }
        })
    })
}

fn system() -> impl Strategy<Value = (Demand, ServiceInputs, Run)> {
    (1usize..6).prop_flat_map(|areas| {
        let run = (any::<u64>(), any::<bool>(), 100u32..400).prop_map(|(seed, warm, hours)| {
            let long_run = Horizon::LongRun { warm_up_h: hours / 3, measured_h: hours };
            let horizon = if warm { long_run } else { Horizon::Finite { hours } };
            Run { seed, replications: 1, horizon }
        });
        (demand(areas), inputs(areas), run)
    })
}

/// A long run of a system that cannot carry its load is refused: then some hours of it.
fn simulation<'a>(service: &'a Service, run: &mut Run) -> Simulation<'a> {
    Simulation::new(service, *run).unwrap_or_else(|_| {
        run.horizon = Horizon::Finite { hours: run.horizon.measured_h() };
        Simulation::new(service, *run).expect("a finite horizon is always allowed")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_slow_simulation_gives_the_same_call_by_call((demand, inputs, mut run) in system()) {
        let service = Service::new(inputs, &demand).unwrap();
        let fast = simulation(&service, &mut run);
        let mut records: Vec<CallRecord> = Vec::new();
        let outcome = fast.observe(3, |record| records.push(*record));
        records.sort_by_key(|record| record.number);
        let slow = Slow::run(&service, run, 3);
        for (fast, slow) in records.iter().zip(slow.records()) {
            prop_assert_eq!(*fast, slow);
        }
        prop_assert_eq!(records.len(), slow.records().len());
        let times: Vec<SlowTime> = outcome
            .units
            .iter()
            .map(|u| SlowTime { duty: u.duty_ms, busy: u.busy_ms, overtime: u.overtime_ms })
            .collect();
        prop_assert_eq!(times, slow.times());
        prop_assert_eq!(outcome.balance.residuals(), [0, 0, 0]);
        let tallied: u64 = Grade::ALL.iter().map(|grade| outcome.total(*grade, |_| true).calls).sum();
        prop_assert_eq!(tallied, outcome.balance.calls);
    }
}

#[test]
fn the_random_systems_have_all_that_can_happen() {
    let mut runner = TestRunner::deterministic();
    let mut happened: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..100 {
        let (demand, inputs, mut run) = system().new_tree(&mut runner).unwrap().current();
        let service = Service::new(inputs, &demand).unwrap();
        simulation(&service, &mut run);
        let slow = Slow::run(&service, run, 0);
        let records = slow.records();
        let mut saw = |what, really: bool| *happened.entry(what).or_default() += usize::from(really);
        let ends = |wanted: fn(&CallEnd) -> bool| records.iter().any(|record| wanted(&record.end));
        saw("answered", ends(|end| matches!(end, CallEnd::Answered { .. })));
        saw("lost", ends(|end| matches!(end, CallEnd::Lost)));
        saw("waiting at the horizon", ends(|end| matches!(end, CallEnd::Waiting)));
        saw("travelling at the horizon", ends(|end| matches!(end, CallEnd::Travelling { .. })));
        saw("queued", records.iter().any(|record| record.waited_ms > 0));
        saw("diverted", slow.diversions > 0);
        saw("overtime", slow.times().iter().any(|time| time.overtime > 0));
        saw("a warm-up", run.horizon.warm_up_h() > 0);
    }
    assert!(happened.values().all(|systems| *systems >= 3), "{happened:?}");
}
