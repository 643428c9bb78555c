//! `inequality.csv` of a run: its figures by hand in a small city, who is left out, and an option that changes nothing.

mod common;

use bluelamp::city::{City, CityFiles, load};
use bluelamp::impact::{InequalityMeasure, InequalityRow, Quantity, When, assess, inequality, measure};
use bluelamp::scenario::{Scenario, ScenarioFile, Time};
use common::westshire::Westshire;

/// The deprived west zone has 150 people, the east zone 30.5.
const ZONES: &str = "\
id,name,borough,ward,ward_name,population,imd_rank,imd_decile
z1,West zone,Westshire,w1,West,150.0,1000,3
z2,East zone,Westshire,w1,West,30.5,30000,10
";

/// People of the two areas in the west and of the one in the east.
const PEOPLE: [f64; 3] = [100.0, 50.0, 30.5];

const ALL: f64 = 180.5;

/// Length of a degree at 53.8 degrees north on the ellipsoid of GPS, metres: of longitude, of latitude.
const DEGREE_M: [f64; 2] = [65_889.0, 111_302.0];

/// Rows of the options `same`, `mill` (closed) and `all` (everything closed).
fn rows() -> Vec<InequalityRow> {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("westshire");
    Westshire::new().set("zones.csv", ZONES).write(&home);
    let text = "title = \"T\"\ncity = \"westshire\"\n[access]\nmodes = [\"crow-fly\", \"walk\"]\nwithin_km = [1.609]\n\
                within_min = [30]\n[[option]]\nid = \"same\"\nhours = { \"The Mill\" = \"Mo-Fr 09:00-17:00\" }\n\
                [[option]]\nid = \"mill\"\nclose_counter = [\"The Mill\"]\n[[option]]\nid = \"all\"\n\
                close_counter = [\"The Mill\", \"Town <Hall> & Co\"]\n";
    let path = folder.path().join("mine.toml");
    std::fs::write(&path, text).unwrap();
    let city: City = load(CityFiles::Folder(home)).unwrap();
    let scenario = Scenario::check(&ScenarioFile::open(path.to_str().unwrap()).unwrap(), &city).unwrap();
    let matrix = measure(&city, None, &scenario);
    inequality(&city, &scenario, &assess(&city, &scenario, &matrix))
}

fn of(rows: &[InequalityRow], option: usize, quantity: &str, measure: InequalityMeasure) -> InequalityRow {
    let is_it =
        |r: &&InequalityRow| r.option == option && r.measure == measure && r.quantity.name() == quantity;
    *rows.iter().find(is_it).unwrap()
}

fn near(found: Option<f64>, expected: f64, within: f64) {
    let found = found.expect("it is defined");
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

/// Half the mean difference of two people, by its definition.
fn gini_of_pairs(values: [f64; 3]) -> f64 {
    let (mut differences, mut sum) = (0.0, 0.0);
    for (x, w) in values.iter().zip(PEOPLE) {
        sum += x * w;
        differences += values.iter().zip(PEOPLE).map(|(y, v)| w * v * (x - y).abs()).sum::<f64>();
    }
    differences / (2.0 * sum * ALL)
}

/// Before, the west has the town hall at all 168 hours and the east the mill at 40; after, the east has nothing.
#[test]
fn hours_by_hand() {
    let rows = rows();
    let hours = |measure| of(&rows, 1, "hours_a_week_within_1.609_km", measure);
    assert_eq!(hours(InequalityMeasure::Gini).when, When::Week);
    let (poor, hours_of_all) = (30.5 / ALL, 150.0 * 168.0 + 30.5 * 40.0);
    let mean = hours_of_all / ALL;
    let west = 150.0 * 168.0 / hours_of_all;
    let theil = west * (168.0 / mean).ln() + (1.0 - west) * (40.0 / mean).ln();
    // Concentration: the deprived first, their share of the people less their share of the hours.
    let concentration = [150.0 / ALL - west, 150.0 / ALL - 1.0];
    for (measure, before, after) in [
        (InequalityMeasure::Gini, poor - (1.0 - west), poor),
        (InequalityMeasure::ConcentrationIndex, concentration[0], concentration[1]),
        (
            InequalityMeasure::Erreygers,
            4.0 * mean / 168.0 * concentration[0],
            4.0 * 150.0 / ALL * concentration[1],
        ),
        // Of those who have nothing Theil says nothing; the others have the same.
        (InequalityMeasure::Theil, theil, 0.0),
        (InequalityMeasure::TheilBetween, 0.0, 0.0),
        (InequalityMeasure::TheilWithin, theil, 0.0),
        // 40 hours are not below the line of 40, and no hours are all of it below.
        (InequalityMeasure::Fgt(0), 0.0, poor),
        (InequalityMeasure::Fgt(1), 0.0, poor),
        (InequalityMeasure::Fgt(2), 0.0, poor),
    ] {
        let row = hours(measure);
        near(row.figure.baseline, before, 1e-12);
        near(row.figure.value, after, 1e-12);
        near(row.figure.change, after - before, 1e-12);
        assert_eq!((row.population, row.left_out), ((ALL, ALL), (0.0, 0.0)));
        assert_eq!(row.zeros, (0.0, poor));
        near(row.mean.0, mean, 1e-12);
        near(row.mean.1, 150.0 * 168.0 / ALL, 1e-12);
    }
}

/// Walks without a river are straight lines times a factor, so their Gini is that of the straight lines.
#[test]
fn ways_by_hand() {
    let metres = |east: f64| (east * DEGREE_M[0]).hypot(0.001 * DEGREE_M[1]);
    let before = [metres(0.001), metres(0.010), metres(0.001)];
    let after = [before[0], before[1], metres(0.039)];
    let rows = rows();
    for quantity in [Quantity::MetresToNearest, Quantity::MinutesToNearest] {
        let row = of(&rows, 1, &quantity.name(), InequalityMeasure::Gini);
        assert_eq!(row.when, When::At(Time::Any));
        near(row.figure.baseline, gini_of_pairs(before), 1e-4);
        near(row.figure.value, gini_of_pairs(after), 1e-4);
        near(row.figure.change, gini_of_pairs(after) - gini_of_pairs(before), 2e-4);
    }
}

#[test]
fn who_reaches_nothing_is_left_out_and_no_change_is_told() {
    let rows = rows();
    let ways = of(&rows, 2, "minutes_to_nearest", InequalityMeasure::Gini);
    assert_eq!((ways.population, ways.left_out), ((ALL, 0.0), (0.0, ALL)));
    assert!(ways.figure.baseline.is_some());
    assert_eq!((ways.figure.value, ways.figure.change), (None, None));
    assert!(ways.mean.0.is_some_and(|minutes| minutes > 0.0) && ways.mean.1.is_none(), "{ways:?}");
    // Of the hours everybody has some number: none.
    let poor = of(&rows, 2, "hours_a_week_within_30_min", InequalityMeasure::Fgt(0));
    assert_eq!((poor.population, poor.left_out, poor.zeros.1), ((ALL, ALL), (0.0, 0.0), 1.0));
    assert_eq!(poor.figure.value, Some(1.0));
}

#[test]
fn an_option_that_changes_nothing_changes_nothing() {
    let rows = rows();
    let same: Vec<&InequalityRow> = rows.iter().filter(|r| r.option == 0).collect();
    assert!(same.len() > 20);
    for row in same {
        assert_eq!(row.figure.baseline, row.figure.value, "{row:?}");
        assert!(row.figure.baseline.is_none() || row.figure.change == Some(0.0), "{row:?}");
        assert_eq!((row.population.0, row.zeros.0), (row.population.1, row.zeros.1));
        assert_eq!(row.mean.0, row.mean.1);
    }
}

/// Where everybody ends with nothing, nobody has less than another: the measure of the spread is silent and the mean
/// beside it is 0.
#[test]
fn less_for_everybody_shows_in_the_mean() {
    let rows = rows();
    let row = of(&rows, 2, "hours_a_week_within_30_min", InequalityMeasure::Gini);
    assert!(row.mean.0.is_some_and(|hours| hours > 0.0), "{row:?}");
    assert_eq!(row.mean.1, Some(0.0));
}
