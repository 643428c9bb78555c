//! Published figures beside ours: the story's W11 figures, and other places.

mod common;

use std::collections::HashMap;
use std::fs;

use bluelamp::city::CrimeSeries;
use bluelamp::impact::{FigureBeside, published};
use bluelamp::scenario::{Scenario, ScenarioFile};
use common::westshire::Westshire;
use common::{bluelamp, london, project, shipped};
use tempfile::TempDir;

/// Lowest and highest by type, over the three ways of `independent/w11_crime.py`, which shares no code with the program.
fn independent() -> HashMap<String, (f64, f64)> {
    let text = fs::read_to_string(project("tests/independent/w11_crime.csv")).unwrap();
    let mut ranges: HashMap<String, (f64, f64)> = HashMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let value: f64 = cells[2].parse().unwrap();
        let range = ranges.entry(cells[0].to_string()).or_insert((value, value));
        *range = (range.0.min(value), range.1.max(value));
    }
    ranges
}

/// Shares are written to four decimals: of a week's crimes that is less than this.
const ROUNDING: f64 = 0.002;

fn agrees(ours: (f64, f64), expected: (f64, f64), scale: f64) -> bool {
    (ours.0 * scale - expected.0).abs() < ROUNDING && (ours.1 * scale - expected.1).abs() < ROUNDING
}

#[test]
fn the_figures_of_w11_agree_with_an_independent_count() {
    let (scenario, expected) = (shipped("notting-hill"), independent());
    let types = &london().crimes.types;
    let mut compared = 0;
    for beside in published(london(), &scenario).figures {
        let figure = &scenario.published[beside.figure];
        let weeks = if figure.per.as_str() == "day" { 7.0 } else { 1.0 };
        for &crime in &figure.crimes {
            let series = CrimeSeries::ALL.iter().position(|s| *s == types[crime].series).unwrap();
            let ours = beside.ours[series].unwrap();
            let id = &types[crime].id;
            assert!(agrees(ours, expected[id], weeks), "{id}: {ours:?}, not {:?}", expected[id]);
            compared += 1;
        }
        for (crime, ours) in &beside.fitting {
            let id = &types[*crime].id;
            assert!(agrees(*ours, expected[id], weeks), "{id}: {ours:?}, not {:?}", expected[id]);
            compared += 1;
        }
    }
    assert_eq!(compared, 13);
}

/// Robbery is a third of what was published; theft from the person fits, and so do drug offences.
#[test]
fn of_the_figures_of_w11_robbery_alone_is_far_off() {
    let scenario = shipped("notting-hill");
    let figures = published(london(), &scenario).figures;
    let quantity = |beside: &FigureBeside| scenario.published[beside.figure].quantity.clone();
    let apart: Vec<&FigureBeside> =
        figures.iter().filter(|f| f.remark.contains("times the published")).collect();
    assert_eq!(apart.iter().map(|f| quantity(f)).collect::<Vec<_>>(), ["people robbed"]);
    let fitting: Vec<&str> =
        apart[0].fitting.iter().map(|(crime, _)| london().crimes.types[*crime].id.as_str()).collect();
    assert!(fitting.contains(&"police_uk_theft_from_the_person"), "{fitting:?}");
    insta::assert_snapshot!(apart[0].remark);
}

fn of_london(figures: &str) -> Vec<FigureBeside> {
    let text = format!("title = \"T\"\n{figures}\n[[option]]\nid = \"o\"\nclose_counter = [\"Ealing\"]\n");
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("mine.toml");
    fs::write(&path, text).unwrap();
    let file = ScenarioFile::open(path.to_str().unwrap()).unwrap();
    published(london(), &Scenario::check(&file, london()).unwrap()).figures
}

/// A borough is made of whole zones: the plain sum, and the same by every way.
#[test]
fn a_borough_is_the_plain_sum_of_its_zones() {
    let figure = |place: &str, crime: &str, value: f64| {
        format!(
            "[[published]]\nquantity = \"q\"\nplace = \"{place}\"\ncrime = [{crime}]\nvalue = {value}\nper = \"year\"\n\
             source = \"S\"\n"
        )
    };
    let text = [
        figure("Ealing", "\"burglary\", \"robbery\"", 4000.0),
        figure("city of london", "\"burglary\"", 10.0),
        figure("Ealing", "\"police_uk_robbery\"", 1.0),
        figure("Ealing", "\"rape\"", 0.0),
        figure("Ealing", "\"burglary\"", 0.0),
    ];
    let figures = of_london(&text.concat());
    let city = london();
    let ealing = city.boroughs.iter().position(|b| b.name == "Ealing").unwrap();
    let sum = |id: &str| -> f64 {
        let counts = city.crimes.counts(city.crimes.position(id).unwrap());
        let zones = city.zones.iter().zip(counts).filter(|(zone, _)| zone.borough == ealing);
        zones.filter_map(|(_, count)| *count).sum()
    };
    let expected = sum("burglary") + sum("robbery");
    let (low, high) = figures[0].ours[0].unwrap();
    assert!((low - expected).abs() < 1e-6 && (high - expected).abs() < 1e-6, "{low} {high} {expected}");
    for not_collected in [&figures[1], &figures[2]] {
        assert_eq!((not_collected.ours, not_collected.ratio), ([None; 2], None));
        assert_eq!(not_collected.remark, "not collected in all of this place");
    }
    assert_eq!(figures[3].ratio, None, "nothing is a multiple of nothing");
    assert!(figures[3].remark.contains("spread over its zones"), "{}", figures[3].remark);
    let burglary = sum("burglary");
    let words = format!(
        "{burglary:.0} a year as recorded: the published figure is 0, so there is no ratio, and ours is above it"
    );
    assert_eq!(figures[4].remark, words);
}

/// Zone z1 holds 150 people, 100 of them in a1; the postcodes say that a quarter of it is AA1.
#[test]
fn a_city_of_ones_own_has_published_figures_too() {
    let folder = TempDir::new().unwrap();
    Westshire::new()
        .replace("areas.csv", "a2,z1,Westshire,AA1", "a2,z1,Westshire,AA3")
        .replace("zones.csv", "imd_decile\n", "imd_decile,crime_2015_theft,district_shares\n")
        .replace("zones.csv", "150.0,3", "150.0,3,730,AA1 0.25;AA3 0.75")
        .replace("zones.csv", "30.5,10", "30.5,10,,")
        .write(&folder.path().join("westshire"));
    let text = "title = \"T\"\ncity = \"westshire\"\n[[published]]\nquantity = \"thefts\"\nplace = \"AA1\"\n\
                crime = [\"theft\"]\nvalue = 4\nper = \"day\"\nsource = \"S\"\n[[option]]\nid = \"o\"\n\
                close_counter = [\"The Mill\"]\n";
    fs::write(folder.path().join("mine.toml"), text).unwrap();
    let run = bluelamp().args(["run", "mine.toml", "--out", "out"]).current_dir(&folder).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    // A quarter, two thirds or all of two thefts a day.
    let table = fs::read_to_string(folder.path().join("out/published.csv")).unwrap();
    assert!(table.contains("AA1,thefts,day,4,0.500,2.000,,,0.125,0.500,theft,2015,,"), "{table}");
    let record = fs::read_to_string(folder.path().join("out/run.json")).unwrap();
    assert!(record.contains("crime in a postcode district"));
}

#[test]
fn without_published_figures_there_is_no_table() {
    let folder = TempDir::new().unwrap();
    let run =
        bluelamp().args(["run", "hours-not-closures", "-q", "--out", "out"]).current_dir(&folder).output();
    assert!(run.unwrap().status.success());
    assert!(!folder.path().join("out/published.csv").exists());
}
