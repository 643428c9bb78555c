//! How soon the first engine was there: records of a fire brigade's city, which other cities lack.

use std::collections::HashMap;
use std::io::Read;

use super::table::{Column, Row, Table};
use super::{City, CityError, Problem};
use crate::space::Point;

const ATTENDANCES: &str = "attendances.csv.gz";
const ELSEWHERE: &str = "elsewhere.csv.gz";
const FIRES_BEFORE: &str = "fires_before.csv.gz";
const FIRES_AFTER: &str = "fires_after.csv.gz";

/// No attendance is longer, seconds: a day.
const LONGEST_S: f64 = 86_400.0;

/// The British National Grid is not larger, metres.
const GRID_M: f64 = 1_300_000.0;

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
    /// Those of them in the last years before anything closed.
    pub last: Times,
}

/// Times from mobilised to arrival, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Times {
    /// How many.
    pub count: f64,
    /// Sum of their seconds.
    pub sum_s: f64,
    /// Sum of the squares of their seconds.
    pub squares_s2: f64,
}

impl Times {
    /// Adds others.
    pub fn add(&mut self, other: Times) {
        self.count += other.count;
        self.sum_s += other.sum_s;
        self.squares_s2 += other.squares_s2;
    }

    /// These but for some of them.
    pub fn without(&self, some: Times) -> Times {
        Times {
            count: self.count - some.count,
            sum_s: self.sum_s - some.sum_s,
            squares_s2: self.squares_s2 - some.squares_s2,
        }
    }

    /// Every one of them less so many seconds.
    pub fn less(&self, seconds: f64) -> Times {
        Times {
            count: self.count,
            sum_s: self.sum_s - self.count * seconds,
            squares_s2: self.squares_s2 - 2.0 * seconds * self.sum_s + self.count * seconds * seconds,
        }
    }

    /// Of one incident.
    pub fn of(seconds: f64) -> Times {
        Times { count: 1.0, sum_s: seconds, squares_s2: seconds * seconds }
    }

    /// Mean, seconds; no number where there are none.
    pub fn mean_s(&self) -> f64 {
        self.sum_s / self.count
    }

    /// Sum of squared deviations from the mean, seconds squared; zero where there are none.
    pub fn deviations_s2(&self) -> f64 {
        if self.count > 0.0 { (self.squares_s2 - self.sum_s * self.sum_s / self.count).max(0.0) } else { 0.0 }
    }
}

/// A kind of incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncidentKind {
    /// Fire.
    Fire,
    /// False alarm.
    Alarm,
    /// Special service: floods, lifts, traffic collisions.
    Service,
}

impl IncidentKind {
    /// All kinds.
    pub const ALL: [IncidentKind; 3] = [IncidentKind::Fire, IncidentKind::Alarm, IncidentKind::Service];

    fn name(self) -> &'static str {
        match self {
            IncidentKind::Fire => "fire",
            IncidentKind::Alarm => "alarm",
            IncidentKind::Service => "service",
        }
    }
}

/// Incidents of one area and kind to which the first engine came from another ground's station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FromElsewhere {
    /// Number of the area in the city.
    pub area: usize,
    /// Kind.
    pub kind: IncidentKind,
    /// Their times.
    pub all: Times,
    /// Those of them in the last years before anything closed.
    pub last: Times,
}

/// A fire that is compared with one of another year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fire {
    /// Number of the ground (a ward) in the city.
    pub ground: usize,
    /// Grid metres.
    pub point: Point,
    /// From mobilised to arrival, seconds.
    pub seconds: f64,
}

impl City {
    /// Whether the folder has records of attendances.
    pub fn has_attendances(&self) -> bool {
        [ATTENDANCES, ELSEWHERE, FIRES_BEFORE]
            .iter()
            .all(|name| self.manifest.file.iter().any(|f| f.name == *name))
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
        let columns = ["area", "station", "fires", "mean_s", "last_count", "last_sum_s", "last_squares_s2"];
        self.records(ATTENDANCES, columns, |row, columns, problems| {
            let [area, station, fires, mean, last, last_sum, last_squares] = columns;
            let area = known(row, area, &areas, "is no area of areas.csv", problems);
            let station = known(row, station, &stations, "is no station of stations.csv", problems);
            let fires = row.number(fires, 1.0..=f64::MAX, problems);
            let mean_s = row.number(mean, 0.0..=LONGEST_S, problems);
            let times = times(row, [last, last_sum, last_squares], problems);
            not_more(row, last, times, fires, problems);
            Some(Attendance { area: area?, station: station?, fires: fires?, mean_s: mean_s?, last: times? })
        })
    }

    /// The incidents that another ground's engine was first at, in file order.
    ///
    /// # Errors
    /// [`CityError::Invalid`] when the file is missing, changed, or names an area or a kind that there is not.
    pub fn elsewhere(&self) -> Result<Vec<FromElsewhere>, CityError> {
        let areas: HashMap<&str, usize> =
            self.areas.iter().enumerate().map(|(i, a)| (a.id.as_str(), i)).collect();
        let kinds: HashMap<&str, usize> =
            IncidentKind::ALL.iter().enumerate().map(|(i, kind)| (kind.name(), i)).collect();
        let columns =
            ["area", "kind", "count", "sum_s", "squares_s2", "last_count", "last_sum_s", "last_squares_s2"];
        self.records(ELSEWHERE, columns, |row, [area, kind, all @ .., l, m, n], problems| {
            let area = known(row, area, &areas, "is no area of areas.csv", problems);
            let kind = known(row, kind, &kinds, "is none of fire, alarm and service", problems);
            let (all, last) = (times(row, all, problems), times(row, [l, m, n], problems));
            not_more(row, l, last, all.map(|all| all.count), problems);
            Some(FromElsewhere { area: area?, kind: IncidentKind::ALL[kind?], all: all?, last: last? })
        })
    }

    /// The fires of the year that a later one is compared with, in file order.
    ///
    /// # Errors
    /// [`CityError::Invalid`] when the file is missing, changed, or names a ground that there is not.
    pub fn fires_before(&self) -> Result<Vec<Fire>, CityError> {
        self.fires(FIRES_BEFORE)
    }

    /// Fires of the same kind after the closures, on the grounds of before, in file order; `None` in a city without the file.
    /// For a score only: no forecast may see them.
    ///
    /// # Errors
    /// As for [`City::fires_before`].
    pub fn fires_after(&self) -> Result<Option<Vec<Fire>>, CityError> {
        let is_listed = self.manifest.file.iter().any(|f| f.name == FIRES_AFTER);
        is_listed.then(|| self.fires(FIRES_AFTER)).transpose()
    }

    fn fires(&self, name: &str) -> Result<Vec<Fire>, CityError> {
        let grounds: HashMap<&str, usize> =
            self.wards.iter().enumerate().map(|(i, w)| (w.id.as_str(), i)).collect();
        self.records(name, ["ground", "easting_m", "northing_m", "seconds"], |row, columns, problems| {
            let [ground, easting, northing, seconds] = columns;
            let ground = known(row, ground, &grounds, "is no ward of zones.csv", problems);
            let e = row.number(easting, 0.0..=GRID_M, problems);
            let n = row.number(northing, 0.0..=GRID_M, problems);
            let seconds = row.number(seconds, 0.0..=LONGEST_S, problems);
            Some(Fire { ground: ground?, point: Point { e: e?, n: n? }, seconds: seconds? })
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

/// How many, the sum of their seconds, and that of the squares.
fn times(row: &Row<'_>, columns: [Column; 3], problems: &mut Vec<Problem>) -> Option<Times> {
    let [count, sum_s, squares_s2] = columns.map(|c| row.number(c, 0.0..=f64::MAX, problems));
    Some(Times { count: count?, sum_s: sum_s?, squares_s2: squares_s2? })
}

/// Some of all cannot be more than all.
fn not_more(
    row: &Row<'_>,
    column: Column,
    some: Option<Times>,
    all: Option<f64>,
    problems: &mut Vec<Problem>,
) {
    if let (Some(some), Some(all)) = (some, all)
        && some.count > all
    {
        problems.push(row.problem(column, "of the last years are more than all"));
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
