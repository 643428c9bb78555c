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
    /// whether it is so far off that it could be taken for another symbol's. `None` when every place would
    /// cover something.
    pub(super) fn place_beside(
        &mut self,
        (x, y): (f64, f64),
        symbol: f64,
        (width, height): (f64, f64),
    ) -> Option<(Rect, bool)> {
        for step in [0.0, 5.0, 14.0, 24.0] {
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
            ];
            for (left, top) in corners {
                let rect = Rect { left, top, right: left + width, bottom: top + height };
                if self.is_free(&rect) {
                    self.take(rect);
                    return Some((rect, step > 5.0));
                }
            }
        }
        None
    }

    /// Takes a box centred on a point if it is free.
    pub(super) fn place_at(&mut self, (x, y): (f64, f64), (width, height): (f64, f64)) -> Option<Rect> {
        let rect = Rect {
            left: x - width / 2.0,
            top: y - height / 2.0,
            right: x + width / 2.0,
            bottom: y + height / 2.0,
        };
        self.is_free(&rect).then(|| {
            self.take(rect);
            rect
        })
    }

    fn is_free(&self, rect: &Rect) -> bool {
        rect.inside(&self.bounds) && !self.taken.iter().any(|t| t.overlaps(rect))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_moves_aside_and_gives_up_when_there_is_no_room() {
        let mut room = Room::new(Rect { left: 0.0, top: 0.0, right: 100.0, bottom: 40.0 });
        let (first, _) = room.place_beside((50.0, 20.0), 4.0, (30.0, 10.0)).unwrap();
        let (second, _) = room.place_beside((50.0, 20.0), 4.0, (30.0, 10.0)).unwrap();
        assert!(!first.overlaps(&second));
        assert_eq!(room.place_beside((50.0, 20.0), 4.0, (300.0, 10.0)), None);
    }
}
