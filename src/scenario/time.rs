//! Times of the week.

use std::fmt;

use crate::city::Period;

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// When access is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Time {
    /// Every counter counts, whatever its hours.
    Any,
    /// This minute of the week, 0 = Monday 00:00.
    Minute(u16),
}

impl Time {
    /// Reads `any`, `Tue 14:00` or `tuesday 14:00`.
    pub fn parse(text: &str) -> Option<Time> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("any") {
            return Some(Time::Any);
        }
        let (day, clock) = text.split_once(char::is_whitespace)?;
        let day = day.to_lowercase();
        let day = DAYS.iter().position(|d| day == *d || day == d[..3])?;
        let (hour, minute) = clock.trim().split_once(':')?;
        let number = |digits: &str| -> Option<u16> {
            let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| digits.parse().ok()).flatten()
        };
        let (hour, minute) = (number(hour)?, number(minute).filter(|_| minute.len() == 2)?);
        (hour < 24 && minute < 60).then_some(Time::Minute(day as u16 * 24 * 60 + hour * 60 + minute))
    }
}

impl Time {
    /// The period of the week whose travel times count.
    pub fn period(self) -> Period {
        match self {
            Time::Any => Period::ANY_TIME,
            Time::Minute(minute) => Period::at(minute),
        }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Time::Any => write!(f, "any"),
            Time::Minute(m) => {
                let day = DAYS[usize::from(m / (24 * 60)) % 7];
                let initial = day[..1].to_uppercase();
                write!(f, "{initial}{} {:02}:{:02}", &day[1..3], m / 60 % 24, m % 60)
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
        for text in ["", "Tue", "14:00", "Tue 24:00", "Tue 9", "Sunnyday 9:05", "Month +9:05", "Tue 9:5"] {
            assert_eq!(Time::parse(text), None, "{text}");
        }
    }
}
