//! A scale between two values, with zero somewhere on it.

use super::canvas::{Anchor, Canvas, Type};
use super::theme;

/// From `least` at `start` to `most` at `end`, points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    least: f64,
    most: f64,
    start: f64,
    end: f64,
}

impl Span {
    /// Holds zero and every value.
    pub(super) fn of(values: impl IntoIterator<Item = f64>, (start, end): (f64, f64)) -> Span {
        let finite = values.into_iter().filter(|v| v.is_finite());
        let (least, most) = finite.fold((0.0f64, 0.0f64), |(l, m), v| (l.min(v), m.max(v)));
        Span { least, most: if most > least { most } else { least + 1.0 }, start, end }
    }

    /// The same values elsewhere.
    pub(super) fn moved(self, (start, end): (f64, f64)) -> Span {
        Span { start, end, ..self }
    }

    pub(super) fn at(&self, value: f64) -> f64 {
        let share = (value.clamp(self.least, self.most) - self.least) / (self.most - self.least);
        self.start + (self.end - self.start) * share
    }

    /// Round values on it, zero among them, at most about `count`.
    pub(super) fn ticks(&self, count: usize) -> Vec<f64> {
        let rough = (self.most - self.least) / count.max(1) as f64;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|s| s * power).into_iter().find(|s| *s >= rough * (1.0 - 1e-9));
        let step = step.unwrap_or(10.0 * power);
        let (from, to) = ((self.least / step).ceil() as i64, (self.most / step + 1e-9).floor() as i64);
        (from..=to).map(|i| i as f64 * step).collect()
    }

    /// Lines from `top` to `bottom` at round values, which `name` says under them.
    pub(super) fn across(
        &self,
        canvas: &Canvas<'_>,
        (top, bottom): (f64, f64),
        name: impl Fn(f64) -> String,
    ) -> Result<(), String> {
        let look = Type::new(theme::LABEL, canvas.theme.quiet);
        for value in self.ticks(6) {
            let x = self.at(value);
            canvas.line(&[(x, top), (x, bottom)], tick_colour(canvas, value), 1.0)?;
            canvas.text(&name(value), (x, bottom + 5.0), look, Anchor::Middle)?;
        }
        Ok(())
    }

    /// Lines from `left` to `right` at round values, which `name` says before them.
    pub(super) fn along(
        &self,
        canvas: &Canvas<'_>,
        (left, right): (f64, f64),
        name: impl Fn(f64) -> String,
    ) -> Result<(), String> {
        let look = Type::new(theme::LABEL, canvas.theme.quiet);
        for value in self.ticks(7) {
            let y = self.at(value);
            canvas.line(&[(left, y), (right, y)], tick_colour(canvas, value), 1.0)?;
            canvas.text(&name(value), (left - 8.0, y - 8.0), look, Anchor::Right)?;
        }
        Ok(())
    }
}

fn tick_colour(canvas: &Canvas<'_>, value: f64) -> plotters::style::RGBColor {
    if value == 0.0 { canvas.theme.ink } else { canvas.theme.rule }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_on_it_and_ticks_are_round() {
        let span = Span::of([-38.0, 112.0], (0.0, 150.0));
        assert_eq!([-38.0, 112.0, 900.0].map(|v| span.at(v)), [0.0, 150.0, 150.0]);
        assert_eq!(span.ticks(4), [0.0, 50.0, 100.0]);
        assert_eq!(Span::of([20.0], (100.0, 0.0)).at(0.0), 100.0);
        assert_eq!(Span::of([], (5.0, 9.0)).at(0.0), 5.0);
    }
}
