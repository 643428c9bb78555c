//! Pictures of results, drawn with plotters: one file per chart, one theme.
//!
//! Nothing is computed here but places on the canvas. Each chart comes as SVG, as PNG at twice the size
//! (the same SVG rasterised, so that the two cannot differ) and as the CSV of what is drawn.

mod canvas;
mod change_map;
mod counters;
mod distribution;
mod foot;
mod labels;
mod legend;
mod lost_hours_map;
mod map_frame;
mod theme;

use crate::city::OutputFile;
use crate::report::Results;

pub use map_frame::Backdrop;

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
}

/// What draws a chart.
pub type ChartJob<'j> = Box<dyn FnOnce() -> Result<Vec<OutputFile>, ChartError> + Send + 'j>;

/// The charts of a run, for its headline option: where the change is, how far people live before and
/// after, and what becomes of their hours at night, at weekends and by day. Paths are relative to the output folder.
///
/// Jobs to be done in any order, those that take longest first; each may fail with a [`ChartError`].
pub fn charts<'r>(results: &'r Results<'r>, backdrop: &'r Backdrop) -> Vec<ChartJob<'r>> {
    let Some(finding) = results.answer.impact.headline() else { return Vec::new() };
    vec![
        Box::new(move || lost_hours_map::draw(results, backdrop, finding)),
        Box::new(move || change_map::draw(results, backdrop, finding)),
        Box::new(move || distribution::draw(results, finding)),
    ]
}
