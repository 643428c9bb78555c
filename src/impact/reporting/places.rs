//! Sums over the areas of the study and the places named, one for each distinct set of counters.

use rayon::prelude::*;

use super::model::Model;
use crate::access::{DecaySum, OpenSet};
use crate::city::City;
use crate::scenario::Scenario;
use crate::travel::Plane;

/// Minutes from the study's areas to their nearest counter, whatever its hours.
pub(super) struct StudyTravel {
    /// One for each distinct set of counters.
    minutes: Vec<Vec<f64>>,
    /// By option, the numbers of the sets before and after.
    sets: Vec<[usize; 2]>,
}

impl StudyTravel {
    pub(super) fn new(city: &City, scenario: &Scenario, plane: &Plane) -> Self {
        let mut distinct: Vec<(bool, OpenSet)> = Vec::new();
        let mut number = |own: bool, open: OpenSet| {
            let wanted = (own, open);
            distinct.iter().position(|set| *set == wanted).unwrap_or_else(|| {
                distinct.push(wanted);
                distinct.len() - 1
            })
        };
        let sets = scenario
            .options
            .iter()
            .map(|o| {
                [&scenario.baseline, &o.counters].map(|hours| number(o.own_borough_only, OpenSet::any(hours)))
            })
            .collect();
        let minutes =
            distinct.par_iter().map(|(own, open)| nearest(city, scenario, plane, *own, open)).collect();
        StudyTravel { minutes, sets }
    }

    /// Minutes before and after an option, by the study's areas.
    pub(super) fn before_after(&self, option: usize) -> [&[f64]; 2] {
        self.sets[option].map(|set| self.minutes[set].as_slice())
    }

    /// The longest way that anybody has.
    pub(super) fn longest_min(&self) -> f64 {
        self.minutes.iter().flatten().copied().filter(|m| m.is_finite()).fold(0.0, f64::max)
    }
}

fn nearest(
    city: &City,
    scenario: &Scenario,
    plane: &Plane,
    own_borough_only: bool,
    open: &OpenSet,
) -> Vec<f64> {
    let least = |area: usize, borough: usize| {
        let ways = plane.impedance(area).iter().enumerate();
        let counts =
            |s: usize| open.is_open(s) && (!own_borough_only || scenario.sites[s].borough == borough);
        ways.filter(|(s, _)| counts(*s)).map(|(_, way)| *way).fold(f32::INFINITY, f32::min)
    };
    let areas = scenario.study.areas.iter().enumerate();
    areas.map(|(i, &area)| f64::from(least(i, city.areas[area].borough)) / 60.0).collect()
}

/// Decaying sums of crime over every place, for every distinct set of counters.
pub(super) struct PlaceSums {
    /// By set, then by place, then by column of crime.
    sums: Vec<Vec<Vec<DecaySum>>>,
    sets: Vec<[usize; 2]>,
}

/// The sums of one place before and after an option, by column of crime.
pub(super) struct Pair<'s> {
    /// Number of the place.
    pub place: usize,
    pub before: &'s [DecaySum],
    pub after: &'s [DecaySum],
}

impl PlaceSums {
    pub(super) fn new(model: &Model<'_>, travel: &StudyTravel) -> Self {
        let places = model.places.len();
        let jobs: Vec<(usize, usize)> =
            (0..travel.minutes.len()).flat_map(|set| (0..places).map(move |place| (set, place))).collect();
        let flat: Vec<Vec<DecaySum>> =
            jobs.par_iter().map(|&(set, place)| model.sums_of(place, &travel.minutes[set])).collect();
        let mut flat = flat.into_iter();
        let sums = travel.minutes.iter().map(|_| flat.by_ref().take(places).collect()).collect();
        PlaceSums { sums, sets: travel.sets.clone() }
    }

    pub(super) fn pair(&self, option: usize, place: usize) -> Pair<'_> {
        let [before, after] = self.sets[option].map(|set| self.sums[set][place].as_slice());
        Pair { place, before, after }
    }
}
