//! Harm against money: people materially worse off and pounds saved, option by option.

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, Type};
use super::labels::{Rect, Room};
use super::sheet::Sheet;
use super::words::{cell, csv, cut, how, people};
use super::{ChartError, foot, theme};
use crate::city::OutputFile;
use crate::impact::{OpenRange, OptionSavings, about};

/// Height without the list of options that have no place in the picture, points.
const HEIGHT: f64 = 820.0;

/// Longest label of a point, characters.
const LABEL: usize = 64;

/// Length of an arrow that means at least so much, points.
const ARROW: f64 = 28.0;

/// Lines that tell of options whose saving is not known.
const UNKNOWN_LINES: usize = 4;

pub(super) fn draw(sheet: &Sheet<'_>) -> Result<Vec<OutputFile>, ChartError> {
    let Some(savings) = &sheet.results.answer.savings else {
        let help = "add a table [savings] with what closing each counter saves, pounds a year";
        return Err(sheet.nothing("the scenario says nothing of savings", help));
    };
    if savings.iter().all(|s| s.saving.is_none()) {
        let help = "name a counter that an option closes in [savings]";
        return Err(sheet.nothing("no option closes a counter whose saving is known", help));
    }
    let chart = Money { sheet, savings };
    sheet.picture(chart.title(), chart.description(), HEIGHT, chart.csv(), |canvas| chart.draw(canvas))
}

struct Money<'m> {
    sheet: &'m Sheet<'m>,
    savings: &'m [OptionSavings],
}

/// One option in the picture.
struct Dot<'d> {
    of: &'d OptionSavings,
    pounds: OpenRange,
    /// Pounds, central; an option without one is no dot.
    central: f64,
}

impl Money<'_> {
    fn dots(&self) -> Vec<Dot<'_>> {
        let dot = |of| -> Option<Dot<'_>> {
            let pounds = OptionSavings::pounds(of)?;
            Some(Dot { of, pounds, central: pounds.central? })
        };
        self.savings.iter().filter_map(dot).collect()
    }

    fn name(&self, of: &OptionSavings) -> String {
        self.sheet.results.answer.impact.findings[of.option].short_title()
    }

    /// The option that leaves most people worse off, of those whose counters are counted alike where there are any.
    fn title(&self) -> String {
        let dots = self.dots();
        let most = dots.iter().max_by(|a, b| {
            let alike = |d: &Dot<'_>| self.sheet.results.answer.impact.findings[d.of.option].counts_alike;
            let worse = |d: &Dot<'_>| d.of.materially_worse().central;
            let by_people = worse(a).total_cmp(&worse(b)).then(b.of.option.cmp(&a.of.option));
            alike(a).cmp(&alike(b)).then(by_people)
        });
        let Some(most) = most else { return String::new() };
        let at_least = if most.of.is_at_least() { "at least " } else { "" };
        let people = match about(most.of.materially_worse().central).as_str() {
            "0" => "nobody".to_string(),
            people => format!("{people} people"),
        };
        format!(
            "{}: {at_least}{} pounds a year saved, {people} materially worse off",
            self.name(most.of),
            about(most.central)
        )
    }

    fn subtitle(&self) -> String {
        let (results, finding) = (self.sheet.results, self.sheet.finding);
        format!(
            "Each point is an option: pounds a year that its closed counters are known to save, and residents of {} whose \
             way {} gets {} longer. Lines are ranges; an arrow means at least so much. What new hours and counters cost is \
             not known and not taken off.",
            results.scenario.study.label,
            how(finding.mode),
            finding.limits
        )
    }

    fn unknown(&self) -> Vec<&OptionSavings> {
        self.savings.iter().filter(|s| s.pounds().and_then(|p| p.central).is_none()).collect()
    }

    /// The options that are not in the picture, and why.
    fn left_out(&self) -> String {
        let told: Vec<String> = self
            .unknown()
            .iter()
            .map(|s| {
                let why = if s.unknown.is_empty() { "closes no counter" } else { "saving not known" };
                let worse = s.materially_worse();
                format!("{} ({why}; {} people)", self.name(s), about(worse.central))
            })
            .collect();
        if told.is_empty() { String::new() } else { format!("Not in the picture: {}.", told.join("; ")) }
    }

    fn said(&self, dot: &Dot<'_>) -> String {
        let at_least = if dot.of.is_at_least() { "at least " } else { "" };
        let worse = dot.of.materially_worse();
        format!(
            "{}: {at_least}{} pounds a year, {} people",
            self.name(dot.of),
            about(dot.central),
            people(worse.central, (worse.low, worse.high))
        )
    }

    fn description(&self) -> String {
        let told: Vec<String> = self.dots().iter().map(|d| self.said(d)).collect();
        format!("Points. {} {}. {}", self.subtitle(), told.join("; "), self.left_out())
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let foot = foot::foot(self.sheet.results, self.sheet.finding.mode);
        let (top, mut bottom) = canvas.frame(&self.title(), &self.subtitle(), &foot)?;
        let quiet = Type::new(theme::LABEL, canvas.theme.quiet);
        let width = canvas.width - 2.0 * theme::MARGIN;
        let left_out = self.left_out();
        if !left_out.is_empty() {
            let lines = canvas.wrap(&left_out, quiet, width, UNKNOWN_LINES);
            bottom -= lines.len() as f64 * theme::LABEL * 1.35 + 6.0;
            for (i, line) in lines.iter().enumerate() {
                let y = bottom + 6.0 + i as f64 * theme::LABEL * 1.35;
                canvas.text(line, (theme::MARGIN, y), quiet, Anchor::Left)?;
            }
        }
        let dots = self.dots();
        let (top, bottom) = (top + 24.0, bottom - 50.0);
        let most_people = dots.iter().map(|d| d.of.materially_worse().high).fold(0.0, f64::max);
        let side = canvas.text_width(&about(most_people), quiet) + 12.0;
        let (left, right) = (theme::MARGIN + side, canvas.width - theme::MARGIN - 30.0);
        let most_pounds = dots.iter().map(|d| d.pounds.high.unwrap_or(d.central)).fold(0.0, f64::max);
        // Arrows need room behind the last of them.
        let x = Axis::new(most_pounds * 1.12, (left, right));
        let y = Axis::new(most_people * 1.06, (bottom, top));
        let mut said = String::new();
        for value in y.ticks(6) {
            let at = y.at(value);
            if about(value) == said {
                continue;
            }
            said = about(value);
            let colour = if value == 0.0 { canvas.theme.ink } else { canvas.theme.rule };
            canvas.line(&[(left, at), (right, at)], colour, 1.0)?;
            canvas.text(&said, (left - 8.0, at - 8.0), quiet, Anchor::Right)?;
        }
        x.across(canvas, (top, bottom), about)?;
        canvas.text("people materially worse off", (theme::MARGIN, top - 24.0), quiet, Anchor::Left)?;
        let axis = "pounds saved a year";
        canvas.text(axis, (right, bottom + 26.0), quiet, Anchor::Right)?;
        let mut room =
            Room::new(Rect { left: left + 2.0, top, right: canvas.width - 6.0, bottom: bottom - 1.0 });
        for dot in &dots {
            self.dot(canvas, dot, (&x, &y))?.into_iter().for_each(|covered| room.take(covered));
        }
        let unnamed = self.names(canvas, &dots, (&x, &y), &mut room)?;
        if unnamed > 0 {
            let text = format!("{unnamed} points have no room for a name: see the table (CSV)");
            canvas.text(&text, (left, bottom + 26.0), quiet, Anchor::Left)?;
        }
        Ok(())
    }

    /// Draws a point with its ranges; returns what labels must not cover.
    fn dot(&self, canvas: &Canvas<'_>, dot: &Dot<'_>, (x, y): (&Axis, &Axis)) -> Result<[Rect; 3], String> {
        let worse = dot.of.materially_worse();
        let (at_x, at_y) = (x.at(dot.central), y.at(worse.central));
        let (top, bottom) = (y.at(worse.high), y.at(worse.low));
        let colour = canvas.theme.border;
        if top < bottom {
            canvas.line(&[(at_x, top), (at_x, bottom)], colour, 1.5)?;
        }
        let from = x.at(dot.pounds.low.unwrap_or(dot.central));
        let to = dot.pounds.high.map_or(at_x + ARROW, |high| x.at(high));
        canvas.line(&[(from, at_y), (to, at_y)], colour, 1.5)?;
        if dot.pounds.high.is_none() {
            canvas.line(&[(to - 6.0, at_y - 4.0), (to, at_y), (to - 6.0, at_y + 4.0)], colour, 1.5)?;
        }
        canvas.disc((at_x, at_y), 6.0, canvas.theme.paper)?;
        canvas.disc((at_x, at_y), 5.0, canvas.theme.after)?;
        let people = Rect { left: at_x - 2.0, top, right: at_x + 2.0, bottom: bottom.max(top + 1.0) };
        let pounds =
            Rect { left: from, top: at_y - 5.0, right: to.max(from + 1.0) + 2.0, bottom: at_y + 5.0 };
        Ok([people, pounds, Rect::around((at_x, at_y), 7.0)])
    }

    /// Names points where there is room; returns how many have none.
    fn names(
        &self,
        canvas: &Canvas<'_>,
        dots: &[Dot<'_>],
        (x, y): (&Axis, &Axis),
        room: &mut Room,
    ) -> Result<usize, String> {
        let (mut unnamed, mut named) = (0, Vec::new());
        for dot in dots {
            let is_main = dot.of.option == self.sheet.finding.option;
            let look = Type::new(theme::LABEL, canvas.theme.ink);
            let look = if is_main { look.bold() } else { look };
            let text = cut(&self.name(dot.of), LABEL);
            let at = (x.at(dot.central), y.at(dot.of.materially_worse().central));
            let size = (canvas.text_width(&text, look) + 4.0, look.size * 1.25);
            let Some((rect, far)) = room.place_beside(at, 7.0, size) else {
                unnamed += 1;
                continue;
            };
            // Two options at one place: the second name is not taken for that of another point.
            let shared = named.iter().any(|other: &(f64, f64)| (other.0 - at.0).hypot(other.1 - at.1) < 7.0);
            named.push(at);
            if far || shared {
                canvas.line(&[at, rect.nearest_to(at)], canvas.theme.border, 0.75)?;
            }
            canvas.text_on_map(&text, (rect.left + 2.0, rect.top), look, Anchor::Left)?;
        }
        Ok(unnamed)
    }

    fn csv(&self) -> Vec<u8> {
        let scenario = self.sheet.results.scenario;
        let header = [
            "option",
            "pounds_a_year",
            "pounds_low",
            "pounds_high",
            "at_least",
            "people_materially_worse",
            "people_low",
            "people_high",
        ];
        let row = |s: &OptionSavings| {
            let pounds = s.pounds();
            let worse = s.materially_worse();
            let of = |end: fn(OpenRange) -> Option<f64>| cell(pounds.and_then(end), 0);
            [
                scenario.options[s.option].id.clone(),
                of(|p| p.central),
                of(|p| p.low),
                of(|p| p.high),
                if s.is_at_least() { "yes" } else { "" }.to_string(),
                cell(Some(worse.central), 1),
                cell(Some(worse.low), 1),
                cell(Some(worse.high), 1),
            ]
        };
        csv(header, self.savings.iter().map(row))
    }
}
