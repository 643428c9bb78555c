//! A congestion game of many small players, solved by the prices of its stations.
//!
//! Every station j has a price q_j, and everybody goes where travel plus price is least. In equilibrium the price is the
//! congestion that these choices cause: q_j = D_j / capacity_j. Such prices maximise a concave function of as many
//! variables as there are stations, whatever the number of people.
//!
//! Choices jump, so they are made smooth first: an area's people spread over the stations that are within mu of the
//! cheapest, the more the cheaper (the projection on the simplex; mu is the most that anybody forgoes). Newton's method
//! solves that exactly, as loads are then piecewise linear in the prices; mu is lowered step by step.

use super::matrix::{CostMatrix, LANES};
use super::passes::padded;
use super::{Allocation, CatchmentError, Equilibrium};
use crate::travel::widest;

/// The first mu.
const COARSEST: f64 = 0.05;

/// Each mu by the one before it.
const FINER: f64 = 0.2;

/// Stations within so many mu of an area's cheapest, and within at least so much, are looked at before prices are compared
/// anew.
const WIDTH: f64 = 10.0;
const LEAST_WIDTH: f64 = 0.004;

/// While mu is coarser than this, one area in so many stands for all, where there are enough.
const COARSE: f64 = 0.02;
const ONE_IN: usize = 8;
const ENOUGH: usize = 4_000;

/// Newton steps before giving up.
const MOST_STEPS: usize = 2_000;

/// Prices and congestion may differ by this share of mu.
const PRECISE: f64 = 0.05;

/// Players, stations and costs.
pub(super) struct Game<'g> {
    pub costs: &'g CostMatrix,
    pub demand: &'g [f64],
    pub per_tau: f64,
    /// The people who cause a congestion of 1 at each station; 0 where nobody may go.
    pub capacity: Vec<f64>,
}

/// The areas that may choose between stations while prices stay near those of now, and what all others do.
struct Contested {
    /// The people at each station who have no other choice.
    settled: Vec<f64>,
    /// Areas with one station: the area and the station.
    alone: Vec<(u32, u16)>,
    /// Areas with several, and where their stations start.
    areas: Vec<u32>,
    starts: Vec<u32>,
    stations: Vec<u16>,
    /// Travel to each, by tau.
    travel: Vec<f64>,
}

impl Game<'_> {
    /// Who goes where in an equilibrium in which nobody forgoes more than `indifferent`, or little more.
    pub(super) fn settle(&self, indifferent: f64) -> Result<Vec<Allocation>, CatchmentError> {
        let mut prices = vec![1.0; self.capacity.len()];
        let mut steps = 0;
        let mut mu = COARSEST;
        if self.demand.len() >= ENOUGH {
            let sample = self.sample();
            let sample = Game { demand: &sample, capacity: self.capacity.clone(), ..*self };
            while mu > COARSE {
                sample.settle_within(mu, &mut prices, &mut steps)?;
                mu *= FINER;
            }
        }
        loop {
            let (contested, parts) = self.settle_within(mu, &mut prices, &mut steps)?;
            if mu <= indifferent {
                return Ok(self.allocations(&contested, &parts));
            }
            mu = (mu * FINER).max(indifferent);
        }
    }

    /// One area in [`ONE_IN`] with the people of all.
    fn sample(&self) -> Vec<f64> {
        let is_in = |area: usize| area.is_multiple_of(ONE_IN);
        let chosen: f64 = self.demand.iter().step_by(ONE_IN).sum();
        let factor = if chosen > 0.0 { self.demand.iter().sum::<f64>() / chosen } else { 0.0 };
        let people = |(area, people): (usize, &f64)| if is_in(area) { people * factor } else { 0.0 };
        self.demand.iter().enumerate().map(people).collect()
    }

    /// Newton's method for one mu.
    fn settle_within(
        &self,
        mu: f64,
        prices: &mut [f64],
        steps: &mut usize,
    ) -> Result<(Contested, Vec<f64>), CatchmentError> {
        let mut parts = Vec::new();
        let width = (WIDTH * mu).max(LEAST_WIDTH);
        loop {
            let contested = widest(
                #[inline(always)]
                || self.contested(prices, width),
            );
            let before = prices.to_vec();
            loop {
                let excess = self.excess(&contested, prices, mu, &mut parts);
                let off = excess.iter().zip(&self.capacity).filter(|(_, c)| **c > 0.0);
                let regret = off.map(|(e, c)| (e / c).abs()).fold(0.0, f64::max);
                if regret <= PRECISE * mu {
                    return Ok((contested, parts));
                }
                *steps += 1;
                if *steps > MOST_STEPS {
                    return Err(CatchmentError::NotSettled { regret });
                }
                let step = solved(self.slopes(&contested, &parts, mu), &excess);
                // While no price is farther off than this, no area has a station that was not looked at.
                let room = (width - mu) / 2.0;
                let farthest = longest(&before, prices, &step, room);
                let taken = self.along(&contested, prices, &step, &excess, mu, farthest.min(1.0), &mut parts);
                prices.iter_mut().zip(&step).for_each(|(q, d)| *q += taken * d);
                if taken >= 0.99 * farthest {
                    break;
                }
            }
        }
    }

    /// How far to go along `step`: all the way, unless that overshoots. The excess along it falls all the way, so the best
    /// is where it is 0.
    #[expect(clippy::too_many_arguments, reason = "the state of one line search")]
    fn along(
        &self,
        contested: &Contested,
        prices: &[f64],
        step: &[f64],
        excess: &[f64],
        mu: f64,
        most: f64,
        parts: &mut Vec<f64>,
    ) -> f64 {
        let dot = |excess: &[f64]| -> f64 { excess.iter().zip(step).map(|(e, d)| e * d).sum() };
        let start = dot(excess);
        let (mut low, mut at_low, mut high) = (0.0, start, most);
        let mut taken = most;
        for _ in 0..40 {
            let there: Vec<f64> = prices.iter().zip(step).map(|(q, d)| q + taken * d).collect();
            let here = dot(&self.excess(contested, &there, mu, parts));
            if here.abs() <= 0.3 * start || here > 0.0 && taken == most {
                break;
            }
            let at_high = if here > 0.0 {
                (low, at_low) = (taken, here);
                continue_at(&mut taken, low, high, 0.5);
                continue;
            } else {
                high = taken;
                here
            };
            continue_at(&mut taken, low, high, at_low / (at_low - at_high));
        }
        taken
    }

    /// Looks for the stations of each area that may become its cheapest.
    #[inline(always)]
    fn contested(&self, prices: &[f64], width: f64) -> Contested {
        let priced = prices.iter().zip(&self.capacity);
        let priced: Vec<f64> = priced.map(|(q, c)| if *c > 0.0 { *q } else { f64::INFINITY }).collect();
        let priced = padded(self.costs, &priced);
        let mut bearing = vec![0.0; priced.len()];
        let mut contested = Contested {
            settled: vec![0.0; self.capacity.len()],
            alone: Vec::with_capacity(self.demand.len()),
            areas: Vec::new(),
            starts: vec![0],
            stations: Vec::new(),
            travel: Vec::new(),
        };
        for (area, &people) in self.demand.iter().enumerate() {
            if people <= 0.0 {
                continue;
            }
            let costs = self.costs.padded_row(area);
            bear(costs, self.per_tau, &priced, &mut bearing);
            let limit = least(&bearing) + width;
            if limit == f64::INFINITY {
                continue;
            }
            let first = contested.stations.len();
            for (chunk, lanes) in bearing.as_chunks::<LANES>().0.iter().enumerate() {
                if !lanes.iter().fold(false, |any, cost| any | (*cost <= limit)) {
                    continue;
                }
                for (lane, cost) in lanes.iter().enumerate() {
                    if *cost <= limit {
                        contested.stations.push((chunk * LANES + lane) as u16);
                    }
                }
            }
            if let [station] = contested.stations[first..] {
                contested.stations.truncate(first);
                contested.alone.push((area as u32, station));
                contested.settled[usize::from(station)] += people;
                continue;
            }
            let stations = contested.stations[first..].iter();
            contested.travel.extend(stations.map(|s| f64::from(costs[usize::from(*s)]) * self.per_tau));
            contested.areas.push(area as u32);
            contested.starts.push(contested.stations.len() as u32);
        }
        contested
    }

    /// The load of each station less what its price stands for. Leaves in `parts` how the areas' people split.
    fn excess(&self, contested: &Contested, prices: &[f64], mu: f64, parts: &mut Vec<f64>) -> Vec<f64> {
        let mut load = contested.settled.clone();
        parts.resize(contested.stations.len(), 0.0);
        for (number, &area) in contested.areas.iter().enumerate() {
            let range = contested.range(number);
            let (stations, parts) = (&contested.stations[range.clone()], &mut parts[range.clone()]);
            let borne = stations.iter().zip(&contested.travel[range]);
            parts.iter_mut().zip(borne).for_each(|(part, (s, t))| *part = t + prices[usize::from(*s)]);
            split(parts, mu);
            let people = self.demand[area as usize];
            for (part, station) in parts.iter().zip(stations) {
                load[usize::from(*station)] += people * part;
            }
        }
        for ((load, price), capacity) in load.iter_mut().zip(prices).zip(&self.capacity) {
            *load = if *capacity > 0.0 { *load - price * capacity } else { 0.0 };
        }
        load
    }

    /// How fast the excess of each station falls with each price, stations by stations.
    fn slopes(&self, contested: &Contested, parts: &[f64], mu: f64) -> Vec<f64> {
        let count = self.capacity.len();
        let mut slopes = vec![0.0; count * count];
        for (station, capacity) in self.capacity.iter().enumerate() {
            slopes[station * count + station] = if *capacity > 0.0 { *capacity } else { 1.0 };
        }
        let mut used: Vec<usize> = Vec::new();
        for (number, &area) in contested.areas.iter().enumerate() {
            let range = contested.range(number);
            used.clear();
            let of_area = contested.stations[range.clone()].iter().zip(&parts[range]);
            used.extend(of_area.filter(|(_, part)| **part > 0.0).map(|(s, _)| usize::from(*s)));
            if used.len() < 2 {
                continue;
            }
            let rate = self.demand[area as usize] / mu;
            let others = rate / used.len() as f64;
            for &a in &used {
                for &b in &used {
                    slopes[a * count + b] += if a == b { rate - others } else { -others };
                }
            }
        }
        slopes
    }

    fn allocations(&self, contested: &Contested, parts: &[f64]) -> Vec<Allocation> {
        let whole = |&(area, station): &(u32, u16)| {
            let area = area as usize;
            Allocation { area, station: usize::from(station), people: self.demand[area] }
        };
        let mut all: Vec<Allocation> = contested.alone.iter().map(whole).collect();
        for (number, &area) in contested.areas.iter().enumerate() {
            let range = contested.range(number);
            let area = area as usize;
            let part = |(station, part): (&u16, &f64)| Allocation {
                area,
                station: usize::from(*station),
                people: part * self.demand[area],
            };
            let of_area = contested.stations[range.clone()].iter().zip(&parts[range]);
            all.extend(of_area.filter(|(_, part)| **part > 0.0).map(part));
        }
        all.sort_unstable_by_key(|a| (a.area, a.station));
        all
    }

    /// What the allocations mean for everybody.
    pub(super) fn told(&self, allocations: Vec<Allocation>) -> Equilibrium {
        let mut load = vec![0.0; self.capacity.len()];
        allocations.iter().for_each(|a| load[a.station] += a.people);
        let congestion = load.iter().zip(&self.capacity);
        let congestion: Vec<f64> =
            congestion.map(|(l, c)| if *c > 0.0 { l / c } else { f64::INFINITY }).collect();
        let congestion = padded(self.costs, &congestion);
        let (cost, regret) = widest(
            #[inline(always)]
            || self.borne(&allocations, &congestion),
        );
        Equilibrium { cost, load, allocations, regret }
    }

    /// What each area's people bear on average, and the most that anybody could save.
    #[inline(always)]
    fn borne(&self, allocations: &[Allocation], congestion: &[f64]) -> (Vec<f64>, f64) {
        let mut bearing = vec![0.0; congestion.len()];
        let mut cost = Vec::with_capacity(self.demand.len());
        let mut regret: f64 = 0.0;
        let mut next = allocations.iter().peekable();
        for area in 0..self.demand.len() {
            bear(self.costs.padded_row(area), self.per_tau, congestion, &mut bearing);
            let least = least(&bearing);
            let (mut people, mut sum) = (0.0, 0.0);
            while let Some(a) = next.next_if(|a| a.area == area) {
                people += a.people;
                sum += a.people * bearing[a.station];
                regret = regret.max(bearing[a.station] - least);
            }
            cost.push(if people > 0.0 { sum / people } else { least });
        }
        (cost, regret)
    }
}

impl Contested {
    fn range(&self, number: usize) -> std::ops::Range<usize> {
        self.starts[number] as usize..self.starts[number + 1] as usize
    }
}

/// Moves a trial point to a share of the way between two, not too near either.
fn continue_at(taken: &mut f64, low: f64, high: f64, share: f64) {
    *taken = low + (high - low) * share.clamp(0.05, 0.95);
}

/// How far along `step` all prices stay within `room` of where they were.
fn longest(before: &[f64], prices: &[f64], step: &[f64], room: f64) -> f64 {
    let mut farthest = f64::INFINITY;
    for ((before, price), step) in before.iter().zip(prices).zip(step) {
        let left = if *step > 0.0 { room - (price - before) } else { room + (price - before) };
        if *step != 0.0 {
            farthest = farthest.min((left / step.abs()).max(0.0));
        }
    }
    farthest
}

/// Costs become shares that add up to 1: (level - cost) / mu where that is positive.
fn split(costs: &mut [f64], mu: f64) {
    let least = costs.iter().copied().fold(f64::INFINITY, f64::min);
    // No level is above this, so dearer stations are out.
    let mut level = least + mu;
    loop {
        let (mut count, mut sum) = (0.0, 0.0);
        for cost in &*costs {
            let is_used = *cost < level;
            count += if is_used { 1.0 } else { 0.0 };
            sum += if is_used { *cost - least } else { 0.0 };
        }
        let lower = least + (mu + sum) / count;
        if lower >= level {
            break;
        }
        level = lower;
    }
    let mut all = 0.0;
    for cost in &mut *costs {
        let part = (level - *cost) / mu;
        *cost = if part > 0.0 { part } else { 0.0 };
        all += *cost;
    }
    costs.iter_mut().for_each(|part| *part /= all);
}

/// What each station costs in all.
#[inline(always)]
fn bear(costs: &[f32], per_tau: f64, congestion: &[f64], bearing: &mut [f64]) {
    for ((bearing, &cost), congestion) in bearing.iter_mut().zip(costs).zip(congestion) {
        *bearing = f64::from(cost) * per_tau + congestion;
    }
}

/// The least of a row of whole vectors.
#[inline(always)]
fn least(bearing: &[f64]) -> f64 {
    let mut least = [f64::INFINITY; LANES];
    for lanes in bearing.as_chunks::<LANES>().0 {
        for (least, cost) in least.iter_mut().zip(lanes) {
            *least = if *cost < *least { *cost } else { *least };
        }
    }
    least.into_iter().fold(f64::INFINITY, f64::min)
}

/// Solves `matrix x = right` for a symmetric positive definite matrix (Cholesky).
fn solved(mut matrix: Vec<f64>, right: &[f64]) -> Vec<f64> {
    let n = right.len();
    for row in 0..n {
        for column in 0..=row {
            let (a, b) = (&matrix[row * n..row * n + column], &matrix[column * n..column * n + column]);
            let known: f64 = a.iter().zip(b).map(|(x, y)| x * y).sum();
            let rest = matrix[row * n + column] - known;
            matrix[row * n + column] =
                if row == column { rest.sqrt() } else { rest / matrix[column * n + column] };
        }
    }
    let mut x = right.to_vec();
    for row in 0..n {
        let known: f64 = matrix[row * n..row * n + row].iter().zip(&x).map(|(l, x)| l * x).sum();
        x[row] = (x[row] - known) / matrix[row * n + row];
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|below| matrix[below * n + row] * x[below]).sum();
        x[row] = (x[row] - known) / matrix[row * n + row];
    }
    x
}
