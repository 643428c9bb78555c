//! How many cars the saved money must put on the road before response in the worst-hit ward is no worse.

use super::evaluate::{Bench, Case};
use super::figures::paired;
use super::sample::{ResponseStatistic, Sample};
use super::{PlaceKind, ResponseError, saved};
use crate::city::WeeklyHours;
use crate::response::{Grade, Interval, PairedDifference, Run};
use crate::scenario::{ResponseCar, Scenario};
use crate::travel::Estimate;

/// Replications that the search makes of each number of cars, at most: pairs need few.
const REPLICATIONS: u32 = 20;
/// More cars than any saving pays for.
const MOST_CARS: u32 = 16;

/// What an option does to its worst-hit ward, and what would undo it.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakEven {
    /// Number of the place: the ward whose mean response to I calls grows most.
    pub ward: usize,
    /// By how much, seconds.
    pub change_s: Interval,
    /// Where the cars are added: the nearest station of the ward's borough, which they patrol if cars do.
    pub base: String,
    /// The fewest cars round the clock that leave the ward no worse; `None` where 16 do not.
    pub cars: Option<u32>,
    /// Constables that keep them on the road.
    pub constables: Option<Estimate>,
    /// What those cost, pounds a year.
    pub cost: Option<Estimate>,
    /// What the closed counters save, pounds a year, as far as it is known.
    pub saved: Option<f64>,
    /// Cars that the saved money keeps on the road: at the dearest, central, cheapest.
    pub cars_paid_for: Option<Estimate>,
}

/// `None` where no ward's mean response is longer.
pub(super) fn break_even(
    scenario: &Scenario,
    option: usize,
    bench: &Bench<'_>,
    baseline: &Case,
    case: &Case,
) -> Result<Option<BreakEven>, ResponseError> {
    let Some((ward, change)) = worst_ward(bench, baseline, case) else { return Ok(None) };
    let (Some(settings), Some(fleet)) = (&scenario.response, &scenario.options[option].fleet) else {
        return Ok(None);
    };
    let borough = bench.places[ward].borough;
    let Some(site) = base_for(scenario, bench, ward, &fleet.closed_bases) else { return Ok(None) };
    let (Some(borough), Ok(shift)) = (borough, WeeklyHours::parse("24/7")) else { return Ok(None) };
    let name = &scenario.sites[site].name;
    let run = bench.inputs.run();
    let run = Run { replications: run.replications.min(REPLICATIONS), ..run };
    let extra = |number| {
        let name = format!("{name} extra {number}");
        ResponseCar { name, base: site, borough, shift: shift.clone() }
    };
    let is_enough = |number: u32| {
        let cars: Vec<ResponseCar> = fleet.cars.iter().cloned().chain((1..=number).map(extra)).collect();
        let more = bench.case(&format!("{number} more cars"), &cars, run)?;
        let change = paired(&baseline.samples, &more.samples, |s| mean_i(s, ward));
        Ok(change.is_some_and(|c| c.change.mean <= 0.0))
    };
    let enough = fewest(is_enough)?;
    let per_car = settings.constables_per_car.range;
    let constable = scenario.savings.as_ref().map(|s| s.constable.amount);
    let constables = enough.map(|cars| each(per_car, |constables| constables * f64::from(cars)));
    let cost = constables.zip(constable).map(|(number, pounds)| Estimate {
        central: number.central * pounds.central,
        low: number.low * pounds.low,
        high: number.high * pounds.high,
    });
    let saved = saved(scenario, option);
    let cars_paid_for = saved.zip(constable).map(|(saved, pounds)| Estimate {
        central: saved / pounds.central / per_car.central,
        low: saved / pounds.high / per_car.high,
        high: saved / pounds.low / per_car.low,
    });
    Ok(Some(BreakEven {
        ward,
        change_s: change.change,
        base: name.clone(),
        cars: enough,
        constables,
        cost,
        saved,
        cars_paid_for,
    }))
}

fn each(range: Estimate, of: impl Fn(f64) -> f64) -> Estimate {
    Estimate { central: of(range.central), low: of(range.low), high: of(range.high) }
}

fn mean_i(sample: &Sample, ward: usize) -> Option<f64> {
    sample.figure(ward, Grade::Immediate, ResponseStatistic::Mean)
}

/// The ward whose mean response to I calls grows most, if any is surely worse: its interval is above zero.
fn worst_ward(bench: &Bench<'_>, baseline: &Case, case: &Case) -> Option<(usize, PairedDifference)> {
    let wards = (0..bench.places.len()).filter(|place| bench.places[*place].kind == PlaceKind::Ward);
    let change = |ward| Some((ward, paired(&baseline.samples, &case.samples, |s| mean_i(s, ward))?));
    let worse = wards.filter_map(change).filter(|(_, change)| change.change.low > 0.0);
    worse.max_by(|a, b| a.1.change.mean.total_cmp(&b.1.change.mean))
}

/// The site where cars are added: in the ward's borough and nearest to it, but at no base that closes.
fn base_for(scenario: &Scenario, bench: &Bench<'_>, ward: usize, closed: &[usize]) -> Option<usize> {
    let place = &bench.places[ward];
    let group = *place.wards.first()?;
    let stays = bench.inputs.base_sites.iter().copied().filter(|site| !closed.contains(site));
    let far = |site: usize| {
        let elsewhere = Some(scenario.sites[site].borough) != place.borough;
        (elsewhere, bench.inputs.mean_to_ward_s(site, group))
    };
    stays.min_by(|&a, &b| {
        let (a, b) = (far(a), far(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    })
}

/// The fewest cars that are enough, up to [`MOST_CARS`]: by doubling, then by halving what is between.
fn fewest(
    mut is_enough: impl FnMut(u32) -> Result<bool, ResponseError>,
) -> Result<Option<u32>, ResponseError> {
    let (mut too_few, mut enough) = (0, 1);
    while !is_enough(enough)? {
        if enough == MOST_CARS {
            return Ok(None);
        }
        (too_few, enough) = (enough, (enough * 2).min(MOST_CARS));
    }
    while enough - too_few > 1 {
        let between = too_few.midpoint(enough);
        if is_enough(between)? {
            enough = between;
        } else {
            too_few = between;
        }
    }
    Ok(Some(enough))
}
