//! The kinds of `highway`, and what may use each of them where no sign says otherwise.

use crate::city::RoadClass;

/// A value of the key `highway`.
#[derive(Debug, PartialEq)]
pub(super) struct Highway {
    /// The value.
    pub word: &'static str,
    /// Its class in the network.
    pub class: RoadClass,
    /// Whether it may be driven.
    pub driven: Driven,
    /// Whether it may be walked.
    pub walked: bool,
}

/// Whether a kind of highway may be driven.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Driven {
    /// Unless a tag closes it.
    Yes,
    /// Only where a tag opens it to cars in so many words.
    IfOpened,
    /// Never, whatever a tag says: a pedestrian street open to deliveries is no street to drive through.
    No,
}

/// Ways that are not there yet, or no longer.
const NOT_BUILT: [&str; 7] =
    ["construction", "proposed", "planned", "abandoned", "disused", "razed", "demolished"];

/// Every kind that is used. What may use it follows the worldwide defaults of
/// <https://wiki.openstreetmap.org/wiki/OSM_tags_for_routing/Access_restrictions>: nobody walks on a motorway, everybody
/// on a trunk road (so in Great Britain and Finland; those closed to walkers are tagged `motorroad` or `foot=no`). Cycle
/// tracks and bridleways are walked too, as both countries' law has it for most of them.
static HIGHWAYS: [Highway; 29] = [
    street("motorway", RoadClass::Motorway, false),
    street("motorway_link", RoadClass::Motorway, false),
    street("trunk", RoadClass::Trunk, true),
    street("trunk_link", RoadClass::Trunk, true),
    street("primary", RoadClass::Primary, true),
    street("primary_link", RoadClass::Primary, true),
    street("secondary", RoadClass::Secondary, true),
    street("secondary_link", RoadClass::Secondary, true),
    street("tertiary", RoadClass::Tertiary, true),
    street("tertiary_link", RoadClass::Tertiary, true),
    street("unclassified", RoadClass::Unclassified, true),
    street("road", RoadClass::Unclassified, true),
    street("residential", RoadClass::Residential, true),
    street("living_street", RoadClass::LivingStreet, true),
    street("service", RoadClass::Service, true),
    Highway { word: "track", class: RoadClass::Service, driven: Driven::IfOpened, walked: true },
    path("bridleway"),
    path("corridor"),
    path("crossing"),
    path("cycleway"),
    path("elevator"),
    path("escalator"),
    path("footway"),
    path("path"),
    path("pedestrian"),
    path("platform"),
    path("sidewalk"),
    path("steps"),
    path("trail"),
];

const fn street(word: &'static str, class: RoadClass, walked: bool) -> Highway {
    Highway { word, class, driven: Driven::Yes, walked }
}

const fn path(word: &'static str) -> Highway {
    Highway { word, class: RoadClass::Path, driven: Driven::No, walked: true }
}

impl Highway {
    /// The kind with this word.
    pub(super) fn of(word: &str) -> Option<&'static Highway> {
        HIGHWAYS.iter().find(|kind| kind.word == word)
    }

    /// Whether the word stands for something not there.
    pub(super) fn is_not_built(word: &str) -> bool {
        NOT_BUILT.contains(&word)
    }
}
