//! Inequality of access in Belo Horizonte against the published values of the R package accessibility (example data
//! of github ipeaGIT/accessibility at dfde37a2, MIT licence; see `common/ipea.rs`).

mod common;

use bluelamp::access::inequality::{
    PalmaLines, concentration_index, erreygers_index, foster_greer_thorbecke, gini, palma_ratio, theil_t,
    weighted_mean,
};
use common::ipea::{Ipea, belo_horizonte};

/// The five hexagons of the small examples; nobody lives in the first.
const FIVE: [&str; 5] = ["909bffff", "b57bffff", "b597ffff", "b5b3ffff", "b5cfffff"];

/// The poverty line of the published values, jobs within 30 minutes.
const LINE: f64 = 100_000.0;

/// How many of something are within 30 minutes of each hexagon.
fn within_30_min(data: &Ipea, of: &[f64]) -> Vec<f64> {
    let reached = |origin: usize| {
        data.minutes_from(origin).iter().zip(of).filter(|(m, _)| **m <= 30.0).map(|(_, n)| n).sum()
    };
    (0..data.len()).map(reached).collect()
}

/// Income per head; anything at all where nobody lives.
fn income(data: &Ipea) -> Vec<f64> {
    data.income.iter().map(|i| i.unwrap_or(0.0)).collect()
}

/// The place of each hexagon in the order of income, as the reference ranks them: equal incomes in file order
/// (here they share their middle rank, which changes the fourth digit: see the test).
fn place_by_income(data: &Ipea) -> Vec<f64> {
    let income = income(data);
    let mut order: Vec<usize> = (0..data.len()).collect();
    order.sort_by(|a, b| income[*a].total_cmp(&income[*b]));
    let mut place = vec![0.0; data.len()];
    for (rank, cell) in order.into_iter().enumerate() {
        place[cell] = rank as f64;
    }
    place
}

fn range(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(*x), high.max(*x)))
}

fn five(values: &[f64], cells: &[usize; 5]) -> Vec<f64> {
    cells.iter().map(|&c| values[c]).collect()
}

/// To the digits that are published.
fn agrees(found: Option<f64>, published: f64, digits: i32) {
    let found = found.expect("it is defined");
    let half = 0.5 * 10f64.powi(-digits);
    assert!((found - published).abs() <= half * (1.0 + 1e-6), "{found} is not {published}");
}

#[test]
fn five_hexagons_agree_with_the_published_values() {
    let data = belo_horizonte();
    let cells = FIVE.map(|suffix| data.cell(suffix));
    let all_jobs = within_30_min(data, &data.jobs);
    let (jobs, people) = (five(&all_jobs, &cells), five(&data.population, &cells));
    assert_eq!(jobs, [26_774.0, 22_239.0, 36_567.0, 42_372.0, 55_571.0]);
    let incomes = five(&income(data), &cells);
    agrees(gini(&jobs, &people), 0.1386, 4);
    // The lines are those of the whole city.
    let lines = PalmaLines::of(&income(data), &data.population).unwrap();
    agrees(palma_ratio(&jobs, &people, &incomes, lines), 1.0911, 4);
    agrees(concentration_index(&jobs, &people, &incomes), -0.0248, 4);
    agrees(erreygers_index(&jobs, &people, &incomes, range(&jobs)), -0.1314, 4);
    for (alpha, published) in [(0, 1.0), (1, 0.5588), (2, 0.3256)] {
        agrees(foster_greer_thorbecke(&jobs, &people, LINE, alpha), published, 4);
    }
}

#[test]
fn theil_between_and_within_income_deciles_agrees_with_the_published_values() {
    let data = belo_horizonte();
    let mut cells = FIVE.map(|suffix| data.cell(suffix));
    cells[0] = data.cell("900bffff");
    let jobs = five(&within_30_min(data, &data.jobs), &cells);
    let deciles = cells.map(|c| usize::from(data.income_decile[c].unwrap()));
    let theil = theil_t(&jobs, &five(&data.population, &cells), &deciles).unwrap();
    agrees(Some(theil.total), 0.0852, 4);
    agrees(Some(theil.between), 0.0515, 4);
    agrees(Some(theil.within), 0.0337, 4);
}

#[test]
fn jobs_within_30_minutes_of_everybody_agree_with_the_published_values() {
    let data = belo_horizonte();
    let jobs = within_30_min(data, &data.jobs);
    let people = &data.population;
    let incomes = income(data);
    // Published as 110307.3847; in whole numbers it is 103,816,898,311 / 941,160 = 110307.38483.
    agrees(weighted_mean(&jobs, people), 103_816_898_311.0 / 941_160.0, 6);
    agrees(gini(&jobs, people), 0.471525076, 9);
    let lines = PalmaLines::of(&incomes, people).unwrap();
    agrees(Some(lines.poor), 1208.6, 1);
    agrees(Some(lines.rich), 3741.6, 1);
    agrees(palma_ratio(&jobs, people, &incomes, lines), 3.800464543, 9);
    let place = place_by_income(data);
    agrees(concentration_index(&jobs, people, &place), 0.286501267, 9);
    assert_eq!(range(&jobs), (0.0, 377_747.0), "over all hexagons, those without people too");
    agrees(erreygers_index(&jobs, people, &place, range(&jobs)), 0.334649440, 9);
    // With equal incomes sharing their rank it does not depend on the order of the file.
    agrees(concentration_index(&jobs, people, &incomes), 0.286475550, 9);
    let theil = theil_t(&jobs, people, &vec![0; data.len()]).unwrap();
    agrees(Some(theil.total), 0.361663101, 9);
    let without: f64 = jobs.iter().zip(people).filter(|(x, _)| **x == 0.0).map(|(_, w)| w).sum();
    agrees(Some(theil.share_of_zeros), without / 941_160.0, 12);
    for (alpha, published) in [(0, 0.585547622), (1, 0.339436291), (2, 0.231995178)] {
        agrees(foster_greer_thorbecke(&jobs, people, LINE, alpha), published, 9);
    }
}

#[test]
fn schools_within_30_minutes_of_everybody_agree_with_the_published_values() {
    let data = belo_horizonte();
    let schools = within_30_min(data, &data.schools);
    let incomes = income(data);
    agrees(gini(&schools, &data.population), 0.307358829, 9);
    let lines = PalmaLines::of(&incomes, &data.population).unwrap();
    agrees(palma_ratio(&schools, &data.population, &incomes, lines), 1.479860377, 9);
}
