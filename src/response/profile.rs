//! How calls spread over the hours of the week.

/// Hours in a week.
pub const HOURS_A_WEEK: usize = 168;

/// The share of a week's calls in every hour of the week, from Monday 00:00; together 1.
#[derive(Clone, Debug, PartialEq)]
pub struct WeeklyProfile([f64; HOURS_A_WEEK]);

/// Weights that make no week.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ProfileError {
    /// Not 168 of them.
    #[error("a week's profile has {0} hours: expected 168, from Monday 00:00")]
    Hours(usize),
    /// Negative or not finite.
    #[error("the profile's hour {hour} has weight {weight}: expected a finite number of 0 or more")]
    Weight {
        /// From 0, Monday 00:00 to 01:00.
        hour: usize,
        /// What was given.
        weight: f64,
    },
    /// Nothing but zeros.
    #[error("all hours of the profile have weight 0")]
    AllZero,
}

impl WeeklyProfile {
    /// The same at all hours.
    pub fn flat() -> Self {
        WeeklyProfile([1.0 / HOURS_A_WEEK as f64; HOURS_A_WEEK])
    }

    /// From weights in any unit, Monday 00:00 first.
    ///
    /// # Errors
    /// [`ProfileError`].
    pub fn new(weights: &[f64]) -> Result<Self, ProfileError> {
        let mut shares: [f64; HOURS_A_WEEK] =
            weights.try_into().map_err(|_| ProfileError::Hours(weights.len()))?;
        if let Some(hour) = shares.iter().position(|w| !w.is_finite() || *w < 0.0) {
            return Err(ProfileError::Weight { hour, weight: shares[hour] });
        }
        let sum: f64 = shares.iter().sum();
        if sum == 0.0 {
            return Err(ProfileError::AllZero);
        }
        shares.iter_mut().for_each(|share| *share /= sum);
        Ok(WeeklyProfile(shares))
    }

    /// The share of the week's calls in every hour.
    pub fn shares(&self) -> &[f64; HOURS_A_WEEK] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_become_shares() {
        let mut weights = [0.0; HOURS_A_WEEK];
        weights[3] = 30.0;
        weights[167] = 10.0;
        let profile = WeeklyProfile::new(&weights).unwrap();
        assert_eq!((profile.shares()[3], profile.shares()[167], profile.shares()[0]), (0.75, 0.25, 0.0));
    }

    #[test]
    fn what_is_no_week_is_refused() {
        assert_eq!(WeeklyProfile::new(&[1.0; 24]), Err(ProfileError::Hours(24)));
        assert_eq!(WeeklyProfile::new(&[0.0; 168]), Err(ProfileError::AllZero));
        let mut weights = [1.0; 168];
        weights[5] = -1.0;
        assert_eq!(WeeklyProfile::new(&weights), Err(ProfileError::Weight { hour: 5, weight: -1.0 }));
    }
}
