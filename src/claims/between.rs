//! Speeds and detours between the ends of their range at which a claim holds, where it does at neither end nor at the
//! central values: "about 20 minutes" of a walk of 14 to 26.

use super::choice::Pace;
use super::evaluate::Evaluator;
use super::file::Claim;
use super::reading::Reading;
use super::verdict::Evaluated;

/// For every three readings that are alike but for speeds and detours, and whose values lie on both sides of what is said
/// while none of them fits: the reading between them nearest to the least values that do, if there is one.
///
/// Values only rise or only fall with the ways, so that it is found by halving.
pub(super) fn in_between(evaluator: &Evaluator<'_>, claim: &Claim, readings: &[Evaluated]) -> Vec<Reading> {
    let Some(said) = &claim.said else { return Vec::new() };
    let all = &claim.assumptions.pace;
    if ![Pace::Central, Pace::Low, Pace::High].iter().all(|pace| all.contains(pace)) {
        return Vec::new();
    }
    let (least, most) = said.fits;
    let holding = |low: &Evaluated| {
        let at = |pace: Pace| {
            let alike = Reading { pace, ..low.reading };
            readings.iter().find(|e| e.reading == alike && e.holds == Some(false))?.figure.value
        };
        let ends = [at(Pace::Low)?, at(Pace::High)?];
        at(Pace::Central)?;
        let rises = ends[0] < ends[1];
        if ends[0].min(ends[1]) >= least || ends[0].max(ends[1]) <= most {
            return None;
        }
        let value = |part: u16| -> Option<f64> {
            let reading = Reading { pace: Pace::Between(part), ..low.reading };
            evaluator.figures(claim, &[reading]).first()?.value
        };
        // The first part of the way at which the value has come to what is said, from the low end of ways.
        let has_come = |value: f64| if rises { value >= least } else { value <= most };
        let (mut before, mut from) = (0, u16::MAX);
        while from - before > 1 {
            let middle = before + (from - before) / 2;
            if has_come(value(middle)?) { from = middle } else { before = middle }
        }
        let reading = Reading { pace: Pace::Between(from), ..low.reading };
        said.fits(value(from)?).then_some(reading)
    };
    readings.iter().filter(|e| e.reading.pace == Pace::Low).filter_map(holding).collect()
}
