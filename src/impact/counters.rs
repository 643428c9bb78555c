//! What each counter gains and loses: where the people of a closed counter go.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::catchment::Reports;
use super::{Evaluation, Impact, OtherResidents};
use crate::access::{Assignment, NOBODY};
use crate::city::City;
use crate::scenario::{Scenario, Time};
use crate::travel::Mode;

/// The load of counters under one option in one mode, at the time of the tables. People are the study's residents: who
/// else goes to a counter is not in these figures.
#[derive(Clone, Debug, PartialEq)]
pub struct CounterLoads {
    /// Number of the option.
    pub option: usize,
    /// Mode.
    pub mode: Mode,
    /// When.
    pub time: Time,
    /// Every counter that is nearest to anybody before or after, by site.
    pub counters: Vec<CounterLoad>,
    /// Who changes counter, by site left, then by site gone to.
    pub transfers: Vec<Transfer>,
}

/// One counter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CounterLoad {
    /// Number of the site.
    pub site: usize,
    /// The study's residents to whom it is the nearest open one, before.
    pub before: f64,
    /// After.
    pub after: f64,
    /// The whole city's residents to whom it is the nearest open one, before: known of counters of known reports that
    /// somebody of the study leaves.
    pub before_of_city: Option<f64>,
}

/// People whose nearest counter changes from one to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transfer {
    /// The site left; `None` for people who reached none.
    pub from: Option<usize>,
    /// The site gone to; `None` for people who are cut off.
    pub to: Option<usize>,
    /// The study's residents.
    pub residents: f64,
    /// How much longer the way is on average, metres; `None` where one of the two ways is none.
    pub mean_extra_m: Option<f64>,
    /// The same in minutes, in a mode with times.
    pub mean_extra_min: Option<f64>,
    /// Crimes a day that were reported at the site left and go along: its own figure times these residents' part of
    /// all the city's residents to whom it was nearest. `None` where it is not known.
    pub reports_per_day: Option<f64>,
}

/// The loads of all options and modes. `others` are the city's residents outside the study
/// ([`super::other_residents`]).
pub fn counter_loads(
    city: &City,
    scenario: &Scenario,
    impact: &Impact,
    others: &OtherResidents,
) -> Vec<CounterLoads> {
    let reports = Reports::of(city);
    let time = scenario.access.time_of_tables();
    let options = 0..scenario.options.len();
    let pairs: Vec<(usize, Mode)> =
        options.flat_map(|o| scenario.access.modes.iter().map(move |m| (o, *m))).collect();
    pairs
        .par_iter()
        .filter_map(|&(option, mode)| {
            let (before, after) = impact.pair(mode, option, time)?;
            let own_borough = scenario.options[option].own_borough_only;
            let known =
                |site: usize| Some((reports.known_at(site)?, others.nearest_to(site, mode, own_borough)?));
            let (counters, transfers) = compared(before, after, impact.groups.residents(), &known);
            Some(CounterLoads { option, mode, time, counters, transfers })
        })
        .collect()
}

/// What is added up over the areas that change from one counter to another.
#[derive(Default)]
struct Sums {
    residents: f64,
    extra_m: f64,
    extra_s: f64,
}

/// `known` tells of a site its reports a day and the residents outside the study to whom it is nearest before.
fn compared(
    before: &Evaluation,
    after: &Evaluation,
    residents: &[f64],
    known: &dyn Fn(usize) -> Option<(f64, f64)>,
) -> (Vec<CounterLoad>, Vec<Transfer>) {
    let (b, a) = (&before.assignment, &after.assignment);
    let mut loads: BTreeMap<u16, [f64; 2]> = BTreeMap::new();
    let mut moves: BTreeMap<(u16, u16), Sums> = BTreeMap::new();
    for (area, &people) in residents.iter().enumerate() {
        let (from, to) = (b.station[area], a.station[area]);
        loads.entry(from).or_default()[0] += people;
        loads.entry(to).or_default()[1] += people;
        if from != to && people > 0.0 {
            let sums = moves.entry((from, to)).or_default();
            sums.residents += people;
            sums.extra_m += people * extra(&b.length_m, &a.length_m, area);
            sums.extra_s += people * extra(&b.time_s, &a.time_s, area);
        }
    }
    let transfer = |(&(from, to), sums): (&(u16, u16), &Sums)| {
        let both = from != NOBODY && to != NOBODY;
        let mean = |sum: f64| both.then(|| sum / sums.residents);
        let reported = site(from).and_then(known);
        Transfer {
            from: site(from),
            to: site(to),
            residents: sums.residents,
            mean_extra_m: mean(sums.extra_m),
            mean_extra_min: mean(sums.extra_s / 60.0).filter(|_| has_times(b)),
            reports_per_day: reported
                .map(|(reports, others)| reports * sums.residents / (loads[&from][0] + others)),
        }
    };
    let transfers = moves.iter().map(transfer).collect();
    let is_left = |station: u16| moves.keys().any(|(from, _)| *from == station);
    let load = |(&station, &[before, after]): (&u16, &[f64; 2])| {
        let site = site(station)?;
        let reported = known(site).filter(|_| is_left(station));
        let before_of_city = reported.map(|(_, others)| before + others);
        Some(CounterLoad { site, before, after, before_of_city })
    };
    let counters = loads.iter().filter_map(load).collect();
    (counters, transfers)
}

fn has_times(assignment: &Assignment) -> bool {
    !assignment.time_s.is_empty()
}

fn site(station: u16) -> Option<usize> {
    (station != NOBODY).then_some(usize::from(station))
}

/// How much longer an area's way becomes; 0 in a mode without such values and where a way is none.
fn extra(before: &[f32], after: &[f32], area: usize) -> f64 {
    match (before.get(area), after.get(area)) {
        (Some(b), Some(a)) if b.is_finite() && a.is_finite() => f64::from(*a) - f64::from(*b),
        _ => 0.0,
    }
}
