//! A hierarchy with the costs of its metrics, in memory as on disk.

use std::ops::Range;

use rayon::prelude::*;
use thiserror::Error;

use super::customise::customise;
use super::{Cost, Hierarchy};

/// First bytes of the disk form, its version among them.
const MAGIC: [u8; 8] = *b"BLROAD\x00\x01";

/// Magic, length, check sum, then the counts: nodes, core, edges, metrics.
const HEADER: usize = 40;

/// A network ready to be searched for each of its metrics.
///
/// It is held as the bytes of its disk form, numbers little-endian, so that reading it back is no work.
pub struct Prepared {
    bytes: Vec<u8>,
    layout: Layout,
    /// By position, the node above; a root is its own.
    pub(super) parents: Vec<u32>,
}

/// Why bytes are no prepared network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PreparedError {
    /// Other bytes, or of another version of this program.
    #[error("not a prepared road network of this version")]
    Foreign,
    /// Cut short, or something added.
    #[error("prepared road network of {found} bytes, expected {expected}")]
    Length {
        /// How many there should be.
        expected: u64,
        /// How many there are.
        found: usize,
    },
    /// Not the bytes that were written.
    #[error("prepared road network is damaged")]
    Damaged,
}

/// Where things stand in the bytes.
#[derive(Clone, Debug)]
struct Layout {
    nodes: usize,
    core: usize,
    metrics: usize,
    position: Range<usize>,
    slot: Range<usize>,
    first: Range<usize>,
    upper: Range<usize>,
    /// By metric: costs up, costs down.
    costs: Vec<[Range<usize>; 2]>,
}

impl Layout {
    /// `None` where the counts are beyond any memory.
    fn new([nodes, core, edges, metrics]: [usize; 4]) -> Option<Layout> {
        let mut end = HEADER;
        let mut next = |count: usize, width: usize| {
            let start = end;
            end = count.checked_mul(width)?.checked_add(start)?;
            Some(start..end)
        };
        Some(Layout {
            nodes,
            core,
            metrics,
            position: next(nodes, 4)?,
            slot: next(nodes, 4)?,
            first: next(nodes.checked_add(1)?, 4)?,
            upper: next(edges, 4)?,
            costs: (0..metrics).map(|_| Some([next(edges, 8)?, next(edges, 8)?])).collect::<Option<_>>()?,
        })
    }

    fn end(&self) -> usize {
        self.costs.last().map_or(self.upper.end, |last| last[1].end)
    }
}

/// The edges up from every position in one direction of travel under one metric.
#[derive(Clone, Copy)]
pub(super) struct Rows<'p> {
    first: &'p [[u8; 4]],
    upper: &'p [[u8; 4]],
    costs: &'p [[u8; 8]],
}

impl Rows<'_> {
    /// The edges at a position: slot of the upper node, packed cost.
    #[inline(always)]
    pub fn at(&self, position: usize) -> impl Iterator<Item = (usize, i64)> + '_ {
        let range = number(self.first[position])..number(self.first[position + 1]);
        let slots = self.upper[range.clone()].iter().map(|slot| number(*slot));
        slots.zip(self.costs[range].iter().map(|cost| i64::from_le_bytes(*cost)))
    }
}

#[inline(always)]
fn number(bytes: [u8; 4]) -> usize {
    u32::from_le_bytes(bytes) as usize
}

impl Prepared {
    /// Works out every metric: one cost for each arc of the graph that `hierarchy` was made of.
    ///
    /// # Panics
    /// When a metric has another number of costs.
    pub fn new(hierarchy: &Hierarchy, metrics: &[&[Cost]]) -> Prepared {
        assert!(metrics.iter().all(|m| m.len() == hierarchy.arcs()), "one cost for each arc");
        let costs = customise(hierarchy, metrics);
        let counts = [hierarchy.nodes(), hierarchy.core, hierarchy.upper.len(), metrics.len()];
        let layout = Layout::new(counts).expect("it is in memory already");
        let mut bytes = vec![0u8; layout.end()];
        let lists = [&hierarchy.position, &hierarchy.slot, &hierarchy.first, &hierarchy.upper];
        let places = [&layout.position, &layout.slot, &layout.first, &layout.upper];
        for (list, place) in lists.into_iter().zip(places) {
            for (to, from) in bytes[place.clone()].as_chunks_mut().0.iter_mut().zip(list) {
                *to = from.to_le_bytes();
            }
        }
        let flat: Vec<&[[u8; 8]]> = costs.iter().flat_map(|c| [&c.up[..], &c.down[..]]).collect();
        if !hierarchy.upper.is_empty() {
            let columns = bytes[layout.upper.end..].par_chunks_mut(8 * hierarchy.upper.len());
            columns.zip(flat).for_each(|(to, from)| to.copy_from_slice(from.as_flattened()));
        }
        let parents = parents(&bytes[layout.slot.clone()], layout.core).unwrap_or_default();
        Prepared { bytes, layout, parents }
    }

    /// The disk form. The same network and metrics give the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        let l = &self.layout;
        let sum = check_sum(&bytes[HEADER..]);
        bytes[..8].copy_from_slice(&MAGIC);
        bytes[8..16].copy_from_slice(&(self.bytes.len() as u64).to_le_bytes());
        bytes[16..24].copy_from_slice(&sum.to_le_bytes());
        let counts = [l.nodes, l.core, l.upper.len() / 4, l.metrics];
        for (to, count) in bytes[24..HEADER].as_chunks_mut().0.iter_mut().zip(counts) {
            *to = (count as u32).to_le_bytes();
        }
        bytes
    }

    /// Reads the disk form.
    ///
    /// # Errors
    /// When the bytes are of another kind or version, cut short, or not those that were written.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Prepared, PreparedError> {
        let (Some(magic), Some((head, _))) = (bytes.first_chunk::<8>(), bytes.split_at_checked(HEADER))
        else {
            return Err(PreparedError::Foreign);
        };
        if *magic != MAGIC {
            return Err(PreparedError::Foreign);
        }
        let words = head.as_chunks::<8>().0;
        let expected = u64::from_le_bytes(words[1]);
        if expected != bytes.len() as u64 {
            return Err(PreparedError::Length { expected, found: bytes.len() });
        }
        if check_sum(&bytes[HEADER..]) != u64::from_le_bytes(words[2]) {
            return Err(PreparedError::Damaged);
        }
        let counts = head[24..].as_chunks::<4>().0;
        let layout = Layout::new([0, 1, 2, 3].map(|i| number(counts[i])))
            .filter(|layout| layout.end() == bytes.len() && layout.core <= layout.nodes)
            .ok_or(PreparedError::Damaged)?;
        let parents = parents(&bytes[layout.slot.clone()], layout.core).ok_or(PreparedError::Damaged)?;
        let prepared = Prepared { bytes, layout, parents };
        if prepared.is_sound() { Ok(prepared) } else { Err(PreparedError::Damaged) }
    }

    /// Number of nodes of the network.
    pub fn nodes(&self) -> usize {
        self.layout.nodes
    }

    /// Number of metrics.
    pub fn metrics(&self) -> usize {
        self.layout.metrics
    }

    pub(super) fn core(&self) -> usize {
        self.layout.core
    }

    pub(super) fn position(&self, node: u32) -> usize {
        number(self.numbers(&self.layout.position)[node as usize])
    }

    pub(super) fn slot(&self, position: usize) -> usize {
        number(self.numbers(&self.layout.slot)[position])
    }

    /// Number of slots.
    pub(super) fn height(&self) -> usize {
        self.numbers(&self.layout.slot).iter().map(|slot| number(*slot) + 1).max().unwrap_or(0)
    }

    /// Costs from lower to upper nodes.
    pub(super) fn up(&self, metric: usize) -> Rows<'_> {
        self.rows(&self.layout.costs[metric][0])
    }

    /// Costs from upper to lower nodes.
    pub(super) fn down(&self, metric: usize) -> Rows<'_> {
        self.rows(&self.layout.costs[metric][1])
    }

    fn rows(&self, costs: &Range<usize>) -> Rows<'_> {
        let l = &self.layout;
        let costs = self.bytes[costs.clone()].as_chunks().0;
        Rows { first: self.numbers(&l.first), upper: self.numbers(&l.upper), costs }
    }

    fn numbers(&self, range: &Range<usize>) -> &[[u8; 4]] {
        self.bytes[range.clone()].as_chunks().0
    }

    /// Whether no number leads outside: positions are nodes, rows follow each other to the end, and every upper
    /// neighbour is above. That [`parents`] accepts the slots is taken as given.
    fn is_sound(&self) -> bool {
        let l = &self.layout;
        let (first, upper) = (self.numbers(&l.first), self.numbers(&l.upper));
        let slots = self.numbers(&l.slot);
        let rows_are_above = || {
            first.windows(2).zip(slots).all(|(row, slot)| {
                let row = upper.get(number(row[0])..number(row[1]));
                let slot = number(*slot);
                row.is_some_and(|row| row.iter().fold(0, |most, s| most.max(number(*s) + 1)) <= slot)
            })
        };
        self.numbers(&l.position).iter().all(|p| number(*p) < l.nodes)
            && number(first[0]) == 0
            && number(first[l.nodes]) == upper.len()
            && rows_are_above()
    }
}

/// The parents that the slots, in the order of positions, tell of; `None` when they are of no tree.
fn parents(slots: &[u8], core: usize) -> Option<Vec<u32>> {
    let mut path: Vec<u32> = Vec::new();
    let slots = slots.as_chunks::<4>().0;
    let mut parents = Vec::with_capacity(slots.len());
    for (position, slot) in slots.iter().enumerate() {
        let slot = number(*slot);
        let in_core = position < core;
        if slot > path.len() || slot < core && slot != position || in_core != (slot < core) {
            return None;
        }
        path.truncate(slot);
        parents.push(if slot > core { path[slot - 1] } else { position as u32 });
        path.push(position as u32);
    }
    Some(parents)
}

/// A sum in which every bit counts and every place, four words at a time. Against mishaps, not against malice.
fn check_sum(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |sum: u64, word: u64| (sum ^ word).wrapping_mul(FACTOR).rotate_left(29);
    let (words, rest) = bytes.as_chunks::<8>();
    let (fours, few) = words.as_chunks::<4>();
    let mut sums = [1u64, 2, 3, 4];
    for four in fours {
        for (sum, word) in sums.iter_mut().zip(four) {
            *sum = mix(*sum, u64::from_le_bytes(*word));
        }
    }
    let mut end = [0u8; 8];
    end[..rest.len()].copy_from_slice(rest);
    let few = few.iter().chain([&end]).map(|word| u64::from_le_bytes(*word));
    sums.into_iter().chain(few).fold(bytes.len() as u64, mix)
}
