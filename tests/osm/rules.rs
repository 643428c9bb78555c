//! What becomes of ways and barriers.

use std::collections::BTreeMap;

use bluelamp::city::build::osm::{OsmRoads, Unused};
use bluelamp::city::{Driving, Road, RoadClass};

use crate::common::pbf::{Map, Packing};
use crate::{STREET, read, read_bytes, sample, sphere_m, square};

/// The roads of a way as (number of the node at its start, at its end, road).
fn roads_of(roads: &OsmRoads, way: i64) -> Vec<(u64, u64, &Road)> {
    let source = format!("OpenStreetMap way {way}");
    let network = &roads.network;
    let id = |place: u32| network.nodes[place as usize].id;
    network.roads.iter().filter(|r| r.source == source).map(|r| (id(r.from), id(r.to), r)).collect()
}

/// The only road of a way.
fn road_of(roads: &OsmRoads, way: i64) -> (u64, u64, &Road) {
    let of_way = roads_of(roads, way);
    assert_eq!(of_way.len(), 1, "way {way}: {of_way:?}");
    of_way[0]
}

#[test]
fn a_street_with_bends_is_one_road_that_keeps_its_length_and_its_form() {
    let name = &[("highway", "tertiary"), ("name", "Long Lane"), ("maxspeed", "30 mph")];
    let map = square().node(11, 2, 6).node(12, 7, 7).way(110, &[1, 11, 11, 12, 3], name);
    let roads = read(&map);
    let (from, to, road) = road_of(&roads, 110);
    assert_eq!((from, to), (1, 3));
    assert_eq!((road.class, road.name.as_str()), (RoadClass::Tertiary, "Long Lane"));
    assert_eq!((road.driving, road.walking), (Driving::Both, true));
    assert!((road.max_km_h.unwrap() - 48.28).abs() < 0.01);
    let shape: Vec<(f64, f64)> = road.shape.iter().map(|p| (p.lon, p.lat)).collect();
    assert_eq!(shape, [(-0.098, 51.506), (-0.093, 51.507)]);
    let corners = [(0.0, 0.0), (2.0, 6.0), (7.0, 7.0), (10.0, 10.0)];
    let metres: f64 = corners.windows(2).map(|pair| sphere_m(pair[0], pair[1])).sum();
    // A sphere is up to 0.5 % off the ellipsoid.
    assert!((road.length_m / metres - 1.0).abs() < 5e-3, "{} and {metres}", road.length_m);
    assert_eq!(roads.network.nodes.len(), 4);
    assert_eq!(roads.report.ways, 5);
}

#[test]
fn a_degree_of_the_meridian_has_its_published_length() {
    // From 51 to 52 degrees north: 111 132.954 - 559.822 cos 2x + 1.175 cos 4x metres at latitude x, here 51.5 degrees
    // (WGS84; Wikipedia, "Latitude", length of a degree).
    let map = Map::new().node(1, 0, -500).node(2, 0, 500).way(1, &[1, 2], STREET);
    let metres = read(&map).network.roads[0].length_m;
    assert!((metres - 111_257.8).abs() < 0.5, "{metres}");
}

#[test]
fn a_way_that_is_one_way_backwards_leads_the_other_way() {
    let map = square().node(11, 2, 6).node(12, 7, 7);
    let map = map.way(110, &[1, 11, 12, 3], &[("highway", "primary"), ("oneway", "-1")]);
    let roads = read(&map);
    let (from, to, road) = road_of(&roads, 110);
    assert_eq!((from, to, road.driving), (3, 1, Driving::Forward));
    assert_eq!(road.shape.iter().map(|p| p.lon).collect::<Vec<_>>(), [-0.093, -0.098]);
    assert_eq!(roads.report.highways["primary"].one_way.roads, 1);
}

#[test]
fn a_roundabout_is_driven_one_way_round() {
    // Between the corners 1 and 3, entered at 21 and 23.
    let map = square().node(21, 4, 4).node(22, 6, 4).node(23, 6, 6).node(24, 4, 6);
    let map = map.way(120, &[21, 22, 23, 24, 21], &[("highway", "secondary"), ("junction", "roundabout")]);
    let roads = read(&map.way(121, &[1, 21], STREET).way(122, &[23, 3], STREET));
    let ring: Vec<_> = roads_of(&roads, 120).iter().map(|&(from, to, r)| (from, to, r.driving)).collect();
    assert_eq!(ring, [(21, 23, Driving::Forward), (23, 21, Driving::Forward)]);
    assert_eq!(road_of(&roads, 121).2.driving, Driving::Both);
    assert_eq!(roads.report.loops, 0);
}

#[test]
fn a_way_back_to_where_it_began_is_two_roads() {
    let map = square().node(31, 12, -2).node(32, 14, 0).node(33, 12, 2);
    let roads = read(&map.way(130, &[2, 31, 32, 33, 2], STREET));
    let ends: Vec<_> = roads_of(&roads, 130).iter().map(|&(from, to, _)| (from, to)).collect();
    assert_eq!(ends, [(2, 32), (32, 2)]);
    assert_eq!(roads.report.loops, 1);
}

#[test]
fn a_bollard_stops_cars_and_lets_walkers_through() {
    let street = |tags: &[(&str, &str)]| {
        let map = square().tagged_node(40, 5, 5, tags);
        read(&map.way(140, &[1, 40, 3], &[("highway", "residential"), ("maxspeed", "20 mph")]))
    };
    let through = street(&[("barrier", "bollard"), ("motor_vehicle", "yes")]);
    let whole = road_of(&through, 140).2.length_m;
    assert_eq!(through.report.barriers, 0);

    let roads = street(&[("barrier", "bollard")]);
    let stop = 1_000_000_000_000_000;
    let parts: Vec<_> = roads_of(&roads, 140).iter().map(|&(a, b, r)| (a, b, r.driving, r.walking)).collect();
    let (both, no) = (Driving::Both, Driving::No);
    assert_eq!(parts, [(1, 40, both, true), (40, stop, no, true), (stop, 3, both, true)]);
    let lengths: Vec<f64> = roads_of(&roads, 140).iter().map(|(_, _, r)| r.length_m).collect();
    assert!((lengths[1] - 1.0).abs() < 1e-3, "{lengths:?}");
    assert!((lengths.iter().sum::<f64>() - whole).abs() < 1e-3, "{lengths:?} of {whole}");
    assert_eq!(roads_of(&roads, 140)[1].2.max_km_h, None);
    assert_eq!(roads.report.barriers, 1);
}

#[test]
fn what_cars_and_walkers_may_use() {
    let map = square().node(50, 20, 0).node(51, 20, 10);
    let map = map
        .way(150, &[1, 3], &[("highway", "footway")])
        .way(151, &[2, 4], &[("highway", "service"), ("access", "private")])
        .way(152, &[1, 3], &[("highway", "service"), ("motor_vehicle", "private")])
        .way(153, &[2, 4], &[("highway", "construction"), ("construction", "primary")])
        .way(154, &[1, 3], &[("route", "ferry"), ("motor_vehicle", "yes")])
        .way(155, &[2, 50], &[("highway", "motorway")])
        .way(156, &[50, 51], &[("highway", "motorway")])
        .way(157, &[51, 3], &[("highway", "motorway_link"), ("oneway", "yes")])
        .way(158, &[2, 4], &[("highway", "bus_guideway")])
        .way(159, &[1, 2, 3, 4, 1], &[("building", "yes")]);
    let roads = read(&map);
    let uses = |way| {
        let road = road_of(&roads, way).2;
        (road.class, road.driving, road.walking)
    };
    assert_eq!(uses(150), (RoadClass::Path, Driving::No, true));
    assert_eq!(uses(152), (RoadClass::Service, Driving::No, true));
    assert_eq!(uses(155), (RoadClass::Motorway, Driving::Forward, false));
    assert_eq!(uses(157), (RoadClass::Motorway, Driving::Forward, false));
    let unused =
        [Unused::Ferry, Unused::NotBuilt, Unused::Closed, Unused::OtherKind].map(|reason| (reason, 1));
    assert_eq!(roads.report.unused, BTreeMap::from(unused));
    assert_eq!(roads.report.ways, 14);
}

#[test]
fn what_cannot_be_reached_is_dropped_and_counted() {
    let map = square().node(60, 20, 0).node(61, 30, 0).node(62, 40, 40).node(63, 50, 40);
    let map = map
        // Out of the square and not back: still walked.
        .way(160, &[2, 60], &[("highway", "residential"), ("oneway", "yes"), ("maxspeed", "30")])
        // The same, and not walked.
        .way(161, &[2, 61], &[("highway", "motorway")])
        // Nothing leads there.
        .way(162, &[62, 63], &[("highway", "footway")]);
    let roads = read(&map);
    let (_, _, trap) = road_of(&roads, 160);
    assert_eq!((trap.driving, trap.walking, trap.max_km_h), (Driving::No, true, None));
    assert!(roads_of(&roads, 161).is_empty() && roads_of(&roads, 162).is_empty());
    let report = &roads.report;
    assert_eq!(
        (report.closed_to_cars.roads, report.closed_to_walkers.roads, report.removed.roads),
        (1, 0, 2)
    );
    assert!((report.closed_to_cars.metres - trap.length_m).abs() < 1e-9);
    assert!((report.removed.metres / (sphere_m((10.0, 0.0), (30.0, 0.0)) * 1.5) - 1.0).abs() < 0.01);
    assert_eq!(report.highways["residential"].driven.roads, 5);
    assert_eq!(report.classes[&RoadClass::Residential].driven.roads, 4);
    assert_eq!(report.classes[&RoadClass::Residential].walked.roads, 5);
    assert!(!report.classes.contains_key(&RoadClass::Motorway));
}

#[test]
fn a_way_ends_where_the_extract_lacks_a_node() {
    let map = square().node(71, 3, 3).node(73, 7, 7);
    let roads = read(&map.way(170, &[1, 71, 72, 73, 3], STREET));
    let ends: Vec<_> = roads_of(&roads, 170).iter().map(|&(from, to, _)| (from, to)).collect();
    assert_eq!(ends, [(1, 71), (73, 3)]);
    assert_eq!((roads.report.ways_cut, roads.report.nodes_missing), (1, 1));
}

#[test]
fn packing_order_and_threads_change_nothing() {
    let roads = read(&sample());
    assert_eq!(read_bytes(&sample().bytes(Packing::Raw)).unwrap(), roads);
    assert_eq!(read(&sample().ways_reversed()), roads);
    for threads in [1, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| read(&sample())), roads);
    }
}
