//! Larson's hypercube queueing model, exactly.
//!
//! R. C. Larson, "A hypercube queuing model for facility location and redistricting in urban emergency services",
//! Computers and Operations Research 1 (1974); Larson and Odoni, *Urban Operations Research* (1981), 5.4. The state of
//! `n` units is a corner of the `n`-dimensional cube: bit `u` is 1 while unit `u` is busy.

/// Most units of the exact model: 65,536 states.
pub const EXACT_UNITS: usize = 16;
/// Sweeps over the states before a system is given up.
const SWEEPS: usize = 10_000;
/// Largest change of a state in a sweep, relative to the largest state, at which the sweeps end: rounding
/// leaves about a hundredth of it.
const TOLERANCE: f64 = 1e-14;

/// Geographical atoms that are served alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Atom {
    /// Calls per unit of time.
    pub calls: f64,
    /// All units, the one to be sent first first.
    pub preference: Vec<usize>,
}

/// What becomes of calls that find all units busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// They are lost, or served from elsewhere.
    Zero,
    /// They wait, first come, first served.
    Infinite,
}

/// Calls, units and preferences of a hypercube model.
#[derive(Clone, Debug, PartialEq)]
pub struct HypercubeInputs {
    /// Where calls come from.
    pub atoms: Vec<Atom>,
    /// Every unit's calls finished per unit of time while it is busy, wherever it was sent.
    pub service_rates: Vec<f64>,
    /// What becomes of calls that find all units busy.
    pub line: Line,
}

/// Inputs without a model.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum HypercubeError {
    /// No unit, or too many to solve exactly.
    #[error("{0} units: the exact model takes 1 to 16")]
    Units(usize),
    /// No unit at all.
    #[error("no unit")]
    NoUnit,
    /// No calls.
    #[error("no calls: all rates are zero")]
    NoCalls,
    /// A rate that is none.
    #[error("{what} {number} has rate {rate}: expected a finite number {expected}")]
    Rate {
        /// Atom or unit.
        what: &'static str,
        /// Its number, from 0.
        number: usize,
        /// What was given.
        rate: f64,
        /// What would do.
        expected: &'static str,
    },
    /// A preference that does not name every unit once.
    #[error("atom {0}'s preference does not name every unit once")]
    Preference(usize),
    /// An infinite line without a long run.
    #[error("calls come at rate {calls} and all units together finish {served}: the queue grows for ever")]
    Overload {
        /// Calls per unit of time.
        calls: f64,
        /// Calls finished per unit of time by all units.
        served: f64,
    },
    /// Rates that differ, in a model that knows one.
    #[error("units have different service rates: the approximation knows one")]
    DifferentRates,
    /// The iteration went on for too long.
    #[error("no solution after {0} rounds")]
    NotConverged(usize),
}

/// What both models tell of a system in the long run.
#[derive(Clone, Debug, PartialEq)]
pub struct Hypercube {
    /// The share of time that every unit is busy.
    pub workloads: Vec<f64>,
    /// The share of served calls that come from an atom and are served by a unit, `atoms x units`, atom by atom;
    /// together 1.
    pub dispatches: Vec<f64>,
    /// The share of calls that find all units busy, and wait or are lost.
    pub all_busy: f64,
}

impl Hypercube {
    /// The share of served calls whose unit is not the first of its atom's preference.
    pub fn interresponse(&self, inputs: &HypercubeInputs) -> f64 {
        let units = self.workloads.len();
        let own: f64 =
            inputs.atoms.iter().zip(self.dispatches.chunks(units)).map(|(a, d)| d[a.preference[0]]).sum();
        1.0 - own
    }

    /// Mean of a quantity, say a journey, given for every atom and unit (`atoms x units`, atom by atom).
    pub fn mean(&self, of: &[f64]) -> f64 {
        self.dispatches.iter().zip(of).map(|(share, value)| share * value).sum()
    }
}

impl HypercubeInputs {
    /// Calls per unit of time.
    pub fn calls(&self) -> f64 {
        self.atoms.iter().map(|atom| atom.calls).sum()
    }

    /// Checks rates and preferences.
    pub(super) fn check(&self) -> Result<(), HypercubeError> {
        let units = self.service_rates.len();
        if units == 0 {
            return Err(HypercubeError::NoUnit);
        }
        for (number, rate) in self.service_rates.iter().enumerate() {
            if !rate.is_finite() || *rate <= 0.0 {
                return Err(HypercubeError::Rate { what: "unit", number, rate: *rate, expected: "above 0" });
            }
        }
        for (number, Atom { calls: rate, preference }) in self.atoms.iter().enumerate() {
            if !rate.is_finite() || *rate < 0.0 {
                return Err(HypercubeError::Rate {
                    what: "atom",
                    number,
                    rate: *rate,
                    expected: "of 0 or more",
                });
            }
            let mut named = preference.clone();
            named.sort_unstable();
            if !named.into_iter().eq(0..units) {
                return Err(HypercubeError::Preference(number));
            }
        }
        let (calls, served) = (self.calls(), self.service_rates.iter().sum());
        if calls == 0.0 {
            return Err(HypercubeError::NoCalls);
        }
        if self.line == Line::Infinite && calls >= served {
            return Err(HypercubeError::Overload { calls, served });
        }
        Ok(())
    }

    /// The share of time in every state without a queue, bit `u` of the state's number for unit `u`. With an infinite
    /// line the rest of the time, [`queue_share`](Self::queue_share) of the last state, all are busy and calls wait.
    ///
    /// Balance equations by Gauss-Seidel sweeps; after each, the levels (states with as many busy units) are scaled so
    /// that what goes up from one comes down from the next. Both lines have the same equations among these states, for
    /// what goes up into the queue comes down from it.
    ///
    /// # Errors
    /// [`HypercubeError`].
    pub fn states(&self) -> Result<Vec<f64>, HypercubeError> {
        self.check()?;
        let units = self.service_rates.len();
        if units > EXACT_UNITS {
            return Err(HypercubeError::Units(units));
        }
        let (calls_into, served) = (self.call_rates(), self.served_rates());
        let mut states = vec![1.0; 1 << units];
        for sweep in 0..SWEEPS {
            // Upwards and downwards by turns, so that news travels both ways.
            let change = if sweep % 2 == 0 {
                self.sweep(&calls_into, &served, &mut states, 0..1 << units)
            } else {
                self.sweep(&calls_into, &served, &mut states, (0..1 << units).rev())
            };
            self.scale_levels(&served, &mut states);
            if change < TOLERANCE * states.iter().fold(0.0, |most: f64, s| most.max(*s)) {
                return Ok(states);
            }
        }
        Err(HypercubeError::NotConverged(SWEEPS))
    }

    /// Time with calls in the queue over time with all units busy and none waiting.
    pub fn queue_share(&self) -> f64 {
        let load = self.calls() / self.service_rates.iter().sum::<f64>();
        match self.line {
            Line::Zero => 0.0,
            Line::Infinite => load / (1.0 - load),
        }
    }

    /// The model's solution, for 1 to 16 units.
    ///
    /// # Errors
    /// [`HypercubeError`].
    pub fn exact(&self) -> Result<Hypercube, HypercubeError> {
        let states = self.states()?;
        let units = self.service_rates.len();
        let full = states.len() - 1;
        let queue = states[full] * self.queue_share();
        let all_busy = states[full] + queue;
        let busy = |unit: usize| states.iter().enumerate().filter(move |(state, _)| state >> unit & 1 == 1);
        let workloads = (0..units).map(|unit| queue + busy(unit).map(|(_, p)| p).sum::<f64>()).collect();
        // Whoever is free next takes the first in the queue: units by how fast they finish.
        let (waiting, served) = match self.line {
            Line::Zero => (0.0, 1.0 - all_busy),
            Line::Infinite => (all_busy, 1.0),
        };
        let finished: f64 = self.service_rates.iter().sum();
        let mut dispatches = Vec::with_capacity(self.atoms.len() * units);
        for atom in &self.atoms {
            let share = atom.calls / self.calls() / served;
            let from = dispatches.len();
            dispatches.extend(self.service_rates.iter().map(|rate| share * waiting * rate / finished));
            for (state, chance) in states.iter().enumerate().take(full) {
                dispatches[from + first_free(&atom.preference, state)] += share * chance;
            }
        }
        Ok(Hypercube { workloads, dispatches, all_busy })
    }

    /// For every state and each of its busy units the rate of the calls by which it became busy last, `states x units`:
    /// side by side in memory, for a sweep reads them all.
    fn call_rates(&self) -> Vec<f64> {
        let units = self.service_rates.len();
        let mut rates = vec![0.0; units << units];
        for state in 0..(1 << units) - 1 {
            for atom in &self.atoms {
                let unit = first_free(&atom.preference, state);
                rates[(state | 1 << unit) * units + unit] += atom.calls;
            }
        }
        rates
    }

    /// The rate at which all busy units of every state finish.
    fn served_rates(&self) -> Vec<f64> {
        let busy = |state: usize| {
            self.service_rates.iter().enumerate().filter(move |(unit, _)| state >> unit & 1 == 1)
        };
        (0..1 << self.service_rates.len()).map(|state| busy(state).map(|(_, rate)| rate).sum()).collect()
    }

    /// Puts every state in balance with its neighbours as they then are, in this order; returns the largest change.
    fn sweep(
        &self,
        calls_into: &[f64],
        served: &[f64],
        states: &mut [f64],
        order: impl Iterator<Item = usize>,
    ) -> f64 {
        let units = self.service_rates.len();
        let (calls, full) = (self.calls(), states.len() - 1);
        let mut change = 0.0f64;
        for state in order {
            let mut inflow = 0.0;
            let into = &calls_into[state * units..][..units];
            for (unit, (rate, called)) in self.service_rates.iter().zip(into).enumerate() {
                let other = state ^ 1 << unit;
                inflow += states[other] * if other < state { called } else { rate };
            }
            let balanced = inflow / (served[state] + if state == full { 0.0 } else { calls });
            change = change.max((balanced - states[state]).abs());
            states[state] = balanced;
        }
        change
    }

    /// Scales the levels into balance with each other, and all, with the queue, to 1.
    fn scale_levels(&self, served: &[f64], states: &mut [f64]) {
        let levels = self.service_rates.len() + 1;
        let (mut chance, mut down) = (vec![0.0; levels], vec![0.0; levels]);
        for (state, p) in states.iter().enumerate() {
            let level = state.count_ones() as usize;
            chance[level] += p;
            down[level] += p * served[state];
        }
        let mut scale = vec![1.0; levels];
        for level in 1..levels {
            scale[level] = scale[level - 1] * self.calls() * chance[level - 1] / down[level];
        }
        let queue = self.queue_share() * chance[levels - 1] * scale[levels - 1];
        let sum = queue + scale.iter().zip(&chance).map(|(s, p)| s * p).sum::<f64>();
        for (state, p) in states.iter_mut().enumerate() {
            *p *= scale[state.count_ones() as usize] / sum;
        }
    }
}

/// The first unit of a preference that is free in a state with a free unit.
fn first_free(preference: &[usize], state: usize) -> usize {
    let free = |unit: &&usize| state >> **unit & 1 == 0;
    preference.iter().find(free).copied().unwrap_or(0)
}
