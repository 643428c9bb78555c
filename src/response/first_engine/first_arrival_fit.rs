//! The race fitted to who came first: one readiness and spread for all by likelihood, then each station's own readiness.

use rayon::prelude::*;

use super::first_arrival::{Race, Racer, chances};

/// At one place: the racers, and how often each came first.
#[derive(Clone, Debug)]
pub struct FirstArrivals {
    /// Nearest first.
    pub racers: Vec<Racer>,
    /// By racer; stations that do not race are left out.
    pub times: Vec<f64>,
}

impl FirstArrivals {
    fn all(&self) -> f64 {
        self.times.iter().sum()
    }
}

/// A station's own share of first arrivals counts as if it had been seen at the common one this many times more.
const COMMON_ARRIVALS: f64 = 200.0;

/// Rounds in which every station's readiness is set to what its ground says, given the others'.
const ROUNDS: usize = 8;

/// No station is taken to be ready less, or more, often than this: one engine in repair, one never out.
const READINESS: (f64, f64) = (0.4, 0.97);

/// The least share with which odds are counted.
const LEAST_SHARE: f64 = 0.01;

/// Fits the race to a city's first arrivals.
pub fn fit_race(places: &[FirstArrivals], stations: usize) -> Race {
    let places: Vec<&FirstArrivals> = places.iter().filter(|p| p.all() > 0.0).collect();
    let (ready, spread_s) = common(&places);
    let mut race = Race { spread_s, ready: vec![ready; stations] };
    let mut came = vec![0.0; stations];
    let mut asked = vec![0.0; stations];
    for place in &places {
        if let Some(nearest) = place.racers.first() {
            came[nearest.station] += place.times[0];
            asked[nearest.station] += place.all();
        }
    }
    for _ in 0..ROUNDS {
        let mut expected = vec![0.0; stations];
        for place in &places {
            if let Some(nearest) = place.racers.first() {
                expected[nearest.station] += race.chances(&place.racers)[0] * place.all();
            }
        }
        for station in (0..stations).filter(|s| asked[*s] > 0.0) {
            let share = expected[station] / asked[station];
            let seen = (came[station] + COMMON_ARRIVALS * share) / (asked[station] + COMMON_ARRIVALS);
            let ready = logit(race.ready[station]) + logit(seen) - logit(share);
            race.ready[station] = (1.0 / (1.0 + (-ready).exp())).clamp(READINESS.0, READINESS.1);
        }
    }
    race
}

fn logit(share: f64) -> f64 {
    let share = share.clamp(LEAST_SHARE, 1.0 - LEAST_SHARE);
    (share / (1.0 - share)).ln()
}

/// The likeliest readiness and spread alike for all stations: by turns, until both stand still.
fn common(places: &[&FirstArrivals]) -> (f64, f64) {
    let (mut ready, mut spread) = (0.85, 20.0);
    for _ in 0..20 {
        let before = (ready, spread);
        ready = least(|r| surprise(places, r, spread), 0.3, 0.999, 1e-4);
        spread = least(|s| surprise(places, ready, s), 2.0, 120.0, 1e-2);
        if (ready - before.0).abs() < 2e-4 && (spread - before.1).abs() < 2e-2 {
            break;
        }
    }
    (ready, spread)
}

/// Minus the log likelihood of who came first.
fn surprise(places: &[&FirstArrivals], ready: f64, spread_s: f64) -> f64 {
    let of = |place: &&FirstArrivals| -> f64 {
        let chances = chances(&place.racers, &vec![ready; place.racers.len()], spread_s);
        place.times.iter().zip(chances).filter(|(n, _)| **n > 0.0).map(|(n, c)| -n * c.max(1e-300).ln()).sum()
    };
    // Added in order, so that one core and many give the same number.
    places.par_iter().map(of).collect::<Vec<f64>>().iter().sum()
}

/// Where a function with one valley is least, to within `close`: golden section.
fn least(f: impl Fn(f64) -> f64, low: f64, high: f64, close: f64) -> f64 {
    let golden = (5f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (low, high);
    let mut inner = [high - golden * (high - low), low + golden * (high - low)];
    let mut values = inner.map(&f);
    while high - low > close {
        if values[0] <= values[1] {
            high = inner[1];
            inner = [high - golden * (high - low), inner[0]];
            values = [f(inner[0]), values[0]];
        } else {
            low = inner[0];
            inner = [inner[1], low + golden * (high - low)];
            values = [values[1], f(inner[1])];
        }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three stations in a row; every place's arrivals are what a race expects of a thousand.
    fn arrivals(race: &Race) -> Vec<FirstArrivals> {
        let place = |x: f64| {
            let mut racers: Vec<Racer> = [0.0, 200.0, 400.0]
                .iter()
                .enumerate()
                .map(|(station, at)| Racer { station, drive_s: (x - at).abs() })
                .collect();
            racers.sort_by(|a, b| a.drive_s.total_cmp(&b.drive_s));
            let times = race.chances(&racers).iter().map(|c| 1000.0 * c).collect();
            FirstArrivals { racers, times }
        };
        (0..=40).map(|i| place(f64::from(i) * 10.0 + 1.0)).collect()
    }

    #[test]
    fn a_race_is_found_again() {
        let race = Race { spread_s: 23.0, ready: vec![0.86; 3] };
        let found = fit_race(&arrivals(&race), 3);
        assert!((found.spread_s - 23.0).abs() < 0.1, "{found:?}");
        assert!(found.ready.iter().all(|r| (r - 0.86).abs() < 0.002), "{found:?}");
    }

    #[test]
    fn a_station_that_is_often_out_is_seen_to_be() {
        let race = Race { spread_s: 23.0, ready: vec![0.9, 0.7, 0.9] };
        let found = fit_race(&arrivals(&race), 3);
        assert!((found.ready[1] - 0.7).abs() < 0.03 && found.ready[0] > 0.85, "{found:?}");
        // A station that nobody asks keeps the common readiness.
        assert!(fit_race(&arrivals(&race), 4).ready[3] > 0.7);
    }
}
