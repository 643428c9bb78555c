//! Hours a week with an open counter in reach.

use super::DayPart;

/// A stretch of the week, seen from every area.
#[derive(Clone, Copy, Debug)]
pub struct NearestInStretch<'v> {
    /// The part of the week it lies in.
    pub part: DayPart,
    /// How long it lasts.
    pub minutes: u16,
    /// What it takes to get to the nearest open counter, area by area: metres or seconds; infinite without one.
    pub nearest: &'v [f32],
}

/// How many hours of an ordinary week each area has an open counter within a cutoff, by part of the week.
///
/// An area is in reach at a moment when its nearest open counter is no farther than the cutoff (METHODS 2; the
/// complement of the hours in *population-hours uncovered*). One entry an area of the study, in its order. Kept in
/// whole minutes, so that the change of an area whose hours stay as they are is exactly zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoursInReach {
    minutes: Vec<[u16; DayPart::ALL.len()]>,
}

impl HoursInReach {
    /// Adds up the stretches of a week in which the nearest open counter is at most `cutoff` away (in the unit of
    /// the stretches), which together are at most a week. O(areas x stretches).
    ///
    /// ```
    /// use bluelamp::access::{DayPart, HoursInReach, NearestInStretch};
    /// // Two areas; by day on weekdays a counter is 600 s and 1,200 s away, at night one is 900 s from the first.
    /// let day = NearestInStretch { part: DayPart::Weekday, minutes: 40 * 60, nearest: &[600.0, 1200.0] };
    /// let night = NearestInStretch { part: DayPart::Night, minutes: 63 * 60, nearest: &[900.0, f32::INFINITY] };
    /// let hours = HoursInReach::new(2, 900.0, [day, night]);
    /// assert_eq!([hours.week(0), hours.week(1)], [103.0, 0.0]);
    /// assert_eq!(hours.of_part(0, DayPart::Night), 63.0);
    /// ```
    pub fn new<'v>(
        areas: usize,
        cutoff: f64,
        stretches: impl IntoIterator<Item = NearestInStretch<'v>>,
    ) -> HoursInReach {
        let mut minutes = vec![[0; DayPart::ALL.len()]; areas];
        for stretch in stretches {
            let part = stretch.part as usize;
            for (sums, nearest) in minutes.iter_mut().zip(stretch.nearest) {
                sums[part] += if f64::from(*nearest) <= cutoff { stretch.minutes } else { 0 };
            }
        }
        HoursInReach { minutes }
    }

    /// Number of areas.
    pub fn areas(&self) -> usize {
        self.minutes.len()
    }

    /// Minutes a week in a part of it.
    pub fn minutes(&self, area: usize, part: DayPart) -> u16 {
        self.minutes[area][part as usize]
    }

    /// Hours a week in a part of it.
    pub fn of_part(&self, area: usize, part: DayPart) -> f64 {
        f64::from(self.minutes(area, part)) / 60.0
    }

    /// Hours of the whole week, 0 to 168.
    pub fn week(&self, area: usize) -> f64 {
        f64::from(self.minutes[area].iter().sum::<u16>()) / 60.0
    }
}
