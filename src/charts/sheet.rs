//! What a chart is drawn from: the results, and how it is wanted.

use super::canvas::{Canvas, Caption, picture};
use super::{ChartError, Kind, Theme};
use crate::city::{OutputFile, View};
use crate::impact::Finding;
use crate::report::Results;

/// How a chart is wanted.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its colours.
    pub theme: &'static Theme,
    /// Its width in points: that of the SVG; the PNG has twice as many pixels. Texts grow and shrink with it.
    pub width: u16,
    /// Number of the option that it is about; `None` for [`crate::impact::Impact::headline`].
    pub option: Option<usize>,
    /// What maps show; `None` for the whole study area.
    pub view: Option<View>,
}

impl Default for Request {
    fn default() -> Self {
        Request { theme: &Theme::LIGHT, width: WIDTH as u16, option: None, view: None }
    }
}

/// The width that charts are laid out for, points: texts fit at this one. Another is the same picture larger or smaller.
pub(super) const WIDTH: f64 = 1200.0;

/// One chart to be drawn.
pub(super) struct Sheet<'s> {
    pub kind: Kind,
    pub results: &'s Results<'s>,
    /// The option that it is about.
    pub finding: &'s Finding,
    pub request: &'s Request,
}

impl<'s> Sheet<'s> {
    pub(super) fn theme(&self) -> &'static Theme {
        self.request.theme
    }

    /// Draws it, [`WIDTH`] points wide and `height` high before it is made larger or smaller, and returns its files.
    pub(super) fn picture(
        &self,
        title: String,
        description: String,
        height: f64,
        csv: Vec<u8>,
        draw: impl FnOnce(&Canvas<'_>) -> Result<(), String>,
    ) -> Result<Vec<OutputFile>, ChartError> {
        let caption = Caption { name: self.kind.name(), title, description };
        let shown_at = f64::from(self.request.width);
        picture(&caption, self.theme(), (WIDTH, height), shown_at, csv, draw)
    }

    /// A sentence of a map's subtitle about what it shows, where that is not the whole study area.
    pub(super) fn shown(&self) -> String {
        let shown =
            |view: &View| format!(" The map shows {}; the numbers are of the whole study area.", view.name);
        self.request.view.as_ref().map_or(String::new(), shown)
    }

    /// Why there is no such chart of these results, and what to do about it.
    pub(super) fn nothing(&self, why: impl Into<String>, help: impl Into<String>) -> ChartError {
        ChartError::Nothing { chart: self.kind.name(), why: why.into(), help: help.into() }
    }

    /// The same where the option was not measured at the time or in the mode that it is told in.
    pub(super) fn nothing_asked(&self) -> ChartError {
        self.nothing("the option was not measured", "add a mode and a time to [access]")
    }
}
