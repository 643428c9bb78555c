//! The figures that are held against each other, of the model and of every replication of a simulation.

use rayon::prelude::*;

use super::system::{FixedCars, ServedAlike};
use super::{HypercubeFigure, Solution};
use crate::response::{CallEnd, CallRecord, Outcome, Run, RunError, Service, Simulation};

/// Sums of calls, from which figures are made.
struct CallSums {
    calls: f64,
    all_busy: f64,
    answered: f64,
    other_borough: f64,
    /// Of every borough: answered calls, and seconds from dispatch to arrival.
    arrivals: Vec<(f64, f64)>,
}

impl CallSums {
    fn new(boroughs: usize) -> Self {
        CallSums {
            calls: 0.0,
            all_busy: 0.0,
            answered: 0.0,
            other_borough: 0.0,
            arrivals: vec![(0.0, 0.0); boroughs],
        }
    }

    /// Counts `calls` answered calls of a borough (by its place in the list of boroughs).
    fn answer(&mut self, calls: f64, borough: usize, is_own: bool, way_s: f64) {
        self.answered += calls;
        self.other_borough += if is_own { 0.0 } else { calls };
        self.arrivals[borough].0 += calls;
        self.arrivals[borough].1 += calls * way_s;
    }

    fn figure(&self, figure: HypercubeFigure, workloads: &[f64], boroughs: &[u32], bases: &[usize]) -> f64 {
        let mean = |of: &dyn Fn(usize) -> bool| {
            let cars = workloads.iter().zip(bases).filter(|(_, base)| of(**base));
            let (sum, count) = cars.fold((0.0, 0.0), |(sum, count), (w, _)| (sum + w, count + 1.0));
            sum / count
        };
        let arrival = |of: &dyn Fn(u32) -> bool| {
            let chosen = self.arrivals.iter().zip(boroughs).filter(|(_, borough)| of(**borough));
            let (calls, seconds) = chosen.fold((0.0, 0.0), |(c, s), ((calls, sum), _)| (c + calls, s + sum));
            seconds / calls
        };
        match figure {
            HypercubeFigure::Workload(None) => mean(&|_| true),
            HypercubeFigure::Workload(Some(wanted)) => mean(&|base| base == wanted),
            HypercubeFigure::AllBusy => self.all_busy / self.calls,
            HypercubeFigure::Arrival(None) => arrival(&|_| true),
            HypercubeFigure::Arrival(Some(wanted)) => arrival(&|borough| borough as usize == wanted),
            HypercubeFigure::OtherBorough => self.other_borough / self.answered,
        }
    }
}

/// Which figures there are, and of whom.
pub(super) struct Figures<'s> {
    service: &'s Service,
    /// The boroughs that calls come from, ascending.
    boroughs: Vec<u32>,
    /// The base of every car.
    bases: Vec<usize>,
    pub list: Vec<HypercubeFigure>,
}

impl<'s> Figures<'s> {
    pub fn new(cars: &FixedCars<'s>) -> Self {
        let mut boroughs: Vec<u32> = cars.places.iter().map(|place| place.borough).collect();
        boroughs.sort_unstable();
        boroughs.dedup();
        let bases: Vec<usize> = cars.service.units().iter().map(|unit| unit.base).collect();
        let of_bases = (0..cars.service.bases().len()).map(|base| HypercubeFigure::Workload(Some(base)));
        let of_boroughs = boroughs.iter().map(|b| HypercubeFigure::Arrival(Some(*b as usize)));
        let list = std::iter::once(HypercubeFigure::Workload(None))
            .chain(of_bases)
            .chain([HypercubeFigure::AllBusy, HypercubeFigure::Arrival(None)])
            .chain(of_boroughs)
            .chain([HypercubeFigure::OtherBorough])
            .collect();
        Figures { service: cars.service, boroughs, bases, list }
    }

    fn all(&self, sums: &CallSums, workloads: &[f64]) -> Vec<f64> {
        let figure = |figure: &HypercubeFigure| sums.figure(*figure, workloads, &self.boroughs, &self.bases);
        self.list.iter().map(figure).collect()
    }

    fn borough(&self, borough: u32) -> usize {
        self.boroughs.binary_search(&borough).unwrap_or(0)
    }

    /// Of the model.
    pub fn of_model(&self, cars: &FixedCars<'_>, solution: &Solution) -> Vec<f64> {
        let (units, hypercube) = (self.service.units(), &solution.hypercube);
        let turnout_s = self.service.policy().turnout_base_s;
        let mut sums =
            CallSums { calls: 1.0, all_busy: hypercube.all_busy, ..CallSums::new(self.boroughs.len()) };
        for (place, shares) in cars.places.iter().zip(hypercube.dispatches.chunks(units.len())) {
            for (unit, share) in units.iter().zip(shares) {
                let way_s = turnout_s + place.journey_s[unit.base];
                sums.answer(*share, self.borough(place.borough), unit.borough == place.borough, way_s);
            }
        }
        self.all(&sums, &hypercube.workloads)
    }

    /// Of every replication of the same system. Its cars are there in a moment: what the way takes is put in.
    ///
    /// # Errors
    /// [`RunError`].
    pub fn of_same_system(
        &self,
        service: &Service,
        places: &[ServedAlike],
        run: Run,
        told: &(dyn Fn() + Sync),
    ) -> Result<Vec<Vec<f64>>, RunError> {
        let turnout_s = self.service.policy().turnout_base_s;
        let way_s = |area: usize, unit: usize, _: u64| turnout_s + places[area].journey_s[self.bases[unit]];
        self.replicate(service, run, &way_s, told)
    }

    /// Of every replication of the scenario's own simulation.
    ///
    /// # Errors
    /// [`RunError`].
    pub fn of_scenario(&self, run: Run, told: &(dyn Fn() + Sync)) -> Result<Vec<Vec<f64>>, RunError> {
        self.replicate(self.service, run, &|_, _, way_ms| way_ms as f64 / 1000.0, told)
    }

    /// `way_s` is told the area, the car and the milliseconds from dispatch to arrival.
    fn replicate(
        &self,
        service: &Service,
        run: Run,
        way_s: &(dyn Fn(usize, usize, u64) -> f64 + Sync),
        told: &(dyn Fn() + Sync),
    ) -> Result<Vec<Vec<f64>>, RunError> {
        let simulation = Simulation::new(service, run)?;
        let warm_up_ms = u64::from(run.horizon.warm_up_h()) * 3_600_000;
        let one = |replication| {
            let mut sums = CallSums::new(self.boroughs.len());
            let outcome = simulation.observe(replication, |call| {
                if call.time_ms >= warm_up_ms {
                    self.count(service, call, way_s, &mut sums);
                }
            });
            told();
            self.all(&sums, &workloads(&outcome))
        };
        Ok((0..run.replications).into_par_iter().map(one).collect())
    }

    fn count(
        &self,
        service: &Service,
        call: &CallRecord,
        way_s: &(dyn Fn(usize, usize, u64) -> f64 + Sync),
        sums: &mut CallSums,
    ) {
        sums.calls += 1.0;
        sums.all_busy += f64::from(call.waited_ms > 0 || call.end == CallEnd::Waiting);
        if let CallEnd::Answered { unit, dispatched_ms, arrived_ms } = call.end {
            let (area, unit) = (call.area as usize, unit as usize);
            let borough = service.areas()[area].borough;
            let is_own = service.borough_of(unit) == borough;
            sums.answer(1.0, self.borough(borough), is_own, way_s(area, unit, arrived_ms - dispatched_ms));
        }
    }
}

/// The share of time that every car is busy.
fn workloads(outcome: &Outcome) -> Vec<f64> {
    outcome.units.iter().map(|unit| unit.utilisation().unwrap_or(f64::NAN)).collect()
}
