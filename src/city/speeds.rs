//! How fast traffic moves: by class of road, zone and period of the week.

use std::fmt;

use super::RoadClass;

/// A stretch of the week with its own speeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    /// Monday to Friday, 07:00 to 10:00.
    AmPeak,
    /// Every other hour of the day: also weekends and evenings.
    InterPeak,
    /// Monday to Friday, 16:00 to 19:00.
    PmPeak,
    /// Every night, 22:00 to 07:00.
    Night,
}

impl Period {
    /// All periods. The peaks are TfL's (Travel in London 8); where night begins is this project's choice.
    pub const ALL: [Period; 4] = [Period::AmPeak, Period::InterPeak, Period::PmPeak, Period::Night];

    /// The period for which a time of day is not asked about.
    pub const ANY_TIME: Period = Period::InterPeak;

    /// Minutes of a day at which the period may change.
    pub const CHANGES: [u16; 5] = [7 * 60, 10 * 60, 16 * 60, 19 * 60, 22 * 60];

    /// The period of a minute of the week, 0 = Monday 00:00.
    pub fn at(minute: u16) -> Period {
        let (day, hour) = (minute / (24 * 60), minute / 60 % 24);
        match hour {
            22.. | 0..7 => Period::Night,
            7..10 if day < 5 => Period::AmPeak,
            16..19 if day < 5 => Period::PmPeak,
            _ => Period::InterPeak,
        }
    }

    /// The word used in `speeds.csv`.
    pub fn as_str(self) -> &'static str {
        match self {
            Period::AmPeak => "am",
            Period::InterPeak => "inter-peak",
            Period::PmPeak => "pm",
            Period::Night => "night",
        }
    }

    /// The period of this word.
    pub fn from_word(word: &str) -> Option<Period> {
        Period::ALL.into_iter().find(|p| p.as_str() == word)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Period::AmPeak => "weekday morning peak",
            Period::InterPeak => "between the peaks",
            Period::PmPeak => "weekday evening peak",
            Period::Night => "at night",
        })
    }
}

/// The rows of `speeds.csv`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Speeds {
    rows: Vec<Speed>,
}

/// One row of `speeds.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Speed {
    /// Class of road.
    pub class: RoadClass,
    /// Zone; empty for every zone without a row of its own.
    pub zone: String,
    /// Period.
    pub period: Period,
    /// Mean speed, delays included.
    pub km_h: f64,
    /// Where the figure comes from, or why it is assumed.
    pub source: String,
}

impl Speeds {
    /// Of rows, each with its own class, zone and period.
    pub fn new(rows: Vec<Speed>) -> Self {
        Speeds { rows }
    }

    /// Mean speed of traffic, km/h.
    pub fn km_h(&self, class: RoadClass, zone: &str, period: Period) -> Option<f64> {
        let of = |z: &str| self.rows.iter().find(|r| r.class == class && r.period == period && r.zone == z);
        of(zone).or_else(|| of("")).map(|r| r.km_h)
    }

    /// All rows, in file order.
    pub fn rows(&self) -> &[Speed] {
        &self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_is_cut_at_the_changes_alone() {
        let mut hours = [0; 4];
        for minute in 0..7 * 24 * 60u16 {
            let period = Period::at(minute);
            hours[period as usize] += 1;
            let changes = minute > 0 && Period::at(minute - 1) != period;
            assert!(!changes || Period::CHANGES.contains(&(minute % (24 * 60))), "{minute}");
        }
        assert_eq!(hours.map(|minutes| minutes / 60), [15, 75, 15, 63]);
    }
}
