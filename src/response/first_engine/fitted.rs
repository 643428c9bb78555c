//! Law and race fitted to the same attendances, and what they say of places.

use rayon::prelude::*;

use super::{
    DriveTimeFit, FirstArrivals, ForecastError, Journey, Observed, Race, Racer, fit_drive_times, fit_race,
    nearest_racers,
};
use crate::city::{Attendance, City};
use crate::travel::Plane;

/// What was fitted, and what it was fitted to.
pub(super) struct Fitted<'c> {
    city: &'c City,
    /// The number of every ground's own station.
    own: &'c [usize],
    pub fit: DriveTimeFit,
    pub race: Race,
    pub observed: Vec<Observed>,
    /// The nearest racers of every area, with nothing closed.
    pub racers: Vec<Vec<Racer>>,
    /// Drive of every station, by area, seconds.
    drives: Vec<Vec<f64>>,
}

/// What is expected at a place.
#[derive(Clone, Copy)]
pub(super) struct Expected {
    /// Mean from mobilised to arrival, seconds.
    pub mean_s: f64,
    /// The chance that the ground's own station is first.
    pub own: f64,
}

impl<'c> Fitted<'c> {
    pub fn new(
        city: &'c City,
        roads: &Plane,
        own: &'c [usize],
        attendances: &[Attendance],
    ) -> Result<Fitted<'c>, ForecastError> {
        let journey = |area: usize, station: usize| Journey {
            road_m: f64::from(roads.length_m(area, station)),
            straight_m: city.areas[area].point.distance(city.stations[station].point),
            traffic_s: roads.time_s(area, station).map_or(f64::INFINITY, f64::from),
        };
        let observe = |a: &Attendance| {
            let ground = city.areas[a.area].ward;
            Observed {
                area: a.area,
                ground,
                station: a.station,
                own_ground: own[ground] == a.station,
                journey: journey(a.area, a.station),
                fires: a.fires,
                mean_s: a.mean_s,
            }
        };
        let observed: Vec<Observed> =
            attendances.iter().map(observe).filter(|o| o.journey.road_m.is_finite()).collect();
        let fit = fit_drive_times(&observed, city.stations.len()).ok_or(ForecastError::NoLaw)?;
        let drives: Vec<Vec<f64>> = (0..city.areas.len())
            .into_par_iter()
            .map(|area| (0..city.stations.len()).map(|s| fit.law.drive_s(journey(area, s))).collect())
            .collect();
        let racers: Vec<Vec<Racer>> = drives.iter().map(|d| nearest_racers(d, |_| true)).collect();
        let race = fit_race(&first_arrivals(&racers, attendances), city.stations.len());
        Ok(Fitted { city, own, fit, race, observed, racers, drives })
    }

    /// What is expected of an area with the stations that `open` lets in; `None` where none has a way.
    pub fn expected(&self, area: usize, open: impl Fn(usize) -> bool) -> Option<Expected> {
        let own = self.own[self.city.areas[area].ward];
        let racers = nearest_racers(&self.drives[area], open);
        if racers.is_empty() {
            return None;
        }
        let law = &self.fit.law;
        let mut expected = Expected { mean_s: 0.0, own: 0.0 };
        for (racer, chance) in racers.iter().zip(self.race.chances(&racers)) {
            let is_own = racer.station == own;
            expected.mean_s += chance * law.arrival_s(racer.drive_s, racer.station, is_own);
            expected.own += if is_own { chance } else { 0.0 };
        }
        Some(expected)
    }

    /// By area, what is expected while the ground's own station is out, seconds; infinite where nobody else has a way.
    pub fn away_s(&self) -> Vec<f64> {
        let away = |area: usize| {
            let own = self.own[self.city.areas[area].ward];
            self.expected(area, |s| s != own).map_or(f64::INFINITY, |e| e.mean_s)
        };
        (0..self.city.areas.len()).into_par_iter().map(away).collect()
    }

    /// By area, how much nearer the own station is than the next, seconds of drive; negative where it is not the nearest.
    pub fn leads_s(&self) -> Vec<f64> {
        let lead = |(area, racers): (usize, &Vec<Racer>)| match racers[..] {
            [first, second, ..] if first.station == self.own[self.city.areas[area].ward] => {
                second.drive_s - first.drive_s
            }
            _ => -1.0,
        };
        self.racers.iter().enumerate().map(lead).collect()
    }
}

fn first_arrivals(racers: &[Vec<Racer>], attendances: &[Attendance]) -> Vec<FirstArrivals> {
    let mut places: Vec<FirstArrivals> =
        racers.iter().map(|r| FirstArrivals { racers: r.clone(), times: vec![0.0; r.len()] }).collect();
    for a in attendances {
        let place = &mut places[a.area];
        if let Some(racer) = place.racers.iter().position(|r| r.station == a.station) {
            place.times[racer] += a.fires;
        }
    }
    places
}
