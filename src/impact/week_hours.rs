//! The 168 hours of the week one by one: how many people are beyond a cutoff of every open counter.

use super::evaluation::{Evaluation, cutoffs};
use super::run::ModeImpact;
use super::{Cutoff, Finding, GroupBy, Impact, quoted_cutoff};
use crate::access::OpenSet;
use crate::city::{MINUTES_A_WEEK, Period, WeeklyHours};
use crate::scenario::Scenario;
use crate::travel::TravelMatrix;

const HOURS: u16 = MINUTES_A_WEEK / 60;

/// The week of one option, hour by hour.
#[derive(Clone, Debug, PartialEq)]
pub struct WeekByHour {
    /// Beyond is what is farther than this.
    pub cutoff: Cutoff,
    /// Residents of the study.
    pub residents: f64,
    /// 168, Monday from 00:00 first.
    pub hours: Vec<HourOfWeek>,
}

/// Residents of the study beyond the cutoff of every open counter in one hour, mean over its minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HourOfWeek {
    /// Before.
    pub before: f64,
    /// After.
    pub after: f64,
}

/// The week of a finding in its mode, at the cutoff that sentences quote; `None` where the scenario asks about none.
pub fn week_by_hour(
    scenario: &Scenario,
    matrix: &TravelMatrix,
    impact: &Impact,
    finding: &Finding,
) -> Option<WeekByHour> {
    let cutoff = quoted_cutoff(&scenario.access, finding.mode)?;
    let plane = matrix.plane(finding.mode)?;
    let access = &scenario.access;
    let number = cutoffs(plane, &access.within_km, &access.within_min).iter().position(|c| *c == cutoff)?;
    let mode = impact.modes.iter().find(|m| m.mode == finding.mode)?;
    let study = impact.groups.groups.iter().position(|g| g.by == GroupBy::Study)?;
    let residents = impact.groups.groups[study].size;
    let option = &scenario.options[finding.option];
    let networks = [scenario.baseline.as_slice(), option.counters.as_slice()];
    let mut hours = vec![HourOfWeek::default(); usize::from(HOURS)];
    for stretch in cuts(&networks).windows(2) {
        let share = f64::from(stretch[1] - stretch[0]) / 60.0;
        let beyond = |network: &[Option<WeeklyHours>]| {
            let evaluation = mode.evaluation_at(network, option.own_borough_only, stretch[0])?;
            Some((residents - evaluation.within[number][0][study]).max(0.0) * share)
        };
        let hour = &mut hours[usize::from(stretch[0] / 60)];
        hour.before += beyond(networks[0])?;
        hour.after += beyond(networks[1])?;
    }
    Some(WeekByHour { cutoff, residents, hours })
}

/// Every full hour and every minute at which a counter opens or closes, ascending. Periods change at full hours.
fn cuts(networks: &[&[Option<WeeklyHours>]]) -> Vec<u16> {
    let changes = networks.iter().copied().flatten().flatten().flat_map(WeeklyHours::changes);
    let mut cuts: Vec<u16> = changes.chain((0..=HOURS).map(|hour| hour * 60)).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

impl ModeImpact {
    /// The counters of a network that are open at a minute, evaluated; `None` where neither the baseline nor an option
    /// has these at any time of its week.
    fn evaluation_at(&self, network: &[Option<WeeklyHours>], own: bool, minute: u16) -> Option<&Evaluation> {
        let period = Period::at(minute);
        let plane = self.periods.iter().position(|of| of.is_none_or(|of| of == period))?;
        let open = OpenSet::at(network, minute);
        let found = self.evaluated.iter().position(|job| job.0 == plane && job.1 == own && job.2 == open)?;
        self.evaluations.get(found)
    }
}
