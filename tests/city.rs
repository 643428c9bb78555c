//! The shipped city: what it holds, and where it comes from.

mod common;

use std::io::Write;

use bluelamp::city::{CityFiles, OutlineLayer, build::build, check_all, load, shipped_city};
use bluelamp::space::{LonLat, to_grid};
use common::{london, project};

#[test]
fn the_counts_are_those_of_the_dictionary() {
    let city = london();
    let counters = city.stations.iter().filter(|s| s.counter.is_some()).count();
    let always =
        city.stations.iter().filter_map(|s| s.counter.as_ref()).filter(|h| h.is_round_the_clock()).count();
    assert_eq!((city.stations.len(), counters, always), (79, 73, 33));
    assert_eq!(
        (city.areas.len(), city.zones.len(), city.wards.len(), city.boroughs.len()),
        (25_053, 4_835, 634, 33)
    );
    assert!((city.population() - 8_825_001.0).abs() < 0.5);
}

/// A bound ("<24"), a range of a group and a figure of 2012 are no numbers of 2017.
#[test]
fn counters_have_the_footfall_that_is_known() {
    let city = london();
    let footfall = |name: &str| {
        let station = &city.stations[city.station(name).unwrap()];
        (station.reports_per_day, station.visits_per_day)
    };
    assert_eq!(footfall("Notting Hill"), (Some(4.0), None));
    assert_eq!(footfall("Wembley"), (Some(4.4), Some(30.0)));
    assert_eq!(footfall("Teddington"), (Some(0.0), Some(1.0)));
    assert_eq!([footfall("Edmonton"), footfall("Shepherd's Bush")], [(None, None); 2]);
    let known = |f: fn(&bluelamp::city::Station) -> bool| city.stations.iter().filter(|s| f(s)).count();
    assert_eq!((known(|s| s.reports_per_day.is_some()), known(|s| s.visits_per_day.is_some())), (17, 4));
}

/// City-wide sums of the dictionary of the raw tables; the City of London is not policed by the MPS.
#[test]
fn recorded_crime_adds_up_and_is_blank_where_it_was_not_collected() {
    let city = london();
    let square_mile = city.boroughs.iter().position(|b| b.name == "City of London").unwrap();
    for (id, expected) in [
        ("arson_and_damage", 62_093.0),
        ("burglary", 68_320.0),
        ("drugs", 39_537.0),
        ("other", 11_012.0),
        ("public_order", 45_322.0),
        ("robbery", 22_243.0),
        ("theft", 205_335.0),
        ("vehicle", 89_125.0),
        ("violence", 189_248.0),
        ("weapons", 5_335.0),
        ("asb", 267_797.0),
    ] {
        let crime = city.crimes.position(id).unwrap();
        let counts = city.crimes.counts(crime);
        let sum: f64 = counts.iter().flatten().sum();
        assert!((sum - expected).abs() < 1e-6, "{id}: {sum}");
        for (zone, count) in city.zones.iter().zip(counts) {
            assert_eq!(count.is_none(), zone.borough == square_mile, "{id} in {}", zone.id);
        }
    }
    let asb = city.crimes.position("asb").unwrap();
    let counted = (0..city.zones.len()).filter(|&z| !city.crimes.is_estimate(asb, z));
    assert_eq!(counted.filter_map(|z| city.crimes.counts(asb)[z]).sum::<f64>(), 105_559.0);
}

/// The counts of 2016 by borough, added up apart from the program: `tests/data/mps_borough_2016.csv` (Metropolitan
/// Police Service recorded crime by borough and month, London Datastore, Open Government Licence v2.0).
#[test]
fn crimes_known_by_borough_keep_their_sums() {
    let city = london();
    let text = std::fs::read_to_string(project("tests/data/mps_borough_2016.csv")).unwrap();
    let mut lines = text.lines();
    let ids: Vec<&str> = lines.next().unwrap().split(',').skip(1).collect();
    let mut boroughs = 0;
    for line in lines.filter(|l| !l.contains("Airports")) {
        let mut cells = line.split(',');
        let name = cells.next().unwrap();
        let borough = city.boroughs.iter().position(|b| b.name == name).unwrap();
        boroughs += 1;
        for (id, expected) in ids.iter().zip(cells) {
            let crime = city.crimes.position(id).unwrap();
            assert!(city.crimes.types[crime].allotted);
            let zones = city.zones.iter().zip(city.crimes.counts(crime));
            // Hundredths are added as whole numbers.
            let hundredths = |count: &Option<f64>| (count.unwrap() * 100.0).round() as u64;
            let sum: u64 = zones.filter(|(z, _)| z.borough == borough).map(|(_, c)| hundredths(c)).sum();
            assert_eq!(sum, expected.parse::<u64>().unwrap() * 100, "{id} in {name}");
        }
    }
    assert_eq!((boroughs, ids.len()), (32, 5));
}

/// Every column of the second count and every part is marked, so that nobody adds them up by mistake.
#[test]
fn crimes_that_are_counted_twice_are_marked() {
    let crimes = &london().crimes;
    let whole =
        |id: &str| crimes.types[crimes.position(id).unwrap()].part_of.map(|t| crimes.types[t].id.as_str());
    assert_eq!(whole("theft_from_person"), Some("theft"));
    assert_eq!(whole("robbery_personal"), Some("robbery"));
    assert_eq!(whole("public_order_racial_or_religious_fear"), Some("public_order"));
    assert_eq!([whole("rape"), whole("sexual_offences_other"), whole("police_uk_robbery")], [None; 3]);
    let covered = |id: &str| crimes.counts(crimes.position(id).unwrap()).iter().flatten().count();
    assert_eq!((covered("police_uk_robbery"), covered("robbery"), covered("rape")), (1_731, 4_829, 4_829));
}

/// Counted apart from the program, with pandas, from the raw table: 441,159 rows of 2009 to 2012 less 11 that repeat others.
#[test]
fn calls_by_hour_are_the_incidents_of_four_whole_years() {
    let calls = london().calls_by_hour.as_ref().unwrap();
    assert_eq!((calls.len(), calls.iter().sum::<f64>()), (168, 441_148.0));
    let days: Vec<f64> = calls.chunks(24).map(|day| day.iter().sum()).collect();
    assert_eq!(days, [62_701.0, 62_336.0, 61_749.0, 62_320.0, 63_497.0, 66_185.0, 62_360.0]);
    let at = |day: usize, hour: usize| calls[day * 24 + hour];
    let some = [at(0, 0), at(0, 17), at(2, 12), at(4, 23), at(5, 3), at(6, 1), at(6, 23)];
    assert_eq!(some, [1_813.0, 3_960.0, 3_262.0, 2_671.0, 1_444.0, 2_024.0, 2_349.0]);
    let (busiest, quietest) = (at(5, 19), at(1, 4));
    assert_eq!((busiest, quietest), (4_145.0, 855.0), "Saturday 19:00, Tuesday 04:00");
    assert!(calls.iter().all(|n| (quietest..=busiest).contains(n)));
}

#[test]
fn every_file_of_the_folder_is_valid() {
    check_all(CityFiles::Folder(project("scenarios/london-2017"))).unwrap();
}

#[test]
fn the_copy_in_the_binary_is_the_folder() {
    let embedded = load(CityFiles::Embedded(shipped_city("london-2017").unwrap())).unwrap();
    assert_eq!(embedded.manifest, london().manifest);
}

#[test]
fn outlines_and_postcodes_are_all_there() {
    let city = london();
    assert_eq!(city.outlines(OutlineLayer::Wards).unwrap().len(), 634);
    let postcodes = city.postcodes().unwrap();
    // 331,981 rows of the raw table less the 200 non-geographic ones of W11 at Greenford.
    assert_eq!(postcodes.len(), 331_781);
    assert!(!postcodes.iter().any(|(p, at)| p.starts_with("W11 ") && at.lon < -0.25));
}

/// Pairs of places on the two banks, on one bank, and in one bend.
#[test]
fn the_thames_is_a_barrier() {
    let river = &london().river;
    let at = |lat, lon| to_grid(LonLat { lon, lat });
    let (westminster, waterloo) = (at(51.5010, -0.1270), at(51.5031, -0.1132));
    assert!(river.crosses(westminster, waterloo), "Westminster to Waterloo");
    assert!(!river.crosses(westminster, at(51.5154, -0.1755)), "Westminster to Paddington");
    assert!(river.crosses(at(51.4875, -0.2690), at(51.4700, -0.2400)), "Chiswick to Barnes");
    assert!(!river.crosses(at(51.4690, -0.3610), at(51.4460, -0.4090)), "Hounslow to Feltham");
    assert!(river.crosses(at(51.4810, 0.1780), at(51.5170, 0.1900)), "Erith to Rainham");
}

/// The same raw tables give the committed bytes.
#[test]
fn building_again_gives_the_same_bytes() {
    let raw = project("../shared/data");
    if !raw.is_dir() {
        // Past the test harness, which would keep it to itself.
        let _ = writeln!(std::io::stderr(), "SKIPPED: the raw tables are not at {}", raw.display());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("london");
    build(&raw, &out).unwrap();
    let (built, committed) = (files(&out), files(&project("scenarios/london-2017")));
    assert_eq!(built.len(), committed.len());
    for ((name, bytes), (other, expected)) in built.iter().zip(&committed) {
        assert_eq!(name, other);
        assert!(bytes == expected, "{name} differs from the committed file");
    }
}

fn files(folder: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap())
        .map(|e| (e.file_name().into_string().unwrap(), std::fs::read(e.path()).unwrap()))
        .collect();
    files.sort();
    files
}
