//! Cars and speeds at which the baseline meets published figures (METHODS 5).
//!
//! Two parameters are free: how many cars there are in all, each base keeping its share of them, and how much faster than
//! general traffic they drive. Speed decides how soon I calls are reached, and the number of cars how long S calls wait;
//! so the speed is fitted for every number of cars, and of these the one is taken that meets S calls best. Cars are the
//! same whatever the start: they are fitted for the first, and the other starts get a speed of their own.

use std::collections::BTreeMap;

use super::evaluate::{Bench, Case};
use super::places::{ResponsePlace, places};
use super::sample::ResponseStatistic;
use super::{LEVEL, ResponseError, ResponseInputs};
use crate::city::{City, WeeklyHours};
use crate::response::{Grade, Interval, Run, RunError, mean_interval};
use crate::scenario::{
    CarStart, PublishedResponse, PublishedStatistic, ResponseCar, ResponseSettings, Scenario,
};
use crate::travel::RoadModel;

/// Speeds that are tried, times that of general traffic.
const SPEEDS: [f64; 2] = [0.2, 5.0];
/// A share is met when it is that near.
const NEAR: f64 = 2e-4;
/// Steps of the search for a speed.
const STEPS: usize = 30;
/// Replications of the search for the number of cars; the speeds with it are found with all that the scenario asks for.
pub(super) const REPLICATIONS: u32 = 8;
/// More than so many times the cars of the scenario are out of reach.
const MOST_TIMES: usize = 10;

/// What was fitted.
pub struct Calibration {
    /// Cars by base and shift.
    pub cars: Vec<FittedCars>,
    /// Start by start.
    pub starts: Vec<FittedStart>,
}

/// Cars of one base and shift.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedCars {
    /// Name of the base.
    pub base: String,
    /// When they are on duty.
    pub shift: String,
    /// How many the scenario has.
    pub before: usize,
    /// How many are fitted.
    pub cars: usize,
}

/// The fit of one start.
pub struct FittedStart {
    /// Where free cars are.
    pub start: CarStart,
    /// Times the speed of general traffic.
    pub speed_factor: f64,
    /// Every published figure beside the model.
    pub figures: Vec<PublishedBeside>,
}

/// A published figure beside the model's.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedBeside {
    /// The published figure.
    pub published: PublishedResponse,
    /// The model's, with its 95 % interval; `None` where it has no such place or no call.
    pub model: Option<Interval>,
}

/// Why nothing can be fitted.
#[derive(Debug, thiserror::Error)]
pub enum CalibrationError {
    /// Nothing to fit to.
    #[error("nothing to fit: [response] has no published figure of {0} calls with fit = true")]
    NoTarget(&'static str),
    /// No `[response]`.
    #[error("the scenario has no [response]")]
    NoResponse,
    /// S calls are late whatever the number of cars, or there are none.
    #[error("no number of cars up to {0} meets the published share of S calls in target")]
    TooFewCars(usize),
    /// I calls are never, or always, late.
    #[error("start {0}: no speed from {low} to {high} times general traffic meets the published share of I calls in target", low = SPEEDS[0], high = SPEEDS[1])]
    NoSpeed(&'static str),
    /// The baseline cannot be simulated.
    #[error(transparent)]
    Response(#[from] ResponseError),
}

/// Fits cars and speeds of a scenario's baseline.
///
/// # Errors
/// [`CalibrationError`].
pub fn calibrate(
    city: &City,
    scenario: &Scenario,
    roads: &RoadModel<'_>,
) -> Result<Calibration, CalibrationError> {
    let settings = scenario.response.as_ref().ok_or(CalibrationError::NoResponse)?;
    let targets = targets(settings)?;
    let inputs = ResponseInputs::new(city, scenario, settings, roads)?;
    let places = places(city, scenario, &inputs.wards);
    let search = Search { settings, inputs: &inputs, places: &places, targets };
    let groups = Groups::of(&settings.cars);
    let cars = search.cars(&groups, settings.cars.len())?;
    let fleet = groups.fleet(cars);
    let mut starts = Vec::new();
    for start in 0..settings.starts.len() {
        let (speed_factor, _) = search.speed(&fleet, start, settings.replications)?;
        let case = search.case(&fleet, start, speed_factor, inputs.run())?;
        let figures = settings.published.iter().map(|p| beside(p, &places, &case)).collect();
        starts.push(FittedStart { start: settings.starts[start], speed_factor, figures });
    }
    let fitted = |(group, cars): (&Group, usize)| FittedCars {
        base: scenario.sites[group.base].name.clone(),
        shift: group.shift.text().to_string(),
        before: group.cars,
        cars,
    };
    Ok(Calibration { cars: groups.0.iter().zip(groups.counts(cars)).map(fitted).collect(), starts })
}

/// Shares in target to be met: I, S.
pub(super) fn targets(settings: &ResponseSettings) -> Result<[f64; 2], CalibrationError> {
    let target = |grade: Grade| {
        let found = settings.published.iter().find(|p| p.fit && p.grade == grade.index());
        found.map(|p| p.value).ok_or(CalibrationError::NoTarget(grade.as_str()))
    };
    Ok([target(Grade::Immediate)?, target(Grade::Significant)?])
}

/// A published figure beside the model's of the study area or of a borough.
pub(super) fn beside(
    published: &PublishedResponse,
    places: &[ResponsePlace],
    case: &Case,
) -> PublishedBeside {
    let statistic = match published.statistic {
        PublishedStatistic::InTarget => ResponseStatistic::InTarget,
        PublishedStatistic::Mean => ResponseStatistic::Mean,
    };
    let grade = Grade::ALL[published.grade];
    // The study area, then the boroughs, come before the wards.
    let place = places.iter().position(|place| place.borough == published.borough);
    let values =
        |place| case.samples.iter().filter_map(|s| s.figure(place, grade, statistic)).collect::<Vec<f64>>();
    let model = place.and_then(|place| mean_interval(&values(place), LEVEL));
    PublishedBeside { published: published.clone(), model }
}

/// Cars of one base, borough and shift.
struct Group {
    base: usize,
    borough: usize,
    shift: WeeklyHours,
    cars: usize,
}

/// All of them, in the order of the scenario.
pub(super) struct Groups(Vec<Group>);

impl Groups {
    pub fn of(cars: &[ResponseCar]) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for car in cars {
            match groups.iter_mut().find(|g| g.base == car.base && g.shift == car.shift) {
                Some(group) => group.cars += 1,
                None => groups.push(Group {
                    base: car.base,
                    borough: car.borough,
                    shift: car.shift.clone(),
                    cars: 1,
                }),
            }
        }
        Groups(groups)
    }

    /// So many cars in all, each group with its share of them and at least one: largest remainders.
    fn counts(&self, cars: usize) -> Vec<usize> {
        let all: usize = self.0.iter().map(|g| g.cars).sum();
        let exact: Vec<f64> = self.0.iter().map(|g| (g.cars * cars) as f64 / all as f64).collect();
        let mut counts: Vec<usize> = exact.iter().map(|e| (*e as usize).max(1)).collect();
        while counts.iter().sum::<usize>() < cars {
            let lack = |group: usize| exact[group] - counts[group] as f64;
            let most = (0..counts.len()).rev().max_by(|&a, &b| lack(a).total_cmp(&lack(b)));
            counts[most.unwrap_or(0)] += 1;
        }
        counts
    }

    /// So many cars, named by base and shift.
    pub fn fleet(&self, cars: usize) -> Vec<ResponseCar> {
        let of_group = |(group, cars): (&Group, usize)| {
            let name = format!("{} {}", group.base, group.shift.text());
            (1..=cars)
                .map(|number| ResponseCar {
                    name: format!("{name} {number}"),
                    base: group.base,
                    borough: group.borough,
                    shift: group.shift.clone(),
                })
                .collect::<Vec<_>>()
        };
        self.0.iter().zip(self.counts(cars)).flat_map(of_group).collect()
    }
}

/// What the search runs with.
pub(super) struct Search<'a> {
    pub settings: &'a ResponseSettings,
    pub inputs: &'a ResponseInputs<'a>,
    pub places: &'a [ResponsePlace],
    /// Shares in target to be met: I, S.
    pub targets: [f64; 2],
}

impl Search<'_> {
    fn case(&self, cars: &[ResponseCar], start: usize, speed: f64, run: Run) -> Result<Case, ResponseError> {
        let bench = Bench { inputs: self.inputs, places: self.places, start, told: &|| () };
        bench.case_at("the baseline", cars, run, speed)
    }

    /// Shares in target of I and S calls; none of either where there are too few cars for the load.
    fn shares(
        &self,
        cars: &[ResponseCar],
        start: usize,
        speed: f64,
        replications: u32,
    ) -> Result<[f64; 2], ResponseError> {
        let run = Run { replications, ..self.inputs.run() };
        let case = match self.case(cars, start, speed, run) {
            Err(ResponseError::Run { error: RunError::Overload(_), .. }) => return Ok([0.0; 2]),
            case => case?,
        };
        Ok(Grade::ALL.map(|grade| {
            let shares = case.samples.iter().filter_map(|s| s.figure(0, grade, ResponseStatistic::InTarget));
            shares.sum::<f64>() / case.samples.len() as f64
        }))
    }

    /// The speed at which I calls are in target as often as published, and the share of S calls then. The end of
    /// [`SPEEDS`] that is nearest where none is.
    pub fn speed(
        &self,
        cars: &[ResponseCar],
        start: usize,
        replications: u32,
    ) -> Result<(f64, f64), ResponseError> {
        let [mut slow, mut fast] = SPEEDS.map(f64::ln);
        let mut at = (slow + fast) / 2.0;
        let mut share_s = 0.0;
        for _ in 0..STEPS {
            let [share_i, s] = self.shares(cars, start, at.exp(), replications)?;
            share_s = s;
            if (share_i - self.targets[0]).abs() < NEAR {
                break;
            }
            // More speed is never worse but for luck.
            if share_i < self.targets[0] {
                slow = at
            } else {
                fast = at
            }
            at = (slow + fast) / 2.0;
        }
        Ok((at.exp(), share_s))
    }

    /// The number of cars at which S calls are met best, at the speed of the first start that goes with it. The search
    /// begins at `guess`, and in growing steps goes to where S calls are met or are not any more.
    pub fn cars(&self, groups: &Groups, guess: usize) -> Result<usize, CalibrationError> {
        let replications = self.settings.replications.min(REPLICATIONS);
        let mut known: BTreeMap<usize, f64> = BTreeMap::new();
        let mut over = |number: usize| -> Result<f64, ResponseError> {
            if let Some(over) = known.get(&number) {
                return Ok(*over);
            }
            let over = self.speed(&groups.fleet(number), 0, replications)?.1 - self.targets[1];
            known.insert(number, over);
            Ok(over)
        };
        let fewest = groups.0.len();
        let most = MOST_TIMES * self.settings.cars.len().max(fewest);
        let first = guess.clamp(fewest, most);
        let (mut few, mut many) = (first, first);
        let mut step = 1;
        while over(many)? < 0.0 {
            if many == most {
                return Err(CalibrationError::TooFewCars(most));
            }
            (few, many) = (many, (many + step).min(most));
            step *= 2;
        }
        while few > fewest && over(few)? >= 0.0 {
            (few, many) = (few.saturating_sub(step).max(fewest), few);
            step *= 2;
        }
        while many - few > 1 {
            let between = few.midpoint(many);
            if over(between)? < 0.0 { few = between } else { many = between }
        }
        Ok(if over(few)?.abs() < over(many)?.abs() { few } else { many })
    }
}

/// Whether a speed is an end of what is tried: none between meets the figure.
pub(super) fn is_end_of_speeds(speed: f64) -> bool {
    SPEEDS.iter().any(|end| (speed / end).ln().abs() < 1e-3)
}
