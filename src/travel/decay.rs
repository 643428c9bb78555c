//! How the weight of a station falls with the cost of getting there.

use super::exponential::exp_of_loss;

/// A weight below this counts as none, so that no share of it overflows.
const NO_WEIGHT: f64 = 1e-100;

/// A decay f(c): a weight between 0 and 1 that does not grow with the travel cost c. What cannot be reached
/// (c infinite) weighs 0. The cost's unit is that of its parameters: minutes in a run.
///
/// Forms: Kwan (1998), *Geographical Analysis* 30(3), has most; the logistic one is that of Bauer and Groneberg
/// (2016), *PLoS ONE* 11(7), as in the R package accessibility.
#[derive(Clone, Debug, PartialEq)]
pub struct Decay {
    form: Form,
    /// Beyond this cost the weight is 0, whatever the form says; infinite without a cutoff.
    cutoff: f32,
}

/// The forms with checked parameters.
#[derive(Clone, Debug, PartialEq)]
enum Form {
    Binary {
        cutoff: f32,
    },
    Linear {
        cutoff: f64,
    },
    Stepped {
        limits: Vec<f32>,
        weights: Vec<f64>,
    },
    Exponential {
        rate: f64,
    },
    /// `to_one` makes the weight at no cost 1.
    Logistic {
        inflection: f64,
        scale: f64,
        to_one: f64,
    },
    Power {
        exponent: f64,
    },
}

/// Why there is no such decay.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DecayError {
    /// A parameter that must be more than 0 and finite is not.
    #[error("{parameter} is {value}: it must be more than 0 and finite")]
    NotPositive {
        /// Its name.
        parameter: &'static str,
        /// What was given.
        value: f64,
    },
    /// No step, or not one weight a step.
    #[error("a stepped decay needs one weight a step: there are {steps} steps and {weights} weights")]
    Steps {
        /// How many limits.
        steps: usize,
        /// How many weights.
        weights: usize,
    },
    /// The limits of the steps do not ascend.
    #[error("the steps must ascend: {next} comes after {before}")]
    StepsDescend {
        /// A limit.
        before: f64,
        /// The one after it.
        next: f64,
    },
    /// The weights of the steps grow with the cost, or are not between 0 and 1.
    #[error("the weights must lie between 0 and 1 and not grow: {next} comes after {before}")]
    WeightsGrow {
        /// A weight, or 1 before the first.
        before: f64,
        /// The one after it.
        next: f64,
    },
}

impl Decay {
    /// f(c) = 1 for c <= `cutoff`, else 0.
    ///
    /// # Errors
    /// [`DecayError::NotPositive`].
    pub fn binary(cutoff: f64) -> Result<Decay, DecayError> {
        let cutoff = positive("cutoff", cutoff)? as f32;
        Ok(Decay::of(Form::Binary { cutoff }))
    }

    /// f(c) = 1 - c / `cutoff` for c <= `cutoff`, else 0.
    ///
    /// # Errors
    /// [`DecayError::NotPositive`].
    pub fn linear(cutoff: f64) -> Result<Decay, DecayError> {
        Ok(Decay::of(Form::Linear { cutoff: positive("cutoff", cutoff)? }))
    }

    /// f(c) = the weight of the first step whose limit is at least c, else 0 (Luo and Qi 2009).
    ///
    /// # Errors
    /// [`DecayError`] when there is not one weight a step, limits do not ascend or weights grow.
    pub fn stepped(limits: &[f64], weights: &[f64]) -> Result<Decay, DecayError> {
        if limits.is_empty() || limits.len() != weights.len() {
            return Err(DecayError::Steps { steps: limits.len(), weights: weights.len() });
        }
        for &limit in limits {
            positive("step", limit)?;
        }
        if let Some(pair) = limits.windows(2).find(|pair| pair[1] <= pair[0]) {
            return Err(DecayError::StepsDescend { before: pair[0], next: pair[1] });
        }
        let before = std::iter::once(&1.0).chain(weights);
        if let Some((&before, &next)) = before.zip(weights).find(|(b, n)| !(0.0..=**b).contains(*n)) {
            return Err(DecayError::WeightsGrow { before, next });
        }
        let limits = limits.iter().map(|l| *l as f32).collect();
        Ok(Decay::of(Form::Stepped { limits, weights: weights.to_vec() }))
    }

    /// f(c) = exp(-b c) with b = ln 2 / `halving`: the weight halves with every `halving` of cost.
    ///
    /// # Errors
    /// [`DecayError::NotPositive`].
    pub fn exponential(halving: f64) -> Result<Decay, DecayError> {
        let rate = std::f64::consts::LN_2 / positive("halving", halving)?;
        Ok(Decay::of(Form::Exponential { rate }))
    }

    /// f(c) = (1 + exp(-m k)) / (1 + exp((c - m) k)) with m = `inflection` and k = pi / (`sd` sqrt 3): a logistic
    /// distribution of what people put up with, of that mean and standard deviation, scaled to f(0) = 1.
    ///
    /// # Errors
    /// [`DecayError::NotPositive`].
    pub fn logistic(inflection: f64, sd: f64) -> Result<Decay, DecayError> {
        let scale = std::f64::consts::PI / (positive("sd", sd)? * 3f64.sqrt());
        let to_one = 1.0 + exp_of_loss(-scale * positive("inflection", inflection)?);
        Ok(Decay::of(Form::Logistic { inflection, scale, to_one }))
    }

    /// f(c) = c^-`exponent` for c >= 1, and 1 below.
    ///
    /// # Errors
    /// [`DecayError::NotPositive`].
    pub fn power(exponent: f64) -> Result<Decay, DecayError> {
        Ok(Decay::of(Form::Power { exponent: positive("exponent", exponent)? }))
    }

    /// The same up to `cutoff`, and 0 beyond.
    ///
    /// # Errors
    /// [`DecayError::NotPositive`].
    pub fn within(self, cutoff: f64) -> Result<Decay, DecayError> {
        Ok(Decay { cutoff: positive("cutoff", cutoff)? as f32, ..self })
    }

    fn of(form: Form) -> Decay {
        Decay { form, cutoff: f32::INFINITY }
    }

    /// The weight of one cost.
    pub fn weight(&self, cost: f32) -> f64 {
        let mut weight = [0.0];
        self.weigh(&[cost], &mut weight);
        weight[0]
    }

    /// The weights of a row of costs.
    #[inline(always)]
    pub(crate) fn weigh(&self, costs: &[f32], weights: &mut [f64]) {
        self.weigh_all(costs, weights);
        self.cut(costs, weights);
    }

    /// The cost up to which the weight is 1 and beyond which it is 0, if it is never anything else.
    pub(crate) fn binary_cutoff(&self) -> Option<f32> {
        match self.form {
            Form::Binary { cutoff } => Some(cutoff.min(self.cutoff)),
            _ => None,
        }
    }

    /// Puts 0 for what lies beyond the cutoff.
    #[inline(always)]
    pub(crate) fn cut(&self, costs: &[f32], weights: &mut [f64]) {
        if self.cutoff < f32::INFINITY {
            for (weight, &cost) in weights.iter_mut().zip(costs) {
                *weight = if cost <= self.cutoff { *weight } else { 0.0 };
            }
        }
    }

    /// The same without the cutoff. One plain loop a form: compilers make vectors of those.
    #[inline(always)]
    pub(crate) fn weigh_all(&self, costs: &[f32], weights: &mut [f64]) {
        let pairs = weights.iter_mut().zip(costs);
        match &self.form {
            Form::Binary { cutoff } => pairs.for_each(|(w, c)| *w = if *c <= *cutoff { 1.0 } else { 0.0 }),
            Form::Linear { cutoff } => pairs.for_each(|(w, c)| *w = linear(f64::from(*c), *cutoff)),
            Form::Stepped { limits, weights: of_steps } => {
                weights.fill(0.0);
                for (&limit, &of_step) in limits.iter().zip(of_steps) {
                    for (w, c) in weights.iter_mut().zip(costs) {
                        // Weights do not grow, so the first step that holds is the largest.
                        let here = if *c <= limit { of_step } else { 0.0 };
                        *w = if here > *w { here } else { *w };
                    }
                }
            }
            Form::Exponential { rate } => {
                pairs.for_each(|(w, c)| *w = exp_of_loss(-*rate * f64::from(*c)));
            }
            Form::Logistic { inflection, scale, to_one } => {
                pairs.for_each(|(w, c)| *w = *to_one * logistic((f64::from(*c) - *inflection) * *scale));
            }
            Form::Power { exponent } => pairs.for_each(|(w, c)| *w = power(f64::from(*c), *exponent)),
        }
    }
}

fn positive(parameter: &'static str, value: f64) -> Result<f64, DecayError> {
    let single = value as f32;
    let stays = single.is_finite() && single > 0.0;
    if stays { Ok(value) } else { Err(DecayError::NotPositive { parameter, value }) }
}

#[inline(always)]
fn linear(cost: f64, cutoff: f64) -> f64 {
    let rest = 1.0 - cost / cutoff;
    if rest > 0.0 { rest } else { 0.0 }
}

/// The share of people who put up with more than `beyond` (times pi / (sd sqrt 3)) over what they do on average.
#[inline(always)]
fn logistic(beyond: f64) -> f64 {
    // Either way round, the power is of a number of at most 0.
    let falls = exp_of_loss(-beyond.abs());
    let left = if beyond <= 0.0 { 1.0 } else { falls };
    left / (1.0 + falls)
}

#[inline(always)]
fn power(cost: f64, exponent: f64) -> f64 {
    let weight = if cost > 1.0 { cost.powf(-exponent) } else { 1.0 };
    if weight > NO_WEIGHT { weight } else { 0.0 }
}
