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
const REPLICATIONS: u32 = 40;
/// More cars than any saving pays for.
const MOST_CARS: u32 = 12;

/// What an option does to its worst-hit ward, and what would undo it.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakEven {
    /// Number of the place: the ward whose mean response to I calls grows most.
    pub ward: usize,
    /// By how much, seconds.
    pub change_s: Interval,
    /// Where the cars are added: a base of the ward's borough if there is one, the nearest.
    pub base: String,
    /// The fewest cars round the clock that leave the ward no worse; `None` where 12 do not.
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
    let Some(base) = base_for(bench, ward, case) else { return Ok(None) };
    let site = scenario.sites.iter().position(|s| s.name == case.service.bases()[base].name);
    let (Some(site), Ok(shift)) = (site, WeeklyHours::parse("24/7")) else { return Ok(None) };
    let name = &scenario.sites[site].name;
    let whole = bench.inputs.run();
    let run = Run { replications: whole.replications.min(REPLICATIONS), ..whole };
    let mut cars = fleet.cars.clone();
    let mut enough = None;
    for number in 1..=MOST_CARS {
        let extra = format!("{name} extra {number}");
        cars.push(ResponseCar { name: extra, base: site, shift: shift.clone() });
        let more = bench.case(&format!("{number} more cars"), &cars, run)?;
        let change = paired(&baseline.samples, &more.samples, |s| mean_i(s, ward));
        if change.is_some_and(|c| c.change.mean <= 0.0) {
            enough = Some(number);
            break;
        }
    }
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

/// The base with cars that is nearest to a ward, of its own borough if that has one.
fn base_for(bench: &Bench<'_>, ward: usize, case: &Case) -> Option<usize> {
    let place = &bench.places[ward];
    let group = *place.wards.first()? as u32;
    let in_ward: Vec<usize> =
        (0..case.service.areas().len()).filter(|a| case.service.areas()[*a].group == group).collect();
    let far = |base: usize| in_ward.iter().map(|&area| case.service.base_ms(base, area)).sum::<u64>();
    let with_cars =
        (0..case.service.bases().len()).filter(|b| case.service.units().iter().any(|u| u.base == *b));
    let elsewhere = |base: usize| Some(case.service.bases()[base].borough as usize) != place.borough;
    with_cars.min_by_key(|&base| (elsewhere(base), far(base)))
}
