//! From grid metres to points on the canvas, and the backdrop of every map.

use plotters::style::RGBColor;

use super::canvas::{Anchor, Canvas, Type};
use super::labels::Rect;
use super::theme;
use crate::city::{City, CityError, Outline, OutlineLayer};
use crate::space::Point;

/// A map's extent and place on the canvas.
pub(super) struct MapFrame {
    pub place: Rect,
    west: f64,
    north: f64,
    points_per_metre: f64,
    /// Outlines are drawn on a grid of so many points; 0 for none.
    step: f64,
}

impl MapFrame {
    /// Fits all `outlines` and `points` into `place`, with room to spare on all sides.
    pub(super) fn fit(place: Rect, outlines: &[&Outline], points: &[Point]) -> Self {
        let all = || outlines.iter().flat_map(|o| o.polygons.iter().flatten().flatten()).chain(points);
        let extreme =
            |of: fn(&Point) -> f64, pick: fn(f64, f64) -> f64, start: f64| all().map(of).fold(start, pick);
        let (west, east) = (extreme(|p| p.e, f64::min, f64::MAX), extreme(|p| p.e, f64::max, f64::MIN));
        let (south, north) = (extreme(|p| p.n, f64::min, f64::MAX), extreme(|p| p.n, f64::max, f64::MIN));
        let margin = ((east - west).max(north - south) * 0.04).max(400.0);
        let (width, height) = (place.right - place.left, place.bottom - place.top);
        let points_per_metre =
            (width / (east - west + 2.0 * margin)).min(height / (north - south + 2.0 * margin));
        let (middle_e, middle_n) = ((west + east) / 2.0, (south + north) / 2.0);
        MapFrame {
            place,
            west: middle_e - width / 2.0 / points_per_metre,
            north: middle_n + height / 2.0 / points_per_metre,
            points_per_metre,
            step: 0.0,
        }
    }

    /// The same with coarser outlines, whose corners are moved to a grid: shared borders stay shared.
    pub(super) fn in_steps_of(self, step: f64) -> Self {
        MapFrame { step, ..self }
    }

    fn corner(&self, p: Point) -> (f64, f64) {
        let (x, y) = self.at(p);
        let on_grid = |v: f64| if self.step > 0.0 { (v / self.step).round() * self.step } else { v };
        (on_grid(x), on_grid(y))
    }

    pub(super) fn at(&self, p: Point) -> (f64, f64) {
        (
            self.place.left + (p.e - self.west) * self.points_per_metre,
            self.place.top + (self.north - p.n) * self.points_per_metre,
        )
    }

    /// The grid point under a point of the canvas.
    pub(super) fn from(&self, (x, y): (f64, f64)) -> Point {
        Point {
            e: self.west + (x - self.place.left) / self.points_per_metre,
            n: self.north - (y - self.place.top) / self.points_per_metre,
        }
    }

    pub(super) fn shows(&self, p: Point) -> bool {
        let (x, y) = self.at(p);
        x >= self.place.left + 6.0
            && x <= self.place.right - 6.0
            && y >= self.place.top + 6.0
            && y <= self.place.bottom - 6.0
    }

    /// Fills polygons, their holes left out.
    pub(super) fn fill<'o>(
        &self,
        canvas: &Canvas<'_>,
        outlines: impl IntoIterator<Item = &'o Outline>,
        colour: RGBColor,
    ) -> Result<(), String> {
        for rings in outlines.into_iter().flat_map(|o| &o.polygons) {
            canvas.polygon(&self.ring(&one_ring(rings)), colour)?;
        }
        Ok(())
    }

    /// The same, without patches that are hardly larger than the steps of the outlines.
    pub(super) fn fill_patches(
        &self,
        canvas: &Canvas<'_>,
        outlines: &[Outline],
        colour: RGBColor,
    ) -> Result<(), String> {
        for rings in outlines.iter().flat_map(|o| &o.polygons) {
            let patch = self.ring(&one_ring(rings));
            let length = |of: fn(&(f64, f64)) -> f64| {
                let ends = patch.iter().map(of).fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
                ends.1 - ends.0
            };
            if length(|p| p.0).max(length(|p| p.1)) > 2.0 * self.step {
                canvas.polygon(&patch, colour)?;
            }
        }
        Ok(())
    }

    fn ring(&self, ring: &[Point]) -> Vec<(f64, f64)> {
        let mut corners: Vec<(f64, f64)> = ring.iter().map(|p| self.corner(*p)).collect();
        corners.dedup();
        clip(&corners, &self.place)
    }

    /// A line cut into the stretches that lie in the frame.
    fn lines(&self, line: &[Point]) -> Vec<Vec<(f64, f64)>> {
        let mut points: Vec<(f64, f64)> = line.iter().map(|p| self.corner(*p)).collect();
        points.dedup();
        let mut stretches: Vec<Vec<(f64, f64)>> = Vec::new();
        for pair in points.windows(2) {
            let Some((from, to)) = segment_within(pair[0], pair[1], &self.place) else { continue };
            match stretches.last_mut() {
                Some(stretch) if stretch.last() == Some(&from) => stretch.push(to),
                _ => stretches.push(vec![from, to]),
            }
        }
        stretches
    }

    /// River, borough lines; what is over the zones.
    pub(super) fn orientation(
        &self,
        canvas: &Canvas<'_>,
        river: &[Outline],
        boroughs: &[Outline],
    ) -> Result<(), String> {
        self.fill(canvas, river, canvas.theme.water)?;
        for ring in boroughs.iter().flat_map(|o| o.polygons.iter().flatten()) {
            for line in self.lines(ring) {
                canvas.line(&line, canvas.theme.border, 0.75)?;
            }
        }
        Ok(())
    }

    /// Hatches polygons, so that a class is known without its colour.
    pub(super) fn hatch(&self, canvas: &Canvas<'_>, outline: &Outline) -> Result<(), String> {
        outline.polygons.iter().try_for_each(|rings| hatch(canvas, &self.ring(&one_ring(rings))))
    }

    /// A round length that takes up about a sixth of the map, bottom left.
    pub(super) fn scale_bar(&self, canvas: &Canvas<'_>) -> Result<Rect, String> {
        let sixth_m = (self.place.right - self.place.left) / self.points_per_metre / 6.0;
        let round = [20_000.0, 10_000.0, 5_000.0, 2_000.0, 1_000.0, 500.0, 200.0];
        let metres = round.into_iter().find(|m| *m <= sixth_m).unwrap_or(100.0);
        let length = metres * self.points_per_metre;
        let (x, y) = (self.place.left + 12.0, self.place.bottom - 14.0);
        let bar = [(x, y - 5.0), (x, y), (x + length, y), (x + length, y - 5.0)];
        canvas.line(&bar, canvas.theme.paper, 4.0)?;
        canvas.line(&bar, canvas.theme.ink, 1.25)?;
        let text = if metres >= 1000.0 { format!("{} km", metres / 1000.0) } else { format!("{metres} m") };
        let look = Type::new(theme::SMALL, canvas.theme.ink);
        canvas.text_on_map(&text, (x + length + 6.0, y - 10.0), look, Anchor::Left)?;
        Ok(Rect { left: x, top: y - 14.0, right: x + length + 60.0, bottom: y + 6.0 })
    }
}

/// What maps draw behind and around the zones.
#[derive(Default)]
pub struct Backdrop {
    /// Boroughs.
    pub boroughs: Vec<Outline>,
    /// Water, and lines that stand for it.
    pub river: Vec<Outline>,
    /// Open land.
    pub green: Vec<Outline>,
}

impl Backdrop {
    /// Reads the city's boroughs, river and open land.
    ///
    /// # Errors
    /// As [`City::outlines`].
    pub fn read(city: &City) -> Result<Self, CityError> {
        Ok(Backdrop {
            boroughs: city.outlines(OutlineLayer::Boroughs)?,
            river: city.outlines(OutlineLayer::River)?,
            green: city.outlines(OutlineLayer::Green)?,
        })
    }
}

/// A polygon with holes as a single ring: each hole is visited over a cut from the outer ring's nearest
/// corner and back, in the opposite turn.
fn one_ring(rings: &[Vec<Point>]) -> Vec<Point> {
    let Some((outer, holes)) = rings.split_first() else { return Vec::new() };
    let mut ring = outer.clone();
    for hole in holes.iter().filter(|h| h.len() > 2) {
        let gap = |p: &Point| p.distance(hole[0]);
        let at = (0..ring.len()).min_by(|&a, &b| gap(&ring[a]).total_cmp(&gap(&ring[b]))).unwrap_or(0);
        let mut visit = hole.clone();
        if (twice_area(&visit) > 0.0) == (twice_area(outer) > 0.0) {
            visit.reverse();
        }
        visit.push(ring[at]);
        ring.splice(at + 1..at + 1, visit);
    }
    ring
}

fn twice_area(ring: &[Point]) -> f64 {
    ring.windows(2).map(|w| w[0].e * w[1].n - w[1].e * w[0].n).sum()
}

/// Between the lines of a hatching, points along an axis.
const HATCH_STEP: f64 = 5.0;

/// Draws the rising lines that lie in a ring (even-odd rule).
pub(super) fn hatch(canvas: &Canvas<'_>, ring: &[(f64, f64)]) -> Result<(), String> {
    hatching(ring).iter().try_for_each(|line| canvas.line(line, canvas.theme.hatch, 0.5))
}

/// The stretches in a ring of the lines x + y = a multiple of the step.
fn hatching(ring: &[(f64, f64)]) -> Vec<[(f64, f64); 2]> {
    let across = |p: &(f64, f64)| p.0 + p.1;
    let extremes = |(l, h): (f64, f64), v: f64| (l.min(v), h.max(v));
    let (low, high) = ring.iter().map(across).fold((f64::MAX, f64::MIN), extremes);
    let mut lines = Vec::new();
    let mut level = (low / HATCH_STEP).ceil() * HATCH_STEP;
    while level < high {
        let mut cuts: Vec<(f64, f64)> = Vec::new();
        for (i, a) in ring.iter().enumerate() {
            let b = &ring[(i + 1) % ring.len()];
            if (across(a) < level) != (across(b) < level) {
                let t = (level - across(a)) / (across(b) - across(a));
                cuts.push((a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t));
            }
        }
        cuts.sort_by(|a, b| a.0.total_cmp(&b.0));
        lines.extend(cuts.chunks_exact(2).map(|pair| [pair[0], pair[1]]));
        level += HATCH_STEP;
    }
    lines
}

/// The part of a segment that lies in a rectangle (Liang and Barsky's clipping).
fn segment_within(a: (f64, f64), b: (f64, f64), rect: &Rect) -> Option<((f64, f64), (f64, f64))> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let edges =
        [(-dx, a.0 - rect.left), (dx, rect.right - a.0), (-dy, a.1 - rect.top), (dy, rect.bottom - a.1)];
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    for (towards, room) in edges {
        if towards == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if towards < 0.0 {
            enter = enter.max(room / towards);
        } else {
            leave = leave.min(room / towards);
        }
    }
    let at = |t: f64| match t {
        0.0 => a,
        1.0 => b,
        t => (a.0 + dx * t, a.1 + dy * t),
    };
    (enter <= leave).then(|| (at(enter), at(leave)))
}

/// Sutherland and Hodgman's clipping of a ring to a rectangle.
fn clip(ring: &[(f64, f64)], to: &Rect) -> Vec<(f64, f64)> {
    type Edge = (fn((f64, f64)) -> f64, f64, f64);
    let edges: [Edge; 4] = [
        (|p| p.0, to.left, 1.0),
        (|p| p.0, to.right, -1.0),
        (|p| p.1, to.top, 1.0),
        (|p| p.1, to.bottom, -1.0),
    ];
    let mut points = ring.to_vec();
    for (along, limit, sign) in edges {
        let depth = |p: (f64, f64)| (along(p) - limit) * sign;
        let mut kept = Vec::with_capacity(points.len());
        for (i, &p) in points.iter().enumerate() {
            let previous = points[(i + points.len() - 1) % points.len()];
            let (before, here) = (depth(previous), depth(p));
            if (before >= 0.0) != (here >= 0.0) {
                let t = before / (before - here);
                kept.push((previous.0 + (p.0 - previous.0) * t, previous.1 + (p.1 - previous.1) * t));
            }
            if here >= 0.0 {
                kept.push(p);
            }
        }
        points = kept;
    }
    points
}

#[cfg(test)]
mod tests {
    use super::hatching;

    #[test]
    fn a_hatching_rises_and_stays_in_the_ring() {
        let ring = [(10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0)];
        let lines = hatching(&ring);
        assert!(lines.len() > 5);
        for [a, b] in lines {
            assert!(a.0 <= b.0 && (a.0 == b.0 || b.1 < a.1), "{a:?} {b:?}");
            assert!([a, b].iter().all(|p| (10.0..=30.0).contains(&p.0) && (10.0..=30.0).contains(&p.1)));
        }
    }
}
