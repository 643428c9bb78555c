//! From a scenario and a city to all figures: distinct open sets once, options and times in parallel.

use rayon::prelude::*;

use super::compare::Bench;
use super::evaluation::{Evaluation, cutoffs};
use super::figure::{Cutoff, Row, When};
use super::finding::{self, Finding};
use super::numbered::Numbered;
use super::{GroupBy, Groups, reach};
use crate::access::{Assignment, DayPart, HoursInReach, NearestInStretch, OpenSet, Ranking, Shift, shifts};
use crate::city::{City, Period};
use crate::scenario::{Scenario, Time};
use crate::travel::{Mode, Plane, TravelMatrix};

/// All results of a scenario.
pub struct Impact {
    /// The groups that rows refer to.
    pub groups: Groups,
    /// One per mode, in the order of the scenario's modes.
    pub modes: Vec<ModeImpact>,
    /// Every figure: baseline first, then option by option.
    pub rows: Vec<Row>,
    /// One per option, in order.
    pub findings: Vec<Finding>,
    /// Counters and areas that the roads do not join, and counters far from every road, in words.
    pub road_warnings: Vec<String>,
}

/// The evaluations of one mode and which of them to compare.
pub struct ModeImpact {
    /// The mode.
    pub mode: Mode,
    /// One per distinct open set.
    pub evaluations: Vec<Evaluation>,
    /// What each of them is of.
    pub(super) evaluated: Vec<Job>,
    /// The stretches of the week that the mode's planes are for, by the number in a [`Job`].
    pub(super) periods: Vec<Option<Period>>,
    /// Option by option, time by time.
    pub comparisons: Vec<Comparison>,
    /// The week of the baseline by itself.
    pub baseline_week: Vec<Stretch>,
    /// The week of each option, in order.
    pub weeks: Vec<Vec<Stretch>>,
}

/// The hours of a part of the week in which the same counters are open before, and the same after: numbers of two
/// evaluations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The baseline.
    pub before: usize,
    /// The option.
    pub after: usize,
    /// The part of the week.
    pub part: DayPart,
    /// Minutes a week, together 168 hours.
    pub minutes: u16,
}

/// One option at one time: numbers of two evaluations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Number of the option.
    pub option: usize,
    /// When.
    pub time: Time,
    /// The baseline.
    pub before: usize,
    /// The option.
    pub after: usize,
}

impl Impact {
    /// The comparison of an option at a time in a mode, as (before, after).
    pub fn pair(&self, mode: Mode, option: usize, time: Time) -> Option<(&Evaluation, &Evaluation)> {
        let of_mode = self.modes.iter().find(|m| m.mode == mode)?;
        let found = of_mode.comparisons.iter().find(|c| c.option == option && c.time == time)?;
        Some((&of_mode.evaluations[found.before], &of_mode.evaluations[found.after]))
    }

    /// The hours a week with an open counter within a cutoff of each area of the study, as (before, after), under an
    /// option or under the baseline by itself (`None`; then both are the same).
    ///
    /// Works for any cutoff, also one that the scenario does not ask about; `None` for a mode that it does not ask
    /// about, and for minutes in a mode without times.
    pub fn hours_in_reach(
        &self,
        mode: Mode,
        option: Option<usize>,
        cutoff: Cutoff,
    ) -> Option<(HoursInReach, HoursInReach)> {
        let of_mode = self.modes.iter().find(|m| m.mode == mode)?;
        of_mode.hours_in_reach(option, cutoff, 1.0)
    }

    /// The rows of an option; `None` for those of the baseline.
    pub(super) fn rows_of(&self, option: Option<usize>) -> &[Row] {
        let start = self.rows.partition_point(|r| r.option < option);
        let end = self.rows.partition_point(|r| r.option <= option);
        &self.rows[start..end]
    }

    /// The option that most people should hear of first: materially worse for most, then worse for most. An
    /// option that counts fewer counters than the others would always win, so it comes last.
    pub fn headline(&self) -> Option<&Finding> {
        let size = |f: &Finding| {
            let (materially, worse) = f.main.map_or((0.0, 0.0), |m| (m.materially_worse, m.worse));
            (f.counts_alike, materially, worse)
        };
        self.findings.iter().reduce(|best, f| if size(f) > size(best) { f } else { best })
    }
}

impl ModeImpact {
    /// The same where every way is `factor` times as long.
    pub(super) fn hours_in_reach(
        &self,
        option: Option<usize>,
        cutoff: Cutoff,
        factor: f64,
    ) -> Option<(HoursInReach, HoursInReach)> {
        let before = self.hours_on_side(option, cutoff, factor, |s| s.before)?;
        Some((before, self.hours_after(option, cutoff, factor)?))
    }

    /// The second of [`ModeImpact::hours_in_reach`] by itself.
    pub(super) fn hours_after(
        &self,
        option: Option<usize>,
        cutoff: Cutoff,
        factor: f64,
    ) -> Option<HoursInReach> {
        self.hours_on_side(option, cutoff, factor, |s| s.after)
    }

    fn hours_on_side(
        &self,
        option: Option<usize>,
        cutoff: Cutoff,
        factor: f64,
        side: fn(&Stretch) -> usize,
    ) -> Option<HoursInReach> {
        let week = option.map_or(Some(&self.baseline_week), |o| self.weeks.get(o))?;
        let areas = self.evaluations.first()?.assignment.length_m.len();
        let limited = |s: &Stretch| self.evaluations[side(s)].assignment.limited_by(cutoff);
        let known = week.iter().all(|s| limited(s).len() == areas);
        let stretches =
            week.iter().map(|s| NearestInStretch { part: s.part, minutes: s.minutes, nearest: limited(s) });
        // Scaling every way by a factor is the same as dividing the cutoff by it.
        known.then(|| HoursInReach::new(areas, cutoff.raw() / factor, stretches))
    }
}

/// Works out every figure of a scenario.
pub fn assess(city: &City, scenario: &Scenario, matrix: &TravelMatrix) -> Impact {
    assess_groups(city, scenario, matrix, Groups::new(city, &scenario.study.areas))
}

/// The same for the `groups` of the study's areas.
pub(super) fn assess_groups(
    city: &City,
    scenario: &Scenario,
    matrix: &TravelMatrix,
    groups: Groups,
) -> Impact {
    let boroughs = Boroughs {
        of_area: scenario.study.areas.iter().map(|&a| city.areas[a].borough).collect(),
        of_site: scenario.sites.iter().map(|s| s.borough).collect(),
    };
    let planes: Vec<&Plane> = matrix.at_any_time().collect();
    let assess_plane = |plane: &&Plane| {
        let access = &scenario.access;
        let cutoffs = cutoffs(plane, &access.within_km, &access.within_min);
        let bench = Bench { plane, cutoffs: &cutoffs, groups: &groups, access };
        let planes: Vec<&Plane> = matrix.planes.iter().filter(|p| p.mode == plane.mode).collect();
        assess_mode(&bench, &planes, scenario, &boroughs)
    };
    let (modes, rows): (Vec<ModeImpact>, Vec<RowsByOption>) = planes.par_iter().map(assess_plane).unzip();
    let by_option = (0..=scenario.options.len()).flat_map(|o| rows.iter().flat_map(move |mode| &mode[o]));
    let rows = by_option.map(Vec::as_slice).collect::<Vec<&[Row]>>().concat();
    let road_warnings = reach::road_warnings(city, scenario, matrix);
    let mut impact = Impact { groups, modes, rows, findings: Vec::new(), road_warnings };
    impact.findings = finding::findings(&impact, city, scenario, matrix);
    impact
}

struct Boroughs {
    of_area: Vec<usize>,
    of_site: Vec<usize>,
}

/// What is evaluated once: the plane by number, whether only the own borough's counters count, and which are open.
pub(super) type Job = (usize, bool, OpenSet);

/// The rows of one mode: those of the baseline, then those of each option; of each time by time, then of the week.
type RowsByOption = Vec<Vec<Vec<Row>>>;

/// `planes` are those of one mode, one a period of the week or a single one.
fn assess_mode(
    bench: &Bench<'_>,
    planes: &[&Plane],
    scenario: &Scenario,
    boroughs: &Boroughs,
) -> (ModeImpact, RowsByOption) {
    let of_period = |period: Option<Period>| planes.iter().position(|p| p.period == period).unwrap_or(0);
    let by_period = bench.plane.period.is_some();
    let plane_at = |time: Time| of_period(by_period.then(|| time.period()));
    let mut jobs: Numbered<Job> = Numbered::default();
    let mut number = |own: bool, shifts: Vec<Shift>| -> Vec<Stretch> {
        let numbered = |s: Shift| {
            let plane = of_period(s.period);
            let sides: Vec<usize> = s.open.into_iter().map(|o| jobs.number((plane, own, o))).collect();
            let (before, after) = (sides[0], sides[sides.len() - 1]);
            Stretch { before, after, part: s.part, minutes: s.minutes }
        };
        shifts.into_iter().map(numbered).collect()
    };
    let own = scenario.access.own_borough_only;
    let baseline_week = number(own, shifts(&[&scenario.baseline], by_period));
    let weeks: Vec<Vec<Stretch>> = scenario
        .options
        .iter()
        .map(|o| number(o.own_borough_only, shifts(&[&scenario.baseline, &o.counters], by_period)))
        .collect();
    let baseline: Vec<usize> = scenario
        .access
        .times
        .iter()
        .map(|t| jobs.number((plane_at(*t), own, OpenSet::when(&scenario.baseline, *t))))
        .collect();
    let mut comparisons = Vec::new();
    for (option, o) in scenario.options.iter().enumerate() {
        for &time in &scenario.access.times {
            let mut open =
                |counters| jobs.number((plane_at(time), o.own_borough_only, OpenSet::when(counters, time)));
            let (before, after) = (open(&scenario.baseline), open(&o.counters));
            comparisons.push(Comparison { option, time, before, after });
        }
    }
    let rankings: Vec<Ranking> = planes.iter().map(|p| Ranking::new(p)).collect();
    let evaluated = jobs.in_order();
    let evaluations: Vec<Evaluation> = evaluated
        .par_iter()
        .map(|(plane, own, open)| {
            let limit = own.then_some((boroughs.of_area.as_slice(), boroughs.of_site.as_slice()));
            let assignment = Assignment::new(planes[*plane], &rankings[*plane], open, limit);
            Evaluation::new(assignment, planes[*plane], bench.cutoffs, bench.groups)
        })
        .collect();
    let at_times = scenario.access.times.iter().zip(&baseline);
    let at_times = at_times.map(|(time, number)| bench.baseline_rows(When::At(*time), &evaluations[*number]));
    let of_baseline = at_times.chain([bench.week_rows(None, &evaluations, &baseline_week)]).collect();
    let of_option = |(option, week): (usize, &Vec<Stretch>)| -> Vec<Vec<Row>> {
        let at_times = comparisons
            .par_iter()
            .filter(|c| c.option == option)
            .map(|c| bench.rows(option, When::At(c.time), &evaluations[c.before], &evaluations[c.after]));
        let of_week = rayon::iter::once(()).map(|()| bench.week_rows(Some(option), &evaluations, week));
        at_times.chain(of_week).map(|rows| what_changes(rows, scenario, bench.groups)).collect()
    };
    let of_options: RowsByOption = weeks.par_iter().enumerate().map(of_option).collect();
    let rows = std::iter::once(of_baseline).chain(of_options).collect();
    let periods = planes.iter().map(|plane| plane.period).collect();
    let mode = bench.plane.mode;
    (ModeImpact { mode, evaluations, evaluated, periods, comparisons, baseline_week, weeks }, rows)
}

/// Leaves out a ward's or district's row in which an option changes nothing: the figure is the baseline's,
/// which has a row of its own. Groups of every other kind keep all rows.
fn what_changes(mut rows: Vec<Row>, scenario: &Scenario, groups: &Groups) -> Vec<Row> {
    let small = |group: usize| matches!(groups.groups[group].by, GroupBy::Ward | GroupBy::District);
    let same_baseline =
        |option: usize| scenario.options[option].own_borough_only == scenario.access.own_borough_only;
    rows.retain(|row| match row.option {
        Some(option) if small(row.group) && same_baseline(option) => row.figure.changes(),
        _ => true,
    });
    rows
}
