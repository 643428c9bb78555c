//! Closures that look like closures and are none: the last years' incidents to which the own engine did not come, foretold
//! from the years before them. By these, and by nothing after the closures, forecasts were chosen.

use super::fitted::Fitted;
use super::{ForecastError, GroundWays};
use crate::city::{Attendance, City, FromElsewhere, Times};
use crate::travel::Plane;

/// A ground with fewer such incidents says nothing.
const LEAST_INCIDENTS: f64 = 60.0;

/// Mean absolute deviation of a normal distribution over its standard deviation: the root of 2 / pi.
pub(super) const MEAN_ABSOLUTE: f64 = 0.797_884_560_802_865_4;

/// One ground's incidents of the last years that its own engine was not first at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PseudoClosure {
    /// Number of the ground.
    pub ground: usize,
    /// How many.
    pub incidents: f64,
    /// Their mean time less that of their kinds, seconds.
    pub observed_s: f64,
    /// Standard error of it, seconds.
    pub luck_s: f64,
    /// By law and race of the years before with the own station out, seconds.
    pub by_law_s: f64,
    /// The mean of the ground's own such incidents in the years before, seconds.
    pub by_history_s: f64,
    /// By law and race and the ground's own ways, seconds.
    pub by_both_s: f64,
}

/// How far a forecast of pseudo-closures is off, net of what is the same in all grounds, seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PseudoError {
    /// Which.
    pub of: &'static str,
    /// Mean over grounds.
    pub mean_absolute_s: f64,
    /// Weighted by incidents.
    pub weighted_s: f64,
}

/// All grounds', and the errors of the forecasts.
#[derive(Clone, Debug, PartialEq)]
pub struct PseudoClosures {
    /// Those with enough incidents.
    pub grounds: Vec<PseudoClosure>,
    /// Of law and race, of the own history, of both.
    pub errors: [PseudoError; 3],
    /// Mean absolute error of one who knows every true mean, seconds.
    pub luck_s: f64,
    /// Standard error of both without luck, seconds.
    pub both_net_s: f64,
}

/// Fits to the attendances before the last years and judges on the last years' incidents from elsewhere.
pub(super) fn pseudo_closures(
    city: &City,
    roads: &Plane,
    own: &[usize],
    attendances: &[Attendance],
    elsewhere: &[FromElsewhere],
) -> Result<PseudoClosures, ForecastError> {
    let early: Vec<Attendance> = attendances.iter().filter_map(before_the_last).collect();
    let away_s = Fitted::new(city, roads, own, &early)?.away_s();
    let ways = GroundWays::of(city, &away_s, elsewhere, |e| e.all.without(e.last));
    let mut sums = vec![Sums::default(); city.wards.len()];
    for e in elsewhere.iter().filter(|e| away_s[e.area].is_finite()) {
        let sum = &mut sums[city.areas[e.area].ward];
        let kind_s = ways.kind_s(e.kind);
        sum.last.add(e.last.less(kind_s));
        sum.early.add(e.all.without(e.last).less(kind_s));
        sum.expected_s += e.last.count * away_s[e.area];
    }
    let closure = |(ground, sum): (usize, &Sums)| {
        let (count, is_told) = (sum.last.count, sum.early.count > 0.0);
        (count >= LEAST_INCIDENTS && is_told).then(|| PseudoClosure {
            ground,
            incidents: count,
            observed_s: sum.last.mean_s(),
            luck_s: (sum.last.deviations_s2() / (count - 1.0) / count).sqrt(),
            by_law_s: sum.expected_s / count,
            by_history_s: sum.early.mean_s(),
            by_both_s: sum.expected_s / count + ways.elsewhere_s[ground],
        })
    };
    Ok(PseudoClosures::of(sums.iter().enumerate().filter_map(closure).collect()))
}

#[derive(Clone, Default)]
struct Sums {
    early: Times,
    last: Times,
    expected_s: f64,
}

/// Those of before the last years; `None` without any.
fn before_the_last(a: &Attendance) -> Option<Attendance> {
    let fires = a.fires - a.last.count;
    let sum_s = a.fires * a.mean_s - a.last.sum_s;
    (fires > 0.0).then(|| Attendance { fires, mean_s: sum_s / fires, last: Times::default(), ..*a })
}

impl PseudoClosures {
    fn of(grounds: Vec<PseudoClosure>) -> PseudoClosures {
        let errors = [
            error("law and race", &grounds, |g| g.by_law_s),
            error("own history of engines from elsewhere", &grounds, |g| g.by_history_s),
            error("law, race and the ground's own ways", &grounds, |g| g.by_both_s),
        ];
        let many = grounds.len().max(1) as f64;
        let luck_s = grounds.iter().map(|g| MEAN_ABSOLUTE * g.luck_s).sum::<f64>() / many;
        let off = misses(&grounds, |g| g.by_both_s);
        let net =
            grounds.iter().zip(&off).map(|(g, off)| off * off - g.luck_s * g.luck_s).sum::<f64>() / many;
        PseudoClosures { grounds, errors, luck_s, both_net_s: net.max(0.0).sqrt() }
    }
}

/// Observed less foretold, less its mean weighted by incidents: years differ as a whole.
fn misses(grounds: &[PseudoClosure], foretold: impl Fn(&PseudoClosure) -> f64) -> Vec<f64> {
    let incidents: f64 = grounds.iter().map(|g| g.incidents).sum();
    let off = |g: &PseudoClosure| g.observed_s - foretold(g);
    let mean = grounds.iter().map(|g| g.incidents * off(g)).sum::<f64>() / incidents;
    grounds.iter().map(|g| off(g) - mean).collect()
}

fn error(
    of: &'static str,
    grounds: &[PseudoClosure],
    foretold: impl Fn(&PseudoClosure) -> f64,
) -> PseudoError {
    let off = misses(grounds, foretold);
    let incidents: f64 = grounds.iter().map(|g| g.incidents).sum();
    let weighted = grounds.iter().zip(&off).map(|(g, off)| g.incidents * off.abs()).sum::<f64>();
    PseudoError {
        of,
        mean_absolute_s: off.iter().map(|o| o.abs()).sum::<f64>() / grounds.len().max(1) as f64,
        weighted_s: weighted / incidents.max(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_net_of_what_is_the_same_everywhere() {
        let ground = |observed_s: f64, by_law_s: f64| PseudoClosure {
            ground: 0,
            incidents: 100.0,
            observed_s,
            luck_s: 3.0,
            by_law_s,
            by_history_s: observed_s - 7.0,
            by_both_s: by_law_s,
        };
        // All 10 s slower than foretold, then 5 s to either side.
        let all = PseudoClosures::of(vec![ground(415.0, 400.0), ground(505.0, 500.0)]);
        assert!((all.errors[0].mean_absolute_s - 5.0).abs() < 1e-9, "{all:?}");
        assert!(all.errors[1].mean_absolute_s.abs() < 1e-9);
        // 5 s of which luck is 3: 4 s are the forecast's.
        assert!((all.both_net_s - 4.0).abs() < 1e-9);
        assert_eq!(PseudoClosures::of(Vec::new()).both_net_s, 0.0);
    }

    #[test]
    fn the_last_years_are_taken_off_the_mean() {
        let last = Times { count: 1.0, sum_s: 400.0, squares_s2: 160_000.0 };
        let a = Attendance { area: 0, station: 0, fires: 3.0, mean_s: 300.0, last };
        let early = before_the_last(&a).unwrap();
        assert_eq!((early.fires, early.mean_s), (2.0, 250.0));
        assert_eq!(before_the_last(&Attendance { fires: 1.0, mean_s: 400.0, ..a }), None);
    }
}
