//! How calls spread over the hours of the week: `calls_by_hour.csv`, which a city may lack.

use super::Problem;
use super::table::{Column, Row, Table};

/// The file.
pub(super) const CALLS_BY_HOUR: &str = "calls_by_hour.csv";

/// The week begins on Monday at 00:00.
pub(super) const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Hours of a week.
pub(super) const HOURS_A_WEEK: usize = 7 * 24;

/// More than any hour of the week can have had: the sum of 168 such numbers is still finite.
const MOST_INCIDENTS: f64 = 1e9;

/// The 168 weights, by hour of the week from Monday 00:00; the rows may stand in any order. `None` where columns are missing;
/// what is wrong with the rows is noted in `problems`.
pub(super) fn weights(table: &Table, problems: &mut Vec<Problem>) -> Option<Vec<f64>> {
    let names = ["hour_of_week", "day", "hour", "incidents"];
    let [number, day, hour, incidents] = table.columns(names, problems)?;
    let mut weights = vec![None; HOURS_A_WEEK];
    let (mut unknown_hours, mut unknown_counts) = (false, false);
    for row in table.rows() {
        let count = row.number(incidents, 0.0..=MOST_INCIDENTS, problems);
        unknown_counts |= count.is_none();
        let Some(at) = hour_of_week(&row, number, problems) else {
            unknown_hours = true;
            continue;
        };
        named_rightly(&row, day, hour, at, problems);
        if weights[at].replace(count.unwrap_or(0.0)).is_some() {
            problems.push(row.problem(number, "is already taken by an earlier row"));
        }
    }
    // An hour that cannot be read may be the one that is lacking, and a count the one that is not zero.
    if !unknown_hours {
        problems.extend(lacking(table, number, &weights));
    }
    let weights: Vec<f64> = weights.into_iter().map(|w| w.unwrap_or(0.0)).collect();
    if !unknown_counts && weights.iter().all(|w| *w == 0.0) {
        let help = "a week without a call says nothing of when calls come: leave the file out of city.toml";
        problems.push(table.header_problem(incidents, "is 0 in every hour of the week").help(help));
    }
    Some(weights)
}

fn hour_of_week(row: &Row<'_>, number: Column, problems: &mut Vec<Problem>) -> Option<usize> {
    let at = row.text(number).trim().parse().ok().filter(|at| *at < HOURS_A_WEEK);
    if at.is_none() {
        let help = "whole numbers from 0, Monday 00:00, to 167, Sunday 23:00";
        problems.push(row.problem(number, "is no hour of the week").help(help));
    }
    at
}

/// The day and the hour of the day are for readers, and give away a week that begins on another day.
fn named_rightly(row: &Row<'_>, day: Column, hour: Column, at: usize, problems: &mut Vec<Problem>) {
    let (on, from) = (DAYS[at / 24], at % 24);
    let is_day = row.text(day).trim() == on;
    let is_hour = row.text(hour).trim().parse() == Ok(from);
    for (column, is_right, expected) in [(day, is_day, on.to_string()), (hour, is_hour, from.to_string())] {
        if !is_right {
            let what = format!("must be {expected}: hour {at} of the week is {}", clock(at));
            problems.push(row.problem(column, &what).help("hour 0 of the week is Monday 00:00"));
        }
    }
}

/// `Tuesday 04:00`
fn clock(at: usize) -> String {
    format!("{} {:02}:00", DAYS[at / 24], at % 24)
}

/// The hours without a row.
fn lacking(table: &Table, number: Column, weights: &[Option<f64>]) -> Option<Problem> {
    let without: Vec<usize> = (0..HOURS_A_WEEK).filter(|&at| weights[at].is_none()).collect();
    let first = *without.first()?;
    let more = match without.len() - 1 {
        0 => String::new(),
        others => format!(", and {others} more"),
    };
    let what = format!("lacks {first} ({}){more}", clock(first));
    Some(table.header_problem(number, &what).help("every hour of the week has a row, one without calls a 0"))
}
