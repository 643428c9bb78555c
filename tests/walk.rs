//! Walks past the real Thames, against the slow way: every outward vertex of the outline as a turning point.

mod common;

use bluelamp::space::{Barrier, Point, Viewshed};
use bluelamp::travel::Shore;
use common::london;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The shortest dry way over all bridges and all outward corners of the outline, each a step up the bank.
struct SlowShore<'b> {
    barrier: &'b Barrier,
    points: Vec<Point>,
    views: Vec<Viewshed>,
    bridges: usize,
}

impl<'b> SlowShore<'b> {
    fn new(barrier: &'b Barrier, bridges: &[[Point; 2]]) -> Self {
        let mut points: Vec<Point> = bridges.iter().flatten().copied().collect();
        for ring in barrier.banks() {
            let corners = ring.len() - 1;
            for i in 0..corners {
                let (before, at, after) =
                    (ring[(i + corners - 1) % corners], ring[i], ring[(i + 1) % corners]);
                let middle = before.towards(after, 0.5);
                // Two metres beyond the corner, away from the middle of its neighbours: dry if it sticks out.
                let gap = at.distance(middle).max(1e-6);
                let node = middle.towards(at, (gap + 2.0) / gap);
                if !barrier.covers(node) {
                    points.push(node);
                }
            }
        }
        let views = points.iter().map(|p| Viewshed::new(*p, barrier)).collect();
        SlowShore { barrier, points, views, bridges: 2 * bridges.len() }
    }

    fn way(&self, from: Point, to: Point) -> f64 {
        if !self.barrier.crosses(from, to) {
            return from.distance(to);
        }
        let count = self.points.len();
        let mut best = vec![f64::INFINITY; count];
        let mut done = vec![false; count];
        for (i, view) in self.views.iter().enumerate() {
            if view.sees(from) {
                best[i] = self.points[i].distance(from);
            }
        }
        while let Some(next) = (0..count)
            .filter(|&i| !done[i] && best[i].is_finite())
            .min_by(|&a, &b| best[a].total_cmp(&best[b]))
        {
            done[next] = true;
            for other in 0..count {
                let deck = next / 2 == other / 2 && next.max(other) < self.bridges;
                let leg = self.points[next].distance(self.points[other]);
                if !done[other]
                    && best[next] + leg < best[other]
                    && (deck || self.views[next].sees(self.points[other]))
                {
                    best[other] = best[next] + leg;
                }
            }
        }
        let seen = (0..count).filter(|&i| self.views[i].sees(to));
        seen.map(|i| best[i] + self.points[i].distance(to)).fold(f64::INFINITY, f64::min)
    }
}

#[test]
fn the_shore_is_as_short_as_every_corner_allows() {
    let city = london();
    let bridges: Vec<[Point; 2]> = city.bridges.iter().map(|b| b.ends).collect();
    let (fast, slow) = (Shore::new(&city.river, &bridges), SlowShore::new(&city.river, &bridges));
    let mut rng = ChaCha8Rng::seed_from_u64(51);
    // People who live by the river, and the station nearest to a point within three kilometres of them.
    let by_the_river: Vec<Point> = city
        .areas
        .iter()
        .map(|a| a.point)
        .filter(|p| !city.river.covers(*p) && city.river.banks().flatten().any(|b| b.distance(*p) < 400.0))
        .collect();
    let (mut far_off, mut compared) = (0, 0);
    while compared < 250 {
        let from = *by_the_river.choose(&mut rng).unwrap();
        let to = Point {
            e: from.e + rng.random_range(-3000.0..3000.0),
            n: from.n + rng.random_range(-3000.0..3000.0),
        };
        if city.river.covers(to) || !city.river.crosses(from, to) {
            continue;
        }
        compared += 1;
        let (found, exact) = (fast.dry_distance(&fast.origin(from), &fast.target(to)), slow.way(from, to));
        assert!(found > exact - 30.0, "{from:?} {to:?}: {found} is shorter than {exact}");
        assert!(found < exact + 150.0, "{from:?} {to:?}: {found} instead of {exact}");
        far_off += usize::from(found > exact + 100.0);
    }
    assert!(far_off <= compared / 50, "{far_off} of {compared} are more than 100 m too long");
}
