//! Weighted means, quantiles and shares, for all groups in one pass.

use super::Groups;

/// The quantiles that results give.
pub(super) const QUANTILES: [f64; 3] = [0.5, 0.9, 0.95];

/// The level of one quantity (metres, say) in one group.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Level {
    /// How many reach a counter.
    pub reached: f64,
    /// How many reach none: added up by themselves, so that nobody is exactly nobody.
    pub unreachable: f64,
    /// Weighted mean over those who do.
    pub mean: f64,
    /// [`QUANTILES`] of the whole group: infinite where that many do not reach a counter.
    pub quantiles: [f64; QUANTILES.len()],
    /// Largest of those who do.
    pub max: f64,
}

/// The smallest value whose cumulative weight reaches the share `q` of all weight, without
/// interpolation; `None` without weight.
///
/// ```
/// use bluelamp::impact::weighted_quantile;
/// assert_eq!(weighted_quantile(&[(3.0, 1.0), (1.0, 1.0), (2.0, 2.0)], 0.5), Some(2.0));
/// assert_eq!(weighted_quantile(&[], 0.5), None);
/// ```
pub fn weighted_quantile(values: &[(f64, f64)], q: f64) -> Option<f64> {
    let mut sorted: Vec<(f64, f64)> = values.iter().copied().filter(|(_, w)| *w > 0.0).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = sorted.iter().map(|(_, w)| w).sum();
    let mut cumulative = 0.0;
    for (value, weight) in &sorted {
        cumulative += weight;
        if cumulative >= q * total {
            return Some(*value);
        }
    }
    sorted.last().map(|(v, _)| *v)
}

/// The study's areas with a finite value, smallest value first; equal ones by number. Values are not negative.
pub(super) fn ascending(values: &[f32]) -> Vec<u32> {
    // The bits of floats that are not negative are in the order of the floats: value and number sort as one integer.
    let key = |(area, value): (u32, &f32)| u64::from((value + 0.0).to_bits()) << 32 | u64::from(area);
    let mut order: Vec<u64> = (0u32..).zip(values).filter(|(_, v)| v.is_finite()).map(key).collect();
    order.sort_unstable();
    order.into_iter().map(|key| key as u32).collect()
}

/// The level of `values` in every group. `order` is [`ascending`] of them; weights are added in that
/// order, so that the result does not depend on who computes it.
pub(super) fn levels(values: &[f32], order: &[u32], groups: &Groups) -> Vec<Level> {
    let start = Level { quantiles: [f64::INFINITY; QUANTILES.len()], ..Level::default() };
    let mut levels = vec![start; groups.len()];
    let mut next = vec![0usize; groups.len()];
    for &area in order {
        let value = f64::from(values[area as usize]);
        for &(group, weight) in groups.of(area as usize) {
            let group = group as usize;
            let level = &mut levels[group];
            level.reached += weight;
            level.mean += weight * value;
            if weight > 0.0 {
                level.max = value;
            }
            while weight > 0.0
                && next[group] < QUANTILES.len()
                && level.reached >= QUANTILES[next[group]] * groups.groups[group].size
            {
                level.quantiles[next[group]] = value;
                next[group] += 1;
            }
        }
    }
    for (area, _) in values.iter().enumerate().filter(|(_, v)| v.is_infinite()) {
        for &(group, weight) in groups.of(area) {
            levels[group as usize].unreachable += weight;
        }
    }
    for level in levels.iter_mut().filter(|l| l.reached > 0.0) {
        level.mean /= level.reached;
    }
    levels
}

/// How many of every group have a value of at most each of three cutoffs, by cutoff.
pub(super) fn within(values: &[f32], cutoffs: [f64; 3], groups: &Groups) -> [Vec<f64>; 3] {
    let widest = cutoffs.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let mut sums = vec![[0.0; 3]; groups.len()];
    for (area, value) in values.iter().map(|v| f64::from(*v)).enumerate().filter(|(_, v)| *v <= widest) {
        let inside = cutoffs.map(|cutoff| f64::from(u8::from(value <= cutoff)));
        for &(group, weight) in groups.of(area) {
            for (sum, inside) in sums[group as usize].iter_mut().zip(inside) {
                *sum += weight * inside;
            }
        }
    }
    std::array::from_fn(|cutoff| sums.iter().map(|of_group| of_group[cutoff]).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// All groups in one pass against one group at a time from the definition.
        #[test]
        fn levels_are_what_the_definitions_say(
            areas in prop::collection::vec((0..50u8, 0..4u8, any::<bool>()), 1..40),
        ) {
            let values: Vec<f32> =
                areas.iter().map(|(v, _, reached)| if *reached { f32::from(*v) } else { f32::INFINITY }).collect();
            let weights: Vec<f64> = areas.iter().map(|(_, w, _)| f64::from(*w)).collect();
            let groups = Groups::single(&weights);
            let level = levels(&values, &ascending(&values), &groups)[0];
            let reached: Vec<(f64, f64)> = values
                .iter()
                .zip(&weights)
                .filter(|(v, _)| v.is_finite())
                .map(|(v, w)| (f64::from(*v), *w))
                .collect();
            let total: f64 = reached.iter().map(|(_, w)| w).sum();
            prop_assert_eq!(level.reached, total);
            if total > 0.0 {
                let mean = reached.iter().map(|(v, w)| v * w).sum::<f64>() / total;
                prop_assert!((level.mean - mean).abs() < 1e-9);
                let everybody: Vec<(f64, f64)> =
                    values.iter().zip(&weights).map(|(v, w)| (f64::from(*v), *w)).collect();
                for (q, quantile) in QUANTILES.iter().zip(level.quantiles) {
                    prop_assert_eq!(Some(quantile), weighted_quantile(&everybody, *q));
                }
                let max = reached.iter().filter(|(_, w)| *w > 0.0).map(|(v, _)| *v).fold(f64::MIN, f64::max);
                prop_assert_eq!(level.max, max);
            }
            let near: f64 = reached.iter().filter(|(v, _)| *v <= 20.0).map(|(_, w)| w).sum();
            let found = within(&values, [20.0, 50.0, 0.5], &groups);
            let nearest: f64 = reached.iter().filter(|(v, _)| *v <= 0.5).map(|(_, w)| w).sum();
            prop_assert_eq!(found.map(|of| of[0]), [near, total, nearest]);
        }
    }
}
