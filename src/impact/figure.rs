//! The figures that results are made of.

use crate::scenario::Time;
use crate::travel::Mode;

use super::WeightUnit;

/// A unit of measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Metres.
    Metres,
    /// Minutes.
    Minutes,
    /// A share between 0 and 1 of the group.
    Share,
    /// Residents or households, by the group.
    Count,
    /// Residents (households) times hours a week.
    CountHours,
}

/// A distance or a duration to stay within.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cutoff {
    /// Kilometres.
    Km(f64),
    /// Minutes.
    Min(f64),
}

impl Cutoff {
    /// As in column values: `1.609_km`, `15_min`.
    pub fn label(self) -> String {
        match self {
            Cutoff::Km(km) => format!("{km}_km"),
            Cutoff::Min(min) => format!("{min}_min"),
        }
    }

    /// In the units of an [`crate::access::Assignment`]: metres or seconds.
    pub fn raw(self) -> f64 {
        match self {
            Cutoff::Km(km) => km * 1000.0,
            Cutoff::Min(min) => min * 60.0,
        }
    }
}

/// What a row states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// Mean over those who reach a counter.
    Mean(Unit),
    /// Smallest value that this share of the whole group does not exceed; nothing where it is out of reach.
    Quantile(f64, Unit),
    /// Largest value of those who reach a counter.
    Max(Unit),
    /// Mean of the paired loss, over those with a longer way who still reach a counter.
    MeanLoss(Unit),
    /// Share of the whole group within the cutoff.
    ShareWithin(Cutoff),
    /// Those who reach no counter at all.
    Unreachable,
    /// Those who reach a counter before and none after; part of the worse and the materially worse.
    CutOff,
    /// Those with a longer way: by more than a second (a metre where the mode has no times).
    Worse,
    /// Those with a shorter way.
    Better,
    /// Those with neither.
    Unchanged,
    /// Those whose way is longer by more than the scenario's limits.
    MateriallyWorse,
    /// People times hours a week farther than the cutoff from any open counter.
    HoursBeyond(Cutoff),
    /// Share of the group within the cutoff of an open counter, averaged over the 168 hours of the week.
    WeekShareWithin(Cutoff),
}

impl Statistic {
    /// The word in column `statistic`.
    pub fn name(self, counted: WeightUnit) -> String {
        let who = counted.plural();
        match self {
            Statistic::Mean(_) => "mean".to_string(),
            Statistic::Quantile(0.5, _) => "median".to_string(),
            Statistic::Quantile(q, _) => format!("p{:.0}", q * 100.0),
            Statistic::Max(_) => "max".to_string(),
            Statistic::MeanLoss(_) => "mean_loss".to_string(),
            Statistic::ShareWithin(cutoff) => format!("share_within_{}", cutoff.label()),
            Statistic::Unreachable => format!("{who}_unreachable"),
            Statistic::CutOff => format!("{who}_cut_off"),
            Statistic::Worse => format!("{who}_worse"),
            Statistic::Better => format!("{who}_better"),
            Statistic::Unchanged => format!("{who}_unchanged"),
            Statistic::MateriallyWorse => format!("{who}_materially_worse"),
            Statistic::WeekShareWithin(cutoff) => format!("share_of_week_within_{}", cutoff.label()),
            Statistic::HoursBeyond(cutoff) => {
                format!("{}_hours_beyond_{}", counted.singular(), cutoff.label())
            }
        }
    }

    /// Its unit.
    pub fn unit(self) -> Unit {
        match self {
            Statistic::Mean(unit)
            | Statistic::Quantile(_, unit)
            | Statistic::Max(unit)
            | Statistic::MeanLoss(unit) => unit,
            Statistic::ShareWithin(_) | Statistic::WeekShareWithin(_) => Unit::Share,
            Statistic::HoursBeyond(_) => Unit::CountHours,
            _ => Unit::Count,
        }
    }
}

/// A figure before and after, with the range that documented assumptions give it.
///
/// `None` where there is nothing to state: nobody reaches a counter, or the figure rests on no
/// assumption (then the ranges are empty).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figure {
    /// Before.
    pub baseline: Option<f64>,
    /// After.
    pub value: Option<f64>,
    /// After minus before.
    pub change: Option<f64>,
    /// Range of the change.
    pub change_range: Option<(f64, f64)>,
    /// Range of the value.
    pub value_range: Option<(f64, f64)>,
}

/// Counts under this are flagged, and none is dropped: they are too few to say anything about.
pub(super) const FEW: f64 = 10.0;

/// A count that differs from nobody by less is a residue of adding up.
pub(super) const RESIDUE_PEOPLE: f64 = 1e-6;

/// Sums of the same numbers in another order differ by less than this, in any unit of a row.
const RESIDUE: f64 = 1e-7;

/// Whether a count of people or households, or a change of one, is so small that it is no evidence.
pub fn is_few(count: f64) -> bool {
    count.abs() > RESIDUE_PEOPLE && count.abs() < FEW
}

impl Figure {
    /// Whether an option changes it, by the central values or at an end of the range.
    pub(super) fn changes(&self) -> bool {
        let (low, high) = (self.change_range.map(|r| r.0), self.change_range.map(|r| r.1));
        [self.change, low, high].into_iter().flatten().any(|change| change.abs() > RESIDUE)
    }

    /// Whether one of its counts is few: before, after or their difference.
    pub fn has_few(&self) -> bool {
        [self.baseline, self.value, self.change].into_iter().flatten().any(is_few)
    }
}

/// When a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At a time.
    At(Time),
    /// Over the whole week.
    Week,
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            When::At(time) => time.fmt(f),
            When::Week => write!(f, "week"),
        }
    }
}

/// One statement about one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Number of the option; `None` for the baseline by itself.
    pub option: Option<usize>,
    /// Mode.
    pub mode: Mode,
    /// When.
    pub when: When,
    /// Number of the group.
    pub group: usize,
    /// What.
    pub statistic: Statistic,
    /// How much.
    pub figure: Figure,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_under_ten_and_more_than_nobody() {
        assert_eq!([0.0, 1e-9, 0.3, 9.9, 10.0].map(is_few), [false, false, true, true, false]);
        assert!(is_few(-3.0) && !is_few(-30.0));
        assert!(Figure::of(Some(100.0), Some(105.0)).has_few(), "a change of five");
        assert!(!Figure::of(Some(100.0), Some(0.0)).has_few() && !Figure::of(None, None).has_few());
    }
}
