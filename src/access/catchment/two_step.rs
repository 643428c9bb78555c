//! Two- and three-step floating catchments.

use super::matrix::Lanes;
use super::passes::{Weights, demand_at, gathered, shares_of};
use super::{CatchmentError, Catchments, Decay};

impl Catchments<'_> {
    /// Two-step floating catchment areas: A_i = sum_j f_ij R_j with R_j = s_j / sum_k f_kj p_k, in supply per head.
    ///
    /// With a binary decay this is 2SFCA (Luo and Wang 2003), with a stepped one E2SFCA (Luo and Qi 2009), with a smooth
    /// one the gravity model with competition (Shen 1998). Conserves supply.
    ///
    /// # Errors
    /// [`CatchmentError::NotConserved`].
    pub fn two_step(&self, decay: &Decay) -> Result<Vec<f64>, CatchmentError> {
        let (ratios, reachable) = self.ratios(&demand_at(self.costs, decay, self.demand));
        let access = gathered(self.costs, decay, &ratios);
        self.all_given_out("2SFCA", access, reachable)
    }

    /// Three-step floating catchment areas as PySAL access works them out: A_i = sum_j G_ij f_ij R_j with
    /// R_j = s_j / sum_k G_kj f_kj p_k and selection weights G_ij = f_ij / sum_j f_ij, in supply per head.
    ///
    /// The sum in G is over all stations with supply, those beyond the cutoff of `decay` too. In the method as published
    /// (Wan, Zou and Sternberg 2012) it is over those within the cutoff: there the weights of an area add up to 1, here
    /// to less where it has stations beyond. Conserves supply.
    ///
    /// # Errors
    /// [`CatchmentError::NotConserved`].
    pub fn three_step(&self, decay: &Decay) -> Result<Vec<f64>, CatchmentError> {
        let weights = Selected { decay, is_destination: self.destinations() };
        let (ratios, reachable) = self.ratios(&demand_at(self.costs, &weights, self.demand));
        let access = gathered(self.costs, &weights, &ratios);
        self.all_given_out("3SFCA", access, reachable)
    }
}

/// G_ij f_ij.
struct Selected<'d> {
    decay: &'d Decay,
    /// 1 where a station has supply, else 0.
    is_destination: Vec<f64>,
}

impl Weights for Selected<'_> {
    #[inline(always)]
    fn fill(&self, costs: &[Lanes<f32>], weights: &mut [Lanes<f64>]) {
        self.decay.weigh_all(costs.as_flattened(), weights.as_flattened_mut());
        let per_all = shares_of(weights, &self.is_destination);
        for weights in &mut *weights {
            weights.iter_mut().zip(&per_all).for_each(|(w, per_all)| *w = *w * *w * per_all);
        }
        self.decay.cut(costs.as_flattened(), weights.as_flattened_mut());
    }
}
