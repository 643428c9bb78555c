//! What every edge of a hierarchy costs, from what every arc costs.

use rayon::prelude::*;

use super::lanes::{self, Lanes, NO_WAY};
use super::trim::lower_through_upper;
use super::{Cost, Hierarchy};

/// The costs of several metrics by edge, those up before those down.
type Table<const N: usize> = Vec<Lanes<N>>;

/// What the edges cost under every metric, up and down: metric by metric one column up and one down.
pub(super) struct EdgeCosts {
    /// Which edges are in the columns: the same in all, or others in each.
    pub shapes: Vec<Shape>,
    /// Packed, as they are kept.
    pub columns: Vec<Vec<[u8; 8]>>,
}

/// Edges by the position below them.
#[derive(Clone)]
pub(super) struct Shape {
    /// Edges `first[p]..first[p + 1]` are those from position `p` up.
    pub first: Vec<u32>,
    /// By edge, the slot of its upper end.
    pub upper: Vec<u32>,
}

/// Works out all metrics, several side by side, parts of them in parallel.
pub(super) fn customise(hierarchy: &Hierarchy, metrics: &[&[Cost]]) -> EdgeCosts {
    let shape = Shape { first: hierarchy.first.clone(), upper: hierarchy.upper.clone() };
    let columns = in_parts(metrics, |part| match part.len() {
        1 => separate(&table::<2>(hierarchy, part)),
        2 => separate(&table::<4>(hierarchy, part)),
        _ => separate(&table::<6>(hierarchy, part)),
    });
    EdgeCosts { shapes: vec![shape], columns }
}

/// The same without the edges that no cheapest way needs.
pub(super) fn customise_trimmed(hierarchy: &Hierarchy, metrics: &[&[Cost]]) -> EdgeCosts {
    let kept = in_parts(metrics, |part| match part.len() {
        1 => trim(hierarchy, &table::<2>(hierarchy, part)),
        2 => trim(hierarchy, &table::<4>(hierarchy, part)),
        _ => trim(hierarchy, &table::<6>(hierarchy, part)),
    });
    let (shapes, columns) = kept.into_iter().unzip();
    EdgeCosts { shapes, columns }
}

/// What `work` makes of the metrics, up to three at a time.
fn in_parts<T: Send>(metrics: &[&[Cost]], work: impl Fn(&[&[Cost]]) -> Vec<T> + Sync + Send) -> Vec<T> {
    let together = metrics.len().div_ceil(rayon::current_num_threads()).clamp(1, 3);
    let parts: Vec<Vec<T>> = metrics.par_chunks(together).map(work).collect();
    parts.into_iter().flatten().collect()
}

/// `N` is twice the number of metrics.
fn table<const N: usize>(hierarchy: &Hierarchy, metrics: &[&[Cost]]) -> Table<N> {
    let mut table: Table<N> = vec![[NO_WAY; N]; hierarchy.upper.len()];
    for (i, metric) in metrics.iter().enumerate() {
        for (edge, down, cost) in hierarchy.arc_costs(metric) {
            let best = &mut table[edge][if down { i + N / 2 } else { i }];
            *best = cost.min(*best);
        }
    }
    let mut place = vec![0u32; hierarchy.height()];
    lanes::widest(
        #[inline(always)]
        || {
            for position in (0..hierarchy.nodes()).rev() {
                join_through_lower(hierarchy, &mut table, &mut place, position);
            }
        },
    );
    table
}

/// Lowers the edges from one node up to what the ways through its lower neighbours cost.
///
/// ```text
///       b        the edge a-b is no dearer than a-v-b,
///     / |        v below a below b, in both directions
///    v--a
/// ```
#[inline(always)]
fn join_through_lower<const N: usize>(
    hierarchy: &Hierarchy,
    table: &mut Table<N>,
    place: &mut [u32],
    position: usize,
) {
    let edges = hierarchy.edges(position);
    for (i, &slot) in (0u32..).zip(&hierarchy.upper[edges.clone()]) {
        place[slot as usize] = i;
    }
    let (here, below) = table.split_at_mut(edges.end);
    let (row, below_from) = (&mut here[edges.clone()], edges.end);
    // The edges between core nodes stay as they are: the core is searched, not eliminated.
    for lower in hierarchy.lower(position).iter().filter(|l| l.position as usize >= hierarchy.core) {
        let to_higher = hierarchy.first[lower.position as usize] as usize..lower.edge as usize;
        let through = &below[lower.edge as usize - below_from];
        let turned = lanes::turned(through);
        let on = &below[to_higher.start - below_from..to_higher.end - below_from];
        for (&slot, on) in hierarchy.upper[to_higher].iter().zip(on) {
            lanes::lower(&mut row[place[slot as usize] as usize], on, &turned);
        }
    }
}

/// The columns of a table.
fn separate<const N: usize>(table: &Table<N>) -> Vec<Vec<[u8; 8]>> {
    let column = |lane: usize| table.iter().map(|costs| costs[lane].to_le_bytes()).collect();
    (0..N / 2).flat_map(|metric| [column(metric), column(metric + N / 2)]).collect()
}

/// The columns of a table, of each only the edges that are the cheapest way between their ends.
fn trim<const N: usize>(hierarchy: &Hierarchy, table: &Table<N>) -> Vec<(Shape, Vec<[u8; 8]>)> {
    let mut cheapest = table.clone();
    let mut place = vec![0u32; hierarchy.height()];
    lanes::widest(
        #[inline(always)]
        || lower_through_upper(hierarchy, &mut cheapest, &mut place),
    );
    let column = |lane: usize| {
        let mut shape = Shape { first: vec![0], upper: Vec::new() };
        let mut costs = Vec::new();
        for position in 0..hierarchy.nodes() {
            let edges = hierarchy.edges(position);
            for edge in edges.filter(|&e| table[e][lane] < NO_WAY && table[e][lane] == cheapest[e][lane]) {
                shape.upper.push(hierarchy.upper[edge]);
                costs.push(table[edge][lane].to_le_bytes());
            }
            shape.first.push(shape.upper.len() as u32);
        }
        (shape, costs)
    };
    (0..N / 2).flat_map(|metric| [column(metric), column(metric + N / 2)]).collect()
}
