//! What each assumption alone makes of the number of people materially worse off.

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, MIDDLE, Type};
use super::sheet::Sheet;
use super::words::{cell, csv, how, when};
use super::{ChartError, foot, theme};
use crate::city::OutputFile;
use crate::impact::{AssumedCase, AssumptionSwing, Sensitivity, VariedAssumption, about, sensitivity};
use crate::travel::Mode;

/// Height of what is not rows, points.
const AROUND: f64 = 300.0;

/// Height of a row, points.
const ROW: f64 = 60.0;

pub(super) fn draw(sheet: &Sheet<'_>) -> Result<Vec<OutputFile>, ChartError> {
    let results = sheet.results;
    let (answer, finding) = (results.answer, sheet.finding);
    let found = sensitivity(results.city, results.scenario, &answer.matrix, &answer.impact, finding);
    let Some(sensitivity) = found else {
        let help = "choose another option with --option, or ask about other times in [access]";
        return Err(sheet.nothing("the option changes nothing at any time asked about", help));
    };
    let tornado = Tornado { sheet, sensitivity };
    let height = AROUND + ROW * tornado.sensitivity.swings.len() as f64;
    sheet
        .picture(tornado.title(), tornado.description(), height, tornado.csv(), |canvas| tornado.draw(canvas))
}

struct Tornado<'t> {
    sheet: &'t Sheet<'t>,
    sensitivity: Sensitivity,
}

impl Tornado<'_> {
    fn name(&self, assumption: VariedAssumption) -> &'static str {
        match (assumption, self.sheet.finding.mode) {
            (VariedAssumption::Speed, Mode::Drive) => "Driving speed",
            (VariedAssumption::Speed, _) => "Walking speed",
            (VariedAssumption::Detours, _) => "Detours",
            (VariedAssumption::Limits, _) => "What counts as materially worse",
            (VariedAssumption::Time, _) => "When people go",
            (VariedAssumption::Counters, _) => "Whose counters count",
            (VariedAssumption::DoubtfulHours, _) => "Counters of doubtful hours",
        }
    }

    fn title(&self) -> String {
        let title = self.sheet.finding.short_title();
        let central = about(self.sensitivity.central);
        let widest = self.sensitivity.swings.first().filter(|s| s.width() >= 0.5);
        let Some(widest) = widest else {
            return format!("{title}: {central} people are materially worse off, whatever is assumed");
        };
        format!(
            "{title}: {central} people are materially worse off; most depends on {}, which makes it {} to {}",
            lower(self.name(widest.assumption)),
            about(widest.least.people),
            about(widest.most.people),
        )
    }

    fn subtitle(&self) -> String {
        let (results, finding) = (self.sheet.results, self.sheet.finding);
        let time = finding.main.map_or(finding.time, |m| m.time);
        format!(
            "Residents of {} whose way to the nearest counter {} gets {} longer, or who are left without one, {}. Each \
             assumption is varied alone, over its documented range; half and twice the limits are chosen. {}",
            results.scenario.study.label,
            how(finding.mode),
            finding.limits,
            when(time),
            foot::own_borough(results, finding)
        )
    }

    fn said(&self, swing: &AssumptionSwing) -> String {
        if swing.width() < 0.5 {
            return format!("as run: {}; nothing else changes the number", swing.central);
        }
        let end = |word: &str, case: &AssumedCase| match case.assumed == swing.central {
            true => format!("as run: {}", case.assumed),
            false => format!("{word}: {}", case.assumed),
        };
        format!("{}; {}", end("fewest", &swing.least), end("most", &swing.most))
    }

    fn description(&self) -> String {
        let told: Vec<String> = self
            .sensitivity
            .swings
            .iter()
            .map(|s| {
                let (least, most) = (about(s.least.people), about(s.most.people));
                format!("{}, {least} to {most} ({})", self.name(s.assumption), self.said(s))
            })
            .collect();
        let central = about(self.sensitivity.central);
        format!("Bars around {central} people, the widest first. {} {}.", self.subtitle(), told.join("; "))
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let foot = foot::foot(self.sheet.results, self.sheet.finding.mode);
        let (top, bottom) = canvas.frame(&self.title(), &self.subtitle(), &foot)?;
        let (top, bottom) = (top + 22.0, bottom - 26.0);
        let number = Type::new(theme::LABEL, canvas.theme.ink).bold();
        let swings = &self.sensitivity.swings;
        let most = swings.iter().map(|s| s.most.people).fold(self.sensitivity.central, f64::max);
        let names = (canvas.width * 0.4).min(520.0);
        let beside = canvas.text_width(&about(most), number) + 12.0;
        let left = theme::MARGIN + names + beside + 14.0;
        let axis = Axis::new(most, (left, canvas.width - theme::MARGIN - beside));
        let row = ((bottom - top) / swings.len().max(1) as f64).min(ROW * 1.4);
        let end = top + row * swings.len() as f64;
        axis.across(canvas, (top, end), about)?;
        for (i, swing) in swings.iter().enumerate() {
            self.row(canvas, &axis, swing, (top + row * i as f64, row, names))?;
        }
        let middle = axis.at(self.sensitivity.central);
        canvas.dashed_line(&[(middle, top - 4.0), (middle, end)], canvas.theme.ink, 1.5)?;
        let text = format!("as run: {}", about(self.sensitivity.central));
        // Beyond the paper on neither side.
        let half = canvas.text_width(&text, number) / 2.0;
        let x = middle.clamp(theme::MARGIN + half, canvas.width - theme::MARGIN - half);
        canvas.text(&text, (x, top - 22.0), number, Anchor::Middle)
    }

    fn row(
        &self,
        canvas: &Canvas<'_>,
        axis: &Axis,
        swing: &AssumptionSwing,
        (top, row, names): (f64, f64, f64),
    ) -> Result<(), String> {
        let look = Type::new(theme::LABEL, canvas.theme.ink).bold();
        let quiet = Type::new(theme::SMALL, canvas.theme.quiet);
        let lines = canvas.wrap(&self.said(swing), quiet, names, 2);
        let block = theme::LABEL * 1.3 + lines.len() as f64 * theme::SMALL * 1.3;
        let middle = top + row / 2.0;
        let mut y = middle - block / 2.0;
        canvas.text(self.name(swing.assumption), (theme::MARGIN, y), look, Anchor::Left)?;
        y += theme::LABEL * 1.3;
        for line in &lines {
            canvas.text(line, (theme::MARGIN, y), quiet, Anchor::Left)?;
            y += theme::SMALL * 1.3;
        }
        let (low, high) = (axis.at(swing.least.people), axis.at(swing.most.people));
        let baseline = middle - theme::LABEL * MIDDLE;
        if swing.width() < 0.5 {
            // Where the central figure stands at the right edge, there is room to its left alone.
            let words = "no change";
            let fits = high + 8.0 + canvas.text_width(words, look) <= canvas.width - theme::MARGIN;
            let (x, anchor) = if fits { (high + 8.0, Anchor::Left) } else { (low - 8.0, Anchor::Right) };
            return canvas.text(words, (x, baseline), look, anchor);
        }
        let central = axis.at(self.sensitivity.central);
        let thick = (row * 0.42).min(24.0);
        let (fewer, more) = (canvas.theme.diverging[1], canvas.theme.diverging[7]);
        canvas.rectangle((low, middle - thick / 2.0), (central - low, thick), fewer)?;
        canvas.rectangle((central, middle - thick / 2.0), (high - central, thick), more)?;
        // The number of the run itself stands over all rows.
        if swing.least.assumed != swing.central {
            canvas.text_on_map(&about(swing.least.people), (low - 6.0, baseline), look, Anchor::Right)?;
        }
        if swing.most.assumed != swing.central {
            canvas.text_on_map(&about(swing.most.people), (high + 6.0, baseline), look, Anchor::Left)?;
        }
        Ok(())
    }

    fn csv(&self) -> Vec<u8> {
        let header = [
            "assumption",
            "as_run",
            "people_as_run",
            "least_where",
            "people_least",
            "most_where",
            "people_most",
        ];
        let row = |s: &AssumptionSwing| {
            [
                s.assumption.as_str().to_string(),
                s.central.clone(),
                cell(Some(self.sensitivity.central), 1),
                s.least.assumed.clone(),
                cell(Some(s.least.people), 1),
                s.most.assumed.clone(),
                cell(Some(s.most.people), 1),
            ]
        };
        csv(header, self.sensitivity.swings.iter().map(row))
    }
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}
