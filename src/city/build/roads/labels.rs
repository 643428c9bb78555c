//! Class and name of every piece of street, from the DfT's count points.
//!
//! A count point lies on its road. The piece that it lies on takes its name, and so do the pieces that go straight
//! on from there, as far as the counted link is long; where two points claim a piece the nearer one wins.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::super::{BuildError, Raw};
use super::conflate::{ALONG, steps};
use super::lines::{Line, Source};
use super::planarise::{Piece, Plan};
use super::zones::SpeedZones;
use crate::city::RoadClass;
use crate::space::{Point, Segment, SegmentGrid};

/// A count point farther than this from every street tells nothing, metres: the points are on a grid of up to 10 m
/// and off the axis of wide roads.
const ON_THE_ROAD_M: f64 = 40.0;

/// A minor road's count point has no link length; its name is taken this far, metres.
const MINOR_LINK_M: f64 = 300.0;

/// Major roads without buses are fast roads if they go on for at least this long, metres.
const FAST_ROAD_M: f64 = 1_000.0;

/// A piece shorter than this between two pieces of the same road is part of it, metres.
const GAP_M: f64 = 400.0;

/// Cosine of the sharpest bend at which a street still goes straight on: 45 degrees.
const STRAIGHT_ON: f64 = 0.7;

/// Dual carriageways with a limit of 40 mph or more in Outer London, with buses or without (own knowledge).
const FAST_ROADS: [&str; 15] = [
    "A40", "A406", "A12", "A13", "A2", "A3", "A4", "A30", "A312", "A316", "A20", "A127", "A1", "A41", "A102",
];

/// A piece is on the Major Road Network if that runs along most of it, this close, metres.
const ON_MAJOR_M: f64 = 25.0;

/// What a piece of street is.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub class: RoadClass,
    pub name: String,
}

struct CountPoint {
    place: Point,
    name: String,
    category: String,
    link_m: f64,
}

impl CountPoint {
    /// On an A road.
    fn is_major(&self) -> bool {
        !self.category.starts_with('M')
    }
}

/// One label a piece. `lines` are those that the plan was drawn from; `by_hand` holds the class and name of every line
/// entered by hand.
pub(super) fn labels(
    raw: &mut Raw,
    plan: &Plan,
    lines: &[Line],
    zones: &SpeedZones,
    by_hand: &[Label],
) -> Result<Vec<Label>, BuildError> {
    let points = count_points(raw)?;
    let (major, minor): (Vec<&CountPoint>, Vec<&CountPoint>) = points.iter().partition(|p| p.is_major());
    let mut owner: Vec<Option<&CountPoint>> = vec![None; plan.pieces.len()];
    let streets = Streets::new(plan, on_major_roads(plan, lines));
    streets.claim(&major, &mut owner);
    streets.claim(&minor, &mut owner);
    streets.close_gaps(&mut owner);
    let fast = fast_roads(plan);
    let label = |(i, piece): (usize, &Piece)| match piece.source {
        Source::ByHand(line) => by_hand[usize::from(line)].clone(),
        _ => {
            let (name, category) =
                owner[i].map_or(("", None), |p| (p.name.as_str(), Some(p.category.as_str())));
            let place = piece.points[piece.points.len() / 2];
            let fast =
                fast[i] || streets.major[i] && FAST_ROADS.contains(&name) && zones.at(place) == "Outer";
            Label { class: class(category, streets.major[i], fast), name: name.to_string() }
        }
    };
    Ok(plan.pieces.iter().enumerate().map(label).collect())
}

/// Categories: `TM`, `TA` trunk motorway and A road, `PA` principal A road, `MB` B road, `MCU` minor.
fn class(category: Option<&str>, major: bool, fast: bool) -> RoadClass {
    match category {
        _ if fast => RoadClass::Trunk,
        Some("TA" | "PA") => RoadClass::Primary,
        _ if major => RoadClass::Primary,
        Some("MB") => RoadClass::Secondary,
        Some("MCU") => RoadClass::Tertiary,
        _ => RoadClass::Tertiary,
    }
}

fn count_points(raw: &mut Raw) -> Result<Vec<CountPoint>, BuildError> {
    let table = raw.table("roads/dft_count_points_london.csv")?;
    let [name, category, e, n, link] =
        raw.columns(&table, ["road_name", "road_category", "easting", "northing", "link_length_km"])?;
    let mut points = Vec::new();
    for row in table.rows() {
        let east = row.number(e, 400_000.0..=700_000.0, &mut raw.problems);
        let north = row.number(n, 100_000.0..=300_000.0, &mut raw.problems);
        let (Some(e), Some(n)) = (east, north) else { continue };
        let link_m = match row.text(link) {
            "" => MINOR_LINK_M,
            _ => row.number(link, 0.0..=100.0, &mut raw.problems).unwrap_or(0.0) * 1000.0,
        };
        // Motorways are entered by hand: a bus street beside one is none.
        if row.text(category) == "TM" {
            continue;
        }
        let place = Point { e, n };
        // Minor roads are called C or U and no more.
        let name = if row.text(category) == "MCU" { "" } else { row.text(name) };
        points.push(CountPoint {
            place,
            name: name.to_string(),
            category: row.text(category).to_string(),
            link_m,
        });
    }
    Ok(points)
}

/// Pieces by place and by junction.
struct Streets<'p> {
    plan: &'p Plan,
    grid: SegmentGrid,
    owner: Vec<usize>,
    at: Vec<Vec<usize>>,
    /// Pieces on the Major Road Network.
    major: Vec<bool>,
}

impl<'p> Streets<'p> {
    fn new(plan: &'p Plan, major: Vec<bool>) -> Self {
        let (mut grid, mut owner) = (SegmentGrid::new(50.0), Vec::new());
        let mut at = vec![Vec::new(); plan.nodes.len()];
        for (i, piece) in plan.pieces.iter().enumerate() {
            for segment in piece.segments() {
                grid.insert(segment);
                owner.push(i);
            }
            at[piece.from].push(i);
            at[piece.to].push(i);
        }
        Streets { plan, grid, owner, at, major }
    }

    /// Gives pieces without an owner to the nearest count point along the road.
    fn claim<'c>(&self, points: &[&'c CountPoint], owner: &mut [Option<&'c CountPoint>]) {
        let taken: Vec<bool> = owner.iter().map(Option::is_some).collect();
        // (decimetres from the point, point, piece, node to leave it by)
        let mut queue = BinaryHeap::new();
        for (number, point) in points.iter().enumerate() {
            let near = self.grid.near(point.place, ON_THE_ROAD_M);
            if let Some(piece) = near.iter().map(|(s, _)| self.owner[*s as usize]).find(|p| !taken[*p]) {
                let ends = &self.plan.pieces[piece];
                queue.push(Reverse((0u64, number, piece, ends.from)));
                queue.push(Reverse((0, number, piece, ends.to)));
            }
        }
        while let Some(Reverse((so_far, number, piece, leave))) = queue.pop() {
            match owner[piece] {
                Some(other) if !std::ptr::eq(other, points[number]) => continue,
                Some(_) if so_far > 0 => continue,
                _ => owner[piece] = Some(points[number]),
            }
            let further = so_far + (self.plan.pieces[piece].length_m() * 10.0) as u64;
            let linked = further as f64 <= points[number].link_m * 10.0;
            let goes_on =
                |next: &usize| linked || points[number].is_major() && self.major[piece] && self.major[*next];
            let next = self.straight_on(piece, leave).filter(goes_on);
            if let Some(next) = next.filter(|p| owner[*p].is_none()) {
                let ends = &self.plan.pieces[next];
                let leave = if ends.from == leave { ends.to } else { ends.from };
                queue.push(Reverse((further, number, next, leave)));
            }
        }
    }

    /// A short piece between two pieces of the same road belongs to it.
    fn close_gaps<'c>(&self, owner: &mut [Option<&'c CountPoint>]) {
        let before = owner.to_vec();
        let roads_at = |node: usize| -> Vec<&'c CountPoint> {
            let named = self.at[node].iter().filter_map(|p| before[*p]);
            named.filter(|c| !c.name.is_empty()).collect()
        };
        for (piece, ends) in self.plan.pieces.iter().enumerate() {
            let unnamed = before[piece].is_none_or(|c| c.name.is_empty());
            if unnamed && ends.length_m() < GAP_M {
                let beyond = roads_at(ends.to);
                let same = |c: &&CountPoint| beyond.iter().any(|b| b.name == c.name);
                owner[piece] = roads_at(ends.from).into_iter().find(same).or(before[piece]);
            }
        }
    }

    /// The piece that goes on most nearly straight beyond `node`.
    fn straight_on(&self, piece: usize, node: usize) -> Option<usize> {
        let arriving = self.away(piece, node);
        let bend = |other: &usize| -arriving.alignment(self.away(*other, node));
        let others = self.at[node].iter().copied().filter(|p| *p != piece);
        others.filter(|p| bend(p) >= STRAIGHT_ON).max_by(|a, b| bend(a).total_cmp(&bend(b)).then(b.cmp(a)))
    }

    /// The first stretch of a piece, leaving `node`.
    fn away(&self, piece: usize, node: usize) -> Segment {
        let points = &self.plan.pieces[piece].points;
        let last = points.len() - 1;
        match self.plan.pieces[piece].from == node {
            true => Segment { a: points[0], b: points[1] },
            false => Segment { a: points[last], b: points[last - 1] },
        }
    }
}

/// Pieces along which the Major Road Network runs, with buses or without.
fn on_major_roads(plan: &Plan, lines: &[Line]) -> Vec<bool> {
    let mut grid = SegmentGrid::new(100.0);
    let major = lines.iter().filter(|l| l.source == Source::MajorRoads);
    for pair in major.flat_map(|l| l.points.windows(2)) {
        grid.insert(Segment { a: pair[0], b: pair[1] });
    }
    let along = |step: &Segment| {
        let near = grid.near(step.at(0.5), ON_MAJOR_M);
        near.iter().any(|(i, _)| grid.segment(*i).alignment(*step).abs() >= ALONG)
    };
    let mostly = |piece: &Piece| {
        let all: Vec<Segment> = piece.segments().flat_map(steps).collect();
        let metres: f64 = all.iter().filter(|s| along(s)).map(|s| s.length()).sum();
        metres > 0.5 * piece.length_m()
    };
    plan.pieces.iter().map(mostly).collect()
}

/// Pieces of the Major Road Network that no bus uses, where they go on for long enough.
fn fast_roads(plan: &Plan) -> Vec<bool> {
    let without_bus = |p: &Piece| p.source == Source::MajorRoads;
    let joined = plan.pieces.iter().filter(|p| without_bus(p)).map(|p| (p.from as u32, p.to as u32));
    let label = super::connected(plan.nodes.len(), joined);
    let mut length = vec![0.0; plan.nodes.len()];
    for piece in plan.pieces.iter().filter(|p| without_bus(p)) {
        length[label[piece.from] as usize] += piece.length_m();
    }
    plan.pieces.iter().map(|p| without_bus(p) && length[label[p.from] as usize] >= FAST_ROAD_M).collect()
}
