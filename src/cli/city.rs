//! `bluelamp city`: write the London folder from the raw tables, or check any city folder.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::error::CliError;
use super::print;
use crate::city::build::build;
use crate::city::{CityFiles, check_all};

/// Build or check a city folder
#[derive(Subcommand)]
pub(super) enum CityCommand {
    /// Write the London folder from the raw tables
    Build {
        /// The folder of raw tables
        #[arg(long, value_name = "DIR", default_value = "../shared/data")]
        raw: PathBuf,
        /// The folder to write
        #[arg(long, value_name = "DIR", default_value = "scenarios/london-2017")]
        out: PathBuf,
    },
    /// Check everything in a city folder; all problems at once
    Check {
        /// A city folder, or the name of a shipped city
        #[arg(default_value = "london-2017")]
        city: String,
    },
}

pub(super) fn city(command: &CityCommand) -> Result<(), CliError> {
    match command {
        CityCommand::Build { raw, out } => {
            let (manifest, roads) = build(raw, out)?;
            let rows: usize = manifest.file.iter().map(|f| f.rows).sum();
            print(&format!(
                "{}: {} files, {rows} rows, {} residents\n\
                 roads: {} carriageways, {:.1} km; left out because they cannot be driven both to and from: {}, {:.1} km\n\
                 local streets: {} links between homes, {} ties to streets\n",
                out.display(),
                manifest.file.len(),
                manifest.population,
                roads.roads,
                roads.km,
                roads.dropped_roads,
                roads.dropped_km,
                roads.links,
                roads.ties,
            ))
        }
        CityCommand::Check { city } => {
            let checked = check_all(open(city)?)?;
            print(&format!(
                "{}: valid. {} stations, {} areas, {} zones, {} wards, {} boroughs, {:.0} residents\n",
                checked.manifest.name,
                checked.stations.len(),
                checked.areas.len(),
                checked.zones.len(),
                checked.wards.len(),
                checked.boroughs.len(),
                checked.population()
            ))
        }
    }
}

/// A city folder, or a shipped city by name: the one in the working folder's `scenarios/` first.
pub(super) fn open(name: &str) -> Result<CityFiles, CliError> {
    if Path::new(name).is_dir() {
        return Ok(CityFiles::Folder(PathBuf::from(name)));
    }
    CityFiles::find(name, Some(Path::new("scenarios"))).ok_or_else(|| CliError::NoCity(name.to_string()))
}
