//! `[baseline]` and `[[option]]`: the counters as they are and as they would be.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::reader::{Keys, Notes};
use super::response::{self, Fleet};
use super::{ClosureOption, Site};
use crate::city::{City, WeeklyHours, same_name};
use crate::space::{LonLat, Point, to_grid};

/// The sites and their hours while the file is being read: options may add sites.
pub(super) struct Network {
    sites: Vec<Site>,
    baseline: Vec<Option<WeeklyHours>>,
}

/// What one table changes, by site.
#[derive(Default)]
struct Changes {
    closed: Vec<usize>,
    opened: Vec<usize>,
    rescheduled: Vec<usize>,
}

impl Network {
    /// The city's stations with their counters.
    pub(super) fn of(city: &City) -> Self {
        let site = |s: &crate::city::Station| Site {
            name: s.name.clone(),
            borough: s.borough,
            position: s.position,
            point: s.point,
        };
        Network {
            sites: city.stations.iter().map(site).collect(),
            baseline: city.stations.iter().map(|s| s.counter.clone()).collect(),
        }
    }

    /// The places known so far.
    pub(super) fn sites(&self) -> &[Site] {
        &self.sites
    }

    /// Applies `[baseline]`: changes to the city's own starting point.
    pub(super) fn baseline(&mut self, keys: Option<Keys<'_>>, city: &City, notes: &mut Notes<'_>) {
        if let Some(mut keys) = keys {
            let (hours, _) = self.changed(&mut keys, city, notes);
            self.baseline = hours;
            keys.finish(notes);
        }
    }

    pub(super) fn options(
        &mut self,
        tables: Vec<(Range<usize>, Keys<'_>)>,
        city: &City,
        own_borough_only: bool,
        fleet: &Fleet<'_>,
        notes: &mut Notes<'_>,
    ) -> Vec<ClosureOption> {
        if tables.is_empty() {
            notes.missing(
                "[[option]]",
                "there is nothing to compare the baseline with",
                "add an [[option]] with an id and, say, close_counter = [\"Ealing\"]",
            );
        }
        let mut ids = BTreeSet::from(["baseline".to_string()]);
        let mut options = Vec::new();
        for (span, mut keys) in tables {
            let id = keys.text("id", notes);
            let title = keys.text("title", notes).map(|t| t.into_inner());
            let own_borough = keys.flag("own_borough_only", notes).unwrap_or(own_borough_only);
            let (counters, changes) = self.changed(&mut keys, city, notes);
            let fleet = response::changed(&mut keys, fleet, &self.sites, notes);
            keys.finish(notes);
            let Some(id) = checked_id(id, span, &mut ids, notes) else { continue };
            options.push(ClosureOption {
                title: title.unwrap_or_else(|| id.clone()),
                id,
                counters,
                closed: changes.closed,
                opened: changes.opened,
                rescheduled: changes.rescheduled,
                own_borough_only: own_borough,
                fleet,
            });
        }
        options
    }

    /// All sites, the baseline and the options, each with hours for every site.
    pub(super) fn into_parts(
        mut self,
        mut options: Vec<ClosureOption>,
    ) -> (Vec<Site>, Vec<Option<WeeklyHours>>, Vec<ClosureOption>) {
        self.baseline.resize(self.sites.len(), None);
        for option in &mut options {
            option.counters.resize(self.sites.len(), None);
        }
        (self.sites, self.baseline, options)
    }

    /// The hours after `close_counter`, `open_counter` and `hours` of one table.
    fn changed(
        &mut self,
        keys: &mut Keys<'_>,
        city: &City,
        notes: &mut Notes<'_>,
    ) -> (Vec<Option<WeeklyHours>>, Changes) {
        let mut hours = self.baseline.clone();
        let mut changes = Changes::default();
        for name in keys.texts("close_counter", notes) {
            let Some(site) = self.site(&name, notes) else { continue };
            if changes.closed.contains(&site) {
                notes.at(
                    name.span(),
                    format!("{} is closed twice", self.sites[site].name),
                    "again",
                    "take one of the two out",
                );
            } else if self.hours_before(site).is_none() {
                let message = format!("{} has no counter to close", self.sites[site].name);
                notes.at(name.span(), message, "no counter in the baseline", "take it out");
            } else {
                changes.closed.push(site);
                hours[site] = None;
            }
        }
        for (name, text) in keys.pairs("hours", notes) {
            let parsed = parse_hours(&text, notes);
            let Some(site) = self.site(&name, notes) else { continue };
            let station = &self.sites[site].name;
            if changes.closed.contains(&site) {
                notes.at(
                    name.span(),
                    format!("{station} is closed and given hours"),
                    "closed above",
                    "keep one of the two",
                );
            } else if self.hours_before(site).is_none() {
                let help = format!(
                    "open one with open_counter = [{{ name = {station:?}, hours = {:?} }}]",
                    text.get_ref()
                );
                notes.at(
                    name.span(),
                    format!("{station} has no counter whose hours could change"),
                    "no counter",
                    &help,
                );
            } else if changes.rescheduled.contains(&site) {
                notes.at(
                    name.span(),
                    format!("{station} is given hours twice"),
                    "again",
                    "take one of the two out",
                );
            } else if let Some(parsed) = parsed {
                changes.rescheduled.push(site);
                hours[site] = Some(parsed);
            }
        }
        for (span, mut counter) in keys.tables("open_counter", notes) {
            if let Some((site, opening)) = self.opened(span.clone(), &mut counter, city, notes) {
                hours.resize(self.sites.len(), None);
                if hours[site].is_some() || changes.closed.contains(&site) {
                    let message = format!("{} has a counter already", self.sites[site].name);
                    notes.at(span, message, "opened here", "change its hours with hours = { ... }");
                } else {
                    changes.opened.push(site);
                    hours[site] = Some(opening);
                }
            }
            counter.finish(notes);
        }
        (hours, changes)
    }

    fn hours_before(&self, site: usize) -> Option<&WeeklyHours> {
        self.baseline.get(site).and_then(Option::as_ref)
    }

    fn site(&self, name: &Spanned<String>, notes: &mut Notes<'_>) -> Option<usize> {
        let found = self.sites.iter().position(|s| same_name(&s.name, name.get_ref()));
        if found.is_none() {
            let known = self.sites.iter().map(|s| s.name.as_str());
            notes.unknown(name, "station", known, "`bluelamp stations` lists all of them");
        }
        found
    }

    /// A counter at a known station, or at a new point of the city.
    fn opened(
        &mut self,
        span: Range<usize>,
        keys: &mut Keys<'_>,
        city: &City,
        notes: &mut Notes<'_>,
    ) -> Option<(usize, WeeklyHours)> {
        let name = keys.text("name", notes);
        let (lon, lat) = (keys.number("lon", notes), keys.number("lat", notes));
        let text = keys.text("hours", notes);
        let example =
            "write { name = \"Market Hall\", lon = -0.20, lat = 51.51, hours = \"Mo-Sa 09:00-17:00\" }";
        let (Some(name), Some(text)) = (name, text) else {
            notes.at(span, "a new counter needs a name and hours", "this counter", example);
            return None;
        };
        let hours = parse_hours(&text, notes);
        if !name.get_ref().chars().any(char::is_alphanumeric) {
            notes.at(name.span(), "a new counter needs a name", "no letter in it", example);
            return None;
        }
        let known = self.sites.iter().position(|s| same_name(&s.name, name.get_ref()));
        if let Some(known) = known
            && (known < city.stations.len() || lon.is_none())
        {
            if let Some(lon) = lon {
                let message = format!("{} is a station that the city knows", self.sites[known].name);
                notes.at(lon.span(), message, "not needed", "leave out lon and lat, or choose another name");
            }
            return hours.map(|h| (known, h));
        }
        let (Some(lon), Some(lat)) = (lon, lat) else {
            let message = format!("no station is called {:?}, and a new one needs a point", name.get_ref());
            notes.at(span, message, "no lon and lat", example);
            return None;
        };
        let position = LonLat { lon: *lon.get_ref(), lat: *lat.get_ref() };
        let Some((borough, point)) = in_city(position, city) else {
            notes.at(
                lon.span(),
                format!("{position} is not in the city"),
                "outside",
                "lon is east of Greenwich (negative to the west), lat is north: are they swapped?",
            );
            return None;
        };
        let hours = hours?;
        if let Some(known) = known {
            // The same new counter in a second option.
            if self.sites[known].position != position {
                let message = format!(
                    "{} stands at {} in another option",
                    self.sites[known].name, self.sites[known].position
                );
                notes.at(lon.span(), message, "another point", "use one point for one name");
                return None;
            }
            return Some((known, hours));
        }
        self.sites.push(Site { name: name.get_ref().clone(), borough, position, point });
        Some((self.sites.len() - 1, hours))
    }
}

fn in_city(position: LonLat, city: &City) -> Option<(usize, Point)> {
    if !(position.lon.abs() <= 180.0 && position.lat.abs() <= 90.0) {
        return None;
    }
    let point = to_grid(position);
    city.borough_at(point).map(|borough| (borough, point))
}

pub(super) fn parse_hours(text: &Spanned<String>, notes: &mut Notes<'_>) -> Option<WeeklyHours> {
    match WeeklyHours::parse(text.get_ref()) {
        Ok(hours) => Some(hours),
        Err(e) => {
            notes.at(
                text.span(),
                e.to_string(),
                "not usable",
                "write \"24/7\", or days and times with minutes, such as \"Mo-Fr 09:00-17:00; Sa 10:00-14:00\"",
            );
            None
        }
    }
}

fn checked_id(
    id: Option<Spanned<String>>,
    span: Range<usize>,
    taken: &mut BTreeSet<String>,
    notes: &mut Notes<'_>,
) -> Option<String> {
    let Some(id) = id else {
        notes.at(span, "an option needs an id", "this option", "add a line such as id = \"close-ealing\"");
        return None;
    };
    let text = id.get_ref();
    let plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    if !plain {
        notes.at(
            id.span(),
            format!("option id {text:?} is not an id"),
            "letters, digits, - _ . only",
            "ids become column values and file names; use title for words",
        );
        return None;
    }
    if !taken.insert(text.clone()) {
        notes.at(
            id.span(),
            format!("option id {text:?} is already taken"),
            "again",
            "\"baseline\" is taken too",
        );
        return None;
    }
    Some(text.clone())
}
