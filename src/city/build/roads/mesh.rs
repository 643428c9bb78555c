//! What stands in for the streets that the data lack: links between neighbouring homes, and from homes to the
//! streets around them (METHODS 1).

use spade::{DelaunayTriangulation, HierarchyHintGenerator, Point2, Triangulation};

use super::super::super::roads::LocalLink;
use super::planarise::Piece;
use crate::space::{Barrier, Point, Region, Segment, SegmentGrid};

/// Longer links between homes are left out, metres.
const LONGEST_LINK_M: f64 = 600.0;

/// A link over a street goes if the way by both homes' ties to it is at most this many times as long: a street with
/// buses is not crossed everywhere either. The median drive under 2 km grows by 1 % through it.
const BY_TIES: f64 = 1.8;

/// A link may cross this much open land, metres.
const OPEN_LAND_M: f64 = 100.0;

/// Open land is felt for in steps of this length, metres.
const FEELER_M: f64 = 5.0;

/// Homes are tied to streets within this distance, metres.
const TIE_M: f64 = 500.0;

/// A home is tied to this many streets.
const TIES: usize = 2;

/// Ties to a street that end closer together than this share their end, metres.
const SHARED_END_M: f64 = 90.0;

/// A point in the water is tied from this far up the nearest bank, metres.
const LANDING_M: f64 = 5.0;

/// The ground that links must respect.
pub(super) struct Ground<'g> {
    pub river: &'g Barrier,
    pub open_land: &'g [(Region, [Point; 2])],
}

impl Ground<'_> {
    fn dry(&self, p: Point) -> Point {
        self.river.nearest_dry(p, LANDING_M)
    }

    fn crosses_water(&self, a: Point, b: Point) -> bool {
        self.river.crosses(self.dry(a), self.dry(b))
    }

    /// Metres of open land under the straight line, to within a few [`FEELER_M`].
    fn open_land_m(&self, s: Segment) -> f64 {
        let (west, east) = (s.a.e.min(s.b.e), s.a.e.max(s.b.e));
        let (south, north) = (s.a.n.min(s.b.n), s.a.n.max(s.b.n));
        let meets = |corners: &[Point; 2]| {
            corners[0].e <= east && corners[1].e >= west && corners[0].n <= north && corners[1].n >= south
        };
        let near: Vec<&Region> =
            self.open_land.iter().filter(|(_, corners)| meets(corners)).map(|(r, _)| r).collect();
        let count = (s.length() / FEELER_M).ceil().max(1.0);
        let under = (0..count as usize)
            .filter(|i| near.iter().any(|r| r.contains(s.at((*i as f64 + 0.5) / count))))
            .count();
        under as f64 * s.length() / count
    }
}

/// Links between neighbouring homes: the edges of their Delaunay triangulation that are short enough and cross
/// neither water nor open land. Numbers are those of the homes.
pub(super) fn between_homes(homes: &[Point], ground: &Ground<'_>) -> Vec<LocalLink> {
    let mut triangulation: DelaunayTriangulation<Point2<f64>, (), (), (), HierarchyHintGenerator<f64>> =
        DelaunayTriangulation::new();
    let mut home_of = vec![Vec::new(); homes.len()];
    for (number, home) in (0u32..).zip(homes) {
        // Coordinates of a city are finite and far from the limits that the triangulation refuses.
        if let Ok(vertex) = triangulation.insert(Point2::new(home.e, home.n)) {
            home_of[vertex.index()].push(number);
        }
    }
    let mut links = Vec::new();
    for edge in triangulation.undirected_edges() {
        let [a, b] = edge.vertices().map(|v| home_of[v.fix().index()][0]);
        links.push((a.min(b), a.max(b)));
    }
    // Homes at the very same point.
    for shared in home_of.iter().filter(|h| h.len() > 1) {
        links.extend(shared.windows(2).map(|w| (w[0], w[1])));
    }
    links.sort_unstable();
    let allowed = |&(a, b): &(u32, u32)| {
        let s = Segment { a: homes[a as usize], b: homes[b as usize] };
        s.length() <= LONGEST_LINK_M
            && !ground.crosses_water(s.a, s.b)
            && ground.open_land_m(s) <= OPEN_LAND_M
    };
    links.into_iter().filter(allowed).map(|(from, to)| LocalLink { from, to }).collect()
}

/// Leaves out links over a street to which both homes are tied, where the way by the ties is not much longer: one
/// crosses the street by them. It is a fifth of all links, and without them the network is prepared a third faster.
pub(super) fn without_crossings(
    links: Vec<LocalLink>,
    homes: &[Point],
    ties: &[Tie],
    pieces: &[Piece],
) -> Vec<LocalLink> {
    let mut of_home = vec![Vec::new(); homes.len()];
    for tie in ties.iter().filter(|t| t.home < homes.len()) {
        of_home[tie.home].push((tie, pieces[tie.piece].at(tie.along_m)));
    }
    let crosses = |link: &LocalLink| {
        let [a, b] = [link.from as usize, link.to as usize];
        let straight = Segment { a: homes[a], b: homes[b] };
        let pairs = of_home[a].iter().flat_map(|s| of_home[b].iter().map(move |t| (s, t)));
        pairs.filter(|((s, _), (t, _))| s.piece == t.piece).any(|((s, from), (t, to))| {
            let by_ties = homes[a].distance(*from) + (s.along_m - t.along_m).abs() + to.distance(homes[b]);
            by_ties <= straight.length() * BY_TIES
                && pieces[s.piece].segments().any(|street| street.crossing(straight).is_some())
        })
    };
    links.into_iter().filter(|link| !crosses(link)).collect()
}

/// A place where a link ends on a street: metres along the piece.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tie {
    pub home: usize,
    pub piece: usize,
    pub along_m: f64,
}

/// Ties of every home to the nearest few pieces that `may` be joined. A home without any within [`TIE_M`] is tied
/// to the nearest one, however far.
pub(super) fn ties(homes: &[Point], pieces: &[Piece], may: &[bool], ground: &Ground<'_>) -> Vec<Tie> {
    let (mut grid, mut owner) = (SegmentGrid::new(200.0), Vec::new());
    for (i, piece) in pieces.iter().enumerate().filter(|(i, _)| may[*i]) {
        let mut start_m = 0.0;
        for segment in piece.segments() {
            grid.insert(segment);
            owner.push((i, start_m));
            start_m += segment.length();
        }
    }
    let mut ties = Vec::new();
    for (home, &place) in homes.iter().enumerate() {
        let mut reach_m = TIE_M;
        let mut found: Vec<Tie> = Vec::new();
        while found.is_empty() && reach_m <= 64.0 * TIE_M {
            let most = if reach_m == TIE_M { TIES } else { 1 };
            for (s, _) in grid.near(place, reach_m) {
                let (piece, start_m) = owner[s as usize];
                let segment = grid.segment(s);
                let t = segment.foot(place);
                if found.iter().any(|f| f.piece == piece) || ground.crosses_water(place, segment.at(t)) {
                    continue;
                }
                found.push(Tie { home, piece, along_m: start_m + t * segment.length() });
                if found.len() == most {
                    break;
                }
            }
            reach_m *= 2.0;
        }
        ties.extend(found);
    }
    share_ends(&mut ties, pieces);
    ties
}

/// Moves the ends of ties to the ends of their piece, or to each other, where they are close.
fn share_ends(ties: &mut [Tie], pieces: &[Piece]) {
    let mut by_piece: Vec<Vec<usize>> = vec![Vec::new(); pieces.len()];
    for (i, tie) in ties.iter().enumerate() {
        by_piece[tie.piece].push(i);
    }
    for (piece, mut here) in by_piece.into_iter().enumerate() {
        let length_m = pieces[piece].length_m();
        here.sort_by(|a, b| ties[*a].along_m.total_cmp(&ties[*b].along_m));
        let mut last_m = 0.0;
        for i in here {
            let along = ties[i].along_m;
            ties[i].along_m = match along {
                m if m - last_m < SHARED_END_M => last_m,
                m if length_m - m < SHARED_END_M => length_m,
                m => m,
            };
            last_m = ties[i].along_m;
        }
    }
}
