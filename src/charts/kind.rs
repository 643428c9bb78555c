//! The charts there are.

/// A kind of chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Change of the way by zone, with the counters.
    ChangeMap,
    /// The way by zone before and after, on one scale.
    LevelMaps,
    /// The change map of every option, on one scale.
    SmallMultiples,
    /// Change of the hours a week with a counter in reach, four parts of the week.
    LostHoursMap,
    /// Who goes where once counters close.
    CatchmentFlows,
    /// Share of residents by the way to a counter, cumulative.
    Distribution,
    /// People materially worse off under every option, with ranges.
    OptionsCompared,
    /// Borough by borough, before and after.
    BoroughSlopes,
    /// Loss by deprivation decile.
    Deprivation,
    /// People beyond the cutoff in each of the 168 hours of the week.
    WeekHeatMap,
    /// What each assumption moves.
    AssumptionTornado,
    /// People worse off against pounds saved.
    HarmAndSavings,
    /// How many claims hold.
    ClaimVerdicts,
    /// Share of calls answered in target under every option.
    ResponseInTarget,
    /// Mean response in each of the 168 hours of the week, before and after.
    ResponseByHour,
    /// How busy the cars of each base are.
    ResponseUnits,
    /// Change of the mean response by ward.
    ResponseWards,
}

impl Kind {
    /// Every kind, in the order in which they are listed.
    pub const ALL: [Kind; 17] = [
        Kind::ChangeMap,
        Kind::LevelMaps,
        Kind::SmallMultiples,
        Kind::LostHoursMap,
        Kind::CatchmentFlows,
        Kind::Distribution,
        Kind::OptionsCompared,
        Kind::BoroughSlopes,
        Kind::Deprivation,
        Kind::WeekHeatMap,
        Kind::AssumptionTornado,
        Kind::HarmAndSavings,
        Kind::ClaimVerdicts,
        Kind::ResponseInTarget,
        Kind::ResponseByHour,
        Kind::ResponseUnits,
        Kind::ResponseWards,
    ];

    /// Its name; its files have `_` for `-`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::ChangeMap => "change-map",
            Kind::LevelMaps => "level-maps",
            Kind::SmallMultiples => "small-multiples",
            Kind::LostHoursMap => "lost-hours-map",
            Kind::CatchmentFlows => "catchment-flows",
            Kind::Distribution => "distribution",
            Kind::OptionsCompared => "options-compared",
            Kind::BoroughSlopes => "borough-slopes",
            Kind::Deprivation => "deprivation",
            Kind::WeekHeatMap => "week-heat-map",
            Kind::AssumptionTornado => "assumption-tornado",
            Kind::HarmAndSavings => "harm-and-savings",
            Kind::ClaimVerdicts => "claim-verdicts",
            Kind::ResponseInTarget => "response-in-target",
            Kind::ResponseByHour => "response-by-hour",
            Kind::ResponseUnits => "response-units",
            Kind::ResponseWards => "response-wards",
        }
    }

    /// What it shows, in half a line.
    pub fn shows(self) -> &'static str {
        match self {
            Kind::ChangeMap => "where the way to a counter gets longer",
            Kind::LevelMaps => "how long the way is, before and after",
            Kind::SmallMultiples => "the change of every option, on one scale",
            Kind::LostHoursMap => "hours with a counter in reach: nights, weekends, weekdays",
            Kind::CatchmentFlows => "where the people of a closed counter go",
            Kind::Distribution => "share of residents by the way to a counter",
            Kind::OptionsCompared => "people materially worse off under every option",
            Kind::BoroughSlopes => "borough by borough, before and after",
            Kind::Deprivation => "the loss by deprivation decile",
            Kind::WeekHeatMap => "people beyond the cutoff, hour by hour of the week",
            Kind::AssumptionTornado => "what each assumption moves",
            Kind::HarmAndSavings => "people worse off against pounds saved",
            Kind::ClaimVerdicts => "how many of the claims that the scenario names hold",
            Kind::ResponseInTarget => "share of calls answered in target under every option",
            Kind::ResponseByHour => "how soon police arrive, hour by hour of the week",
            Kind::ResponseUnits => "how busy the cars of each base are",
            Kind::ResponseWards => "where police arrive later",
        }
    }

    /// Whether it is a map: it needs outlines, and can be zoomed.
    pub fn is_map(self) -> bool {
        use Kind::{CatchmentFlows, ChangeMap, LevelMaps, LostHoursMap, ResponseWards, SmallMultiples};
        matches!(self, ChangeMap | LevelMaps | SmallMultiples | LostHoursMap | CatchmentFlows | ResponseWards)
    }
}
