//! Bars from zero, one a row, with their ranges and what they say.

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, MIDDLE, Type};
use super::theme;

/// One bar.
pub(super) struct Bar {
    /// What it is of, on the left.
    pub name: String,
    pub value: f64,
    /// Drawn as a line over the bar where its ends differ.
    pub range: (f64, f64),
    /// What it says, behind it.
    pub label: String,
    /// Whether a reader should look at it first.
    pub is_main: bool,
}

/// Most points that a row takes.
const ROW: f64 = 64.0;

/// What each of a few rows is given, points.
const COMFORTABLE: f64 = 44.0;

/// Rows under this many points have names of one line in small type.
const TIGHT: f64 = 34.0;

/// Room for the numbers under the axis, points.
const UNDER: f64 = 26.0;

/// The height that so many bars need between the head and the foot of a picture, points.
pub(super) fn height(bars: usize) -> f64 {
    let row = if bars > 12 { 21.0 } else { COMFORTABLE };
    bars as f64 * row + UNDER
}

/// What the lines over bars are, for a subtitle; nothing where no bar has one.
pub(super) fn ranges_told(mut ranges: impl Iterator<Item = (f64, f64)>) -> &'static str {
    if ranges.any(|(low, high)| low < high) {
        " The line over a bar is the range by what is assumed."
    } else {
        ""
    }
}

/// Draws bars between `top` and `bottom`; numbers of the axis are said by `name`.
pub(super) fn draw(
    canvas: &Canvas<'_>,
    bars: &[Bar],
    (top, bottom): (f64, f64),
    name: impl Fn(f64) -> String,
) -> Result<(), String> {
    let row = ((bottom - top - UNDER) / bars.len().max(1) as f64).min(ROW);
    let tight = row < TIGHT;
    let size = if tight { theme::SMALL } else { theme::LABEL };
    let plain = Type::new(size, canvas.theme.ink);
    let look = |bar: &Bar| if bar.is_main { plain.bold() } else { plain };
    let names = (canvas.width * 0.36).min(460.0);
    // A label is not longer than this, so that most of the width is left to the bars.
    let most = canvas.width * 0.34;
    let label = |bar: &Bar| canvas.wrap(&bar.label, look(bar), most, 1).remove(0);
    let labels = bars.iter().map(|bar| canvas.text_width(&label(bar), look(bar))).fold(0.0, f64::max);
    let left = theme::MARGIN + names + 12.0;
    let right = canvas.width - theme::MARGIN - labels - 14.0;
    let largest = bars.iter().map(|b| b.range.1.max(b.value)).fold(0.0, f64::max);
    let axis = Axis::new(largest, (left, right));
    let end = top + row * bars.len() as f64;
    axis.across(canvas, (top, end), name)?;
    for (number, bar) in bars.iter().enumerate() {
        let middle = top + row * (number as f64 + 0.5);
        let lines = canvas.wrap(&bar.name, look(bar), names, if tight { 1 } else { 2 });
        let leading = size * 1.25;
        let first = middle - leading * (lines.len() as f64 - 1.0) / 2.0 - size * MIDDLE;
        for (i, line) in lines.iter().enumerate() {
            let at = (left - 12.0, first + i as f64 * leading);
            canvas.text(line, at, look(bar), Anchor::Right)?;
        }
        let thick = (row * 0.5).min(20.0);
        let (low, high) = (axis.at(bar.range.0), axis.at(bar.range.1));
        if bar.value > 0.0 {
            let length = axis.at(bar.value) - left;
            canvas.rectangle((left, middle - thick / 2.0), (length, thick), canvas.theme.sequential[2])?;
        }
        if high > low {
            canvas.line(&[(low, middle), (high, middle)], canvas.theme.ink, 1.5)?;
            for x in [low, high] {
                canvas.line(
                    &[(x, middle - thick * 0.25), (x, middle + thick * 0.25)],
                    canvas.theme.ink,
                    1.5,
                )?;
            }
        }
        let behind = axis.at(bar.value).max(high) + 8.0;
        canvas.text_on_map(&label(bar), (behind, middle - size * MIDDLE), look(bar), Anchor::Left)?;
    }
    Ok(())
}
