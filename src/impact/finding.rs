//! What an option comes down to, in one sentence with its numbers.

use super::compare::{Bench, Fate};
use super::figure::{Cutoff, Row, Statistic, When};
use super::{GroupBy, Impact};
use crate::scenario::{Scenario, Time};
use crate::travel::{Mode, TravelMatrix};

/// What an option does to people at one time, in one mode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss {
    /// Mode.
    pub mode: Mode,
    /// Time.
    pub time: Time,
    /// Residents with a longer way.
    pub worse: f64,
    /// Residents with a materially longer way, and the range of that.
    pub materially_worse: f64,
    /// Its range; equal to the central figure where it rests on no assumption.
    pub materially_worse_range: (f64, f64),
    /// Residents with a shorter way.
    pub better: f64,
    /// Residents who reach a counter before and none after.
    pub cut_off: f64,
    /// How much longer the way of those with a longer one becomes on average, metres.
    pub mean_loss_m: f64,
    /// The same in minutes, for a mode with times.
    pub mean_loss_min: Option<f64>,
    /// All residents counted.
    pub residents: f64,
}

/// One option's finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Number of the option.
    pub option: usize,
    /// Its title.
    pub title: String,
    /// The mode it is told in: on foot where the scenario asks for it.
    pub mode: Mode,
    /// The time it is told at: that of `main`, else the scenario's first.
    pub time: Time,
    /// What it does at time `any` if anything, else at the time at which it touches most people;
    /// `None` when it touches nobody at any time that was asked about.
    pub main: Option<Loss>,
    /// What it does at night-time or week-end hours, where that is more than in `main`.
    pub at_worst: Option<Loss>,
    /// The ward with most residents materially worse off in `main`, with their number.
    pub hardest_hit: Option<(String, f64)>,
    /// Open counters within reach, averaged over the hours of the week.
    pub week: Option<WeekCover>,
    /// What counts as materially worse, in words: `over 5 minutes or 1 km`.
    pub limits: String,
}

/// The share of residents within a cutoff of an open counter, averaged over the 168 hours of the week: the one
/// figure that sees both closures and cut hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeekCover {
    /// The cutoff.
    pub cutoff: Cutoff,
    /// Before.
    pub before: f64,
    /// After.
    pub after: f64,
}

impl Finding {
    /// The finding as a campaigner could read it aloud.
    pub fn sentence(&self) -> String {
        let Some(loss) = &self.main else {
            return "Nobody's nearest open counter is nearer or farther at any of the times asked about."
                .to_string();
        };
        let mut text = loss.sentence(&self.limits);
        if let Some((ward, people)) = &self.hardest_hit {
            text.push_str(&format!(" The ward with most of them is {ward}, with {}.", about(*people)));
        }
        if let Some(loss) = &self.at_worst {
            text.push_str(&format!(
                " At {} it is {} people, and {} by {}.",
                loss.time,
                about(loss.worse),
                about(loss.materially_worse),
                self.limits
            ));
        }
        if let Some(week) = &self.week {
            text.push_str(&format!(" {}", week.sentence()));
        }
        text
    }

    /// The finding in a line, for the title of a picture.
    pub fn headline(&self) -> String {
        match &self.main {
            None => format!("{}: nothing changes for anybody", self.title),
            Some(loss) => format!("{}: {}", self.title, loss.headline(&self.limits)),
        }
    }
}

impl WeekCover {
    fn sentence(&self) -> String {
        let within = match self.cutoff {
            Cutoff::Km(km) => format!("{km} km"),
            Cutoff::Min(minutes) => format!("{minutes} minutes"),
        };
        let (before, after) = (percent(self.before), percent(self.after));
        let change = match self.after - self.before {
            _ if before == after => format!("stays at {before}"),
            c if c < 0.0 => format!("falls from {before} to {after}"),
            _ => format!("rises from {before} to {after}"),
        };
        format!(
            "Over all hours of the week, the share of residents within {within} of an open counter {change}."
        )
    }
}

impl Loss {
    fn when(&self) -> String {
        match self.time {
            Time::Any => String::new(),
            time => format!(" at {time}"),
        }
    }

    fn headline(&self, limits: &str) -> String {
        let when = self.when();
        if self.worse <= 0.0 {
            return format!("{} people have a shorter way to a police counter{when}", about(self.better));
        }
        let verb = if self.mode == Mode::Walk { "walk farther" } else { "live farther" };
        let target = if self.mode == Mode::Walk { "to" } else { "from" };
        format!(
            "{} people {verb} {target} a police counter{when}, {} of them by {limits}",
            about(self.worse),
            about(self.materially_worse)
        )
    }

    fn sentence(&self, limits: &str) -> String {
        let mut text = if self.worse > 0.0 {
            self.losers(limits)
        } else {
            format!("Nobody would have a longer way{}.", self.when())
        };
        if self.cut_off > 0.0 {
            text.push_str(&format!(" {} would have no open counter left to go to.", about(self.cut_off)));
        }
        if self.better > 0.0 {
            text.push_str(&format!(" For {} the way would be shorter.", about(self.better)));
        }
        text
    }

    fn losers(&self, limits: &str) -> String {
        let way = match self.mode {
            Mode::CrowFly => "would be farther from their nearest counter in a straight line",
            Mode::Walk => "would have a longer walk to their nearest counter",
        };
        let mut text = format!(
            "{} of {} residents ({}) {way}{}",
            about(self.worse),
            about(self.residents),
            percent(self.worse / self.residents),
            self.when()
        );
        if self.worse > self.cut_off {
            let by = match self.mean_loss_min {
                Some(minutes) => format!("{minutes:.0} minutes"),
                None => format!("{:.1} km", self.mean_loss_m / 1000.0),
            };
            text.push_str(&format!(", by {by} on average"));
        }
        text.push_str(&format!("; for {} it would be {limits} longer", about(self.materially_worse)));
        let (low, high) = (about(self.materially_worse_range.0), about(self.materially_worse_range.1));
        if low != high {
            text.push_str(&format!(" (between {low} and {high}, by walking speed and detours)"));
        }
        text.push('.');
        text
    }
}

/// A count of people rounded to what the data bears, thousands separated: 399,405 is said as 399,400.
/// The tables hold the unrounded figure.
pub fn about(people: f64) -> String {
    let step = match people.abs() {
        p if p >= 10_000.0 => 100.0,
        p if p >= 1_000.0 => 50.0,
        p if p >= 100.0 => 10.0,
        _ => 1.0,
    };
    let digits = format!("{:.0}", (people / step).round() * step);
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share as a percentage with the digits that it deserves.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.1 { "under 0.1 %".to_string() } else { format!("{percent:.1} %") }
}

pub(super) fn findings(impact: &Impact, scenario: &Scenario, matrix: &TravelMatrix) -> Vec<Finding> {
    let Some(mode) = scenario.access.modes.iter().copied().max_by_key(|m| *m == Mode::Walk) else {
        return Vec::new();
    };
    (0..scenario.options.len()).map(|option| finding(impact, scenario, matrix, mode, option)).collect()
}

fn finding(
    impact: &Impact,
    scenario: &Scenario,
    matrix: &TravelMatrix,
    mode: Mode,
    option: usize,
) -> Finding {
    let losses: Vec<Loss> = scenario
        .access
        .times
        .iter()
        .filter_map(|&time| loss(impact, scenario, matrix, mode, option, time))
        .filter(|l| l.worse > 0.0 || l.better > 0.0)
        .collect();
    let most = |losses: &[Loss]| {
        losses.iter().copied().reduce(|best, l| if l.worse > best.worse { l } else { best })
    };
    let main = losses.iter().copied().find(|l| l.time == Time::Any).or_else(|| most(&losses));
    let at_worst = most(&losses).filter(|worst| main.is_some_and(|m| worst.worse > m.worse * 1.05));
    Finding {
        option,
        title: scenario.options[option].title.clone(),
        mode,
        time: main.map_or(scenario.access.times[0], |m| m.time),
        hardest_hit: main.and_then(|m| hardest_hit(impact, option, &m)),
        main,
        at_worst,
        week: week_cover(impact, scenario, mode, option),
        limits: limits(scenario, mode),
    }
}

fn limits(scenario: &Scenario, mode: Mode) -> String {
    let access = &scenario.access;
    match mode {
        Mode::CrowFly => format!("over {} km", access.materially_worse_km),
        Mode::Walk => {
            format!("over {} minutes or {} km", access.materially_worse_min, access.materially_worse_km)
        }
    }
}

/// Hours in a week.
const WEEK_H: f64 = 168.0;

/// The cutoff that a sentence quotes: half an hour if the scenario has it.
const QUOTED_MIN: f64 = 30.0;

fn week_cover(impact: &Impact, scenario: &Scenario, mode: Mode, option: usize) -> Option<WeekCover> {
    let study = impact.groups.groups.iter().position(|g| g.by == GroupBy::Study)?;
    let (min, km) = (&scenario.access.within_min, &scenario.access.within_km);
    let cutoff = match mode {
        Mode::CrowFly => km.first().map(|km| Cutoff::Km(*km)),
        Mode::Walk => {
            let quoted = min.iter().find(|m| **m == QUOTED_MIN).or(min.first());
            quoted.map(|m| Cutoff::Min(*m)).or(km.first().map(|km| Cutoff::Km(*km)))
        }
    }?;
    let row = impact.rows.iter().find(|r| {
        (r.option, r.mode, r.group, r.statistic)
            == (Some(option), mode, study, Statistic::HoursBeyond(cutoff))
    })?;
    let all = impact.groups.groups[study].size * WEEK_H;
    let cover = |beyond: Option<f64>| beyond.map(|b| 1.0 - b / all);
    Some(WeekCover { cutoff, before: cover(row.figure.baseline)?, after: cover(row.figure.value)? })
}

fn loss(
    impact: &Impact,
    scenario: &Scenario,
    matrix: &TravelMatrix,
    mode: Mode,
    option: usize,
    time: Time,
) -> Option<Loss> {
    let (before, after) = impact.pair(mode, option, time)?;
    let plane = matrix.plane(mode)?;
    let bench = Bench { plane, cutoffs: &[], groups: &impact.groups, access: &scenario.access };
    let (mut cut_off, mut lost_m, mut lost_s, mut losers) = (0.0, 0.0, 0.0, 0.0);
    for (area, fate) in bench.fates(before, after).into_iter().enumerate() {
        let people = impact.groups.residents()[area];
        let (b, a) = (&before.assignment, &after.assignment);
        match fate {
            Fate::Worse { .. } if a.length_m[area].is_infinite() => cut_off += people,
            Fate::Worse { .. } => {
                losers += people;
                lost_m += people * f64::from(a.length_m[area] - b.length_m[area]);
                if plane.has_times() {
                    lost_s += people * f64::from(a.time_s[area] - b.time_s[area]);
                }
            }
            _ => {}
        }
    }
    let study = impact.groups.groups.iter().position(|g| g.by == GroupBy::Study)?;
    let row = |statistic: Statistic| -> Option<Row> {
        let of = |r: &&Row| {
            (r.option, r.mode, r.when, r.group) == (Some(option), mode, When::At(time), study)
                && r.statistic == statistic
        };
        impact.rows.iter().find(of).copied()
    };
    let count = |statistic: Statistic| row(statistic).and_then(|r| r.figure.value).unwrap_or(0.0);
    let materially_worse = count(Statistic::MateriallyWorse);
    let range = row(Statistic::MateriallyWorse).and_then(|r| r.figure.value_range);
    Some(Loss {
        mode,
        time,
        worse: count(Statistic::Worse),
        materially_worse,
        materially_worse_range: range.unwrap_or((materially_worse, materially_worse)),
        better: count(Statistic::Better),
        cut_off,
        mean_loss_m: lost_m / losers,
        mean_loss_min: plane.has_times().then(|| lost_s / losers / 60.0),
        residents: impact.groups.groups[study].size,
    })
}

fn hardest_hit(impact: &Impact, option: usize, loss: &Loss) -> Option<(String, f64)> {
    let ward = |row: &&Row| impact.groups.groups[row.group].by == GroupBy::Ward;
    let rows = impact.rows.iter().filter(|r| {
        (r.option, r.mode, r.when) == (Some(option), loss.mode, When::At(loss.time))
            && r.statistic == Statistic::MateriallyWorse
    });
    let counted = rows.filter(ward).map(|r| (r.group, r.figure.value.unwrap_or(0.0)));
    let most = counted.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    (most.1 >= 0.5).then(|| (impact.groups.groups[most.0].name.clone(), most.1))
}
