//! Files that are something else, cut short or damaged.

use std::collections::BTreeMap;
use std::fs;

use bluelamp::city::build::osm::{OsmError, read_osm};

use crate::common::pbf::{Map, Packing};
use crate::{STREET, read_bytes, sample};

/// The error that `bytes` give, with the folder's name taken out.
fn error(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.osm.pbf");
    fs::write(&path, bytes).unwrap();
    let error = read_osm(&path).unwrap_err();
    assert!(!error.help().is_empty());
    error.to_string().replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn a_file_of_another_kind_is_named_as_such() {
    let not = "map.osm.pbf is no OpenStreetMap file in PBF form: ";
    assert_eq!(error(b""), format!("{not}it is empty"));
    let sizes = "its first bytes are no size of a block header";
    assert_eq!(error(b"<?xml version='1.0'?><osm version='0.6'></osm>"), format!("{not}{sizes}"));
    assert_eq!(error(b"id,lon,lat\n1,0.1,51.5\n"), format!("{not}{sizes}"));
    assert_eq!(error(&[0, 0, 0, 3, 7, 7, 7, 7, 7]), format!("{not}its header cannot be read"));

    let folder = tempfile::tempdir().unwrap();
    for missing in [folder.path().join("none.osm.pbf"), folder.path().to_path_buf()] {
        let error = read_osm(&missing).unwrap_err();
        assert!(matches!(error, OsmError::Unreadable { .. }), "{error}");
        assert!(error.to_string().contains(&*missing.to_string_lossy()), "{error}");
    }
}

#[test]
fn what_this_reader_cannot_do_is_named() {
    let needs = "map.osm.pbf needs a reader that can do";
    let mut history = sample();
    history.features.push("HistoricalInformation");
    let expected = format!("{needs} \"HistoricalInformation\", and this one cannot");
    assert_eq!(error(&history.bytes(Packing::Zlib)), expected);
    let expected = format!("{needs} \"blocks packed with lzma, lz4 or zstd\", and this one cannot");
    assert_eq!(error(&sample().bytes(Packing::Lzma)), expected);
}

#[test]
fn a_file_without_roads_says_so() {
    let map = Map::new().node(1, 0, 0).node(2, 1, 1).way(1, &[1, 2], &[("waterway", "river")]);
    let expected = "map.osm.pbf has no street or path that may be driven or walked (1 ways in it)";
    assert_eq!(error(&map.bytes(Packing::Zlib)), expected);
    let nodeless = Map::new().way(1, &[1, 2], STREET);
    assert_eq!(error(&nodeless.bytes(Packing::Raw)), expected);
}

#[test]
fn a_file_cut_short_anywhere_is_an_error() {
    let whole = sample().bytes(Packing::Zlib);
    let mut said = BTreeMap::new();
    for length in 0..whole.len() {
        let kind = match read_bytes(&whole[..length]) {
            Err(OsmError::NotPbf { .. }) => "empty",
            Err(OsmError::Truncated { length: stated, offset, .. }) => {
                assert!(stated == length as u64 && offset < stated, "{stated}, {offset} of {length}");
                "cut short"
            }
            Err(OsmError::NoRoads { .. }) => "no roads",
            Err(other) => panic!("cut after {length} bytes: {other}"),
            Ok(roads) => {
                assert!(roads.report.ways < 5);
                "fewer ways"
            }
        };
        *said.entry(kind).or_insert(0) += 1;
    }
    // Between two of its five blocks a file can end as if it were whole: nothing in the form says how many there are.
    let between = [("empty", 1), ("no roads", 2), ("fewer ways", 2), ("cut short", whole.len() - 5)];
    assert_eq!(said, BTreeMap::from(between));
    let cut =
        format!("map.osm.pbf is cut short: it ends after {} bytes, inside the block that starts at", 300);
    assert!(error(&whole[..300]).starts_with(&cut));
}

#[test]
fn a_damaged_byte_is_an_error_or_another_map_and_never_a_panic() {
    for packing in [Packing::Raw, Packing::Zlib] {
        let whole = sample().bytes(packing);
        let (mut errors, mut maps) = (0, 0);
        for place in 0..whole.len() {
            for flipped in [0x01, 0x10, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[place] ^= flipped;
                match read_bytes(&bytes) {
                    Ok(roads) => {
                        maps += 1;
                        assert!(
                            roads.network.roads.iter().all(|r| r.length_m.is_finite() && r.length_m > 0.0)
                        );
                    }
                    Err(error) => {
                        errors += 1;
                        assert!(!error.to_string().is_empty());
                    }
                }
            }
        }
        assert!(errors > 0, "{errors} errors, {maps} maps");
        if packing == Packing::Zlib {
            assert!(maps * 10 < errors, "a checksum finds nearly all: {errors} errors, {maps} maps");
        }
    }
}

#[test]
fn numbers_that_no_map_has_are_damage() {
    let with = |map: Map, expected: &str| {
        let error = error(&map.way(9, &[1, 2], STREET).bytes(Packing::Raw));
        let damaged = "map.osm.pbf is damaged: the block that starts at byte ";
        assert!(error.starts_with(damaged) && error.contains(expected), "{error}");
    };
    let two = || Map::new().node(1, 0, 0).node(2, 1, 1);
    with(two().node(1, 200_000, 0), "node 1 lies at 51.50000, 199.90000 (lat, lon), which is not on Earth");
    with(two().way(8, &[1, 2, -3], STREET), "way 8 names a node by an impossible number");
    with(two().way(8, &[i64::MAX, -3], STREET), "way 8 names a node by an impossible number");
    // Past the range of the decoder's sums: it panics where a build checks for overflow, and wraps where none does.
    for far in [two().node(i64::MAX, 0, 0).node(-9, 0, 0), two().node(2, i64::MAX / 10_000 - 1_000_000, 0)] {
        let read = read_bytes(&far.way(9, &[1, 2], STREET).bytes(Packing::Raw));
        assert!(matches!(read, Ok(_) | Err(OsmError::Corrupt { .. })), "{read:?}");
    }
}
