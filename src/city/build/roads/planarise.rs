//! Lines that meet become junctions and carriageways.

use std::collections::HashMap;

use geo::{LineString, Simplify};

use super::conflate::length;
use super::is_by_hand;
use super::lines::{Line, Source};
use crate::space::{Point, Segment, SegmentGrid};

/// Bends smaller than this are drawing noise, metres.
const BEND_M: f64 = 1.0;

/// An end this close to another line touches it, metres.
const TOUCH_M: f64 = 8.0;

/// An end this close to another line is led to it, metres: where one drawing of a street stops and the next begins,
/// they are up to 15 m apart.
const LEAD_M: f64 = 16.0;

/// Meeting places closer than this are one junction, metres.
const JUNCTION_M: f64 = 6.0;

/// A spot on the map with something to know about it: lines that cross in plan only, a road that was not there.
pub(super) struct Spot {
    pub centre: Point,
    pub radius_m: f64,
}

/// A piece of street between two junctions.
#[derive(Clone)]
pub(super) struct Piece {
    pub from: usize,
    pub to: usize,
    /// With both ends.
    pub points: Vec<Point>,
    pub source: Source,
}

impl Piece {
    pub fn length_m(&self) -> f64 {
        length(&self.points)
    }

    /// The place so many metres from its start.
    pub fn at(&self, along_m: f64) -> Point {
        let mut start_m = 0.0;
        for segment in self.segments() {
            let length_m = segment.length();
            if along_m <= start_m + length_m && length_m > 0.0 {
                return segment.at((along_m - start_m) / length_m);
            }
            start_m += length_m;
        }
        self.points[self.points.len() - 1]
    }

    pub fn segments(&self) -> impl Iterator<Item = Segment> {
        self.points.windows(2).map(|w| Segment { a: w[0], b: w[1] })
    }
}

/// Junctions, and the pieces of street between them.
pub(super) struct Plan {
    pub nodes: Vec<Point>,
    pub pieces: Vec<Piece>,
}

/// Joins lines where they cross or touch, but for the listed separations and the roads entered by hand, which join
/// at their ends alone.
pub(super) fn planarise(lines: Vec<Line>, separations: &[Spot]) -> Plan {
    let lines: Vec<Line> = lines.into_iter().map(smooth).collect();
    let drawing = Drawing::new(&lines);
    // Where each segment is cut, as shares of its length.
    let mut cuts: Vec<Vec<f64>> = vec![Vec::new(); drawing.owners.len()];
    let leads = drawing.leads(&mut cuts);
    for i in 0..drawing.owners.len() as u32 {
        let s = drawing.grid.segment(i);
        for j in drawing.grid.candidates(s.a, s.b, 0.0).into_iter().filter(|j| *j > i) {
            let Some((t, u)) = s.crossing(drawing.grid.segment(j)) else { continue };
            let place = s.at(t);
            let pass_over = [i, j].iter().any(|k| is_by_hand(drawing.line(*k).source))
                || separations.iter().any(|x| x.centre.distance(place) <= x.radius_m);
            if !pass_over || [i, j].iter().any(|k| drawing.ends_at(*k, place)) {
                cuts[i as usize].push(t);
                cuts[j as usize].push(u);
            }
        }
    }
    drawing.cut(&cuts, &leads)
}

fn smooth(line: Line) -> Line {
    let simple: LineString<f64> = line.points.iter().map(|p| (p.e, p.n)).collect();
    let points = simple.simplify(BEND_M).0.iter().map(|c| Point { e: c.x, n: c.y }).collect();
    Line { points, ..line }
}

/// All lines, and all their segments by place with the number of their line.
struct Drawing<'l> {
    lines: &'l [Line],
    grid: SegmentGrid,
    owners: Vec<usize>,
}

/// For both ends of a line: the place on another line that the end touches.
type Leads = [Option<Point>; 2];

impl<'l> Drawing<'l> {
    fn new(lines: &'l [Line]) -> Self {
        let (mut grid, mut owners) = (SegmentGrid::new(50.0), Vec::new());
        for (number, line) in lines.iter().enumerate() {
            for pair in line.points.windows(2) {
                grid.insert(Segment { a: pair[0], b: pair[1] });
                owners.push(number);
            }
        }
        Drawing { lines, grid, owners }
    }

    fn line(&self, segment: u32) -> &Line {
        &self.lines[self.owners[segment as usize]]
    }

    fn ends_at(&self, segment: u32, place: Point) -> bool {
        let points = &self.line(segment).points;
        [points[0], points[points.len() - 1]].iter().any(|p| p.distance(place) < TOUCH_M)
    }

    /// Where the ends of every line touch another line, which is cut there.
    fn leads(&self, cuts: &mut [Vec<f64>]) -> Vec<Leads> {
        let mut lead = |number: usize, p: Point| {
            let near = self.grid.near(p, LEAD_M);
            let other = near.into_iter().find(|(i, _)| self.owners[*i as usize] != number)?.0;
            let segment = self.grid.segment(other);
            let t = segment.foot(p);
            cuts[other as usize].push(t);
            Some(segment.at(t))
        };
        let ends = |l: &Line| [l.points[0], l.points[l.points.len() - 1]];
        self.lines.iter().enumerate().map(|(number, line)| ends(line).map(|p| lead(number, p))).collect()
    }

    fn cut(&self, cuts: &[Vec<f64>], leads: &[Leads]) -> Plan {
        let mut cutter = Cutter::default();
        let mut first_segment = 0;
        for (line, [before, after]) in self.lines.iter().zip(leads) {
            cutter.start(before.unwrap_or(line.points[0]), line.source);
            for (k, pair) in line.points.windows(2).enumerate() {
                let segment = Segment { a: pair[0], b: pair[1] };
                cutter.pass(segment.a);
                let mut here = cuts[first_segment + k].clone();
                here.sort_by(f64::total_cmp);
                here.into_iter().for_each(|t| cutter.reach(segment.at(t)));
            }
            let end = line.points[line.points.len() - 1];
            cutter.pass(end);
            cutter.reach(after.unwrap_or(end));
            first_segment += line.points.len() - 1;
        }
        // From a junction back to itself leads no shortest way.
        cutter.pieces.retain(|p| p.from != p.to);
        Plan { nodes: cutter.junctions.points, pieces: cutter.pieces }
    }
}

/// Junctions by place: the first one within reach is taken.
#[derive(Default)]
struct Junctions {
    cells: HashMap<(i64, i64), Vec<usize>>,
    points: Vec<Point>,
}

impl Junctions {
    fn at(&mut self, p: Point) -> usize {
        let cell = |x: f64| (x / JUNCTION_M).floor() as i64;
        let (x, y) = (cell(p.e), cell(p.n));
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
        let near = around.filter_map(|c| self.cells.get(&c)).flatten().copied();
        let nearest = near
            .map(|i| (self.points[i].distance(p), i))
            .filter(|(d, _)| *d <= JUNCTION_M)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        nearest.map_or_else(
            || {
                self.points.push(p);
                self.cells.entry((x, y)).or_default().push(self.points.len() - 1);
                self.points.len() - 1
            },
            |(_, i)| i,
        )
    }
}

/// Follows a line and starts a new piece at every junction.
#[derive(Default)]
struct Cutter {
    junctions: Junctions,
    pieces: Vec<Piece>,
    open: Option<Piece>,
}

impl Cutter {
    fn start(&mut self, p: Point, source: Source) {
        let from = self.junctions.at(p);
        self.open = Some(Piece { from, to: from, points: vec![self.junctions.points[from]], source });
    }

    /// Goes through a bend.
    fn pass(&mut self, p: Point) {
        if let Some(open) = self.open.as_mut().filter(|o| o.points.last() != Some(&p)) {
            open.points.push(p);
        }
    }

    /// Comes to a junction.
    fn reach(&mut self, p: Point) {
        let Some(mut piece) = self.open.take() else { return };
        let to = self.junctions.at(p);
        let place = self.junctions.points[to];
        let source = piece.source;
        // The drawing reaches the junction a little beside where it was first seen.
        if piece.points.len() > 1 && piece.points.last().is_some_and(|l| l.distance(place) <= JUNCTION_M) {
            piece.points.pop();
        }
        piece.points.push(place);
        piece.to = to;
        self.pieces.push(piece);
        self.open = Some(Piece { from: to, to, points: vec![place], source });
    }
}
