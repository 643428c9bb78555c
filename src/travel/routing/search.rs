//! The slow obvious way: Dijkstra's algorithm on the graph as it is.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{Cost, Graph};

/// The cheapest cost from any of `sources` (node, cost to get there) to every node.
///
/// # Panics
/// When `metric` has not one cost for each arc of `graph`, or a source is not in it.
pub fn costs_from(graph: &Graph, metric: &[Cost], sources: &[(u32, Cost)]) -> Vec<Cost> {
    let next = |node| graph.leaving(node).iter().map(|&arc| (arc, graph.arcs()[arc as usize].1));
    settle(graph, metric, sources, None, next).costs
}

/// The cheapest cost from every node to any of `targets` (node, cost to go on from there).
///
/// # Panics
/// As [`costs_from`].
pub fn costs_to(graph: &Graph, metric: &[Cost], targets: &[(u32, Cost)]) -> Vec<Cost> {
    let next = |node| graph.arriving(node).iter().map(|&arc| (arc, graph.arcs()[arc as usize].0));
    settle(graph, metric, targets, None, next).costs
}

/// The cheapest cost from every node to any of `targets` (node, cost to go on from there), with the number of the target
/// that it leads to; `None` where there is no way.
///
/// # Panics
/// As [`costs_from`].
pub fn nearest_of(graph: &Graph, metric: &[Cost], targets: &[(u32, Cost)]) -> Vec<Option<(Cost, u32)>> {
    let next = |node| graph.arriving(node).iter().map(|&arc| (arc, graph.arcs()[arc as usize].0));
    let tree = settle(graph, metric, targets, None, next);
    let mut target: Vec<Option<u32>> = vec![None; graph.nodes()];
    for (number, &(node, cost)) in (0..).zip(targets) {
        let node = node as usize;
        if tree.reached_by[node].is_none() && tree.costs[node] == cost {
            target[node].get_or_insert(number);
        }
    }
    let mut way = Vec::new();
    for start in 0..graph.nodes() {
        let mut node = start;
        while let (None, Some(arc)) = (target[node], tree.reached_by[node]) {
            way.push(node);
            node = graph.arcs()[arc as usize].1 as usize;
        }
        // All nodes on the way lead to the same target: each is passed once.
        let found = target[node];
        way.drain(..).for_each(|passed| target[passed] = found);
    }
    let reached = tree.costs.into_iter().zip(target);
    reached.map(|(cost, target)| target.filter(|_| !cost.is_none()).map(|target| (cost, target))).collect()
}

/// The cheapest way from any of `sources` to any of `targets`: its cost with both ends, and its arcs in order.
/// `None` where there is no way. Of several ways equal in time and length it is always the same one.
///
/// # Panics
/// As [`costs_from`].
pub fn cheapest_way(
    graph: &Graph,
    metric: &[Cost],
    sources: &[(u32, Cost)],
    targets: &[(u32, Cost)],
) -> Option<(Cost, Vec<u32>)> {
    let next = |node| graph.leaving(node).iter().map(|&arc| (arc, graph.arcs()[arc as usize].1));
    let tree = settle(graph, metric, sources, Some(targets), next);
    let at_end = |&(node, on): &(u32, Cost)| (tree.costs[node as usize].plus(on), node);
    let (cost, mut node) = targets.iter().map(at_end).min()?;
    if cost.is_none() {
        return None;
    }
    let mut way = Vec::new();
    while let Some(arc) = tree.reached_by[node as usize] {
        way.push(arc);
        node = graph.arcs()[arc as usize].0;
    }
    way.reverse();
    Some((cost, way))
}

/// What a search found, by node.
struct Tree {
    costs: Vec<Cost>,
    /// The last arc of the cheapest way; `None` at a source.
    reached_by: Vec<Option<u32>>,
}

/// Settles nodes in the order of their cost, all of them or until no way to one of `targets` can become cheaper.
/// `next` yields the arcs to follow from a node, each with the node at its other end.
fn settle<I: Iterator<Item = (u32, u32)>>(
    graph: &Graph,
    metric: &[Cost],
    sources: &[(u32, Cost)],
    targets: Option<&[(u32, Cost)]>,
    next: impl Fn(u32) -> I,
) -> Tree {
    assert_eq!(metric.len(), graph.arcs().len(), "one cost for each arc");
    let mut tree = Tree { costs: vec![Cost::NONE; graph.nodes()], reached_by: vec![None; graph.nodes()] };
    let mut queue = BinaryHeap::new();
    for &(node, cost) in sources {
        if cost < tree.costs[node as usize] {
            tree.costs[node as usize] = cost;
            queue.push(Reverse((cost, node)));
        }
    }
    let mut best_end = Cost::NONE;
    while let Some(Reverse((cost, node))) = queue.pop() {
        if cost > tree.costs[node as usize] {
            continue;
        }
        if let Some(targets) = targets {
            let ends = targets.iter().filter(|t| t.0 == node).map(|t| cost.plus(t.1));
            best_end = ends.fold(best_end, Cost::min);
            if cost > best_end {
                break;
            }
        }
        for (arc, to) in next(node) {
            let through = cost.plus(metric[arc as usize]);
            if through < tree.costs[to as usize] {
                tree.costs[to as usize] = through;
                tree.reached_by[to as usize] = Some(arc);
                queue.push(Reverse((through, to)));
            }
        }
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ```text
    ///   0 --1 s--> 1 --1 s--> 2     and 0 -> 2 directly in 2 s, but longer
    /// ```
    #[test]
    fn of_two_ways_equal_in_time_the_shorter_is_taken() {
        let graph = Graph::new(4, vec![(0, 2), (0, 1), (1, 2), (2, 3)]).unwrap();
        let closed = Cost::NONE;
        let metric = [Cost::new(2000, 90), Cost::new(1000, 40), Cost::new(1000, 40), closed];
        let (cost, way) = cheapest_way(&graph, &metric, &[(0, Cost::ZERO)], &[(2, Cost::ZERO)]).unwrap();
        assert_eq!((cost, way), (Cost::new(2000, 80), vec![1, 2]));
        assert_eq!(cheapest_way(&graph, &metric, &[(0, Cost::ZERO)], &[(3, Cost::ZERO)]), None);
        let to_2 = costs_to(&graph, &metric, &[(2, Cost::new(5, 0))]);
        assert_eq!(to_2, [Cost::new(2005, 80), Cost::new(1005, 40), Cost::new(5, 0), Cost::NONE]);
        let ends = [(1, Cost::new(5000, 0)), (2, Cost::new(5, 0)), (2, Cost::new(5, 0))];
        let nearest = nearest_of(&graph, &metric, &ends);
        // Node 1 goes on to 2; of the two ends there the first is told; there is no way from 3.
        assert_eq!(
            nearest,
            [0, 1, 2].map(|n| Some((to_2[n], 1))).into_iter().chain([None]).collect::<Vec<_>>()
        );
        assert_eq!(costs_from(&graph, &metric, &[(1, Cost::ZERO)])[2], Cost::new(1000, 40));
    }

    #[test]
    fn a_dear_first_leg_is_weighed_against_a_cheap_one() {
        let graph = Graph::new(3, vec![(0, 2), (1, 2)]).unwrap();
        let metric = [Cost::new(10, 0), Cost::new(50, 0)];
        let from = [(0, Cost::new(60, 0)), (1, Cost::new(30, 0))];
        let to = [(2, Cost::new(100, 0)), (0, Cost::new(105, 0))];
        let (cost, way) = cheapest_way(&graph, &metric, &from, &to).unwrap();
        assert_eq!((cost.time_ms(), way), (165, vec![]));
    }
}
