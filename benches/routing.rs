//! Cheapest costs from 25,000 areas to 75 stations: the plain search, cold from the arcs, and read back from disk.
//!
//! `cargo bench --bench routing`; figures and machine in `README.md`. The peak memory of one cold run of the streets
//! alone: `cargo bench --bench routing -- --peak-memory` (Linux).

#[allow(dead_code, reason = "the tests use the rest")]
mod street_grid;

use std::fs;
use std::hint::black_box;

use bluelamp::travel::Cost;
use bluelamp::travel::routing::{Graph, Hierarchy, Prepared, search};
use criterion::{Criterion, criterion_group};
use rayon::ThreadPoolBuilder;
use street_grid::Network;

const STATIONS: usize = 75;
const AREAS: usize = 25_000;

/// 160,000 nodes, 400,000 arcs.
fn streets() -> Network {
    street_grid::streets(400, 400_000, STATIONS, AREAS)
}

fn metrics(network: &Network) -> Vec<&[Cost]> {
    network.metrics.iter().map(|metric| &metric[..]).collect()
}

/// From the arcs to the table of every metric.
fn cold(network: &Network) -> Vec<Vec<Cost>> {
    let graph =
        Graph::new(network.nodes, network.arcs.clone()).expect("the generator names nodes that are there");
    let prepared = Prepared::new(&Hierarchy::new(&graph), &metrics(network));
    prepared.all_costs(&network.areas, &network.stations)
}

/// One search for every station.
fn plain(graph: &Graph, network: &Network, metric: &[Cost]) -> Vec<Vec<Cost>> {
    (0..network.stations.len()).map(|s| search::costs_to(graph, metric, network.stations.legs(s))).collect()
}

/// The fast costs are those of the plain search.
fn assert_equal(network: &Network) {
    let graph =
        Graph::new(network.nodes, network.arcs.clone()).expect("the generator names nodes that are there");
    let fast = cold(network);
    for (metric, fast) in network.metrics.iter().zip(&fast) {
        for (station, to_station) in plain(&graph, network, metric).iter().enumerate() {
            for area in 0..network.areas.len() {
                let legs = network.areas.legs(area).iter();
                let expected = legs.map(|&(node, leg)| leg.plus(to_station[node as usize])).min();
                assert_eq!(Some(fast[area * network.stations.len() + station]), expected);
            }
        }
    }
}

fn street_network(c: &mut Criterion) {
    let network = streets();
    assert_equal(&network);
    let graph =
        Graph::new(network.nodes, network.arcs.clone()).expect("the generator names nodes that are there");
    let file = std::env::temp_dir().join(format!("bluelamp-bench-{}.roads", std::process::id()));
    let prepared = Prepared::trimmed(&Hierarchy::new(&graph), &metrics(&network));
    fs::write(&file, prepared.to_bytes()).expect("a temporary file");
    let one = ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let mut group = c.benchmark_group("160,000 nodes, 400,000 arcs, one core");
    group.sample_size(10);
    group.bench_function("plain search", |b| b.iter(|| plain(&graph, &network, &network.metrics[0])));
    group.sample_size(30);
    group.bench_function("cold", |b| b.iter(|| one.install(|| cold(&network))));
    group.bench_function("prepared, from disk", |b| {
        b.iter(|| {
            let prepared =
                Prepared::from_bytes(fs::read(&file).expect("just written")).expect("just prepared");
            one.install(|| prepared.costs(0, &network.areas, &network.stations))
        });
    });
    group.finish();
    fs::remove_file(&file).expect("just written");
}

/// As dense as the network of London is: every node joined to its neighbours all round.
fn mesh(c: &mut Criterion) {
    let network = street_grid::mesh(35_000, 5, STATIONS, AREAS);
    assert_equal(&network);
    let two = ThreadPoolBuilder::new().num_threads(2).build().expect("threads");
    let mut group = c.benchmark_group("mesh of 35,000 nodes, 5 metrics, two cores");
    group.sample_size(20);
    group.bench_function("cold", |b| b.iter(|| two.install(|| cold(&network))));
    group.finish();
}

/// The most memory this process has held, as Linux tells it.
fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: not told here").to_owned()
}

// Plots of criterion's need a font that the charts' plotters is built without.
criterion_group!(name = benches; config = Criterion::default().without_plots(); targets = street_network, mesh);

fn main() {
    if std::env::args().any(|argument| argument == "--peak-memory") {
        let one = ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
        let network = streets();
        println!("the network alone {}", peak_memory());
        black_box(one.install(|| cold(&network)));
        println!("after a cold run {}", peak_memory());
        return;
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
}
