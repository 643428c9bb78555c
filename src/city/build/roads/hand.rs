//! What no raw table says: roads without buses, roads that pass over each other, roads that were not there yet.
//!
//! Four small tables beside this file, each row with its reason or source.

use super::super::super::problem::Problem;
use super::super::super::table::Table;
use super::labels::Label;
use super::lines::{Line, Source};
use super::planarise::Spot;
use crate::city::RoadClass;
use crate::space::{Point, Segment, SegmentGrid};

/// How far a road entered by hand may end from the street that it joins, metres.
const JOIN_M: f64 = 150.0;

/// The four tables.
pub(super) struct ByHand {
    pub lines: Vec<HandLine>,
    pub separations: Vec<Spot>,
    /// Places that no line of 2026 may pass: the road was not there in 2017.
    absent: Vec<Spot>,
    /// Routes of 2026 that run on rails.
    pub no_roads: Vec<String>,
}

/// A road entered by hand.
pub(super) struct HandLine {
    pub label: Label,
    /// Its points, and whether one can turn off there.
    pub points: Vec<(Point, bool)>,
}

impl ByHand {
    pub fn read(problems: &mut Vec<Problem>) -> Self {
        ByHand {
            no_roads: no_roads(problems).unwrap_or_default(),
            lines: lines(problems).unwrap_or_default(),
            separations: places("separations.csv", include_str!("separations.csv"), problems)
                .unwrap_or_default(),
            absent: places("absent_in_2017.csv", include_str!("absent_in_2017.csv"), problems)
                .unwrap_or_default(),
        }
    }

    pub fn labels(&self) -> Vec<Label> {
        self.lines.iter().map(|l| l.label.clone()).collect()
    }

    /// The stretches of a line that were there in 2017.
    pub fn present(&self, line: Line) -> Vec<Line> {
        let recent = line.source == Source::Bus2026;
        let absent = |s: Segment| recent && self.absent.iter().any(|x| s.distance(x.centre) <= x.radius_m);
        let mut stretches = vec![Line { source: line.source, points: Vec::new() }];
        for pair in line.points.windows(2) {
            let last = stretches.len() - 1;
            if absent(Segment { a: pair[0], b: pair[1] }) {
                stretches.push(Line { source: line.source, points: Vec::new() });
            } else if stretches[last].points.is_empty() {
                stretches[last].points.extend(pair);
            } else {
                stretches[last].points.push(pair[1]);
            }
        }
        stretches.retain(|s| s.points.len() > 1);
        stretches
    }

    /// The roads entered by hand, cut where one can turn off; an end or a junction is led to the nearest street. A road
    /// passes over what it crosses elsewhere.
    pub fn joined_to(&self, streets: &[Line]) -> Vec<Line> {
        let mut grid = SegmentGrid::new(100.0);
        for pair in streets.iter().flat_map(|s| s.points.windows(2)) {
            grid.insert(Segment { a: pair[0], b: pair[1] });
        }
        let join = |p: Point| match grid.near(p, JOIN_M).first() {
            Some((i, _)) => grid.segment(*i).at(grid.segment(*i).foot(p)),
            None => p,
        };
        let mut lines = Vec::new();
        for (number, road) in (0u16..).zip(&self.lines) {
            let source = Source::ByHand(number);
            let mut points: Vec<Point> = Vec::new();
            for (i, &(p, joins)) in road.points.iter().enumerate() {
                let at = if joins { join(p) } else { p };
                points.push(at);
                if joins && i > 0 {
                    lines.push(Line { source, points: std::mem::replace(&mut points, vec![at]) });
                }
            }
            if points.len() > 1 {
                lines.push(Line { source, points });
            }
        }
        lines
    }
}

fn lines(problems: &mut Vec<Problem>) -> Option<Vec<HandLine>> {
    let table = Table::read("by_hand.csv".to_string(), include_bytes!("by_hand.csv"), problems)?;
    let [line, road, class, e, n, joins] =
        table.columns(["line", "road", "class", "easting", "northing", "joins"], problems)?;
    let mut lines: Vec<(String, HandLine)> = Vec::new();
    for row in table.rows() {
        let east = row.number(e, 500_000.0..=565_000.0, problems)?;
        let north = row.number(n, 150_000.0..=205_000.0, problems)?;
        let Some(class) = RoadClass::from_word(row.text(class)) else {
            problems.push(row.problem(class, "is no class of road"));
            continue;
        };
        if lines.last().is_none_or(|(name, _)| name != row.text(line)) {
            let label = Label { class, name: row.text(road).to_string() };
            lines.push((row.text(line).to_string(), HandLine { label, points: Vec::new() }));
        }
        if let Some((_, road)) = lines.last_mut() {
            road.points.push((Point { e: east, n: north }, row.text(joins) == "yes"));
        }
    }
    Some(lines.into_iter().map(|(_, l)| l).collect())
}

fn no_roads(problems: &mut Vec<Problem>) -> Option<Vec<String>> {
    let table = Table::read("not_roads.csv".to_string(), include_bytes!("not_roads.csv"), problems)?;
    let [route] = table.columns(["routeId"], problems)?;
    Some(table.rows().map(|row| row.text(route).to_string()).collect())
}

fn places(name: &str, text: &str, problems: &mut Vec<Problem>) -> Option<Vec<Spot>> {
    let table = Table::read(name.to_string(), text.as_bytes(), problems)?;
    let [e, n, radius] = table.columns(["easting", "northing", "radius_m"], problems)?;
    table
        .rows()
        .map(|row| {
            let e = row.number(e, 500_000.0..=565_000.0, problems)?;
            let n = row.number(n, 150_000.0..=205_000.0, problems)?;
            let radius_m = row.number(radius, 1.0..=1_000.0, problems)?;
            Some(Spot { centre: Point { e, n }, radius_m })
        })
        .collect()
}
