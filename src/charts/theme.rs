//! Colours and sizes shared by all charts.
//!
//! The diverging classes run from blue (nearer) over a neutral middle to red (farther), after ColorBrewer's RdBu; the
//! sequential ones after its YlOrBr: safe for the common kinds of colour blindness. What gets better is hatched as well,
//! so that grey is enough, and every class is named in words in the legend.

use plotters::style::RGBColor;

/// The colours of a picture.
#[derive(Debug)]
pub struct Theme {
    /// `light`, `dark` or `print`.
    pub name: &'static str,
    pub(super) paper: RGBColor,
    pub(super) ink: RGBColor,
    /// Secondary text: at least 4.5:1 on the paper.
    pub(super) quiet: RGBColor,
    /// Lines of a grid.
    pub(super) rule: RGBColor,
    pub(super) land: RGBColor,
    pub(super) water: RGBColor,
    pub(super) green: RGBColor,
    /// Lines between boroughs, and around the squares of a legend.
    pub(super) border: RGBColor,
    /// Lines of a hatching.
    pub(super) hatch: RGBColor,
    /// Two things to be told apart; the second is drawn broken as well.
    pub(super) before: RGBColor,
    pub(super) after: RGBColor,
    /// What lies between the two.
    pub(super) between: RGBColor,
    /// Where no counter is in reach.
    pub(super) nobody: RGBColor,
    /// Better to worse; the middle is no change.
    pub(super) diverging: [RGBColor; DIVERGING_CLASSES],
    /// Little to much.
    pub(super) sequential: [RGBColor; 7],
}

impl Theme {
    /// For paper-white pages.
    pub const LIGHT: Theme = Theme {
        name: "light",
        paper: RGBColor(255, 255, 255),
        ink: RGBColor(34, 34, 34),
        quiet: RGBColor(96, 96, 96),
        rule: RGBColor(217, 217, 217),
        land: RGBColor(229, 227, 222),
        water: RGBColor(174, 205, 225),
        green: RGBColor(208, 224, 200),
        border: RGBColor(130, 130, 130),
        hatch: RGBColor(34, 34, 34),
        before: RGBColor(33, 102, 172),
        after: RGBColor(166, 84, 0),
        between: RGBColor(236, 236, 236),
        nobody: RGBColor(64, 64, 64),
        diverging: [
            RGBColor(33, 102, 172),
            RGBColor(67, 147, 195),
            RGBColor(146, 197, 222),
            RGBColor(209, 229, 240),
            RGBColor(247, 247, 247),
            RGBColor(253, 219, 199),
            RGBColor(244, 165, 130),
            RGBColor(214, 96, 77),
            RGBColor(178, 24, 43),
        ],
        sequential: [
            RGBColor(255, 255, 220),
            RGBColor(254, 227, 145),
            RGBColor(254, 196, 79),
            RGBColor(254, 153, 41),
            RGBColor(225, 105, 20),
            RGBColor(175, 65, 2),
            RGBColor(110, 35, 4),
        ],
    };

    /// For dark screens: what is much is bright.
    pub const DARK: Theme = Theme {
        name: "dark",
        paper: RGBColor(20, 23, 28),
        ink: RGBColor(238, 238, 238),
        quiet: RGBColor(172, 176, 182),
        rule: RGBColor(58, 62, 68),
        land: RGBColor(34, 37, 42),
        water: RGBColor(30, 58, 84),
        green: RGBColor(32, 54, 40),
        border: RGBColor(128, 132, 138),
        hatch: RGBColor(10, 12, 15),
        before: RGBColor(110, 175, 240),
        after: RGBColor(240, 160, 80),
        between: RGBColor(46, 50, 56),
        nobody: RGBColor(214, 214, 214),
        diverging: [
            RGBColor(150, 210, 255),
            RGBColor(98, 170, 232),
            RGBColor(68, 130, 188),
            RGBColor(56, 96, 134),
            RGBColor(66, 70, 76),
            RGBColor(124, 74, 62),
            RGBColor(182, 92, 70),
            RGBColor(232, 124, 92),
            RGBColor(255, 178, 148),
        ],
        sequential: [
            RGBColor(58, 48, 38),
            RGBColor(92, 62, 34),
            RGBColor(132, 80, 30),
            RGBColor(178, 102, 32),
            RGBColor(222, 138, 50),
            RGBColor(248, 186, 98),
            RGBColor(255, 234, 184),
        ],
    };

    /// For black ink: greys alone, and as few as will do.
    pub const PRINT: Theme = Theme {
        name: "print",
        paper: RGBColor(255, 255, 255),
        ink: RGBColor(0, 0, 0),
        quiet: RGBColor(70, 70, 70),
        rule: RGBColor(210, 210, 210),
        land: RGBColor(240, 240, 240),
        water: RGBColor(200, 200, 200),
        green: RGBColor(232, 232, 232),
        border: RGBColor(120, 120, 120),
        hatch: RGBColor(0, 0, 0),
        before: RGBColor(0, 0, 0),
        after: RGBColor(105, 105, 105),
        between: RGBColor(238, 238, 238),
        nobody: RGBColor(20, 20, 20),
        diverging: [
            RGBColor(160, 160, 160),
            RGBColor(190, 190, 190),
            RGBColor(215, 215, 215),
            RGBColor(238, 238, 238),
            RGBColor(255, 255, 255),
            RGBColor(222, 222, 222),
            RGBColor(180, 180, 180),
            RGBColor(130, 130, 130),
            RGBColor(80, 80, 80),
        ],
        sequential: [
            RGBColor(255, 255, 255),
            RGBColor(232, 232, 232),
            RGBColor(206, 206, 206),
            RGBColor(176, 176, 176),
            RGBColor(142, 142, 142),
            RGBColor(104, 104, 104),
            RGBColor(62, 62, 62),
        ],
    };
}

/// Text sizes in points of the finished picture. A title that is too long for its lines takes the next size.
pub(super) const TITLE: [f64; 3] = [25.0, 21.0, 17.0];
pub(super) const SUBTITLE: f64 = 15.0;
pub(super) const LABEL: f64 = 13.0;
pub(super) const SMALL: f64 = 11.0;

/// Margin around everything.
pub(super) const MARGIN: f64 = 28.0;

/// How many classes the diverging scale has.
pub(super) const DIVERGING_CLASSES: usize = 9;

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.2).
    fn luminance(RGBColor(r, g, b): RGBColor) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast(RGBColor(0, 0, 0), RGBColor(255, 255, 255)) - 21.0).abs() < 1e-9);
        // The example of grey text on white that just passes.
        assert!((contrast(RGBColor(118, 118, 118), RGBColor(255, 255, 255)) - 4.54).abs() < 0.005);
    }

    #[test]
    fn texts_stand_out_from_their_paper() {
        for theme in [Theme::LIGHT, Theme::DARK, Theme::PRINT] {
            for colour in [theme.ink, theme.quiet, theme.before, theme.after] {
                assert!(contrast(colour, theme.paper) >= 4.5, "{}: {colour:?}", theme.name);
            }
        }
    }

    /// In grey, more is always darker, or on dark paper lighter; of the diverging ones on each side of the middle.
    #[test]
    fn classes_are_told_apart_by_their_lightness() {
        for theme in [Theme::LIGHT, Theme::DARK, Theme::PRINT] {
            let sign = if theme.name == "dark" { 1.0 } else { -1.0 };
            let grows = |classes: &mut dyn Iterator<Item = RGBColor>| {
                let of: Vec<f64> = classes.map(|c| luminance(c) * sign).collect();
                of.windows(2).all(|pair| pair[1] > pair[0])
            };
            assert!(grows(&mut theme.sequential.into_iter()), "{}", theme.name);
            assert!(grows(&mut theme.diverging[4..].iter().copied()), "{}", theme.name);
            assert!(grows(&mut theme.diverging[..5].iter().rev().copied()), "{}", theme.name);
        }
    }
}
