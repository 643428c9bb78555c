//! What the assumptions that are only known within a range do to the change of response.
//!
//! One of them at a time is taken to an end of its range, the others stay central (one-at-a-time sensitivity analysis;
//! A. Saltelli and others, *Global Sensitivity Analysis: The Primer*, Wiley 2008, section 1.2). Cars and speeds are then
//! fitted again, so that the baseline still meets the published figures: longer times at the scene ask for more cars, and
//! are no reason for a worse baseline. What two assumptions do together is not in it.

use super::calibrate::{Groups, REPLICATIONS, Search, is_end_of_speeds, targets};
use super::evaluate::{Bench, Case};
use super::figures::paired;
use super::places::places;
use super::sample::{ResponseStatistic, Sample};
use super::{Calibration, CalibrationError, LEVEL, ResponseError, ResponseInputs, ResponsePlace, keeps_cars};
use crate::city::City;
use crate::response::{Demand, Grade, Interval, OnSceneTime, Run, RunError, mean_interval};
use crate::scenario::{Assumption, CarStart, FleetChange, ResponseCar, ResponseSettings, Scenario};
use crate::travel::RoadModel;

const MINUTE_S: f64 = 60.0;
/// Decimals of a speed factor in a scenario file.
const FACTOR_DECIMALS: i32 = 3;

/// The answer at both ends of every range.
pub struct ResponseSensitivity {
    /// Numbers of the options that move or add cars.
    pub options: Vec<usize>,
    /// All assumptions central, then end by end those that differ from the central value.
    pub ends: Vec<ResponseEnd>,
}

/// All assumptions central but one.
pub struct ResponseEnd {
    /// Which is not; `None` where all are central.
    pub varied: Option<VariedEnd>,
    /// Replications of each fleet: the scenario's where all are central, so that figures are those of a run.
    pub replications: u32,
    /// The answer, or why there is none.
    pub answer: Result<EndAnswer, String>,
}

/// An assumption at an end of its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VariedEnd {
    /// Its key in the scenario file.
    pub assumption: &'static str,
    /// Whether it is the high end.
    pub is_high: bool,
    /// The end.
    pub value: f64,
}

/// What is fitted and found at an end.
pub struct EndAnswer {
    /// Cars in all.
    pub cars: usize,
    /// Start by start.
    pub starts: Vec<EndStart>,
}

/// Where free cars are in one sort of place.
pub struct EndStart {
    /// The sort of place.
    pub start: CarStart,
    /// Times the speed of general traffic.
    pub speed_factor: f64,
    /// Mean response of the baseline to I calls of the study area, seconds.
    pub mean_i_s: Option<Interval>,
    /// The baseline's shares in target: I, S.
    pub share_in_target: [Option<Interval>; 2],
    /// In the order of [`ResponseSensitivity::options`].
    pub changes: Vec<EndChange>,
}

/// Option less baseline, pair by pair, for I calls of the study area; zero where the option keeps all cars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EndChange {
    /// Of the mean response, seconds.
    pub mean_i_s: Option<Interval>,
    /// Of the share in target.
    pub share_i: Option<Interval>,
}

const NO_CHANGE: Interval = Interval { mean: 0.0, low: 0.0, high: 0.0 };

impl ResponseSensitivity {
    /// The change of the mean response to I calls that an option (by its place among [`ResponseSensitivity::options`])
    /// makes: with all assumptions central, and least and most over all of them and the ends that could be fitted, seconds.
    pub fn span_s(&self, start: usize, option: usize) -> Option<(f64, [f64; 2])> {
        let change = |end: &ResponseEnd| {
            let answer = end.answer.as_ref().ok()?;
            Some(answer.starts[start].changes[option].mean_i_s?.mean)
        };
        let central = change(self.ends.first()?)?;
        let widest = |[low, high]: [f64; 2], change: f64| [low.min(change), high.max(change)];
        Some((central, self.ends.iter().filter_map(change).fold([central; 2], widest)))
    }
}

/// Fits and simulates at every end; `fitted` is the calibration with all assumptions central.
///
/// # Errors
/// [`CalibrationError`]; an end that cannot be fitted is none.
pub fn response_sensitivity(
    city: &City,
    scenario: &Scenario,
    roads: &RoadModel<'_>,
    fitted: &Calibration,
) -> Result<ResponseSensitivity, CalibrationError> {
    let settings = scenario.response.as_ref().ok_or(CalibrationError::NoResponse)?;
    let mut inputs = ResponseInputs::new(city, scenario, settings, roads)?;
    let places = places(city, scenario, &inputs.wards);
    let groups = Groups::of(&settings.cars);
    let options = moving(scenario, settings);
    let study = Study { scenario, settings, places: &places, groups: &groups, options: &options };
    let cars = fitted.cars.iter().map(|group| group.cars).sum();
    // As the printed lines have them, so that the figures are those of a run with these lines.
    let unit = 10f64.powi(FACTOR_DECIMALS);
    let factors: Vec<f64> = fitted.starts.iter().map(|s| (s.speed_factor * unit).round() / unit).collect();
    let central = study.answer(&inputs, cars, &factors, settings.replications)?;
    let mut ends =
        vec![ResponseEnd { varied: None, replications: settings.replications, answer: Ok(central) }];
    let replications = settings.replications.min(REPLICATIONS);
    let demand = inputs.demand.clone();
    for varied in ends_of(settings) {
        let answer = match varied_demand(&demand, settings, varied) {
            Ok(demand) => {
                let guess = cars as f64 * work(&demand) / work(&inputs.demand);
                inputs.demand = demand;
                study.fit(&inputs, guess.round() as usize, replications)
            }
            Err(error) => Err(error.into()),
        };
        inputs.demand = demand.clone();
        ends.push(ResponseEnd { varied: Some(varied), replications, answer: told(answer)? });
    }
    Ok(ResponseSensitivity { options, ends })
}

/// What says that an end cannot be fitted is a result; other errors stay errors.
fn told(answer: Result<EndAnswer, CalibrationError>) -> Result<Result<EndAnswer, String>, CalibrationError> {
    match answer {
        Ok(answer) => Ok(Ok(answer)),
        Err(
            error @ (CalibrationError::TooFewCars(_)
            | CalibrationError::NoSpeed(_)
            | CalibrationError::Response(
                ResponseError::Demand(_) | ResponseError::Run { error: RunError::Overload(_), .. },
            )),
        ) => Ok(Err(error.to_string())),
        Err(error) => Err(error),
    }
}

/// Options whose cars are not those of the baseline.
fn moving(scenario: &Scenario, settings: &ResponseSettings) -> Vec<usize> {
    let moves = |option: &usize| {
        scenario.options[*option].fleet.as_ref().is_some_and(|fleet| fleet.cars != settings.cars)
    };
    (0..scenario.options.len()).filter(moves).collect()
}

/// The assumptions of a grade with a range, by their keys.
fn assumptions(settings: &ResponseSettings) -> [(&'static str, &Assumption); 4] {
    let [i, s] = &settings.grades;
    [
        ("calls_i_a_year", &i.calls_a_year),
        ("calls_s_a_year", &s.calls_a_year),
        ("on_scene_i_min", &i.on_scene_min),
        ("on_scene_s_min", &s.on_scene_min),
    ]
}

/// Low and high ends that are not the central value.
fn ends_of(settings: &ResponseSettings) -> Vec<VariedEnd> {
    let of = |(key, a): (&'static str, &Assumption)| {
        let ends = [(false, a.range.low), (true, a.range.high)].map(|(is_high, value)| VariedEnd {
            assumption: key,
            is_high,
            value,
        });
        let central = a.range.central;
        ends.into_iter().filter(move |end| end.value != central)
    };
    assumptions(settings).into_iter().flat_map(of).collect()
}

/// The calls with one assumption at an end. `demand` is with all central.
fn varied_demand(
    demand: &Demand,
    settings: &ResponseSettings,
    end: VariedEnd,
) -> Result<Demand, ResponseError> {
    let mut classes = demand.classes().to_vec();
    let calls = |grade: usize| settings.grades[grade].calls_a_year.range.central;
    // Both grades spread alike over the areas, and one of them may have no calls.
    let known = if calls(0) > 0.0 { 0 } else { 1 };
    let spread = |value: f64| {
        demand.classes()[known].calls_a_week.iter().map(|c| c * value / calls(known)).collect::<Vec<f64>>()
    };
    let on_scene = |grade: usize| OnSceneTime::Lognormal {
        mean_s: end.value * MINUTE_S,
        cv: settings.grades[grade].on_scene_cv,
    };
    match end.assumption {
        "calls_i_a_year" => classes[0].calls_a_week = spread(end.value),
        "calls_s_a_year" => classes[1].calls_a_week = spread(end.value),
        "on_scene_i_min" => classes[0].on_scene = on_scene(0),
        _ => classes[1].on_scene = on_scene(1),
    }
    Demand::new(classes).map_err(ResponseError::Demand)
}

/// Time at the scene of a week's calls, seconds.
fn work(demand: &Demand) -> f64 {
    demand.classes().iter().map(|class| class.volume_a_week() * class.on_scene.mean_s()).sum()
}

/// What is the same at all ends.
struct Study<'a> {
    scenario: &'a Scenario,
    settings: &'a ResponseSettings,
    places: &'a [ResponsePlace],
    groups: &'a Groups,
    options: &'a [usize],
}

impl Study<'_> {
    /// Fits cars and speeds to the inputs, then simulates.
    fn fit(
        &self,
        inputs: &ResponseInputs<'_>,
        guess: usize,
        replications: u32,
    ) -> Result<EndAnswer, CalibrationError> {
        let targets = targets(self.settings)?;
        let search = Search { settings: self.settings, inputs, places: self.places, targets };
        let cars = search.cars(self.groups, guess)?;
        let fleet = self.groups.fleet(cars);
        let mut factors = Vec::new();
        for (number, start) in self.settings.starts.iter().enumerate() {
            let (factor, _) = search.speed(&fleet, number, replications)?;
            if is_end_of_speeds(factor) {
                return Err(CalibrationError::NoSpeed(start.as_str()));
            }
            factors.push(factor);
        }
        Ok(self.answer(inputs, cars, &factors, replications)?)
    }

    /// Baseline and options with so many cars at these speeds.
    fn answer(
        &self,
        inputs: &ResponseInputs<'_>,
        cars: usize,
        factors: &[f64],
        replications: u32,
    ) -> Result<EndAnswer, ResponseError> {
        let fleet = self.named(self.groups.fleet(cars));
        let run = Run { replications, ..inputs.run() };
        let mut starts = Vec::new();
        for (number, (&start, &speed_factor)) in self.settings.starts.iter().zip(factors).enumerate() {
            let bench = Bench { inputs, places: self.places, start: number, told: &|| () };
            let baseline = bench.case_at("the baseline", &fleet, run, speed_factor)?;
            let mut changes = Vec::new();
            for &option in self.options {
                if keeps_cars(self.scenario, option, start) {
                    changes.push(EndChange { mean_i_s: Some(NO_CHANGE), share_i: Some(NO_CHANGE) });
                    continue;
                }
                let after = self.after(option, &fleet);
                let id = &self.scenario.options[option].id;
                let case = bench.case_at(&format!("option {id:?}"), &after, run, speed_factor)?;
                let change = |statistic| {
                    let figure = |s: &Sample| s.figure(0, Grade::Immediate, statistic);
                    paired(&baseline.samples, &case.samples, figure).map(|paired| paired.change)
                };
                changes.push(EndChange {
                    mean_i_s: change(ResponseStatistic::Mean),
                    share_i: change(ResponseStatistic::InTarget),
                });
            }
            starts.push(EndStart {
                start,
                speed_factor,
                mean_i_s: of_study(&baseline, Grade::Immediate, ResponseStatistic::Mean),
                share_in_target: Grade::ALL
                    .map(|grade| of_study(&baseline, grade, ResponseStatistic::InTarget)),
                changes,
            });
        }
        Ok(EndAnswer { cars, starts })
    }

    /// Named as the scenario's reader names them: a car's points of patrol go by its name.
    fn named(&self, mut fleet: Vec<ResponseCar>) -> Vec<ResponseCar> {
        let mut at_base = vec![0; self.scenario.sites.len()];
        for car in &mut fleet {
            at_base[car.base] += 1;
            car.name = format!("{} {}", self.scenario.sites[car.base].name, at_base[car.base]);
        }
        fleet
    }

    /// The cars of an option: those of each base go where it sends them, and new ones are added.
    fn after(&self, option: usize, fleet: &[ResponseCar]) -> Vec<ResponseCar> {
        let Some(change) = &self.scenario.options[option].fleet else { return fleet.to_vec() };
        after(change, &self.settings.cars, fleet)
    }
}

fn of_study(case: &Case, grade: Grade, statistic: ResponseStatistic) -> Option<Interval> {
    let values: Vec<f64> = case.samples.iter().filter_map(|s| s.figure(0, grade, statistic)).collect();
    mean_interval(&values, LEVEL)
}

/// `before` are the scenario's cars, which are as many as `change` was written for; `fleet` may be more or fewer.
fn after(change: &FleetChange, before: &[ResponseCar], fleet: &[ResponseCar]) -> Vec<ResponseCar> {
    let goes_to = |base: usize| {
        let car = before.iter().find(|car| car.base == base);
        let moved = car.and_then(|car| change.cars.iter().find(|after| after.name == car.name));
        moved.map_or(base, |moved| moved.base)
    };
    let moved = fleet.iter().map(|car| ResponseCar { base: goes_to(car.base), ..car.clone() });
    let added = change.cars.iter().filter(|car| change.added.contains(&car.name)).cloned();
    moved.chain(added).collect()
}
