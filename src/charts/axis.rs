//! A scale that begins at zero, with round numbers along it.

use super::canvas::{Anchor, Canvas, Type};
use super::theme;

/// From zero at `start` to `most` at `end`, points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub start: f64,
    pub end: f64,
    most: f64,
}

impl Axis {
    /// `most` is the largest value to be shown; where all are zero, so is the whole axis.
    pub(super) fn new(most: f64, (start, end): (f64, f64)) -> Self {
        Axis { start, end, most: if most > 0.0 && most.is_finite() { most } else { 0.0 } }
    }

    pub(super) fn at(&self, value: f64) -> f64 {
        let share = if self.most > 0.0 { (value / self.most).clamp(0.0, 1.0) } else { 0.0 };
        self.start + (self.end - self.start) * share
    }

    /// Round values from zero on, at most `count` of them behind it.
    pub(super) fn ticks(&self, count: usize) -> Vec<f64> {
        if self.most <= 0.0 {
            return vec![0.0];
        }
        let rough = self.most / count.max(1) as f64;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|s| s * power).into_iter().find(|s| *s >= rough * (1.0 - 1e-9));
        let step = step.unwrap_or(10.0 * power);
        (0..=count).map(|i| i as f64 * step).filter(|v| *v <= self.most * (1.0 + 1e-9)).collect()
    }

    /// Lines across from `top` to `bottom`, the round numbers under them in the words of `name`.
    pub(super) fn across(
        &self,
        canvas: &Canvas<'_>,
        (top, bottom): (f64, f64),
        name: impl Fn(f64) -> String,
    ) -> Result<(), String> {
        let look = Type::new(theme::LABEL, canvas.theme.quiet);
        let widest = self.ticks(6).into_iter().map(|v| canvas.text_width(&name(v), look)).fold(1.0, f64::max);
        let room = ((self.end - self.start).abs() / (widest + 16.0)) as usize;
        let mut said = String::new();
        for value in self.ticks(room.clamp(1, 6)) {
            let x = self.at(value);
            // Parts of a person are not told.
            if name(value) == said {
                continue;
            }
            said = name(value);
            let colour = if value == 0.0 { canvas.theme.ink } else { canvas.theme.rule };
            canvas.line(&[(x, top), (x, bottom)], colour, 1.0)?;
            canvas.text(&said, (x, bottom + 5.0), look, Anchor::Middle)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_begin_at_zero() {
        let ticks = |most: f64, count| Axis::new(most, (0.0, 100.0)).ticks(count);
        assert_eq!(ticks(158_400.0, 4), [0.0, 50_000.0, 100_000.0, 150_000.0]);
        assert_eq!(ticks(7.0, 5), [0.0, 2.0, 4.0, 6.0]);
        assert_eq!(ticks(0.0, 2), [0.0]);
        assert_eq!(ticks(f64::INFINITY, 1), [0.0]);
        assert_eq!(Axis::new(0.0, (5.0, 100.0)).at(3.0), 5.0);
        let axis = Axis::new(50.0, (100.0, 200.0));
        assert_eq!([0.0, 25.0, 80.0, -3.0].map(|v| axis.at(v)), [100.0, 150.0, 200.0, 100.0]);
    }
}
