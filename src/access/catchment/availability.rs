//! Spatial availability.

use super::{CatchmentError, Catchments, Decay};

impl Catchments<'_> {
    /// Spatial availability (Soukhov, Paez, Higgins and Mohamed 2023): V_i = sum_j s_j p_i f_ij / sum_k p_k f_kj, the
    /// part of the supply that is an area's own, in units of supply.
    ///
    /// Supply is split by demand and by travel at once, so V_i / p_i is the access of [`Catchments::two_step`] under the
    /// same decay. Conserves supply.
    ///
    /// # Errors
    /// [`CatchmentError::NotConserved`].
    pub fn spatial_availability(&self, decay: &Decay) -> Result<Vec<f64>, CatchmentError> {
        let per_head = self.two_step(decay)?;
        Ok(self.demand.iter().zip(per_head).map(|(p, a)| p * a).collect())
    }
}
