//! Made-up road networks, the same on every machine: what the routing bench and its tests run on.

use bluelamp::travel::Cost;
use bluelamp::travel::routing::Places;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use spade::{DelaunayTriangulation, Point2, Triangulation};

/// A road network with areas and stations on it.
#[derive(Debug)]
pub struct Network {
    pub nodes: usize,
    pub arcs: Vec<(u32, u32)>,
    /// One cost for each arc, by metric.
    pub metrics: Vec<Vec<Cost>>,
    pub areas: Places,
    pub stations: Places,
}

/// Every this many lines of the grid one is a main road.
const MAIN_ROAD_EVERY: usize = 20;

/// Of the streets that are not needed to reach every node, these many in ten are one-way.
const ONE_WAY_IN_TEN: u32 = 4;

/// Streets on a jittered grid of `side x side` junctions, exactly `arcs` arcs: main roads, a random tree of two-way
/// streets that reaches every junction (dead ends among them), then streets at random, some of them one-way.
/// Every node can reach every other.
pub fn streets(side: usize, arcs: usize, stations: usize, areas: usize) -> Network {
    let mut rng = ChaCha8Rng::seed_from_u64(2017);
    let nodes = side * side;
    let jitter = |rng: &mut ChaCha8Rng| rng.random_range(-0.35..0.35);
    let points: Vec<(f64, f64)> = (0..nodes)
        .map(|n| ((n % side) as f64 + jitter(&mut rng), (n / side) as f64 + jitter(&mut rng)))
        .map(|(x, y)| (x * 90.0, y * 90.0))
        .collect();
    let mut chosen = Chosen { arcs: Vec::with_capacity(arcs), costs: Vec::with_capacity(arcs), limit: arcs };
    let mut joined: Vec<u32> = (0..nodes as u32).collect();
    let mut spare = Vec::new();
    for (from, to, main) in grid_lines(side, &mut rng) {
        let length_m = distance(points[from as usize], points[to as usize]) * rng.random_range(1.0..1.2);
        let km_h = if main { rng.random_range(40.0..60.0) } else { rng.random_range(15.0..30.0) };
        let cost = Cost::new((length_m / km_h * 3600.0) as u32, (length_m * 1000.0) as u32);
        let (a, b) = (root(&mut joined, from), root(&mut joined, to));
        if main || a != b {
            joined[a as usize] = b;
            chosen.both_ways(from, to, cost);
        } else {
            spare.push((from, to, cost));
        }
    }
    for (from, to, cost) in spare {
        match (rng.random_range(0..10) < ONE_WAY_IN_TEN, rng.random_bool(0.5)) {
            (true, true) => chosen.one_way(from, to, cost),
            (true, false) => chosen.one_way(to, from, cost),
            (false, _) => chosen.both_ways(from, to, cost),
        }
    }
    Network {
        nodes,
        arcs: chosen.arcs,
        metrics: vec![chosen.costs],
        areas: places(areas, nodes, &mut rng),
        stations: places(stations, nodes, &mut rng),
    }
}

/// A Delaunay mesh of random points, every side an arc each way, with `metrics` different metrics.
pub fn mesh(nodes: usize, metrics: usize, stations: usize, areas: usize) -> Network {
    let mut rng = ChaCha8Rng::seed_from_u64(1829);
    let side_m = (nodes as f64).sqrt() * 90.0;
    let points =
        (0..nodes).map(|_| Point2::new(rng.random_range(0.0..side_m), rng.random_range(0.0..side_m)));
    let mesh =
        DelaunayTriangulation::<Point2<f64>>::bulk_load_stable(points.collect()).expect("finite points");
    let (mut arcs, mut costs) = (Vec::new(), vec![Vec::new(); metrics]);
    for edge in mesh.undirected_edges() {
        let [a, b] = edge.vertices();
        let length_m = edge.length_2().sqrt();
        for (from, to) in [(a, b), (b, a)] {
            arcs.push((from.index() as u32, to.index() as u32));
            for metric in &mut costs {
                let km_h = if rng.random_bool(0.1) { 50.0 } else { rng.random_range(10.0..30.0) };
                metric.push(Cost::new((length_m / km_h * 3600.0) as u32, (length_m * 1000.0) as u32));
            }
        }
    }
    let nodes = mesh.num_vertices();
    Network {
        nodes,
        arcs,
        metrics: costs,
        areas: places(areas, nodes, &mut rng),
        stations: places(stations, nodes, &mut rng),
    }
}

/// Nodes joined at random, `arcs` leaving each: nothing like roads, every node a few steps from every other.
pub fn tangle(nodes: usize, arcs: usize, stations: usize, areas: usize) -> Network {
    let mut rng = ChaCha8Rng::seed_from_u64(31);
    let arcs: Vec<(u32, u32)> = (0..nodes as u32)
        .flat_map(|from| std::iter::repeat_n(from, arcs))
        .map(|from| (from, rng.random_range(0..nodes as u32)))
        .collect();
    let costs = arcs.iter().map(|_| Cost::new(rng.random_range(1..100_000), rng.random_range(1..100_000)));
    Network {
        nodes,
        metrics: vec![costs.collect()],
        arcs,
        areas: places(areas, nodes, &mut rng),
        stations: places(stations, nodes, &mut rng),
    }
}

/// Arcs up to a number.
struct Chosen {
    arcs: Vec<(u32, u32)>,
    costs: Vec<Cost>,
    limit: usize,
}

impl Chosen {
    fn one_way(&mut self, from: u32, to: u32, cost: Cost) {
        if self.arcs.len() < self.limit {
            self.arcs.push((from, to));
            self.costs.push(cost);
        }
    }

    fn both_ways(&mut self, from: u32, to: u32, cost: Cost) {
        self.one_way(from, to, cost);
        self.one_way(to, from, cost);
    }
}

/// The lines between neighbours on the grid, main roads first, each group in random order.
fn grid_lines(side: usize, rng: &mut ChaCha8Rng) -> Vec<(u32, u32, bool)> {
    let mut lines = Vec::with_capacity(2 * side * side);
    for (x, y) in (0..side).flat_map(|y| (0..side).map(move |x| (x, y))) {
        let node = (y * side + x) as u32;
        if x + 1 < side {
            lines.push((node, node + 1, y % MAIN_ROAD_EVERY == MAIN_ROAD_EVERY / 2));
        }
        if y + 1 < side {
            lines.push((node, node + side as u32, x % MAIN_ROAD_EVERY == MAIN_ROAD_EVERY / 2));
        }
    }
    lines.shuffle(rng);
    lines.sort_by_key(|l| !l.2);
    lines
}

/// Union-find with path halving.
fn root(joined: &mut [u32], mut node: u32) -> u32 {
    while joined[node as usize] != node {
        joined[node as usize] = joined[joined[node as usize] as usize];
        node = joined[node as usize];
    }
    node
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// Places at random, each with a leg to one or two nodes.
fn places(count: usize, nodes: usize, rng: &mut ChaCha8Rng) -> Places {
    let legs = (0..count).map(|_| {
        let doors = rng.random_range(1..=2);
        let node = rng.random_range(0..nodes);
        let leg = |door: usize| {
            let length_m = rng.random_range(0.0..200.0f64);
            let cost = Cost::new((length_m * 800.0) as u32, (length_m * 1000.0) as u32);
            (((node + door) % nodes) as u32, cost)
        };
        (0..doors).map(leg).collect::<Vec<_>>()
    });
    legs.collect()
}
