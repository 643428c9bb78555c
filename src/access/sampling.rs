//! Random numbers for assumptions that are only known within a range.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// One column of a Latin hypercube: `samples` numbers in `[0, 1)`, exactly one in each of as many equal strata, in
/// random order (McKay, Beckman and Conover 1979).
///
/// The numbers depend on `seed`, `purpose` and `samples` alone: what else is sampled, and by how many threads, changes
/// nothing.
///
/// ```
/// use bluelamp::access::latin_hypercube;
/// let column = latin_hypercube(7, "halving time", 8);
/// let mut strata: Vec<usize> = column.iter().map(|u| (u * 8.0) as usize).collect();
/// strata.sort_unstable();
/// assert_eq!(strata, [0, 1, 2, 3, 4, 5, 6, 7]);
/// ```
pub fn latin_hypercube(seed: u64, purpose: &str, samples: usize) -> Vec<f64> {
    let mut rng = stream(seed, purpose);
    let mut strata: Vec<u32> = (0..samples as u32).collect();
    for last in (1..samples).rev() {
        strata.swap(last, below(last as u64 + 1, &mut rng));
    }
    strata.into_iter().map(|stratum| (f64::from(stratum) + unit(&mut rng)) / samples as f64).collect()
}

/// The random numbers of one purpose.
fn stream(seed: u64, purpose: &str) -> ChaCha8Rng {
    let hash = Sha256::digest(purpose);
    let number = hash.iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(number);
    rng
}

/// A whole number below `end`, by the high half of a product: the bias is under `end` in 2^64.
fn below(end: u64, rng: &mut ChaCha8Rng) -> usize {
    ((u128::from(rng.next_u64()) * u128::from(end)) >> 64) as usize
}

/// A number in `[0, 1)`.
fn unit(rng: &mut ChaCha8Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_depends_on_its_seed_and_purpose_alone() {
        let column = latin_hypercube(1, "counter share", 1000);
        assert_eq!(column, latin_hypercube(1, "counter share", 1000));
        assert_ne!(column, latin_hypercube(2, "counter share", 1000));
        assert_ne!(column, latin_hypercube(1, "channel shift", 1000));
    }

    #[test]
    fn columns_fill_every_stratum_and_do_not_go_together() {
        let samples = 4096;
        let (a, b) = (latin_hypercube(1, "a", samples), latin_hypercube(1, "b", samples));
        for column in [&a, &b] {
            let mut strata: Vec<usize> = column.iter().map(|u| (u * samples as f64) as usize).collect();
            strata.sort_unstable();
            assert!(strata.into_iter().eq(0..samples));
        }
        // Independent columns of n correlate by about 1 / sqrt(n) = 0.016.
        let covariance: f64 = a.iter().zip(&b).map(|(a, b)| (a - 0.5) * (b - 0.5)).sum();
        let correlation = covariance / samples as f64 * 12.0;
        assert!(correlation.abs() < 0.08, "{correlation}");
    }
}
