//! Random numbers by name, so that an option shifts no draw of anything that it does not touch.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use sha2::{Digest, Sha256};

/// The random numbers of one purpose and entity in one replication: the seed is ChaCha's key, the rest its stream.
///
/// What is drawn for call or stretch of time `k` stands at place `k` of its stream, whatever the option.
pub fn stream(seed: u64, replication: u32, purpose: &str, entity: &str) -> ChaCha8Rng {
    let mut hash = Sha256::new();
    // Lengths keep "ab" of "c" apart from "a" of "bc".
    for part in [purpose.as_bytes(), entity.as_bytes(), &replication.to_le_bytes()] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let number = hash.finalize().iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(number);
    rng
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::rand_core::Rng;

    #[test]
    fn every_part_of_the_name_counts() {
        let first =
            |seed, replication, purpose, entity| stream(seed, replication, purpose, entity).next_u64();
        let base = first(1, 0, "call times", "I");
        assert_eq!(base, first(1, 0, "call times", "I"));
        for other in [
            first(2, 0, "call times", "I"),
            first(1, 1, "call times", "I"),
            first(1, 0, "call places", "I"),
            first(1, 0, "call times", "S"),
            first(1, 0, "call time", "sI"),
        ] {
            assert_ne!(base, other);
        }
    }
}
