//! What is kept of a replication: some figures of every place, whatever the number of calls.

use super::ResponsePlace;
use crate::response::{Balance, Grade, HOURS_A_WEEK, HourTally, Outcome, Tally};

/// A figure of the calls of a grade in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseStatistic {
    /// Mean response time, seconds from call to arrival.
    Mean,
    /// Median, whole seconds.
    Median,
    /// 90 % of answered calls have a car by then, whole seconds.
    P90,
    /// Share of answered calls whose car was there by the target.
    InTarget,
    /// Mean time in the queue, seconds, zeros included.
    MeanWait,
    /// Share of answered calls that were in the queue.
    Queued,
    /// Share of answered calls whose car came from a base in another borough.
    FromElsewhere,
    /// Share of calls that nobody had reached by the end of the horizon.
    Unanswered,
}

impl ResponseStatistic {
    /// All of them.
    pub const ALL: [ResponseStatistic; 8] = [
        ResponseStatistic::Mean,
        ResponseStatistic::Median,
        ResponseStatistic::P90,
        ResponseStatistic::InTarget,
        ResponseStatistic::MeanWait,
        ResponseStatistic::Queued,
        ResponseStatistic::FromElsewhere,
        ResponseStatistic::Unanswered,
    ];

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            ResponseStatistic::Mean => "mean",
            ResponseStatistic::Median => "median",
            ResponseStatistic::P90 => "p90",
            ResponseStatistic::InTarget => "share_in_target",
            ResponseStatistic::MeanWait => "mean_wait",
            ResponseStatistic::Queued => "share_queued",
            ResponseStatistic::FromElsewhere => "share_from_other_borough",
            ResponseStatistic::Unanswered => "share_unanswered",
        }
    }

    /// `s` or `share`.
    pub fn unit(self) -> &'static str {
        match self {
            ResponseStatistic::Mean
            | ResponseStatistic::Median
            | ResponseStatistic::P90
            | ResponseStatistic::MeanWait => "s",
            ResponseStatistic::InTarget
            | ResponseStatistic::Queued
            | ResponseStatistic::FromElsewhere
            | ResponseStatistic::Unanswered => "share of calls",
        }
    }

    /// What a tally says; `None` without a call to say it of.
    fn of(self, tally: &Tally) -> Option<f64> {
        let share = |part: u64, of: u64| (of > 0).then(|| part as f64 / of as f64);
        match self {
            ResponseStatistic::Mean => tally.mean_response_s(),
            ResponseStatistic::Median => tally.response_quantile_s(0.5),
            ResponseStatistic::P90 => tally.response_quantile_s(0.9),
            ResponseStatistic::InTarget => tally.share_in_target(),
            ResponseStatistic::MeanWait => tally.mean_wait_s(),
            ResponseStatistic::Queued => share(tally.queued, tally.answered),
            ResponseStatistic::FromElsewhere => share(tally.from_elsewhere, tally.answered),
            ResponseStatistic::Unanswered => share(tally.unanswered(), tally.calls),
        }
    }
}

/// One replication of one service.
pub struct Sample {
    /// Place by place, grade by grade, statistic by statistic.
    figures: Vec<f64>,
    /// By hour of the week, grade by grade.
    pub hours: Vec<HourTally>,
    /// Share of the time on duty that the cars of each base are busy, in the order of the service's bases.
    pub utilisation: Vec<Option<f64>>,
    /// The checks.
    pub balance: Balance,
    /// Calls that came in the measured time.
    pub calls: [u64; 2],
}

const STATISTICS: usize = ResponseStatistic::ALL.len();

impl Sample {
    /// Of an outcome; `bases` are the numbers of the units' bases.
    pub fn new(outcome: &Outcome, places: &[ResponsePlace], bases: &[usize], base_count: usize) -> Self {
        let mut figures = Vec::with_capacity(places.len() * 2 * STATISTICS);
        for place in places {
            for grade in Grade::ALL {
                let of_group = outcome.by_group(grade);
                let tally = match place.wards.as_slice() {
                    [one] => of_group[*one].clone(),
                    wards => sum(of_group, wards),
                };
                figures.extend(ResponseStatistic::ALL.map(|s| s.of(&tally).unwrap_or(f64::NAN)));
            }
        }
        let mut time = vec![(0, 0); base_count];
        for (unit, &base) in outcome.units.iter().zip(bases) {
            time[base].0 += unit.busy_ms - unit.overtime_ms;
            time[base].1 += unit.duty_ms;
        }
        let calls = |grade| outcome.by_group(grade).iter().map(|t| t.calls).sum();
        Sample {
            figures,
            hours: Grade::ALL.iter().flat_map(|grade| outcome.hours(*grade).iter().copied()).collect(),
            utilisation: time
                .iter()
                .map(|(busy, duty)| (*duty > 0).then(|| *busy as f64 / *duty as f64))
                .collect(),
            balance: outcome.balance,
            calls: Grade::ALL.map(calls),
        }
    }

    /// A figure; `None` where there was no call.
    pub fn figure(&self, place: usize, grade: Grade, statistic: ResponseStatistic) -> Option<f64> {
        let at = (place * Grade::ALL.len() + grade.index()) * STATISTICS + statistic as usize;
        Some(self.figures[at]).filter(|f| !f.is_nan())
    }

    /// The calls of an hour of the week.
    pub fn hour(&self, grade: Grade, hour: usize) -> HourTally {
        self.hours[grade.index() * HOURS_A_WEEK + hour]
    }
}

fn sum(of_group: &[Tally], wards: &[usize]) -> Tally {
    let mut total = Tally::default();
    wards.iter().for_each(|ward| total.add(&of_group[*ward]));
    total
}
