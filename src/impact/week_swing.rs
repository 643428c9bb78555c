//! How far the counts of the week swing while an assumption runs through its range.
//!
//! As in [`super::swing`]: longer ways take hours away before an option and after it, so the extremes of those who lose
//! can lie inside the range. The cutoff is swept through every value at which an area drops out of reach.

use super::day_parts::{Fates, Places, SCOPES, UNCHANGED, WeekStatistic, add, fates};
use crate::access::{DayPart, NearestInStretch};
use crate::travel::Spread;

/// A stretch of the week before and after; both sides lie in the same part and last as long.
pub(super) struct Sides<'v> {
    pub before: NearestInStretch<'v>,
    pub after: &'v [f32],
}

/// The least and the most of every statistic.
#[derive(Clone)]
pub(super) struct Extremes {
    pub least: Fates,
    pub most: Fates,
}

impl Extremes {
    fn at(fates: &Fates) -> Self {
        Extremes { least: *fates, most: *fates }
    }

    fn widen(&mut self, fates: &Fates) {
        let ends = self.least.as_flattened_mut().iter_mut().zip(self.most.as_flattened_mut());
        for ((least, most), value) in ends.zip(fates.as_flattened()) {
            *least = least.min(*value);
            *most = most.max(*value);
        }
    }
}

type Minutes = [u16; DayPart::ALL.len()];

/// What comes into reach of one area as the cutoff grows to `value`.
#[derive(Clone, Copy)]
struct Event {
    value: f32,
    area: u32,
    /// Minutes of each part, before and after.
    more: [Minutes; 2],
}

/// The extremes of every statistic in each group, over every factor of `spread` on all ways.
pub(super) fn extremes(
    week: &[Sides<'_>],
    cutoff: f64,
    spread: Spread,
    places: &Places<'_>,
) -> Vec<Extremes> {
    let (from, to) = (cutoff / spread.high, cutoff / spread.low);
    let areas = places.groups.residents();
    let mut minutes = vec![[[0u16; DayPart::ALL.len()]; 2]; areas.len()];
    let mut sums = vec![UNCHANGED; places.groups.len()];
    let mut events: Vec<Event> = Vec::new();
    for area in 0..areas.len() {
        if week.iter().all(|s| s.before.nearest[area] == s.after[area]) {
            continue;
        }
        let own = events.len();
        for stretch in week {
            let part = stretch.before.part as usize;
            for (side, value) in [stretch.before.nearest[area], stretch.after[area]].into_iter().enumerate() {
                if f64::from(value) <= from {
                    minutes[area][side][part] += stretch.before.minutes;
                } else if f64::from(value) <= to {
                    // An area has few different ways; those of one length come into reach at once.
                    let known = events[own..].iter().position(|e| e.value == value).map(|i| own + i);
                    let event = known.unwrap_or_else(|| {
                        events.push(Event { value, area: area as u32, more: Default::default() });
                        events.len() - 1
                    });
                    events[event].more[side][part] += stretch.before.minutes;
                }
            }
        }
        let [before, after] = minutes[area];
        let start = fates(before, after);
        places.of(area).for_each(|group| add(&mut sums[group], &start, areas[area]));
    }
    events.sort_unstable_by(|a, b| a.value.total_cmp(&b.value).then(a.area.cmp(&b.area)));
    let mut extremes: Vec<Extremes> = sums.iter().map(Extremes::at).collect();
    let mut touched: Vec<usize> = Vec::new();
    for same_value in events.chunk_by(|a, b| a.value == b.value) {
        for event in same_value {
            let area = event.area as usize;
            let was = fates(minutes[area][0], minutes[area][1]);
            for (sums, more) in minutes[area].as_flattened_mut().iter_mut().zip(event.more.as_flattened()) {
                *sums += more;
            }
            let is = fates(minutes[area][0], minutes[area][1]);
            if is != was {
                let change: Fates = difference(&is, &was);
                places.of(area).for_each(|group| {
                    add(&mut sums[group], &change, areas[area]);
                    touched.push(group);
                });
            }
        }
        for group in touched.drain(..) {
            extremes[group].widen(&sums[group]);
        }
    }
    extremes
}

fn difference(is: &Fates, was: &Fates) -> Fates {
    let mut change = UNCHANGED;
    for scope in 0..SCOPES {
        for statistic in 0..WeekStatistic::ALL.len() {
            change[scope][statistic] = is[scope][statistic] - was[scope][statistic];
        }
    }
    change
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::access::HoursInReach;
    use crate::impact::Groups;

    /// The last of five stretches shares its part with the first.
    fn stretch(nearest: &[f32], i: usize) -> NearestInStretch<'_> {
        let hours: [u16; 5] = [43, 30, 35, 40, 20];
        NearestInStretch { part: DayPart::ALL[i % 4], minutes: hours[i] * 60, nearest }
    }

    proptest! {
        /// The sweep against trying every cutoff at which anything can happen.
        #[test]
        fn finds_what_trying_all_factors_finds(
            ways in prop::collection::vec((prop::array::uniform5(1..40u8), prop::array::uniform5(1..40u8), 1..5u8), 1..20),
            cutoff in 5.0..30.0f64,
        ) {
            let spread = Spread { low: 0.8, high: 1.5 };
            let column = |i: usize, after: bool| -> Vec<f32> {
                ways.iter().map(|w| f32::from(if after { w.1[i] } else { w.0[i] })).collect()
            };
            let before: Vec<Vec<f32>> = (0..5).map(|i| column(i, false)).collect();
            let after: Vec<Vec<f32>> = (0..5).map(|i| column(i, true)).collect();
            let residents: Vec<f64> = ways.iter().map(|w| f64::from(w.2)).collect();
            let groups = Groups::single(&residents);
            let places = Places::new(&groups);
            let week: Vec<Sides<'_>> =
                (0..5).map(|i| Sides { before: stretch(&before[i], i), after: &after[i] }).collect();
            let found = &extremes(&week, cutoff, spread, &places)[0];
            // All ways are whole: nothing happens between whole radii.
            let (from, to) = (cutoff / spread.high, cutoff / spread.low);
            let radii = std::iter::once(from).chain((1..60).map(f64::from).filter(|r| *r > from && *r <= to));
            let tallies: Vec<Fates> = radii
                .map(|radius| {
                    let hours = |side: &[Vec<f32>]| {
                        HoursInReach::new(residents.len(), radius, (0..5).map(|i| stretch(&side[i], i)))
                    };
                    places.tally(&hours(&before), &hours(&after))[0]
                })
                .collect();
            for scope in 0..SCOPES {
                for statistic in 0..WeekStatistic::ALL.len() {
                    let all = tallies.iter().map(|t| t[scope][statistic]);
                    let (least, most) = all.fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
                    prop_assert!((found.least[scope][statistic] - least).abs() < 1e-6);
                    prop_assert!((found.most[scope][statistic] - most).abs() < 1e-6);
                }
            }
        }
    }
}
