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
mod lost_hours_map;
mod map_frame;
mod theme;

use rayon::prelude::*;

use map_frame::Layers;

use crate::city::{CityError, OutputFile};
use crate::impact::Finding;
use crate::report::Results;

/// Why a chart could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The city's outlines cannot be read.
    #[error(transparent)]
    City(#[from] CityError),
    /// plotters or the rasteriser failed.
    #[error("chart {chart}: {reason}")]
    Drawing {
        /// The chart.
        chart: &'static str,
        /// What it said.
        reason: String,
    },
}

/// The charts of a run, for its headline option: where the change is, how far people live before and
/// after, and what becomes of their hours at night, at weekends and by day. Paths are relative to the output folder.
///
/// # Errors
/// [`ChartError`].
pub fn charts(results: &Results<'_>) -> Result<Vec<OutputFile>, ChartError> {
    let Some(finding) = results.answer.impact.headline() else { return Ok(Vec::new()) };
    let layers = Layers::read(results)?;
    type Draw = fn(&Results<'_>, &Layers, &Finding) -> Result<Vec<OutputFile>, ChartError>;
    let all: [Draw; 3] = [lost_hours_map::draw, change_map::draw, distribution::draw];
    let files: Result<Vec<Vec<OutputFile>>, ChartError> =
        all.par_iter().map(|draw| draw(results, &layers, finding)).collect();
    Ok(files?.into_iter().flatten().collect())
}
