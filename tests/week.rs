//! The 168 hours, against a clock that goes through them.

mod common;

use bluelamp::access::{Assignment, DayPart, HoursInReach, OpenSet, Ranking};
use bluelamp::city::{MINUTES_A_WEEK, Period, WeeklyHours};
use bluelamp::impact::{
    Cutoff, GroupBy, Impact, Row, Statistic, WeekRow, WeekStatistic, assess, measure, week_by_hour,
    week_table,
};
use bluelamp::scenario::{Scenario, ScenarioFile};
use bluelamp::travel::{Mode, Plane, TravelMatrix};
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

/// Hours that begin and end at odd minutes, run over midnight and differ by day; a swap, a cut, and nothing at all.
const ODD_HOURS: &str = "\
title = \"Odd hours\"
city = \"london-2017\"
[study]
boroughs = [\"Hammersmith and Fulham\", \"Ealing\"]
[access]
modes = [\"crow-fly\", \"walk\", \"drive\"]
within_min = [8, 30]
within_km = [2]
times = [\"any\"]
[[option]]
id = \"cut\"
title = \"Shorter and odder\"
close_counter = [\"Fulham\"]
hours = { \"Shepherd's Bush\" = \"Mo-Fr 07:20-22:10; Sa 22:30-26:15\", \"Acton\" = \"Mo-Su 06:45-23:00\", \"Ealing\" = \"Sa-Su 10:00-16:30\" }
[[option]]
id = \"far\"
title = \"Far away\"
close_counter = [\"Romford\"]
";

fn odd_hours() -> (Scenario, TravelMatrix, Impact) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("odd.toml");
    std::fs::write(&path, ODD_HOURS).unwrap();
    let file = ScenarioFile::open(path.to_str().unwrap()).unwrap();
    let mut scenario = Scenario::check(&file, london()).unwrap();
    scenario.study.areas = scenario.study.areas.iter().copied().step_by(40).collect();
    let matrix = measure(london(), common::roads(), &scenario);
    let impact = assess(london(), &scenario, &matrix);
    (scenario, matrix, impact)
}

/// Minutes in reach by part of one area under a network, by looking at every counter in every minute of the week.
fn by_the_clock(planes: &[&Plane], network: &[Option<WeeklyHours>], area: usize, cutoff: Cutoff) -> [u16; 4] {
    let mut minutes = [0; 4];
    for minute in 0..MINUTES_A_WEEK {
        let plane = planes.iter().find(|p| p.period.is_none_or(|t| t == Period::at(minute))).unwrap();
        let impedance = plane.impedance(area);
        let open = (0..network.len()).filter(|s| network[*s].as_ref().is_some_and(|h| h.is_open(minute)));
        let Some(nearest) = open.min_by(|a, b| impedance[*a].total_cmp(&impedance[*b])) else { continue };
        let within = match cutoff {
            Cutoff::Km(km) => f64::from(plane.length_m(area, nearest)) <= km * 1000.0,
            Cutoff::Min(min) => f64::from(plane.time_s(area, nearest).unwrap()) <= min * 60.0,
        };
        let (day, hour) = (minute / 1440, minute % 1440 / 60);
        let part = match (day, hour) {
            (_, 22.. | 0..7) => 0,
            (5.., _) => 1,
            (_, 9..17) => 3,
            _ => 2,
        };
        minutes[part] += u16::from(within);
    }
    minutes
}

fn of_mode(matrix: &TravelMatrix, mode: Mode) -> Vec<&Plane> {
    matrix.planes.iter().filter(|p| p.mode == mode).collect()
}

#[test]
fn hours_in_reach_are_what_a_clock_would_count_minute_by_minute() {
    let (scenario, matrix, impact) = odd_hours();
    let mut different = 0;
    for (mode, cutoff) in [
        (Mode::CrowFly, Cutoff::Km(2.0)),
        (Mode::Walk, Cutoff::Min(30.0)),
        (Mode::Drive, Cutoff::Min(8.0)),
        (Mode::Drive, Cutoff::Km(2.0)),
    ] {
        let planes = of_mode(&matrix, mode);
        let (before, after) = impact.hours_in_reach(mode, Some(0), cutoff).unwrap();
        let (alone, _) = impact.hours_in_reach(mode, None, cutoff).unwrap();
        assert_eq!(before, alone, "the baseline is the same beside an option and by itself");
        assert_eq!(before.areas(), scenario.study.areas.len());
        for area in 0..before.areas() {
            assert_eq!(before.minutes(area), by_the_clock(&planes, &scenario.baseline, area, cutoff));
            assert_eq!(
                after.minutes(area),
                by_the_clock(&planes, &scenario.options[0].counters, area, cutoff)
            );
            different += usize::from(before.minutes(area) != after.minutes(area));
        }
    }
    assert!(different > 20, "{different} areas have other hours than before");
    assert!(impact.hours_in_reach(Mode::CrowFly, Some(0), Cutoff::Min(30.0)).is_none(), "no minutes there");
}

/// The table's figures of the study, from the hours of each area.
#[test]
fn the_table_of_the_week_is_what_its_definitions_say() {
    let (scenario, matrix, impact) = odd_hours();
    let rows = week_table(&scenario, &matrix, &impact);
    let residents = impact.groups.residents();
    let size: f64 = residents.iter().sum();
    let study = |mode, cutoff, part, statistic| -> &WeekRow {
        let here = |r: &&WeekRow| {
            (r.option, r.mode, r.cutoff, r.part, r.statistic) == (Some(0), mode, cutoff, part, statistic)
                && impact.groups.groups[r.group].by == GroupBy::Study
        };
        rows.iter().find(here).unwrap()
    };
    let mut not_by_day_somewhere = 0.0;
    for (mode, cutoff) in [(Mode::Walk, Cutoff::Min(30.0)), (Mode::Drive, Cutoff::Min(8.0))] {
        let (before, after) = impact.hours_in_reach(mode, Some(0), cutoff).unwrap();
        let sum = |of: &dyn Fn(usize) -> f64| (0..residents.len()).map(|i| residents[i] * of(i)).sum::<f64>();
        let yes = |b: bool| f64::from(u8::from(b));
        let lost = |i: usize, p: DayPart| before.of_part(i, p) - after.of_part(i, p);
        for part in DayPart::ALL {
            let is = |statistic, expected: f64| {
                let value = study(mode, cutoff, Some(part), statistic).figure.value.unwrap();
                assert!(
                    (value - expected).abs() < 1e-6 * expected.max(1.0),
                    "{part} {statistic:?} {value} {expected}"
                );
            };
            is(WeekStatistic::MeanHours, sum(&|i| after.of_part(i, part)) / size);
            is(WeekStatistic::WithNone, sum(&|i| yes(after.of_part(i, part) == 0.0)));
            is(WeekStatistic::Losing, sum(&|i| yes(lost(i, part) > 0.0)));
            is(WeekStatistic::Gaining, sum(&|i| yes(lost(i, part) < 0.0)));
            is(WeekStatistic::HoursLost, sum(&|i| lost(i, part).max(0.0)));
            let others =
                |i: usize| DayPart::ALL.into_iter().filter(|p| *p != part && lost(i, *p) > 0.0).count();
            is(WeekStatistic::LosingOnlyHere, sum(&|i| yes(lost(i, part) > 0.0 && others(i) == 0)));
            if part != DayPart::Daytime {
                let not_by_day = |i| lost(i, part) > 0.0 && lost(i, DayPart::Daytime) <= 0.0;
                is(WeekStatistic::LosingNotByDay, sum(&|i| yes(not_by_day(i))));
                is(WeekStatistic::HoursLostNotByDay, sum(&|i| yes(not_by_day(i)) * lost(i, part)));
                not_by_day_somewhere += sum(&|i| yes(not_by_day(i)));
            }
        }
        // The mean of the week is the share of the week that summary.csv tells.
        let week = study(mode, cutoff, None, WeekStatistic::MeanHours).figure;
        let statistic = Statistic::WeekShareWithin(cutoff);
        let share = impact.rows.iter().find(|r| {
            (r.option, r.mode, r.statistic) == (Some(0), mode, statistic)
                && impact.groups.groups[r.group].by == GroupBy::Study
        });
        let share = share.unwrap().figure;
        assert!((week.value.unwrap() / 168.0 - share.value.unwrap()).abs() < 1e-9);
        let [a, b] = [week.change_range.unwrap(), share.change_range.unwrap()];
        assert!((a.0 / 168.0 - b.0).abs() < 1e-9 && (a.1 / 168.0 - b.1).abs() < 1e-9, "{a:?} {b:?}");
    }
    assert!(not_by_day_somewhere > 0.0);
}

#[test]
fn an_option_that_changes_nothing_has_a_change_of_exactly_zero() {
    let (scenario, matrix, impact) = odd_hours();
    let rows = week_table(&scenario, &matrix, &impact);
    let far: Vec<&WeekRow> = rows.iter().filter(|r| r.option == Some(1)).collect();
    assert!(far.len() > 100);
    for row in far {
        assert_eq!(row.figure.change, Some(0.0), "{row:?}");
        assert!(row.figure.change_range.is_none_or(|r| r == (0.0, 0.0)), "{row:?}");
        let by = impact.groups.groups[row.group].by;
        assert!(
            matches!(by, GroupBy::Study | GroupBy::Borough),
            "wards are told where something changes: {row:?}"
        );
    }
    assert!(impact.findings[1].not_by_day.is_none());
    let (before, after): (HoursInReach, HoursInReach) =
        impact.hours_in_reach(Mode::Walk, Some(1), Cutoff::Min(30.0)).unwrap();
    assert_eq!(before, after);
}

#[test]
fn every_figure_lies_in_its_range() {
    let scenario = shipped("notting-hill");
    let matrix = measure(london(), common::roads(), &scenario);
    let impact = assess(london(), &scenario, &matrix);
    let rows = week_table(&scenario, &matrix, &impact);
    let mut ranges = 0;
    for row in &rows {
        let within = |x: Option<f64>, range: Option<(f64, f64)>| match (x, range) {
            (Some(x), Some((low, high))) => low - 1e-6 <= x && x <= high + 1e-6 && low <= high,
            _ => true,
        };
        assert!(within(row.figure.value, row.figure.value_range), "{row:?}");
        assert!(within(row.figure.change, row.figure.change_range), "{row:?}");
        assert_eq!(row.figure.value_range.is_some(), row.mode != Mode::CrowFly, "{row:?}");
        ranges += usize::from(row.figure.change_range.is_some_and(|r| r.0 < r.1));
    }
    assert!(ranges > 1000, "{ranges}");
}

#[test]
fn the_week_hour_by_hour_is_what_a_clock_counts_minute_by_minute() {
    let (scenario, matrix, impact) = odd_hours();
    let residents = impact.groups.residents();
    for finding in &impact.findings {
        let week = week_by_hour(&scenario, &matrix, &impact, finding).unwrap();
        assert_eq!((week.cutoff, week.hours.len()), (Cutoff::Min(30.0), 168));
        let plane = matrix.plane(finding.mode).unwrap();
        let ranking = Ranking::new(plane);
        let networks = [&scenario.baseline, &scenario.options[finding.option].counters];
        let mut known: Vec<(OpenSet, f64)> = Vec::new();
        let mut beyond = |network: &[Option<WeeklyHours>], minute: u16| {
            let open = OpenSet::at(network, minute);
            if let Some((_, people)) = known.iter().find(|(of, _)| *of == open) {
                return *people;
            }
            let nearest = Assignment::new(plane, &ranking, &open, None);
            let far = nearest.time_s.iter().zip(residents).filter(|(s, _)| f64::from(**s) > 1800.0);
            let people = far.fold(0.0, |sum, (_, people)| sum + people);
            known.push((open, people));
            people
        };
        for (number, hour) in week.hours.iter().enumerate() {
            let minutes = number as u16 * 60..number as u16 * 60 + 60;
            let mut mean = |network: &[Option<WeeklyHours>]| {
                minutes.clone().map(|minute| beyond(network, minute)).sum::<f64>() / 60.0
            };
            let expected = networks.map(|network| mean(network));
            for (value, expected) in [hour.before, hour.after].into_iter().zip(expected) {
                assert!((value - expected).abs() < 1e-6 * expected.max(1.0), "{number}: {value} {expected}");
            }
        }
        let changes = week.hours.iter().any(|h| h.before != h.after);
        assert_eq!(changes, scenario.options[finding.option].id == "cut");
    }
}
