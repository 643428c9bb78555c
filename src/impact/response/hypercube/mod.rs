//! Larson's hypercube model beside the simulation: what queueing theory says of the same cars, and how far it is from the
//! simulation of the same system and from that of the scenario as it is.
//!
//! Three columns. The *model* (exact for up to 16 cars, Larson's approximation beyond) knows cars that wait at their bases,
//! are sent in a fixed order of preference, and are busy for exponential times of one mean. The *same system* is what the
//! model knows, simulated call by call: between it and the exact model is only chance. The *scenario* is simulated as it
//! stands.

mod figures;
mod system;
mod wording;

use std::sync::atomic::{AtomicU64, Ordering};

use super::{Replications, ResponseError, ResponseInputs};
use crate::city::City;
use crate::response::{Horizon, Hypercube, HypercubeError, Interval, Load, Run, RunError, mean_interval};
use crate::scenario::{CarStart, ResponseCar, ResponseSettings, Scenario};
use crate::travel::RoadModel;
use figures::Figures;
use system::FixedCars;

/// Confidence of the intervals of simulated figures.
pub const HYPERCUBE_LEVEL: f64 = 0.99;

/// Why there is no such comparison.
#[derive(Debug, thiserror::Error)]
pub enum HypercubeProblem {
    /// Nothing to compare.
    #[error("the scenario has no [response]: there are no cars")]
    NoResponse,
    /// Cars that come and go.
    #[error(
        "{shifts} of {cars} cars have a shift ({}): the hypercube model has the same cars at all hours",
        .names.join(", ")
    )]
    Shifts {
        /// Cars that are not on duty round the clock.
        shifts: usize,
        /// All cars.
        cars: usize,
        /// The first of those with shifts.
        names: Vec<String>,
    },
    /// More calls than cars can answer, with the sum that shows it.
    #[error("{who}: {load}: the queue would grow for ever, and the hypercube model is about the long run")]
    Overload {
        /// The baseline or an option's id.
        who: String,
        /// The sum.
        load: Load,
    },
    /// The model has no solution.
    #[error("the hypercube model: {0}")]
    Model(HypercubeError),
    /// There is nothing to simulate.
    #[error("response: {0}")]
    Response(#[from] ResponseError),
}

/// A figure that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HypercubeFigure {
    /// Share of time that cars are busy, from dispatch to clear: mean of all cars, or of those of a base (by number).
    Workload(Option<usize>),
    /// Share of calls that find all cars busy.
    AllBusy,
    /// Mean seconds from dispatch to arrival, turnout and journey: of all calls, or of those of a borough of the city.
    Arrival(Option<usize>),
    /// Share of answered calls whose car belongs to another borough.
    OtherBorough,
}

impl HypercubeFigure {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            HypercubeFigure::Workload(_) => "workload",
            HypercubeFigure::AllBusy => "share_all_busy",
            HypercubeFigure::Arrival(_) => "mean_dispatch_to_arrival",
            HypercubeFigure::OtherBorough => "share_from_other_borough",
        }
    }

    /// What it is counted in.
    pub fn unit(self) -> &'static str {
        match self {
            HypercubeFigure::Workload(_) => "share of time",
            HypercubeFigure::Arrival(_) => "s",
            HypercubeFigure::AllBusy | HypercubeFigure::OtherBorough => "share of calls",
        }
    }
}

/// A figure three times.
#[derive(Clone, Debug, PartialEq)]
pub struct HypercubeRow {
    /// Which.
    pub figure: HypercubeFigure,
    /// Of which base or borough; the study area's name where it is of all.
    pub place: String,
    /// As the model has it.
    pub model: f64,
    /// As the simulation of the same system has it, with its 99 % interval.
    pub same_system: Option<Interval>,
    /// As the scenario's own simulation has it, with its 99 % interval.
    pub scenario: Option<Interval>,
}

impl HypercubeRow {
    /// Model less simulation of the same system, over the simulation; `None` where that is zero.
    pub fn gap(&self) -> Option<f64> {
        let simulated = self.same_system?.mean;
        (simulated != 0.0).then(|| self.model / simulated - 1.0)
    }

    /// Whether the model lies in the interval of the simulation of the same system; `None` where all replications are
    /// alike, for such an interval says nothing.
    pub fn is_inside(&self) -> Option<bool> {
        // Alike but for the rounding of sums.
        let differ = |i: &Interval| i.high - i.low > 1e-9 * i.mean;
        self.same_system.filter(differ).map(|interval| interval.holds(self.model))
    }
}

/// The model and the simulations of one fleet.
#[derive(Clone, Debug, PartialEq)]
pub struct HypercubeComparison {
    /// Number of the option; `None` for the baseline.
    pub option: Option<usize>,
    /// Solved exactly, and not by the approximation.
    pub exact: bool,
    /// Cars.
    pub cars: usize,
    /// Sets of areas that the model tells apart: of one borough and with the same order of bases.
    pub atoms: usize,
    /// Calls of both grades an hour.
    pub calls_an_hour: f64,
    /// Mean time that a call takes a car in the model, seconds: turnout, journey and at the scene.
    pub service_s: f64,
    /// Where free cars are in the scenario's own simulation.
    pub start: CarStart,
    /// Replications of each simulation.
    pub replications: u32,
    /// What is compared.
    pub rows: Vec<HypercubeRow>,
    /// How near the model is to the same system, and how far the scenario's simulation is from both, and why.
    pub sentences: [String; 2],
}

/// The model, solved.
struct Solution {
    hypercube: Hypercube,
    exact: bool,
    service_s: f64,
}

/// Compares the baseline, or an option, with cars at base if the scenario simulates that, else at its first start. `told`
/// hears of every replication that is done.
///
/// # Errors
/// [`HypercubeProblem`].
pub fn hypercube_comparison(
    city: &City,
    scenario: &Scenario,
    option: Option<usize>,
    roads: &RoadModel<'_>,
    told: &(dyn Fn(Replications) + Sync),
) -> Result<HypercubeComparison, HypercubeProblem> {
    let settings = scenario.response.as_ref().ok_or(HypercubeProblem::NoResponse)?;
    let fleet = option.and_then(|option| scenario.options[option].fleet.as_ref());
    let cars = fleet.map_or(settings.cars.as_slice(), |fleet| fleet.cars.as_slice());
    round_the_clock(cars)?;
    let start = settings.starts.iter().position(|start| *start == CarStart::Base).unwrap_or(0);
    let inputs = ResponseInputs::new(city, scenario, settings, roads)?;
    let service = inputs.service(cars, start)?;
    let who = option.map_or("the baseline".to_string(), |o| format!("option {:?}", scenario.options[o].id));
    let fixed = FixedCars::new(&who, &service);
    let solution = fixed.solve()?;
    let same_system = fixed.same_system(solution.service_s)?;
    let done = AtomicU64::new(0);
    let of = 2 * u64::from(settings.replications);
    let told = || told(Replications { done: done.fetch_add(1, Ordering::Relaxed) + 1, of });
    let figures = Figures::new(&fixed);
    let refused = |error: RunError| ResponseError::Run { who: who.clone(), error };
    let run = inputs.run();
    let of_model = figures.of_model(&fixed, &solution);
    let of_same = figures
        .of_same_system(&same_system, &fixed.places, long_run(settings, run), &told)
        .map_err(refused)?;
    let of_scenario = figures.of_scenario(run, &told).map_err(refused)?;
    let place = |figure: &HypercubeFigure| match figure {
        HypercubeFigure::Workload(Some(base)) => service.bases()[*base].name.clone(),
        HypercubeFigure::Arrival(Some(borough)) => city.boroughs[*borough].name.clone(),
        _ => scenario.study.label.clone(),
    };
    let rows = figures.list.iter().enumerate().map(|(number, figure)| HypercubeRow {
        figure: *figure,
        place: place(figure),
        model: of_model[number],
        same_system: interval(&of_same, number),
        scenario: interval(&of_scenario, number),
    });
    let mut comparison = HypercubeComparison {
        option,
        exact: solution.exact,
        cars: cars.len(),
        atoms: fixed.places.len(),
        calls_an_hour: fixed.calls_a_week / 168.0,
        service_s: solution.service_s,
        start: settings.starts[start],
        replications: run.replications,
        rows: rows.collect(),
        sentences: [String::new(), String::new()],
    };
    comparison.sentences =
        [wording::of_same_system(&comparison), wording::of_scenario(&comparison, settings, &service)];
    Ok(comparison)
}

/// The model's cars are always there. Half a car is none: shifts cannot be averaged.
fn round_the_clock(cars: &[ResponseCar]) -> Result<(), HypercubeProblem> {
    const NAMED: usize = 3;
    let shifts: Vec<&str> =
        cars.iter().filter(|car| car.shift.hours_a_week() < 168.0).map(|car| car.name.as_str()).collect();
    if shifts.is_empty() {
        return Ok(());
    }
    let mut names: Vec<String> = shifts.iter().take(NAMED).map(|name| name.to_string()).collect();
    if shifts.len() > NAMED {
        names.push("...".to_string());
    }
    Err(HypercubeProblem::Shifts { shifts: shifts.len(), cars: cars.len(), names })
}

/// As long and as often as the scenario is simulated, but always of the long run: that is what the model is about.
fn long_run(settings: &ResponseSettings, run: Run) -> Run {
    const WARM_UP_H: u32 = 3 * 24;
    let warm_up_h = match settings.horizon.warm_up_days {
        0 => WARM_UP_H,
        days => days * 24,
    };
    Run { horizon: Horizon::LongRun { warm_up_h, measured_h: run.horizon.measured_h() }, ..run }
}

/// Of a figure of all replications; `None` where fewer than two had a call to tell it of.
fn interval(replications: &[Vec<f64>], figure: usize) -> Option<Interval> {
    let values: Vec<f64> = replications.iter().map(|of| of[figure]).filter(|v| v.is_finite()).collect();
    mean_interval(&values, HYPERCUBE_LEVEL)
}
