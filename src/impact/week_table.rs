//! The week of every option by its parts: hours in reach, and who loses which of them.

use rayon::prelude::*;

use super::day_parts::{Fates, Places, SCOPES, WeekStatistic, part};
use super::evaluation::{cutoffs, spread_of};
use super::figure::{Cutoff, Figure};
use super::finding::quoted_cutoff;
use super::groups::{GroupBy, Groups};
use super::run::{Impact, ModeImpact, Stretch};
use super::week_swing::{Extremes, Sides, extremes};
use crate::access::{DayPart, HoursInReach, NearestInStretch};
use crate::scenario::Scenario;
use crate::travel::{Mode, Plane, Spread, TravelMatrix};

/// One statement about one group in one part of the week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeekRow {
    /// Number of the option; `None` for the baseline by itself.
    pub option: Option<usize>,
    /// Mode.
    pub mode: Mode,
    /// In reach is what is at most so far away.
    pub cutoff: Cutoff,
    /// The part of the week; `None` for all of it.
    pub part: Option<DayPart>,
    /// Number of the group: the study, a borough or a ward.
    pub group: usize,
    /// What.
    pub statistic: WeekStatistic,
    /// How much: hours a week, people, or people times hours a week.
    pub figure: Figure,
}

/// The week of the baseline and of every option, in every mode and at every cutoff that the scenario asks about.
///
/// Wards have rows at one cutoff a mode, the one that sentences quote ([`quoted_cutoff`]), and only where an option
/// changes the figure. Ranges are exact: least and most over all factors of the documented range on all ways alike.
pub fn week_table(scenario: &Scenario, matrix: &TravelMatrix, impact: &Impact) -> Vec<WeekRow> {
    let places = Places::new(&impact.groups);
    let access = &scenario.access;
    let mut tables = Vec::new();
    for option in std::iter::once(None).chain((0..scenario.options.len()).map(Some)) {
        for mode in &impact.modes {
            let Some(plane) = matrix.plane(mode.mode) else { continue };
            for cutoff in cutoffs(plane, &access.within_km, &access.within_min) {
                let quoted = quoted_cutoff(access, mode.mode) == Some(cutoff);
                tables.push(Table { places: &places, mode, plane, option, cutoff, quoted });
            }
        }
    }
    let rows: Vec<Vec<WeekRow>> = tables.par_iter().map(|t| t.rows().unwrap_or_default()).collect();
    rows.into_iter().flatten().collect()
}

/// One option in one mode at one cutoff.
struct Table<'t> {
    places: &'t Places<'t>,
    mode: &'t ModeImpact,
    plane: &'t Plane,
    option: Option<usize>,
    cutoff: Cutoff,
    quoted: bool,
}

/// How many of the statistics are known before and after; the others are of those whom an option moves.
const LEVELS: usize = 2;

/// Hours in reach and people with none, in each scope, by group.
type Levels = Vec<[[f64; LEVELS]; SCOPES]>;

/// The sums that rows are made of, by group.
struct AddedUp {
    tally: Vec<Fates>,
    before: Levels,
    after: Levels,
    /// After, at the low end of the range of all ways and at the high end; `None` where there is no range.
    ends: Option<[Levels; 2]>,
    /// The range of the tally; `None` where there is none.
    swing: Option<Vec<Extremes>>,
}

impl AddedUp {
    fn range(&self, group: usize, scope: usize, statistic: usize) -> Option<(f64, f64)> {
        let swing = self.swing.as_ref().map(|s| &s[group]);
        range(swing, scope, statistic, self.tally[group][scope][statistic])
    }
}

impl Table<'_> {
    fn rows(&self) -> Option<Vec<WeekRow>> {
        let added_up = self.added_up()?;
        let groups = (0..self.places.groups.len()).filter(|&group| self.is_told(group));
        let cells = groups.flat_map(|group| (0..SCOPES).map(move |scope| (group, scope)));
        Some(cells.flat_map(|cell| self.levels(&added_up, cell).chain(self.fates(&added_up, cell))).collect())
    }

    /// Wards are told at the quoted cutoff alone.
    fn is_told(&self, group: usize) -> bool {
        match self.places.groups.groups[group].by {
            GroupBy::Study | GroupBy::Borough => true,
            GroupBy::Ward => self.quoted,
            _ => false,
        }
    }

    fn added_up(&self) -> Option<AddedUp> {
        let spread = spread_of(self.plane, self.cutoff);
        let (before, after) = self.mode.hours_in_reach(self.option, self.cutoff, 1.0)?;
        let tally = self.places.tally(&before, &after);
        let [before, after] = [&before, &after].map(|side: &HoursInReach| self.places.levels(side));
        // Longer ways, fewer hours: the ends of the range are the ends of a level.
        let hours_after = |factor: f64| self.mode.hours_after(self.option, self.cutoff, factor);
        let ends = match spread.is_exact() {
            true => None,
            false => Some(
                [hours_after(spread.low)?, hours_after(spread.high)?].map(|end| self.places.levels(&end)),
            ),
        };
        let swing = (!spread.is_exact() && self.option.is_some()).then(|| {
            extremes(&sides(self.mode, self.option, self.cutoff), self.cutoff.raw(), spread, self.places)
        });
        Some(AddedUp { tally, before, after, ends, swing })
    }

    /// The statistics that are known before and after.
    fn levels(&self, sums: &AddedUp, (group, scope): (usize, usize)) -> impl Iterator<Item = WeekRow> {
        let size = self.places.groups.groups[group].size;
        WeekStatistic::ALL.into_iter().enumerate().take(LEVELS).filter_map(move |(s, statistic)| {
            let all = if statistic == WeekStatistic::MeanHours { size } else { 1.0 };
            if all <= 0.0 {
                return None;
            }
            let level = |side: &Levels| side[group][scope][s] / all;
            let mut figure = Figure::of(Some(level(&sums.before)), Some(level(&sums.after)));
            let ends = sums.ends.as_ref().map(|[low, high]| (level(high), level(low)));
            figure.value_range = ends.map(|(a, b)| (a.min(b), a.max(b)));
            let swings = sums.range(group, scope, s);
            figure.change_range = swings.map(|(low, high)| (low / all, high / all));
            self.row(group, scope, statistic, figure)
        })
    }

    /// The statistics of those whom the option moves: nobody before it.
    fn fates(&self, sums: &AddedUp, (group, scope): (usize, usize)) -> impl Iterator<Item = WeekRow> {
        let is_option = self.option.is_some();
        WeekStatistic::ALL.into_iter().enumerate().skip(LEVELS).filter_map(move |(s, statistic)| {
            if !is_option || !applies(statistic, part(scope)) {
                return None;
            }
            let range = sums.range(group, scope, s);
            let figure = Figure {
                change_range: range,
                value_range: range,
                ..Figure::of(Some(0.0), Some(sums.tally[group][scope][s]))
            };
            self.row(group, scope, statistic, figure)
        })
    }

    /// The row, but not one of a ward in which an option changes nothing.
    fn row(&self, group: usize, scope: usize, statistic: WeekStatistic, figure: Figure) -> Option<WeekRow> {
        let mut figure = figure;
        if self.option.is_none() {
            (figure.change, figure.change_range) = (None, None);
        }
        let ward = self.places.groups.groups[group].by == GroupBy::Ward;
        (!ward || self.option.is_none() || figure.changes()).then(|| WeekRow {
            option: self.option,
            mode: self.mode.mode,
            cutoff: self.cutoff,
            part: part(scope),
            group,
            statistic,
            figure,
        })
    }
}

/// The week of an option, or of the baseline by itself, as what it takes to the nearest open counter.
fn sides(mode: &ModeImpact, option: Option<usize>, cutoff: Cutoff) -> Vec<Sides<'_>> {
    let week = option.map_or(&mode.baseline_week, |o| &mode.weeks[o]);
    let nearest = |number: usize| mode.evaluations[number].assignment.limited_by(cutoff);
    let sides = |s: &Stretch| Sides {
        before: NearestInStretch { part: s.part, minutes: s.minutes, nearest: nearest(s.before) },
        after: nearest(s.after),
    };
    week.iter().map(sides).collect()
}

/// Residents who lose hours at night or at weekends and none by day: what a cut in hours does.
#[derive(Clone, Debug, PartialEq)]
pub struct NotByDay {
    /// How many lose at night.
    pub night: f64,
    /// Its range; equal to the figure itself where it rests on no assumption.
    pub night_range: (f64, f64),
    /// How many lose at weekends.
    pub weekend: f64,
    /// The ward with most of those who lose at night, with their number; `None` where the study is a single ward.
    pub most_in: Option<(String, f64)>,
}

/// Those of the whole study under an option; `None` where there is nobody.
pub(super) fn not_by_day(
    groups: &Groups,
    mode: &ModeImpact,
    option: usize,
    cutoff: Cutoff,
    spread: Spread,
) -> Option<NotByDay> {
    let (before, after) = mode.hours_in_reach(Some(option), cutoff, 1.0)?;
    let places = Places::new(groups);
    let tally = places.tally(&before, &after);
    let statistic = WeekStatistic::LosingNotByDay as usize;
    let of = |group: usize, part: DayPart| tally[group][part as usize][statistic];
    let study = groups.groups.iter().position(|g| g.by == GroupBy::Study)?;
    let (night, weekend) = (of(study, DayPart::Night), of(study, DayPart::Weekend));
    if night < 0.5 && weekend < 0.5 {
        return None;
    }
    let night_range = match spread.is_exact() {
        true => (night, night),
        false => {
            let swing = extremes(&sides(mode, Some(option), cutoff), cutoff.raw(), spread, &places);
            range(Some(&swing[study]), DayPart::Night as usize, statistic, night).unwrap_or((night, night))
        }
    };
    let wards = (0..groups.len()).filter(|g| groups.groups[*g].by == GroupBy::Ward);
    let most = wards
        .clone()
        .reduce(|best, g| if of(g, DayPart::Night) > of(best, DayPart::Night) { g } else { best });
    let most_in = most
        .map(|g| (groups.groups[g].name.clone(), of(g, DayPart::Night)))
        .filter(|(_, people)| wards.count() > 1 && *people >= 0.5);
    Some(NotByDay { night, night_range, weekend, most_in })
}

/// Whether a statistic says something of a part: nobody loses by day and not by day.
fn applies(statistic: WeekStatistic, part: Option<DayPart>) -> bool {
    match statistic {
        WeekStatistic::LosingNotByDay | WeekStatistic::HoursLostNotByDay => {
            part.is_some_and(|p| p != DayPart::Daytime)
        }
        WeekStatistic::LosingOnlyHere => part.is_some(),
        _ => true,
    }
}

/// The sweep adds the same people in another order, and may miss the central value by a rounding.
fn range(swing: Option<&Extremes>, scope: usize, statistic: usize, central: f64) -> Option<(f64, f64)> {
    swing.map(|s| (s.least[scope][statistic].min(central), s.most[scope][statistic].max(central)))
}
