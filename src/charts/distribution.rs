//! How many residents live within how far of a counter, before and after.

use super::canvas::{Anchor, Canvas, Type};
use super::sheet::Sheet;
use super::{ChartError, foot, theme};
use crate::city::OutputFile;
use crate::impact::{Cutoff, Finding, WithinPoint, distribution, percent};
use crate::report::Results;
use crate::scenario::Time;
use crate::travel::Mode;

/// Points.
const HEIGHT: f64 = 760.0;

pub(super) fn draw(sheet: &Sheet<'_>) -> Result<Vec<OutputFile>, ChartError> {
    let (results, finding) = (sheet.results, sheet.finding);
    let (Some((before, after)), Some(plane)) = (
        results.answer.impact.pair(finding.mode, finding.option, finding.time),
        results.answer.matrix.plane(finding.mode),
    ) else {
        return Err(sheet.nothing_asked());
    };
    let points = distribution(plane, before, after, results.answer.impact.groups.residents());
    let curve = Curve { results, finding, points };
    sheet.picture(curve.title(), curve.description(), HEIGHT, curve.csv(), |canvas| curve.draw(canvas))
}

struct Curve<'c> {
    results: &'c Results<'c>,
    finding: &'c Finding,
    points: Vec<WithinPoint>,
}

impl Curve<'_> {
    fn unit(&self) -> &'static str {
        if self.finding.mode == Mode::CrowFly { "km" } else { "minutes" }
    }

    /// The finding's share within the cutoff that sentences quote: one of the scenario's, not the one at which
    /// the curves happen to be farthest apart.
    fn title(&self) -> String {
        let title = self.finding.short_title();
        match &self.finding.within {
            _ if self.unmoved() => format!("{title}: everybody lives as far from a counter as before"),
            Some(within) => format!(
                "{title}: {} of residents are within {} of a counter, {} before",
                percent(within.after),
                within.reach(),
                percent(within.before)
            ),
            None => self.finding.headline(),
        }
    }

    fn unmoved(&self) -> bool {
        self.points.iter().all(|p| p.before == p.after)
    }

    fn subtitle(&self) -> String {
        let when = match self.finding.time {
            Time::Any => "at any time (hours ignored)".to_string(),
            time => format!("open at {time}"),
        };
        let how = match self.finding.mode {
            Mode::CrowFly => "in a straight line",
            Mode::Walk => "on foot",
            Mode::Drive => "by car",
        };
        format!(
            "Share of the residents of {} by {} to the nearest counter {how}, {when}. {}",
            self.results.scenario.study.label,
            self.unit(),
            foot::own_borough(self.results, self.finding)
        )
    }

    fn description(&self) -> String {
        format!("Two cumulative curves, before and after. {} {}", self.subtitle(), self.finding.sentence())
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let (top, bottom) =
            canvas.frame(&self.title(), &self.subtitle(), &foot::foot(self.results, self.finding.mode))?;
        let (left, right) = (theme::MARGIN + 52.0, canvas.width - theme::MARGIN - 20.0);
        let (top, bottom) = (top + 14.0, bottom - 48.0);
        let end = self.points[self.points.len() - 1].limit;
        let x = |limit: f64| left + (right - left) * limit / end;
        let y = |share: f64| bottom - (bottom - top) * share;
        let quiet = Type::new(theme::LABEL, canvas.theme.quiet);
        for percent in [0, 25, 50, 75, 100] {
            let at = y(f64::from(percent) / 100.0);
            canvas.line(&[(left, at), (right, at)], canvas.theme.rule, 1.0)?;
            canvas.text(&format!("{percent} %"), (left - 8.0, at - 8.0), quiet, Anchor::Right)?;
        }
        let step = [0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0]
            .into_iter()
            .find(|s| end / s <= 14.0)
            .unwrap_or(120.0);
        let mut tick = 0.0;
        while tick <= end + 1e-9 {
            canvas.line(&[(x(tick), bottom), (x(tick), bottom + 5.0)], canvas.theme.quiet, 1.0)?;
            canvas.text(&format!("{tick}"), (x(tick), bottom + 8.0), quiet, Anchor::Middle)?;
            tick += step;
        }
        let axis = match self.finding.mode {
            Mode::CrowFly => "kilometres in a straight line",
            Mode::Walk => "minutes on foot",
            Mode::Drive => "minutes by car",
        };
        canvas.text(axis, (right, bottom + 26.0), quiet, Anchor::Right)?;
        let curve = |of: fn(&WithinPoint) -> f64| -> Vec<(f64, f64)> {
            self.points.iter().map(|p| (x(p.limit), y(of(p)))).collect()
        };
        let (before, after) = (curve(|p| p.before), curve(|p| p.after));
        let between: Vec<(f64, f64)> = before.iter().chain(after.iter().rev()).copied().collect();
        canvas.polygon(&between, canvas.theme.between)?;
        // The line of "after" is broken, so that the two can be told apart without colour.
        canvas.dashed_line(&after, canvas.theme.after, 3.0)?;
        canvas.line(&before, canvas.theme.before, 3.0)?;
        self.direct_labels(canvas, &x, &y, bottom)
    }

    /// "before" and "after" at the curves, at the quoted cutoff.
    fn direct_labels(
        &self,
        canvas: &Canvas<'_>,
        x: &dyn Fn(f64) -> f64,
        y: &dyn Fn(f64) -> f64,
        bottom: f64,
    ) -> Result<(), String> {
        let Some(within) = &self.finding.within else { return Ok(()) };
        let limit = match within.cutoff {
            Cutoff::Km(km) => km,
            Cutoff::Min(minutes) => minutes,
        };
        if limit > self.points[self.points.len() - 1].limit {
            return Ok(());
        }
        let at = x(limit);
        let look = |colour| Type::new(theme::SUBTITLE, colour).bold();
        if self.unmoved() {
            let text = format!("before and after: {}", percent(within.before));
            return canvas.text_on_map(
                &text,
                (at + 10.0, y(within.before) + 8.0),
                look(canvas.theme.before),
                Anchor::Left,
            );
        }
        canvas.line(&[(at, y(within.before)), (at, y(within.after))], canvas.theme.ink, 1.25)?;
        let higher = within.before >= within.after;
        let texts = [
            ("before", within.before, canvas.theme.before, higher),
            ("after", within.after, canvas.theme.after, !higher),
        ];
        for (name, share, colour, above) in texts {
            let text = format!("{name}: {}", percent(share));
            let width = canvas.text_width(&text, look(colour));
            // Above a curve there is room to the left, below it to the right; but not under the axis, nor beyond the
            // paper.
            let sinks = y(share) + 28.0 > bottom;
            let (left, top) = if above || sinks {
                (at - 10.0 - width, y(share) - 22.0)
            } else {
                (at + 10.0, y(share) + 8.0)
            };
            let left = left.clamp(theme::MARGIN + 60.0, canvas.width - theme::MARGIN - width);
            canvas.text_on_map(&text, (left, top), look(colour), Anchor::Left)?;
        }
        Ok(())
    }

    fn csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record([self.unit(), "share_within_before", "share_within_after"]).expect("into memory");
        for p in &self.points {
            let row = [format!("{:.3}", p.limit), format!("{:.6}", p.before), format!("{:.6}", p.after)];
            writer.write_record(row).expect("rows of one width, into memory");
        }
        writer.into_inner().expect("into memory")
    }
}
