//! The equality table: how often each protected or relevant group is materially worse off, beside everybody else.
//!
//! The rates are of whole groups, not of a sample, so there is no sampling error to put an interval to. What is not
//! certain is how long a walk takes, and where in its zone a group lives: a census tells that by zone, and every area
//! of a zone carries the zone's rate. Each ratio has two intervals, both exact (`sweep.rs`):
//!
//! - over the documented range of speed and detours, all ways scaled alike;
//! - in addition, over every way in which each zone's members of the group could be spread over all its areas, those
//!   outside the study too (the method of bounds of O. D. Duncan and B. Davis, *An alternative to ecological
//!   correlation*, American Sociological Review 18, 1953). How many live in each area is taken as known.
//!
//! Neither covers a mistake in the counts themselves, nor that people have moved since.

mod sweep;
mod wording;

use rayon::prelude::*;

use super::figure::FEW;
use super::numbered::Numbered;
use super::{Comparison, Finding, Group, GroupBy, Groups, Impact, ModeImpact, WeightUnit, is_few};
use crate::city::City;
use crate::scenario::{Scenario, Time};
use crate::travel::{Mode, TravelMatrix};
use sweep::{Outside, People, sweep};

pub use wording::equality_summary;

/// The equality table of a scenario.
pub struct Equality {
    /// Option by option: the finding's mode first, then the others; in each the finding's time first, then the others;
    /// in each group by group.
    pub rows: Vec<EqualityRow>,
    /// Kinds of groups that nothing in the city's zones tells of, in the table's order: they have no rows.
    pub not_held: Vec<GroupBy>,
}

/// One group under one option, in one mode, at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct EqualityRow {
    /// Number of the option.
    pub option: usize,
    /// Mode.
    pub mode: Mode,
    /// Time.
    pub time: Time,
    /// What the group is made by.
    pub by: GroupBy,
    /// Its name within that.
    pub name: String,
    /// What it is counted in.
    pub counted: WeightUnit,
    /// How it fares.
    pub rates: Rates,
}

/// How a group fares beside everybody else. Counts are of people, or of households.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rates {
    /// How many are in the group.
    pub size: f64,
    /// How many of them are materially worse off, those cut off included.
    pub worse: f64,
    /// Its range over the documented speeds and detours.
    pub worse_range: (f64, f64),
    /// How many others there are: residents of the study outside the group, or the other households. Who lives in a
    /// zone of which nothing is known is on neither side.
    pub others: f64,
    /// How many of them are materially worse off.
    pub others_worse: f64,
    /// The group's rate over that of the others. `None` where nobody else is worse off, or there is nobody else.
    pub ratio: Option<f64>,
    /// Least and greatest ratio over the documented speeds and detours; the greatest is infinite where some leave
    /// nobody else worse off.
    pub ratio_range: Option<(f64, f64)>,
    /// The same, wherever in their zones the members of the group live.
    pub ratio_bounds: Option<(f64, f64)>,
}

impl Rates {
    /// The share of the group that is materially worse off; `None` for a group of nobody.
    pub fn rate(&self) -> Option<f64> {
        (self.size > 0.0).then(|| self.worse / self.size)
    }

    /// The share of the others.
    pub fn others_rate(&self) -> Option<f64> {
        (self.others > 0.0).then(|| self.others_worse / self.others)
    }

    /// Whether the group or the others, or the part of either that is worse off, are under ten: counts that small are
    /// no evidence.
    pub fn is_small(&self) -> bool {
        self.size < FEW || self.others < FEW || is_few(self.worse) || is_few(self.others_worse)
    }
}

/// The kinds of groups that the table holds, in its order.
const KINDS: [GroupBy; 5] =
    [GroupBy::Age, GroupBy::LimitingIllness, GroupBy::Ethnicity, GroupBy::CityImdQuintile, GroupBy::NoCar];

/// The equality table. Groups whose columns the city lacks are not in it, and named.
pub fn equality(city: &City, scenario: &Scenario, matrix: &TravelMatrix, impact: &Impact) -> Equality {
    let chosen = chosen(&impact.groups);
    let zones: Vec<usize> = scenario.study.areas.iter().map(|&a| city.areas[a].zone).collect();
    let outside = Outside::new(city, &scenario.study.areas);
    let people = People::new(&impact.groups, &chosen, &zones, &outside);
    let asked: Vec<(Mode, Comparison)> = impact.findings.iter().flat_map(|f| asked(impact, f)).collect();
    // Most times share their counters: what is the same before and after is swept once.
    let mut jobs: Numbered<(Mode, usize, usize)> = Numbered::default();
    let numbers: Vec<usize> = asked.iter().map(|(mode, c)| jobs.number((*mode, c.before, c.after))).collect();
    let swept: Vec<Vec<Rates>> = jobs
        .in_order()
        .into_par_iter()
        .map(|(mode, before, after)| {
            let of_mode = impact.modes.iter().find(|m| m.mode == mode);
            let rates = matrix.plane(mode).zip(of_mode).map(|(plane, of_mode)| {
                let way = |number: usize| &of_mode.evaluations[number].assignment;
                sweep(plane, way(before), way(after), &people, &scenario.access)
            });
            rates.unwrap_or_default()
        })
        .collect();
    let rows = asked.iter().zip(numbers).flat_map(|(&(mode, Comparison { option, time, .. }), number)| {
        chosen.iter().zip(&swept[number]).map(move |(&group, rates)| {
            let Group { by, name, counted, .. } = impact.groups.groups[group].clone();
            EqualityRow { option, mode, time, by, name, counted, rates: rates.clone() }
        })
    });
    Equality { rows: rows.collect(), not_held: not_held(city) }
}

/// The kinds of groups of which no zone knows anything.
fn not_held(city: &City) -> Vec<GroupBy> {
    let is_held = |kind: &GroupBy| {
        city.zones.iter().any(|zone| match kind {
            GroupBy::Age => zone.by_age.is_some(),
            GroupBy::LimitingIllness => zone.limiting_illness.is_some(),
            GroupBy::Ethnicity => zone.ethnicity.is_some(),
            GroupBy::CityImdQuintile => zone.imd_rank.is_some(),
            GroupBy::NoCar => zone.households.is_some(),
            _ => true,
        })
    };
    KINDS.into_iter().filter(|kind| !is_held(kind)).collect()
}

/// What is compared for an option, in the order of the table.
fn asked(impact: &Impact, finding: &Finding) -> Vec<(Mode, Comparison)> {
    let of_option = |m: &ModeImpact| {
        let mode = m.mode;
        m.comparisons.iter().filter(|c| c.option == finding.option).map(|c| (mode, *c)).collect::<Vec<_>>()
    };
    let mut asked: Vec<(Mode, Comparison)> = impact.modes.iter().flat_map(of_option).collect();
    // Stable: what the finding does not name keeps the scenario's order.
    asked.sort_by_key(|(mode, c)| (*mode != finding.mode, *mode, c.time != finding.time));
    asked
}

/// The groups of the table, by number. Households with a car are the others of those without.
fn chosen(groups: &Groups) -> Vec<usize> {
    let of_kind = |kind: GroupBy| {
        let is_listed = move |g: &Group| g.by == kind && (kind != GroupBy::NoCar || g.name == "no car");
        (0..groups.len()).filter(move |&g| is_listed(&groups.groups[g]))
    };
    KINDS.into_iter().flat_map(of_kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_on_either_side_are_small() {
        let all = Rates { size: 90.0, worse: 30.0, others: 80.0, others_worse: 20.0, ..Rates::default() };
        assert!(!all.is_small());
        assert!(!Rates { worse: 0.0, others_worse: 0.0, ..all.clone() }.is_small(), "nobody is not few");
        for few in [
            Rates { size: 9.0, ..all.clone() },
            Rates { worse: 9.0, ..all.clone() },
            Rates { others: 9.0, ..all.clone() },
            Rates { others_worse: 9.0, ..all.clone() },
        ] {
            assert!(few.is_small(), "{few:?}");
        }
    }
}
