//! The legend of a map: classes, symbols of counters, the backdrop.

use plotters::style::RGBColor;

use super::canvas::{Anchor, Canvas, Type};
use super::counters::{Role, symbol};
use super::map_frame::Hatch;
use super::theme;
use crate::report::Results;

/// Width of a legend, points.
pub(super) const WIDTH: f64 = 232.0;

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
    pub colour: RGBColor,
    pub hatch: Option<Hatch>,
    pub text: String,
    /// How many live in it, where that is told.
    pub people: Option<String>,
}

impl Legend<'_> {
    pub(super) fn draw(&self, canvas: &Canvas<'_>, (x, top): (f64, f64)) -> Result<(), String> {
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
        y += 14.0;
        for (role, text) in &self.roles {
            symbol(canvas, (x + 9.0, y + 8.0), *role)?;
            canvas.text(text, (x + 28.0, y), look, Anchor::Left)?;
            y += 22.0;
        }
        let small = Type::new(theme::SMALL, canvas.theme.quiet);
        let is_all = self.results.scenario.study.areas.len() == self.results.city.areas.len();
        let outside = (!is_all).then_some((canvas.theme.land, "not in the study area"));
        for (colour, text) in
            outside.into_iter().chain([(canvas.theme.green, "open land, nobody lives here")])
        {
            canvas.rectangle((x, y + 1.0), (18.0, 13.0), colour)?;
            canvas.text(text, (x + 28.0, y), small, Anchor::Left)?;
            y += 20.0;
        }
        Ok(())
    }
}

impl Class {
    /// Returns where the next one goes.
    fn row(&self, canvas: &Canvas<'_>, (x, y): (f64, f64)) -> Result<f64, String> {
        canvas.rectangle((x, y), (18.0, 15.0), canvas.theme.border)?;
        let (left, top, width, height) = (x + 0.75, y + 0.75, 16.5, 13.5);
        canvas.rectangle((left, top), (width, height), self.colour)?;
        if let Some(hatch) = self.hatch {
            let (right, bottom) = (left + width, top + height);
            hatch.draw(canvas, &[(left, top), (right, top), (right, bottom), (left, bottom)])?;
        }
        canvas.text(&self.text, (x + 28.0, y), Type::new(theme::LABEL, canvas.theme.ink), Anchor::Left)?;
        let Some(people) = &self.people else { return Ok(y + 22.0) };
        let look = Type::new(theme::SMALL, canvas.theme.quiet);
        canvas.text(&format!("{people} people"), (x + 28.0, y + 16.0), look, Anchor::Left)?;
        Ok(y + 36.0)
    }
}
