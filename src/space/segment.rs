//! Straight pieces of lines, and an index of them that can grow.

use std::collections::HashMap;

use super::Point;

/// A straight piece of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Start.
    pub a: Point,
    /// End.
    pub b: Point,
}

impl Segment {
    /// Metres.
    pub fn length(self) -> f64 {
        self.a.distance(self.b)
    }

    /// The place closest to `p`, as a share of the way from `a` to `b`.
    pub fn foot(self, p: Point) -> f64 {
        let (e, n) = (self.b.e - self.a.e, self.b.n - self.a.n);
        let squared = e * e + n * n;
        if squared == 0.0 {
            return 0.0;
        }
        (((p.e - self.a.e) * e + (p.n - self.a.n) * n) / squared).clamp(0.0, 1.0)
    }

    /// The point a share `t` of the way along.
    pub fn at(self, t: f64) -> Point {
        self.a.towards(self.b, t)
    }

    /// How far `p` is from the nearest place of the segment, metres.
    pub fn distance(self, p: Point) -> f64 {
        self.at(self.foot(p)).distance(p)
    }

    /// The cosine of the angle between the two directions: 1 along, -1 against, 0 across or without length.
    pub fn alignment(self, other: Segment) -> f64 {
        let (e, n) = (self.b.e - self.a.e, self.b.n - self.a.n);
        let (f, m) = (other.b.e - other.a.e, other.b.n - other.a.n);
        let lengths = self.length() * other.length();
        if lengths == 0.0 { 0.0 } else { (e * f + n * m) / lengths }
    }

    /// Where two segments cross, as shares of their ways; `None` for parallel or separate ones.
    pub fn crossing(self, other: Segment) -> Option<(f64, f64)> {
        let (e, n) = (self.b.e - self.a.e, self.b.n - self.a.n);
        let (f, m) = (other.b.e - other.a.e, other.b.n - other.a.n);
        let cross = e * m - n * f;
        if cross == 0.0 {
            return None;
        }
        let (de, dn) = (other.a.e - self.a.e, other.a.n - self.a.n);
        let (t, u) = ((de * m - dn * f) / cross, (de * n - dn * e) / cross);
        ((0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u)).then_some((t, u))
    }
}

/// Segments by square cells of the ground. A segment's number is its place in the order of insertion.
pub struct SegmentGrid {
    cell_m: f64,
    cells: HashMap<(i32, i32), Vec<u32>>,
    segments: Vec<Segment>,
}

impl SegmentGrid {
    /// An empty index; `cell_m` should be about the reach of the questions asked, metres.
    pub fn new(cell_m: f64) -> Self {
        SegmentGrid { cell_m, cells: HashMap::new(), segments: Vec::new() }
    }

    /// Adds a segment and returns its number.
    pub fn insert(&mut self, segment: Segment) -> u32 {
        let number = self.segments.len() as u32;
        let reach = self.cells_over(segment.a, segment.b, 0.0);
        for cell in reach {
            let square = Point {
                e: (f64::from(cell.0) + 0.5) * self.cell_m,
                n: (f64::from(cell.1) + 0.5) * self.cell_m,
            };
            // A long segment leaves out the cells of its bounding box that it cannot touch.
            if segment.distance(square) <= self.cell_m * 0.75 {
                self.cells.entry(cell).or_default().push(number);
            }
        }
        self.segments.push(segment);
        number
    }

    /// The segment of a number.
    pub fn segment(&self, number: u32) -> Segment {
        self.segments[number as usize]
    }

    /// Segments with a place within `reach_m` of `p`, with the distance in metres; nearest first, equally near
    /// ones by number.
    pub fn near(&self, p: Point, reach_m: f64) -> Vec<(u32, f64)> {
        let mut found: Vec<(u32, f64)> = self
            .candidates(p, p, reach_m)
            .into_iter()
            .map(|i| (i, self.segments[i as usize].distance(p)))
            .filter(|(_, d)| *d <= reach_m)
            .collect();
        found.sort_by(|x, y| x.1.total_cmp(&y.1).then(x.0.cmp(&y.0)));
        found
    }

    /// Numbers of the segments that may come within `reach_m` of the box with corners `a` and `b`, ascending.
    pub fn candidates(&self, a: Point, b: Point, reach_m: f64) -> Vec<u32> {
        let cells = self.cells_over(a, b, reach_m);
        let mut found: Vec<u32> = cells.filter_map(|cell| self.cells.get(&cell)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn cells_over(&self, a: Point, b: Point, reach_m: f64) -> impl Iterator<Item = (i32, i32)> + use<> {
        let cell = |x: f64| (x / self.cell_m).floor() as i32;
        let (west, east) = (cell(a.e.min(b.e) - reach_m), cell(a.e.max(b.e) + reach_m));
        let (south, north) = (cell(a.n.min(b.n) - reach_m), cell(a.n.max(b.n) + reach_m));
        (west..=east).flat_map(move |x| (south..=north).map(move |y| (x, y)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn points() -> impl Strategy<Value = Point> {
        (-500.0..500.0f64, -500.0..500.0f64).prop_map(|(e, n)| Point { e, n })
    }

    proptest! {
        #[test]
        fn the_grid_finds_what_a_loop_finds(
            ends in prop::collection::vec((points(), points()), 1..40),
            p in points(),
            reach_m in 1.0..300.0f64,
        ) {
            let segments: Vec<Segment> = ends.iter().map(|&(a, b)| Segment { a, b }).collect();
            let mut grid = SegmentGrid::new(40.0);
            for s in &segments {
                grid.insert(*s);
            }
            let mut slow: Vec<(u32, f64)> =
                (0..).zip(&segments).map(|(i, s)| (i, s.distance(p))).filter(|(_, d)| *d <= reach_m).collect();
            slow.sort_by(|x, y| x.1.total_cmp(&y.1).then(x.0.cmp(&y.0)));
            prop_assert_eq!(grid.near(p, reach_m), slow);
        }

        #[test]
        fn a_crossing_lies_on_both(a in points(), b in points(), c in points(), d in points()) {
            let (s, t) = (Segment { a, b }, Segment { a: c, b: d });
            if let Some((x, y)) = s.crossing(t) {
                prop_assert!(s.at(x).distance(t.at(y)) < 1e-6);
            }
        }
    }
}
