//! Fast ways against slow obvious ones.

mod common;

use bluelamp::access::{Assignment, OpenSet, Ranking};
use bluelamp::impact::{ClosureIndex, measure};
use bluelamp::space::{Point, PointIndex};
use common::{london, shipped};
use proptest::prelude::*;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A loop over all points: nearest first, lower number first at the same distance.
fn loop_over_all(
    points: &[Point],
    from: Point,
    k: usize,
    accept: impl Fn(usize) -> bool,
) -> Vec<(usize, f64)> {
    let mut all: Vec<(usize, f64)> =
        points.iter().enumerate().filter(|(i, _)| accept(*i)).map(|(i, p)| (i, p.distance(from))).collect();
    all.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    all.truncate(k);
    all
}

proptest! {
    /// On a coarse lattice, so that equal distances and equal points are common.
    #[test]
    fn the_r_tree_finds_what_a_loop_finds(
        points in prop::collection::vec((0..12i32, 0..12i32), 1..60),
        open in prop::collection::vec(any::<bool>(), 60),
        from in (0..12i32, 0..12i32),
        k in 1..6usize,
        radius in 0.0..9.0f64,
    ) {
        let points: Vec<Point> =
            points.iter().map(|(e, n)| Point { e: f64::from(*e), n: f64::from(*n) }).collect();
        let from = Point { e: f64::from(from.0), n: f64::from(from.1) };
        let index = PointIndex::new(&points);
        prop_assert_eq!(index.k_nearest(from, k, |i| open[i]), loop_over_all(&points, from, k, |i| open[i]));
        prop_assert_eq!(index.nearest(from, |i| open[i]), loop_over_all(&points, from, 1, |i| open[i]).first().copied());
        let within: Vec<usize> = (0..points.len()).filter(|&i| points[i].distance(from) <= radius).collect();
        // Lattice distances are square roots of whole numbers: no radius drawn here falls on one by rounding.
        prop_assert_eq!(index.within(from, radius), within);
    }
}

#[test]
fn the_r_tree_and_the_ranking_send_london_to_the_same_counters() {
    let city = london();
    let scenario = shipped("london-2017-draft");
    let sites: Vec<Point> = scenario.sites.iter().map(|s| s.point).collect();
    let matrix = measure(city, common::roads(), &scenario);
    let plane = &matrix.planes[0];
    let (ranking, index) = (Ranking::new(plane), PointIndex::new(&sites));
    let open = OpenSet::any(&scenario.options[0].counters);
    for (i, area) in city.areas.iter().enumerate() {
        let (station, metres) = index.nearest(area.point, |s| open.is_open(s)).unwrap();
        let ranked = ranking.first(i, |s| open.is_open(s)).unwrap();
        // The plane is in 32 bits: at a tie to the millimetre either will do.
        assert!(ranked == station || (f64::from(plane.length_m(i, ranked)) - metres).abs() < 0.01);
    }
}

/// Random closure sets of London, one to seventy counters, against the masked minimum of every area.
#[test]
fn the_closure_index_equals_the_masked_minimum() {
    let city = london();
    let scenario = shipped("west-london-2017");
    let matrix = measure(city, common::roads(), &scenario);
    let residents: Vec<f64> = scenario.study.areas.iter().map(|&a| city.areas[a].population).collect();
    let baseline = OpenSet::any(&scenario.baseline);
    let counters: Vec<usize> = (0..scenario.sites.len()).filter(|&s| baseline.is_open(s)).collect();
    let mut rng = ChaCha8Rng::seed_from_u64(2017);
    for plane in &matrix.planes {
        let ranking = Ranking::new(plane);
        let index = ClosureIndex::new(plane, &ranking, &baseline, &residents);
        let before = Assignment::new(plane, &ranking, &baseline, None);
        for _ in 0..60 {
            let mut closed = counters.clone();
            closed.shuffle(&mut rng);
            closed.truncate(rng.random_range(1..=counters.len()));
            let mut open = baseline.clone();
            closed.iter().for_each(|&s| open.close(s));
            let after = Assignment::new(plane, &ranking, &open, None);
            let (mut sum, mut reached, mut worse, mut cut_off) = (0.0, 0.0, 0.0, 0.0);
            let of = |a: &Assignment, i: usize| if plane.has_times() { a.time_s[i] } else { a.length_m[i] };
            for (i, people) in residents.iter().enumerate() {
                let (b, a) = (of(&before, i), of(&after, i));
                if a.is_finite() {
                    (sum, reached) = (sum + people * f64::from(a), reached + people);
                } else {
                    cut_off += people;
                }
                if a - b > 1.0 {
                    worse += people;
                }
            }
            let effect = index.close(&closed);
            let close = |x: f64, y: f64| (x - y).abs() <= 1e-5 * y.abs().max(1.0);
            assert!(reached == 0.0 || close(effect.mean, sum / reached), "{effect:?} {}", sum / reached);
            assert!(
                close(effect.worse, worse) && close(effect.cut_off, cut_off),
                "{effect:?} {worse} {cut_off}"
            );
        }
    }
}
