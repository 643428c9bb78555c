//! How long the way to a counter is: two maps of one scale, before and after.

use super::base_map::BaseMap;
use super::canvas::{Anchor, Canvas, Type};
use super::change_map::finite;
use super::classes::{Fill, LevelClasses, unit, ways};
use super::counters::{self, Role};
use super::labels::{Rect, Room};
use super::legend::{Class, Legend};
use super::map_frame::Backdrop;
use super::sheet::{Sheet, WIDTH};
use super::{ChartError, foot, legend, theme};
use crate::city::OutputFile;
use crate::impact::{Cover, Finding, ZoneChange, about, percent, zone_changes};
use crate::report::Results;
use crate::scenario::Time;
use crate::travel::Mode;

/// Title, subtitle, headings and foot take about so much of the height, points.
const AROUND: f64 = 270.0;

/// A legend of seven classes, signs and all, takes so much.
const LEAST_HEIGHT: f64 = 480.0;

/// Between panels, points.
const GAP: f64 = 14.0;

/// Room for a panel's heading.
const HEADING: f64 = 26.0;

/// Outlines go in steps of so many points: the same zones are drawn twice.
const STEP: f64 = 0.75;

/// More names than these cannot be read on a panel.
const MOST_NAMES: usize = 16;

pub(super) fn draw(sheet: &Sheet<'_>, backdrop: &Backdrop) -> Result<Vec<OutputFile>, ChartError> {
    let (results, finding) = (sheet.results, sheet.finding);
    let pair = results.answer.impact.pair(finding.mode, finding.option, finding.time);
    let Some((before, after)) = pair else { return Err(sheet.nothing_asked()) };
    let zones = zone_changes(results.city, &results.scenario.study.areas, before, after);
    let classes = LevelClasses::of(finding.mode);
    let maps = LevelMaps { sheet, results, finding, zones, classes, base: BaseMap::new(sheet, backdrop) };
    sheet.picture(maps.title(), maps.description(), maps.height(), maps.csv(), |canvas| maps.draw(canvas))
}

struct LevelMaps<'m> {
    sheet: &'m Sheet<'m>,
    results: &'m Results<'m>,
    finding: &'m Finding,
    zones: Vec<ZoneChange>,
    classes: LevelClasses,
    base: BaseMap<'m>,
}

/// One of the two maps.
#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

/// How wide a panel is, points.
fn panel_width(canvas: f64) -> f64 {
    (canvas - 2.0 * theme::MARGIN - legend::WIDTH - 2.0 * GAP) / 2.0
}

impl LevelMaps<'_> {
    fn height(&self) -> f64 {
        let steepness = self.base.steepness().clamp(0.5, 1.5);
        AROUND + (panel_width(WIDTH) * steepness).max(LEAST_HEIGHT)
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let foot = foot::foot(self.results, self.finding.mode);
        let (top, bottom) = canvas.frame(&self.title(), &self.subtitle(), &foot)?;
        let right = canvas.width - theme::MARGIN - legend::WIDTH - GAP;
        let width = panel_width(canvas.width);
        for (i, side) in [Side::Before, Side::After].into_iter().enumerate() {
            let left = theme::MARGIN + i as f64 * (width + GAP);
            let look = Type::new(theme::LABEL, canvas.theme.ink).bold();
            canvas.text(&self.heading(side), (left, top), look, Anchor::Left)?;
            self.panel(canvas, side, Rect { left, top: top + HEADING, right: left + width, bottom })?;
        }
        self.legend().draw(canvas, (right + 18.0, top)).map(drop)
    }

    fn heading(&self, side: Side) -> String {
        let name = ["Before", "After"][side as usize];
        match &self.finding.within {
            Some(within) => {
                let share = percent([within.before, within.after][side as usize]);
                format!("{name}: {share} of residents within {}", within.reach())
            }
            None => name.to_string(),
        }
    }

    fn panel(&self, canvas: &Canvas<'_>, side: Side, place: Rect) -> Result<(), String> {
        let frame = self.base.frame(place, &[]).in_steps_of(STEP);
        let fill = |zone: &ZoneChange| self.classes.fill(canvas.theme, ways(zone)[side as usize]);
        let fills: Vec<(usize, Fill)> = self.zones.iter().map(|z| (z.zone, fill(z))).collect();
        self.base.zones(canvas, &frame, &fills, None)?;
        let mut room = Room::new(place);
        room.take(frame.scale_bar(canvas)?);
        let sites = &self.results.scenario.sites;
        let drawn = counters::draw(canvas, &frame, &mut room, sites, self.roles(side))?;
        let look = Type::new(theme::SMALL + 1.0, canvas.theme.ink).bold();
        let changed: Vec<_> = drawn.into_iter().filter(|d| d.role != Role::Stays).collect();
        // Where not all can be named, what closes is left without.
        let leave_out = (changed.len() > MOST_NAMES).then_some(Role::Closed);
        for symbol in changed.iter().filter(|d| Some(d.role) != leave_out).take(MOST_NAMES) {
            counters::name(canvas, &mut room, *symbol, &sites[symbol.site].name, look)?;
        }
        self.base.borough_names(canvas, &frame, &mut room)
    }

    fn roles(&self, side: Side) -> Vec<(usize, Role)> {
        let scenario = self.results.scenario;
        match side {
            Side::Before => counters::before(scenario, self.finding.time),
            Side::After => counters::roles(scenario, self.finding.option, self.finding.time),
        }
    }

    /// Residents of the zones of a class, before and after.
    fn residents(&self, class: Option<usize>) -> [f64; 2] {
        [0, 1].map(|side| {
            let held = |zone: &&ZoneChange| self.classes.class(ways(zone)[side]) == class;
            self.zones.iter().filter(held).map(|zone| zone.residents).sum()
        })
    }

    /// The classes that hold anybody, from the shortest way, and their residents before and after in words.
    fn held(&self) -> Vec<(Option<usize>, [String; 2])> {
        let told = LevelClasses::all().map(|class| (class, self.residents(class).map(about)));
        told.filter(|(_, people)| people.iter().any(|p| p != "0")).collect()
    }

    fn legend(&self) -> Legend<'_> {
        let theme = self.sheet.theme();
        let row = |(class, [before, after]): (Option<usize>, [String; 2])| Class {
            fill: Fill::plain(class.map_or(theme.nobody, |class| theme.sequential[class])),
            text: self.classes.name(class),
            people: Some(match before == after {
                true => format!("{before} people, as before"),
                false => format!("{before} people, then {after}"),
            }),
        };
        let title = match self.finding.mode {
            Mode::CrowFly => "Distance to the nearest counter, km",
            Mode::Walk => "Walk to the nearest counter, minutes",
            Mode::Drive => "Drive to the nearest counter, minutes",
        };
        let mut roles = counters::words(&self.roles(Side::After));
        roles.iter_mut().filter(|(role, _)| *role == Role::Stays).for_each(|(_, words)| *words = "counter");
        Legend { results: self.results, title, classes: self.held().into_iter().map(row).collect(), roles }
    }

    fn title(&self) -> String {
        let title = self.finding.short_title();
        let Some(within) = &self.finding.within else { return self.finding.headline() };
        let beyond = |share: f64| about(self.finding.residents * (1.0 - share));
        let Cover { before, after, .. } = within;
        let counter = &self.finding.counter_name;
        match (beyond(*before), beyond(*after)) {
            (before, after) if before == after => {
                format!("{title}: {after} people live beyond {} of a {counter}, as before", within.reach())
            }
            (before, after) => {
                format!(
                    "{title}: {after} people live beyond {} of a {counter}, {before} before",
                    within.reach()
                )
            }
        }
    }

    fn subtitle(&self) -> String {
        let when = match self.finding.time {
            Time::Any => "at any time (hours ignored)".to_string(),
            time => format!("at {time}, counting only counters open then"),
        };
        format!(
            "By {}, mean of its areas weighted by residents, {when}; both maps on one scale. {}Residents of {}.{}",
            self.results.city.manifest.zone_name,
            foot::own_borough(self.results, self.finding),
            self.results.scenario.study.label,
            self.sheet.shown()
        )
    }

    fn description(&self) -> String {
        let told = self.held().into_iter().map(|(class, [before, after])| {
            format!("{}: {before} residents before, {after} after", self.classes.name(class))
        });
        format!(
            "Two maps of {}, before and after. {}. {}.",
            self.results.scenario.study.label,
            self.title(),
            told.collect::<Vec<_>>().join("; ")
        )
    }

    fn csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let unit = unit(self.finding.mode);
        let (before, after) = (format!("{unit}_before"), format!("{unit}_after"));
        let header = ["zone", "name", "residents", &before, &after, "class_before", "class_after"];
        writer.write_record(header).expect("into memory");
        for zone in &self.zones {
            let about = &self.results.city.zones[zone.zone];
            let ways = ways(zone);
            let [class_before, class_after] = ways.map(|way| self.classes.name(self.classes.class(way)));
            let residents = format!("{:.1}", zone.residents);
            let [before, after] = ways.map(finite);
            let row =
                [about.id.clone(), about.name.clone(), residents, before, after, class_before, class_after];
            writer.write_record(row).expect("rows of one width, into memory");
        }
        writer.into_inner().expect("into memory")
    }
}
