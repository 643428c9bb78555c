//! The section on how soon police arrive.

use super::numbers::pack;
use super::words::{Assumed, assumed};
use crate::impact::{PublishedBeside, ResponseImpact, ResponseStatistic, clock, keeps_cars, start_words};
use crate::report::{Results, response_json};
use crate::response::{Grade, Interval};
use crate::scenario::PublishedStatistic;

/// What came of the forecast for ten fire stations: a picture of `bluelamp backtest`, as committed.
const BACKTEST: &[u8] = include_bytes!("../../../output/fire-2014/charts/predicted_observed.svg");

/// The words of the section.
pub(super) struct ResponseWords {
    pub assumptions: Vec<Assumed>,
    pub starts: Vec<StartWords>,
    /// A picture, packed.
    pub backtest: String,
}

/// Where free cars are in one sort of place.
pub(super) struct StartWords {
    pub title: String,
    pub id: &'static str,
    /// Baseline, then option by option: title, mean of I, its change, share of I in target, its change, the same of S.
    pub options: Vec<[String; 7]>,
    /// Borough by borough, baseline: mean of I, I in target, mean of S, S in target, from another borough.
    pub boroughs: Vec<[String; 6]>,
    /// Published figures beside the model's: what, published, model, left over, source.
    pub published: Vec<[String; 5]>,
    /// Worst-hit wards and what would undo it: option, ward, change, cars, constables, cars paid for.
    pub break_even: Vec<[String; 6]>,
}

/// Nothing without `[response]`.
pub(super) fn words(results: &Results<'_>) -> Option<ResponseWords> {
    let impact = results.answer.response.as_ref()?;
    let starts = (0..impact.starts.len()).map(|start| of_start(results, impact, start)).collect();
    Some(ResponseWords {
        assumptions: response_json::assumptions(results).iter().map(assumed).collect(),
        starts,
        backtest: pack(BACKTEST),
    })
}

fn of_start(results: &Results<'_>, impact: &ResponseImpact, start: usize) -> StartWords {
    let of = &impact.starts[start];
    let options = 0..results.scenario.options.len();
    let boroughs = (1..impact.places.len()).take_while(|place| impact.places[*place].code.len() > 1);
    let boroughs = boroughs.filter(|p| impact.places[*p].kind == crate::impact::PlaceKind::Borough);
    let break_even = |option: usize| {
        let even = of.break_even[option].as_ref()?;
        let range = |range: Option<crate::travel::Estimate>, digits: usize| {
            range.map_or(String::new(), |r| format!("{:.digits$} to {:.digits$}", r.low, r.high))
        };
        Some([
            results.scenario.options[option].title.clone(),
            impact.places[even.ward].name.clone(),
            seconds(even.change_s),
            even.cars.map_or(format!("over 16 at {}", even.base), |cars| format!("{cars} at {}", even.base)),
            range(even.constables, 0),
            range(even.cars_paid_for, 1),
        ])
    };
    StartWords {
        title: start_words(of.start),
        id: of.start.as_str(),
        options: std::iter::once(None)
            .chain(options.clone().map(Some))
            .map(|o| row(results, impact, start, o))
            .collect(),
        boroughs: boroughs.map(|place| borough(impact, start, place)).collect(),
        published: of.published.iter().map(|p| published(results, p)).collect(),
        break_even: options.filter_map(break_even).collect(),
    }
}

fn row(results: &Results<'_>, impact: &ResponseImpact, start: usize, option: Option<usize>) -> [String; 7] {
    let keeps = option.is_some_and(|o| keeps_cars(results.scenario, o, impact.starts[start].start));
    let of = |grade, statistic| impact.row(start, option, 0, grade, statistic);
    let value = |grade, statistic, shown: fn(f64) -> String| {
        of(grade, statistic).and_then(|row| row.value).map_or(String::new(), |i| shown(i.mean))
    };
    let change = |grade, statistic, shown: fn(Interval) -> String| match option {
        None => String::new(),
        Some(_) if keeps => "exactly 0".to_string(),
        Some(_) => of(grade, statistic).and_then(|row| row.change).map_or(String::new(), |c| shown(c.change)),
    };
    use Grade::{Immediate as I, Significant as S};
    use ResponseStatistic::{InTarget, Mean};
    [
        option.map_or("Nothing closes".to_string(), |o| results.scenario.options[o].title.clone()),
        value(I, Mean, clock),
        change(I, Mean, seconds),
        value(I, InTarget, share),
        change(I, InTarget, points),
        value(S, InTarget, share),
        change(S, InTarget, points),
    ]
}

fn borough(impact: &ResponseImpact, start: usize, place: usize) -> [String; 6] {
    let value = |grade, statistic, shown: fn(f64) -> String| {
        let row = impact.row(start, None, place, grade, statistic);
        row.and_then(|row| row.value).map_or(String::new(), |i| shown(i.mean))
    };
    use Grade::{Immediate as I, Significant as S};
    use ResponseStatistic::{FromElsewhere, InTarget, Mean};
    [
        impact.places[place].name.clone(),
        value(I, Mean, clock),
        value(I, InTarget, share),
        value(S, Mean, clock),
        value(S, InTarget, share),
        value(I, FromElsewhere, share),
    ]
}

fn published(results: &Results<'_>, beside: &PublishedBeside) -> [String; 5] {
    let PublishedBeside { published, model } = beside;
    let grade = Grade::ALL[published.grade].as_str();
    let place = published.borough.map_or("the whole force", |b| results.city.boroughs[b].name.as_str());
    let (what, shown): (_, fn(f64) -> String) = match published.statistic {
        PublishedStatistic::InTarget => ("in target", share),
        PublishedStatistic::Mean => ("mean", clock),
    };
    let left = |model: Interval| match published.statistic {
        PublishedStatistic::InTarget => format!("{:+.1} points", (model.mean - published.value) * 100.0),
        PublishedStatistic::Mean => format!("{:+.0} s", model.mean - published.value),
    };
    let fitted = if published.fit { " (fitted)" } else { "" };
    [
        format!("{grade} calls, {what}, {place}{fitted}"),
        shown(published.value),
        model.map_or("not in the study area".to_string(), |m| shown(m.mean)),
        model.map_or(String::new(), left),
        published.source.clone(),
    ]
}

fn share(of: f64) -> String {
    format!("{:.1} %", of * 100.0)
}

fn seconds(change: Interval) -> String {
    let [mean, low, high] = [change.mean, change.low, change.high].map(tenths);
    format!("{mean} s ({low} to {high})")
}

/// With its sign, and without one where it rounds to nothing.
fn tenths(value: f64) -> String {
    if value.abs() < 0.05 { "0.0".to_string() } else { format!("{value:+.1}") }
}

fn points(change: Interval) -> String {
    let [mean, low, high] = [change.mean, change.low, change.high].map(|share| tenths(share * 100.0));
    format!("{mean} ({low} to {high})")
}
