//! Where every car is, who is free, and who can be at a call first.

use super::patrol::{PatrolPlaces, Place};
use super::service::Post;
use super::waiting::Waiting;
use super::{Call, Grade, Service, Start};

/// A car, its last call, and its duty.
#[derive(Clone, Copy, Debug)]
pub(super) struct Car {
    /// The call that it is busy with, or was last.
    pub call: Call,
    pub number: u64,
    /// How long that call was in the queue, milliseconds.
    pub waited_ms: u64,
    pub dispatched_ms: u64,
    sets_out_ms: u64,
    pub arrives_ms: u64,
    /// From where it set out.
    origin: Place,
    /// When it was clear of that call, milliseconds; `None` before its first.
    cleared_ms: Option<u64>,
    /// When it is back at base, milliseconds; not looked at for cars on patrol.
    home_ms: u64,
    pub busy: bool,
    pub on_duty: bool,
    /// When its duty began, and when it last ended, milliseconds.
    pub on_since_ms: u64,
    pub off_since_ms: u64,
}

/// From where a car goes to a call, and how long it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Journey {
    origin: Place,
    turnout_ms: u64,
    travel_ms: u64,
}

/// The car for a call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice {
    pub unit: usize,
    pub journey: Journey,
    /// It is on its way to an S call.
    pub diverted: bool,
}

/// All cars. Sets of them are words, one a post.
pub(super) struct Cars<'a> {
    service: &'a Service,
    cars: Vec<Car>,
    patrol: Option<PatrolPlaces<'a>>,
    /// Free and at base.
    at_base: Vec<u64>,
    /// Free and to be looked at one by one: on patrol, or on the way back to base.
    elsewhere: Vec<u64>,
    /// On duty and sent to an S call, at whose scene they were not when last looked at; kept only if cars may be diverted.
    to_s_call: Vec<u64>,
    cars_elsewhere: u32,
}

/// Later than anything.
const NOBODY: u64 = u64::MAX;
/// A candidate's key: elsewhere than in the own borough | delay, milliseconds | diverted | car.
const CAR_BITS: u32 = 16;
const DIVERTED: u64 = 1 << CAR_BITS;
const DELAY_SHIFT: u32 = CAR_BITS + 1;
const OTHER_BOROUGH: u64 = 1 << 63;

impl<'a> Cars<'a> {
    /// Nobody is on duty.
    pub fn new(service: &'a Service, seed: u64, replication: u32) -> Self {
        let call = Call { time_ms: 0, area: 0, on_scene_ms: 0, grade: Grade::Immediate };
        let car = Car {
            call,
            number: 0,
            waited_ms: 0,
            dispatched_ms: 0,
            sets_out_ms: 0,
            arrives_ms: 0,
            origin: Place::Base,
            cleared_ms: None,
            home_ms: 0,
            busy: false,
            on_duty: false,
            on_since_ms: 0,
            off_since_ms: 0,
        };
        let nobody = vec![0; service.posts.len()];
        Cars {
            service,
            cars: vec![car; service.units.len()],
            patrol: PatrolPlaces::new(service, seed, replication),
            at_base: nobody.clone(),
            elsewhere: nobody.clone(),
            to_s_call: nobody,
            cars_elsewhere: 0,
        }
    }

    #[inline]
    pub fn car(&self, unit: usize) -> &Car {
        &self.cars[unit]
    }

    /// Puts a car on duty and returns it as it then is.
    pub fn begin_duty(&mut self, unit: usize, now: u64) -> Car {
        let car = &mut self.cars[unit];
        car.on_duty = true;
        car.on_since_ms = now;
        let on_way_to_s = car.busy && car.call.grade == Grade::Significant;
        let car = *car;
        if on_way_to_s {
            self.may_be_diverted(unit);
        }
        car
    }

    /// Takes a car off duty; a busy one finishes its call.
    pub fn end_duty(&mut self, unit: usize, now: u64) {
        let car = &mut self.cars[unit];
        car.on_duty = false;
        car.off_since_ms = now;
        self.take(unit);
        let (post, bit) = self.bit(unit);
        self.to_s_call[post] &= !bit;
    }

    /// Makes a car that is on duty and not busy one of the free.
    #[inline]
    pub fn make_free(&mut self, unit: usize) {
        let (post, bit) = self.bit(unit);
        if self.service.zones == 0 {
            self.at_base[post] |= bit;
        } else {
            // Also a car at base: it is found there when it is next looked at.
            self.elsewhere[post] |= bit;
            self.cars_elsewhere += 1;
        }
    }

    /// Takes a car out of the free, if it is one.
    #[inline]
    pub fn take(&mut self, unit: usize) {
        let (post, bit) = self.bit(unit);
        self.at_base[post] &= !bit;
        self.cars_elsewhere -= u32::from(self.elsewhere[post] & bit != 0);
        self.elsewhere[post] &= !bit;
    }

    /// Sends a car to a call and returns when it will be clear, milliseconds.
    #[inline]
    pub fn send(&mut self, unit: usize, waiting: &Waiting, journey: Journey, now: u64) -> u64 {
        let car = &mut self.cars[unit];
        car.call = waiting.call;
        car.number = waiting.number;
        car.waited_ms = waiting.waited_ms;
        car.dispatched_ms = now;
        car.sets_out_ms = now + journey.turnout_ms;
        car.arrives_ms = car.sets_out_ms + journey.travel_ms;
        car.origin = journey.origin;
        car.busy = true;
        let clears_ms = car.arrives_ms + u64::from(waiting.call.on_scene_ms);
        if self.service.policy.divert {
            if waiting.call.grade == Grade::Significant {
                self.may_be_diverted(unit);
            } else {
                let (post, bit) = self.bit(unit);
                self.to_s_call[post] &= !bit;
            }
        }
        clears_ms
    }

    fn may_be_diverted(&mut self, unit: usize) {
        let (post, bit) = self.bit(unit);
        self.to_s_call[post] |= bit;
    }

    /// A car is clear of its call and still at the scene.
    #[inline]
    pub fn clears(&mut self, unit: usize, now: u64) {
        let car = &mut self.cars[unit];
        car.busy = false;
        car.cleared_ms = Some(now);
        if self.service.zones > 0 {
            let post = &self.service.posts[self.service.post_of[unit] as usize];
            car.home_ms = now + self.service.base_ms(post.base as usize, car.call.area as usize);
        }
    }

    #[inline]
    fn bit(&self, unit: usize) -> (usize, u64) {
        let post = self.service.post_of[unit] as usize;
        (post, 1 << (unit as u32 - self.service.posts[post].first))
    }

    /// The car that can be there first, its turnout included; at the same millisecond the lower number. With own borough
    /// first, a car from elsewhere only if there is no other.
    pub fn nearest(&mut self, call: &Call, now: u64) -> Option<Choice> {
        let mut best = NOBODY;
        if self.cars_elsewhere > 0 {
            best = self.nearest_elsewhere(call, now);
        }
        let area = call.area as usize;
        let nearest_at_base = self.nearest_at_base(area);
        let diverts = self.service.policy.divert && call.grade == Grade::Immediate;
        if best == NOBODY && !diverts {
            return nearest_at_base;
        }
        if let Some(Choice { unit, journey, .. }) = nearest_at_base {
            let borough = self.service.posts[self.service.post_of[unit] as usize].borough;
            best = best.min(self.key(borough, area, journey.turnout_ms + journey.travel_ms) | unit as u64);
        }
        if diverts {
            best = best.min(self.nearest_to_divert(area, now));
        }
        if best == NOBODY {
            return None;
        }
        let unit = best as usize & ((1 << CAR_BITS) - 1);
        let diverted = best & DIVERTED != 0;
        let journey = if diverted { self.diversion(unit, area, now) } else { self.journey(unit, area, now) };
        Some(Choice { unit, journey, diverted })
    }

    /// The best of the free cars at their bases.
    #[inline]
    fn nearest_at_base(&self, area: usize) -> Option<Choice> {
        // A plain loop: with most cars free it ends at once.
        let post = self.service.order(area).iter().find(|post| self.at_base[usize::from(**post)] != 0)?;
        let post = usize::from(*post);
        let Post { base, first, .. } = self.service.posts[post];
        let unit = (first + self.at_base[post].trailing_zeros()) as usize;
        let travel_ms = self.service.base_ms(base as usize, area);
        let journey = Journey { origin: Place::Base, turnout_ms: self.service.turnout_base_ms, travel_ms };
        Some(Choice { unit, journey, diverted: false })
    }

    /// What a candidate is compared by, without its number.
    #[inline]
    fn key(&self, borough: u32, area: usize, delay_ms: u64) -> u64 {
        let other = self.service.policy.own_borough_first && borough != self.service.areas[area].borough;
        delay_ms << DELAY_SHIFT | if other { OTHER_BOROUGH } else { 0 }
    }

    /// The best of the free cars that are looked at one by one. Those back at base join the others there.
    fn nearest_elsewhere(&mut self, call: &Call, now: u64) -> u64 {
        self.advance(now);
        let goes_home = self.service.policy.start == Start::Base;
        let area = call.area as usize;
        let mut best = NOBODY;
        for post in 0..self.elsewhere.len() {
            let mut left = self.elsewhere[post];
            let Post { borough, first, .. } = self.service.posts[post];
            while left != 0 {
                let bit = left & left.wrapping_neg();
                left ^= bit;
                let unit = first + bit.trailing_zeros();
                if goes_home && self.cars[unit as usize].home_ms <= now {
                    self.elsewhere[post] ^= bit;
                    self.cars_elsewhere -= 1;
                    self.at_base[post] |= bit;
                    continue;
                }
                let Journey { turnout_ms, travel_ms, .. } = self.journey(unit as usize, area, now);
                best = best.min(self.key(borough, area, turnout_ms + travel_ms) | u64::from(unit));
            }
        }
        best
    }

    /// The best of the cars on their way to an S call. Those that have arrived are not looked at again.
    fn nearest_to_divert(&mut self, area: usize, now: u64) -> u64 {
        let mut best = NOBODY;
        for post in 0..self.to_s_call.len() {
            let mut left = self.to_s_call[post];
            let Post { borough, first, .. } = self.service.posts[post];
            while left != 0 {
                let bit = left & left.wrapping_neg();
                left ^= bit;
                let unit = first + bit.trailing_zeros();
                if self.cars[unit as usize].arrives_ms <= now {
                    self.to_s_call[post] ^= bit;
                    continue;
                }
                let Journey { turnout_ms, travel_ms, .. } = self.diversion(unit as usize, area, now);
                let key = self.key(borough, area, turnout_ms + travel_ms);
                best = best.min(key | DIVERTED | u64::from(unit));
            }
        }
        best
    }

    /// Moves cars on patrol to where they are now.
    #[inline]
    pub fn advance(&mut self, now: u64) {
        if let Some(patrol) = &mut self.patrol {
            patrol.advance(now);
        }
    }

    /// How a car that is not busy gets to an area; [`Cars::advance`] has been called for `now`.
    pub fn journey(&self, unit: usize, area: usize, now: u64) -> Journey {
        let car = &self.cars[unit];
        let scene = Place::Zone(self.service.areas[car.call.area as usize].zone);
        match (&self.patrol, car.cleared_ms) {
            (None, Some(cleared_ms)) if car.home_ms > now => {
                let [done, way] = [now - cleared_ms, car.home_ms - cleared_ms];
                self.on_the_way(unit, scene, Place::Base, area, done, way)
            }
            (None, _) => self.set_out(unit, Place::Base, area),
            // After a call a car stays at the scene until it moves on.
            (Some(patrol), Some(cleared_ms)) if cleared_ms >= patrol.since_ms() => {
                self.set_out(unit, scene, area)
            }
            (Some(patrol), _) => self.set_out(unit, patrol.place(unit), area),
        }
    }

    /// How a car on its way to an S call gets to an area.
    fn diversion(&self, unit: usize, area: usize, now: u64) -> Journey {
        let car = &self.cars[unit];
        if now < car.sets_out_ms {
            let travel_ms = self.from(unit, car.origin, area);
            return Journey { origin: car.origin, turnout_ms: car.sets_out_ms - now, travel_ms };
        }
        let scene = Place::Zone(self.service.areas[car.call.area as usize].zone);
        let [done, way] = [now - car.sets_out_ms, car.arrives_ms - car.sets_out_ms];
        Journey { turnout_ms: 0, ..self.on_the_way(unit, car.origin, scene, area, done, way) }
    }

    fn set_out(&self, unit: usize, origin: Place, area: usize) -> Journey {
        let turnout_ms = match origin {
            Place::Base => self.service.turnout_base_ms,
            Place::Zone(_) => self.service.turnout_road_ms,
        };
        Journey { origin, turnout_ms, travel_ms: self.from(unit, origin, area) }
    }

    /// From a car that has done a part of its way: between the times from its two ends in that proportion (a table of
    /// zones knows no streets). What it does next counts as begun at the nearer end.
    fn on_the_way(&self, unit: usize, from: Place, to: Place, area: usize, done: u64, way: u64) -> Journey {
        let [from_ms, to_ms] = [from, to].map(|end| self.from(unit, end, area));
        let travel_ms = (from_ms * (way - done) + to_ms * done) / way;
        let origin = if 2 * done < way { from } else { to };
        Journey { origin, turnout_ms: self.service.turnout_road_ms, travel_ms }
    }

    fn from(&self, unit: usize, origin: Place, area: usize) -> u64 {
        let base = self.service.posts[self.service.post_of[unit] as usize].base as usize;
        match origin {
            Place::Base => self.service.base_ms(base, area),
            Place::Zone(zone) => self.service.zone_ms(zone, area),
        }
    }
}
