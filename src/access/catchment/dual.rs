//! How far it is to have a choice.

use std::num::NonZeroUsize;

use super::Catchments;

impl Catchments<'_> {
    /// The cost of the k-th nearest station with supply (dual access, Cui and Levinson 2020); infinite where fewer can
    /// be reached. With k = 1 the nearest.
    pub fn kth_nearest(&self, k: NonZeroUsize) -> Vec<f32> {
        let mut costs = Vec::with_capacity(self.supply.len());
        let mut of_area = |area: usize| {
            let with_supply = self.costs.row(area).zip(self.supply).filter(|(_, s)| **s > 0.0);
            costs.clear();
            costs.extend(with_supply.map(|(c, _)| c));
            match costs.len() < k.get() {
                true => f32::INFINITY,
                false => *costs.select_nth_unstable_by(k.get() - 1, f32::total_cmp).1,
            }
        };
        (0..self.costs.areas()).map(&mut of_area).collect()
    }
}
