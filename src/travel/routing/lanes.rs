//! Costs side by side, so that one instruction works on several.
//!
//! The loops here are plain; [`widest`] compiles them for wide vectors where the processor has them. All is inlined
//! into it for that.

use super::Cost;

/// Packed costs of several stations, or of both directions of several metrics. The sum of two is below 2^63.
pub(super) type Lanes<const N: usize> = [i64; N];

/// No way, packed.
pub(super) const NO_WAY: i64 = Cost::NONE.to_bits() as i64;

/// Runs `work`, compiled for the widest vectors of this processor.
pub(crate) fn widest<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}

/// Lowers `best` to `start` and `step` together where that is less.
#[inline(always)]
pub(super) fn lower<const N: usize>(best: &mut Lanes<N>, start: &Lanes<N>, step: &Lanes<N>) {
    for lane in 0..N {
        best[lane] = best[lane].min(start[lane].wrapping_add(step[lane]));
    }
}

/// The costs up in place of those down.
#[inline(always)]
pub(super) fn turned<const N: usize>(costs: &Lanes<N>) -> Lanes<N> {
    std::array::from_fn(|lane| costs[(lane + N / 2) % N])
}
