//! Where police arrive later: the change of the mean response to I calls by ward, in diverging classes, with the bases.

use std::collections::HashMap;

use super::base_map::BaseMap;
use super::canvas::{Canvas, Type};
use super::classes::{Fill, MIDDLE};
use super::counters::{self, Drawn, Role};
use super::labels::{Rect, Room};
use super::legend::{Class, Legend};
use super::map_frame::Backdrop;
use super::response::{Change, Response, signed};
use super::sheet::Sheet;
use super::theme::DIVERGING_CLASSES;
use super::words::{cell, csv};
use super::{ChartError, legend, theme};
use crate::city::OutputFile;
use crate::impact::{PlaceKind, ResponseStatistic, clock};
use crate::response::{Grade, Interval};
use crate::space::Point;

/// Points.
const HEIGHT: f64 = 920.0;

/// Upper limits of the classes but the last, seconds.
const LIMITS: [f64; DIVERGING_CLASSES - 1] = [-300.0, -120.0, -60.0, -15.0, 15.0, 60.0, 120.0, 300.0];

pub(super) fn draw(sheet: &Sheet<'_>, backdrop: &Backdrop) -> Result<Vec<OutputFile>, ChartError> {
    let response = Response::of(sheet)?;
    let Some(lead) = response.lead() else {
        let help = "add an [[option]] that closes a base or moves cars";
        return Err(sheet.nothing("no option that is asked about changes the response to I calls", help));
    };
    let wards = wards(&response, lead);
    let map = WardMap { response, lead, wards, base: BaseMap::new(sheet, backdrop) };
    sheet.picture(map.title(), map.description(), HEIGHT, map.csv(), |canvas| map.draw(canvas))
}

/// A ward of the study.
struct Ward<'w> {
    code: &'w str,
    name: &'w str,
    /// Mean response to I calls after, seconds.
    after: Option<Interval>,
    /// Its change, pair by pair; `None` where (nearly) no replication had a call.
    change: Option<Interval>,
}

fn wards<'w>(response: &Response<'w>, lead: Change) -> Vec<Ward<'w>> {
    let impact = response.impact;
    let of_option = impact.starts[lead.start].rows.iter().filter(|row| {
        row.option == Some(lead.option)
            && row.grade == Grade::Immediate
            && row.statistic == ResponseStatistic::Mean
    });
    let wards = of_option.filter(|row| impact.places[row.place].kind == PlaceKind::Ward);
    wards
        .map(|row| {
            let place = &impact.places[row.place];
            let change = row.change.map(|paired| paired.change);
            Ward { code: &place.code, name: &place.name, after: row.value, change }
        })
        .collect()
}

/// The class of a change: that of no change where it may be chance; `None` where too few call.
fn class(change: Option<Interval>) -> Option<usize> {
    let change = change?;
    let is_sure = change.low > 0.0 || change.high < 0.0;
    let place = |seconds: f64| LIMITS.iter().position(|limit| seconds <= *limit).unwrap_or(LIMITS.len());
    Some(if is_sure { place(change.mean) } else { MIDDLE })
}

fn class_name(class: Option<usize>) -> String {
    let minutes = |seconds: f64| match seconds.abs() {
        s if s < 60.0 => format!("{s} seconds"),
        60.0 => "1 minute".to_string(),
        s => format!("{} minutes", s / 60.0),
    };
    let between =
        |least: f64, most: f64, word: &str| format!("{} to {} {word}", minutes(least), minutes(most));
    match class {
        None => "too few calls to tell".to_string(),
        Some(0) => format!("over {} sooner", minutes(LIMITS[0])),
        Some(MIDDLE) => format!("within {} of before, or no more than chance", minutes(LIMITS[MIDDLE])),
        Some(c) if c < MIDDLE => between(LIMITS[c], LIMITS[c - 1], "sooner"),
        Some(c) if c < LIMITS.len() => between(LIMITS[c - 1], LIMITS[c], "later"),
        Some(_) => format!("over {} later", minutes(LIMITS[LIMITS.len() - 1])),
    }
}

struct WardMap<'m> {
    response: Response<'m>,
    lead: Change,
    wards: Vec<Ward<'m>>,
    base: BaseMap<'m>,
}

impl WardMap<'_> {
    /// The ward with the largest change that is not chance: of losses, where there are any.
    fn worst(&self) -> Option<(&Ward<'_>, Interval)> {
        let sure = self.wards.iter().filter_map(|ward| Some((ward, ward.change?)));
        let later = sure.clone().filter(|(_, change)| change.low > 0.0);
        let sooner = sure.filter(|(_, change)| change.high < 0.0);
        let most = |a: &(_, Interval), b: &(_, Interval)| a.1.mean.total_cmp(&b.1.mean);
        later.max_by(most).or_else(|| sooner.min_by(most))
    }

    fn title(&self) -> String {
        let (name, when) = (self.response.title(self.lead.option), self.response.start(self.lead.start));
        match self.worst() {
            None => {
                format!("{name}: {when}, in no ward does the response to I calls change by more than chance")
            }
            Some((ward, change)) => {
                let later = change.mean > 0.0;
                let ends = if later { [change.low, change.high] } else { [-change.high, -change.low] };
                format!(
                    "{name}: {when}, cars reach I calls in {} {} minutes {} on average ({} to {})",
                    ward.name,
                    clock(change.mean.abs()),
                    if later { "later" } else { "sooner" },
                    clock(ends[0]),
                    clock(ends[1])
                )
            }
        }
    }

    fn subtitle(&self) -> String {
        let (results, change) = (self.response.sheet.results, self.lead.mean_s);
        format!(
            "Change of the mean time from an I call to the arrival of a car by ward, all hours of the week, {}; the title names the ward \
             that loses most or, if none does, gains most. All of {}: {} s ({} to {}). A ward whose 95 % interval holds zero is drawn as no \
             change.{}",
            self.response.simulated(),
            results.scenario.study.label,
            signed(change.mean),
            signed(change.low),
            signed(change.high),
            self.response.sheet.shown(),
        )
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let (top, bottom) = canvas.frame(&self.title(), &self.subtitle(), &self.response.foot())?;
        let place =
            Rect { left: theme::MARGIN, top, right: canvas.width - theme::MARGIN - legend::WIDTH, bottom };
        let sites = &self.response.sheet.results.scenario.sites;
        let roles = self.roles();
        let points: Vec<Point> = roles.iter().map(|(site, _)| sites[*site].point).collect();
        let frame = self.base.frame(place, &points);
        self.base.zones(canvas, &frame, &self.fills(canvas), Some(Fill::diverging(canvas.theme, MIDDLE)))?;
        let mut room = Room::new(place);
        room.take(frame.scale_bar(canvas)?);
        let drawn = counters::draw(canvas, &frame, &mut room, sites, roles)?;
        for symbol in drawn {
            let Drawn { site, role, .. } = symbol;
            let look = Type::new(theme::LABEL, canvas.theme.ink);
            let look = if role == Role::Stays { look } else { look.bold() };
            counters::name(canvas, &mut room, symbol, &sites[site].name, look)?;
        }
        self.base.borough_names(canvas, &frame, &mut room)?;
        self.legend().draw(canvas, (place.right + 18.0, top)).map(drop)
    }

    /// Every zone of the study in the class of its ward: calls are counted by them.
    fn fills(&self, canvas: &Canvas<'_>) -> Vec<(usize, Fill)> {
        let results = self.response.sheet.results;
        let by_code: HashMap<&str, Option<usize>> =
            self.wards.iter().map(|ward| (ward.code, class(ward.change))).collect();
        let mut zones: Vec<usize> =
            results.scenario.study.areas.iter().map(|&area| results.city.areas[area].zone).collect();
        zones.sort_unstable();
        zones.dedup();
        let fill = |zone: usize| {
            let ward = results.city.wards[results.city.zones[zone].ward].id.as_str();
            let class = by_code.get(ward).copied().flatten();
            class.map_or(Fill::plain(canvas.theme.nobody), |class| Fill::diverging(canvas.theme, class))
        };
        zones.into_iter().map(|zone| (zone, fill(zone))).collect()
    }

    /// The bases before and after.
    fn roles(&self) -> Vec<(usize, Role)> {
        let scenario = self.response.sheet.results.scenario;
        let before = scenario.response.as_ref().map_or(&[][..], |settings| settings.cars.as_slice());
        let after =
            scenario.options[self.lead.option].fleet.as_ref().map_or(before, |fleet| fleet.cars.as_slice());
        let role = |site: usize| {
            let cars = [before, after].map(|cars| cars.iter().filter(|car| car.base == site).count());
            match cars {
                [0, 0] => None,
                [0, _] => Some(Role::Opened),
                [_, 0] => Some(Role::Closed),
                [before, after] if before != after => Some(Role::Rescheduled),
                _ => Some(Role::Stays),
            }
        };
        (0..scenario.sites.len()).filter_map(|site| Some((site, role(site)?))).collect()
    }

    /// The classes from worse to better, without those that hold no ward, with their wards.
    fn held(&self) -> Vec<(Option<usize>, usize)> {
        let all = [None].into_iter().chain((0..DIVERGING_CLASSES).rev().map(Some));
        let wards = |of: Option<usize>| self.wards.iter().filter(|ward| class(ward.change) == of).count();
        all.map(|class| (class, wards(class))).filter(|(c, count)| *c == Some(MIDDLE) || *count > 0).collect()
    }

    fn legend(&self) -> Legend<'_> {
        let theme = self.response.sheet.theme();
        let row = |(class, count): (Option<usize>, usize)| Class {
            fill: class.map_or(Fill::plain(theme.nobody), |class| Fill::diverging(theme, class)),
            text: class_name(class),
            people: Some(wards_words(count)),
        };
        let roles = self.roles();
        let mut words = vec![
            (Role::Closed, "base closes"),
            (Role::Opened, "base opens"),
            (Role::Rescheduled, "more or fewer cars"),
            (Role::Stays, "base stays as it is"),
        ];
        words.retain(|(role, _)| roles.iter().any(|(_, r)| r == role));
        Legend {
            results: self.response.sheet.results,
            title: "Change of the mean response to I calls",
            classes: self.held().into_iter().map(row).collect(),
            roles: words,
        }
    }

    fn description(&self) -> String {
        let classes: Vec<String> = self
            .held()
            .into_iter()
            .map(|(class, count)| format!("{}: {}", class_name(class), wards_words(count)))
            .collect();
        format!("Map of wards. {} {} {}.", self.title(), self.subtitle(), classes.join("; "))
    }

    fn csv(&self) -> Vec<u8> {
        let header = [
            "start",
            "option",
            "ward_code",
            "ward",
            "mean_i_s",
            "mean_i_s_change",
            "change_low",
            "change_high",
            "class",
        ];
        let (scenario, start) =
            (self.response.sheet.results.scenario, self.response.impact.starts[self.lead.start].start);
        let row = |ward: &Ward<'_>| {
            [
                start.as_str().to_string(),
                scenario.options[self.lead.option].id.clone(),
                ward.code.to_string(),
                ward.name.to_string(),
                cell(ward.after.map(|i| i.mean), 2),
                cell(ward.change.map(|i| i.mean), 2),
                cell(ward.change.map(|i| i.low), 2),
                cell(ward.change.map(|i| i.high), 2),
                class_name(class(ward.change)),
            ]
        };
        csv(header, self.wards.iter().map(row))
    }
}

fn wards_words(count: usize) -> String {
    if count == 1 { "1 ward".to_string() } else { format!("{count} wards") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ward_is_in_the_class_whose_name_says_its_change_and_chance_is_no_change() {
        let name = |mean: f64, half: f64| {
            class_name(class(Some(Interval { mean, low: mean - half, high: mean + half })))
        };
        assert_eq!(name(722.0, 9.0), "over 5 minutes later");
        assert_eq!(name(20.0, 9.0), "15 seconds to 1 minute later");
        assert_eq!(name(20.0, 21.0), "within 15 seconds of before, or no more than chance");
        assert_eq!(name(-70.0, 1.0), "1 minute to 2 minutes sooner");
        assert_eq!(name(-301.0, 1.0), "over 5 minutes sooner");
        assert_eq!(class_name(class(None)), "too few calls to tell");
    }
}
