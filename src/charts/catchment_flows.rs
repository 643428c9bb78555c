//! Where the people of a counter go once it closes: arrows as wide as they are many.

use super::base_map::BaseMap;
use super::canvas::{Anchor, Canvas, Type};
use super::classes::{Fill, MIDDLE};
use super::counters::{self, Drawn, Role};
use super::labels::{Rect, Room};
use super::legend::{Class, Legend, texts};
use super::map_frame::{Backdrop, MapFrame};
use super::sheet::Sheet;
use super::{ChartError, foot, legend, theme};
use crate::city::OutputFile;
use crate::impact::{CounterLoads, Transfer, ZoneChange, about, zone_changes};
use crate::report::Results;
use crate::scenario::Time;
use crate::space::Point;

/// Points.
const HEIGHT: f64 = 920.0;

/// Width of the widest arrow, points; and where there are more than [`FEW_ARROWS`].
const WIDEST: [f64; 2] = [20.0, 11.0];

/// More arrows than these are crowded.
const FEW_ARROWS: usize = 25;

/// The numbers of arrows for so many of the widest one's people go before the names of counters.
const WIDE: f64 = 0.25;

/// An arrow narrower than this cannot be seen.
const NARROWEST: f64 = 1.5;

/// An arrow is drawn for at least this part of the people of the widest one.
const LEAST: f64 = 0.01;

/// More arrows than these cannot be told apart.
const MOST_ARROWS: usize = 60;

/// How far an arrow bends aside, in parts of its length: there and back are two.
const BEND: f64 = 0.12;

/// The diverging class of zones whose people change counter.
const CHANGES: usize = MIDDLE + 1;

pub(super) fn draw(sheet: &Sheet<'_>, backdrop: &Backdrop) -> Result<Vec<OutputFile>, ChartError> {
    let (results, finding) = (sheet.results, sheet.finding);
    let of_option = |l: &&CounterLoads| (l.option, l.mode) == (finding.option, finding.mode);
    let Some(loads) = results.answer.counters.iter().find(of_option) else {
        return Err(sheet.nothing_asked());
    };
    let pair = results.answer.impact.pair(loads.mode, loads.option, loads.time);
    let Some((before, after)) = pair else { return Err(sheet.nothing_asked()) };
    let zones = zone_changes(results.city, &results.scenario.study.areas, before, after);
    let arrows = arrows(&loads.transfers);
    let flows = Flows { sheet, results, loads, zones, arrows, base: BaseMap::new(sheet, backdrop) };
    sheet.picture(flows.title(), flows.description(), HEIGHT, flows.csv(), |canvas| flows.draw(canvas))
}

/// Numbers of the transfers that are drawn, most people first.
fn arrows(transfers: &[Transfer]) -> Vec<usize> {
    let joins = |t: &Transfer| t.from.is_some() && t.to.is_some();
    let mut order: Vec<usize> = (0..transfers.len()).filter(|&t| joins(&transfers[t])).collect();
    order.sort_by(|&a, &b| transfers[b].residents.total_cmp(&transfers[a].residents));
    let least = order.first().map_or(0.0, |&most| transfers[most].residents * LEAST);
    order.retain(|&t| transfers[t].residents >= least);
    order.truncate(MOST_ARROWS);
    order
}

struct Flows<'m> {
    sheet: &'m Sheet<'m>,
    results: &'m Results<'m>,
    loads: &'m CounterLoads,
    zones: Vec<ZoneChange>,
    arrows: Vec<usize>,
    base: BaseMap<'m>,
}

impl Flows<'_> {
    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let foot = foot::foot(self.results, self.loads.mode);
        let (top, bottom) = canvas.frame(&self.title(), &self.subtitle(), &foot)?;
        let place =
            Rect { left: theme::MARGIN, top, right: canvas.width - theme::MARGIN - legend::WIDTH, bottom };
        let sites = &self.results.scenario.sites;
        let ends: Vec<Point> = self.ends().into_iter().map(|site| sites[site].point).collect();
        let frame = self.base.frame(place, &ends);
        let fill = |zone: &ZoneChange| Fill::plain(canvas.theme.diverging[self.class(zone)]);
        let fills: Vec<(usize, Fill)> = self.zones.iter().map(|z| (z.zone, fill(z))).collect();
        self.base.zones(canvas, &frame, &fills, Some(Fill::diverging(canvas.theme, MIDDLE)))?;
        let mut room = Room::new(place);
        room.take(frame.scale_bar(canvas)?);
        let shown: Vec<(Arrow, &Transfer)> = self.shown(&frame);
        // The narrow ones lie on the wide ones.
        shown.iter().try_for_each(|(arrow, _)| arrow.draw(canvas))?;
        let drawn = counters::draw(canvas, &frame, &mut room, sites, self.roles())?;
        let is_wide = |(_, t): &&(Arrow, &Transfer)| t.residents >= WIDE * self.most();
        let (wide, narrow): (Vec<_>, Vec<_>) = shown.iter().partition(is_wide);
        if !self.is_crowded() {
            numbers(canvas, &wide, &mut room)?;
        }
        self.names(canvas, &drawn, &mut room)?;
        if !self.is_crowded() {
            numbers(canvas, &narrow, &mut room)?;
        }
        self.base.borough_names(canvas, &frame, &mut room)?;
        let x = place.right + 18.0;
        let y = self.legend().draw(canvas, (x, top))?;
        self.widths(canvas, (x, y + 10.0))
    }

    /// Every counter at an end of an arrow.
    fn ends(&self) -> Vec<usize> {
        let ends =
            self.arrows.iter().flat_map(|&t| [self.loads.transfers[t].from, self.loads.transfers[t].to]);
        let mut ends: Vec<usize> = ends.flatten().collect();
        ends.sort_unstable();
        ends.dedup();
        ends
    }

    fn most(&self) -> f64 {
        self.arrows.first().map_or(0.0, |&t| self.loads.transfers[t].residents)
    }

    fn is_crowded(&self) -> bool {
        self.arrows.len() > FEW_ARROWS
    }

    fn width(&self, residents: f64) -> f64 {
        (WIDEST[usize::from(self.is_crowded())] * residents / self.most().max(1.0)).max(NARROWEST)
    }

    /// The arrows both of whose ends are on the map.
    fn shown(&self, frame: &MapFrame) -> Vec<(Arrow, &Transfer)> {
        let sites = &self.results.scenario.sites;
        let arrow = |&number: &usize| {
            let transfer = &self.loads.transfers[number];
            let (from, to) = (sites[transfer.from?].point, sites[transfer.to?].point);
            let seen = frame.shows(from) && frame.shows(to);
            let width = self.width(transfer.residents);
            seen.then(|| (Arrow::between(frame.at(from), frame.at(to), width), transfer))
        };
        self.arrows.iter().filter_map(arrow).collect()
    }

    fn roles(&self) -> Vec<(usize, Role)> {
        counters::roles(self.results.scenario, self.loads.option, self.loads.time)
    }

    /// The names of what changes and of where people go.
    fn names(&self, canvas: &Canvas<'_>, drawn: &[Drawn], room: &mut Room) -> Result<(), String> {
        let ends = self.ends();
        let size = if self.is_crowded() { theme::SMALL - 1.0 } else { theme::LABEL };
        let look = Type::new(size, canvas.theme.ink);
        for symbol in drawn.iter().filter(|d| d.role != Role::Stays || ends.contains(&d.site)) {
            let look = if symbol.role == Role::Stays { look } else { look.bold() };
            counters::name(canvas, room, *symbol, &self.results.scenario.sites[symbol.site].name, look)?;
        }
        Ok(())
    }

    /// Which width is how many.
    fn widths(&self, canvas: &Canvas<'_>, (x, y): (f64, f64)) -> Result<(), String> {
        if self.arrows.is_empty() {
            return Ok(());
        }
        let look = Type::new(theme::LABEL, canvas.theme.ink);
        let mut y =
            texts(canvas, "Arrows: people who change from one counter to another", (x, y), look.bold())?
                + 8.0;
        for part in [1.0, 0.5, 0.1] {
            let people = self.most() * part;
            Arrow::straight((x, y + 10.0), (x + 60.0, y + 10.0), self.width(people)).draw(canvas)?;
            canvas.text(&about(people), (x + 72.0, y + 2.0), look, Anchor::Left)?;
            y += 30.0;
        }
        Ok(())
    }

    fn class(&self, zone: &ZoneChange) -> usize {
        if zone.nearest[0] == zone.nearest[1] { MIDDLE } else { CHANGES }
    }

    fn legend(&self) -> Legend<'_> {
        let theme = self.sheet.theme();
        let row = |(class, text): (usize, &str)| Class {
            fill: Fill::plain(theme.diverging[class]),
            text: text.to_string(),
            people: None,
        };
        let mut classes =
            vec![(CHANGES, "most residents change counter"), (MIDDLE, "most go where they went")];
        classes.retain(|(class, _)| *class == MIDDLE || self.zones.iter().any(|z| self.class(z) == *class));
        Legend {
            results: self.results,
            title: "Nearest counter, before and after",
            classes: classes.into_iter().map(row).collect(),
            roles: counters::words(&self.roles()),
        }
    }

    fn title(&self) -> String {
        let title = self.sheet.finding.short_title();
        let counter = &self.sheet.finding.counter_name;
        let sum = |of: &dyn Fn(&Transfer) -> bool| {
            self.loads.transfers.iter().filter(|t| of(t)).map(|t| t.residents).sum::<f64>()
        };
        let moved = sum(&|t| t.from.is_some() && t.to.is_some());
        let cut_off = about(sum(&|t| t.to.is_none()));
        let cut_off = if cut_off == "0" { String::new() } else { format!("; {cut_off} are left without") };
        let Some(&most) = self.arrows.first() else {
            return match cut_off.is_empty() {
                true => format!("{title}: nobody's nearest {counter} becomes another"),
                false => format!("{title}: nobody can go to another {counter}{cut_off}"),
            };
        };
        let most = &self.loads.transfers[most];
        let name = |site: Option<usize>| site.map_or("", |s| self.results.scenario.sites[s].name.as_str());
        let (from, to) = (name(most.from), name(most.to));
        let moved = about(moved);
        let people = about(most.residents);
        match people == moved {
            true => format!("{title}: {moved} people go from {from} to {to}{cut_off}"),
            false => {
                format!(
                    "{title}: {moved} people go to another {counter}, most of all from {from} to {to}: {people}{cut_off}"
                )
            }
        }
    }

    fn subtitle(&self) -> String {
        let when = match self.loads.time {
            Time::Any => "at any time (hours ignored)".to_string(),
            time => format!("at {time}, counting only counters open then"),
        };
        let joined = self.loads.transfers.iter().filter(|t| t.from.is_some() && t.to.is_some());
        let hidden = joined.count() - self.arrows.len();
        let hidden = match hidden {
            0 => String::new(),
            1 => " One arrow of fewer people is not drawn; it is in the table.".to_string(),
            n => format!(" {n} arrows of fewer people are not drawn; they are in the table."),
        };
        let numbers = if self.is_crowded() { " The numbers are in the table." } else { "" };
        format!(
            "Residents by the counter nearest to them, before and after, {when}.{hidden}{numbers} {}Residents of {}.{}",
            foot::own_borough(self.results, self.sheet.finding),
            self.results.scenario.study.label,
            self.sheet.shown()
        )
    }

    fn description(&self) -> String {
        let name =
            |site: Option<usize>| site.map_or("none", |s| self.results.scenario.sites[s].name.as_str());
        let told = self.arrows.iter().take(10).map(|&number| {
            let t = &self.loads.transfers[number];
            format!("{} to {}: {}", name(t.from), name(t.to), about(t.residents))
        });
        let told: Vec<String> = told.collect();
        let told = if told.is_empty() { "No arrows".to_string() } else { told.join("; ") };
        format!(
            "Map of {} with arrows between counters. {}. {told}.",
            self.results.scenario.study.label,
            self.title()
        )
    }

    fn csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let header = ["from_counter", "to_counter", "people", "mean_extra_m", "mean_extra_min", "drawn"];
        writer.write_record(header).expect("into memory");
        let name =
            |site: Option<usize>| site.map_or(String::new(), |s| self.results.scenario.sites[s].name.clone());
        for (number, t) in self.loads.transfers.iter().enumerate() {
            let cell =
                |v: Option<f64>, digits: usize| v.map_or(String::new(), |v| format!("{:.digits$}", v + 0.0));
            let row = [
                name(t.from),
                name(t.to),
                format!("{:.1}", t.residents),
                cell(t.mean_extra_m, 1),
                cell(t.mean_extra_min, 2),
                if self.arrows.contains(&number) { "yes" } else { "no" }.to_string(),
            ];
            writer.write_record(row).expect("rows of one width, into memory");
        }
        writer.into_inner().expect("into memory")
    }
}

/// How many go along each arrow, on it where there is room.
fn numbers(canvas: &Canvas<'_>, shown: &[&(Arrow, &Transfer)], room: &mut Room) -> Result<(), String> {
    let look = Type::new(theme::SMALL, canvas.theme.ink);
    for (arrow, transfer) in shown {
        let text = about(transfer.residents);
        let size = (canvas.text_width(&text, look) + 4.0, look.size * 1.2);
        let places = [0.5, 0.4, 0.6, 0.3, 0.7].map(|t| arrow.at(t));
        if let Some(rect) = places.into_iter().find_map(|at| room.place_at(at, size)) {
            canvas.text_on_map(&text, (rect.left + 2.0, rect.top), look, Anchor::Left)?;
        }
    }
    Ok(())
}

/// A bent arrow: a quadratic curve with a head.
#[derive(Clone, Copy, Debug)]
struct Arrow {
    from: (f64, f64),
    bend: (f64, f64),
    to: (f64, f64),
    width: f64,
}

impl Arrow {
    fn between(from: (f64, f64), to: (f64, f64), width: f64) -> Arrow {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        // Always to its left, so that the way back bends to the other side.
        let bend = ((from.0 + to.0) / 2.0 + dy * BEND * 2.0, (from.1 + to.1) / 2.0 - dx * BEND * 2.0);
        Arrow { from, bend, to, width }
    }

    fn straight(from: (f64, f64), to: (f64, f64), width: f64) -> Arrow {
        Arrow { bend: ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0), ..Arrow::between(from, to, width) }
    }

    /// A point of it, from 0 to 1.
    fn at(&self, t: f64) -> (f64, f64) {
        let weigh = |a: f64, b: f64, c: f64| a * (1.0 - t).powi(2) + b * 2.0 * t * (1.0 - t) + c * t * t;
        (weigh(self.from.0, self.bend.0, self.to.0), weigh(self.from.1, self.bend.1, self.to.1))
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        canvas.polygon(&self.outline(2.0), canvas.theme.paper)?;
        canvas.polygon(&self.outline(0.0), canvas.theme.after)
    }

    /// Its shaft and head, with a rim.
    fn outline(&self, rim: f64) -> Vec<(f64, f64)> {
        const STEPS: usize = 24;
        let length = (self.to.0 - self.from.0).hypot(self.to.1 - self.from.1).max(1.0);
        let head = (self.width * 1.2 + 6.0).min(length / 2.0);
        // The shaft ends where the head begins, and both before the symbol that they lead to.
        let tip = 1.0 - (6.0 / length).min(0.4);
        let neck = (tip - head / length).max(0.1);
        let side = |t: f64, half: f64| {
            let (a, b) = (self.at((t - 0.01).max(0.0)), self.at((t + 0.01).min(1.0)));
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let long = dx.hypot(dy).max(1e-9);
            let (x, y) = self.at(t);
            [(x - dy / long * half, y + dx / long * half), (x + dy / long * half, y - dx / long * half)]
        };
        let half = self.width / 2.0 + rim;
        let shaft: Vec<[(f64, f64); 2]> =
            (0..=STEPS).map(|i| side(neck * i as f64 / STEPS as f64, half)).collect();
        let wings = side(neck, self.width / 2.0 + 4.0 + rim);
        let there = shaft.iter().map(|s| s[0]).chain([wings[0], self.at(tip), wings[1]]);
        there.chain(shaft.iter().rev().map(|s| s[1])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transfer(from: Option<usize>, to: Option<usize>, residents: f64) -> Transfer {
        Transfer { from, to, residents, mean_extra_m: None, mean_extra_min: None, reports_per_day: None }
    }

    #[test]
    fn arrows_join_two_counters_and_are_drawn_for_one_in_a_hundred_of_the_most() {
        let transfers = [
            transfer(Some(0), Some(1), 99.0),
            transfer(Some(0), None, 5e4),
            transfer(Some(0), Some(2), 1e4),
            transfer(Some(3), Some(2), 100.0),
        ];
        assert_eq!(arrows(&transfers), [2, 3]);
        assert_eq!(arrows(&transfers[1..2]), [0usize; 0]);
    }

    #[test]
    fn an_arrow_starts_at_one_counter_ends_at_the_other_and_there_and_back_do_not_meet() {
        let (a, b) = ((10.0, 10.0), (110.0, 60.0));
        let (there, back) = (Arrow::between(a, b, 8.0), Arrow::between(b, a, 8.0));
        assert_eq!((there.at(0.0), there.at(1.0)), (a, b));
        let (middle, other) = (there.at(0.5), back.at(0.5));
        assert!((middle.0 - other.0).hypot(middle.1 - other.1) > 20.0);
    }
}
