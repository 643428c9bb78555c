//! The calls of a replication, in order of arrival.
//!
//! A class's calls are drawn together: independent Poisson processes of many areas are one of their summed rate, each
//! call of which falls to an area by its share. Call `k` of a class takes its moment, its area and its time on scene from
//! three streams of that class, so all options of a replication see the same calls, and a class that grows leaves the
//! others as they are. Calls are drawn in blocks: memory does not grow with their number.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;
use rand_distr::{Distribution, Exp1};

use super::alias::Alias;
use super::profile::HOURS_A_WEEK;
use super::streams::stream;
use super::{CallClass, Demand, Grade, OnSceneTime};

pub(super) const HOUR_MS: u64 = 3_600_000;
/// Small enough for the first-level cache, large enough that drawing is a loop of its own.
const BLOCK: usize = 256;

/// A call, as all options see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// When, milliseconds from the start of the replication (Monday 00:00).
    pub time_ms: u64,
    /// From where.
    pub area: u32,
    /// How long a car will be busy at the scene, milliseconds.
    pub on_scene_ms: u32,
    /// How urgent.
    pub grade: Grade,
}

/// Iterates over the calls before the horizon. At the same millisecond the earlier class comes first.
pub struct Calls<'a> {
    classes: Vec<ClassCalls<'a>>,
}

impl<'a> Calls<'a> {
    /// All calls of a replication in `hours` hours.
    pub fn new(demand: &'a Demand, places: &'a CallPlaces, seed: u64, replication: u32, hours: u64) -> Self {
        let with_calls =
            demand.classes().iter().zip(&places.by_class).filter(|(c, _)| c.volume_a_week() > 0.0);
        let classes = with_calls.map(|(c, p)| ClassCalls::new(c, p, seed, replication, hours)).collect();
        Calls { classes }
    }

    /// When the next call comes; [`u64::MAX`] after the last.
    pub fn next_ms(&self) -> u64 {
        self.classes.iter().map(ClassCalls::next_ms).min().unwrap_or(u64::MAX)
    }
}

impl Iterator for Calls<'_> {
    type Item = Call;

    fn next(&mut self) -> Option<Call> {
        let earliest = self.classes.iter_mut().min_by_key(|class| class.next_ms())?;
        earliest.take()
    }
}

/// The tables that pick a call's area, worked out once for all replications.
pub struct CallPlaces {
    by_class: Vec<Alias>,
}

impl CallPlaces {
    /// A table for every class.
    pub fn new(demand: &Demand) -> Self {
        CallPlaces {
            by_class: demand.classes().iter().map(|class| Alias::new(&class.calls_a_week)).collect(),
        }
    }
}

struct ClassCalls<'a> {
    grade: Grade,
    on_scene: OnSceneTime,
    places: &'a Alias,
    clock: CallClock,
    place_numbers: ChaCha8Rng,
    on_scene_numbers: ChaCha8Rng,
    block: Vec<Call>,
    taken: usize,
}

impl<'a> ClassCalls<'a> {
    fn new(class: &CallClass, places: &'a Alias, seed: u64, replication: u32, hours: u64) -> Self {
        let numbers = |purpose| stream(seed, replication, purpose, &class.name);
        let mut calls = ClassCalls {
            grade: class.grade,
            on_scene: class.on_scene,
            places,
            clock: CallClock::new(class, numbers("call times"), hours),
            place_numbers: numbers("call places"),
            on_scene_numbers: numbers("on-scene times"),
            block: Vec::with_capacity(BLOCK),
            taken: 0,
        };
        calls.refill();
        calls
    }

    fn next_ms(&self) -> u64 {
        self.block.get(self.taken).map_or(u64::MAX, |call| call.time_ms)
    }

    fn take(&mut self) -> Option<Call> {
        let call = *self.block.get(self.taken)?;
        self.taken += 1;
        if self.taken == BLOCK {
            self.refill();
        }
        Some(call)
    }

    fn refill(&mut self) {
        self.taken = 0;
        self.block.clear();
        while self.block.len() < BLOCK
            && let Some(time_ms) = self.clock.next_ms()
        {
            self.block.push(Call { time_ms, area: 0, on_scene_ms: 0, grade: self.grade });
        }
        for call in &mut self.block {
            call.area = self.places.pick(self.place_numbers.next_u64());
            call.on_scene_ms = self.on_scene.draw_ms(&mut self.on_scene_numbers);
        }
    }
}

/// The moments of a Poisson process whose rate is the same throughout an hour of the week: a unit exponential is used up
/// hour by hour at that hour's rate.
struct CallClock {
    calls_a_ms: [f64; HOURS_A_WEEK],
    numbers: ChaCha8Rng,
    hour: u64,
    hour_of_week: usize,
    into_hour_ms: f64,
    hours: u64,
}

impl CallClock {
    fn new(class: &CallClass, numbers: ChaCha8Rng, hours: u64) -> Self {
        let volume = class.volume_a_week();
        let calls_a_ms = class.profile.shares().map(|share| share * volume / HOUR_MS as f64);
        CallClock { calls_a_ms, numbers, hour: 0, hour_of_week: 0, into_hour_ms: 0.0, hours }
    }

    /// The next moment, whole milliseconds (rounded down); `None` at the horizon and after.
    fn next_ms(&mut self) -> Option<u64> {
        let mut gap: f64 = Exp1.sample(&mut self.numbers);
        while self.hour < self.hours {
            let rate = self.calls_a_ms[self.hour_of_week];
            let left_in_hour = rate * (HOUR_MS as f64 - self.into_hour_ms);
            if gap < left_in_hour {
                self.into_hour_ms = (self.into_hour_ms + gap / rate).min((HOUR_MS - 1) as f64);
                return Some(self.hour * HOUR_MS + self.into_hour_ms as u64);
            }
            gap -= left_in_hour;
            self.into_hour_ms = 0.0;
            self.hour += 1;
            self.hour_of_week = if self.hour_of_week + 1 == HOURS_A_WEEK { 0 } else { self.hour_of_week + 1 };
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::WeeklyProfile;

    fn class(name: &str, grade: Grade, calls_a_week: &[f64], profile: WeeklyProfile) -> CallClass {
        let on_scene = OnSceneTime::Exponential { mean_s: 600.0 };
        CallClass { name: name.to_string(), grade, calls_a_week: calls_a_week.to_vec(), profile, on_scene }
    }

    fn demand(s_calls: f64) -> Demand {
        let mut weights = [1.0; HOURS_A_WEEK];
        weights[..24].fill(3.0); // Monday is three times as busy
        weights[40] = 0.0;
        Demand::new(vec![
            class("I", Grade::Immediate, &[100.0, 0.0, 300.0], WeeklyProfile::new(&weights).unwrap()),
            class("S", Grade::Significant, &[s_calls, s_calls, 0.0], WeeklyProfile::flat()),
        ])
        .unwrap()
    }

    fn calls(demand: &Demand, seed: u64, replication: u32, weeks: u64) -> Vec<Call> {
        Calls::new(demand, &CallPlaces::new(demand), seed, replication, weeks * 168).collect()
    }

    #[test]
    fn counts_follow_volumes_areas_and_hours() {
        let weeks = 200;
        let all = calls(&demand(50.0), 7, 0, weeks);
        assert!(all.is_sorted_by_key(|call| call.time_ms));
        assert!(all.last().unwrap().time_ms < weeks * 168 * HOUR_MS);
        let count = |wanted: &dyn Fn(&Call) -> bool| all.iter().filter(|c| wanted(c)).count() as f64;
        // Within four standard deviations of a Poisson count.
        let expect =
            |found: f64, mean: f64| assert!((found - mean).abs() <= 4.0 * mean.sqrt(), "{found}, {mean}");
        let weeks = weeks as f64;
        expect(count(&|c| c.grade == Grade::Immediate && c.area == 0), 100.0 * weeks);
        expect(count(&|c| c.grade == Grade::Immediate && c.area == 2), 300.0 * weeks);
        expect(count(&|c| c.grade == Grade::Significant), 100.0 * weeks);
        assert_eq!(count(&|c| c.grade == Grade::Immediate && c.area == 1), 0.0);
        let hour = |c: &Call| (c.time_ms / HOUR_MS) as usize % HOURS_A_WEEK;
        expect(count(&|c| c.grade == Grade::Immediate && hour(c) < 24), 400.0 * weeks * 72.0 / 215.0);
        assert_eq!(count(&|c| c.grade == Grade::Immediate && hour(c) == 40), 0.0);
        // Within an hour calls come at any time alike.
        expect(count(&|c| c.time_ms % HOUR_MS < HOUR_MS / 4), 500.0 * weeks / 4.0);
    }

    #[test]
    fn more_calls_of_one_class_leave_the_other_as_it_is() {
        let immediate = |s_calls| {
            let mut all = calls(&demand(s_calls), 7, 3, 10);
            all.retain(|call| call.grade == Grade::Immediate);
            all
        };
        assert_eq!(immediate(50.0), immediate(500.0));
        assert_eq!(immediate(50.0), immediate(0.0));
        assert_ne!(calls(&demand(50.0), 7, 3, 1), calls(&demand(50.0), 7, 4, 1));
        assert_ne!(calls(&demand(50.0), 7, 3, 1), calls(&demand(50.0), 8, 3, 1));
    }

    #[test]
    fn next_tells_what_is_taken_next() {
        let demand = demand(50.0);
        let places = CallPlaces::new(&demand);
        let mut all = Calls::new(&demand, &places, 1, 0, 168);
        loop {
            let told = all.next_ms();
            match all.next() {
                Some(call) => assert_eq!(call.time_ms, told),
                None => break assert_eq!(told, u64::MAX),
            }
        }
    }
}
