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
    let violence = model.settings.types.iter().position(|t| t.is_violence);
    let mut rows = vec![(None, model.in_total(), overlay.total)];
    rows.extend(violence.map(|kind| (Some(kind), vec![kind], overlay.violence)));
    let ways = travel.before_after(option);
    let mut notes =
        vec![format!("overlay {}: a station closed as a whole; no part of the other figures", overlay.name)];
    notes.extend(left_out(&model.places[place], ways));
    let row = |(kind, members, elasticity): (Option<usize>, Vec<usize>, usize)| {
        let change = change(model, place, &members, model.assumptions[elasticity].range, ways);
        ReportRow {
            option,
            place,
            kind,
            statistic: ReportStatistic::OverlayChange,
            central: Some(change.central),
            range: Some((change.low, change.high)),
            notes: notes.clone(),
        }
    };
    rows.into_iter().map(row).collect()
}

/// The change of some types together. Shares of other types are taken at either end of their range too.
fn change(
    model: &Model<'_>,
    place: usize,
    members: &[usize],
    elasticity: Estimate,
    [before, after]: [&[f64]; 2],
) -> Estimate {
    let certain = Estimate { central: 1.0, low: 1.0, high: 1.0 };
    let share = |kind: usize| {
        model.settings.types[kind].share_of_crime.map_or(certain, |s| model.assumptions[s].range)
    };
    let with = |elasticity: f64, end: fn(Estimate) -> f64| -> f64 {
        let crimes = members.iter().flat_map(|&kind| {
            model.crimes_of(kind, place).map(move |(area, n)| (area, n * end(share(kind))))
        });
        crimes
            .filter(|(area, _)| after[*area] > before[*area])
            .filter_map(|(area, n)| by_elasticity(n, before[area], after[area], elasticity))
            .sum()
    };
    let shares: [fn(Estimate) -> f64; 2] = [|e| e.low, |e| e.high];
    let ends = [elasticity.low, elasticity.high].map(|e| shares.map(|share| with(e, share)));
    let ends = ends.as_flattened();
    Estimate {
        central: with(elasticity.central, |e| e.central),
        low: ends.iter().copied().fold(f64::INFINITY, f64::min),
        high: ends.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    }
}

/// Areas of a place whose change an elasticity cannot tell.
fn left_out(areas: &[usize], [before, after]: [&[f64]; 2]) -> Option<String> {
    let farther = || areas.iter().filter(|&&area| after[area] > before[area]);
    let cut_off = farther().filter(|&&area| after[area].is_infinite()).count();
    let at_the_door = farther().filter(|&&area| after[area].is_finite() && before[area] == 0.0).count();
    let told = [(cut_off, "that reach no counter after"), (at_the_door, "with no way to go before")];
    let told: Vec<String> =
        told.iter().filter(|(n, _)| *n > 0).map(|(n, which)| format!("{n} {which}")).collect();
    (!told.is_empty()).then(|| format!("without areas {}", told.join(" and ")))
}
