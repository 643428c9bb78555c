//! The model of reports in person, with its assumptions open.

use crate::access::{
    DecayRate, DecayRates, DecaySum, ReportFlow, ReportingCase, decay_per_min, incidents, latin_hypercube,
};
use crate::city::City;
use crate::scenario::{Assumption, ReportingSettings, Scenario};
use crate::travel::{CIRCUITY, DRIVING_SPEED, Estimate, Mode, Plane, WALKING_SPEED_KM_H};

use super::layout::Layout;
use super::places::Pair;

/// The number of the halving time among the assumptions.
const HALVING: usize = 0;

/// Crimes of one type as the city's table has it, or what its parts leave of one.
struct Column {
    /// Crimes a year in the study's areas; zero where they were not counted.
    study: Vec<f64>,
    /// Whether they were counted there.
    counted: Vec<bool>,
    city_recorded: f64,
    city: DecaySum,
}

/// What an assumption about travel does to all minutes alike.
struct TravelFactor {
    /// Its number.
    assumption: usize,
    /// The value that the matrix has.
    in_matrix: f64,
    /// A speed: the higher, the fewer minutes.
    speed: bool,
}

/// Everything that figures are made of but the values of the assumptions.
pub(super) struct Model<'a> {
    pub settings: &'a ReportingSettings,
    /// Those of the settings, then those of travel.
    pub assumptions: Vec<Assumption>,
    travel: Vec<TravelFactor>,
    rates: DecayRates,
    columns: Vec<Column>,
    /// How the types of the settings lie in the columns, and in each other.
    layout: Layout,
    /// Which of the study's areas each place holds.
    pub places: Vec<Vec<usize>>,
}

/// Where something was counted in a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coverage {
    /// Areas of the place.
    pub areas: usize,
    /// Those in which not everything was counted.
    pub missing: usize,
    /// Whether nothing was counted in any.
    pub nothing: bool,
}

/// A value for every assumption, and what follows from them for the whole city.
pub(super) struct Setting {
    pub values: Vec<f64>,
    rate: DecayRate,
    /// Decayed crime of the whole city in the baseline, by column.
    city: Vec<f64>,
}

impl<'a> Model<'a> {
    /// `baseline` holds minutes by area of the city; no way is longer than `longest_min` or the longest of these.
    pub(super) fn new(
        city: &City,
        scenario: &Scenario,
        settings: &'a ReportingSettings,
        plane: &Plane,
        baseline: &[f64],
        longest_min: f64,
    ) -> Self {
        let mut assumptions = settings.assumptions.clone();
        let travel = travel_factors(plane, &mut assumptions);
        let longest = baseline.iter().copied().filter(|m| m.is_finite()).fold(longest_min, f64::max);
        let rates = rates(&assumptions, &travel, longest);
        let layout = Layout::new(&settings.types);
        let columns = columns(&layout.counts(city), &scenario.study.areas, &rates, baseline);
        let in_study = |area: &usize| scenario.study.areas.binary_search(area).ok();
        Model {
            layout,
            places: settings.places.iter().map(|p| p.areas.iter().filter_map(in_study).collect()).collect(),
            settings,
            assumptions,
            travel,
            rates,
            columns,
        }
    }

    pub(super) fn into_assumptions(self) -> Vec<Assumption> {
        self.assumptions
    }

    /// Decaying sums of all columns over a place, from minutes by area of the study.
    pub(super) fn sums_of(&self, place: usize, minutes: &[f64]) -> Vec<DecaySum> {
        let areas = &self.places[place];
        let of_place = |values: &[f64]| -> Vec<f64> { areas.iter().map(|&a| values[a]).collect() };
        let columns: Vec<Vec<f64>> = self.columns.iter().map(|c| of_place(&c.study)).collect();
        self.rates.sums(&of_place(minutes), &columns.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    /// Crimes a year in the column of a type by area of a place, with the area's number in the study.
    pub(super) fn crimes_of(&self, kind: usize, place: usize) -> impl Iterator<Item = (usize, f64)> {
        let column = &self.columns[self.layout.column_of[kind]];
        self.places[place].iter().map(|&area| (area, column.study[area]))
    }

    /// The types that make up a type: itself, for what no other type holds of it, and all its parts.
    pub(super) fn members(&self, kind: usize) -> &[usize] {
        &self.layout.members[kind]
    }

    /// The types that count towards the total.
    pub(super) fn in_total(&self) -> Vec<usize> {
        let types = &self.settings.types;
        (0..types.len()).filter(|&kind| types[kind].in_total).collect()
    }

    /// Where some types were counted in a place.
    pub(super) fn coverage(&self, kinds: &[usize], place: usize) -> Coverage {
        let areas = &self.places[place];
        let counted = |area: usize, kind: usize| self.columns[self.layout.column_of[kind]].counted[area];
        Coverage {
            areas: areas.len(),
            missing: areas.iter().filter(|&&a| !kinds.iter().all(|&kind| counted(a, kind))).count(),
            nothing: !areas.iter().any(|&a| kinds.iter().any(|&kind| counted(a, kind))),
        }
    }

    /// Every assumption at its central value.
    pub(super) fn central(&self) -> Setting {
        self.setting(self.assumptions.iter().map(|a| a.range.central).collect())
    }

    /// The samples of the scenario.
    pub(super) fn samples(&self) -> Vec<Setting> {
        let (seed, samples) = (self.settings.seed, self.settings.samples);
        let column = |a: &Assumption| -> Vec<f64> {
            let purpose = format!("reporting: {}", a.name);
            latin_hypercube(seed, &purpose, samples).into_iter().map(|u| spread_out(u, a.range)).collect()
        };
        let columns: Vec<Vec<f64>> = self.assumptions.iter().map(column).collect();
        (0..samples).map(|i| self.setting(columns.iter().map(|c| c[i]).collect())).collect()
    }

    pub(super) fn setting(&self, values: Vec<f64>) -> Setting {
        let rate = self.rates.at(per_min(&self.travel, &values));
        let city = self.columns.iter().map(|c| c.city.at(&rate)).collect();
        Setting { values, rate, city }
    }

    /// The share of a type's crimes that would be reported in person right beside a counter.
    pub(super) fn share_at_the_door(&self, setting: &Setting, kind: usize) -> f64 {
        let column = self.layout.rest_of[kind];
        let mean_decay = setting.city[column] / self.columns[column].city_recorded;
        setting.values[self.settings.types[kind].counter_share] / mean_decay
    }

    /// Crimes a year counted in a place in the column of a type.
    pub(super) fn counted(&self, kind: usize, place: usize) -> f64 {
        self.crimes_of(kind, place).map(|(_, n)| n).sum()
    }

    /// The same without its parts that have columns of their own.
    pub(super) fn counted_alone(&self, kind: usize, place: usize) -> f64 {
        let column = &self.columns[self.layout.rest_of[kind]];
        self.places[place].iter().map(|&area| column.study[area]).sum()
    }

    /// Incidents behind the crimes of a type: those of its parts at their own reporting rates, and of the rest at its own.
    /// `counted_alone` holds crimes by type; `None` where no reporting rate is known.
    pub(super) fn incidents(&self, setting: &Setting, kind: usize, counted_alone: &[f64]) -> Option<f64> {
        let types = &self.settings.types;
        types[kind].reporting_rate?;
        // A part without a rate has that of the narrowest whole with one.
        let rate = |member: usize| {
            let mut wholes = std::iter::successors(Some(member), |&part| types[part].whole);
            wholes.find_map(|whole| types[whole].reporting_rate)
        };
        let of = |&member: &usize| {
            let recorded = counted_alone[member] * self.scale_alone(setting, member);
            Some(incidents(recorded, setting.values[rate(member)?]))
        };
        self.members(kind).iter().map(of).sum()
    }

    /// Reports in a place of some types together, each with its parts.
    pub(super) fn flow(&self, setting: &Setting, kinds: &[usize], pair: &Pair<'_>) -> ReportFlow {
        let mut sum = ReportFlow::default();
        for &member in kinds.iter().flat_map(|&kind| self.members(kind)) {
            sum.add(self.flow_alone(setting, member, pair));
        }
        sum
    }

    /// Reports in a place of what no other type holds of a type.
    pub(super) fn flow_alone(&self, setting: &Setting, kind: usize, pair: &Pair<'_>) -> ReportFlow {
        let of = &self.settings.types[kind];
        let column = self.layout.rest_of[kind];
        let case = ReportingCase {
            city_recorded: self.columns[column].city_recorded * self.scale_alone(setting, kind),
            city_decayed: setting.city[column],
            before_decayed: pair.before[column].at(&setting.rate),
            after_decayed: pair.after[column].at(&setting.rate),
            counter_share: setting.values[of.counter_share],
            channel_shift: setting.values[of.channel_shift],
        };
        case.flow()
    }

    /// What a type is of the crimes in its column.
    pub(super) fn scale(&self, setting: &Setting, kind: usize) -> f64 {
        self.settings.types[kind].share_of_crime.map_or(1.0, |share| setting.values[share])
    }

    /// What a type without its parts is of the crimes in the column of its rest. Parts that are shares leave less of it,
    /// everywhere alike.
    fn scale_alone(&self, setting: &Setting, kind: usize) -> f64 {
        let shares = &self.layout.shares_of[kind];
        if shares.is_empty() {
            return self.scale(setting, kind);
        }
        let recorded = |column: usize| self.columns[column].city_recorded;
        let all = recorded(self.layout.rest_of[kind]);
        let shared = |&part: &usize| self.scale(setting, part) * recorded(self.layout.column_of[part]);
        let held: f64 = shares.iter().map(shared).sum();
        if held < all { (all - held) / all } else { 0.0 }
    }

    /// The numbers, ascending, of the assumptions that reports in person of some types and their parts depend on; with
    /// `not_made`, also what becomes of those displaced.
    pub(super) fn moves(&self, kinds: &[usize], not_made: bool) -> Vec<usize> {
        let travel = self.travel.iter().map(|factor| factor.assumption);
        let of_type = |&kind: &usize| {
            let of = &self.settings.types[kind];
            let shift = not_made.then_some(of.channel_shift);
            [Some(of.counter_share), of.share_of_crime, shift].into_iter().flatten()
        };
        let members = kinds.iter().flat_map(|&kind| self.members(kind));
        let mut moving: Vec<usize> =
            std::iter::once(HALVING).chain(travel).chain(members.flat_map(of_type)).collect();
        moving.sort_unstable();
        moving.dedup();
        moving
    }
}

/// The rates that the ranges of the assumptions allow, for ways of up to `longest_min`.
fn rates(assumptions: &[Assumption], travel: &[TravelFactor], longest_min: f64) -> DecayRates {
    let corner = |slowest_decay: bool| {
        let end = |(i, a): (usize, &Assumption)| {
            let inverse = i == HALVING || travel.iter().any(|f| f.speed && f.assumption == i);
            if inverse == slowest_decay { a.range.high } else { a.range.low }
        };
        per_min(travel, &assumptions.iter().enumerate().map(end).collect::<Vec<f64>>())
    };
    DecayRates::covering(corner(true), corner(false), longest_min)
}

/// A column for each of the `counts` by area of the city; `study` holds the numbers of the study's areas.
fn columns(
    counts: &[Vec<Option<f64>>],
    study: &[usize],
    rates: &DecayRates,
    baseline: &[f64],
) -> Vec<Column> {
    let weights: Vec<Vec<f64>> =
        counts.iter().map(|c| c.iter().map(|n| n.unwrap_or(0.0)).collect()).collect();
    let sums = rates.sums(baseline, &weights.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let column = |((counts, weights), city): ((&Vec<Option<f64>>, &Vec<f64>), DecaySum)| Column {
        study: study.iter().map(|&area| weights[area]).collect(),
        counted: study.iter().map(|&area| counts[area].is_some()).collect(),
        city_recorded: weights.iter().sum(),
        city,
    };
    counts.iter().zip(&weights).zip(sums).map(column).collect()
}

/// The decay rate a minute of the matrix: ways that are really longer or slower decay faster.
fn per_min(travel: &[TravelFactor], values: &[f64]) -> f64 {
    travel.iter().fold(decay_per_min(values[HALVING]), |rate, factor| {
        let ratio = values[factor.assumption] / factor.in_matrix;
        if factor.speed { rate / ratio } else { rate * ratio }
    })
}

/// Enters what is assumed of travel in a plane's mode among the `assumptions`.
fn travel_factors(plane: &Plane, assumptions: &mut Vec<Assumption>) -> Vec<TravelFactor> {
    let mut factors = Vec::new();
    let mut enter = |name: &str, range: Estimate, unit, speed| {
        let source = "as in this run's travel times, which it scales all alike".to_string();
        factors.push(TravelFactor { assumption: assumptions.len(), in_matrix: range.central, speed });
        assumptions.push(Assumption { name: name.to_string(), range, unit, source });
    };
    if !plane.length_spread.is_exact() {
        enter("circuity", CIRCUITY, "metre per straight metre", false);
    }
    match plane.mode {
        Mode::Drive => enter("driving speed", DRIVING_SPEED, "times the speed of speeds.csv", true),
        Mode::Walk | Mode::CrowFly => enter("walking speed", WALKING_SPEED_KM_H, "km/h", true),
    }
    factors
}

/// A number of `[0, 1)` as a value of the range: as often below the central value as above, evenly on either side.
fn spread_out(u: f64, range: Estimate) -> f64 {
    match 2.0 * u {
        below if below < 1.0 => range.low + below * (range.central - range.low),
        above => range.central + (above - 1.0) * (range.high - range.central),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_samples_lie_below_the_central_value() {
        let range = Estimate { central: 20.0, low: 10.0, high: 40.0 };
        assert_eq!([0.0, 0.25, 0.5, 0.75].map(|u| spread_out(u, range)), [10.0, 15.0, 20.0, 30.0]);
        assert!(spread_out(1.0 - f64::EPSILON, range) <= 40.0);
        let fixed = Estimate { central: 0.3, low: 0.3, high: 0.3 };
        assert_eq!([0.0, 0.4, 0.9].map(|u| spread_out(u, fixed)), [0.3; 3]);
    }
}
