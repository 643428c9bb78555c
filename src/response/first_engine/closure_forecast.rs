//! What taking stations away does to the time of the first engine, ground by ground and square by square.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::fitted::{Expected, Fitted};
use super::natural_experiment::experiments;
use super::pseudo_closure::pseudo_closures;
use super::{DriveTimeFit, GroundLevels, GroundWays, NaturalExperiment, PseudoClosures, Race, model_error_s};
use crate::city::{Attendance, City, Fire, FromElsewhere, Times};
use crate::travel::Plane;

/// Side of the squares of the forecast, metres.
const SQUARE_M: f64 = 500.0;

/// Errors seen in fewer pseudo-closures than this say little.
const LEAST_GROUNDS: usize = 20;

/// Two-sided 95 % of a normal distribution.
pub(super) const NORMAL_95: f64 = 1.959_963_985;

/// Why there is no forecast.
#[derive(Debug, thiserror::Error)]
pub enum ForecastError {
    /// Too few attendances, or all alike.
    #[error("the attendances do not determine a drive-time law")]
    NoLaw,
    /// A ground without its station, or a station without a ground.
    #[error("the ground {0} is not called after a station")]
    NoStation(String),
    /// Every racer of a place is closed, or no road leads to it.
    #[error("no open station has a way to area {0}")]
    Unreached(String),
}

/// What the closures do to one ground.
#[derive(Clone, Debug, PartialEq)]
pub struct GroundForecast {
    /// Name.
    pub name: String,
    /// Whether its own station closes.
    pub closes: bool,
    /// Incidents of all kinds: the weights of its places.
    pub incidents: f64,
    /// Comparable fires of the year before; none where there were none.
    pub fires: f64,
    /// Their mean, seconds; where there were none, what the law expects.
    pub pre_mean_s: f64,
    /// What the law and the race expect before, at the level of the comparable fires, seconds.
    pub expected_pre_s: f64,
    /// The same after.
    pub expected_post_s: f64,
    /// The mean of a later year that is foretold, seconds: expected after, and what of the year before was the ground's own.
    pub post_mean_s: f64,
    /// 95 % range of [`GroundForecast::change_s`] as seen in a year of as many fires, seconds.
    pub change_range_s: (f64, f64),
    /// What the closures do by law and race alone, without the ground's own ways, seconds.
    pub law_effect_s: f64,
    /// Share of first engines that come from a station that closes, before.
    pub from_closing: f64,
    /// How much farther the nearest open station is for its incidents, straight, metres: the mean.
    pub extra_m: f64,
}

impl GroundForecast {
    /// Foretold mean minus that of the year before, seconds. Of a ground that no closure touches it is only the return of a
    /// lucky or unlucky year to what is expected.
    pub fn change_s(&self) -> f64 {
        self.post_mean_s - self.pre_mean_s
    }

    /// What the closures alone do, seconds: exactly zero where no station that closes is in any race.
    pub fn effect_s(&self) -> f64 {
        self.expected_post_s - self.expected_pre_s
    }
}

/// What the closures do in a square with an incident.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SquareForecast {
    /// South-west corner, grid metres.
    pub corner_m: (i64, i64),
    /// Incidents of all kinds.
    pub incidents: f64,
    /// Before, at the level of the comparable fires, seconds.
    pub pre_s: f64,
    /// After, seconds.
    pub post_s: f64,
}

/// The forecast with all that it rests on.
#[derive(Clone, Debug)]
pub struct ClosureForecast {
    /// The drive-time law.
    pub fit: DriveTimeFit,
    /// The race.
    pub race: Race,
    /// Grounds whose own station did not come, predicted unseen.
    pub experiments: Vec<NaturalExperiment>,
    /// How far the law is off in a ground that it has not seen, seconds.
    pub unseen_error_s: f64,
    /// What grounds do to engines from elsewhere.
    pub ways: GroundWays,
    /// How well law, race and ways foretold the last years before the closures.
    pub pseudo: PseudoClosures,
    /// How far the forecast is off where an engine comes from elsewhere, seconds: as seen in the pseudo-closures, without
    /// luck.
    pub model_error_s: f64,
    /// How grounds' comparable fires differ.
    pub levels: GroundLevels,
    /// Comparable fires against the law, seconds.
    pub shift_s: f64,
    /// By number of the area in the city, without [`ClosureForecast::shift_s`].
    pub places: Vec<PlaceForecast>,
    /// By number of the ground in the city.
    pub grounds: Vec<GroundForecast>,
    /// West to east, then south to north.
    pub squares: Vec<SquareForecast>,
}

/// What the closures do at one place (an area of the city).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceForecast {
    /// Before, by the law and the race, seconds.
    pub pre_s: f64,
    /// After, seconds.
    pub post_s: f64,
    /// What the closures do by law and race alone, without the ground's own ways, seconds.
    pub law_effect_s: f64,
    /// Share of first engines that come from a station that closes, before.
    pub from_closing: f64,
    /// How much farther the nearest open station is, straight, metres.
    pub extra_m: f64,
}

/// What a forecast is made from: nothing of it is later than the closures.
#[derive(Clone, Copy, Debug)]
pub struct Records<'r> {
    /// Who came first to fires.
    pub attendances: &'r [Attendance],
    /// Incidents that another ground's engine was first at.
    pub elsewhere: &'r [FromElsewhere],
    /// The fires that later ones are compared with.
    pub before: &'r [Fire],
}

/// Fits the law and the race to attendances and closes stations.
///
/// `roads` holds the ways by car between the peaks from every area to every station (an engine drives it the other way
/// round; one-way streets make no difference that these data can show). `closed` says of every station whether it closes.
///
/// # Errors
/// [`ForecastError`].
pub fn forecast(
    city: &City,
    roads: &Plane,
    records: Records<'_>,
    closed: &[bool],
) -> Result<ClosureForecast, ForecastError> {
    let own = own_stations(city)?;
    let fitted = Fitted::new(city, roads, &own, records.attendances)?;
    let experiments = experiments(&fitted.observed, &fitted.fit.law, city.wards.len(), &fitted.leads_s());
    let unseen_error_s = model_error_s(&experiments, fitted.fit.residual_s);
    let ways = GroundWays::of(city, &fitted.away_s(), records.elsewhere, |e| e.all);
    let pseudo = pseudo_closures(city, roads, &own, records.attendances, records.elsewhere)?;
    // Judged on years that it has not seen, where there are enough grounds to judge by.
    let is_judged = pseudo.grounds.len() >= LEAST_GROUNDS;
    let model_error_s = if is_judged { pseudo.both_net_s } else { unseen_error_s };

    let place = |area: usize| {
        let before = fitted.expected(area, |_| true);
        let after = fitted.expected(area, |s| !closed[s]);
        let (Some(before), Some(after)) = (before, after) else {
            return Err(ForecastError::Unreached(city.areas[area].id.clone()));
        };
        // What is the ground's own way with engines from elsewhere weighs as much as such engines come.
        let way_s = ways.elsewhere_s[city.areas[area].ward];
        let mean_s = |e: Expected| e.mean_s + (1.0 - e.own) * way_s;
        let racers = &fitted.racers[area];
        let from_closing = racers.iter().zip(fitted.race.chances(racers));
        let from_closing = from_closing.filter(|(r, _)| closed[r.station]).map(|(_, c)| c).sum();
        let extra_m = nearest_m(city, area, |s| !closed[s]) - nearest_m(city, area, |_| true);
        Ok(PlaceForecast {
            pre_s: mean_s(before),
            post_s: mean_s(after),
            law_effect_s: after.mean_s - before.mean_s,
            from_closing,
            extra_m,
        })
    };
    let places: Vec<PlaceForecast> =
        (0..city.areas.len()).into_par_iter().map(place).collect::<Result<_, ForecastError>>()?;
    let before = records.before;
    let means = GroundMeans::of(city, &places);
    let before = by_ground(city, before);
    let shift_s = means.shift_s(&before);
    let difference = |(g, b): (usize, &Times)| {
        (b.count > 0.0).then(|| (b.count, b.mean_s() - means.pre_s[g] - shift_s, b.deviations_s2()))
    };
    let differences: Vec<(f64, f64, f64)> = before.iter().enumerate().filter_map(difference).collect();
    let levels = GroundLevels::of(&differences);
    let grounds = grounds(city, &means, &before, &levels, (shift_s, model_error_s), |g| closed[own[g]]);
    let squares = squares(city, &places, shift_s);
    let Fitted { fit, race, .. } = fitted;
    Ok(ClosureForecast {
        fit,
        race,
        experiments,
        unseen_error_s,
        ways,
        pseudo,
        model_error_s,
        levels,
        shift_s,
        places,
        grounds,
        squares,
    })
}

/// From an area to the nearest station that `open` lets in, straight, metres.
pub(super) fn nearest_m(city: &City, area: usize, open: impl Fn(usize) -> bool) -> f64 {
    let point = city.areas[area].point;
    let stations = city.stations.iter().enumerate().filter(|(s, _)| open(*s));
    stations.map(|(_, station)| station.point.distance(point)).fold(f64::INFINITY, f64::min)
}

/// The times of every ground of the city.
pub(super) fn by_ground(city: &City, fires: &[Fire]) -> Vec<Times> {
    let mut times = vec![Times::default(); city.wards.len()];
    fires.iter().for_each(|f| times[f.ground].add(Times::of(f.seconds)));
    times
}

/// The number of every ground's own station: the one that it is called after.
pub(super) fn own_stations(city: &City) -> Result<Vec<usize>, ForecastError> {
    let own = |ground: &crate::city::Ward| {
        let station = city.stations.iter().position(|s| s.id == ground.id);
        station.ok_or_else(|| ForecastError::NoStation(ground.name.clone()))
    };
    city.wards.iter().map(own).collect()
}

/// Means over a ground's incidents, by ground.
struct GroundMeans {
    incidents: Vec<f64>,
    pre_s: Vec<f64>,
    post_s: Vec<f64>,
    law_effect_s: Vec<f64>,
    from_closing: Vec<f64>,
    extra_m: Vec<f64>,
}

impl GroundMeans {
    fn of(city: &City, places: &[PlaceForecast]) -> GroundMeans {
        let sum = |f: &dyn Fn(&PlaceForecast) -> f64| {
            let mut sums = vec![0.0; city.wards.len()];
            for (area, place) in city.areas.iter().zip(places) {
                sums[area.ward] += area.population * f(place);
            }
            sums
        };
        let incidents = sum(&|_| 1.0);
        let mean = |f: &dyn Fn(&PlaceForecast) -> f64| -> Vec<f64> {
            sum(f).iter().zip(&incidents).map(|(s, n)| s / n).collect()
        };
        let (pre_s, post_s) = (mean(&|p| p.pre_s), mean(&|p| p.post_s));
        let (from_closing, extra_m) = (mean(&|p| p.from_closing), mean(&|p| p.extra_m));
        let law_effect_s = mean(&|p| p.law_effect_s);
        GroundMeans { incidents, pre_s, post_s, law_effect_s, from_closing, extra_m }
    }

    /// By how much comparable fires take longer than the law says of all, seconds.
    fn shift_s(&self, before: &[Times]) -> f64 {
        let fires: f64 = before.iter().map(|b| b.count).sum();
        let off: f64 = before.iter().zip(&self.pre_s).map(|(b, pre_s)| b.sum_s - b.count * pre_s).sum();
        if fires > 0.0 { off / fires } else { 0.0 }
    }
}

fn grounds(
    city: &City,
    means: &GroundMeans,
    before: &[Times],
    levels: &GroundLevels,
    (shift_s, model_error_s): (f64, f64),
    closes: impl Fn(usize) -> bool,
) -> Vec<GroundForecast> {
    let of = |(g, ward): (usize, &crate::city::Ward)| {
        let expected_pre_s = means.pre_s[g] + shift_s;
        let fires = before[g].count;
        let pre_mean_s = if fires > 0.0 { before[g].mean_s() } else { expected_pre_s };
        let own_share = levels.own_share(fires);
        let expected_post_s = means.post_s[g] + shift_s;
        let post_mean_s = expected_post_s + own_share * (pre_mean_s - expected_pre_s);
        // What is left of the ground's level, the law's own error where engines come from elsewhere, a year's luck.
        let luck = if fires > 0.0 { levels.within_s.powi(2) / fires } else { 0.0 };
        let level = levels.between_s.powi(2) * (1.0 - own_share);
        let error = NORMAL_95 * (luck + level + (model_error_s * means.from_closing[g]).powi(2)).sqrt();
        let change_s = post_mean_s - pre_mean_s;
        GroundForecast {
            name: ward.name.clone(),
            closes: closes(g),
            incidents: means.incidents[g],
            fires,
            pre_mean_s,
            expected_pre_s,
            expected_post_s,
            post_mean_s,
            change_range_s: (change_s - error, change_s + error),
            law_effect_s: means.law_effect_s[g],
            from_closing: means.from_closing[g],
            extra_m: means.extra_m[g],
        }
    };
    city.wards.iter().enumerate().map(of).collect()
}

fn squares(city: &City, places: &[PlaceForecast], shift_s: f64) -> Vec<SquareForecast> {
    let mut sums: BTreeMap<(i64, i64), [f64; 3]> = BTreeMap::new();
    for (area, place) in city.areas.iter().zip(places) {
        let corner = |metres: f64| ((metres / SQUARE_M).floor() * SQUARE_M) as i64;
        let sum = sums.entry((corner(area.point.e), corner(area.point.n))).or_default();
        let weight = area.population;
        for (sum, value) in sum.iter_mut().zip([1.0, place.pre_s, place.post_s]) {
            *sum += weight * value;
        }
    }
    let square = |(corner_m, [incidents, pre, post]): ((i64, i64), [f64; 3])| SquareForecast {
        corner_m,
        incidents,
        pre_s: pre / incidents + shift_s,
        post_s: post / incidents + shift_s,
    };
    sums.into_iter().filter(|(_, s)| s[0] > 0.0).map(square).collect()
}
