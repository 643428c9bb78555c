//! A mode's costs as the page has them, and the cells that must be exact.
//!
//! Costs are rounded, and what the page counts must not differ by it: whoever is counted in a figure of a shipped option is
//! counted in it on the page. So wherever a rounded cost would send an area to another counter, or put it on the other side
//! of a limit, under the baseline or an option, the costs in question are written in full.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::grid::Grid;
use super::layer::{Layer, Rounding};
use super::numbers::Numbers;
use crate::access::{NOBODY, OpenSet};
use crate::impact::{Cutoff, Fate, ModeImpact, change};
use crate::report::Results;
use crate::scenario::{AccessSettings, Time};
use crate::travel::{Mode, Plane, Spread, WALKING_SPEED_KM_H};

const TIMES: Rounding = Rounding { step: 1.0, tolerance: 30 };
const LENGTHS: Rounding = Rounding { step: 10.0, tolerance: 30 };

/// Lengths that differ from a time by the walking speed alone differ by less than this, metres: roundings of roads.
const SAME_LENGTH_M: f64 = 0.5;

/// Where the page has a plane's lengths from.
enum Lengths {
    /// Positions.
    Straight,
    /// Times: metres a second.
    OfTimes(f64),
    /// A layer of their own.
    Own(Layer),
}

/// A plane on the page.
pub(super) struct PagePlane<'p> {
    pub plane: &'p Plane,
    /// Numbers of the scenario's times at which it holds.
    pub times: Vec<usize>,
    time: Option<Layer>,
    lengths: Lengths,
    /// The number, among the planes of its mode, of the one whose lengths its own are differences from.
    pub lengths_beside: Option<usize>,
    /// By cell: whether its costs are written in full.
    exact: Vec<bool>,
}

impl<'p> PagePlane<'p> {
    /// The planes of a mode that the scenario's times ask for.
    pub fn of_mode(results: &'p Results<'_>, grid: &Grid, of_mode: &ModeImpact) -> Vec<PagePlane<'p>> {
        let mut planes: Vec<PagePlane<'p>> = Vec::new();
        for plane in results.answer.matrix.planes.iter().filter(|p| p.mode == of_mode.mode) {
            let holds = |t: &(usize, &Time)| plane.period.is_none_or(|period| t.1.period() == period);
            let times = results.scenario.access.times.iter().enumerate().filter(holds).map(|(i, _)| i);
            let times: Vec<usize> = times.collect();
            if !times.is_empty() {
                planes.push(PagePlane::new(grid, plane, times, planes.first()));
            }
        }
        mark_exact(results, grid, of_mode, &mut planes);
        planes
    }

    fn new(grid: &Grid, plane: &'p Plane, times: Vec<usize>, beside: Option<&PagePlane<'_>>) -> Self {
        let of_times = || {
            let m_per_s = WALKING_SPEED_KM_H.central / 3.6;
            let differs = |area: usize, site: usize| {
                let (length, time) = (plane.length_m(area, site), plane.time_s(area, site).unwrap_or(0.0));
                length.is_finite() && (f64::from(length) - f64::from(time) * m_per_s).abs() > SAME_LENGTH_M
            };
            let cells =
                (0..plane.areas()).flat_map(|area| (0..plane.stations()).map(move |site| (area, site)));
            let walked = plane.mode == Mode::Walk && !cells.into_iter().any(|(a, s)| differs(a, s));
            walked.then_some(m_per_s)
        };
        let time = || {
            let cost = |area, site| plane.time_s(area, site).unwrap_or(f32::INFINITY);
            plane.has_times().then(|| Layer::new(grid, TIMES, None, cost))
        };
        let own_lengths = || {
            let base = beside.and_then(|b| match &b.lengths {
                Lengths::Own(layer) => Some(layer),
                _ => None,
            });
            let layer = Layer::new(grid, LENGTHS, base, |area, site| plane.length_m(area, site));
            (Lengths::Own(layer), base.map(|_| 0))
        };
        let lengths = || match (plane.mode, of_times()) {
            (Mode::CrowFly, _) => (Lengths::Straight, None),
            (_, Some(m_per_s)) => (Lengths::OfTimes(m_per_s), None),
            _ => own_lengths(),
        };
        let (time, (lengths, lengths_beside)) = rayon::join(time, lengths);
        PagePlane {
            plane,
            times,
            time,
            lengths,
            lengths_beside,
            exact: vec![false; grid.areas.len() * grid.sites.len()],
        }
    }

    /// Metres and seconds as the page has them; as [`Plane`].
    fn cost(&self, grid: &Grid, area: usize, site: usize) -> (f32, Option<f32>) {
        let cell = site * grid.areas.len() + area;
        let (length, time) = (self.plane.length_m(area, site), self.plane.time_s(area, site));
        if length.is_infinite() || self.exact[cell] {
            return (length, time);
        }
        let rounded =
            |layer: &Layer, rounding: Rounding| (f64::from(layer.steps[cell]) * rounding.step) as f32;
        let time = self.time.as_ref().map(|layer| rounded(layer, TIMES));
        let length = match &self.lengths {
            Lengths::Straight => grid.straight_m(area, site),
            Lengths::OfTimes(m_per_s) => (f64::from(time.unwrap_or(0.0)) * m_per_s) as f32,
            Lengths::Own(layer) => rounded(layer, LENGTHS),
        };
        (length, time)
    }

    /// Everything the page needs of it, with the blocks of numbers that belong to it.
    pub fn packed(&self, grid: &Grid) -> PackedPlane {
        let areas = grid.areas.len();
        let cells = || (0..grid.sites.len()).flat_map(|site| (0..areas).map(move |area| (area, site)));
        let mut unreachable = Numbers::default();
        let none = cells().filter(|&(area, site)| self.plane.length_m(area, site).is_infinite());
        unreachable.push_steps(none.map(|(area, site)| (site * areas + area) as i64));
        let exact: Vec<(usize, usize)> =
            cells().filter(|&(area, site)| self.exact[site * areas + area]).collect();
        let mut full = Numbers::default();
        full.push_steps(exact.iter().map(|&(area, site)| (site * areas + area) as i64));
        let bits = |value: f32| i64::from(value.to_bits());
        full.push_steps(exact.iter().map(|&(area, site)| bits(self.plane.length_m(area, site))));
        full.push_steps(exact.iter().filter_map(|&(area, site)| self.plane.time_s(area, site)).map(bits));
        PackedPlane {
            time: self.time.as_ref().map(|layer| layer.packed.clone()),
            length: match &self.lengths {
                Lengths::Own(layer) => Some(layer.packed.clone()),
                _ => None,
            },
            metres_a_second: match self.lengths {
                Lengths::OfTimes(m_per_s) => Some(m_per_s),
                _ => None,
            },
            exact: full.pack(),
            exact_cells: exact.len(),
            unreachable: unreachable.pack(),
        }
    }
}

/// A plane's blocks of numbers.
pub(super) struct PackedPlane {
    pub time: Option<String>,
    pub length: Option<String>,
    pub metres_a_second: Option<f64>,
    pub exact: String,
    pub exact_cells: usize,
    pub unreachable: String,
}

/// Seconds of a step of the page's times, and metres of one of its lengths.
pub(super) const STEPS: (f64, f64) = (TIMES.step, LENGTHS.step);

/// An open set as it is evaluated: the plane's place among the page's, whether only the own borough counts, who is open.
type Asked = (usize, bool, OpenSet);

/// Finds the cells that must be exact, until nothing that is asked about differs.
fn mark_exact(results: &Results<'_>, grid: &Grid, of_mode: &ModeImpact, planes: &mut [PagePlane<'_>]) {
    let scenario = results.scenario;
    let at = |time: Time| {
        let number = scenario.access.times.iter().position(|t| *t == time)?;
        planes.iter().position(|p| p.times.contains(&number))
    };
    let mut asked: BTreeMap<usize, Asked> = BTreeMap::new();
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for c in &of_mode.comparisons {
        let Some(plane) = at(c.time) else { continue };
        let option = &scenario.options[c.option];
        let own = option.own_borough_only;
        asked.insert(c.before, (plane, own, OpenSet::when(&scenario.baseline, c.time)));
        asked.insert(c.after, (plane, own, OpenSet::when(&option.counters, c.time)));
        pairs.insert((c.before, c.after));
    }
    let limits = Limits { results, grid, of_mode };
    let mut areas: Vec<usize> = (0..grid.areas.len()).collect();
    while !areas.is_empty() {
        let asked_about: Vec<(&usize, &Asked)> = asked.iter().collect();
        let of_one = asked_about.par_iter().flat_map_iter(|(number, (plane, own, open))| {
            let found = limits.of_one(&planes[*plane], **number, *own, open, &areas);
            found.into_iter().map(|cell| (*plane, cell))
        });
        let mut differ: Vec<(usize, usize)> = of_one.collect();
        for &(before, after) in &pairs {
            let [b, a] = [before, after].map(|number| asked[&number].0);
            let found = limits.of_two((&planes[b], before), (&planes[a], after), &areas);
            differ.extend(found.into_iter().flat_map(|(x, y)| [(b, x), (a, y)]));
        }
        differ.retain(|&(plane, cell)| !std::mem::replace(&mut planes[plane].exact[cell], true));
        // A cost in full can make another site the nearest: these areas are looked at again.
        let changed: BTreeSet<usize> = differ.into_iter().map(|(_, cell)| cell % grid.areas.len()).collect();
        areas = changed.into_iter().collect();
    }
}

struct Limits<'l> {
    results: &'l Results<'l>,
    grid: &'l Grid,
    of_mode: &'l ModeImpact,
}

impl Limits<'_> {
    /// The cells for which an area goes elsewhere, or falls on the other side of a cutoff, by rounded costs.
    fn of_one(
        &self,
        plane: &PagePlane<'_>,
        number: usize,
        own: bool,
        open: &OpenSet,
        areas: &[usize],
    ) -> Vec<usize> {
        let grid = self.grid;
        let scenario = self.results.scenario;
        let assignment = &self.of_mode.evaluations[number].assignment;
        let sites: Vec<usize> = (0..grid.sites.len()).filter(|s| open.is_open(*s)).collect();
        let borough = |area: usize| self.results.city.areas[scenario.study.areas[area]].borough;
        let mut differ = Vec::new();
        for &area in areas {
            let counts = |site: &&usize| !own || scenario.sites[**site].borough == borough(area);
            let impedance = |site: usize| {
                let (length, time) = plane.cost(grid, area, site);
                time.unwrap_or(length)
            };
            let costs = sites.iter().filter(counts).map(|&site| (impedance(site), site));
            let least =
                costs.filter(|c| c.0.is_finite()).reduce(|best, c| if c.0 < best.0 { c } else { best });
            let Some((_, nearest)) = least else { continue };
            let station = assignment.station[area];
            let cell = |site: usize| site * grid.areas.len() + area;
            if station != NOBODY && usize::from(station) != nearest {
                differ.extend([cell(nearest), cell(usize::from(station))]);
                continue;
            }
            let (length, time) = plane.cost(grid, area, nearest);
            let is_within = |cutoff: Cutoff, length: f32, time: Option<f32>| match cutoff {
                Cutoff::Km(_) => f64::from(length) <= cutoff.raw(),
                Cutoff::Min(_) => time.is_some_and(|t| f64::from(t) <= cutoff.raw()),
            };
            let exact = (assignment.length_m[area], assignment.time_s.get(area).copied());
            let crosses = |c: &Cutoff| is_within(*c, length, time) != is_within(*c, exact.0, exact.1);
            if cutoffs(&scenario.access).any(|c| crosses(&c)) {
                differ.push(cell(nearest));
            }
        }
        differ
    }

    /// The cells of the counters before and after for which an area fares otherwise by rounded costs, at the central
    /// assumptions or at an end of their range.
    fn of_two(
        &self,
        (plane_before, before): (&PagePlane<'_>, usize),
        (plane_after, after): (&PagePlane<'_>, usize),
        areas: &[usize],
    ) -> Vec<(usize, usize)> {
        let grid = self.grid;
        let [b, a] = [before, after].map(|n| &self.of_mode.evaluations[n].assignment);
        let access = &self.results.scenario.access;
        let factors = ends(plane_after.plane);
        let mut differ = Vec::new();
        for &area in areas {
            let (from, to) = (b.station[area], a.station[area]);
            if from == to || from == NOBODY || to == NOBODY {
                continue;
            }
            let (from, to) = (usize::from(from), usize::from(to));
            let x = plane_before.cost(grid, area, from);
            let y = plane_after.cost(grid, area, to);
            let metres = [change(x.0, y.0), change(b.length_m[area], a.length_m[area])];
            let exact = b.time_s.get(area).zip(a.time_s.get(area)).map(|(b, a)| change(*b, *a));
            let seconds = [x.1.zip(y.1).map(|(x, y)| change(x, y)), exact];
            let fate = |side: usize, (l, t): (f64, f64)| {
                Fate::of(metres[side] * l, seconds[side].map(|s| s * t), access)
            };
            if factors.iter().any(|f| fate(0, *f) != fate(1, *f)) {
                let cell = |site: usize| site * grid.areas.len() + area;
                differ.push((cell(from), cell(to)));
            }
        }
        differ
    }
}

/// Factors on lengths and times: none, and the two ends of the range.
fn ends(plane: &Plane) -> [(f64, f64); 3] {
    let Spread { low, high } = plane.length_spread;
    [(1.0, 1.0), (low, plane.time_spread.low), (high, plane.time_spread.high)]
}

/// All cutoffs of a scenario.
fn cutoffs(access: &AccessSettings) -> impl Iterator<Item = Cutoff> + '_ {
    let km = access.within_km.iter().map(|km| Cutoff::Km(*km));
    km.chain(access.within_min.iter().map(|min| Cutoff::Min(*min)))
}
