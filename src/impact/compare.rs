//! Two evaluations side by side: the rows of one option at one time.

use super::Groups;
use super::evaluation::{Evaluation, spread_of};
use super::figure::{Cutoff, Figure, Row, Statistic, Unit, When};
use super::statistics::{Level, QUANTILES};
use super::swing::{Pair, swing};
use crate::scenario::AccessSettings;
use crate::travel::{Plane, Spread};

/// A change of at most this counts as none: seconds, or metres where the mode has no times (DESIGN).
const UNCHANGED: f64 = 1.0;

/// What the comparison of one plane needs.
pub(super) struct Bench<'a> {
    pub plane: &'a Plane,
    pub cutoffs: &'a [Cutoff],
    pub groups: &'a Groups,
    pub access: &'a AccessSettings,
}

/// How many of each group are worse, better, unchanged, materially worse.
struct Tally {
    worse: Vec<f64>,
    better: Vec<f64>,
    unchanged: Vec<f64>,
    materially_worse: Vec<f64>,
}

/// How one area fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Worse { materially: bool },
    Better,
    Unchanged,
}

impl Bench<'_> {
    /// All rows about one option at one time, group by group.
    pub(super) fn rows(
        &self,
        option: usize,
        when: When,
        before: &Evaluation,
        after: &Evaluation,
    ) -> Vec<Row> {
        let mut rows = Vec::new();
        let push = |rows: &mut Vec<Row>, group: usize, statistic, figure| {
            rows.push(Row { option: Some(option), mode: self.plane.mode, when, group, statistic, figure });
        };
        let central = self.tally(before, after, Spread::EXACT.low, Spread::EXACT.low);
        let range = self.range_of_tallies(before, after);
        let swings: Vec<Option<Vec<(f64, f64)>>> =
            self.cutoffs.iter().map(|c| self.swing(*c, before, after)).collect();
        for group in 0..self.groups.len() {
            self.level_rows(before, after, group, |s, f| push(&mut rows, group, s, f));
            for (c, cutoff) in self.cutoffs.iter().enumerate() {
                let figure = self.share(c, &swings[c], before, after, group);
                push(&mut rows, group, Statistic::ShareWithin(*cutoff), figure);
            }
            let size = self.groups.groups[group].size;
            let cut_off = |e: &Evaluation| Some((size - e.lengths[group].reached).max(0.0));
            push(&mut rows, group, Statistic::Unreachable, Figure::of(cut_off(before), cut_off(after)));
            let tallies = [
                (Statistic::Worse, &central.worse, range.as_ref().map(|(l, h)| (&l.worse, &h.worse))),
                (Statistic::Better, &central.better, range.as_ref().map(|(l, h)| (&l.better, &h.better))),
                (
                    Statistic::Unchanged,
                    &central.unchanged,
                    range.as_ref().map(|(l, h)| (&l.unchanged, &h.unchanged)),
                ),
                (
                    Statistic::MateriallyWorse,
                    &central.materially_worse,
                    range.as_ref().map(|(l, h)| (&l.materially_worse, &h.materially_worse)),
                ),
            ];
            for (statistic, count, range) in tallies {
                let range = range.map(|(l, h)| (l[group].min(h[group]), l[group].max(h[group])));
                // Nobody is worse off than the baseline in the baseline itself; everybody is unchanged.
                let nobody = if statistic == Statistic::Unchanged { size } else { 0.0 };
                let figure = Figure::of(Some(nobody), Some(count[group]));
                let change_range = range.map(|(l, h)| (l - nobody, h - nobody));
                push(&mut rows, group, statistic, Figure { change_range, value_range: range, ..figure });
            }
        }
        rows
    }

    /// The rows of an evaluation by itself: what the baseline is.
    pub(super) fn baseline_rows(&self, when: When, only: &Evaluation) -> Vec<Row> {
        let mut rows = Vec::new();
        for group in 0..self.groups.len() {
            let mut push = |statistic, figure: Figure| {
                let figure = Figure { change: None, change_range: None, ..figure };
                rows.push(Row { option: None, mode: self.plane.mode, when, group, statistic, figure });
            };
            self.level_rows(only, only, group, &mut push);
            for (c, cutoff) in self.cutoffs.iter().enumerate() {
                push(Statistic::ShareWithin(*cutoff), self.share(c, &None, only, only, group));
            }
            let cut_off = Some((self.groups.groups[group].size - only.lengths[group].reached).max(0.0));
            push(Statistic::Unreachable, Figure::of(cut_off, cut_off));
        }
        rows
    }

    /// Whether each area is worse, better or unchanged.
    pub(super) fn fates(&self, before: &Evaluation, after: &Evaluation) -> Vec<Fate> {
        let areas = before.assignment.length_m.len();
        (0..areas).map(|area| self.fate(before, after, area, 1.0, 1.0)).collect()
    }

    fn level_rows(
        &self,
        before: &Evaluation,
        after: &Evaluation,
        group: usize,
        mut push: impl FnMut(Statistic, Figure),
    ) {
        for (unit, scale, spread) in [
            (Unit::Metres, 1.0, self.plane.length_spread),
            (Unit::Minutes, 1.0 / 60.0, self.plane.time_spread),
        ] {
            let (Some(b), Some(a)) = (before.levels(unit), after.levels(unit)) else { continue };
            let figure = |of: &dyn Fn(&Level) -> f64| {
                let level = |l: &Level| (l.reached > 0.0).then(|| of(l) * scale);
                Figure::of(level(&b[group]), level(&a[group])).scaled(spread)
            };
            push(Statistic::Mean(unit), figure(&|l| l.mean));
            for (i, q) in QUANTILES.iter().enumerate() {
                push(Statistic::Quantile(*q, unit), figure(&|l| l.quantiles[i]));
            }
            push(Statistic::Max(unit), figure(&|l| l.max));
        }
    }

    fn share(
        &self,
        cutoff: usize,
        swing: &Option<Vec<(f64, f64)>>,
        before: &Evaluation,
        after: &Evaluation,
        group: usize,
    ) -> Figure {
        let size = self.groups.groups[group].size;
        if size <= 0.0 {
            return Figure::default();
        }
        let [_, low, high] = &after.within[cutoff];
        let exact = spread_of(self.plane, self.cutoffs[cutoff]).is_exact();
        Figure {
            // Longer walks (the high factor) put fewer people within a cutoff.
            value_range: (!exact).then(|| (high[group] / size, low[group] / size)),
            change_range: swing.as_ref().map(|s| (s[group].0 / size, s[group].1 / size)),
            ..Figure::of(
                Some(before.within[cutoff][0][group] / size),
                Some(after.within[cutoff][0][group] / size),
            )
        }
    }

    fn swing(&self, cutoff: Cutoff, before: &Evaluation, after: &Evaluation) -> Option<Vec<(f64, f64)>> {
        let spread = spread_of(self.plane, cutoff);
        let pair = Pair {
            before: before.assignment.limited_by(cutoff),
            after: after.assignment.limited_by(cutoff),
            weight: 1.0,
        };
        (!spread.is_exact()).then(|| swing(&[pair], cutoff.raw(), spread, self.groups))
    }

    /// Counts at the two ends of the range: a change grows with the factor, so the ends bound it.
    fn range_of_tallies(&self, before: &Evaluation, after: &Evaluation) -> Option<(Tally, Tally)> {
        let (length, time) = (self.plane.length_spread, self.plane.time_spread);
        (!length.is_exact() || !time.is_exact()).then(|| {
            (
                self.tally(before, after, length.low, time.low),
                self.tally(before, after, length.high, time.high),
            )
        })
    }

    fn tally(&self, before: &Evaluation, after: &Evaluation, length_factor: f64, time_factor: f64) -> Tally {
        let none = || vec![0.0; self.groups.len()];
        let mut tally = Tally { worse: none(), better: none(), unchanged: none(), materially_worse: none() };
        for area in 0..before.assignment.length_m.len() {
            let fate = self.fate(before, after, area, length_factor, time_factor);
            for &(group, weight) in self.groups.of(area) {
                let group = group as usize;
                match fate {
                    Fate::Unchanged => tally.unchanged[group] += weight,
                    Fate::Better => tally.better[group] += weight,
                    Fate::Worse { materially } => {
                        tally.worse[group] += weight;
                        if materially {
                            tally.materially_worse[group] += weight;
                        }
                    }
                }
            }
        }
        tally
    }

    fn fate(
        &self,
        before: &Evaluation,
        after: &Evaluation,
        area: usize,
        length_factor: f64,
        time_factor: f64,
    ) -> Fate {
        let change = |b: f32, a: f32, factor: f64| {
            // Two unreachables are no change; one of them is the largest there is.
            if b == a { 0.0 } else { (f64::from(a) - f64::from(b)) * factor }
        };
        let (b, a) = (&before.assignment, &after.assignment);
        let metres = change(b.length_m[area], a.length_m[area], length_factor);
        let seconds = self.plane.has_times().then(|| change(b.time_s[area], a.time_s[area], time_factor));
        let deciding = seconds.unwrap_or(metres);
        if deciding.abs() <= UNCHANGED {
            return Fate::Unchanged;
        }
        if deciding < 0.0 {
            return Fate::Better;
        }
        let materially = metres > self.access.materially_worse_km * 1000.0
            || seconds.is_some_and(|s| s > self.access.materially_worse_min * 60.0);
        Fate::Worse { materially }
    }
}

impl Figure {
    pub(super) fn of(baseline: Option<f64>, value: Option<f64>) -> Self {
        let change = value.zip(baseline).map(|(v, b)| v - b);
        Figure { baseline, value, change, ..Figure::default() }
    }

    /// Adds the ranges of a figure that is proportional to the assumption's factor.
    fn scaled(self, spread: Spread) -> Self {
        if spread.is_exact() {
            return self;
        }
        let range = |x: f64| {
            let (a, b) = (x * spread.low, x * spread.high);
            (a.min(b), a.max(b))
        };
        Figure { change_range: self.change.map(range), value_range: self.value.map(range), ..self }
    }
}
