//! What a way costs: its time, and its length where times are equal.

/// The time and length of a way, packed so that one comparison orders by time, then by length, and one
/// addition adds both.
///
/// Time is in whole milliseconds (the high 32 bits), length in whole millimetres (the low 32). The cheapest
/// cost between two places is therefore one number, whatever the order in which ways are tried.
///
/// A whole way must be shorter than 4,294 km and than 149 hours; from 149 hours on it counts as
/// [`NONE`](Cost::NONE).
///
/// ```
/// use bluelamp::travel::Cost;
/// let way = Cost::new(61_000, 400_000).plus(Cost::new(9_000, 100_000));
/// assert_eq!((way.time_ms(), way.length_mm()), (70_000, 500_000));
/// assert!(way < Cost::new(70_000, 500_001));
/// assert_eq!(way.plus(Cost::NONE), Cost::NONE);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cost(u64);

impl Cost {
    /// No time and no length.
    pub const ZERO: Cost = Cost(0);

    /// No way: closed or unreachable. Above every other cost.
    pub const NONE: Cost = Cost(1 << 61);

    /// Of milliseconds and millimetres; 2^29 ms (149 hours) or more is [`NONE`](Cost::NONE).
    pub const fn new(time_ms: u32, length_mm: u32) -> Cost {
        Cost::from_bits((time_ms as u64) << 32 | length_mm as u64)
    }

    /// Milliseconds. Of [`NONE`](Cost::NONE), 2^29.
    pub const fn time_ms(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// Millimetres.
    pub const fn length_mm(self) -> u32 {
        self.0 as u32
    }

    /// Whether there is no way.
    pub const fn is_none(self) -> bool {
        self.0 >= Cost::NONE.0
    }

    /// One way after the other; with no way, no way.
    pub const fn plus(self, other: Cost) -> Cost {
        Cost::from_bits(self.0 + other.0)
    }

    /// The packed number.
    pub(super) const fn to_bits(self) -> u64 {
        self.0
    }

    /// Of a packed number; what is above [`NONE`](Cost::NONE) is `NONE`.
    pub(super) const fn from_bits(bits: u64) -> Cost {
        if bits < Cost::NONE.0 { Cost(bits) } else { Cost::NONE }
    }

    /// Of packed numbers none of which is above [`NONE`](Cost::NONE).
    pub(super) fn all_from_bits(bits: Vec<i64>) -> Vec<Cost> {
        bits.into_iter().map(|bits| Cost(bits as u64)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_counts_before_length() {
        assert!(Cost::new(1, u32::MAX) < Cost::new(2, 0));
        assert!(Cost::new(2, 0) < Cost::new(2, 1));
        assert!(Cost::new((1 << 29) - 1, u32::MAX) < Cost::NONE);
    }

    #[test]
    fn nothing_is_above_none() {
        assert_eq!(Cost::new(u32::MAX, u32::MAX), Cost::NONE);
        assert_eq!(Cost::NONE.plus(Cost::NONE), Cost::NONE);
        let long = Cost::new((1 << 29) - 1, 5);
        assert_eq!(long.plus(long), Cost::NONE);
        assert!(long.plus(Cost::new(1, 0)).is_none() && !long.plus(Cost::ZERO).is_none());
    }
}
