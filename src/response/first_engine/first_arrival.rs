//! Which station's engine is there first: a race between those that are ready.

/// Stations in a race: the nearest few by drive. From these came 99.8 % of London's first engines of 2009 to 2013.
pub const RACERS: usize = 6;

/// A station with its drive to a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Racer {
    /// Number of the station.
    pub station: usize,
    /// Its drive, seconds.
    pub drive_s: f64,
}

/// The [`RACERS`] nearest open stations to which there is a way, nearest first, ties by number. `drives_s` holds the drive
/// of every station.
pub fn nearest_racers(drives_s: &[f64], open: impl Fn(usize) -> bool) -> Vec<Racer> {
    let mut racers: Vec<Racer> = Vec::with_capacity(RACERS + 1);
    for (station, &drive_s) in drives_s.iter().enumerate() {
        if !drive_s.is_finite() || !open(station) {
            continue;
        }
        let place = racers.partition_point(|r| r.drive_s <= drive_s);
        if place < RACERS {
            racers.insert(place, Racer { station, drive_s });
            racers.truncate(RACERS);
        }
    }
    racers
}

/// The race. Each station is ready with its own chance, apart from the others. Of those that are ready, the first to
/// arrive is s with a chance in proportion to `exp(-drive_s / spread)`: drives have independent Gumbel errors of that scale
/// (the logit of discrete choice: McFadden 1974). With nobody ready the race is run again.
#[derive(Clone, Debug, PartialEq)]
pub struct Race {
    /// Scale of what drives differ by from call to call, seconds.
    pub spread_s: f64,
    /// The chance that a station has an engine ready, by number of the station.
    pub ready: Vec<f64>,
}

impl Race {
    /// The chance of each racer to be first; they add up to one. Empty without racers.
    pub fn chances(&self, racers: &[Racer]) -> Vec<f64> {
        let ready: Vec<f64> = racers.iter().map(|r| self.ready[r.station]).collect();
        chances(racers, &ready, self.spread_s)
    }
}

/// As [`Race::chances`], with the racers' own chances to be ready.
pub(super) fn chances(racers: &[Racer], ready: &[f64], spread_s: f64) -> Vec<f64> {
    let nearest_s = racers.iter().map(|r| r.drive_s).fold(f64::INFINITY, f64::min);
    let pull: Vec<f64> = racers.iter().map(|r| (-(r.drive_s - nearest_s) / spread_s).exp()).collect();
    let mut first = vec![0.0; racers.len()];
    // Every set of stations that may be ready but the empty one.
    for set in 1..1usize << racers.len() {
        let (mut chance, mut total) = (1.0, 0.0);
        for i in 0..racers.len() {
            if set >> i & 1 == 1 {
                chance *= ready[i];
                total += pull[i];
            } else {
                chance *= 1.0 - ready[i];
            }
        }
        // Far ones may be out of the race altogether: then the nearest of the set wins.
        if total > 0.0 {
            for i in (0..racers.len()).filter(|i| set >> i & 1 == 1) {
                first[i] += chance * pull[i] / total;
            }
        } else {
            let ahead = |a: &usize, b: &usize| racers[*a].drive_s.total_cmp(&racers[*b].drive_s);
            if let Some(winner) = (0..racers.len()).filter(|i| set >> i & 1 == 1).min_by(ahead) {
                first[winner] += chance;
            }
        }
    }
    let all: f64 = first.iter().sum();
    if all > 0.0 {
        first.iter_mut().for_each(|f| *f /= all);
    }
    first
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    fn racers(drives: &[f64]) -> Vec<Racer> {
        drives.iter().enumerate().map(|(station, &drive_s)| Racer { station, drive_s }).collect()
    }

    #[test]
    fn two_stations_by_hand() {
        // Always ready and as far: a coin. Ready half the time: 1/4 both (a coin), 1/4 the first alone, 1/4 the second
        // alone, 1/4 again. Only the far one ready at times: it wins when the near one is out.
        let even = racers(&[100.0, 100.0]);
        assert_eq!(chances(&even, &[1.0, 1.0], 20.0), [0.5, 0.5]);
        assert_eq!(chances(&even, &[0.5, 0.5], 20.0), [0.5, 0.5]);
        let apart = racers(&[100.0, 5_000.0]);
        let [near, far] = chances(&apart, &[0.8, 1.0], 20.0)[..] else { panic!("two chances") };
        assert!((near - 0.8).abs() < 1e-12 && (far - 0.2).abs() < 1e-12);
        // A lead of one spread is a chance of e / (1 + e).
        let lead = chances(&racers(&[100.0, 120.0]), &[1.0, 1.0], 20.0)[0];
        assert!((lead - 1f64.exp() / (1.0 + 1f64.exp())).abs() < 1e-12);
    }

    #[test]
    fn stations_too_far_for_arithmetic_still_arrive() {
        let far = chances(&racers(&[100.0, 1e6, 2e6]), &[0.5, 0.5, 1.0], 20.0);
        assert!(
            (far[0] - 0.5).abs() < 1e-12 && (far[1] - 0.25).abs() < 1e-12 && (far[2] - 0.25).abs() < 1e-12
        );
    }

    #[test]
    fn the_formula_is_the_race_it_describes() {
        let (drives, ready, spread) = (racers(&[90.0, 105.0, 140.0, 150.0]), [0.7, 0.9, 0.6, 0.8], 22.0);
        let expected = chances(&drives, &ready, spread);
        let mut random = ChaCha8Rng::seed_from_u64(7);
        let (runs, mut first, mut held) = (40_000, [0.0; 4], 0.0);
        for _ in 0..runs {
            let mut best: Option<(usize, f64)> = None;
            for (racer, chance) in drives.iter().zip(ready) {
                let (out, uniform): (f64, f64) = (random.random(), random.random());
                let arrival = racer.drive_s + spread * (-uniform.max(1e-300).ln()).ln();
                if out < chance && best.is_none_or(|(_, t)| arrival < t) {
                    best = Some((racer.station, arrival));
                }
            }
            if let Some((winner, _)) = best {
                first[winner] += 1.0;
                held += 1.0;
            }
        }
        for (seen, chance) in first.iter().zip(&expected) {
            let error = (chance * (1.0 - chance) / held).sqrt();
            assert!((seen / held - chance).abs() < 4.0 * error, "{first:?} {expected:?}");
        }
    }

    proptest! {
        #[test]
        fn chances_add_up_and_a_racer_less_helps_all_others(
            drives in prop::collection::vec(20.0..900.0f64, 2..=6),
            ready in prop::collection::vec(0.05..1.0f64, 6),
            spread in 1.0..60.0f64,
        ) {
            let all = racers(&drives);
            let before = chances(&all, &ready[..all.len()], spread);
            prop_assert!((before.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            let after = chances(&all[1..], &ready[1..all.len()], spread);
            for (with, without) in before[1..].iter().zip(&after) {
                prop_assert!(*without >= with - 1e-12);
            }
        }

        #[test]
        fn the_nearest_are_those_of_a_full_sort(drives in prop::collection::vec(0.0..50.0f64, 0..30)) {
            let mut sorted: Vec<usize> = (0..drives.len()).filter(|s| s % 3 > 0).collect();
            sorted.sort_by(|a, b| drives[*a].total_cmp(&drives[*b]));
            sorted.truncate(RACERS);
            let found: Vec<usize> = nearest_racers(&drives, |s| s % 3 > 0).iter().map(|r| r.station).collect();
            prop_assert_eq!(found, sorted);
        }
    }
}
