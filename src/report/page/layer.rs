//! Costs from all areas to all sites in few bytes: in whole steps, each foretold by its neighbours.
//!
//! A neighbour's way to a station, and one's own way to that station's neighbour, say nearly all about one's own way to the
//! station: the corner that completes the parallelogram. What is written is what that misses by.

use super::grid::Grid;
use super::numbers::Numbers;

/// A table of costs, site by site, in whole steps.
pub(super) struct Layer {
    /// Areas by sites, site by site, as the page reads them.
    pub steps: Vec<i32>,
    /// What is written.
    pub packed: String,
}

/// How costs are rounded.
#[derive(Clone, Copy)]
pub(super) struct Rounding {
    /// Seconds or metres of a step.
    pub step: f64,
    /// Steps by which the cost of a site that is not near may be off.
    pub tolerance: i32,
}

/// A missing site that is off by more than the tolerance is put right in so many steps at a time.
const COARSE: i32 = 16;

impl Layer {
    /// Of costs (seconds or metres, infinite where there is no way) by area and site. A `base` is taken off first.
    pub fn new(
        grid: &Grid,
        rounding: Rounding,
        base: Option<&Layer>,
        cost: impl Fn(usize, usize) -> f32,
    ) -> Self {
        let areas = grid.areas.len();
        let mut rest = vec![0i32; areas * grid.sites.len()];
        let mut missed = Numbers::default();
        for &(site, before) in &grid.site_order {
            for area in 0..areas {
                let parent = grid.parents[area];
                let own = before.map_or(0, |b| rest[b * areas + area]);
                let beside = match (parent == area, before) {
                    (true, _) => 0,
                    (false, None) => rest[site * areas + parent],
                    (false, Some(b)) => rest[site * areas + parent] - rest[b * areas + parent],
                };
                let foretold = own + beside;
                let cell = site * areas + area;
                let cost = f64::from(cost(area, site));
                let miss = match cost.is_finite() {
                    true => {
                        let wanted =
                            (cost / rounding.step).round() as i32 - base.map_or(0, |b| b.steps[cell]);
                        written(wanted - foretold, grid.is_near(area, site), rounding.tolerance)
                    }
                    // Said apart: here it must only foretell well.
                    false => 0,
                };
                rest[cell] = foretold + miss;
                missed.push(i64::from(miss));
            }
        }
        if let Some(base) = base {
            rest.iter_mut().zip(&base.steps).for_each(|(rest, base)| *rest += base);
        }
        Layer { steps: rest, packed: missed.pack() }
    }
}

fn written(miss: i32, is_near: bool, tolerance: i32) -> i32 {
    match miss {
        _ if is_near => miss,
        _ if miss.abs() <= tolerance => 0,
        _ => (miss + COARSE / 2).div_euclid(COARSE) * COARSE,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::numbers::tests::unpacked;
    use super::*;
    use crate::space::Point;

    const ROUNDING: Rounding = Rounding { step: 2.0, tolerance: 5 };

    /// What the page's script does, from the numbers alone.
    fn read_back(grid: &Grid, packed: &str, base: Option<&[i32]>) -> Vec<i32> {
        let areas = grid.areas.len();
        let mut missed = unpacked(packed).into_iter();
        let mut steps = vec![0i32; areas * grid.sites.len()];
        for &(site, before) in &grid.site_order {
            for area in 0..areas {
                let from = grid.parents[area];
                let beside = |a: usize| before.map_or(0, |b| steps[b * areas + a]);
                let mut foretold = beside(area);
                if from != area {
                    foretold += steps[site * areas + from] - beside(from);
                }
                steps[site * areas + area] = foretold + missed.next().unwrap() as i32;
            }
        }
        assert_eq!(missed.next(), None, "nothing is left over");
        let base = base.map_or(vec![0; steps.len()], <[i32]>::to_vec);
        steps.into_iter().zip(base).map(|(s, b)| s + b).collect()
    }

    proptest! {
        /// The page has costs to half a step, or to the tolerance where a site is not near; also those that are written as
        /// differences; what cannot be reached disturbs none of them.
        #[test]
        fn costs_come_back(
            places in prop::collection::vec((0.0..9e3f64, 0.0..9e3f64), 2..60),
            sites in prop::collection::vec((0.0..9e3f64, 0.0..9e3f64), 1..40),
            costs in prop::collection::vec(prop::option::weighted(0.9, 0.0..5e3f32), 60 * 40),
        ) {
            let points = |list: &[(f64, f64)]| list.iter().map(|&(e, n)| Point { e, n }).collect::<Vec<_>>();
            let grid = Grid::new(&points(&places), &points(&sites));
            let cost = |area: usize, site: usize| costs[area * 40 + site].unwrap_or(f32::INFINITY);
            let first = Layer::new(&grid, ROUNDING, None, cost);
            let second = Layer::new(&grid, ROUNDING, Some(&first), |area, site| cost(area, site) * 1.5);
            for (layer, base, factor) in [(&first, None, 1.0), (&second, Some(first.steps.as_slice()), 1.5)] {
                let steps = read_back(&grid, &layer.packed, base);
                prop_assert_eq!(&steps, &layer.steps);
                for area in 0..places.len() {
                    for site in 0..sites.len() {
                        let exact = f64::from(cost(area, site) * factor);
                        if exact.is_infinite() { continue }
                        let off = (f64::from(steps[site * places.len() + area]) * ROUNDING.step - exact).abs();
                        let tolerance = if grid.is_near(area, site) { 0 } else { ROUNDING.tolerance.max(COARSE / 2) };
                        prop_assert!(off <= (f64::from(tolerance) + 0.5) * ROUNDING.step + 1e-3, "{}", off);
                    }
                }
            }
        }
    }
}
