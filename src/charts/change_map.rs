//! Where the way to a counter gets longer: a map of zones in diverging classes, with the counters.

use super::base_map::BaseMap;
use super::canvas::{Canvas, Type};
use super::classes::{ChangeClasses, Fill, MIDDLE, unit, ways};
use super::counters::{self, Drawn, Role};
use super::labels::{Rect, Room};
use super::legend::{Class, Legend};
use super::map_frame::{Backdrop, MapFrame};
use super::sheet::Sheet;
use super::theme::DIVERGING_CLASSES;
use super::{ChartError, foot, legend, theme};
use crate::city::OutputFile;
use crate::impact::{Finding, ZoneChange, zone_changes};
use crate::report::Results;
use crate::scenario::Time;
use crate::space::Point;
use crate::travel::Mode;

/// Points.
const HEIGHT: f64 = 920.0;

pub(super) fn draw(sheet: &Sheet<'_>, backdrop: &Backdrop) -> Result<Vec<OutputFile>, ChartError> {
    let (results, finding) = (sheet.results, sheet.finding);
    let pair = results.answer.impact.pair(finding.mode, finding.option, finding.time);
    let Some((before, after)) = pair else { return Err(sheet.nothing_asked()) };
    let zones = zone_changes(results.city, &results.scenario.study.areas, before, after);
    let classes = ChangeClasses::of(finding.mode);
    let map = ChangeMap { sheet, results, finding, zones, classes, base: BaseMap::new(sheet, backdrop) };
    sheet.picture(finding.headline(), map.description(), HEIGHT, map.csv(), |canvas| map.draw(canvas))
}

struct ChangeMap<'m> {
    sheet: &'m Sheet<'m>,
    results: &'m Results<'m>,
    finding: &'m Finding,
    zones: Vec<ZoneChange>,
    classes: ChangeClasses,
    base: BaseMap<'m>,
}

impl ChangeMap<'_> {
    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let (top, bottom) = canvas.frame(
            &self.finding.headline(),
            &self.subtitle(),
            &foot::foot(self.results, self.finding.mode),
        )?;
        let place =
            Rect { left: theme::MARGIN, top, right: canvas.width - theme::MARGIN - legend::WIDTH, bottom };
        let frame = self.base.frame(place, &self.counters_in_use());
        let fills: Vec<(usize, Fill)> =
            self.zones.iter().map(|z| (z.zone, self.classes.fill(canvas.theme, z))).collect();
        self.base.zones(canvas, &frame, &fills, Some(Fill::diverging(canvas.theme, MIDDLE)))?;
        let mut room = Room::new(place);
        room.take(frame.scale_bar(canvas)?);
        self.counters(canvas, &frame, &mut room)?;
        self.base.borough_names(canvas, &frame, &mut room)?;
        self.legend().draw(canvas, (place.right + 18.0, top)).map(drop)
    }

    /// The counters that the zones go to, before or after: the reader looks for them.
    fn counters_in_use(&self) -> Vec<Point> {
        let mut sites: Vec<usize> = self.zones.iter().flat_map(|z| z.nearest).flatten().collect();
        sites.sort_unstable();
        sites.dedup();
        sites.into_iter().map(|s| self.results.scenario.sites[s].point).collect()
    }

    fn roles(&self) -> Vec<(usize, Role)> {
        counters::roles(self.results.scenario, self.finding.option, self.finding.time)
    }

    fn counters(&self, canvas: &Canvas<'_>, frame: &MapFrame, room: &mut Room) -> Result<(), String> {
        let sites = &self.results.scenario.sites;
        let drawn = counters::draw(canvas, frame, room, sites, self.roles())?;
        // A map of the whole city names what changes; the rest is too much to read.
        let crowded = drawn.len() > 40;
        for symbol in drawn {
            let Drawn { site, role, .. } = symbol;
            let quiet = role == Role::Stays;
            if crowded && quiet {
                continue;
            }
            let size = if crowded { theme::SMALL - 1.0 } else { theme::LABEL };
            let look = Type::new(size, canvas.theme.ink);
            let look = if quiet || crowded { look } else { look.bold() };
            counters::name(canvas, room, symbol, &sites[site].name, look)?;
        }
        Ok(())
    }

    /// The classes from worse to better, without those that hold nobody, each with its residents in words.
    fn held(&self) -> Vec<(Option<usize>, String)> {
        let all = [None].into_iter().chain((0..DIVERGING_CLASSES).rev().map(Some));
        let residents = |class: Option<usize>| -> f64 {
            let of_class = self.zones.iter().filter(|z| self.classes.class(z) == class);
            of_class.map(|z| z.residents).sum()
        };
        let told = all.map(|class| (class, crate::impact::about(residents(class))));
        told.filter(|(class, people)| *class == Some(MIDDLE) || people != "0").collect()
    }

    fn legend(&self) -> Legend<'_> {
        let theme = self.sheet.theme();
        // Each counts whole, by the mean of its residents: the title counts area by area.
        let zone = &self.results.city.manifest.zone_name;
        let row = |(class, people): (Option<usize>, String)| Class {
            fill: class.map_or(Fill::plain(theme.nobody), |class| Fill::diverging(theme, class)),
            text: self.class_name(class),
            people: Some(format!("{zone}s of {people} people")),
        };
        let classes = self.held().into_iter().map(row).collect();
        Legend {
            results: self.results,
            title: legend_title(self.finding.mode),
            classes,
            roles: counters::words(&self.roles()),
        }
    }

    fn class_name(&self, class: Option<usize>) -> String {
        let reached_anew = |z: &ZoneChange| z.length_m[0].is_infinite() && z.length_m[1].is_finite();
        self.classes.name(class, self.zones.iter().any(reached_anew))
    }

    fn subtitle(&self) -> String {
        let when = match self.finding.time {
            Time::Any => "at any time (hours ignored)".to_string(),
            time => format!("at {time}, counting only counters open then"),
        };
        format!(
            "Change by {}, mean of its areas weighted by residents, {when}. {}Residents of {}.{}",
            self.results.city.manifest.zone_name,
            foot::own_borough(self.results, self.finding),
            self.results.scenario.study.label,
            self.sheet.shown()
        )
    }

    fn description(&self) -> String {
        let classes: Vec<String> = self
            .held()
            .into_iter()
            .map(|(class, people)| format!("{}: {people} residents", self.class_name(class)))
            .collect();
        format!(
            "Map of {}. {} {}.",
            self.results.scenario.study.label,
            self.finding.sentence(),
            classes.join("; ")
        )
    }

    fn csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let unit = unit(self.finding.mode);
        let header = [
            "zone",
            "name",
            "residents",
            &format!("{unit}_before"),
            &format!("{unit}_after"),
            &format!("{unit}_change"),
            "class",
        ];
        writer.write_record(header).expect("into memory");
        for zone in &self.zones {
            let about = &self.results.city.zones[zone.zone];
            let [before, after] = ways(zone);
            let row = [
                about.id.clone(),
                about.name.clone(),
                format!("{:.1}", zone.residents),
                finite(before),
                finite(after),
                finite(after - before + 0.0),
                self.class_name(self.classes.class(zone)),
            ];
            writer.write_record(row).expect("rows of one width, into memory");
        }
        writer.into_inner().expect("into memory")
    }
}

/// Nothing for what is not there.
pub(super) fn finite(value: f64) -> String {
    if value.is_finite() { format!("{value:.2}") } else { String::new() }
}

pub(super) fn legend_title(mode: Mode) -> &'static str {
    match mode {
        Mode::CrowFly => "Change of the distance to the nearest counter, km",
        Mode::Walk => "Change of the walk to the nearest counter, minutes",
        Mode::Drive => "Change of the drive to the nearest counter, minutes",
    }
}
