//! Words and cells that several charts share.

use crate::impact::about;
use crate::scenario::Time;
use crate::travel::Mode;

/// The days of the week.
pub(super) const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// How one gets there.
pub(super) fn how(mode: Mode) -> &'static str {
    match mode {
        Mode::CrowFly => "in a straight line",
        Mode::Walk => "on foot",
        Mode::Drive => "by car",
    }
}

/// Which counters count at a time.
pub(super) fn when(time: Time) -> String {
    match time {
        Time::Any => "at any time (hours ignored)".to_string(),
        time => format!("at {time}, counting only counters open then"),
    }
}

/// `1,250 (950 to 1,400)`; without a range where there is none to tell.
pub(super) fn people(central: f64, (low, high): (f64, f64)) -> String {
    match (about(low), about(high)) {
        (low, high) if low == high => about(central),
        (low, high) => format!("{} ({low} to {high})", about(central)),
    }
}

/// A name of at most so many characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end_matches([' ', ',', ';', ':', '.']))
}

/// `a, b and c`.
pub(super) fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A table as CSV.
pub(super) fn csv<const N: usize>(header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).expect("into memory");
    for row in rows {
        writer.write_record(row).expect("rows of one width, into memory");
    }
    writer.into_inner().expect("into memory")
}

/// A cell of people or minutes; empty where there is no value or no end.
pub(super) fn cell(value: Option<f64>, digits: usize) -> String {
    // Adding zero turns -0.0 into 0.0.
    value.filter(|v| v.is_finite()).map_or(String::new(), |v| format!("{:.digits$}", v + 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_round_to_one_number_are_not_told() {
        assert_eq!(people(1234.0, (950.0, 1401.0)), "1,250 (950 to 1,400)");
        assert_eq!(people(1234.0, (1230.0, 1240.0)), "1,250");
        assert_eq!(people(0.0, (0.0, 0.0)), "0");
    }

    #[test]
    fn long_names_are_cut_between_characters() {
        assert_eq!(cut("Close Ealing", 12), "Close Ealing");
        assert_eq!(cut("Close Ealing, now", 14), "Close Ealing…");
        assert_eq!(cut("éééé", 3), "éé…");
    }
}
