//! `zones.csv`: what is known about residents by LSOA.

use std::collections::HashMap;

use super::crime::ALLOTTED;
use super::{BuildError, Built, Raw, csv_bytes};

/// Columns of `zones.csv` that are copied from `areas/lsoa_london.csv`, ours and theirs.
/// Census counts are of 2011: divide them by the population or households of 2011.
const COPIED: [(&str, &str); 40] = [
    ("population", "pop2017"),
    ("population_2011", "pop2011"),
    ("population_0_15", "pop2017_0_15"),
    ("population_16_24", "pop2017_16_24"),
    ("population_25_44", "pop2017_25_44"),
    ("population_45_64", "pop2017_45_64"),
    ("population_65_74", "pop2017_65_74"),
    ("population_75_plus", "pop2017_75_90"),
    ("households_2011", "hh"),
    ("households_no_car_2011", "hh_no_car"),
    ("households_social_rent_2011", "hh_social_rent"),
    ("white_2011", "white"),
    ("asian_2011", "asian"),
    ("black_2011", "black"),
    ("limiting_illness_2011", "llti"),
    ("bad_health_2011", "bad_health"),
    ("imd_score", "imd2015_score"),
    ("imd_rank", "imd2015_rank"),
    ("imd_decile", "imd2015_decile"),
    ("imd_2019_rank", "imd2019_rank"),
    ("imd_2019_decile", "imd2019_decile"),
    ("unemployment_percent_2011", "unemp_rate"),
    ("crime_2016_arson_and_damage", "mps2016_arson"),
    ("crime_2016_burglary", "mps2016_burglary"),
    ("crime_2016_drugs", "mps2016_drugs"),
    ("crime_2016_other", "mps2016_misc"),
    ("crime_2016_public_order", "mps2016_public_order"),
    ("crime_2016_robbery", "mps2016_robbery"),
    ("crime_2016_theft", "mps2016_theft_all"),
    ("crime_2016_vehicle", "mps2016_vehicle_offences"),
    ("crime_2016_violence", "mps2016_violence"),
    ("crime_2016_weapons", "mps2016_weapons"),
    ("crime_2016_police_uk_burglary", "police_uk2016_burglary"),
    ("crime_2016_police_uk_possession_of_weapons", "police_uk2016_possession_of_weapons"),
    ("crime_2016_police_uk_robbery", "police_uk2016_robbery"),
    ("crime_2016_police_uk_theft_from_the_person", "police_uk2016_theft_from_the_person"),
    ("crime_2016_police_uk_vehicle_crime", "police_uk2016_vehicle_crime"),
    ("crime_2016_police_uk_violent_crime", "police_uk2016_violent_crime"),
    ("asb_2016", "asb2016_est"),
    ("asb_2016_observed", "asb2016_observed"),
];

/// A zone while the folder is being built.
pub(super) struct RawZone {
    pub id: String,
    pub borough: String,
    pub ward: String,
    ward_name: String,
    name: String,
    pub pop2011: f64,
    pub pop2017: f64,
    copied: Vec<String>,
}

impl RawZone {
    /// A zone of which nothing is known but one cell, by the name of its column in the raw table.
    #[cfg(test)]
    pub fn with_cell(borough: &str, theirs: &str, cell: &str) -> RawZone {
        let text = |name: &str| if name == theirs { cell.to_string() } else { String::new() };
        RawZone {
            id: format!("zone of {borough}"),
            borough: borough.to_string(),
            ward: String::new(),
            ward_name: String::new(),
            name: String::new(),
            pop2011: 0.0,
            pop2017: 0.0,
            copied: COPIED.iter().map(|(_, name)| text(name)).collect(),
        }
    }

    /// The cell of a column of [`COPIED`], by its name in the raw table.
    pub fn copied(&self, theirs: &str) -> &str {
        let column = COPIED.iter().position(|(_, name)| *name == theirs);
        column.map_or("", |column| &self.copied[column])
    }
}

pub(super) fn zones(raw: &mut Raw) -> Result<Vec<RawZone>, BuildError> {
    let ward_names = ward_names(raw)?;
    let table = raw.table("areas/lsoa_london.csv")?;
    let [id, name, borough, ward, pop2011, pop2017] =
        raw.columns(&table, ["LSOA11CD", "LSOA11NM", "LAD11NM", "ward17", "pop2011", "pop2017"])?;
    let copied = raw.columns(&table, COPIED.map(|(_, theirs)| theirs))?;
    let mut zones = Vec::with_capacity(table.len());
    for row in table.rows() {
        let people = row.number(pop2011, 1.0..=f64::MAX, &mut raw.problems);
        let later = row.number(pop2017, 0.0..=f64::MAX, &mut raw.problems);
        let Some(ward_name) = ward_names.get(row.text(ward)) else {
            raw.problems.push(row.problem(ward, "is not in boundaries/wards_2017.geojson"));
            continue;
        };
        let (Some(pop2011), Some(pop2017)) = (people, later) else { continue };
        zones.push(RawZone {
            id: row.text(id).to_string(),
            borough: row.text(borough).to_string(),
            ward: row.text(ward).to_string(),
            ward_name: ward_name.clone(),
            name: row.text(name).to_string(),
            pop2011,
            pop2017,
            copied: copied.iter().map(|c| row.text(*c).to_string()).collect(),
        });
    }
    Ok(zones)
}

/// The file; beside what is copied, the cells of [`ALLOTTED`] by zone and the districts of each zone's postcodes.
pub(super) fn zones_file(
    zones: &[RawZone],
    allotted: &[Vec<String>],
    districts: &HashMap<String, String>,
) -> Built {
    let mut header: Vec<String> = ["id", "name", "borough", "ward", "ward_name"].map(str::to_string).to_vec();
    header.extend(COPIED.map(|(ours, _)| ours.to_string()));
    header.extend(ALLOTTED.map(|a| a.column.to_string()));
    header.push("district_shares".to_string());
    let rows = zones.iter().zip(allotted).map(|(z, allotted)| {
        let names = [&z.id, &z.name, &z.borough, &z.ward, &z.ward_name];
        let shares = districts.get(&z.id).cloned().unwrap_or_default();
        names.into_iter().chain(&z.copied).chain(allotted).cloned().chain([shares]).collect()
    });
    Built { name: "zones.csv", rows: zones.len(), bytes: csv_bytes(std::iter::once(header).chain(rows)) }
}

fn ward_names(raw: &mut Raw) -> Result<HashMap<String, String>, BuildError> {
    let features = super::boundaries::features(raw, "boundaries/wards_2017.geojson")?;
    let names = features.iter().filter_map(|f| {
        let text = |key: &str| Some(f.property(key)?.as_str()?.to_string());
        Some((text("ward17")?, text("ward_name")?))
    });
    Ok(names.collect())
}
