//! Where the page's areas and sites are, and from which neighbour each is foretold.

use crate::space::Point;

/// Decimetres: positions are rounded to them, straight lines and neighbours are worked out of them.
const PER_METRE: f64 = 10.0;

/// A position in the page: decimetres east and north of its origin.
pub(super) type Position = [i64; 2];

/// How many areas before an area in the file can foretell it: files are in the order of codes, which is one of places.
const LOOK_BACK: usize = 200;

/// Of each area, the sites that are nearest as the crow flies have costs to the step, the others to the tolerance.
const NEAR_SITES: usize = 24;

/// Areas and sites on the page.
pub(super) struct Grid {
    /// South-west of everything, grid metres.
    pub origin: Point,
    /// The study's areas, in its order.
    pub areas: Vec<Position>,
    /// All sites.
    pub sites: Vec<Position>,
    /// The area before it that is nearest to an area; the first has itself.
    pub parents: Vec<usize>,
    /// All sites, each but the first with one before it that is near: the order in which they are written.
    pub site_order: Vec<(usize, Option<usize>)>,
    /// Whether a site is among the nearest of an area, site by site.
    near: Vec<bool>,
}

impl Grid {
    /// Of points of the study's areas and of a scenario's sites.
    pub fn new(areas: &[Point], sites: &[Point]) -> Self {
        let least =
            |of: fn(&Point) -> f64| areas.iter().chain(sites).map(of).fold(f64::MAX, f64::min).floor();
        let origin = Point { e: least(|p| p.e), n: least(|p| p.n) };
        let placed = |points: &[Point]| points.iter().map(|p| position(origin, *p)).collect::<Vec<_>>();
        let (areas, sites) = (placed(areas), placed(sites));
        let parents = (0..areas.len()).map(|area| parent(&areas, area)).collect();
        let near = near(&areas, &sites);
        let site_order = site_order(&sites);
        Grid { origin, areas, sites, parents, site_order, near }
    }

    /// Whether a site is among the nearest of an area, as the crow flies.
    pub fn is_near(&self, area: usize, site: usize) -> bool {
        self.near[site * self.areas.len() + area]
    }

    /// The straight line, metres, worked out as the page does.
    pub fn straight_m(&self, area: usize, site: usize) -> f32 {
        ((squared(self.areas[area], self.sites[site]) as f64).sqrt() / PER_METRE) as f32
    }
}

/// A point's place on a page with this origin.
pub(super) fn position(origin: Point, point: Point) -> Position {
    [point.e - origin.e, point.n - origin.n].map(|metres| (metres * PER_METRE).round() as i64)
}

fn squared(a: Position, b: Position) -> i64 {
    (a[0] - b[0]).pow(2) + (a[1] - b[1]).pow(2)
}

fn parent(areas: &[Position], area: usize) -> usize {
    let before = area.saturating_sub(LOOK_BACK)..area;
    before.min_by_key(|&other| squared(areas[other], areas[area])).unwrap_or(area)
}

/// Grows a tree from the first site, always by the site that is nearest to it (Prim's algorithm).
fn site_order(sites: &[Position]) -> Vec<(usize, Option<usize>)> {
    let mut order = Vec::with_capacity(sites.len());
    let mut link: Vec<(i64, Option<usize>)> = vec![(i64::MAX, None); sites.len()];
    let mut left: Vec<usize> = (0..sites.len()).collect();
    while let Some(at) = (0..left.len()).min_by_key(|&i| (link[left[i]].0, left[i])) {
        let site = left.remove(at);
        order.push((site, link[site].1));
        for &other in &left {
            let gap = squared(sites[site], sites[other]);
            if gap < link[other].0 {
                link[other] = (gap, Some(site));
            }
        }
    }
    order
}

fn near(areas: &[Position], sites: &[Position]) -> Vec<bool> {
    let mut near = vec![sites.len() <= NEAR_SITES; areas.len() * sites.len()];
    if sites.len() <= NEAR_SITES {
        return near;
    }
    let mut gaps: Vec<(i64, usize)> = Vec::with_capacity(sites.len());
    for (area, &place) in areas.iter().enumerate() {
        gaps.clear();
        gaps.extend(sites.iter().enumerate().map(|(site, &s)| (squared(place, s), site)));
        gaps.select_nth_unstable(NEAR_SITES);
        for &(_, site) in &gaps[..NEAR_SITES] {
            near[site * areas.len() + area] = true;
        }
    }
    near
}
