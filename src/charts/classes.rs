//! The classes of zones on maps: changes of the way, and ways themselves.

use plotters::style::RGBColor;

use super::theme::{DIVERGING_CLASSES, Theme};
use crate::impact::ZoneChange;
use crate::travel::Mode;

/// The diverging class of no change.
pub(super) const MIDDLE: usize = 4;

/// How a zone is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fill {
    pub colour: RGBColor,
    /// So that a class is known without its colour.
    pub hatched: bool,
}

impl Fill {
    pub(super) fn plain(colour: RGBColor) -> Fill {
        Fill { colour, hatched: false }
    }

    /// A diverging class. What gets better is hatched: in grey it would look like what gets as much worse.
    pub(super) fn diverging(theme: &Theme, class: usize) -> Fill {
        Fill { colour: theme.diverging[class], hatched: class < MIDDLE }
    }
}

/// Kilometres in a mode without times, else minutes.
pub(super) fn unit(mode: Mode) -> &'static str {
    if mode == Mode::CrowFly { "km" } else { "minutes" }
}

/// A zone's way before and after: minutes, or kilometres in a mode without times; infinite where people of it reach none.
pub(super) fn ways(zone: &ZoneChange) -> [f64; 2] {
    zone.minutes.unwrap_or(zone.length_m.map(|m| m / 1000.0))
}

/// What a way is called.
pub(super) fn way(mode: Mode) -> &'static str {
    match mode {
        Mode::CrowFly => "distance",
        Mode::Walk => "walk",
        Mode::Drive => "drive",
    }
}

/// Nine classes of change, from much nearer to much farther.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChangeClasses {
    /// Upper limits of the classes but the last.
    limits: [f64; DIVERGING_CLASSES - 1],
    unit: &'static str,
}

impl ChangeClasses {
    pub(super) fn of(mode: Mode) -> Self {
        let limits = match mode {
            Mode::CrowFly => [-2.0, -1.0, -0.5, -0.1, 0.1, 0.5, 1.0, 2.0],
            Mode::Walk | Mode::Drive => [-20.0, -10.0, -5.0, -1.0, 1.0, 5.0, 10.0, 20.0],
        };
        ChangeClasses { limits, unit: unit(mode) }
    }

    /// The class of a zone; `None` where people of it reach no counter after. One that reaches its first is in
    /// the class of most gain.
    pub(super) fn class(&self, zone: &ZoneChange) -> Option<usize> {
        let [before, after] = ways(zone);
        if zone.length_m[1].is_infinite() {
            return None;
        }
        Some(self.limits.iter().position(|l| after - before <= *l).unwrap_or(self.limits.len()))
    }

    /// How it is drawn.
    pub(super) fn fill(&self, theme: &Theme, zone: &ZoneChange) -> Fill {
        self.class(zone).map_or(Fill::plain(theme.nobody), |class| Fill::diverging(theme, class))
    }

    /// `any_reached_anew`: whether the class of most gain holds zones that reached no counter before.
    pub(super) fn name(&self, class: Option<usize>, any_reached_anew: bool) -> String {
        let (limits, unit) = (self.limits, self.unit);
        match class {
            None => "no counter in reach".to_string(),
            Some(0) if any_reached_anew => format!("over {} {unit} nearer, or none before", -limits[0]),
            Some(0) => format!("over {} {unit} nearer", -limits[0]),
            Some(MIDDLE) => format!("within {} {} of before", limits[MIDDLE], unit.trim_end_matches('s')),
            Some(c) if c < MIDDLE => format!("{} to {} {unit} nearer", -limits[c], -limits[c - 1]),
            Some(c) if c < limits.len() => format!("{} to {} {unit} farther", limits[c - 1], limits[c]),
            Some(_) => format!("over {} {unit} farther", limits[limits.len() - 1]),
        }
    }
}

/// Seven classes of ways, from short to long.
#[derive(Clone, Copy, Debug)]
pub(super) struct LevelClasses {
    limits: [f64; 6],
    unit: &'static str,
}

impl LevelClasses {
    pub(super) fn of(mode: Mode) -> Self {
        let limits = match mode {
            Mode::CrowFly => [0.5, 1.0, 1.5, 2.0, 3.0, 5.0],
            Mode::Walk => [10.0, 15.0, 20.0, 30.0, 45.0, 60.0],
            Mode::Drive => [3.0, 5.0, 7.5, 10.0, 15.0, 20.0],
        };
        LevelClasses { limits, unit: unit(mode) }
    }

    /// The class of a way; `None` where there is none.
    pub(super) fn class(&self, way: f64) -> Option<usize> {
        let place = || self.limits.iter().position(|l| way <= *l).unwrap_or(self.limits.len());
        way.is_finite().then(place)
    }

    pub(super) fn fill(&self, theme: &Theme, way: f64) -> Fill {
        Fill::plain(self.class(way).map_or(theme.nobody, |class| theme.sequential[class]))
    }

    pub(super) fn name(&self, class: Option<usize>) -> String {
        let (limits, unit) = (self.limits, self.unit);
        match class {
            None => "no counter in reach".to_string(),
            Some(0) => format!("up to {} {unit}", limits[0]),
            Some(c) if c < limits.len() => format!("{} to {} {unit}", limits[c - 1], limits[c]),
            Some(_) => format!("over {} {unit}", limits[limits.len() - 1]),
        }
    }

    /// All classes, and that of no counter in reach.
    pub(super) fn all() -> impl Iterator<Item = Option<usize>> {
        (0..7).map(Some).chain([None])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(before: f64, after: f64) -> ZoneChange {
        let length_m = [before, after].map(|minutes| minutes * 80.0);
        ZoneChange { zone: 0, residents: 1.0, nearest: [None; 2], length_m, minutes: Some([before, after]) }
    }

    #[test]
    fn a_zone_is_in_the_class_whose_name_says_its_change() {
        let classes = ChangeClasses::of(Mode::Walk);
        let name = |before, after| classes.name(classes.class(&zone(before, after)), false);
        assert_eq!(name(30.0, 30.0), "within 1 minute of before");
        assert_eq!(name(30.0, 35.0), "1 to 5 minutes farther");
        assert_eq!(name(30.0, 50.1), "over 20 minutes farther");
        assert_eq!(name(30.0, 28.0), "1 to 5 minutes nearer");
        assert_eq!(name(30.0, 5.0), "over 20 minutes nearer");
        assert_eq!(name(30.0, f64::INFINITY), "no counter in reach");
        assert_eq!(name(f64::INFINITY, f64::INFINITY), "no counter in reach");
        assert_eq!(name(f64::INFINITY, 9.0), "over 20 minutes nearer");
    }

    #[test]
    fn a_way_is_in_the_class_whose_name_says_its_length() {
        let classes = LevelClasses::of(Mode::Drive);
        let names = [0.0, 3.0, 3.1, 20.5, f64::INFINITY].map(|way| classes.name(classes.class(way)));
        let expected = [
            "up to 3 minutes",
            "up to 3 minutes",
            "3 to 5 minutes",
            "over 20 minutes",
            "no counter in reach",
        ];
        assert_eq!(names, expected);
    }
}
