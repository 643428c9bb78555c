//! A finding group by group: who is hit how often, and how long the way becomes.

use super::figure::{Statistic, Unit, When};
use super::{Figure, Finding, GroupBy, Impact};
use crate::travel::Mode;

/// How often a group is materially worse off.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupShare {
    /// Its name.
    pub name: String,
    /// How many are in it.
    pub size: f64,
    /// How many of them are materially worse off, those cut off included.
    pub worse: f64,
    /// The part of the group that they are, 0 to 1.
    pub share: f64,
    /// Its range over the documented assumptions; equal to the share where it rests on none.
    pub share_range: (f64, f64),
}

/// A group's way to the nearest counter.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupWay {
    /// Its name.
    pub name: String,
    /// How many are in it.
    pub size: f64,
    /// Minutes, or kilometres in a mode without times; `None` where there is no value, as where too many reach none.
    pub before: Option<f64>,
    /// The same after.
    pub after: Option<f64>,
}

impl Impact {
    /// A figure of an option about one group, by number.
    pub fn figure(
        &self,
        finding: &Finding,
        when: When,
        group: usize,
        statistic: Statistic,
    ) -> Option<Figure> {
        let key = (finding.mode, when, group, statistic);
        let rows = self.rows_of(Some(finding.option)).iter();
        rows.map(|r| ((r.mode, r.when, r.group, r.statistic), r.figure))
            .find(|(of, _)| *of == key)
            .map(|(_, f)| f)
    }

    /// The share materially worse off of every group of a kind that somebody is in, at the finding's time.
    pub fn shares_materially_worse(&self, finding: &Finding, by: GroupBy) -> Vec<GroupShare> {
        let share = |group: usize| {
            let of = &self.groups.groups[group];
            let figure = self.figure(finding, When::At(finding.time), group, Statistic::MateriallyWorse)?;
            let worse = figure.value.filter(|_| of.size > 0.0)?;
            let (low, high) = figure.value_range.unwrap_or((worse, worse));
            Some(GroupShare {
                name: of.name.clone(),
                size: of.size,
                worse,
                share: worse / of.size,
                share_range: (low / of.size, high / of.size),
            })
        };
        self.groups_by(by).filter_map(share).collect()
    }

    /// The way of every group of a kind that somebody is in, at the finding's time: their means, or where an option cuts
    /// people off, so that means would be of different people, their medians. Says which.
    pub fn ways_by_group(&self, finding: &Finding, by: GroupBy) -> (Statistic, Vec<GroupWay>) {
        let (unit, scale) = match finding.mode {
            Mode::CrowFly => (Unit::Metres, 1000.0),
            Mode::Walk | Mode::Drive => (Unit::Minutes, 1.0),
        };
        let groups: Vec<usize> = self.groups_by(by).filter(|&g| self.groups.groups[g].size > 0.0).collect();
        let figure = |group: usize, statistic: Statistic| {
            self.figure(finding, When::At(finding.time), group, statistic).unwrap_or_default()
        };
        let paired = groups.iter().all(|&g| figure(g, Statistic::Mean(unit)).change.is_some());
        let statistic = if paired { Statistic::Mean(unit) } else { Statistic::Quantile(0.5, unit) };
        let way = |&group: &usize| {
            let (of, figure) = (&self.groups.groups[group], figure(group, statistic));
            let level = |value: Option<f64>| value.map(|v| v / scale);
            let (before, after) = (level(figure.baseline), level(figure.value));
            GroupWay { name: of.name.clone(), size: of.size, before, after }
        };
        (statistic, groups.iter().map(way).collect())
    }

    fn groups_by(&self, by: GroupBy) -> impl Iterator<Item = usize> + '_ {
        (0..self.groups.len()).filter(move |&g| self.groups.groups[g].by == by)
    }
}
