//! The part of a hierarchy that leads to given places.

use super::{Places, Prepared};

/// Where a sweep has to go for some origins: their nodes and all above them.
pub(super) struct Selection {
    pub visits: Vec<Visit>,
    legs: Vec<Leg>,
    /// Origins without a leg.
    pub nowhere: Vec<usize>,
}

/// A node to go to, in the order of positions.
#[derive(Clone, Copy, Default)]
pub(super) struct Visit {
    pub position: u32,
    /// Of its legs, in [`Selection::legs`].
    first_leg: u32,
    last_leg: u32,
}

/// A leg from an origin to a node.
#[derive(Clone, Copy, Default)]
pub(super) struct Leg {
    pub origin: u32,
    /// Whether no leg of the same origin was met before.
    pub is_first: bool,
    /// Packed.
    pub cost: i64,
}

impl Selection {
    pub fn new(prepared: &Prepared, origins: &Places) -> Self {
        let nodes = prepared.nodes();
        // By position, first how many legs, then where the next goes.
        let mut next = vec![0u32; nodes + 1];
        for &(node, _) in (0..origins.len()).flat_map(|origin| origins.legs(origin)) {
            next[prepared.position(node) + 1] += 1;
        }
        let mut needed: Vec<bool> = next[1..].iter().map(|&legs| legs > 0).collect();
        for position in (prepared.core()..nodes).rev() {
            needed[prepared.parents[position] as usize] |= needed[position];
        }
        (0..nodes).for_each(|p| next[p + 1] += next[p]);
        // Every node is written down and only the needed ones counted: which are needed is past guessing.
        let mut visits = vec![Visit::default(); nodes];
        let mut count = 0;
        for (p, needed) in needed.into_iter().enumerate() {
            visits[count] = Visit { position: p as u32, first_leg: next[p], last_leg: next[p + 1] };
            count += usize::from(needed);
        }
        visits.truncate(count);
        let mut legs = vec![Leg::default(); next[nodes] as usize];
        for origin in 0..origins.len() {
            for &(node, cost) in origins.legs(origin) {
                let place = &mut next[prepared.position(node)];
                legs[*place as usize] =
                    Leg { origin: origin as u32, is_first: false, cost: cost.to_bits() as i64 };
                *place += 1;
            }
        }
        let mut met = vec![false; origins.len()];
        for leg in &mut legs {
            leg.is_first = !std::mem::replace(&mut met[leg.origin as usize], true);
        }
        let nowhere = (0..origins.len()).filter(|&origin| !met[origin]).collect();
        Selection { visits, legs, nowhere }
    }

    pub fn legs(&self, visit: Visit) -> &[Leg] {
        &self.legs[visit.first_leg as usize..visit.last_leg as usize]
    }
}
