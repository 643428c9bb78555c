//! Closing never brings a counter nearer, opening never takes one farther, at any hour.

mod common;

use std::sync::OnceLock;

use bluelamp::access::{Assignment, NOBODY, OpenSet, Ranking};
use bluelamp::city::{MINUTES_A_WEEK, WeeklyHours};
use bluelamp::impact::measure;
use bluelamp::space::{Barrier, Point};
use bluelamp::travel::{Mode, Plane, Shore, TravelMatrix, crow_fly, walk};
use proptest::prelude::*;

/// Hours in use in the city, and some that are not.
const HOURS: [&str; 6] = [
    "24/7",
    "Mo-Fr 09:00-17:00",
    "Mo-We 11:00-13:00",
    "Mo-Fr 12:00-20:00",
    "Sa-Su 10:00-16:00",
    "Mo-Su 22:00-06:00",
];

fn london_planes() -> &'static (TravelMatrix, Vec<Ranking>) {
    static PLANES: OnceLock<(TravelMatrix, Vec<Ranking>)> = OnceLock::new();
    PLANES.get_or_init(|| {
        let matrix = measure(common::london(), common::roads(), &common::shipped("notting-hill"));
        let rankings = matrix.planes.iter().map(Ranking::new).collect();
        (matrix, rankings)
    })
}

/// `more` holds every counter of `fewer`: nobody is farther with more.
fn never_farther(
    plane: &Plane,
    ranking: &Ranking,
    more: &OpenSet,
    fewer: &OpenSet,
) -> Result<(), TestCaseError> {
    let with_more = Assignment::new(plane, ranking, more, None);
    let with_fewer = Assignment::new(plane, ranking, fewer, None);
    // The nearest counter is the one soonest reached: by fast roads it can be more metres away.
    let way = |a: &Assignment, area: usize| if plane.has_times() { a.time_s[area] } else { a.length_m[area] };
    for area in 0..ranking.areas() {
        prop_assert!(way(&with_more, area) <= way(&with_fewer, area), "area {area}");
        prop_assert!(with_more.station[area] != NOBODY || with_fewer.station[area] == NOBODY);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn in_london(
        hours in prop::collection::vec(0..HOURS.len(), 79),
        has_counter in prop::collection::vec(any::<bool>(), 79),
        closes in prop::collection::vec(any::<bool>(), 79),
        minute in 0..MINUTES_A_WEEK,
    ) {
        let parsed: Vec<WeeklyHours> = HOURS.iter().map(|h| WeeklyHours::parse(h).unwrap()).collect();
        let network = |closing: bool| -> Vec<Option<WeeklyHours>> {
            (0..79).map(|s| (has_counter[s] && !(closing && closes[s])).then(|| parsed[hours[s]].clone())).collect()
        };
        let (before, after) = (network(false), network(true));
        let (matrix, rankings) = london_planes();
        for (plane, ranking) in matrix.planes.iter().zip(rankings) {
            never_farther(plane, ranking, &OpenSet::any(&before), &OpenSet::any(&after))?;
            never_farther(plane, ranking, &OpenSet::at(&before, minute), &OpenSet::at(&after, minute))?;
        }
    }

    /// Longer hours are an opening: nobody is farther at any minute when a counter's hours only grow.
    #[test]
    fn in_random_small_cities(
        areas in prop::collection::vec((0.0..5000.0, 0.0..5000.0), 1..40),
        stations in prop::collection::vec((0.0..5000.0, 0.0..5000.0), 1..10),
        river_n in 1000.0..4000.0f64,
        bridge_e in 200.0..4800.0f64,
        closes in prop::collection::vec(any::<bool>(), 10),
        minute in 0..MINUTES_A_WEEK,
    ) {
        let point = |(e, n): &(f64, f64)| Point { e: *e, n: *n };
        let (areas, stations): (Vec<Point>, Vec<Point>) =
            (areas.iter().map(point).collect(), stations.iter().map(point).collect());
        // A river from side to side, twenty metres wide, with one bridge.
        let p = |e, n| Point { e, n };
        let (south, north) = (river_n - 10.0, river_n + 10.0);
        let bank = vec![p(-9e4, south), p(9e4, south), p(9e4, north), p(-9e4, north), p(-9e4, south)];
        let river = Barrier::new(vec![vec![bank]], vec![]);
        let shore = Shore::new(&river, &[[p(bridge_e, south - 5.0), p(bridge_e, north + 5.0)]]);
        let night = WeeklyHours::parse("Mo-Su 22:00-06:00").unwrap();
        let always = WeeklyHours::parse("24/7").unwrap();
        let more: Vec<_> = stations.iter().map(|_| Some(always.clone())).collect();
        let fewer: Vec<_> = (0..stations.len())
            .map(|s| if closes[s] { None } else { Some(night.clone()) })
            .collect();
        for plane in [crow_fly(&areas, &stations), walk(&areas, &stations, &shore)] {
            let ranking = Ranking::new(&plane);
            never_farther(&plane, &ranking, &OpenSet::at(&more, minute), &OpenSet::at(&fewer, minute))?;
            never_farther(&plane, &ranking, &OpenSet::any(&more), &OpenSet::any(&fewer))?;
            if plane.mode == Mode::Walk {
                for (area, here) in areas.iter().enumerate() {
                    for (station, there) in stations.iter().enumerate() {
                        let straight = here.distance(*there);
                        let walked = f64::from(plane.length_m(area, station));
                        // A millimetre for the 32-bit table.
                        prop_assert!(walked >= straight * 1.25 - 1e-3 * (1.0 + straight / 1000.0));
                        prop_assert!(walked.is_finite());
                    }
                }
            }
        }
    }
}
