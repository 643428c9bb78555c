//! Nodes and arcs without costs.

use thiserror::Error;

/// Nodes and arcs at most: what is made of them is still numbered in 32 bits.
const MOST: usize = 1 << 28;

/// What is no graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum GraphError {
    /// An arc begins or ends at a node that is not there.
    #[error("arc {arc} from node {from} to node {to}: the graph has {nodes} nodes")]
    UnknownNode {
        /// Number of the arc.
        arc: usize,
        /// Where it begins.
        from: u32,
        /// Where it ends.
        to: u32,
        /// How many nodes there are.
        nodes: usize,
    },
    /// More nodes or arcs than can be numbered.
    #[error("{nodes} nodes and {arcs} arcs: at most {MOST} of each")]
    TooLarge {
        /// How many nodes.
        nodes: usize,
        /// How many arcs.
        arcs: usize,
    },
}

/// A directed graph. Nodes and arcs are named by their number; parallel arcs and loops are allowed.
///
/// What an arc costs is told apart from it, a slice with one [`Cost`](super::Cost) for each arc in order, so that
/// several modes and hours share one graph.
#[derive(Clone, Debug)]
pub struct Graph {
    arcs: Vec<(u32, u32)>,
    leaving: Incidence,
    arriving: Incidence,
}

impl Graph {
    /// A graph of `nodes` nodes with `arcs` as (from, to).
    ///
    /// # Errors
    /// When an arc names a node that is not there, or there are more than 2^28 nodes or arcs.
    pub fn new(nodes: usize, arcs: Vec<(u32, u32)>) -> Result<Graph, GraphError> {
        if nodes > MOST || arcs.len() > MOST {
            return Err(GraphError::TooLarge { nodes, arcs: arcs.len() });
        }
        let unknown = |&(from, to): &(u32, u32)| from.max(to) as usize >= nodes;
        if let Some(arc) = arcs.iter().position(unknown) {
            let (from, to) = arcs[arc];
            return Err(GraphError::UnknownNode { arc, from, to, nodes });
        }
        let leaving = Incidence::new(nodes, arcs.iter().map(|a| a.0));
        let arriving = Incidence::new(nodes, arcs.iter().map(|a| a.1));
        Ok(Graph { arcs, leaving, arriving })
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.leaving.first.len() - 1
    }

    /// The arcs, (from, to).
    pub fn arcs(&self) -> &[(u32, u32)] {
        &self.arcs
    }

    /// The numbers of the arcs that begin at `node`.
    pub fn leaving(&self, node: u32) -> &[u32] {
        self.leaving.of(node)
    }

    /// The numbers of the arcs that end at `node`.
    pub fn arriving(&self, node: u32) -> &[u32] {
        self.arriving.of(node)
    }
}

/// Arcs by node.
#[derive(Clone, Debug)]
struct Incidence {
    /// `arcs[first[n]..first[n + 1]]` are those of node `n`.
    first: Vec<u32>,
    arcs: Vec<u32>,
}

impl Incidence {
    /// Counting sort: `node_of` yields the node of each arc in turn.
    fn new(nodes: usize, node_of: impl ExactSizeIterator<Item = u32> + Clone) -> Self {
        let mut first = vec![0u32; nodes + 1];
        node_of.clone().for_each(|n| first[n as usize + 1] += 1);
        (0..nodes).for_each(|n| first[n + 1] += first[n]);
        let mut next = first.clone();
        let mut arcs = vec![0u32; node_of.len()];
        for (arc, node) in (0u32..).zip(node_of) {
            let place = &mut next[node as usize];
            arcs[*place as usize] = arc;
            *place += 1;
        }
        Incidence { first, arcs }
    }

    fn of(&self, node: u32) -> &[u32] {
        &self.arcs[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arcs_are_found_from_both_ends() {
        let graph = Graph::new(3, vec![(0, 1), (2, 1), (0, 1), (2, 2)]).unwrap();
        assert_eq!(graph.leaving(0), [0, 2]);
        assert_eq!(graph.arriving(1), [0, 1, 2]);
        assert_eq!(graph.leaving(2), [1, 3]);
        assert!(graph.leaving(1).is_empty() && graph.arriving(0).is_empty());
    }

    #[test]
    fn an_arc_to_nowhere_is_named() {
        let error = Graph::new(2, vec![(0, 1), (1, 2)]).unwrap_err();
        assert_eq!(error.to_string(), "arc 1 from node 1 to node 2: the graph has 2 nodes");
    }
}
