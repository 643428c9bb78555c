//! `areas.csv`: one row per area and option.

use super::{AreaTimes, Results, number};
use crate::access::HoursInReach;
use crate::access::NOBODY;
use crate::city::OutputFile;
use crate::impact::{Evaluation, quoted_cutoff};
use crate::scenario::Time;

/// What a spreadsheet opens, the header counted.
const MOST_LINES: usize = 1_048_576;

/// One file; several, numbered, where a spreadsheet would cut one off.
pub(super) fn files(results: &Results<'_>, area_times: AreaTimes) -> Vec<OutputFile> {
    let times = times(results, area_times);
    let areas = results.scenario.study.areas.len();
    let blocks: Vec<(usize, Time)> =
        (0..results.scenario.options.len()).flat_map(|o| times.iter().map(move |t| (o, *t))).collect();
    let blocks_a_file = ((MOST_LINES - 1) / areas.max(1)).max(1);
    let parts: Vec<&[(usize, Time)]> = blocks.chunks(blocks_a_file).collect();
    let name = |part: usize| match parts.len() {
        1 => "areas.csv".to_string(),
        _ => format!("areas-{}.csv", part + 1),
    };
    parts
        .iter()
        .enumerate()
        .map(|(part, blocks)| OutputFile { path: name(part), bytes: file(results, blocks) })
        .collect()
}

fn times(results: &Results<'_>, area_times: AreaTimes) -> Vec<Time> {
    let access = &results.scenario.access;
    match area_times {
        AreaTimes::All => access.times.clone(),
        AreaTimes::One => vec![access.time_of_tables()],
    }
}

fn file(results: &Results<'_>, blocks: &[(usize, Time)]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header(results)).expect("into memory");
    for &(option, time) in blocks {
        let access = &results.scenario.access;
        let hours = |mode| results.impact.hours_in_reach(mode, Some(option), quoted_cutoff(access, mode)?);
        type Hours = Option<(HoursInReach, HoursInReach)>;
        let pairs: Vec<(&Evaluation, &Evaluation, Hours)> = access
            .modes
            .iter()
            .filter_map(|mode| results.impact.pair(*mode, option, time).map(|(b, a)| (b, a, hours(*mode))))
            .collect();
        for (i, &area) in results.scenario.study.areas.iter().enumerate() {
            let city = results.city;
            let area = &city.areas[area];
            let mut cells = vec![
                results.scenario.options[option].id.clone(),
                area.id.clone(),
                city.zones[area.zone].id.clone(),
                city.boroughs[area.borough].name.clone(),
                city.wards[area.ward].name.clone(),
                area.district.clone(),
                number(Some(area.population), 1),
                time.to_string(),
            ];
            for (before, after, hours) in &pairs {
                cells.extend(side_by_side(results, before, after, i));
                if let Some((before, after)) = hours {
                    let (b, a) = (before.week(i), after.week(i));
                    cells.extend([b, a, a - b].map(|v| number(Some(v), 1)));
                }
            }
            writer.write_record(&cells).expect("rows of one width, into memory");
        }
    }
    writer.into_inner().expect("into memory")
}

fn header(results: &Results<'_>) -> Vec<String> {
    let mut header: Vec<String> =
        ["option", "area", "zone", "borough", "ward", "district", "population", "time"]
            .map(str::to_string)
            .to_vec();
    for plane in results.matrix.at_any_time() {
        let mode = plane.mode.as_str().replace('-', "_");
        for column in ["nearest_before", "nearest_after", "m_before", "m_after", "m_change"] {
            header.push(format!("{mode}_{column}"));
        }
        if plane.has_times() {
            for column in ["min_before", "min_after", "min_change"] {
                header.push(format!("{mode}_{column}"));
            }
        }
        if let Some(cutoff) = quoted_cutoff(&results.scenario.access, plane.mode) {
            for side in ["before", "after", "change"] {
                header.push(format!("{mode}_hours_within_{}_{side}", cutoff.label()));
            }
        }
    }
    header
}

fn side_by_side(results: &Results<'_>, before: &Evaluation, after: &Evaluation, area: usize) -> Vec<String> {
    let (b, a) = (&before.assignment, &after.assignment);
    let site = |station: u16| match station {
        NOBODY => String::new(),
        s => results.scenario.sites[usize::from(s)].name.clone(),
    };
    let mut cells = vec![site(b.station[area]), site(a.station[area])];
    let mut triple = |before: f64, after: f64, digits: usize| {
        cells.extend([before, after, after - before].map(|v| number(Some(v), digits)));
    };
    triple(f64::from(b.length_m[area]), f64::from(a.length_m[area]), 1);
    if !b.time_s.is_empty() {
        triple(f64::from(b.time_s[area]) / 60.0, f64::from(a.time_s[area]) / 60.0, 2);
    }
    cells
}
