//! Cars and their shifts.

use crate::city::{MINUTES_A_WEEK, WeeklyHours};

/// A response car with its crew.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The car's name: the key of its random numbers, so that a car that moves to another base stays itself.
    pub name: String,
    /// Number of its base.
    pub base: usize,
    /// Number of the borough that it belongs to and patrols, wherever its base is.
    pub borough: u32,
    /// When it is on duty. A car that is busy at the end of its shift finishes its call and takes no other.
    pub shift: WeeklyHours,
}

/// A car comes on or goes off duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ShiftChange {
    /// Minute of the week, below [`MINUTES_A_WEEK`].
    pub minute: u16,
    /// The car's number.
    pub unit: usize,
    /// Comes on (or goes off).
    pub begins: bool,
}

/// All changes of a week in order of time, then of cars. A shift that runs over the week's end changes nothing there.
pub(super) fn shift_changes(units: &[Unit]) -> Vec<ShiftChange> {
    let mut changes = Vec::new();
    for (unit, Unit { shift, .. }) in units.iter().enumerate() {
        for minute in shift.changes().map(|minute| minute % MINUTES_A_WEEK) {
            let begins = shift.is_open(minute);
            let before = shift.is_open((minute + MINUTES_A_WEEK - 1) % MINUTES_A_WEEK);
            if begins != before {
                changes.push(ShiftChange { minute, unit, begins });
            }
        }
    }
    changes.sort_unstable();
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_change_where_duty_does() {
        let unit = |shift| Unit {
            name: String::new(),
            base: 0,
            borough: 0,
            shift: WeeklyHours::parse(shift).unwrap(),
        };
        let units = [unit("24/7"), unit("Su 22:00-06:00"), unit("Mo 08:00-16:00,16:00-20:00")];
        let changes = shift_changes(&units);
        let found: Vec<(u16, usize, bool)> = changes.iter().map(|c| (c.minute, c.unit, c.begins)).collect();
        // Sunday's night runs into Monday, and two shifts that touch are one.
        assert_eq!(found, [(360, 1, false), (480, 2, true), (1200, 2, false), (6 * 1440 + 22 * 60, 1, true)]);
    }
}
