//! The fast way to cheapest costs against the slow obvious ones.

#[path = "../benches/street_grid/mod.rs"]
#[allow(dead_code, reason = "the bench uses the rest")]
mod street_grid;

use bluelamp::travel::Cost;
use bluelamp::travel::routing::{Graph, Hierarchy, Places, Prepared, search};
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use proptest::prelude::*;
use rayon::ThreadPoolBuilder;
use street_grid::Network;

fn prepare(graph: &Graph, network: &Network) -> Prepared {
    let metrics: Vec<&[Cost]> = network.metrics.iter().map(|m| &m[..]).collect();
    Prepared::new(&Hierarchy::new(graph), &metrics)
}

fn prepare_to_keep(graph: &Graph, network: &Network) -> Prepared {
    let metrics: Vec<&[Cost]> = network.metrics.iter().map(|m| &m[..]).collect();
    Prepared::trimmed(&Hierarchy::new(graph), &metrics)
}

/// Every cost of a network by one plain search for each station.
fn by_search(graph: &Graph, network: &Network, metric: usize) -> Vec<Cost> {
    let to_station: Vec<Vec<Cost>> = (0..network.stations.len())
        .map(|s| search::costs_to(graph, &network.metrics[metric], network.stations.legs(s)))
        .collect();
    let cheapest = |area: usize, station: &[Cost]| {
        let legs = network.areas.legs(area).iter();
        legs.map(|&(node, leg)| leg.plus(station[node as usize])).min().unwrap_or(Cost::NONE)
    };
    (0..network.areas.len()).flat_map(|a| to_station.iter().map(move |s| cheapest(a, s))).collect()
}

fn assert_as_by_search(network: &Network) {
    let graph = Graph::new(network.nodes, network.arcs.clone()).unwrap();
    let metrics: Vec<&[Cost]> = network.metrics.iter().map(|m| &m[..]).collect();
    let hierarchy = Hierarchy::new(&graph);
    let whole = Prepared::new(&hierarchy, &metrics).all_costs(&network.areas, &network.stations);
    let trimmed = Prepared::trimmed(&hierarchy, &metrics).all_costs(&network.areas, &network.stations);
    for (metric, (whole, trimmed)) in whole.iter().zip(&trimmed).enumerate() {
        let expected = by_search(&graph, network, metric);
        assert!(*whole == expected, "metric {metric}");
        assert!(*trimmed == expected, "metric {metric}, trimmed");
    }
}

prop_compose! {
    /// Anything goes: islands, one-way traps, parallel arcs, loops, arcs for nothing and closed arcs.
    fn any_network()(nodes in 1..40usize, metrics in 1..7usize)(
        nodes in Just(nodes),
        arcs in prop::collection::vec(
            (0..nodes as u32, 0..nodes as u32, prop::collection::vec(any_cost(), metrics)),
            0..4 * nodes,
        ),
        areas in any_places(nodes, 8),
        stations in any_places(nodes, 20),
    ) -> Network {
        let metrics = (0..metrics_of(&arcs)).map(|m| arcs.iter().map(|arc| arc.2[m]).collect()).collect();
        Network { nodes, arcs: arcs.iter().map(|arc| (arc.0, arc.1)).collect(), metrics, areas, stations }
    }
}

fn metrics_of(arcs: &[(u32, u32, Vec<Cost>)]) -> usize {
    arcs.first().map_or(1, |arc| arc.2.len())
}

fn any_cost() -> impl Strategy<Value = Cost> {
    prop_oneof![
        1 => Just(Cost::NONE),
        1 => Just(Cost::ZERO),
        2 => (0..4u32, 0..4u32).prop_map(|(t, l)| Cost::new(t, l)),
        4 => (0..1_000_000u32, 0..10_000_000u32).prop_map(|(t, l)| Cost::new(t, l)),
    ]
}

fn any_places(nodes: usize, most: usize) -> impl Strategy<Value = Places> {
    let legs = prop::collection::vec((0..nodes as u32, any_cost()), 0..3);
    prop::collection::vec(legs, 0..most).prop_map(|places| places.into_iter().collect())
}

proptest! {
    #[test]
    fn every_cost_is_that_of_the_plain_search(network in any_network()) {
        assert_as_by_search(&network);
    }

    #[test]
    fn the_plain_search_agrees_with_petgraph(network in any_network()) {
        let mut theirs = DiGraph::<(), Cost>::new();
        (0..network.nodes).for_each(|_| _ = theirs.add_node(()));
        let open = network.arcs.iter().zip(&network.metrics[0]).filter(|(_, cost)| !cost.is_none());
        for (&(from, to), &cost) in open {
            theirs.add_edge(from.into(), to.into(), cost);
        }
        let graph = Graph::new(network.nodes, network.arcs.clone()).unwrap();
        let packed = |cost: &Cost| (u64::from(cost.time_ms()) << 32) + u64::from(cost.length_mm());
        for from in 0..network.nodes as u32 {
            let found = dijkstra(&theirs, NodeIndex::from(from), None, |arc| packed(arc.weight()));
            let ours = search::costs_from(&graph, &network.metrics[0], &[(from, Cost::ZERO)]);
            for (to, cost) in (0..network.nodes as u32).zip(&ours) {
                let expected = found.get(&NodeIndex::from(to)).copied().unwrap_or(packed(&Cost::NONE));
                prop_assert_eq!(packed(cost), expected, "from {} to {}", from, to);
                let back = search::costs_to(&graph, &network.metrics[0], &[(to, Cost::ZERO)]);
                prop_assert_eq!(back[from as usize], *cost);
            }
        }
    }

    #[test]
    fn a_way_costs_what_its_arcs_cost(network in any_network()) {
        let graph = Graph::new(network.nodes, network.arcs.clone()).unwrap();
        let metric = &network.metrics[0];
        for (area, station) in (0..network.areas.len()).zip(0..network.stations.len()) {
            let (from, to) = (network.areas.legs(area), network.stations.legs(station));
            let Some((cost, way)) = search::cheapest_way(&graph, metric, from, to) else { continue };
            let leg = |legs: &[(u32, Cost)], node: Option<u32>| {
                legs.iter().filter(|leg| node.is_none_or(|n| n == leg.0)).map(|leg| leg.1).min().unwrap()
            };
            for joint in way.windows(2) {
                prop_assert_eq!(graph.arcs()[joint[0] as usize].1, graph.arcs()[joint[1] as usize].0);
            }
            if let (Some(&first), Some(&last)) = (way.first(), way.last()) {
                let ends = [leg(from, Some(graph.arcs()[first as usize].0)), leg(to, Some(graph.arcs()[last as usize].1))];
                let sum = way.iter().map(|&arc| metric[arc as usize]).fold(ends[0].plus(ends[1]), Cost::plus);
                prop_assert_eq!(sum, cost);
            }
        }
    }

    #[test]
    fn bytes_come_back_the_same_and_damaged_ones_are_refused(
        network in any_network(),
        cut in any::<prop::sample::Index>(),
        flipped in any::<prop::sample::Index>(),
        bit in 0..8u8,
        trimmed in any::<bool>(),
    ) {
        let graph = Graph::new(network.nodes, network.arcs.clone()).unwrap();
        let prepared = if trimmed { prepare_to_keep(&graph, &network) } else { prepare(&graph, &network) };
        let bytes = prepared.to_bytes();
        let read = Prepared::from_bytes(bytes.clone()).unwrap();
        prop_assert_eq!(read.to_bytes(), bytes.clone());
        prop_assert_eq!(
            read.all_costs(&network.areas, &network.stations),
            prepared.all_costs(&network.areas, &network.stations)
        );
        let mut damaged = bytes.clone();
        damaged[flipped.index(bytes.len())] ^= 1 << bit;
        prop_assert!(Prepared::from_bytes(damaged).is_err());
        prop_assert!(Prepared::from_bytes(bytes[..cut.index(bytes.len())].to_vec()).is_err());
    }
}

#[test]
fn made_up_streets_and_a_mesh_agree_with_the_plain_search() {
    assert_as_by_search(&street_grid::streets(60, 9_000, 19, 500));
    assert_as_by_search(&street_grid::mesh(1_500, 5, 37, 500));
}

#[test]
fn a_network_that_is_no_road_network_keeps_a_core_and_agrees() {
    assert_as_by_search(&street_grid::tangle(5_000, 4, 5, 50));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let network = street_grid::mesh(800, 3, 40, 300);
    let graph = Graph::new(network.nodes, network.arcs.clone()).unwrap();
    let with = |threads: usize| {
        ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| {
            let prepared = prepare(&graph, &network);
            (prepared.to_bytes(), prepared.all_costs(&network.areas, &network.stations))
        })
    };
    let one = with(1);
    assert!(one == with(2) && one == with(3));
}
