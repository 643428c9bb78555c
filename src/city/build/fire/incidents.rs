//! The incidents before the closures, square by square.

use std::collections::BTreeMap;

use super::super::{BuildError, INCIDENTS, Raw};
use super::boroughs::Boroughs;
use crate::space::Point;

/// Side of a square of demand, metres. Coordinates are centres of a 100 m grid; with squares of 250 m no ground's forecast
/// changes by more than 2.3 s against the 100 m grid itself.
const SQUARE_M: f64 = 250.0;

/// An attendance shorter than this is no drive from a station (a crew nearby, or a clock): left out of the fit, seconds.
const SHORTEST_DRIVE_S: f64 = 60.0;

/// Attendances stop here in the source, seconds.
const LONGEST_S: f64 = 1_200.0;

/// Kinds of incidents, in the source and here.
const KINDS: [(&str, &str); 3] = [("Fire", "fire"), ("False Alarm", "alarm"), ("Special Service", "service")];

/// Incidents of this year and later are the last before the closures: told apart, so that a forecast from the years before them
/// can be judged on them.
const LAST_YEARS: &str = "2012";

/// A place of demand: a square's part in one ground and borough.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PlaceKey {
    pub ground: String,
    pub borough: String,
    /// Easting and northing of the square's south-west corner, metres.
    pub corner: (u32, u32),
}

/// What happened at a place.
#[derive(Default)]
pub(super) struct Place {
    pub incidents: u32,
    easting_sum: f64,
    northing_sum: f64,
    /// Fires of at least 60 s by the station that the first pump came from.
    pub fires: BTreeMap<String, Attended>,
    /// Incidents of at least 60 s whose first pump came from another ground's station, by kind.
    pub elsewhere: BTreeMap<&'static str, Attended>,
}

/// Incidents with their seconds added up, and those of them since 2012.
#[derive(Default)]
pub(super) struct Attended {
    pub all: Seconds,
    pub last: Seconds,
}

impl Attended {
    fn add(&mut self, date: &str, seconds: f64) {
        self.all.add(seconds);
        if date >= LAST_YEARS {
            self.last.add(seconds);
        }
    }
}

/// Seconds added up.
#[derive(Default)]
pub(super) struct Seconds {
    pub count: u32,
    pub sum_s: f64,
    pub squares_s2: f64,
}

impl Seconds {
    fn add(&mut self, seconds: f64) {
        self.count += 1;
        self.sum_s += seconds;
        self.squares_s2 += seconds * seconds;
    }
}

/// A dwelling fire.
pub(super) struct DwellingFire {
    pub ground: String,
    pub point: Point,
    /// From mobilised to arrival of the first pump.
    pub seconds: f64,
}

impl Place {
    /// The mean of its incidents' points.
    pub fn point(&self) -> Point {
        let n = f64::from(self.incidents);
        Point { e: self.easting_sum / n, n: self.northing_sum / n }
    }
}

/// All demand before the closures.
pub(super) struct Demand {
    /// In the order of ground, borough, corner.
    pub places: BTreeMap<PlaceKey, Place>,
    /// Dwelling fires of 2009.
    pub fires_before: Vec<DwellingFire>,
    /// Dwelling fires of 2015, on the grounds of before.
    pub fires_after: Vec<DwellingFire>,
}

impl Demand {
    pub fn incidents(&self) -> f64 {
        self.places.values().map(|p| f64::from(p.incidents)).sum()
    }

    /// The ground's parts: (ground, borough) in order.
    pub fn zones(&self) -> Vec<(String, String)> {
        let mut zones: Vec<(String, String)> =
            self.places.keys().map(|k| (k.ground.clone(), k.borough.clone())).collect();
        zones.dedup();
        zones
    }
}

pub(super) fn read(raw: &mut Raw, boroughs: &mut Boroughs) -> Result<Demand, BuildError> {
    Ok(Demand {
        places: places(raw, boroughs)?,
        fires_before: dwelling_fires(raw, "backtest/pre_2009_dwelling_fires.csv.gz", "station_ground")?,
        fires_after: dwelling_fires(raw, "backtest/post_2015_dwelling_fires.csv.gz", "old_ground")?,
    })
}

fn places(raw: &mut Raw, boroughs: &mut Boroughs) -> Result<BTreeMap<PlaceKey, Place>, BuildError> {
    let table = raw.table(INCIDENTS)?;
    let names = [
        "date",
        "hour",
        "incident_group",
        "first_pump_s",
        "first_pump_station",
        "station_ground",
        "borough",
        "easting",
        "northing",
    ];
    let columns = raw.columns(&table, names)?;
    let [date, _, group, seconds, station, ground, _, easting, northing] = columns;
    let mut places: BTreeMap<PlaceKey, Place> = BTreeMap::new();
    for row in table.distinct_rows() {
        let e = row.number(easting, 500_000.0..=565_000.0, &mut raw.problems);
        let n = row.number(northing, 153_000.0..=203_000.0, &mut raw.problems);
        let took = row.number(seconds, 0.0..=LONGEST_S, &mut raw.problems);
        let (Some(e), Some(n), Some(took)) = (e, n, took) else { continue };
        let corner = |metres: f64| ((metres / SQUARE_M).floor() * SQUARE_M) as u32;
        let key = PlaceKey {
            ground: row.text(ground).to_string(),
            borough: boroughs.of(Point { e, n }).to_string(),
            corner: (corner(e), corner(n)),
        };
        let place = places.entry(key).or_default();
        place.incidents += 1;
        place.easting_sum += e;
        place.northing_sum += n;
        if took < SHORTEST_DRIVE_S {
            continue;
        }
        let (date, station) = (row.text(date), row.text(station));
        if row.text(group) == "Fire" {
            place.fires.entry(station.to_string()).or_default().add(date, took);
        }
        if station != row.text(ground) {
            match KINDS.iter().find(|(name, _)| *name == row.text(group)) {
                Some((_, kind)) => place.elsewhere.entry(kind).or_default().add(date, took),
                None => raw.problems.push(row.problem(group, "is no kind of incident")),
            }
        }
    }
    Ok(places)
}

/// In file order.
fn dwelling_fires(raw: &mut Raw, table: &str, ground: &str) -> Result<Vec<DwellingFire>, BuildError> {
    let table = raw.table(table)?;
    let [seconds, ground, easting, northing] =
        raw.columns(&table, ["first_pump_s", ground, "easting", "northing"])?;
    let mut fires = Vec::new();
    for row in table.rows() {
        let took = row.number(seconds, 0.0..=LONGEST_S, &mut raw.problems);
        let e = row.number(easting, 500_000.0..=565_000.0, &mut raw.problems);
        let n = row.number(northing, 153_000.0..=203_000.0, &mut raw.problems);
        if let (Some(seconds), Some(e), Some(n)) = (took, e, n) {
            fires.push(DwellingFire { ground: row.text(ground).to_string(), point: Point { e, n }, seconds });
        }
    }
    Ok(fires)
}
