//! A scale between two round values, for points and lines. Bars begin at zero: they have [`super::axis::Axis`].

/// From `low` at `start` to `high` at `end`, points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    low: f64,
    high: f64,
    step: f64,
    ends: (f64, f64),
}

impl Window {
    /// Holds all `values`. Its ends are multiples of the smallest of `steps` (ascending) of which `most` cover it.
    pub(super) fn new(
        values: impl IntoIterator<Item = f64>,
        steps: &[f64],
        most: usize,
        ends: (f64, f64),
    ) -> Self {
        let all = values.into_iter().filter(|value| value.is_finite());
        let (low, high) = all.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 0.0) };
        // What is a multiple but for rounding is one.
        let around = |step: f64| {
            let first = (low / step + 1e-9).floor();
            (first, (high / step - 1e-9).ceil().max(first + 1.0))
        };
        let fits = |step: &f64| {
            let (first, last) = around(*step);
            last - first <= most as f64
        };
        let largest = steps.last().copied().unwrap_or(1.0);
        let step = steps.iter().copied().find(fits).unwrap_or_else(|| {
            let doubled = std::iter::successors(Some(largest), |step| Some(step * 2.0));
            doubled.take(64).find(fits).unwrap_or(largest)
        });
        let (first, last) = around(step);
        Window { low: first * step, high: last * step, step, ends }
    }

    pub(super) fn at(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.ends.0 + (self.ends.1 - self.ends.0) * share
    }

    /// The round values along it, the ends included.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let first = (self.low / self.step).round() as i64;
        let last = (self.high / self.step).round() as i64;
        (first..=last).map(|i| i as f64 * self.step).collect()
    }

    /// Whether it begins at zero.
    pub(super) fn has_zero(&self) -> bool {
        self.low <= 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_holds_its_values_between_round_ends() {
        let ticks = |values: &[f64], steps: &[f64], most| {
            Window::new(values.iter().copied(), steps, most, (0.0, 100.0)).ticks()
        };
        assert_eq!(
            ticks(&[561.0, 669.0], &[15.0, 30.0, 60.0], 5),
            [540.0, 570.0, 600.0, 630.0, 660.0, 690.0]
        );
        assert_eq!(ticks(&[3.0, 3.0], &[1.0, 2.0], 5), [3.0, 4.0]);
        assert_eq!(ticks(&[0.0, 100.0], &[1.0], 4), [0.0, 32.0, 64.0, 96.0, 128.0]);
        assert_eq!(ticks(&[], &[1.0], 4), [0.0, 1.0]);
        let shares = ticks(&[0.9, 1.0], &[0.05], 6);
        assert!(shares.len() == 3 && (shares[2] - 1.0).abs() < 1e-12, "{shares:?}");
        let window = Window::new([540.0, 690.0], &[30.0], 9, (0.0, 150.0));
        assert_eq!([540.0, 600.0, 700.0].map(|v| window.at(v)), [0.0, 60.0, 150.0]);
        assert!(!window.has_zero());
    }
}
