//! Junctions that are none go: dead stubs, doubled pieces, and points where one street simply goes on.

use super::lines::Source;
use super::planarise::{Piece, Plan};

/// A dead end shorter than this is where a drawing overshoots, metres.
const STUB_M: f64 = 20.0;

/// Two pieces between the same junctions whose lengths differ by less than this are one street, metres.
const DOUBLE_M: f64 = 25.0;

/// Removes what is no junction.
pub(super) fn contract(plan: Plan) -> Plan {
    let plan = join(without_doubles(plan));
    let plan = join(without_doubles(without_stubs(plan)));
    renumbered(plan)
}

fn without_doubles(mut plan: Plan) -> Plan {
    let ends = |p: &Piece| (p.from.min(p.to), p.from.max(p.to));
    plan.pieces.sort_by(|a, b| ends(a).cmp(&ends(b)).then(a.length_m().total_cmp(&b.length_m())));
    let mut kept: Vec<Piece> = Vec::new();
    for piece in plan.pieces {
        let double = kept
            .last()
            .is_some_and(|k| ends(k) == ends(&piece) && piece.length_m() - k.length_m() < DOUBLE_M);
        if !double {
            kept.push(piece);
        }
    }
    Plan { pieces: kept, ..plan }
}

fn without_stubs(mut plan: Plan) -> Plan {
    let degree = degrees(&plan);
    plan.pieces.retain(|p| p.length_m() >= STUB_M || (degree[p.from] > 1 && degree[p.to] > 1));
    plan
}

fn degrees(plan: &Plan) -> Vec<usize> {
    let mut degree = vec![0; plan.nodes.len()];
    for piece in &plan.pieces {
        degree[piece.from] += 1;
        degree[piece.to] += 1;
    }
    degree
}

/// What may be joined: bus streets of both years are the same kind of street.
fn kind(source: Source) -> (u8, u16) {
    match source {
        Source::Bus2026 | Source::Bus2018 => (0, 0),
        Source::MajorRoads => (1, 0),
        Source::ByHand(line) => (2, line),
    }
}

/// Joins pieces at junctions of exactly two.
fn join(plan: Plan) -> Plan {
    let mut at: Vec<Vec<usize>> = vec![Vec::new(); plan.nodes.len()];
    for (i, piece) in plan.pieces.iter().enumerate() {
        at[piece.from].push(i);
        at[piece.to].push(i);
    }
    // A joined piece keeps the number of its first part; the far junction of the second is told.
    let mut pieces: Vec<Option<Piece>> = plan.pieces.into_iter().map(Some).collect();
    for node in 0..at.len() {
        let [first, second] = at[node][..] else { continue };
        let (Some(a), Some(b)) = (&pieces[first], &pieces[second]) else { continue };
        let loops = first == second || other_end(a, node) == other_end(b, node);
        if loops || kind(a.source) != kind(b.source) {
            continue;
        }
        let far = other_end(b, node);
        let joined = chain(a, b, node);
        pieces[first] = Some(joined);
        pieces[second] = None;
        for incident in &mut at[far] {
            if *incident == second {
                *incident = first;
            }
        }
        at[node].clear();
    }
    Plan { nodes: plan.nodes, pieces: pieces.into_iter().flatten().collect() }
}

fn other_end(piece: &Piece, node: usize) -> usize {
    if piece.from == node { piece.to } else { piece.from }
}

/// One piece from the far end of `a` over `node` to the far end of `b`.
fn chain(a: &Piece, b: &Piece, node: usize) -> Piece {
    let mut points = a.points.clone();
    if a.from == node {
        points.reverse();
    }
    let onward: Vec<_> = if b.from == node {
        b.points[1..].to_vec()
    } else {
        b.points.iter().rev().skip(1).copied().collect()
    };
    points.extend(onward);
    Piece { from: other_end(a, node), to: other_end(b, node), points, source: a.source }
}

/// Drops junctions that no piece uses.
fn renumbered(mut plan: Plan) -> Plan {
    let degree = degrees(&plan);
    let mut number = vec![usize::MAX; plan.nodes.len()];
    let mut nodes = Vec::new();
    for (old, point) in plan.nodes.iter().enumerate().filter(|(i, _)| degree[*i] > 0) {
        number[old] = nodes.len();
        nodes.push(*point);
    }
    for piece in &mut plan.pieces {
        piece.from = number[piece.from];
        piece.to = number[piece.to];
    }
    Plan { nodes, pieces: plan.pieces }
}
