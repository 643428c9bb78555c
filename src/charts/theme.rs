//! Colours and sizes shared by all charts.
//!
//! The diverging classes run from blue (nearer) over a neutral middle to red (farther): ColorBrewer's RdBu,
//! safe for the common kinds of colour blindness. Every class is also named in words in the legend.

use plotters::style::RGBColor;

pub(super) const PAPER: RGBColor = RGBColor(255, 255, 255);
pub(super) const INK: RGBColor = RGBColor(34, 34, 34);
/// 5.9:1 on white.
pub(super) const QUIET: RGBColor = RGBColor(96, 96, 96);
pub(super) const RULE: RGBColor = RGBColor(217, 217, 217);
pub(super) const LAND: RGBColor = RGBColor(229, 227, 222);
pub(super) const WATER: RGBColor = RGBColor(174, 205, 225);
pub(super) const GREEN: RGBColor = RGBColor(208, 224, 200);
pub(super) const BORDER: RGBColor = RGBColor(130, 130, 130);
pub(super) const BEFORE: RGBColor = RGBColor(33, 102, 172);
pub(super) const AFTER: RGBColor = RGBColor(166, 84, 0);
pub(super) const BETWEEN: RGBColor = RGBColor(236, 236, 236);
pub(super) const NOBODY: RGBColor = RGBColor(64, 64, 64);

/// Nearer to farther; the middle is no change.
pub(super) const DIVERGING: [RGBColor; 9] = [
    RGBColor(33, 102, 172),
    RGBColor(67, 147, 195),
    RGBColor(146, 197, 222),
    RGBColor(209, 229, 240),
    RGBColor(247, 247, 247),
    RGBColor(253, 219, 199),
    RGBColor(244, 165, 130),
    RGBColor(214, 96, 77),
    RGBColor(178, 24, 43),
];

/// Text sizes in points of the finished picture.
pub(super) const TITLE: f64 = 25.0;
pub(super) const SUBTITLE: f64 = 15.0;
pub(super) const LABEL: f64 = 13.0;
pub(super) const SMALL: f64 = 11.0;

/// Margin around everything.
pub(super) const MARGIN: f64 = 28.0;
