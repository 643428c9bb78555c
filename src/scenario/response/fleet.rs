//! Response cars: those of the baseline, and what an option does with them.

use std::collections::BTreeMap;

use toml::Spanned;

use super::super::Site;
use super::super::options::parse_hours;
use super::super::reader::{Keys, Notes};
use crate::city::{WeeklyHours, same_name};

/// More cars at one base are a slip of the pen.
const MOST_CARS: f64 = 1000.0;

/// A response car.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseCar {
    /// `Acton 2`: the second of the cars that were first at Acton. It keeps its name when it moves.
    pub name: String,
    /// Number of the site of its base.
    pub base: usize,
    /// Number of the borough that it belongs to and patrols: where its base was first, also when that moves.
    pub borough: usize,
    /// When it is on duty.
    pub shift: WeeklyHours,
}

/// What an option does with bases and cars.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FleetChange {
    /// Sites whose base closes.
    pub closed_bases: Vec<usize>,
    /// The cars as they would be.
    pub cars: Vec<ResponseCar>,
    /// Names of those that are new.
    pub added: Vec<String>,
}

/// What options are read against.
pub(in crate::scenario) struct Fleet<'f> {
    /// The cars of the baseline; `None` without `[response]`.
    pub cars: Option<&'f [ResponseCar]>,
}

const UNITS: &str = "write [[response.units]] with base = \"Acton\", cars = 4 and, unless they are on duty round the clock, shift = \"Mo-Su 07:00-23:00\"";

/// The `[[response.units]]` tables.
pub(super) fn read(keys: &mut Keys<'_>, sites: &[Site], notes: &mut Notes<'_>) -> Vec<ResponseCar> {
    let before = notes.count();
    let tables = keys.tables("units", notes);
    let mut cars = Vec::new();
    let mut at_base: BTreeMap<usize, u32> = BTreeMap::new();
    for (_, mut table) in tables {
        let Some((base, count, shift)) = group(&mut table, sites, notes) else { continue };
        for _ in 0..count {
            let number = at_base.entry(base).or_default();
            *number += 1;
            cars.push(ResponseCar {
                name: format!("{} {number}", sites[base].name),
                base,
                borough: sites[base].borough,
                shift: shift.clone(),
            });
        }
    }
    if cars.is_empty() && notes.count() == before {
        notes.at(keys.place(), "no units: nobody can be sent", "no cars", UNITS);
    }
    cars
}

/// Base, number and shift of one table of cars.
fn group(keys: &mut Keys<'_>, sites: &[Site], notes: &mut Notes<'_>) -> Option<(usize, u32, WeeklyHours)> {
    let (base, cars, shift) =
        (keys.text("base", notes), keys.number("cars", notes), keys.text("shift", notes));
    let place = keys.place();
    let shift = shift.unwrap_or_else(|| Spanned::new(place.clone(), "24/7".to_string()));
    let shift = parse_hours(&shift, notes);
    let is_whole = |n: f64| n.fract() == 0.0 && (1.0..=MOST_CARS).contains(&n);
    if let Some(cars) = cars.as_ref().filter(|cars| !is_whole(*cars.get_ref())) {
        let message = format!("cars holds {}", cars.get_ref());
        notes.at(cars.span(), message, &format!("must be a whole number from 1 to {MOST_CARS}"), UNITS);
    }
    for (there, what) in [(base.is_some(), "base"), (keys.span("cars").is_some(), "cars")] {
        if !there && keys.span(what).is_none() {
            notes.at(place.clone(), format!("units without {what}"), "not complete", UNITS);
        }
    }
    keys.finish(notes);
    let base = site(&base?, sites, notes)?;
    let cars = cars.map(Spanned::into_inner).filter(|cars| is_whole(*cars))?;
    Some((base, cars as u32, shift?))
}

fn site(name: &Spanned<String>, sites: &[Site], notes: &mut Notes<'_>) -> Option<usize> {
    let found = sites.iter().position(|s| same_name(&s.name, name.get_ref()));
    if found.is_none() {
        let known = sites.iter().map(|s| s.name.as_str());
        notes.unknown(
            name,
            "station",
            known,
            "`bluelamp stations` lists all of them; a base is at one of them",
        );
    }
    found
}

/// `close_base`, `move_units` and `add_units` of an option.
pub(in crate::scenario) fn changed(
    keys: &mut Keys<'_>,
    fleet: &Fleet<'_>,
    sites: &[Site],
    notes: &mut Notes<'_>,
) -> Option<FleetChange> {
    let asked = ["close_base", "move_units", "add_units"].into_iter().find_map(|key| keys.span(key));
    let Some(before) = fleet.cars else {
        if let Some(span) = asked {
            notes.at(span, "bases and units need [response]", "no [response]", "add a table [response]");
        }
        for key in ["close_base", "move_units", "add_units"] {
            keys.span(key);
        }
        return None;
    };
    let mut change = FleetChange { cars: before.to_vec(), ..FleetChange::default() };
    let names = keys.texts("close_base", notes);
    let moves = moves(keys, before, sites, notes);
    for name in names {
        let Some(base) = site(&name, sites, notes) else { continue };
        if change.closed_bases.contains(&base) {
            let message = format!("the base {} is closed twice", sites[base].name);
            notes.at(name.span(), message, "again", "take one of the two out");
        } else if !before.iter().any(|car| car.base == base) {
            let message = format!("{} is no base: no units are there", sites[base].name);
            notes.at(name.span(), message, "no units in the baseline", "close_counter closes a counter");
        } else {
            if !moves.iter().any(|(from, _, _)| *from == base) {
                let station = &sites[base].name;
                let message = format!("the units of {station} are moved nowhere");
                let help = format!("say where they go: move_units = {{ {station:?} = \"...\" }}");
                notes.at(name.span(), message, "their base closes", &help);
            }
            change.closed_bases.push(base);
        }
    }
    for (from, to, span) in moves {
        if change.closed_bases.contains(&to) {
            let message = format!("the units of {} are moved to a base that closes", sites[from].name);
            notes.at(span, message, "closes too", "name a base that stays");
        }
        change
            .cars
            .iter_mut()
            .zip(before)
            .filter(|(_, was)| was.base == from)
            .for_each(|(car, _)| car.base = to);
    }
    add(keys, &mut change, sites, notes);
    Some(change)
}

/// From base, to base, and where it says so.
type Move = (usize, usize, std::ops::Range<usize>);

fn moves(keys: &mut Keys<'_>, before: &[ResponseCar], sites: &[Site], notes: &mut Notes<'_>) -> Vec<Move> {
    let mut moves: Vec<Move> = Vec::new();
    for (from, to) in keys.pairs("move_units", notes) {
        let (Some(base), Some(target)) = (site(&from, sites, notes), site(&to, sites, notes)) else {
            continue;
        };
        if moves.iter().any(|(earlier, _, _)| *earlier == base) {
            let message = format!("the units of {} are moved twice", sites[base].name);
            notes.at(from.span(), message, "again", "take one of the two out");
        } else if !before.iter().any(|car| car.base == base) {
            let message = format!("{} has no units to move", sites[base].name);
            notes.at(from.span(), message, "no units in the baseline", "take it out");
        } else {
            moves.push((base, target, to.span()));
        }
    }
    moves
}

fn add(keys: &mut Keys<'_>, change: &mut FleetChange, sites: &[Site], notes: &mut Notes<'_>) {
    let mut at_base: BTreeMap<usize, u32> = BTreeMap::new();
    for (span, mut table) in keys.tables("add_units", notes) {
        let Some((base, count, shift)) = group(&mut table, sites, notes) else { continue };
        if change.closed_bases.contains(&base) {
            let message = format!("units are added at {}, whose base closes", sites[base].name);
            notes.at(span, message, "closes", "name a base that stays");
            continue;
        }
        for _ in 0..count {
            let number = at_base.entry(base).or_default();
            *number += 1;
            let name = format!("{} +{number}", sites[base].name);
            change.added.push(name.clone());
            let borough = sites[base].borough;
            change.cars.push(ResponseCar { name, base, borough, shift: shift.clone() });
        }
    }
}
