//! Which busy car is clear next.

/// A tournament over all cars: every inner place holds the earlier of the two below it, the top the earliest of all.
///
/// A car has one time or none, so setting or changing it is a walk from its leaf to the top, and nothing is ever stale
/// (a heap would keep the old time of a car that was sent elsewhere). At the same millisecond the lower car comes first.
pub struct NextClear {
    keys: Vec<u64>,
    leaves: usize,
}

/// Bits of a key below the milliseconds: the car.
const CAR_BITS: u32 = 16;
/// As many cars as a key can tell apart.
pub const MOST_CARS: usize = 1 << CAR_BITS;
/// Not busy.
const NEVER: u64 = u64::MAX;

impl NextClear {
    /// Nobody is busy.
    pub fn new(cars: usize) -> Self {
        let leaves = cars.next_power_of_two();
        NextClear { keys: vec![NEVER; 2 * leaves], leaves }
    }

    /// When the next car is clear, milliseconds; beyond all times if nobody is busy.
    #[inline]
    pub fn time_ms(&self) -> u64 {
        self.keys[1] >> CAR_BITS
    }

    /// The car that is clear next, if somebody is busy.
    #[inline]
    pub fn car(&self) -> usize {
        self.keys[1] as usize & (MOST_CARS - 1)
    }

    /// The car will be clear at `time_ms` (below 2^48), whatever was said before.
    #[inline]
    pub fn set(&mut self, car: usize, time_ms: u64) {
        self.replace(car, time_ms << CAR_BITS | car as u64);
    }

    /// The car is not busy.
    #[inline]
    pub fn clear(&mut self, car: usize) {
        self.replace(car, NEVER);
    }

    #[inline]
    fn replace(&mut self, car: usize, mut key: u64) {
        let mut place = self.leaves + car;
        self.keys[place] = key;
        while place > 1 {
            key = key.min(self.keys[place ^ 1]);
            place /= 2;
            self.keys[place] = key;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_top_is_the_earliest(
            cars in 1usize..70, changes in prop::collection::vec((any::<prop::sample::Index>(), prop::option::of(0u64..50)), 1..200),
        ) {
            let mut tournament = NextClear::new(cars);
            let mut times: Vec<Option<u64>> = vec![None; cars];
            for (car, time) in changes {
                let car = car.index(cars);
                times[car] = time;
                match time {
                    Some(time_ms) => tournament.set(car, time_ms),
                    None => tournament.clear(car),
                }
                let earliest = times.iter().enumerate().filter_map(|(car, time)| time.map(|t| (t, car))).min();
                match earliest {
                    Some(expected) => prop_assert_eq!((tournament.time_ms(), tournament.car()), expected),
                    None => prop_assert!(tournament.time_ms() > 1 << 47),
                }
            }
        }
    }
}
