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

/// What holds for all figures of response.
pub(super) fn warnings(settings: &ResponseSettings) -> Vec<String> {
    let mut warnings = vec![
        "response is a model of one car to a call and of cars that answer calls of the study area alone: calls outside, \
         second cars, foot patrols and specialists are not in it"
            .to_string(),
    ];
    if settings.starts.len() == 1 {
        warnings.push(format!(
            "where free cars are decides the result; only {:?} is simulated. start = [\"patrol\", \"base\"] shows both",
            settings.starts[0].as_str()
        ));
    }
    warnings
}
