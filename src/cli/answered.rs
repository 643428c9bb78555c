//! A scenario's answer, with the outlines that its maps need.

use std::collections::HashSet;

use super::error::CliError;
use crate::charts::Backdrop;
use crate::city::{City, Outline, OutlineLayer};
use crate::impact::{Answer, answer};
use crate::report::Results;
use crate::scenario::Scenario;

/// What pictures and tables are made from.
pub(super) struct Answered {
    pub answer: Answer,
    /// Of the study's zones.
    pub outlines: Vec<Outline>,
    pub backdrop: Backdrop,
}

impl Answered {
    /// Works out the answer and meanwhile reads the outlines, if `with_outlines`.
    pub(super) fn new(city: &City, scenario: &Scenario, with_outlines: bool) -> Result<Answered, CliError> {
        let counted: HashSet<&str> =
            scenario.study.areas.iter().map(|&a| city.zones[city.areas[a].zone].id.as_str()).collect();
        let (outlines, answered) = rayon::join(
            || {
                if !with_outlines {
                    return Ok((Vec::new(), Backdrop::default()));
                }
                let zones = city.outlines_of(OutlineLayer::Zones, &|id| counted.contains(id))?;
                Ok((zones, Backdrop::read(city)?))
            },
            || {
                let roads = if scenario.needs_roads() { city.roads()? } else { None };
                Ok::<_, CliError>(answer(city, roads.as_ref(), scenario)?)
            },
        );
        let ((outlines, backdrop), answer) = (outlines.map_err(CliError::City)?, answered?);
        Ok(Answered { answer, outlines, backdrop })
    }

    pub(super) fn results<'r>(&'r self, city: &'r City, scenario: &'r Scenario) -> Results<'r> {
        Results { city, scenario, answer: &self.answer, zone_outlines: &self.outlines }
    }
}
