//! Modes of travel, and how sure a mode's figures are.

/// A way to travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// Straight line. Has a length and no time.
    CrowFly,
    /// On foot, by bridges over the river.
    Walk,
    /// By car in general traffic.
    Drive,
}

impl Mode {
    /// All modes, in the order results are listed.
    pub const ALL: [Mode; 3] = [Mode::CrowFly, Mode::Walk, Mode::Drive];

    /// The word used in scenario files and results.
    pub fn as_str(self) -> &'static str {
        match self {
            Mode::CrowFly => "crow-fly",
            Mode::Walk => "walk",
            Mode::Drive => "drive",
        }
    }

    /// The mode of this word.
    pub fn from_word(word: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|m| m.as_str() == word)
    }
}

/// What an assumption's documented range does to a figure: factors on its central value.
///
/// A length or time under the low (high) end of the range is the central one times `low` (`high`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// At most 1.
    pub low: f64,
    /// At least 1.
    pub high: f64,
}

impl Spread {
    /// A figure that rests on no assumption.
    pub const EXACT: Spread = Spread { low: 1.0, high: 1.0 };

    /// Whether the figure rests on no assumption.
    pub fn is_exact(self) -> bool {
        self == Spread::EXACT
    }
}
