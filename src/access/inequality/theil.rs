//! Theil's T, and its parts between and within groups.

/// Theil's T of a population in groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theil {
    /// The whole: 0 where all have the same. The sum of the two parts.
    pub total: f64,
    /// What would be left if everybody had the mean of the own group.
    pub between: f64,
    /// What is left inside the groups, each weighted by its share of everything there is.
    pub within: f64,
    /// The share of all people who have nothing. The index is of the others: it is told beside it, because an
    /// option that leaves more people with nothing can lower the index.
    pub share_of_zeros: f64,
}

/// Theil's T of `values`, with its parts between and within the groups numbered in `group_of`.
///
/// Those who have nothing are left out and counted in [`Theil::share_of_zeros`]. (x ln x would be 0 for them; that
/// convention is as old, but the published values that this is held against leave them out.) `None` where nobody
/// has anything.
///
/// Source: H. Theil, *Economics and Information Theory*, 1967.
pub fn theil_t(values: &[f64], weights: &[f64], group_of: &[usize]) -> Option<Theil> {
    let people: f64 = weights.iter().sum();
    let groups = group_of.iter().max().map_or(0, |g| g + 1);
    let (mut number, mut sum) = (vec![0.0; groups], vec![0.0; groups]);
    let have = || (0..values.len()).filter(|&i| values[i] > 0.0 && weights[i] > 0.0);
    for i in have() {
        number[group_of[i]] += weights[i];
        sum[group_of[i]] += weights[i] * values[i];
    }
    let (having, all): (f64, f64) = (number.iter().sum(), sum.iter().sum());
    let mean = (having > 0.0).then(|| all / having)?;
    // Of a share of everything: the share times the logarithm of how the mean there compares.
    let part = |has: f64, its_mean: f64, of: f64| has / all * (its_mean / of).ln();
    let between =
        (0..groups).filter(|&g| number[g] > 0.0).map(|g| part(sum[g], sum[g] / number[g], mean)).sum();
    let within = have()
        .map(|i| part(weights[i] * values[i], values[i], sum[group_of[i]] / number[group_of[i]]))
        .sum::<f64>();
    Some(Theil { total: between + within, between, within, share_of_zeros: 1.0 - having / people })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::weighted_mean;
    use super::*;

    proptest! {
        #[test]
        fn the_parts_add_up_to_the_definition(
            areas in prop::collection::vec((0..50u8, 0..5u8, 0..4usize), 1..30),
        ) {
            let values: Vec<f64> = areas.iter().map(|a| f64::from(a.0)).collect();
            let weights: Vec<f64> = areas.iter().map(|a| f64::from(a.1)).collect();
            let groups: Vec<usize> = areas.iter().map(|a| a.2).collect();
            let kept: Vec<f64> =
                values.iter().zip(&weights).map(|(x, w)| if *x > 0.0 { *w } else { 0.0 }).collect();
            let having: f64 = kept.iter().sum();
            let found = theil_t(&values, &weights, &groups);
            prop_assert_eq!(found.is_some(), having > 0.0);
            let Some(found) = found else { return Ok(()) };
            let mean = weighted_mean(&values, &kept).unwrap();
            let definition: f64 = values
                .iter()
                .zip(&kept)
                .filter(|(_, w)| **w > 0.0)
                .map(|(x, w)| w / having * (x / mean) * (x / mean).ln())
                .sum();
            prop_assert!((found.total - definition).abs() < 1e-12);
            prop_assert!(found.between >= -1e-12 && found.within >= -1e-12);
            let people: f64 = weights.iter().sum();
            prop_assert!((found.share_of_zeros - (people - having) / people).abs() < 1e-12);
        }
    }
}
