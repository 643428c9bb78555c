//! The legend of a map: classes, symbols of counters, the backdrop.

use super::canvas::{Anchor, Canvas, Type};
use super::classes::Fill;
use super::counters::{Role, symbol};
use super::map_frame::hatch;
use super::theme;
use crate::report::Results;

/// Width of a legend, points.
pub(super) const WIDTH: f64 = 232.0;

/// Of which the texts beside its signs may take so much.
const TEXTS: f64 = WIDTH - 28.0;

/// What a map's signs mean.
pub(super) struct Legend<'l> {
    pub results: &'l Results<'l>,
    pub title: &'l str,
    pub classes: Vec<Class>,
    /// The symbols that are on the map, in words.
    pub roles: Vec<(Role, &'static str)>,
}

/// A class of zones.
pub(super) struct Class {
    pub fill: Fill,
    pub text: String,
    /// How many live in it, where that is told: `12,300 people`.
    pub people: Option<String>,
}

impl Legend<'_> {
    /// Returns where it ends.
    pub(super) fn draw(&self, canvas: &Canvas<'_>, (x, top): (f64, f64)) -> Result<f64, String> {
        let look = Type::new(theme::LABEL, canvas.theme.ink);
        let mut y = top + 4.0;
        for line in canvas.wrap(self.title, look.bold(), WIDTH - 20.0, 4) {
            canvas.text(&line, (x, y), look.bold(), Anchor::Left)?;
            y += theme::LABEL * 1.35;
        }
        y += 8.0;
        for class in &self.classes {
            y = class.row(canvas, (x, y))?;
        }
        y += if self.classes.is_empty() { 0.0 } else { 14.0 };
        for (role, text) in &self.roles {
            symbol(canvas, (x + 9.0, y + 8.0), *role)?;
            y = texts(canvas, text, (x + 28.0, y), look)? + 5.0;
        }
        let small = Type::new(theme::SMALL, canvas.theme.quiet);
        let is_all = self.results.scenario.study.areas.len() == self.results.city.areas.len();
        let outside = (!is_all).then_some((canvas.theme.land, "not in the study area"));
        let land = outside.into_iter().chain([(canvas.theme.green, "open land, nobody lives here")]);
        for (colour, text) in land {
            canvas.rectangle((x, y + 1.0), (18.0, 13.0), canvas.theme.border)?;
            canvas.rectangle((x + 0.5, y + 1.5), (17.0, 12.0), colour)?;
            canvas.text(text, (x + 28.0, y), small, Anchor::Left)?;
            y += 20.0;
        }
        Ok(y)
    }
}

impl Class {
    /// Returns where the next one goes.
    fn row(&self, canvas: &Canvas<'_>, (x, y): (f64, f64)) -> Result<f64, String> {
        canvas.rectangle((x, y), (18.0, 15.0), canvas.theme.border)?;
        let (left, top, width, height) = (x + 0.75, y + 0.75, 16.5, 13.5);
        canvas.rectangle((left, top), (width, height), self.fill.colour)?;
        if self.fill.hatched {
            let (right, bottom) = (left + width, top + height);
            hatch(canvas, &[(left, top), (right, top), (right, bottom), (left, bottom)])?;
        }
        let y = texts(canvas, &self.text, (x + 28.0, y), Type::new(theme::LABEL, canvas.theme.ink))?;
        let Some(people) = &self.people else { return Ok(y + 5.0) };
        let look = Type::new(theme::SMALL, canvas.theme.quiet);
        Ok(texts(canvas, people, (x + 28.0, y - 1.0), look)? + 5.0)
    }
}

/// A text in as many lines as it needs. Returns where it ends.
pub(super) fn texts(canvas: &Canvas<'_>, text: &str, (x, y): (f64, f64), look: Type) -> Result<f64, String> {
    let leading = look.size * 1.3;
    let lines = canvas.wrap(text, look, TEXTS, 3);
    for (i, line) in lines.iter().enumerate() {
        canvas.text(line, (x, y + i as f64 * leading), look, Anchor::Left)?;
    }
    Ok(y + lines.len() as f64 * leading)
}
