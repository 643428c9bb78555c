//! Roads and journeys that cannot be: each mistake is told with its place, and nothing is written.

mod common;

use std::fs;
use std::path::Path;

use common::bluelamp;
use common::westshire::Westshire;
use common::westshire_run::{Run, TOWN_HALL, drive, route_with};

/// `city check` of a city with something wrong in its roads, and a run on it, and a route.
fn refused(city: &Westshire, words: &[&str]) {
    let check = Run::of(city, |_, _| {
        let mut command = bluelamp();
        command.args(["city", "check", "westshire"]);
        command
    });
    check.fails_with(4).says(words);
    drive(city).fails_with(4).says(words);
    route_with(city, &["The Mill", TOWN_HALL]).fails_with(4).says(words);
}

// What is wrong with it.

#[test]
fn ends_lengths_and_speeds_that_cannot_be() {
    let city = Westshire::with_roads;
    let road = |new: &str| city().replace("roads.csv", "10,11,1500,", new);
    refused(&road("10,99,1500,"), &["roads.csv:2", "to \"99\" is no node of road_nodes.csv", "^^", "help: "]);
    refused(&road("x,11,1500,"), &["roads.csv:2", "from \"x\" is no node", "help: "]);
    for bad in ["-5", "NaN", "inf", "1e300", "250000"] {
        let row = format!("10,11,{bad},");
        refused(&road(&row), &["roads.csv:2", &format!("length_m {bad:?} must lie between 0 and 100000")]);
    }
    refused(&road("10,11,,"), &["roads.csv:2", "length_m \"\" is not a number"]);
    let short = ["roads.csv:2", "length_m \"1200\" is less than the straight line of 131", "help: "];
    refused(&road("10,11,1200,"), &short);
    for bad in ["-30", "NaN", "inf", "0", "500"] {
        let city =
            city().replace("speeds.csv", "primary,,inter-peak,30", &format!("primary,,inter-peak,{bad}"));
        refused(&city, &["speeds.csv:3", &format!("km_h {bad:?} must lie between 1 and 200")]);
    }
    let limit = city().replace("roads.csv", "yes,15,me", "yes,NaN,me");
    refused(&limit, &["roads.csv:4", "max_km_h \"NaN\" must lie between 1 and 200"]);
    let link = city().add("local_streets.csv", "17,98");
    refused(&link, &["local_streets.csv:3", "to \"98\" is no node", "help: "]);
}

#[test]
fn words_that_mean_nothing() {
    let road = |old, new| Westshire::with_roads().replace("roads.csv", old, new);
    refused(
        &road("primary,High", "highway,High"),
        &["roads.csv:2", "class \"highway\" is no class", "help: classes are"],
    );
    refused(
        &road("High Street,both", "High Street,back"),
        &["roads.csv:2", "drive \"back\" is not one of both"],
    );
    refused(&road("both,yes,15", "both,maybe,15"), &["roads.csv:4", "walk \"maybe\" is not yes or no"]);
    let shape =
        road("-1.490 53.809", "-1.490,53.809").replace("roads.csv", "-1.490,53.809", "\"-1.490,53.809\"");
    refused(&shape, &["roads.csv:6", "is not a list of", "lon lat"]);
    refused(&road("-1.490 53.809", "nan 53.809"), &["roads.csv:6", "is not a list of"]);
    let swapped = road("-1.490 53.809", "53.809 -1.490");
    refused(&swapped, &["roads.csv:6", "leads farther away than the carriageway is long", "longitude first"]);
    let speed = |old, new| Westshire::with_roads().replace("speeds.csv", old, new);
    refused(
        &speed("local,,am", "lokal,,am"),
        &["speeds.csv:14", "class \"lokal\" is no class", "help: classes are"],
    );
    refused(
        &speed("local,,am", "local,,rush"),
        &["speeds.csv:14", "period \"rush\" is no period", "help: periods are"],
    );
    let twice = Westshire::with_roads().add("speeds.csv", "local,,am,12,me");
    refused(&twice, &["speeds.csv:18", "has a speed for this class and zone in an earlier row"]);
    let lacking = speed("residential,,pm,20,me\n", "");
    refused(
        &lacking,
        &["speeds.csv", "no speed for class residential in zone \"\" and period pm", "help: add a row"],
    );
    refused(&speed("local,,night,15,me\n", ""), &["speeds.csv", "no speed for class local"]);
}

#[test]
fn nodes_that_cannot_be() {
    let node = |old, new| Westshire::with_roads().replace("road_nodes.csv", old, new);
    refused(&node("15,-1.440,", "10,-1.440,"), &["road_nodes.csv:7", "id \"10\" is already taken"]);
    refused(&node("15,-1.440,", "-15,-1.440,"), &["road_nodes.csv:7", "id \"-15\" is not a whole number"]);
    refused(&node("15,-1.440,", "15,east,"), &["road_nodes.csv:7", "lon \"east\" is not a number"]);
    refused(
        &node("15,-1.440,", "15,NaN,"),
        &["road_nodes.csv:7", "lon \"NaN\" must lie between -180 and 180"],
    );
    refused(&node(",north", ",nord"), &["road_nodes.csv:9", "area \"nord\" is not in areas.csv"]);
    let twice = node("16,-1.440,53.790,,", "16,-1.440,53.790,,north");
    refused(&twice, &["road_nodes.csv:9", "area \"north\" has a node in an earlier row", "help: "]);
}

#[test]
fn a_network_of_another_place() {
    // All coordinates swapped, one pair swapped, and a network at the other end of the world.
    let header = "id,lat,lon,zone,area";
    let swapped = Westshire::with_roads().replace("road_nodes.csv", "id,lon,lat,zone,area", header);
    refused(&swapped, &["road_nodes.csv", "node 10", "from the nearest station", "swapped"]);
    let one = Westshire::with_roads().replace("road_nodes.csv", "-1.440,53.800", "53.800,-1.440");
    refused(&one, &["road_nodes.csv", "node 15 at", "from the nearest station", "swapped"]);
    for place in ["151.2,-33.9", "178.5,89.9", "0.0,-90.0", "-1.44,55.8"] {
        let far = Westshire::with_roads().replace("road_nodes.csv", "-1.440,53.800", place);
        refused(&far, &["road_nodes.csv", "node 15 at", "from the nearest station", "another place"]);
    }
}

#[test]
fn a_network_with_nothing_in_it() {
    let roads = "from,to,length_m,class,name,drive,walk,max_km_h,source,shape\n";
    let empty = Westshire::with_roads().set("roads.csv", roads);
    refused(&empty, &["roads.csv", "holds no carriageway", "help: "]);
    let nothing = empty.set("road_nodes.csv", "id,lon,lat,zone,area\n").set("local_streets.csv", "from,to\n");
    refused(&nothing, &["roads.csv", "holds no carriageway"]);
    refused(
        &Westshire::with_roads().set("speeds.csv", "class,zone,period,km_h,source\n"),
        &["speeds.csv", "has no speed"],
    );
    refused(
        &Westshire::with_roads().set("roads.csv", "from,to\n"),
        &["roads.csv", "the column \"length_m\" is missing"],
    );
    let short = Westshire::with_roads().add("roads.csv", "10,11,1500");
    refused(&short, &["roads.csv:9", "the row has 3 fields, the header 10", "help: the columns are"]);
}

#[test]
fn every_mistake_of_the_roads_is_told_at_once() {
    let city = Westshire::with_roads()
        .replace(
            "roads.csv",
            "10,11,1500,primary,High Street,both,yes,",
            "10,99,-1,wide,High Street,up,perhaps,fast",
        )
        .replace("roads.csv", "-1.490 53.809", "here")
        .replace("local_streets.csv", "17,14", "97,98");
    refused(
        &city,
        &[
            "to \"99\"",
            "length_m \"-1\"",
            "class \"wide\"",
            "drive \"up\"",
            "walk \"perhaps\"",
            "max_km_h \"fast\" is not a number",
            "shape \"here\"",
            "from \"97\"",
            "to \"98\"",
        ],
    );
    let both = Westshire::with_roads().replace("road_nodes.csv", "15,-1.440,", "10,-1.440,").replace(
        "speeds.csv",
        "local,,am,15",
        "local,,am,-15",
    );
    refused(&both, &["road_nodes.csv:7", "speeds.csv:14"]);
}

#[test]
fn a_file_of_the_roads_that_is_not_there_or_has_changed() {
    for name in ["road_nodes.csv", "roads.csv", "local_streets.csv", "speeds.csv"] {
        let spoilt = |spoil: &dyn Fn(&Path)| {
            Run::of(&Westshire::with_roads(), |folder, _| {
                spoil(&folder.join("westshire").join(name));
                let mut command = bluelamp();
                command.args(["city", "check", "westshire"]);
                command
            })
        };
        spoilt(&|path| fs::remove_file(path).unwrap()).fails_with(4).says(&[name, "help: restore the file"]);
        let add = |path: &Path| fs::write(path, fs::read_to_string(path).unwrap() + "\n").unwrap();
        spoilt(&add).fails_with(4).says(&[name, "has changed: sha256 is"]);
    }
}

// `bluelamp route` with words that lead nowhere.

#[test]
fn routes_that_cannot_be() {
    let city = Westshire::with_roads();
    let route = |words: &[&str]| route_with(&city, words);
    route(&["Atlantis", "The Mill"]).fails_with(2).says(&["no place called \"Atlantis\"", "help: "]);
    route(&["The Mill", "The Mull"])
        .fails_with(2)
        .says(&["no place called \"The Mull\"", "did you mean The Mill"]);
    route(&["The Mill", "51.5,-0.1"]).fails_with(2).says(&["lies outside the city", "latitude comes first"]);
    route(&["-1.46,53.80", "The Mill"]).fails_with(2).says(&["lies outside the city"]);
    route(&["The Mill"]).fails_with(2);
    route(&["The Mill", TOWN_HALL, "--at", "Tue 25:00"]).fails_with(2).says(&["Tue 25:00", "Tue 08:30"]);
    route(&["The Mill", TOWN_HALL, "--mode", "fly"]).fails_with(2).says(&["fly"]);
    // Without the bridge there is no way over the river.
    let dry = Westshire::with_roads().replace("roads.csv", "Long Bridge,both,yes", "Long Bridge,no,no");
    route_with(&dry, &[TOWN_HALL, "53.813,-1.500"]).fails_with(2).says(&["there is no way from", "help: "]);
    route_with(&dry, &[TOWN_HALL, "53.813,-1.500", "--mode", "walk"]).fails_with(2);
}

#[test]
fn a_file_for_the_way_that_cannot_be_written() {
    let run = Run::of(&Westshire::with_roads(), |folder, _| {
        fs::write(folder.join("file"), "").unwrap();
        let mut command = bluelamp();
        command.args(["route", "The Mill", TOWN_HALL, "--city", "westshire", "--out", "file/way.geojson"]);
        command
    });
    run.fails_with(5).says(&["cannot write", "way.geojson"]);
    let run = Run::of(&Westshire::with_roads(), |_, _| {
        let mut command = bluelamp();
        command.args(["route", "The Mill", TOWN_HALL, "--city", "westshire", "--out", "westshire"]);
        command
    });
    run.fails_with(5).says(&["cannot write westshire"]);
    assert!(run.folder.path().join("westshire/city.toml").is_file());
    let none = route_with(&Westshire::with_roads(), &["The Mill", TOWN_HALL, "--city", "nowhere"]);
    assert_ne!(none.code, 0);
}

/// From a place to itself there is nothing to go, and no way to the road and back.
#[test]
fn the_same_place_twice() {
    for place in ["The Mill", "53.801,-1.461"] {
        let run = route_with(&Westshire::with_roads(), &[place, place]);
        run.fails_with(2).says(&["the journey starts and ends at", "help: "]);
    }
}
