//! When a counter is open: OSM `opening_hours` over one week.

use std::str::FromStr;

use chrono::{Duration, NaiveDate, NaiveDateTime};
use opening_hours::OpeningHours;

/// Minutes in a week.
pub const MINUTES_A_WEEK: u16 = 7 * 24 * 60;

/// The opening hours of a counter in an ordinary week, from Monday 00:00.
///
/// ```
/// use bluelamp::city::WeeklyHours;
/// let hours = WeeklyHours::parse("Mo-Fr 09:00-17:00").unwrap();
/// assert_eq!(hours.hours_a_week(), 40.0);
/// assert!(hours.is_open(24 * 60 + 14 * 60)); // Tuesday 14:00
/// assert!(!hours.is_open(24 * 60 + 17 * 60)); // closed at the stroke of five
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct WeeklyHours {
    text: String,
    /// Open from the first minute of each pair up to, not including, the second; ascending.
    intervals: Vec<(u16, u16)>,
}

/// Hours that cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum HoursError {
    /// Not OSM `opening_hours` syntax.
    #[error("opening hours {text:?} do not parse: not OSM opening_hours syntax")]
    Syntax {
        /// What was written.
        text: String,
    },
    /// Valid syntax whose week differs between summer and winter.
    #[error("opening hours {text:?} differ between weeks of the year: give one ordinary week")]
    Seasonal {
        /// What was written.
        text: String,
    },
    /// Valid syntax that opens at no minute of an ordinary week.
    #[error("opening hours {text:?} never open in an ordinary week")]
    NeverOpen {
        /// What was written.
        text: String,
    },
}

impl WeeklyHours {
    /// Reads OSM `opening_hours` syntax, evaluated over two ordinary weeks without a public holiday (from Monday
    /// 3 July 2017 and 16 January 2017), which must be alike. Minutes of unknown state count as closed.
    ///
    /// # Errors
    /// [`HoursError`].
    pub fn parse(text: &str) -> Result<Self, HoursError> {
        let text = text.trim();
        let hours =
            OpeningHours::from_str(text).map_err(|_| HoursError::Syntax { text: text.to_string() })?;
        let [summer, winter] = ordinary_mondays().map(|monday| open_intervals(&hours, monday));
        // Without a place the parser puts the sun at fixed hours: as good as seasonal.
        let sun = ["dawn", "sunrise", "sunset", "dusk"].iter().any(|word| text.contains(word));
        if summer != winter || sun {
            return Err(HoursError::Seasonal { text: text.to_string() });
        }
        let intervals = summer;
        if intervals.is_empty() {
            return Err(HoursError::NeverOpen { text: text.to_string() });
        }
        Ok(WeeklyHours { text: text.to_string(), intervals })
    }

    /// Whether the counter is open at `minute` of the week (0 = Monday 00:00).
    pub fn is_open(&self, minute: u16) -> bool {
        self.intervals.iter().any(|&(from, to)| from <= minute && minute < to)
    }

    /// Open hours in an ordinary week.
    pub fn hours_a_week(&self) -> f64 {
        self.intervals.iter().map(|&(from, to)| f64::from(to - from)).sum::<f64>() / 60.0
    }

    /// Whether it never closes.
    pub fn is_round_the_clock(&self) -> bool {
        self.intervals == [(0, MINUTES_A_WEEK)]
    }

    /// The minutes at which it opens or closes.
    pub fn changes(&self) -> impl Iterator<Item = u16> + '_ {
        self.intervals.iter().flat_map(|&(from, to)| [from, to])
    }

    /// The hours as they were written.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Mondays of a summer and a winter week.
fn ordinary_mondays() -> [NaiveDateTime; 2] {
    [(7, 3), (1, 16)].map(|(month, day)| {
        let date = NaiveDate::from_ymd_opt(2017, month, day).expect("a real date");
        date.and_hms_opt(0, 0, 0).expect("midnight")
    })
}

/// The open minutes of the week that starts at `monday`, joined where they touch.
fn open_intervals(hours: &OpeningHours, monday: NaiveDateTime) -> Vec<(u16, u16)> {
    let end = monday + Duration::minutes(i64::from(MINUTES_A_WEEK));
    let minute = |t: NaiveDateTime| (t - monday).num_minutes().clamp(0, MINUTES_A_WEEK.into()) as u16;
    let mut intervals: Vec<(u16, u16)> = Vec::new();
    for stretch in hours.iter_range(monday, end) {
        if stretch.kind != opening_hours::RuleKind::Open {
            continue;
        }
        let (from, to) = (minute(stretch.range.start), minute(stretch.range.end));
        match intervals.last_mut() {
            Some(last) if last.1 == from => last.1 = to,
            _ => intervals.push((from, to)),
        }
    }
    intervals.retain(|(from, to)| from < to);
    intervals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_the_clock_is_one_interval() {
        let hours = WeeklyHours::parse("24/7").unwrap();
        assert!(hours.is_round_the_clock());
        assert_eq!(hours.hours_a_week(), 168.0);
    }

    #[test]
    fn night_hours_wrap_over_the_week_end() {
        let hours = WeeklyHours::parse("Su 22:00-06:00").unwrap();
        // The Sunday of this week runs into next Monday; last week's Sunday ran into this one.
        assert_eq!(hours.hours_a_week(), 8.0);
        assert!(hours.is_open(0) && hours.is_open(359) && !hours.is_open(360));
    }

    #[test]
    fn nonsense_and_never_open_are_refused() {
        assert!(matches!(WeeklyHours::parse("from nine to five"), Err(HoursError::Syntax { .. })));
        assert!(matches!(WeeklyHours::parse("off"), Err(HoursError::NeverOpen { .. })));
        for text in ["Jul Mo-Su 09:00-17:00", "sunrise-sunset"] {
            assert!(matches!(WeeklyHours::parse(text), Err(HoursError::Seasonal { .. })), "{text}");
        }
    }
}
