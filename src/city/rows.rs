//! One row of a city table as what it stands for.

use std::collections::HashSet;

use super::station::letters_of;
use super::table::{Column, Row, Table};
use super::{AGE_BANDS, Borough, Confidence, Problem, Station, WeeklyHours};
use crate::space::LonLat;

/// The columns of `zones.csv` that groups of residents need; a city may lack them.
pub(super) struct GroupColumns {
    ages: Option<Vec<Vec<Column>>>,
    imd: Option<Column>,
    households: Option<(Column, Column)>,
}

pub(super) type Groups = (Option<[f64; AGE_BANDS.len()]>, Option<u8>, Option<(f64, f64)>);

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
        let imd = need("imd_decile");
        let households = (need("households_2011"), need("households_no_car_2011"));
        GroupColumns { ages: ages.into_iter().collect(), imd, households: households.0.zip(households.1) }
    }

    pub(super) fn read(&self, row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<Groups> {
        let mut count = |column: Column| row.number(column, 0.0..=f64::MAX, problems);
        let mut by_age = None;
        if let Some(bands) = &self.ages {
            let mut sums = [0.0; AGE_BANDS.len()];
            for (sum, columns) in sums.iter_mut().zip(bands) {
                for &column in columns {
                    *sum += count(column)?;
                }
            }
            by_age = Some(sums);
        }
        let households = match self.households {
            Some((all, no_car)) => Some((count(all)?, count(no_car)?)),
            None => None,
        };
        if let (Some((all, none)), Some((_, column))) = (households, self.households)
            && none > all
        {
            problems.push(row.problem(column, "is more than all households"));
        }
        let imd = match self.imd {
            Some(column) => {
                let decile = row.number(column, 1.0..=10.0, problems)?;
                if decile.fract() != 0.0 {
                    problems.push(row.problem(column, "is not a whole decile"));
                }
                Some(decile as u8)
            }
            None => None,
        };
        Some((by_age, imd, households))
    }
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
