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
    /// Fires of at least 60 s by the station that the first pump came from: how many, and the sum of their seconds.
    pub fires: BTreeMap<String, (u32, f64)>,
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
    /// Seconds of the dwelling fires of 2009 by ground.
    pub dwelling_fires: BTreeMap<String, Vec<f64>>,
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
    Ok(Demand { places: places(raw, boroughs)?, dwelling_fires: dwelling_fires(raw)? })
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
    let [_, _, group, seconds, station, ground, _, easting, northing] = columns;
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
        if row.text(group) == "Fire" && took >= SHORTEST_DRIVE_S {
            let (fires, sum) = place.fires.entry(row.text(station).to_string()).or_default();
            *fires += 1;
            *sum += took;
        }
    }
    Ok(places)
}

fn dwelling_fires(raw: &mut Raw) -> Result<BTreeMap<String, Vec<f64>>, BuildError> {
    let table = raw.table("backtest/pre_2009_dwelling_fires.csv.gz")?;
    let [seconds, ground] = raw.columns(&table, ["first_pump_s", "station_ground"])?;
    let mut fires: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in table.rows() {
        if let Some(took) = row.number(seconds, 0.0..=LONGEST_S, &mut raw.problems) {
            fires.entry(row.text(ground).to_string()).or_default().push(took);
        }
    }
    Ok(fires)
}
