//! How many residents live within how far of a counter, before and after.

use super::canvas::{Anchor, Canvas, Caption, Type, picture};
use super::{ChartError, foot, theme};
use crate::city::OutputFile;
use crate::impact::{Finding, WithinPoint, distribution, percent};
use crate::report::Results;
use crate::scenario::Time;
use crate::travel::Mode;

const NAME: &str = "distribution";
const SIZE: (f64, f64) = (1200.0, 760.0);

pub(super) fn draw(results: &Results<'_>, finding: &Finding) -> Result<Vec<OutputFile>, ChartError> {
    let (Some((before, after)), Some(plane)) =
        (results.impact.pair(finding.mode, finding.option, finding.time), results.matrix.plane(finding.mode))
    else {
        return Ok(Vec::new());
    };
    let points = distribution(plane, before, after, results.impact.groups.residents());
    let curve = Curve { results, finding, points };
    let caption = Caption { name: NAME, title: curve.title(), description: curve.description() };
    picture(&caption, SIZE, curve.csv(), |canvas| curve.draw(canvas))
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

    /// The whole minute, or tenth of a kilometre, at which the curves are farthest apart.
    fn widest(&self) -> WithinPoint {
        let gap = |p: &WithinPoint| (p.before - p.after).abs();
        let start = self.points[0];
        self.points
            .iter()
            .copied()
            .step_by(2)
            .fold(start, |best, p| if gap(&p) > gap(&best) { p } else { best })
    }

    fn way(&self) -> String {
        match self.finding.mode {
            Mode::CrowFly => format!("{:.1} km", self.widest().limit),
            Mode::Walk => format!("a {:.0}-minute walk", self.widest().limit),
        }
    }

    fn title(&self) -> String {
        let widest = self.widest();
        let title = &self.finding.title;
        if widest.before == widest.after {
            return format!("{title}: everybody lives as far from a police counter as before");
        }
        format!(
            "{title}: {} of residents are within {} of a counter, {} before",
            percent(widest.after),
            self.way(),
            percent(widest.before)
        )
    }

    fn subtitle(&self) -> String {
        let when = match self.finding.time {
            Time::Any => "at any time (hours ignored)".to_string(),
            time => format!("open at {time}"),
        };
        let how = if self.finding.mode == Mode::CrowFly { "in a straight line" } else { "on foot" };
        format!(
            "Share of the residents of {} (mid-2017) by {} to the nearest counter {how}, {when}.",
            self.results.scenario.study.label,
            self.unit()
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
        let quiet = Type::new(theme::LABEL, theme::QUIET);
        for percent in [0, 25, 50, 75, 100] {
            let at = y(f64::from(percent) / 100.0);
            canvas.line(&[(left, at), (right, at)], theme::RULE, 1.0)?;
            canvas.text(&format!("{percent} %"), (left - 8.0, at - 8.0), quiet, Anchor::Right)?;
        }
        let step = [0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0]
            .into_iter()
            .find(|s| end / s <= 14.0)
            .unwrap_or(120.0);
        let mut tick = 0.0;
        while tick <= end + 1e-9 {
            canvas.line(&[(x(tick), bottom), (x(tick), bottom + 5.0)], theme::QUIET, 1.0)?;
            canvas.text(&format!("{tick}"), (x(tick), bottom + 8.0), quiet, Anchor::Middle)?;
            tick += step;
        }
        let axis = if self.finding.mode == Mode::CrowFly {
            "kilometres in a straight line"
        } else {
            "minutes on foot"
        };
        canvas.text(axis, (right, bottom + 26.0), quiet, Anchor::Right)?;
        let curve = |of: fn(&WithinPoint) -> f64| -> Vec<(f64, f64)> {
            self.points.iter().map(|p| (x(p.limit), y(of(p)))).collect()
        };
        let (before, after) = (curve(|p| p.before), curve(|p| p.after));
        let between: Vec<(f64, f64)> = before.iter().chain(after.iter().rev()).copied().collect();
        canvas.polygon(&between, theme::BETWEEN)?;
        // The line of "after" is broken, so that the two can be told apart without colour.
        canvas.dashed_line(&after, theme::AFTER, 3.0)?;
        canvas.line(&before, theme::BEFORE, 3.0)?;
        self.direct_labels(canvas, &x, &y)
    }

    /// "before" and "after" at the curves, where they are farthest apart.
    fn direct_labels(
        &self,
        canvas: &Canvas<'_>,
        x: &dyn Fn(f64) -> f64,
        y: &dyn Fn(f64) -> f64,
    ) -> Result<(), String> {
        let widest = self.widest();
        let at = x(widest.limit);
        canvas.line(&[(at, y(widest.before)), (at, y(widest.after))], theme::INK, 1.25)?;
        let higher = widest.before >= widest.after;
        let label = |name: &str, share: f64, colour, above: bool| {
            let look = Type::new(theme::SUBTITLE, colour).bold();
            let text = format!("{name}: {}", percent(share));
            // Above the upper curve there is room to the left of it, below the lower one to the right.
            let (anchor, dx, dy) =
                if above { (Anchor::Right, -10.0, -22.0) } else { (Anchor::Left, 10.0, 8.0) };
            canvas.text_on_map(&text, (at + dx, y(share) + dy), look, anchor)
        };
        label("before", widest.before, theme::BEFORE, higher)?;
        label("after", widest.after, theme::AFTER, !higher)
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
