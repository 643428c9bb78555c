//! What the values under all readings say of a claim.

use rayon::prelude::*;

use super::assumption::Assumptions;
use super::between::in_between;
use super::evaluate::{Evaluator, Figure};
use super::file::{Claim, ClaimFile};
use super::place::Population;
use super::quantity::Quantity;
use super::reading::{Departure, Reading};
use super::said::Said;
use super::world::World;

/// What can be said of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Under every reading.
    Holds,
    /// Under none.
    DoesNotHold,
    /// Under some.
    Depends,
    /// The data does not say.
    NotTestable,
}

impl Verdict {
    /// All, in the order of tables.
    pub const ALL: [Verdict; 4] =
        [Verdict::Holds, Verdict::DoesNotHold, Verdict::Depends, Verdict::NotTestable];

    /// The words used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::DoesNotHold => "does not hold",
            Verdict::Depends => "depends",
            Verdict::NotTestable => "not testable",
        }
    }
}

/// A claim under one reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluated {
    /// The reading.
    pub reading: Reading,
    /// What the quantity comes to.
    pub figure: Figure,
    /// Whether the claim holds; `None` where there is no value.
    pub holds: Option<bool>,
}

/// Assumptions that turn the verdict of the plainest reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Flip {
    /// What is assumed otherwise.
    pub departures: Vec<Departure>,
    /// The number of the reading that does so.
    pub reading: usize,
}

/// A claim with its verdict.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The number of the claim in its file.
    pub claim: usize,
    /// Under every reading, the plainest first, and at last those at speeds and detours between the ends of their range
    /// where it holds at neither end; empty where the claim cannot be tested.
    pub readings: Vec<Evaluated>,
    /// The verdict.
    pub verdict: Verdict,
    /// The smallest sets of assumptions that turn the verdict of the plainest reading with a value: those of fewest
    /// assumptions, and of these the one first that moves the value least. Empty unless the verdict depends.
    pub flips: Vec<Flip>,
    /// What is missing for the claim to be tested, or for some of its readings to have a value; empty where nothing is.
    pub missing: String,
    /// Under the readings that the file leaves out.
    pub left_out: Vec<Evaluated>,
    /// Where a claim about crime does not hold, other types of crime with their own figures: first those that the file
    /// says may have been meant, then those of any kind that fit the number, nearest first.
    pub other_types: Vec<OtherType>,
}

/// Another type of crime in the place of a claim.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OtherType {
    /// Its number in the city.
    pub number: usize,
    /// Its least and greatest figure, by how zones are shared out.
    pub range: (f64, f64),
    /// Whether the claim would hold of it somewhere in its range.
    pub fits: bool,
    /// Whether the file says that it may have been meant.
    pub or_meant: bool,
}

impl Checked {
    /// The plainest reading that has a value.
    pub fn plainest(&self) -> Option<&Evaluated> {
        self.readings.iter().find(|e| e.holds.is_some())
    }

    /// In how many readings the claim holds, and how many have a value.
    pub fn counts(&self) -> (usize, usize) {
        counts(&self.readings)
    }

    /// The least and the greatest value; `None` without one.
    pub fn range(&self) -> Option<(f64, f64)> {
        range(&self.readings)
    }

    /// The same as [`Checked::counts`], of the readings that the file leaves out.
    pub fn counts_left_out(&self) -> (usize, usize) {
        counts(&self.left_out)
    }

    /// The same as [`Checked::range`], of the readings that the file leaves out.
    pub fn range_left_out(&self) -> Option<(f64, f64)> {
        range(&self.left_out)
    }
}

/// Of some readings, in how many the claim holds, and how many have a value.
fn counts(readings: &[Evaluated]) -> (usize, usize) {
    let with_value = readings.iter().filter_map(|e| e.holds);
    with_value.fold((0, 0), |(holds, all), h| (holds + usize::from(h), all + 1))
}

/// The least and the greatest value of some readings; `None` without one.
fn range(readings: &[Evaluated]) -> Option<(f64, f64)> {
    let values = readings.iter().filter_map(|e| e.figure.value);
    values.fold(None, |range: Option<(f64, f64)>, v| {
        Some(range.map_or((v, v), |(low, high)| (low.min(v), high.max(v))))
    })
}

/// Checks every claim of a file, in its order.
pub fn check(world: &World<'_>, file: &ClaimFile) -> Vec<Checked> {
    let evaluator = Evaluator::new(world, &file.claims);
    let claims: Vec<(usize, &Claim)> = file.claims.iter().enumerate().collect();
    claims.par_iter().map(|(number, claim)| checked(&evaluator, *number, claim)).collect()
}

fn checked(evaluator: &Evaluator<'_>, number: usize, claim: &Claim) -> Checked {
    let holds = |figure: &Figure| claim.said.as_ref().zip(figure.value).map(|(said, v)| said.fits(v));
    let evaluated = |readings: Vec<Reading>| -> Vec<Evaluated> {
        let figures = evaluator.figures(claim, &readings);
        let each = readings.into_iter().zip(figures);
        each.map(|(reading, figure)| Evaluated { reading, holds: holds(&figure), figure }).collect()
    };
    let mut checked = Checked {
        claim: number,
        readings: evaluated(claim.assumptions.readings()),
        verdict: Verdict::NotTestable,
        flips: Vec::new(),
        missing: String::new(),
        left_out: evaluated(claim.left_out.clone()),
        other_types: Vec::new(),
    };
    let between = in_between(evaluator, claim, &checked.readings);
    checked.readings.extend(evaluated(between));
    checked.verdict = match checked.counts() {
        _ if !claim.same_source.is_empty() => Verdict::NotTestable,
        (_, 0) => Verdict::NotTestable,
        (0, _) => Verdict::DoesNotHold,
        (holds, all) if holds == all => Verdict::Holds,
        _ => Verdict::Depends,
    };
    match (checked.verdict, &claim.quantity, &claim.said) {
        (Verdict::Depends, ..) => checked.flips = flips(&checked.readings, &claim.assumptions),
        (Verdict::DoesNotHold, Quantity::Crime { .. }, Some(said)) => {
            checked.other_types = other_types(evaluator, &claim.quantity, said);
        }
        _ => {}
    }
    if !claim.same_source.is_empty() {
        checked.missing = format!("a figure that does not come from the claim itself: {}", claim.same_source);
    } else if checked.readings.is_empty() || checked.readings.iter().any(|e| e.holds.is_none()) {
        checked.missing = missing(evaluator.world, claim);
    }
    checked
}

/// Of other types that fit, this many are named.
const MOST_TYPES: usize = 3;

/// See [`Checked::other_types`].
fn other_types(evaluator: &Evaluator<'_>, quantity: &Quantity, said: &Said) -> Vec<OtherType> {
    let Quantity::Crime { place, types, or_meant } = quantity else { return Vec::new() };
    let other = |number: usize, or_meant: bool| {
        let range = evaluator.crime_range(said, place, number)?;
        let fits = said.fits(range.0) || said.fits(range.1) || (range.0 < said.value && said.value < range.1);
        Some(OtherType { number, range, fits, or_meant })
    };
    let meant = or_meant.iter().filter_map(|&number| other(number, true));
    let is_named = |number: &usize| types.contains(number) || or_meant.contains(number);
    let all = 0..evaluator.world.city.crimes.types.len();
    let mut fitting: Vec<OtherType> =
        all.filter(|n| !is_named(n)).filter_map(|n| other(n, false)).filter(|o| o.fits).collect();
    let off = |o: &OtherType| ((o.range.0 + o.range.1) / 2.0 - said.value).abs();
    fitting.sort_by(|a, b| off(a).total_cmp(&off(b)).then(a.number.cmp(&b.number)));
    meant.chain(fitting.into_iter().take(MOST_TYPES)).collect()
}

/// See [`Checked::flips`]. Of each set of assumptions the reading is kept that moves the value up least, and the one that
/// moves it down least.
fn flips(readings: &[Evaluated], all: &Assumptions) -> Vec<Flip> {
    let Some(plain) = readings.iter().find(|e| e.holds.is_some()) else { return Vec::new() };
    let turned = || {
        let numbered = readings.iter().enumerate();
        numbered.filter(|(_, e)| e.holds.is_some() && e.holds != plain.holds)
    };
    let distance = |e: &Evaluated| plain.reading.distance(&e.reading, all);
    let Some(fewest) = turned().map(|(_, e)| distance(e)).min() else { return Vec::new() };
    let moved = |e: &Evaluated| match (e.figure.value, plain.figure.value) {
        (Some(a), Some(b)) => (a - b).abs(),
        _ => f64::INFINITY,
    };
    let mut nearest: Vec<(usize, &Evaluated)> = turned().filter(|(_, e)| distance(e) == fewest).collect();
    nearest.sort_by(|a, b| moved(a.1).total_cmp(&moved(b.1)).then(a.0.cmp(&b.0)));
    let rises = |reading: usize| readings[reading].figure.value > plain.figure.value;
    let mut flips: Vec<Flip> = Vec::new();
    for (reading, evaluated) in nearest {
        let departures = plain.reading.departures(&evaluated.reading, all);
        let names = |departures: &[Departure]| departures.iter().map(|d| d.assumption).collect::<Vec<_>>();
        let alike =
            |f: &Flip| names(&f.departures) == names(&departures) && rises(f.reading) == rises(reading);
        if !flips.iter().any(alike) {
            flips.push(Flip { departures, reading });
        }
    }
    flips
}

fn lives_anybody(world: &World<'_>, place: &Population) -> bool {
    place.areas.iter().any(|&area| world.weights[area][0] > 0.0)
}

/// Why no reading has a value, or some have none.
fn missing(world: &World<'_>, claim: &Claim) -> String {
    let station = |number: usize| &world.city.stations[number].name;
    match &claim.quantity {
        Quantity::Untestable { missing } => missing.clone(),
        Quantity::ReportsAtCounter { station: s } => {
            format!(
                "how many crimes are reported at {}: stations.csv has no plain number for it",
                station(*s)
            )
        }
        Quantity::VisitsToCounter { station: s } => {
            format!("how many people visit {}: stations.csv has no plain number for it", station(*s))
        }
        Quantity::Crime { place, .. } => format!("these crimes were not collected in all of {}", place.name),
        Quantity::Coverage { place, .. }
        | Quantity::Catchment { place, .. }
        | Quantity::Residents { place }
            if !lives_anybody(world, place) =>
        {
            format!(
                "residents of {}: the table has none there, and a share of nobody is no number",
                place.name
            )
        }
        Quantity::Coverage { place, .. }
        | Quantity::Catchment { place, .. }
        | Quantity::Residents { place } => {
            format!("how many households {} has: zones.csv does not know it of every zone", place.name)
        }
        Quantity::Ratio { .. } => {
            "a way before: nobody there reached a counter, or the way begins at it".to_string()
        }
        Quantity::NearestCounter { .. } => {
            "a way for everybody there: some reach no counter, and there is no mean of all".to_string()
        }
        _ => "anybody who lives there".to_string(),
    }
}
