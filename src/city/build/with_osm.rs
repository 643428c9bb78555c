//! A city with the roads of OpenStreetMap in place of its own.

use std::path::Path;

use super::osm::{OsmReport, read_osm};
use super::{BuildError, Built, MARKER, entry, manifest_file, provenance, road_files};
use crate::city::folder::{OutputFile, write_folder};
use crate::city::{City, CityFiles, Manifest, check_all, load};
use crate::space::{Point, PointIndex};

/// A station farther than this from every road is not covered by the extract, metres.
const COVERED_M: f64 = 2_000.0;

/// What came of it.
pub struct OsmBuilt {
    /// The manifest of the new folder.
    pub manifest: Manifest,
    /// What was read and what was left out.
    pub report: OsmReport,
    /// Stations that the extract does not cover, with their distance to its nearest junction, metres.
    pub uncovered: Vec<(String, f64)>,
}

/// Reads a city and an extract of OpenStreetMap and writes the city with these roads to `out`.
///
/// # Errors
/// [`BuildError`]: the extract unreadable or of another place, the city not valid, an unwritable folder.
pub fn build_with_osm(osm: &Path, city: CityFiles, out: &Path) -> Result<OsmBuilt, BuildError> {
    let city = load(city)?;
    let roads = read_osm(osm)?;
    let uncovered = uncovered(osm, &city, roads.network.nodes.iter().map(|n| n.point).collect())?;
    let built = road_files::osm_files(&roads.network);
    let mut manifest = city.manifest.clone();
    manifest.id = format!("{}-osm", manifest.id);
    manifest.name = format!("{} with the roads of OpenStreetMap", manifest.name);
    manifest.file.retain(|f| built.iter().all(|b| b.name != f.name));
    let mut files = Vec::new();
    for kept in &manifest.file {
        files.push(OutputFile { path: kept.name.clone(), bytes: city.file(&kept.name)?.into_owned() });
    }
    manifest.file.extend(built.iter().map(|b| entry(b, provenance::of_osm(b.name))));
    files.extend(built.into_iter().map(|b: Built| OutputFile { path: b.name.to_string(), bytes: b.bytes }));
    files.insert(0, manifest_file(&manifest));
    write_folder(out, MARKER, &files)?;
    check_all(CityFiles::Folder(out.to_path_buf()))?;
    Ok(OsmBuilt { manifest, report: roads.report, uncovered })
}

fn uncovered(osm: &Path, city: &City, nodes: Vec<Point>) -> Result<Vec<(String, f64)>, BuildError> {
    let index = PointIndex::new(&nodes);
    let gap = |p: Point| index.nearest(p, |_| true).map_or(f64::INFINITY, |(_, metres)| metres);
    let gaps: Vec<(String, f64)> = city.stations.iter().map(|s| (s.name.clone(), gap(s.point))).collect();
    let least = gaps.iter().map(|(_, m)| *m).fold(f64::INFINITY, f64::min);
    if least > COVERED_M {
        return Err(BuildError::OtherRegion { path: osm.to_path_buf(), gap_km: least / 1000.0 });
    }
    Ok(gaps.into_iter().filter(|(_, metres)| *metres > COVERED_M).collect())
}
