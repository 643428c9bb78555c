//! What a way is for cars and for people on foot, by its tags.

use super::access::{CAR, CAR_BY_NAME, says};
use super::highway::{Driven, Highway};
use super::report::Unused;
use super::speed::limit_km_h;
use super::tags::Tags;
use crate::city::RoadClass;

/// A way that cars, people on foot or both may use.
#[derive(Debug, PartialEq)]
pub(super) struct Profile {
    /// Its kind.
    pub highway: &'static Highway,
    /// Its class in the network.
    pub class: RoadClass,
    /// Directions of driving, as the way is drawn.
    pub driving: Direction,
    /// Whether it may be walked, always both ways.
    pub walking: bool,
    /// Speed limit, km/h, where it is driven and the limit is known.
    pub max_km_h: Option<f64>,
    /// Name or else road number, empty where it has none.
    pub name: String,
}

/// Directions of driving on a way, as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Direction {
    Both,
    Forward,
    Backward,
    No,
}

/// What the tags say of a way: its profile, or why it is not used; `None` for a way that is no road of any kind.
pub(super) fn profile(tags: &Tags<'_>) -> Option<Result<Profile, Unused>> {
    if tags.get("route") == Some("ferry") {
        return Some(Err(Unused::Ferry));
    }
    let word = tags.get("highway")?;
    if Highway::is_not_built(word) {
        return Some(Err(Unused::NotBuilt));
    }
    let Some(highway) = Highway::of(word) else { return Some(Err(Unused::OtherKind)) };
    let driving = driving(tags, highway);
    let walking = walking(tags, highway);
    if driving == Direction::No && !walking {
        return Some(Err(Unused::Closed));
    }
    let undriven_track = highway.driven == Driven::IfOpened && driving == Direction::No;
    Some(Ok(Profile {
        highway,
        class: if undriven_track { RoadClass::Path } else { highway.class },
        driving,
        walking,
        max_km_h: if driving == Direction::No { None } else { limit_km_h(tags) },
        name: tags.get("name").or_else(|| tags.get("ref")).unwrap_or_default().to_string(),
    }))
}

fn driving(tags: &Tags<'_>, highway: &Highway) -> Direction {
    let open = match highway.driven {
        Driven::Yes => says(tags, &CAR).unwrap_or(true),
        // The general `access=yes` of a farm track is about walkers.
        Driven::IfOpened => says(tags, &CAR_BY_NAME) == Some(true),
        Driven::No => false,
    };
    // The outline of a square is no street round it.
    if open && tags.get("area") != Some("yes") { direction(tags, highway) } else { Direction::No }
}

/// `oneway`, and what goes without saying on roundabouts and motorways
/// (<https://wiki.openstreetmap.org/wiki/Key:oneway>). A slip road says itself which way it goes.
fn direction(tags: &Tags<'_>, highway: &Highway) -> Direction {
    match tags.get("oneway") {
        Some("yes" | "true" | "1") => Direction::Forward,
        Some("-1" | "reverse") => Direction::Backward,
        // It changes with the hour, and a closed street is the safer mistake.
        Some("reversible") => Direction::No,
        Some("no" | "false" | "0" | "alternating") => Direction::Both,
        _ if tags.has("junction", &["roundabout", "circular"]) || highway.word == "motorway" => {
            Direction::Forward
        }
        _ => Direction::Both,
    }
}

fn walking(tags: &Tags<'_>, highway: &Highway) -> bool {
    let by_default = highway.walked && tags.get("motorroad") != Some("yes");
    // The general key takes people off a street and does not bring them onto a motorway.
    says(tags, &["foot"]).unwrap_or_else(|| by_default && says(tags, &["access"]).unwrap_or(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Seen = (Direction, bool);

    fn seen(pairs: &[(&str, &str)]) -> Seen {
        let profile = profile(&Tags::of(pairs)).expect("a road").expect("of use");
        (profile.driving, profile.walking)
    }

    fn unused(pairs: &[(&str, &str)]) -> Option<Unused> {
        profile(&Tags::of(pairs)).and_then(Result::err)
    }

    #[test]
    fn streets_are_driven_and_walked_and_paths_only_walked() {
        use Direction::{Both, Forward, No};
        let cases: [(&[(&str, &str)], Seen); 13] = [
            (&[("highway", "residential")], (Both, true)),
            (&[("highway", "service"), ("motor_vehicle", "private")], (No, true)),
            (&[("highway", "motorway")], (Forward, false)),
            (&[("highway", "motorway"), ("access", "yes")], (Forward, false)),
            (&[("highway", "motorway_link")], (Both, false)),
            (&[("highway", "trunk")], (Both, true)),
            (&[("highway", "trunk"), ("motorroad", "yes")], (Both, false)),
            (&[("highway", "trunk"), ("motorroad", "yes"), ("foot", "yes")], (Both, true)),
            (&[("highway", "footway"), ("motor_vehicle", "yes")], (No, true)),
            (&[("highway", "track")], (No, true)),
            (&[("highway", "track"), ("access", "yes")], (No, true)),
            (&[("highway", "track"), ("motor_vehicle", "yes")], (Both, true)),
            (&[("highway", "pedestrian"), ("area", "yes")], (No, true)),
        ];
        for (pairs, expected) in cases {
            assert_eq!(seen(pairs), expected, "{pairs:?}");
        }
    }

    #[test]
    fn one_way_by_sign_by_roundabout_and_backwards() {
        use Direction::{Backward, Both, Forward};
        let with = |key, value| seen(&[("highway", "primary"), (key, value)]).0;
        assert_eq!(with("oneway", "yes"), Forward);
        assert_eq!(with("oneway", "-1"), Backward);
        assert_eq!(with("oneway", "alternating"), Both);
        assert_eq!(with("oneway", "reversible"), Direction::No);
        assert_eq!(with("junction", "roundabout"), Forward);
        assert_eq!(seen(&[("highway", "motorway"), ("oneway", "no")]).0, Both);
    }

    #[test]
    fn what_is_not_used_says_why() {
        assert_eq!(
            unused(&[("highway", "construction"), ("construction", "primary")]),
            Some(Unused::NotBuilt)
        );
        assert_eq!(unused(&[("route", "ferry"), ("motor_vehicle", "yes")]), Some(Unused::Ferry));
        assert_eq!(unused(&[("highway", "service"), ("access", "private")]), Some(Unused::Closed));
        assert_eq!(unused(&[("highway", "cycleway"), ("foot", "no")]), Some(Unused::Closed));
        assert_eq!(unused(&[("highway", "raceway")]), Some(Unused::OtherKind));
        assert!(profile(&Tags::of(&[("building", "yes")])).is_none());
    }

    #[test]
    fn class_name_and_limit() {
        let of = |pairs: &[(&str, &str)]| profile(&Tags::of(pairs)).unwrap().unwrap();
        let street = of(&[("highway", "tertiary_link"), ("ref", "B455"), ("maxspeed", "30 mph")]);
        assert_eq!((street.class, street.name.as_str()), (RoadClass::Tertiary, "B455"));
        assert!((street.max_km_h.unwrap() - 48.28).abs() < 0.01);
        let alley = of(&[("highway", "footway"), ("name", "Alley"), ("ref", "7"), ("maxspeed", "20")]);
        assert_eq!((alley.class, alley.name.as_str(), alley.max_km_h), (RoadClass::Path, "Alley", None));
        assert_eq!(of(&[("highway", "track")]).class, RoadClass::Path);
        assert_eq!(of(&[("highway", "track"), ("motorcar", "yes")]).class, RoadClass::Service);
    }
}
