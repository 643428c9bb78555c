//! Labels that do not cover each other.

/// A rectangle: left, top, right, bottom, points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    fn overlaps(&self, other: &Rect) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn inside(&self, other: &Rect) -> bool {
        self.left >= other.left
            && self.right <= other.right
            && self.top >= other.top
            && self.bottom <= other.bottom
    }

    /// The point of the edge that is closest to `(x, y)`.
    pub(super) fn nearest_to(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (x.clamp(self.left, self.right), y.clamp(self.top, self.bottom))
    }

    fn holds(&self, point: (f64, f64)) -> bool {
        self.nearest_to(point) == point
    }

    pub(super) fn centred((x, y): (f64, f64), (width, height): (f64, f64)) -> Rect {
        Rect {
            left: x - width / 2.0,
            top: y - height / 2.0,
            right: x + width / 2.0,
            bottom: y + height / 2.0,
        }
    }

    pub(super) fn around((x, y): (f64, f64), radius: f64) -> Rect {
        Rect { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }
    }
}

/// The free room on a canvas.
pub(super) struct Room {
    bounds: Rect,
    taken: Vec<Rect>,
}

impl Room {
    pub(super) fn new(bounds: Rect) -> Self {
        Room { bounds, taken: Vec::new() }
    }

    /// Marks a rectangle as covered.
    pub(super) fn take(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    /// Finds room for a box of this size beside a symbol, nearest places first, and takes it; also says
    /// whether it is so far off that it could be taken for another symbol's and must be tied to its own. `None` when
    /// every place would cover something. A place whose tie would run over another symbol is a last resort.
    pub(super) fn place_beside(
        &mut self,
        at: (f64, f64),
        symbol: f64,
        size: (f64, f64),
    ) -> Option<(Rect, bool)> {
        let places: Vec<(Rect, bool)> =
            beside(at, symbol, size).filter(|(rect, _)| self.is_free(rect)).collect();
        let clear = places.iter().find(|(rect, far)| !far || self.is_clear(at, rect.nearest_to(at)));
        let place = *clear.or(places.first())?;
        self.take(place.0);
        Some(place)
    }

    /// Whether a line crosses nothing but what it starts in.
    fn is_clear(&self, from: (f64, f64), to: (f64, f64)) -> bool {
        const STEPS: u32 = 16;
        let on_line = (1..STEPS).map(|i| f64::from(i) / f64::from(STEPS));
        let mut points = on_line.map(|t| (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t));
        let others = || self.taken.iter().filter(|rect| !rect.holds(from));
        points.all(|point| !others().any(|rect| rect.holds(point)))
    }

    /// Takes a box centred on a point if it is free.
    pub(super) fn place_at(&mut self, at: (f64, f64), size: (f64, f64)) -> Option<Rect> {
        let rect = Rect::centred(at, size);
        self.is_free(&rect).then(|| {
            self.take(rect);
            rect
        })
    }

    pub(super) fn is_free(&self, rect: &Rect) -> bool {
        rect.inside(&self.bounds) && !self.taken.iter().any(|t| t.overlaps(rect))
    }
}

/// The places for a box beside a symbol, nearest first, and whether each is far from it.
fn beside(
    (x, y): (f64, f64),
    symbol: f64,
    (width, height): (f64, f64),
) -> impl Iterator<Item = (Rect, bool)> {
    [0.0, 5.0, 14.0, 24.0, 36.0, 50.0, 68.0, 84.0].into_iter().flat_map(move |step| {
        let gap = symbol + 3.0 + step;
        let (across, down) = (width / 2.0, height / 2.0);
        let corners = [
            (x + gap, y - down),
            (x - gap - width, y - down),
            (x - across, y - gap - height),
            (x - across, y + gap),
            (x + gap * 0.7, y - gap * 0.7 - height),
            (x - gap * 0.7 - width, y - gap * 0.7 - height),
            (x + gap * 0.7, y + gap * 0.7),
            (x - gap * 0.7 - width, y + gap * 0.7),
            (x - 4.0, y - gap - height),
            (x + 4.0 - width, y - gap - height),
            (x - 4.0, y + gap),
            (x + 4.0 - width, y + gap),
        ];
        corners.map(|(left, top)| (Rect { left, top, right: left + width, bottom: top + height }, step > 5.0))
    })
}

/// Middles of labels of a height on one side of a picture, each as near to where it is wanted as the others let it, all
/// between two limits where there is room for them. Labels that would overlap are moved as one block (the pool-adjacent-
/// violators algorithm of isotonic regression; R. E. Barlow and others, *Statistical Inference under Order Restrictions*,
/// Wiley 1972).
pub(super) fn apart(wanted: &[f64], height: f64, (top, bottom): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]).then(a.cmp(b)));
    // Less what the labels above it take, each wants to be no higher than the one before.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (rank, &label) in order.iter().enumerate() {
        blocks.push((wanted[label] - rank as f64 * height, 1));
        while let [.., (above, many), (below, more)] = blocks[..]
            && above > below
        {
            let count = many + more;
            let mean = (above * many as f64 + below * more as f64) / count as f64;
            blocks.truncate(blocks.len() - 2);
            blocks.push((mean, count));
        }
    }
    let last = wanted.len().saturating_sub(1) as f64 * height;
    let (least, most) = (top + height / 2.0, (bottom - height / 2.0 - last).max(top + height / 2.0));
    let places =
        blocks.into_iter().flat_map(|(place, count)| std::iter::repeat_n(place.clamp(least, most), count));
    let mut out = vec![0.0; wanted.len()];
    for ((rank, &label), place) in order.iter().enumerate().zip(places) {
        out[label] = place + rank as f64 * height;
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Apart and between the limits; and no other way to be so is nearer to what was wanted, where there is room.
        #[test]
        fn labels_on_a_side_are_apart_and_as_near_as_can_be(
            wanted in prop::collection::vec(0.0..300.0f64, 0..14),
            nudge in prop::collection::vec(-20.0..20.0f64, 14),
        ) {
            let (height, limits) = (20.0, (0.0, 300.0));
            let placed = apart(&wanted, height, limits);
            let is_allowed = |middles: &[f64]| {
                let mut sorted = middles.to_vec();
                sorted.sort_by(f64::total_cmp);
                sorted.windows(2).all(|w| w[1] - w[0] >= height - 1e-9)
                    && sorted.iter().all(|m| *m >= 10.0 - 1e-9 && *m <= 290.0 + 1e-9)
            };
            prop_assert!(is_allowed(&placed), "{placed:?}");
            let off = |middles: &[f64]| middles.iter().zip(&wanted).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
            let other: Vec<f64> = placed.iter().zip(&nudge).map(|(p, n)| p + n).collect();
            prop_assert!(!is_allowed(&other) || off(&other) >= off(&placed) - 1e-6, "{other:?} {placed:?}");
        }
    }

    /// Everything near is covered but for one side, and on the way to that side lies another symbol.
    #[test]
    fn a_tie_goes_round_another_symbol_where_it_can() {
        let bounds = Rect { left: 0.0, top: 0.0, right: 200.0, bottom: 200.0 };
        let (at, size) = ((100.0, 100.0), (20.0, 10.0));
        let mut room = Room::new(bounds);
        room.take(Rect::around(at, 14.0));
        let (nearest, far) =
            Room { taken: room.taken.clone(), ..Room::new(bounds) }.place_beside(at, 4.0, size).unwrap();
        assert!(far);
        let (x, y) = nearest.nearest_to(at);
        let between = ((x + 100.0) / 2.0, (y + 100.0) / 2.0);
        let other = Rect::around((100.0 + (between.0 - 100.0) * 1.7, 100.0 + (between.1 - 100.0) * 1.7), 1.0);
        room.take(other);
        let (chosen, _) = room.place_beside(at, 4.0, size).unwrap();
        assert!(!other.overlaps(&chosen) && chosen != nearest, "{chosen:?} {nearest:?}");
    }

    #[test]
    fn a_label_moves_aside_and_gives_up_when_there_is_no_room() {
        let mut room = Room::new(Rect { left: 0.0, top: 0.0, right: 100.0, bottom: 40.0 });
        let (first, _) = room.place_beside((50.0, 20.0), 4.0, (30.0, 10.0)).unwrap();
        let (second, _) = room.place_beside((50.0, 20.0), 4.0, (30.0, 10.0)).unwrap();
        assert!(!first.overlaps(&second));
        assert_eq!(room.place_beside((50.0, 20.0), 4.0, (300.0, 10.0)), None);
    }
}
