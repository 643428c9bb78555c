//! Night, weekend, and weekdays by day: the parts that the week is told in.

use std::fmt;

use crate::city::Period;

/// A part of the week. The four together are its 168 hours.
///
/// Night is 22:00 to 07:00, as for the speeds of traffic ([`Period::Night`]), so that there is one night in the
/// program. The overnight count at London's counters in 2012 ran from 23:00 to 07:00; in 2017 none of them opened or
/// closed between 22:00 and 23:00, so either night has the same open counters. Daytime is what the sources mean by a
/// counter's daytime hours, and what is left of the weekdays is a part of its own: a counter that no longer opens at
/// night mostly closes early and late too, and takes nothing from those who come by day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DayPart {
    /// Every night, 22:00 to 07:00: 63 hours a week.
    Night,
    /// Saturday and Sunday, 07:00 to 22:00: 30 hours a week.
    Weekend,
    /// Monday to Friday, 07:00 to 09:00 and 17:00 to 22:00: 35 hours a week.
    EarlyLate,
    /// Monday to Friday, 09:00 to 17:00: 40 hours a week.
    Daytime,
}

impl DayPart {
    /// All parts.
    pub const ALL: [DayPart; 4] = [DayPart::Night, DayPart::Weekend, DayPart::EarlyLate, DayPart::Daytime];

    /// Minutes of a day at which the part may change.
    pub const CHANGES: [u16; 5] = [0, 7 * 60, 9 * 60, 17 * 60, 22 * 60];

    /// The part of a minute of the week, 0 = Monday 00:00.
    pub fn at(minute: u16) -> DayPart {
        let (day, hour) = (minute / (24 * 60), minute / 60 % 24);
        match hour {
            _ if Period::at(minute) == Period::Night => DayPart::Night,
            _ if day >= 5 => DayPart::Weekend,
            9..17 => DayPart::Daytime,
            _ => DayPart::EarlyLate,
        }
    }

    /// Its hours a week.
    pub fn hours(self) -> f64 {
        match self {
            DayPart::Night => 63.0,
            DayPart::Weekend => 30.0,
            DayPart::EarlyLate => 35.0,
            DayPart::Daytime => 40.0,
        }
    }

    /// The word in column `day_part`.
    pub fn as_str(self) -> &'static str {
        match self {
            DayPart::Night => "night",
            DayPart::Weekend => "weekend",
            DayPart::EarlyLate => "early_late",
            DayPart::Daytime => "daytime",
        }
    }
}

impl fmt::Display for DayPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DayPart::Night => "at night",
            DayPart::Weekend => "at weekends",
            DayPart::EarlyLate => "early and late on weekdays",
            DayPart::Daytime => "by day",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_minute_has_a_part_and_parts_change_only_where_it_is_said() {
        let mut minutes = [0u32; 4];
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
