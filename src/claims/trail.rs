//! The trail of one reading: which files, rows, columns and formulas lead to its number.

use std::collections::BTreeMap;

use super::choice::{Allotment, Pace, Statistic, mode_words};
use super::evidence::Evidence;
use super::file::{Claim, ClaimFile};
use super::place::{Extent, Origin, Population, Spot, SpotSource};
use super::quantity::Quantity;
use super::reading::Reading;
use super::said::{Said, Unit};
use super::verdict::{Checked, Evaluated};
use super::wording::value_words;
use super::world::{Network, World, factor, networks_of};
use crate::city::{City, PlaceSource, WeeklyHours};
use crate::impact::zone_shares;
use crate::scenario::{FigurePlace, Per, Time};
use crate::space::{Point, to_lon_lat};
use crate::travel::{CIRCUITY, DRIVING_SPEED, Estimate, Mode, Plane, WALKING_SPEED_KM_H};

/// Which lines a trail needs.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Needed {
    All,
    /// Those that can differ from reading to reading.
    OfReading,
}

/// The lines of a reading's trail.
pub(super) fn trail(
    world: &World<'_>,
    file: &ClaimFile,
    checked: &Checked,
    evaluated: &Evaluated,
    needed: Needed,
) -> Vec<Evidence> {
    let claim = &file.claims[checked.claim];
    let (reading, value) = (&evaluated.reading, evaluated.figure.value);
    let mut trail = Trail { world, file, claim, reading, value, needed, lines: Vec::new() };
    match &claim.quantity {
        Quantity::Journey { from, to } => {
            trail.spot("start", from);
            trail.spot("end", to);
            trail.ways(Some((from.point, to.point)));
            trail.journey(from, to);
        }
        Quantity::NearestCounter { from } | Quantity::Ratio { from } => {
            let from = &from[evaluated.reading.start];
            trail.origin(from);
            trail.counters();
            trail.candidates(from);
            let site = evaluated.figure.site.map(|site| world.networks.sites[site].point);
            let start = match from {
                Origin::Spot(spot) => Some(spot.point),
                Origin::Population(_) => None,
            };
            trail.ways(start.zip(site));
            trail.levels(from);
            match &claim.quantity {
                Quantity::Ratio { .. } => {
                    trail.formula("ratio", "the way after the option / the way before");
                }
                _ => trail.scale(),
            }
        }
        Quantity::Coverage { place, cutoff, beyond } => {
            trail.everybody(place);
            trail.counters();
            trail.ways(None);
            let sign = if *beyond { ">" } else { "<=" };
            let how = format!("areas whose way to the nearest counter is {sign} {}", cutoff.words);
            trail.formula("counted", &how);
            trail.scale();
            trail.parts(evaluated.figure.counted);
        }
        Quantity::Catchment { place, site } => {
            trail.everybody(place);
            trail.counters();
            trail.ways(None);
            let name = &world.networks.sites[*site].name;
            trail.formula("counted", &format!("areas whose nearest counter is {name}"));
            trail.parts(evaluated.figure.counted);
        }
        Quantity::Counters { place } => {
            trail.counters();
            trail.counted_counters(place);
        }
        Quantity::Boroughs => {
            trail.counters();
            trail.counted_boroughs();
        }
        Quantity::Residents { place } => trail.population(place),
        Quantity::Crime { place, types, .. } => trail.crime(place, types),
        Quantity::ReportsAtCounter { station } => {
            trail.at_station(*station, "reports_per_day", evaluated.figure.value)
        }
        Quantity::VisitsToCounter { station } => {
            trail.at_station(*station, "visits_per_day", evaluated.figure.value)
        }
        Quantity::Constables { pounds } => {
            let how =
                format!("{pounds:.0} pounds a year / {:.0} pounds a constable", evaluated.reading.constable);
            trail.formula("constables", &how);
        }
        Quantity::ConstableCost => {
            let cost = format!("{:.0} pounds a year", evaluated.reading.constable);
            let rows = "constable_costs; without them the range of [savings]".to_string();
            trail.line("cost of a constable", "the claim file", rows, "", cost);
        }
        Quantity::Untestable { .. } => {}
    }
    trail.lines
}

struct Trail<'a> {
    world: &'a World<'a>,
    file: &'a ClaimFile,
    claim: &'a Claim,
    reading: &'a Reading,
    value: Option<f64>,
    needed: Needed,
    lines: Vec<Evidence>,
}

impl<'a> Trail<'a> {
    fn city(&self) -> &City {
        self.world.city
    }

    fn line(&mut self, what: &str, file: &str, rows: String, columns: &str, value: String) {
        let (what, file, columns) = (what.to_string(), file.to_string(), columns.to_string());
        self.lines.push(Evidence { what, file, rows, columns, value });
    }

    fn formula(&mut self, what: &str, how: &str) {
        self.line(what, "", String::new(), "", how.to_string());
    }

    fn spot(&mut self, what: &str, spot: &Spot) {
        let (file, rows, columns) = match spot.source {
            SpotSource::ClaimFile => {
                ("the claim file", format!("[points] {:?}", spot.name), "latitude, longitude")
            }
            SpotSource::City(PlaceSource::Position) => {
                ("the claim file", spot.name.clone(), "latitude, longitude")
            }
            SpotSource::City(PlaceSource::Station(number)) => {
                ("stations.csv", format!("id = {}", self.city().stations[number].id), "lon, lat")
            }
            SpotSource::City(PlaceSource::Middle) => {
                ("areas.csv", spot.name.clone(), "lon, lat: mean weighted by population")
            }
            SpotSource::City(PlaceSource::Postcode) => ("postcodes.csv.gz", spot.name.clone(), "lon, lat"),
        };
        let position = to_lon_lat(spot.point);
        let value = format!("{position}; grid east {:.0} m, north {:.0} m", spot.point.e, spot.point.n);
        self.line(&format!("{what}: {}", spot.name), file, rows, columns, value);
    }

    fn origin(&mut self, from: &Origin) {
        match from {
            Origin::Spot(spot) => self.spot("start", spot),
            Origin::Population(place) => self.population(place),
        }
    }

    /// Those who are counted, under every reading.
    fn everybody(&mut self, place: &Population) {
        if self.needed == Needed::All {
            self.population(place);
        }
    }

    fn population(&mut self, place: &Population) {
        let rows = match place.extent {
            Extent::City => format!("all {}", place.areas.len()),
            Extent::Borough(number) => {
                format!("the {} with borough = {}", place.areas.len(), self.city().boroughs[number].name)
            }
            Extent::Ward => format!("the {} of ward {}", place.areas.len(), place.name),
            Extent::District => format!("the {} with district = {}", place.areas.len(), place.name),
        };
        let sum = |weight: usize| -> f64 { place.areas.iter().map(|&a| self.world.weights[a][weight]).sum() };
        let (people, households) = (sum(0), sum(1));
        self.line(
            &format!("residents of {}", place.name),
            "areas.csv",
            rows.clone(),
            "population",
            format!("{people:.0}"),
        );
        self.line(
            &format!("households of {}", place.name),
            "zones.csv, areas.csv",
            rows,
            "households_2011, spread over a zone's areas by population",
            if households.is_nan() { "not known".to_string() } else { format!("{households:.0}") },
        );
    }

    /// Which counters count, as the city has them and as the option leaves them.
    fn counters(&mut self) {
        let networks = networks_of(self.claim);
        let network = networks[networks.len() - 1];
        let with_counter = self.world.networks.city.iter().flatten().count();
        let rows = "those with counter_hours".to_string();
        self.line("counters of the city", "stations.csv", rows, "counter_hours", with_counter.to_string());
        if let Some(option) = self.claim.option {
            let option = &self.file.networks.options[option];
            let hours = |hours: &Option<WeeklyHours>| {
                hours.as_ref().map_or("closed".to_string(), |h| h.text().to_string())
            };
            let told = |is: &dyn Fn(usize) -> bool, tell: &dyn Fn(usize) -> String| -> String {
                let sites = (0..self.file.networks.sites.len()).filter(|&s| is(s));
                sites.map(tell).collect::<Vec<_>>().join(", ")
            };
            let name = |s: usize| self.file.networks.sites[s].name.clone();
            let closed = told(&|s| option.before[s].is_some() && option.after[s].is_none(), &name);
            let opens = |s: usize| option.before[s].is_none() && option.after[s].is_some();
            let opened = told(&opens, &|s| format!("{} ({})", name(s), hours(&option.after[s])));
            let changes = |s: usize| {
                option.before[s].is_some() && option.after[s].is_some() && option.before[s] != option.after[s]
            };
            let from_to = |s: usize| {
                format!("{} ({} instead of {})", name(s), hours(&option.after[s]), hours(&option.before[s]))
            };
            let other = told(&changes, &from_to);
            let told = [("closes", closed), ("opens", opened), ("changes the hours of", other)];
            for (what, names) in told.into_iter().filter(|(_, names)| !names.is_empty()) {
                self.line(&format!("the option {what}"), "scenario", option.id.clone(), "", names);
            }
        }
        let open = self.world.open(self.claim, self.reading, network);
        let what = if self.claim.round_the_clock { "open round the clock" } else { "counted" };
        let time = match self.reading.time {
            Time::Any => String::new(),
            time => format!(" at {time}"),
        };
        self.formula(&format!("counters {what}{time}"), &open.len().to_string());
    }

    /// The nearest counters of a point, with their ways.
    fn candidates(&mut self, from: &Origin) {
        let row = match (from, self.reading.statistic) {
            (Origin::Spot(spot), _) => self.world.row_of_point(spot.point),
            (Origin::Population(place), Statistic::Middle) => self.world.row_of_point(place.middle),
            _ => return,
        };
        for network in networks_of(self.claim) {
            let open = self.world.open(self.claim, self.reading, network);
            let assigned = self.world.assigned(self.claim, self.reading, network);
            let plane = assigned.plane;
            let mut sites: Vec<usize> = (0..plane.stations()).filter(|&s| open.is_open(s)).collect();
            sites.sort_by(|&a, &b| plane.impedance(row)[a].total_cmp(&plane.impedance(row)[b]));
            let told = |&s: &usize| {
                let metres = value_words(f64::from(plane.length_m(row, s)), Unit::Length);
                let time =
                    plane.time_s(row, s).map(|t| format!(", {}", value_words(f64::from(t), Unit::Time)));
                format!("{}: {metres}{}", self.world.networks.sites[s].name, time.unwrap_or_default())
            };
            let told: Vec<String> = sites.iter().take(3).map(told).collect();
            let when = match network {
                Network::Before(_) => "nearest before the option, central values",
                Network::After(_) => "nearest after the option, central values",
                Network::City => "nearest, central values",
            };
            self.formula(when, &told.join("; "));
        }
    }

    /// The metres and minutes of a journey, as measured.
    fn journey(&mut self, from: &Spot, to: &Spot) {
        let (metres, seconds, plane) = self.world.journey(from.point, to.point, self.reading);
        let time = seconds.map_or(String::new(), |s| format!(", {}", value_words(s, Unit::Time)));
        let period = plane.period.map_or(String::new(), |p| format!(", {}", p.as_str()));
        let what = format!("measured {}{period}", mode_words(self.reading.mode));
        self.formula(&what, &format!("{metres:.0} m{time}"));
        self.scale();
    }

    /// How a reading away from the central values scales ways.
    fn scale(&mut self) {
        let reading = self.reading;
        if reading.pace == Pace::Central || reading.mode == Mode::CrowFly {
            return;
        }
        if let Pace::Between(_) = reading.pace {
            return self.scale_between();
        }
        let end = |range: Estimate, is_low: bool| if is_low { range.low } else { range.high };
        let is_low = reading.pace == Pace::Low;
        let detour = format!("{:.2}/{:.2}", end(CIRCUITY, is_low), CIRCUITY.central);
        let speed = match reading.mode {
            Mode::Walk => WALKING_SPEED_KM_H,
            _ => DRIVING_SPEED,
        };
        // Quick ways are those at the high end of the speeds.
        let speed = format!("{:.1}/{:.1}", speed.central, end(speed, !is_low));
        let plane = self.plane();
        let of = |unit: Unit| factor(plane, unit, reading.pace);
        let length = if of(Unit::Length) == 1.0 { "1 (the roads are all known)" } else { &detour };
        let how = format!(
            "lengths x {:.4} = {length}, times x {:.4} = {length} x {speed}: the detour factor is applied to the whole way, \
             as if it were all on local streets",
            of(Unit::Length),
            of(Unit::Time)
        );
        self.formula(&format!("from the central values to {}", reading.pace.words()), &how);
        self.scaled(plane);
    }

    /// The same between the ends.
    fn scale_between(&mut self) {
        let plane = self.plane();
        let of = |unit: Unit| factor(plane, unit, self.reading.pace);
        let (length, time) = (plane.length_spread, plane.time_spread);
        let how = format!(
            "lengths x {:.4} (of {:.4} to {:.4}), times x {:.4} (of {:.4} to {:.4}): where the claim begins to hold",
            of(Unit::Length),
            length.low,
            length.high,
            of(Unit::Time),
            time.low,
            time.high
        );
        self.formula("from the central values to speeds and detours in between", &how);
        self.scaled(plane);
    }

    /// The plane that the reading is measured on.
    fn plane(&self) -> &'a Plane {
        match &self.claim.quantity {
            Quantity::Journey { from, to } => self.world.journey(from.point, to.point, self.reading).2,
            _ => {
                let networks = networks_of(self.claim);
                self.world.assigned(self.claim, self.reading, networks[networks.len() - 1]).plane
            }
        }
    }

    /// The value as the central one times its factor.
    fn scaled(&mut self, plane: &Plane) {
        let of = |unit: Unit| factor(plane, unit, self.reading.pace);
        let unit = self.claim.said.as_ref().map(|s| s.unit);
        let scaled = unit.filter(|unit| matches!(unit, Unit::Length | Unit::Time)).zip(self.value);
        if let Some((unit, value)) = scaled.filter(|(_, value)| value.is_finite()) {
            let central = value_words(value / of(unit), unit);
            let told = value_words(value, unit);
            self.formula("so", &format!("{central} at the central values x {:.4} = {told}", of(unit)));
        }
    }

    /// How ways of every mode are measured; of a point, how to see one street by street.
    fn ways(&mut self, ends: Option<(Point, Point)>) {
        if self.needed == Needed::All {
            self.claim.assumptions.mode.iter().for_each(|&mode| self.way(mode, ends));
        }
    }

    fn way(&mut self, mode: Mode, ends: Option<(Point, Point)>) {
        if mode == Mode::CrowFly {
            let how = "square root of (difference east)^2 + (difference north)^2, metres of the British National Grid";
            self.formula("straight line", how);
            return;
        }
        let how = match mode {
            Mode::Walk => "the quickest way at 4.8 km/h (3.6 to 5.4), river crossed on bridges.csv alone",
            _ => "the quickest way at the speeds of speeds.csv (+-20 %) in the period of the time",
        };
        let detour = "local streets are straight links x 1.25 (1.15 to 1.40)";
        let files = "road_nodes.csv, roads.csv, local_streets.csv, speeds.csv, bridges.csv";
        self.line(
            &format!("way {}", mode_words(mode)),
            files,
            "all".to_string(),
            "",
            format!("{how}; {detour}"),
        );
        let Some((from, to)) = ends else { return };
        let [from, to] = [from, to].map(|point| {
            let position = to_lon_lat(point);
            format!("\"{:.5},{:.5}\"", position.lat, position.lon)
        });
        let command = format!("bluelamp route {from} {to} --mode {}", mode.as_str());
        self.formula("street by street (with --at \"Tue 23:00\" at that time)", &command);
    }

    fn levels(&mut self, from: &Origin) {
        if let (Origin::Population(_), Statistic::Mean | Statistic::Median) = (from, self.reading.statistic) {
            let weight = self.reading.of.word();
            let how = match self.reading.statistic {
                Statistic::Mean => format!("sum of (way x {weight}) / sum of {weight}, over areas"),
                _ => format!("the smallest way that areas with half of the {weight} do not exceed"),
            };
            self.formula(self.reading.statistic.word(), &how);
        }
    }

    fn parts(&mut self, counted: Option<[(f64, f64); 3]>) {
        for (what, (part, whole)) in
            ["residents", "households", "areas"].into_iter().zip(counted.unwrap_or_default())
        {
            let how = match whole {
                whole if whole > 0.0 => {
                    format!("{part:.0} / {whole:.0} = {}", value_words(part / whole, Unit::Share))
                }
                whole if whole.is_nan() => "not known".to_string(),
                _ => format!("{part:.0} / {whole:.0}: no share"),
            };
            self.formula(&format!("share of {what}"), &how);
        }
    }

    fn counted_counters(&mut self, place: &Population) {
        let sites = self.world.open_sites(self.claim, self.reading, Some(place));
        let names: Vec<&str> = sites.iter().map(|&s| self.world.networks.sites[s].name.as_str()).collect();
        self.formula(&format!("in {}", place.name), &format!("{}: {}", names.len(), names.join(", ")));
    }

    fn counted_boroughs(&mut self) {
        let mut by_borough: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for site in self.world.open_sites(self.claim, self.reading, None) {
            let about = &self.world.networks.sites[site];
            by_borough.entry(about.borough).or_default().push(&about.name);
        }
        let boroughs = &self.city().boroughs;
        let told: Vec<String> = by_borough
            .iter()
            .map(|(borough, names)| format!("{} ({})", boroughs[*borough].name, names.join(", ")))
            .collect();
        let without: Vec<&str> = (0..boroughs.len())
            .filter(|b| !by_borough.contains_key(b))
            .map(|b| boroughs[b].name.as_str())
            .collect();
        let (told, without) = (told.join("; "), without.join(", "));
        self.formula("boroughs with one", &told);
        self.formula("boroughs without", if without.is_empty() { "none" } else { &without });
    }

    fn crime(&mut self, place: &FigurePlace, types: &[usize]) {
        let city = self.world.city;
        let ways = zone_shares(city, place);
        let way = Allotment::ALL.iter().position(|a| *a == self.reading.allotment).unwrap_or(0);
        let Some(shares) = ways.get(way) else { return };
        let per = self.claim.said.as_ref().map_or(Per::Year, Said::per);
        for &number in types.iter().filter(|t| city.crimes.types[**t].series == self.reading.series) {
            let of = &city.crimes.types[number];
            let column = match (of.id.as_str(), of.allotted) {
                ("asb", _) => format!("asb_{}", of.year),
                (id, true) => format!("crime_{}_{id}_allotted", of.year),
                (id, false) => format!("crime_{}_{id}", of.year),
            };
            let zones = shares.iter().enumerate().filter(|(_, share)| **share > 0.0);
            let mut sum = 0.0;
            let told: Vec<String> = zones
                .map(|(zone, share)| {
                    let count = city.crimes.counts(number)[zone].unwrap_or(0.0);
                    sum += count * share;
                    format!("{} {count:.0} x {share:.3}", city.zones[zone].id)
                })
                .collect();
            let often = per.in_year_of(of);
            let value =
                format!("{sum:.1} in {}; / {often:.2} = {:.2} a {}", of.year, sum / often, per.as_str());
            self.line(
                &format!("{} in {}", of.words(), place.name),
                "zones.csv",
                told.join(", "),
                &column,
                value,
            );
        }
        let how = match self.reading.allotment {
            Allotment::Residents => "the share of its residents (areas.csv) that are of the place",
            Allotment::WholeZones => "1 where most of its residents (areas.csv) are of the place, else 0",
            Allotment::Postcodes => "the share of its postcodes (zones.csv, district_shares)",
        };
        self.formula("share of a zone", how);
    }

    fn at_station(&mut self, station: usize, column: &str, value: Option<f64>) {
        let station = &self.world.city.stations[station];
        let rows = format!(
            "id = {} (source {}, confidence {})",
            station.id,
            station.source,
            station.confidence.as_str()
        );
        let unit = self.claim.said.as_ref().map_or(Unit::Each(Per::Day), |s| s.unit);
        let told = value.map_or(String::new(), |v| value_words(v, unit));
        self.line(&format!("at {}", station.name), "stations.csv", rows, column, told);
    }
}
