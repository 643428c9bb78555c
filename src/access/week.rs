//! The week as stretches in which nothing opens or closes.

use std::collections::BTreeMap;

use super::OpenSet;
use crate::city::{MINUTES_A_WEEK, Period, WeeklyHours};

/// All the hours of the week during which exactly these counters are open.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// The open counters of each network that was asked about, in that order.
    pub open: Vec<OpenSet>,
    /// The period of the week, as far as it was asked about.
    pub period: Option<Period>,
    /// Hours a week, together 168 over all shifts.
    pub hours: f64,
}

/// Cuts the week at every opening and closing time of several networks (say, before and after) and
/// gathers the stretches with the same open sets: what is true of one hour of a shift is true of all of
/// them, so it is worked out once. With `by_period`, the hours of different periods are kept apart: travel
/// times differ.
///
/// A network holds a station's hours at its number, `None` without a counter.
pub fn shifts(networks: &[&[Option<WeeklyHours>]], by_period: bool) -> Vec<Shift> {
    let mut cuts: Vec<u16> =
        networks.iter().copied().flatten().flatten().flat_map(|hours| hours.changes()).collect();
    cuts.extend([0, MINUTES_A_WEEK]);
    if by_period {
        cuts.extend((0..7).flat_map(|day| Period::CHANGES.map(|minute| day * 24 * 60 + minute)));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut minutes: BTreeMap<(Option<Period>, Vec<OpenSet>), u32> = BTreeMap::new();
    for stretch in cuts.windows(2) {
        let open = networks.iter().map(|network| OpenSet::at(network, stretch[0])).collect();
        let period = by_period.then(|| Period::at(stretch[0]));
        *minutes.entry((period, open)).or_default() += u32::from(stretch[1] - stretch[0]);
    }
    let shift = |((period, open), m): ((Option<Period>, Vec<OpenSet>), u32)| Shift {
        open,
        period,
        hours: f64::from(m) / 60.0,
    };
    minutes.into_iter().map(shift).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_has_168_hours_and_few_shifts() {
        let hours = |text| Some(WeeklyHours::parse(text).unwrap());
        let before = [hours("24/7"), None, hours("Mo-Fr 09:00-17:00")];
        let after = [hours("Mo-Su 08:00-20:00"), None, None];
        let one: Vec<(usize, f64)> =
            shifts(&[&before], false).iter().map(|s| (s.open[0].len(), s.hours)).collect();
        assert_eq!(one, [(1, 128.0), (2, 40.0)]);
        let both = shifts(&[&before, &after], false);
        assert_eq!(both.iter().map(|s| s.hours).sum::<f64>(), 168.0);
        // Night and day, each with and without the weekday counter, which never opens at night.
        let sizes: Vec<(usize, usize, f64)> =
            both.iter().map(|s| (s.open[0].len(), s.open[1].len(), s.hours)).collect();
        assert_eq!(sizes, [(1, 0, 84.0), (1, 1, 44.0), (2, 1, 40.0)]);
        let by_period = shifts(&[&before], true);
        assert_eq!(by_period.iter().map(|s| s.hours).sum::<f64>(), 168.0);
        let night = by_period.iter().filter(|s| s.period == Some(Period::Night));
        assert_eq!(night.map(|s| (s.open[0].len(), s.hours)).collect::<Vec<_>>(), [(1, 63.0)]);
    }
}
