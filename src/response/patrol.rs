//! Where cars on patrol are.

use std::collections::BTreeMap;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

use super::alias::Alias;
use super::service_error::ServiceError;
use super::streams::stream;
use super::{Area, Demand, Policy, Service, Start, Unit};

/// Where a free car is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At its base.
    Base,
    /// On the road in a zone.
    Zone(u32),
}

/// The chances of the zones of every borough, by calls.
#[derive(Clone, Debug)]
pub(super) struct Beats {
    by_borough: BTreeMap<u32, Beat>,
    /// Random numbers below it, of 2^64, put a car at its base.
    base_below: u64,
    stay_ms: u64,
}

#[derive(Clone, Debug)]
struct Beat {
    zones: Vec<u32>,
    alias: Alias,
}

/// 32-bit words that a stretch of time takes from a car's stream: one number for the point, one for base or patrol.
const WORDS_A_STAY: u128 = 4;

impl Beats {
    pub fn new(
        areas: &[Area],
        units: &[Unit],
        zones: usize,
        demand: &Demand,
        policy: &Policy,
    ) -> Result<Self, Vec<ServiceError>> {
        let mut by_borough = BTreeMap::new();
        let mut errors = Vec::new();
        for unit in units {
            let borough = unit.borough;
            let mut weights = vec![0.0; zones];
            for (number, area) in areas.iter().enumerate().filter(|(_, area)| area.borough == borough) {
                weights[area.zone as usize] += demand.calls_a_week(number);
            }
            let of_borough = (0..zones as u32).filter(|zone| weights[*zone as usize] > 0.0);
            let zones: Vec<u32> = of_borough.collect();
            if zones.is_empty() {
                errors.push(ServiceError::NowhereToPatrol { unit: unit.name.clone(), borough });
                continue;
            }
            by_borough.entry(borough).or_insert_with(|| {
                let weights: Vec<f64> = zones.iter().map(|zone| weights[*zone as usize]).collect();
                Beat { alias: Alias::new(&weights), zones }
            });
        }
        let at_base = match policy.start {
            Start::Base => 1.0,
            Start::Patrol => 0.0,
            Start::Mix { on_patrol } => 1.0 - on_patrol,
        };
        let base_below = (at_base * 2f64.powi(64)) as u64;
        let stay_ms = u64::from(policy.patrol_stay_min) * 60_000;
        if errors.is_empty() { Ok(Beats { by_borough, base_below, stay_ms }) } else { Err(errors) }
    }

    fn place(&self, borough: u32, numbers: &mut ChaCha8Rng) -> Place {
        let (point, base_or_patrol) = (numbers.next_u64(), numbers.next_u64());
        if base_or_patrol < self.base_below {
            return Place::Base;
        }
        let beat = &self.by_borough[&borough];
        Place::Zone(beat.zones[beat.alias.pick(point) as usize])
    }
}

fn numbers(service: &Service, unit: usize, seed: u64, replication: u32) -> ChaCha8Rng {
    stream(seed, replication, "patrol points", &service.units()[unit].name)
}

/// Where a car that is free and had no call in this stay would be at `time_ms`: it depends on the car's name and the
/// time alone, not on what has happened. `None` if free cars are at their bases.
pub fn patrol_place(
    service: &Service,
    unit: usize,
    time_ms: u64,
    seed: u64,
    replication: u32,
) -> Option<Place> {
    let beats = service.beats.as_ref()?;
    let mut numbers = numbers(service, unit, seed, replication);
    numbers.set_word_pos(u128::from(time_ms / beats.stay_ms) * WORDS_A_STAY);
    Some(beats.place(service.borough_of(unit), &mut numbers))
}

/// The places of all cars at a time that only goes forward.
pub(super) struct PatrolPlaces<'a> {
    service: &'a Service,
    beats: &'a Beats,
    numbers: Vec<ChaCha8Rng>,
    places: Vec<Place>,
    /// The number of the stretch of time that the places are for.
    stay: u64,
    ends_ms: u64,
}

impl<'a> PatrolPlaces<'a> {
    /// From the start of a replication; `None` if free cars are at their bases.
    pub fn new(service: &'a Service, seed: u64, replication: u32) -> Option<Self> {
        let beats = service.beats.as_ref()?;
        let cars = 0..service.units().len();
        let numbers: Vec<ChaCha8Rng> = cars.map(|unit| numbers(service, unit, seed, replication)).collect();
        let places = vec![Place::Base; numbers.len()];
        let mut patrol = PatrolPlaces { service, beats, numbers, places, stay: 0, ends_ms: beats.stay_ms };
        patrol.draw();
        Some(patrol)
    }

    fn draw(&mut self) {
        for (unit, numbers) in self.numbers.iter_mut().enumerate() {
            self.places[unit] = self.beats.place(self.service.borough_of(unit), numbers);
        }
    }

    /// Goes forward to `now_ms`.
    #[inline]
    pub fn advance(&mut self, now_ms: u64) {
        while now_ms >= self.ends_ms {
            self.stay += 1;
            self.ends_ms += self.beats.stay_ms;
            self.draw();
        }
    }

    /// When the current stay began, milliseconds.
    #[inline]
    pub fn since_ms(&self) -> u64 {
        self.ends_ms - self.beats.stay_ms
    }

    /// Where the car would be if it has had no call in this stay.
    #[inline]
    pub fn place(&self, unit: usize) -> Place {
        self.places[unit]
    }
}
