//! Reports at risk: what is no longer told to the police when a counter closes (METHODS 4).
//!
//! Everything assumed is known within a range only. The central figures have every assumption at its central value;
//! the ranges are those of the middle 95 % of samples in which all assumptions vary independently, each as often below
//! its central value as above, evenly on either side (a Latin hypercube). The same samples serve every option, place and
//! type, so that differences between them are not chance.

mod baseline;
mod figures;
mod layout;
mod model;
mod overlay;
mod places;
mod tornado;
mod wording;

use rayon::prelude::*;

use crate::city::City;
use crate::scenario::{Assumption, ClosureOption, Scenario};
use crate::travel::TravelMatrix;
pub use baseline::baseline_minutes;
use figures::KindFigures;
pub use figures::{ReportRow, ReportStatistic};
use model::Model;
use places::{PlaceSums, StudyTravel};
use tornado::Ends;
pub use tornado::Swing;

/// Reports in person before and after every option, in the study area and the places named.
pub struct ReportsAtRisk {
    /// Everything assumed, each once.
    pub assumptions: Vec<Assumption>,
    /// Every figure: option by option, place by place, type by type.
    pub rows: Vec<ReportRow>,
    /// How far each assumption alone moves a figure, in the same order, largest first.
    pub swings: Vec<Swing>,
    /// What each option comes down to, in words, in order.
    pub sentences: Vec<String>,
    /// What a reader must know of the figures.
    pub warnings: Vec<String>,
}

/// Works out `[reporting]`; `None` where the scenario has no such table, or `matrix` has not its mode. `baseline` is
/// [`baseline_minutes`].
pub fn reports_at_risk(
    city: &City,
    scenario: &Scenario,
    matrix: &TravelMatrix,
    baseline: &[f64],
) -> Option<ReportsAtRisk> {
    let settings = scenario.reporting.as_ref()?;
    let plane = matrix.plane(settings.mode)?;
    let travel = StudyTravel::new(city, scenario, plane);
    let model = Model::new(city, scenario, settings, plane, baseline, travel.longest_min());
    let central = model.central();
    let samples = model.samples();
    let ends = Ends::new(&model);
    let sums = PlaceSums::new(&model, &travel);
    let places = settings.places.len();
    let jobs: Vec<(usize, usize)> = (0..scenario.options.len())
        .flat_map(|option| (0..places).map(move |place| (option, place)))
        .collect();
    let parts: Vec<(Vec<KindFigures>, Vec<ReportRow>, Vec<Swing>)> = jobs
        .par_iter()
        .map(|&(option, place)| {
            let pair = sums.pair(option, place);
            let figures = figures::of_place(&model, &central, &samples, &pair);
            let mut rows = figures::rows((option, place), &model, &figures);
            rows.extend(overlay::rows((option, place), &model, &travel));
            let swings = tornado::swings((option, place), &model, &ends, &pair);
            (figures, rows, swings)
        })
        .collect();
    type OfOption = [(Vec<KindFigures>, Vec<ReportRow>, Vec<Swing>)];
    let of_option = |(parts, option): (&OfOption, &ClosureOption)| {
        let by_place: Vec<&[KindFigures]> = parts.iter().map(|part| part.0.as_slice()).collect();
        wording::sentence(settings, &by_place, !option.rescheduled.is_empty())
    };
    let sentences = parts.chunks(places).zip(&scenario.options).map(of_option).collect();
    let warnings = wording::warnings(city, &model, &samples, baseline);
    let (mut rows, mut swings) = (Vec::new(), Vec::new());
    for (_, of_rows, of_swings) in parts {
        rows.extend(of_rows);
        swings.extend(of_swings);
    }
    Some(ReportsAtRisk { assumptions: model.into_assumptions(), rows, swings, sentences, warnings })
}

/// The least and the greatest of the middle 95 % of the values, at least one.
fn middle_95(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let mut values: Vec<f64> = values.collect();
    let last = values.len() - 1;
    let below = (0.025 * last as f64).floor() as usize;
    let (_, low, _) = values.select_nth_unstable_by(below, f64::total_cmp);
    let low = *low;
    let (_, high, _) = values.select_nth_unstable_by(last - below, f64::total_cmp);
    (low, *high)
}
