//! How soon the first engine was there: records of a fire brigade's city, which other cities lack.

use std::collections::HashMap;
use std::io::Read;

use super::table::{Column, Row, Table};
use super::{City, CityError, Problem};

const ATTENDANCES: &str = "attendances.csv.gz";
const FIRES_BEFORE: &str = "fires_before.csv";

/// No attendance is longer, seconds: a day.
const LONGEST_S: f64 = 86_400.0;

/// Fires of one area whose first engine came from one station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attendance {
    /// Number of the area in the city.
    pub area: usize,
    /// Number of the station.
    pub station: usize,
    /// How many fires, at least one.
    pub fires: f64,
    /// Mean time from mobilised to arrival, seconds.
    pub mean_s: f64,
}

/// Comparable fires of one year in one ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FiresOfGround {
    /// Number of the ground (a ward) in the city.
    pub ground: usize,
    /// How many fires, at least one.
    pub fires: f64,
    /// Mean time from mobilised to arrival, seconds.
    pub mean_s: f64,
    /// Sum of squared deviations from the mean, seconds squared.
    pub squares_s2: f64,
}

impl City {
    /// Whether the folder has records of attendances.
    pub fn has_attendances(&self) -> bool {
        [ATTENDANCES, FIRES_BEFORE].iter().all(|name| self.manifest.file.iter().any(|f| f.name == *name))
    }

    /// Who came first to the fires before anything closed, in file order.
    ///
    /// # Errors
    /// [`CityError::Invalid`] when the file is missing, changed, or names an area or station that there is not.
    pub fn attendances(&self) -> Result<Vec<Attendance>, CityError> {
        let areas: HashMap<&str, usize> =
            self.areas.iter().enumerate().map(|(i, a)| (a.id.as_str(), i)).collect();
        let stations: HashMap<&str, usize> =
            self.stations.iter().enumerate().map(|(i, s)| (s.id.as_str(), i)).collect();
        self.records(ATTENDANCES, ["area", "station", "fires", "mean_s"], |row, columns, problems| {
            let [area, station, fires, mean] = columns;
            let area = known(row, area, &areas, "is no area of areas.csv", problems);
            let station = known(row, station, &stations, "is no station of stations.csv", problems);
            let fires = row.number(fires, 1.0..=f64::MAX, problems);
            let mean_s = row.number(mean, 0.0..=LONGEST_S, problems);
            Some(Attendance { area: area?, station: station?, fires: fires?, mean_s: mean_s? })
        })
    }

    /// The fires of the year that a later one is compared with, ground by ground; a ground without any is not listed.
    ///
    /// # Errors
    /// [`CityError::Invalid`] when the file is missing, changed, or names a ground that there is not.
    pub fn fires_before(&self) -> Result<Vec<FiresOfGround>, CityError> {
        let grounds: HashMap<&str, usize> =
            self.wards.iter().enumerate().map(|(i, w)| (w.id.as_str(), i)).collect();
        self.records(FIRES_BEFORE, ["ground", "fires", "mean_s", "squares_s2"], |row, columns, problems| {
            let [ground, fires, mean, squares] = columns;
            let ground = known(row, ground, &grounds, "is no ward of zones.csv", problems);
            let fires = row.number(fires, 1.0..=f64::MAX, problems);
            let mean_s = row.number(mean, 0.0..=LONGEST_S, problems);
            let squares_s2 = row.number(squares, 0.0..=f64::MAX, problems);
            Some(FiresOfGround { ground: ground?, fires: fires?, mean_s: mean_s?, squares_s2: squares_s2? })
        })
    }

    fn records<T, const N: usize>(
        &self,
        name: &str,
        columns: [&str; N],
        read: impl Fn(&Row<'_>, [Column; N], &mut Vec<Problem>) -> Option<T>,
    ) -> Result<Vec<T>, CityError> {
        let label = self.files.label(name);
        let bytes = self.file(name)?;
        let mut text = Vec::new();
        let unpacked = match name.ends_with(".gz") {
            true => flate2::read::GzDecoder::new(bytes.as_ref()).read_to_end(&mut text),
            false => bytes.as_ref().read_to_end(&mut text),
        };
        if let Err(e) = unpacked {
            return Err(CityError::Invalid(vec![Problem::of_file(
                label,
                format!("cannot be unpacked: {e}"),
            )]));
        }
        let mut problems = Vec::new();
        let mut records = Vec::new();
        if let Some(table) = Table::read(label, &text, &mut problems)
            && let Some(columns) = table.columns(columns, &mut problems)
        {
            for row in table.rows() {
                records.extend(read(&row, columns, &mut problems));
            }
        }
        if problems.is_empty() { Ok(records) } else { Err(CityError::Invalid(problems)) }
    }
}

fn known(
    row: &Row<'_>,
    column: Column,
    numbers: &HashMap<&str, usize>,
    what: &str,
    problems: &mut Vec<Problem>,
) -> Option<usize> {
    let number = numbers.get(row.text(column)).copied();
    if number.is_none() {
        problems.push(row.problem(column, what));
    }
    number
}
