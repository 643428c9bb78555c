//! The response simulation on a made-up city: what options do, that they see the same calls, that the number of threads
//! changes nothing, and what is refused.

mod common;

use bluelamp::city::WeeklyHours;
use bluelamp::response::{
    Area, Base, Call, CallClass, CallEnd, CallPlaces, Calls, Demand, Grade, Horizon, OnSceneTime, Outcome,
    PairedDifference, Policy, Run, RunError, Service, ServiceError, ServiceInputs, Simulation, Start,
    TravelTimes, Unit, WeeklyProfile, WhenAllBusy, ZoneTimes,
};

/// Areas on a square grid of a kilometre.
const SIDE: usize = 12;
/// Seconds a kilometre.
const PACE_S: f32 = 100.0;

/// Where the bases are: every third kilometre, 4 x 4.
fn bases() -> Vec<(usize, usize)> {
    (0..16).map(|base| (1 + base % 4 * 3, 1 + base / 4 * 3)).collect()
}

fn apart_s(a: (usize, usize), b: (usize, usize)) -> f32 {
    (a.0.abs_diff(b.0) + a.1.abs_diff(b.1)) as f32 * PACE_S + 60.0
}

fn place(area: usize) -> (usize, usize) {
    (area % SIDE, area / SIDE)
}

/// Three times as many calls from the south-western quarter, around the bases 0, 1, 4 and 5.
fn demand(calls_a_week: f64) -> Demand {
    let weight = |area: usize| if place(area).0 < 6 && place(area).1 < 6 { 3.0 } else { 1.0 };
    let sum: f64 = (0..SIDE * SIDE).map(weight).sum();
    let hours: Vec<f64> = (0..168).map(|hour| if hour % 24 < 8 { 0.6 } else { 1.2 }).collect();
    let class = |grade: Grade, share: f64| CallClass {
        name: grade.as_str().to_string(),
        grade,
        calls_a_week: (0..SIDE * SIDE).map(|area| weight(area) / sum * share * calls_a_week).collect(),
        profile: WeeklyProfile::new(&hours).unwrap(),
        on_scene: OnSceneTime::Lognormal { mean_s: 3000.0, cv: 0.8 },
    };
    Demand::new(vec![class(Grade::Immediate, 0.4), class(Grade::Significant, 0.6)]).unwrap()
}

/// A base's number for every car; the west and the east are a borough each, and every quarter is a group.
fn inputs(cars: &[usize], policy: Policy) -> ServiceInputs {
    let places: Vec<(usize, usize)> = (0..SIDE * SIDE).map(place).collect();
    let borough = |column: usize| u32::from(column >= 6);
    let table = |from: &[(usize, usize)], to: &[(usize, usize)]| -> Vec<f32> {
        from.iter().flat_map(|a| to.iter().map(|b| apart_s(*a, *b))).collect()
    };
    let round_the_clock = WeeklyHours::parse("24/7").unwrap();
    let bases = bases();
    let mut named = vec![0; bases.len()];
    ServiceInputs {
        areas: places
            .iter()
            .zip(0..)
            .map(|(&(column, row), zone)| {
                let group = borough(column) + 2 * borough(row);
                Area { borough: borough(column), group, zone }
            })
            .collect(),
        bases: bases.iter().map(|b| Base { name: format!("{b:?}") }).collect(),
        units: cars
            .iter()
            .map(|&base| {
                named[base] += 1;
                let (name, borough) = (format!("{base}-{}", named[base]), borough(bases[base].0));
                Unit { name, base, borough, shift: round_the_clock.clone() }
            })
            .collect(),
        travel: TravelTimes {
            base_to_area_s: table(&places, &bases),
            between_zones: Some(ZoneTimes { zones: places.len(), time_s: table(&places, &places) }),
            speed_factor: 1.0,
        },
        policy,
    }
}

/// Two cars at every base.
fn all() -> Vec<usize> {
    (0..32).map(|car| car / 2).collect()
}

fn run(seed: u64, replications: u32) -> Run {
    Run { seed, replications, horizon: Horizon::LongRun { warm_up_h: 24, measured_h: 14 * 24 } }
}

/// Outcomes of so many cars at the bases.
fn outcomes(cars: &[usize], policy: Policy, calls_a_week: f64, run: Run) -> Vec<Outcome> {
    let demand = demand(calls_a_week);
    let service = Service::new(inputs(cars, policy), &demand).unwrap();
    Simulation::new(&service, run).unwrap().replicate(|outcome| outcome)
}

fn mean_s(outcomes: &[Outcome]) -> Vec<f64> {
    outcomes.iter().map(|o| o.total(Grade::Immediate, |_| true).mean_response_s().unwrap()).collect()
}

#[test]
fn one_thread_and_seven_give_the_same_outcomes() {
    let policy = Policy { start: Start::Mix { on_patrol: 0.5 }, divert: true, ..Policy::default() };
    let on_threads = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| outcomes(&all(), policy, 3000.0, run(5, 9)))
    };
    let one = on_threads(1);
    assert!(one.windows(2).all(|pair| pair[0] != pair[1]), "replications differ");
    assert_eq!(one, on_threads(7));
}

#[test]
fn closing_the_busiest_base_hurts_and_pairing_shows_it_with_fewer_replications() {
    let without: Vec<usize> = all().into_iter().filter(|base| *base != 5).collect();
    for start in [Start::Base, Start::Patrol] {
        let policy = Policy { start, ..Policy::default() };
        let [before, after] =
            [&all(), &without].map(|cars| mean_s(&outcomes(cars, policy, 2200.0, run(11, 40))));
        let paired = PairedDifference::new(&before, &after, 0.95).unwrap();
        assert!(paired.change.low > 10.0, "{start:?}: {paired:?}");
        if start == Start::Base {
            // The same closure with other calls: the variance that there is without pairing.
            let others = mean_s(&outcomes(&without, policy, 2200.0, run(12, 40)));
            let independent = PairedDifference::new(&before, &others, 0.95).unwrap();
            let width = |p: &PairedDifference| (p.change.high - p.change.low).powi(2);
            assert!(width(&independent) > 5.0 * width(&paired), "{independent:?}, {paired:?}");
            assert!(paired.variance_ratio > 5.0, "{paired:?}");
        }
    }
}

#[test]
fn a_spare_car_is_hardly_missed_but_its_base_is() {
    // With few calls the second car of a quiet base is spare.
    let change = |gone: &dyn Fn(usize) -> bool| {
        let left: Vec<usize> = (0..32).filter(|car| !gone(*car)).map(|car| car / 2).collect();
        let [before, after] =
            [&all(), &left].map(|cars| mean_s(&outcomes(cars, Policy::default(), 300.0, run(3, 20))));
        PairedDifference::new(&before, &after, 0.95).unwrap().change
    };
    let (car, base) = (change(&|car| car == 31), change(&|car| car / 2 == 15));
    assert!(car.low > 0.0 && car.high < 2.0, "{car:?}");
    assert!(base.low > 5.0 * car.high, "{base:?}, {car:?}");
}

#[test]
fn closing_a_base_without_cars_changes_exactly_nothing() {
    let cars: Vec<usize> = all().into_iter().filter(|base| *base != 15).collect();
    let demand = demand(500.0);
    let with = inputs(&cars, Policy::default());
    // Base 15, the last, is not there at all.
    let mut without = with.clone();
    without.bases.pop();
    let times = with.travel.base_to_area_s.chunks(bases().len());
    without.travel.base_to_area_s = times.flat_map(|row| &row[..bases().len() - 1]).copied().collect();
    let [a, b] = [with, without].map(|inputs| {
        let service = Service::new(inputs, &demand).unwrap();
        Simulation::new(&service, run(1, 2)).unwrap().replicate(|outcome| outcome)
    });
    assert_eq!(a, b);
}

#[test]
fn policies_do_what_they_say() {
    let figure = |policy: Policy, of: &dyn Fn(&Outcome) -> f64| {
        let all = outcomes(&all(), policy, 2600.0, run(8, 6));
        all.iter().map(of).sum::<f64>() / all.len() as f64
    };
    let base = Policy::default();
    let i_mean = |o: &Outcome| o.total(Grade::Immediate, |_| true).mean_response_s().unwrap();
    let s_mean = |o: &Outcome| o.total(Grade::Significant, |_| true).mean_response_s().unwrap();
    let elsewhere = |o: &Outcome| {
        let all = Grade::ALL.map(|grade| o.total(grade, |_| true));
        (all[0].from_elsewhere + all[1].from_elsewhere) as f64 / (all[0].answered + all[1].answered) as f64
    };
    let own = Policy { own_borough_first: true, ..base };
    let (own_first, nearest) = (figure(own, &elsewhere), figure(base, &elsewhere));
    assert!(
        own_first < 0.7 * nearest && own_first > 0.0,
        "{own_first}, {nearest}: help comes, but more seldom"
    );
    let divert = Policy { divert: true, ..base };
    assert!(figure(divert, &i_mean) < figure(base, &i_mean), "I calls gain from diverting");
    assert!(figure(divert, &s_mean) > figure(base, &s_mean), "S calls pay for it");
    let turnout = Policy { turnout_base_s: 60.0, turnout_road_s: 60.0, ..base };
    let slower = figure(turnout, &i_mean) - figure(base, &i_mean);
    assert!(slower > 55.0, "a minute's turnout takes a minute and keeps cars busy: {slower}");
    let mix = |on_patrol| figure(Policy { start: Start::Mix { on_patrol }, ..base }, &i_mean);
    assert_eq!(mix(1.0), figure(Policy { start: Start::Patrol, ..base }, &i_mean));
    assert_ne!(mix(0.0), mix(1.0));
}

#[test]
fn figures_of_an_outcome_hang_together() {
    for outcome in outcomes(&all(), Policy { divert: true, ..Policy::default() }, 3300.0, run(21, 3)) {
        assert_eq!(outcome.balance.residuals(), [0, 0, 0]);
        let mut calls = 0;
        for grade in Grade::ALL {
            let total = outcome.total(grade, |_| true);
            calls += total.calls;
            assert_eq!(outcome.by_group(grade).iter().map(|t| t.calls).sum::<u64>(), total.calls);
            assert_eq!(outcome.hours(grade).iter().map(|h| h.answered).sum::<u64>(), total.answered);
            assert_eq!(outcome.hours(grade).iter().map(|h| h.response_ms).sum::<u64>(), total.response_ms);
            assert_eq!(total.response.count(), total.answered);
            let target = Policy::default().target_s[grade.index()];
            let share = total.share_in_target().unwrap();
            assert!(total.response_quantile_s(share).unwrap() <= target);
            assert!(total.response_quantile_s((share + 2e-3).min(1.0)).unwrap() > target);
            assert!(total.response_quantile_s(0.5) < total.response_quantile_s(0.9));
            assert!(total.unanswered() < 60 && total.lost == 0);
        }
        assert_eq!(calls, outcome.balance.calls);
        for unit in &outcome.units {
            assert_eq!((unit.duty_ms, unit.overtime_ms), (outcome.measured_ms, 0));
            assert!((0.05..1.0).contains(&unit.utilisation().unwrap()));
        }
    }
}

/// The refusals of a service, as a reader sees them.
fn refusals(change: impl Fn(&mut ServiceInputs)) -> Vec<String> {
    let mut inputs = inputs(&all(), Policy::default());
    change(&mut inputs);
    let errors = Service::new(inputs, &demand(500.0)).expect_err("refused");
    errors.iter().map(ServiceError::to_string).collect()
}

#[test]
fn impossible_services_are_refused_with_all_that_is_wrong() {
    assert_eq!(refusals(|i| i.units.clear()), ["no units: nobody can be sent"]);
    assert_eq!(
        refusals(|i| {
            i.units[1].name = "0-1".to_string();
            i.units[2].base = 17;
            i.travel.speed_factor = 0.0;
            i.policy.target_s[1] = -1.0;
            i.areas[3].zone = 500;
            i.travel.base_to_area_s[4] = f32::NAN;
        }),
        [
            "two units are named \"0-1\": their random numbers would be the same",
            "unit \"1-1\" has base 17, but there are 16 bases",
            "area 3 is in zone 500, but there are 144 zones",
            "the speed factor is 0: expected a finite number above 0",
            "a time from base to area has NaN s: expected 0 or more",
            "the target of S calls is -1: expected 0 to 86,400 seconds",
        ]
    );
    assert_eq!(
        refusals(|i| i.travel.base_to_area_s.iter_mut().skip(3).step_by(16).for_each(|t| *t = f32::INFINITY)),
        ["base \"(10, 1)\" has no way to 144 of the areas with calls (the first is area 0)"]
    );
    assert_eq!(
        refusals(|i| i.travel.between_zones.as_mut().unwrap().time_s[2] = f32::INFINITY),
        ["no way from zone 0 to zone 2, which both have calls"]
    );
    assert_eq!(
        refusals(|i| {
            i.travel.between_zones = None;
            i.policy.start = Start::Mix { on_patrol: 1.5 };
            i.policy.divert = true;
        }),
        [
            "the share of cars on patrol is 1.5: expected 0 to 1",
            "cars on patrol needs the times between zones",
            "diverting cars needs the times between zones",
        ]
    );
    let nowhere = refusals(|i| {
        i.policy.start = Start::Patrol;
        i.units.iter_mut().filter(|unit| unit.base == 4).for_each(|unit| unit.borough = 9);
    });
    assert_eq!(nowhere[0], "unit \"4-1\" patrols borough 9, from which no call comes");
    assert_eq!(nowhere.len(), 2);
    assert_eq!(
        refusals(|i| {
            i.areas.pop();
        }),
        ["areas: 143 values, expected 144", "times from base to area: 2304 values, expected 2288"]
    );
}

#[test]
fn an_overload_is_refused_with_the_sum_unless_the_horizon_is_finite() {
    let demand = demand(8000.0);
    let mut inputs = inputs(&all(), Policy::default());
    inputs.travel.between_zones = None;
    let service = Service::new(inputs, &demand).unwrap();
    let refused = |run| Simulation::new(&service, run).err().expect("refused");
    assert_eq!(
        refused(run(1, 1)).to_string(),
        "8000.0 calls a week x 0.887 h = 7096.3 car hours a week, but cars are on duty for 5376.0 (utilisation 1.32): \
         queues would grow for ever. Ask for a finite horizon, or put more cars on duty"
    );
    let nothing = Run { replications: 0, ..run(1, 1) };
    assert_eq!(refused(nothing), RunError::NoReplication);
    assert_eq!(refused(Run { horizon: Horizon::Finite { hours: 0 }, ..run(1, 1) }), RunError::NoTime);
    let horizon = Horizon::Finite { hours: 20_000_000 };
    assert_eq!(refused(Run { horizon, ..run(1, 1) }), RunError::TooLong(20_000_000));
    let finite = Run { horizon: Horizon::Finite { hours: 168 }, ..run(1, 1) };
    let outcome = Simulation::new(&service, finite).unwrap().outcome(0);
    let unanswered: u64 = Grade::ALL.iter().map(|grade| outcome.total(*grade, |_| true).unanswered()).sum();
    assert!(unanswered > 500, "what is not answered by the end is counted: {unanswered}");
    assert!(outcome.total(Grade::Immediate, |_| true).unanswered() < 40, "urgent calls go first");
}

#[test]
fn a_car_that_is_clear_when_a_call_comes_takes_it() {
    let class = |seconds| CallClass {
        name: "calls".to_string(),
        grade: Grade::Immediate,
        calls_a_week: vec![50.0],
        profile: WeeklyProfile::flat(),
        on_scene: OnSceneTime::Fixed { seconds },
    };
    let run = Run { seed: 4, replications: 1, horizon: Horizon::Finite { hours: 100 } };
    let any_time = Demand::new(vec![class(1.0)]).unwrap();
    let calls: Vec<Call> = Calls::new(&any_time, &CallPlaces::new(&any_time), 4, 0, 100).take(2).collect();
    // Half a millisecond is rounded down, and keeps the rounding of floats away.
    let gap_s = (calls[1].time_ms - calls[0].time_ms) as f64 / 1000.0;
    for (on_scene_s, lost) in [(gap_s + 0.0005, false), (gap_s + 0.0015, true)] {
        let demand = Demand::new(vec![class(on_scene_s)]).unwrap();
        let inputs = ServiceInputs {
            areas: vec![Area { borough: 0, group: 0, zone: 0 }],
            bases: vec![Base { name: "base".to_string() }],
            units: vec![Unit {
                name: "car".to_string(),
                base: 0,
                borough: 0,
                shift: WeeklyHours::parse("24/7").unwrap(),
            }],
            travel: TravelTimes { base_to_area_s: vec![0.0], between_zones: None, speed_factor: 1.0 },
            policy: Policy { when_all_busy: WhenAllBusy::Lost, ..Policy::default() },
        };
        let service = Service::new(inputs, &demand).unwrap();
        let mut second = None;
        Simulation::new(&service, run).unwrap().observe(0, |record| {
            if record.number == 1 {
                second = Some(record.end);
            }
        });
        assert_eq!(second == Some(CallEnd::Lost), lost, "{second:?} after {on_scene_s} s");
    }
}
