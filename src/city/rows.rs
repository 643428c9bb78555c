//! One row of a city table as what it stands for.

use std::collections::HashSet;

use super::station::letters_of;
use super::table::{Column, Row, Table};
use super::{AGE_BANDS, Borough, Confidence, ETHNIC_GROUPS, Problem, Station, WeeklyHours};
use crate::space::LonLat;

/// The columns of `zones.csv` that groups of residents need; a city may lack them.
pub(super) struct GroupColumns {
    ages: Option<Vec<Vec<Column>>>,
    imd_decile: Option<Column>,
    imd_rank: Option<Column>,
    households: Option<(Column, Column)>,
    /// Residents of 2011, and those of them with a limiting illness.
    illness: Option<(Column, Column)>,
    /// Residents of 2011, and those of them who are white, asian and black.
    ethnicity: Option<(Column, [Column; 3])>,
}

/// What one row of `zones.csv` says of groups of residents.
pub(super) struct ZoneGroups {
    pub by_age: Option<[f64; AGE_BANDS.len()]>,
    pub imd_decile: Option<u8>,
    pub imd_rank: Option<f64>,
    pub households: Option<(f64, f64)>,
    pub limiting_illness: Option<f64>,
    pub ethnicity: Option<[f64; ETHNIC_GROUPS.len()]>,
}

/// The lowest deprivation rank that there can be: a number that no country has as many zones as.
const LAST_RANK: f64 = 1e9;

impl GroupColumns {
    pub(super) fn find(table: &Table, missing: &mut Vec<String>) -> Self {
        let mut need = |name: &str| {
            let column = table.column(name);
            if column.is_none() && !missing.iter().any(|m| m == name) {
                missing.push(name.to_string());
            }
            column
        };
        let ages: Vec<Option<Vec<Column>>> =
            AGE_BANDS.iter().map(|band| band.columns.iter().map(|c| need(c)).collect()).collect();
        let (imd_decile, imd_rank) = (need("imd_decile"), need("imd_rank"));
        let households = (need("households_2011"), need("households_no_car_2011"));
        let people = need("population_2011");
        let illness = people.zip(need("limiting_illness_2011"));
        let [white, asian, black] = ["white_2011", "asian_2011", "black_2011"].map(need);
        let ethnicity = people.zip(white).zip(asian.zip(black));
        GroupColumns {
            ages: ages.into_iter().collect(),
            imd_decile,
            imd_rank,
            households: households.0.zip(households.1),
            illness,
            ethnicity: ethnicity.map(|((people, white), (asian, black))| (people, [white, asian, black])),
        }
    }

    /// The groups of a row; `None`, with the problems noted, where a cell cannot be read.
    pub(super) fn read(&self, row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<ZoneGroups> {
        let imd_rank = match self.imd_rank {
            Some(column) => Some(row.number(column, 1.0..=LAST_RANK, problems)?),
            None => None,
        };
        Some(ZoneGroups {
            by_age: self.by_age(row, problems)?,
            imd_decile: self.decile(row, problems)?,
            imd_rank,
            households: self.households(row, problems)?,
            limiting_illness: self.limiting_illness(row, problems)?,
            ethnicity: self.ethnicity(row, problems)?,
        })
    }

    fn by_age(&self, row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<Option<[f64; AGE_BANDS.len()]>> {
        let Some(bands) = &self.ages else { return Some(None) };
        let mut sums = [0.0; AGE_BANDS.len()];
        for (sum, columns) in sums.iter_mut().zip(bands) {
            for &column in columns {
                *sum += count(row, column, problems)?;
            }
        }
        Some(Some(sums))
    }

    fn decile(&self, row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<Option<u8>> {
        let Some(column) = self.imd_decile else { return Some(None) };
        let decile = row.number(column, 1.0..=10.0, problems)?;
        if decile.fract() != 0.0 {
            problems.push(row.problem(column, "is not a whole decile"));
        }
        Some(Some(decile as u8))
    }

    fn households(&self, row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<Option<(f64, f64)>> {
        let Some((all, no_car)) = self.households else { return Some(None) };
        let (all, none) = (count(row, all, problems)?, count(row, no_car, problems)?);
        if none > all {
            problems.push(row.problem(no_car, "is more than all households"));
        }
        Some(Some((all, none)))
    }

    fn limiting_illness(&self, row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<Option<f64>> {
        let Some((people, ill)) = self.illness else { return Some(None) };
        let (people, with) = (count(row, people, problems)?, count(row, ill, problems)?);
        if with > people {
            problems.push(row.problem(ill, "is more than population_2011"));
        }
        Some(share(with, people))
    }

    fn ethnicity(
        &self,
        row: &Row<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<Option<[f64; ETHNIC_GROUPS.len()]>> {
        let Some((people, columns)) = self.ethnicity else { return Some(None) };
        let people = count(row, people, problems)?;
        let mut shares = [0.0; ETHNIC_GROUPS.len()];
        let mut rest = people;
        for (place, column) in shares.iter_mut().zip(columns) {
            let number = count(row, column, problems)?;
            *place = share(number, people).unwrap_or_default();
            rest -= number;
        }
        if rest < 0.0 {
            let all = "takes white_2011, asian_2011 and black_2011 above population_2011";
            problems.push(row.problem(columns[2], all));
        }
        Some(share(rest, people).map(|rest| {
            shares[columns.len()] = rest;
            shares
        }))
    }
}

/// A count of people or households.
fn count(row: &Row<'_>, column: Column, problems: &mut Vec<Problem>) -> Option<f64> {
    row.number(column, 0.0..=f64::MAX, problems)
}

/// A part of a zone's residents; not known where nobody lived there: who lives there now may be anybody.
fn share(part: f64, of: f64) -> Option<f64> {
    (of > 0.0).then(|| part / of)
}

pub(super) fn station(
    row: &Row<'_>,
    columns: [Column; 11],
    footfall: [Option<Column>; 2],
    boroughs: &[Borough],
    problems: &mut Vec<Problem>,
) -> Option<Station> {
    let [id, name, borough, address, postcode, lon, lat, hours, source, confidence, error] = columns;
    let position = position(row, lon, lat, problems);
    let borough = borough_number(row, borough, boroughs, problems);
    let coord_error_m = row.number(error, 0.0..=10_000.0, problems);
    let trust = Confidence::from_word(row.text(confidence));
    if trust.is_none() {
        problems.push(row.problem(confidence, "is not one of low, medium, high"));
    }
    let counter = match row.text(hours) {
        "" => None,
        text => match WeeklyHours::parse(text) {
            Ok(hours) => Some(hours),
            Err(e) => {
                problems.push(row.problem(hours, "cannot be used").help(e.to_string()));
                None
            }
        },
    };
    let mut a_day = |column: Option<Column>| match column {
        Some(column) if !row.text(column).trim().is_empty() => row.number(column, 0.0..=f64::MAX, problems),
        _ => None,
    };
    let [reports_per_day, visits_per_day] = footfall.map(&mut a_day);
    Some(Station {
        id: row.filled(id, problems)?.to_string(),
        name: row.filled(name, problems)?.to_string(),
        borough: borough?,
        address: row.text(address).to_string(),
        postcode: row.text(postcode).to_string(),
        position: position?,
        point: crate::space::Point { e: 0.0, n: 0.0 },
        counter,
        source: row.text(source).to_string(),
        confidence: trust?,
        coord_error_m: coord_error_m?,
        reports_per_day,
        visits_per_day,
    })
}

/// `W10 0.2571;W11 0.7429`, every share checked; an empty cell is of a zone without postcodes. Kept as text: few runs ask.
pub(super) fn district_shares(row: &Row<'_>, column: Column, problems: &mut Vec<Problem>) -> Box<str> {
    let text = row.text(column);
    for entry in text.split(';').filter(|_| !text.is_empty()) {
        let share = entry.split_once(' ').and_then(|(_, share)| share.parse::<f64>().ok());
        if !share.is_some_and(|share| (0.0..=1.0).contains(&share)) {
            let help = "write districts with their shares, such as W10 0.25;W11 0.75";
            problems.push(row.problem(column, &format!("has no share in {entry:?}")).help(help));
        }
    }
    text.into()
}

pub(super) fn unique(
    row: &Row<'_>,
    column: Column,
    seen: &mut HashSet<(Column, String)>,
    problems: &mut Vec<Problem>,
) {
    if !seen.insert((column, row.text(column).to_string())) {
        problems.push(row.problem(column, "is already taken by an earlier row"));
    }
}

/// As [`unique`], for names that are looked up by their letters alone.
pub(super) fn unique_name(
    row: &Row<'_>,
    column: Column,
    seen: &mut HashSet<(Column, String)>,
    problems: &mut Vec<Problem>,
) {
    let letters = letters_of(row.text(column));
    if letters.is_empty() {
        problems.push(row.problem(column, "has no letter or digit"));
    } else if !seen.insert((column, letters)) {
        problems
            .push(row.problem(column, "is already taken by an earlier row, but for case and punctuation"));
    }
}

pub(super) fn borough_number(
    row: &Row<'_>,
    column: Column,
    boroughs: &[Borough],
    problems: &mut Vec<Problem>,
) -> Option<usize> {
    let found = boroughs.iter().position(|b| b.name == row.text(column));
    if found.is_none() && !boroughs.is_empty() {
        problems.push(row.problem(column, "is not in boroughs.geojson"));
    }
    found
}

pub(super) fn position(
    row: &Row<'_>,
    lon: Column,
    lat: Column,
    problems: &mut Vec<Problem>,
) -> Option<LonLat> {
    let lon = row.number(lon, -180.0..=180.0, problems);
    let lat = row.number(lat, -90.0..=90.0, problems);
    Some(LonLat { lon: lon?, lat: lat? })
}
