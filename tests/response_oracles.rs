//! Response against queueing theory: the formulas against published and exact values, the simulation against the
//! formulas.
//!
//! `data/erlang_b_c_exact.json` holds 12 systems worked out in exact rational numbers; `data/hypercube_golden.json`
//! the example of Larson and Odoni, *Urban Operations Research* (1981), sections 5.4 and 5.5, as published and solved
//! again, and two systems with a zero line (see `DATA-LICENCES.md`).

mod common;

use bluelamp::city::WeeklyHours;
use bluelamp::response::{
    Area, Atom, Base, CallClass, Demand, Erlang, Grade, Horizon, Hypercube, HypercubeError, HypercubeInputs,
    Line, OnSceneTime, Outcome, Policy, Run, Service, ServiceInputs, Simulation, TravelTimes, Unit,
    WeeklyProfile, WhenAllBusy, correction_factors, mean_interval,
};
use proptest::prelude::*;
use serde_json::Value;

const HOUR_S: f64 = 3600.0;

fn json(name: &str) -> Value {
    let path = common::project("tests/data").join(name);
    serde_json::from_slice(&std::fs::read(path).expect("committed")).expect("JSON")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

fn units(value: &Value, from: u64) -> Vec<usize> {
    let list = value.as_array().expect("a list").iter();
    list.map(|unit| (unit.as_u64().expect("a unit") - from) as usize).collect()
}

struct Case {
    servers: u32,
    offered: f64,
    loss: f64,
    delay: f64,
    wait: f64,
    queue: f64,
    empty: f64,
}

fn cases() -> Vec<Case> {
    let case = |case: &Value| Case {
        servers: case["c"].as_u64().unwrap() as u32,
        offered: number(&case["a"]),
        loss: number(&case["erlang_b"]),
        delay: number(&case["erlang_c"]),
        wait: number(&case["Wq_mu1"]),
        queue: number(&case["Lq"]),
        empty: number(&case["P0"]),
    };
    let cases: Vec<Case> = json("erlang_b_c_exact.json").as_array().unwrap().iter().map(case).collect();
    assert_eq!(cases.len(), 12);
    cases
}

#[test]
fn erlang_formulas_agree_with_exact_fractions() {
    for Case { servers, offered, loss, delay, wait, queue, empty } in cases() {
        let erlang = Erlang::new(servers, offered).unwrap();
        let relative = |found: Option<f64>, exact: f64| {
            assert!(
                (found.unwrap() / exact - 1.0).abs() < 1e-12,
                "{servers}, {offered}: {found:?} is not {exact}"
            );
        };
        relative(Some(erlang.loss()), loss);
        relative(erlang.delay(), delay);
        relative(erlang.mean_wait(), wait);
        relative(erlang.mean_queue(), queue);
        relative(erlang.empty(), empty);
    }
}

/// One hour is the mean time on scene; atoms with their calls an hour and the order in which units are asked. Who comes
/// first is told by journeys of 1, 2, 3 ... ms, a millionth of the time on scene.
fn system(atoms: &[Atom], units: usize, line: Line) -> Service {
    let demand = Demand::new(vec![CallClass {
        name: "calls".to_string(),
        grade: Grade::Immediate,
        calls_a_week: atoms.iter().map(|atom| atom.calls * 168.0).collect(),
        profile: WeeklyProfile::flat(),
        on_scene: OnSceneTime::Exponential { mean_s: HOUR_S },
    }])
    .unwrap();
    let rank_ms = |atom: &Atom, unit: usize| atom.preference.iter().position(|u| *u == unit).unwrap() as f32;
    let all = 0..units;
    let round_the_clock = WeeklyHours::parse("24/7").unwrap();
    let inputs = ServiceInputs {
        areas: (0..atoms.len() as u32).map(|group| Area { borough: 0, group, zone: 0 }).collect(),
        bases: all.clone().map(|unit| Base { name: unit.to_string() }).collect(),
        units: all
            .clone()
            .map(|unit| Unit {
                name: unit.to_string(),
                base: unit,
                borough: 0,
                shift: round_the_clock.clone(),
            })
            .collect(),
        travel: TravelTimes {
            base_to_area_s: atoms
                .iter()
                .flat_map(|atom| all.clone().map(move |unit| rank_ms(atom, unit) / 1000.0))
                .collect(),
            between_zones: None,
            speed_factor: 1.0,
        },
        policy: Policy {
            when_all_busy: match line {
                Line::Zero => WhenAllBusy::Lost,
                Line::Infinite => WhenAllBusy::Queue,
            },
            ..Policy::default()
        },
    };
    Service::new(inputs, &demand).unwrap()
}

fn replicate(
    atoms: &[Atom],
    units: usize,
    line: Line,
    replications: u32,
    warm_up_h: u32,
    measured_h: u32,
) -> Vec<Outcome> {
    let service = system(atoms, units, line);
    let horizon = Horizon::LongRun { warm_up_h, measured_h };
    let run = Run { seed: 1917, replications, horizon };
    let outcomes = Simulation::new(&service, run).unwrap().replicate(|outcome| outcome);
    for outcome in &outcomes {
        assert_eq!(outcome.balance.residuals(), [0, 0, 0]);
    }
    outcomes
}

/// Whether the exact value lies in the simulation's own 99 % interval, and whether that is narrow enough to say so.
fn inside(what: &str, values: &[f64], exact: f64, half_width: f64) {
    let interval = mean_interval(values, 0.99).unwrap();
    assert!(interval.holds(exact), "{what}: {exact} is not in {interval:?}");
    let half = (interval.high - interval.low) / 2.0;
    assert!(half < half_width, "{what}: {interval:?} is too wide to say anything of {exact}");
}

/// `servers` alike units at one atom, and hours for about 40,000 calls after 40 mean times on scene.
fn queue(case: &Case, line: Line) -> Vec<Outcome> {
    let units = case.servers as usize;
    let atom = Atom { calls: case.offered, preference: (0..units).collect() };
    replicate(&[atom], units, line, 40, 40, (40_000.0 / case.offered) as u32)
}

#[test]
fn the_simulated_mean_wait_is_erlangs() {
    for case in cases() {
        let outcomes = queue(&case, Line::Infinite);
        let waits: Vec<f64> = outcomes
            .iter()
            .map(|outcome| outcome.total(Grade::Immediate, |_| true).mean_wait_s().unwrap() / HOUR_S)
            .collect();
        let what = format!("wait of {} servers, {} erlangs", case.servers, case.offered);
        inside(&what, &waits, case.wait, 0.12 * case.wait);
        // Little's law: what waits at a time is what comes times how long it waits.
        let queues: Vec<f64> =
            outcomes.iter().map(|o| o.balance.queue_ms as f64 / o.measured_ms as f64).collect();
        inside(&what, &queues, case.queue, 0.12 * case.queue);
    }
}

#[test]
fn the_simulated_loss_is_erlangs() {
    for case in cases() {
        let losses: Vec<f64> = queue(&case, Line::Zero)
            .iter()
            .map(|outcome| {
                let tally = outcome.total(Grade::Immediate, |_| true);
                tally.lost as f64 / tally.calls as f64
            })
            .collect();
        let what = format!("loss of {} servers, {} erlangs", case.servers, case.offered);
        inside(&what, &losses, case.loss, 0.08 * case.loss);
    }
}

/// Larson and Odoni's example: three units, ten atoms in four groups.
fn larson_odoni() -> (HypercubeInputs, Value) {
    let golden = json("hypercube_golden.json");
    let groups = golden["inputs"]["atom_groups"].as_array().unwrap();
    let atom = |g: &Value| Atom { calls: number(&g["lambda"]), preference: units(&g["pref"], 1) };
    let atoms = groups.iter().map(atom).collect();
    (HypercubeInputs { atoms, service_rates: numbers(&golden["inputs"]["mu"]), line: Line::Infinite }, golden)
}

fn close(found: &[f64], expected: &[f64], within: f64) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= within, "{found} is not {expected}");
    }
}

#[test]
fn the_exact_hypercube_agrees_with_larson_and_odoni() {
    let (inputs, golden) = larson_odoni();
    let exact = inputs.exact().unwrap();
    close(&exact.workloads, &numbers(&golden["published"]["workloads_exact"]), 0.5e-4);
    close(&[exact.all_busy], &[number(&golden["published"]["P_Q_prime"])], 0.5e-5);
    let recomputed = &golden["recomputed"];
    close(&exact.workloads, &numbers(&recomputed["workloads"]), 1e-12);
    close(&inputs.states().unwrap(), &numbers(&recomputed["states_b3b2b1_000_to_111"]), 1e-12);
    close(&[exact.interresponse(&inputs)], &[number(&recomputed["interresponse"])], 1e-12);
    // The book has .43529 (from rounded figures).
    close(&[exact.interresponse(&inputs)], &[number(&golden["published"]["interresponse_fraction"])], 5e-5);
    let last = inputs.states().unwrap()[7];
    close(&[last * inputs.queue_share()], &[number(&recomputed["P_Q(queue nonempty)"])], 1e-12);
    // "About 8.7 %": unit 1 to atom 1, which has half of its group's calls.
    close(&[exact.dispatches[0] / 2.0], &[0.087], 0.0005);
    close(&[exact.dispatches.iter().sum()], &[1.0], 1e-12);
}

#[test]
fn larsons_approximation_agrees_with_larson_and_odoni() {
    let (inputs, golden) = larson_odoni();
    let q = correction_factors(3, 1.5, Line::Infinite);
    close(&q, &numbers(&golden["published"]["Q(3,0.5,j)"]), 0.5e-5);
    let approximate = inputs.approximate().unwrap();
    close(&approximate.workloads, &numbers(&golden["recomputed"]["approx_converged"]), 0.5e-4);
    // The book stops before it has converged.
    close(&approximate.workloads, &numbers(&golden["published"]["workloads_approx"]), 1.5e-4);
}

#[test]
fn hypercubes_with_a_zero_line_agree_with_known_solutions() {
    let golden = json("hypercube_golden.json");
    let two = &golden["two_server_loss"];
    let atom = |calls: &Value, preference| Atom { calls: number(calls), preference };
    let inputs = HypercubeInputs {
        atoms: vec![atom(&two["inputs"]["lambda1"], vec![0, 1]), atom(&two["inputs"]["lambda2"], vec![1, 0])],
        service_rates: vec![number(&two["inputs"]["mu"]); 2],
        line: Line::Zero,
    };
    let (states, exact) = (inputs.states().unwrap(), inputs.exact().unwrap());
    let published = |name: &str| number(&two["published"][name]);
    close(&states, &["P00", "P01", "P10", "P11"].map(published), 1e-12);
    close(&exact.workloads, &[published("workload"); 2], 1e-12);
    // By atom, then by unit; published by unit, then by atom, which is the same here.
    close(&exact.dispatches, &["f11", "f12", "f21", "f22"].map(published), 1e-12);

    let five = &golden["five_server_loss_meowoodie"];
    let preferences = five["pref"].as_array().unwrap().iter().map(|p| units(p, 0));
    let atoms = numbers(&five["Lam"]).into_iter().zip(preferences);
    let inputs = HypercubeInputs {
        atoms: atoms.map(|(calls, preference)| Atom { calls, preference }).collect(),
        service_rates: vec![number(&five["mu"]); 5],
        line: Line::Zero,
    };
    close(&inputs.states().unwrap(), &numbers(&five["exact_states_bitmask_order"]), 1e-9);
    let loss = Erlang::new(5, inputs.calls()).unwrap().loss();
    close(&[inputs.exact().unwrap().all_busy], &[loss], 1e-12);
}

#[test]
fn the_simulated_hypercube_is_the_exact_one() {
    let (inputs, _) = larson_odoni();
    for line in [Line::Infinite, Line::Zero] {
        let inputs = HypercubeInputs { line, ..inputs.clone() };
        let exact = inputs.exact().unwrap();
        let outcomes = replicate(&inputs.atoms, 3, line, 30, 40, 20_000);
        for unit in 0..3 {
            let workloads: Vec<f64> = outcomes.iter().map(|o| o.units[unit].utilisation().unwrap()).collect();
            inside(&format!("{line:?}, unit {unit}"), &workloads, exact.workloads[unit], 0.005);
        }
        let lost: Vec<f64> = outcomes
            .iter()
            .map(|outcome| {
                let tally = outcome.total(Grade::Immediate, |_| true);
                (tally.lost + tally.queued) as f64 / tally.calls as f64
            })
            .collect();
        inside(&format!("{line:?}, all busy"), &lost, exact.all_busy, 0.005);
    }
}

/// Atoms whose preference is by distance, as units and atoms lie on a line.
fn on_a_line(places: &[f64], atoms: &[(f64, f64)], load: f64, line: Line) -> HypercubeInputs {
    let sum: f64 = atoms.iter().map(|(_, weight)| weight).sum();
    let atom = |&(place, weight): &(f64, f64)| {
        let mut preference: Vec<usize> = (0..places.len()).collect();
        preference.sort_by(|a, b| (places[*a] - place).abs().total_cmp(&(places[*b] - place).abs()));
        Atom { calls: weight / sum * load * places.len() as f64, preference }
    };
    HypercubeInputs { atoms: atoms.iter().map(atom).collect(), service_rates: vec![1.0; places.len()], line }
}

/// The balance equations of all states, written down once more; with them and a sum of 1 states are the solution.
fn imbalance(inputs: &HypercubeInputs, states: &[f64]) -> f64 {
    let full = states.len() - 1;
    let mut net = vec![0.0; states.len()];
    for (state, chance) in states.iter().enumerate() {
        for atom in inputs.atoms.iter().filter(|_| state != full) {
            let unit = atom.preference.iter().find(|unit| state & (1 << **unit) == 0).unwrap();
            net[state] -= chance * atom.calls;
            net[state | 1 << unit] += chance * atom.calls;
        }
        for (unit, rate) in
            inputs.service_rates.iter().enumerate().filter(|(unit, _)| state & (1 << unit) != 0)
        {
            net[state] -= chance * rate;
            net[state ^ (1 << unit)] += chance * rate;
        }
    }
    net.iter().fold(0.0, |most, n| most.max(n.abs()))
}

fn workload_gap(a: &Hypercube, b: &Hypercube) -> f64 {
    a.workloads.iter().zip(&b.workloads).fold(0.0, |most, (a, b)| most.max((a - b).abs()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn exact_states_balance_and_the_approximation_is_near(
        places in prop::collection::vec(0.0..10.0f64, 1..9),
        atoms in prop::collection::vec((0.0..10.0f64, 0.2..1.0f64), 12..40),
        load in 0.1..0.9f64,
        infinite in any::<bool>(),
    ) {
        let line = if infinite { Line::Infinite } else { Line::Zero };
        let inputs = on_a_line(&places, &atoms, load, line);
        let states = inputs.states().unwrap();
        prop_assert!(imbalance(&inputs, &states) < 1e-12);
        let exact = inputs.exact().unwrap();
        let full = states[states.len() - 1] * (1.0 + inputs.queue_share());
        prop_assert!((states.iter().sum::<f64>() - states[states.len() - 1] + full - 1.0).abs() < 1e-12);
        // With one service rate the number of busy units is Erlang's.
        let erlang = Erlang::new(places.len() as u32, load * places.len() as f64).unwrap();
        let all_busy = if infinite { erlang.delay().unwrap() } else { erlang.loss() };
        prop_assert!((exact.all_busy - all_busy).abs() < 1e-12);
        let approximate = inputs.approximate().unwrap();
        prop_assert!((approximate.all_busy - all_busy).abs() < 1e-12);
        prop_assert!((approximate.dispatches.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        // Larson (1975): "usually within 1 or 2 percent", here with very uneven demand.
        let gap = workload_gap(&exact, &approximate);
        prop_assert!(gap < 0.06, "{gap}");
    }

    #[test]
    fn units_of_different_speed_balance_too(
        places in prop::collection::vec(0.0..10.0f64, 2..7),
        atoms in prop::collection::vec((0.0..10.0f64, 0.2..1.0f64), 5..20),
        rates in prop::collection::vec(0.5..2.0f64, 7),
    ) {
        let mut inputs = on_a_line(&places, &atoms, 0.4, Line::Infinite);
        inputs.service_rates = rates[..places.len()].to_vec();
        prop_assert!(imbalance(&inputs, &inputs.states().unwrap()) < 1e-12);
        let exact = inputs.exact().unwrap();
        // What is dispatched to a unit is what it finishes.
        for (unit, (workload, rate)) in exact.workloads.iter().zip(&inputs.service_rates).enumerate() {
            let sent: f64 = exact.dispatches.iter().skip(unit).step_by(places.len()).sum();
            prop_assert!((sent * inputs.calls() - workload * rate).abs() < 1e-12);
        }
        if inputs.service_rates.iter().any(|rate| *rate != inputs.service_rates[0]) {
            prop_assert_eq!(inputs.approximate(), Err(HypercubeError::DifferentRates));
        }
    }
}

#[test]
fn sixteen_units_are_solved_and_seventeen_approximated() {
    let spread = |n: usize| (0..n).map(|unit| unit as f64).collect::<Vec<_>>();
    let atoms: Vec<(f64, f64)> =
        (0..48).map(|atom| (f64::from(atom) / 3.0, 1.0 + f64::from(atom % 5))).collect();
    let inputs = on_a_line(&spread(16), &atoms, 0.6, Line::Infinite);
    let exact = inputs.exact().unwrap();
    let gap = workload_gap(&exact, &inputs.approximate().unwrap());
    assert!(gap < 0.02, "{gap}");
    close(&[exact.all_busy], &[Erlang::new(16, 9.6).unwrap().delay().unwrap()], 1e-12);
    let many = on_a_line(&spread(17), &atoms, 0.6, Line::Infinite);
    assert_eq!(many.exact(), Err(HypercubeError::Units(17)));
    close(&[many.approximate().unwrap().workloads.iter().sum()], &[0.6 * 17.0], 1e-9);
}

#[test]
fn what_is_no_hypercube_is_refused() {
    let good = on_a_line(&[1.0, 2.0], &[(0.0, 1.0), (3.0, 1.0)], 0.5, Line::Infinite);
    let refused = |change: &dyn Fn(&mut HypercubeInputs)| {
        let mut inputs = good.clone();
        change(&mut inputs);
        let error = inputs.exact().unwrap_err();
        assert_eq!(inputs.approximate().unwrap_err().to_string(), error.to_string());
        error.to_string()
    };
    assert_eq!(refused(&|i| i.service_rates.clear()), "no unit");
    assert_eq!(refused(&|i| i.atoms.clear()), "no calls: all rates are zero");
    assert_eq!(
        refused(&|i| i.atoms[1].preference = vec![1, 1]),
        "atom 1's preference does not name every unit once"
    );
    assert_eq!(
        refused(&|i| i.atoms[0].calls = f64::NAN),
        "atom 0 has rate NaN: expected a finite number of 0 or more"
    );
    assert_eq!(refused(&|i| i.service_rates[1] = 0.0), "unit 1 has rate 0: expected a finite number above 0");
    assert_eq!(
        refused(&|i| i.atoms[0].calls = 1.5),
        "calls come at rate 2 and all units together finish 2: the queue grows for ever"
    );
}
