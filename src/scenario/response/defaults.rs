//! What is assumed of calls and cars where a scenario says nothing: ranges and where they come from.

use super::super::ranges::{Assumed, Limits, assumed};

pub(super) const CALLS: Limits = Limits::new(0.0, 1e9, "from 0 to 1e9 calls a year");
pub(super) const MINUTES: Limits = Limits::new(0.1, 1440.0, "from 0.1 to 1440 minutes");
pub(super) const CONSTABLES: Limits = Limits::new(0.1, 1000.0, "from 0.1 to 1000 constables");

pub(super) const CALLS_I: Assumed = assumed(
    "calls_i_a_year",
    [482_255.0, 482_255.0, 498_843.0],
    "I-graded calls in London: 482,255 in 2014 (FUL5), 498,843 in 2013 (ES15); FACTS 2",
);
pub(super) const CALLS_S: Assumed = assumed(
    "calls_s_a_year",
    [350_000.0, 480_000.0, 700_000.0],
    "assumed: S-graded calls are not published; about as many as I-graded",
);
pub(super) const ON_SCENE_I: Assumed = assumed(
    "on_scene_i_min",
    [45.0, 60.0, 90.0],
    "assumed: no London figure is published (FACTS 2); as for S calls, and as short as 45 minutes",
);
pub(super) const ON_SCENE_S: Assumed = assumed(
    "on_scene_s_min",
    [60.0, 75.0, 90.0],
    "assumed: no London figure is published; lognormal with a mean of 60 to 90 minutes (METHODS 5, FACTS 2)",
);
/// Of the times at the scene: chosen, no source.
pub(super) const ON_SCENE_CV: f64 = 0.8;
pub(super) const CONSTABLES_PER_CAR: Assumed = assumed(
    "constables_per_car",
    [8.0, 10.0, 14.0],
    "assumed: two to a car, 168 hours a week, 34 to 40 hours on duty each, 0 to 30 % of them for leave, courses and court",
);
