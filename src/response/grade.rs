//! How urgent a call is.

/// The grade of a call that a car is sent to. The Met's targets of 2017 are 15 and 60 minutes from the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// `I`.
    Immediate,
    /// `S`.
    Significant,
}

impl Grade {
    /// The more urgent first.
    pub const ALL: [Grade; 2] = [Grade::Immediate, Grade::Significant];

    /// The letter that the Met uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Grade::Immediate => "I",
            Grade::Significant => "S",
        }
    }

    /// Place in [`Grade::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }
}
