//! Borough by borough: the way before and after.

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, MIDDLE, Type};
use super::labels::apart;
use super::sheet::Sheet;
use super::words::{cell, csv, cut, how, when};
use super::{ChartError, foot, theme};
use crate::city::OutputFile;
use crate::impact::{GroupBy, GroupWay, Statistic, about};
use crate::travel::Mode;

/// Height of what is not the slopes, points.
const AROUND: f64 = 310.0;

/// Height of a label, points.
const LEADING: f64 = 17.0;

/// Height of the slopes where few boroughs are to be named, points.
const LEAST: f64 = 440.0;

/// Boroughs that are named; of more, those that change most.
const MOST_NAMED: usize = 40;

/// Changes under this are said to be none: minutes or kilometres.
const NO_CHANGE: f64 = 0.05;

pub(super) fn draw(sheet: &Sheet<'_>) -> Result<Vec<OutputFile>, ChartError> {
    let impact = &sheet.results.answer.impact;
    let (statistic, boroughs) = impact.ways_by_group(sheet.finding, GroupBy::Borough);
    if boroughs.iter().all(|b| b.before.is_none() && b.after.is_none()) {
        return Err(
            sheet.nothing("nobody in any borough reaches a counter", "choose a time at which some are open")
        );
    }
    let slopes = Slopes { sheet, statistic, boroughs };
    let named = slopes.boroughs.len().min(MOST_NAMED);
    let height = AROUND + LEAST.max(named as f64 * (LEADING + 2.0));
    sheet.picture(slopes.title(), slopes.description(), height, slopes.csv(), |canvas| slopes.draw(canvas))
}

struct Slopes<'s> {
    sheet: &'s Sheet<'s>,
    statistic: Statistic,
    boroughs: Vec<GroupWay>,
}

fn change(borough: &GroupWay) -> Option<f64> {
    Some(borough.after? - borough.before?)
}

impl Slopes<'_> {
    fn average(&self) -> &'static str {
        if matches!(self.statistic, Statistic::Mean(_)) { "mean" } else { "median" }
    }

    fn way(&self) -> &'static str {
        match self.sheet.finding.mode {
            Mode::CrowFly => "distance",
            Mode::Walk => "walk",
            Mode::Drive => "drive",
        }
    }

    fn unit(&self) -> &'static str {
        if self.sheet.finding.mode == Mode::CrowFly { "km" } else { "minutes" }
    }

    /// Tenths where the number is small enough for them.
    fn number(&self, value: f64) -> String {
        let digits = if self.sheet.finding.mode == Mode::CrowFly { 1 } else { usize::from(value < 10.0) };
        format!("{:.digits$}", value + 0.0)
    }

    fn title(&self) -> String {
        let title = self.sheet.finding.short_title();
        let cut_off = self.boroughs.iter().find(|b| b.before.is_some() && b.after.is_none());
        if let Some(borough) = cut_off {
            let half = "half of its residents or more have no counter left";
            return format!("{title}: in {} {half}", borough.name);
        }
        let moved = self.boroughs.iter().filter_map(|b| Some((b, change(b)?)));
        let most = moved
            .filter(|(_, c)| c.abs() >= NO_CHANGE)
            .reduce(|best, next| if next.1.abs() > best.1.abs() { next } else { best });
        let Some((borough, change)) = most else {
            return format!("{title}: in no borough does the {} way to a counter change", self.average());
        };
        let grows = if change > 0.0 { "grows" } else { "shrinks" };
        let [before, after] = [borough.before, borough.after].map(|v| self.number(v.unwrap_or_default()));
        let rank = if self.boroughs.len() > 1 { ", the most of all boroughs" } else { "" };
        format!(
            "{title}: in {} the {} {} to a counter {grows} from {before} to {after} {}{rank}",
            borough.name,
            self.average(),
            self.way(),
            self.unit(),
        )
    }

    fn subtitle(&self) -> String {
        let (results, finding) = (self.sheet.results, self.sheet.finding);
        let left_out = match self.boroughs.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            more => format!(" The {MOST_NAMED} that change most are named, {more} are not."),
        };
        format!(
            "{} {} of residents of {} to the nearest counter {}, {}, {}. {}{left_out}",
            capital(self.average()),
            self.way(),
            results.scenario.study.label,
            how(finding.mode),
            self.unit(),
            when(finding.time),
            foot::own_borough(results, finding)
        )
    }

    fn told(&self, borough: &GroupWay) -> String {
        match (borough.before, borough.after) {
            (_, None) => "none in reach".to_string(),
            (None, Some(after)) => format!("{}, none before", self.number(after)),
            (Some(before), Some(after)) if (after - before).abs() < NO_CHANGE => {
                format!("{}, no change", self.number(after))
            }
            (Some(before), Some(after)) => format!("{} ({:+.1})", self.number(after), after - before),
        }
    }

    fn description(&self) -> String {
        let value = |v: Option<f64>| v.map_or("none in reach".to_string(), |v| self.number(v));
        let told: Vec<String> = self
            .boroughs
            .iter()
            .map(|b| {
                format!(
                    "{} ({} residents): {} before, {}",
                    b.name,
                    about(b.size),
                    value(b.before),
                    self.told(b)
                )
            })
            .collect();
        format!("A line for each borough, from before to after. {} {}.", self.subtitle(), told.join("; "))
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let foot = foot::foot(self.sheet.results, self.sheet.finding.mode);
        let (top, bottom) = canvas.frame(&self.title(), &self.subtitle(), &foot)?;
        let (top, bottom) = (top + 26.0, bottom - 24.0);
        let (left, right) = (canvas.width * 0.34, canvas.width * 0.62);
        let highest = self.boroughs.iter().flat_map(|b| [b.before, b.after]).flatten().fold(0.0, f64::max);
        let axis = Axis::new(highest, (bottom, top + 12.0));
        let head = Type::new(theme::LABEL, canvas.theme.quiet).bold();
        canvas.text(&format!("before, {}", self.unit()), (left, top - 22.0), head, Anchor::Middle)?;
        canvas.text(&format!("after, {}", self.unit()), (right, top - 22.0), head, Anchor::Middle)?;
        for x in [left, right] {
            canvas.line(&[(x, top), (x, bottom)], canvas.theme.border, 1.0)?;
        }
        canvas.line(&[(left, bottom), (right, bottom)], canvas.theme.border, 1.0)?;
        let zero = format!("0 {}", self.unit());
        let quiet = Type::new(theme::SMALL, canvas.theme.quiet);
        canvas.text(&zero, ((left + right) / 2.0, bottom + 4.0), quiet, Anchor::Middle)?;
        let mut shown: Vec<&GroupWay> = self.boroughs.iter().collect();
        shown.sort_by(|a, b| size_of_change(b).total_cmp(&size_of_change(a)));
        // What changes is drawn over what does not.
        for borough in shown.iter().rev() {
            let (colour, width) = match moves(borough) {
                true => (canvas.theme.after, 2.5),
                false => (canvas.theme.border, 1.25),
            };
            let ends = [(left, borough.before), (right, borough.after)];
            let points: Vec<(f64, f64)> =
                ends.iter().filter_map(|(x, v)| Some((*x, axis.at((*v)?)))).collect();
            canvas.line(&points, colour, width)?;
            points.iter().try_for_each(|point| canvas.disc(*point, 3.5, colour))?;
        }
        shown.truncate(MOST_NAMED);
        let names = canvas.width * 0.34 - theme::MARGIN - 22.0;
        let before =
            |b: &GroupWay| Some((b.before?, format!("{}  {}", cut(&b.name, 26), self.number(b.before?))));
        self.side(canvas, &axis, &shown, (left - 22.0, left, names), (top, bottom), &before)?;
        let after = |b: &GroupWay| {
            Some((b.after.unwrap_or(highest), format!("{}  {}", self.told(b), cut(&b.name, 26))))
        };
        let room = canvas.width - theme::MARGIN - right - 22.0;
        self.side(canvas, &axis, &shown, (right + 22.0, right, room), (top, bottom), &after)
    }

    /// The labels of one side, as near to their points as there is room, tied to them.
    fn side(
        &self,
        canvas: &Canvas<'_>,
        axis: &Axis,
        shown: &[&GroupWay],
        (x, line, room): (f64, f64, f64),
        (top, bottom): (f64, f64),
        told: &dyn Fn(&GroupWay) -> Option<(f64, String)>,
    ) -> Result<(), String> {
        let labels: Vec<(f64, String, &GroupWay)> =
            shown.iter().filter_map(|b| told(b).map(|(value, text)| (axis.at(value), text, *b))).collect();
        let wanted: Vec<f64> = labels.iter().map(|(y, ..)| *y).collect();
        let placed = apart(&wanted, LEADING, (top, bottom));
        let anchor = if x < line { Anchor::Right } else { Anchor::Left };
        for ((y, text, borough), middle) in labels.iter().zip(placed) {
            let plain = Type::new(theme::LABEL, canvas.theme.ink);
            let look =
                if moves(borough) { plain.bold() } else { Type { colour: canvas.theme.quiet, ..plain } };
            let text = canvas.wrap(text, look, room, 1).remove(0);
            canvas.text(&text, (x, middle - theme::LABEL * MIDDLE), look, anchor)?;
            let (from, to) = if x < line { (x + 3.0, line - 5.0) } else { (x - 3.0, line + 5.0) };
            canvas.line(&[(from, middle), (to, *y)], canvas.theme.border, 0.5)?;
        }
        Ok(())
    }

    fn csv(&self) -> Vec<u8> {
        let unit = self.unit();
        let (before, after) = (format!("{unit}_before"), format!("{unit}_after"));
        let header = ["borough", "residents", "statistic", &before, &after, "change"];
        let row = |b: &GroupWay| {
            [
                b.name.clone(),
                cell(Some(b.size), 1),
                self.average().to_string(),
                cell(b.before, 3),
                cell(b.after, 3),
                cell(change(b), 3),
            ]
        };
        csv(header, self.boroughs.iter().map(row))
    }
}

/// Somebody who loses every counter changes most.
fn size_of_change(borough: &GroupWay) -> f64 {
    match (borough.before, borough.after) {
        (None, None) => 0.0,
        (Some(before), Some(after)) => (after - before).abs(),
        _ => f64::INFINITY,
    }
}

fn moves(borough: &GroupWay) -> bool {
    size_of_change(borough) >= NO_CHANGE
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
