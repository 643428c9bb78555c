//! Times by whole seconds: quantiles in a memory that does not grow with the number of calls.

/// Up to here every second has a bin of its own.
const EXACT_S: u64 = 1 << 12;
/// Bins a doubling beyond, so that a bin is at most 1/2048 of its time wide.
const BINS_A_DOUBLING: u64 = 1 << 11;

/// Counts of times, each rounded up to a whole second; beyond 4,095 s (68 minutes) in bins of at most 0.05 %.
///
/// It grows only when a time is longer than all before it, to 30,000 bins for a year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Histogram {
    bins: Vec<u32>,
    count: u64,
}

impl Histogram {
    /// Counts a time.
    pub fn record_ms(&mut self, time_ms: u64) {
        let bin = bin_of(time_ms.div_ceil(1000));
        if bin >= self.bins.len() {
            self.bins.resize(bin + 1, 0);
        }
        self.bins[bin] += 1;
        self.count += 1;
    }

    /// How many were counted.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Adds what another has counted.
    pub fn add(&mut self, other: &Histogram) {
        if other.bins.len() > self.bins.len() {
            self.bins.resize(other.bins.len(), 0);
        }
        self.bins.iter_mut().zip(&other.bins).for_each(|(own, more)| *own += more);
        self.count += other.count;
    }

    /// The smallest whole second within which at least the share `q` of the times lie; beyond 4,095 s the last second
    /// of the bin. `None` if nothing was counted.
    pub fn quantile_s(&self, q: f64) -> Option<f64> {
        let wanted = ((q * self.count as f64).ceil() as u64).max(1);
        let mut so_far = 0;
        let within = |count: &u32| {
            so_far += u64::from(*count);
            so_far >= wanted
        };
        self.bins.iter().position(within).map(|bin| last_second(bin as u64) as f64)
    }
}

fn bin_of(second: u64) -> usize {
    let bin = if second < EXACT_S {
        second
    } else {
        let doublings = u64::from((second / EXACT_S).ilog2());
        EXACT_S + doublings * BINS_A_DOUBLING + (second >> (doublings + 1)) - BINS_A_DOUBLING
    };
    bin as usize
}

/// The longest whole second that a bin holds.
fn last_second(bin: u64) -> u64 {
    if bin < EXACT_S {
        return bin;
    }
    let (doublings, place) = ((bin - EXACT_S) / BINS_A_DOUBLING, (bin - EXACT_S) % BINS_A_DOUBLING);
    ((BINS_A_DOUBLING + place + 1) << (doublings + 1)) - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bins_follow_each_other_without_gap() {
        let mut first = 0;
        for bin in 0..20_000 {
            let last = last_second(bin);
            assert_eq!((bin_of(first), bin_of(last)), (bin as usize, bin as usize));
            assert!(last < EXACT_S || (last - first + 1) as f64 <= first as f64 / 2048.0, "bin {bin}");
            first = last + 1;
        }
    }

    #[test]
    fn nothing_has_no_quantile() {
        assert_eq!(Histogram::default().quantile_s(0.5), None);
    }

    proptest! {
        #[test]
        fn quantiles_are_those_of_the_sorted_times(
            times in prop::collection::vec(0u64..20_000_000, 1..200), q in 0.0..=1.0f64,
        ) {
            let (mut whole, mut halves) = (Histogram::default(), [Histogram::default(), Histogram::default()]);
            for (k, time) in times.iter().enumerate() {
                whole.record_ms(*time);
                halves[k % 2].record_ms(*time);
            }
            let [mut joined, other] = halves;
            joined.add(&other);
            prop_assert_eq!(&joined, &whole);
            let mut seconds: Vec<u64> = times.iter().map(|t| t.div_ceil(1000)).collect();
            seconds.sort_unstable();
            let rank = ((q * seconds.len() as f64).ceil() as usize).max(1);
            let (exact, found) = (seconds[rank - 1] as f64, whole.quantile_s(q).unwrap());
            prop_assert!(found >= exact && found <= exact * (1.0 + 1.0 / 2048.0), "{found} for {exact}");
            prop_assert!(exact >= 4096.0 || found == exact);
        }
    }
}
