//! The optional overlay: what closures of whole stations did to recorded crime elsewhere. No part of the other figures.

use super::figures::{ReportRow, ReportStatistic};
use super::model::Model;
use super::places::StudyTravel;
use crate::access::by_elasticity;
use crate::travel::Estimate;

/// The change of all recorded crime, and of violence, in the areas whose station moves away; nothing for an option to
/// which the overlay does not apply.
pub(super) fn rows(
    (option, place): (usize, usize),
    model: &Model<'_>,
    travel: &StudyTravel,
) -> Vec<ReportRow> {
    let Some(overlay) = model.settings.overlay.as_ref().filter(|o| o.options.contains(&option)) else {
        return Vec::new();
    };
    let types = &model.settings.types;
    let total: Vec<usize> = (0..types.len()).filter(|&kind| types[kind].in_total).collect();
    let violence = types.iter().position(|t| t.is_violence);
    let mut rows = vec![(None, total, overlay.total)];
    rows.extend(violence.map(|kind| (Some(kind), vec![kind], overlay.violence)));
    let [before, after] = travel.before_after(option);
    rows.into_iter()
        .map(|(kind, members, elasticity)| {
            let range: Estimate = model.assumptions[elasticity].range;
            let change = |elasticity: f64| -> f64 {
                let crimes = members.iter().flat_map(|&kind| model.crimes_of(kind, place));
                crimes
                    .filter(|(area, _)| after[*area] > before[*area])
                    .filter_map(|(area, n)| by_elasticity(n, before[area], after[area], elasticity))
                    .sum()
            };
            ReportRow {
                option,
                place,
                kind,
                statistic: ReportStatistic::OverlayChange,
                central: Some(change(range.central)),
                range: Some((change(range.low), change(range.high))),
                notes: vec![format!(
                    "overlay {}: a station closed as a whole; no part of the other figures",
                    overlay.name
                )],
            }
        })
        .collect()
}
