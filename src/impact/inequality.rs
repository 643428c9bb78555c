//! How evenly access is spread before and after an option: by deprivation, between boroughs, below a line.
//!
//! Two quantities are measured, each in what it can bear (formulas and sources: [`crate::access::inequality`]):
//!
//! - **Hours a week with an open counter in reach**, a benefit between 0 and 168: everything is defined.
//! - **The way to the nearest counter**, a burden (more is worse), in minutes or, in a mode without them, metres: Gini,
//!   Palma, concentration index and Theil. It has no upper bound, which Erreygers' correction needs, and what is
//!   short of a poverty line is a lack of something good. These four do not change when all ways are longer by one
//!   factor, so neither walking speed nor detours touch them.
//!
//! People without any counter in reach of the mode have no way to the nearest: they are left out of the burden, counted,
//! and where an option changes who they are the change is not stated.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::finding::quoted_cutoff;
use super::week::WEEK_H;
use super::{Comparison, Cutoff, Figure, Impact, ModeImpact, When};
use crate::access::HoursInReach;
use crate::access::inequality::{
    PalmaLines, concentration_index, erreygers_index, foster_greer_thorbecke, gini, palma_ratio, theil_t,
};
use crate::city::City;
use crate::scenario::Scenario;
use crate::travel::Mode;

/// Who has an open counter in reach for fewer hours a week than this is poor in access: a counter that keeps office
/// hours is open for 40 (London's daytime counters by the plan of 2013, FACTS 1). An assumption.
pub const HOURS_LINE: f64 = 40.0;

/// What is spread over the residents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    /// Hours a week with an open counter within the cutoff.
    HoursInReach(Cutoff),
    /// Minutes to the nearest counter.
    MinutesToNearest,
    /// Metres to the nearest counter, in a mode without times.
    MetresToNearest,
}

impl Quantity {
    /// The word in column `quantity`.
    pub fn name(self) -> String {
        match self {
            Quantity::HoursInReach(cutoff) => format!("hours_a_week_within_{}", cutoff.label()),
            Quantity::MinutesToNearest => "minutes_to_nearest".to_string(),
            Quantity::MetresToNearest => "metres_to_nearest".to_string(),
        }
    }

    /// Whether more of it is better.
    pub fn is_benefit(self) -> bool {
        matches!(self, Quantity::HoursInReach(_))
    }
}

/// A measure of inequality or poverty, and what people are ordered or grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InequalityMeasure {
    /// Gini coefficient.
    Gini,
    /// Palma ratio by deprivation rank: least deprived tenth over most deprived two fifths.
    Palma,
    /// Concentration index by deprivation rank: below 0 the more deprived have more of it.
    ConcentrationIndex,
    /// The same corrected for hours between 0 and 168.
    Erreygers,
    /// Theil's T, those with nothing left out.
    Theil,
    /// Its part between boroughs.
    TheilBetween,
    /// Its part within boroughs.
    TheilWithin,
    /// Foster, Greer and Thorbecke with this power, below [`HOURS_LINE`].
    Fgt(i32),
}

impl InequalityMeasure {
    /// All, in the order of the table.
    const ALL: [InequalityMeasure; 10] = [
        InequalityMeasure::Gini,
        InequalityMeasure::Palma,
        InequalityMeasure::ConcentrationIndex,
        InequalityMeasure::Erreygers,
        InequalityMeasure::Theil,
        InequalityMeasure::TheilBetween,
        InequalityMeasure::TheilWithin,
        InequalityMeasure::Fgt(0),
        InequalityMeasure::Fgt(1),
        InequalityMeasure::Fgt(2),
    ];

    /// The word in column `measure`.
    pub fn name(self) -> &'static str {
        match self {
            InequalityMeasure::Gini => "gini",
            InequalityMeasure::Palma => "palma",
            InequalityMeasure::ConcentrationIndex => "concentration_index",
            InequalityMeasure::Erreygers => "erreygers",
            InequalityMeasure::Theil => "theil",
            InequalityMeasure::TheilBetween => "theil_between",
            InequalityMeasure::TheilWithin => "theil_within",
            InequalityMeasure::Fgt(0) => "fgt0",
            InequalityMeasure::Fgt(1) => "fgt1",
            InequalityMeasure::Fgt(_) => "fgt2",
        }
    }

    /// What people are ordered or grouped by, or the line.
    pub fn by(self) -> String {
        match self {
            InequalityMeasure::Gini | InequalityMeasure::Theil => String::new(),
            InequalityMeasure::Palma
            | InequalityMeasure::ConcentrationIndex
            | InequalityMeasure::Erreygers => "imd_rank".to_string(),
            InequalityMeasure::TheilBetween | InequalityMeasure::TheilWithin => "borough".to_string(),
            InequalityMeasure::Fgt(_) => format!("below {HOURS_LINE} hours"),
        }
    }

    fn is_of(self, quantity: Quantity) -> bool {
        quantity.is_benefit() || !matches!(self, InequalityMeasure::Erreygers | InequalityMeasure::Fgt(_))
    }

    fn needs_rank(self) -> bool {
        matches!(
            self,
            InequalityMeasure::Palma | InequalityMeasure::ConcentrationIndex | InequalityMeasure::Erreygers
        )
    }
}

/// One measure of one quantity under one option.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InequalityRow {
    /// Number of the option.
    pub option: usize,
    /// Mode.
    pub mode: Mode,
    /// When.
    pub when: When,
    /// What is spread.
    pub quantity: Quantity,
    /// How it is measured.
    pub measure: InequalityMeasure,
    /// Before, after, change; no ranges.
    pub figure: Figure,
    /// The mean of the quantity over the residents who are measured, before and after, in its unit: an index that falls
    /// because everybody has less is no gain. `None` where nobody is measured.
    pub mean: (Option<f64>, Option<f64>),
    /// The residents who are measured, before and after.
    pub population: (f64, f64),
    /// Those who are not, because they reach no counter, before and after.
    pub left_out: (f64, f64),
    /// The share of the measured who have none of it, before and after.
    pub zeros: (f64, f64),
}

/// Inequality before and after every option: of the hours in reach over the week, and of the way to the nearest counter
/// at the time that tables hold. Measures by deprivation are left out where the city has no ranks.
pub fn inequality(city: &City, scenario: &Scenario, impact: &Impact) -> Vec<InequalityRow> {
    let residents = Residents::new(city, scenario, impact);
    let of_modes: Vec<[Vec<InequalityRow>; 2]> = impact
        .modes
        .par_iter()
        .map(|mode| [residents.of_hours(scenario, impact, mode.mode), residents.of_ways(scenario, mode)])
        .collect();
    let mut rows: Vec<InequalityRow> = of_modes.into_iter().flatten().flatten().collect();
    rows.sort_by_key(|r| r.option);
    rows
}

/// The study's residents from the most to the least deprived, so that orders by deprivation need no sorting.
struct Residents {
    /// Places in the study.
    order: Vec<usize>,
    people: Vec<f64>,
    boroughs: Vec<usize>,
    /// Deprivation rank, higher is less deprived, and the lines of the two fifths and the tenth.
    deprivation: Option<(Vec<f64>, PalmaLines)>,
}

/// Every measure of one quantity at one moment.
#[derive(Clone)]
struct Measured {
    values: [Option<f64>; InequalityMeasure::ALL.len()],
    mean: Option<f64>,
    population: f64,
    left_out: f64,
    /// The areas of those who are left out, by place in the order of deprivation.
    areas_left_out: Vec<usize>,
    zeros: f64,
}

impl Residents {
    fn new(city: &City, scenario: &Scenario, impact: &Impact) -> Residents {
        let areas = &scenario.study.areas;
        let rank = |i: usize| city.zones[city.areas[areas[i]].zone].imd_rank;
        let mut order: Vec<usize> = (0..areas.len()).collect();
        order.sort_by(|a, b| rank(*a).unwrap_or(0.0).total_cmp(&rank(*b).unwrap_or(0.0)));
        let people: Vec<f64> = order.iter().map(|&i| impact.groups.residents()[i]).collect();
        let ranks: Option<Vec<f64>> = order.iter().map(|&i| rank(i)).collect();
        let deprivation = ranks.and_then(|ranks| {
            let lines = PalmaLines::of(&ranks, &people)?;
            Some((ranks, lines))
        });
        let boroughs = order.iter().map(|&i| city.areas[areas[i]].borough).collect();
        Residents { order, people, boroughs, deprivation }
    }

    fn of_hours(&self, scenario: &Scenario, impact: &Impact, mode: Mode) -> Vec<InequalityRow> {
        let Some(cutoff) = quoted_cutoff(&scenario.access, mode) else { return Vec::new() };
        let quantity = Quantity::HoursInReach(cutoff);
        let measured = |hours: &HoursInReach| self.measure(quantity, |i| hours.week(i));
        let baseline = impact.hours_in_reach(mode, None, cutoff).map(|(hours, _)| (measured(&hours), hours));
        let Some((baseline, hours_of_baseline)) = baseline else { return Vec::new() };
        let of_option = |option: usize| {
            let (before, after) = impact.hours_in_reach(mode, Some(option), cutoff)?;
            // Of the same hours the same is true.
            let first = if before == hours_of_baseline { baseline.clone() } else { measured(&before) };
            let then = if after == before { first.clone() } else { measured(&after) };
            Some(self.rows((option, mode, When::Week, quantity), &first, &then))
        };
        let options: Vec<usize> = (0..scenario.options.len()).collect();
        let rows: Vec<_> = options.par_iter().map(|&option| of_option(option).unwrap_or_default()).collect();
        rows.into_iter().flatten().collect()
    }

    fn of_ways(&self, scenario: &Scenario, mode: &ModeImpact) -> Vec<InequalityRow> {
        let time = scenario.access.time_of_tables();
        let compared: Vec<_> = mode.comparisons.iter().filter(|c| c.time == time).collect();
        let numbers: BTreeSet<usize> = compared.iter().flat_map(|c| [c.before, c.after]).collect();
        let quantity = match mode.evaluations.first().is_some_and(|e| e.assignment.time_s.is_empty()) {
            true => Quantity::MetresToNearest,
            false => Quantity::MinutesToNearest,
        };
        let numbers: Vec<usize> = numbers.into_iter().collect();
        let measured: Vec<Measured> = numbers
            .par_iter()
            .map(|&number| {
                let way = &mode.evaluations[number].assignment;
                self.measure(quantity, |i| match quantity {
                    Quantity::MinutesToNearest => f64::from(way.time_s[i]) / 60.0,
                    _ => f64::from(way.length_m[i]),
                })
            })
            .collect();
        let of = |number: usize| numbers.binary_search(&number).ok().map(|place| &measured[place]);
        let rows = |c: &&Comparison| {
            let about = (c.option, mode.mode, When::At(time), quantity);
            of(c.before).zip(of(c.after)).map(|(before, after)| self.rows(about, before, after))
        };
        compared.iter().filter_map(rows).flatten().collect()
    }

    /// Every measure of `value`, given by place in the study; who has no finite value is left out.
    fn measure(&self, quantity: Quantity, value: impl Fn(usize) -> f64) -> Measured {
        let mut x: Vec<f64> = self.order.iter().map(|&i| value(i)).collect();
        let mut people = self.people.clone();
        let has_no_value = |&i: &usize| !x[i].is_finite() && people[i] > 0.0;
        let areas_left_out: Vec<usize> = (0..x.len()).filter(has_no_value).collect();
        let mut left_out = 0.0;
        for (x, people) in x.iter_mut().zip(&mut people).filter(|(x, _)| !x.is_finite()) {
            left_out += std::mem::take(people);
            *x = 0.0;
        }
        let theil = theil_t(&x, &people, &self.boroughs);
        let standing = self.deprivation.as_ref();
        let one = |measure: InequalityMeasure| match measure {
            _ if !measure.is_of(quantity) => None,
            InequalityMeasure::Gini => gini(&x, &people),
            InequalityMeasure::Palma => {
                standing.and_then(|(rank, lines)| palma_ratio(&x, &people, rank, *lines))
            }
            InequalityMeasure::ConcentrationIndex => {
                standing.and_then(|(rank, _)| concentration_index(&x, &people, rank))
            }
            InequalityMeasure::Erreygers => {
                standing.and_then(|(rank, _)| erreygers_index(&x, &people, rank, (0.0, WEEK_H)))
            }
            InequalityMeasure::Theil => theil.map(|t| t.total),
            InequalityMeasure::TheilBetween => theil.map(|t| t.between),
            InequalityMeasure::TheilWithin => theil.map(|t| t.within),
            InequalityMeasure::Fgt(alpha) => foster_greer_thorbecke(&x, &people, HOURS_LINE, alpha),
        };
        let population: f64 = people.iter().sum();
        let without: f64 = x.iter().zip(&people).filter(|(x, _)| **x == 0.0).map(|(_, people)| people).sum();
        let zeros = if population > 0.0 { without / population } else { 0.0 };
        let total: f64 = x.iter().zip(&people).map(|(x, people)| x * people).sum();
        let mean = (population > 0.0).then(|| total / population);
        Measured {
            values: InequalityMeasure::ALL.map(one),
            mean,
            population,
            left_out,
            areas_left_out,
            zeros,
        }
    }

    fn rows(
        &self,
        (option, mode, when, quantity): (usize, Mode, When, Quantity),
        before: &Measured,
        after: &Measured,
    ) -> Vec<InequalityRow> {
        let kept =
            |m: &InequalityMeasure| m.is_of(quantity) && (self.deprivation.is_some() || !m.needs_rank());
        let same_people = before.areas_left_out == after.areas_left_out;
        let pairs = before.values.iter().zip(&after.values);
        let measures = InequalityMeasure::ALL.iter().zip(pairs).filter(|(m, _)| kept(m));
        measures
            .map(|(measure, (baseline, value))| {
                let figure = Figure::of(*baseline, *value);
                InequalityRow {
                    option,
                    mode,
                    when,
                    quantity,
                    measure: *measure,
                    figure: Figure { change: figure.change.filter(|_| same_people), ..figure },
                    mean: (before.mean, after.mean),
                    population: (before.population, after.population),
                    left_out: (before.left_out, after.left_out),
                    zeros: (before.zeros, after.zeros),
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gini of the way, from what is measured of three areas before and after.
    fn gini_of(people: [f64; 3], before: [f64; 3], after: [f64; 3]) -> InequalityRow {
        let residents = Residents {
            order: vec![0, 1, 2],
            people: people.to_vec(),
            boroughs: vec![0; 3],
            deprivation: None,
        };
        let quantity = Quantity::MinutesToNearest;
        let [before, after] = [before, after].map(|way| residents.measure(quantity, |i| way[i]));
        let about = (0, Mode::Walk, When::Week, quantity);
        residents.rows(about, &before, &after)[0]
    }

    #[test]
    fn as_many_others_left_out_are_not_the_same_people() {
        let (nowhere, people) = (f64::INFINITY, [50.0, 50.0, 80.0]);
        let others = gini_of(people, [nowhere, 1.0, 2.0], [1.0, nowhere, 2.0]);
        assert_eq!((others.left_out, others.population), ((50.0, 50.0), (130.0, 130.0)));
        assert!(others.figure.baseline.is_some() && others.figure.value.is_some());
        assert_eq!(others.figure.change, None);
        let same = gini_of(people, [nowhere, 1.0, 2.0], [nowhere, 1.0, 4.0]);
        assert!(same.figure.change.is_some_and(|change| change > 0.0));
        let fewer = gini_of(people, [nowhere, 1.0, 2.0], [3.0, 1.0, 2.0]);
        assert_eq!((fewer.left_out, fewer.figure.change), ((50.0, 0.0), None));
    }

    #[test]
    fn an_area_of_nobody_leaves_nobody_out() {
        let row = gini_of([0.0, 50.0, 80.0], [f64::INFINITY, 1.0, 2.0], [3.0, 1.0, 4.0]);
        assert!(row.left_out == (0.0, 0.0) && row.figure.change.is_some());
    }
}
