//! What an option comes down to: the few figures of its rows that a person would quote.

use rayon::prelude::*;

use super::evaluation::spread_of;
use super::figure::{Cutoff, Figure, Row, Statistic, Unit, When};
use super::week_table::{NotByDay, not_by_day};
use super::{GroupBy, Impact};
use crate::city::City;
use crate::scenario::{AccessSettings, Scenario, Time};
use crate::travel::{Mode, TravelMatrix};

/// What an option does to the study's residents at one time, in one mode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Time.
    pub time: Time,
    /// Residents with a longer way, those cut off included.
    pub worse: f64,
    /// Its range; equal to the figure itself where it rests on no assumption.
    pub worse_range: (f64, f64),
    /// Residents with a materially longer way, those cut off included.
    pub materially_worse: f64,
    /// Its range; equal to the figure itself where it rests on no assumption.
    pub materially_worse_range: (f64, f64),
    /// Residents with a shorter way.
    pub better: f64,
    /// Residents who reach a counter before and none after.
    pub cut_off: f64,
    /// How much longer the way becomes on average for those with a longer one: minutes, or kilometres in a mode
    /// without times. `None` when there is nobody.
    pub mean_loss: Option<f64>,
}

/// One option's finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Number of the option.
    pub option: usize,
    /// Its title.
    pub title: String,
    /// Whether it counts the counters that the scenario counts: an option of its own `own_borough_only` does not.
    pub counts_alike: bool,
    /// The mode it is told in: on foot where the scenario asks for it.
    pub mode: Mode,
    /// The time it is told at: that of `main`, else the scenario's first.
    pub time: Time,
    /// Residents of the study area.
    pub residents: f64,
    /// What it does at time `any` if anything, else at the time at which it touches most people;
    /// `None` when it touches nobody at any time that was asked about.
    pub main: Option<Effect>,
    /// The time at which more have a longer way than in `main`, if there is one.
    pub worst: Option<Effect>,
    /// The time at which more have a shorter way than in `main`, if there is one.
    pub best: Option<Effect>,
    /// The ward with most residents whose way is materially longer in `main`, with their number.
    pub hardest_hit: Option<(String, f64)>,
    /// The share of residents within the quoted cutoff at `time`.
    pub within: Option<Cover>,
    /// The same, averaged over the 168 hours of the week.
    pub week: Option<Cover>,
    /// Who loses hours within the quoted cutoff at night or at weekends and none by day.
    pub not_by_day: Option<NotByDay>,
    /// What counts as materially worse, in words: `over 5 minutes or 1 km`.
    pub limits: String,
    /// What the counters are called.
    pub counter_name: String,
}

/// The share of residents within a cutoff of a counter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cover {
    /// The mode.
    pub mode: Mode,
    /// The cutoff.
    pub cutoff: Cutoff,
    /// Before.
    pub before: f64,
    /// After.
    pub after: f64,
    /// Range of the change.
    pub change_range: Option<(f64, f64)>,
}

/// The cutoff that sentences quote, where the scenario has it: half an hour, minutes.
const QUOTED_MIN: f64 = 30.0;

/// A time is worth a sentence of its own when it touches this many times as many people.
const WORTH_TELLING: f64 = 1.05;

pub(super) fn findings(
    impact: &Impact,
    city: &City,
    scenario: &Scenario,
    matrix: &TravelMatrix,
) -> Vec<Finding> {
    let modes = &scenario.access.modes;
    let quotable = [Mode::Walk, Mode::Drive].into_iter().find(|m| modes.contains(m));
    let mode = quotable.unwrap_or(Mode::CrowFly);
    let Some(study) = impact.groups.groups.iter().position(|g| g.by == GroupBy::Study) else {
        return Vec::new();
    };
    (0..scenario.options.len())
        .into_par_iter()
        .map(|option| {
            let rows = impact.rows_of(Some(option)).iter().filter(|r| r.mode == mode).collect();
            let quoted = Quoted { impact, scenario, matrix, mode, option, study, rows };
            quoted.finding(city.manifest.counter_name.clone())
        })
        .collect()
}

/// The rows of one option in the mode that is quoted.
struct Quoted<'q> {
    impact: &'q Impact,
    scenario: &'q Scenario,
    matrix: &'q TravelMatrix,
    mode: Mode,
    option: usize,
    study: usize,
    rows: Vec<&'q Row>,
}

impl Quoted<'_> {
    fn finding(&self, counter_name: String) -> Finding {
        let access = &self.scenario.access;
        let effects: Vec<Effect> = access
            .times
            .iter()
            .map(|&time| self.effect(time))
            .filter(|e| e.worse > 0.0 || e.better > 0.0)
            .collect();
        let most = |of: fn(&Effect) -> f64| {
            effects.iter().copied().reduce(|best, e| if of(&e) > of(&best) { e } else { best })
        };
        let touched = |e: &Effect| e.worse + e.better;
        let main = effects.iter().copied().find(|e| e.time == Time::Any).or_else(|| most(touched));
        let beyond_main = |of: fn(&Effect) -> f64| {
            most(of).filter(|e| main.is_some_and(|m| of(e) > of(&m) * WORTH_TELLING))
        };
        let option = &self.scenario.options[self.option];
        let time = main.map_or(access.times[0], |m| m.time);
        let cutoff = quoted_cutoff(access, self.mode);
        Finding {
            option: self.option,
            title: option.title.clone(),
            counts_alike: option.own_borough_only == access.own_borough_only,
            mode: self.mode,
            time,
            residents: self.impact.groups.groups[self.study].size,
            worst: beyond_main(|e| e.worse),
            best: beyond_main(|e| e.better),
            hardest_hit: main.and_then(|m| self.hardest_hit(m.time)),
            main,
            within: cutoff.and_then(|c| self.cover(When::At(time), Statistic::ShareWithin(c), c)),
            week: cutoff.and_then(|c| self.cover(When::Week, Statistic::WeekShareWithin(c), c)),
            not_by_day: cutoff.and_then(|c| self.not_by_day(c)),
            limits: limits(access, self.mode),
            counter_name,
        }
    }

    fn figure(&self, when: When, statistic: Statistic) -> Option<Figure> {
        let wanted = |r: &&&Row| (r.group, r.when, r.statistic) == (self.study, when, statistic);
        self.rows.iter().find(wanted).map(|r| r.figure)
    }

    fn effect(&self, time: Time) -> Effect {
        let figure = |statistic| self.figure(When::At(time), statistic).unwrap_or_default();
        let count = |statistic| figure(statistic).value.unwrap_or(0.0);
        let range = |statistic| figure(statistic).value_range.unwrap_or((count(statistic), count(statistic)));
        let mean_loss = match self.mode {
            Mode::CrowFly => figure(Statistic::MeanLoss(Unit::Metres)).value.map(|m| m / 1000.0),
            Mode::Walk | Mode::Drive => figure(Statistic::MeanLoss(Unit::Minutes)).value,
        };
        Effect {
            time,
            worse: count(Statistic::Worse),
            worse_range: range(Statistic::Worse),
            materially_worse: count(Statistic::MateriallyWorse),
            materially_worse_range: range(Statistic::MateriallyWorse),
            better: count(Statistic::Better),
            cut_off: count(Statistic::CutOff),
            mean_loss,
        }
    }

    fn cover(&self, when: When, statistic: Statistic, cutoff: Cutoff) -> Option<Cover> {
        let figure = self.figure(when, statistic)?;
        Some(Cover {
            mode: self.mode,
            cutoff,
            before: figure.baseline?,
            after: figure.value?,
            change_range: figure.change_range,
        })
    }

    fn not_by_day(&self, cutoff: Cutoff) -> Option<NotByDay> {
        let plane = self.matrix.plane(self.mode)?;
        let of_mode = self.impact.modes.iter().find(|m| m.mode == self.mode)?;
        not_by_day(&self.impact.groups, of_mode, self.option, cutoff, spread_of(plane, cutoff))
    }

    /// Nothing where the study is a single ward.
    fn hardest_hit(&self, time: Time) -> Option<(String, f64)> {
        let groups = &self.impact.groups.groups;
        let is_ward = |group: usize| groups[group].by == GroupBy::Ward;
        let wards = (0..groups.len()).filter(|&g| is_ward(g)).count();
        let mut longer = vec![0.0; groups.len()];
        for row in self.rows.iter().filter(|r| r.when == When::At(time)) {
            if is_ward(row.group) {
                // Those who are cut off have no longer way: they are told of by themselves.
                longer[row.group] += match row.statistic {
                    Statistic::MateriallyWorse => row.figure.value.unwrap_or(0.0),
                    Statistic::CutOff => -row.figure.value.unwrap_or(0.0),
                    _ => 0.0,
                };
            }
        }
        let counted = longer.into_iter().enumerate();
        let most = counted.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        (wards > 1 && most.1 >= 0.5).then(|| (groups[most.0].name.clone(), most.1))
    }
}

/// The cutoff that is quoted where there is room for one: half an hour where the scenario asks about it, else its first;
/// in a mode without times its first distance. `None` where it asks about none.
pub fn quoted_cutoff(access: &AccessSettings, mode: Mode) -> Option<Cutoff> {
    let km = access.within_km.first().map(|km| Cutoff::Km(*km));
    let minutes = access.within_min.iter().find(|m| **m == QUOTED_MIN).or(access.within_min.first());
    match mode {
        Mode::CrowFly => km,
        Mode::Walk | Mode::Drive => minutes.map(|m| Cutoff::Min(*m)).or(km),
    }
}

fn limits(access: &AccessSettings, mode: Mode) -> String {
    match mode {
        Mode::CrowFly => format!("over {} km", access.materially_worse_km),
        Mode::Walk | Mode::Drive => {
            format!("over {} minutes or {} km", access.materially_worse_min, access.materially_worse_km)
        }
    }
}
