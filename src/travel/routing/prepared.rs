//! A hierarchy with the costs of its metrics, in memory as on disk.

use std::ops::Range;

use thiserror::Error;

use super::customise::{Column, customise, customise_trimmed};
use super::{Cost, Hierarchy};

/// First bytes of the disk form, its version among them.
const MAGIC: [u8; 8] = *b"BLROAD\x00\x02";

/// Magic, length and check sum of all that follows.
const SEAL: usize = 24;

/// The seal, then the counts: nodes, core, metrics, shapes.
const HEADER: usize = 40;

/// A network ready to be searched for each of its metrics.
///
/// It is held as its disk form, numbers little-endian, so that reading it back is no work.
pub struct Prepared {
    /// All of it, or all before the columns.
    bytes: Vec<u8>,
    /// The columns that are not in `bytes`: all or none.
    columns: Vec<Column>,
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
    /// How many edges each shape has.
    edges: Range<usize>,
    position: Range<usize>,
    slot: Range<usize>,
    shapes: Vec<ShapePlace>,
    /// Metric by metric, costs up and costs down.
    columns: Vec<Range<usize>>,
}

#[derive(Clone, Debug)]
struct ShapePlace {
    first: Range<usize>,
    upper: Range<usize>,
}

impl Layout {
    /// Of so many columns with `edges` edges in each shape; one shape is that of all columns. `None` where there are
    /// not as many shapes as columns either, or the counts are beyond any memory.
    fn new(nodes: usize, core: usize, columns: usize, edges: &[usize]) -> Option<Layout> {
        if edges.len() != 1 && edges.len() != columns || core > nodes {
            return None;
        }
        let mut end = HEADER;
        let mut next = |count: usize, width: usize| {
            let start = end;
            end = count.checked_mul(width)?.checked_add(start)?;
            Some(start..end)
        };
        let counts = next(edges.len(), 4)?;
        let (position, slot) = (next(nodes, 4)?, next(nodes, 4)?);
        let mut shape = |&edges: &usize| {
            Some(ShapePlace { first: next(nodes.checked_add(1)?, 4)?, upper: next(edges, 4)? })
        };
        let shapes = edges.iter().map(&mut shape).collect::<Option<_>>()?;
        let columns = (0..columns).map(|column| next(edges[column % edges.len()], 8));
        Some(Layout {
            nodes,
            core,
            edges: counts,
            position,
            slot,
            shapes,
            columns: columns.collect::<Option<_>>()?,
        })
    }

    fn columns_start(&self) -> usize {
        self.shapes.last().map_or(self.slot.end, |shape| shape.upper.end)
    }

    fn end(&self) -> usize {
        self.columns.last().map_or(self.columns_start(), |last| last.end)
    }
}

/// Which edges are in a column: `upper[first[p]..first[p + 1]]` are the slots that those from position `p` lead up to.
struct Shape<'h> {
    first: &'h [u32],
    upper: &'h [u32],
}

/// The edges from every position up, in one direction of travel under one metric.
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
        let shape = Shape { first: &hierarchy.first, upper: &hierarchy.upper };
        Prepared::of(hierarchy, &[shape], customise(hierarchy, metrics))
    }

    /// The same, gone over once more: edges that no cheapest way needs are left out. It takes about twice as long, and
    /// is for keeping: what is left is smaller and faster to search.
    ///
    /// # Panics
    /// As [`Prepared::new`].
    pub fn trimmed(hierarchy: &Hierarchy, metrics: &[&[Cost]]) -> Prepared {
        assert!(metrics.iter().all(|m| m.len() == hierarchy.arcs()), "one cost for each arc");
        let mut kept = customise_trimmed(hierarchy, metrics);
        let columns = kept.iter_mut().map(|kept| std::mem::take(&mut kept.costs)).collect();
        let shapes: Vec<Shape<'_>> =
            kept.iter().map(|kept| Shape { first: &kept.first, upper: &kept.upper }).collect();
        Prepared::of(hierarchy, &shapes, columns)
    }

    /// Of a shape for all columns or one for each.
    fn of(hierarchy: &Hierarchy, shapes: &[Shape<'_>], columns: Vec<Column>) -> Prepared {
        let edges: Vec<usize> = shapes.iter().map(|shape| shape.upper.len()).collect();
        let layout = Layout::new(hierarchy.nodes(), hierarchy.core, columns.len(), &edges)
            .expect("a shape for all or for each, and all is in memory already");
        let mut bytes = vec![0u8; layout.columns_start()];
        let counts: Vec<u32> = edges.iter().map(|&edges| edges as u32).collect();
        write_numbers(&mut bytes[layout.edges.clone()], &counts);
        write_numbers(&mut bytes[layout.position.clone()], &hierarchy.position);
        write_numbers(&mut bytes[layout.slot.clone()], &hierarchy.slot);
        for (place, shape) in layout.shapes.iter().zip(shapes) {
            write_numbers(&mut bytes[place.first.clone()], shape.first);
            write_numbers(&mut bytes[place.upper.clone()], shape.upper);
        }
        let parents = parents(&bytes[layout.slot.clone()], layout.core).unwrap_or_default();
        Prepared { bytes, columns, layout, parents }
    }

    /// The disk form. The same network and metrics give the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let parts = self.columns.iter().map(|column| column.as_flattened());
        let parts: Vec<&[u8]> = [self.bytes.as_slice()].into_iter().chain(parts).collect();
        let mut bytes = parts.concat();
        let l = &self.layout;
        let counts = [l.nodes, l.core, self.metrics(), l.shapes.len()].map(|count| count as u32);
        write_numbers(&mut bytes[SEAL..HEADER], &counts);
        let sum = check_sum(&bytes[SEAL..]);
        bytes[..8].copy_from_slice(&MAGIC);
        let length = bytes.len() as u64;
        bytes[8..16].copy_from_slice(&length.to_le_bytes());
        bytes[16..SEAL].copy_from_slice(&sum.to_le_bytes());
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
        if check_sum(&bytes[SEAL..]) != u64::from_le_bytes(words[2]) {
            return Err(PreparedError::Damaged);
        }
        let [nodes, core, metrics, shapes] = [0, 1, 2, 3].map(|i| number(head[SEAL..].as_chunks().0[i]));
        let edges = bytes[HEADER..].as_chunks::<4>().0.iter().take(shapes);
        let edges: Vec<usize> = edges.map(|edges| number(*edges)).collect();
        let layout = metrics.checked_mul(2).filter(|columns| *columns < bytes.len());
        let layout = layout.and_then(|columns| Layout::new(nodes, core, columns, &edges));
        let layout = layout.filter(|layout| layout.end() == bytes.len()).ok_or(PreparedError::Damaged)?;
        let parents = parents(&bytes[layout.slot.clone()], layout.core).ok_or(PreparedError::Damaged)?;
        let prepared = Prepared { bytes, columns: Vec::new(), layout, parents };
        if prepared.is_sound() { Ok(prepared) } else { Err(PreparedError::Damaged) }
    }

    /// Number of nodes of the network.
    pub fn nodes(&self) -> usize {
        self.layout.nodes
    }

    /// Number of metrics.
    pub fn metrics(&self) -> usize {
        self.layout.columns.len() / 2
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
        self.rows(2 * metric)
    }

    /// Costs from upper to lower nodes.
    pub(super) fn down(&self, metric: usize) -> Rows<'_> {
        self.rows(2 * metric + 1)
    }

    fn rows(&self, column: usize) -> Rows<'_> {
        let shape = &self.layout.shapes[column % self.layout.shapes.len()];
        let costs = match self.columns.get(column) {
            Some(costs) => costs,
            None => self.bytes[self.layout.columns[column].clone()].as_chunks().0,
        };
        Rows { first: self.numbers(&shape.first), upper: self.numbers(&shape.upper), costs }
    }

    fn numbers(&self, range: &Range<usize>) -> &[[u8; 4]] {
        self.bytes[range.clone()].as_chunks().0
    }

    /// Whether no number leads outside: positions are nodes, rows follow each other to the end, and every upper
    /// neighbour is above. That [`parents`] accepts the slots is taken as given.
    fn is_sound(&self) -> bool {
        let slots = self.numbers(&self.layout.slot);
        is_all(self.numbers(&self.layout.position), |p| number(*p) < slots.len())
            && self
                .layout
                .shapes
                .iter()
                .all(|shape| rows_are_sound(self.numbers(&shape.first), self.numbers(&shape.upper), slots))
    }
}

/// Whether rows follow each other to the end, and each ascends to below the slot of its position.
///
/// Rows are too short to go through one by one: all ascend if there are as many descents between neighbouring numbers as
/// there are between the end of a row and the start of the next.
fn rows_are_sound(first: &[[u8; 4]], upper: &[[u8; 4]], slots: &[[u8; 4]]) -> bool {
    let ends = [first[0], first[slots.len()]].map(number);
    if ends != [0, upper.len()] || !is_all(first.array_windows(), |[a, b]| number(*a) <= number(*b)) {
        return false;
    }
    let is_descent = |[a, b]: &[[u8; 4]; 2]| number(*a) >= number(*b);
    let descents = upper.array_windows().fold(0u32, |sum, pair| sum + u32::from(is_descent(pair)));
    let (mut between_rows, mut is_above) = (0, true);
    for ([start, end], slot) in first.array_windows().zip(slots) {
        let (start, end) = (number(*start), number(*end));
        if start < end {
            is_above &= number(upper[end - 1]) < number(*slot);
            between_rows += u32::from(start > 0 && is_descent(&[upper[start - 1], upper[start]]));
        }
    }
    is_above && between_rows == descents
}

/// Whether all are as they should be, without a look for the first that is not.
fn is_all<T>(them: impl IntoIterator<Item = T>, is_right: impl Fn(T) -> bool) -> bool {
    them.into_iter().fold(true, |all, one| all & is_right(one))
}

fn write_numbers(bytes: &mut [u8], numbers: &[u32]) {
    for (to, from) in bytes.as_chunks_mut().0.iter_mut().zip(numbers) {
        *to = from.to_le_bytes();
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

/// A sum in which every bit counts and every place, eight words at a time. Against mishaps, not against malice.
fn check_sum(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |sum: u64, word: u64| (sum ^ word).wrapping_mul(FACTOR).rotate_left(29);
    let (words, rest) = bytes.as_chunks::<8>();
    let (eights, few) = words.as_chunks::<8>();
    let mut sums = [1u64, 2, 3, 4, 5, 6, 7, 8];
    for eight in eights {
        for (sum, word) in sums.iter_mut().zip(eight) {
            *sum = mix(*sum, u64::from_le_bytes(*word));
        }
    }
    let mut end = [0u8; 8];
    end[..rest.len()].copy_from_slice(rest);
    let few = few.iter().chain([&end]).map(|word| u64::from_le_bytes(*word));
    sums.into_iter().chain(few).fold(bytes.len() as u64, mix)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Graph, Places};
    use super::*;

    fn bytes_of(numbers: &[u32]) -> Vec<[u8; 4]> {
        numbers.iter().map(|number| number.to_le_bytes()).collect()
    }

    proptest! {
        #[test]
        fn rows_are_sound_when_each_one_is(
            upper in prop::collection::vec(0..4u32, 0..8),
            mut cuts in prop::collection::vec(0..9u32, 0..6),
            ordered in prop::bool::weighted(0.9),
            slots in prop::collection::vec(1..6u32, 7),
        ) {
            cuts = cuts.into_iter().map(|cut| cut.min(upper.len() as u32)).collect();
            if ordered {
                cuts.sort_unstable();
            }
            let first: Vec<u32> = [0].into_iter().chain(cuts).chain([upper.len() as u32]).collect();
            let slots = &slots[..first.len() - 1];
            let row_is_sound = |(ends, slot): (&[u32], &u32)| {
                let row = upper.get(ends[0] as usize..ends[1] as usize);
                row.is_some_and(|row| row.is_sorted_by(|a, b| a < b) && row.iter().all(|upper| upper < slot))
            };
            let expected = first.windows(2).zip(slots).all(row_is_sound);
            prop_assert_eq!(rows_are_sound(&bytes_of(&first), &bytes_of(&upper), &bytes_of(slots)), expected);
        }
    }

    /// Bytes that were tampered with and sealed again may give wrong costs, but never a panic.
    #[test]
    fn no_number_leads_outside() {
        let arcs = vec![(0, 1), (1, 2), (2, 3), (3, 0), (1, 3), (3, 4), (4, 5), (5, 4)];
        let graph = Graph::new(7, arcs).unwrap();
        let metric: Vec<Cost> = (0..8).map(|arc| Cost::new(arc * 100, arc * 10)).collect();
        let bytes = Prepared::trimmed(&Hierarchy::new(&graph), &[&metric]).to_bytes();
        let places: Places = (0..7).map(|node| [(node, Cost::ZERO)]).collect();
        let mut readable = 0;
        for bit in 8 * SEAL..8 * bytes.len() {
            let mut tampered = bytes.clone();
            tampered[bit / 8] ^= 1 << (bit % 8);
            let sum = check_sum(&tampered[SEAL..]);
            tampered[16..SEAL].copy_from_slice(&sum.to_le_bytes());
            if let Ok(prepared) = Prepared::from_bytes(tampered) {
                let places: Places = if prepared.nodes() == 7 { places.clone() } else { Places::default() };
                assert_eq!(prepared.all_costs(&places, &places).len(), prepared.metrics());
                readable += 1;
            }
        }
        assert!(readable > 0, "a cost more or less is still a cost");
    }
}
