//! Concentration indices: whether those who are better placed have more.

use super::{ascending, weighted_mean};

/// The concentration index of `values` by `standing` (ranked from worst to best placed): twice the covariance of
/// the value with the fractional rank, over the mean. Between -1 and 1; below 0 where the worse placed have more.
/// People of equal standing share their middle rank, so that the order of the areas does not matter. `None`
/// without people or where nobody has anything.
///
/// Source: N. Kakwani, A. Wagstaff and E. van Doorslaer, *Socioeconomic inequalities in health: measurement,
/// computation, and statistical inference*, Journal of Econometrics 77, 1997.
///
/// ```
/// use bluelamp::access::inequality::concentration_index;
/// let (values, people) = ([1.0, 3.0], [1.0, 1.0]);
/// assert_eq!(concentration_index(&values, &people, &[1.0, 2.0]), Some(0.25));
/// assert_eq!(concentration_index(&values, &people, &[2.0, 1.0]), Some(-0.25));
/// assert_eq!(concentration_index(&values, &people, &[1.0, 1.0]), Some(0.0));
/// ```
pub fn concentration_index(values: &[f64], weights: &[f64], standing: &[f64]) -> Option<f64> {
    let mean = weighted_mean(values, weights).filter(|mean| *mean > 0.0)?;
    let people: f64 = weights.iter().sum();
    let order = ascending(standing, weights);
    let (mut below, mut covariance) = (0.0, 0.0);
    for alike in order.chunk_by(|a, b| standing[*a] == standing[*b]) {
        let number: f64 = alike.iter().map(|&i| weights[i]).sum();
        let rank = (below + number / 2.0) / people;
        let above_mean: f64 = alike.iter().map(|&i| weights[i] * (values[i] - mean)).sum();
        // The mean of all fractional ranks is a half.
        covariance += above_mean * (rank - 0.5);
        below += number;
    }
    Some(2.0 * covariance / (people * mean))
}

/// The concentration index corrected by Erreygers for a value that lies between `least` and `most`: 4 times the
/// mean over the range, times the [`concentration_index`]. Turning the value round (what is missing to `most`)
/// only turns its sign. `None` without people, and where `most` is not above `least`.
///
/// Source: G. Erreygers, *Correcting the concentration index*, Journal of Health Economics 28, 2009.
pub fn erreygers_index(
    values: &[f64],
    weights: &[f64],
    standing: &[f64],
    (least, most): (f64, f64),
) -> Option<f64> {
    let mean = weighted_mean(values, weights).filter(|_| most > least)?;
    // Where nobody has anything, nobody has more than another.
    let standard = if mean == 0.0 { 0.0 } else { concentration_index(values, weights, standing)? };
    Some(4.0 * mean / (most - least) * standard)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::gini;
    use super::*;

    proptest! {
        /// The covariance against the area between the concentration curve and the diagonal.
        #[test]
        fn is_twice_the_area_above_the_concentration_curve(
            areas in prop::collection::vec((0.0..50.0f64, 0..5u8, 0..6u8), 1..30),
        ) {
            let values: Vec<f64> = areas.iter().map(|a| a.0).collect();
            let weights: Vec<f64> = areas.iter().map(|a| f64::from(a.1)).collect();
            let standing: Vec<f64> = areas.iter().map(|a| f64::from(a.2)).collect();
            let all: f64 = values.iter().zip(&weights).map(|(x, w)| x * w).sum();
            let people: f64 = weights.iter().sum();
            prop_assume!(all > 0.0);
            let (mut under, mut height) = (0.0, 0.0);
            for key in 0..6u8 {
                let here = |i: &usize| areas[*i].2 == key;
                let number: f64 = (0..areas.len()).filter(here).map(|i| weights[i]).sum();
                let has: f64 = (0..areas.len()).filter(here).map(|i| weights[i] * values[i]).sum();
                under += number / people * (height + has / all / 2.0);
                height += has / all;
            }
            let found = concentration_index(&values, &weights, &standing).unwrap();
            prop_assert!((found - (1.0 - 2.0 * under)).abs() < 1e-12);
            // Ranked by the value itself it is the Gini coefficient, and never more.
            let most = concentration_index(&values, &weights, &values).unwrap();
            prop_assert!((most - gini(&values, &weights).unwrap()).abs() < 1e-12);
            prop_assert!(found.abs() <= most + 1e-12);
        }

        #[test]
        fn erreygers_mirrors_what_is_turned_round(
            areas in prop::collection::vec((0..=168u8, 1..5u8, 0..6u8), 1..30),
        ) {
            let values: Vec<f64> = areas.iter().map(|a| f64::from(a.0)).collect();
            let missing: Vec<f64> = values.iter().map(|x| 168.0 - x).collect();
            let weights: Vec<f64> = areas.iter().map(|a| f64::from(a.1)).collect();
            let standing: Vec<f64> = areas.iter().map(|a| f64::from(a.2)).collect();
            let index = |x: &[f64]| erreygers_index(x, &weights, &standing, (0.0, 168.0)).unwrap();
            prop_assert!((index(&values) + index(&missing)).abs() < 1e-12);
            prop_assert!(index(&values).abs() <= 1.0 + 1e-12);
        }
    }
}
