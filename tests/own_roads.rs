//! A network of roads made by hand (`common/westshire.rs`): what it answers is worked out on paper.

mod common;

use std::fs;

use common::westshire::Westshire;
use common::westshire_run::{TOWN_HALL, drive, journey, route_with, run_with};

/// A thousandth of a degree of latitude at Westshire, metres (the ellipsoid's meridian; the grid's scale is 0.9997).
const NORTH_M: f64 = 111.28;
/// A thousandth of a degree of longitude, metres.
const EAST_M: f64 = 65.9;
/// The city's speed on missing local streets, metres a second, and how much longer they are than straight.
const LOCAL_M_S: f64 = 15.0 / 3.6;
const CIRCUITY: f64 = 1.25;

const LOCK_HOUSE: &str = "lock,Lock House,Westshire,3 Lock Lane,AA1 1AC,-1.4385,53.795,24/7,me,high,10";

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
}

/// Mill Road: 1500 m at 20 km/h are 270 s. High Street: 1500 m at 30 km/h are 180 s, in the peak at 15 km/h 360 s.
#[test]
fn minutes_and_metres_are_those_worked_out_by_hand() {
    let city = Westshire::with_roads();
    let (minutes, metres, streets) = journey(&city, &["The Mill", TOWN_HALL]);
    assert_eq!((minutes, metres), (450.0 / 60.0, 3000.0));
    assert_eq!(streets, ["Mill Road", "High Street"]);
    let peak = journey(&city, &["The Mill", TOWN_HALL, "--at", "Tue 08:30"]);
    assert_eq!((peak.0, peak.1), (630.0 / 60.0, 3000.0));
    for quiet in ["any", "Tue 12:00", "Sat 08:30"] {
        assert_eq!(journey(&city, &["The Mill", TOWN_HALL, "--at", quiet]).0, 7.5, "{quiet}");
    }
    // On foot at 4.8 km/h: 3000 m are 2250 s, peak or not.
    let walk = ["The Mill", TOWN_HALL, "--mode", "walk", "--at", "Tue 08:30"];
    assert_eq!(journey(&city, &walk).0, 37.5);
}

/// North Parade leads from the bridge (1500 m), South Parade to it (2400 m), both at 30 km/h: 180 s and 288 s. Long
/// Bridge is limited to 15 km/h: 360 s. The local street: 111 m straight, 139 m, 33 s.
#[test]
fn there_and_back_differ_on_a_one_way_pair() {
    let city = Westshire::with_roads();
    let north = "53.813,-1.500";
    let local_m = NORTH_M * CIRCUITY;
    let there = journey(&city, &[TOWN_HALL, north]);
    close(there.0, (180.0 + 360.0 + 180.0 + local_m / LOCAL_M_S) / 60.0, 0.01);
    close(there.1, 4500.0 + local_m, 1.0);
    assert_eq!(there.2, ["High Street", "Long Bridge", "North Parade", "local streets"]);
    let back = journey(&city, &[north, TOWN_HALL]);
    close(back.0, (288.0 + 360.0 + 180.0 + local_m / LOCAL_M_S) / 60.0, 0.01);
    close(back.1, 5400.0 + local_m, 1.0);
    assert_eq!(back.2, ["local streets", "South Parade", "Long Bridge", "High Street"]);
    // People on foot go against the traffic.
    let on_foot = |words: [&str; 4]| journey(&city, &words).1;
    close(on_foot([north, TOWN_HALL, "--mode", "walk"]), 4500.0 + local_m, 1.0);
    close(on_foot([TOWN_HALL, north, "--mode", "walk"]), 4500.0 + local_m, 1.0);
}

/// East lives 111 m from the end of Mill Road: 33 s at local speed, then 270 s and High Street.
#[test]
fn a_run_drives_at_the_speed_of_the_time() {
    let run = drive(&Westshire::with_roads());
    run.succeeds();
    let access_s = NORTH_M * CIRCUITY / LOCAL_M_S;
    for (time, high_street_s) in [("any", 180.0), ("Tue 12:00", 180.0), ("Tue 08:30", 360.0)] {
        close(run.number("east", time, "drive_min_after"), (access_s + 270.0 + high_street_s) / 60.0, 0.02);
        close(run.number("east", time, "drive_m_after"), 3000.0 + NORTH_M * CIRCUITY, 1.0);
        assert_eq!(run.cell("east", time, "drive_nearest_after"), TOWN_HALL);
    }
    close(run.number("east", "Tue 12:00", "drive_min_before"), access_s / 60.0, 0.02);
    // The mill is not open yet.
    assert_eq!(run.cell("east", "Tue 08:30", "drive_nearest_before"), TOWN_HALL);
    // From the node where the area is, without a way to the road: Lock Lane and Lock Bridge, 270 s each.
    close(run.number("island", "Tue 12:00", "drive_min_before"), 540.0 / 60.0, 0.0);
    close(run.number("north", "any", "drive_m_before"), 5400.0 + NORTH_M * CIRCUITY, 1.0);
    assert!(run.warnings().iter().all(|w| !w.contains("by car")), "{:?}", run.warnings());
    // Nobody is said to walk.
    let findings = run.json("out/run.json")["findings"].to_string();
    assert!(findings.contains("longer drive") && findings.contains("30-minute drive"), "{findings}");
    let svg = fs::read_to_string(run.out.join("charts/distribution.svg")).unwrap();
    assert!(!findings.contains("walk") && !svg.contains("walk"), "{findings} {svg}");
}

/// At 60 km/h High Street takes 90 s, at noon and not in the peak.
#[test]
fn an_edited_speed_changes_the_minutes() {
    let city = Westshire::with_roads().replace("speeds.csv", "inter-peak,30,", "inter-peak,60,");
    assert_eq!(journey(&city, &["The Mill", TOWN_HALL]).0, 360.0 / 60.0);
    assert_eq!(journey(&city, &["The Mill", TOWN_HALL, "--at", "Tue 08:30"]).0, 10.5);
    // A zone's own row counts first: the bridgehead is in it, and both its streets start there or not.
    let zoned = Westshire::with_roads()
        .replace("road_nodes.csv", "11,-1.480,53.800,,", "11,-1.480,53.800,Centre,")
        .add("speeds.csv", "secondary,Centre,inter-peak,10,me");
    let minutes = |from, to| journey(&zoned, &[from, to]).0;
    assert_eq!(minutes("The Mill", TOWN_HALL), (540.0 + 180.0) / 60.0);
}

/// Lock House stands 0.0015 degrees east of the middle of Lock Lane. From the mill: Lock Bridge 270 s, half of Lock Lane
/// 135 s, and 99 m straight at local speed.
#[test]
fn a_place_joins_the_nearest_edge_and_not_the_nearest_node() {
    let city = Westshire::with_roads().add("stations.csv", LOCK_HOUSE);
    let access_m = 1.5 * EAST_M * CIRCUITY;
    let expected = (270.0 + 135.0 + access_m / LOCAL_M_S) / 60.0;
    let (minutes, metres, streets) = journey(&city, &["The Mill", "Lock House"]);
    close(minutes, expected, 0.02);
    close(metres, 2250.0 + access_m, 2.0);
    assert_eq!(streets, ["Lock Bridge", "Lock Lane", "local streets"]);
    // A junction of another street, 132 m away, is nearer than both ends of Lock Lane.
    let spur = city
        .add("road_nodes.csv", "18,-1.4365,53.795,,")
        .add("roads.csv", "18,16,2400,primary,Far Spur,both,yes,,me,");
    let (minutes, _, streets) = journey(&spur, &["The Mill", "Lock House"]);
    close(minutes, expected, 0.02);
    assert_eq!(streets[1], "Lock Lane");
}

/// Between two places on one street the way passes no junction; against a one-way street it goes round.
#[test]
fn two_places_on_one_street() {
    let city = Westshire::with_roads();
    let (west, east) = ("53.800,-1.495", "53.800,-1.485");
    let (minutes, metres, streets) = journey(&city, &[west, east]);
    close(minutes, 90.0 / 60.0, 0.01);
    close(metres, 750.0, 2.0);
    assert_eq!(streets.iter().filter(|s| *s != "local streets").count(), 1);
    let one_way = city.replace("roads.csv", "High Street,both", "High Street,forward");
    close(journey(&one_way, &[west, east]).1, 750.0, 2.0);
    route_with(&one_way, &[east, west]).fails_with(2).says(&["there is no way from", "help: "]);
}

/// The south bank at 53.8048 is 267 m from a street on the north bank and 534 m from High Street.
#[test]
fn nobody_joins_a_road_across_the_river() {
    let city = Westshire::with_roads().add("road_nodes.csv", "20,-1.510,53.8072,,\n21,-1.485,53.8072,,").add(
        "roads.csv",
        "20,21,1700,primary,North Bank,both,yes,,me,\n21,13,700,primary,Ramp,both,yes,,me,",
    );
    let access_m = 4.8 * NORTH_M * CIRCUITY;
    let (minutes, metres, streets) = journey(&city, &["53.8048,-1.495", TOWN_HALL]);
    // A quarter of High Street: 375 m, 45 s.
    close(minutes, (access_m / LOCAL_M_S + 45.0) / 60.0, 0.03);
    close(metres, access_m + 375.0, 3.0);
    assert_eq!(streets, ["local streets", "High Street"]);
}

/// A street with a run on each bank, and a place on the south bank that is nearer to the northern run.
#[test]
fn the_dry_part_of_a_street_counts_where_the_nearest_is_across_the_river() {
    let city = Westshire::with_roads()
        .add("road_nodes.csv", "30,-1.520,53.802,,\n31,-1.520,53.8071,,")
        .add("roads.csv", "30,31,2600,primary,Horseshoe,both,yes,,me,-1.505 53.802;-1.505 53.8071")
        .add("roads.csv", "30,10,1500,primary,Link,both,yes,,me,");
    let (_, metres, streets) = journey(&city, &["53.8049,-1.515", TOWN_HALL]);
    assert_eq!(streets, ["local streets", "Horseshoe", "Link"]);
    // 5 of the 15 thousandths of a degree, of the 2600 m that are drawn as 2544 m.
    let drawn_m = 30.0 * EAST_M + 5.1 * NORTH_M;
    close(metres, 2.9 * NORTH_M * CIRCUITY + 5.0 * EAST_M * 2600.0 / drawn_m + 1500.0, 5.0);
}

/// A street that leads back to where it starts: the steps add up to the journey on either side of it.
#[test]
fn a_loop_is_left_by_the_shorter_side() {
    let city = Westshire::with_roads()
        .add("road_nodes.csv", "40,-1.450,53.785,,\n41,-1.470,53.785,,")
        .add("roads.csv", "40,12,2400,primary,Approach,both,yes,,me,")
        .add("roads.csv", "41,40,1500,primary,Stem,both,yes,,me,")
        .add("roads.csv", "41,41,2000,primary,Circus,both,yes,,me,-1.475 53.782;-1.480 53.785;-1.475 53.788");
    // The first corner is a quarter round, the last three quarters.
    for corner in ["53.782,-1.475", "53.788,-1.475"] {
        let run = route_with(&city, &[corner, "The Mill"]);
        run.succeeds();
        let way = &run.json("out")["features"][0];
        close(way["properties"]["metres"].as_f64().unwrap(), 500.0 + 1500.0 + 2400.0, 25.0);
        let circus = run.stdout.lines().find(|l| l.ends_with("Circus")).unwrap();
        close(circus.split_whitespace().next().unwrap().parse().unwrap(), 500.0, 25.0);
        // Drawn: the corner and the node, not the far corners.
        let line = way["geometry"]["coordinates"].as_array().unwrap();
        assert!(line.iter().all(|p| p[0].as_f64().unwrap() > -1.4755), "{line:?}");
    }
}

#[test]
fn of_equal_ways_the_one_listed_first_is_taken() {
    let twin = "11,12,1500,secondary,Twin Road,both,yes,,me,";
    let city = Westshire::with_roads().add("roads.csv", twin);
    assert_eq!(journey(&city, &["The Mill", TOWN_HALL]).2, ["Mill Road", "High Street"]);
    let first = Westshire::with_roads().replace("roads.csv", "shape\n", &format!("shape\n{twin}\n"));
    assert_eq!(journey(&first, &["The Mill", TOWN_HALL]).2, ["Twin Road", "High Street"]);
    // Two stations equally far: the one listed first.
    let middle = Westshire::with_roads()
        .replace("roads.csv", "secondary,Mill Road", "primary,Mill Road")
        .replace("road_nodes.csv", "11,-1.480,53.800,,", "11,-1.480,53.800,,east");
    assert_eq!(drive(&middle).succeeds().cell("east", "Tue 12:00", "drive_nearest_before"), TOWN_HALL);
}

/// Without local streets and homes among the nodes, everybody walks to the nearest path, and on it.
#[test]
fn a_city_with_a_full_street_map_has_no_local_streets() {
    let city = Westshire::with_roads().set("local_streets.csv", "from,to\n").replace(
        "road_nodes.csv",
        "53.813,,north",
        "53.813,,",
    );
    let run = run_with(&city, "modes = [\"walk\", \"drive\"]\ntimes = [\"any\"]");
    run.succeeds();
    close(run.number("north", "any", "walk_m_after"), 4500.0 + NORTH_M * CIRCUITY, 1.0);
    close(run.number("north", "any", "drive_m_after"), 5400.0 + NORTH_M * CIRCUITY, 1.0);
}

/// As before there were roads: straight to the end of the bridge, over it, straight on, a quarter longer.
#[test]
fn a_city_without_roads_walks_past_the_river() {
    let city = Westshire::with_river();
    let run = run_with(&city, "times = [\"any\"]");
    run.succeeds();
    let straight_m =
        (20.0 * EAST_M).hypot(5.0 * NORTH_M) + 4.0 * NORTH_M + (20.0 * EAST_M).hypot(4.0 * NORTH_M);
    close(run.number("north", "any", "walk_m_after"), straight_m * CIRCUITY, 5.0);
    let header = fs::read_to_string(run.out.join("areas.csv")).unwrap();
    assert!(!header.contains("drive"));
    drive(&city).fails_with(3).says(&["mode \"drive\" needs roads", "mine.toml:4", "city build --osm"]);
    route_with(&city, &["The Mill", TOWN_HALL]).fails_with(4).says(&["has no roads", "city build --osm"]);
}

// Islands.

/// Cars leave the island and do not get to it.
#[test]
fn a_station_on_a_one_way_island_is_named_and_counts_as_unreachable() {
    let city = Westshire::with_roads().add("stations.csv", LOCK_HOUSE).replace(
        "roads.csv",
        "12,15,1500,residential,Lock Bridge,both",
        "15,12,1500,residential,Lock Bridge,forward",
    );
    let run = run_with(&city, "modes = [\"walk\", \"drive\"]\ntimes = [\"any\"]");
    let named = "by car: these counters cannot be reached from most areas and count as unreachable there: Lock House \
                 (from 3 of 4)";
    run.succeeds();
    let told = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains(&format!("warning: {named}")), "{}", run.stderr);
    assert!(run.warnings().contains(&named.to_string()), "{:?}", run.warnings());
    assert!(run.warnings().iter().all(|w| !w.starts_with("on foot")), "{:?}", run.warnings());
    // The mill is nearest to all but the island itself; on foot the island is open.
    assert_eq!(run.cell("east", "any", "drive_nearest_before"), "The Mill");
    assert_eq!(run.cell("east", "any", "drive_nearest_after"), TOWN_HALL);
    assert_eq!(run.cell("east", "any", "walk_nearest_after"), "Lock House");
    assert_eq!(run.cell("island", "any", "drive_nearest_after"), "Lock House");
    route_with(&city, &["The Mill", "Lock House"]).fails_with(2).says(&["there is no way", "island"]);
    route_with(&city, &["Lock House", "The Mill"]).succeeds();
}

/// Cars get to the island and do not leave it.
#[test]
fn an_area_that_reaches_no_counter_is_unreachable_and_counted() {
    let city = Westshire::with_roads().replace("roads.csv", "Lock Bridge,both", "Lock Bridge,forward");
    let run = drive(&city);
    run.succeeds();
    for column in ["drive_nearest_before", "drive_m_before", "drive_min_after"] {
        assert_eq!(run.cell("island", "any", column), "", "{column}");
    }
    let summary = fs::read_to_string(run.out.join("summary.csv")).unwrap();
    assert!(summary.contains("o,nearest_counter,drive,any,study,study,people_unreachable,people,10.0,10.0"));
    assert!(!summary.contains("inf,") && !summary.contains("NaN"));
    let told = run.warnings();
    assert!(
        told.iter()
            .any(|w| w.contains("by car: 1 of 4 areas cannot reach every counter") && w.ends_with("island"))
    );
}

/// The road that cars may not use, and nothing else: nobody drives, everybody walks.
#[test]
fn a_city_of_paths_is_walked_and_not_driven() {
    let city = Westshire::with_roads().replace("roads.csv", ",both,", ",no,").replace(
        "roads.csv",
        ",forward,",
        ",no,",
    );
    let run = run_with(&city, "modes = [\"walk\", \"drive\"]\ntimes = [\"any\"]");
    run.succeeds();
    assert_eq!(run.cell("east", "any", "drive_nearest_before"), "");
    assert_eq!(run.cell("east", "any", "walk_nearest_before"), "The Mill");
    assert!(run.warnings().iter().any(|w| w.contains(TOWN_HALL) && w.contains("(from 4 of 4)")));
}

#[test]
fn a_station_far_from_every_road_is_told_of() {
    let city = Westshire::with_roads()
        .add("stations.csv", "moor,Moor End,Westshire,Moor,AA1 1AD,-1.440,53.783,24/7,me,high,10");
    let run = drive(&city);
    // 7 thousandths of a degree from the end of Lock Lane.
    let told = "by car: Moor End is 779 m from the nearest road";
    run.succeeds().says(&[&format!("warning: {told}")]);
    assert!(run.warnings().contains(&told.to_string()), "{:?}", run.warnings());
    route_with(&city, &["Moor End", TOWN_HALL])
        .succeeds()
        .says(&["warning: Moor End", "779 m from the nearest road"]);
}

/// As many zones as a researcher likes: each has its own speed.
#[test]
fn three_hundred_zones_keep_their_speeds_apart() {
    let mut city = Westshire::with_roads()
        .replace("road_nodes.csv", "10,-1.500,53.800,,", "10,-1.500,53.800,z256,")
        .add("speeds.csv", "primary,z256,inter-peak,15,me");
    // Before it in the file, 256 zones; the first shares the low byte of its number.
    let others: String = (0..256).map(|i| format!("{},-1.49,53.79,z{i},\n", 1000 + i)).collect();
    city =
        city.replace("road_nodes.csv", "id,lon,lat,zone,area\n", &format!("id,lon,lat,zone,area\n{others}"));
    assert_eq!(journey(&city, &["The Mill", TOWN_HALL]).0, (270.0 + 360.0) / 60.0);
}
