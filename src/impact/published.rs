//! Published figures about crime beside the same figures worked out from the city's data.
//!
//! Crime is known by zone, and a postcode district cuts through zones. How much of a zone's crime falls to the district
//! is not known, so it is worked out in three ways, and the lowest and the highest are given: by the share of its
//! residents, by the share of its postcodes, and of whole zones, those that are mostly in it. Wards and boroughs are made
//! of whole zones: all ways say the same.

use crate::city::{City, CrimeSeries, ZoneShares};
use crate::scenario::{FigurePlace, Per, PublishedFigure, Scenario};

/// Figures that differ by more than this factor are said to differ: an assumption. One year's count of a small place is
/// within it of the next year's.
pub const APART: f64 = 1.5;

/// Another type fits a published figure within this factor: an assumption.
const FITS: f64 = 1.25;

/// Of other types that would fit a published figure, this many are named.
const MOST_OTHERS: usize = 3;

/// The figures of a scenario, in its order.
pub struct Published {
    /// One a [`PublishedFigure`].
    pub figures: Vec<FigureBeside>,
}

/// A published figure and ours.
pub struct FigureBeside {
    /// Its number in [`Scenario::published`].
    pub figure: usize,
    /// Ours by [`CrimeSeries::ALL`]: per the figure's own stretch of time, lowest and highest way of sharing out zones;
    /// `None` where no type of the series is named or one is not collected in all of the place.
    pub ours: [Option<(f64, f64)>; CrimeSeries::ALL.len()],
    /// Ours divided by the published number, of the first series there is; `None` where that number is 0, or next to it.
    pub ratio: Option<(f64, f64)>,
    /// Where ours is more than a factor of 1.5 off: types that no figure of this place names and that fit the published number
    /// within a factor of 1.25, nearest first, each with its own figure. Which one was meant, if any, they do not say.
    pub fitting: Vec<(usize, (f64, f64))>,
    /// The comparison in plain words; it judges nobody.
    pub remark: String,
}

/// Holds every published figure of the scenario against the city's crimes.
pub fn published(city: &City, scenario: &Scenario) -> Published {
    let figures = scenario.published.iter().enumerate();
    Published { figures: figures.map(|(number, figure)| beside(city, scenario, number, figure)).collect() }
}

fn beside(city: &City, scenario: &Scenario, number: usize, figure: &PublishedFigure) -> FigureBeside {
    let ways = zone_shares(city, &figure.place);
    let types = &city.crimes.types;
    let ours = CrimeSeries::ALL.map(|series| {
        let of_series: Vec<usize> =
            figure.crimes.iter().copied().filter(|&c| types[c].series == series).collect();
        if of_series.is_empty() { None } else { per(city, &of_series, figure.per, &ways) }
    });
    let first = ours.iter().flatten().next().copied();
    let ratio = first.map(|(low, high)| (low / figure.value, high / figure.value));
    // Nothing is a multiple of a published nothing.
    let ratio = ratio.filter(|(_, high)| high.is_finite());
    let fitting = match ratio.filter(|ratio| is_apart(*ratio)) {
        Some(_) => fitting(city, scenario, figure, &ways),
        None => Vec::new(),
    };
    let mut beside = FigureBeside { figure: number, ours, ratio, fitting, remark: String::new() };
    beside.remark = remark(city, figure, &beside);
    beside
}

/// Types that nobody names for this place and that fit the published number, best first.
fn fitting(
    city: &City,
    scenario: &Scenario,
    figure: &PublishedFigure,
    ways: &[Vec<f64>],
) -> Vec<(usize, (f64, f64))> {
    let same_place = scenario.published.iter().filter(|other| other.place == figure.place);
    let named: Vec<usize> = same_place.flat_map(|other| other.crimes.iter().copied()).collect();
    let others = (0..city.crimes.types.len()).filter(|crime| !named.contains(crime));
    let mut found: Vec<(f64, usize, (f64, f64))> = others
        .filter_map(|crime| {
            let ours = per(city, &[crime], figure.per, ways)?;
            let off = off_by((ours.0 / figure.value, ours.1 / figure.value));
            (off <= FITS).then_some((off, crime, ours))
        })
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    found.into_iter().take(MOST_OTHERS).map(|(_, crime, ours)| (crime, ours)).collect()
}

/// Whether even the nearer end of a ratio is beyond [`APART`].
fn is_apart((low, high): (f64, f64)) -> bool {
    low > APART || high < 1.0 / APART
}

/// By which factor the middle of a ratio is off, at least 1.
fn off_by((low, high): (f64, f64)) -> f64 {
    let middle = (low + high) / 2.0;
    middle.max(1.0 / middle)
}

/// The sum of some types in a place per stretch of time, lowest and highest way; `None` where one is not collected in a
/// zone that has a share in it.
fn per(city: &City, crimes: &[usize], per: Per, ways: &[Vec<f64>]) -> Option<(f64, f64)> {
    let mut range = (f64::INFINITY, f64::NEG_INFINITY);
    for shares in ways {
        let sum = crimes_per(city, crimes, per, shares)?;
        range = (range.0.min(sum), range.1.max(sum));
    }
    Some(range)
}

/// The sum of some types per stretch of time, where `shares` of every zone count; `None` where one is not collected in a
/// zone that has a share.
pub(crate) fn crimes_per(city: &City, crimes: &[usize], per: Per, shares: &[f64]) -> Option<f64> {
    let mut sum = 0.0;
    for &crime in crimes {
        let often = per.in_year_of(&city.crimes.types[crime]);
        let counts = city.crimes.counts(crime).iter().zip(shares).filter(|(_, share)| **share > 0.0);
        for (count, share) in counts {
            sum += (*count)? * share / often;
        }
    }
    Some(sum)
}

/// How much of every zone is in a place, 0 to 1, in each of the three ways: by residents, whole zones, by postcodes (the
/// last only of a postcode district, where the city knows its zones' postcodes).
pub(crate) fn zone_shares(city: &City, place: &FigurePlace) -> Vec<Vec<f64>> {
    let by_residents = ZoneShares::new(city).inside(&place.areas);
    let whole = by_residents.iter().map(|share| if *share > 0.5 { 1.0 } else { 0.0 }).collect();
    let mut ways = vec![by_residents, whole];
    if place.is_district && city.zones.iter().any(|zone| zone.knows_districts()) {
        ways.push(city.zones.iter().map(|zone| zone.share_in(&place.name)).collect());
    }
    ways
}

fn remark(city: &City, figure: &PublishedFigure, beside: &FigureBeside) -> String {
    let per = figure.per.as_str();
    let types = &city.crimes.types;
    let told: Vec<String> = CrimeSeries::ALL
        .iter()
        .zip(&beside.ours)
        .filter_map(|(series, ours)| {
            let source = match series {
                CrimeSeries::Recorded => "as recorded",
                CrimeSeries::PoliceUk => "in police.uk",
            };
            ours.map(|ours| format!("{} a {per} {source}", range(ours)))
        })
        .collect();
    if told.is_empty() {
        return "not collected in all of this place".to_string();
    }
    let mut text = told.join(", ");
    text.push_str(&match beside.ratio {
        Some(ratio) => against(city, figure.value, ratio, &beside.fitting),
        None => against_nothing(figure.value, beside.ours.iter().flatten().next().copied()),
    });
    if figure.crimes.iter().any(|&crime| types[crime].allotted) {
        text.push_str("; known by borough only and spread over its zones");
    }
    text
}

/// Our figure as a multiple of the published one, and what fits better.
fn against(city: &City, published: f64, ratio: (f64, f64), fitting: &[(usize, (f64, f64))]) -> String {
    let published = plain(published);
    if !is_apart(ratio) {
        return format!(": the published {published} is within a factor of {APART}");
    }
    let told = |(crime, ours): &(usize, (f64, f64))| {
        format!("{} {}", city.crimes.types[*crime].words(), range(*ours))
    };
    let fitting = match fitting {
        [] => "no type that is not named here fits it".to_string(),
        types => {
            let told = types.iter().map(told).collect::<Vec<_>>().join(", ");
            format!("of the types not named here these fit it: {told}")
        }
    };
    format!(": {} times the published {published}; {fitting}", range(ratio))
}

/// Our figure beside a published one that it is no multiple of, because that is 0 or next to it.
fn against_nothing(published: f64, ours: Option<(f64, f64)>) -> String {
    let published = plain(published);
    match ours {
        Some((_, high)) if high <= 0.0 => format!(": the published figure is {published} too"),
        Some((low, _)) if low <= 0.0 => {
            format!(": the published figure is {published}, which is the lower end of ours")
        }
        _ => format!(": the published figure is {published}, so there is no ratio, and ours is above it"),
    }
}

/// `2.5 to 2.7`, or one number where both are written alike.
fn range((low, high): (f64, f64)) -> String {
    let (low, high) = (plain(low), plain(high));
    if low == high { low } else { format!("{low} to {high}") }
}

/// Two digits that count below 10, whole numbers from 100.
fn plain(value: f64) -> String {
    match value {
        v if v.fract() == 0.0 || v >= 100.0 => format!("{v:.0}"),
        v if v >= 1.0 => format!("{v:.1}"),
        v => format!("{v:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::against_nothing;

    #[test]
    fn nothing_beside_nothing_and_beside_something() {
        let told = |low, high| against_nothing(0.0, Some((low, high)));
        assert_eq!(told(0.0, 0.0), ": the published figure is 0 too");
        assert_eq!(told(0.0, 2.0), ": the published figure is 0, which is the lower end of ours");
        assert!(told(1.0, 2.0).ends_with("there is no ratio, and ours is above it"));
    }
}
