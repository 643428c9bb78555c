//! The types of crime whose reports are followed.

use super::super::ranges::Sourced;
use super::super::reader::{Keys, Notes};
use super::by_type::Ranges;
use super::defaults::{ASB, DOMESTIC_ABUSE, NOT_REPORTED, PRIVATE, REMARKS, VIOLENCE};
use super::{Assumption, ReportedType};
use crate::city::{City, CrimeSeries};

/// A type that may be asked about.
#[derive(Clone, Debug)]
pub(super) struct KnownType {
    pub id: String,
    /// Its number in the city's table, or that of the type it is a share of.
    crime: usize,
    is_share: bool,
    /// Whether it is followed where a scenario does not list types.
    by_default: bool,
}

/// All types of the city, and domestic abuse as a share of its violence; those that privacy matters most to first.
pub(super) fn known(city: &City) -> Vec<KnownType> {
    let types = &city.crimes.types;
    let mut known: Vec<KnownType> = types
        .iter()
        .enumerate()
        .map(|(crime, kind)| {
            let private = PRIVATE.contains(&kind.id.as_str());
            let whole = kind.series == CrimeSeries::Recorded && kind.part_of.is_none();
            let by_default = private || whole && !NOT_REPORTED.contains(&kind.id.as_str());
            KnownType { id: kind.id.clone(), crime, is_share: false, by_default }
        })
        .collect();
    if let (None, Some(crime)) = (city.crimes.position(DOMESTIC_ABUSE), city.crimes.position(VIOLENCE)) {
        known.push(KnownType { id: DOMESTIC_ABUSE.to_string(), crime, is_share: true, by_default: true });
    }
    let rank = |id: &str| PRIVATE.iter().position(|p| *p == id).unwrap_or(PRIVATE.len());
    known.sort_by_key(|k| rank(&k.id));
    known
}

/// The types of `crime_types`, or those followed by default.
pub(super) fn chosen(known: &[KnownType], keys: &mut Keys<'_>, notes: &mut Notes<'_>) -> Vec<KnownType> {
    let Some(span) = keys.span("crime_types") else {
        let usual: Vec<KnownType> = known.iter().filter(|k| k.by_default).cloned().collect();
        if usual.is_empty() {
            let help = "give zones.csv columns such as crime_2016_burglary, or take [reporting] out";
            let message = "[reporting] needs recorded crime, and the city has none of the usual types";
            notes.at(keys.place(), message, "recorded crime is missing", help);
        }
        return usual;
    };
    let before = notes.count();
    let listed = keys.texts("crime_types", notes);
    if listed.is_empty() && notes.count() == before {
        notes.at(span, "crime_types is empty", "no type", "leave it out for the usual ones");
    }
    for (i, name) in listed.iter().enumerate() {
        let id = name.get_ref();
        if !known.iter().any(|k| k.id == *id) {
            let ids = known.iter().map(|k| k.id.as_str());
            let otherwise = format!("the city has {}", ids.clone().collect::<Vec<_>>().join(", "));
            notes.unknown(name, "crime type", ids, &otherwise);
        } else if listed[..i].iter().any(|other| other.get_ref() == id) {
            notes.at(
                name.span(),
                format!("crime type {id:?} is listed twice"),
                "again",
                "take one of the two out",
            );
        }
    }
    known.iter().filter(|k| listed.iter().any(|name| *name.get_ref() == k.id)).cloned().collect()
}

/// Gives every type the numbers of what is assumed of it.
pub(super) fn resolve(
    chosen: Vec<KnownType>,
    city: &City,
    ranges: &Ranges,
    domestic: Sourced,
    assumptions: &mut Vec<Assumption>,
) -> Vec<ReportedType> {
    let types = &city.crimes.types;
    let domestic = domestic.named("domestic abuse as a share of violence", "share");
    let mut resolved = Vec::new();
    for kind in &chosen {
        let id = kind.id.as_str();
        let of = &types[kind.crime];
        let share_of_crime = kind.is_share.then(|| {
            assumptions.push(domestic.clone());
            assumptions.len() - 1
        });
        // Both have a range for all other types.
        let (Some(counter_share), Some(channel_shift)) =
            (ranges.counter_share.number(id, assumptions), ranges.channel_shift.number(id, assumptions))
        else {
            continue;
        };
        let remarks = REMARKS.iter().filter(|(of, _)| *of == id).map(|(_, remark)| *remark);
        let allotted = of.allotted.then_some("known by borough and spread over its zones like another type");
        resolved.push(ReportedType {
            id: kind.id.clone(),
            crime: kind.crime,
            share_of_crime,
            counter_share,
            channel_shift,
            reporting_rate: ranges.reporting_rate.number(id, assumptions),
            whole: None,
            in_total: of.series == CrimeSeries::Recorded && id != ASB,
            is_violence: id == VIOLENCE,
            remarks: remarks.chain(allotted).collect(),
        });
    }
    let wholes: Vec<Option<usize>> = resolved.iter().map(|kind| whole_of(kind, &resolved, city)).collect();
    for (kind, whole) in resolved.iter_mut().zip(wholes) {
        kind.whole = whole;
        kind.in_total &= whole.is_none();
    }
    resolved
}

/// The narrowest of the `types` that holds the crimes of `kind` too.
fn whole_of(kind: &ReportedType, types: &[ReportedType], city: &City) -> Option<usize> {
    // A share lies in the very type that it is a share of.
    let own = kind.share_of_crime.map(|_| kind.crime);
    let listed = |crime| types.iter().position(|t| t.crime == crime && t.share_of_crime.is_none());
    own.into_iter().chain(city.crimes.wholes(kind.crime)).find_map(listed)
}
