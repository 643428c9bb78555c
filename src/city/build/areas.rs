//! `areas.csv` and the postcodes.

use std::collections::{BTreeMap, HashMap};

use super::people::RawZone;
use super::{BuildError, Built, Raw, csv_bytes, gzip};
use crate::city::postcode;
use crate::space::{Point, to_lon_lat_all};

/// W11 holds 200 non-geographic postcodes that sit at a sorting office in Greenford; they are west of this
/// easting (README of the raw tables, "Other area traps").
const W11_WEST_LIMIT_E: f64 = 522_000.0;

/// The output areas: their file, the sum of its residents, and what the road network is tied to.
pub(super) struct Areas {
    pub built: Built,
    pub population: f64,
    pub ids: Vec<String>,
    pub points: Vec<Point>,
}

/// Output areas with mid-2017 residents: the 2011 count scaled by the LSOA's 2017/2011 ratio.
pub(super) fn areas(raw: &mut Raw, zones: &[RawZone]) -> Result<Areas, BuildError> {
    let by_id: HashMap<&str, &RawZone> = zones.iter().map(|z| (z.id.as_str(), z)).collect();
    let table = raw.table("areas/oa_london.csv")?;
    let [id, zone, pop2011, e, n, district] =
        raw.columns(&table, ["OA11CD", "LSOA11CD", "pop2011", "e", "n", "district"])?;
    let mut points = Vec::with_capacity(table.len());
    let mut kept = Vec::with_capacity(table.len());
    for row in table.rows() {
        let Some(zone) = by_id.get(row.text(zone)) else {
            raw.problems.push(row.problem(zone, "is not in areas/lsoa_london.csv"));
            continue;
        };
        let east = row.number(e, 500_000.0..=565_000.0, &mut raw.problems);
        let north = row.number(n, 153_000.0..=203_000.0, &mut raw.problems);
        let people = row.number(pop2011, 0.0..=f64::MAX, &mut raw.problems);
        let (Some(e), Some(n), Some(people)) = (east, north, people) else { continue };
        points.push(Point { e, n });
        kept.push((row.text(id), *zone, row.text(district), people * zone.pop2017 / zone.pop2011));
    }
    let header =
        ["id", "zone", "ward", "borough", "district", "lon", "lat", "population"].map(str::to_string);
    let mut rows = vec![header.to_vec()];
    let mut population = 0.0;
    for ((id, zone, district, people), position) in kept.iter().zip(to_lon_lat_all(&points)) {
        let people = format!("{people:.3}");
        // The sum of what is written, not of what was rounded away.
        population += people.parse::<f64>().unwrap_or(0.0);
        rows.push(vec![
            id.to_string(),
            zone.id.clone(),
            zone.ward.clone(),
            zone.borough.clone(),
            district.to_string(),
            format!("{:.6}", position.lon),
            format!("{:.6}", position.lat),
            people,
        ]);
    }
    let built = Built { name: "areas.csv", rows: rows.len() - 1, bytes: csv_bytes(rows) };
    let ids = kept.iter().map(|(id, ..)| id.to_string()).collect();
    Ok(Areas { built, population: (population * 1000.0).round() / 1000.0, ids, points })
}

/// The postcodes, and by LSOA which districts its postcodes are of, as shares: `W10 0.2571;W11 0.7429`.
pub(super) fn postcodes(raw: &mut Raw) -> Result<(Built, HashMap<String, String>), BuildError> {
    let table = raw.table("areas/postcodes_london_lsoa_oa.csv.gz")?;
    let [pcd, district, e, n, zone] =
        raw.columns(&table, ["pcd", "district", "oseast1m", "osnrth1m", "LSOA11CD"])?;
    let mut by_zone: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut kept = Vec::with_capacity(table.len());
    for row in table.rows() {
        let east = row.number(e, 500_000.0..=565_000.0, &mut raw.problems);
        let north = row.number(n, 153_000.0..=203_000.0, &mut raw.problems);
        let name = postcode::normalise(row.text(pcd));
        if name.is_none() {
            raw.problems.push(row.problem(pcd, "is not a postcode"));
        }
        let (Some(e), Some(n), Some(name)) = (east, north, name) else { continue };
        if row.text(district) == "W11" && e < W11_WEST_LIMIT_E {
            continue;
        }
        *by_zone.entry(row.text(zone)).or_default().entry(row.text(district)).or_default() += 1;
        kept.push((name, Point { e, n }));
    }
    kept.sort_by(|a, b| a.0.cmp(&b.0));
    let positions = to_lon_lat_all(&kept.iter().map(|(_, p)| *p).collect::<Vec<_>>());
    let header = vec![["postcode", "lon", "lat"].map(str::to_string).to_vec()];
    let rows = kept.iter().zip(positions).map(|((name, _), position)| {
        vec![name.clone(), format!("{:.5}", position.lon), format!("{:.5}", position.lat)]
    });
    let bytes = csv_bytes(header.into_iter().chain(rows));
    let districts = by_zone.into_iter().map(|(zone, counts)| (zone.to_string(), shares(&counts))).collect();
    Ok((Built { name: "postcodes.csv.gz", rows: kept.len(), bytes: gzip(&bytes) }, districts))
}

fn shares(counts: &BTreeMap<&str, usize>) -> String {
    let all: usize = counts.values().sum();
    let share = |(district, count): (&&str, &usize)| format!("{district} {:.4}", *count as f64 / all as f64);
    counts.iter().map(share).collect::<Vec<_>>().join(";")
}
