//! The share of calls answered in target under every option, beside the baseline's: I and S calls, one panel a start.

use super::canvas::{Anchor, Canvas, MIDDLE, Type};
use super::response::{Response, capital, percent, signed};
use super::sheet::Sheet;
use super::window::Window;
use super::words::{cell, csv};
use super::{ChartError, theme};
use crate::city::OutputFile;
use crate::impact::ResponseStatistic;
use crate::response::{Grade, Interval};

/// Height of what is not rows, points: head and foot; head and axis of one block of panels.
const AROUND: f64 = 245.0;
const AROUND_BLOCK: f64 = 82.0;

/// Rows of a few options, and of many: those have names of one line in small type.
const ROW: f64 = 50.0;
const TIGHT_ROW: f64 = 20.0;
const MOST_ROOMY: usize = 10;

/// More options than this are in the table alone.
const MOST_OPTIONS: usize = 48;

/// Room for the names of options, and for what is said beside the dots of a panel, points.
const NAMES: f64 = 300.0;
const SAID: f64 = 172.0;
const GAP: f64 = 18.0;

/// Half the size of a dot, points.
const DOT: f64 = 4.5;

const STEPS: [f64; 6] = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2];

pub(super) fn draw(sheet: &Sheet<'_>) -> Result<Vec<OutputFile>, ChartError> {
    let chart = InTarget::new(Response::of(sheet)?);
    let row = if chart.is_tight() { TIGHT_ROW } else { ROW };
    let blocks = Grade::ALL.len() as f64;
    let height = AROUND + blocks * (AROUND_BLOCK + row * chart.shown().count() as f64);
    sheet.picture(chart.title(), chart.description(), height, chart.csv(), |canvas| chart.draw(canvas))
}

struct InTarget<'c> {
    response: Response<'c>,
    /// The baseline, then the options, that with the greatest loss of I calls first.
    rows: Vec<Option<usize>>,
    /// Start and option with the largest change of I calls that is not chance.
    lead: Option<(usize, usize)>,
}

impl<'c> InTarget<'c> {
    fn new(response: Response<'c>) -> Self {
        let (options, starts) = (response.sheet.results.scenario.options.len(), response.impact.starts.len());
        let change = |start: usize, option: usize| {
            let row = response.of_study((start, Some(option)), Grade::Immediate, ResponseStatistic::InTarget);
            row.and_then(|(_, change)| change)
        };
        let largest = |option: usize| {
            let changes = (0..starts).filter_map(|start| change(start, option)).map(|c| c.mean);
            changes.fold(0.0, |most: f64, c| if c.abs() > most.abs() { c } else { most })
        };
        let mut order: Vec<usize> = (0..options).collect();
        order.sort_by(|a, b| largest(*a).total_cmp(&largest(*b)));
        let sure = |c: &Interval| c.low > 0.0 || c.high < 0.0;
        let asked = response.sheet.request.option;
        let pairs = order.iter().flat_map(|&option| (0..starts).map(move |start| (start, option)));
        let lead = pairs
            .filter(|(_, option)| asked.is_none_or(|asked| asked == *option))
            .filter_map(|(start, option)| Some((start, option, change(start, option).filter(sure)?)))
            .reduce(|best, next| if next.2.mean.abs() > best.2.mean.abs() { next } else { best });
        let rows = std::iter::once(None).chain(order.into_iter().map(Some)).collect();
        InTarget { lead: lead.map(|(start, option, _)| (start, option)), response, rows }
    }

    fn starts(&self) -> usize {
        self.response.impact.starts.len()
    }

    fn shown(&self) -> impl Iterator<Item = Option<usize>> {
        self.rows.iter().copied().take(MOST_OPTIONS + 1)
    }

    fn is_tight(&self) -> bool {
        self.shown().count() > MOST_ROOMY
    }

    /// Whether panels have no room for intervals in words.
    fn is_narrow(&self) -> bool {
        self.starts() > 2
    }

    fn figure(
        &self,
        start: usize,
        option: Option<usize>,
        grade: Grade,
    ) -> Option<(Interval, Option<Interval>)> {
        self.response.of_study((start, option), grade, ResponseStatistic::InTarget)
    }

    fn minutes(&self, grade: Grade) -> f64 {
        let settings = self.response.sheet.results.scenario.response.as_ref();
        settings.map_or(0.0, |settings| settings.grades[grade.index()].target_min)
    }

    fn title(&self) -> String {
        let minutes = self.minutes(Grade::Immediate);
        let Some((start, option)) = self.lead else { return self.title_of_nothing() };
        let told = |start: usize| {
            let when = self.response.start(start);
            if self.response.keeps(option, start) {
                return Some(format!("{when}, no change"));
            }
            let before = percent(self.figure(start, None, Grade::Immediate)?.0.mean);
            let after = percent(self.figure(start, Some(option), Grade::Immediate)?.0.mean);
            Some(format!("{after} of I calls in {minutes} minutes {when}, {before} before"))
        };
        let others = (0..self.starts()).filter(|other| *other != start);
        let parts: Vec<String> = std::iter::once(start).chain(others).take(2).filter_map(told).collect();
        format!("{}: {}", self.response.title(option), parts.join("; "))
    }

    fn title_of_nothing(&self) -> String {
        let options = self.response.sheet.results.scenario.options.len();
        let asked = self.response.sheet.request.option.or((options == 1).then_some(0));
        let any_moves = |option: usize| !self.response.keeps_always(option);
        let minutes = self.minutes(Grade::Immediate);
        match asked {
            Some(option) if any_moves(option) => format!(
                "{}: the share of I calls answered in {minutes} minutes changes by no more than chance",
                self.response.title(option)
            ),
            None if (0..options).any(any_moves) => format!(
                "None of the {options} options changes the share of I calls answered in {minutes} minutes by more than chance"
            ),
            _ => self.response.no_change(),
        }
    }

    fn subtitle(&self) -> String {
        let [i, s] = Grade::ALL.map(|grade| self.minutes(grade));
        let narrow = match self.widest_interval() {
            width if width <= 2.0 * DOT => ": all are narrower than the dots",
            _ => "; one that is not seen is narrower than its dot",
        };
        let told = match (self.is_tight(), self.is_narrow()) {
            (true, _) => "In brackets: change in percentage points.",
            (false, true) => "Under a share: its change in percentage points.",
            (false, false) => {
                "Under a share: its change in percentage points, simulation by simulation, with its 95 % interval."
            }
        };
        let beyond = self.rows.len() - self.shown().count();
        let more = match beyond {
            0 => String::new(),
            more => format!(" {more} options that change least or gain are in the table (CSV) alone."),
        };
        let unchanged = match self.any_keeps() {
            true => {
                " Ring: no change, exactly: a counter is no base, and a car on patrol keeps its borough when its base moves."
            }
            false => "",
        };
        format!(
            "Share of answered calls of {} with a car there in {i} minutes (I calls) and {s} minutes (S calls), all hours of the \
             week, {}; one scale, not from zero. Line over a dot: 95 % interval{narrow}. {told}{unchanged}{more}",
            self.response.sheet.results.scenario.study.label,
            self.response.simulated(),
        )
    }

    fn any_keeps(&self) -> bool {
        let options = self.shown().flatten();
        options.into_iter().any(|o| (0..self.starts()).any(|start| self.response.keeps(o, start)))
    }

    /// All figures that are shown.
    fn figures(&self) -> impl Iterator<Item = Interval> {
        let cases = self.shown().flat_map(|option| (0..self.starts()).map(move |start| (start, option)));
        cases
            .flat_map(|(start, option)| Grade::ALL.map(|grade| self.figure(start, option, grade)))
            .flatten()
            .map(|f| f.0)
    }

    /// Left end of a panel's scale and its right end, points.
    fn panel(&self, start: usize) -> (f64, f64) {
        let left = theme::MARGIN + NAMES + 14.0;
        let each = (super::sheet::WIDTH - theme::MARGIN - left) / self.starts() as f64;
        let from = left + start as f64 * each;
        (from + DOT, from + each - GAP - self.said())
    }

    /// Room for what is said beside dots, points: three starts leave less of it.
    fn said(&self) -> f64 {
        if self.is_narrow() || self.is_tight() { SAID * 0.62 } else { SAID }
    }

    fn window(&self, start: usize) -> Window {
        let ends = self.figures().flat_map(|f| [f.low.clamp(0.0, 1.0), f.high.clamp(0.0, 1.0)]);
        let most = if self.is_narrow() { 3 } else { 5 };
        Window::new(ends, &STEPS, most, self.panel(start))
    }

    /// Points.
    fn widest_interval(&self) -> f64 {
        let window = self.window(0);
        self.figures().map(|f| window.at(f.high) - window.at(f.low)).fold(0.0, f64::max)
    }

    /// The change of an option with its interval, or that there is none; the interval of the baseline.
    fn said_of(&self, start: usize, option: Option<usize>, grade: Grade) -> String {
        let Some((value, change)) = self.figure(start, option, grade) else { return "no calls".to_string() };
        match (option, change) {
            (None, _) => format!("{:.1} to {:.1} %", value.low * 100.0, value.high.min(1.0) * 100.0),
            (Some(option), _) if self.response.keeps(option, start) => "no change".to_string(),
            (_, None) => String::new(),
            (_, Some(change)) => {
                let [mean, low, high] = [change.mean, change.low, change.high].map(|c| signed(c * 100.0));
                format!("{mean} ({low} to {high})")
            }
        }
    }

    fn description(&self) -> String {
        let of_row = |option: Option<usize>| {
            let cells: Vec<String> = (0..self.starts())
                .flat_map(|start| Grade::ALL.map(|grade| (start, grade)))
                .filter_map(|(start, grade)| {
                    let value = percent(self.figure(start, option, grade)?.0.mean);
                    let when = self.response.start(start);
                    Some(format!(
                        "{} calls {when} {value}, {}",
                        grade.as_str(),
                        self.said_of(start, option, grade)
                    ))
                })
                .collect();
            format!("{}: {}", self.name(option), cells.join("; "))
        };
        let told: Vec<String> = self.shown().map(of_row).collect();
        format!("Dots, a row for each option. {} {}.", self.subtitle(), told.join(". "))
    }

    fn name(&self, option: Option<usize>) -> String {
        let options = &self.response.sheet.results.scenario.options;
        option.map_or("Baseline".to_string(), |option| options[option].title.clone())
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let (top, bottom) = canvas.frame(&self.title(), &self.subtitle(), &self.response.foot())?;
        let each = (bottom - top) / Grade::ALL.len() as f64;
        for (number, grade) in Grade::ALL.into_iter().enumerate() {
            let top = top + each * number as f64;
            self.block(canvas, grade, (top, top + each - 12.0))?;
        }
        Ok(())
    }

    /// The panels of a grade.
    fn block(&self, canvas: &Canvas<'_>, grade: Grade, (top, bottom): (f64, f64)) -> Result<(), String> {
        let head = Type::new(theme::SUBTITLE, canvas.theme.ink).bold();
        let words = format!("{} calls in {} minutes", grade.as_str(), self.minutes(grade));
        canvas.text(&words, (theme::MARGIN, top), head, Anchor::Left)?;
        let (first, end) = (top + 26.0, bottom - 22.0);
        let row = ((end - first) / self.shown().count() as f64).min(ROW);
        let end = first + row * self.shown().count() as f64;
        for start in 0..self.starts() {
            self.panel_of(canvas, (start, grade), (top, first, end), row)?;
        }
        for (number, option) in self.shown().enumerate() {
            self.row_name(canvas, option, first + row * (number as f64 + 0.5))?;
        }
        Ok(())
    }

    fn panel_of(
        &self,
        canvas: &Canvas<'_>,
        (start, grade): (usize, Grade),
        (top, first, end): (f64, f64, f64),
        row: f64,
    ) -> Result<(), String> {
        let (left, _) = self.panel(start);
        let quiet = Type::new(theme::SMALL, canvas.theme.quiet);
        let width = self.panel(start).1 - left + self.said();
        let head = canvas.wrap(&capital(&self.response.start(start)), quiet.bold(), width, 1);
        canvas.text(&head[0], (left - DOT, top + 4.0), quiet.bold(), Anchor::Left)?;
        let window = self.window(start);
        for value in window.ticks() {
            let x = window.at(value);
            canvas.line(&[(x, first), (x, end)], canvas.theme.rule, 1.0)?;
            let text = format!("{} %", (value * 1000.0).round() / 10.0);
            canvas.text(&text, (x, end + 5.0), quiet, Anchor::Middle)?;
        }
        if let Some((baseline, _)) = self.figure(start, None, grade) {
            let x = window.at(baseline.mean);
            canvas.line(&[(x, first), (x, end)], canvas.theme.before, 1.5)?;
        }
        for (number, option) in self.shown().enumerate() {
            let middle = first + row * (number as f64 + 0.5);
            self.dot(canvas, &window, (start, option, grade), middle)?;
        }
        Ok(())
    }

    fn dot(
        &self,
        canvas: &Canvas<'_>,
        window: &Window,
        (start, option, grade): (usize, Option<usize>, Grade),
        middle: f64,
    ) -> Result<(), String> {
        let said_at = self.panel(start).1 + 14.0;
        let small = Type::new(theme::SMALL, canvas.theme.quiet);
        let Some((value, _)) = self.figure(start, option, grade) else {
            return canvas.text("no calls", (said_at, middle - small.size * MIDDLE), small, Anchor::Left);
        };
        let x = window.at(value.mean);
        let (low, high) = (window.at(value.low), window.at(value.high));
        canvas.line(&[(low, middle), (high.max(low + 0.5), middle)], canvas.theme.ink, 1.5)?;
        let keeps = option.is_some_and(|option| self.response.keeps(option, start));
        let colour = if option.is_none() || keeps { canvas.theme.before } else { canvas.theme.after };
        canvas.disc((x, middle), DOT + 1.0, canvas.theme.paper)?;
        canvas.disc((x, middle), DOT, colour)?;
        if keeps {
            canvas.disc((x, middle), DOT - 1.75, canvas.theme.paper)?;
        }
        let said = self.said_of(start, option, grade);
        let change = said.split(" (").next().unwrap_or_default();
        if self.is_tight() {
            let text = match option {
                None => percent(value.mean),
                Some(_) => format!("{} ({change})", percent(value.mean)),
            };
            let look = Type::new(theme::SMALL, canvas.theme.ink);
            return canvas.text(&text, (said_at, middle - look.size * MIDDLE), look, Anchor::Left);
        }
        let look = Type::new(theme::LABEL, canvas.theme.ink);
        let look = if self.is_main(option) { look.bold() } else { look };
        canvas.text(&percent(value.mean), (said_at, middle - 16.0), look, Anchor::Left)?;
        let said = if self.is_narrow() { change } else { &said };
        canvas.text(said, (said_at, middle + 2.0), small, Anchor::Left)
    }

    fn is_main(&self, option: Option<usize>) -> bool {
        option.is_some() && self.lead.map(|(_, option)| option) == option
    }

    /// The name of a row on its left; under it, where the option never moves a car, that it changes nothing.
    fn row_name(&self, canvas: &Canvas<'_>, option: Option<usize>, middle: f64) -> Result<(), String> {
        let size = if self.is_tight() { theme::SMALL } else { theme::LABEL };
        let look = Type::new(size, canvas.theme.ink);
        let look = if self.is_main(option) { look.bold() } else { look };
        let note = option.filter(|option| !self.is_tight() && self.response.keeps_always(*option));
        let lines = canvas.wrap(&self.name(option), look, NAMES, if self.is_tight() { 1 } else { 2 });
        let leading = size * 1.25;
        let note_height = if note.is_some() { theme::SMALL * 1.3 } else { 0.0 };
        let mut y = middle - (leading * (lines.len() as f64 - 1.0) + note_height) / 2.0 - size * MIDDLE;
        let right = theme::MARGIN + NAMES;
        for line in lines {
            canvas.text(&line, (right, y), look, Anchor::Right)?;
            y += leading;
        }
        let Some(option) = note else { return Ok(()) };
        let closes = !self.response.sheet.results.scenario.options[option].closed.is_empty();
        let why = if closes { "no change: a counter is no base" } else { "no change: no car moves" };
        canvas.text(why, (right, y), Type::new(theme::SMALL, canvas.theme.quiet), Anchor::Right)
    }

    fn csv(&self) -> Vec<u8> {
        let header = [
            "start",
            "option",
            "title",
            "grade",
            "target_min",
            "share_in_target",
            "share_low",
            "share_high",
            "change",
            "change_low",
            "change_high",
            "moves_cars",
            "shown",
        ];
        let results = self.response.sheet.results;
        let shown = self.shown().count();
        let cases = self.rows.iter().enumerate().flat_map(|(number, option)| {
            let starts = 0..self.starts();
            starts.flat_map(move |start| Grade::ALL.map(|grade| (number, *option, start, grade)))
        });
        let row = |(number, option, start, grade): (usize, Option<usize>, usize, Grade)| {
            let figure = self.figure(start, option, grade);
            let of = |end: fn(Interval) -> f64| cell(figure.map(|(value, _)| end(value)), 5);
            let change = |end: fn(Interval) -> f64| cell(figure.and_then(|f| f.1).map(end), 5);
            [
                self.response.impact.starts[start].start.as_str().to_string(),
                option.map_or("baseline".to_string(), |option| results.scenario.options[option].id.clone()),
                self.name(option),
                grade.as_str().to_string(),
                self.minutes(grade).to_string(),
                of(|i| i.mean),
                of(|i| i.low),
                of(|i| i.high),
                change(|i| i.mean),
                change(|i| i.low),
                change(|i| i.high),
                option.map_or("", |o| if self.response.keeps(o, start) { "no" } else { "yes" }).to_string(),
                if number < shown { "yes" } else { "no" }.to_string(),
            ]
        };
        csv(header, cases.map(row))
    }
}
