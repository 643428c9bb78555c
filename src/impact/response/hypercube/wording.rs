//! What the comparison comes down to, in words.

use super::{HypercubeComparison, HypercubeFigure, HypercubeRow};
use crate::impact::response::clock;
use crate::response::{Grade, Interval, Service, WeeklyProfile};
use crate::scenario::{CarStart, ResponseSettings};

/// How near the model is to the simulation of the same system.
pub(super) fn of_same_system(comparison: &HypercubeComparison) -> String {
    let told: Vec<&HypercubeRow> = comparison.rows.iter().filter(|r| r.is_inside().is_some()).collect();
    let inside = told.iter().filter(|r| r.is_inside() == Some(true)).count();
    let widest = told.iter().filter_map(|r| Some((r.gap()?, *r)));
    let widest = widest.max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
    let widest = widest.map_or(String::new(), |(gap, row)| {
        format!(", and the widest gap is {:+.1} % ({})", gap * 100.0, name(row))
    });
    let why = match comparison.exact {
        true => "The model is exact for this system, so all that is between it and the simulation is chance: of a hundred \
                 such figures one is expected to lie outside its 99 % interval."
            .to_string(),
        false => format!(
            "With {} cars the model is Larson's approximation. It knows how often cars are busy together on average, but \
             not that those of one base are so more often: it sends too few from elsewhere.",
            comparison.cars
        ),
    };
    format!(
        "{inside} of {} figures of the model lie within the 99 % interval of the simulation of the same system{widest}. {why}",
        told.len()
    )
}

/// `workload, Acton`.
fn name(row: &HypercubeRow) -> String {
    let what = match row.figure {
        HypercubeFigure::Workload(_) => "workload",
        HypercubeFigure::AllBusy => "calls that find all cars busy",
        HypercubeFigure::Arrival(_) => "dispatch to arrival",
        HypercubeFigure::OtherBorough => "cars from another borough",
    };
    format!("{what}, {}", row.place)
}

/// How far the scenario's own simulation is from both, and why.
pub(super) fn of_scenario(
    comparison: &HypercubeComparison,
    settings: &ResponseSettings,
    service: &Service,
) -> String {
    let row = |figure| comparison.rows.iter().find(|row: &&HypercubeRow| row.figure == figure);
    let beside = |figure, words: &dyn Fn(f64) -> String| {
        row(figure).map_or(String::new(), |row| {
            let simulated =
                |interval: Option<Interval>| interval.map_or("none".to_string(), |i| words(i.mean));
            format!(
                "{} (model {}, same system {})",
                simulated(row.scenario),
                words(row.model),
                simulated(row.same_system)
            )
        })
    };
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    format!(
        "In the scenario's own simulation cars are busy {} of the time, are there {} after they are sent, and {} of calls \
         find all of them busy. Both leave out that {}.",
        beside(HypercubeFigure::Workload(None), &percent),
        beside(HypercubeFigure::Arrival(None), &|s| clock(s)),
        beside(HypercubeFigure::AllBusy, &|share| format!("{:.2} %", share * 100.0)),
        listed(&reasons(comparison.start, settings, service))
    )
}

/// What the scenario has that the model has not.
fn reasons(start: CarStart, settings: &ResponseSettings, service: &Service) -> Vec<String> {
    let classes = service.demand().classes();
    let mut reasons = vec![match start {
        CarStart::Base => "cars take calls on their way back to base".to_string(),
        CarStart::Patrol => "free cars patrol their boroughs instead of waiting at base".to_string(),
        CarStart::Mix { on_patrol } => {
            format!("{:.0} % of free cars patrol instead of waiting at base", on_patrol * 100.0)
        }
    }];
    if classes.iter().any(|class| class.profile != WeeklyProfile::flat()) {
        reasons.push("more calls come at some hours of the week than at others".to_string());
    }
    if Grade::ALL.iter().all(|grade| classes.iter().any(|c| c.grade == *grade && c.volume_a_week() > 0.0)) {
        reasons.push(match settings.divert {
            true => {
                "I calls go first in the queue and take cars that are on their way to S calls".to_string()
            }
            false => "I calls go first in the queue".to_string(),
        });
    }
    if settings.horizon.finite {
        reasons.push("it begins with all cars free".to_string());
    }
    reasons.push("every call has a journey of its own and a lognormal time at the scene".to_string());
    reasons
}

fn listed(reasons: &[String]) -> String {
    match reasons {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    }
}
