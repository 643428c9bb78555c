//! Figures of places, hours and bases with their intervals; options against the baseline pair by pair.

use super::evaluate::Case;
use super::sample::{ResponseStatistic, Sample};
use super::{LEVEL, PlaceKind, ResponsePlace};
use crate::response::{Grade, HOURS_A_WEEK, Interval, PairedDifference, mean_interval};

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseRow {
    /// Number of the option; `None` for the baseline.
    pub option: Option<usize>,
    /// Number of the place.
    pub place: usize,
    /// Of which calls.
    pub grade: Grade,
    /// Which figure.
    pub statistic: ResponseStatistic,
    /// Mean over replications with its 95 % interval; `None` where (nearly) no replication had a call.
    pub value: Option<Interval>,
    /// Option less baseline, pair by pair; zero where the option keeps all cars. `None` for the baseline.
    pub change: Option<PairedDifference>,
}

/// Response in an hour of the week.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseHour {
    /// Number of the option; `None` for the baseline.
    pub option: Option<usize>,
    /// Of which calls.
    pub grade: Grade,
    /// From 0: Monday 00:00 to 01:00.
    pub hour: usize,
    /// Answered calls of all replications.
    pub answered: u64,
    /// Mean response time over replications, seconds.
    pub mean_s: Option<Interval>,
    /// Share of answered calls whose car was there by the target.
    pub share_in_target: Option<Interval>,
}

/// How busy the cars of a base are.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseLoad {
    /// Number of the option; `None` for the baseline.
    pub option: Option<usize>,
    /// The base.
    pub name: String,
    /// Its cars.
    pub cars: usize,
    /// Hours a week that they are on duty, all together.
    pub duty_hours: f64,
    /// Share of that time between dispatch and clear; `None` for a base without cars.
    pub utilisation: Option<Interval>,
}

/// A paired change of nothing.
const NO_CHANGE: PairedDifference =
    PairedDifference { change: Interval { mean: 0.0, low: 0.0, high: 0.0 }, variance_ratio: f64::INFINITY };

/// The baseline's rows, then every option's.
pub(super) fn rows(places: &[ResponsePlace], baseline: &Case, cases: &[Option<Case>]) -> Vec<ResponseRow> {
    let options = cases.iter().enumerate().map(|(number, case)| (Some(number), case.as_ref()));
    let mut rows = Vec::new();
    for (option, case) in std::iter::once((None, Some(baseline))).chain(options) {
        for (number, place) in places.iter().enumerate() {
            // Of an option that keeps all cars the study's rows say so; smaller places would only repeat it.
            if case.is_none() && place.kind != PlaceKind::Study {
                continue;
            }
            for grade in Grade::ALL {
                for statistic in statistics(place.kind) {
                    let figure = |sample: &Sample| sample.figure(number, grade, *statistic);
                    let after = values(&case.unwrap_or(baseline).samples, figure);
                    let change = match (option, case) {
                        (None, _) => None,
                        (Some(_), None) => Some(NO_CHANGE),
                        (Some(_), Some(case)) => paired(&baseline.samples, &case.samples, figure),
                    };
                    let value = mean_interval(&after, LEVEL);
                    rows.push(ResponseRow {
                        option,
                        place: number,
                        grade,
                        statistic: *statistic,
                        value,
                        change,
                    });
                }
            }
        }
    }
    rows
}

/// What is told of a place: of wards only what a year of calls bears.
fn statistics(kind: PlaceKind) -> &'static [ResponseStatistic] {
    match kind {
        PlaceKind::Study | PlaceKind::Borough => &ResponseStatistic::ALL,
        PlaceKind::Ward => &[ResponseStatistic::Mean, ResponseStatistic::InTarget],
    }
}

fn values(samples: &[Sample], figure: impl Fn(&Sample) -> Option<f64>) -> Vec<f64> {
    samples.iter().filter_map(figure).collect()
}

/// Replications in which both have the figure, against each other.
pub(super) fn paired(
    before: &[Sample],
    after: &[Sample],
    figure: impl Fn(&Sample) -> Option<f64>,
) -> Option<PairedDifference> {
    let pairs: Vec<(f64, f64)> =
        before.iter().zip(after).filter_map(|(b, a)| Some((figure(b)?, figure(a)?))).collect();
    let (before, after): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
    PairedDifference::new(&before, &after, LEVEL)
}

fn simulated<'c>(
    baseline: &'c Case,
    cases: &'c [Option<Case>],
) -> impl Iterator<Item = (Option<usize>, &'c Case)> {
    let options = cases.iter().enumerate().filter_map(|(n, case)| Some((Some(n), case.as_ref()?)));
    std::iter::once((None, baseline)).chain(options)
}

pub(super) fn hours(baseline: &Case, cases: &[Option<Case>]) -> Vec<ResponseHour> {
    let mut rows = Vec::new();
    for (option, case) in simulated(baseline, cases) {
        for grade in Grade::ALL {
            for hour in 0..HOURS_A_WEEK {
                let tallies = || case.samples.iter().map(|s| s.hour(grade, hour)).filter(|t| t.answered > 0);
                let mean = |part: &dyn Fn(&crate::response::HourTally) -> f64| {
                    let values: Vec<f64> = tallies().map(|t| part(&t) / t.answered as f64).collect();
                    mean_interval(&values, LEVEL)
                };
                rows.push(ResponseHour {
                    option,
                    grade,
                    hour,
                    answered: tallies().map(|t| t.answered).sum(),
                    mean_s: mean(&|t| t.response_ms as f64 / 1000.0),
                    share_in_target: mean(&|t| t.in_target as f64),
                });
            }
        }
    }
    rows
}

pub(super) fn base_loads(baseline: &Case, cases: &[Option<Case>]) -> Vec<BaseLoad> {
    let mut rows = Vec::new();
    for (option, case) in simulated(baseline, cases) {
        for (number, base) in case.service.bases().iter().enumerate() {
            let cars = || case.service.units().iter().filter(|unit| unit.base == number);
            let values = values(&case.samples, |sample| sample.utilisation[number]);
            rows.push(BaseLoad {
                option,
                name: base.name.clone(),
                cars: cars().count(),
                duty_hours: cars().map(|unit| unit.shift.hours_a_week()).sum(),
                utilisation: mean_interval(&values, LEVEL),
            });
        }
    }
    rows
}
