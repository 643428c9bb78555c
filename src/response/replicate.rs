//! Replications side by side.

use rayon::prelude::*;

use super::{Outcome, Simulation};

impl Simulation<'_> {
    /// Runs all replications on all threads and keeps what `figure` takes from each, in order. An outcome with its
    /// histograms is dropped at once, so memory grows with neither calls nor replications.
    pub fn replicate<T: Send>(&self, figure: impl Fn(Outcome) -> T + Sync) -> Vec<T> {
        (0..self.run().replications).into_par_iter().map(|number| figure(self.outcome(number))).collect()
    }
}
