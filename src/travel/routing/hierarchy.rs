//! A network in the order of its elimination: what can be prepared before any cost is known.

use super::elimination::Elimination;
use super::{Cost, Graph};

/// An arc from a node to itself is on no cheapest way.
const LOOP: u32 = u32::MAX;

/// A graph prepared for searches, whatever its arcs cost.
///
/// Every node taken out of the graph hangs below one of the neighbours it had then, the one that went next: a tree,
/// or a few. All other neighbours it had are among its ancestors in the tree. Nodes are numbered by *position*, every
/// node before all below it and each branch together; the core comes first. A node's *slot* is its depth, so that the
/// ancestors of a node have each a slot of their own, those of the core before them.
pub struct Hierarchy {
    pub(super) core: usize,
    /// By node.
    pub(super) position: Vec<u32>,
    /// By position.
    pub(super) slot: Vec<u32>,
    /// `upper[first[p]..first[p + 1]]` are the slots of the upper neighbours at position `p`, ascending. The places
    /// in `upper` are the edges.
    pub(super) first: Vec<u32>,
    pub(super) upper: Vec<u32>,
    /// `lower[lower_first[p]..lower_first[p + 1]]` are the nodes that have the one at position `p` as upper neighbour.
    lower_first: Vec<u32>,
    lower: Vec<Lower>,
    /// By arc: twice its edge, one more when it leads down; or [`LOOP`].
    arc_edges: Vec<u32>,
}

/// A lower neighbour.
#[derive(Clone, Copy, Default)]
pub(super) struct Lower {
    pub position: u32,
    /// From there up.
    pub edge: u32,
}

impl Hierarchy {
    /// Prepares `graph`. The work is that of one elimination, tens of milliseconds for a large city.
    pub fn new(graph: &Graph) -> Hierarchy {
        let elimination = Elimination::new(graph);
        let (position, slot) = number(&elimination);
        let mut hierarchy = Hierarchy {
            core: elimination.core,
            first: vec![0; slot.len() + 1],
            upper: vec![0; elimination.upper.len()],
            lower_first: vec![0; slot.len() + 1],
            lower: vec![Lower::default(); elimination.upper.len()],
            arc_edges: Vec::new(),
            position,
            slot,
        };
        hierarchy.link(&elimination);
        hierarchy.arc_edges = graph.arcs().iter().map(|&(from, to)| hierarchy.arc_edge(from, to)).collect();
        hierarchy
    }

    /// Number of nodes of the graph.
    pub fn nodes(&self) -> usize {
        self.position.len()
    }

    /// Number of arcs of the graph.
    pub fn arcs(&self) -> usize {
        self.arc_edges.len()
    }

    /// Number of slots.
    pub(super) fn height(&self) -> usize {
        self.slot.iter().max().map_or(0, |&most| most as usize + 1)
    }

    /// The edges at `position` to upper neighbours.
    pub(super) fn edges(&self, position: usize) -> std::ops::Range<usize> {
        self.first[position] as usize..self.first[position + 1] as usize
    }

    pub(super) fn lower(&self, position: usize) -> &[Lower] {
        &self.lower[self.lower_first[position] as usize..self.lower_first[position + 1] as usize]
    }

    /// The arcs of a metric by edge: (edge, whether it leads down, cost).
    pub(super) fn arc_costs(&self, metric: &[Cost]) -> impl Iterator<Item = (usize, bool, i64)> {
        let arcs = self.arc_edges.iter().zip(metric).filter(|(edge, _)| **edge != LOOP);
        arcs.map(|(edge, cost)| ((edge / 2) as usize, edge % 2 == 1, cost.to_bits() as i64))
    }

    /// Fills `first` and `upper`, `lower_first` and `lower`. Lower neighbours are sorted into place first; read in
    /// the order of positions, they give every node its upper neighbours in ascending order.
    fn link(&mut self, elimination: &Elimination) {
        let nodes = self.nodes();
        let mut rank = vec![0u32; nodes];
        for (i, &node) in (0u32..).zip(&elimination.order) {
            rank[self.position[node as usize] as usize] = i;
        }
        let upper_of = |p: usize| {
            let i = rank[p] as usize;
            &elimination.upper[elimination.first[i] as usize..elimination.first[i + 1] as usize]
        };
        for p in 0..nodes {
            self.first[p + 1] = self.first[p] + upper_of(p).len() as u32;
            for &node in upper_of(p) {
                self.lower_first[self.position[node as usize] as usize + 1] += 1;
            }
        }
        (0..nodes).for_each(|p| self.lower_first[p + 1] += self.lower_first[p]);
        let mut next = self.lower_first.clone();
        for p in 0..nodes {
            for &node in upper_of(p) {
                let place = &mut next[self.position[node as usize] as usize];
                self.lower[*place as usize].position = p as u32;
                *place += 1;
            }
        }
        let mut next = self.first.clone();
        for p in 0..nodes {
            for lower in &mut self.lower[self.lower_first[p] as usize..self.lower_first[p + 1] as usize] {
                lower.edge = next[lower.position as usize];
                self.upper[lower.edge as usize] = self.slot[p];
                next[lower.position as usize] += 1;
            }
        }
    }

    fn arc_edge(&self, from: u32, to: u32) -> u32 {
        let (from, to) = (self.position[from as usize], self.position[to as usize]);
        if from == to {
            return LOOP;
        }
        let (above, below) = (from.min(to) as usize, from.max(to) as usize);
        let edges = self.edges(below);
        let place = self.upper[edges.clone()].partition_point(|&slot| slot < self.slot[above]);
        2 * (edges.start + place) as u32 + u32::from(from < to)
    }
}

/// Position by node and slot by position.
fn number(elimination: &Elimination) -> (Vec<u32>, Vec<u32>) {
    let nodes = elimination.order.len();
    let taken_out = nodes - elimination.core;
    let mut rank = vec![0u32; nodes];
    (0u32..).zip(&elimination.order).for_each(|(i, &node)| rank[node as usize] = i);
    let parent = |i: usize| {
        let upper = &elimination.upper[elimination.first[i] as usize..elimination.first[i + 1] as usize];
        let next = upper.iter().map(|&node| rank[node as usize] as usize).min();
        next.filter(|&next| next < taken_out)
    };
    let parents: Vec<Option<usize>> = (0..taken_out).map(parent).collect();
    let mut size = vec![1u32; taken_out];
    for (i, parent) in parents.iter().enumerate() {
        if let &Some(parent) = parent {
            size[parent] += size[i];
        }
    }
    let (mut position, mut slot) = (vec![0u32; nodes], vec![0u32; nodes]);
    for (p, &node) in (0u32..).zip(elimination.order[taken_out..].iter().rev()) {
        position[node as usize] = p;
        slot[p as usize] = p;
    }
    // Where the next branch below each node goes, and below none.
    let (mut below, mut below_none) = (vec![0u32; taken_out], elimination.core as u32);
    for i in (0..taken_out).rev() {
        let free = parents[i].map_or(&mut below_none, |parent| &mut below[parent]);
        let p = *free;
        *free += size[i];
        below[i] = p + 1;
        position[elimination.order[i] as usize] = p;
        let above = parents[i].map(|parent| position[elimination.order[parent] as usize]);
        slot[p as usize] = above.map_or(elimination.core as u32, |above| slot[above as usize] + 1);
    }
    (position, slot)
}
