//! Which carriageways are one-way: buses of 2026 run along them in one direction, and in the other direction along
//! a parallel street close by.

use super::conflate::{ALONG, steps};
use super::lines::{Line, Source};
use super::planarise::Plan;
use crate::space::{Segment, SegmentGrid};

/// A route's drawing is at most this far from its street, metres.
const ON_THE_STREET_M: f64 = 15.0;

/// The opposite direction is looked for within this distance, metres.
const PARALLEL_M: f64 = 60.0;

/// Buses that run along less than this share of a piece only cross it.
const MOST_OF_IT: f64 = 0.5;

/// Shorter pieces are two-way, metres: on them a few metres of drawing decide, and a wrong one closes a whole road.
const SHORTEST_M: f64 = 40.0;

/// Which way the buses run along a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OneWay {
    No,
    /// From the piece's `from` to its `to`.
    Forward,
    Backward,
}

/// One answer a piece.
pub(super) fn one_way(plan: &Plan, lines: &[Line]) -> Vec<OneWay> {
    let (mut grid, mut owner) = (SegmentGrid::new(50.0), Vec::new());
    for (i, piece) in plan.pieces.iter().enumerate() {
        for segment in piece.segments() {
            grid.insert(segment);
            owner.push(i);
        }
    }
    let run = metres_run(plan, lines, &grid, &owner);
    let bus_direction: Vec<OneWay> = plan
        .pieces
        .iter()
        .zip(&run)
        .map(|(piece, metres)| {
            let enough = piece.length_m() * MOST_OF_IT;
            if piece.length_m() < SHORTEST_M {
                return OneWay::No;
            }
            match (metres[0] >= enough, metres[1] >= enough) {
                (true, false) if metres[1] == 0.0 => OneWay::Forward,
                (false, true) if metres[0] == 0.0 => OneWay::Backward,
                _ => OneWay::No,
            }
        })
        .collect();
    let opposite_is_near = |i: usize| {
        let travel = |j: usize, s: Segment| match bus_direction[j] {
            OneWay::Backward => Segment { a: s.b, b: s.a },
            _ => s,
        };
        plan.pieces[i].segments().any(|segment| {
            let own = travel(i, segment);
            grid.near(segment.at(0.5), PARALLEL_M).into_iter().any(|(s, _)| {
                let j = owner[s as usize];
                let other = travel(j, grid.segment(s));
                j != i && bus_direction[j] != OneWay::No && other.alignment(own) <= -ALONG
            })
        })
    };
    let decide = |(i, direction): (usize, &OneWay)| {
        if *direction != OneWay::No && opposite_is_near(i) { *direction } else { OneWay::No }
    };
    bus_direction.iter().enumerate().map(decide).collect()
}

/// Metres that the longest-running route of 2026 runs along each piece, forward and backward.
fn metres_run(plan: &Plan, lines: &[Line], grid: &SegmentGrid, owner: &[usize]) -> Vec<[f64; 2]> {
    let mut most = vec![[0.0f64; 2]; plan.pieces.len()];
    let mut this_line = vec![[0.0f64; 2]; plan.pieces.len()];
    for line in lines.iter().filter(|l| l.source == Source::Bus2026) {
        let mut touched = Vec::new();
        for segment in line.points.windows(2).map(|w| Segment { a: w[0], b: w[1] }) {
            for step in steps(segment) {
                let near = grid.near(step.at(0.5), ON_THE_STREET_M);
                let along = |s: &u32| grid.segment(*s).alignment(step);
                let Some(s) = near.iter().map(|(s, _)| *s).find(|s| along(s).abs() >= ALONG) else {
                    continue;
                };
                let piece = owner[s as usize];
                this_line[piece][usize::from(along(&s) < 0.0)] += step.length();
                touched.push(piece);
            }
        }
        for piece in touched {
            for way in 0..2 {
                most[piece][way] = most[piece][way].max(std::mem::take(&mut this_line[piece][way]));
            }
        }
    }
    most
}
