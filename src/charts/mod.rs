//! Pictures of results, drawn with plotters: one file per chart, one theme.
//!
//! Nothing is computed here but places on the canvas. Each chart comes as SVG, as PNG at twice the size
//! (the same SVG rasterised, so that the two cannot differ) and as the CSV of what is drawn.

mod assumption_tornado;
mod axis;
mod backtest;
mod bars;
mod base_map;
mod borough_names;
mod borough_slopes;
mod canvas;
mod catchment_flows;
mod change_map;
mod claim_verdicts;
mod classes;
mod counters;
mod deprivation;
mod distribution;
mod foot;
mod harm_and_savings;
mod kind;
mod labels;
mod legend;
mod level_maps;
mod lost_hours_map;
mod map_frame;
mod options_compared;
mod response;
mod response_by_hour;
mod response_in_target;
mod response_units;
mod response_wards;
mod sheet;
mod small_multiples;
mod span;
mod theme;
mod week_heat_map;
mod window;
mod words;

use crate::city::{OutputFile, View};
use crate::report::Results;

pub use backtest::backtest_charts;
pub use claim_verdicts::claim_verdicts;
pub use kind::Kind;
pub use map_frame::Backdrop;
pub use sheet::Request;
pub use theme::Theme;

use sheet::Sheet;

/// Why a chart could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// plotters or the rasteriser failed.
    #[error("chart {chart}: {reason}")]
    Drawing {
        /// The chart.
        chart: &'static str,
        /// What it said.
        reason: String,
    },
    /// The results hold nothing to draw.
    #[error("there is no {chart} of this scenario: {why}")]
    Nothing {
        /// The chart.
        chart: &'static str,
        /// What is missing.
        why: String,
        /// What to add to the scenario.
        help: String,
    },
}

/// What draws a chart.
pub type ChartJob<'j> = Box<dyn FnOnce() -> Result<Vec<OutputFile>, ChartError> + Send + 'j>;

/// The kinds that a run draws, those that take longest first.
const OF_A_RUN: [Kind; 17] = [
    Kind::LostHoursMap,
    Kind::LevelMaps,
    Kind::SmallMultiples,
    Kind::CatchmentFlows,
    Kind::ChangeMap,
    Kind::ResponseWards,
    Kind::ResponseInTarget,
    Kind::ResponseUnits,
    Kind::ResponseByHour,
    Kind::ClaimVerdicts,
    Kind::WeekHeatMap,
    Kind::BoroughSlopes,
    Kind::OptionsCompared,
    Kind::HarmAndSavings,
    Kind::AssumptionTornado,
    Kind::Deprivation,
    Kind::Distribution,
];

/// The charts of a run, all that its results can give. Paths are relative to the output folder.
///
/// Jobs to be done in any order, those that take longest first; each may fail with a [`ChartError`].
pub fn charts<'r>(
    results: &'r Results<'r>,
    backdrop: &'r Backdrop,
    request: &'r Request,
) -> Vec<ChartJob<'r>> {
    let drawn = |kind: Kind| -> ChartJob<'r> {
        Box::new(move || match chart(kind, results, backdrop, request) {
            Err(ChartError::Nothing { .. }) => Ok(Vec::new()),
            files => files,
        })
    };
    OF_A_RUN.into_iter().map(drawn).collect()
}

/// One chart by itself: SVG, PNG and CSV. Charts that are no maps ([`Kind::is_map`]) can do with [`Backdrop::default`]
/// and without zone outlines.
///
/// # Errors
/// [`ChartError::Nothing`] where the results hold nothing of the kind.
pub fn chart(
    kind: Kind,
    results: &Results<'_>,
    backdrop: &Backdrop,
    request: &Request,
) -> Result<Vec<OutputFile>, ChartError> {
    let impact = &results.answer.impact;
    let asked = request.option.map_or_else(|| impact.headline(), |option| impact.findings.get(option));
    let Some(finding) = asked else {
        let (why, help) = ("it has no option".to_string(), "add an [[option]]".to_string());
        return Err(ChartError::Nothing { chart: kind.name(), why, help });
    };
    let sheet = Sheet { kind, results, finding, request };
    if let Some(view) = request.view.as_ref().filter(|view| !shows_any_resident(view, results)) {
        let label = &results.scenario.study.label;
        let why = format!("nobody of {label} lives in the part to be shown, {}", view.name);
        return Err(sheet.nothing(why, "choose a part of the study area"));
    }
    match kind {
        Kind::ChangeMap => change_map::draw(&sheet, backdrop),
        Kind::LostHoursMap => lost_hours_map::draw(&sheet, backdrop),
        Kind::Distribution => distribution::draw(&sheet),
        Kind::LevelMaps => level_maps::draw(&sheet, backdrop),
        Kind::SmallMultiples => small_multiples::draw(&sheet, backdrop),
        Kind::CatchmentFlows => catchment_flows::draw(&sheet, backdrop),
        Kind::OptionsCompared => options_compared::draw(&sheet),
        Kind::BoroughSlopes => borough_slopes::draw(&sheet),
        Kind::Deprivation => deprivation::draw(&sheet),
        Kind::WeekHeatMap => week_heat_map::draw(&sheet),
        Kind::AssumptionTornado => assumption_tornado::draw(&sheet),
        Kind::HarmAndSavings => harm_and_savings::draw(&sheet),
        Kind::ResponseInTarget => response_in_target::draw(&sheet),
        Kind::ResponseByHour => response_by_hour::draw(&sheet),
        Kind::ResponseUnits => response_units::draw(&sheet),
        Kind::ResponseWards => response_wards::draw(&sheet, backdrop),
        Kind::ClaimVerdicts => match results.claims {
            Some(claims) => claim_verdicts(results.city, claims.file, claims.checked, request),
            None => Err(sheet.nothing(
                "the scenario names no claim file",
                "add a line such as claims = \"claims-2017\", or run `bluelamp check` on a claim file",
            )),
        },
    }
}

fn shows_any_resident(view: &View, results: &Results<'_>) -> bool {
    let areas = &results.scenario.study.areas;
    areas.iter().any(|&area| view.holds(results.city.areas[area].point))
}
