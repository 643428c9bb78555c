//! Which types of crime hold each other, and what is left of one that holds others.
//!
//! A type that is followed beside one of its parts is taken apart: the part goes by its own assumptions, the rest by those
//! of the whole, and the whole is their sum. So no part exceeds its whole, whatever is assumed of either.

use crate::city::{City, ZoneShares};
use crate::scenario::ReportedType;

/// How types lie in columns of crime, and in each other. All lists but the last two are by type.
pub(super) struct Layout {
    /// The column with all crimes of a type, or of the type that it is a share of.
    pub column_of: Vec<usize>,
    /// The column without the crimes of its parts that have columns of their own.
    pub rest_of: Vec<usize>,
    /// Its nearest parts that are a share.
    pub shares_of: Vec<Vec<usize>>,
    /// Itself and all its parts, and their parts.
    pub members: Vec<Vec<usize>>,
    /// The numbers of the city's types that the first columns hold.
    crimes: Vec<usize>,
    /// The columns of a whole and its nearest parts: what the columns after those hold the rest of.
    rests: Vec<(usize, Vec<usize>)>,
}

impl Layout {
    pub(super) fn new(types: &[ReportedType]) -> Self {
        let mut crimes: Vec<usize> = types.iter().map(|t| t.crime).collect();
        crimes.sort_unstable();
        crimes.dedup();
        let column_of: Vec<usize> =
            types.iter().map(|kind| crimes.partition_point(|&crime| crime < kind.crime)).collect();
        let (mut rest_of, mut shares_of, mut rests) = (column_of.clone(), Vec::new(), Vec::new());
        for (kind, rest) in rest_of.iter_mut().enumerate() {
            let parts = (0..types.len()).filter(|&part| types[part].whole == Some(kind));
            let (shares, parts): (Vec<usize>, Vec<usize>) =
                parts.partition(|&part| types[part].share_of_crime.is_some());
            if !parts.is_empty() {
                *rest = crimes.len() + rests.len();
                rests.push((column_of[kind], parts.into_iter().map(|part| column_of[part]).collect()));
            }
            shares_of.push(shares);
        }
        let held = |kind: usize, part: usize| {
            std::iter::successors(Some(part), |&p| types[p].whole).any(|whole| whole == kind)
        };
        let members = |kind| (0..types.len()).filter(|&part| held(kind, part)).collect();
        Layout {
            members: (0..types.len()).map(members).collect(),
            column_of,
            rest_of,
            shares_of,
            crimes,
            rests,
        }
    }

    /// Crimes a year by column and area of the city; `None` where they were not counted.
    pub(super) fn counts(&self, city: &City) -> Vec<Vec<Option<f64>>> {
        let shares = ZoneShares::new(city);
        let mut counts: Vec<Vec<Option<f64>>> =
            self.crimes.iter().map(|&crime| by_area(city, &shares, crime)).collect();
        for (whole, parts) in &self.rests {
            let parts: Vec<&[Option<f64>]> = parts.iter().map(|&part| counts[part].as_slice()).collect();
            counts.push(rest(&counts[*whole], &parts));
        }
        counts
    }
}

/// Crimes a year of a type by area.
fn by_area(city: &City, shares: &ZoneShares, crime: usize) -> Vec<Option<f64>> {
    let counts = city.crimes.counts(crime);
    let areas = city.areas.iter().enumerate();
    areas.map(|(number, area)| Some(counts[area.zone]? * shares.area(number))).collect()
}

/// What `parts` leave of `whole`, area by area: in all as much as of the whole city. A part that is allotted to zones can
/// exceed its whole in one; nothing is left there, and a little less elsewhere.
fn rest(whole: &[Option<f64>], parts: &[&[Option<f64>]]) -> Vec<Option<f64>> {
    let held = |area: usize| -> f64 { parts.iter().filter_map(|part| part[area]).sum() };
    let left: Vec<Option<f64>> =
        whole.iter().enumerate().map(|(area, n)| n.map(|n| (n - held(area)).max(0.0))).collect();
    let counted = || whole.iter().enumerate().filter_map(|(area, n)| Some((area, (*n)?)));
    let difference: f64 = counted().map(|(area, n)| n - held(area)).sum();
    let left_in_all: f64 = left.iter().flatten().sum();
    let scale = if left_in_all > 0.0 { difference.max(0.0) / left_in_all } else { 1.0 };
    left.into_iter().map(|n| n.map(|n| n * scale)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rest_is_nowhere_negative_and_in_all_the_difference() {
        let whole = [Some(10.0), Some(2.0), None, Some(8.0)];
        let part = [Some(4.0), Some(3.0), Some(1.0), None];
        // 20 - 7 = 13 in all where the whole was counted, of the 6, 0 and 8 that are left.
        let left = rest(&whole, &[&part]);
        assert_eq!(left.iter().map(Option::is_some).collect::<Vec<_>>(), [true, true, false, true]);
        let found: Vec<f64> = left.into_iter().flatten().collect();
        for (found, expected) in found.iter().zip([6.0, 0.0, 8.0].map(|n| n * 13.0 / 14.0)) {
            assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
        }
        assert_eq!(rest(&[Some(1.0)], &[&[Some(2.0)]]), [Some(0.0)]);
    }
}
