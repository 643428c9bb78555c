//! Every distinct fleet simulated once for each start, with the same random numbers.

use std::sync::atomic::{AtomicU64, Ordering};

use super::break_even::break_even;
use super::calibrate::beside;
use super::figures::{base_loads, hours, rows};
use super::sample::Sample;
use super::{ResponseError, ResponseInputs, ResponsePlace, StartResponse, keeps_cars};
use crate::response::{Balance, Load, Run, Service, Simulation};
use crate::scenario::{ResponseCar, ResponseSettings, Scenario};

/// How far the simulation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replications {
    /// Done so far.
    pub done: u64,
    /// To be done, those that look for a break-even not counted.
    pub of: u64,
}

/// What the fleets are simulated with.
pub(super) struct Bench<'a> {
    pub inputs: &'a ResponseInputs<'a>,
    pub places: &'a [ResponsePlace],
    pub start: usize,
    pub told: &'a (dyn Fn() + Sync),
}

/// A fleet, simulated.
pub(super) struct Case {
    pub service: Service,
    pub samples: Vec<Sample>,
}

impl Bench<'_> {
    /// Simulates some cars.
    pub fn case(&self, who: &str, cars: &[ResponseCar], run: Run) -> Result<Case, ResponseError> {
        self.case_at(who, cars, run, self.inputs.speed_factor(self.start))
    }

    /// The same at another speed.
    pub fn case_at(
        &self,
        who: &str,
        cars: &[ResponseCar],
        run: Run,
        speed_factor: f64,
    ) -> Result<Case, ResponseError> {
        let service = self.inputs.service_at(cars, self.start, speed_factor)?;
        let bases: Vec<usize> = service.units().iter().map(|unit| unit.base).collect();
        let base_count = service.bases().len();
        let simulation = Simulation::new(&service, run)
            .map_err(|error| ResponseError::Run { who: who.to_string(), error })?;
        let samples = simulation.replicate(|outcome| {
            let sample = Sample::new(&outcome, self.places, &bases, base_count);
            (self.told)();
            sample
        });
        Ok(Case { service, samples })
    }
}

/// All starts in order.
pub(super) fn starts(
    scenario: &Scenario,
    settings: &ResponseSettings,
    inputs: &ResponseInputs<'_>,
    places: &[ResponsePlace],
    told: &(dyn Fn(Replications) + Sync),
) -> Result<Vec<StartResponse>, ResponseError> {
    let changes =
        |start| (0..scenario.options.len()).filter(|option| !keeps_cars(scenario, *option, start)).count();
    let fleets: usize = settings.starts.iter().map(|start| 1 + changes(*start)).sum();
    let of = u64::from(settings.replications) * fleets as u64;
    let done = AtomicU64::new(0);
    let told = || told(Replications { done: done.fetch_add(1, Ordering::Relaxed) + 1, of });
    (0..settings.starts.len())
        .map(|start| one_start(scenario, settings, &Bench { inputs, places, start, told: &told }))
        .collect()
}

fn one_start(
    scenario: &Scenario,
    settings: &ResponseSettings,
    bench: &Bench<'_>,
) -> Result<StartResponse, ResponseError> {
    let run = bench.inputs.run();
    let baseline = bench.case("the baseline", &settings.cars, run)?;
    let load = Load::new(&baseline.service);
    let mut cases: Vec<Option<Case>> = Vec::new();
    for (number, option) in scenario.options.iter().enumerate() {
        let cars = option.fleet.as_ref().map_or(settings.cars.as_slice(), |f| f.cars.as_slice());
        let changes = !keeps_cars(scenario, number, settings.starts[bench.start]);
        cases.push(changes.then(|| bench.case(&format!("option {:?}", option.id), cars, run)).transpose()?);
    }
    let mut break_evens = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        break_evens.push(match case {
            Some(case) => break_even(scenario, number, bench, &baseline, case)?,
            None => None,
        });
    }
    let simulated = || std::iter::once(&baseline).chain(cases.iter().flatten());
    let residuals = simulated().flat_map(|case| &case.samples).fold([0; 3], |most: [u64; 3], sample| {
        let of_sample = sample.balance.residuals();
        [0, 1, 2].map(|which| most[which].max(of_sample[which]))
    });
    Ok(StartResponse {
        start: settings.starts[bench.start],
        load,
        rows: rows(bench.places, &baseline, &cases),
        hours: hours(&baseline, &cases),
        bases: base_loads(&baseline, &cases),
        published: settings.published.iter().map(|p| beside(p, bench.places, &baseline)).collect(),
        break_even: break_evens,
        residuals,
        balance: together(&baseline.samples),
        calls: simulated().flat_map(|case| &case.samples).map(|s| s.calls.iter().sum::<u64>()).sum(),
    })
}

/// The balances of all replications added up.
fn together(samples: &[Sample]) -> Balance {
    samples.iter().fold(Balance::default(), |mut sum, Sample { balance, .. }| {
        sum.queue_ms += balance.queue_ms;
        sum.waits_ms += balance.waits_ms;
        sum.busy_ms += balance.busy_ms;
        sum.cars_ms += balance.cars_ms;
        sum.calls += balance.calls;
        sum.ends += balance.ends;
        sum
    })
}
