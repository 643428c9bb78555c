//! The week as stretches in which nothing opens or closes.

use std::collections::BTreeMap;

use super::OpenSet;
use crate::city::{MINUTES_A_WEEK, WeeklyHours};

/// All the hours of the week during which exactly these counters are open.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// The open counters of each network that was asked about, in that order.
    pub open: Vec<OpenSet>,
    /// Hours a week, together 168 over all shifts.
    pub hours: f64,
}

/// Cuts the week at every opening and closing time of several networks (say, before and after) and
/// gathers the stretches with the same open sets: what is true of one hour of a shift is true of all of
/// them, so it is worked out once.
///
/// A network holds a station's hours at its number, `None` without a counter.
pub fn shifts(networks: &[&[Option<WeeklyHours>]]) -> Vec<Shift> {
    let mut cuts: Vec<u16> =
        networks.iter().copied().flatten().flatten().flat_map(|hours| hours.changes()).collect();
    cuts.extend([0, MINUTES_A_WEEK]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut minutes: BTreeMap<Vec<OpenSet>, u32> = BTreeMap::new();
    for stretch in cuts.windows(2) {
        let open = networks.iter().map(|network| OpenSet::at(network, stretch[0])).collect();
        *minutes.entry(open).or_default() += u32::from(stretch[1] - stretch[0]);
    }
    minutes.into_iter().map(|(open, m)| Shift { open, hours: f64::from(m) / 60.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_has_168_hours_and_few_shifts() {
        let hours = |text| Some(WeeklyHours::parse(text).unwrap());
        let before = [hours("24/7"), None, hours("Mo-Fr 09:00-17:00")];
        let after = [hours("Mo-Su 08:00-20:00"), None, None];
        let one: Vec<(usize, f64)> = shifts(&[&before]).iter().map(|s| (s.open[0].len(), s.hours)).collect();
        assert_eq!(one, [(1, 128.0), (2, 40.0)]);
        let both = shifts(&[&before, &after]);
        assert_eq!(both.iter().map(|s| s.hours).sum::<f64>(), 168.0);
        // Night and day, each with and without the weekday counter, which never opens at night.
        let sizes: Vec<(usize, usize, f64)> =
            both.iter().map(|s| (s.open[0].len(), s.open[1].len(), s.hours)).collect();
        assert_eq!(sizes, [(1, 0, 84.0), (1, 1, 44.0), (2, 1, 40.0)]);
    }
}
