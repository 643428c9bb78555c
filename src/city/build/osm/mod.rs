//! Roads and paths out of an OpenStreetMap extract (`.osm.pbf`).
//!
//! The file is read twice, a few blocks at a time: first for the ways that may be driven or walked, then for the nodes
//! that these ways name, so that the memory needed is that of the roads and not of the map. The same file gives the
//! same network on any number of threads: ways come in the order of their numbers.
//!
//! Not read: relations (turn restrictions, routes), conditions (`access:conditional`), lanes and surfaces.

mod access;
mod elements;
mod error;
mod file;
mod highway;
mod network;
mod profile;
mod report;
mod speed;
mod split;
mod tags;

use std::path::Path;

pub use error::OsmError;
pub use report::{Amount, ClassUse, HighwayUse, OsmReport, Unused};

use self::elements::{Place, Way};
use self::file::OsmFile;
use crate::city::RoadNetwork;

/// A road network and the record of how it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct OsmRoads {
    /// Junctions and the carriageways and paths between them. Every node can be reached from every other, by car on
    /// the roads that are driven and on foot on those that are walked. Nodes are in the order of their numbers in
    /// OpenStreetMap; those from 10^15 on stand beside a barrier and are this program's. Lengths are of the ellipsoid
    /// and right anywhere; [`RoadNode::point`](crate::city::RoadNode::point) is in the British National Grid and good
    /// for measuring in Great Britain only.
    pub network: RoadNetwork,
    /// What was read and what was left out.
    pub report: OsmReport,
}

/// Reads the roads of the extract at `path`.
///
/// # Errors
/// [`OsmError`]: an unreadable file, one that is no PBF, cut short or damaged, one that needs what this reader lacks
/// (history, blocks not packed with zlib), one without roads. A file cut short exactly between two blocks looks whole.
pub fn read_osm(path: &Path) -> Result<OsmRoads, OsmError> {
    let mut file = OsmFile::open(path)?;
    let mut report = OsmReport::default();
    let ways = read_ways(&mut file, &mut report)?;
    let numbers = node_numbers(&ways);
    let places = read_places(&mut file, &numbers)?;
    report.nodes_missing = places.iter().filter(|place| place.is_none()).count();

    let pieces = split::split(&ways, &numbers, &places, &mut report);
    let position = |node: usize| places[node].map(|place| place.position);
    let network = network::network(&pieces, &numbers, position, &mut report);
    if network.roads.is_empty() {
        return Err(OsmError::NoRoads { path: path.to_path_buf(), ways: report.ways });
    }
    Ok(OsmRoads { network, report })
}

/// The ways of use, in the order of their numbers.
fn read_ways(file: &mut OsmFile, report: &mut OsmReport) -> Result<Vec<Way>, OsmError> {
    let mut used = Vec::new();
    for ways in file.read_blocks(elements::ways)? {
        report.ways += ways.count;
        used.extend(ways.used);
        for reason in ways.unused {
            *report.unused.entry(reason).or_default() += 1;
        }
    }
    used.sort_by_key(|way| way.id);
    // Extracts that were put together of overlapping ones hold a way twice.
    used.dedup_by_key(|way| way.id);
    Ok(used)
}

/// The numbers of all nodes of `ways`, rising.
fn node_numbers(ways: &[Way]) -> Vec<i64> {
    let mut numbers: Vec<i64> = ways.iter().flat_map(|way| way.nodes.iter().copied()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// What the file says of the nodes `numbers`; `None` for those that it lacks.
fn read_places(file: &mut OsmFile, numbers: &[i64]) -> Result<Vec<Option<Place>>, OsmError> {
    let mut places = vec![None; numbers.len()];
    for (node, place) in file.read_blocks(|block| elements::places(block, numbers))?.into_iter().flatten() {
        places[node] = Some(place);
    }
    Ok(places)
}
