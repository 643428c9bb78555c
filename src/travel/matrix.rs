//! Lengths and times between areas and stations.

use super::{Mode, Spread};
use crate::city::Period;

/// One mode's lengths and times, areas by stations, area by area in memory.
///
/// Unreachable is infinite and stays so. Central values; [`Plane::length_spread`] and
/// [`Plane::time_spread`] say what the mode's assumptions do to all of them alike.
#[derive(Clone, Debug)]
pub struct Plane {
    /// The mode.
    pub mode: Mode,
    /// The stretch of the week that the times are for; `None` for a mode that takes as long at any time.
    pub period: Option<Period>,
    stations: usize,
    length_m: Vec<f32>,
    time_s: Option<Vec<f32>>,
    /// Range of the lengths.
    pub length_spread: Spread,
    /// Range of the times.
    pub time_spread: Spread,
    /// How far each station is from the nearest road, metres; `None` without a road. Empty in a mode off the roads.
    pub station_snaps_m: Vec<Option<f64>>,
}

impl Plane {
    /// `length_m` and `time_s` hold `areas x stations` values, area by area.
    ///
    /// # Panics
    /// When a table is not a whole number of rows of `stations`, or the two differ in size.
    pub fn new(
        mode: Mode,
        stations: usize,
        length_m: Vec<f32>,
        time_s: Option<Vec<f32>>,
        length_spread: Spread,
        time_spread: Spread,
    ) -> Self {
        assert_eq!(length_m.len() % stations.max(1), 0, "whole rows of {stations} stations");
        assert!(time_s.as_ref().is_none_or(|t| t.len() == length_m.len()), "as many times as lengths");
        let station_snaps_m = Vec::new();
        Plane { mode, period: None, stations, length_m, time_s, length_spread, time_spread, station_snaps_m }
    }

    /// The same for one stretch of the week.
    pub fn in_period(self, period: Option<Period>) -> Self {
        Plane { period, ..self }
    }

    /// The same on roads that are so far from the stations.
    pub fn on_roads(self, station_snaps_m: Vec<Option<f64>>) -> Self {
        Plane { station_snaps_m, ..self }
    }

    /// Number of stations (columns).
    pub fn stations(&self) -> usize {
        self.stations
    }

    /// Number of areas (rows).
    pub fn areas(&self) -> usize {
        self.length_m.len() / self.stations.max(1)
    }

    /// Length of the journey, metres.
    pub fn length_m(&self, area: usize, station: usize) -> f32 {
        self.length_m[area * self.stations + station]
    }

    /// Duration of the journey, seconds; `None` for a mode without times.
    pub fn time_s(&self, area: usize, station: usize) -> Option<f32> {
        self.time_s.as_ref().map(|t| t[area * self.stations + station])
    }

    /// Whether the mode has times.
    pub fn has_times(&self) -> bool {
        self.time_s.is_some()
    }

    /// What a resident minimises to all stations: seconds where the mode has them, else metres.
    pub fn impedance(&self, area: usize) -> &[f32] {
        let table = self.time_s.as_ref().unwrap_or(&self.length_m);
        &table[area * self.stations..(area + 1) * self.stations]
    }
}

/// All planes of a run.
#[derive(Clone, Debug, Default)]
pub struct TravelMatrix {
    /// In the order of [`Mode::ALL`]; one a mode, or one a period of the week.
    pub planes: Vec<Plane>,
}

impl TravelMatrix {
    /// The plane of a mode when no time is asked about.
    pub fn plane(&self, mode: Mode) -> Option<&Plane> {
        self.planes.iter().find(|p| p.mode == mode && p.period.is_none_or(|t| t == Period::ANY_TIME))
    }

    /// The planes for when no time is asked about, one a mode.
    pub fn at_any_time(&self) -> impl Iterator<Item = &Plane> {
        Mode::ALL.into_iter().filter_map(|mode| self.plane(mode))
    }
}
