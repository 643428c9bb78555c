//! Ways and nodes, out of decoded blocks.

use osmpbf::PrimitiveBlock;

use super::access::stops_cars;
use super::profile::{Profile, profile};
use super::report::Unused;
use super::tags::Tags;
use crate::space::LonLat;

/// A way that cars, people on foot or both may use.
pub(super) struct Way {
    /// Its number in OpenStreetMap.
    pub id: i64,
    /// The numbers of its nodes, as drawn.
    pub nodes: Vec<i64>,
    /// What may use it.
    pub profile: Profile,
}

/// The ways of a block.
#[derive(Default)]
pub(super) struct Ways {
    /// All ways.
    pub count: usize,
    /// Those of use.
    pub used: Vec<Way>,
    /// Why other roads are not.
    pub unused: Vec<Unused>,
}

/// A place on a way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub position: LonLat,
    /// Whether a barrier stops cars here.
    pub stops_cars: bool,
}

/// The ways of `block`, or what is wrong with it.
pub(super) fn ways(block: &PrimitiveBlock) -> Result<Ways, String> {
    let mut ways = Ways::default();
    for way in block.groups().flat_map(|group| group.ways()) {
        ways.count += 1;
        let numbers = way.raw_tags().map(|(key, value)| (key as usize, value as usize));
        match profile(&Tags::read(numbers, block.raw_stringtable())?) {
            None => {}
            Some(Err(unused)) => ways.unused.push(unused),
            Some(Ok(profile)) => {
                let nodes = node_numbers(way.raw_refs())
                    .ok_or_else(|| format!("way {} names a node by an impossible number", way.id()))?;
                ways.used.push(Way { id: way.id(), nodes, profile });
            }
        }
    }
    Ok(ways)
}

/// Adds up the differences that the file holds. Numbers below one are of objects that were never uploaded.
fn node_numbers(differences: &[i64]) -> Option<Vec<i64>> {
    let mut number = 0i64;
    let mut next = |difference: &i64| {
        number = number.checked_add(*difference).filter(|&n| n > 0)?;
        Some(number)
    };
    differences.iter().map(&mut next).collect()
}

/// The nodes of `block` that are among `wanted` (in rising order), each with its place in that list; or what is wrong
/// with the block.
pub(super) fn places(block: &PrimitiveBlock, wanted: &[i64]) -> Result<Vec<(usize, Place)>, String> {
    let strings = block.raw_stringtable();
    let mut found = Vec::new();
    let mut keep = |id: i64, position: LonLat, tags: &mut dyn Iterator<Item = (usize, usize)>| {
        if let Ok(slot) = wanted.binary_search(&id) {
            if !(position.lon.abs() <= 180.0 && position.lat.abs() <= 90.0) {
                return Err(format!("node {id} lies at {position}, which is not on Earth"));
            }
            let stops_cars = stops_cars(&Tags::read(tags, strings)?);
            found.push((slot, Place { position, stops_cars }));
        }
        Ok(())
    };
    for group in block.groups() {
        for node in group.dense_nodes() {
            // A negative number is past the end of every table: as wrong as it should be.
            let mut tags = node.raw_tags().map(|(key, value)| (key as usize, value as usize));
            keep(
                node.id(),
                LonLat { lon: degrees(node.nano_lon()), lat: degrees(node.nano_lat()) },
                &mut tags,
            )?;
        }
        for node in group.nodes() {
            let mut tags = node.raw_tags().map(|(key, value)| (key as usize, value as usize));
            keep(
                node.id(),
                LonLat { lon: degrees(node.nano_lon()), lat: degrees(node.nano_lat()) },
                &mut tags,
            )?;
        }
    }
    Ok(found)
}

/// The file counts in nanodegrees; dividing gives the number that was meant, multiplying one a little beside it.
fn degrees(nano: i64) -> f64 {
    nano as f64 / 1e9
}
