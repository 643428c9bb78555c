//! The Gini coefficient.

use super::{ascending, weighted_mean};

/// The weighted Gini coefficient: half the mean difference of two people drawn at random, as a share of the mean.
/// 0 where all have the same, towards 1 where few have everything. `None` without people or where nobody has
/// anything.
///
/// Source: C. Gini, *Variabilità e mutabilità*, 1912; with weights as in R. I. Lerman and S. Yitzhaki, *Improving
/// the accuracy of estimates of Gini coefficients*, Journal of Econometrics 42, 1989.
///
/// ```
/// use bluelamp::access::inequality::gini;
/// // One of four has everything: 1 - 1/4.
/// assert_eq!(gini(&[0.0, 8.0], &[3.0, 1.0]), Some(0.75));
/// ```
pub fn gini(values: &[f64], weights: &[f64]) -> Option<f64> {
    let mean = weighted_mean(values, weights).filter(|mean| *mean > 0.0)?;
    let people: f64 = weights.iter().sum();
    // Over the values in ascending order, w_i x_i times twice the middle rank of i's people.
    let (mut below, mut sum) = (0.0, 0.0);
    for i in ascending(values, weights) {
        sum += weights[i] * values[i] * (2.0 * below + weights[i]);
        below += weights[i];
    }
    Some(sum / (people * people * mean) - 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The sorted sum against the definition over all pairs.
        #[test]
        fn is_half_the_relative_mean_difference(areas in prop::collection::vec((0.0..50.0f64, 0..5u8), 1..30)) {
            let values: Vec<f64> = areas.iter().map(|a| a.0).collect();
            let weights: Vec<f64> = areas.iter().map(|a| f64::from(a.1)).collect();
            let people: f64 = weights.iter().sum();
            let Some(found) = gini(&values, &weights) else {
                prop_assert!(weighted_mean(&values, &weights).is_none_or(|mean| mean == 0.0));
                return Ok(());
            };
            let mut differences = 0.0;
            for (x, v) in values.iter().zip(&weights) {
                for (y, w) in values.iter().zip(&weights) {
                    differences += v * w * (x - y).abs();
                }
            }
            let mean = weighted_mean(&values, &weights).unwrap();
            prop_assert!((found - differences / (2.0 * people * people * mean)).abs() < 1e-12);
        }
    }
}
