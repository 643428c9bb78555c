//! Pictures of results, drawn with plotters: one file per chart, one theme.
//!
//! Nothing is computed here but places on the canvas. Each chart comes as SVG, as PNG at twice the size
//! (the same SVG rasterised, so that the two cannot differ) and as the CSV of what is drawn.

mod canvas;
mod change_map;
mod counters;
mod distribution;
mod foot;
mod kind;
mod labels;
mod legend;
mod lost_hours_map;
mod map_frame;
mod sheet;
mod theme;

use crate::city::OutputFile;
use crate::report::Results;

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
const OF_A_RUN: [Kind; 3] = [Kind::LostHoursMap, Kind::ChangeMap, Kind::Distribution];

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
    match kind {
        Kind::ChangeMap => change_map::draw(&sheet, backdrop),
        Kind::LostHoursMap => lost_hours_map::draw(&sheet, backdrop),
        Kind::Distribution => distribution::draw(&sheet),
        Kind::LevelMaps
        | Kind::SmallMultiples
        | Kind::CatchmentFlows
        | Kind::OptionsCompared
        | Kind::BoroughSlopes
        | Kind::Deprivation
        | Kind::WeekHeatMap
        | Kind::AssumptionTornado
        | Kind::HarmAndSavings
        | Kind::ClaimVerdicts => Err(sheet.nothing("it is not drawn yet", "choose another kind")),
    }
}
