//! The week as stretches in which nothing opens or closes.

use std::collections::BTreeMap;

use super::{DayPart, OpenSet};
use crate::city::{MINUTES_A_WEEK, Period, WeeklyHours};

/// All the hours of one part of the week during which exactly these counters are open.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// The open counters of each network that was asked about, in that order.
    pub open: Vec<OpenSet>,
    /// The period of the week, as far as it was asked about.
    pub period: Option<Period>,
    /// The part of the week.
    pub part: DayPart,
    /// Minutes a week, together [`MINUTES_A_WEEK`] over all shifts.
    pub minutes: u16,
}

/// Cuts the week at every opening and closing time of several networks (say, before and after) and
/// gathers the stretches of a day part with the same open sets: what is true of one hour of a shift is true of
/// all of them, so it is worked out once. With `by_period`, the hours of different periods are kept apart: travel
/// times differ.
///
/// A network holds a station's hours at its number, `None` without a counter. Shifts that differ in nothing but
/// the day part follow each other.
pub fn shifts(networks: &[&[Option<WeeklyHours>]], by_period: bool) -> Vec<Shift> {
    let mut cuts: Vec<u16> =
        networks.iter().copied().flatten().flatten().flat_map(|hours| hours.changes()).collect();
    cuts.extend([0, MINUTES_A_WEEK]);
    cuts.extend((0..7).flat_map(|day| DayPart::CHANGES.map(|minute| day * 24 * 60 + minute)));
    if by_period {
        cuts.extend((0..7).flat_map(|day| Period::CHANGES.map(|minute| day * 24 * 60 + minute)));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut minutes: BTreeMap<(Option<Period>, Vec<OpenSet>, DayPart), u16> = BTreeMap::new();
    for stretch in cuts.windows(2) {
        let open = networks.iter().map(|network| OpenSet::at(network, stretch[0])).collect();
        let period = by_period.then(|| Period::at(stretch[0]));
        *minutes.entry((period, open, DayPart::at(stretch[0]))).or_default() += stretch[1] - stretch[0];
    }
    let shifts = minutes.into_iter();
    shifts.map(|((period, open, part), minutes)| Shift { open, period, part, minutes }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_has_168_hours_and_few_shifts() {
        let hours = |text| Some(WeeklyHours::parse(text).unwrap());
        let before = [hours("24/7"), None, hours("Mo-Fr 09:00-17:00")];
        let after = [hours("Mo-Su 08:00-20:00"), None, None];
        let hours = |shifts: &[Shift]| shifts.iter().map(|s| f64::from(s.minutes) / 60.0).sum::<f64>();
        // The weekday counter opens on weekdays alone: nights and weekends are a shift each.
        let one: Vec<(usize, DayPart, f64)> = shifts(&[&before], false)
            .iter()
            .map(|s| (s.open[0].len(), s.part, f64::from(s.minutes) / 60.0))
            .collect();
        let (night, weekend, weekday) = (DayPart::Night, DayPart::Weekend, DayPart::Weekday);
        assert_eq!(one, [(1, night, 63.0), (1, weekend, 30.0), (1, weekday, 35.0), (2, weekday, 40.0)]);
        let both = shifts(&[&before, &after], false);
        assert_eq!(hours(&both), 168.0);
        let sizes: Vec<(usize, usize, DayPart, f64)> = both
            .iter()
            .map(|s| (s.open[0].len(), s.open[1].len(), s.part, f64::from(s.minutes) / 60.0))
            .collect();
        assert_eq!(
            sizes,
            [
                (1, 0, night, 63.0),
                (1, 0, weekend, 6.0),
                (1, 0, weekday, 15.0),
                (1, 1, weekend, 24.0),
                (1, 1, weekday, 20.0),
                (2, 1, weekday, 40.0)
            ]
        );
        let by_period = shifts(&[&before], true);
        assert_eq!(hours(&by_period), 168.0);
        // The drives of the night are those of the night part.
        assert!(by_period.iter().all(|s| (s.period == Some(Period::Night)) == (s.part == night)));
    }
}
