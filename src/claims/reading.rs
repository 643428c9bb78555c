//! Readings: the assumptions under which a claim can be understood, every combination of them.

use std::borrow::Cow;

use super::assumption::{Assumption, Assumptions, Depends};
use super::choice::{Allotment, Counters, Denominator, Doubtful, Pace, Statistic, mode_words, series_words};
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
    /// Whether `other` makes the same choice.
    pub(super) fn agrees(&self, other: &Reading, assumption: Assumption) -> bool {
        match assumption {
            Assumption::Start => self.start == other.start,
            Assumption::Travel => self.mode == other.mode,
            Assumption::Speeds => self.pace == other.pace,
            Assumption::Time => self.time == other.time,
            Assumption::Counters => self.counters == other.counters,
            Assumption::Doubtful => self.doubtful == other.doubtful,
            Assumption::Of => self.of == other.of,
            Assumption::Statistic => self.statistic == other.statistic,
            Assumption::Series => self.series == other.series,
            Assumption::Allotment => self.allotment == other.allotment,
            Assumption::Constable => self.constable == other.constable,
        }
    }

    /// The assumptions that matter to both and in which `other` departs from this reading.
    fn departs<'a>(
        &'a self,
        other: &'a Reading,
        all: &'a Assumptions,
    ) -> impl Iterator<Item = Assumption> + 'a {
        let matter = |a: &Assumption| all.matters(*a, self) && all.matters(*a, other);
        Assumption::ALL.into_iter().filter(matter).filter(|a| !self.agrees(other, *a))
    }

    /// The open assumptions that matter to `other` alone: it cannot be told without them.
    fn particulars<'a>(
        &'a self,
        other: &'a Reading,
        all: &'a Assumptions,
    ) -> impl Iterator<Item = Assumption> + 'a {
        let only_there = |a: &Assumption| all.is_open(*a) && !all.matters(*a, self) && all.matters(*a, other);
        Assumption::ALL.into_iter().filter(only_there)
    }

    /// The assumptions in which `other` departs from this reading; `all` are the claim's. What comes into play only by
    /// a departure is told with the first of them: `from Warwick, the mean of all who live there`.
    pub fn departures(&self, other: &Reading, all: &Assumptions) -> Vec<Departure> {
        let departure = |a: Assumption| Departure {
            assumption: a.as_str(),
            from: self.choice(a, all).into_owned(),
            to: other.choice(a, all).into_owned(),
        };
        let mut departures: Vec<Departure> = self.departs(other, all).map(departure).collect();
        if let Some(first) = departures.first_mut() {
            for particular in self.particulars(other, all) {
                first.to.push_str(", ");
                first.to.push_str(&other.choice(particular, all));
            }
        }
        departures
    }

    /// In how many assumptions `other` departs from this reading; then, in how many of those that come into play by
    /// that it takes another than the first choice.
    pub(super) fn distance(&self, other: &Reading, all: &Assumptions) -> (usize, usize) {
        let plainest = all.plainest();
        let particulars = self.particulars(other, all).filter(|a| !other.agrees(&plainest, *a));
        (self.departs(other, all).count(), particulars.count())
    }

    /// An assumption in words; `all` are the claim's.
    fn choice(&self, assumption: Assumption, all: &Assumptions) -> Cow<'static, str> {
        match assumption {
            Assumption::Start => Cow::Owned(format!("from {}", all.start[self.start].name)),
            Assumption::Travel => Cow::Borrowed(mode_words(self.mode)),
            Assumption::Speeds => Cow::Borrowed(self.pace.words()),
            Assumption::Time => match (self.time, all.depends) {
                (Time::Any, Depends::Traffic) => Cow::Borrowed("between the peaks"),
                (Time::Any, _) => Cow::Borrowed("whatever the hour"),
                (time, _) => Cow::Owned(format!("at {time}")),
            },
            Assumption::Counters => Cow::Borrowed(self.counters.words()),
            Assumption::Doubtful => Cow::Borrowed(self.doubtful.words()),
            Assumption::Of => Cow::Borrowed(self.of.words()),
            Assumption::Statistic => Cow::Borrowed(self.statistic.words()),
            Assumption::Series => Cow::Borrowed(series_words(self.series)),
            Assumption::Allotment => Cow::Borrowed(self.allotment.words()),
            Assumption::Constable => Cow::Owned(format!("{:.0} pounds a constable", self.constable)),
        }
    }

    /// The assumptions that a claim leaves open, in words: `on foot; slow, with many detours; at Tue 23:00`.
    pub fn words(&self, all: &Assumptions) -> String {
        let words: Vec<Cow<'static, str>> = self.open_choices(all).map(|(_, words)| words).collect();
        words.join("; ")
    }

    /// The same by the names of the assumptions. What does not matter under the others is left out.
    pub fn open_choices(&self, all: &Assumptions) -> impl Iterator<Item = (&'static str, Cow<'static, str>)> {
        let told = |a: &Assumption| all.is_open(*a) && all.matters(*a, self);
        Assumption::ALL.into_iter().filter(told).map(|a| (a.as_str(), self.choice(a, all)))
    }
}
