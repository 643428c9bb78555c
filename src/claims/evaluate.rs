//! The value of a claim's quantity under each of its readings.

use std::collections::BTreeSet;

use super::choice::{Allotment, Pace, Statistic};
use super::file::Claim;
use super::levels::{LevelTable, unit_of};
use super::place::{Origin, Population};
use super::quantity::{Cutoff, Quantity};
use super::reading::Reading;
use super::said::{Said, Unit};
use super::world::{Assigned, Network, World, factor, networks_of, weight_number};
use crate::access::NOBODY;
use crate::impact::{crimes_per, zone_shares};
use crate::scenario::{FigurePlace, Per};

/// What a quantity comes to under a reading.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figure {
    /// In the measure of the claim's unit; infinite where no counter can be reached, `None` where it is not defined or
    /// not known.
    pub value: Option<f64>,
    /// What was counted by residents, households and areas, and of how many: of shares and numbers of people.
    pub counted: Option<[(f64, f64); 3]>,
    /// The number of the site that is the nearest counter of a point.
    pub site: Option<usize>,
}

impl Figure {
    /// A sum over unknown numbers is no number, and no value.
    fn of(value: Option<f64>) -> Figure {
        Figure { value: value.filter(|v| !v.is_nan()), ..Figure::default() }
    }
}

/// Works out the claims of a file.
pub(super) struct Evaluator<'w> {
    pub world: &'w World<'w>,
    levels: LevelTable<'w>,
}

impl<'w> Evaluator<'w> {
    pub(super) fn new(world: &'w World<'w>, claims: &'w [Claim]) -> Evaluator<'w> {
        Evaluator { world, levels: LevelTable::new(world, claims) }
    }

    /// A figure for every reading of a claim, in order; none for a claim that cannot be tested.
    pub(super) fn figures(&self, claim: &Claim, readings: &[Reading]) -> Vec<Figure> {
        let Some(said) = &claim.said else { return Vec::new() };
        let each = |figure: &dyn Fn(&Reading) -> Figure| readings.iter().map(figure).collect();
        match &claim.quantity {
            Quantity::Journey { from, to } => each(&|r| {
                let (metres, seconds, plane) = self.world.journey(from.point, to.point, r);
                let way = if said.unit == Unit::Time { seconds } else { Some(metres) };
                Figure::of(way.map(|way| way * factor(plane, said.unit, r.pace)))
            }),
            Quantity::NearestCounter { from } => {
                let network = networks_of(claim)[0];
                each(&|r| self.nearest(claim, from, r, network))
            }
            Quantity::Ratio { from } => each(&|r| self.ratio(claim, from, r)),
            Quantity::Coverage { place, cutoff, beyond } => {
                self.shares(claim, said, place, readings, &Counting::Cutoff { cutoff, beyond: *beyond })
            }
            Quantity::Catchment { place, site } => {
                self.shares(claim, said, place, readings, &Counting::Nearest(*site))
            }
            Quantity::Counters { place } => each(&|r| self.counters(claim, place, r)),
            Quantity::Boroughs => each(&|r| self.boroughs(claim, r)),
            Quantity::Residents { place } => each(&|_| {
                let weight = if said.unit == Unit::Households { 1 } else { 0 };
                Figure::of(Some(place.areas.iter().map(|&a| self.world.weights[a][weight]).sum()))
            }),
            Quantity::Crime { place, types, .. } => self.crime(said, place, types, readings),
            Quantity::ReportsAtCounter { station } => {
                let a_day = self.world.city.stations[*station].reports_per_day;
                each(&|_| Figure::of(a_day.map(|n| n * days(said))))
            }
            Quantity::VisitsToCounter { station } => {
                let a_day = self.world.city.stations[*station].visits_per_day;
                each(&|_| Figure::of(a_day.map(|n| n * days(said))))
            }
            Quantity::Constables { pounds } => each(&|r| Figure::of(Some(pounds / r.constable))),
            Quantity::ConstableCost => each(&|r| Figure::of(Some(r.constable))),
            Quantity::Untestable { .. } => Vec::new(),
        }
    }

    fn nearest(&self, claim: &Claim, from: &[Origin], reading: &Reading, network: Network) -> Figure {
        let assigned = self.world.assigned(claim, reading, network);
        let unit = unit_of(claim, assigned);
        let scale = factor(assigned.plane, unit, reading.pace);
        let at = |row: usize| {
            let site = Some(assigned.assignment.station[row]).filter(|s| *s != NOBODY).map(usize::from);
            Figure { value: Some(f64::from(assigned.ways(unit)[row]) * scale), site, ..Figure::default() }
        };
        match (&from[reading.start], reading.statistic) {
            (Origin::Spot(spot), _) => {
                let nearest = at(self.world.row_of_point(spot.point));
                // At the counter itself there is no way to the street and back.
                let is_there = nearest.site.is_some_and(|s| self.world.networks.sites[s].point == spot.point);
                if is_there { Figure { value: Some(0.0), ..nearest } } else { nearest }
            }
            (Origin::Population(place), Statistic::Middle) => at(self.world.row_of_point(place.middle)),
            (Origin::Population(place), statistic) => {
                let levels = self.levels.of(claim, place, assigned);
                let way = match statistic {
                    Statistic::Mean => levels.mean[weight_number(reading.of)],
                    Statistic::Median => levels.median[weight_number(reading.of)],
                    Statistic::Worst | Statistic::Middle => Some(levels.worst),
                };
                Figure::of(way.map(|way| way * scale))
            }
        }
    }

    /// After as a multiple of before, infinite where there is no way after; nothing where there is none before, or it
    /// begins at the counter.
    fn ratio(&self, claim: &Claim, from: &[Origin], reading: &Reading) -> Figure {
        let [before, after] = [0, 1].map(|n| self.nearest(claim, from, reading, networks_of(claim)[n]));
        let is_way = |before: &f64| *before > 0.0 && before.is_finite();
        let ratio = before.value.filter(is_way).zip(after.value).map(|(before, after)| after / before);
        Figure { value: ratio, ..after }
    }

    /// How many of a place are counted, by all three denominators.
    fn shares(
        &self,
        claim: &Claim,
        said: &Said,
        place: &Population,
        readings: &[Reading],
        counting: &Counting<'_>,
    ) -> Vec<Figure> {
        let world = self.world;
        let homes: Vec<(usize, [f64; 3])> =
            place.areas.iter().map(|&a| (world.row_of_area(a), world.weights[a])).collect();
        let mut all = [0.0; 3];
        homes.iter().for_each(|(_, weights)| add(&mut all, *weights));
        let network = networks_of(claim)[0];
        let mut last: Option<(usize, Pace, [f64; 3])> = None;
        let figure = |reading: &Reading| {
            let assigned = world.assigned(claim, reading, network);
            // Readings that differ in the denominator alone follow each other.
            let same = last.filter(|(number, pace, _)| (*number, *pace) == (assigned.number, reading.pace));
            let counted =
                same.map_or_else(|| counting.sum(assigned, reading.pace, &homes), |(_, _, sum)| sum);
            last = Some((assigned.number, reading.pace, counted));
            let pairs = [0, 1, 2].map(|w| (counted[w], all[w]));
            let (part, whole) = pairs[weight_number(reading.of)];
            let value = match said.unit {
                Unit::Share => Some(part / whole).filter(|share| share.is_finite()),
                _ => Some(part).filter(|part| !part.is_nan()),
            };
            Figure { value, counted: Some(pairs), site: None }
        };
        readings.iter().map(figure).collect()
    }

    fn counters(&self, claim: &Claim, place: &Population, reading: &Reading) -> Figure {
        Figure::of(Some(self.world.open_sites(claim, reading, Some(place)).len() as f64))
    }

    fn boroughs(&self, claim: &Claim, reading: &Reading) -> Figure {
        let sites = self.world.open_sites(claim, reading, None);
        let boroughs: BTreeSet<usize> =
            sites.into_iter().map(|s| self.world.networks.sites[s].borough).collect();
        Figure::of(Some(boroughs.len() as f64))
    }

    fn crime(&self, said: &Said, place: &FigurePlace, types: &[usize], readings: &[Reading]) -> Vec<Figure> {
        let city = self.world.city;
        let ways = zone_shares(city, place);
        let figure = |reading: &Reading| {
            let of_series: Vec<usize> =
                types.iter().copied().filter(|&t| city.crimes.types[t].series == reading.series).collect();
            let way = Allotment::ALL.iter().position(|a| *a == reading.allotment).unwrap_or(0);
            let shares = ways.get(way).filter(|_| !of_series.is_empty());
            Figure::of(shares.and_then(|shares| crimes_per(city, &of_series, said.per(), shares)))
        };
        readings.iter().map(figure).collect()
    }

    /// The least and the greatest figure of a type of crime by itself; `None` where it is not collected in all of a place.
    pub(super) fn crime_range(&self, said: &Said, place: &FigurePlace, number: usize) -> Option<(f64, f64)> {
        let city = self.world.city;
        let ways = zone_shares(city, place);
        let figures = ways.iter().map(|shares| crimes_per(city, &[number], said.per(), shares));
        figures.collect::<Option<Vec<f64>>>().map(|figures| {
            let least = figures.iter().copied().fold(f64::INFINITY, f64::min);
            (least, figures.iter().copied().fold(f64::NEG_INFINITY, f64::max))
        })
    }
}

/// Who of a place counts.
enum Counting<'q> {
    /// Those within a cutoff, or those beyond it.
    Cutoff { cutoff: &'q Cutoff, beyond: bool },
    /// Those whose nearest counter is at this site.
    Nearest(usize),
}

impl Counting<'_> {
    /// The weights of the homes that count; `homes` are rows with their weights.
    fn sum(&self, assigned: Assigned<'_>, pace: Pace, homes: &[(usize, [f64; 3])]) -> [f64; 3] {
        let mut sum = [0.0; 3];
        match self {
            Counting::Cutoff { cutoff, beyond } => {
                let ways = assigned.ways(cutoff.unit);
                // Scaling every way by a factor is the same as dividing the cutoff by it.
                let limit = cutoff.value / factor(assigned.plane, cutoff.unit, pace);
                let counts = |row: usize| (f64::from(ways[row]) <= limit) != *beyond;
                homes.iter().filter(|(row, _)| counts(*row)).for_each(|(_, w)| add(&mut sum, *w));
            }
            Counting::Nearest(site) => {
                let stations = &assigned.assignment.station;
                let counts = |row: usize| stations[row] != NOBODY && usize::from(stations[row]) == *site;
                homes.iter().filter(|(row, _)| counts(*row)).for_each(|(_, w)| add(&mut sum, *w));
            }
        }
        sum
    }
}

fn add(sum: &mut [f64; 3], more: [f64; 3]) {
    sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

/// Days in the stretch of time that a number is of.
fn days(said: &Said) -> f64 {
    match said.per() {
        Per::Day => 1.0,
        Per::Week => 7.0,
        Per::Year => 365.0,
    }
}
