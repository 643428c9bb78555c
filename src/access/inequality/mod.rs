//! How evenly something is spread over people: inequality, concentration, poverty.
//!
//! Plain formulas over slices, one entry an area: `values` (what each of an area's people has), `weights` (how
//! many they are, at least zero) and, where an order matters, `standing` (a key by which people are ranked from
//! worst to best placed: income, or a deprivation rank whose 1 is the most deprived). All slices are of one
//! length, all numbers finite, values at least zero; who has no finite value is left out by the caller, who says
//! how many that are. Areas of weight zero change nothing. A measure is `None` where it is not defined: nobody is
//! there, or nobody has anything.
//!
//! | measure | formula (p: share of people, mu: mean) | says | source |
//! |---|---|---|---|
//! | [`gini`] | sum_ij p_i p_j abs(x_i - x_j) / (2 mu) | 0 all alike, 1 one has all | Gini 1912; weighted as in Lerman & Yitzhaki 1989 |
//! | [`palma_ratio`] | mean of the best placed tenth / mean of the worst placed two fifths | 1 alike | Palma 2011; Cobham & Sumner 2013 |
//! | [`concentration_index`] | 2 cov(x, fractional rank) / mu | below 0: more for the worse placed | Kakwani, Wagstaff & van Doorslaer 1997 |
//! | [`erreygers_index`] | 4 mu / (b - a) x concentration index | as above, for x between a and b | Erreygers 2009 |
//! | [`theil_t`] | sum_i p_i x_i/mu ln(x_i/mu) | 0 all alike; adds up over groups | Theil 1967 |
//! | [`foster_greer_thorbecke`] | sum over x_i < z of p_i ((z - x_i)/z)^alpha | 0: share below z; 1: depth; 2: severity | Foster, Greer & Thorbecke 1984 |
//!
//! Palma's own ratio is one of shares of income; that of means, used for access to places, is four times it.

mod concentration;
mod gini;
mod palma;
mod poverty;
mod theil;

pub use concentration::{concentration_index, erreygers_index};
pub use gini::gini;
pub use palma::{PalmaLines, interpolated_quantile, palma_ratio};
pub use poverty::foster_greer_thorbecke;
pub use theil::{Theil, theil_t};

/// The mean of `values` by `weights`; `None` without weight.
pub fn weighted_mean(values: &[f64], weights: &[f64]) -> Option<f64> {
    let people: f64 = weights.iter().sum();
    let sum: f64 = values.iter().zip(weights).map(|(x, w)| x * w).sum();
    (people > 0.0).then(|| sum / people)
}

/// The numbers of the areas that have people, lowest key first; equal keys in the order of the slice.
fn ascending(keys: &[f64], weights: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..keys.len()).filter(|&i| weights[i] > 0.0).collect();
    order.sort_by(|a, b| keys[*a].total_cmp(&keys[*b]));
    order
}
