//! The small print under every chart.

use crate::report::Results;
use crate::travel::{CIRCUITY, Mode, WALKING_SPEED_KM_H};

/// Sources, assumptions and version, the same under every chart.
pub(super) fn foot(results: &Results<'_>, mode: Mode) -> String {
    let walking = match mode {
        Mode::CrowFly => "Straight lines on the British National Grid.".to_string(),
        Mode::Walk => format!(
            "Assumed: walking at {} km/h ({} to {}), {} times the straight line ({} to {}), over the river by its bridges.",
            WALKING_SPEED_KM_H.central,
            WALKING_SPEED_KM_H.low,
            WALKING_SPEED_KM_H.high,
            CIRCUITY.central,
            CIRCUITY.low,
            CIRCUITY.high,
        ),
    };
    let access = &results.scenario.access;
    format!(
        "{walking} Materially: more than {} minutes or {} km. Counters of {}; many hours are assumed, see run.json. \
         Source: Office for National Statistics licensed under the Open Government Licence v3.0; contains OS data © \
         Crown copyright and database right 2025; contains Royal Mail data © Royal Mail copyright and database right \
         2025. Powered by TfL Open Data (bridges). Blue Lamp {}.",
        access.materially_worse_min,
        access.materially_worse_km,
        results.city.manifest.name,
        env!("CARGO_PKG_VERSION"),
    )
}
