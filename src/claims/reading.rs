//! Readings: the assumptions under which a claim can be understood, every combination of them.

use std::borrow::Cow;

use super::choice::{Allotment, Counters, Denominator, Doubtful, Pace, Statistic, mode_words};
use crate::city::CrimeSeries;
use crate::scenario::Time;
use crate::travel::Mode;

/// A claim understood in one way.
///
/// What does not matter to a kind of claim stays at its default, the first of each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Where ways begin: a number in [`Assumptions::start`].
    pub start: usize,
    /// How people travel.
    pub mode: Mode,
    /// Speeds and detours.
    pub pace: Pace,
    /// When.
    pub time: Time,
    /// Whose counters.
    pub counters: Counters,
    /// Counters whose hours are assumed.
    pub doubtful: Doubtful,
    /// Weights.
    pub of: Denominator,
    /// Which of many ways.
    pub statistic: Statistic,
    /// Who counted the crimes.
    pub series: CrimeSeries,
    /// How zones are shared out.
    pub allotment: Allotment,
    /// What a constable costs, pounds a year.
    pub constable: f64,
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
        let first = Reading {
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
        };
        let mut all = vec![first];
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

    /// Whether a reading says something that no earlier one says: what does not matter to it stays at its first choice.
    fn is_distinct(&self, reading: &Reading) -> bool {
        let is_first = [
            reading.start == 0,
            reading.mode == self.mode[0],
            reading.pace == self.pace[0],
            reading.time == self.time[0],
            reading.counters == self.counters[0],
            reading.doubtful == self.doubtful[0],
            reading.of == self.of[0],
            reading.statistic == self.statistic[0],
            reading.series == self.series[0],
            reading.allotment == self.allotment[0],
            reading.constable == self.constable[0],
        ];
        self.matters(reading).into_iter().zip(is_first).all(|(matters, is_first)| matters || is_first)
    }

    /// Which assumptions, in the order of [`Reading::choices`], matter under the others of a reading.
    fn matters(&self, reading: &Reading) -> [bool; 11] {
        let has_statistic = !self.start[reading.start].is_point;
        let mut matters = [true; 11];
        matters[2] = reading.mode != Mode::CrowFly;
        matters[3] = self.depends == Depends::Hours || reading.mode == Mode::Drive;
        matters[5] = match self.depends {
            Depends::Traffic => false,
            Depends::Hours => reading.time != Time::Any,
            Depends::RoundTheClock => true,
        };
        matters[6] = has_statistic && !matches!(reading.statistic, Statistic::Middle | Statistic::Worst);
        matters[7] = has_statistic;
        matters
    }

    /// Which assumptions, in the order of [`Reading::choices`], have more than one choice.
    fn is_open(&self) -> [bool; 11] {
        [
            self.start.len() > 1,
            self.mode.len() > 1,
            self.pace.len() > 1,
            self.time.len() > 1,
            self.counters.len() > 1,
            self.doubtful.len() > 1,
            self.of.len() > 1,
            self.statistic.len() > 1,
            self.series.len() > 1,
            self.allotment.len() > 1,
            self.constable.len() > 1,
        ]
    }
}

/// Every reading with every choice, those with the first choice first.
fn vary<T: Copy>(readings: &mut Vec<Reading>, choices: &[T], with: impl Fn(Reading, T) -> Reading) {
    let varied = choices.iter().flat_map(|choice| readings.iter().map(|r| with(*r, *choice)));
    *readings = varied.collect();
}

/// One assumption that two readings do not share.
#[derive(Clone, Debug, PartialEq)]
pub struct Departure {
    /// The assumption: `travel`, `time`, `counters`.
    pub assumption: &'static str,
    /// What the first reading assumes.
    pub from: String,
    /// What the second does.
    pub to: String,
}

impl Reading {
    /// The assumptions in which `other` departs from this reading; `all` are the claim's.
    pub fn departures(&self, other: &Reading, all: &Assumptions) -> Vec<Departure> {
        let differ = self.choices(all).into_iter().zip(other.choices(all));
        let differ = differ.filter(|((_, from), (_, to))| from != to);
        differ
            .map(|((assumption, from), (_, to))| Departure {
                assumption,
                from: from.into_owned(),
                to: to.into_owned(),
            })
            .collect()
    }

    /// In how many assumptions `other` departs from this reading.
    pub fn distance(&self, other: &Reading) -> usize {
        let differ = [
            self.start != other.start,
            self.mode != other.mode,
            self.pace != other.pace,
            self.time != other.time,
            self.counters != other.counters,
            self.doubtful != other.doubtful,
            self.of != other.of,
            self.statistic != other.statistic,
            self.series != other.series,
            self.allotment != other.allotment,
            self.constable != other.constable,
        ];
        differ.into_iter().filter(|d| *d).count()
    }

    /// All assumptions by name, in words; `all` are the claim's.
    pub fn choices(&self, all: &Assumptions) -> [(&'static str, Cow<'static, str>); 11] {
        let time = match (self.time, all.depends) {
            (Time::Any, Depends::Traffic) => Cow::Borrowed("between the peaks"),
            (Time::Any, _) => Cow::Borrowed("whatever the hour"),
            (time, _) => Cow::Owned(format!("at {time}")),
        };
        [
            ("start", Cow::Owned(format!("from {}", all.start[self.start].name))),
            ("travel", Cow::Borrowed(mode_words(self.mode))),
            ("speeds", Cow::Borrowed(self.pace.words())),
            ("time", time),
            ("counters", Cow::Borrowed(self.counters.words())),
            ("doubtful", Cow::Borrowed(self.doubtful.words())),
            ("of", Cow::Borrowed(self.of.word())),
            ("statistic", Cow::Borrowed(self.statistic.words())),
            ("series", Cow::Borrowed(self.series.as_str())),
            ("allotment", Cow::Borrowed(self.allotment.words())),
            ("constable", Cow::Owned(format!("{:.0} pounds a constable", self.constable))),
        ]
    }

    /// The assumptions that a claim leaves open, in words: `on foot; slow, with many detours; at Tue 23:00`.
    pub fn words(&self, open: &Assumptions) -> String {
        let words: Vec<Cow<'static, str>> = self.open_choices(open).map(|(_, words)| words).collect();
        words.join("; ")
    }

    /// The same by the names of the assumptions. What does not matter under the others is left out.
    pub fn open_choices(
        &self,
        open: &Assumptions,
    ) -> impl Iterator<Item = (&'static str, Cow<'static, str>)> {
        let told = open.is_open().into_iter().zip(open.matters(self)).map(|(open, matters)| open && matters);
        self.choices(open).into_iter().zip(told).filter(|(_, told)| *told).map(|(choice, _)| choice)
    }
}
