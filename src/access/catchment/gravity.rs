//! How much there is around, whoever else wants it.

use super::passes::gathered;
use super::{Catchments, Decay};

impl Catchments<'_> {
    /// Gravity or potential access (Hansen 1959): A_i = sum_j s_j f_ij, in units of supply.
    ///
    /// With a binary decay it is cumulative opportunities, with a cutoff PySAL's weighted catchment. Divided by what
    /// competes for each station it is [`Catchments::two_step`]. Conserves nothing: supply counts for everybody near.
    pub fn gravity(&self, decay: &Decay) -> Vec<f64> {
        gathered(self.costs, decay, self.supply)
    }

    /// Gravity access per head of all demand: A_i / sum_k p_k, in supply per head; 0 where nobody lives.
    pub fn gravity_per_head(&self, decay: &Decay) -> Vec<f64> {
        let everybody: f64 = self.demand.iter().sum();
        let mut access = self.gravity(decay);
        let per_head = |a: &mut f64| *a = if everybody > 0.0 { *a / everybody } else { 0.0 };
        access.iter_mut().for_each(per_head);
        access
    }
}
