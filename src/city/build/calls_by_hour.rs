//! When people call, by hour of the week: `calls_by_hour.csv`.
//!
//! No table of police calls by hour is published. The incidents of the fire brigade, of all kinds, stand in for them.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use super::{BuildError, Built, INCIDENTS, Raw, csv_bytes};
use crate::city::Problem;
use crate::city::calls_by_hour::{CALLS_BY_HOUR, DAYS, HOURS_A_WEEK};
use crate::city::table::{Column, Table};

/// The whole years of the table, so that every season weighs the same. In them there are 208 Tuesdays and Wednesdays, and 209 of
/// every other day: not corrected.
const YEARS: RangeInclusive<i32> = 2009..=2012;

pub(super) fn calls_by_hour(raw: &mut Raw) -> Result<Built, BuildError> {
    let table = raw.table(INCIDENTS)?;
    let columns = raw.columns(&table, ["date", "hour"])?;
    let incidents = count(&table, columns, &mut raw.problems);
    let header = ["hour_of_week", "day", "hour", "incidents"].map(str::to_string).to_vec();
    let rows = incidents.iter().enumerate().map(|(at, count)| {
        vec![at.to_string(), DAYS[at / 24].to_string(), (at % 24).to_string(), count.to_string()]
    });
    let bytes = csv_bytes(std::iter::once(header).chain(rows));
    Ok(Built { name: CALLS_BY_HOUR, rows: HOURS_A_WEEK, bytes })
}

/// Incidents of [`YEARS`] by hour of the week from Monday 00:00, by the clock in London.
fn count(table: &Table, [date, hour]: [Column; 2], problems: &mut Vec<Problem>) -> [u32; HOURS_A_WEEK] {
    let mut incidents = [0; HOURS_A_WEEK];
    for row in table.distinct_rows() {
        let day = row.text(date).parse::<NaiveDate>().ok();
        let begun = row.text(hour).parse::<usize>().ok().filter(|h| *h < 24);
        if day.is_none() {
            problems.push(row.problem(date, "is no date"));
        }
        if begun.is_none() {
            problems.push(row.problem(hour, "is no hour of the day"));
        }
        if let (Some(day), Some(begun)) = (day, begun)
            && YEARS.contains(&day.year())
        {
            incidents[day.weekday().num_days_from_monday() as usize * 24 + begun] += 1;
        }
    }
    incidents
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(rows: &str) -> ([u32; HOURS_A_WEEK], Vec<Problem>) {
        let text = format!("date,hour,station\n{rows}");
        let mut problems = Vec::new();
        let table = Table::read("t.csv".to_string(), text.as_bytes(), &mut problems).unwrap();
        let columns = table.columns(["date", "hour"], &mut problems).unwrap();
        (count(&table, columns, &mut problems), problems)
    }

    /// 2009 began on a Thursday, 2012 ended on a Monday.
    #[test]
    fn incidents_of_whole_years_are_counted_once_at_their_hour_of_the_week() {
        let (incidents, problems) = counted(
            "2008-12-31,23,a\n2009-01-01,0,a\n2009-01-01,0,a\n2009-01-01,0,b\n2012-12-30,23,a\n\
             2012-12-31,0,a\n2012-12-31,23,a\n2013-01-01,0,a\n",
        );
        assert!(problems.is_empty());
        let found: Vec<(usize, u32)> = incidents.into_iter().enumerate().filter(|(_, n)| *n > 0).collect();
        assert_eq!(found, [(0, 1), (23, 1), (72, 2), (167, 1)]);
    }

    #[test]
    fn what_is_no_date_or_hour_is_told_and_not_counted() {
        let (incidents, problems) = counted("2009-02-29,1,a\n2009-03-01,24,a\n,,\n");
        assert_eq!(incidents, [0; HOURS_A_WEEK]);
        let told: Vec<&str> = problems.iter().map(|p| p.message.as_str()).collect();
        let expected = [
            "date \"2009-02-29\" is no date",
            "hour \"24\" is no hour of the day",
            "date \"\" is no date",
            "hour \"\" is no hour of the day",
        ];
        assert_eq!(told, expected);
    }
}
