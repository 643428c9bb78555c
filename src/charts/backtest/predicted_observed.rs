//! Foretold against seen: a row a ground and a band of extra distance, a panel for each kind of before.

use super::super::ChartError;
use super::super::canvas::{Anchor, Canvas, Caption, MIDDLE, Type};
use super::super::span::Span;
use super::super::theme;
use super::super::words::csv;
use super::{foot, sheet, signed};
use crate::city::OutputFile;
use crate::report::{BacktestResults, before_words, number};
use crate::response::first_engine::{Score, ScoredChange, Unit, Yardstick};

/// Height of what is not rows, points.
const AROUND: f64 = 292.0;

/// Height of a row, points.
const ROW: f64 = 30.0;

/// Room between grounds and bands, points.
const GAP: f64 = 34.0;

/// Room for names, points.
const NAMES: f64 = 196.0;

/// Room for the numbers behind a row, points.
const NUMBERS: f64 = 92.0;

/// The bands that are drawn: the others are in the table.
const BANDS: Unit = Unit::Band(500);

pub(super) fn draw(results: &BacktestResults<'_>) -> Result<Vec<OutputFile>, ChartError> {
    let chart = Compared { results };
    let rows = chart.results.scores.iter().map(|s| chart.rows(s).len()).max().unwrap_or(0);
    let caption =
        Caption { name: "predicted-observed", title: chart.title(), description: chart.description() };
    sheet(&caption, AROUND + GAP + ROW * rows as f64, chart.csv(), |canvas| chart.draw(canvas))
}

struct Compared<'c> {
    results: &'c BacktestResults<'c>,
}

impl Compared<'_> {
    /// Grounds by extra distance, then bands.
    fn rows<'s>(&self, score: &'s Score) -> Vec<&'s ScoredChange> {
        let mut rows: Vec<&ScoredChange> = score.grounds.iter().collect();
        rows.sort_by(|a, b| a.extra_m.total_cmp(&b.extra_m));
        rows.extend(score.bands.iter().filter(|b| b.unit == BANDS));
        rows
    }

    fn error(score: &Score, of: Yardstick, unit: Unit) -> String {
        score.error(of, unit).map_or("?".to_string(), |e| format!("{:.0}", e.mean_absolute_s))
    }

    fn title(&self) -> String {
        let Some(score) = self.results.scores.first() else { return String::new() };
        let (bar, bar_band) = (self.results.bar_ground_s(), self.results.bar_band_s());
        format!(
            "The forecast misses the {} grounds by {} s on average where {bar:.0} s was the bar, and luck alone makes {} s; \
             by bands of 500 m it misses by {} s where {bar_band:.0} s was the bar",
            score.grounds.len(),
            Compared::error(score, score.main(), Unit::Ground),
            Compared::error(score, Yardstick::LuckAlone, Unit::Ground),
            Compared::error(score, Yardstick::ClosuresAlone, BANDS),
        )
    }

    fn subtitle(&self) -> String {
        "Change of the mean time of the first engine, mobilised to arrival, seconds: dwelling fires after the closures against \
         fires before, net of the grounds that no closure touches. A ring is what was foretold from the years before alone, \
         its line the 95 % range with luck; a diamond is what was seen (! outside that range)."
            .to_string()
    }

    fn description(&self) -> String {
        let of = |score: &Score| {
            let row = |r: &&ScoredChange| {
                format!("{}: {} foretold, {} seen", r.name, signed(r.predicted_s), signed(r.observed_s))
            };
            let rows: Vec<String> = self.rows(score).iter().map(row).collect();
            format!("Against {}: {}.", before_words(score.before), rows.join("; "))
        };
        let panels: Vec<String> = self.results.scores.iter().map(of).collect();
        format!("Rows. {} {}", self.subtitle(), panels.join(" "))
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let (top, bottom) = canvas.frame(&self.title(), &self.subtitle(), &foot(self.results))?;
        let scores = self.results.scores;
        let all = scores.iter().flat_map(|s| self.rows(s));
        let values = all.flat_map(|r| [r.range_s.0, r.range_s.1, r.observed_s]);
        let span = Span::of(values, (0.0, 1.0));
        let panels = (canvas.width - 2.0 * theme::MARGIN - NAMES) / scores.len() as f64;
        let (top, bottom) = (top + 52.0, bottom - 30.0);
        for (panel, score) in scores.iter().enumerate() {
            let left = theme::MARGIN + NAMES + panels * panel as f64;
            let span = span.moved((left + 8.0, left + panels - NUMBERS));
            self.panel(canvas, score, span, (top, bottom), panel == 0)?;
        }
        Ok(())
    }

    fn panel(
        &self,
        canvas: &Canvas<'_>,
        score: &Score,
        span: Span,
        (top, bottom): (f64, f64),
        names: bool,
    ) -> Result<(), String> {
        let ink = Type::new(theme::LABEL, canvas.theme.ink);
        let quiet = Type::new(theme::LABEL, canvas.theme.quiet);
        let head = format!("Against {}", before_words(score.before));
        let error = format!(
            "missed by {} s on average, luck alone {} s",
            Compared::error(score, score.main(), Unit::Ground),
            Compared::error(score, Yardstick::LuckAlone, Unit::Ground)
        );
        canvas.text(&head, (span.at(f64::MIN), top - 46.0), ink.bold(), Anchor::Left)?;
        canvas.text(&error, (span.at(f64::MIN), top - 27.0), quiet, Anchor::Left)?;
        let numbers = (span.at(f64::MAX) + 10.0, top - 8.0 - theme::SMALL);
        let small = Type::new(theme::SMALL, canvas.theme.quiet);
        canvas.text("foretold, seen", numbers, small, Anchor::Left)?;
        span.across(canvas, (top, bottom), signed)?;
        let mut y = top;
        for (place, row) in self.rows(score).into_iter().enumerate() {
            let is_band = row.unit != Unit::Ground;
            if is_band && place == score.grounds.len() {
                if names {
                    let at = (theme::MARGIN, y + GAP - 20.0);
                    canvas.text("by extra distance, all grounds", at, quiet, Anchor::Left)?;
                }
                y += GAP;
            }
            let middle = y + ROW / 2.0;
            let text_top = middle - theme::LABEL * MIDDLE;
            if names {
                let name =
                    if is_band { row.name.clone() } else { format!("{}, {:.0} m", row.name, row.extra_m) };
                let at = (theme::MARGIN + NAMES - 14.0, text_top);
                canvas.text(&name, at, ink, Anchor::Right)?;
            }
            let (low, high) = (span.at(row.range_s.0), span.at(row.range_s.1));
            canvas.line(&[(low, middle), (high, middle)], canvas.theme.border, 2.0)?;
            for x in [low, high] {
                canvas.line(&[(x, middle - 4.0), (x, middle + 4.0)], canvas.theme.border, 2.0)?;
            }
            let at = (span.at(row.predicted_s), middle);
            canvas.disc(at, 6.0, canvas.theme.before)?;
            canvas.disc(at, 4.0, canvas.theme.paper)?;
            let (x, r) = (span.at(row.observed_s), 6.5);
            let diamond = [(x - r, middle), (x, middle - r), (x + r, middle), (x, middle + r)];
            canvas.polygon(&diamond, canvas.theme.after)?;
            let mark = if row.is_within() { "" } else { " !" };
            let numbers = format!("{}, {}{mark}", signed(row.predicted_s), signed(row.observed_s));
            canvas.text(&numbers, (span.at(f64::MAX) + 10.0, text_top), quiet, Anchor::Left)?;
            y += ROW;
        }
        Ok(())
    }

    /// All rows, of all bands.
    fn csv(&self) -> Vec<u8> {
        let header = [
            "before",
            "by",
            "name",
            "extra_m",
            "fires_before",
            "fires_after",
            "mean_before_s",
            "mean_after_s",
            "observed_change_s",
            "luck_s",
            "predicted_change_s",
            "low",
            "high",
            "residual_s",
            "within_range",
        ];
        let row = |(score, r): (&Score, &ScoredChange)| {
            [
                score.before.name().to_string(),
                match r.unit {
                    Unit::Ground => "ground".to_string(),
                    Unit::Band(width) => format!("band of {width} m"),
                },
                r.name.clone(),
                number(Some(r.extra_m), 1),
                number(Some(r.fires[0]), 0),
                number(Some(r.fires[1]), 0),
                number(Some(r.mean_s[0]), 2),
                number(Some(r.mean_s[1]), 2),
                number(Some(r.observed_s), 2),
                number(Some(r.luck_s), 2),
                number(Some(r.predicted_s), 2),
                number(Some(r.range_s.0), 2),
                number(Some(r.range_s.1), 2),
                number(Some(r.residual_s()), 2),
                if r.is_within() { "yes" } else { "no" }.to_string(),
            ]
        };
        let scores = self.results.scores;
        let rows = scores.iter().flat_map(|s| s.grounds.iter().chain(&s.bands).map(move |r| (s, r)));
        csv(header, rows.map(row))
    }
}
