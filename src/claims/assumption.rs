//! The assumptions of a claim, with the choices that each leaves, and which of them matter under which others.

use super::choice::{Allotment, Counters, Denominator, Doubtful, Pace, Statistic};
use super::reading::Reading;
use crate::access::DayPart;
use crate::city::CrimeSeries;
use crate::scenario::Time;
use crate::travel::Mode;

/// What a claim can leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assumption {
    /// See [`Reading::start`].
    Start,
    /// See [`Reading::mode`].
    Travel,
    /// See [`Reading::pace`].
    Speeds,
    /// See [`Reading::time`].
    Time,
    /// See [`Reading::counters`].
    Counters,
    /// See [`Reading::doubtful`].
    Doubtful,
    /// See [`Reading::of`].
    Of,
    /// See [`Reading::statistic`].
    Statistic,
    /// See [`Reading::series`].
    Series,
    /// See [`Reading::allotment`].
    Allotment,
    /// See [`Reading::constable`].
    Constable,
}

impl Assumption {
    /// All, in the order in which they are told.
    pub const ALL: [Assumption; 11] = [
        Assumption::Start,
        Assumption::Travel,
        Assumption::Speeds,
        Assumption::Time,
        Assumption::Counters,
        Assumption::Doubtful,
        Assumption::Statistic,
        Assumption::Of,
        Assumption::Series,
        Assumption::Allotment,
        Assumption::Constable,
    ];

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Assumption::Start => "start",
            Assumption::Travel => "travel",
            Assumption::Speeds => "speeds",
            Assumption::Time => "time",
            Assumption::Counters => "counters",
            Assumption::Doubtful => "doubtful",
            Assumption::Of => "of",
            Assumption::Statistic => "statistic",
            Assumption::Series => "series",
            Assumption::Allotment => "allotment",
            Assumption::Constable => "constable",
        }
    }
}

/// The choices of a claim by assumption, its own or plainest reading first; none is empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumptions {
    /// The places where ways can begin; a single one where that is not open.
    pub start: Vec<Start>,
    /// See [`Reading::mode`].
    pub mode: Vec<Mode>,
    /// See [`Reading::pace`].
    pub pace: Vec<Pace>,
    /// See [`Reading::time`].
    pub time: Vec<Time>,
    /// See [`Reading::counters`].
    pub counters: Vec<Counters>,
    /// See [`Reading::doubtful`].
    pub doubtful: Vec<Doubtful>,
    /// See [`Reading::of`].
    pub of: Vec<Denominator>,
    /// See [`Reading::statistic`].
    pub statistic: Vec<Statistic>,
    /// See [`Reading::series`].
    pub series: Vec<CrimeSeries>,
    /// See [`Reading::allotment`].
    pub allotment: Vec<Allotment>,
    /// See [`Reading::constable`].
    pub constable: Vec<f64>,
    /// What makes readings alike.
    pub depends: Depends,
}

/// A place where ways can begin.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// Its name.
    pub name: String,
    /// A single point: nothing is to be averaged there.
    pub is_point: bool,
}

/// What a quantity depends on besides its own assumptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depends {
    /// Not on when counters are open: times only make traffic.
    Traffic,
    /// On the counters open at the time.
    Hours,
    /// On which counters are open round the clock.
    RoundTheClock,
}

impl Depends {
    /// Whether it matters at a time that the hours of some counters are assumed. Which hours those are is in doubt in
    /// the evening, at night and at weekends: a counter that is open at all is open on weekdays by day.
    pub(super) fn doubts(self, time: Time) -> bool {
        match (self, time) {
            (Depends::Traffic, _) | (Depends::Hours, Time::Any) => false,
            (Depends::Hours, Time::Minute(minute)) => DayPart::at(minute) != DayPart::Daytime,
            (Depends::RoundTheClock, _) => true,
        }
    }
}

impl Default for Assumptions {
    /// A single reading, in which nothing is assumed.
    fn default() -> Self {
        Assumptions {
            start: vec![Start { name: String::new(), is_point: false }],
            mode: vec![Mode::CrowFly],
            pace: vec![Pace::Central],
            time: vec![Time::Any],
            counters: vec![Counters::All],
            doubtful: vec![Doubtful::Open],
            of: vec![Denominator::People],
            statistic: vec![Statistic::Mean],
            series: vec![CrimeSeries::Recorded],
            allotment: vec![Allotment::Residents],
            constable: vec![0.0],
            depends: Depends::Traffic,
        }
    }
}

impl Assumptions {
    /// Every combination, the plainest first. Straight lines know no speeds and no detours, and where hours do not
    /// matter no doubt about them does: combinations that say the same as an earlier one are left out.
    pub fn readings(&self) -> Vec<Reading> {
        let mut all = vec![self.plainest()];
        vary(&mut all, &self.constable, |r, constable| Reading { constable, ..r });
        vary(&mut all, &self.allotment, |r, allotment| Reading { allotment, ..r });
        vary(&mut all, &self.series, |r, series| Reading { series, ..r });
        vary(&mut all, &self.statistic, |r, statistic| Reading { statistic, ..r });
        vary(&mut all, &self.of, |r, of| Reading { of, ..r });
        vary(&mut all, &self.doubtful, |r, doubtful| Reading { doubtful, ..r });
        vary(&mut all, &self.counters, |r, counters| Reading { counters, ..r });
        vary(&mut all, &self.time, |r, time| Reading { time, ..r });
        vary(&mut all, &self.pace, |r, pace| Reading { pace, ..r });
        vary(&mut all, &self.mode, |r, mode| Reading { mode, ..r });
        let starts: Vec<usize> = (0..self.start.len()).collect();
        vary(&mut all, &starts, |r, start| Reading { start, ..r });
        all.retain(|r| self.is_distinct(r));
        all
    }

    /// The first choice of every assumption.
    pub(super) fn plainest(&self) -> Reading {
        Reading {
            start: 0,
            mode: self.mode[0],
            pace: self.pace[0],
            time: self.time[0],
            counters: self.counters[0],
            doubtful: self.doubtful[0],
            of: self.of[0],
            statistic: self.statistic[0],
            series: self.series[0],
            allotment: self.allotment[0],
            constable: self.constable[0],
        }
    }

    /// Whether a reading says something that no earlier one says: what does not matter to it stays at its first choice.
    fn is_distinct(&self, reading: &Reading) -> bool {
        let plainest = self.plainest();
        Assumption::ALL.into_iter().all(|a| self.matters(a, reading) || reading.agrees(&plainest, a))
    }

    /// Whether an assumption matters under the others of a reading.
    pub(super) fn matters(&self, assumption: Assumption, reading: &Reading) -> bool {
        let has_statistic = !self.start[reading.start].is_point;
        match assumption {
            Assumption::Speeds => reading.mode != Mode::CrowFly,
            Assumption::Time => self.depends == Depends::Hours || reading.mode == Mode::Drive,
            Assumption::Doubtful => self.depends.doubts(reading.time),
            Assumption::Of => {
                has_statistic && !matches!(reading.statistic, Statistic::Middle | Statistic::Worst)
            }
            Assumption::Statistic => has_statistic,
            Assumption::Start
            | Assumption::Travel
            | Assumption::Counters
            | Assumption::Series
            | Assumption::Allotment
            | Assumption::Constable => true,
        }
    }

    /// Whether an assumption has more than one choice.
    pub(super) fn is_open(&self, assumption: Assumption) -> bool {
        let choices = match assumption {
            Assumption::Start => self.start.len(),
            Assumption::Travel => self.mode.len(),
            Assumption::Speeds => self.pace.len(),
            Assumption::Time => self.time.len(),
            Assumption::Counters => self.counters.len(),
            Assumption::Doubtful => self.doubtful.len(),
            Assumption::Of => self.of.len(),
            Assumption::Statistic => self.statistic.len(),
            Assumption::Series => self.series.len(),
            Assumption::Allotment => self.allotment.len(),
            Assumption::Constable => self.constable.len(),
        };
        choices > 1
    }

    /// Whether a reading's choice is one of these.
    fn has(&self, assumption: Assumption, reading: &Reading) -> bool {
        match assumption {
            Assumption::Start => reading.start < self.start.len(),
            Assumption::Travel => self.mode.contains(&reading.mode),
            Assumption::Speeds => self.pace.contains(&reading.pace),
            Assumption::Time => self.time.contains(&reading.time),
            Assumption::Counters => self.counters.contains(&reading.counters),
            Assumption::Doubtful => self.doubtful.contains(&reading.doubtful),
            Assumption::Of => self.of.contains(&reading.of),
            Assumption::Statistic => self.statistic.contains(&reading.statistic),
            Assumption::Series => self.series.contains(&reading.series),
            Assumption::Allotment => self.allotment.contains(&reading.allotment),
            Assumption::Constable => self.constable.contains(&reading.constable),
        }
    }

    /// The readings that `narrower`, which has some of these choices, no longer has.
    pub(super) fn left_out(&self, narrower: &Assumptions) -> Vec<Reading> {
        let is_left_out = |reading: &Reading| {
            Assumption::ALL.into_iter().any(|a| self.matters(a, reading) && !narrower.has(a, reading))
        };
        self.readings().into_iter().filter(is_left_out).collect()
    }
}

/// Every reading with every choice, those with the first choice first.
fn vary<T: Copy>(readings: &mut Vec<Reading>, choices: &[T], with: impl Fn(Reading, T) -> Reading) {
    let varied = choices.iter().flat_map(|choice| readings.iter().map(|r| with(*r, *choice)));
    *readings = varied.collect();
}
