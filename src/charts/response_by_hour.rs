//! The mean response to I calls in the 168 hours of the week: the baseline against the option that makes I calls wait longest.

use super::canvas::{Anchor, Canvas, MIDDLE, Type};
use super::labels::apart;
use super::response::{Change, Response};
use super::sheet::{Sheet, WIDTH};
use super::window::Window;
use super::words::{DAYS, cell, csv};
use super::{ChartError, theme};
use crate::city::OutputFile;
use crate::impact::{ResponseHour, clock};
use crate::response::{Grade, HOURS_A_WEEK};
use plotters::style::RGBColor;

/// Points.
const HEIGHT: f64 = 760.0;

/// Room for the names of the lines behind their ends, points.
const NAMES: f64 = 176.0;

/// Steps of the scale, seconds.
const STEPS: [f64; 9] = [5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0];

pub(super) fn draw(sheet: &Sheet<'_>) -> Result<Vec<OutputFile>, ChartError> {
    let response = Response::of(sheet)?;
    let lead = response.lead();
    let chart = ByHour { start: lead.map_or(0, |lead| lead.start), lead, response };
    if chart.hours(None).iter().all(|hour| hour.mean_s.is_none()) {
        let help = "give calls_i_a_year, or more days and replications";
        return Err(sheet.nothing("there are too few I calls", help));
    }
    sheet.picture(chart.title(), chart.description(), HEIGHT, chart.csv(), |canvas| chart.draw(canvas))
}

struct ByHour<'c> {
    response: Response<'c>,
    /// `None` where no option changes anything: the baseline is drawn alone.
    lead: Option<Change>,
    start: usize,
}

impl ByHour<'_> {
    /// Monday 00:00 first.
    fn hours(&self, option: Option<usize>) -> Vec<&ResponseHour> {
        let all = self.response.impact.starts[self.start].hours.iter();
        all.filter(|hour| hour.option == option && hour.grade == Grade::Immediate).collect()
    }

    /// The baseline, and the option.
    fn cases(&self) -> Vec<Option<usize>> {
        std::iter::once(None).chain(self.lead.map(|lead| Some(lead.option))).collect()
    }

    /// Hour by hour: the mean before and after, seconds; hours in which both have calls.
    fn pairs(&self) -> Vec<(usize, f64, f64)> {
        let Some(lead) = self.lead else { return Vec::new() };
        let (before, after) = (self.hours(None), self.hours(Some(lead.option)));
        let pair = |(before, after): (&&ResponseHour, &&ResponseHour)| {
            Some((before.hour, before.mean_s?.mean, after.mean_s?.mean))
        };
        before.iter().zip(&after).filter_map(pair).collect()
    }

    fn title(&self) -> String {
        let Some(lead) = self.lead else { return self.response.no_change() };
        let (name, when) = (self.response.title(lead.option), self.response.start(self.start));
        let pairs = self.pairs();
        let is_later = lead.mean_s.mean > 0.0;
        let alike =
            pairs.iter().filter(|(_, before, after)| if is_later { after > before } else { after < before });
        let word = if is_later { "later" } else { "sooner" };
        let many = alike.count();
        let slowest = pairs.iter().copied().reduce(|best, next| if next.2 > best.2 { next } else { best });
        let Some((hour, before, after)) = slowest else {
            return format!("{name}: {when}, too few I calls to tell");
        };
        let all = if many == pairs.len() { "all".to_string() } else { format!("{many} of the") };
        format!(
            "{name}: {when}, cars reach I calls {word} in {all} {} hours of the week; the slowest is {}, {} minutes \
             instead of {}",
            pairs.len(),
            hour_words(hour),
            clock(after),
            clock(before),
        )
    }

    fn subtitle(&self) -> String {
        let not_zero =
            if self.window((0.0, 1.0)).has_zero() { "" } else { " The scale does not begin at zero." };
        let alone = match self.lead {
            Some(_) => String::new(),
            None => format!(" The baseline, {}.", self.response.start(self.start)),
        };
        format!(
            "Mean time from an I call to the arrival of a car in {}, minutes and seconds, by the hour of the week of the \
             call; {}. Bands: 95 % intervals of each hour by itself.{not_zero}{alone}",
            self.response.sheet.results.scenario.study.label,
            self.response.simulated(),
        )
    }

    fn description(&self) -> String {
        let of_case = |option: Option<usize>| {
            let hours = self.hours(option);
            let days = hours.chunks(24).zip(DAYS).map(|(hours, day)| {
                let means = hours.iter().filter_map(|hour| Some(hour.mean_s?.mean));
                let (low, high) = means.fold((f64::MAX, f64::MIN), |(l, h), m| (l.min(m), h.max(m)));
                if low > high {
                    format!("{day} no calls")
                } else {
                    format!("{day} {} to {}", clock(low), clock(high))
                }
            });
            format!("{}: {}", self.name(option), days.collect::<Vec<_>>().join(", "))
        };
        let told: Vec<String> = self.cases().into_iter().map(of_case).collect();
        format!(
            "Lines over the 168 hours of the week. {} Range of the hours of each day. {}.",
            self.subtitle(),
            told.join("; ")
        )
    }

    fn name(&self, option: Option<usize>) -> String {
        option.map_or("Baseline".to_string(), |option| self.response.title(option))
    }

    /// Of all that is drawn, seconds; `ends` are those of the largest and the smallest, points.
    fn window(&self, ends: (f64, f64)) -> Window {
        let cases = self.cases();
        let hours = cases.iter().flat_map(|option| self.hours(*option)).filter_map(|hour| hour.mean_s);
        Window::new(hours.flat_map(|mean| [mean.low.max(0.0), mean.high]), &STEPS, 7, ends)
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let (top, bottom) = canvas.frame(&self.title(), &self.subtitle(), &self.response.foot())?;
        let (top, bottom) = (top + 22.0, bottom - 44.0);
        let window = self.window((bottom, top));
        let quiet = Type::new(theme::SMALL, canvas.theme.quiet);
        let (left, right) = (theme::MARGIN + 46.0, WIDTH - theme::MARGIN - NAMES);
        for value in window.ticks() {
            let y = window.at(value);
            canvas.line(&[(left, y), (right, y)], canvas.theme.rule, 1.0)?;
            canvas.text(&clock(value), (left - 8.0, y - quiet.size * MIDDLE), quiet, Anchor::Right)?;
        }
        canvas.text("minutes from call to arrival", (theme::MARGIN, top - 24.0), quiet, Anchor::Left)?;
        let hour_x = |hour: f64| left + (right - left) * hour / HOURS_A_WEEK as f64;
        self.days(canvas, &hour_x, (top, bottom))?;
        let looks = [(canvas.theme.before, false), (canvas.theme.after, true)];
        let cases: Vec<(Option<usize>, (RGBColor, bool))> = self.cases().into_iter().zip(looks).collect();
        for (option, _) in &cases {
            self.band(canvas, &window, &hour_x, *option)?;
        }
        for (option, (colour, broken)) in &cases {
            for stretch in self.stretches(*option) {
                let line: Vec<(f64, f64)> = stretch
                    .iter()
                    .map(|(hour, [mean, ..])| (hour_x(*hour as f64 + 0.5), window.at(*mean)))
                    .collect();
                if let [alone] = line[..] {
                    canvas.disc(alone, 2.0, *colour)?;
                }
                match broken {
                    true => canvas.dashed_line(&line, *colour, 2.0)?,
                    false => canvas.line(&line, *colour, 2.0)?,
                }
            }
        }
        self.names(canvas, &window, &cases, (right, top, bottom))
    }

    /// Names of days and hours under the picture, lines between days.
    fn days(
        &self,
        canvas: &Canvas<'_>,
        hour_x: &dyn Fn(f64) -> f64,
        (top, bottom): (f64, f64),
    ) -> Result<(), String> {
        let look = Type::new(theme::LABEL, canvas.theme.ink);
        let quiet = Type::new(theme::SMALL, canvas.theme.quiet);
        for (number, day) in DAYS.iter().enumerate() {
            let from = number as f64 * 24.0;
            canvas.line(&[(hour_x(from), top), (hour_x(from), bottom + 20.0)], canvas.theme.border, 0.75)?;
            for hour in [6.0, 12.0, 18.0] {
                let x = hour_x(from + hour);
                canvas.line(&[(x, bottom), (x, bottom + 4.0)], canvas.theme.quiet, 1.0)?;
                canvas.text(&format!("{hour:02}"), (x, bottom + 6.0), quiet, Anchor::Middle)?;
            }
            canvas.text(day, (hour_x(from + 12.0), bottom + 22.0), look, Anchor::Middle)?;
        }
        let end = hour_x(HOURS_A_WEEK as f64);
        canvas.line(&[(end, top), (end, bottom + 20.0)], canvas.theme.border, 0.75)
    }

    /// Runs of hours that have calls: hour of the week, mean, low, high, seconds.
    fn stretches(&self, option: Option<usize>) -> Vec<Vec<(usize, [f64; 3])>> {
        let hours = self.hours(option);
        let runs = hours.split(|hour| hour.mean_s.is_none());
        let point = |hour: &&ResponseHour| Some((hour.hour, hour.mean_s.map(|m| [m.mean, m.low, m.high])?));
        runs.map(|run| run.iter().filter_map(point).collect::<Vec<_>>())
            .filter(|run| !run.is_empty())
            .collect()
    }

    fn band(
        &self,
        canvas: &Canvas<'_>,
        window: &Window,
        hour_x: &dyn Fn(f64) -> f64,
        option: Option<usize>,
    ) -> Result<(), String> {
        for stretch in self.stretches(option) {
            let side = |end: usize| {
                let at =
                    move |(hour, of): &(usize, [f64; 3])| (hour_x(*hour as f64 + 0.5), window.at(of[end]));
                stretch.iter().map(at).collect::<Vec<_>>()
            };
            let ring: Vec<(f64, f64)> = side(2).into_iter().chain(side(1).into_iter().rev()).collect();
            canvas.polygon(&ring, canvas.theme.between)?;
        }
        Ok(())
    }

    /// Names behind the ends of the lines, in their colours.
    fn names(
        &self,
        canvas: &Canvas<'_>,
        window: &Window,
        cases: &[(Option<usize>, (RGBColor, bool))],
        (right, top, bottom): (f64, f64, f64),
    ) -> Result<(), String> {
        let look = |colour: RGBColor| Type::new(theme::LABEL, colour).bold();
        let leading = theme::LABEL * 1.3;
        let lines: Vec<Vec<String>> = cases
            .iter()
            .map(|(option, (colour, _))| canvas.wrap(&self.name(*option), look(*colour), NAMES - 22.0, 6))
            .collect();
        let tallest = lines.iter().map(Vec::len).max().unwrap_or(1) as f64 * leading + 6.0;
        let end = |option: Option<usize>| {
            let last = self.stretches(option).last().and_then(|run| run.last().copied());
            window.at(last.map_or(0.0, |(_, [mean, ..])| mean))
        };
        let wanted: Vec<f64> = cases.iter().map(|(option, _)| end(*option)).collect();
        let middles = apart(&wanted, tallest, (top, bottom));
        for ((lines, middle), ((_, (colour, _)), wanted)) in
            lines.iter().zip(middles).zip(cases.iter().zip(&wanted))
        {
            canvas.line(&[(right + 1.0, *wanted), (right + 14.0, middle)], *colour, 0.75)?;
            let first = middle - leading * (lines.len() as f64 - 1.0) / 2.0 - theme::LABEL * MIDDLE;
            for (i, line) in lines.iter().enumerate() {
                let at = (right + 18.0, first + leading * i as f64);
                canvas.text(line, at, look(*colour), Anchor::Left)?;
            }
        }
        Ok(())
    }

    fn csv(&self) -> Vec<u8> {
        let header =
            ["start", "option", "grade", "day", "hour", "answered", "mean_s", "mean_low", "mean_high"];
        let results = self.response.sheet.results;
        let cases = self.cases();
        let hours = cases.iter().flat_map(|option| self.hours(*option));
        let row = |hour: &ResponseHour| {
            [
                self.response.impact.starts[self.start].start.as_str().to_string(),
                hour.option
                    .map_or("baseline".to_string(), |option| results.scenario.options[option].id.clone()),
                hour.grade.as_str().to_string(),
                DAYS[hour.hour / 24].to_string(),
                format!("{:02}:00", hour.hour % 24),
                hour.answered.to_string(),
                cell(hour.mean_s.map(|m| m.mean), 2),
                cell(hour.mean_s.map(|m| m.low), 2),
                cell(hour.mean_s.map(|m| m.high), 2),
            ]
        };
        csv(header, hours.map(row))
    }
}

/// `Friday 18:00`.
fn hour_words(hour: usize) -> String {
    format!("{} {:02}:00", DAYS[hour / 24], hour % 24)
}
