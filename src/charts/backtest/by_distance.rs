//! The foretold change of every ground against the extra distance to the next open station.

use super::super::ChartError;
use super::super::canvas::{Anchor, Canvas, Caption, Type};
use super::super::labels::{Rect, Room};
use super::super::span::Span;
use super::super::theme;
use super::super::words::csv;
use super::{foot, sheet, signed};
use crate::city::OutputFile;
use crate::report::{BacktestResults, number};
use crate::response::first_engine::GroundForecast;

/// Points.
const HEIGHT: f64 = 780.0;

/// Radius of a ground whose station closes, and of another, points.
const DOTS: [f64; 2] = [6.0, 3.5];

pub(super) fn draw(results: &BacktestResults<'_>) -> Result<Vec<OutputFile>, ChartError> {
    let chart = ByDistance { results };
    let caption =
        Caption { name: "change-by-distance", title: chart.title(), description: chart.description() };
    sheet(&caption, HEIGHT, chart.csv(), |canvas| chart.draw(canvas))
}

struct ByDistance<'b> {
    results: &'b BacktestResults<'b>,
}

fn later(seconds: f64) -> String {
    match seconds.round() as i64 {
        s if s < 0 => format!("{} s sooner", -s),
        s => format!("{s} s later"),
    }
}

impl ByDistance<'_> {
    fn grounds(&self, closes: bool) -> impl Iterator<Item = &GroundForecast> {
        self.results.forecast.grounds.iter().filter(move |g| g.closes == closes)
    }

    fn title(&self) -> String {
        let mut closing: Vec<&GroundForecast> = self.grounds(true).collect();
        closing.sort_by(|a, b| a.change_s().total_cmp(&b.change_s()));
        match closing[..] {
            [] => "No ground loses its station".to_string(),
            [only] => {
                let later = later(only.change_s());
                format!("{} loses its station: the first engine is foretold to come {later}", only.name)
            }
            [least, .., most] => format!(
                "{} grounds lose their station: the first engine is foretold to come {} on average, from {} in {} to {} in {}",
                closing.len(),
                later(closing.iter().map(|g| g.change_s()).sum::<f64>() / closing.len() as f64),
                later(least.change_s()),
                least.name,
                later(most.change_s()),
                most.name,
            ),
        }
    }

    fn subtitle(&self) -> String {
        let touched = self.grounds(false).filter(|g| g.effect_s().abs() >= 0.5).count();
        format!(
            "Foretold change of the mean time from mobilised to arrival, a later year against the comparable fires of the \
             year before, {} station grounds of {}. Lines are 95 % ranges: the law's error and a year's luck. Small rings \
             keep their station: {touched} of them feel the closures by half a second or more, the others only return from \
             a lucky or unlucky year before.{}",
            self.results.forecast.grounds.len(),
            self.results.city.manifest.name,
            self.left_out()
        )
    }

    /// Seconds that are drawn: the ranges of those that close, and as much again of a third below zero.
    fn drawn(&self) -> (f64, f64) {
        let ends = |g: &GroundForecast| [g.change_range_s.0, g.change_range_s.1];
        let ends = || self.grounds(true).flat_map(ends);
        let most = ends().fold(30.0, f64::max) * 1.04;
        (ends().fold(-most / 3.0, f64::min), most)
    }

    fn is_drawn(&self, ground: &GroundForecast) -> bool {
        let (least, most) = self.drawn();
        (least..=most).contains(&ground.change_s())
    }

    /// Grounds that keep their station and lie beyond what is drawn.
    fn left_out(&self) -> String {
        let beyond = self.grounds(false).filter(|g| !self.is_drawn(g));
        let told: Vec<String> = beyond
            .map(|g| format!("{} ({} s; {:.0} fires)", g.name, signed(g.change_s()), g.fires))
            .collect();
        if told.is_empty() { String::new() } else { format!(" Beyond the picture: {}.", told.join(", ")) }
    }

    fn description(&self) -> String {
        let told: Vec<String> = self
            .grounds(true)
            .map(|g| {
                let (low, high) = g.change_range_s;
                format!(
                    "{}: {:.0} m farther, {} s ({} to {})",
                    g.name,
                    g.extra_m,
                    signed(g.change_s()),
                    signed(low),
                    signed(high)
                )
            })
            .collect();
        format!("Points. {} {}.", self.subtitle(), told.join("; "))
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let (top, bottom) = canvas.frame(&self.title(), &self.subtitle(), &foot(self.results))?;
        let quiet = Type::new(theme::LABEL, canvas.theme.quiet);
        let (top, bottom) = (top + 24.0, bottom - 52.0);
        let (left, right) = (theme::MARGIN + 52.0, canvas.width - theme::MARGIN - 20.0);
        let (least, most) = self.drawn();
        let y = Span::of([least, most], (bottom, top));
        let all = || self.results.forecast.grounds.iter();
        let x = Span::of(all().map(|g| g.extra_m * 1.06), (left + 16.0, right));
        y.along(canvas, (left, right), signed)?;
        x.across(canvas, (top, bottom), |m| format!("{m:.0} m"))?;
        let axis = "seconds later than in the year before";
        canvas.text(axis, (theme::MARGIN, top - 24.0), quiet, Anchor::Left)?;
        let axis = "farther to the nearest open station, straight, mean of the ground's incidents";
        canvas.text(axis, (right, bottom + 28.0), quiet, Anchor::Right)?;
        let mut room = Room::new(Rect { left, top, right: canvas.width - 6.0, bottom });
        for ground in self.grounds(false).filter(|g| self.is_drawn(g)) {
            let at = (x.at(ground.extra_m), y.at(ground.change_s()));
            canvas.disc(at, DOTS[1], canvas.theme.border)?;
            canvas.disc(at, DOTS[1] - 1.0, canvas.theme.paper)?;
            room.take(Rect::around(at, DOTS[1]));
        }
        for ground in self.grounds(true) {
            let (low, high) = (y.at(ground.change_range_s.0), y.at(ground.change_range_s.1));
            let at = (x.at(ground.extra_m), y.at(ground.change_s()));
            canvas.line(&[(at.0, low), (at.0, high)], canvas.theme.border, 1.5)?;
            for end in [low, high] {
                canvas.line(&[(at.0 - 4.0, end), (at.0 + 4.0, end)], canvas.theme.border, 1.5)?;
            }
            room.take(Rect { left: at.0 - 2.0, top: high, right: at.0 + 2.0, bottom: low });
        }
        for ground in self.grounds(true) {
            let at = (x.at(ground.extra_m), y.at(ground.change_s()));
            canvas.disc(at, DOTS[0], canvas.theme.paper)?;
            canvas.disc(at, DOTS[0] - 1.0, canvas.theme.after)?;
            room.take(Rect::around(at, DOTS[0]));
        }
        for ground in self.grounds(true) {
            let at = (x.at(ground.extra_m), y.at(ground.change_s()));
            let look = Type::new(theme::LABEL, canvas.theme.ink);
            let text = format!("{} {}", ground.name, signed(ground.change_s()));
            let size = (canvas.text_width(&text, look) + 4.0, look.size * 1.25);
            if let Some((rect, far)) = room.place_beside(at, DOTS[0], size) {
                if far {
                    canvas.line(&[at, rect.nearest_to(at)], canvas.theme.border, 0.75)?;
                }
                canvas.text_on_map(&text, (rect.left + 2.0, rect.top), look, Anchor::Left)?;
            }
        }
        Ok(())
    }

    fn csv(&self) -> Vec<u8> {
        let header = ["ground", "closes", "extra_m", "predicted_change_s", "low", "high", "effect_s"];
        let row = |g: &GroundForecast| {
            [
                g.name.clone(),
                if g.closes { "yes" } else { "no" }.to_string(),
                number(Some(g.extra_m), 1),
                number(Some(g.change_s()), 2),
                number(Some(g.change_range_s.0), 2),
                number(Some(g.change_range_s.1), 2),
                number(Some(g.effect_s()), 2),
            ]
        };
        csv(header, self.results.forecast.grounds.iter().map(row))
    }
}
