//! `bluelamp city build`: the London city folder, written from the raw tables.
//!
//! The raw tables (`../shared/data`, described in its README) stay outside the project; what is
//! committed in `scenarios/london-2017` is what this module writes. The same input gives the same
//! bytes.

mod areas;
mod boundaries;
mod calls_by_hour;
pub mod components;
mod counter_hours;
mod crime;
mod fire;
mod hand_made;
pub mod osm;
mod people;
mod provenance;
mod road_files;
mod roads;
mod stations;
mod with_osm;

use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder};

pub use self::fire::build_fire;
use self::osm::OsmError;
use self::provenance::Provenance;
pub use self::roads::RoadReport;
pub use self::with_osm::{OsmBuilt, build_with_osm};
use super::folder::{FolderError, Marker, OutputFile, write_folder};
use super::manifest::{FileEntry, Manifest, sha256_hex};
use super::problem::Problem;
use super::table::Table;
use super::{CityError, CityFiles, check_all};

/// Why the folder was not written.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A raw table is not there.
    #[error("raw table {}: {source}", path.display())]
    Missing {
        /// The table.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Raw tables do not hold what their dictionary promises.
    #[error("the raw tables have {} problem{}", .0.len(), if .0.len() == 1 { "" } else { "s" })]
    Invalid(Vec<Problem>),
    /// The extract of OpenStreetMap cannot be used.
    #[error(transparent)]
    Osm(#[from] OsmError),
    /// The extract is of another place.
    #[error("{} is of another place than the city: its roads are at least {gap_km:.0} km from every station", path.display())]
    OtherRegion {
        /// The extract.
        path: PathBuf,
        /// From the station that is nearest to any of its nodes.
        gap_km: f64,
    },
    /// The extract is of much more than the city.
    #[error("{} reaches {most_km:.0} km beyond the stations: it is of more than the city", path.display())]
    TooWide {
        /// The extract.
        path: PathBuf,
        /// From the node that is farthest from every station.
        most_km: f64,
    },
    /// The folder cannot be written.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The folder was written and is not valid: a mistake of the raw tables that no check of them found.
    #[error(transparent)]
    Result(#[from] CityError),
}

/// By what an earlier city folder is known.
const MARKER: Marker = Marker { file: "city.toml", words: HEADER };

const HEADER: &str = "# Written by `bluelamp city build`.";

/// The raw table of the fire brigade's incidents before its stations closed. Twelve of its rows repeat others exactly.
const INCIDENTS: &str = "backtest/pre_2009_2013q1.csv.gz";

/// A file of the folder, before its hash is known.
struct Built {
    name: &'static str,
    rows: usize,
    bytes: Vec<u8>,
}

/// Reads the raw tables under `raw` and writes the London folder to `out`. Returns the manifest.
///
/// # Errors
/// [`BuildError`]: a table missing, a table that breaks its own dictionary, an unwritable folder.
pub fn build(raw: &Path, out: &Path) -> Result<(Manifest, RoadReport), BuildError> {
    let mut raw = Raw { folder: raw.to_path_buf(), problems: Vec::new() };
    let zones = people::zones(&mut raw)?;
    let areas = areas::areas(&mut raw, &zones)?;
    let allotted = crime::allotted(&mut raw, &zones)?;
    let (postcodes, districts) = areas::postcodes(&mut raw)?;
    let (river, green) = (boundaries::river(&mut raw)?, boundaries::green(&mut raw)?);
    let (network, report) = road_files::london(&mut raw, &areas, &river, &green)?;
    let mut built = vec![
        stations::stations(&mut raw)?,
        people::zones_file(&zones, &allotted, &districts),
        hand_made::bridges(),
        calls_by_hour::calls_by_hour(&mut raw)?,
        boundaries::zones(&mut raw)?,
        boundaries::wards(&mut raw)?,
        boundaries::boroughs(&mut raw)?,
        river,
        green,
        postcodes,
    ];
    built.extend(road_files::files(&network, &areas.ids));
    let population = areas.population;
    built.insert(1, areas.built);
    if !raw.problems.is_empty() {
        return Err(BuildError::Invalid(raw.problems));
    }
    let manifest = Manifest {
        id: "london-2017".to_string(),
        name: "London, 2017".to_string(),
        vintage:
            "population mid-2017; police counters of July 2017; census 2011; deprivation 2015 and 2019; \
                  recorded crime 2016"
                .to_string(),
        coordinates:
            "WGS84 degrees (EPSG:4326) in the files; British National Grid metres (EPSG:27700) in the program"
                .to_string(),
        zone_name: "LSOA".to_string(),
        counter_name: "police counter".to_string(),
        population,
        file: built.iter().map(|b| entry(b, provenance::of(b.name))).collect(),
    };
    write_folder(out, MARKER, &output(&manifest, built))?;
    // What was built is what the loader accepts, or the build is wrong.
    check_all(CityFiles::Folder(out.to_path_buf()))?;
    Ok((manifest, report))
}

fn entry(built: &Built, provenance: Provenance) -> FileEntry {
    FileEntry {
        name: built.name.to_string(),
        holds: provenance.holds.to_string(),
        rows: built.rows,
        source: provenance.source.to_string(),
        licence: provenance.licence.to_string(),
        attribution: provenance.attribution.to_string(),
        sha256: sha256_hex(&built.bytes),
    }
}

fn output(manifest: &Manifest, built: Vec<Built>) -> Vec<OutputFile> {
    let mut files = vec![manifest_file(manifest)];
    files.extend(built.into_iter().map(|b| OutputFile { path: b.name.to_string(), bytes: b.bytes }));
    files
}

fn manifest_file(manifest: &Manifest) -> OutputFile {
    let toml = toml::to_string(manifest).expect("a manifest of strings and numbers is valid TOML");
    let text = format!("{HEADER} Every file of this folder with its source, licence and hash.\n\n{toml}");
    OutputFile { path: "city.toml".to_string(), bytes: text.into_bytes() }
}

/// The folder of raw tables, and what is wrong with them.
struct Raw {
    folder: PathBuf,
    problems: Vec<Problem>,
}

impl Raw {
    fn bytes(&self, name: &str) -> Result<Vec<u8>, BuildError> {
        let path = self.folder.join(name);
        std::fs::read(&path).map_err(|source| BuildError::Missing { path, source })
    }

    fn table(&mut self, name: &str) -> Result<Table, BuildError> {
        let mut bytes = self.bytes(name)?;
        if name.ends_with(".gz") {
            let mut text = Vec::new();
            std::io::copy(&mut flate2::read::GzDecoder::new(bytes.as_slice()), &mut text)
                .map_err(|source| BuildError::Missing { path: self.folder.join(name), source })?;
            bytes = text;
        }
        match Table::read(name.to_string(), &bytes, &mut self.problems) {
            Some(table) => Ok(table),
            None => Err(BuildError::Invalid(std::mem::take(&mut self.problems))),
        }
    }

    /// All the columns asked for, or the build stops.
    fn columns<const N: usize>(
        &mut self,
        table: &Table,
        names: [&str; N],
    ) -> Result<[super::table::Column; N], BuildError> {
        match table.columns(names, &mut self.problems) {
            Some(columns) => Ok(columns),
            None => Err(BuildError::Invalid(std::mem::take(&mut self.problems))),
        }
    }
}

/// Rows as CSV bytes.
fn csv_bytes(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).expect("rows of one width into memory");
    }
    writer.into_inner().expect("a writer into memory flushes")
}

/// Gzip without a time stamp, so that the same rows give the same bytes.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzBuilder::new().write(Vec::new(), Compression::best());
    writer.write_all(bytes).expect("writing into memory");
    writer.finish().expect("writing into memory")
}

/// `text` as an id: lower case, words joined by hyphens.
fn slug(text: &str) -> String {
    let words: String = text
        .replace('\'', "")
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' })
        .collect();
    words.split_whitespace().collect::<Vec<_>>().join("-")
}
