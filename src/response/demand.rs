//! Who calls, how often, when and for how long.

use super::{Grade, OnSceneTime, WeeklyProfile};

/// All calls of one grade that follow the same week.
#[derive(Clone, Debug, PartialEq)]
pub struct CallClass {
    /// The class's name: the key of its random numbers. Two classes never share one.
    pub name: String,
    /// How urgent.
    pub grade: Grade,
    /// Mean number of calls a week from every area.
    pub calls_a_week: Vec<f64>,
    /// How they spread over the week.
    pub profile: WeeklyProfile,
    /// How long a car is busy at the scene.
    pub on_scene: OnSceneTime,
}

impl CallClass {
    /// Mean number of calls a week.
    pub fn volume_a_week(&self) -> f64 {
        self.calls_a_week.iter().sum()
    }
}

/// The calls of a city: independent Poisson processes, one an area and class, whose rate follows the hours of the week.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    classes: Vec<CallClass>,
}

/// Calls that cannot be simulated.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DemandError {
    /// No class, or none with a call.
    #[error("no calls: all volumes are zero")]
    NoCalls,
    /// Two classes of one name.
    #[error("two classes of calls are named {0:?}: their random numbers would be the same")]
    SameName(String),
    /// A volume that is none.
    #[error("calls {class:?}: area {area} has {calls} a week: expected a finite number of 0 or more")]
    Volume {
        /// The class's name.
        class: String,
        /// Number of the area.
        area: usize,
        /// What was given.
        calls: f64,
    },
    /// Classes of different cities.
    #[error("calls {class:?} are given for {found} areas, others for {expected}")]
    Areas {
        /// The class's name.
        class: String,
        /// Areas of the first class.
        expected: usize,
        /// Areas of this one.
        found: usize,
    },
    /// A time at the scene that is none.
    #[error(
        "calls {class:?}: {on_scene:?} is no time on scene: expected a mean above 0 and a variation of 0 or more"
    )]
    OnScene {
        /// The class's name.
        class: String,
        /// What was given.
        on_scene: OnSceneTime,
    },
}

impl Demand {
    /// Checks the classes.
    ///
    /// # Errors
    /// Every [`DemandError`] there is.
    pub fn new(classes: Vec<CallClass>) -> Result<Self, Vec<DemandError>> {
        let mut errors = Vec::new();
        let areas = classes.first().map_or(0, |class| class.calls_a_week.len());
        for (number, class) in classes.iter().enumerate() {
            let name = || class.name.clone();
            if classes[..number].iter().any(|earlier| earlier.name == class.name) {
                errors.push(DemandError::SameName(name()));
            }
            if class.calls_a_week.len() != areas {
                let found = class.calls_a_week.len();
                errors.push(DemandError::Areas { class: name(), expected: areas, found });
            }
            if !class.on_scene.is_valid() {
                errors.push(DemandError::OnScene { class: name(), on_scene: class.on_scene });
            }
            let volumes = class.calls_a_week.iter().enumerate();
            let bad = volumes.filter(|(_, calls)| !calls.is_finite() || **calls < 0.0);
            errors.extend(bad.map(|(area, calls)| DemandError::Volume {
                class: name(),
                area,
                calls: *calls,
            }));
        }
        if errors.is_empty() && classes.iter().all(|class| class.volume_a_week() == 0.0) {
            errors.push(DemandError::NoCalls);
        }
        if errors.is_empty() { Ok(Demand { classes }) } else { Err(errors) }
    }

    /// The classes, in the order they were given.
    pub fn classes(&self) -> &[CallClass] {
        &self.classes
    }

    /// Number of areas.
    pub fn areas(&self) -> usize {
        self.classes[0].calls_a_week.len()
    }

    /// Mean number of calls a week from an area, all classes.
    pub fn calls_a_week(&self, area: usize) -> f64 {
        self.classes.iter().map(|class| class.calls_a_week[area]).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(name: &str, calls_a_week: &[f64]) -> CallClass {
        CallClass {
            name: name.to_string(),
            grade: Grade::Immediate,
            calls_a_week: calls_a_week.to_vec(),
            profile: WeeklyProfile::flat(),
            on_scene: OnSceneTime::Fixed { seconds: 60.0 },
        }
    }

    #[test]
    fn volumes_of_zero_are_no_calls() {
        assert_eq!(Demand::new(vec![]), Err(vec![DemandError::NoCalls]));
        assert_eq!(Demand::new(vec![class("I", &[0.0, 0.0])]), Err(vec![DemandError::NoCalls]));
        assert_eq!(Demand::new(vec![class("I", &[1.0, 2.0])]).unwrap().calls_a_week(1), 2.0);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let mut endless = class("I", &[1.0]);
        endless.on_scene = OnSceneTime::Exponential { mean_s: f64::INFINITY };
        let errors = Demand::new(vec![class("I", &[1.0, -2.0]), endless]).unwrap_err();
        let text: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(
            text,
            [
                "calls \"I\": area 1 has -2 a week: expected a finite number of 0 or more",
                "two classes of calls are named \"I\": their random numbers would be the same",
                "calls \"I\" are given for 1 areas, others for 2",
                "calls \"I\": Exponential { mean_s: inf } is no time on scene: expected a mean above 0 and a variation \
                 of 0 or more",
            ]
        );
    }
}
