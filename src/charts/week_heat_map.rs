//! The 168 hours of the week: who has no open counter within the cutoff, before and after.

use super::canvas::{Anchor, Canvas, MIDDLE, Type};
use super::sheet::Sheet;
use super::words::{DAYS, cell, csv, how};
use super::{ChartError, foot, theme};
use crate::city::OutputFile;
use crate::impact::{Cutoff, HourOfWeek, WeekByHour, about, week_by_hour};
use plotters::style::RGBColor;

/// Points.
const HEIGHT: f64 = 860.0;

/// The share beyond the cutoff up to which a class of colour goes; the last goes to 1.
const LIMITS: [f64; 6] = [0.05, 0.15, 0.3, 0.5, 0.7, 0.9];

/// Room for the name of a day, points.
const NAMES: f64 = 96.0;

pub(super) fn draw(sheet: &Sheet<'_>) -> Result<Vec<OutputFile>, ChartError> {
    let results = sheet.results;
    let week = week_by_hour(results.scenario, &results.answer.matrix, &results.answer.impact, sheet.finding);
    let Some(week) = week.filter(|week| week.residents > 0.0) else {
        let help = "give [access] a list within_min or within_km";
        return Err(sheet.nothing("the scenario asks about no cutoff", help));
    };
    let chart = Hours { sheet, week };
    sheet.picture(chart.title(), chart.description(), HEIGHT, chart.csv(), |canvas| chart.draw(canvas))
}

/// People beyond the cutoff before, or after.
type Side = fn(&HourOfWeek) -> f64;

struct Hours<'h> {
    sheet: &'h Sheet<'h>,
    week: WeekByHour,
}

impl Hours<'_> {
    fn reach(&self) -> String {
        let how = how(self.sheet.finding.mode);
        match self.week.cutoff {
            Cutoff::Min(minutes) => format!("{minutes} minutes {how}"),
            Cutoff::Km(km) => format!("{km} km {how}"),
        }
    }

    /// The hour in which most lose; `None` where nobody does.
    fn worst(&self) -> Option<(usize, HourOfWeek)> {
        let lost = |hour: &HourOfWeek| hour.after - hour.before;
        let hours = self.week.hours.iter().copied().enumerate();
        let worst = hours.reduce(|best, next| if lost(&next.1) > lost(&best.1) + 1e-6 { next } else { best });
        worst.filter(|(_, hour)| lost(hour) >= 0.5)
    }

    fn title(&self) -> String {
        let title = self.sheet.finding.short_title();
        let reach = self.reach();
        let Some((number, hour)) = self.worst() else {
            let gains = self.week.hours.iter().any(|h| h.before - h.after >= 0.5);
            let told = if gains {
                "in no hour of the week are more people"
            } else {
                "no hour of the week has more people"
            };
            return format!("{title}: {told} beyond {reach} of an open counter");
        };
        format!(
            "{title}: {} at {:02}:00, {} people are beyond {reach} of an open counter, {} before",
            DAYS[number / 24],
            number % 24,
            about(hour.after),
            about(hour.before),
        )
    }

    fn subtitle(&self) -> String {
        let (results, finding) = (self.sheet.results, self.sheet.finding);
        format!(
            "Share of the {} residents of {} with no open counter within {}, in each hour of the week; the title names the \
             hour in which most are added. {}",
            about(self.week.residents),
            results.scenario.study.label,
            self.reach(),
            foot::own_borough(results, finding)
        )
    }

    /// The runs of hours that are alike, day by day, so that a screen reader is not read 336 numbers.
    fn description(&self) -> String {
        let days: Vec<String> = DAYS
            .iter()
            .enumerate()
            .map(|(day, name)| {
                let told: Vec<String> = runs(self.day(day), |h| (self.share(h.before), self.share(h.after)))
                    .into_iter()
                    .map(|(from, to)| {
                        let hour = self.day(day)[from];
                        let (before, after) = (self.share(hour.before), self.share(hour.after));
                        format!("{from:02}:00 to {to:02}:00 {before} % before, {after} % after")
                    })
                    .collect();
                format!("{name}: {}", told.join(", "))
            })
            .collect();
        format!("Two tables of seven days by 24 hours. {} {}.", self.subtitle(), days.join("; "))
    }

    fn day(&self, day: usize) -> &[HourOfWeek] {
        &self.week.hours[day * 24..day * 24 + 24]
    }

    /// Whole per cent.
    fn share(&self, people: f64) -> u32 {
        (people / self.week.residents * 100.0).round() as u32
    }

    fn class(&self, people: f64) -> usize {
        let share = people / self.week.residents;
        LIMITS.iter().position(|limit| share <= *limit).unwrap_or(LIMITS.len())
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let foot = foot::foot(self.sheet.results, self.sheet.finding.mode);
        let (top, bottom) = canvas.frame(&self.title(), &self.subtitle(), &foot)?;
        let key = 40.0;
        let each = (bottom - top - key) / 2.0;
        let sides: [(&str, Side); 2] = [("Before", |h| h.before), ("After", |h| h.after)];
        for (number, (name, of)) in sides.into_iter().enumerate() {
            let top = top + number as f64 * each;
            self.panel(canvas, name, of, (top, top + each - 12.0))?;
        }
        self.key(canvas, bottom - key + 12.0)
    }

    fn panel(
        &self,
        canvas: &Canvas<'_>,
        name: &str,
        of: Side,
        (top, bottom): (f64, f64),
    ) -> Result<(), String> {
        let head = Type::new(theme::SUBTITLE, canvas.theme.ink).bold();
        let quiet = Type::new(theme::SMALL, canvas.theme.quiet);
        canvas.text(name, (theme::MARGIN, top), head, Anchor::Left)?;
        let (left, right) = (theme::MARGIN + NAMES, canvas.width - theme::MARGIN - 14.0);
        let (top, bottom) = (top + 24.0, bottom - 18.0);
        let (width, height) = ((right - left) / 24.0, (bottom - top) / 7.0);
        for (day, day_name) in DAYS.iter().enumerate() {
            let y = top + day as f64 * height;
            let middle = y + height / 2.0;
            let look = Type::new(theme::LABEL, canvas.theme.ink);
            canvas.text(day_name, (left - 10.0, middle - theme::LABEL * MIDDLE), look, Anchor::Right)?;
            for (from, to) in runs(self.day(day), |h| self.share(of(h))) {
                let people = of(&self.day(day)[from]);
                let fill = canvas.theme.sequential[self.class(people)];
                let (x, run) = (left + from as f64 * width, (to - from) as f64 * width);
                canvas.rectangle((x + 0.5, y + 0.5), (run - 1.0, height - 1.0), fill)?;
                let share = self.share(people);
                let text = if run > 3.0 * width { format!("{share} %") } else { share.to_string() };
                let look = Type::new(theme::LABEL, on(fill));
                canvas.text(&text, (x + run / 2.0, middle - theme::LABEL * MIDDLE), look, Anchor::Middle)?;
            }
        }
        for hour in (0..=24).step_by(3) {
            let x = left + f64::from(hour) * width;
            canvas.line(&[(x, bottom), (x, bottom + 4.0)], canvas.theme.quiet, 1.0)?;
            canvas.text(&format!("{hour:02}:00"), (x, bottom + 5.0), quiet, Anchor::Middle)?;
        }
        Ok(())
    }

    /// What the colours stand for.
    fn key(&self, canvas: &Canvas<'_>, y: f64) -> Result<(), String> {
        let look = Type::new(theme::SMALL, canvas.theme.quiet);
        let mut x = theme::MARGIN + NAMES;
        let words = "Without an open counter in reach, % of residents:";
        canvas.text(words, (x, y + 2.0), look, Anchor::Left)?;
        x += canvas.text_width(words, look) + 14.0;
        let ends = [0.0].iter().chain(&LIMITS).zip(LIMITS.iter().chain(&[1.0]));
        for (class, (low, high)) in ends.enumerate() {
            let text = format!("{:.0} to {:.0}", low * 100.0, high * 100.0);
            canvas.rectangle((x, y), (20.0, 16.0), canvas.theme.border)?;
            canvas.rectangle((x + 0.75, y + 0.75), (18.5, 14.5), canvas.theme.sequential[class])?;
            canvas.text(&text, (x + 25.0, y + 2.0), look, Anchor::Left)?;
            x += 25.0 + canvas.text_width(&text, look) + 14.0;
        }
        Ok(())
    }

    fn csv(&self) -> Vec<u8> {
        let header =
            ["day", "hour", "people_beyond_before", "people_beyond_after", "change", "residents", "cutoff"];
        let row = |(number, hour): (usize, &HourOfWeek)| {
            [
                DAYS[number / 24].to_string(),
                format!("{:02}:00", number % 24),
                cell(Some(hour.before), 1),
                cell(Some(hour.after), 1),
                cell(Some(hour.after - hour.before), 1),
                cell(Some(self.week.residents), 1),
                self.week.cutoff.label(),
            ]
        };
        csv(header, self.week.hours.iter().enumerate().map(row))
    }
}

/// The stretches of a day whose hours are alike, as (first hour, hour after the last).
fn runs<T: PartialEq>(day: &[HourOfWeek], of: impl Fn(&HourOfWeek) -> T) -> Vec<(usize, usize)> {
    let mut from = 0;
    let alike = day.chunk_by(|a, b| of(a) == of(b)).map(|run| {
        from += run.len();
        (from - run.len(), from)
    });
    alike.collect()
}

/// Black or white, whichever is read better on a colour (relative luminance of WCAG 2): at least 4.5:1.
fn on(fill: RGBColor) -> RGBColor {
    let light = luminance(fill) + 0.05;
    if light / 0.05 >= 1.05 / light { RGBColor(0, 0, 0) } else { RGBColor(255, 255, 255) }
}

fn luminance(RGBColor(r, g, b): RGBColor) -> f64 {
    let linear = |v: u8| {
        let v = f64::from(v) / 255.0;
        if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::Theme;

    #[test]
    fn every_number_can_be_read_on_its_colour() {
        for theme in [Theme::LIGHT, Theme::DARK, Theme::PRINT] {
            for fill in theme.sequential {
                let (a, b) = (luminance(on(fill)) + 0.05, luminance(fill) + 0.05);
                assert!((a / b).max(b / a) >= 4.5, "{} {fill:?}", theme.name);
            }
        }
    }

    #[test]
    fn hours_that_are_alike_are_one_run() {
        let day: Vec<HourOfWeek> =
            [1.0, 1.0, 2.0, 1.0].map(|after| HourOfWeek { before: 0.0, after }).to_vec();
        assert_eq!(runs(&day, |h| h.after), [(0, 2), (2, 3), (3, 4)]);
        assert_eq!(runs(&day, |h| h.before), [(0, 4)]);
    }
}
