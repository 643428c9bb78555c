//! How long is simulated, how often, and whether the load can be carried at all.

use std::fmt;

use super::{Service, Start, WhenAllBusy};

/// What stretch of time the results are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Horizon {
    /// Long-run figures: a stretch is simulated and forgotten, the next is measured. The load must be below what cars
    /// can carry.
    LongRun {
        /// Forgotten, hours.
        warm_up_h: u32,
        /// Measured, hours.
        measured_h: u32,
    },
    /// These hours, beginning with all cars free and nobody waiting. The load may be anything: what is not answered
    /// by the end is counted.
    Finite {
        /// Measured, hours.
        hours: u32,
    },
}

impl Horizon {
    /// Hours that are forgotten.
    pub fn warm_up_h(self) -> u32 {
        match self {
            Horizon::LongRun { warm_up_h, .. } => warm_up_h,
            Horizon::Finite { .. } => 0,
        }
    }

    /// Hours that are measured.
    pub fn measured_h(self) -> u32 {
        match self {
            Horizon::LongRun { measured_h, .. } => measured_h,
            Horizon::Finite { hours } => hours,
        }
    }

    /// All hours that are simulated.
    pub fn hours(self) -> u64 {
        u64::from(self.warm_up_h()) + u64::from(self.measured_h())
    }
}

/// Milliseconds of so many hours fit the keys of the event loop many times over.
const MOST_HOURS: u64 = 10_000_000;

/// What is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The key of all random numbers.
    pub seed: u64,
    /// How often, with other random numbers each time.
    pub replications: u32,
    /// How long.
    pub horizon: Horizon,
}

/// A run that says nothing.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum RunError {
    /// No replication.
    #[error("no replications: expected 1 or more")]
    NoReplication,
    /// Nothing measured.
    #[error("no hour is measured: expected 1 or more")]
    NoTime,
    /// Longer than the simulation can count.
    #[error("{0} hours: expected at most 10,000,000 (1,100 years)")]
    TooLong(u64),
    /// More calls than cars can answer.
    #[error("{0}: queues would grow for ever. Ask for a finite horizon, or put more cars on duty")]
    Overload(Load),
}

/// The work of a week against the time of the cars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Mean number of calls a week.
    pub calls_a_week: f64,
    /// Hours that the average call takes a car: turnout and journey at the very least (from the nearest base with a
    /// car; none where cars are on the road), and the time at the scene.
    pub hours_a_call: f64,
    /// Hours that cars are on duty in a week.
    pub duty_hours: f64,
}

impl Load {
    /// Of a service and the calls that it answers.
    pub fn new(service: &Service) -> Self {
        let at_base = service.policy().start == Start::Base && service.zones == 0;
        let nearest_ms = |area: usize| {
            let journeys = service.posts.iter().map(|post| service.base_ms(post.base as usize, area));
            (service.turnout_base_ms + journeys.min().unwrap_or(0)) as f64
        };
        let (mut calls_a_week, mut seconds) = (0.0, 0.0);
        for class in service.demand().classes() {
            for (area, calls) in class.calls_a_week.iter().enumerate() {
                let way_s = if at_base && *calls > 0.0 { nearest_ms(area) / 1000.0 } else { 0.0 };
                calls_a_week += calls;
                seconds += calls * (way_s + class.on_scene.mean_s());
            }
        }
        let duty_hours = service.units().iter().map(|unit| unit.shift.hours_a_week()).sum();
        Load { calls_a_week, hours_a_call: seconds / 3600.0 / calls_a_week, duty_hours }
    }

    /// Work over time: above 1 no queue ever ends.
    pub fn utilisation(&self) -> f64 {
        self.calls_a_week * self.hours_a_call / self.duty_hours
    }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Load { calls_a_week, hours_a_call, duty_hours } = self;
        let work = calls_a_week * hours_a_call;
        write!(
            f,
            "{calls_a_week:.1} calls a week x {hours_a_call:.3} h = {work:.1} car hours a week, but cars are on duty \
             for {duty_hours:.1} (utilisation {:.2})",
            self.utilisation()
        )
    }
}

impl Run {
    /// Whether the run says something about this service.
    ///
    /// # Errors
    /// [`RunError`].
    pub(super) fn check(&self, service: &Service) -> Result<(), RunError> {
        if self.replications == 0 {
            return Err(RunError::NoReplication);
        }
        if self.horizon.measured_h() == 0 {
            return Err(RunError::NoTime);
        }
        let hours = self.horizon.hours();
        if hours > MOST_HOURS {
            return Err(RunError::TooLong(hours));
        }
        let load = Load::new(service);
        let queues = service.policy().when_all_busy == WhenAllBusy::Queue;
        let long_run = matches!(self.horizon, Horizon::LongRun { .. });
        if queues && long_run && load.utilisation() >= 1.0 {
            return Err(RunError::Overload(load));
        }
        Ok(())
    }
}
