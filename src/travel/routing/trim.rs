//! Leaving out the edges that no cheapest way needs.

use super::hierarchy::Hierarchy;
use super::lanes::{self, Lanes};

/// Lowers every edge to the cheapest cost between its ends, by ways through higher nodes, from above down. Given the
/// edges of [`customise`](super::customise), which are right for ways through lower nodes.
///
/// ```text
///       b        v-b is no dearer than v-a-b, and v-a no dearer than v-b-a,
///     / |        v below a below b, in both directions
///    v--a
/// ```
#[inline(always)]
pub(super) fn lower_through_upper<const N: usize>(
    hierarchy: &Hierarchy,
    edges: &mut [Lanes<N>],
    place: &mut [u32],
) {
    for position in 0..hierarchy.nodes() {
        let row = hierarchy.edges(position);
        for (i, &slot) in (0u32..).zip(&hierarchy.upper[row.clone()]) {
            place[slot as usize] = i;
        }
        let (above, below) = edges.split_at_mut(row.end);
        let above = &above[row.clone()];
        for lower in hierarchy.lower(position).iter().filter(|l| l.position as usize >= hierarchy.core) {
            let to_higher = hierarchy.first[lower.position as usize] as usize..lower.edge as usize;
            let below = &mut below[to_higher.start - row.end..=to_higher.end - row.end];
            let Some((to_here, on)) = below.split_last_mut() else { continue };
            for (&slot, on) in hierarchy.upper[to_higher].iter().zip(on) {
                let joining = &above[place[slot as usize] as usize];
                lanes::lower(on, to_here, joining);
                lanes::lower(to_here, on, &lanes::turned(joining));
            }
        }
    }
}
