//! Crimes that are known by borough only, spread over its zones.
//!
//! The table by LSOA has neither sexual offences nor the kinds of crime within its types. The table by borough and
//! month has both. A borough's count of a year is shared out in proportion to a type that is known by LSOA, in
//! hundredths of a crime, so that the borough's sum is kept exactly. That says how the borough's crimes are spread if
//! they follow that type: an assumption, so the columns are called `..._allotted`.

use std::collections::{BTreeMap, BTreeSet};

use super::people::RawZone;
use super::{BuildError, Raw};
use crate::city::Problem;

const TABLE: &str = "crime/mps_borough_monthly_2010_2021.csv";
/// Crime at the two airports is listed as if they were a borough: it has no zones, and is left out (README of the raw
/// tables, section 5).
const AIRPORTS: &str = "London Heathrow and London City Airports";
const MONTHS_2016: [&str; 12] = [
    "201601", "201602", "201603", "201604", "201605", "201606", "201607", "201608", "201609", "201610",
    "201611", "201612",
];

/// A kind of crime that is known by borough.
pub(super) struct Allotted {
    /// Our column.
    pub column: &'static str,
    /// `MajorText` and how `MinorText` begins (the table cuts it off).
    kind: (&'static str, &'static str),
    /// The column by LSOA in whose proportion it is spread: of a part, the type that it is part of.
    by: &'static str,
}

/// Racially or religiously aggravated public fear is the only series of hate crime in the tables: far less than all of it.
/// None of the tables has domestic abuse.
pub(super) const ALLOTTED: [Allotted; 5] = [
    Allotted {
        column: "crime_2016_rape_allotted",
        kind: ("Sexual Offences", "Rape"),
        by: "mps2016_violence",
    },
    Allotted {
        column: "crime_2016_sexual_offences_other_allotted",
        kind: ("Sexual Offences", "Other Sexual Offences"),
        by: "mps2016_violence",
    },
    Allotted {
        column: "crime_2016_public_order_racial_or_religious_fear_allotted",
        kind: ("Public Order Offences", "Racially or Religiously Aggravated Public Fear"),
        by: "mps2016_public_order",
    },
    Allotted {
        column: "crime_2016_theft_from_person_allotted",
        kind: ("Theft", "Theft from Person"),
        by: "mps2016_theft_all",
    },
    Allotted {
        column: "crime_2016_robbery_personal_allotted",
        kind: ("Robbery", "Robbery of Personal Property"),
        by: "mps2016_robbery",
    },
];

/// The cells of [`ALLOTTED`] by zone: crimes in 2016, blank where the weighting type is.
pub(super) fn allotted(raw: &mut Raw, zones: &[RawZone]) -> Result<Vec<Vec<String>>, BuildError> {
    let by_borough = counts_by_borough(raw, zones)?;
    let mut cells = vec![Vec::with_capacity(ALLOTTED.len()); zones.len()];
    for (number, kind) in ALLOTTED.iter().enumerate() {
        // By name: problems are told in the order in which boroughs are looked at.
        let mut boroughs: BTreeMap<&str, Vec<(usize, u64)>> = BTreeMap::new();
        for (zone, raw_zone) in zones.iter().enumerate() {
            cells[zone].push(String::new());
            match raw_zone.copied(kind.by) {
                "" => {}
                text => match text.parse() {
                    Ok(weight) => boroughs.entry(&raw_zone.borough).or_default().push((zone, weight)),
                    Err(_) => raw.problems.push(Problem::of_file(
                        "areas/lsoa_london.csv",
                        format!("{} of {} is {text:?}, no whole number", kind.by, raw_zone.id),
                    )),
                },
            }
        }
        for (borough, weighted) in boroughs {
            let count = by_borough.get(&(number, borough.to_string())).copied().unwrap_or(0);
            if count > 0 && weighted.iter().all(|(_, weight)| *weight == 0) {
                let message = format!("{} has crimes for {}, and none of {}", borough, kind.column, kind.by);
                raw.problems.push(Problem::of_file(TABLE, message));
            }
            let weights: Vec<u64> = weighted.iter().map(|(_, weight)| *weight).collect();
            for ((zone, _), hundredths) in weighted.iter().zip(in_proportion(count * 100, &weights)) {
                cells[*zone][number] = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            }
        }
    }
    Ok(cells)
}

/// Crimes in 2016 by number in [`ALLOTTED`] and borough.
fn counts_by_borough(raw: &mut Raw, zones: &[RawZone]) -> Result<BTreeMap<(usize, String), u64>, BuildError> {
    let known: BTreeSet<&str> = zones.iter().map(|z| z.borough.as_str()).collect();
    let table = raw.table(TABLE)?;
    let [major, minor, borough] = raw.columns(&table, ["MajorText", "MinorText", "LookUp_BoroughName"])?;
    let months = raw.columns(&table, MONTHS_2016)?;
    let mut counts = BTreeMap::new();
    for row in table.rows().filter(|row| row.text(borough) != AIRPORTS) {
        let is_of = |a: &Allotted| row.text(major) == a.kind.0 && row.text(minor).starts_with(a.kind.1);
        let Some(number) = ALLOTTED.iter().position(is_of) else { continue };
        if !known.contains(row.text(borough)) {
            raw.problems.push(row.problem(borough, "is no borough of areas/lsoa_london.csv"));
        }
        for month in months {
            match row.text(month).parse::<u64>() {
                Ok(crimes) => *counts.entry((number, row.text(borough).to_string())).or_insert(0) += crimes,
                Err(_) => raw.problems.push(row.problem(month, "is not a whole number")),
            }
        }
    }
    Ok(counts)
}

/// `total` in whole parts proportional to `weights`, which add up to it: each is rounded down, and what is left goes one
/// by one to those that lost most (the method of largest remainders; ties to the first). All zero where the weights are.
fn in_proportion(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum: u128 = weights.iter().map(|w| u128::from(*w)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let exact = |w: &u64| u128::from(total) * u128::from(*w);
    let mut parts: Vec<u64> = weights.iter().map(|w| (exact(w) / sum) as u64).collect();
    let left = total - parts.iter().sum::<u64>();
    let mut by_loss: Vec<usize> = (0..weights.len()).collect();
    by_loss.sort_by_key(|&i| std::cmp::Reverse(exact(&weights[i]) % sum));
    for &i in by_loss.iter().take(left as usize) {
        parts[i] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_largest_remainders_get_what_is_left() {
        assert_eq!(in_proportion(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(in_proportion(7, &[0, 5, 2]), [0, 5, 2]);
        assert_eq!(in_proportion(100, &[47, 16, 16, 12, 6, 3]), [47, 16, 16, 12, 6, 3]);
        assert_eq!(in_proportion(9, &[0, 0]), [0, 0]);
    }

    #[test]
    fn problems_are_told_by_borough_in_the_order_of_names() {
        let boroughs = ["Sutton", "Barnet", "Merton", "Camden", "Ealing", "Brent", "Harrow", "Bexley"];
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("crime")).unwrap();
        let mut table = format!("MajorText,MinorText,LookUp_BoroughName,{}\n", MONTHS_2016.join(","));
        for borough in boroughs {
            table.push_str(&format!("Sexual Offences,Rape,{borough},1{}\n", ",0".repeat(11)));
        }
        std::fs::write(folder.path().join(TABLE), table).unwrap();
        let zones = boroughs.map(|borough| RawZone::with_cell(borough, "mps2016_violence", "0"));
        let mut raw = Raw { folder: folder.path().to_path_buf(), problems: Vec::new() };
        allotted(&mut raw, &zones).unwrap();
        let told: Vec<&str> = raw.problems.iter().map(|p| p.message.as_str()).collect();
        let mut in_order = boroughs;
        in_order.sort_unstable();
        assert_eq!(told.len(), boroughs.len());
        for (told, borough) in told.iter().zip(in_order) {
            assert!(told.contains(&format!("{borough} has crimes for crime_2016_rape_allotted")), "{told}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_part_is_off_by_a_whole_one(
            total in 0u64..1_000_000, weights in prop::collection::vec(0u64..5_000, 1..200)
        ) {
            let sum: u64 = weights.iter().sum();
            let parts = in_proportion(total, &weights);
            prop_assert_eq!(parts.iter().sum::<u64>(), if sum == 0 { 0 } else { total });
            for (part, weight) in parts.iter().zip(&weights).filter(|_| sum > 0) {
                let exact = total as f64 * *weight as f64 / sum as f64;
                prop_assert!((*part as f64 - exact).abs() < 1.0);
            }
        }
    }
}
