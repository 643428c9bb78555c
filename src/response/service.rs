//! The response service under one option: bases, cars, travel times and policy, checked against the calls that they answer
//! and laid out for the event loop.

use super::geography::{NO_WAY, milliseconds};
use super::next_clear::MOST_CARS;
use super::patrol::Beats;
use super::service_error::ServiceError;
use super::{Area, Base, Demand, Policy, Start, TravelTimes, Unit};

/// What a service is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceInputs {
    /// Where calls come from, in the order of the demand.
    pub areas: Vec<Area>,
    /// All bases, also those without cars.
    pub bases: Vec<Base>,
    /// The cars.
    pub units: Vec<Unit>,
    /// How long they drive.
    pub travel: TravelTimes,
    /// How they are stationed and sent.
    pub policy: Policy,
}

/// A service that can be simulated. Its cars are in order of their bases, then boroughs, else as they were given.
#[derive(Clone, Debug)]
pub struct Service {
    demand: Demand,
    pub(super) areas: Vec<Area>,
    pub(super) bases: Vec<Base>,
    pub(super) units: Vec<Unit>,
    pub(super) policy: Policy,
    pub(super) groups: usize,
    /// Up to 64 cars of one base and borough: a word tells who of them is free.
    pub(super) posts: Vec<Post>,
    /// The post of every car.
    pub(super) post_of: Vec<u32>,
    /// For every area all posts, the one to be asked first first. Small, for it is looked up in for every call.
    order: Vec<u16>,
    /// From base to area without turnout, milliseconds, area by area.
    base_ms: Vec<u32>,
    /// From zone to zone, milliseconds, *to* zone by *to* zone, so that the cars that could be sent to a call are in
    /// one row. Empty without a table.
    between_ms: Vec<u32>,
    pub(super) zones: usize,
    pub(super) turnout_base_ms: u64,
    pub(super) turnout_road_ms: u64,
    pub(super) target_ms: [u64; 2],
    pub(super) beats: Option<Beats>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Post {
    pub base: u32,
    pub borough: u32,
    /// Its lowest car.
    pub first: u32,
}

impl Service {
    /// Checks the inputs against the calls to be answered.
    ///
    /// # Errors
    /// Every [`ServiceError`] there is.
    pub fn new(inputs: ServiceInputs, demand: &Demand) -> Result<Self, Vec<ServiceError>> {
        let errors = problems(&inputs, demand);
        if !errors.is_empty() {
            return Err(errors);
        }
        let ServiceInputs { areas, bases, mut units, travel, policy } = inputs;
        units.sort_by_key(|unit| (unit.base, unit.borough));
        let to_ms = |time_s: &f32| milliseconds(*time_s, travel.speed_factor);
        let base_ms: Vec<u32> = travel.base_to_area_s.iter().map(to_ms).collect();
        let zones = travel.between_zones.as_ref().map_or(0, |between| between.zones);
        let mut between_ms = vec![0; zones * zones];
        if let Some(between) = &travel.between_zones {
            for (place, time_s) in between.time_s.iter().enumerate() {
                between_ms[place % zones * zones + place / zones] = to_ms(time_s);
            }
        }
        let unreachable = unreachable(&areas, &bases, &units, demand, &base_ms, &between_ms, zones);
        if !unreachable.is_empty() {
            return Err(unreachable);
        }
        let beats = match policy.start {
            Start::Base => None,
            Start::Patrol | Start::Mix { .. } => Some(Beats::new(&areas, &units, zones, demand, &policy)?),
        };
        let whole_ms = |seconds: f64| (seconds * 1000.0) as u64;
        let (posts, post_of) = posts(&units);
        let order = order(&areas, &posts, bases.len(), &base_ms, policy.own_borough_first);
        Ok(Service {
            demand: demand.clone(),
            groups: areas.iter().map(|area| area.group as usize + 1).max().unwrap_or(0),
            turnout_base_ms: whole_ms(policy.turnout_base_s),
            turnout_road_ms: whole_ms(policy.turnout_road_s),
            target_ms: policy.target_s.map(whole_ms),
            areas,
            bases,
            units,
            policy,
            posts,
            post_of,
            order,
            base_ms,
            between_ms,
            zones,
            beats,
        })
    }

    /// The calls that it answers.
    pub fn demand(&self) -> &Demand {
        &self.demand
    }

    /// The areas, in the order of the demand.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// All bases.
    pub fn bases(&self) -> &[Base] {
        &self.bases
    }

    /// The cars, in the order that results have.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// How they are stationed and sent.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Number of groups of areas.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// All posts as they are asked when a call comes from an area.
    #[inline]
    pub(super) fn order(&self, area: usize) -> &[u16] {
        &self.order[area * self.posts.len()..][..self.posts.len()]
    }

    /// A journey from base to area, milliseconds without turnout.
    pub fn base_ms(&self, base: usize, area: usize) -> u64 {
        u64::from(self.base_ms[area * self.bases.len() + base])
    }

    /// Whether there are times between zones: then cars go to a call from where they are.
    pub fn has_zones(&self) -> bool {
        self.zones > 0
    }

    /// A journey from zone to area, milliseconds.
    ///
    /// # Panics
    /// Without times between zones.
    pub fn zone_ms(&self, zone: u32, area: usize) -> u64 {
        let to = self.areas[area].zone as usize;
        u64::from(self.between_ms[to * self.zones + zone as usize])
    }

    /// The borough that a car belongs to.
    pub fn borough_of(&self, unit: usize) -> u32 {
        self.units[unit].borough
    }
}

/// Cuts the cars of each base and borough into posts of up to 64.
fn posts(units: &[Unit]) -> (Vec<Post>, Vec<u32>) {
    let mut posts: Vec<Post> = Vec::new();
    let mut post_of = Vec::with_capacity(units.len());
    for (number, unit) in units.iter().enumerate() {
        let base = unit.base as u32;
        let full = |post: &Post| {
            (post.base, post.borough) != (base, unit.borough) || number as u32 - post.first == u64::BITS
        };
        if posts.last().is_none_or(full) {
            posts.push(Post { base, borough: unit.borough, first: number as u32 });
        }
        post_of.push(posts.len() as u32 - 1);
    }
    (posts, post_of)
}

/// For every area all posts: own borough first if so wanted, then by journey, then by number.
fn order(areas: &[Area], posts: &[Post], bases: usize, base_ms: &[u32], own_borough_first: bool) -> Vec<u16> {
    let mut order = Vec::with_capacity(areas.len() * posts.len());
    for (number, area) in areas.iter().enumerate() {
        let from = order.len();
        // There are no more posts than cars, and no more cars than a u16 can number.
        order.extend((0..posts.len()).map(|post| post as u16));
        order[from..].sort_by_key(|post| {
            let Post { base, borough, .. } = posts[usize::from(*post)];
            let elsewhere = own_borough_first && borough != area.borough;
            (elsewhere, base_ms[number * bases + base as usize], *post)
        });
    }
    order
}

/// What can be said of the inputs one by one.
fn problems(inputs: &ServiceInputs, demand: &Demand) -> Vec<ServiceError> {
    let ServiceInputs { areas, bases, units, travel, policy } = inputs;
    let mut errors = Vec::new();
    if units.is_empty() {
        errors.push(ServiceError::NoUnits);
    }
    if units.len() > MOST_CARS {
        errors.push(ServiceError::TooManyUnits(units.len()));
    }
    let mut names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
    names.sort_unstable();
    let twice = names.windows(2).filter(|pair| pair[0] == pair[1]);
    errors.extend(twice.map(|pair| ServiceError::SameUnit(pair[0].to_string())));
    for unit in units.iter().filter(|unit| unit.base >= bases.len()) {
        let unit_name = unit.name.clone();
        errors.push(ServiceError::NoSuchBase { unit: unit_name, base: unit.base, bases: bases.len() });
    }
    let mut size = |what, expected: usize, found: usize| {
        if expected != found {
            errors.push(ServiceError::Size { what, expected, found });
        }
    };
    size("areas", demand.areas(), areas.len());
    size("times from base to area", areas.len() * bases.len(), travel.base_to_area_s.len());
    if let Some(between) = &travel.between_zones {
        size("times between zones", between.zones * between.zones, between.time_s.len());
        for (area, Area { zone, .. }) in areas.iter().enumerate() {
            if *zone as usize >= between.zones {
                errors.push(ServiceError::NoSuchZone { area, zone: *zone, zones: between.zones });
            }
        }
    }
    errors.extend(bad_numbers(travel, policy));
    errors
}

/// Times and shares that are none, and a policy that needs times between zones.
fn bad_numbers(travel: &TravelTimes, policy: &Policy) -> Vec<ServiceError> {
    let mut errors = Vec::new();
    let factor = travel.speed_factor;
    if !(factor.is_finite() && factor > 0.0) {
        let expected = "a finite number above 0";
        errors.push(ServiceError::Range { what: "the speed factor", found: factor, expected });
    }
    let tables = [
        ("a time from base to area", Some(&travel.base_to_area_s)),
        ("a time between zones", travel.between_zones.as_ref().map(|between| &between.time_s)),
    ];
    for (what, table) in tables {
        let bad = table.and_then(|times| times.iter().find(|time| time.is_nan() || **time < 0.0));
        errors.extend(bad.map(|time| ServiceError::Time { what, found: f64::from(*time) }));
    }
    let [target_i_s, target_s_s] = policy.target_s;
    for (what, found) in [
        ("turnout from base", policy.turnout_base_s),
        ("turnout on the road", policy.turnout_road_s),
        ("the target of I calls", target_i_s),
        ("the target of S calls", target_s_s),
    ] {
        // A day is more than any of them, and keeps sums of milliseconds small.
        if !(0.0..=86_400.0).contains(&found) {
            errors.push(ServiceError::Range { what, found, expected: "0 to 86,400 seconds" });
        }
    }
    if let Start::Mix { on_patrol } = policy.start
        && !(0.0..=1.0).contains(&on_patrol)
    {
        let what = "the share of cars on patrol";
        errors.push(ServiceError::Range { what, found: on_patrol, expected: "0 to 1" });
    }
    let patrols = policy.start != Start::Base;
    if patrols && policy.patrol_stay_min == 0 {
        let expected = "1 or more minutes";
        errors.push(ServiceError::Range { what: "the stay at a point of patrol", found: 0.0, expected });
    }
    if travel.between_zones.is_none() {
        let needs = [(patrols, "cars on patrol"), (policy.divert, "diverting cars")];
        errors.extend(needs.iter().filter(|(on, _)| *on).map(|(_, what)| ServiceError::NeedsZones(what)));
    }
    errors
}

/// Bases with cars and zones with calls from which a call cannot be reached.
fn unreachable(
    areas: &[Area],
    bases: &[Base],
    units: &[Unit],
    demand: &Demand,
    base_ms: &[u32],
    between_ms: &[u32],
    zones: usize,
) -> Vec<ServiceError> {
    let called: Vec<usize> = (0..areas.len()).filter(|area| demand.calls_a_week(*area) > 0.0).collect();
    let mut errors = Vec::new();
    for (number, base) in bases.iter().enumerate() {
        let apart = |area: &&usize| base_ms[**area * bases.len() + number] == NO_WAY;
        let mut apart = called.iter().filter(apart);
        if units.iter().any(|unit| unit.base == number)
            && let Some(first) = apart.next()
        {
            let areas = 1 + apart.count();
            errors.push(ServiceError::Unreachable { base: base.name.clone(), areas, first: *first });
        }
    }
    if zones > 0 {
        let mut with_calls: Vec<usize> = called.iter().map(|area| areas[*area].zone as usize).collect();
        with_calls.sort_unstable();
        with_calls.dedup();
        let pairs = with_calls.iter().flat_map(|to| with_calls.iter().map(move |from| (*from, *to)));
        let apart = pairs.into_iter().find(|(from, to)| between_ms[to * zones + from] == NO_WAY);
        errors.extend(apart.map(|(from, to)| ServiceError::ZonesApart { from, to }));
    }
    errors
}
