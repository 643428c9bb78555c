//! The drive-time law fitted to attendances: powers by Gauss and Newton, then stations by shrunken least squares.

use super::{DriveTimeLaw, Journey, NormalEquations};

/// Fires of one place whose first engine came from one station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observed {
    /// Number of the place.
    pub area: usize,
    /// Number of the ground that the place is on.
    pub ground: usize,
    /// Number of the station.
    pub station: usize,
    /// Whether the place is on that station's ground.
    pub own_ground: bool,
    /// The way.
    pub journey: Journey,
    /// How many.
    pub fires: f64,
    /// Their mean time, seconds.
    pub mean_s: f64,
}

/// A station's own seconds count as if it had been seen at zero this many times: with a residual of 120 s that is a spread
/// of 12 s between stations. Of 30, 100, 300 and 1,000 the first two predict held-out fires alike and best.
pub(super) const STATION_SHRINKAGE: f64 = 100.0;

/// Steps of Gauss and Newton before giving up.
const MOST_STEPS: usize = 100;

/// A step that changes nothing: of powers, and of seconds.
const SMALLEST_STEP: f64 = 1e-7;

/// The law with how well it fits.
#[derive(Clone, Debug)]
pub struct DriveTimeFit {
    /// The law.
    pub law: DriveTimeLaw,
    /// Standard errors of the three powers.
    pub power_errors: [f64; 3],
    /// What single fires scatter around the law, seconds: from the scatter of the means of places.
    pub residual_s: f64,
    /// Fires that it was fitted to.
    pub fires: f64,
}

/// Fits the law. `None` where the observations do not determine it.
pub fn fit_drive_times(observed: &[Observed], stations: usize) -> Option<DriveTimeFit> {
    let (powers, power_errors) = powers(observed)?;
    let shape = DriveTimeLaw {
        fixed_s: 0.0,
        other_ground_s: 0.0,
        unit_s: 1.0,
        powers,
        station_s: vec![0.0; stations],
    };
    let equations = equations(observed, &shape, stations);
    let law = law_of(&shape, &equations.solve()?);
    let fires: f64 = observed.iter().map(|o| o.fires).sum();
    let squares: f64 = observed
        .iter()
        .map(|o| {
            o.fires * (o.mean_s - law.arrival_s(law.drive_s(o.journey), o.station, o.own_ground)).powi(2)
        })
        .sum();
    let freedom = observed.len() as f64 - (FIXED + stations + 3) as f64;
    Some(DriveTimeFit { law, power_errors, residual_s: (squares / freedom.max(1.0)).sqrt(), fires })
}

/// Unknowns before the stations': fixed seconds, other ground, unit.
const FIXED: usize = 3;

/// The entries of an observation in the equations of the law with known powers; `shape` has a unit of one.
pub(super) fn row(o: &Observed, shape: &DriveTimeLaw) -> [(usize, f64); 4] {
    let other = if o.own_ground { 0.0 } else { 1.0 };
    [(0, 1.0), (1, other), (2, shape.drive_s(o.journey)), (FIXED + o.station, 1.0)]
}

/// The law's equations with known powers.
pub(super) fn equations(observed: &[Observed], shape: &DriveTimeLaw, stations: usize) -> NormalEquations {
    let mut equations = NormalEquations::new(FIXED + stations);
    for o in observed {
        equations.add(&row(o, shape), o.mean_s, o.fires);
    }
    (0..stations).for_each(|s| equations.shrink(FIXED + s, STATION_SHRINKAGE));
    equations
}

/// The law with the unknowns of [`equations`].
pub(super) fn law_of(shape: &DriveTimeLaw, unknowns: &[f64]) -> DriveTimeLaw {
    DriveTimeLaw {
        fixed_s: unknowns[0],
        other_ground_s: unknowns[1],
        unit_s: unknowns[2],
        powers: shape.powers,
        station_s: unknowns[FIXED..].to_vec(),
    }
}

/// The powers of the law without stations, and their standard errors.
fn powers(observed: &[Observed]) -> Option<([f64; 3], [f64; 3])> {
    // Powers, unit, fixed seconds, other ground.
    let mut p = [0.3, 0.3, 0.1, 115.0, 170.0, 13.0];
    for _ in 0..MOST_STEPS {
        let (equations, squares) = linearised(observed, &p);
        let step = equations.solve()?;
        p.iter_mut().zip(&step).for_each(|(p, s)| *p += s);
        if step.iter().all(|s| s.abs() < SMALLEST_STEP) {
            let scatter = squares / (observed.len() as f64 - 6.0).max(1.0);
            let [a, b, c] = [0, 1, 2].map(|i| equations.inverse_diagonal(i));
            return Some(([p[0], p[1], p[2]], [a?, b?, c?].map(|v| (scatter * v).sqrt())));
        }
    }
    None
}

/// The equations of a step from `p`, and the sum of squares there.
fn linearised(observed: &[Observed], p: &[f64; 6]) -> (NormalEquations, f64) {
    let mut equations = NormalEquations::new(6);
    let mut squares = 0.0;
    for o in observed {
        let logs = o.journey.logs();
        let shape = (logs[0] * p[0] + logs[1] * p[1] + logs[2] * p[2]).exp();
        let drive = p[3] * shape;
        let other = if o.own_ground { 0.0 } else { 1.0 };
        let left = o.mean_s - (p[4] + p[5] * other + drive);
        let row = [
            (0, logs[0] * drive),
            (1, logs[1] * drive),
            (2, logs[2] * drive),
            (3, shape),
            (4, 1.0),
            (5, other),
        ];
        equations.add(&row, left, o.fires);
        squares += o.fires * left * left;
    }
    (equations, squares)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observations(law: &DriveTimeLaw) -> Vec<Observed> {
        let mut all = Vec::new();
        for i in 0..400usize {
            let station = i % law.station_s.len();
            let straight_m = 200.0 + 37.0 * (i * 7919 % 101) as f64;
            let journey = Journey {
                road_m: straight_m * (1.1 + 0.01 * (i * 31 % 47) as f64),
                straight_m,
                traffic_s: straight_m * (0.1 + 0.001 * (i * 17 % 89) as f64),
            };
            let own_ground = i % 5 > 0;
            let mean_s = law.arrival_s(law.drive_s(journey), station, own_ground);
            let fires = 1e4 + (i % 3) as f64;
            all.push(Observed { area: i, ground: station, station, own_ground, journey, fires, mean_s });
        }
        all
    }

    #[test]
    fn a_law_is_found_again() {
        let law = DriveTimeLaw {
            fixed_s: 170.0,
            other_ground_s: 14.0,
            unit_s: 112.0,
            powers: [0.35, 0.3, 0.08],
            station_s: vec![0.0; 4],
        };
        let fit = fit_drive_times(&observations(&law), 4).unwrap();
        for (found, true_) in fit.law.powers.iter().zip(law.powers) {
            assert!((found - true_).abs() < 1e-6, "{:?}", fit.law);
        }
        assert!((fit.law.unit_s - 112.0).abs() < 1e-3 && (fit.law.other_ground_s - 14.0).abs() < 1e-3);
        assert!((fit.law.fixed_s - 170.0).abs() < 1e-3 && fit.residual_s < 1e-3, "{fit:?}");
    }

    #[test]
    fn a_slow_station_is_seen_and_a_way_that_never_varies_is_no_law() {
        let law = DriveTimeLaw {
            fixed_s: 170.0,
            other_ground_s: 14.0,
            unit_s: 112.0,
            powers: [0.35, 0.3, 0.08],
            station_s: vec![15.0, -5.0, -5.0, -5.0],
        };
        let fit = fit_drive_times(&observations(&law), 4).unwrap();
        let [slow, other] = [0, 1].map(|s| fit.law.station_s[s]);
        assert!((slow - other - 20.0).abs() < 0.5, "{:?}", fit.law);
        let alike: Vec<Observed> = observations(&law).iter().map(|_| observations(&law)[0]).collect();
        assert!(fit_drive_times(&alike, 4).is_none());
    }
}
