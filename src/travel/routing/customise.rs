//! What every edge of a hierarchy costs, from what every arc costs.

use rayon::prelude::*;

use super::lanes::{self, Lanes, NO_WAY};
use super::trim::lower_through_upper;
use super::{Cost, Hierarchy};

/// The costs of several metrics by edge, those up before those down.
type Table<const N: usize> = Vec<Lanes<N>>;

/// The edges of one column.
pub(super) struct Kept {
    /// Edges `first[p]..first[p + 1]` are those from position `p` up.
    pub first: Vec<u32>,
    /// By edge, the slot of its upper end.
    pub upper: Vec<u32>,
    /// By edge.
    pub costs: Column,
}

/// The costs of one column by edge, packed numbers as they are kept.
pub(super) type Column = Vec<[u8; 8]>;

/// Works out all metrics, parts of them in parallel: of each one column up and one down.
pub(super) fn customise(hierarchy: &Hierarchy, metrics: &[&[Cost]]) -> Vec<Column> {
    in_parts(metrics, |metrics| match metrics.len() {
        1 => separate(&table::<2>(hierarchy, metrics)),
        _ => separate(&table::<4>(hierarchy, metrics)),
    })
}

/// The same without the edges that no cheapest way needs, which are others in each column.
pub(super) fn customise_trimmed(hierarchy: &Hierarchy, metrics: &[&[Cost]]) -> Vec<Kept> {
    in_parts(metrics, |metrics| match metrics.len() {
        1 => trim(hierarchy, &table::<2>(hierarchy, metrics)),
        _ => trim(hierarchy, &table::<4>(hierarchy, metrics)),
    })
}

/// Two metrics side by side where there are more than threads: what is common to them is gone through once, and a table
/// of more is too large to stay at hand.
fn in_parts<T: Send>(metrics: &[&[Cost]], work: impl Fn(&[&[Cost]]) -> Vec<T> + Sync + Send) -> Vec<T> {
    let together = if metrics.len() > rayon::current_num_threads() { 2 } else { 1 };
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
fn separate<const N: usize>(table: &Table<N>) -> Vec<Column> {
    let column = |column: usize| {
        let lane = column / 2 + if column % 2 == 1 { N / 2 } else { 0 };
        table.iter().map(|costs| costs[lane].to_le_bytes()).collect()
    };
    (0..N).into_par_iter().map(column).collect()
}

/// The columns of a table, of each only the edges that are the cheapest way between their ends.
fn trim<const N: usize>(hierarchy: &Hierarchy, table: &Table<N>) -> Vec<Kept> {
    let mut cheapest = table.clone();
    let mut place = vec![0u32; hierarchy.height()];
    lanes::widest(
        #[inline(always)]
        || lower_through_upper(hierarchy, &mut cheapest, &mut place),
    );
    let column = |lane: usize| {
        let mut kept = Kept { first: vec![0], upper: Vec::new(), costs: Vec::new() };
        for position in 0..hierarchy.nodes() {
            let edges = hierarchy.edges(position);
            for edge in edges.filter(|&e| table[e][lane] < NO_WAY && table[e][lane] == cheapest[e][lane]) {
                kept.upper.push(hierarchy.upper[edge]);
                kept.costs.push(table[edge][lane].to_le_bytes());
            }
            kept.first.push(kept.upper.len() as u32);
        }
        kept
    };
    (0..N / 2).flat_map(|metric| [column(metric), column(metric + N / 2)]).collect()
}
