//! Two evaluations side by side: the rows of one option at one time.

use super::Groups;
use super::evaluation::{Evaluation, spread_of};
use super::figure::{Cutoff, Figure, Row, Statistic, Unit, When};
use super::statistics::{Level, QUANTILES};
use super::swing::{Pair, swing};
use crate::access::Assignment;
use crate::scenario::AccessSettings;
use crate::travel::{Plane, Spread};

/// A change of at most this counts as none: seconds, or metres where the mode has no times (DESIGN).
pub(super) const UNCHANGED: f64 = 1.0;

/// Two sums of the same people in another order differ by less than this.
const SAME_PEOPLE: f64 = 1e-6;

/// What the comparison of one plane needs.
pub(super) struct Bench<'a> {
    pub plane: &'a Plane,
    pub cutoffs: &'a [Cutoff],
    pub groups: &'a Groups,
    pub access: &'a AccessSettings,
}

/// How one group fares.
#[derive(Clone, Copy, Default)]
struct Tally {
    worse: f64,
    better: f64,
    unchanged: f64,
    materially_worse: f64,
    cut_off: f64,
    /// Weighted sums of what those lose who have a longer way and still reach a counter.
    lost_m: f64,
    lost_s: f64,
}

/// How one area fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// A longer way, or none any more.
    Worse {
        /// By more than the scenario's limits.
        materially: bool,
    },
    /// A shorter way, or the first.
    Better,
    /// Neither.
    Unchanged,
}

impl Fate {
    /// Of a way that becomes longer by so many metres and, in a mode with times, seconds.
    pub(crate) fn of(metres: f64, seconds: Option<f64>, access: &AccessSettings) -> Fate {
        let deciding = seconds.unwrap_or(metres);
        if deciding.abs() <= UNCHANGED {
            return Fate::Unchanged;
        }
        if deciding < 0.0 {
            return Fate::Better;
        }
        let materially = metres > access.materially_worse_km * 1000.0
            || seconds.is_some_and(|s| s > access.materially_worse_min * 60.0);
        Fate::Worse { materially }
    }
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
            let unreachable = |e: &Evaluation| Some(e.lengths(self.groups)[group].unreachable);
            push(
                &mut rows,
                group,
                Statistic::Unreachable,
                Figure::of(unreachable(before), unreachable(after)),
            );
            self.tally_rows(
                group,
                &central[group],
                range.as_ref().map(|(l, h)| (l[group], h[group])),
                |s, f| push(&mut rows, group, s, f),
            );
        }
        rows
    }

    fn tally_rows(
        &self,
        group: usize,
        central: &Tally,
        ends: Option<(Tally, Tally)>,
        mut push: impl FnMut(Statistic, Figure),
    ) {
        let size = self.groups.groups[group].size;
        type Count = fn(&Tally) -> f64;
        let counts: [(Statistic, Count); 5] = [
            (Statistic::Worse, |t| t.worse),
            (Statistic::Better, |t| t.better),
            (Statistic::Unchanged, |t| t.unchanged),
            (Statistic::MateriallyWorse, |t| t.materially_worse),
            (Statistic::CutOff, |t| t.cut_off),
        ];
        for (statistic, of) in counts {
            let range = ends.map(|(l, h)| (of(&l).min(of(&h)), of(&l).max(of(&h))));
            // Nobody is worse off than the baseline in the baseline itself; everybody is unchanged.
            let nobody = if statistic == Statistic::Unchanged { size } else { 0.0 };
            let change_range = range.map(|(l, h)| (l - nobody, h - nobody));
            let figure = Figure::of(Some(nobody), Some(of(central)));
            push(statistic, Figure { change_range, value_range: range, ..figure });
        }
        let losers = central.worse - central.cut_off;
        let mean = |lost: f64| (losers > 0.0 && lost > 0.0).then(|| lost / losers);
        // Nobody loses anything in the baseline.
        let figure = |lost: f64| Figure::of(mean(lost).map(|_| 0.0), mean(lost));
        push(Statistic::MeanLoss(Unit::Metres), figure(central.lost_m).scaled(self.plane.length_spread));
        if self.plane.has_times() {
            push(
                Statistic::MeanLoss(Unit::Minutes),
                figure(central.lost_s / 60.0).scaled(self.plane.time_spread),
            );
        }
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
            let unreachable = Some(only.lengths(self.groups)[group].unreachable);
            push(Statistic::Unreachable, Figure::of(unreachable, unreachable));
        }
        rows
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
            let (Some(b), Some(a)) = (before.levels(unit, self.groups), after.levels(unit, self.groups))
            else {
                continue;
            };
            let figure = |of: &dyn Fn(&Level) -> f64| {
                let level = |l: &Level| (l.reached > 0.0 && of(l).is_finite()).then(|| of(l) * scale);
                Figure::of(level(&b[group]), level(&a[group])).scaled(spread)
            };
            // A mean over other people than before is no change of anything.
            let same_people = (b[group].unreachable - a[group].unreachable).abs() <= SAME_PEOPLE;
            let paired = |figure: Figure| match same_people {
                true => figure,
                false => Figure { change: None, change_range: None, ..figure },
            };
            push(Statistic::Mean(unit), paired(figure(&|l| l.mean)));
            for (i, q) in QUANTILES.iter().enumerate() {
                push(Statistic::Quantile(*q, unit), figure(&|l| l.quantiles[i]));
            }
            push(Statistic::Max(unit), paired(figure(&|l| l.max)));
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
    fn range_of_tallies(&self, before: &Evaluation, after: &Evaluation) -> Option<(Vec<Tally>, Vec<Tally>)> {
        let (length, time) = (self.plane.length_spread, self.plane.time_spread);
        (!length.is_exact() || !time.is_exact()).then(|| {
            (
                self.tally(before, after, length.low, time.low),
                self.tally(before, after, length.high, time.high),
            )
        })
    }

    fn tally(
        &self,
        before: &Evaluation,
        after: &Evaluation,
        length_factor: f64,
        time_factor: f64,
    ) -> Vec<Tally> {
        let mut tallies = vec![Tally::default(); self.groups.len()];
        let (b, a) = (&before.assignment, &after.assignment);
        for area in 0..b.length_m.len() {
            let fate = self.fate(b, a, area, length_factor, time_factor);
            for &(group, weight) in self.groups.of(area) {
                let tally = &mut tallies[group as usize];
                match fate {
                    Fate::Unchanged => tally.unchanged += weight,
                    Fate::Better => tally.better += weight,
                    Fate::Worse { materially } => {
                        tally.worse += weight;
                        tally.materially_worse += if materially { weight } else { 0.0 };
                        if a.length_m[area].is_infinite() {
                            tally.cut_off += weight;
                        } else {
                            tally.lost_m += weight * f64::from(a.length_m[area] - b.length_m[area]);
                            if self.plane.has_times() {
                                tally.lost_s += weight * f64::from(a.time_s[area] - b.time_s[area]);
                            }
                        }
                    }
                }
            }
        }
        tallies
    }

    /// Residents of the study who are materially worse off where lengths and times are so many times the central ones.
    pub(super) fn people_materially_worse(
        &self,
        before: &Assignment,
        after: &Assignment,
        length_factor: f64,
        time_factor: f64,
    ) -> f64 {
        let hit = |area: &usize| {
            self.fate(before, after, *area, length_factor, time_factor) == Fate::Worse { materially: true }
        };
        let residents = self.groups.residents();
        // Not sum(): that of nobody is -0.0.
        (0..residents.len()).filter(hit).fold(0.0, |sum, area| sum + residents[area])
    }

    fn fate(
        &self,
        before: &Assignment,
        after: &Assignment,
        area: usize,
        length_factor: f64,
        time_factor: f64,
    ) -> Fate {
        let (metres, seconds) = lengthened(before, after, area);
        Fate::of(metres * length_factor, seconds.map(|s| s * time_factor), self.access)
    }
}

/// How much longer an area's way becomes: metres, and seconds in a mode with times. Infinite for those who are cut
/// off; two unreachables are no change.
pub(super) fn lengthened(before: &Assignment, after: &Assignment, area: usize) -> (f64, Option<f64>) {
    let metres = change(before.length_m[area], after.length_m[area]);
    let seconds =
        before.time_s.get(area).zip(after.time_s.get(area)).map(|(before, after)| change(*before, *after));
    (metres, seconds)
}

/// How much longer a length or a time becomes; 0 from unreachable to unreachable.
pub(crate) fn change(before: f32, after: f32) -> f64 {
    if before == after { 0.0 } else { f64::from(after) - f64::from(before) }
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
