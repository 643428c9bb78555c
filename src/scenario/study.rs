//! `[study]`: whose residents are counted.

use std::collections::BTreeSet;

use toml::Spanned;

use super::reader::{Keys, Notes};
use super::{FigurePlace, Study};
use crate::city::{Area, City, PlaceError, same_name};

pub(super) fn read(keys: Option<Keys<'_>>, city: &City, notes: &mut Notes<'_>) -> Study {
    let everyone = Study { label: city.manifest.name.clone(), areas: (0..city.areas.len()).collect() };
    let Some(mut keys) = keys else { return everyone };
    let name = keys.text("name", notes).map(|n| n.into_inner());
    let whole_city = keys.flag("whole_city", notes).unwrap_or(false);
    let lists = [keys.texts("boroughs", notes), keys.texts("wards", notes), keys.texts("districts", notes)];
    let place =
        ["boroughs", "wards", "districts", "whole_city", "name"].into_iter().find_map(|k| keys.span(k));
    keys.finish(notes);
    let labels: Vec<String> = lists.iter().flatten().map(|name| name.get_ref().clone()).collect();
    if whole_city {
        if !labels.is_empty() {
            notes.at(
                place.unwrap_or(0..0),
                "[study] asks for the whole city and for parts of it",
                "and these",
                "drop whole_city or the lists",
            );
        }
        areas(lists, city, notes);
        return Study { label: name.unwrap_or(everyone.label), areas: everyone.areas };
    }
    let problems_before = notes.count();
    let areas = areas(lists, city, notes);
    if areas.is_empty() && notes.count() == problems_before {
        notes.at(
            place.unwrap_or(0..0),
            "the study area is empty",
            "nobody lives here",
            "list boroughs, wards or districts, or say whole_city = true",
        );
    }
    Study { label: name.unwrap_or_else(|| listed(&labels)), areas }
}

fn areas(listed: [Vec<Spanned<String>>; 3], city: &City, notes: &mut Notes<'_>) -> Vec<usize> {
    let [boroughs, wards, districts] = listed;
    let mut chosen_boroughs = BTreeSet::new();
    for name in boroughs {
        match borough(&name, city) {
            Some(borough) => drop(chosen_boroughs.insert(borough)),
            None => notes.unknown(&name, "borough", city.boroughs.iter().map(|b| b.name.as_str()), A_BOROUGH),
        }
    }
    let mut chosen_wards = BTreeSet::new();
    for name in wards {
        match ward(&name, city, notes) {
            Ok(Some(ward)) => drop(chosen_wards.insert(ward)),
            Ok(None) => notes.unknown(&name, "ward", city.wards.iter().map(|w| w.name.as_str()), A_WARD),
            Err(Noted) => {}
        }
    }
    let known = known_districts(city);
    let mut chosen_districts = BTreeSet::new();
    for name in districts {
        match known.iter().find(|d| same_name(d, name.get_ref())) {
            Some(district) => drop(chosen_districts.insert(*district)),
            None => notes.unknown(&name, "postcode district", known.iter().copied(), A_DISTRICT),
        }
    }
    let chosen = |a: &Area| {
        chosen_boroughs.contains(&a.borough)
            || chosen_wards.contains(&a.ward)
            || chosen_districts.contains(a.district.as_str())
    };
    areas_where(city, chosen)
}

/// The one place of this name; where there is none, what there is.
pub(crate) fn place(name: &Spanned<String>, city: &City, notes: &mut Notes<'_>) -> Option<FigurePlace> {
    let found = find_place(name, city, notes).ok()?;
    if found.is_none() {
        let districts = known_districts(city);
        let known = city.boroughs.iter().map(|b| b.name.as_str());
        let known = known.chain(city.wards.iter().map(|w| w.name.as_str())).chain(districts.iter().copied());
        let help = format!("a place is a borough, a ward or a postcode district; {A_DISTRICT}");
        notes.unknown(name, "place", known, &help);
    }
    found
}

/// The one place of this name, a borough before a ward before a postcode district.
///
/// # Errors
/// [`Noted`] where the name is borne by several wards, or nobody lives there.
pub(crate) fn find_place(
    name: &Spanned<String>,
    city: &City,
    notes: &mut Notes<'_>,
) -> Result<Option<FigurePlace>, Noted> {
    let place = |name: &str, is_district: bool, of: &dyn Fn(&Area) -> bool| FigurePlace {
        name: name.to_string(),
        areas: areas_where(city, of),
        is_district,
    };
    let is_district = |area: &&Area| same_name(&area.district, name.get_ref());
    let found = if let Some(borough) = borough(name, city) {
        place(&city.boroughs[borough].name, false, &|a| a.borough == borough)
    } else if let Some(ward) = ward(name, city, notes)? {
        place(&city.ward_label(ward), false, &|a| a.ward == ward)
    } else if let Some(Area { district, .. }) = city.areas.iter().find(is_district) {
        place(district, true, &|a| a.district == *district)
    } else {
        return Ok(None);
    };
    if found.areas.is_empty() {
        notes.at(
            name.span(),
            format!("{:?} has no areas", name.get_ref()),
            "nobody lives here",
            "name a place where people live",
        );
        return Err(Noted);
    }
    Ok(Some(found))
}

const A_BOROUGH: &str = "boroughs are named as in boroughs.geojson of the city";

const A_WARD: &str = "wards are named as in column ward_name of the city's zones.csv";

const A_DISTRICT: &str = "a district is the first half of a postcode, such as \"W11\"";

/// A problem that has been told.
pub(crate) struct Noted;

pub(super) fn borough(name: &Spanned<String>, city: &City) -> Option<usize> {
    city.boroughs.iter().position(|b| same_name(&b.name, name.get_ref()))
}

fn ward(name: &Spanned<String>, city: &City, notes: &mut Notes<'_>) -> Result<Option<usize>, Noted> {
    city.ward(name.get_ref()).map_err(|error| {
        match error {
            PlaceError::Ambiguous { near, .. } => notes.at(
                name.span(),
                format!("there is more than one ward {:?}", name.get_ref()),
                "which one?",
                &format!("write {}", near.join(", or ")),
            ),
            other => notes.at(name.span(), other.to_string(), "here", ""),
        }
        Noted
    })
}

fn known_districts(city: &City) -> BTreeSet<&str> {
    city.areas.iter().map(|a| a.district.as_str()).filter(|d| !d.is_empty()).collect()
}

fn areas_where(city: &City, of: impl Fn(&Area) -> bool) -> Vec<usize> {
    (0..city.areas.len()).filter(|&i| of(&city.areas[i])).collect()
}

/// `a, b and c`.
pub(crate) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
