//! The core of a hierarchy, searched node by node.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Prepared;

/// The arcs of the core under one metric, by the node where they end. Of a road network the core is empty.
pub(super) struct CoreArcs {
    /// By slot: (slot of the node where the arc begins, packed cost).
    arriving: Vec<Vec<(usize, i64)>>,
}

impl CoreArcs {
    pub fn new(prepared: &Prepared, metric: usize) -> Self {
        let mut arriving = vec![Vec::new(); prepared.core()];
        for below in 0..prepared.core() {
            for (above, cost) in prepared.up(metric).at(below) {
                arriving[above].push((below, cost));
            }
            arriving[below].extend(prepared.down(metric).at(below));
        }
        CoreArcs { arriving }
    }

    /// Lowers the costs to get from every node to a goal, given some of them, to what the ways through the core cost.
    pub fn settle(&self, costs: &mut [i64]) {
        let mut queue: BinaryHeap<Reverse<(i64, usize)>> =
            costs.iter().enumerate().map(|(slot, &cost)| Reverse((cost, slot))).collect();
        while let Some(Reverse((cost, slot))) = queue.pop() {
            if cost > costs[slot] {
                continue;
            }
            for &(from, step) in &self.arriving[slot] {
                let through = cost.wrapping_add(step);
                if through < costs[from] {
                    costs[from] = through;
                    queue.push(Reverse((through, from)));
                }
            }
        }
    }
}
