//! What the world holds: stations, areas, zones, boundaries, bridges.
//!
//! A [`City`] is read from a folder of plain CSV and GeoJSON files with a `city.toml` manifest, or
//! from the copy of `scenarios/london-2017` inside the binary. The loader checks everything that the
//! floors above rely on and reports all problems at once: **a `City` that exists is valid.**
//!
//! A city may lack three things, each told by its entry in the manifest: roads (`roads.csv` and the tables beside it),
//! records of attendances (a fire brigade's), and the week of its calls (`calls_by_hour.csv`: [`City::calls_by_hour`]).

mod area;
mod attendance;
pub mod build;
mod calls_by_hour;
mod check;
mod crime;
mod files;
mod folder;
mod hours;
mod load;
mod manifest;
mod outline;
mod place;
mod postcode;
mod problem;
mod road_tables;
mod roads;
mod rows;
mod shipped;
mod speeds;
mod station;
mod table;
mod view;
mod zone_shares;

use std::path::PathBuf;

pub use area::{AGE_BANDS, AgeBand, Area, Borough, ETHNIC_GROUPS, Ward, Zone};
pub use attendance::{Attendance, Fire, FromElsewhere, IncidentKind, Times};
pub use crime::{CrimeSeries, CrimeTable, CrimeType};
pub use files::CityFiles;
pub use folder::{FolderError, Marker, OutputFile, replaceable, write_file, write_folder};
pub use hours::{HoursError, MINUTES_A_WEEK, WeeklyHours};
pub use load::{check_all, load};
pub use manifest::{FileEntry, Manifest};
pub use outline::{Outline, OutlineLayer};
pub use place::{Place, PlaceError, PlaceSource};
pub use problem::{Problem, Snippet, nearest_names, render_all};
pub(in crate::city) use road_tables::FAR_AWAY_M;
pub use road_tables::Roads;
pub use roads::{Driving, LocalLink, Road, RoadClass, RoadNetwork, RoadNode};
pub use shipped::{shipped_backtests, shipped_city, shipped_claims, shipped_scenario, shipped_scenarios};
pub use speeds::{Period, Speed, Speeds};
pub use station::{Bridge, Confidence, Station, same_name};
pub use view::View;
pub use zone_shares::ZoneShares;

use crate::space::Barrier;

/// A city: everything a scenario can be asked about.
pub struct City {
    /// The manifest `city.toml`.
    pub manifest: Manifest,
    /// SHA-256 of `city.toml`.
    pub manifest_sha256: String,
    /// Stations in file order; a station's number is its place here.
    pub stations: Vec<Station>,
    /// Census output areas in file order.
    pub areas: Vec<Area>,
    /// Statistical zones (LSOAs) in file order.
    pub zones: Vec<Zone>,
    /// Recorded crime by zone; without types in a city whose `zones.csv` has none.
    pub crimes: CrimeTable,
    /// Wards, by code.
    pub wards: Vec<Ward>,
    /// Boroughs, by name.
    pub boroughs: Vec<Borough>,
    /// Places where one can walk across the river.
    pub bridges: Vec<Bridge>,
    /// The river.
    pub river: Barrier,
    /// How calls spread over the week, from `calls_by_hour.csv`: 168 weights by hour of the week, from Monday 00:00 by the
    /// local clock; `None` in a city without the file. Finite, 0 or more, not all 0.
    ///
    /// Weights are counts over the years that the file's source states, and only their proportions mean anything: they are
    /// no number of calls a week, and they are alike for the whole city and for every kind of call. In `london-2017` they
    /// are **not police calls**, of which no table by hour is published, but the incidents of all kinds of the London Fire
    /// Brigade from 2009 to 2012: an assumption, whose peak is on Saturday at 19:00. Tuesdays and Wednesdays occur 208
    /// times in these years, other days 209 times; at the changes of the clock Sunday 01:00 has no hour in spring and two
    /// in autumn.
    pub calls_by_hour: Option<Vec<f64>>,
    /// Group columns that `zones.csv` does not have: named, and their groups skipped.
    pub missing_groups: Vec<String>,
    /// Where the files came from.
    pub files: CityFiles,
}

/// Why there is no city.
#[derive(Debug, thiserror::Error)]
pub enum CityError {
    /// The folder or its manifest cannot be read at all.
    #[error("city folder {}: {reason}", path.display())]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The files were read and do not hold what they must.
    #[error("the city data has {} problem{}", .0.len(), if .0.len() == 1 { "" } else { "s" })]
    Invalid(Vec<Problem>),
}

impl City {
    /// Residents of the whole city.
    pub fn population(&self) -> f64 {
        self.areas.iter().map(|a| a.population).sum()
    }

    /// The number of the station with this name or id (case and punctuation do not matter).
    pub fn station(&self, name: &str) -> Option<usize> {
        self.stations.iter().position(|s| s.answers_to(name))
    }

    /// The number of the borough that a point lies in, or within 250 m of (its outline is generalised
    /// and clipped at the water line, so a pier lies in none).
    pub fn borough_at(&self, point: crate::space::Point) -> Option<usize> {
        if let Some(inside) = self.boroughs.iter().position(|b| b.region.contains(point)) {
            return Some(inside);
        }
        let gaps = self.boroughs.iter().map(|b| b.region.distance(point)).enumerate();
        let nearest = gaps.min_by(|a, b| a.1.total_cmp(&b.1))?;
        (nearest.1 <= check::BORDER_TOLERANCE_M).then_some(nearest.0)
    }
}
