//! Who may go where: access keys of ways, and barriers on them.

use super::tags::Tags;

/// What tells a driver whether a way is open, most specific first
/// (<https://wiki.openstreetmap.org/wiki/Key:access>).
pub(super) const CAR: [&str; 4] = ["motorcar", "motor_vehicle", "vehicle", "access"];

/// Those of them that are about driving alone.
pub(super) const CAR_BY_NAME: [&str; 3] = ["motorcar", "motor_vehicle", "vehicle"];

/// Values that let the public in, if only to get there.
const OPEN: [&str; 8] =
    ["yes", "permissive", "designated", "destination", "customers", "official", "public", "discouraged"];

/// Values that keep the public out, or send it to another way alongside.
const CLOSED: [&str; 15] = [
    "no",
    "private",
    "agricultural",
    "agriculture",
    "forestry",
    "delivery",
    "emergency",
    "military",
    "permit",
    "residents",
    "restricted",
    "psv",
    "bus",
    "taxi",
    "use_sidepath",
];

/// Barriers that a car drives through, over or between, unless their access keys say otherwise. Every other barrier
/// (bollard, block, chain, planter, stile, ...) stops it.
const PASSED_BY_CAR: [&str; 14] = [
    "arch",
    "border_control",
    "cattle_grid",
    "entrance",
    "gate",
    "hampshire_gate",
    "height_restrictor",
    "kerb",
    "lift_gate",
    "no",
    "sally_port",
    "sliding_gate",
    "swing_gate",
    "toll_booth",
];

/// Whether the first of `keys` that says anything lets the public in; `None` where none does.
pub(super) fn says(tags: &Tags<'_>, keys: &[&str]) -> Option<bool> {
    keys.iter().find_map(|key| opens(tags.get(key)?))
}

/// Whether a car must stop at a node with these tags. People on foot pass every barrier: round, over or through it.
pub(super) fn stops_cars(tags: &Tags<'_>) -> bool {
    let Some(barrier) = tags.get("barrier") else { return false };
    !says(tags, &CAR).unwrap_or_else(|| PASSED_BY_CAR.contains(&barrier))
}

/// What a value says; `None` for one that is in neither list, as if it were not there. Of several values
/// (`destination;delivery`) one that lets in is enough.
fn opens(value: &str) -> Option<bool> {
    let any = |words: &[&str]| value.split(';').any(|part| words.contains(&part.trim()));
    any(&OPEN).then_some(true).or_else(|| any(&CLOSED).then_some(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_key_decides_and_a_word_nobody_knows_says_nothing() {
        type Case<'a> = (&'a [(&'a str, &'a str)], Option<bool>, Option<bool>);
        let cases: [Case<'_>; 9] = [
            (&[], None, None),
            (&[("access", "private")], Some(false), Some(false)),
            (&[("access", "no"), ("foot", "yes")], Some(false), Some(true)),
            (&[("access", "private"), ("motor_vehicle", "destination")], Some(true), Some(false)),
            (&[("vehicle", "no"), ("motorcar", "permissive")], Some(true), None),
            (&[("motor_vehicle", "agricultural;forestry")], Some(false), None),
            (&[("motor_vehicle", "destination;delivery")], Some(true), None),
            (&[("motorcar", "weather"), ("vehicle", "no")], Some(false), None),
            (&[("foot", "use_sidepath"), ("access", "yes")], Some(true), Some(false)),
        ];
        for (pairs, by_car, on_foot) in cases {
            let tags = Tags::of(pairs);
            assert_eq!((says(&tags, &CAR), says(&tags, &["foot", "access"])), (by_car, on_foot), "{pairs:?}");
        }
    }

    #[test]
    fn barriers_stop_cars_by_kind_unless_their_access_says_otherwise() {
        let cases: [(&[(&str, &str)], bool); 7] = [
            (&[("highway", "crossing"), ("access", "no")], false),
            (&[("barrier", "bollard")], true),
            (&[("barrier", "bollard"), ("motor_vehicle", "yes")], false),
            (&[("barrier", "gate")], false),
            (&[("barrier", "gate"), ("access", "private")], true),
            (&[("barrier", "gate"), ("access", "no"), ("motorcar", "destination")], false),
            (&[("barrier", "something new")], true),
        ];
        for (pairs, stops) in cases {
            assert_eq!(stops_cars(&Tags::of(pairs)), stops, "{pairs:?}");
        }
    }
}
