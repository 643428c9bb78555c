//! The change by zone, for maps.

use std::collections::BTreeMap;

use super::Evaluation;
use crate::access::{DayPart, HoursInReach, NOBODY};
use crate::city::City;

/// One zone of the study area under one comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneChange {
    /// Number of the zone in the city.
    pub zone: usize,
    /// Residents of it who are counted.
    pub residents: f64,
    /// Site that most of them go to, before and after; `None` if most reach none.
    pub nearest: [Option<usize>; 2],
    /// Population-weighted mean length, metres, before and after; infinite if anybody reaches none.
    pub length_m: [f64; 2],
    /// The same in minutes, for a mode with times.
    pub minutes: Option<[f64; 2]>,
}

/// The zones of the study's areas, in city order, each as the mean of its areas.
///
/// A zone without residents takes the plain mean of its areas.
pub fn zone_changes(
    city: &City,
    study: &[usize],
    before: &Evaluation,
    after: &Evaluation,
) -> Vec<ZoneChange> {
    let sides = [&before.assignment, &after.assignment];
    let has_times = !before.assignment.time_s.is_empty();
    members_by_zone(city, study)
        .into_iter()
        .map(|(zone, members)| {
            let residents: f64 = members.iter().map(|&i| city.areas[study[i]].population).sum();
            let weight = |i: usize| if residents > 0.0 { city.areas[study[i]].population } else { 1.0 };
            let total: f64 = members.iter().map(|&i| weight(i)).sum();
            let mean = |values: &[f32]| {
                let counted = members.iter().filter(|&&i| weight(i) > 0.0);
                counted.map(|&i| weight(i) * f64::from(values[i])).sum::<f64>() / total
            };
            ZoneChange {
                zone,
                residents,
                nearest: sides.map(|side| most_go_to(&members, &side.station, weight)),
                length_m: sides.map(|side| mean(&side.length_m)),
                minutes: has_times.then(|| sides.map(|side| mean(&side.time_s) / 60.0)),
            }
        })
        .collect()
}

/// One zone of the study area and its hours a week with a counter in reach.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneHours {
    /// Number of the zone in the city.
    pub zone: usize,
    /// Residents of it who are counted.
    pub residents: f64,
    /// Hours in reach in each of [`DayPart::ALL`], mean of its areas weighted by residents, before.
    pub before: [f64; DayPart::ALL.len()],
    /// The same after.
    pub after: [f64; DayPart::ALL.len()],
}

impl ZoneHours {
    /// Hours of the whole week before, 0 to 168.
    pub fn before_week(&self) -> f64 {
        self.before.iter().sum()
    }

    /// Hours of the whole week after.
    pub fn after_week(&self) -> f64 {
        self.after.iter().sum()
    }

    /// Hours gained in a part, negative where they are lost.
    pub fn change(&self, part: DayPart) -> f64 {
        self.after[part as usize] - self.before[part as usize]
    }
}

/// The hours of [`super::Impact::hours_in_reach`] by zone, in city order.
///
/// A zone without residents takes the plain mean of its areas.
pub fn zone_hours(
    city: &City,
    study: &[usize],
    before: &HoursInReach,
    after: &HoursInReach,
) -> Vec<ZoneHours> {
    members_by_zone(city, study)
        .into_iter()
        .map(|(zone, members)| {
            let residents: f64 = members.iter().map(|&i| city.areas[study[i]].population).sum();
            let weight = |i: usize| if residents > 0.0 { city.areas[study[i]].population } else { 1.0 };
            let total: f64 = members.iter().map(|&i| weight(i)).sum();
            let mean = |hours: &HoursInReach| {
                DayPart::ALL.map(|part| {
                    members.iter().map(|&i| weight(i) * hours.of_part(i, part)).sum::<f64>() / total
                })
            };
            ZoneHours { zone, residents, before: mean(before), after: mean(after) }
        })
        .collect()
}

/// The study's areas, numbered within it, by zone.
fn members_by_zone(city: &City, study: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let mut by_zone: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, &area) in study.iter().enumerate() {
        by_zone.entry(city.areas[area].zone).or_default().push(i);
    }
    by_zone
}

fn most_go_to(members: &[usize], station: &[u16], weight: impl Fn(usize) -> f64) -> Option<usize> {
    let mut votes: BTreeMap<u16, f64> = BTreeMap::new();
    for &i in members {
        *votes.entry(station[i]).or_default() += weight(i);
    }
    let winner = votes.into_iter().reduce(|best, next| if next.1 > best.1 { next } else { best })?.0;
    (winner != NOBODY).then_some(usize::from(winner))
}
