//! Who loses hours at night, at weekends, by day: areas told apart by the parts of the week in which they lose.

use super::Groups;
use super::groups::GroupBy;
use crate::access::{DayPart, HoursInReach, shifts};
use crate::city::WeeklyHours;

/// What is counted of an option in a part of the week, before and after or of those whose hours change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeekStatistic {
    /// Hours a week with an open counter in reach, mean over the group.
    MeanHours,
    /// People without a counter in reach at any hour of the part.
    WithNone,
    /// People whose hours in reach fall.
    Losing,
    /// People whose hours in reach rise.
    Gaining,
    /// Hours that those who lose lose together: people times hours a week.
    HoursLost,
    /// People whose hours fall in this part and do not fall in the daytime.
    LosingNotByDay,
    /// Hours that these lose together in this part.
    HoursLostNotByDay,
    /// People whose hours fall in this part and in no other.
    LosingOnlyHere,
}

impl WeekStatistic {
    /// All statistics; in the order of the columns of what is added up.
    pub const ALL: [WeekStatistic; 8] = [
        WeekStatistic::MeanHours,
        WeekStatistic::WithNone,
        WeekStatistic::Losing,
        WeekStatistic::Gaining,
        WeekStatistic::HoursLost,
        WeekStatistic::LosingNotByDay,
        WeekStatistic::HoursLostNotByDay,
        WeekStatistic::LosingOnlyHere,
    ];

    /// The word in column `statistic`.
    pub fn as_str(self) -> &'static str {
        match self {
            WeekStatistic::MeanHours => "mean_hours_in_reach",
            WeekStatistic::WithNone => "people_with_none",
            WeekStatistic::Losing => "people_losing_hours",
            WeekStatistic::Gaining => "people_gaining_hours",
            WeekStatistic::HoursLost => "person_hours_lost",
            WeekStatistic::LosingNotByDay => "people_losing_not_by_day",
            WeekStatistic::HoursLostNotByDay => "person_hours_lost_not_by_day",
            WeekStatistic::LosingOnlyHere => "people_losing_only_here",
        }
    }
}

/// The parts of the week, then the week as a whole.
pub(super) const SCOPES: usize = DayPart::ALL.len() + 1;

/// The part that a scope stands for; `None` is the week.
pub(super) fn part(scope: usize) -> Option<DayPart> {
    DayPart::ALL.get(scope).copied()
}

/// What a resident of one area adds to each statistic in each scope: hours or 1. Of the mean and of those with none it
/// is the change.
pub(super) type Fates = [[f64; WeekStatistic::ALL.len()]; SCOPES];

/// Nothing changes.
pub(super) const UNCHANGED: Fates = [[0.0; WeekStatistic::ALL.len()]; SCOPES];

/// Minutes in each part of the week.
pub type MinutesByPart = [u16; DayPart::ALL.len()];

/// Minutes of each part of the week that each counter of a network is open, by site; none where there is no counter.
pub fn open_minutes(network: &[Option<WeeklyHours>]) -> Vec<MinutesByPart> {
    let mut open = vec![MinutesByPart::default(); network.len()];
    for shift in shifts(&[network], false) {
        for (site, minutes) in open.iter_mut().enumerate() {
            minutes[shift.part as usize] += if shift.open[0].is_open(site) { shift.minutes } else { 0 };
        }
    }
    open
}

/// The fates of an area with these minutes in reach in each part of the week.
pub(super) fn fates(before: MinutesByPart, after: MinutesByPart) -> Fates {
    let mut fates = UNCHANGED;
    if before == after {
        return fates;
    }
    let loses = |part: usize| after[part] < before[part];
    let parts_lost = (0..DayPart::ALL.len()).filter(|p| loses(*p)).count();
    let by_day = loses(DayPart::Daytime as usize);
    let yes = |is: bool| f64::from(u8::from(is));
    for (scope, fate) in fates.iter_mut().enumerate() {
        let side = |minutes: &MinutesByPart| match part(scope) {
            Some(part) => minutes[part as usize],
            None => minutes.iter().sum(),
        };
        let (b, a) = (side(&before), side(&after));
        let (losing, lost_h) = (a < b, f64::from(b.saturating_sub(a)) / 60.0);
        let of_a_part = losing && part(scope).is_some();
        let not_by_day = of_a_part && !by_day;
        *fate = [
            (f64::from(a) - f64::from(b)) / 60.0,
            yes(a == 0) - yes(b == 0),
            yes(losing),
            yes(a > b),
            lost_h,
            yes(not_by_day),
            if not_by_day { lost_h } else { 0.0 },
            yes(of_a_part && parts_lost == 1),
        ];
    }
    fates
}

/// The groups that the week is told for, area by area: the study, its borough, its ward.
pub(super) struct Places<'g> {
    pub groups: &'g Groups,
    of_area: Vec<Vec<u32>>,
}

impl<'g> Places<'g> {
    pub(super) fn new(groups: &'g Groups) -> Self {
        let told = |group: &u32| {
            matches!(groups.groups[*group as usize].by, GroupBy::Study | GroupBy::Borough | GroupBy::Ward)
        };
        let of_area = (0..groups.residents().len())
            .map(|area| groups.of(area).iter().map(|(group, _)| *group).filter(told).collect())
            .collect();
        Places { groups, of_area }
    }

    pub(super) fn of(&self, area: usize) -> impl Iterator<Item = usize> + '_ {
        self.of_area[area].iter().map(|g| *g as usize)
    }

    /// The statistics of every group, by number of the group: sums over its areas in their order.
    pub(super) fn tally(&self, before: &HoursInReach, after: &HoursInReach) -> Vec<Fates> {
        let mut sums = vec![UNCHANGED; self.groups.len()];
        for (area, residents) in self.groups.residents().iter().enumerate() {
            let (b, a) = (before.minutes(area), after.minutes(area));
            if a != b {
                let fates = fates(b, a);
                self.of(area).for_each(|group| add(&mut sums[group], &fates, *residents));
            }
        }
        sums
    }

    /// Hours in reach of all residents together, and residents with none, in each scope, by group.
    pub(super) fn levels(&self, hours: &HoursInReach) -> Vec<[[f64; 2]; SCOPES]> {
        let mut sums = vec![[[0.0; 2]; SCOPES]; self.groups.len()];
        for (area, residents) in self.groups.residents().iter().enumerate() {
            let minutes = hours.minutes(area);
            let of_scope = |scope: usize| match part(scope) {
                Some(part) => minutes[part as usize],
                None => minutes.iter().sum(),
            };
            let here: [[f64; 2]; SCOPES] = std::array::from_fn(|scope| {
                let minutes = of_scope(scope);
                [residents * f64::from(minutes) / 60.0, if minutes == 0 { *residents } else { 0.0 }]
            });
            for group in self.of(area) {
                for (sum, here) in sums[group].as_flattened_mut().iter_mut().zip(here.as_flattened()) {
                    *sum += here;
                }
            }
        }
        sums
    }
}

/// Adds `weight` times `more` to `sums`.
pub(super) fn add(sums: &mut Fates, more: &Fates, weight: f64) {
    for (sum, more) in sums.as_flattened_mut().iter_mut().zip(more.as_flattened()) {
        *sum += weight * more;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_hours_are_cut_at_the_parts_of_the_week() {
        let hours = |text: &str| WeeklyHours::parse(text).ok();
        let network = [hours("24/7"), hours("Mo-Fr 09:00-17:00"), None, hours("Mo,Sa 16:00-23:00")];
        let open = open_minutes(&network);
        let h = |hours: [u16; 4]| hours.map(|h| h * 60);
        // Night, weekend, early and late, by day.
        assert_eq!(open, [h([63, 30, 35, 40]), h([0, 0, 0, 40]), h([0; 4]), h([2, 6, 5, 1])]);
    }
}
