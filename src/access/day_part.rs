//! Night, weekend and weekday: the parts that the week is told in.

use std::fmt;

use crate::city::Period;

/// A part of the week. The three together are its 168 hours.
///
/// Night is 22:00 to 07:00, as for the speeds of traffic ([`Period::Night`]), so that there is one night in the
/// program. The overnight count at London's counters in 2012 ran from 23:00 to 07:00; in 2017 none of them opened or
/// closed between 22:00 and 23:00, so either night has the same open counters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DayPart {
    /// Every night, 22:00 to 07:00: 63 hours a week.
    Night,
    /// Saturday and Sunday, 07:00 to 22:00: 30 hours a week.
    Weekend,
    /// Monday to Friday, 07:00 to 22:00: 75 hours a week.
    Weekday,
}

impl DayPart {
    /// All parts.
    pub const ALL: [DayPart; 3] = [DayPart::Night, DayPart::Weekend, DayPart::Weekday];

    /// Minutes of a day at which the part may change.
    pub const CHANGES: [u16; 3] = [0, 7 * 60, 22 * 60];

    /// The part of a minute of the week, 0 = Monday 00:00.
    pub fn at(minute: u16) -> DayPart {
        match (Period::at(minute), minute / (24 * 60)) {
            (Period::Night, _) => DayPart::Night,
            (_, 5..) => DayPart::Weekend,
            _ => DayPart::Weekday,
        }
    }

    /// Its hours a week.
    pub fn hours(self) -> f64 {
        match self {
            DayPart::Night => 63.0,
            DayPart::Weekend => 30.0,
            DayPart::Weekday => 75.0,
        }
    }

    /// The word in column `day_part`.
    pub fn as_str(self) -> &'static str {
        match self {
            DayPart::Night => "night",
            DayPart::Weekend => "weekend",
            DayPart::Weekday => "weekday",
        }
    }
}

impl fmt::Display for DayPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DayPart::Night => "at night",
            DayPart::Weekend => "at weekends by day",
            DayPart::Weekday => "on weekdays by day",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_minute_has_a_part_and_parts_change_only_where_it_is_said() {
        let mut minutes = [0u32; 3];
        for minute in 0..7 * 24 * 60u16 {
            let part = DayPart::at(minute);
            minutes[part as usize] += 1;
            let changes = minute > 0 && DayPart::at(minute - 1) != part;
            assert!(!changes || DayPart::CHANGES.contains(&(minute % (24 * 60))), "{minute}");
        }
        let hours = minutes.map(|m| f64::from(m) / 60.0);
        assert_eq!(hours, DayPart::ALL.map(DayPart::hours));
        assert_eq!(hours.iter().sum::<f64>(), 168.0);
    }
}
