//! What every edge of a hierarchy costs, from what every arc costs.

use rayon::prelude::*;

use super::lanes::{self, Lanes, NO_WAY};
use super::{Cost, Hierarchy};

/// The costs of one metric by edge, packed.
pub(super) struct EdgeCosts {
    /// From the lower node to the upper.
    pub up: Vec<[u8; 8]>,
    /// From the upper node to the lower.
    pub down: Vec<[u8; 8]>,
}

/// The costs of several metrics by edge, those up before those down.
type Table<const N: usize> = Vec<Lanes<N>>;

/// Works out all metrics, several side by side, parts of them in parallel.
pub(super) fn customise(hierarchy: &Hierarchy, metrics: &[&[Cost]]) -> Vec<EdgeCosts> {
    let together = metrics.len().div_ceil(rayon::current_num_threads()).clamp(1, 3);
    let parts: Vec<Vec<EdgeCosts>> = metrics
        .par_chunks(together)
        .map(|part| match part.len() {
            1 => separate(&table::<2>(hierarchy, part)),
            2 => separate(&table::<4>(hierarchy, part)),
            _ => separate(&table::<6>(hierarchy, part)),
        })
        .collect();
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
    let mut place = vec![0u32; hierarchy.slot.iter().max().map_or(0, |&most| most as usize + 1)];
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
        let turned: Lanes<N> = std::array::from_fn(|lane| through[(lane + N / 2) % N]);
        let on = &below[to_higher.start - below_from..to_higher.end - below_from];
        for (&slot, on) in hierarchy.upper[to_higher].iter().zip(on) {
            lanes::lower(&mut row[place[slot as usize] as usize], on, &turned);
        }
    }
}

/// The columns of a table.
fn separate<const N: usize>(table: &Table<N>) -> Vec<EdgeCosts> {
    let column = |lane: usize| table.iter().map(|costs| costs[lane].to_le_bytes()).collect();
    (0..N / 2).map(|metric| EdgeCosts { up: column(metric), down: column(metric + N / 2) }).collect()
}
