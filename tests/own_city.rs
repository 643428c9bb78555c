//! Another city than London: a folder made by hand, as small as can be.

mod common;

use std::fs;
use std::io::Write;
use std::path::Path;

use common::bluelamp;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

const STATIONS: &str = "\
id,name,borough,address,postcode,lon,lat,counter_hours,source,confidence,coord_error_m
town-hall,Town <Hall> & Co,Westshire,1 High Street,AA1 1AA,-1.50,53.80,24/7,me,high,10
mill,The Mill,Westshire,2 Mill Lane,AA1 1AB,-1.46,53.80,Mo-Fr 09:00-17:00,me,low,10
";
const AREAS: &str = "\
id,zone,borough,district,lon,lat,population
a1,z1,Westshire,AA1,-1.501,53.801,100.0
a2,z1,Westshire,AA1,-1.490,53.801,50.0
a3,z2,Westshire,,-1.461,53.801,30.5
a4,z2,Westshire,AA2,-1.450,53.801,0.0
";
/// Without ages, households and cars.
const ZONES: &str = "\
id,name,borough,ward,ward_name,population,imd_decile
z1,West zone,Westshire,w1,West,150.0,3
z2,East zone,Westshire,w1,West,30.5,10
";
const BRIDGES: &str = "name,end_a_lon,end_a_lat,end_b_lon,end_b_lat\n";
const NOTHING: &str = "{\"type\":\"FeatureCollection\",\"features\":[]}";

fn square(id: &str, west: f64, east: f64) -> String {
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"id\":\"{id}\",\"name\":\"Westshire\"}},\"geometry\":{{\"type\":\
         \"Polygon\",\"coordinates\":[[[{west},53.78],[{east},53.78],[{east},53.82],[{west},53.82],[{west},53.78]]]}}}}"
    )
}

fn collection(features: &[String]) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
}

/// Writes the city and its manifest.
fn westshire(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    let zones = collection(&[square("z1", -1.53, -1.48), square("z2", -1.48, -1.43)]);
    let whole = collection(&[square("b1", -1.53, -1.43)]);
    let files: [(&str, usize, String); 9] = [
        ("stations.csv", 2, STATIONS.to_string()),
        ("areas.csv", 4, AREAS.to_string()),
        ("zones.csv", 2, ZONES.to_string()),
        ("bridges.csv", 0, BRIDGES.to_string()),
        ("zones.geojson", 2, zones),
        ("wards.geojson", 0, NOTHING.to_string()),
        ("boroughs.geojson", 1, whole),
        ("thames.geojson", 0, NOTHING.to_string()),
        ("green.geojson", 0, NOTHING.to_string()),
    ];
    let mut manifest =
        "id = \"westshire\"\nname = \"Westshire\"\nvintage = \"now\"\ncoordinates = \"WGS84\"\n\
                        zone_name = \"zone\"\ncounter_name = \"help desk\"\npopulation = 180.5\n"
            .to_string();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), Default::default());
    gz.write_all(b"postcode,lon,lat\nAA1 1AA,-1.50,53.80\n").unwrap();
    let postcodes = gz.finish().unwrap();
    let contents = files.iter().map(|(n, rows, t)| (*n, *rows, t.clone().into_bytes()));
    for (name, rows, bytes) in contents.chain([("postcodes.csv.gz", 1, postcodes)]) {
        let hash: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        manifest.push_str(&format!(
            "[[file]]\nname = \"{name}\"\nholds = \"\"\nrows = {rows}\nsource = \"me\"\nlicence = \"mine\"\n\
             attribution = \"me\"\nsha256 = \"{hash}\"\n"
        ));
        fs::write(folder.join(name), bytes).unwrap();
    }
    fs::write(folder.join("city.toml"), manifest).unwrap();
}

fn run(option: &str) -> (TempDir, serde_json::Value, String) {
    let folder = TempDir::new().unwrap();
    westshire(&folder.path().join("westshire"));
    let path = folder.path().join("mine.toml");
    fs::write(&path, format!("title = \"T\"\ncity = \"westshire\"\n[[option]]\nid = \"o\"\n{option}\n"))
        .unwrap();
    let out = folder.path().join("out");
    let output =
        bluelamp().arg("run").arg(&path).arg("--out").arg(&out).current_dir(&folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let record = serde_json::from_slice(&fs::read(out.join("run.json")).unwrap()).unwrap();
    let summary = fs::read_to_string(out.join("summary.csv")).unwrap();
    (folder, record, summary)
}

#[test]
fn a_small_city_is_checked_and_answered() {
    let (folder, record, summary) = run("close_counter = [\"The Mill\"]");
    let check = bluelamp().args(["city", "check"]).arg(folder.path().join("westshire")).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
    // a3 goes from the mill to the town hall, over two and a half kilometres; nobody lives in a4.
    assert!(
        summary
            .contains("o,nearest_counter,walk,any,study,study,people_materially_worse,people,0.0,30.5,30.5")
    );
    let warnings = record["warnings"].to_string();
    assert!(warnings.contains("no column population_0_15") && warnings.contains("no column households_2011"));
    assert!(
        !summary.contains(",age,") && !summary.contains(",no_car,") && summary.contains(",imd_decile,10,")
    );
}

#[test]
fn with_every_counter_closed_people_are_unreachable_and_nothing_is_infinite() {
    let (folder, record, summary) = run("close_counter = [\"The Mill\", \"Town <Hall> & Co\"]");
    assert!(
        summary.contains("o,nearest_counter,walk,any,study,study,people_unreachable,people,0.0,180.5,180.5")
    );
    assert!(
        summary.contains(
            "o,nearest_counter,walk,any,study,study,people_materially_worse,people,0.0,180.5,180.5"
        )
    );
    let svg = fs::read_to_string(folder.path().join("out/charts/change_map.svg")).unwrap();
    assert!(!svg.contains("<Hall>"), "names are escaped");
    assert!(resvg::usvg::Tree::from_str(&svg, &Default::default()).is_ok());
    for text in [summary, record.to_string(), svg] {
        assert!(!text.contains("inf,") && !text.contains("NaN") && !text.contains(" inf "));
        assert!(!text.contains(",-0.0,") && !text.contains("-0.0 %"));
    }
    assert!(record["findings"][0]["sentence"].as_str().unwrap().contains("no open counter left"));
}

/// The farthest person is cut off: the mean of those who are left falls, and that is no gain.
#[test]
fn a_mean_over_other_people_is_not_a_change() {
    let (_, _, summary) =
        run("close_counter = [\"The Mill\"]\nhours = { \"Town <Hall> & Co\" = \"Mo-Fr 09:00-17:00\" }");
    let mean = |time: &str| {
        let start = format!("o,nearest_counter,walk,{time},study,study,mean,min,");
        let row = summary.lines().find(|l| l.starts_with(&start)).unwrap().to_string();
        row.split(',').skip(8).take(3).map(str::to_string).collect::<Vec<_>>()
    };
    assert!(mean("any").iter().all(|cell| !cell.is_empty()));
    // At night the town hall was open before and nothing is after.
    let night = mean("Tue 23:00");
    assert!(!night[0].is_empty() && night[1].is_empty() && night[2].is_empty(), "{night:?}");
}

#[test]
fn hours_that_nobody_asked_about_are_still_told() {
    let (folder, record, _) = run("hours = { \"The Mill\" = \"Mo-Fr 09:00-17:00; Sa 20:00-23:00\" }");
    let sentence = record["findings"][0]["sentence"].as_str().unwrap();
    assert!(
        sentence.contains("At none of the times asked about") && sentence.contains("rises from"),
        "{sentence}"
    );
    let svg = fs::read_to_string(folder.path().join("out/charts/change_map.svg")).unwrap();
    assert!(svg.contains("at other hours of the week") && !svg.contains("nothing changes"));
}

#[test]
fn an_option_that_changes_nothing_says_so() {
    let (folder, record, _) = run("hours = { \"The Mill\" = \"Mo-Fr 09:00-17:00\" }");
    let sentence = record["findings"][0]["sentence"].as_str().unwrap();
    assert!(sentence.contains("At none of the times asked about"), "{sentence}");
    assert!(sentence.contains("stays at 87.1 %"), "{sentence}");
    let svg = fs::read_to_string(folder.path().join("out/charts/distribution.svg")).unwrap();
    assert!(svg.contains("everybody lives as far from a counter as before"));
}
