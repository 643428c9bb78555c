//! What came of a replication, in whole numbers: sums that do not depend on the order of work.

use super::Grade;
use super::histogram::Histogram;
use super::profile::HOURS_A_WEEK;

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallEnd {
    /// A car arrived before the horizon.
    Answered {
        /// The car's number.
        unit: u32,
        /// When it was sent, milliseconds.
        dispatched_ms: u64,
        /// When it arrived, milliseconds.
        arrived_ms: u64,
    },
    /// No car was free and nobody waits.
    Lost,
    /// In the queue at the horizon.
    Waiting,
    /// A car was on its way at the horizon.
    Travelling {
        /// The car's number.
        unit: u32,
    },
}

/// A call and its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallRecord {
    /// In order of arrival, from 0.
    pub number: u64,
    /// When it came, milliseconds.
    pub time_ms: u64,
    /// From where.
    pub area: u32,
    /// How urgent.
    pub grade: Grade,
    /// How long it was in the queue, milliseconds.
    pub waited_ms: u64,
    /// What became of it.
    pub end: CallEnd,
}

/// The calls of one grade and group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Calls that came.
    pub calls: u64,
    /// Calls at whose scene a car arrived.
    pub answered: u64,
    /// Sum of the answered calls' response times, milliseconds from call to arrival.
    pub response_ms: u64,
    /// Answered calls whose car was there by the target.
    pub in_target: u64,
    /// Answered calls whose car came from a base in another borough.
    pub from_elsewhere: u64,
    /// Answered calls that were in the queue for a time.
    pub queued: u64,
    /// Sum of the answered calls' times in the queue, milliseconds.
    pub waited_ms: u64,
    /// Calls lost because no car was free.
    pub lost: u64,
    /// Response times by whole seconds.
    pub response: Histogram,
}

impl Tally {
    /// Calls that nobody had reached at the horizon.
    pub fn unanswered(&self) -> u64 {
        self.calls - self.answered - self.lost
    }

    /// Mean response time, seconds; `None` without an answered call.
    pub fn mean_response_s(&self) -> Option<f64> {
        ratio(self.response_ms, self.answered).map(|ms| ms / 1000.0)
    }

    /// The whole second within which the share `q` of the answered calls had a car, see [`Histogram::quantile_s`].
    pub fn response_quantile_s(&self, q: f64) -> Option<f64> {
        self.response.quantile_s(q)
    }

    /// The share of the answered calls whose car was there by the target.
    pub fn share_in_target(&self) -> Option<f64> {
        ratio(self.in_target, self.answered)
    }

    /// Mean time in the queue of the answered calls, seconds, zeros included.
    pub fn mean_wait_s(&self) -> Option<f64> {
        ratio(self.waited_ms, self.answered).map(|ms| ms / 1000.0)
    }

    /// Adds the calls of another group.
    pub fn add(&mut self, other: &Tally) {
        self.calls += other.calls;
        self.answered += other.answered;
        self.response_ms += other.response_ms;
        self.in_target += other.in_target;
        self.from_elsewhere += other.from_elsewhere;
        self.queued += other.queued;
        self.waited_ms += other.waited_ms;
        self.lost += other.lost;
        self.response.add(&other.response);
    }
}

/// The answered calls that came in one hour of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HourTally {
    /// How many.
    pub answered: u64,
    /// Sum of their response times, milliseconds.
    pub response_ms: u64,
    /// Those whose car was there by the target.
    pub in_target: u64,
}

/// The measured time of one car, milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnitTally {
    /// On duty.
    pub duty_ms: u64,
    /// Between dispatch and clear.
    pub busy_ms: u64,
    /// Of it after the end of a shift.
    pub overtime_ms: u64,
    /// Calls that it was clear of.
    pub cleared: u64,
}

impl UnitTally {
    /// The share of its time on duty in which it is busy; `None` if it was never on duty.
    pub fn utilisation(&self) -> Option<f64> {
        ratio(self.busy_ms - self.overtime_ms, self.duty_ms)
    }
}

/// Two ways to the same sums. Both differences are exactly zero, or the simulation is wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// The number of calls in the queue added up over the measured time, call milliseconds.
    pub queue_ms: u64,
    /// The measured time in the queue added up over calls.
    pub waits_ms: u64,
    /// The number of busy cars added up over the measured time, car milliseconds.
    pub busy_ms: u64,
    /// The measured busy time added up over cars.
    pub cars_ms: u64,
    /// Calls that came in the measured time.
    pub calls: u64,
    /// Of them, ends that were recorded.
    pub ends: u64,
}

impl Balance {
    /// Little's law without its error of the two ends: time in the queue by the clock and by calls, busy time by the
    /// clock and by cars, and calls without an end.
    pub fn residuals(&self) -> [u64; 3] {
        [
            self.queue_ms.abs_diff(self.waits_ms),
            self.busy_ms.abs_diff(self.cars_ms),
            self.calls.abs_diff(self.ends),
        ]
    }
}

/// What came of a replication. Calls before the end of the warm-up are not counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its number.
    pub replication: u32,
    /// How long was measured, milliseconds.
    pub measured_ms: u64,
    pub(super) groups: usize,
    pub(super) tallies: Vec<Tally>,
    pub(super) hours: Vec<HourTally>,
    /// By car, in the order of [`super::Service::units`].
    pub units: Vec<UnitTally>,
    /// The checks.
    pub balance: Balance,
}

impl Outcome {
    pub(super) fn new(replication: u32, measured_ms: u64, groups: usize, units: usize) -> Self {
        let grades = Grade::ALL.len();
        Outcome {
            replication,
            measured_ms,
            groups,
            tallies: vec![Tally::default(); grades * groups],
            hours: vec![HourTally::default(); grades * HOURS_A_WEEK],
            units: vec![UnitTally::default(); units],
            balance: Balance::default(),
        }
    }

    /// The calls of a grade, group by group.
    pub fn by_group(&self, grade: Grade) -> &[Tally] {
        &self.tallies[grade.index() * self.groups..][..self.groups]
    }

    /// The calls of a grade from all groups that are wanted.
    pub fn total(&self, grade: Grade, wanted: impl Fn(usize) -> bool) -> Tally {
        let mut total = Tally::default();
        self.by_group(grade)
            .iter()
            .enumerate()
            .filter(|(group, _)| wanted(*group))
            .for_each(|(_, tally)| total.add(tally));
        total
    }

    /// The calls of a grade by hour of the week, from Monday 00:00.
    pub fn hours(&self, grade: Grade) -> &[HourTally] {
        &self.hours[grade.index() * HOURS_A_WEEK..][..HOURS_A_WEEK]
    }
}

fn ratio(sum: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| sum as f64 / of as f64)
}
