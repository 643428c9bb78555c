//! The Palma ratio, and the interpolated quantiles that it draws its lines with.

use super::{ascending, weighted_mean};

/// The standings that bound the two groups of a [`palma_ratio`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PalmaLines {
    /// The worst placed two fifths are at this standing or below.
    pub poor: f64,
    /// The best placed tenth are above this standing.
    pub rich: f64,
}

impl PalmaLines {
    /// The 40 % and 90 % quantiles of `standing` over all people; `None` without people.
    pub fn of(standing: &[f64], weights: &[f64]) -> Option<PalmaLines> {
        let line = |q| interpolated_quantile(standing, weights, q);
        Some(PalmaLines { poor: line(0.4)?, rich: line(0.9)? })
    }
}

/// The mean value of the best placed tenth over that of the worst placed two fifths. Above 1 where the best
/// placed have more. `None` where one of the groups is empty or the worst placed have nothing.
///
/// The lines are drawn by the caller: those of a whole city can be applied to a part of it.
///
/// Source: J. G. Palma, *Homogeneous middles vs. heterogeneous tails*, Development and Change 42, 2011; A. Cobham
/// and A. Sumner, *Is it all about the tails? The Palma measure of income inequality*, 2013; of means of access
/// instead of shares of income.
pub fn palma_ratio(values: &[f64], weights: &[f64], standing: &[f64], lines: PalmaLines) -> Option<f64> {
    let mean_of = |chosen: &dyn Fn(f64) -> bool| {
        let kept: Vec<f64> =
            weights.iter().zip(standing).map(|(w, s)| if chosen(*s) { *w } else { 0.0 }).collect();
        weighted_mean(values, &kept)
    };
    let (poor, rich) = (mean_of(&|s| s <= lines.poor)?, mean_of(&|s| s > lines.rich)?);
    (poor > 0.0).then(|| rich / poor)
}

/// The quantile `q` of `values`, each repeated `weight` times, interpolated between the two people next to it:
/// R's type 7 for frequency weights (R. J. Hyndman and Y. Fan, *Sample quantiles in statistical packages*, The
/// American Statistician 50, 1996). `None` without people.
///
/// Statistics of distance use `weighted_quantile` of the floor above instead, which does not interpolate.
///
/// ```
/// use bluelamp::access::inequality::interpolated_quantile;
/// // Of the five people 1 1 2 4 4, 5/8 of the way from the first to the last is half-way from the third to the fourth.
/// assert_eq!(interpolated_quantile(&[4.0, 1.0, 2.0], &[2.0, 2.0, 1.0], 0.5), Some(2.0));
/// assert_eq!(interpolated_quantile(&[4.0, 1.0, 2.0], &[2.0, 2.0, 1.0], 0.625), Some(3.0));
/// ```
pub fn interpolated_quantile(values: &[f64], weights: &[f64], q: f64) -> Option<f64> {
    let order = ascending(values, weights);
    let people: f64 = order.iter().map(|&i| weights[i]).sum();
    let place = 1.0 + (people - 1.0) * q;
    let person = |number: f64| {
        let mut counted = 0.0;
        let found = order.iter().copied().find(|&i| {
            counted += weights[i];
            counted >= number
        });
        found.or(order.last().copied()).map(|i| values[i])
    };
    let (lower, upper) = (place.floor().max(1.0), (place.floor() + 1.0).min(people));
    let part = place - place.floor();
    Some((1.0 - part) * person(lower)? + part * person(upper)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against a list in which everybody stands by himself.
        #[test]
        fn a_quantile_is_that_of_the_people_one_by_one(
            areas in prop::collection::vec((0..50u8, 1..6u8), 1..20), q in 0.0..=1.0f64,
        ) {
            let values: Vec<f64> = areas.iter().map(|a| f64::from(a.0)).collect();
            let weights: Vec<f64> = areas.iter().map(|a| f64::from(a.1)).collect();
            let mut people: Vec<f64> =
                areas.iter().flat_map(|a| std::iter::repeat_n(f64::from(a.0), usize::from(a.1))).collect();
            people.sort_by(f64::total_cmp);
            let place = (people.len() - 1) as f64 * q;
            let (i, part) = (place.floor() as usize, place.fract());
            let next = people[(i + 1).min(people.len() - 1)];
            let expected = people[i] + part * (next - people[i]);
            let found = interpolated_quantile(&values, &weights, q).unwrap();
            prop_assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
    }

    #[test]
    fn without_people_there_is_no_line() {
        assert_eq!(interpolated_quantile(&[1.0], &[0.0], 0.5), None);
        assert_eq!(PalmaLines::of(&[], &[]), None);
    }

    #[test]
    fn a_ratio_needs_both_groups() {
        let lines = PalmaLines { poor: 2.0, rich: 8.0 };
        let ratio = |standing: [f64; 3]| palma_ratio(&[2.0, 5.0, 6.0], &[1.0, 1.0, 1.0], &standing, lines);
        assert_eq!(ratio([2.0, 5.0, 9.0]), Some(3.0));
        assert_eq!(ratio([2.0, 5.0, 8.0]), None, "at the upper line is not above it");
        assert_eq!(palma_ratio(&[0.0, 1.0], &[1.0, 1.0], &[1.0, 9.0], lines), None);
    }
}
