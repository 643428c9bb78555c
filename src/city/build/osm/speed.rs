//! Speed limits in the many ways in which they are written.

use super::tags::Tags;

const KM_H_PER_MPH: f64 = 1.609344;
const KM_H_PER_KNOT: f64 = 1.852;

/// Walking pace, as courts read the sign of a German living street (4 to 7 km/h).
const WALK_KM_H: f64 = 7.0;

/// Limits that are given by the name of a national rule instead of a number, km/h
/// (<https://wiki.openstreetmap.org/wiki/Default_speed_limits>, cars). Great Britain's are in mph: 30, 60 and 70.
/// Codes of other countries give no limit.
const RULES: [(&str, f64); 29] = [
    ("gb:nsl_restricted", 30.0 * KM_H_PER_MPH),
    ("gb:urban", 30.0 * KM_H_PER_MPH),
    ("gb:nsl_single", 60.0 * KM_H_PER_MPH),
    ("gb:rural", 60.0 * KM_H_PER_MPH),
    ("gb:nsl_dual", 70.0 * KM_H_PER_MPH),
    ("gb:motorway", 70.0 * KM_H_PER_MPH),
    ("ie:urban", 50.0),
    ("ie:national", 100.0),
    ("ie:motorway", 120.0),
    ("fi:urban", 50.0),
    ("fi:rural", 80.0),
    ("fi:trunk", 100.0),
    ("fi:motorway", 120.0),
    ("de:living_street", WALK_KM_H),
    ("de:urban", 50.0),
    ("de:rural", 100.0),
    ("fr:urban", 50.0),
    ("fr:rural", 80.0),
    ("fr:motorway", 130.0),
    ("nl:urban", 50.0),
    ("nl:rural", 80.0),
    ("nl:motorway", 100.0),
    ("se:urban", 50.0),
    ("se:rural", 70.0),
    ("ru:living_street", 20.0),
    ("ru:urban", 60.0),
    ("ru:rural", 90.0),
    ("ru:motorway", 110.0),
    ("walk", WALK_KM_H),
];

/// Keys of a limit in both directions: its sign, then the rule it comes from.
const BOTH_WAYS: [&str; 4] = ["maxspeed", "maxspeed:type", "source:maxspeed", "zone:maxspeed"];

/// Keys of a limit in one direction.
const ONE_WAY: [&str; 2] = ["maxspeed:forward", "maxspeed:backward"];

/// The speed limit of a way, km/h, where its tags give one. Of two directions, and of several values (`50;30`), the
/// lower: a road has one limit here, and too slow a car is the safer mistake.
pub(super) fn limit_km_h(tags: &Tags<'_>) -> Option<f64> {
    let both = BOTH_WAYS.into_iter().find_map(|key| lowest(tags.get(key)?));
    both.or_else(|| ONE_WAY.into_iter().filter_map(|key| lowest(tags.get(key)?)).reduce(f64::min))
}

/// The lowest limit of a list; `none`, `signals`, `variable` and what cannot be read give none.
fn lowest(value: &str) -> Option<f64> {
    value.split(';').filter_map(|part| one(part.trim())).reduce(f64::min)
}

fn one(text: &str) -> Option<f64> {
    let text = text.to_ascii_lowercase();
    if let Some((_, limit)) = RULES.into_iter().find(|(rule, _)| *rule == text) {
        return Some(limit);
    }
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let factor = match text[end..].trim() {
        "" | "km/h" | "kmh" | "kph" => 1.0,
        "mph" => KM_H_PER_MPH,
        "knots" => KM_H_PER_KNOT,
        _ => return None,
    };
    let limit = text[..end].parse::<f64>().ok()? * factor;
    // 0 and 999 are no signs: somebody's placeholder.
    (limit > 0.0 && limit <= 200.0).then_some(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_as_people_write_them() {
        let cases = [
            ("50", Some(50.0)),
            ("30 mph", Some(48.28032)),
            ("20mph", Some(32.18688)),
            ("50 km/h", Some(50.0)),
            ("10 knots", Some(18.52)),
            ("walk", Some(7.0)),
            ("FI:urban", Some(50.0)),
            ("RU:urban", Some(60.0)),
            ("GB:nsl_single", Some(96.56064)),
            ("50;30", Some(30.0)),
            ("signals;60", Some(60.0)),
            ("none", None),
            ("signals", None),
            ("XX:urban", None),
            ("fast", None),
            ("0", None),
            ("999", None),
            ("", None),
            ("..", None),
        ];
        for (text, expected) in cases {
            let limit = limit_km_h(&Tags::of(&[("maxspeed", text)]));
            let same = limit.zip(expected).map_or(limit == expected, |(a, b)| (a - b).abs() < 1e-9);
            assert!(same, "{text}: {limit:?}, expected {expected:?}");
        }
    }

    #[test]
    fn a_rule_stands_in_for_a_sign_and_the_slower_direction_for_both() {
        let rule = [("maxspeed", "signals"), ("maxspeed:type", "GB:nsl_restricted")];
        assert_eq!(limit_km_h(&Tags::of(&rule)), Some(30.0 * KM_H_PER_MPH));
        let directions = [("maxspeed:forward", "60"), ("maxspeed:backward", "40")];
        assert_eq!(limit_km_h(&Tags::of(&directions)), Some(40.0));
    }
}
