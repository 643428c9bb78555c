//! The tables of the fire brigade's folder.

use std::collections::BTreeMap;

use super::super::{BuildError, Built, Raw, csv_bytes, gzip, slug};
use super::boroughs::Boroughs;
use super::incidents::{Attended, Demand, DwellingFire, Seconds};
use crate::space::{Point, to_lon_lat_all};

/// Coordinates of incidents are centres of a 100 m grid: half its diagonal, metres. Stations are given to a metre or less.
const STATION_ERROR_M: &str = "100";

/// What tables refer to a ground's part in a borough by.
pub(super) type ZoneIds = BTreeMap<(String, String), String>;

pub(super) fn zone_ids(demand: &Demand) -> ZoneIds {
    let mut parts: BTreeMap<String, usize> = BTreeMap::new();
    let number = |(ground, borough): (String, String)| {
        let part = parts.entry(ground.clone()).or_default();
        *part += 1;
        let id = format!("{}-{part}", slug(&ground));
        ((ground, borough), id)
    };
    demand.zones().into_iter().map(number).collect()
}

pub(super) fn of(raw: &mut Raw, demand: &Demand, boroughs: &mut Boroughs) -> Result<Vec<Built>, BuildError> {
    let ids = zone_ids(demand);
    Ok(vec![
        stations(raw, boroughs)?,
        areas(demand, &ids),
        zones(demand, &ids),
        attendances(demand, &ids),
        elsewhere(demand, &ids),
        dwelling_fires("fires_before.csv.gz", &demand.fires_before),
        dwelling_fires("fires_after.csv.gz", &demand.fires_after),
    ])
}

pub(super) fn no_postcodes() -> Built {
    let header = csv_bytes([row(&["postcode", "lon", "lat"])]);
    Built { name: "postcodes.csv.gz", rows: 0, bytes: gzip(&header) }
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|c| c.to_string()).collect()
}

fn csv(name: &'static str, header: &[&str], rows: Vec<Vec<String>>) -> Built {
    let count = rows.len();
    Built { name, rows: count, bytes: csv_bytes(std::iter::once(row(header)).chain(rows)) }
}

/// The 112 stations.
fn stations(raw: &mut Raw, boroughs: &mut Boroughs) -> Result<Built, BuildError> {
    let table = raw.table("backtest/stations_pre_post.csv")?;
    let names = ["station", "easting_2009_13", "northing_2009_13", "closed_2014_01_09"];
    let [name, easting, northing, closed] = raw.columns(&table, names)?;
    let mut found = Vec::new();
    for line in table.rows() {
        let e = line.number(easting, 500_000.0..=565_000.0, &mut raw.problems);
        let n = line.number(northing, 153_000.0..=203_000.0, &mut raw.problems);
        let closes = line.number(closed, 0.0..=1.0, &mut raw.problems);
        let (Some(e), Some(n), Some(closes)) = (e, n, closes) else { continue };
        found.push((line.text(name), Point { e, n }, closes > 0.0));
    }
    let points: Vec<Point> = found.iter().map(|(_, point, _)| *point).collect();
    let rows = found.iter().zip(to_lon_lat_all(&points)).map(|((name, point, closes), position)| {
        let closes = if *closes { "2014-01-09" } else { "" };
        let (lon, lat) = (format!("{:.6}", position.lon), format!("{:.6}", position.lat));
        let borough = boroughs.of(*point).to_string();
        row(&[
            &slug(name),
            name,
            &borough,
            "",
            "",
            &lon,
            &lat,
            "",
            "1",
            closes,
            "LFB",
            "high",
            STATION_ERROR_M,
        ])
    });
    let header = [
        "id",
        "name",
        "borough",
        "address",
        "postcode",
        "lon",
        "lat",
        "counter_hours",
        "base_units",
        "closes",
        "source",
        "confidence",
        "coord_error_m",
    ];
    Ok(csv("stations.csv", &header, rows.collect()))
}

fn areas(demand: &Demand, ids: &ZoneIds) -> Built {
    let points: Vec<Point> = demand.places.values().map(|p| p.point()).collect();
    let rows = demand.places.iter().zip(to_lon_lat_all(&points)).map(|((key, place), position)| {
        let zone = &ids[&(key.ground.clone(), key.borough.clone())];
        let (lon, lat) = (format!("{:.5}", position.lon), format!("{:.5}", position.lat));
        row(&[&area_id(zone, key.corner), zone, &key.borough, "", &lon, &lat, &place.incidents.to_string()])
    });
    csv("areas.csv", &["id", "zone", "borough", "district", "lon", "lat", "population"], rows.collect())
}

/// A square's corner, in quarters of a kilometre, and the zone.
fn area_id(zone: &str, corner: (u32, u32)) -> String {
    format!("{}_{}_{zone}", corner.0 / 250, corner.1 / 250)
}

fn zones(demand: &Demand, ids: &ZoneIds) -> Built {
    let mut incidents: BTreeMap<(String, String), u64> = BTreeMap::new();
    for (key, place) in &demand.places {
        *incidents.entry((key.ground.clone(), key.borough.clone())).or_default() +=
            u64::from(place.incidents);
    }
    let rows = incidents.iter().map(|((ground, borough), count)| {
        let id = &ids[&(ground.clone(), borough.clone())];
        let name = format!("{ground} ({borough})");
        row(&[id, &name, borough, &slug(ground), ground, &count.to_string()])
    });
    csv("zones.csv", &["id", "name", "borough", "ward", "ward_name", "population"], rows.collect())
}

fn attendances(demand: &Demand, ids: &ZoneIds) -> Built {
    let mut rows = Vec::new();
    for (key, place) in &demand.places {
        let area = area_id(&ids[&(key.ground.clone(), key.borough.clone())], key.corner);
        for (station, Attended { all, last }) in &place.fires {
            let mean_s = format!("{:.2}", all.sum_s / f64::from(all.count));
            let mut cells = row(&[&area, &slug(station), &all.count.to_string(), &mean_s]);
            cells.extend(sums(last));
            rows.push(cells);
        }
    }
    let header = ["area", "station", "fires", "mean_s", "last_count", "last_sum_s", "last_squares_s2"];
    packed("attendances.csv.gz", &header, rows)
}

fn elsewhere(demand: &Demand, ids: &ZoneIds) -> Built {
    let mut rows = Vec::new();
    for (key, place) in &demand.places {
        let area = area_id(&ids[&(key.ground.clone(), key.borough.clone())], key.corner);
        for (kind, Attended { all, last }) in &place.elsewhere {
            let mut cells = row(&[&area, kind]);
            cells.extend(sums(all));
            cells.extend(sums(last));
            rows.push(cells);
        }
    }
    let header =
        ["area", "kind", "count", "sum_s", "squares_s2", "last_count", "last_sum_s", "last_squares_s2"];
    packed("elsewhere.csv.gz", &header, rows)
}

fn sums(seconds: &Seconds) -> [String; 3] {
    [seconds.count.to_string(), seconds.sum_s.to_string(), seconds.squares_s2.to_string()]
}

/// As they were, one a row.
fn dwelling_fires(name: &'static str, fires: &[DwellingFire]) -> Built {
    let line = |fire: &DwellingFire| {
        let (e, n) = (fire.point.e.to_string(), fire.point.n.to_string());
        row(&[&slug(&fire.ground), &e, &n, &fire.seconds.to_string()])
    };
    packed(name, &["ground", "easting_m", "northing_m", "seconds"], fires.iter().map(line).collect())
}

fn packed(name: &'static str, header: &[&str], rows: Vec<Vec<String>>) -> Built {
    let plain = csv(name, header, rows);
    Built { bytes: gzip(&plain.bytes), ..plain }
}
