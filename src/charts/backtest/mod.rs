//! Pictures of a backtest: what is foretold, and how it compares with what was seen.

mod by_distance;
mod predicted_observed;

use super::canvas::{Canvas, Caption, picture};
use super::sheet::WIDTH;
use super::{ChartError, Theme};
use crate::city::OutputFile;
use crate::report::BacktestResults;

/// All pictures that the results can give: SVG, PNG and CSV of each.
///
/// # Errors
/// [`ChartError::Drawing`].
pub fn backtest_charts(results: &BacktestResults<'_>) -> Result<Vec<OutputFile>, ChartError> {
    let mut files = by_distance::draw(results)?;
    if !results.scores.is_empty() {
        files.extend(predicted_observed::draw(results)?);
    }
    Ok(files)
}

fn sheet(
    caption: &Caption,
    height: f64,
    csv: Vec<u8>,
    draw: impl FnOnce(&Canvas<'_>) -> Result<(), String>,
) -> Result<Vec<OutputFile>, ChartError> {
    picture(caption, &Theme::LIGHT, (WIDTH, height), WIDTH, csv, draw)
}

/// Sources, assumptions and version.
fn foot(results: &BacktestResults<'_>) -> String {
    format!(
        "Assumed: an engine on every base, ready as often as before; a race between the nearest stations; drive times of \
         the years before. Not known: where engines were redeployed. {}. Blue Lamp {}.",
        results.attributions().join(". ").replace("(c)", "©"),
        env!("CARGO_PKG_VERSION")
    )
}

/// Whole seconds with their sign.
fn signed(seconds: f64) -> String {
    match seconds.round() as i64 {
        0 => "0".to_string(),
        s if s < 0 => format!("\u{2212}{}", -s),
        s => format!("+{s}"),
    }
}
