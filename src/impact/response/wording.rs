//! What an option does to response, in words.

use super::{BreakEven, ResponseImpact, ResponseStatistic, StartResponse, keeps_cars};
use crate::response::{Grade, Interval};
use crate::scenario::{CarStart, ResponseSettings, Scenario};

/// What is said of a start: `If free cars patrol`.
pub fn start_words(start: CarStart) -> String {
    match start {
        CarStart::Base => "if free cars wait at their bases".to_string(),
        CarStart::Patrol => "if free cars patrol".to_string(),
        CarStart::Mix { on_patrol } => {
            format!("if {:.0} % of free cars patrol and the others wait at their bases", on_patrol * 100.0)
        }
    }
}

/// The option in a few sentences.
pub(super) fn sentence(impact: &ResponseImpact, scenario: &Scenario, option: usize) -> String {
    let keeps = |start: &StartResponse| keeps_cars(scenario, option, start.start);
    let all_stay = scenario.options[option]
        .fleet
        .as_ref()
        .is_none_or(|f| Some(&f.cars) == scenario.response.as_ref().map(|r| &r.cars));
    if all_stay {
        return no_change(scenario, option);
    }
    let of_start = |(number, start): (usize, &StartResponse)| {
        let where_cars_are = capital(&start_words(start.start));
        if keeps(start) {
            return format!(
                "{where_cars_are}, the response to calls changes by exactly zero: the same cars patrol the same boroughs, \
                 wherever their base is."
            );
        }
        let even = start.break_even.get(option).and_then(Option::as_ref);
        let of_ward = even.map(|even| of_ward(impact, even)).unwrap_or_default();
        format!("{where_cars_are}, {}{of_ward}", of_study(impact, number, option))
    };
    impact.starts.iter().enumerate().map(of_start).collect::<Vec<_>>().join(" ")
}

fn no_change(scenario: &Scenario, option: usize) -> String {
    let why = match scenario.options[option].closed.is_empty() {
        true => "No car changes its base or its shift, so",
        false => "A front counter is not a response base: no car changes its base or its shift, so",
    };
    format!("{why} the response to calls changes by exactly zero.")
}

fn of_study(impact: &ResponseImpact, start: usize, option: usize) -> String {
    let row = |statistic| {
        let after = impact.row(start, Some(option), 0, Grade::Immediate, statistic)?;
        Some((after.value?, after.change.as_ref()?.change))
    };
    let (Some((mean, change)), Some((share, share_change))) =
        (row(ResponseStatistic::Mean), row(ResponseStatistic::InTarget))
    else {
        return "there are too few calls to say anything.".to_string();
    };
    let before = share.mean - share_change.mean;
    let whole = &impact.places[0].name;
    let change = match sure(change) {
        Some(_) => format!("cars reach I calls in {whole} {}", changed(change)),
        None => format!("the time to I calls in {whole} changes by {}, which may be chance", range(change)),
    };
    format!(
        "{change}: a mean of {}, and {:.1} % within target instead of {:.1} %.",
        clock(mean.mean),
        share.mean * 100.0,
        before * 100.0
    )
}

/// `1:02 later (0:55 to 1:09)`.
fn changed(change: Interval) -> String {
    let word = if change.mean > 0.0 { "later" } else { "sooner" };
    let ends = if change.mean > 0.0 { (change.low, change.high) } else { (-change.high, -change.low) };
    format!("{} s {word} ({} to {})", one(change.mean.abs()), one(ends.0), one(ends.1))
}

fn range(change: Interval) -> String {
    format!("{:+.1} s ({:+.1} to {:+.1})", change.mean, change.low, change.high)
}

/// Whether it is surely more or surely less than zero.
fn sure(change: Interval) -> Option<bool> {
    (change.low > 0.0).then_some(true).or_else(|| (change.high < 0.0).then_some(false))
}

fn of_ward(impact: &ResponseImpact, even: &BreakEven) -> String {
    let ward = &impact.places[even.ward].name;
    let worst = format!(" Worst hit is {ward}: {}.", changed(even.change_s));
    let enough = match (even.cars, even.constables, even.cost) {
        (Some(cars), Some(constables), Some(cost)) => format!(
            " {} at {} would make it no worse: {:.0} to {:.0} constables, {} to {} million pounds a year.",
            more_cars(cars),
            even.base,
            constables.low,
            constables.high,
            millions(cost.low),
            millions(cost.high)
        ),
        (Some(cars), _, _) => format!(" {} at {} would make it no worse.", more_cars(cars), even.base),
        (None, _, _) => format!(" Even 16 more cars at {} would not make it no worse.", even.base),
    };
    let paid = match (even.saved, even.cars_paid_for) {
        (Some(saved), Some(cars)) => format!(
            " The saving that is known, {} million, keeps {:.1} to {:.1} cars on the road.",
            millions(saved),
            cars.low,
            cars.high
        ),
        _ => String::new(),
    };
    format!("{worst}{enough}{paid}")
}

fn more_cars(cars: u32) -> String {
    match cars {
        1 => "One more car round the clock".to_string(),
        n => format!("{n} more cars round the clock"),
    }
}

fn millions(pounds: f64) -> String {
    format!("{:.2}", pounds / 1e6)
}

fn one(seconds: f64) -> String {
    format!("{seconds:.1}")
}

/// `10:05`, minutes and seconds.
pub fn clock(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Cars that are busier than this have no time to work a queue off.
const NO_SLACK: f64 = 0.97;

/// What is wrong with the question rather than with the data.
pub(super) fn warnings(
    scenario: &Scenario,
    settings: &ResponseSettings,
    starts: &[StartResponse],
) -> Vec<String> {
    let mut warnings = Vec::new();
    if settings.starts.len() == 1 {
        warnings.push(format!(
            "where free cars are decides the result; only {:?} is simulated. start = [\"patrol\", \"base\"] shows both",
            settings.starts[0].as_str()
        ));
    }
    if settings.horizon.finite {
        return warnings;
    }
    for start in starts {
        let options = std::iter::once(None).chain((0..scenario.options.len()).map(Some));
        let busy = options.filter(|option| busy_share(start, *option) > NO_SLACK);
        let names: Vec<&str> =
            busy.map(|o| o.map_or("the baseline", |o| scenario.options[o].id.as_str())).collect();
        if !names.is_empty() {
            warnings.push(format!(
                "{}, cars are busy over {:.0} % of the time in {}: queues hardly end, and the figures depend on how many days \
                 are simulated. Put more cars on duty, or say finite = true",
                start_words(start.start),
                NO_SLACK * 100.0,
                names.join(", ")
            ));
        }
    }
    warnings
}

/// The share of their time on duty that all cars are busy; 0 for an option that is not simulated.
fn busy_share(start: &StartResponse, option: Option<usize>) -> f64 {
    let bases = || start.bases.iter().filter(|base| base.option == option);
    let duty: f64 = bases().map(|base| base.duty_hours).sum();
    let busy: f64 = bases().filter_map(|base| Some(base.utilisation?.mean * base.duty_hours)).sum();
    if duty > 0.0 { busy / duty } else { 0.0 }
}
