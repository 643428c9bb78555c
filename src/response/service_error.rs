//! What makes a response service impossible.

/// A problem of a service. Numbers count from 0.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ServiceError {
    /// No car.
    #[error("no units: nobody can be sent")]
    NoUnits,
    /// More cars than the simulation can tell apart.
    #[error("{0} units: expected at most 65,536")]
    TooManyUnits(usize),
    /// Two cars of one name.
    #[error("two units are named {0:?}: their random numbers would be the same")]
    SameUnit(String),
    /// A car at no base.
    #[error("unit {unit:?} has base {base}, but there are {bases} bases")]
    NoSuchBase {
        /// The car's name.
        unit: String,
        /// The number given.
        base: usize,
        /// How many there are.
        bases: usize,
    },
    /// Tables that do not fit each other.
    #[error("{what}: {found} values, expected {expected}")]
    Size {
        /// Of what.
        what: &'static str,
        /// How many there must be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A time that is none. Infinite is a time: there is no way.
    #[error("{what} has {found} s: expected 0 or more")]
    Time {
        /// Which time.
        what: &'static str,
        /// What was given.
        found: f64,
    },
    /// A number outside its range.
    #[error("{what} is {found}: expected {expected}")]
    Range {
        /// Which number.
        what: &'static str,
        /// What was given.
        found: f64,
        /// What would do.
        expected: &'static str,
    },
    /// A base with cars from which calls cannot be reached.
    #[error("base {base:?} has no way to {areas} of the areas with calls (the first is area {first})")]
    Unreachable {
        /// The base's name.
        base: String,
        /// To how many.
        areas: usize,
        /// The first of them.
        first: usize,
    },
    /// An area of a zone that is not in the table.
    #[error("area {area} is in zone {zone}, but there are {zones} zones")]
    NoSuchZone {
        /// The area.
        area: usize,
        /// Its zone.
        zone: u32,
        /// How many there are.
        zones: usize,
    },
    /// Two zones with calls without a way.
    #[error("no way from zone {from} to zone {to}, which both have calls")]
    ZonesApart {
        /// One of them.
        from: usize,
        /// The other.
        to: usize,
    },
    /// A policy for cars on the road without their times.
    #[error("{0} needs the times between zones")]
    NeedsZones(&'static str),
    /// A car on patrol where nobody calls.
    #[error("unit {unit:?} patrols borough {borough}, from which no call comes")]
    NowhereToPatrol {
        /// The car's name.
        unit: String,
        /// Its borough.
        borough: u32,
    },
}
