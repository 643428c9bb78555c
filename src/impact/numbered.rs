//! Distinct things, numbered as they come: each is worked out once and named by its number.

use std::collections::BTreeMap;

/// Distinct things and their numbers, from 0.
pub(crate) struct Numbered<T> {
    numbers: BTreeMap<T, usize>,
}

impl<T: Ord> Default for Numbered<T> {
    fn default() -> Self {
        Numbered { numbers: BTreeMap::new() }
    }
}

impl<T: Ord> Numbered<T> {
    /// The number of a thing: a new one where it has not come before.
    pub(crate) fn number(&mut self, thing: T) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(thing).or_insert(next)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The things by number.
    pub(crate) fn in_order(self) -> Vec<T> {
        let mut things: Vec<(T, usize)> = self.numbers.into_iter().collect();
        things.sort_by_key(|(_, number)| *number);
        things.into_iter().map(|(thing, _)| thing).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_has_the_same_number() {
        let mut letters = Numbered::default();
        assert_eq!(["c", "a", "c", "b", "a"].map(|letter| letters.number(letter)), [0, 1, 0, 2, 1]);
        assert_eq!(letters.len(), 3);
        assert_eq!(letters.in_order(), ["c", "a", "b"]);
    }
}
