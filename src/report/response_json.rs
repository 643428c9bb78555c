//! What `run.json` says of response: what it rests on, and the checks that every run carries.

use serde_json::{Value, json};

use super::Results;
use crate::impact::{StartResponse, start_words};
use crate::scenario::{Assumption, CallProfile, ResponseSettings};

/// How response is simulated, then every assumption with its range and source; nothing without `[response]`.
pub(super) fn assumptions(results: &Results<'_>) -> Vec<Value> {
    let (Some(impact), Some(settings)) = (&results.answer.response, &results.scenario.response) else {
        return Vec::new();
    };
    let stated = |name: &str, text: String| json!({ "name": format!("response: {name}"), "value": text, "measured": false });
    let starts: Vec<String> = settings
        .starts
        .iter()
        .zip(&settings.speed_factors)
        .map(|(start, factor)| format!("{}: {factor} times general traffic", start.as_str()))
        .collect();
    let words: Vec<String> = settings.starts.iter().map(|start| start_words(*start)).collect();
    let mut list = vec![
        stated(
            "where free cars are",
            format!(
                "{}; a car on patrol is at a point of its own borough drawn by calls, another one every {} minutes, and \
                 keeps its borough when its base moves (what a shift loses on the way from base to beat is not in it)",
                words.join(", or "),
                settings.patrol_stay_min
            ),
        ),
        stated("speed of cars", format!("{} (fitted by `bluelamp calibrate`, or set in the scenario)", starts.join(", "))),
        stated(
            "who is sent",
            format!(
                "one car to a call: the one that can be there first, turnout included ({} s at base, {} s on the road){}{}; \
                 without a free car calls wait, I before S, then in order of arrival; second cars, foot patrols and \
                 specialists are not in it",
                settings.turnout_s[0],
                settings.turnout_s[1],
                if settings.own_borough_first { ", of the own borough if it has one free" } else { "" },
                if settings.divert { "; an I call may take a car that is on its way to an S call" } else { "" }
            ),
        ),
        stated(
            "where calls are",
            "the study's share of the city's calls is that of its recorded crime, spread over a zone's areas by residents; \
             a Poisson process in each area"
                .to_string(),
        ),
        stated("when calls are", profile(settings)),
        stated(
            "borders",
            "the study area's cars answer the study area's calls: none come from or go outside".to_string(),
        ),
        stated(
            "ways",
            "by road between peaks, from every base to every census output area; from cars on the road between wards, the \
             mean between their zones weighted by calls"
                .to_string(),
        ),
        stated(
            "intervals",
            format!(
                "95 %, Student's, over {} replications of {} days{}; changes are paired: every option has the same calls, \
                 times at the scene and patrol points (seed {}). They say how much is chance of the simulation, not how \
                 right the assumptions are",
                settings.replications,
                settings.horizon.days,
                match settings.horizon.finite {
                    true => ", each beginning with all cars free".to_string(),
                    false => format!(" after {} that are forgotten", settings.horizon.warm_up_days),
                },
                settings.seed
            ),
        ),
        json!({
            "name": "response: calls of the study area", "value": impact.calls_a_year.map(|calls| calls.round() as u64),
            "unit": "I and S calls a year", "measured": false, "source": "the shares above",
        }),
    ];
    let [i, s] = &settings.grades;
    let ranged =
        [&i.calls_a_year, &s.calls_a_year, &i.on_scene_min, &s.on_scene_min, &settings.constables_per_car];
    list.extend(ranged.map(of));
    list
}

fn of(a: &Assumption) -> Value {
    // Thousands of calls without ".0".
    let plain = |value: f64| if value.fract() == 0.0 { json!(value as i64) } else { json!(value) };
    json!({
        "name": format!("response: {}", a.name), "value": plain(a.range.central), "low": plain(a.range.low),
        "high": plain(a.range.high),
        "unit": a.unit, "measured": false, "source": a.source,
    })
}

fn profile(settings: &ResponseSettings) -> String {
    match settings.profile {
        CallProfile::City => {
            "by hour of the week as calls_by_hour.csv of the city says (its source is in files)".to_string()
        }
        CallProfile::Flat => "the same at all hours of the week".to_string(),
        CallProfile::Weights(_) => "by the 168 weights of the scenario".to_string(),
    }
}

/// One sentence an option, then start by start the load and the checks; nothing without `[response]`.
pub(super) fn record(results: &Results<'_>) -> Option<Value> {
    let impact = results.answer.response.as_ref()?;
    let options = results.scenario.options.iter().zip(&impact.sentences);
    Some(json!({
        "findings": options.map(|(o, sentence)| json!({ "option": o.id, "sentence": sentence })).collect::<Vec<_>>(),
        "starts": impact.starts.iter().map(start).collect::<Vec<_>>(),
    }))
}

/// Little's law says that calls in the queue are calls a second times their mean wait. Both sides are sums of the same
/// milliseconds, by the clock and by calls, so the residual is 0 or the simulation is wrong.
fn start(of: &StartResponse) -> Value {
    let b = &of.balance;
    let [queue, busy, calls] = of.residuals;
    json!({
        "start": of.start.as_str(),
        "calls_simulated": of.calls,
        "load": {
            "calls_a_week": round(of.load.calls_a_week, 1),
            "hours_a_call_at_least": round(of.load.hours_a_call, 4),
            "duty_hours_a_week": round(of.load.duty_hours, 1),
            "utilisation_at_least": round(of.load.utilisation(), 4),
        },
        "littles_law_of_the_baseline": {
            "calls_waiting_by_the_clock_ms": b.queue_ms, "calls_waiting_by_calls_ms": b.waits_ms,
            "cars_busy_by_the_clock_ms": b.busy_ms, "cars_busy_by_cars_ms": b.cars_ms,
        },
        "conservation_of_the_baseline": { "calls": b.calls, "ends": b.ends },
        "largest_residuals_of_any_replication": {
            "calls_waiting_ms": queue, "cars_busy_ms": busy, "calls_without_an_end": calls,
        },
    })
}

fn round(value: f64, digits: i32) -> f64 {
    let unit = 10f64.powi(digits);
    (value * unit).round() / unit
}
