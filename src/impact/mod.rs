//! Baseline against option: who gains, who loses, by how much, and how sure that is.
//!
//! Changes are paired: every area is compared with itself before anything is averaged. Everything is
//! weighted by residents (households for the groups that are counted in households).

mod answer;
mod by_group;
mod catchment;
mod closure_index;
mod compare;
mod counters;
mod day_parts;
mod distribution;
mod equality;
mod evaluation;
mod figure;
mod finding;
mod groups;
mod inequality;
mod numbered;
mod others;
mod published;
mod reach;
mod reporting;
mod response;
mod run;
mod savings;
mod sensitivity;
mod statistics;
mod swing;
mod ways;
mod week;
mod week_hours;
mod week_swing;
mod week_table;
mod wording;
mod zones;

pub use answer::{Answer, AnswerError, answer};
pub use by_group::{GroupShare, GroupWay};
pub use catchment::{
    CatchmentImpact, CatchmentRow, CatchmentStatistic, PER_RESIDENTS, catchment_unit, catchments,
};
pub use closure_index::{ClosureEffect, ClosureIndex};
pub(crate) use compare::{Fate, change};
pub use counters::{CounterLoad, CounterLoads, Transfer, counter_loads};
pub use day_parts::{MinutesByPart, WeekStatistic, open_minutes};
pub use distribution::{WithinPoint, distribution};
pub use equality::{Equality, EqualityRow, Rates, equality, equality_summary};
pub use evaluation::Evaluation;
pub use figure::{Cutoff, Figure, Row, Statistic, Unit, When, is_few};
pub use finding::{Cover, Effect, Finding, quoted_cutoff};
pub use groups::{Group, GroupBy, Groups, WeightUnit};
pub use inequality::{HOURS_LINE, InequalityMeasure, InequalityRow, Quantity, inequality};
pub(crate) use numbered::Numbered;
pub use others::{OtherResidents, other_residents};
pub use published::{FigureBeside, Published, published};
pub(crate) use published::{crimes_per, zone_shares};
pub use reporting::{ReportRow, ReportStatistic, ReportsAtRisk, Swing, baseline_minutes, reports_at_risk};
pub use response::{
    BaseLoad, BreakEven, Calibration, CalibrationError, EndAnswer, EndChange, EndStart, FittedCars,
    FittedStart, HYPERCUBE_LEVEL, HypercubeComparison, HypercubeFigure, HypercubeProblem, HypercubeRow,
    LEVEL, PlaceKind, PublishedBeside, Replications, ResponseEnd, ResponseError, ResponseHour,
    ResponseImpact, ResponseInputs, ResponsePlace, ResponseRow, ResponseSensitivity, ResponseStatistic,
    StartResponse, VariedEnd, calibrate, clock, hypercube_comparison, keeps_cars, response_sensitivity,
    start_words,
};
pub use run::{Comparison, Impact, ModeImpact, Stretch, assess};
pub use savings::{OpenRange, OptionSavings, savings};
pub use sensitivity::{AssumedCase, AssumptionSwing, Sensitivity, VariedAssumption, sensitivity};
pub use statistics::weighted_quantile;
pub(crate) use ways::planes;
pub use ways::{measure, measure_whole_city};
pub use week_hours::{HourOfWeek, WeekByHour, week_by_hour};
pub use week_table::{NotByDay, WeekRow, week_table};
pub use wording::{about, percent};
pub use zones::{ZoneChange, ZoneHours, zone_changes, zone_hours};
