//! How soon police arrive under every option, simulated with the same calls (METHODS 5).
//!
//! For each start that the scenario names, every distinct fleet is simulated once, as many replications as asked for. An
//! option whose cars are those of the baseline is not simulated: its change is zero, exactly.

mod break_even;
mod calibrate;
mod evaluate;
mod figures;
mod hypercube;
mod inputs;
mod places;
mod sample;
mod sensitivity;
mod wording;

use crate::city::City;
use crate::response::{Balance, DemandError, Load, RunError};
use crate::scenario::{CarStart, FleetChange, ResponseCar, Savings, Scenario};
use crate::travel::RoadModel;
pub use break_even::BreakEven;
pub use calibrate::{Calibration, CalibrationError, FittedCars, FittedStart, PublishedBeside, calibrate};
pub use evaluate::Replications;
pub use figures::{BaseLoad, ResponseHour, ResponseRow};
pub use hypercube::{
    HYPERCUBE_LEVEL, HypercubeComparison, HypercubeFigure, HypercubeProblem, HypercubeRow,
    hypercube_comparison,
};
pub use inputs::ResponseInputs;
pub use places::{PlaceKind, ResponsePlace};
pub use sample::ResponseStatistic;
pub use sensitivity::{
    EndAnswer, EndChange, EndStart, ResponseEnd, ResponseSensitivity, VariedEnd, response_sensitivity,
};
pub use wording::{clock, start_words};

/// Confidence of all intervals.
pub const LEVEL: f64 = 0.95;

/// Why response cannot be simulated.
#[derive(Debug, thiserror::Error)]
pub enum ResponseError {
    /// Nobody calls.
    #[error("{}", joined(.0))]
    Demand(Vec<DemandError>),
    /// Bases or cars that cannot answer the calls.
    #[error("{}", joined(.0))]
    Service(Vec<String>),
    /// More calls than cars can answer, with the sum that shows it.
    #[error("{who}: {error}")]
    Run {
        /// The baseline or an option's id.
        who: String,
        /// Why.
        error: RunError,
    },
    /// There are no roads to drive on.
    #[error("the city has no roads: [response] needs them")]
    NoRoads,
}

fn joined(errors: &[impl ToString]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Response before and after every option.
pub struct ResponseImpact {
    /// The study area, its boroughs, its wards.
    pub places: Vec<ResponsePlace>,
    /// Calls a year in the study area: I, S.
    pub calls_a_year: [f64; 2],
    /// Of each start, in the order of the scenario.
    pub starts: Vec<StartResponse>,
    /// What each option comes down to, in words, in order.
    pub sentences: Vec<String>,
    /// What a reader must know of the figures.
    pub warnings: Vec<String>,
}

/// Response where free cars are in one sort of place.
pub struct StartResponse {
    /// The sort of place.
    pub start: CarStart,
    /// The work of a week against the time of the baseline's cars.
    pub load: Load,
    /// The baseline, then option by option; of each place by place, grade by grade, statistic by statistic.
    pub rows: Vec<ResponseRow>,
    /// By hour of the week: the baseline, then each option that is simulated.
    pub hours: Vec<ResponseHour>,
    /// By base: the baseline, then each option that is simulated.
    pub bases: Vec<BaseLoad>,
    /// Published figures beside the baseline's.
    pub published: Vec<PublishedBeside>,
    /// Of every option, what would make the worst-hit ward no worse; `None` where no ward is worse or nothing changes.
    pub break_even: Vec<Option<BreakEven>>,
    /// Largest residuals of all replications, see [`Balance::residuals`].
    pub residuals: [u64; 3],
    /// Little's law itself: calls in the queue and busy cars, by the clock and by calls, of the baseline.
    pub balance: Balance,
    /// Calls simulated in all.
    pub calls: u64,
}

impl ResponseImpact {
    /// A row by all that names it.
    pub fn row(
        &self,
        start: usize,
        option: Option<usize>,
        place: usize,
        grade: crate::response::Grade,
        statistic: ResponseStatistic,
    ) -> Option<&ResponseRow> {
        self.starts.get(start)?.rows.iter().find(|row| {
            row.option == option && row.place == place && row.grade == grade && row.statistic == statistic
        })
    }
}

/// Whether an option leaves every car where it is as far as a start is concerned: a car on patrol is in its borough on its
/// shift wherever its base is.
pub fn keeps_cars(scenario: &Scenario, option: usize, start: CarStart) -> bool {
    let before = scenario.response.as_ref().map_or(&[][..], |r| r.cars.as_slice());
    let Some(FleetChange { cars: after, .. }) = &scenario.options[option].fleet else { return true };
    let on_patrol =
        |a: &ResponseCar, b: &ResponseCar| (&a.name, a.borough, &a.shift) == (&b.name, b.borough, &b.shift);
    match start {
        CarStart::Patrol => {
            before.len() == after.len() && before.iter().zip(after).all(|(a, b)| on_patrol(a, b))
        }
        CarStart::Base | CarStart::Mix { .. } => before == after,
    }
}

/// Simulates `[response]`; `None` where the scenario has no such table. `told` hears of every replication that is done.
///
/// # Errors
/// [`ResponseError`].
pub(super) fn response_impact(
    city: &City,
    scenario: &Scenario,
    roads: Option<&RoadModel<'_>>,
    told: &(dyn Fn(Replications) + Sync),
) -> Result<Option<ResponseImpact>, ResponseError> {
    let Some(settings) = &scenario.response else { return Ok(None) };
    let roads = roads.ok_or(ResponseError::NoRoads)?;
    let inputs = ResponseInputs::new(city, scenario, settings, roads)?;
    let places = places::places(city, scenario, &inputs.wards);
    let starts = evaluate::starts(scenario, settings, &inputs, &places, told)?;
    let calls_a_year = [0, 1].map(|grade| inputs.demand.classes()[grade].volume_a_week() * 365.0 / 7.0);
    let warnings = wording::warnings(scenario, settings, &starts);
    let mut impact = ResponseImpact { places, calls_a_year, starts, sentences: Vec::new(), warnings };
    impact.sentences =
        (0..scenario.options.len()).map(|option| wording::sentence(&impact, scenario, option)).collect();
    Ok(Some(impact))
}

/// What the counters that an option closes save; `None` where nobody has said.
fn saved(scenario: &Scenario, option: usize) -> Option<f64> {
    let savings: &Savings = scenario.savings.as_ref()?;
    let known: Vec<f64> = scenario.options[option]
        .closed
        .iter()
        .filter_map(|&s| savings.of(s))
        .map(|p| p.amount.central)
        .collect();
    (!known.is_empty()).then(|| known.iter().sum())
}
