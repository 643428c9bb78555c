//! Belo Horizonte, 898 hexagons: population, jobs, schools, income, and minutes by public transport between all of them.
//!
//! `tests/data/ipea/` holds the example data of the R package accessibility (github ipeaGIT/accessibility at
//! dfde37a2, MIT licence). `land_use_data.csv` is unchanged. `travel_minutes.csv.gz` is its `travel_matrix.csv`, all
//! 748,437 pairs, as a table: a line an origin, a column a destination, both in the order of `land_use_data.csv`, empty
//! where the destination cannot be reached within 120 minutes.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::sync::OnceLock;

use flate2::read::GzDecoder;

use super::project;

/// The hexagons in file order.
pub struct Ipea {
    /// Codes of the hexagons, such as `89a88cdb57bffff`.
    pub ids: Vec<String>,
    /// Residents.
    pub population: Vec<f64>,
    /// Jobs.
    pub jobs: Vec<f64>,
    /// Schools.
    pub schools: Vec<f64>,
    /// Income per head; none where nobody lives.
    pub income: Vec<Option<f64>>,
    /// Decile of income, 1 = poorest; none where nobody lives.
    pub income_decile: Vec<Option<u8>>,
    /// Minutes from hexagon to hexagon, origin by origin; infinite where there is no way within 120.
    pub minutes: Vec<f32>,
}

/// The data, read once per test binary.
pub fn belo_horizonte() -> &'static Ipea {
    static DATA: OnceLock<Ipea> = OnceLock::new();
    DATA.get_or_init(Ipea::read)
}

impl Ipea {
    fn read() -> Ipea {
        let mut data = Ipea {
            ids: Vec::new(),
            population: Vec::new(),
            jobs: Vec::new(),
            schools: Vec::new(),
            income: Vec::new(),
            income_decile: Vec::new(),
            minutes: Vec::new(),
        };
        let mut cells =
            csv::Reader::from_path(project("tests/data/ipea/land_use_data.csv")).expect("it is there");
        for cell in cells.records() {
            let cell = cell.expect("a whole row");
            let count = |column: usize| cell[column].parse().expect("a count");
            data.ids.push(cell[0].to_string());
            data.population.push(count(1));
            data.jobs.push(count(2));
            data.schools.push(count(3));
            data.income.push(cell[4].parse().ok());
            data.income_decile.push(cell[5].parse().ok());
        }
        let file = File::open(project("tests/data/ipea/travel_minutes.csv.gz")).expect("it is there");
        for line in BufReader::new(GzDecoder::new(file)).lines() {
            let line = line.expect("text");
            let minutes = |cell: &str| match cell {
                "" => f32::INFINITY,
                minutes => minutes.parse().expect("minutes"),
            };
            data.minutes.extend(line.split(',').map(minutes));
        }
        assert_eq!(data.minutes.len(), data.ids.len() * data.ids.len());
        assert_eq!(data.minutes.iter().filter(|m| m.is_finite()).count(), 748_437);
        data
    }

    /// Number of hexagons.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// The number of the hexagon whose code ends in `suffix`, such as `b57bffff`.
    pub fn cell(&self, suffix: &str) -> usize {
        self.ids.iter().position(|id| id.ends_with(suffix)).expect("a known hexagon")
    }

    /// Minutes from a hexagon to each.
    pub fn minutes_from(&self, origin: usize) -> &[f32] {
        &self.minutes[origin * self.len()..(origin + 1) * self.len()]
    }

    /// The minutes from some hexagons to some, origin by origin.
    pub fn between(&self, origins: &[usize], destinations: &[usize]) -> Vec<f32> {
        let row = |&o: &usize| destinations.iter().map(move |&d| self.minutes[o * self.len() + d]);
        origins.iter().flat_map(row).collect()
    }
}
