//! Picks one of many by weight with one random number.

/// Walker's alias method (1977), built as by Vose (1991). Chances are exact to 2^-32.
#[derive(Clone, Debug)]
pub struct Alias {
    slots: Vec<Slot>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    /// Numbers below it keep the slot's own item.
    keep_below: u32,
    other: u32,
}

impl Alias {
    /// Weights are finite, not negative and not all zero; their owners have checked that. Items without weight are
    /// never picked.
    pub fn new(weights: &[f64]) -> Self {
        let mean = weights.iter().sum::<f64>() / weights.len() as f64;
        let mut share: Vec<f64> = weights.iter().map(|w| w / mean).collect();
        let mut slots: Vec<Slot> =
            (0..weights.len() as u32).map(|own| Slot { keep_below: u32::MAX, other: own }).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..share.len()).partition(|item| share[*item] < 1.0);
        while let (Some(&few), Some(&many)) = (small.last(), large.last()) {
            small.pop();
            slots[few] = Slot { keep_below: (share[few] * 2f64.powi(32)) as u32, other: many as u32 };
            share[many] -= 1.0 - share[few];
            if share[many] < 1.0 {
                large.pop();
                small.push(many);
            }
        }
        // What is left has a share of 1 but for rounding, and keeps its slot whole.
        Alias { slots }
    }

    /// The item of a random number: its high half picks a slot, its low half who of the two in it.
    pub fn pick(&self, random: u64) -> u32 {
        let slot = ((random >> 32) * self.slots.len() as u64) >> 32;
        let Slot { keep_below, other } = self.slots[slot as usize];
        if (random as u32) < keep_below { slot as u32 } else { other }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The chance of every item, from the table itself.
    fn chances(alias: &Alias) -> Vec<f64> {
        let n = alias.slots.len() as f64;
        let mut chances = vec![0.0; alias.slots.len()];
        for (own, slot) in alias.slots.iter().enumerate() {
            let keep = f64::from(slot.keep_below) / 2f64.powi(32);
            chances[own] += keep / n;
            chances[slot.other as usize] += (1.0 - keep) / n;
        }
        chances
    }

    proptest! {
        #[test]
        fn chances_are_the_weights(weights in prop::collection::vec(prop_oneof![Just(0.0), 1e-6..1e6f64], 1..200)) {
            let sum: f64 = weights.iter().sum();
            prop_assume!(sum > 0.0);
            for (chance, weight) in chances(&Alias::new(&weights)).iter().zip(&weights) {
                prop_assert!((chance - weight / sum).abs() < 1e-9, "{chance} is not {}", weight / sum);
                prop_assert!(*weight > 0.0 || *chance == 0.0);
            }
        }
    }

    #[test]
    fn both_halves_of_the_number_are_used() {
        let alias = Alias::new(&[3.0, 1.0]);
        assert_eq!(alias.pick(0), 0);
        assert_eq!(alias.pick(u64::MAX), 0); // the upper half of the second slot belongs to the first item
        assert_eq!(alias.pick(1 << 63), 1);
    }
}
