//! Pieces, labels and links put together: nodes numbered, streets cut where homes are tied to them.

use super::direction::OneWay;
use super::labels::Label;
use super::lines::Source;
use super::mesh::{Ground, Tie, between_homes, ties, without_crossings};
use super::planarise::{Piece, Plan};
use super::zones::SpeedZones;
use super::{RoadReport, Site, is_by_hand};
use crate::city::{Driving, LocalLink, Road, RoadClass, RoadNetwork, RoadNode};
use crate::space::{LonLat, Point, to_lon_lat_all};

/// Everything that makes the network.
pub(super) struct Parts<'p> {
    pub plan: Plan,
    pub labels: Vec<Label>,
    pub one_way: Vec<OneWay>,
    /// Pieces that can be driven to and from.
    pub whole: Vec<bool>,
    pub ground: Ground<'p>,
    pub zones: SpeedZones,
    pub site: &'p Site<'p>,
}

/// Nodes are the homes in their order, then the two ends of each bridge, then junctions.
pub(super) fn assemble(parts: Parts<'_>) -> (RoadNetwork, RoadReport) {
    let site = parts.site;
    let bridge_ends = site.bridges.iter().flat_map(|b| b.ends);
    let tied: Vec<Point> = site.homes.iter().copied().chain(bridge_ends).collect();
    let may_tie: Vec<bool> = (0..parts.plan.pieces.len())
        .map(|i| parts.whole[i] && !is_fast(parts.labels[i].class, parts.plan.pieces[i].source))
        .collect();
    let ties = ties(&tied, &parts.plan.pieces, &may_tie, &parts.ground);
    let mut points = tied;
    let links = between_homes(site.homes, &parts.ground);
    let links = without_crossings(links, site.homes, &ties, &parts.plan.pieces);
    let mut report = RoadReport { links: links.len(), ties: ties.len(), ..RoadReport::default() };
    let (mut roads, mut local) = (bridge_roads(site), links);
    let mut shapes: Vec<Vec<Point>> = vec![Vec::new(); roads.len()];
    let mut junction_number = vec![None; parts.plan.nodes.len()];
    let mut by_piece: Vec<Vec<Tie>> = vec![Vec::new(); parts.plan.pieces.len()];
    for tie in ties {
        by_piece[tie.piece].push(tie);
    }
    for (i, piece) in parts.plan.pieces.iter().enumerate() {
        if !parts.whole[i] {
            report.dropped_roads += 1;
            report.dropped_km += piece.length_m() / 1000.0;
            continue;
        }
        report.roads += 1;
        report.km += piece.length_m() / 1000.0;
        let mut number = |junction: usize| {
            *junction_number[junction].get_or_insert_with(|| {
                points.push(parts.plan.nodes[junction]);
                points.len() as u32 - 1
            })
        };
        let ends = [number(piece.from), number(piece.to)];
        let over_water = piece.segments().any(|s| parts.ground.river.crosses(s.a, s.b));
        let cuts = cut(piece, ends, &by_piece[i], &mut points, &mut local);
        for stretch in cuts {
            let (road, bends) = stretch.road(&parts.labels[i], parts.one_way[i], piece.source, over_water);
            roads.push(road);
            shapes.push(bends);
        }
    }
    (finish(points, roads, shapes, local, &parts), report)
}

/// Motorways, and fast dual carriageways on which no bus stops: no home's drive opens onto them, and nobody walks
/// along them. Roads entered by hand are all of that kind.
fn is_fast(class: RoadClass, source: Source) -> bool {
    let bus = matches!(source, Source::Bus2026 | Source::Bus2018);
    is_by_hand(source) || !bus && matches!(class, RoadClass::Motorway | RoadClass::Trunk)
}

/// Crossings of the river on foot. Cars cross on the pieces of street that do.
fn bridge_roads(site: &Site<'_>) -> Vec<Road> {
    let first = site.homes.len() as u32;
    let bridge = |(i, bridge): (u32, &crate::city::Bridge)| Road {
        from: first + 2 * i,
        to: first + 2 * i + 1,
        length_m: bridge.ends[0].distance(bridge.ends[1]),
        class: RoadClass::Path,
        name: bridge.name.clone(),
        driving: Driving::No,
        walking: true,
        max_km_h: None,
        source: "bridges.csv".to_string(),
        shape: Vec::new(),
    };
    (0u32..).zip(site.bridges).map(bridge).collect()
}

/// A stretch of a piece between two nodes of the network.
struct Stretch {
    from: u32,
    to: u32,
    points: Vec<Point>,
}

/// Cuts a piece where ties end on it, and adds the ties.
fn cut(
    piece: &Piece,
    ends: [u32; 2],
    ties: &[Tie],
    points: &mut Vec<Point>,
    local: &mut Vec<LocalLink>,
) -> Vec<Stretch> {
    let length_m = piece.length_m();
    let mut stretches = Vec::new();
    let mut ties: Vec<&Tie> = ties.iter().collect();
    ties.sort_by(|a, b| a.along_m.total_cmp(&b.along_m).then(a.home.cmp(&b.home)));
    let mut open = Stretch { from: ends[0], to: ends[1], points: vec![piece.points[0]] };
    let (mut done_m, mut start_m, mut next) = (0.0, 0.0, 0);
    let mut tie_to = |tie: &Tie, node: u32| local.push(LocalLink { from: tie.home as u32, to: node });
    while next < ties.len() && ties[next].along_m <= 0.0 {
        tie_to(ties[next], ends[0]);
        next += 1;
    }
    for segment in piece.segments() {
        let segment_m = segment.length();
        while next < ties.len() && ties[next].along_m < length_m && ties[next].along_m <= start_m + segment_m
        {
            let along_m = ties[next].along_m;
            let place = segment.at((along_m - start_m) / segment_m);
            points.push(place);
            let node = points.len() as u32 - 1;
            open.points.push(place);
            stretches.push(Stretch { to: node, ..open });
            open = Stretch { from: node, to: ends[1], points: vec![place] };
            done_m = along_m;
            while next < ties.len() && ties[next].along_m == along_m {
                tie_to(ties[next], node);
                next += 1;
            }
        }
        start_m += segment_m;
        if start_m > done_m {
            open.points.push(segment.b);
        }
    }
    for tie in &ties[next..] {
        tie_to(tie, ends[1]);
    }
    stretches.push(open);
    stretches
}

impl Stretch {
    fn road(
        mut self,
        label: &Label,
        one_way: OneWay,
        source: Source,
        over_water: bool,
    ) -> (Road, Vec<Point>) {
        if one_way == OneWay::Backward {
            std::mem::swap(&mut self.from, &mut self.to);
            self.points.reverse();
        }
        let length_m: f64 = self.points.windows(2).map(|w| w[0].distance(w[1])).sum();
        let inner = self.points.len().saturating_sub(1).max(1);
        let road = Road {
            from: self.from,
            to: self.to,
            length_m,
            class: label.class,
            name: label.name.clone(),
            driving: if one_way == OneWay::No { Driving::Both } else { Driving::Forward },
            // The river is walked across on the listed bridges alone.
            walking: !is_fast(label.class, source) && !over_water,
            max_km_h: None,
            source: match source {
                Source::Bus2026 => "bus routes 2026",
                Source::Bus2018 => "bus routes 2018",
                Source::MajorRoads => "Major Road Network 2018",
                Source::ByHand(_) => "entered by hand",
            }
            .to_string(),
            shape: Vec::new(),
        };
        (road, self.points[1..inner].to_vec())
    }
}

/// Turns everything into degrees at once: nodes, then bends.
fn finish(
    points: Vec<Point>,
    mut roads: Vec<Road>,
    shapes: Vec<Vec<Point>>,
    local: Vec<LocalLink>,
    parts: &Parts<'_>,
) -> RoadNetwork {
    let homes = parts.site.homes.len();
    let positions = to_lon_lat_all(&points);
    let node = |(i, (point, position)): (usize, (Point, LonLat))| RoadNode {
        id: i as u64,
        position,
        point,
        zone: parts.zones.at(point).to_string(),
        area: (i < homes).then_some(i as u32),
    };
    let nodes = points.into_iter().zip(positions).enumerate().map(node).collect();
    let bends: Vec<Point> = shapes.iter().flatten().copied().collect();
    let mut bends = to_lon_lat_all(&bends).into_iter();
    for (road, shape) in roads.iter_mut().zip(shapes) {
        road.shape = bends.by_ref().take(shape.len()).collect();
    }
    RoadNetwork { nodes, roads, local }
}
