//! A scenario's answer, with the outlines that its maps need.

use std::collections::HashSet;

use super::error::CliError;
use crate::charts::Backdrop;
use crate::city::{City, Outline, OutlineLayer};
use crate::claims::{self, Checked, ClaimFile, World};
use crate::impact::{Answer, Replications, answer};
use crate::report::{ClaimResults, Results};
use crate::scenario::Scenario;

/// What pictures and tables are made from.
pub(super) struct Answered {
    pub answer: Answer,
    /// Of the study's zones.
    pub outlines: Vec<Outline>,
    pub backdrop: Backdrop,
    /// The claims that the scenario names, checked.
    claims: Option<(ClaimFile, Vec<Checked>)>,
}

impl Answered {
    /// Works out the answer, checks the claims, and meanwhile reads the outlines, if `with_outlines`. `told` hears
    /// of every replication of the response that is done.
    pub(super) fn new(
        city: &City,
        scenario: &Scenario,
        claims: Option<ClaimFile>,
        with_outlines: bool,
        told: &(dyn Fn(Replications) + Sync),
    ) -> Result<Answered, CliError> {
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
                let needs_roads =
                    scenario.needs_roads() || claims.as_ref().is_some_and(ClaimFile::needs_roads);
                let roads = if needs_roads { city.roads()? } else { None };
                let (answer, checked) = rayon::join(
                    || answer(city, roads.as_ref(), scenario, told),
                    || {
                        claims
                            .as_ref()
                            .map(|file| claims::check(&World::new(city, roads.as_ref(), file), file))
                    },
                );
                Ok::<_, CliError>((answer?, checked))
            },
        );
        let ((outlines, backdrop), (answer, checked)) = (outlines.map_err(CliError::City)?, answered?);
        Ok(Answered { answer, outlines, backdrop, claims: claims.zip(checked) })
    }

    pub(super) fn results<'r>(&'r self, city: &'r City, scenario: &'r Scenario) -> Results<'r> {
        let claims = self.claims.as_ref().map(|(file, checked)| ClaimResults { file, checked });
        Results { city, scenario, answer: &self.answer, zone_outlines: &self.outlines, claims }
    }
}
