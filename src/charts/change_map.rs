//! Where the way to a counter gets longer: a map of zones in diverging classes, with the counters.

use std::collections::HashMap;

use super::canvas::{Canvas, Type};
use super::counters::{self, Drawn, Role};
use super::labels::{Rect, Room};
use super::legend::{Class, Legend};
use super::map_frame::{Backdrop, MapFrame};
use super::sheet::Sheet;
use super::{ChartError, foot, legend, theme};
use crate::city::{Outline, OutputFile};
use crate::impact::{Finding, ZoneChange, zone_changes};
use crate::report::Results;
use crate::scenario::Time;
use crate::space::Point;
use crate::travel::Mode;

/// Points.
const HEIGHT: f64 = 920.0;

/// Upper limits of the classes but the last: minutes longer, or kilometres in a mode without times.
const LIMITS_MIN: [f64; 8] = [-20.0, -10.0, -5.0, -1.0, 1.0, 5.0, 10.0, 20.0];
const LIMITS_KM: [f64; 8] = [-2.0, -1.0, -0.5, -0.1, 0.1, 0.5, 1.0, 2.0];

/// The class of no change.
const MIDDLE: usize = 4;

pub(super) fn draw(sheet: &Sheet<'_>, backdrop: &Backdrop) -> Result<Vec<OutputFile>, ChartError> {
    let (results, finding) = (sheet.results, sheet.finding);
    let pair = results.answer.impact.pair(finding.mode, finding.option, finding.time);
    let Some((before, after)) = pair else { return Err(sheet.nothing_asked()) };
    let zones = zone_changes(results.city, &results.scenario.study.areas, before, after);
    let outlines: HashMap<&str, &Outline> =
        results.zone_outlines.iter().map(|o| (o.id.as_str(), o)).collect();
    let map = ChangeMap { sheet, results, finding, zones, backdrop, outlines };
    sheet.picture(finding.headline(), map.description(), HEIGHT, map.csv(), |canvas| map.draw(canvas))
}

struct ChangeMap<'m> {
    sheet: &'m Sheet<'m>,
    results: &'m Results<'m>,
    finding: &'m Finding,
    zones: Vec<ZoneChange>,
    backdrop: &'m Backdrop,
    outlines: HashMap<&'m str, &'m Outline>,
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
        let shown: Vec<&Outline> = self.zones.iter().filter_map(|z| self.outline(z)).collect();
        let frame = MapFrame::fit(place, &shown, &self.counters_in_use());
        frame.ground(canvas, &self.backdrop.boroughs)?;
        for zone in &self.zones {
            let colour = self.class(zone).map_or(canvas.theme.nobody, |c| canvas.theme.diverging[c]);
            frame.fill(canvas, self.outline(zone), colour)?;
        }
        // Nobody lives there: a backdrop over the classes of the zones around.
        frame.fill(canvas, &self.backdrop.green, canvas.theme.green)?;
        frame.orientation(canvas, &self.backdrop.river, &self.backdrop.boroughs)?;
        let mut room = Room::new(place);
        room.take(frame.scale_bar(canvas)?);
        self.counters(canvas, &frame, &mut room)?;
        frame.borough_names(canvas, self.results, &self.backdrop.boroughs, &mut room)?;
        self.legend().draw(canvas, (place.right + 18.0, top))
    }

    /// The counters that the zones go to, before or after: the reader looks for them.
    fn counters_in_use(&self) -> Vec<Point> {
        let mut sites: Vec<usize> = self.zones.iter().flat_map(|z| z.nearest).flatten().collect();
        sites.sort_unstable();
        sites.dedup();
        sites.into_iter().map(|s| self.results.scenario.sites[s].point).collect()
    }

    fn outline(&self, zone: &ZoneChange) -> Option<&Outline> {
        self.outlines.get(self.results.city.zones[zone.zone].id.as_str()).copied()
    }

    fn change(&self, zone: &ZoneChange) -> f64 {
        match zone.minutes {
            Some([before, after]) => after - before,
            None => (zone.length_m[1] - zone.length_m[0]) / 1000.0,
        }
    }

    /// The class of a zone; `None` where people of it reach no counter after. One that reaches its first is in
    /// the class of most gain.
    fn class(&self, zone: &ZoneChange) -> Option<usize> {
        let change = self.change(zone);
        if zone.length_m[1].is_infinite() {
            return None;
        }
        Some(self.limits().iter().position(|l| change <= *l).unwrap_or(theme::DIVERGING_CLASSES - 1))
    }

    fn limits(&self) -> [f64; 8] {
        if self.finding.mode == Mode::CrowFly { LIMITS_KM } else { LIMITS_MIN }
    }

    fn unit(&self) -> &'static str {
        if self.finding.mode == Mode::CrowFly { "km" } else { "minutes" }
    }

    fn roles(&self) -> Vec<(usize, Role)> {
        let scenario = self.results.scenario;
        let option = &scenario.options[self.finding.option];
        let role = |site: usize| {
            if option.closed.contains(&site) {
                Some(Role::Closed)
            } else if option.opened.contains(&site) {
                Some(Role::Opened)
            } else if option.rescheduled.contains(&site) {
                Some(Role::Rescheduled)
            } else {
                let hours = option.counters[site].as_ref()?;
                // At a time of the week, a counter that is shut then serves nobody.
                let serves = match self.finding.time {
                    Time::Any => true,
                    Time::Minute(minute) => hours.is_open(minute),
                };
                serves.then_some(Role::Stays)
            }
        };
        (0..scenario.sites.len()).filter_map(|s| Some((s, role(s)?))).collect()
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

    fn legend(&self) -> Legend<'_> {
        let people = self.people_by_class();
        // Classes that hold nobody are left out, losses and gains alike.
        let held = |class: &usize| *class == MIDDLE || people[*class] != "0";
        let row = |colour, text: &str, people: &str| Class {
            colour,
            hatch: None,
            text: text.to_string(),
            people: Some(people.to_string()),
        };
        let mut classes: Vec<Class> = (0..theme::DIVERGING_CLASSES)
            .rev()
            .filter(held)
            .map(|class| row(self.sheet.theme().diverging[class], &self.class_name(class), &people[class]))
            .collect();
        if self.zones.iter().any(|z| self.class(z).is_none()) {
            classes.push(row(
                self.sheet.theme().nobody,
                "no counter in reach",
                &people[theme::DIVERGING_CLASSES],
            ));
        }
        let mut roles = vec![
            (Role::Closed, "counter closes"),
            (Role::Opened, "counter opens"),
            (Role::Rescheduled, "hours change"),
            (Role::Stays, "counter stays"),
        ];
        roles.retain(|(role, _)| self.roles().iter().any(|(_, r)| r == role));
        Legend { results: self.results, title: self.legend_title(), classes, roles }
    }

    fn legend_title(&self) -> &'static str {
        match self.finding.mode {
            Mode::CrowFly => "Change of the distance to the nearest counter, km",
            Mode::Walk => "Change of the walk to the nearest counter, minutes",
            Mode::Drive => "Change of the drive to the nearest counter, minutes",
        }
    }

    fn class_name(&self, class: usize) -> String {
        let limits = self.limits();
        let unit = self.unit();
        match class {
            0 if self.zones.iter().any(|z| z.length_m[0].is_infinite() && z.length_m[1].is_finite()) => {
                format!("over {} {unit} nearer, or none before", -limits[0])
            }
            0 => format!("over {} {unit} nearer", -limits[0]),
            MIDDLE => format!("within {} {} of before", limits[MIDDLE], unit.trim_end_matches('s')),
            c if c < MIDDLE => format!("{} to {} {unit} nearer", -limits[c], -limits[c - 1]),
            c if c < limits.len() => format!("{} to {} {unit} farther", limits[c - 1], limits[c]),
            _ => format!("over {} {unit} farther", limits[limits.len() - 1]),
        }
    }

    /// Residents of the zones of each class, the last those without any.
    fn people_by_class(&self) -> Vec<String> {
        let mut people = vec![0.0; theme::DIVERGING_CLASSES + 1];
        for zone in &self.zones {
            people[self.class(zone).unwrap_or(theme::DIVERGING_CLASSES)] += zone.residents;
        }
        people.into_iter().map(crate::impact::about).collect()
    }

    fn subtitle(&self) -> String {
        let when = match self.finding.time {
            Time::Any => "at any time (hours ignored)".to_string(),
            time => format!("at {time}, counting only counters open then"),
        };
        format!(
            "Change by {}, mean of its areas weighted by residents, {when}. {}Residents of {}.",
            self.results.city.manifest.zone_name,
            foot::own_borough(self.results, self.finding),
            self.results.scenario.study.label
        )
    }

    fn description(&self) -> String {
        let classes: Vec<String> = self
            .people_by_class()
            .iter()
            .enumerate()
            .filter(|(_, people)| *people != "0")
            .map(|(class, people)| {
                let last = class == theme::DIVERGING_CLASSES;
                let name = if last { "no counter in reach".to_string() } else { self.class_name(class) };
                format!("{name}: {people} residents")
            })
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
        let unit = self.unit();
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
            let [before, after] = zone.minutes.unwrap_or(zone.length_m.map(|m| m / 1000.0));
            let cell = |v: f64| if v.is_finite() { format!("{v:.2}") } else { String::new() };
            let class = self.class(zone).map_or("no counter in reach".to_string(), |c| self.class_name(c));
            let row = [
                about.id.clone(),
                about.name.clone(),
                format!("{:.1}", zone.residents),
                cell(before),
                cell(after),
                cell(after - before + 0.0),
                class,
            ];
            writer.write_record(row).expect("rows of one width, into memory");
        }
        writer.into_inner().expect("into memory")
    }
}
