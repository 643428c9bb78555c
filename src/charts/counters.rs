//! The symbols of counters on maps.

use plotters::style::RGBColor;

use super::canvas::Canvas;
use super::theme;

/// What happens to a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Closed,
    Opened,
    Rescheduled,
    Stays,
}

impl Role {
    /// Half the size of its symbol, points.
    pub(super) fn radius(self) -> f64 {
        match self {
            Role::Closed => 6.0,
            Role::Opened => 8.0,
            Role::Rescheduled => 7.0,
            Role::Stays => 5.0,
        }
    }
}

/// A cross closes, a plus in a ring opens, a ring changes its hours, a dot stays: shapes, not only colours.
pub(super) fn symbol(canvas: &Canvas<'_>, (x, y): (f64, f64), role: Role) -> Result<(), String> {
    let strokes = |lines: &[[(f64, f64); 2]], colour: RGBColor, width: f64| -> Result<(), String> {
        lines
            .iter()
            .try_for_each(|[a, b]| canvas.line(&[(x + a.0, y + a.1), (x + b.0, y + b.1)], colour, width))
    };
    let cross = [[(-5.0, -5.0), (5.0, 5.0)], [(-5.0, 5.0), (5.0, -5.0)]];
    let plus = [[(-4.0, 0.0), (4.0, 0.0)], [(0.0, -4.0), (0.0, 4.0)]];
    match role {
        Role::Closed => {
            strokes(&cross, theme::PAPER, 6.0)?;
            strokes(&cross, theme::INK, 3.0)
        }
        Role::Opened => {
            canvas.disc((x, y), 8.0, theme::PAPER)?;
            canvas.disc((x, y), 7.0, theme::INK)?;
            strokes(&plus, theme::PAPER, 2.0)
        }
        Role::Rescheduled => {
            canvas.disc((x, y), 7.0, theme::PAPER)?;
            canvas.disc((x, y), 6.0, theme::INK)?;
            canvas.disc((x, y), 3.25, theme::PAPER)
        }
        Role::Stays => {
            canvas.disc((x, y), 5.0, theme::PAPER)?;
            canvas.disc((x, y), 4.0, theme::INK)
        }
    }
}
