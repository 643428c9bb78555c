//! Poverty measures of Foster, Greer and Thorbecke.

/// FGT: the mean over all people of the gap to the line as a share of it, to the power `alpha`; who is at the line
/// or above it has none. With `alpha` 0 the share of people below the line, 1 how deep below it they are, 2 the
/// same with the deepest counting most. `None` without people, and for a line that is not above zero.
///
/// Source: J. Foster, J. Greer and E. Thorbecke, *A class of decomposable poverty measures*, Econometrica 52, 1984.
///
/// ```
/// use bluelamp::access::inequality::foster_greer_thorbecke;
/// let fgt = |alpha| foster_greer_thorbecke(&[10.0, 40.0], &[1.0, 3.0], 40.0, alpha);
/// assert_eq!([fgt(0), fgt(1), fgt(2)], [Some(0.25), Some(0.1875), Some(0.140625)]);
/// ```
pub fn foster_greer_thorbecke(values: &[f64], weights: &[f64], line: f64, alpha: i32) -> Option<f64> {
    let people: f64 = weights.iter().sum();
    let gaps: f64 = values
        .iter()
        .zip(weights)
        .filter(|(x, _)| **x < line)
        .map(|(x, w)| w * ((line - x) / line).powi(alpha))
        .sum();
    (people > 0.0 && line > 0.0).then(|| gaps / people)
}
