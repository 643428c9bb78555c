//! How far a difference of shares swings while an assumption runs through its range.
//!
//! Scaling all walks by a factor moves the share within a cutoff both before and after a closure. The
//! difference of the two is not monotone in the factor, so its extremes can lie inside the range: they are
//! found by sweeping the cutoff through every value at which somebody drops out.

use super::Groups;
use crate::travel::Spread;

/// Before and after of one network, with a weight (hours a week, or 1).
pub(super) struct Pair<'v> {
    pub before: &'v [f32],
    pub after: &'v [f32],
    pub weight: f64,
}

/// The least and the most of "number within `cutoff` after, minus before" in each group, over every
/// factor of `spread`.
pub(super) fn swing(pairs: &[Pair<'_>], cutoff: f64, spread: Spread, groups: &Groups) -> Vec<(f64, f64)> {
    let (from, to) = (cutoff / spread.high, cutoff / spread.low);
    let mut difference = vec![0.0; groups.len()];
    let mut events: Vec<(f32, u32, f64)> = Vec::new();
    for pair in pairs {
        for (area, (before, after)) in pair.before.iter().zip(pair.after).enumerate() {
            if before == after {
                continue;
            }
            for (value, sign) in [(*before, -pair.weight), (*after, pair.weight)] {
                if f64::from(value) <= from {
                    for &(group, weight) in groups.of(area) {
                        difference[group as usize] += sign * weight;
                    }
                } else if f64::from(value) <= to {
                    events.push((value, area as u32, sign));
                }
            }
        }
    }
    events.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.total_cmp(&b.2)));
    let mut extremes: Vec<(f64, f64)> = difference.iter().map(|d| (*d, *d)).collect();
    let mut touched: Vec<usize> = Vec::new();
    for same_value in events.chunk_by(|a, b| a.0 == b.0) {
        // Everything at one value happens at once; only then is the difference looked at.
        for &(_, area, sign) in same_value {
            for &(group, weight) in groups.of(area as usize) {
                difference[group as usize] += sign * weight;
                touched.push(group as usize);
            }
        }
        for group in touched.drain(..) {
            let (low, high) = extremes[group];
            extremes[group] = (low.min(difference[group]), high.max(difference[group]));
        }
    }
    extremes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The sweep against trying every factor at which anything can happen, and those between.
        #[test]
        fn finds_what_trying_all_factors_finds(
            walks in prop::collection::vec((1..40u8, 1..40u8, 1..5u8), 1..30),
            cutoff in 5.0..30.0f64,
        ) {
            let spread = Spread { low: 0.8, high: 1.5 };
            let before: Vec<f32> = walks.iter().map(|w| f32::from(w.0)).collect();
            let after: Vec<f32> = walks.iter().map(|w| f32::from(w.1)).collect();
            let weights: Vec<f64> = walks.iter().map(|w| f64::from(w.2)).collect();
            let groups = Groups::single(&weights);
            let pair = Pair { before: &before, after: &after, weight: 1.0 };
            let found = swing(&[pair], cutoff, spread, &groups)[0];
            let within = |values: &[f32], radius: f64| -> f64 {
                values.iter().zip(&weights).filter(|(v, _)| f64::from(**v) <= radius).map(|(_, w)| w).sum()
            };
            // All values are whole: the difference is constant between whole radii.
            let (from, to) = (cutoff / spread.high, cutoff / spread.low);
            let radii = std::iter::once(from).chain((1..60).map(f64::from).filter(|r| *r > from && *r <= to));
            let all: Vec<f64> = radii.map(|r| within(&after, r) - within(&before, r)).collect();
            let expected = all.iter().fold((f64::MAX, f64::MIN), |(l, h), d| (l.min(*d), h.max(*d)));
            prop_assert_eq!(found, expected);
        }
    }
}
