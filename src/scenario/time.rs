//! Times of the week.

use std::fmt;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// When access is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Time {
    /// Every counter counts, whatever its hours.
    Any,
    /// This minute of the week, 0 = Monday 00:00.
    Minute(u16),
}

impl Time {
    /// Reads `any` or `Tue 14:00`.
    pub fn parse(text: &str) -> Option<Time> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("any") {
            return Some(Time::Any);
        }
        let (day, clock) = text.split_once(char::is_whitespace)?;
        let day = DAYS.iter().position(|d| {
            let full = day.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(d));
            full && day.len() <= 9
        })?;
        let (hour, minute) = clock.trim().split_once(':')?;
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some(Time::Minute(day as u16 * 24 * 60 + hour * 60 + minute))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Time::Any => write!(f, "any"),
            Time::Minute(m) => {
                let day = DAYS[usize::from(m / (24 * 60)) % 7];
                write!(f, "{day} {:02}:{:02}", m / 60 % 24, m % 60)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_and_print() {
        assert_eq!(Time::parse("any"), Some(Time::Any));
        for text in ["Mon 00:00", "Tue 14:00", "Sun 23:59"] {
            assert_eq!(Time::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Time::parse("tuesday 9:05").unwrap().to_string(), "Tue 09:05");
        for text in ["", "Tue", "14:00", "Tue 24:00", "Tue 9", "Tueeeeeeeeee 09:00", "Dim 09:00"] {
            assert_eq!(Time::parse(text), None, "{text}");
        }
    }
}
