//! Many drawings of the same street become one.
//!
//! A street is drawn once for every bus route and direction, a metre or so apart. Lines are taken one after the
//! other; what runs along a street that is already there is left out, the rest becomes a new street that starts
//! and ends on the old ones.

use std::collections::HashSet;

use super::lines::Line;
use crate::space::{Point, Segment, SegmentGrid};

/// Lines are followed in steps of at most this length, metres.
const STEP_M: f64 = 10.0;

/// A step this close to a street and along it is that street, metres. The drawings agree to 1 to 3 m; the two
/// carriageways of a wide road lie 14 m or more apart.
const SAME_STREET_M: f64 = 12.0;

/// A line that leaves a street and comes back was not away if it stayed this close, metres.
const WOBBLE_M: f64 = 18.0;

/// Shorter excursions between two streets are drawing noise, metres.
const NOISE_M: f64 = 25.0;

/// Cosine of the angle up to which two drawings run along each other.
pub(super) const ALONG: f64 = 0.8;

/// A line that turns back is compared with its own way out, but for the last steps.
const LAG: usize = 4;

/// Streets, each drawn once.
pub(super) fn conflate(lines: &[Line]) -> Vec<Line> {
    let mut known = Known { grid: SegmentGrid::new(25.0), drawn: HashSet::new() };
    let mut streets = Vec::new();
    for line in lines {
        for points in known.new_streets(&line.points) {
            streets.push(Line { source: line.source, points });
        }
    }
    streets
}

pub(super) fn length(points: &[Point]) -> f64 {
    points.windows(2).map(|w| w[0].distance(w[1])).sum()
}

struct Known {
    grid: SegmentGrid,
    /// Segments seen before, in decimetres: most routes share theirs to the digit.
    drawn: HashSet<[i64; 4]>,
}

/// A stretch of a line that is no known street so far.
#[derive(Default)]
struct Stretch {
    points: Vec<Point>,
    from_street: bool,
}

impl Stretch {
    /// Its steps but for the last [`LAG`].
    fn settled(&self) -> impl Iterator<Item = Segment> {
        let all = self.points.windows(2).map(|w| Segment { a: w[0], b: w[1] });
        all.take(self.points.len().saturating_sub(1 + LAG))
    }
}

impl Known {
    fn new_streets(&mut self, points: &[Point]) -> Vec<Vec<Point>> {
        let mut found = Vec::new();
        let mut stretch = Stretch::default();
        let mut on_street = false;
        for segment in points.windows(2).map(|w| Segment { a: w[0], b: w[1] }) {
            let drawn_before = !self.drawn.insert(key(segment));
            for step in steps(segment) {
                if drawn_before || self.alongside(step, SAME_STREET_M, &stretch).is_some() {
                    if !stretch.points.is_empty() {
                        found.extend(self.close(std::mem::take(&mut stretch), Some(step)));
                    }
                    on_street = true;
                    continue;
                }
                if stretch.points.is_empty() {
                    stretch.from_street = on_street;
                    stretch.points.push(if on_street { self.foot(step, &stretch) } else { step.a });
                }
                stretch.points.push(step.b);
                on_street = false;
            }
        }
        if !stretch.points.is_empty() {
            found.extend(self.close(stretch, None));
        }
        found
    }

    /// Ends a stretch, at the street that `next` runs along if there is one.
    fn close(&mut self, mut stretch: Stretch, next: Option<Segment>) -> Option<Vec<Point>> {
        if let Some(next) = next {
            let foot = self.foot(next, &stretch);
            stretch.points.push(foot);
            let mut steps = stretch.points.windows(2).map(|w| Segment { a: w[0], b: w[1] });
            let nowhere = Stretch::default();
            let mut wobble = || steps.all(|s| self.alongside(s, WOBBLE_M, &nowhere).is_some());
            if stretch.from_street && (length(&stretch.points) < NOISE_M || wobble()) {
                return None;
            }
        }
        for pair in stretch.points.windows(2) {
            self.grid.insert(Segment { a: pair[0], b: pair[1] });
        }
        Some(stretch.points)
    }

    /// The nearest street within reach that `step` runs along: a known one or an earlier part of its own stretch.
    fn alongside(&self, step: Segment, reach_m: f64, own: &Stretch) -> Option<Segment> {
        let middle = step.at(0.5);
        let parallel = |s: &Segment| s.alignment(step).abs() >= ALONG;
        let known = self.grid.near(middle, reach_m).into_iter().map(|(i, _)| self.grid.segment(i));
        let back = own.settled().filter(|s| s.distance(middle) <= reach_m);
        known.chain(back).find(parallel)
    }

    /// Where `step`'s start lies on the street that the step, or else the start, is close to.
    fn foot(&self, step: Segment, own: &Stretch) -> Point {
        let nearest = || self.grid.near(step.a, WOBBLE_M).first().map(|(i, _)| self.grid.segment(*i));
        match self.alongside(step, WOBBLE_M, own).or_else(nearest) {
            Some(street) => street.at(street.foot(step.a)),
            None => step.a,
        }
    }
}

fn key(s: Segment) -> [i64; 4] {
    let at = |p: Point| [(p.e * 10.0).round() as i64, (p.n * 10.0).round() as i64];
    let (a, b) = (at(s.a), at(s.b));
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    [first[0], first[1], second[0], second[1]]
}

/// The segment in equal steps of at most [`STEP_M`].
pub(super) fn steps(segment: Segment) -> impl Iterator<Item = Segment> {
    let count = (segment.length() / STEP_M).ceil() as usize;
    let at = move |i: usize| segment.at(i as f64 / count as f64);
    (0..count).map(move |i| Segment { a: at(i), b: at(i + 1) })
}
