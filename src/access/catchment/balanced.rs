//! Balanced floating catchments.

use super::matrix::Lanes;
use super::passes::{Weights, demand_at, gathered, shares_of};
use super::{CatchmentError, Catchments, Decay, conserved};

impl Catchments<'_> {
    /// Balanced floating catchment areas (Paez, Higgins and Vivona 2019): A_i = sum_j (f_ij / sum_k f_kj) R_j with
    /// R_j = s_j / sum_k (f_kj / sum_l f_kl) p_k, in supply per head, of which each area has its part: areas split in
    /// two have half as much each, so only areas of one partition can be compared, and not with other methods.
    ///
    /// Nobody counts twice at the stations, so their demand adds up to everybody who reaches one; and the ratios R_j of
    /// the stations are given out whole: the sum of A_i equals theirs. These two sums are what the method conserves. It
    /// does not conserve supply: the sum of p_i A_i is that of s_j only where all areas are alike.
    ///
    /// # Errors
    /// [`CatchmentError::NotConserved`].
    pub fn balanced(&self, decay: &Decay) -> Result<Vec<f64>, CatchmentError> {
        let has_supply = self.destinations();
        let shares = Shares { decay, is_destination: &has_supply };
        let demand = demand_at(self.costs, &shares, self.demand);
        let reached = gathered(self.costs, decay, &has_supply);
        let served = self.demand.iter().zip(&reached).filter(|(_, r)| **r > 0.0).map(|(p, _)| p).sum();
        conserved("BFCA (demand)", demand.iter().sum(), served)?;
        let (ratios, _) = self.ratios(&demand);
        let column = demand_at(self.costs, decay, &vec![1.0; self.costs.areas()]);
        let offer: Vec<f64> =
            ratios.iter().zip(&column).map(|(r, c)| if *c > 0.0 { r / c } else { 0.0 }).collect();
        let access = gathered(self.costs, decay, &offer);
        conserved("BFCA (ratios)", access.iter().sum(), ratios.iter().sum())?;
        Ok(access)
    }
}

/// f_ij / sum_j f_ij over the stations with supply.
struct Shares<'d> {
    decay: &'d Decay,
    /// 1 where a station has supply, else 0.
    is_destination: &'d [f64],
}

impl Weights for Shares<'_> {
    #[inline(always)]
    fn fill(&self, costs: &[Lanes<f32>], weights: &mut [Lanes<f64>]) {
        self.decay.weigh(costs.as_flattened(), weights.as_flattened_mut());
        let per_all = shares_of(weights, self.is_destination);
        for weights in weights {
            weights.iter_mut().zip(&per_all).for_each(|(w, per_all)| *w *= per_all);
        }
    }
}
