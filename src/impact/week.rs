//! The whole week: people times hours beyond each cutoff.

use super::compare::Bench;
use super::evaluation::{Evaluation, spread_of};
use super::figure::{Figure, Row, Statistic, When};
use super::run::Stretch;
use super::swing::{Pair, swing};

/// Hours in a week.
pub(super) const WEEK_H: f64 = 168.0;

/// Some hours of the week before and after, whatever their day part.
struct Hours<'e> {
    before: &'e Evaluation,
    after: &'e Evaluation,
    hours: f64,
}

fn whatever_the_part<'e>(evaluations: &'e [Evaluation], week: &[Stretch]) -> Vec<Hours<'e>> {
    // Stretches that differ in nothing but the day part follow each other.
    let alike = week.chunk_by(|a, b| (a.before, a.after) == (b.before, b.after));
    let hours = |same: &[Stretch]| Hours {
        before: &evaluations[same[0].before],
        after: &evaluations[same[0].after],
        hours: f64::from(same.iter().map(|s| s.minutes).sum::<u16>()) / 60.0,
    };
    alike.map(hours).collect()
}

impl Bench<'_> {
    /// Population-hours uncovered beyond each cutoff, before and after; `option` `None` is the baseline.
    pub(super) fn week_rows(
        &self,
        option: Option<usize>,
        evaluations: &[Evaluation],
        week: &[Stretch],
    ) -> Vec<Row> {
        let week = whatever_the_part(evaluations, week);
        let mut rows = Vec::new();
        for (c, &cutoff) in self.cutoffs.iter().enumerate() {
            let spread = spread_of(self.plane, cutoff);
            let pairs: Vec<Pair<'_>> = week
                .iter()
                .map(|s| Pair {
                    before: s.before.assignment.limited_by(cutoff),
                    after: s.after.assignment.limited_by(cutoff),
                    weight: s.hours,
                })
                .collect();
            let swings = (!spread.is_exact()).then(|| swing(&pairs, cutoff.raw(), spread, self.groups));
            for group in 0..self.groups.len() {
                let size = self.groups.groups[group].size;
                let beyond = |after: bool, end: usize| -> f64 {
                    let side = |s: &Hours<'_>| {
                        if after { s.after.within[c][end][group] } else { s.before.within[c][end][group] }
                    };
                    week.iter().map(|s| s.hours * (size - side(s)).max(0.0)).sum()
                };
                let mut figure = Figure::of(Some(beyond(false, 0)), Some(beyond(true, 0)));
                figure.value_range = (!spread.is_exact()).then(|| (beyond(true, 1), beyond(true, 2)));
                // More people within is fewer beyond: the signs turn.
                figure.change_range = swings.as_ref().map(|s| (-s[group].1, -s[group].0));
                if option.is_none() {
                    (figure.change, figure.change_range) = (None, None);
                }
                let all = size * WEEK_H;
                let share = figure.of_week(all);
                rows.push(Row {
                    option,
                    mode: self.plane.mode,
                    when: When::Week,
                    group,
                    statistic: Statistic::WeekShareWithin(cutoff),
                    figure: if all > 0.0 { share } else { Figure::default() },
                });
                let statistic = Statistic::HoursBeyond(cutoff);
                rows.push(Row { option, mode: self.plane.mode, when: When::Week, group, statistic, figure });
            }
        }
        rows.sort_by_key(|r| r.group);
        rows
    }
}

impl Figure {
    /// People-hours beyond a cutoff as the share of all people-hours within it.
    fn of_week(self, all: f64) -> Figure {
        let turned = |range: (f64, f64)| (-range.1 / all, -range.0 / all);
        Figure {
            baseline: self.baseline.map(|b| 1.0 - b / all),
            value: self.value.map(|v| 1.0 - v / all),
            change: self.change.map(|c| -c / all),
            change_range: self.change_range.map(turned),
            value_range: self.value_range.map(|(low, high)| (1.0 - high / all, 1.0 - low / all)),
        }
    }
}
