//! Ways into pieces between junctions.

use std::collections::HashSet;

use super::elements::{Place, Way};
use super::profile::Direction;
use super::report::OsmReport;
use crate::space::LonLat;

/// How far past a barrier the drive on its far side begins, metres.
const SETBACK_M: f64 = 1.0;

/// Part of a way between two joints, as the way is drawn.
pub(super) struct Piece<'a> {
    pub way: &'a Way,
    /// The joints at its ends.
    pub from: usize,
    pub to: usize,
    /// All its points, ends among them.
    pub points: Vec<LonLat>,
    /// Whether cars may use it: as the way, but not past a barrier.
    pub driven: bool,
}

/// What ways are cut into. A joint is a place in the list of nodes that the cutting began with, or past its end: the
/// place of a stop, in [`stops`](Pieces::stops).
pub(super) struct Pieces<'a> {
    pub pieces: Vec<Piece<'a>>,
    /// Places beside barriers where a drive begins that the barrier cuts off from the street on its other side.
    pub stops: Vec<LonLat>,
}

/// Cuts `ways` wherever another of them (or the same again) passes, at barriers, and where the extract lacks a node.
/// `numbers` are the nodes of all ways in rising order, `places` what is known of each.
pub(super) fn split<'a>(
    ways: &'a [Way],
    numbers: &[i64],
    places: &[Option<Place>],
    report: &mut OsmReport,
) -> Pieces<'a> {
    let runs: Vec<Run> = ways.iter().flat_map(|way| runs(way, numbers, places, report)).collect();
    let passes = passes(&runs, places.len());
    let mut pieces = Vec::new();
    for run in &runs {
        let driven = run.way.profile.driving != Direction::No;
        let stops_cars = |joint: usize| driven && places[joint].is_some_and(|p| p.stops_cars);
        for nodes in cut(&run.nodes, |joint| passes[joint] > 1 || stops_cars(joint)) {
            for nodes in opened(nodes, report) {
                let points = nodes.iter().filter_map(|&n| Some(places[n]?.position)).collect();
                let (from, to) = (nodes[0], nodes[nodes.len() - 1]);
                pieces.push(Piece { way: run.way, from, to, points, driven });
            }
        }
    }
    close_barriers(pieces, places, report)
}

/// Nodes of a way that follow each other and are all in the extract, at least two of them.
struct Run<'a> {
    way: &'a Way,
    nodes: Vec<usize>,
}

fn runs<'a>(way: &'a Way, numbers: &[i64], places: &[Option<Place>], report: &mut OsmReport) -> Vec<Run<'a>> {
    let found = |number| numbers.binary_search(number).ok().filter(|&slot| places[slot].is_some());
    let mut nodes: Vec<Option<usize>> = way.nodes.iter().map(found).collect();
    // A node twice in a row is a slip of the mapper's hand.
    nodes.dedup();
    if nodes.contains(&None) {
        report.ways_cut += 1;
    }
    let parts = nodes.split(|node| node.is_none()).filter(|part| part.len() > 1);
    parts.map(|part| Run { way, nodes: part.iter().flatten().copied().collect() }).collect()
}

/// How many ways meet at every node: an end counts as two, for it is a joint even if nothing goes on.
fn passes(runs: &[Run<'_>], nodes: usize) -> Vec<u8> {
    let mut passes = vec![0u8; nodes];
    for run in runs {
        let ends = [run.nodes[0], run.nodes[run.nodes.len() - 1]];
        for &node in run.nodes.iter().chain(&ends) {
            passes[node] = passes[node].saturating_add(1);
        }
    }
    passes
}

/// `nodes` from joint to joint; a joint ends one part and begins the next.
fn cut(nodes: &[usize], is_joint: impl Fn(usize) -> bool) -> Vec<&[usize]> {
    let mut parts = Vec::new();
    let mut start = 0;
    for end in 1..nodes.len() {
        if is_joint(nodes[end]) || end + 1 == nodes.len() {
            parts.push(&nodes[start..=end]);
            start = end;
        }
    }
    parts
}

/// A part that comes back to where it began is cut in the middle: no road leads from a node to itself.
fn opened<'a>(nodes: &'a [usize], report: &mut OsmReport) -> Vec<&'a [usize]> {
    if nodes[0] != nodes[nodes.len() - 1] {
        return vec![nodes];
    }
    // Two equal nodes never follow each other, so there is one between.
    report.loops += 1;
    let middle = nodes.len() / 2;
    vec![&nodes[..=middle], &nodes[middle..]]
}

/// Takes cars, not people on foot, off the spot where a barrier stands: the first drive that leads there ends at the
/// barrier, and every other one begins a metre away from it, with that metre left to walkers.
fn close_barriers<'a>(
    pieces: Vec<Piece<'a>>,
    places: &[Option<Place>],
    report: &mut OsmReport,
) -> Pieces<'a> {
    let mut reached = HashSet::new();
    let mut closed = Pieces { pieces: Vec::with_capacity(pieces.len()), stops: Vec::new() };
    for mut piece in pieces {
        for at_start in [true, false] {
            let joint = if at_start { piece.from } else { piece.to };
            let stops_cars = places.get(joint).copied().flatten().is_some_and(|p| p.stops_cars);
            if piece.driven && stops_cars && !reached.insert(joint) {
                let stop = places.len() + closed.stops.len();
                let walked = piece.set_back(at_start, stop);
                closed.stops.push(walked.points[1]);
                if walked.way.profile.walking {
                    closed.pieces.push(walked);
                }
                report.barriers += 1;
            }
        }
        closed.pieces.push(piece);
    }
    closed
}

impl<'a> Piece<'a> {
    /// Moves one end a little way along, to the joint `stop`. Returns the bit cut off, from the old end to the new.
    fn set_back(&mut self, at_start: bool, stop: usize) -> Piece<'a> {
        let last = self.points.len() - 1;
        let (end, next) = if at_start { (0, 1) } else { (last, last - 1) };
        let (old, towards) = (self.points[end], self.points[next]);
        // At most half way to the next bend, so that the piece keeps its form.
        let share = (SETBACK_M / length_m(&[old, towards])).min(0.5);
        let along = |a: f64, b: f64| a + (b - a) * share;
        let new = LonLat { lon: along(old.lon, towards.lon), lat: along(old.lat, towards.lat) };
        self.points[end] = new;
        let joint = if at_start { &mut self.from } else { &mut self.to };
        let from = std::mem::replace(joint, stop);
        Piece { way: self.way, from, to: stop, points: vec![old, new], driven: false }
    }
}

/// The length of a line on the WGS84 ellipsoid, metres, to the millimetre anywhere on Earth (C. Karney, *Algorithms
/// for geodesics*, 2013; the arithmetic is the `geo` crate's).
pub(super) fn length_m(points: &[LonLat]) -> f64 {
    use geo::{Distance, Geodesic, Point};
    let of = |p: LonLat| Point::new(p.lon, p.lat);
    points.windows(2).map(|pair| Geodesic.distance(of(pair[0]), of(pair[1]))).sum()
}
