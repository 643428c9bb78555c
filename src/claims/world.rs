//! What claims are worked out from: ways and counters, each measured once for all claims of a file.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::assumption::Depends;
use super::choice::{Counters, Denominator, Doubtful, Pace};
use super::file::{Claim, ClaimFile};
use super::networks::{Hours, Networks};
use super::place::{Extent, Origin, Population};
use super::quantity::Quantity;
use super::reading::Reading;
use super::said::Unit;
use crate::access::{Assignment, OpenSet, Ranking};
use crate::city::{City, Confidence, Period, Roads, ZoneShares};
use crate::impact::{Numbered, planes};
use crate::scenario::Time;
use crate::space::Point;
use crate::travel::{Mode, Place, Plane, RoadModel, Spread};

/// Which network of counters: that of the city, or an option's before or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Network {
    City,
    Before(usize),
    After(usize),
}

/// Who goes to which counter: the plane by number, whether only the own borough's counters count, which are open.
type Job = (usize, bool, OpenSet);

/// What of a claim and a reading decides who goes to which counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Setting {
    plane: usize,
    own_borough: bool,
    network: Network,
    time: Time,
    doubtful: Doubtful,
    round_the_clock: bool,
}

/// Who goes to which counter under a reading.
#[derive(Clone, Copy)]
pub(super) struct Assigned<'w> {
    /// Alike for readings under which everybody goes to the same.
    pub number: usize,
    pub assignment: &'w Assignment,
    pub plane: &'w Plane,
}

impl Assigned<'_> {
    /// Seconds or metres by row, at the central values.
    pub(super) fn ways(&self, unit: Unit) -> &[f32] {
        match unit {
            Unit::Time => &self.assignment.time_s,
            _ => &self.assignment.length_m,
        }
    }

    /// What ways are measured in where a claim leaves it open: times, but for straight lines.
    pub(super) fn own_unit(&self) -> Unit {
        if self.plane.has_times() { Unit::Time } else { Unit::Length }
    }
}

/// Everything that the claims of a file need to know of the city.
pub struct World<'c> {
    pub(super) city: &'c City,
    pub(super) networks: &'c Networks,
    /// The row of every area in the planes, `None` where no claim needs it.
    row_of_area: Vec<Option<u32>>,
    /// The rows of single points.
    row_of_point: Vec<(Point, usize)>,
    pub(super) planes: Vec<Plane>,
    /// The number in `assignments` of every setting.
    numbers: BTreeMap<Setting, usize>,
    assignments: Vec<Assignment>,
    journeys: Journeys,
    /// Residents, households (not a number where they are not known) and one, by area.
    pub(super) weights: Vec<[f64; 3]>,
}

/// The ways between two places that claims are about.
#[derive(Default)]
struct Journeys {
    from: Vec<Point>,
    to: Vec<Point>,
    planes: Vec<Plane>,
}

impl<'c> World<'c> {
    /// Measures all that the claims need. `roads` are the city's; see [`ClaimFile::needs_roads`].
    pub fn new(city: &'c City, roads: Option<&Roads>, file: &'c ClaimFile) -> World<'c> {
        let model = roads.map(|roads| RoadModel::new(roads, &city.river));
        let (areas, points) = origins(&file.claims);
        let mut row_of_area = vec![None; city.areas.len()];
        (0u32..).zip(&areas).for_each(|(row, &area)| row_of_area[area] = Some(row));
        let row_of_point = points.iter().copied().zip(areas.len()..).collect();
        let home = |&a: &usize| Place::Area(a as u32, city.areas[a].point);
        let from: Vec<Place> =
            areas.iter().map(home).chain(points.iter().map(|p| Place::Point(*p))).collect();
        let sites: Vec<Point> = file.networks.sites.iter().map(|s| s.point).collect();
        let to_counters = modes(&file.claims, |q| !matches!(q, Quantity::Journey { .. }) && has_ways(q));
        let (planes, journeys) = rayon::join(
            || planes(city, model.as_ref(), &to_counters, &from, &sites),
            || Journeys::new(city, model.as_ref(), &file.claims),
        );
        let mut world = World {
            city,
            networks: &file.networks,
            row_of_area,
            row_of_point,
            planes,
            numbers: BTreeMap::new(),
            assignments: Vec::new(),
            journeys,
            weights: weights(city),
        };
        world.assign(&file.claims, &from);
        world
    }

    /// Who goes where, once for every distinct set of open counters.
    fn assign(&mut self, claims: &[Claim], from: &[Place]) {
        let mut settings = BTreeSet::new();
        for claim in claims.iter().filter(|c| has_counters(&c.quantity)) {
            for reading in claim.all_readings() {
                settings.extend(networks_of(claim).into_iter().map(|n| self.setting(claim, &reading, n)));
            }
        }
        let mut jobs: Numbered<Job> = Numbered::default();
        for setting in settings {
            let number = jobs.number((setting.plane, setting.own_borough, self.open_in(&setting)));
            self.numbers.insert(setting, number);
        }
        let borough_of = |place: &Place| match place {
            Place::Area(area, _) => self.city.areas[*area as usize].borough,
            // A point beyond every borough is in none of them.
            Place::Point(point) => self.city.borough_at(*point).unwrap_or(usize::MAX),
        };
        let of_row: Vec<usize> = from.iter().map(borough_of).collect();
        let of_site: Vec<usize> = self.networks.sites.iter().map(|s| s.borough).collect();
        let rankings: Vec<Ranking> = self.planes.iter().map(Ranking::new).collect();
        let assign = |(plane, own, open): &Job| {
            let limit = own.then_some((of_row.as_slice(), of_site.as_slice()));
            Assignment::new(&self.planes[*plane], &rankings[*plane], open, limit)
        };
        let assignments = jobs.in_order().par_iter().map(assign).collect();
        self.assignments = assignments;
    }

    fn setting(&self, claim: &Claim, reading: &Reading, network: Network) -> Setting {
        Setting {
            plane: plane_number(&self.planes, reading.mode, reading.time),
            ..setting(claim, reading, network)
        }
    }

    /// The counters that count under a reading.
    pub(super) fn open(&self, claim: &Claim, reading: &Reading, network: Network) -> OpenSet {
        self.open_in(&setting(claim, reading, network))
    }

    /// The sites that count under a reading in a place, which is a borough or the whole city.
    pub(super) fn open_sites(
        &self,
        claim: &Claim,
        reading: &Reading,
        place: Option<&Population>,
    ) -> Vec<usize> {
        let open = self.open(claim, reading, networks_of(claim)[0]);
        let is_there = |borough: usize| match place.map(|p| p.extent) {
            Some(Extent::Borough(of)) => of == borough,
            _ => true,
        };
        let sites = self.networks.sites.iter().enumerate();
        sites.filter(|(site, s)| open.is_open(*site) && is_there(s.borough)).map(|(site, _)| site).collect()
    }

    fn open_in(&self, setting: &Setting) -> OpenSet {
        let hours = self.hours(setting.network);
        let depends = if setting.round_the_clock { Depends::RoundTheClock } else { Depends::Hours };
        let leaves_out = setting.doubtful == Doubtful::Closed && depends.doubts(setting.time);
        OpenSet::from_fn(hours.len(), |site| {
            let Some(open) = &hours[site] else { return false };
            let is_open = match setting.time {
                Time::Any => true,
                Time::Minute(minute) => open.is_open(minute),
            };
            is_open
                && (!setting.round_the_clock || open.is_round_the_clock())
                && !(leaves_out && self.is_doubtful(site, setting.network))
        })
    }

    pub(super) fn hours(&self, network: Network) -> &'c Hours {
        match network {
            Network::City => &self.networks.city,
            Network::Before(option) => &self.networks.options[option].before,
            Network::After(option) => &self.networks.options[option].after,
        }
    }

    /// Whether a counter's hours are those of the city's table, and that is not sure of them. Hours that a scenario
    /// sets are what it asks about.
    fn is_doubtful(&self, site: usize, network: Network) -> bool {
        let of_table = self.city.stations.get(site).filter(|s| s.confidence == Confidence::Low);
        of_table.is_some_and(|station| station.counter == self.hours(network)[site])
    }

    /// Who goes where under a reading.
    pub(super) fn assigned(&self, claim: &Claim, reading: &Reading, network: Network) -> Assigned<'_> {
        let setting = self.setting(claim, reading, network);
        let number = self.numbers[&setting];
        Assigned { number, assignment: &self.assignments[number], plane: &self.planes[setting.plane] }
    }

    /// The row of a single point; one that claims begin at is there.
    pub(super) fn row_of_point(&self, point: Point) -> usize {
        let found = self.row_of_point.iter().find(|(p, _)| *p == point);
        found.expect("every point that a claim begins at is measured").1
    }

    /// The row of an area that a claim is about.
    pub(super) fn row_of_area(&self, area: usize) -> usize {
        self.row_of_area[area].expect("every area that a claim is about is measured") as usize
    }

    /// The way from place to place: metres and seconds at the central values, with their spreads.
    pub(super) fn journey(&self, from: Point, to: Point, reading: &Reading) -> (f64, Option<f64>, &Plane) {
        let Journeys { from: starts, to: ends, planes } = &self.journeys;
        let plane = &planes[plane_number(planes, reading.mode, reading.time)];
        if from == to {
            // Not the way to the street and back.
            return (0.0, plane.has_times().then_some(0.0), plane);
        }
        let number = |points: &[Point], p: Point| points.iter().position(|q| *q == p).expect("measured");
        let (row, column) = (number(starts, from), number(ends, to));
        let time = plane.time_s(row, column).map(f64::from);
        (f64::from(plane.length_m(row, column)), time, plane)
    }
}

impl ClaimFile {
    /// Whether any claim is about ways on foot or by car.
    pub fn needs_roads(&self) -> bool {
        modes(&self.claims, has_ways).iter().any(|m| *m != Mode::CrowFly)
    }
}

impl Journeys {
    fn new(city: &City, model: Option<&RoadModel<'_>>, claims: &[Claim]) -> Journeys {
        let ends = claims.iter().filter_map(|claim| match &claim.quantity {
            Quantity::Journey { from, to } => Some((from.point, to.point)),
            _ => None,
        });
        let mut journeys = Journeys::default();
        for (from, to) in ends {
            once(&mut journeys.from, from);
            once(&mut journeys.to, to);
        }
        let modes = modes(claims, |q| matches!(q, Quantity::Journey { .. }));
        if !journeys.from.is_empty() {
            let from: Vec<Place> = journeys.from.iter().map(|p| Place::Point(*p)).collect();
            journeys.planes = planes(city, model, &modes, &from, &journeys.to);
        }
        journeys
    }
}

/// The setting of a reading, but for its plane.
fn setting(claim: &Claim, reading: &Reading, network: Network) -> Setting {
    Setting {
        plane: 0,
        own_borough: reading.counters == Counters::OwnBorough,
        network,
        time: reading.time,
        doubtful: reading.doubtful,
        round_the_clock: claim.round_the_clock,
    }
}

/// The networks whose counters a claim is about.
pub(super) fn networks_of(claim: &Claim) -> Vec<Network> {
    match (claim.option, &claim.quantity) {
        (Some(option), Quantity::Ratio { .. }) => vec![Network::Before(option), Network::After(option)],
        (Some(option), _) => vec![Network::After(option)],
        (None, _) => vec![Network::City],
    }
}

/// The plane of a mode at a time; claims read only modes that were measured.
fn plane_number(planes: &[Plane], mode: Mode, time: Time) -> usize {
    let period: Period = time.period();
    let is_it = |p: &Plane| p.mode == mode && p.period.is_none_or(|of| of == period);
    planes.iter().position(is_it).expect("every mode of a claim is measured")
}

/// The areas, ascending, and the points from which ways to counters are needed.
fn origins(claims: &[Claim]) -> (Vec<usize>, Vec<Point>) {
    let mut areas = BTreeSet::new();
    let mut points = Vec::new();
    for claim in claims {
        match &claim.quantity {
            Quantity::NearestCounter { from } | Quantity::Ratio { from } => {
                for origin in from {
                    match origin {
                        Origin::Spot(spot) => once(&mut points, spot.point),
                        Origin::Population(population) => {
                            areas.extend(&population.areas);
                            once(&mut points, population.middle);
                        }
                    }
                }
            }
            Quantity::Coverage { place, .. } | Quantity::Catchment { place, .. } => {
                areas.extend(&place.areas)
            }
            _ => {}
        }
    }
    (areas.into_iter().collect(), points)
}

fn once(points: &mut Vec<Point>, point: Point) {
    if !points.contains(&point) {
        points.push(point);
    }
}

fn has_counters(quantity: &Quantity) -> bool {
    matches!(
        quantity,
        Quantity::NearestCounter { .. }
            | Quantity::Ratio { .. }
            | Quantity::Coverage { .. }
            | Quantity::Catchment { .. }
    )
}

fn has_ways(quantity: &Quantity) -> bool {
    has_counters(quantity) || matches!(quantity, Quantity::Journey { .. })
}

/// The modes of some claims, in the usual order.
fn modes(claims: &[Claim], of: impl Fn(&Quantity) -> bool) -> Vec<Mode> {
    let takes = |claim: &Claim, mode: Mode| {
        claim.assumptions.mode.contains(&mode) || claim.left_out.iter().any(|r| r.mode == mode)
    };
    let used = |mode: &Mode| claims.iter().any(|c| of(&c.quantity) && takes(c, *mode));
    Mode::ALL.into_iter().filter(used).collect()
}

/// Residents, households and one, by area. Households of a zone are spread as its residents are.
fn weights(city: &City) -> Vec<[f64; 3]> {
    let shares = ZoneShares::new(city);
    let of = |(number, area): (usize, &crate::city::Area)| {
        // Where nobody lives no household is missing.
        let unknown = if area.population > 0.0 { f64::NAN } else { 0.0 };
        let households =
            city.zones[area.zone].households.map_or(unknown, |(all, _)| all * shares.area(number));
        [area.population, households, 1.0]
    };
    city.areas.iter().enumerate().map(of).collect()
}

/// The number of a denominator in [`World::weights`].
pub(super) fn weight_number(of: Denominator) -> usize {
    match of {
        Denominator::People => 0,
        Denominator::Households => 1,
        Denominator::Areas => 2,
    }
}

/// The factor of a reading on lengths or times.
pub(super) fn factor(plane: &Plane, unit: Unit, pace: Pace) -> f64 {
    let spread: Spread = if unit == Unit::Time { plane.time_spread } else { plane.length_spread };
    match pace {
        Pace::Central => 1.0,
        Pace::Low => spread.low,
        Pace::High => spread.high,
        Pace::Between(part) => {
            spread.low + (spread.high - spread.low) * f64::from(part) / f64::from(u16::MAX)
        }
    }
}

/// The population whose ways to counters a reading is of; `None` of a single point.
pub(super) fn population_of<'q>(quantity: &'q Quantity, reading: &Reading) -> Option<&'q Population> {
    match quantity {
        Quantity::NearestCounter { from } | Quantity::Ratio { from } => match &from[reading.start] {
            Origin::Population(population) => Some(population),
            Origin::Spot(_) => None,
        },
        _ => None,
    }
}
