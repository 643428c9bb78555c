//! What becomes of the hours with a counter in reach: four maps of one scale, night, weekend, and weekdays.

use super::base_map::BaseMap;
use super::canvas::{Anchor, Canvas, Type};
use super::classes::{Fill, MIDDLE};
use super::counters::{self, Role};
use super::labels::{Rect, Room};
use super::legend::{Class, Legend};
use super::map_frame::{Backdrop, MapFrame};
use super::sheet::Sheet;
use super::{ChartError, foot, legend, theme};
use crate::access::DayPart;
use crate::city::OutputFile;
use crate::impact::{
    Cover, Figure, Finding, GroupBy, MinutesByPart, WeekStatistic, ZoneHours, about, open_minutes,
    quoted_cutoff, zone_hours,
};
use crate::report::Results;
use crate::scenario::listed;

/// Points.
const HEIGHT: f64 = 1100.0;

/// Between panels, points.
const GAP: f64 = 14.0;

/// Room for a panel's heading.
const HEADING: f64 = 50.0;

/// Upper limits of the classes but the last: hours a week lost, gains below zero.
const LIMITS_H: [f64; 8] = [-45.0, -30.0, -15.0, -1.0, 1.0, 15.0, 30.0, 45.0];

/// Outlines go in steps of so many points: four panels would make a picture of megabytes.
const STEP: f64 = 0.75;

/// More names than these cannot be read on a panel.
const MOST_NAMES: usize = 16;

pub(super) fn draw(sheet: &Sheet<'_>, backdrop: &Backdrop) -> Result<Vec<OutputFile>, ChartError> {
    let (results, finding) = (sheet.results, sheet.finding);
    let cutoff = quoted_cutoff(&results.scenario.access, finding.mode);
    let hours =
        cutoff.and_then(|c| results.answer.impact.hours_in_reach(finding.mode, Some(finding.option), c));
    let (Some((before, after)), Some(cover)) = (hours, &finding.week) else {
        return Err(sheet.nothing("it asks about no cutoff", "add within_min = [30] to [access]"));
    };
    let scenario = results.scenario;
    let zones = zone_hours(results.city, &scenario.study.areas, &before, &after);
    let base = BaseMap::new(sheet, backdrop);
    let open = [&scenario.baseline, &scenario.options[finding.option].counters].map(|n| open_minutes(n));
    let map = LostHoursMap { sheet, results, finding, cover, zones, base, open };
    sheet.picture(map.title(), map.description(), HEIGHT, map.csv(), |canvas| map.draw(canvas))
}

struct LostHoursMap<'m> {
    sheet: &'m Sheet<'m>,
    results: &'m Results<'m>,
    finding: &'m Finding,
    cover: &'m Cover,
    zones: Vec<ZoneHours>,
    base: BaseMap<'m>,
    /// Of every site, before and after.
    open: [Vec<MinutesByPart>; 2],
}

impl LostHoursMap<'_> {
    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let foot = foot::foot(self.results, self.finding.mode);
        let (top, bottom) = canvas.frame(&self.title(), &self.subtitle(), &foot)?;
        let right = canvas.width - theme::MARGIN - legend::WIDTH - GAP;
        let (width, height) = ((right - theme::MARGIN - GAP) / 2.0, (bottom - top - GAP) / 2.0);
        for (i, part) in DayPart::ALL.into_iter().enumerate() {
            let left = theme::MARGIN + (i % 2) as f64 * (width + GAP);
            let top = top + (i / 2) as f64 * (height + GAP);
            self.heading(canvas, part, (left, top))?;
            self.panel(
                canvas,
                part,
                Rect { left, top: top + HEADING, right: left + width, bottom: top + height },
            )?;
        }
        let title = format!("Change of the hours a week within {} of an open counter", self.cover.reach());
        self.legend(&title).draw(canvas, (right + 18.0, top)).map(drop)
    }

    fn heading(&self, canvas: &Canvas<'_>, part: DayPart, (x, y): (f64, f64)) -> Result<(), String> {
        let look = Type::new(theme::LABEL, canvas.theme.ink);
        canvas.text(heading(part), (x, y), look.bold(), Anchor::Left)?;
        let when = format!("{}, {} hours a week", clock(part), part.hours());
        let after_heading = canvas.text_width(heading(part), look.bold()) + 10.0;
        let quiet = Type::new(theme::SMALL, canvas.theme.quiet);
        canvas.text(&when, (x + after_heading, y + 2.0), quiet, Anchor::Left)?;
        canvas.text(&self.told(part), (x, y + 20.0), look, Anchor::Left)
    }

    fn panel(&self, canvas: &Canvas<'_>, part: DayPart, place: Rect) -> Result<(), String> {
        let frame = self.base.frame(place, &[]).in_steps_of(STEP);
        let fill = |zone: &ZoneHours| Fill::diverging(canvas.theme, class(zone.change(part)));
        let fills: Vec<(usize, Fill)> = self.zones.iter().map(|z| (z.zone, fill(z))).collect();
        // Most zones of a panel stay as they are.
        self.base.zones(canvas, &frame, &fills, Some(Fill::diverging(canvas.theme, MIDDLE)))?;
        let mut room = Room::new(place);
        room.take(frame.scale_bar(canvas)?);
        self.counters(canvas, part, &frame, &mut room)?;
        self.base.borough_names(canvas, &frame, &mut room)
    }

    /// What becomes of the counters in a part of the week; those that never open in it are left out.
    fn roles(&self, part: DayPart) -> Vec<(usize, Role)> {
        let [before, after] = &self.open;
        let open = |side: &[MinutesByPart], site: usize| side[site][part as usize];
        let role = |site: usize| match (open(before, site), open(after, site)) {
            (0, 0) => None,
            (_, 0) => Some(Role::Closed),
            (0, _) => Some(Role::Opened),
            (b, a) => Some(if b == a { Role::Stays } else { Role::Rescheduled }),
        };
        (0..before.len()).filter_map(|s| Some((s, role(s)?))).collect()
    }

    fn counters(
        &self,
        canvas: &Canvas<'_>,
        part: DayPart,
        frame: &MapFrame,
        room: &mut Room,
    ) -> Result<(), String> {
        let sites = &self.results.scenario.sites;
        let drawn = counters::draw(canvas, frame, room, sites, self.roles(part))?;
        let changed = drawn.iter().filter(|d| d.role != Role::Stays);
        // Where not all can be named, what closes is left without.
        let leave_out = (changed.clone().count() > MOST_NAMES).then_some(Role::Closed);
        if leave_out.is_some() {
            let closed = changed.clone().filter(|d| d.role == Role::Closed).count();
            let note = format!("the names of the {closed} that close are in counters.csv");
            let quiet = Type::new(theme::SMALL, canvas.theme.quiet);
            let (left, top) = (frame.place.left, frame.place.top);
            let (right, bottom) = (left + canvas.text_width(&note, quiet), top + theme::SMALL * 1.4);
            canvas.text_on_map(&note, (left, top), quiet, Anchor::Left)?;
            room.take(Rect { left, top, right, bottom });
        }
        let look = Type::new(theme::SMALL + 1.0, canvas.theme.ink).bold();
        for symbol in changed.filter(|d| Some(d.role) != leave_out).take(MOST_NAMES) {
            counters::name(canvas, room, *symbol, &sites[symbol.site].name, look)?;
        }
        Ok(())
    }

    fn legend<'l>(&'l self, title: &'l str) -> Legend<'l> {
        let classes = (0..theme::DIVERGING_CLASSES).rev().filter(|c| self.is_held(*c));
        let row = |class: usize| Class {
            fill: Fill::diverging(self.sheet.theme(), class),
            text: class_name(class),
            people: None,
        };
        let mut roles = vec![
            (Role::Closed, "no longer open in these hours"),
            (Role::Opened, "newly open in these hours"),
            (Role::Rescheduled, "open for more or fewer of them"),
            (Role::Stays, "open in them as before"),
        ];
        let found: Vec<Role> = DayPart::ALL.iter().flat_map(|p| self.roles(*p)).map(|(_, r)| r).collect();
        roles.retain(|(role, _)| found.contains(role));
        Legend { results: self.results, title, classes: classes.map(row).collect(), roles }
    }

    /// Whether a class is on any of the panels; no change always is in the legend.
    fn is_held(&self, wanted: usize) -> bool {
        let held = |z: &ZoneHours| DayPart::ALL.iter().any(|p| class(z.change(*p)) == wanted);
        wanted == MIDDLE || self.zones.iter().any(held)
    }

    /// A figure of `week.csv` about the whole study area.
    fn figure(&self, part: Option<DayPart>, statistic: WeekStatistic) -> Figure {
        let found = self.results.answer.week.iter().find(|r| {
            (r.option, r.mode, r.cutoff, r.part, r.statistic)
                == (Some(self.finding.option), self.finding.mode, self.cover.cutoff, part, statistic)
                && self.results.answer.impact.groups.groups[r.group].by == GroupBy::Study
        });
        found.map(|r| r.figure).unwrap_or_default()
    }

    fn people(&self, part: Option<DayPart>, statistic: WeekStatistic) -> String {
        about(self.figure(part, statistic).value.unwrap_or(0.0))
    }

    /// Who loses and who gains in a part of the week.
    fn told(&self, part: DayPart) -> String {
        let losing = self.people(Some(part), WeekStatistic::Losing);
        let gaining = self.people(Some(part), WeekStatistic::Gaining);
        match (losing.as_str(), gaining.as_str()) {
            ("0", "0") => "Nobody loses hours, nobody gains.".to_string(),
            ("0", _) => format!("Nobody loses hours, {gaining} people gain."),
            (_, "0") => format!("{losing} people lose hours, nobody gains."),
            _ => format!("{losing} people lose hours, {gaining} gain."),
        }
    }

    /// How many people, part by part of the week; parts of the same number together. `None` where it is nobody.
    fn by_part(&self, statistic: WeekStatistic, noun: &str) -> Option<String> {
        let told: Vec<String> = DayPart::ALL.map(|part| self.people(Some(part), statistic)).to_vec();
        let mut numbers: Vec<&str> = Vec::new();
        told.iter().for_each(|n| {
            if !numbers.contains(&n.as_str()) {
                numbers.push(n)
            }
        });
        let first = numbers.iter().position(|n| *n != "0")?;
        let of_number = |(i, number): (usize, &&str)| {
            let parts: Vec<DayPart> =
                DayPart::ALL.into_iter().zip(&told).filter(|(_, n)| n == number).map(|(p, _)| p).collect();
            let number = if *number == "0" { "nobody" } else { number };
            // The noun stands behind the first number alone.
            format!("for {number}{} {}", if i == first { noun } else { "" }, when(&parts))
        };
        Some(numbers.iter().enumerate().map(of_number).collect::<Vec<_>>().join(", "))
    }

    fn title(&self) -> String {
        let hours = format!("hours within {} of an open {}", self.cover.reach(), self.finding.counter_name);
        let (lose, gain) = (self.losing(), self.gaining());
        let found = match (lose, gain) {
            (None, None) => format!("nobody gains or loses {hours}"),
            // Who gains beside them is in the subtitle: a title of four lines is none.
            (Some(lose), _) => format!("fewer {hours} {lose}"),
            (None, Some(gain)) => format!("more {hours} {gain}"),
        };
        format!("{}: {found}", self.finding.short_title())
    }

    fn losing(&self) -> Option<String> {
        self.by_part(WeekStatistic::Losing, " people")
    }

    fn gaining(&self) -> Option<String> {
        self.by_part(WeekStatistic::Gaining, " people")
    }

    fn subtitle(&self) -> String {
        let range = |part: DayPart, statistic| -> Option<String> {
            let (low, high) = self.figure(Some(part), statistic).value_range?;
            let ends = (about(low), about(high));
            (ends.0 != ends.1).then(|| format!("between {} and {} lose {part}", ends.0, ends.1))
        };
        let ranges: Vec<String> = [DayPart::Night, DayPart::Daytime]
            .into_iter()
            .filter_map(|part| range(part, WeekStatistic::Losing))
            .collect();
        let range = match ranges.is_empty() {
            true => String::new(),
            false => format!(" By speed and detours {}.", ranges.join(", ")),
        };
        let gain = match (self.losing(), self.gaining()) {
            (Some(_), Some(gain)) => format!("More hours {gain}. "),
            _ => String::new(),
        };
        format!(
            "{gain}Change by {}, mean of its areas weighted by residents; together the four maps are the 168 hours of the \
             week. {}Residents of {}.{range}{}",
            self.results.city.manifest.zone_name,
            foot::own_borough(self.results, self.finding),
            self.results.scenario.study.label,
            self.sheet.shown()
        )
    }

    fn description(&self) -> String {
        let parts: Vec<String> = DayPart::ALL
            .iter()
            .map(|p| format!("{} ({}): {}", heading(*p), clock(*p), self.told(*p)))
            .collect();
        format!("Four maps of {}. {}. {}", self.results.scenario.study.label, self.title(), parts.join(" "))
    }

    fn csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut header = ["zone", "name", "residents"].map(str::to_string).to_vec();
        for part in DayPart::ALL {
            header.extend(["before", "after", "change"].map(|c| format!("{}_hours_{c}", part.as_str())));
        }
        writer.write_record(&header).expect("into memory");
        for zone in &self.zones {
            let about = &self.results.city.zones[zone.zone];
            let mut row = vec![about.id.clone(), about.name.clone(), format!("{:.1}", zone.residents)];
            for part in DayPart::ALL {
                let [before, after] = [zone.before, zone.after].map(|side| side[part as usize]);
                // Adding zero turns -0.0 into 0.0.
                row.extend([before, after, zone.change(part) + 0.0].map(|h| format!("{h:.2}")));
            }
            writer.write_record(&row).expect("rows of one width, into memory");
        }
        writer.into_inner().expect("into memory")
    }
}

fn class(gained_h: f64) -> usize {
    // A mean of thirties may miss thirty by a rounding.
    LIMITS_H.iter().position(|limit| -gained_h <= limit + 1e-6).unwrap_or(theme::DIVERGING_CLASSES - 1)
}

fn class_name(class: usize) -> String {
    match class {
        0 => format!("over {} hours gained", -LIMITS_H[0]),
        MIDDLE => "within an hour of before".to_string(),
        c if c < MIDDLE => format!("{} to {} hours gained", -LIMITS_H[c], -LIMITS_H[c - 1]),
        c if c < LIMITS_H.len() => format!("{} to {} hours lost", LIMITS_H[c - 1], LIMITS_H[c]),
        _ => format!("over {} hours lost", LIMITS_H[LIMITS_H.len() - 1]),
    }
}

fn heading(part: DayPart) -> &'static str {
    match part {
        DayPart::Night => "Nights",
        DayPart::Weekend => "Weekends",
        DayPart::EarlyLate => "Weekdays, early and late",
        DayPart::Daytime => "Weekdays, by day",
    }
}

/// `at night and on weekdays`.
fn when(parts: &[DayPart]) -> String {
    let has = |part: DayPart| parts.contains(&part);
    let weekdays = match (has(DayPart::EarlyLate), has(DayPart::Daytime)) {
        (true, true) => Some("on weekdays"),
        (true, false) => Some("early and late on weekdays"),
        (false, true) => Some("by day"),
        (false, false) => None,
    };
    let night = has(DayPart::Night).then_some("at night");
    let weekend = has(DayPart::Weekend).then_some("at weekends");
    let names: Vec<String> = [night, weekend, weekdays].into_iter().flatten().map(str::to_string).collect();
    listed(&names)
}

fn clock(part: DayPart) -> &'static str {
    match part {
        DayPart::Night => "every day 22:00 to 07:00",
        DayPart::Weekend => "07:00 to 22:00",
        DayPart::EarlyLate => "07:00 to 09:00, 17:00 to 22:00",
        DayPart::Daytime => "09:00 to 17:00",
    }
}
