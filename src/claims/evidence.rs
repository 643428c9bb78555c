//! Where the numbers of a claim are from: files, rows, columns and formulas of its plainest reading, of those that turn the
//! verdict and of the ends of the range, so that a reader can work them out again.

use super::file::ClaimFile;
use super::trail::{Needed, trail};
use super::verdict::Checked;
use super::world::World;

/// A number and where it is from.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What it is.
    pub what: String,
    /// The file of the city folder, or what else it is from.
    pub file: String,
    /// Which rows.
    pub rows: String,
    /// Which columns.
    pub columns: String,
    /// The number, or how it is worked out from those above.
    pub value: String,
}

/// The evidence of a claim under its plainest reading; empty for one that cannot be tested.
pub fn evidence(world: &World<'_>, file: &ClaimFile, checked: &Checked) -> Vec<Evidence> {
    checked.plainest().map_or_else(Vec::new, |plain| trail(world, file, checked, plain, Needed::All))
}

/// Where the number of a reading other than the plainest is from.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Why it is traced: `turns the verdict`, `least value`, `greatest value`.
    pub of: Vec<&'static str>,
    /// The number of the reading in [`Checked::readings`].
    pub reading: usize,
    /// What is other than under the plainest reading.
    pub lines: Vec<Evidence>,
}

/// Traces of the readings that turn the verdict and of those at the ends of the range, each once.
pub fn traces(world: &World<'_>, file: &ClaimFile, checked: &Checked) -> Vec<Trace> {
    let Some(plain) = checked.plainest() else { return Vec::new() };
    let at = |value: f64| checked.readings.iter().position(|e| e.figure.value == Some(value));
    let ends = checked.range().filter(|(low, high)| low != high);
    let turned = checked.flips.iter().map(|flip| (flip.reading, "turns the verdict"));
    let least = ends.and_then(|(low, _)| at(low)).map(|reading| (reading, "least value"));
    let greatest = ends.and_then(|(_, high)| at(high)).map(|reading| (reading, "greatest value"));
    let mut traced: Vec<(usize, Vec<&'static str>)> = Vec::new();
    for (reading, of) in turned.chain(least).chain(greatest) {
        match traced.iter_mut().find(|(known, _)| *known == reading) {
            Some((_, all)) if all.contains(&of) => {}
            Some((_, all)) => all.push(of),
            None => traced.push((reading, vec![of])),
        }
    }
    let is_other = |(reading, _): &(usize, Vec<_>)| checked.readings[*reading].reading != plain.reading;
    let traced: Vec<_> = traced.into_iter().filter(is_other).collect();
    if traced.is_empty() {
        return Vec::new();
    }
    let known = trail(world, file, checked, plain, Needed::OfReading);
    let trace = |(reading, of): (usize, Vec<&'static str>)| {
        let mut lines = trail(world, file, checked, &checked.readings[reading], Needed::OfReading);
        lines.retain(|line| !known.contains(line));
        Trace { of, reading, lines }
    };
    traced.into_iter().map(trace).collect()
}
