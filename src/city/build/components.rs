//! Which nodes of a directed graph can reach each other: strongly connected components.

/// The component of every node, for a graph of `nodes` nodes (numbered from 0) and directed `arcs` between them.
/// Two nodes have the same label if and only if each can be reached from the other; labels run from 0 in the order
/// of each component's lowest node. With every arc given both ways these are the connected components.
///
/// Tarjan's algorithm (R. Tarjan, *Depth-first search and linear graph algorithms*, 1972), with its own stack instead
/// of recursion: a street of a million nodes in a row is no deep call. Linear in nodes and arcs.
///
/// # Panics
/// When an arc names a node past `nodes`.
pub fn strong_components(nodes: usize, arcs: impl Iterator<Item = (u32, u32)>) -> Vec<u32> {
    let graph = Outgoing::new(nodes, arcs);
    let mut search = Search {
        graph: &graph,
        found: vec![UNSEEN; nodes],
        lowest: vec![0; nodes],
        open: Vec::new(),
        root_of: vec![UNSEEN; nodes],
        seen: 0,
    };
    for node in 0..nodes as u32 {
        if search.found[node as usize] == UNSEEN {
            search.explore(node);
        }
    }
    numbered(&search.root_of)
}

/// The label that most entries of `labels` have, the lowest of several; `None` without any entry.
pub fn largest_component(labels: &[u32]) -> Option<u32> {
    let mut sizes = vec![0usize; labels.iter().max().map_or(0, |&most| most as usize + 1)];
    labels.iter().for_each(|&label| sizes[label as usize] += 1);
    let largest = *sizes.iter().max()?;
    sizes.iter().position(|&size| size == largest).map(|label| label as u32)
}

const UNSEEN: u32 = u32::MAX;

/// Arcs grouped by where they start: those of `node` lead to `to[first[node]..first[node + 1]]`.
struct Outgoing {
    first: Vec<usize>,
    to: Vec<u32>,
}

impl Outgoing {
    fn new(nodes: usize, arcs: impl Iterator<Item = (u32, u32)>) -> Outgoing {
        let arcs: Vec<(u32, u32)> = arcs.collect();
        let mut first = vec![0; nodes + 1];
        arcs.iter().for_each(|&(from, _)| first[from as usize + 1] += 1);
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        let mut next = first.clone();
        let mut to = vec![0; arcs.len()];
        for (from, end) in arcs {
            assert!((end as usize) < nodes, "an arc leads to node {end} of {nodes}");
            to[next[from as usize]] = end;
            next[from as usize] += 1;
        }
        Outgoing { first, to }
    }
}

struct Search<'a> {
    graph: &'a Outgoing,
    /// When each node was first seen.
    found: Vec<u32>,
    /// The earliest seen node that is known to be reachable and has no component yet.
    lowest: Vec<u32>,
    /// Nodes seen and not yet in a component.
    open: Vec<u32>,
    /// The first seen node of each node's component.
    root_of: Vec<u32>,
    seen: u32,
}

impl Search<'_> {
    /// Gives a component to everything that `start` reaches and that has none.
    fn explore(&mut self, start: u32) {
        // A node on the way from `start`, and the arc of it to look at next.
        let mut path: Vec<(u32, usize)> = vec![self.enter(start)];
        while let Some((node, arc)) = path.last_mut() {
            let (here, next) = (*node as usize, *arc);
            if next < self.graph.first[here + 1] {
                *arc += 1;
                let there = self.graph.to[next];
                if self.found[there as usize] == UNSEEN {
                    path.push(self.enter(there));
                } else if self.root_of[there as usize] == UNSEEN {
                    self.lowest[here] = self.lowest[here].min(self.found[there as usize]);
                }
            } else {
                path.pop();
                self.leave(here as u32);
                if let Some(&(before, _)) = path.last() {
                    self.lowest[before as usize] = self.lowest[before as usize].min(self.lowest[here]);
                }
            }
        }
    }

    fn enter(&mut self, node: u32) -> (u32, usize) {
        self.found[node as usize] = self.seen;
        self.lowest[node as usize] = self.seen;
        self.seen += 1;
        self.open.push(node);
        (node, self.graph.first[node as usize])
    }

    /// All arcs of `node` are done: if it reaches nothing seen before it, the open nodes since are one component.
    fn leave(&mut self, node: u32) {
        if self.lowest[node as usize] != self.found[node as usize] {
            return;
        }
        while let Some(member) = self.open.pop() {
            self.root_of[member as usize] = node;
            if member == node {
                return;
            }
        }
    }
}

/// Labels from 0, in the order in which their nodes come.
fn numbered(root_of: &[u32]) -> Vec<u32> {
    let mut label_of = vec![UNSEEN; root_of.len()];
    let mut labels = 0;
    let label = |&root: &u32| {
        let label = &mut label_of[root as usize];
        if *label == UNSEEN {
            *label = labels;
            labels += 1;
        }
        *label
    };
    root_of.iter().map(label).collect()
}

#[cfg(test)]
mod tests {
    use petgraph::algo::tarjan_scc;
    use petgraph::graph::DiGraph;
    use proptest::prelude::*;

    use super::*;

    /// The same by petgraph, labelled in the order of each component's lowest node.
    fn by_petgraph(nodes: usize, arcs: &[(u32, u32)]) -> Vec<u32> {
        let mut graph = DiGraph::<(), ()>::new();
        (0..nodes).for_each(|_| {
            graph.add_node(());
        });
        graph.extend_with_edges(arcs);
        let mut root_of = vec![0; nodes];
        for component in tarjan_scc(&graph) {
            let lowest = component.iter().map(|n| n.index()).min().unwrap();
            component.iter().for_each(|n| root_of[n.index()] = lowest as u32);
        }
        numbered(&root_of)
    }

    fn graphs() -> impl Strategy<Value = (usize, Vec<(u32, u32)>)> {
        (1usize..40).prop_flat_map(|nodes| {
            let node = 0..nodes as u32;
            (Just(nodes), prop::collection::vec((node.clone(), node), 0..90))
        })
    }

    proptest! {
        #[test]
        fn agrees_with_petgraph((nodes, arcs) in graphs()) {
            prop_assert_eq!(strong_components(nodes, arcs.iter().copied()), by_petgraph(nodes, &arcs));
        }
    }

    #[test]
    fn a_long_street_is_no_deep_call() {
        let nodes = 1_000_000;
        let street = (0..nodes as u32 - 1).map(|n| (n, n + 1));
        let closed = street.clone().chain([(nodes as u32 - 1, 0)]);
        assert_eq!(strong_components(nodes, street).last(), Some(&(nodes as u32 - 1)));
        assert!(strong_components(nodes, closed).iter().all(|&label| label == 0));
    }

    #[test]
    fn the_largest_is_the_first_of_equals_and_nothing_has_none() {
        let two_pairs = [(1, 2), (2, 1), (3, 4), (4, 3)];
        let labels = strong_components(5, two_pairs.into_iter());
        assert_eq!(labels, [0, 1, 1, 2, 2]);
        assert_eq!(largest_component(&labels), Some(1));
        assert_eq!(largest_component(&strong_components(0, [].into_iter())), None);
    }
}
