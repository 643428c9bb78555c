//! The change map of every option, small and on one scale.

use super::base_map::BaseMap;
use super::canvas::{Anchor, Canvas, Type};
use super::change_map::{finite, legend_title};
use super::classes::{ChangeClasses, Fill, MIDDLE, unit, way, ways};
use super::counters::{self, Role};
use super::labels::{Rect, Room};
use super::legend::{Class, Legend};
use super::map_frame::Backdrop;
use super::sheet::{Sheet, WIDTH};
use super::theme::DIVERGING_CLASSES;
use super::{ChartError, foot, legend, theme};
use crate::city::OutputFile;
use crate::impact::{Finding, ZoneChange, about, zone_changes};
use crate::report::Results;
use crate::scenario::Time;

/// Between panels, points.
const GAP: f64 = 16.0;

/// Room for a heading of two lines and one of numbers.
const HEADING: f64 = 54.0;

/// Title, subtitle and foot take about so much of the height, points.
const AROUND: f64 = 250.0;

/// Outlines go in steps of so many points: many panels would make a picture of megabytes.
const STEP: f64 = 1.5;

/// More maps than these cannot be read on one page.
const MOST_MAPS: usize = 20;

/// How far below a line the next one is.
fn leading((_, look): &(String, Type)) -> f64 {
    look.size * 1.3
}

/// So many options are in a row, by how many there are.
fn columns(maps: usize) -> usize {
    match maps {
        0..=4 => 2,
        5..=9 => 3,
        10..=16 => 4,
        _ => 5,
    }
}

pub(super) fn draw(sheet: &Sheet<'_>, backdrop: &Backdrop) -> Result<Vec<OutputFile>, ChartError> {
    let results = sheet.results;
    let impact = &results.answer.impact;
    if impact.findings.len() < 2 {
        return Err(sheet.nothing("it has one option", "add an [[option]]; a change-map shows a single one"));
    }
    let of_option = |finding: &'_ Finding| {
        let (before, after) = impact.pair(finding.mode, finding.option, finding.time)?;
        Some(zone_changes(results.city, &results.scenario.study.areas, before, after))
    };
    let zones: Option<Vec<Vec<ZoneChange>>> = impact.findings.iter().map(of_option).collect();
    let Some(zones) = zones else { return Err(sheet.nothing_asked()) };
    let options: Vec<(&Finding, Vec<ZoneChange>)> = impact.findings.iter().zip(zones).collect();
    let shown = shown(&impact.findings);
    let classes = ChangeClasses::of(sheet.finding.mode);
    let maps =
        SmallMultiples { sheet, results, options, shown, classes, base: BaseMap::new(sheet, backdrop) };
    sheet.picture(maps.title(), maps.description(), maps.height(), maps.csv(), |canvas| maps.draw(canvas))
}

/// Which options there is room for: those that make most people's way longer or shorter, in file order.
fn shown(findings: &[Finding]) -> Vec<usize> {
    let touched = |f: &Finding| f.main.map_or(0.0, |e| e.worse + e.better);
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by(|&a, &b| touched(&findings[b]).total_cmp(&touched(&findings[a])));
    order.truncate(MOST_MAPS);
    order.sort_unstable();
    order
}

struct SmallMultiples<'m> {
    sheet: &'m Sheet<'m>,
    results: &'m Results<'m>,
    /// Every option and its zones.
    options: Vec<(&'m Finding, Vec<ZoneChange>)>,
    /// Those that have a map.
    shown: Vec<usize>,
    classes: ChangeClasses,
    base: BaseMap<'m>,
}

impl SmallMultiples<'_> {
    fn columns(&self) -> usize {
        columns(self.shown.len())
    }

    fn panel_width(&self, width: f64) -> f64 {
        let columns = self.columns() as f64;
        (width - 2.0 * theme::MARGIN - legend::WIDTH - GAP - (columns - 1.0) * GAP) / columns
    }

    fn height(&self) -> f64 {
        let rows = self.shown.len().div_ceil(self.columns()) as f64;
        let map = self.panel_width(WIDTH) * self.base.steepness().clamp(0.5, 1.2);
        AROUND + rows * (map + HEADING + GAP)
    }

    /// A panel's heading and its numbers. Four maps in a row leave room for small print alone.
    fn heading(&self, canvas: &Canvas<'_>, finding: &Finding, width: f64) -> Vec<(String, Type)> {
        let size = if self.columns() > 3 { theme::SMALL } else { theme::LABEL };
        let looks = [Type::new(size, canvas.theme.ink).bold(), Type::new(theme::SMALL, canvas.theme.quiet)];
        let texts = [finding.short_title(), told(finding)].into_iter().zip(looks);
        let lines = texts.map(|(text, look)| (canvas.wrap(&text, look, width, 2), look));
        lines.flat_map(|(lines, look)| lines.into_iter().map(move |line| (line, look))).collect()
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let foot = foot::foot(self.results, self.sheet.finding.mode);
        let (top, bottom) = canvas.frame(&self.title(), &self.subtitle(), &foot)?;
        let columns = self.columns();
        let rows = self.shown.len().div_ceil(columns) as f64;
        let (width, height) = (self.panel_width(canvas.width), (bottom - top - (rows - 1.0) * GAP) / rows);
        let headings: Vec<_> =
            self.shown.iter().map(|option| self.heading(canvas, self.options[*option].0, width)).collect();
        // The maps of a page are of one size.
        let of_headings = headings.iter().map(|lines| lines.iter().map(leading).sum()).fold(0.0, f64::max);
        for (i, (option, heading)) in self.shown.iter().zip(&headings).enumerate() {
            let left = theme::MARGIN + (i % columns) as f64 * (width + GAP);
            let top = top + (i / columns) as f64 * (height + GAP);
            let mut y = top;
            for line in heading {
                canvas.text(&line.0, (left, y), line.1, Anchor::Left)?;
                y += leading(line);
            }
            let top_of_map = top + of_headings + 4.0;
            let place = Rect { left, top: top_of_map, right: left + width, bottom: top + height };
            self.panel(canvas, *option, place, i == 0)?;
        }
        let left = canvas.width - theme::MARGIN - legend::WIDTH + 18.0;
        self.legend().draw(canvas, (left, top)).map(drop)
    }

    fn panel(&self, canvas: &Canvas<'_>, option: usize, place: Rect, is_first: bool) -> Result<(), String> {
        let (finding, zones) = &self.options[option];
        let frame = self.base.frame(place, &[]).in_steps_of(STEP);
        let fills: Vec<(usize, Fill)> =
            zones.iter().map(|z| (z.zone, self.classes.fill(canvas.theme, z))).collect();
        self.base.zones(canvas, &frame, &fills, Some(Fill::diverging(canvas.theme, MIDDLE)))?;
        let mut room = Room::new(place);
        if is_first {
            room.take(frame.scale_bar(canvas)?);
        }
        let sites = &self.results.scenario.sites;
        counters::draw(canvas, &frame, &mut room, sites, self.changed(finding)).map(drop)
    }

    /// The counters that change; those that stay are too many for small maps.
    fn changed(&self, finding: &Finding) -> Vec<(usize, Role)> {
        let mut roles = counters::roles(self.results.scenario, finding.option, finding.time);
        roles.retain(|(_, role)| *role != Role::Stays);
        roles
    }

    fn legend(&self) -> Legend<'_> {
        let theme = self.sheet.theme();
        let on_maps = || self.shown.iter().flat_map(|option| &self.options[*option].1);
        let is_held = |class: &Option<usize>| {
            *class == Some(MIDDLE) || on_maps().any(|zone| self.classes.class(zone) == *class)
        };
        let row = |class: Option<usize>| Class {
            fill: class.map_or(Fill::plain(theme.nobody), |class| Fill::diverging(theme, class)),
            text: self.classes.name(class, self.any_reached_anew()),
            people: None,
        };
        let all = [None].into_iter().chain((0..DIVERGING_CLASSES).rev().map(Some));
        let roles: Vec<(usize, Role)> =
            self.shown.iter().flat_map(|option| self.changed(self.options[*option].0)).collect();
        Legend {
            results: self.results,
            title: legend_title(self.sheet.finding.mode),
            classes: all.filter(is_held).map(row).collect(),
            roles: counters::words(&roles),
        }
    }

    fn any_reached_anew(&self) -> bool {
        let anew = |z: &ZoneChange| z.length_m[0].is_infinite() && z.length_m[1].is_finite();
        self.options.iter().flat_map(|(_, zones)| zones).any(anew)
    }

    /// The mildest and the hardest option, among those that count the same counters.
    fn title(&self) -> String {
        let worse = |f: &Finding| f.main.map_or(0.0, |e| e.worse);
        let mut order: Vec<&Finding> =
            self.options.iter().map(|(f, _)| *f).filter(|f| f.counts_alike).collect();
        order.sort_by(|a, b| worse(a).total_cmp(&worse(b)));
        let (Some(&mildest), Some(&hardest)) = (order.first(), order.last()) else {
            return self.sheet.finding.headline();
        };
        // Of several that are as hard, the one that the other charts are about.
        let asked = self.sheet.finding;
        let hardest = if worse(asked) == worse(hardest) { asked } else { hardest };
        let (all, way) = (self.options.len(), way(mildest.mode));
        let (few, many) = (about(worse(mildest)), about(worse(hardest)));
        if few == many {
            let who = if many == "0" { "nobody has".to_string() } else { format!("{many} people each have") };
            return format!("Under {all} options {who} a longer {way} to a {}", mildest.counter_name);
        }
        let few = if few == "0" { "none".to_string() } else { few };
        format!(
            "{many} people have a longer {way} to a {} under “{}”, {few} under “{}”",
            hardest.counter_name,
            hardest.short_title(),
            mildest.short_title()
        )
    }

    fn subtitle(&self) -> String {
        let hidden = self.options.len() - self.shown.len();
        let hidden = match hidden {
            0 => String::new(),
            1 => " One option that touches fewer people is not shown; it is in the table.".to_string(),
            n => format!(" {n} options that touch fewer people are not shown; they are in the table."),
        };
        format!(
            "Change by {}, mean of its areas weighted by residents, at any time (hours ignored) where the heading names no \
             other. {} options, one scale; counters that stay are left out.{hidden} Residents of {}.{}",
            self.results.city.manifest.zone_name,
            self.options.len(),
            self.results.scenario.study.label,
            self.sheet.shown()
        )
    }

    fn description(&self) -> String {
        let each =
            self.options.iter().map(|(finding, _)| format!("{}: {}", finding.short_title(), told(finding)));
        format!(
            "{} small maps of {}. {}",
            self.shown.len(),
            self.results.scenario.study.label,
            each.collect::<Vec<_>>().join("; ")
        )
    }

    fn csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let unit = unit(self.sheet.finding.mode);
        let names = ["before", "after", "change"].map(|name| format!("{unit}_{name}"));
        let [before, after, change] = &names;
        let header = ["option", "time", "zone", "residents", before, after, change, "class", "shown"];
        writer.write_record(header).expect("into memory");
        let anew = self.any_reached_anew();
        for (number, (finding, zones)) in self.options.iter().enumerate() {
            let shown = if self.shown.contains(&number) { "yes" } else { "no" };
            for zone in zones {
                let [before, after] = ways(zone);
                let row = [
                    self.results.scenario.options[finding.option].id.clone(),
                    finding.time.to_string(),
                    self.results.city.zones[zone.zone].id.clone(),
                    format!("{:.1}", zone.residents),
                    finite(before),
                    finite(after),
                    finite(after - before + 0.0),
                    self.classes.name(self.classes.class(zone), anew),
                    shown.to_string(),
                ];
                writer.write_record(row).expect("rows of one width, into memory");
            }
        }
        writer.into_inner().expect("into memory")
    }
}

/// `12,300 farther, 400 nearer at Tue 23:00`.
fn told(finding: &Finding) -> String {
    let Some(effect) = &finding.main else {
        return "nobody's way changes at the times asked about".to_string();
    };
    let farther = about(effect.worse - effect.cut_off);
    let counts =
        [(farther, "farther"), (about(effect.cut_off), "left without"), (about(effect.better), "nearer")];
    let told =
        counts.into_iter().filter(|(people, _)| people != "0").map(|(people, how)| format!("{people} {how}"));
    let told = told.collect::<Vec<_>>().join(", ");
    let told = if told.is_empty() { "under 1 person farther or nearer".to_string() } else { told };
    match effect.time {
        Time::Any => told,
        time => format!("{told}, at {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn no_page_has_more_than_five_rows() {
        for maps in 1..=super::MOST_MAPS {
            assert!(maps.div_ceil(columns(maps)) <= 4, "{maps}");
        }
    }
}
