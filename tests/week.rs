//! The 168 hours, against walking through every minute of the week.

mod common;

use bluelamp::access::{Assignment, OpenSet, Ranking};
use bluelamp::city::MINUTES_A_WEEK;
use bluelamp::impact::{Cutoff, GroupBy, Statistic, assess, measure};
use common::{london, shipped};

#[test]
fn population_hours_are_what_a_clock_would_count() {
    let city = london();
    let mut scenario = shipped("notting-hill");
    scenario.study.areas.truncate(120);
    let matrix = measure(city, common::roads(), &scenario);
    let impact = assess(city, &scenario, &matrix);
    let study = impact.groups.groups.iter().position(|g| g.by == GroupBy::Study).unwrap();
    let cutoff_s = 20.0 * 60.0;
    let plane = matrix.plane(bluelamp::travel::Mode::Walk).unwrap();
    let ranking = Ranking::new(plane);
    for (number, option) in scenario.options.iter().enumerate() {
        if option.own_borough_only {
            continue;
        }
        let row = impact
            .rows
            .iter()
            .find(|r| {
                (r.option, r.mode, r.group) == (Some(number), plane.mode, study)
                    && r.statistic == Statistic::HoursBeyond(Cutoff::Min(20.0))
            })
            .unwrap();
        // All opening hours of the scenario are whole hours: minute 30 stands for its hour.
        let mut beyond = 0.0;
        for minute in (30..MINUTES_A_WEEK).step_by(60) {
            let open = OpenSet::at(&option.counters, minute);
            let nearest = Assignment::new(plane, &ranking, &open, None);
            for (i, &area) in scenario.study.areas.iter().enumerate() {
                if f64::from(nearest.time_s[i]) > cutoff_s {
                    beyond += city.areas[area].population;
                }
            }
        }
        let value = row.figure.value.unwrap();
        assert!((value - beyond).abs() < 1e-6 * beyond.max(1.0), "{}: {value} against {beyond}", option.id);
    }
}
