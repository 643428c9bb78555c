//! A city with the roads of OpenStreetMap in place of its own.

use std::path::Path;

use super::osm::{OsmReport, read_osm};
use super::{BuildError, Built, MARKER, entry, manifest_file, provenance, road_files};
use crate::city::folder::{OutputFile, replaceable, write_folder};
use crate::city::{City, CityFiles, FAR_AWAY_M, Manifest, RoadNode, check_all};
use crate::space::{Point, PointIndex};

/// A station farther than this from every road is not covered by the extract, metres.
const COVERED_M: f64 = 2_000.0;

/// What the name of a city ends in that has its roads from an extract.
const NAME: &str = " with the roads of OpenStreetMap";

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
    // Before the long work: can the folder be put there, and is all the rest of it valid?
    replaceable(out, MARKER)?;
    let city = check_all(city)?;
    let roads = read_osm(osm)?;
    one_city(osm, &city, &roads.network.nodes)?;
    let uncovered = uncovered(osm, &city, roads.network.nodes.iter().map(|n| n.point).collect())?;
    let built = road_files::osm_files(&roads.network);
    let mut manifest = city.manifest.clone();
    // A folder that is built anew, from a newer extract, keeps its name.
    if !manifest.name.ends_with(NAME) {
        manifest.id.push_str("-osm");
        manifest.name.push_str(NAME);
    }
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

/// Refuses an extract that reaches far beyond the city: that of a country.
fn one_city(osm: &Path, city: &City, nodes: &[RoadNode]) -> Result<(), BuildError> {
    let stations = PointIndex::new(&city.stations.iter().map(|s| s.point).collect::<Vec<Point>>());
    let gap = |n: &RoadNode| stations.nearest(n.point, |_| true).map_or(f64::INFINITY, |(_, metres)| metres);
    let gaps = nodes.iter().map(gap);
    let (least, most) = gaps.fold((f64::INFINITY, 0.0), |(least, most), g: f64| (least.min(g), g.max(most)));
    if least <= COVERED_M && most > FAR_AWAY_M {
        return Err(BuildError::TooWide { path: osm.to_path_buf(), most_km: most / 1000.0 });
    }
    Ok(())
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
