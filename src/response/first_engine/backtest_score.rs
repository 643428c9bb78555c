//! The forecast held against fires after the closures, which nothing was fitted to.
//!
//! Observed changes are net of the grounds that no closure touches. What they are depends on what the times after are
//! compared with ([`Before`]); each comparison has its own luck and its own yardsticks.

use super::closure_forecast::{NORMAL_95, by_ground, nearest_m, own_stations};
use super::pseudo_closure::MEAN_ABSOLUTE;
use super::{ClosureForecast, ForecastError, GroundForecast, Records};
use crate::city::{Attendance, City, Fire, Times};
use crate::space::Point;

/// A ground that the closures change by less is a ground that they do not touch, seconds.
const UNTOUCHED_S: f64 = 1.0;

/// Edges of the bands of extra distance, metres; the last is open.
const BANDS: [(u32, &[f64]); 2] = [(500, &[0.0, 500.0, 1000.0]), (250, &[0.0, 250.0, 500.0, 1000.0, 1500.0])];

/// What the times after are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Fires of the same kind in a year before: like for like, and few.
    SameKind,
    /// All fires of the last years before: many, and of other kinds too.
    AllFires,
}

impl Before {
    /// Both.
    pub const ALL: [Before; 2] = [Before::SameKind, Before::AllFires];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Before::SameKind => "same kind",
            Before::AllFires => "all fires",
        }
    }
}

/// A forecast of changes, ours or a plainer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yardstick {
    /// Every change is zero.
    NoChange,
    /// Seconds a metre from a straight line through time and distance, times the extra distance.
    StraightLine,
    /// Fires to which the first engine came from elsewhere took this much longer than all, in that ground.
    OwnHistory,
    /// What the closures alone do by law and race, without the grounds' own ways.
    LawAndRace,
    /// What the closures alone do.
    ClosuresAlone,
    /// The forecast of a later year against the year before, whose luck is not repeated.
    AgainstTheYear,
    /// How far off a forecast that knows every true mean is on average, as so few fires were seen.
    LuckAlone,
}

impl Yardstick {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Yardstick::NoChange => "no change",
            Yardstick::StraightLine => "straight-line regression",
            Yardstick::OwnHistory => "own history of engines from elsewhere",
            Yardstick::LawAndRace => "law and race, the closures alone",
            Yardstick::ClosuresAlone => "forecast, the closures alone",
            Yardstick::AgainstTheYear => "forecast, against the year before",
            Yardstick::LuckAlone => "luck alone",
        }
    }
}

/// What errors are averaged over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The grounds whose station closes.
    Ground,
    /// Bands of extra distance to the nearest open station, by their width in metres.
    Band(u32),
}

/// How far a forecast is off, seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Error {
    /// The forecast.
    pub of: Yardstick,
    /// Over what.
    pub unit: Unit,
    /// Mean absolute error.
    pub mean_absolute_s: f64,
    /// The same, weighted by fires (the harmonic half of before and after).
    pub weighted_s: f64,
}

/// A change that was foretold and seen.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredChange {
    /// The ground, or the band: `250 to 500 m`.
    pub name: String,
    /// Over what.
    pub unit: Unit,
    /// Mean extra distance of its incidents, straight, metres.
    pub extra_m: f64,
    /// Fires before and after.
    pub fires: [f64; 2],
    /// Their means, seconds.
    pub mean_s: [f64; 2],
    /// Mean after less mean before, net of the untouched grounds, seconds.
    pub observed_s: f64,
    /// Standard error of that, by the scatter of single fires, seconds.
    pub luck_s: f64,
    /// The forecast, seconds.
    pub predicted_s: f64,
    /// 95 % range in which the observed change should lie, seconds.
    pub range_s: (f64, f64),
    /// Every yardstick's forecast that there is, seconds.
    pub by_yardstick: Vec<(Yardstick, f64)>,
}

impl ScoredChange {
    /// Observed less foretold, seconds.
    pub fn residual_s(&self) -> f64 {
        self.observed_s - self.predicted_s
    }

    /// Whether the range holds what was seen.
    pub fn is_within(&self) -> bool {
        self.range_s.0 <= self.observed_s && self.observed_s <= self.range_s.1
    }

    fn weight(&self) -> f64 {
        self.fires[0] * self.fires[1] / (self.fires[0] + self.fires[1])
    }
}

/// The score of a forecast against one kind of before.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// What after is compared with.
    pub before: Before,
    /// Mean change of the untouched grounds, weighted by fires, seconds.
    pub background_s: f64,
    /// How many they are.
    pub untouched: usize,
    /// The grounds whose station closes, in the city's order; those without a fire before or after are left out.
    pub grounds: Vec<ScoredChange>,
    /// Bands of extra distance, narrow ones last, near ones first.
    pub bands: Vec<ScoredChange>,
    /// By unit, then by yardstick.
    pub errors: Vec<Error>,
}

impl Score {
    /// The error of one forecast over one unit.
    pub fn error(&self, of: Yardstick, unit: Unit) -> Option<&Error> {
        self.errors.iter().find(|e| e.of == of && e.unit == unit)
    }

    /// The forecast whose changes are [`ScoredChange::predicted_s`] of grounds.
    pub fn main(&self) -> Yardstick {
        match self.before {
            Before::SameKind => Yardstick::AgainstTheYear,
            Before::AllFires => Yardstick::ClosuresAlone,
        }
    }
}

/// Scores `forecast`, which was made from `records` and closed the stations of `closed`, on the fires `after`.
///
/// # Errors
/// [`ForecastError::NoStation`].
pub fn scores(
    city: &City,
    forecast: &ClosureForecast,
    records: Records<'_>,
    after: &[Fire],
    closed: &[bool],
) -> Result<Vec<Score>, ForecastError> {
    let bench = Bench { city, forecast, attendances: records.attendances, closed, own: own_stations(city)? };
    let after = Seen::of_fires(&bench, after);
    let same_kind = Seen::of_fires(&bench, records.before);
    let all_fires = Seen::of_attendances(&bench);
    let (slope, history) = (bench.seconds_a_metre(), bench.history_s());
    let score = |(before, seen)| score(&bench, before, [seen, &after], slope, &history);
    Ok([(Before::SameKind, &same_kind), (Before::AllFires, &all_fires)].map(score).into())
}

struct Bench<'b> {
    city: &'b City,
    forecast: &'b ClosureForecast,
    attendances: &'b [Attendance],
    closed: &'b [bool],
    /// By ground.
    own: Vec<usize>,
}

/// Times by ground, and by extra distance where there is any.
struct Seen {
    grounds: Vec<Times>,
    /// Extra metres with times.
    farther: Vec<(f64, Times)>,
}

impl Seen {
    fn of_fires(bench: &Bench<'_>, fires: &[Fire]) -> Seen {
        let farther = fires.iter().map(|f| (bench.extra_m(f.point), Times::of(f.seconds)));
        Seen { grounds: by_ground(bench.city, fires), farther: farther.filter(|(m, _)| *m > 0.0).collect() }
    }

    fn of_attendances(bench: &Bench<'_>) -> Seen {
        let mut grounds = vec![Times::default(); bench.city.wards.len()];
        bench.attendances.iter().for_each(|a| grounds[bench.city.areas[a.area].ward].add(a.last));
        let farther = bench.attendances.iter().map(|a| (bench.forecast.places[a.area].extra_m, a.last));
        Seen { grounds, farther: farther.filter(|(m, _)| *m > 0.0).collect() }
    }
}

impl Bench<'_> {
    fn extra_m(&self, point: Point) -> f64 {
        let nearest = |open: &dyn Fn(usize) -> bool| {
            let stations = self.city.stations.iter().enumerate().filter(|(s, _)| open(*s));
            stations.map(|(_, station)| station.point.distance(point)).fold(f64::INFINITY, f64::min)
        };
        nearest(&|s| !self.closed[s]) - nearest(&|_| true)
    }

    /// Slope of the line through time and straight distance to the nearest station, of the fires before.
    fn seconds_a_metre(&self) -> f64 {
        let [mut n, mut x, mut y, mut xx, mut xy] = [0.0; 5];
        for a in self.attendances {
            let metres = nearest_m(self.city, a.area, |_| true);
            n += a.fires;
            x += a.fires * metres;
            y += a.fires * a.mean_s;
            xx += a.fires * metres * metres;
            xy += a.fires * metres * a.mean_s;
        }
        (n * xy - x * y) / (n * xx - x * x)
    }

    /// By ground: the mean of fires before from elsewhere less that of all.
    fn history_s(&self) -> Vec<f64> {
        let mut sums = vec![[0.0; 4]; self.city.wards.len()];
        for a in self.attendances {
            let ground = self.city.areas[a.area].ward;
            let elsewhere = if self.own[ground] == a.station { 0.0 } else { 1.0 };
            let (fires, sum_s) = (a.fires, a.fires * a.mean_s);
            let added = [fires, sum_s, elsewhere * fires, elsewhere * sum_s];
            sums[ground].iter_mut().zip(added).for_each(|(sum, more)| *sum += more);
        }
        sums.iter().map(|[all, all_s, other, other_s]| other_s / other - all_s / all).collect()
    }
}

fn score(bench: &Bench<'_>, before: Before, seen: [&Seen; 2], slope: f64, history: &[f64]) -> Score {
    let forecast = bench.forecast;
    let (mut sum, mut weights, mut untouched) = (0.0, 0.0, 0);
    let times = |g: usize| seen.map(|s| s.grounds[g]);
    let is_seen = |times: &[Times; 2]| times.iter().all(|t| t.count > 0.0);
    for (g, ground) in forecast.grounds.iter().enumerate() {
        let [pre, post] = times(g);
        if !ground.closes && ground.effect_s().abs() < UNTOUCHED_S && is_seen(&[pre, post]) {
            let weight = pre.count * post.count / (pre.count + post.count);
            sum += weight * (post.mean_s() - pre.mean_s());
            weights += weight;
            untouched += 1;
        }
    }
    let background_s = if weights > 0.0 { sum / weights } else { 0.0 };
    let of_ground = |(g, ground): (usize, &GroundForecast)| {
        let times = times(g);
        let is_scored = ground.closes && is_seen(&times);
        is_scored.then(|| of_ground(forecast, before, ground, times, (slope, history[g]), background_s))
    };
    let grounds: Vec<ScoredChange> = forecast.grounds.iter().enumerate().filter_map(of_ground).collect();
    let bands: Vec<ScoredChange> =
        BANDS.iter().flat_map(|band| of_bands(bench, *band, seen, slope, background_s)).collect();
    let mut errors = errors(&grounds, Unit::Ground);
    for (width, _) in BANDS {
        let unit = Unit::Band(width);
        let of_width: Vec<ScoredChange> = bands.iter().filter(|b| b.unit == unit).cloned().collect();
        errors.extend(self::errors(&of_width, unit));
    }
    Score { before, background_s, untouched, grounds, bands, errors }
}

fn of_ground(
    forecast: &ClosureForecast,
    before: Before,
    ground: &GroundForecast,
    times: [Times; 2],
    (slope, history_s): (f64, f64),
    background_s: f64,
) -> ScoredChange {
    let luck_s = luck_s(times);
    let mut by_yardstick = vec![
        (Yardstick::NoChange, 0.0),
        (Yardstick::StraightLine, slope * ground.extra_m),
        (Yardstick::OwnHistory, history_s),
        (Yardstick::LawAndRace, ground.law_effect_s),
        (Yardstick::ClosuresAlone, ground.effect_s()),
    ];
    let (predicted_s, range_s) = match before {
        Before::SameKind => {
            by_yardstick.push((Yardstick::AgainstTheYear, ground.change_s()));
            (ground.change_s(), ground.change_range_s)
        }
        Before::AllFires => {
            let model_s = forecast.model_error_s * ground.from_closing;
            (ground.effect_s(), around(ground.effect_s(), luck_s.hypot(model_s)))
        }
    };
    ScoredChange {
        name: ground.name.clone(),
        unit: Unit::Ground,
        extra_m: ground.extra_m,
        fires: times.map(|t| t.count),
        mean_s: times.map(|t| t.mean_s()),
        observed_s: times[1].mean_s() - times[0].mean_s() - background_s,
        luck_s,
        predicted_s,
        range_s,
        by_yardstick,
    }
}

fn of_bands(
    bench: &Bench<'_>,
    (width, edges): (u32, &[f64]),
    seen: [&Seen; 2],
    slope: f64,
    background_s: f64,
) -> Vec<ScoredChange> {
    let band = |number: usize| {
        let (from, to) = (edges[number], edges.get(number + 1).copied().unwrap_or(f64::INFINITY));
        let within = |metres: f64| metres > 0.0 && from <= metres && metres < to;
        let times = seen.map(|seen| {
            let mut sum = Times::default();
            seen.farther.iter().filter(|(m, _)| within(*m)).for_each(|(_, times)| sum.add(*times));
            sum
        });
        let foretold = Foretold::of(bench, within);
        if foretold.incidents <= 0.0 || times.iter().any(|t| t.count <= 0.0) {
            return None;
        }
        let name = if to.is_finite() { format!("{from} to {to} m") } else { format!("{from} m and more") };
        let luck_s = luck_s(times);
        let by_yardstick = vec![
            (Yardstick::NoChange, 0.0),
            (Yardstick::StraightLine, slope * foretold.extra_m),
            (Yardstick::LawAndRace, foretold.law_effect_s),
            (Yardstick::ClosuresAlone, foretold.effect_s),
        ];
        Some(ScoredChange {
            name,
            unit: Unit::Band(width),
            extra_m: foretold.extra_m,
            fires: times.map(|t| t.count),
            mean_s: times.map(|t| t.mean_s()),
            observed_s: times[1].mean_s() - times[0].mean_s() - background_s,
            luck_s,
            predicted_s: foretold.effect_s,
            range_s: around(foretold.effect_s, luck_s.hypot(foretold.error_s)),
            by_yardstick,
        })
    };
    (0..edges.len()).filter_map(band).collect()
}

/// What the forecast says of the places of a band.
struct Foretold {
    incidents: f64,
    effect_s: f64,
    law_effect_s: f64,
    extra_m: f64,
    /// Standard error: the law is off in each ground by itself.
    error_s: f64,
}

impl Foretold {
    fn of(bench: &Bench<'_>, within: impl Fn(f64) -> bool) -> Foretold {
        let [mut incidents, mut effect, mut law_effect, mut extra] = [0.0; 4];
        let mut closing = vec![0.0; bench.city.wards.len()];
        for (area, place) in bench.city.areas.iter().zip(&bench.forecast.places) {
            if within(place.extra_m) {
                let weight = area.population;
                incidents += weight;
                effect += weight * (place.post_s - place.pre_s);
                law_effect += weight * place.law_effect_s;
                extra += weight * place.extra_m;
                closing[area.ward] += weight * place.from_closing;
            }
        }
        let squares: f64 = closing.iter().map(|c| (c / incidents).powi(2)).sum();
        let error_s = bench.forecast.model_error_s * squares.sqrt();
        Foretold {
            incidents,
            effect_s: effect / incidents,
            law_effect_s: law_effect / incidents,
            extra_m: extra / incidents,
            error_s,
        }
    }
}

fn around(middle: f64, error_s: f64) -> (f64, f64) {
    (middle - NORMAL_95 * error_s, middle + NORMAL_95 * error_s)
}

/// Standard error of a difference of two means.
fn luck_s(times: [Times; 2]) -> f64 {
    let of = |t: Times| t.deviations_s2() / (t.count - 1.0).max(1.0) / t.count;
    times.map(of).iter().sum::<f64>().sqrt()
}

/// Errors of all yardsticks over rows of one unit, and luck's.
fn errors(rows: &[ScoredChange], unit: Unit) -> Vec<Error> {
    let Some(first) = rows.first() else { return Vec::new() };
    let error = |of: Yardstick, off: &dyn Fn(&ScoredChange) -> f64| {
        let plain = rows.iter().map(off).sum::<f64>() / rows.len() as f64;
        let weights: f64 = rows.iter().map(ScoredChange::weight).sum();
        let weighted_s = rows.iter().map(|r| r.weight() * off(r)).sum::<f64>() / weights;
        Error { of, unit, mean_absolute_s: plain, weighted_s }
    };
    let mut errors: Vec<Error> = (0..first.by_yardstick.len())
        .map(|y| error(first.by_yardstick[y].0, &|r| (r.observed_s - r.by_yardstick[y].1).abs()))
        .collect();
    errors.push(error(Yardstick::LuckAlone, &|r| MEAN_ABSOLUTE * r.luck_s));
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(name: &str, observed_s: f64, fires: [f64; 2]) -> ScoredChange {
        ScoredChange {
            name: name.to_string(),
            unit: Unit::Ground,
            extra_m: 400.0,
            fires,
            mean_s: [300.0, 300.0 + observed_s],
            observed_s,
            luck_s: 10.0,
            predicted_s: 50.0,
            range_s: (30.0, 70.0),
            by_yardstick: vec![(Yardstick::NoChange, 0.0), (Yardstick::ClosuresAlone, 50.0)],
        }
    }

    #[test]
    fn errors_are_means_of_what_is_missed() {
        // Missed by 10 and by 30; weights 5 and 15.
        let rows = [change("a", 60.0, [10.0, 10.0]), change("b", 80.0, [30.0, 30.0])];
        let [none, ours, luck] = errors(&rows, Unit::Ground)[..] else { panic!("three errors") };
        assert_eq!((none.mean_absolute_s, none.weighted_s), (70.0, 75.0));
        assert_eq!((ours.mean_absolute_s, ours.weighted_s), (20.0, 25.0));
        assert!((luck.mean_absolute_s - 10.0 * (2.0 / std::f64::consts::PI).sqrt()).abs() < 1e-12);
        assert_eq!((rows[0].is_within(), rows[1].is_within()), (true, false));
        assert_eq!(rows[1].residual_s(), 30.0);
        assert!(errors(&[], Unit::Ground).is_empty());
    }

    #[test]
    fn luck_is_the_standard_error_of_a_difference() {
        // 100 and 200 s: variance 5,000, two fires: 2,500. Three alike: nothing.
        let two = [100.0, 200.0].into_iter().map(Times::of).fold(Times::default(), |mut sum, t| {
            sum.add(t);
            sum
        });
        let alike = Times { count: 3.0, sum_s: 300.0, squares_s2: 30_000.0 };
        assert!((luck_s([two, alike]) - 50.0).abs() < 1e-9);
        assert!((luck_s([two, two]) - 5_000f64.sqrt()).abs() < 1e-9);
    }
}
