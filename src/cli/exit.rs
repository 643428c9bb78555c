//! Exit codes, documented and stable.

/// Done.
pub const OK: u8 = 0;
/// Something that should not happen.
pub const UNEXPECTED: u8 = 1;
/// The command line is not right (clap's own code for it).
pub const USAGE: u8 = 2;
/// The scenario is not right.
pub const SCENARIO: u8 = 3;
/// The city data is not right.
pub const CITY: u8 = 4;
/// The output cannot be written.
pub const OUTPUT: u8 = 5;
/// A claim does not hold, and `check --strict` was asked for.
pub const CLAIM: u8 = 6;
