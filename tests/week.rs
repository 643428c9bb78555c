//! The 168 hours, against walking through every minute of the week.

mod common;

use bluelamp::access::{Assignment, OpenSet, Ranking};
use bluelamp::city::{MINUTES_A_WEEK, Period};
use bluelamp::impact::{Cutoff, GroupBy, Row, Statistic, assess, measure};
use bluelamp::travel::{Mode, Plane};
use common::{london, shipped};

#[test]
fn population_hours_are_what_a_clock_would_count() {
    let city = london();
    let mut scenario = shipped("notting-hill");
    scenario.study.areas.truncate(120);
    scenario.access.within_min.push(5.0);
    let matrix = measure(city, common::roads(), &scenario);
    let impact = assess(city, &scenario, &matrix);
    let study = impact.groups.groups.iter().position(|g| g.by == GroupBy::Study).unwrap();
    // Driving minutes change with the time of the week, walking minutes do not.
    for (mode, cutoff_min) in [(Mode::Walk, 20.0), (Mode::Drive, 5.0)] {
        let planes: Vec<&Plane> = matrix.planes.iter().filter(|p| p.mode == mode).collect();
        let rankings: Vec<Ranking> = planes.iter().map(|p| Ranking::new(p)).collect();
        let at = |minute: u16| {
            planes.iter().position(|p| p.period.is_none_or(|t| t == Period::at(minute))).expect("a plane")
        };
        for (number, option) in scenario.options.iter().enumerate().filter(|(_, o)| !o.own_borough_only) {
            let statistic = Statistic::HoursBeyond(Cutoff::Min(cutoff_min));
            let here =
                |r: &&Row| (r.option, r.mode, r.group, r.statistic) == (Some(number), mode, study, statistic);
            let row = impact.rows.iter().find(here).unwrap();
            // All opening hours and periods are whole hours: minute 30 stands for its hour.
            let mut beyond = 0.0;
            for minute in (30..MINUTES_A_WEEK).step_by(60) {
                let (open, plane) = (OpenSet::at(&option.counters, minute), at(minute));
                let nearest = Assignment::new(planes[plane], &rankings[plane], &open, None);
                for (i, &area) in scenario.study.areas.iter().enumerate() {
                    if f64::from(nearest.time_s[i]) > cutoff_min * 60.0 {
                        beyond += city.areas[area].population;
                    }
                }
            }
            let value = row.figure.value.unwrap();
            assert!(
                value > 0.0 && (value - beyond).abs() < 1e-6 * beyond.max(1.0),
                "{mode:?} {}: {value} against {beyond}",
                option.id
            );
        }
    }
}
