//! Reports made in person at a counter (METHODS 4).
//!
//! For a type of crime, `R_i = N_i s g(d_i) / G`, with `N_i` crimes recorded in area i, `s` the share of them that is
//! reported at counters, `g(d) = exp(-b d)` the decay of travel time `d` (minutes) to the nearest counter, and `G` the
//! city's mean of `g`, weighted by crime, in the baseline: so the city's reports in person add up to `s` times its
//! recorded crime. Where no counter can be reached `g` is zero.

use std::f64::consts::LN_2;

/// The decay rate `b`, a minute, by which reports halve every `halving_min` minutes.
pub fn decay_per_min(halving_min: f64) -> f64 {
    LN_2 / halving_min
}

/// What the reports of one type of crime depend on, in one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReportingCase {
    /// Crimes a year recorded in the whole city.
    pub city_recorded: f64,
    /// Sum of `N_i g(d_i)` over the city in the baseline.
    pub city_decayed: f64,
    /// The same over the place, before ...
    pub before_decayed: f64,
    /// ... and after.
    pub after_decayed: f64,
    /// Share of recorded crime that is reported at counters, city-wide in the baseline.
    pub counter_share: f64,
    /// Share of the reports that a counter loses which are made by telephone or online instead.
    pub channel_shift: f64,
}

/// Reports a year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ReportFlow {
    /// Made at a counter before.
    pub before: f64,
    /// Made at a counter after.
    pub after: f64,
    /// Of those displaced (`before - after`), not made at all. Negative where counters come nearer, as is `displaced`.
    pub not_made: f64,
}

impl ReportFlow {
    /// No longer made at a counter.
    pub fn displaced(self) -> f64 {
        self.before - self.after
    }

    /// Adds the reports of another type.
    pub fn add(&mut self, other: ReportFlow) {
        self.before += other.before;
        self.after += other.after;
        self.not_made += other.not_made;
    }

    /// Made by telephone or online instead.
    pub fn shifted(self) -> f64 {
        self.displaced() - self.not_made
    }
}

impl ReportingCase {
    /// Reports before and after; none in a city where nobody reaches a counter.
    ///
    /// ```
    /// use bluelamp::access::ReportingCase;
    /// let case = ReportingCase {
    ///     city_recorded: 1000.0, city_decayed: 500.0, before_decayed: 100.0, after_decayed: 60.0,
    ///     counter_share: 0.08, channel_shift: 0.9,
    /// };
    /// let flow = case.flow();
    /// assert_eq!((flow.before, flow.after), (16.0, 9.6));
    /// assert!((flow.displaced() - 6.4).abs() < 1e-12 && (flow.not_made - 0.64).abs() < 1e-12);
    /// ```
    pub fn flow(&self) -> ReportFlow {
        if self.city_decayed <= 0.0 {
            return ReportFlow::default();
        }
        let reports = |decayed: f64| decayed * (self.counter_share * self.city_recorded / self.city_decayed);
        let (before, after) = (reports(self.before_decayed), reports(self.after_decayed));
        ReportFlow { before, after, not_made: (before - after) * (1.0 - self.channel_shift) }
    }
}

/// Incidents that happened, of which the `recorded` ones are the share that was reported.
pub fn incidents(recorded: f64, reporting_rate: f64) -> f64 {
    recorded / reporting_rate
}

/// The change of a count by a constant elasticity when what it depends on grows from `before` to `after`: an elasticity
/// of -0.1 turns 10 % more distance into 1 % less (as a power, 0.95 %). `None` where `before` is nothing or one of the
/// two is out of reach.
pub fn by_elasticity(count: f64, before: f64, after: f64, elasticity: f64) -> Option<f64> {
    let usable = before > 0.0 && before.is_finite() && after.is_finite();
    usable.then(|| count * ((after / before).powf(elasticity) - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_halve_in_the_halving_time() {
        let g = |minutes: f64| (-decay_per_min(20.0) * minutes).exp();
        assert!((g(20.0) - 0.5).abs() < 1e-15 && (g(60.0) - 0.125).abs() < 1e-15);
    }

    #[test]
    fn the_published_elasticities() {
        // Facchetti 2024: 10 % more distance, 1 % less crime recorded and 1 % more violent crime.
        let change = |elasticity| by_elasticity(1000.0, 10.0, 11.0, elasticity).unwrap();
        assert!((change(-0.1) + 10.0).abs() < 0.6 && (change(0.1) - 10.0).abs() < 0.6);
        assert_eq!(change(0.0), 0.0);
        assert_eq!(by_elasticity(5.0, 8.0, 8.0, -0.1), Some(0.0));
        assert_eq!(by_elasticity(5.0, 0.0, 3.0, -0.1), None);
        assert_eq!(by_elasticity(5.0, 3.0, f64::INFINITY, -0.1), None);
    }

    #[test]
    fn a_city_without_reach_has_no_reports_in_person() {
        let case = ReportingCase {
            city_recorded: 10.0,
            city_decayed: 0.0,
            before_decayed: 0.0,
            after_decayed: 0.0,
            counter_share: 0.1,
            channel_shift: 0.5,
        };
        assert_eq!(case.flow(), ReportFlow::default());
    }
}
