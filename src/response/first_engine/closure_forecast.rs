//! What taking stations away does to the time of the first engine, ground by ground and square by square.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::natural_experiment::experiments;
use super::{
    DriveTimeFit, FirstArrivals, GroundLevels, Journey, NaturalExperiment, Observed, Race, Racer,
    fit_drive_times, fit_race, model_error_s, nearest_racers,
};
use crate::city::{Attendance, City, FiresOfGround};
use crate::travel::Plane;

/// Side of the squares of the forecast, metres.
const SQUARE_M: f64 = 500.0;

/// Two-sided 95 % of a normal distribution.
const NORMAL_95: f64 = 1.959_963_985;

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
    /// Share of first engines that come from a station that closes, before.
    pub from_closing: f64,
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
    /// Share of first engines that come from a station that closes, before.
    pub from_closing: f64,
}

/// Fits the law and the race to `attendances` and closes stations.
///
/// `roads` holds the ways by car between the peaks from every area to every station (an engine drives it the other way
/// round; one-way streets make no difference that these data can show). `before` are the fires that later ones are
/// compared with, `closed` says of every station whether it closes.
///
/// # Errors
/// [`ForecastError`].
pub fn forecast(
    city: &City,
    roads: &Plane,
    attendances: &[Attendance],
    before: &[FiresOfGround],
    closed: &[bool],
) -> Result<ClosureForecast, ForecastError> {
    let own = own_stations(city)?;
    let journey = |area: usize, station: usize| Journey {
        road_m: f64::from(roads.length_m(area, station)),
        straight_m: city.areas[area].point.distance(city.stations[station].point),
        traffic_s: roads.time_s(area, station).map_or(f64::INFINITY, f64::from),
    };
    let observe = |a: &Attendance| {
        let ground = city.areas[a.area].ward;
        let journey = journey(a.area, a.station);
        let own_ground = own[ground] == a.station;
        Observed {
            area: a.area,
            ground,
            station: a.station,
            own_ground,
            journey,
            fires: a.fires,
            mean_s: a.mean_s,
        }
    };
    let observed: Vec<Observed> =
        attendances.iter().map(observe).filter(|o| o.journey.road_m.is_finite()).collect();
    let fit = fit_drive_times(&observed, city.stations.len()).ok_or(ForecastError::NoLaw)?;
    let drives: Vec<Vec<f64>> = (0..city.areas.len())
        .into_par_iter()
        .map(|area| (0..city.stations.len()).map(|s| fit.law.drive_s(journey(area, s))).collect())
        .collect();
    let racers: Vec<Vec<Racer>> = drives.iter().map(|d| nearest_racers(d, |_| true)).collect();
    let race = fit_race(&first_arrivals(&racers, attendances), city.stations.len());
    let lead = |(area, racers): (usize, &Vec<Racer>)| match racers[..] {
        [first, second, ..] if first.station == own[city.areas[area].ward] => second.drive_s - first.drive_s,
        _ => -1.0,
    };
    let leads: Vec<f64> = racers.iter().enumerate().map(lead).collect();
    let experiments = experiments(&observed, &fit.law, city.wards.len(), &leads);
    let model_error_s = model_error_s(&experiments, fit.residual_s);

    let place = |area: usize| {
        let own = own[city.areas[area].ward];
        let after = nearest_racers(&drives[area], |s| !closed[s]);
        let mean = |racers: &[Racer]| -> Option<f64> {
            let chances = race.chances(racers);
            let arrival = |r: &Racer| fit.law.arrival_s(r.drive_s, r.station, r.station == own);
            let sum = || racers.iter().zip(&chances).map(|(r, c)| c * arrival(r)).sum();
            (!racers.is_empty()).then(sum)
        };
        let from_closing = racers[area].iter().zip(race.chances(&racers[area]));
        let from_closing = from_closing.filter(|(r, _)| closed[r.station]).map(|(_, c)| c).sum();
        match (mean(&racers[area]), mean(&after)) {
            (Some(pre_s), Some(post_s)) => Ok(PlaceForecast { pre_s, post_s, from_closing }),
            _ => Err(ForecastError::Unreached(city.areas[area].id.clone())),
        }
    };
    let places: Vec<PlaceForecast> =
        (0..city.areas.len()).into_par_iter().map(place).collect::<Result<_, ForecastError>>()?;
    let means = GroundMeans::of(city, &places);
    let shift_s = means.shift_s(before);
    let differences: Vec<(f64, f64, f64)> =
        before.iter().map(|b| (b.fires, b.mean_s - means.pre_s[b.ground] - shift_s, b.squares_s2)).collect();
    let levels = GroundLevels::of(&differences);
    let grounds = grounds(city, &means, before, &levels, (shift_s, model_error_s), |g| closed[own[g]]);
    let squares = squares(city, &places, shift_s);
    Ok(ClosureForecast { fit, race, experiments, model_error_s, levels, shift_s, places, grounds, squares })
}

/// The number of every ground's own station: the one that it is called after.
fn own_stations(city: &City) -> Result<Vec<usize>, ForecastError> {
    let own = |ground: &crate::city::Ward| {
        let station = city.stations.iter().position(|s| s.id == ground.id);
        station.ok_or_else(|| ForecastError::NoStation(ground.name.clone()))
    };
    city.wards.iter().map(own).collect()
}

fn first_arrivals(racers: &[Vec<Racer>], attendances: &[Attendance]) -> Vec<FirstArrivals> {
    let mut places: Vec<FirstArrivals> =
        racers.iter().map(|r| FirstArrivals { racers: r.clone(), times: vec![0.0; r.len()] }).collect();
    for a in attendances {
        let place = &mut places[a.area];
        if let Some(racer) = place.racers.iter().position(|r| r.station == a.station) {
            place.times[racer] += a.fires;
        }
    }
    places
}

/// Means over a ground's incidents, by ground.
struct GroundMeans {
    incidents: Vec<f64>,
    pre_s: Vec<f64>,
    post_s: Vec<f64>,
    from_closing: Vec<f64>,
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
        let from_closing = mean(&|p| p.from_closing);
        GroundMeans { incidents, pre_s, post_s, from_closing }
    }

    /// By how much comparable fires take longer than the law says of all, seconds.
    fn shift_s(&self, before: &[FiresOfGround]) -> f64 {
        let fires: f64 = before.iter().map(|b| b.fires).sum();
        let off: f64 = before.iter().map(|b| b.fires * (b.mean_s - self.pre_s[b.ground])).sum();
        if fires > 0.0 { off / fires } else { 0.0 }
    }
}

fn grounds(
    city: &City,
    means: &GroundMeans,
    before: &[FiresOfGround],
    levels: &GroundLevels,
    (shift_s, model_error_s): (f64, f64),
    closes: impl Fn(usize) -> bool,
) -> Vec<GroundForecast> {
    let mut seen: Vec<Option<&FiresOfGround>> = vec![None; city.wards.len()];
    before.iter().for_each(|b| seen[b.ground] = Some(b));
    let of = |(g, ward): (usize, &crate::city::Ward)| {
        let expected_pre_s = means.pre_s[g] + shift_s;
        let fires = seen[g].map_or(0.0, |b| b.fires);
        let pre_mean_s = seen[g].map_or(expected_pre_s, |b| b.mean_s);
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
            from_closing: means.from_closing[g],
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
