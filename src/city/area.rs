//! Where people live: output areas, zones, wards, boroughs.

use crate::space::{LonLat, Point, Region};

/// A census output area: the unit of demand.
#[derive(Clone, Debug)]
pub struct Area {
    /// Code.
    pub id: String,
    /// Number of its zone.
    pub zone: usize,
    /// Number of its ward.
    pub ward: usize,
    /// Number of its borough.
    pub borough: usize,
    /// Postcode district of most of its postcodes, empty where unknown.
    pub district: String,
    /// Where its people live on average, degrees.
    pub position: LonLat,
    /// The same in grid metres.
    pub point: Point,
    /// Residents.
    pub population: f64,
}

/// A band of ages, made of columns of `zones.csv`.
pub struct AgeBand {
    /// As printed: `0-15`.
    pub label: &'static str,
    /// The columns that add up to it.
    pub columns: &'static [&'static str],
}

/// The bands that results are given for. The last is part of the one before it.
pub const AGE_BANDS: [AgeBand; 4] = [
    AgeBand { label: "0-15", columns: &["population_0_15"] },
    AgeBand { label: "16-64", columns: &["population_16_24", "population_25_44", "population_45_64"] },
    AgeBand { label: "65+", columns: &["population_65_74", "population_75_plus"] },
    AgeBand { label: "75+", columns: &["population_75_plus"] },
];

/// The ethnic groups that results are given for: main groups of the census of 2011, and everybody else.
pub const ETHNIC_GROUPS: [&str; 4] = ["white", "asian", "black", "mixed or other"];

/// A statistical zone (LSOA): what is known about people only at this level.
#[derive(Clone, Debug)]
pub struct Zone {
    /// Code.
    pub id: String,
    /// Name.
    pub name: String,
    /// Number of its borough.
    pub borough: usize,
    /// Number of its ward.
    pub ward: usize,
    /// Residents.
    pub population: f64,
    /// Residents by [`AGE_BANDS`]; `None` where the city has no such columns.
    pub by_age: Option<[f64; AGE_BANDS.len()]>,
    /// National deprivation decile, 1 = most deprived; `None` where unknown.
    pub imd_decile: Option<u8>,
    /// National deprivation rank, 1 = most deprived; `None` where the city has no such column.
    pub imd_rank: Option<f64>,
    /// Share of the residents of 2011 with a limiting long-term illness; `None` where unknown, or
    /// where nobody lived then.
    pub limiting_illness: Option<f64>,
    /// Shares of the residents of 2011 in the [`ETHNIC_GROUPS`]; `None` where unknown, or where nobody lived then.
    pub ethnicity: Option<[f64; ETHNIC_GROUPS.len()]>,
    /// Households, and those of them without a car; `None` where unknown.
    pub households: Option<(f64, f64)>,
    /// As in the file, `W10 0.2571;W11 0.7429`, and valid; empty where unknown. See [`Zone::share_in`].
    pub(super) district_shares: Box<str>,
}

impl Zone {
    /// Whether it is known which postcode districts its postcodes are of.
    pub fn knows_districts(&self) -> bool {
        !self.district_shares.is_empty()
    }

    /// The share of its postcodes that are of a district, 0 to 1.
    pub fn share_in(&self, district: &str) -> f64 {
        let mut shares = self.district_shares.split(';').filter_map(|entry| entry.split_once(' '));
        let found = shares.find(|(name, _)| *name == district);
        // The loader has read every share.
        found.and_then(|(_, share)| share.parse().ok()).unwrap_or(0.0)
    }
}

/// A ward.
#[derive(Clone, Debug, PartialEq)]
pub struct Ward {
    /// Code.
    pub id: String,
    /// Name, not unique in London.
    pub name: String,
    /// Number of its borough.
    pub borough: usize,
}

/// A borough.
pub struct Borough {
    /// Code.
    pub id: String,
    /// Name.
    pub name: String,
    /// Its ground.
    pub region: Region,
}
