//! The choices that a claim can leave open, each with its word in files and its words for readers.

use crate::city::CrimeSeries;
use crate::travel::Mode;

/// Where in its documented range an assumption about speeds and detours stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pace {
    /// The central value.
    Central,
    /// The end at which ways are short and quick.
    Low,
    /// The end at which ways are long and slow.
    High,
    /// So many 65,535ths of the way from the low to the high end. No claim is read so from the start: it is where one holds
    /// that holds at neither end.
    Between(u16),
}

/// Whose counters count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Counters {
    /// Those of the whole city.
    All,
    /// Those of a resident's own borough.
    OwnBorough,
}

/// Counters whose hours are not sourced to the hour (confidence low). In the daytime of weekdays nobody doubts that a
/// counter is open: see [`super::Depends`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Doubtful {
    /// As the city's table has them.
    Open,
    /// Closed in the evening, at night and at weekends, and not round the clock.
    Closed,
}

/// What a share is a share of, and what a mean is weighted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Denominator {
    /// Residents.
    People,
    /// Households.
    Households,
    /// Census output areas, each counted once.
    Areas,
}

/// Which of the ways from a place where many live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Statistic {
    /// Mean of all who live there.
    Mean,
    /// The way that half of them do not exceed.
    Median,
    /// From the middle of the place, where its residents live on average.
    Middle,
    /// The longest.
    Worst,
}

/// How the crime of a zone that is cut by a postcode district is shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Allotment {
    /// By where its residents live.
    Residents,
    /// All of it where most of its residents live.
    WholeZones,
    /// By its postcodes.
    Postcodes,
}

/// A mode in words.
pub(super) fn mode_words(mode: Mode) -> &'static str {
    match mode {
        Mode::CrowFly => "in a straight line",
        Mode::Walk => "on foot",
        Mode::Drive => "by car",
    }
}

/// Who counted crimes, in words.
pub(super) fn series_words(series: CrimeSeries) -> &'static str {
    match series {
        CrimeSeries::Recorded => "as the police recorded it",
        CrimeSeries::PoliceUk => "as data.police.uk published it",
    }
}

impl Pace {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Pace::Central => "central",
            Pace::Low => "low",
            Pace::High => "high",
            Pace::Between(_) => "between",
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Pace::Central => "central speeds and detours",
            Pace::Low => "fast, with few detours",
            Pace::High => "slow, with many detours",
            Pace::Between(_) => "speeds and detours in between",
        }
    }
}

impl Counters {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Counters::All => "all",
            Counters::OwnBorough => "own-borough",
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Counters::All => "counters of every borough",
            Counters::OwnBorough => "only counters of the own borough",
        }
    }
}

impl Doubtful {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Doubtful::Open => "open",
            Doubtful::Closed => "closed",
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Doubtful::Open => "hours as the table has them",
            Doubtful::Closed => "without counters of doubtful hours",
        }
    }
}

impl Denominator {
    /// All, people first.
    pub const ALL: [Denominator; 3] = [Denominator::People, Denominator::Households, Denominator::Areas];

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Denominator::People => "people",
            Denominator::Households => "households",
            Denominator::Areas => "areas",
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Denominator::People => "counted by people",
            Denominator::Households => "counted by households",
            Denominator::Areas => "counted by areas",
        }
    }
}

impl Statistic {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Statistic::Mean => "mean",
            Statistic::Median => "median",
            Statistic::Middle => "middle",
            Statistic::Worst => "worst",
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Statistic::Mean => "the mean of all who live there",
            Statistic::Median => "the median of all who live there",
            Statistic::Middle => "from its middle",
            Statistic::Worst => "the longest way of all who live there",
        }
    }
}

impl Allotment {
    /// All, by residents first.
    pub const ALL: [Allotment; 3] = [Allotment::Residents, Allotment::WholeZones, Allotment::Postcodes];

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Allotment::Residents => "residents",
            Allotment::WholeZones => "whole-zones",
            Allotment::Postcodes => "postcodes",
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Allotment::Residents => "crime of cut zones by residents",
            Allotment::WholeZones => "crime of whole zones mostly inside",
            Allotment::Postcodes => "crime of cut zones by postcodes",
        }
    }
}
