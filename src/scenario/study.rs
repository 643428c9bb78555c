//! `[study]`: whose residents are counted.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use super::Study;
use super::reader::{Keys, Notes};
use crate::city::{City, PlaceError, same_name};

pub(super) fn read(keys: Option<Keys<'_>>, city: &City, notes: &mut Notes<'_>) -> Study {
    let everyone = Study { label: city.manifest.name.clone(), areas: (0..city.areas.len()).collect() };
    let Some(mut keys) = keys else { return everyone };
    let name = keys.text("name", notes).map(|n| n.into_inner());
    let whole_city = keys.flag("whole_city", notes).unwrap_or(false);
    let listed = [keys.texts("boroughs", notes), keys.texts("wards", notes), keys.texts("districts", notes)];
    let place =
        ["boroughs", "wards", "districts", "whole_city", "name"].into_iter().find_map(|k| keys.span(k));
    keys.finish(notes);
    let labels: Vec<String> = listed.iter().flatten().map(|name| name.get_ref().clone()).collect();
    if whole_city {
        if !labels.is_empty() {
            notes.at(
                place.unwrap_or(0..0),
                "[study] asks for the whole city and for parts of it",
                "and these",
                "drop whole_city or the lists",
            );
        }
        areas(listed, city, notes);
        return Study { label: name.unwrap_or(everyone.label), areas: everyone.areas };
    }
    let problems_before = notes.count();
    let areas = areas(listed, city, notes);
    if areas.is_empty() && notes.count() == problems_before {
        notes.at(
            place.unwrap_or(0..0),
            "the study area is empty",
            "nobody lives here",
            "list boroughs, wards or districts, or say whole_city = true",
        );
    }
    Study { label: name.unwrap_or_else(|| list(&labels)), areas }
}

fn areas(listed: [Vec<Spanned<String>>; 3], city: &City, notes: &mut Notes<'_>) -> Vec<usize> {
    let [boroughs, wards, districts] = listed;
    let mut chosen_boroughs = BTreeSet::new();
    for name in boroughs {
        match city.boroughs.iter().position(|b| same_name(&b.name, name.get_ref())) {
            Some(borough) => drop(chosen_boroughs.insert(borough)),
            None => notes.unknown(&name, "borough", city.boroughs.iter().map(|b| b.name.as_str()), ""),
        }
    }
    let mut chosen_wards = BTreeSet::new();
    for name in wards {
        match city.ward(name.get_ref()) {
            Ok(Some(ward)) => drop(chosen_wards.insert(ward)),
            Ok(None) => notes.unknown(&name, "ward", city.wards.iter().map(|w| w.name.as_str()), ""),
            Err(PlaceError::Ambiguous { near, .. }) => notes.at(
                name.span(),
                format!("there is more than one ward {:?}", name.get_ref()),
                "which one?",
                &format!("write {}", near.join(", or ")),
            ),
            Err(other) => notes.at(name.span(), other.to_string(), "here", ""),
        }
    }
    let known: BTreeMap<&str, ()> =
        city.areas.iter().filter(|a| !a.district.is_empty()).map(|a| (a.district.as_str(), ())).collect();
    let mut chosen_districts = BTreeSet::new();
    for name in districts {
        match known.keys().find(|d| same_name(d, name.get_ref())) {
            Some(district) => drop(chosen_districts.insert(*district)),
            None => notes.unknown(
                &name,
                "postcode district",
                known.keys().copied(),
                "a district is the first half of a postcode, such as \"W11\"",
            ),
        }
    }
    let chosen = |a: &crate::city::Area| {
        chosen_boroughs.contains(&a.borough)
            || chosen_wards.contains(&a.ward)
            || chosen_districts.contains(a.district.as_str())
    };
    (0..city.areas.len()).filter(|&i| chosen(&city.areas[i])).collect()
}

/// `a, b and c`.
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
