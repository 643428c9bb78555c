//! Which stations have an open counter.

use crate::city::WeeklyHours;
use crate::scenario::Time;

/// A set of station numbers, small enough to copy and to use as a key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OpenSet {
    words: Vec<u64>,
}

impl OpenSet {
    /// No station of `stations`.
    pub fn none(stations: usize) -> Self {
        OpenSet { words: vec![0; stations.div_ceil(64)] }
    }

    /// The stations for which `is_open` says yes.
    pub fn from_fn(stations: usize, is_open: impl Fn(usize) -> bool) -> Self {
        let mut set = OpenSet::none(stations);
        (0..stations).filter(|&s| is_open(s)).for_each(|s| set.open(s));
        set
    }

    /// The stations of `network` (hours by station, `None` without a counter) that are open at `minute` of
    /// the week.
    pub fn at(network: &[Option<WeeklyHours>], minute: u16) -> Self {
        OpenSet::from_fn(network.len(), |s| network[s].as_ref().is_some_and(|h| h.is_open(minute)))
    }

    /// The stations of `network` that count at a time.
    pub fn when(network: &[Option<WeeklyHours>], time: Time) -> Self {
        match time {
            Time::Any => OpenSet::any(network),
            Time::Minute(minute) => OpenSet::at(network, minute),
        }
    }

    /// The stations of `network` that have a counter, whatever its hours.
    pub fn any(network: &[Option<WeeklyHours>]) -> Self {
        OpenSet::from_fn(network.len(), |s| network[s].is_some())
    }

    /// Adds a station.
    pub fn open(&mut self, station: usize) {
        self.words[station / 64] |= 1 << (station % 64);
    }

    /// Takes a station out.
    pub fn close(&mut self, station: usize) {
        self.words[station / 64] &= !(1 << (station % 64));
    }

    /// Whether a station is in.
    pub fn is_open(&self, station: usize) -> bool {
        self.words[station / 64] >> (station % 64) & 1 == 1
    }

    /// How many are in.
    pub fn len(&self) -> usize {
        self.words.iter().map(|w| w.count_ones() as usize).sum()
    }

    /// Whether none is in.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|w| *w == 0)
    }
}
