//! The London road network, from the lines of bus routes and major roads.
//!
//! ```text
//! lines ─ conflate ─> streets ─ planarise ─ contract ─> pieces ─ labels, direction ─> roads ─┐
//! homes ─ Delaunay, cut by river and open land; ties to the streets around ──────────────────┴─> network
//! ```

mod conflate;
mod contract;
mod direction;
mod hand;
mod labels;
mod lines;
mod mesh;
mod network;
mod planarise;
mod zones;

use self::direction::OneWay;
use self::hand::ByHand;
use self::lines::Source;
use self::mesh::Ground;
use self::planarise::{Piece, Plan};
use super::components::{largest_component, strong_components};
use super::{BuildError, Raw};
use crate::city::{Bridge, RoadNetwork};
use crate::space::{Barrier, Point, Region};

/// What was left out of the network, and how much is in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoadReport {
    /// Carriageways that can be driven to from everywhere and back.
    pub roads: usize,
    /// Their length, km.
    pub km: f64,
    /// Carriageways that cannot, left out.
    pub dropped_roads: usize,
    /// Their length, km.
    pub dropped_km: f64,
    /// Links between homes.
    pub links: usize,
    /// Links from homes and bridge ends to streets.
    pub ties: usize,
}

/// The ground that the network lies on.
pub(super) struct Site<'s> {
    /// One per area, in the order of the areas.
    pub homes: &'s [Point],
    pub bridges: &'s [Bridge],
    pub river: &'s Barrier,
    /// Each with the south-western and north-eastern corner of its bounds.
    pub open_land: &'s [(Region, [Point; 2])],
}

/// Builds the network.
pub(super) fn network(raw: &mut Raw, site: &Site<'_>) -> Result<(RoadNetwork, RoadReport), BuildError> {
    let by_hand = ByHand::read(&mut raw.problems);
    let lines = lines::lines(raw, site.homes, &by_hand.no_roads)?;
    let present = lines.into_iter().flat_map(|line| by_hand.present(line)).collect::<Vec<_>>();
    let mut streets = conflate::conflate(&present);
    streets.extend(by_hand.joined_to(&streets));
    let plan = planarise::planarise(streets, &by_hand.separations);
    let plan = contract::contract(plan);
    let zones = zones::SpeedZones::read(raw)?;
    let labels = labels::labels(raw, &plan, &present, &zones, &by_hand.labels())?;
    let mut one_way = direction::one_way(&plan, &present);
    let whole = largest(&plan, &mut one_way);
    let ground = Ground { river: site.river, open_land: site.open_land };
    Ok(network::assemble(network::Parts { plan, labels, one_way, whole, ground, zones, site }))
}

/// Whether each piece lies in the largest part of the network that can be driven to and from.
///
/// A one-way street that would strand the streets behind it was misread (a bus that goes round a block): those
/// outside the largest part become two-way, until that adds nothing more.
fn largest(plan: &Plan, one_way: &mut [OneWay]) -> Vec<bool> {
    loop {
        let arcs = plan.pieces.iter().zip(one_way.iter()).flat_map(|(p, way)| {
            let (from, to) = (p.from as u32, p.to as u32);
            let forward = (*way != OneWay::Backward).then_some((from, to));
            let backward = (*way != OneWay::Forward).then_some((to, from));
            forward.into_iter().chain(backward)
        });
        let label = strong_components(plan.nodes.len(), arcs);
        let core = largest_component(&label);
        let inside = |p: &Piece| Some(label[p.from]) == core && Some(label[p.to]) == core;
        let misread = |(p, way): &(&Piece, &mut OneWay)| **way != OneWay::No && !inside(p);
        let mut misread = plan.pieces.iter().zip(one_way.iter_mut()).filter(misread).peekable();
        if misread.peek().is_none() {
            return plan.pieces.iter().map(inside).collect();
        }
        misread.for_each(|(_, way)| *way = OneWay::No);
    }
}

/// Connected components of an undirected graph: a label a node.
fn connected(nodes: usize, links: impl Iterator<Item = (u32, u32)>) -> Vec<u32> {
    strong_components(nodes, links.flat_map(|(a, b)| [(a, b), (b, a)]))
}

fn is_by_hand(source: Source) -> bool {
    matches!(source, Source::ByHand(_))
}
