//! `bluelamp city`: write the London folder from the raw tables, or check any city folder.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::error::CliError;
use super::print;
use crate::city::build::osm::Amount;
use crate::city::build::{OsmBuilt, RoadReport, build, build_fire, build_with_osm};
use crate::city::{CityFiles, Manifest, check_all};

/// Build or check a city folder
#[derive(Subcommand)]
pub(super) enum CityCommand {
    /// Write the London folder from the raw tables, or any city with the roads of OpenStreetMap
    Build {
        /// The folder of raw tables
        #[arg(long, value_name = "DIR", default_value = "../shared/data")]
        raw: PathBuf,
        /// An extract of OpenStreetMap: its roads and paths take the place of the city's own
        #[arg(long, value_name = "FILE.osm.pbf", conflicts_with = "raw", requires = "out")]
        osm: Option<PathBuf>,
        /// The folder of the London Fire Brigade before ten stations closed, not that of London in 2017
        #[arg(long, conflicts_with = "osm")]
        fire: bool,
        /// With --osm: the city that gets the roads, a folder or the name of a shipped city
        #[arg(long, value_name = "CITY", default_value = "london-2017", requires = "osm")]
        city: String,
        /// The folder to write [default: scenarios/london-2017, or scenarios/london-fire-2013 with --fire; none with --osm]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Check everything in a city folder; all problems at once
    Check {
        /// A city folder, or the name of a shipped city
        #[arg(default_value = "london-2017")]
        city: String,
    },
}

/// The folder that is shipped, seen from the project's own.
const SHIPPED: &str = "scenarios/london-2017";

/// The fire brigade's, likewise.
const SHIPPED_FIRE: &str = "scenarios/london-fire-2013";

pub(super) fn city(command: &CityCommand) -> Result<(), CliError> {
    match command {
        CityCommand::Build { osm: Some(osm), city, out, .. } => {
            let out = out.as_deref().unwrap_or(Path::new(SHIPPED));
            print(&from_osm(out, &build_with_osm(osm, open(city)?, out)?))
        }
        CityCommand::Build { raw, out, fire: true, .. } => {
            let out = out.as_deref().unwrap_or(Path::new(SHIPPED_FIRE));
            let manifest = build_fire(raw, out)?;
            let (files, incidents) = (manifest.file.len(), manifest.population);
            print(&format!("{}: {files} files, {incidents} incidents\n", out.display()))
        }
        CityCommand::Build { raw, out, .. } => {
            let out = out.as_deref().unwrap_or(Path::new(SHIPPED));
            let (manifest, roads) = build(raw, out)?;
            print(&from_raw(out, &manifest, &roads))
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

fn from_raw(out: &Path, manifest: &Manifest, roads: &RoadReport) -> String {
    let rows: usize = manifest.file.iter().map(|f| f.rows).sum();
    format!(
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
    )
}

fn from_osm(out: &Path, built: &OsmBuilt) -> String {
    let report = &built.report;
    let amount = |a: Amount| format!("{}, {:.1} km", a.roads, a.metres / 1000.0);
    let mut text = format!("{}: {}\n", out.display(), built.manifest.name);
    for (class, used) in &report.classes {
        text.push_str(&format!(
            "  {:<14} {:>8} roads {:>9.1} km, driven {:>9.1} km, walked {:>9.1} km\n",
            class.as_str(),
            used.all.roads,
            used.all.metres / 1000.0,
            used.driven.metres / 1000.0,
            used.walked.metres / 1000.0,
        ));
    }
    text.push_str(&format!(
        "cars cannot reach and leave (kept for walking): {}\nwalkers cannot reach (kept for cars): {}\n\
         neither can (left out): {}\nways that end at the edge of the extract: {}; barriers: {}\n",
        amount(report.closed_to_cars),
        amount(report.closed_to_walkers),
        amount(report.removed),
        report.ways_cut,
        report.barriers,
    ));
    for (station, metres) in &built.uncovered {
        let km = metres / 1000.0;
        text.push_str(&format!("warning: {station} is {km:.1} km from every road of the extract\n"));
    }
    text.push_str(
        "The speeds in speeds.csv are assumptions: replace them by what is measured in this city.\n",
    );
    text
}

/// A city folder, or a shipped city by name: the one in the working folder's `scenarios/` first.
pub(super) fn open(name: &str) -> Result<CityFiles, CliError> {
    if Path::new(name).is_dir() {
        return Ok(CityFiles::Folder(PathBuf::from(name)));
    }
    CityFiles::find(name, Some(Path::new("scenarios"))).ok_or_else(|| CliError::NoCity(name.to_string()))
}
