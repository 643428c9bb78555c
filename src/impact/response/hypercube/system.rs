//! The system that Larson's model knows, taken from a service: cars that are at fixed places whenever they are free, one
//! sort of calls at all hours alike, one mean time that a call takes a car.

use std::collections::BTreeMap;

use super::{HypercubeProblem, ResponseError, Solution};
use crate::response::{
    Area, Atom, CallClass, Demand, EXACT_UNITS, Grade, HypercubeError, HypercubeInputs, Line, Load,
    OnSceneTime, Policy, Service, ServiceError, ServiceInputs, Start, TravelTimes, WeeklyProfile,
};

const HOURS_A_WEEK: f64 = 168.0;
const HOUR_S: f64 = 3600.0;
/// Rounds in search of the mean service time; each brings it nearer by the share of journeys in it.
const ROUNDS: usize = 100;
/// Change of the mean service time at which they end, seconds.
const TOLERANCE_S: f64 = 1e-3;

/// Areas of one borough that all have the same order of bases. They are served alike, so putting them together loses
/// nothing.
pub(super) struct ServedAlike {
    pub borough: u32,
    pub calls_a_week: f64,
    /// The place of every base in the order, from 0.
    pub rank: Vec<u32>,
    /// Mean journey of its calls from every base, seconds.
    pub journey_s: Vec<f64>,
}

/// Cars at their bases, and where calls come from.
pub(super) struct FixedCars<'s> {
    /// The baseline or an option's id.
    who: &'s str,
    pub service: &'s Service,
    pub places: Vec<ServedAlike>,
    pub calls_a_week: f64,
    /// Mean time at the scene of all calls, seconds.
    on_scene_s: f64,
}

impl<'s> FixedCars<'s> {
    /// Of a service; what it says of patrols, diversions, shifts and the week is not looked at.
    pub fn new(who: &'s str, service: &'s Service) -> Self {
        let classes = service.demand().classes();
        let calls_a_week: f64 = classes.iter().map(CallClass::volume_a_week).sum();
        let on_scene = |class: &CallClass| class.volume_a_week() * class.on_scene.mean_s();
        let on_scene_s = classes.iter().map(on_scene).sum::<f64>() / calls_a_week;
        FixedCars { who, service, places: served_alike(service), calls_a_week, on_scene_s }
    }

    /// Solves the model exactly for up to [`EXACT_UNITS`] cars, else by Larson's approximation. The mean service time is
    /// turnout, journey and time at the scene, where the mean journey is that of the model's own dispatches: it is worked
    /// out from the journeys from the nearest base, then again until it stays.
    ///
    /// # Errors
    /// [`HypercubeProblem::Overload`] and [`HypercubeProblem::Model`].
    pub fn solve(&self) -> Result<Solution, HypercubeProblem> {
        let exact = self.service.units().len() <= EXACT_UNITS;
        let (preferences, journeys_s) = (self.preferences(), self.journeys_s());
        let standing_s = self.on_scene_s + self.service.policy().turnout_base_s;
        let mut service_s = standing_s + self.nearest_s();
        for _ in 0..ROUNDS {
            let inputs = self.inputs(&preferences, service_s);
            let solved = if exact { inputs.exact() } else { inputs.approximate() };
            let hypercube = solved.map_err(|error| self.problem(error, service_s))?;
            let found_s = standing_s + hypercube.mean(&journeys_s);
            if (found_s - service_s).abs() < TOLERANCE_S {
                return Ok(Solution { hypercube, exact, service_s });
            }
            service_s = found_s;
        }
        Err(HypercubeProblem::Model(HypercubeError::NotConverged(ROUNDS)))
    }

    fn problem(&self, error: HypercubeError, service_s: f64) -> HypercubeProblem {
        match error {
            HypercubeError::Overload { .. } => HypercubeProblem::Overload {
                who: self.who.to_string(),
                load: Load {
                    calls_a_week: self.calls_a_week,
                    hours_a_call: service_s / HOUR_S,
                    duty_hours: HOURS_A_WEEK * self.service.units().len() as f64,
                },
            },
            error => HypercubeProblem::Model(error),
        }
    }

    /// Calls an hour, cars that finish them, and who is asked first: as the simulation asks.
    fn inputs(&self, preferences: &[Vec<usize>], service_s: f64) -> HypercubeInputs {
        let atom = |(place, preference): (&ServedAlike, &Vec<usize>)| Atom {
            calls: place.calls_a_week / HOURS_A_WEEK,
            preference: preference.clone(),
        };
        HypercubeInputs {
            atoms: self.places.iter().zip(preferences).map(atom).collect(),
            service_rates: vec![HOUR_S / service_s; self.service.units().len()],
            line: Line::Infinite,
        }
    }

    /// Of every place all cars: own borough first if the policy says so, then by journey, then by number.
    fn preferences(&self) -> Vec<Vec<usize>> {
        let (units, own_first) = (self.service.units(), self.service.policy().own_borough_first);
        let of_place = |place: &ServedAlike| {
            let mut order: Vec<usize> = (0..units.len()).collect();
            let elsewhere = |unit: usize| own_first && units[unit].borough != place.borough;
            order.sort_by_key(|&unit| (elsewhere(unit), place.rank[units[unit].base], unit));
            order
        };
        self.places.iter().map(of_place).collect()
    }

    /// Mean journeys, `places x units`, seconds.
    pub fn journeys_s(&self) -> Vec<f64> {
        let units = self.service.units();
        self.places.iter().flat_map(|place| units.iter().map(|unit| place.journey_s[unit.base])).collect()
    }

    /// Mean journey if every call were answered from the nearest base with a car, seconds.
    fn nearest_s(&self) -> f64 {
        let units = self.service.units();
        let nearest = |place: &ServedAlike| {
            let base = units.iter().map(|unit| unit.base).min_by_key(|&base| place.rank[base]);
            place.calls_a_week * base.map_or(0.0, |base| place.journey_s[base])
        };
        self.places.iter().map(nearest).sum::<f64>() / self.calls_a_week
    }

    /// The same system for the simulation: calls that take a car an exponential time of this mean, and cars that are
    /// there in a moment, the nearest base sooner by a millisecond than the next. One sort of calls, all hours alike.
    ///
    /// # Errors
    /// [`HypercubeProblem::Response`] is not to be expected: the service it is made from is valid.
    pub fn same_system(&self, service_s: f64) -> Result<Service, HypercubeProblem> {
        let demand = Demand::new(vec![CallClass {
            name: "calls".to_string(),
            grade: Grade::Immediate,
            calls_a_week: self.places.iter().map(|place| place.calls_a_week).collect(),
            profile: WeeklyProfile::flat(),
            on_scene: OnSceneTime::Exponential { mean_s: service_s },
        }])
        .map_err(ResponseError::Demand)?;
        let policy = *self.service.policy();
        let inputs = ServiceInputs {
            areas: self.places.iter().map(|p| Area { borough: p.borough, group: 0, zone: 0 }).collect(),
            bases: self.service.bases().to_vec(),
            units: self.service.units().to_vec(),
            travel: TravelTimes {
                base_to_area_s: self.places.iter().flat_map(|p| p.rank.iter().map(|&r| r as f32)).collect(),
                between_zones: None,
                speed_factor: 1000.0,
            },
            policy: Policy {
                start: Start::Base,
                divert: false,
                turnout_base_s: 0.0,
                turnout_road_s: 0.0,
                ..policy
            },
        };
        let refused = |errors: Vec<ServiceError>| {
            ResponseError::Service(errors.iter().map(ToString::to_string).collect())
        };
        Ok(Service::new(inputs, &demand).map_err(refused)?)
    }
}

/// Areas with calls, put together by borough and order of bases, in that order.
fn served_alike(service: &Service) -> Vec<ServedAlike> {
    let bases = service.bases().len();
    let mut places: BTreeMap<(u32, Vec<u32>), (f64, Vec<f64>)> = Default::default();
    for (number, area) in service.areas().iter().enumerate() {
        let calls = service.demand().calls_a_week(number);
        if calls == 0.0 {
            continue;
        }
        let mut order: Vec<usize> = (0..bases).collect();
        order.sort_by_key(|&base| (service.base_ms(base, number), base));
        let mut rank = vec![0; bases];
        order.iter().zip(0..).for_each(|(&base, place)| rank[base] = place);
        let (sum, journeys) = places.entry((area.borough, rank)).or_insert_with(|| (0.0, vec![0.0; bases]));
        *sum += calls;
        for (base, journey) in journeys.iter_mut().enumerate() {
            *journey += calls * service.base_ms(base, number) as f64 / 1000.0;
        }
    }
    let place = |((borough, rank), (calls, journeys)): ((u32, Vec<u32>), (f64, Vec<f64>))| ServedAlike {
        borough,
        calls_a_week: calls,
        rank,
        journey_s: journeys.iter().map(|sum| sum / calls).collect(),
    };
    places.into_iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::city::WeeklyHours;
    use crate::response::{Base, Unit};

    /// Twelve areas on a line of two boroughs, bases at 1, 5 and 9, the last with two cars; a minute from area to area.
    fn service(own_borough_first: bool) -> Service {
        let calls: Vec<f64> = (0..12).map(|area| [3.0, 0.0, 5.0, 2.0][area % 4]).collect();
        let demand = Demand::new(vec![CallClass {
            name: "I".to_string(),
            grade: Grade::Immediate,
            calls_a_week: calls.iter().map(|calls| calls * 5.0).collect(),
            profile: WeeklyProfile::flat(),
            on_scene: OnSceneTime::Lognormal { mean_s: 6000.0, cv: 0.8 },
        }])
        .unwrap();
        let unit = |(number, base): (usize, usize)| Unit {
            name: number.to_string(),
            base,
            borough: u32::from(base > 0),
            shift: WeeklyHours::parse("24/7").unwrap(),
        };
        let bases = [1, 5, 9];
        let apart_s = |area: usize| bases.map(|base: usize| (60 * base.abs_diff(area)) as f32);
        let inputs = ServiceInputs {
            areas: (0..12).map(|area| Area { borough: u32::from(area > 3), group: 0, zone: 0 }).collect(),
            bases: bases.map(|base| Base { name: base.to_string() }).to_vec(),
            units: [0, 1, 2, 2].into_iter().enumerate().map(unit).collect(),
            travel: TravelTimes {
                base_to_area_s: (0..12).flat_map(apart_s).collect(),
                between_zones: None,
                speed_factor: 1.0,
            },
            policy: Policy { own_borough_first, turnout_base_s: 90.0, ..Policy::default() },
        };
        Service::new(inputs, &demand).unwrap()
    }

    #[test]
    fn areas_that_are_served_alike_may_be_put_together() {
        for own_first in [false, true] {
            let service = service(own_first);
            let cars = FixedCars::new("it", &service);
            assert!(cars.places.len() < 9, "{} places of 9 areas with calls", cars.places.len());
            let solution = cars.solve().unwrap();
            // Once more with an atom for every area, at the same service time.
            let units = service.units();
            let atom = |area: usize| {
                let mut preference: Vec<usize> = (0..units.len()).collect();
                let elsewhere =
                    |unit: usize| own_first && units[unit].borough != service.areas()[area].borough;
                preference.sort_by_key(|&u| (elsewhere(u), service.base_ms(units[u].base, area), u));
                Atom { calls: service.demand().calls_a_week(area) / HOURS_A_WEEK, preference }
            };
            let inputs = HypercubeInputs {
                atoms: (0..12).map(atom).collect(),
                service_rates: vec![HOUR_S / solution.service_s; units.len()],
                line: Line::Infinite,
            };
            let whole = inputs.exact().unwrap();
            for (merged, whole) in solution.hypercube.workloads.iter().zip(&whole.workloads) {
                assert!((merged - whole).abs() < 1e-10, "{merged}, {whole}");
            }
            let journeys: Vec<f64> = (0..12)
                .flat_map(|area| units.iter().map(move |unit| (unit, area)))
                .map(|(unit, area)| service.base_ms(unit.base, area) as f64 / 1000.0)
                .collect();
            // The service time is that of the dispatches which it leads to.
            let service_s = 6000.0 + 90.0 + whole.mean(&journeys);
            assert!((service_s - solution.service_s).abs() < 2.0 * TOLERANCE_S, "{service_s}");
        }
    }
}
