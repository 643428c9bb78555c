//! `areas.csv`: one row per area and option.

use super::csv_table::CsvTable;
use super::{AreaTimes, Results};
use crate::access::{Assignment, HoursInReach, NOBODY};
use crate::city::OutputFile;
use crate::impact::quoted_cutoff;
use crate::scenario::Time;
use crate::travel::Mode;

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
    let header = header(results);
    let rows = blocks.len() * results.scenario.study.areas.len();
    let mut table = CsvTable::new(&header, rows * header.len() * 8);
    for &(option, time) in blocks {
        block(results, option, time, &mut table);
    }
    table.into_bytes()
}

/// The rows of one option at one time.
fn block(results: &Results<'_>, option: usize, time: Time, table: &mut CsvTable) {
    let (city, scenario, access) = (results.city, results.scenario, &results.scenario.access);
    let hours = |mode| results.answer.impact.hours_in_reach(mode, Some(option), quoted_cutoff(access, mode)?);
    let of_mode = |mode: &Mode| {
        let (before, after) = results.answer.impact.pair(*mode, option, time)?;
        Some(Sides { before: &before.assignment, after: &after.assignment, hours: hours(*mode) })
    };
    let modes: Vec<Sides<'_>> = access.modes.iter().filter_map(of_mode).collect();
    let time = time.to_string();
    for (i, &area) in scenario.study.areas.iter().enumerate() {
        let area = &city.areas[area];
        table.text(&scenario.options[option].id);
        table.text(&area.id);
        table.text(&city.zones[area.zone].id);
        table.text(&city.boroughs[area.borough].name);
        table.text(&city.wards[area.ward].name);
        table.text(&area.district);
        table.number(Some(area.population), 1);
        table.text(&time);
        modes.iter().for_each(|mode| mode.write(results, i, table));
        table.end_row();
    }
}

/// One mode before and after, area by area.
struct Sides<'s> {
    before: &'s Assignment,
    after: &'s Assignment,
    hours: Option<(HoursInReach, HoursInReach)>,
}

impl Sides<'_> {
    fn write(&self, results: &Results<'_>, area: usize, table: &mut CsvTable) {
        let (b, a) = (self.before, self.after);
        for station in [b.station[area], a.station[area]] {
            table.text(match station {
                NOBODY => "",
                s => &results.scenario.sites[usize::from(s)].name,
            });
        }
        let mut triple = |before: f64, after: f64, digits: usize| {
            [before, after, after - before].into_iter().for_each(|v| table.number(Some(v), digits));
        };
        triple(f64::from(b.length_m[area]), f64::from(a.length_m[area]), 1);
        if !b.time_s.is_empty() {
            triple(f64::from(b.time_s[area]) / 60.0, f64::from(a.time_s[area]) / 60.0, 2);
        }
        if let Some((before, after)) = &self.hours {
            triple(before.week(area), after.week(area), 1);
        }
    }
}

fn header(results: &Results<'_>) -> Vec<String> {
    let mut header: Vec<String> =
        ["option", "area", "zone", "borough", "ward", "district", "population", "time"]
            .map(str::to_string)
            .to_vec();
    for plane in results.answer.matrix.at_any_time() {
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
