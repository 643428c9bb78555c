//! Catchments against published values.

mod common;

use common::ipea::belo_horizonte;

#[test]
fn jobs_within_30_minutes_of_five_hexagons() {
    let data = belo_horizonte();
    let jobs = ["909bffff", "b57bffff", "b597ffff", "b5b3ffff", "b5cfffff"].map(|code| {
        let minutes = data.minutes_from(data.cell(code)).iter().zip(&data.jobs);
        minutes.filter(|(minutes, _)| **minutes <= 30.0).map(|(_, jobs)| jobs).sum::<f64>()
    });
    assert_eq!(jobs, [26774.0, 22239.0, 36567.0, 42372.0, 55571.0]);
}
