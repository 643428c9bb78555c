//! From a city and `[response]` to what the simulation takes: calls by area, times by road, a service for every fleet.

use std::collections::BTreeMap;

use super::ResponseError;
use crate::city::{City, CrimeSeries, Period};
use crate::response::{
    Area, Base, CallClass, Demand, Grade, Horizon, OnSceneTime, Policy, Run, Service, ServiceError,
    ServiceInputs, Start, TravelTimes, Unit, WeeklyProfile, WhenAllBusy, ZoneTimes,
};
use crate::scenario::{CallProfile, CarStart, GradeSettings, ResponseCar, ResponseSettings, Scenario};
use crate::travel::{Place, Plane, Profile, RoadModel};

/// Weeks in a year.
const WEEKS: f64 = 365.0 / 7.0;
const MINUTE_S: f64 = 60.0;

/// Everything about the study area that is the same for every option.
pub struct ResponseInputs<'s> {
    city: &'s City,
    scenario: &'s Scenario,
    settings: &'s ResponseSettings,
    /// The calls of the study's areas, in their order.
    pub demand: Demand,
    /// Numbers of the city's wards with areas of the study, ascending: the groups of results.
    pub wards: Vec<usize>,
    areas: Vec<Area>,
    /// Sites that are or could be a base: those with cars in the baseline or any option, and those in the study's boroughs.
    /// Ascending.
    pub base_sites: Vec<usize>,
    /// From base to area, base by base.
    from_bases: Plane,
    between_zones: ZoneTimes,
}

impl<'s> ResponseInputs<'s> {
    /// Measures all ways by road. `settings` are the scenario's.
    ///
    /// # Errors
    /// [`ResponseError::Demand`] where nobody calls.
    pub fn new(
        city: &'s City,
        scenario: &'s Scenario,
        settings: &'s ResponseSettings,
        roads: &RoadModel<'_>,
    ) -> Result<Self, ResponseError> {
        let study = &scenario.study.areas;
        let wards = numbers(study.iter().map(|&a| city.areas[a].ward));
        let number = |of: &[usize], which: usize| of.binary_search(&which).unwrap_or(0) as u32;
        let areas: Vec<Area> = study
            .iter()
            .map(|&a| &city.areas[a])
            .map(|a| {
                let ward = number(&wards, a.ward);
                Area { borough: a.borough as u32, group: ward, zone: ward }
            })
            .collect();
        let fleets = scenario.options.iter().filter_map(|o| o.fleet.as_ref()).map(|f| f.cars.as_slice());
        let fleets = std::iter::once(settings.cars.as_slice()).chain(fleets);
        let nearby = (0..scenario.sites.len())
            .filter(|&s| study.iter().any(|&a| city.areas[a].borough == scenario.sites[s].borough));
        let base_sites = numbers(fleets.flatten().map(|car| car.base).chain(nearby));
        let share = shares_of_crime(city, study);
        let demand = demand(city, settings, &share).map_err(ResponseError::Demand)?;
        let homes: Vec<Place> = study.iter().map(|&a| Place::Area(a as u32, city.areas[a].point)).collect();
        let bases: Vec<Place> = base_sites.iter().map(|&s| Place::Point(scenario.sites[s].point)).collect();
        let profile = Profile::Drive(Period::ANY_TIME);
        let from_bases = roads.plane_of(profile, &bases, &homes);
        let points = ZonePoints::new(city, study, &areas, &share);
        let between_zones =
            points.times(wards.len(), &roads.plane_of(profile, &points.places, &points.places));
        Ok(ResponseInputs {
            city,
            scenario,
            settings,
            demand,
            wards,
            areas,
            base_sites,
            from_bases,
            between_zones,
        })
    }

    /// The service of some cars, that are where `start` (a number) says. Its bases are those that have cars.
    ///
    /// # Errors
    /// [`ResponseError::Service`].
    pub fn service(&self, cars: &[ResponseCar], start: usize) -> Result<Service, ResponseError> {
        self.service_at(cars, start, self.speed_factor(start))
    }

    /// How much faster than general traffic cars are.
    pub fn speed_factor(&self, start: usize) -> f64 {
        self.settings.speed_factors[start]
    }

    /// As [`ResponseInputs::service`], at another speed.
    ///
    /// # Errors
    /// [`ResponseError::Service`].
    pub fn service_at(
        &self,
        cars: &[ResponseCar],
        start: usize,
        speed_factor: f64,
    ) -> Result<Service, ResponseError> {
        let sites = numbers(cars.iter().map(|car| car.base));
        let site = |s: &usize| Base { name: self.scenario.sites[*s].name.clone() };
        let unit = |car: &ResponseCar| Unit {
            name: car.name.clone(),
            base: sites.binary_search(&car.base).unwrap_or(0),
            borough: car.borough as u32,
            shift: car.shift.clone(),
        };
        let of_area = |area: usize| sites.iter().map(move |&site| self.base_to_area_s(site, area));
        let inputs = ServiceInputs {
            areas: self.areas.clone(),
            bases: sites.iter().map(site).collect(),
            units: cars.iter().map(unit).collect(),
            travel: TravelTimes {
                base_to_area_s: (0..self.areas.len()).flat_map(of_area).collect(),
                between_zones: Some(self.between_zones.clone()),
                speed_factor,
            },
            policy: self.policy(start),
        };
        let words = |errors: Vec<ServiceError>| errors.iter().map(|error| self.words(error)).collect();
        Service::new(inputs, &self.demand).map_err(|errors| ResponseError::Service(words(errors)))
    }

    /// The problem with names for numbers.
    fn words(&self, error: &ServiceError) -> String {
        let area = |number: usize| {
            let area = &self.city.areas[self.scenario.study.areas[number]];
            format!("{} in {}", area.id, self.city.ward_label(area.ward))
        };
        let ward = |number: usize| self.city.ward_label(self.wards[number]);
        match error {
            ServiceError::Unreachable { base, areas, first } => format!(
                "no road leads by car from the base {base} to {areas} of the {} areas of the study (the first is {})",
                self.areas.len(),
                area(*first)
            ),
            ServiceError::ZonesApart { from, to } => {
                format!("no road leads by car from {} to {}, which both have calls", ward(*from), ward(*to))
            }
            ServiceError::NowhereToPatrol { unit, borough } => format!(
                "the car {unit} patrols {}, from which no call comes: it is not in the study area",
                self.city.boroughs[*borough as usize].name
            ),
            other => other.to_string(),
        }
    }

    /// From a site of [`ResponseInputs::base_sites`] to an area of the study, seconds in general traffic.
    fn base_to_area_s(&self, site: usize, area: usize) -> f32 {
        let base = self.base_sites.binary_search(&site);
        base.ok().and_then(|base| self.from_bases.time_s(base, area)).unwrap_or(f32::INFINITY)
    }

    /// Mean time from a site to the areas of a ward (number in the study), seconds in general traffic.
    pub fn mean_to_ward_s(&self, site: usize, ward: usize) -> f64 {
        let in_ward = || (0..self.areas.len()).filter(|area| self.areas[*area].group as usize == ward);
        let sum: f64 = in_ward().map(|area| f64::from(self.base_to_area_s(site, area))).sum();
        sum / in_ward().count() as f64
    }

    /// How cars are stationed and sent.
    fn policy(&self, start: usize) -> Policy {
        let settings = self.settings;
        Policy {
            start: match settings.starts[start] {
                CarStart::Base => Start::Base,
                CarStart::Patrol => Start::Patrol,
                CarStart::Mix { on_patrol } => Start::Mix { on_patrol },
            },
            patrol_stay_min: settings.patrol_stay_min,
            own_borough_first: settings.own_borough_first,
            divert: settings.divert,
            when_all_busy: WhenAllBusy::Queue,
            turnout_base_s: settings.turnout_s[0],
            turnout_road_s: settings.turnout_s[1],
            target_s: settings.grades.each_ref().map(|grade| grade.target_min * MINUTE_S),
        }
    }

    /// How long and how often.
    pub fn run(&self) -> Run {
        let hours = |days: u32| days * 24;
        let of = self.settings.horizon;
        let horizon = match of.finite {
            true => Horizon::Finite { hours: hours(of.days) },
            false => Horizon::LongRun { warm_up_h: hours(of.warm_up_days), measured_h: hours(of.days) },
        };
        Run { seed: self.settings.seed, replications: self.settings.replications, horizon }
    }
}

/// Each once, ascending.
fn numbers(all: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut all: Vec<usize> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The share of the city's calls that comes from each area of the study: that of its recorded crime (METHODS 5). A zone's
/// crime is spread over its areas by residents; in a city without crime all is by residents.
fn shares_of_crime(city: &City, study: &[usize]) -> Vec<f64> {
    let counted = |t: &crate::city::CrimeType| {
        t.series == CrimeSeries::Recorded && t.part_of.is_none() && !t.allotted && t.id != "asb"
    };
    let types: Vec<usize> =
        (0..city.crimes.types.len()).filter(|&t| counted(&city.crimes.types[t])).collect();
    let mut residents = vec![0.0; city.zones.len()];
    city.areas.iter().for_each(|area| residents[area.zone] += area.population);
    let crimes = |zone: usize| types.iter().filter_map(|&t| city.crimes.counts(t)[zone]).sum::<f64>();
    let of_area = |area: &crate::city::Area| match types.is_empty() {
        true => area.population,
        false if residents[area.zone] > 0.0 => crimes(area.zone) * area.population / residents[area.zone],
        false => 0.0,
    };
    let all: f64 = city.areas.iter().map(of_area).sum();
    study.iter().map(|&a| of_area(&city.areas[a]) / all).collect()
}

fn demand(
    city: &City,
    settings: &ResponseSettings,
    share: &[f64],
) -> Result<Demand, Vec<crate::response::DemandError>> {
    // The reader has checked the weights, the loader those of the city.
    let weighted = |weights: &[f64]| WeeklyProfile::new(weights).unwrap_or_else(|_| WeeklyProfile::flat());
    let profile = match (&settings.profile, &city.calls_by_hour) {
        (CallProfile::Weights(weights), _) => weighted(weights),
        (CallProfile::City, Some(weights)) => weighted(weights),
        (CallProfile::City | CallProfile::Flat, _) => WeeklyProfile::flat(),
    };
    let class = |(grade, of): (Grade, &GradeSettings)| CallClass {
        name: grade.as_str().to_string(),
        grade,
        calls_a_week: share.iter().map(|s| s * of.calls_a_year.range.central / WEEKS).collect(),
        profile: profile.clone(),
        on_scene: OnSceneTime::Lognormal {
            mean_s: of.on_scene_min.range.central * MINUTE_S,
            cv: of.on_scene_cv,
        },
    };
    Demand::new(Grade::ALL.into_iter().zip(&settings.grades).map(class).collect())
}

/// The points that stand for the wards in the table of times between them: the middle of each statistical zone.
struct ZonePoints {
    places: Vec<Place>,
    /// Ward (by number in the study) and share of its calls.
    of: Vec<(usize, f64)>,
}

impl ZonePoints {
    fn new(city: &City, study: &[usize], areas: &[Area], share: &[f64]) -> Self {
        // Of each zone and ward the area with most calls: a home on the network, in the thick of the zone.
        let mut most: BTreeMap<(usize, u32), (usize, f64, f64)> = BTreeMap::new();
        for ((&number, area), &share) in study.iter().zip(areas).zip(share) {
            let entry = most.entry((city.areas[number].zone, area.zone)).or_insert((number, share, 0.0));
            if share > entry.1 {
                (entry.0, entry.1) = (number, share);
            }
            entry.2 += share;
        }
        let places = most.values().map(|&(a, _, _)| Place::Area(a as u32, city.areas[a].point)).collect();
        let of = most.iter().map(|((_, ward), (_, _, share))| (*ward as usize, *share)).collect();
        ZonePoints { places, of }
    }

    /// Mean times between the points of two wards, by their calls; of a ward to itself between two of its points.
    fn times(&self, wards: usize, plane: &Plane) -> ZoneTimes {
        let (mut seconds, mut weights) = (vec![0.0; wards * wards], vec![0.0; wards * wards]);
        for (from, (from_ward, from_share)) in self.of.iter().enumerate() {
            for (to, (to_ward, to_share)) in self.of.iter().enumerate() {
                // Points that no calls come from count a little, so that every ward has a time.
                let weight =
                    from_share.max(f64::MIN_POSITIVE.sqrt()) * to_share.max(f64::MIN_POSITIVE.sqrt());
                let cell = from_ward * wards + to_ward;
                seconds[cell] += weight * f64::from(plane.time_s(from, to).unwrap_or(f32::INFINITY));
                weights[cell] += weight;
            }
        }
        let time_s = seconds.iter().zip(&weights).map(|(s, w)| (s / w) as f32).collect();
        ZoneTimes { zones: wards, time_s }
    }
}
