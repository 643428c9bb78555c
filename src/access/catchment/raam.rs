//! The rational agent access model: people who avoid queues as well as journeys.

use std::collections::BTreeMap;

use super::matrix::LANES;
use super::passes::padded;
use super::{CatchmentError, Catchments};
use crate::travel::widest;

/// Somebody who could save less than this stays; 1 is a journey of tau, or a station at the mean load.
const INDIFFERENT: f64 = 1e-9;

/// Sweeps over everybody before giving up.
const MOST_SWEEPS: usize = 10_000;

/// Sweeps over those on the borders of catchments between two over everybody.
const BORDER_SWEEPS: usize = 40;

/// Marks an area whose people go to several stations, or to none.
const SEVERAL: u16 = u16::MAX;

/// Where everybody goes when nobody can do better alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Equilibrium {
    /// What a resident of each area bears: travel / tau + load / (rho supply) of the station. Infinite where no station
    /// with supply can be reached; where nobody lives, what a visitor would bear.
    pub cost: Vec<f64>,
    /// The people at each station.
    pub load: Vec<f64>,
    /// Who goes where: each area's stations in ascending order, areas ascending; areas without people or without a
    /// station are left out.
    pub allocations: Vec<Allocation>,
    /// The most that anybody could still save by going elsewhere.
    pub regret: f64,
    /// How many times everybody was asked.
    pub sweeps: usize,
}

/// People of an area who go to a station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allocation {
    /// Number of the area.
    pub area: usize,
    /// Number of the station.
    pub station: usize,
    /// How many people.
    pub people: f64,
}

impl Catchments<'_> {
    /// The rational agent access model (Saxon and Snow 2020, *Annals of the American Association of Geographers* 110(1)):
    /// a resident who goes from i to j bears c_ij / tau + (D_j / s_j) / rho, where D_j are all who go to j and rho is the
    /// demand per supply of the whole region; everybody goes where that is least.
    ///
    /// `tau` is the journey that is as bad as a station at the mean load, in the unit of the costs (60 minutes in the
    /// paper). Lower is better: this is a cost, not an access.
    ///
    /// The equilibrium is that of a congestion game, hence the least of a convex potential, and the loads are unique.
    /// It is found by asking one area after another for its best answer to all others, which lowers the potential
    /// every time. Between two rounds over everybody, only those are asked who are nearly indifferent.
    ///
    /// # Errors
    /// [`CatchmentError::Amount`] for a `tau` that is not a positive number; [`CatchmentError::NotSettled`].
    pub fn raam(&self, tau: f64) -> Result<Equilibrium, CatchmentError> {
        if !(tau.is_finite() && tau > 0.0) {
            return Err(CatchmentError::Amount { what: "tau, of which there is", number: 1, value: tau });
        }
        let mut agents = Agents::new(self, tau);
        let mut sweeps = 0;
        loop {
            let (regret, width) = widest(
                #[inline(always)]
                || agents.ask_everybody(),
            );
            sweeps += 1;
            if regret <= INDIFFERENT {
                break;
            }
            if sweeps == MOST_SWEEPS {
                return Err(CatchmentError::NotSettled { sweeps, regret });
            }
            widest(
                #[inline(always)]
                || agents.ask_borders(width),
            );
        }
        Ok(agents.settled(sweeps))
    }
}

struct Agents<'a> {
    of: &'a Catchments<'a>,
    per_tau: f64,
    /// rho s_j by station; 0 without supply.
    capacity: Vec<f64>,
    /// What the load of each station adds to its cost, infinite without supply.
    congestion: Vec<f64>,
    load: Vec<f64>,
    /// Each area's station, or [`SEVERAL`].
    choice: Vec<u16>,
    several: BTreeMap<usize, Vec<(u16, f64)>>,
    /// The areas in the order in which they are asked.
    order: Vec<usize>,
}

impl<'a> Agents<'a> {
    /// Everybody arrives one area after another, those who are there already standing for all who come.
    fn new(of: &'a Catchments<'a>, tau: f64) -> Agents<'a> {
        let supply: f64 = of.supply.iter().sum();
        let everybody: f64 = of.demand.iter().sum();
        // Where nobody lives there is no congestion, whatever its scale.
        let rho = if everybody > 0.0 && supply > 0.0 { everybody / supply } else { 1.0 };
        let capacity: Vec<f64> = of.supply.iter().map(|s| s * rho).collect();
        let empty: Vec<f64> = capacity.iter().map(|c| if *c > 0.0 { 0.0 } else { f64::INFINITY }).collect();
        let areas = of.costs.areas();
        let mut agents = Agents {
            of,
            per_tau: 1.0 / tau,
            congestion: padded(of.costs, &empty),
            load: vec![0.0; capacity.len()],
            capacity,
            choice: vec![SEVERAL; areas],
            several: BTreeMap::new(),
            order: spread_out(areas).filter(|&area| of.demand[area] > 0.0).collect(),
        };
        agents.arrive(everybody);
        agents
    }

    fn arrive(&mut self, everybody: f64) {
        let mut bearing = vec![0.0; self.congestion.len()];
        let mut arrived = 0.0;
        for area in self.order.clone() {
            let people = self.of.demand[area];
            self.bear(area, &mut bearing);
            let costs = &bearing;
            let best = (0..self.load.len()).min_by(|a, b| costs[*a].total_cmp(&costs[*b]));
            let Some(station) = best.filter(|s| costs[*s].is_finite()) else { continue };
            arrived += people;
            self.choice[area] = station as u16;
            self.load[station] += people;
            self.congestion[station] = self.load[station] / self.capacity[station] * (everybody / arrived);
        }
        self.order.retain(|&area| self.choice[area] != SEVERAL);
        (0..self.load.len()).for_each(|station| self.update(station));
    }

    /// What each station costs an area, as loaded as it is.
    #[inline(always)]
    fn bear(&self, area: usize, bearing: &mut [f64]) {
        let costs = self.of.costs.padded_row(area).iter().zip(&self.congestion);
        for (bearing, (&cost, congestion)) in bearing.iter_mut().zip(costs) {
            *bearing = f64::from(cost) * self.per_tau + congestion;
        }
    }

    fn update(&mut self, station: usize) {
        if self.capacity[station] > 0.0 {
            self.congestion[station] = self.load[station] / self.capacity[station];
        }
    }

    /// Asks everybody once. Returns the most that anybody could have saved when asked, and how far costs have shifted;
    /// those who are indifferent within that go on the list of the borders.
    #[inline(always)]
    fn ask_everybody(&mut self) -> (f64, f64) {
        let before = self.congestion.clone();
        let order = std::mem::take(&mut self.order);
        let regret = self.ask(&order);
        let shifts = before.iter().zip(&self.congestion);
        let shift = shifts.filter(|(b, _)| b.is_finite()).map(|(b, a)| (b - a).abs()).fold(0.0, f64::max);
        self.order = order;
        (regret, 4.0 * shift)
    }

    #[inline(always)]
    fn ask(&mut self, areas: &[usize]) -> f64 {
        let mut bearing = vec![0.0; self.congestion.len()];
        let mut regret = 0.0;
        for &area in areas {
            self.bear(area, &mut bearing);
            let saving = self.dearest(area, &bearing) - least(&bearing);
            if saving > INDIFFERENT {
                self.answer(area, &mut bearing);
            }
            regret = if saving > regret { saving } else { regret };
        }
        regret
    }

    /// Asks those on the borders until they are settled among themselves.
    #[inline(always)]
    fn ask_borders(&mut self, width: f64) {
        let mut bearing = vec![0.0; self.congestion.len()];
        let mut borders = Vec::new();
        for &area in &self.order {
            self.bear(area, &mut bearing);
            let near = least(&bearing) + width;
            let close = bearing.iter().filter(|cost| **cost <= near).count();
            if close > 1 {
                borders.push(area);
            }
        }
        for _ in 0..BORDER_SWEEPS {
            if self.ask(&borders) <= INDIFFERENT {
                break;
            }
        }
    }

    /// The highest cost that anybody of an area bears.
    #[inline(always)]
    fn dearest(&self, area: usize, bearing: &[f64]) -> f64 {
        match self.choice[area] {
            SEVERAL => {
                let used = self.several[&area].iter().map(|(station, _)| bearing[usize::from(*station)]);
                used.fold(0.0, f64::max)
            }
            station => bearing[usize::from(station)],
        }
    }

    /// Sends the people of an area where they bear least, all others staying: stations are filled up to one level.
    #[inline(never)]
    fn answer(&mut self, area: usize, bearing: &mut [f64]) {
        let people = self.of.demand[area];
        let leaving = match self.choice[area] {
            SEVERAL => self.several.remove(&area).unwrap_or_default(),
            station => vec![(station, people)],
        };
        for &(station, people) in &leaving {
            let station = usize::from(station);
            self.load[station] -= people;
            self.update(station);
            bearing[station] -= people / self.capacity[station];
        }
        let mut open: Vec<(f64, u16)> = (0..self.load.len())
            .filter(|s| bearing[*s].is_finite())
            .map(|s| (bearing[s], s as u16))
            .collect();
        open.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        // The level to which the cheapest stations rise when they take everybody; the next joins while it is below.
        let (mut capacity, mut filled, mut used, mut level) = (0.0, 0.0, 0, f64::INFINITY);
        while used < open.len() && open[used].0 < level {
            let (cost, station) = open[used];
            capacity += self.capacity[usize::from(station)];
            filled += self.capacity[usize::from(station)] * cost;
            used += 1;
            level = (people + filled) / capacity;
        }
        let share = |&(cost, station): &(f64, u16)| {
            (station, ((level - cost) * self.capacity[usize::from(station)]).max(0.0))
        };
        let mut taken: Vec<(u16, f64)> = open[..used].iter().map(share).collect();
        if let [(station, all)] = taken.as_mut_slice() {
            *all = people;
            self.choice[area] = *station;
        } else {
            self.choice[area] = SEVERAL;
        }
        for &(station, people) in &taken {
            self.load[usize::from(station)] += people;
            self.update(usize::from(station));
        }
        if taken.len() > 1 {
            taken.sort_unstable_by_key(|(station, _)| *station);
            self.several.insert(area, taken);
        }
    }
}

/// The least of all costs.
#[inline(always)]
fn least(bearing: &[f64]) -> f64 {
    let mut least = [f64::INFINITY; LANES];
    for bearing in bearing.as_chunks::<LANES>().0 {
        for (least, bearing) in least.iter_mut().zip(bearing) {
            *least = if *bearing < *least { *bearing } else { *least };
        }
    }
    least.into_iter().fold(f64::INFINITY, f64::min)
}

/// All numbers below `count`, neighbours far apart: files list places street by street.
fn spread_out(count: usize) -> impl Iterator<Item = usize> {
    // Close to the golden section of the list, and without a common divisor.
    let mut step = ((count as f64 * 0.618_034) as usize).max(1);
    while gcd(step, count.max(1)) > 1 {
        step += 1;
    }
    (0..count).scan(0, move |at, _| {
        let here = *at;
        *at = (here + step) % count;
        Some(here)
    })
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

impl Agents<'_> {
    /// The end state, with loads and regret summed afresh.
    fn settled(mut self, sweeps: usize) -> Equilibrium {
        let mut allocations = Vec::with_capacity(self.order.len());
        self.order.sort_unstable();
        for &area in &self.order {
            let mut go = |station: u16, people| {
                allocations.push(Allocation { area, station: usize::from(station), people });
            };
            match self.choice[area] {
                SEVERAL => self.several[&area].iter().for_each(|&(station, people)| go(station, people)),
                station => go(station, self.of.demand[area]),
            }
        }
        self.load.fill(0.0);
        allocations.iter().for_each(|a| self.load[a.station] += a.people);
        (0..self.load.len()).for_each(|station| self.update(station));
        let mut bearing = vec![0.0; self.congestion.len()];
        let mut cost = Vec::with_capacity(self.of.demand.len());
        let mut regret: f64 = 0.0;
        let mut rest = allocations.as_slice();
        for area in 0..self.of.costs.areas() {
            self.bear(area, &mut bearing);
            let least = least(&bearing);
            let own;
            (own, rest) = rest.split_at(rest.partition_point(|a| a.area == area));
            let people: f64 = own.iter().map(|a| a.people).sum();
            let costs = &bearing;
            let borne: f64 = own.iter().map(|a| a.people * costs[a.station]).sum();
            let dearest = own.iter().filter(|a| a.people > 0.0).map(|a| costs[a.station] - least);
            regret = dearest.fold(regret, f64::max);
            cost.push(if people > 0.0 { borne / people } else { least });
        }
        Equilibrium { cost, load: self.load, allocations, regret, sweeps }
    }
}
