//! `stations.csv` of the city folder.

use std::collections::HashMap;

use super::{BuildError, Built, Raw, counter_hours, csv_bytes, slug};
use crate::city::Confidence;

/// A unit postcode's mean point is taken to be this close to the door, metres: an assumption, the width
/// of a short street's half.
const UNIT_POSTCODE_ERROR_M: &str = "25";

pub(super) fn stations(raw: &mut Raw) -> Result<Built, BuildError> {
    let table = raw.table("stations/stations.csv")?;
    let [
        name,
        borough,
        address,
        postcode,
        lat,
        lon,
        method,
        counted,
        hours,
        reports,
        visits,
        source,
        confidence,
    ] = raw.columns(
        &table,
        [
            "name",
            "borough",
            "address",
            "postcode",
            "lat",
            "lon",
            "coord_method",
            "in_73_of_2017",
            "hours_2017",
            "crimes_per_day_may2017",
            "visits_per_day",
            "source",
            "confidence",
        ],
    )?;
    let header = [
        "id",
        "name",
        "also",
        "borough",
        "address",
        "postcode",
        "lon",
        "lat",
        "counter_hours",
        "hours_as_sourced",
        "base_units",
        "source",
        "confidence",
        "coord_error_m",
        "reports_per_day",
        "reports_per_day_as_sourced",
        "visits_per_day",
        "visits_per_day_as_sourced",
    ];
    let mut rows = vec![header.map(str::to_string).to_vec()];
    let mut ids: HashMap<String, usize> = HashMap::new();
    for row in table.rows() {
        let (short, also) = split_name(row.text(name));
        let row_trust = Confidence::from_word(row.text(confidence));
        let (counter, trust) = match row.text(counted) {
            "no" => ("", row_trust),
            "yes" => match counter_hours::read(row.text(hours)) {
                Some((osm, trust)) => (osm, row_trust.map(|r| r.min(trust))),
                None => {
                    raw.problems.push(row.problem(hours, "is a text that the hours table does not know"));
                    continue;
                }
            },
            _ => {
                raw.problems.push(row.problem(counted, "is neither yes nor no"));
                continue;
            }
        };
        let Some(trust) = trust else {
            raw.problems.push(row.problem(confidence, "is not one of low, medium, high"));
            continue;
        };
        if ids.insert(slug(short), rows.len()).is_some() {
            raw.problems.push(row.problem(name, "gives an id that is already taken"));
        }
        rows.push(vec![
            slug(short),
            short.to_string(),
            also.to_string(),
            row.text(borough).to_string(),
            row.text(address).to_string(),
            row.text(postcode).to_string(),
            row.text(lon).to_string(),
            row.text(lat).to_string(),
            counter.to_string(),
            row.text(hours).to_string(),
            // Where the response cars parade is not known for 2017 but for Feltham (FACTS 2).
            String::new(),
            row.text(source).to_string(),
            trust.as_str().to_string(),
            coord_error_m(row.text(method)).to_string(),
            plain_number(row.text(reports)).to_string(),
            row.text(reports).to_string(),
            plain_number(row.text(visits)).to_string(),
            row.text(visits).to_string(),
        ]);
    }
    Ok(Built { name: "stations.csv", rows: rows.len() - 1, bytes: csv_bytes(rows) })
}

/// `Uxbridge (Hillingdon)` is called Uxbridge, also Hillingdon; `Wood Green / Fishmongers Arms` is split
/// likewise.
fn split_name(name: &str) -> (&str, &str) {
    match name.split_once(" (").or_else(|| name.split_once(" / ")) {
        Some((short, rest)) => (short, rest.trim_end_matches(')')),
        None => (name, ""),
    }
}

/// The text where it is a number and nothing else: a bound (`<24`), a range or a figure of another year is not one.
fn plain_number(text: &str) -> &str {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => text,
        _ => "",
    }
}

/// How far off the point may be, by the way it was found (`coord_method`; FACTS 1, "Coordinates").
fn coord_error_m(method: &str) -> &str {
    if let Some((_, metres)) = method.split_once("+-") {
        return metres.trim_end_matches(" m");
    }
    match method {
        m if m.starts_with("Code-Point Open") => UNIT_POSTCODE_ERROR_M,
        m if m.contains("agrees within 100 m") || m.starts_with("between") => "100",
        // An output area's mean is typically 70 to 250 m off.
        m if m.starts_with("OA11 mean") => "250",
        _ => "500",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_errors_are_read_off_the_text() {
        assert_eq!(split_name("Barnet (High Barnet)"), ("Barnet", "High Barnet"));
        assert_eq!(split_name("Acton"), ("Acton", ""));
        assert_eq!(coord_error_m("OA11 mean (large-user postcode), +-600 m"), "600");
        assert_eq!(coord_error_m("Code-Point Open May 2025 unit postcode, quality 10"), "25");
        assert_eq!(coord_error_m("own knowledge, low precision"), "500");
        assert_eq!(["4", "3.2", "0.0"].map(plain_number), ["4", "3.2", "0.0"]);
        assert_eq!(["<24", "6-7 (group)", "17 (2012)", "", "inf"].map(plain_number), [""; 5]);
    }
}
