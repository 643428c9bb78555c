//! How the number of people materially worse off depends on each assumption alone.
//!
//! One assumption at a time is taken to both ends of its documented range, or to its other choices, while all others
//! stay as the run has them (one-at-a-time sensitivity analysis; A. Saltelli and others, *Global Sensitivity Analysis:
//! The Primer*, Wiley 2008, section 1.2). What two assumptions do together is not in it.

use super::compare::Bench;
use super::{Finding, Groups, Impact};
use crate::access::{Assignment, NOBODY, OpenSet};
use crate::city::{City, Confidence, WeeklyHours};
use crate::scenario::{AccessSettings, ClosureOption, Scenario, Time};
use crate::travel::{
    CIRCUITY, DRIVING_SPEED, Estimate, Mode, Plane, Spread, TravelMatrix, WALKING_SPEED_KM_H,
};

/// The headline figure of one option, and what each assumption does to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// People materially worse off as the run assumes.
    pub central: f64,
    /// The assumption that moves it most first.
    pub swings: Vec<AssumptionSwing>,
}

/// One assumption: the least and the most that it makes of the figure.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumptionSwing {
    /// Which.
    pub assumption: VariedAssumption,
    /// What the run assumes, in words.
    pub central: String,
    /// What leaves fewest people materially worse off.
    pub least: AssumedCase,
    /// What leaves most.
    pub most: AssumedCase,
}

/// An assumption at one value.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumedCase {
    /// The value in words: `3.6 km/h`.
    pub assumed: String,
    /// People materially worse off.
    pub people: f64,
}

/// The assumptions that are varied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariedAssumption {
    /// How fast people walk, or drive ([`WALKING_SPEED_KM_H`], [`DRIVING_SPEED`]).
    Speed,
    /// How much longer a way on local streets is than its straight line ([`CIRCUITY`]).
    Detours,
    /// What counts as materially worse: half and twice the scenario's limits. Chosen, no source.
    Limits,
    /// When people go: the times that the scenario asks about.
    Time,
    /// Counters of the own borough alone, or of every borough.
    Counters,
    /// Counters whose hours the city's table is not sure of: open as it has them, or closed. Only at a time of the week.
    DoubtfulHours,
}

impl VariedAssumption {
    /// The word in column `assumption`.
    pub fn as_str(self) -> &'static str {
        match self {
            VariedAssumption::Speed => "speed",
            VariedAssumption::Detours => "detours",
            VariedAssumption::Limits => "limits",
            VariedAssumption::Time => "time",
            VariedAssumption::Counters => "counters",
            VariedAssumption::DoubtfulHours => "doubtful_hours",
        }
    }
}

impl AssumptionSwing {
    /// How far apart the two ends are, people.
    pub fn width(&self) -> f64 {
        self.most.people - self.least.people
    }
}

/// Varies each assumption of a finding alone. `None` for a finding that touches nobody at any time.
pub fn sensitivity(
    city: &City,
    scenario: &Scenario,
    matrix: &TravelMatrix,
    impact: &Impact,
    finding: &Finding,
) -> Option<Sensitivity> {
    let main = finding.main?;
    let headline = Headline {
        city,
        scenario,
        matrix,
        groups: &impact.groups,
        option: &scenario.options[finding.option],
        mode: finding.mode,
        time: main.time,
        ways: impact
            .pair(finding.mode, finding.option, main.time)
            .map(|(b, a)| [&b.assignment, &a.assignment])?,
    };
    let plane = headline.plane(main.time)?;
    let central = headline.count(plane, headline.ways, 1.0, 1.0, 1.0);
    let swings = [
        headline.speed(plane, central),
        headline.detours(plane, central),
        headline.limits(plane, central),
        headline.times(impact, finding, central),
        headline.counters(plane, central),
        headline.doubtful_hours(plane, central),
    ];
    let mut swings: Vec<AssumptionSwing> = swings.into_iter().flatten().collect();
    swings.sort_by(|a, b| b.width().total_cmp(&a.width()));
    Some(Sensitivity { central, swings })
}

/// The figure that is varied.
struct Headline<'h> {
    city: &'h City,
    scenario: &'h Scenario,
    matrix: &'h TravelMatrix,
    groups: &'h Groups,
    option: &'h ClosureOption,
    mode: Mode,
    time: Time,
    /// Before and after.
    ways: [&'h Assignment; 2],
}

impl Headline<'_> {
    fn plane(&self, time: Time) -> Option<&Plane> {
        let period = time.period();
        let serves = |p: &&Plane| p.mode == self.mode && p.period.is_none_or(|of| of == period);
        self.matrix.planes.iter().find(serves)
    }

    /// People materially worse off where lengths, times and limits are so many times the central ones.
    fn count(&self, plane: &Plane, ways: [&Assignment; 2], length: f64, time: f64, limits: f64) -> f64 {
        let of = &self.scenario.access;
        let access = AccessSettings {
            materially_worse_min: of.materially_worse_min * limits,
            materially_worse_km: of.materially_worse_km * limits,
            ..of.clone()
        };
        let bench = Bench { plane, cutoffs: &[], groups: self.groups, access: &access };
        bench.people_materially_worse(ways[0], ways[1], length, time)
    }

    fn speed(&self, plane: &Plane, central: f64) -> Option<AssumptionSwing> {
        let (speed, words): (Estimate, fn(f64) -> String) = match self.mode {
            Mode::CrowFly => return None,
            Mode::Walk => (WALKING_SPEED_KM_H, |km_h| format!("{km_h} km/h on foot")),
            Mode::Drive => {
                (DRIVING_SPEED, |factor| format!("{:.0} % of the usual speed by car", factor * 100.0))
            }
        };
        let case = |value: f64| AssumedCase {
            assumed: words(value),
            people: self.count(plane, self.ways, 1.0, speed.central / value, 1.0),
        };
        let cases = vec![case(speed.low), case(speed.high)];
        Some(swing(VariedAssumption::Speed, words(speed.central), central, cases))
    }

    fn detours(&self, plane: &Plane, central: f64) -> Option<AssumptionSwing> {
        if plane.length_spread == Spread::EXACT {
            return None;
        }
        let words = |factor: f64| format!("local ways {factor} times the straight line");
        let case = |value: f64| {
            let factor = value / CIRCUITY.central;
            AssumedCase { assumed: words(value), people: self.count(plane, self.ways, factor, factor, 1.0) }
        };
        let cases = vec![case(CIRCUITY.low), case(CIRCUITY.high)];
        Some(swing(VariedAssumption::Detours, words(CIRCUITY.central), central, cases))
    }

    fn limits(&self, plane: &Plane, central: f64) -> Option<AssumptionSwing> {
        let of = &self.scenario.access;
        let words = |factor: f64| {
            let km = of.materially_worse_km * factor;
            match plane.has_times() {
                true => format!("over {} minutes or {km} km farther", of.materially_worse_min * factor),
                false => format!("over {km} km farther"),
            }
        };
        let case = |factor: f64| AssumedCase {
            assumed: words(factor),
            people: self.count(plane, self.ways, 1.0, 1.0, factor),
        };
        Some(swing(VariedAssumption::Limits, words(1.0), central, vec![case(0.5), case(2.0)]))
    }

    fn times(&self, impact: &Impact, finding: &Finding, central: f64) -> Option<AssumptionSwing> {
        let others = self.scenario.access.times.iter().filter(|t| **t != self.time);
        let case = |time: &Time| {
            let (before, after) = impact.pair(self.mode, finding.option, *time)?;
            let ways = [&before.assignment, &after.assignment];
            let people = self.count(self.plane(*time)?, ways, 1.0, 1.0, 1.0);
            Some(AssumedCase { assumed: words_of(*time), people })
        };
        let cases: Vec<AssumedCase> = others.filter_map(case).collect();
        (!cases.is_empty()).then(|| swing(VariedAssumption::Time, words_of(self.time), central, cases))
    }

    fn counters(&self, plane: &Plane, central: f64) -> Option<AssumptionSwing> {
        let words =
            |own: bool| if own { "only the home borough's counters" } else { "every borough's counters" };
        let own = !self.option.own_borough_only;
        let ways = self.both(|hours| self.nearest(plane, own, &OpenSet::when(hours, self.time)));
        let people = self.count(plane, [&ways[0], &ways[1]], 1.0, 1.0, 1.0);
        let case = AssumedCase { assumed: words(own).to_string(), people };
        Some(swing(VariedAssumption::Counters, words(!own).to_string(), central, vec![case]))
    }

    /// Whether a counter exists is not in doubt: where hours are ignored, nothing changes.
    fn doubtful_hours(&self, plane: &Plane, central: f64) -> Option<AssumptionSwing> {
        if self.time == Time::Any {
            return None;
        }
        // Hours that a scenario sets are what it asks about.
        let doubtful = |site: usize, hours: &[Option<WeeklyHours>]| {
            let of_table = self.city.stations.get(site).filter(|s| s.confidence == Confidence::Low);
            of_table.is_some_and(|station| station.counter == hours[site])
        };
        let ways = self.both(|hours| {
            let open = OpenSet::when(hours, self.time);
            let sure = OpenSet::from_fn(hours.len(), |s| open.is_open(s) && !doubtful(s, hours));
            self.nearest(plane, self.option.own_borough_only, &sure)
        });
        let people = self.count(plane, [&ways[0], &ways[1]], 1.0, 1.0, 1.0);
        let case = AssumedCase { assumed: "counters of doubtful hours closed".to_string(), people };
        let central_words = "counters of doubtful hours open as listed".to_string();
        Some(swing(VariedAssumption::DoubtfulHours, central_words, central, vec![case]))
    }

    fn both(&self, of: impl Fn(&[Option<WeeklyHours>]) -> Assignment) -> [Assignment; 2] {
        [&self.scenario.baseline, &self.option.counters].map(|hours| of(hours))
    }

    /// As [`Assignment::new`], without ranking all counters for two questions.
    fn nearest(&self, plane: &Plane, own_borough: bool, open: &OpenSet) -> Assignment {
        let areas = &self.scenario.study.areas;
        let mut out = Assignment {
            station: vec![NOBODY; areas.len()],
            length_m: vec![f32::INFINITY; areas.len()],
            time_s: if plane.has_times() { vec![f32::INFINITY; areas.len()] } else { Vec::new() },
        };
        for (row, &area) in areas.iter().enumerate() {
            let home = self.city.areas[area].borough;
            let counts =
                |s: &usize| open.is_open(*s) && (!own_borough || self.scenario.sites[*s].borough == home);
            let impedance = plane.impedance(row);
            let reached = (0..plane.stations()).filter(counts).filter(|s| impedance[*s].is_finite());
            let Some(station) = reached.min_by(|a, b| impedance[*a].total_cmp(&impedance[*b])) else {
                continue;
            };
            out.station[row] = station as u16;
            out.length_m[row] = plane.length_m(row, station);
            if let Some(time) = plane.time_s(row, station) {
                out.time_s[row] = time;
            }
        }
        out
    }
}

fn words_of(time: Time) -> String {
    match time {
        Time::Any => "any time, hours ignored".to_string(),
        time => format!("{time}, counters open then"),
    }
}

/// The least and the most of the cases and of what the run assumes.
fn swing(
    assumption: VariedAssumption,
    words: String,
    central: f64,
    cases: Vec<AssumedCase>,
) -> AssumptionSwing {
    let start = AssumedCase { assumed: words.clone(), people: central };
    let (mut least, mut most) = (start.clone(), start);
    for case in cases {
        if case.people < least.people {
            least = case.clone();
        }
        if case.people > most.people {
            most = case;
        }
    }
    AssumptionSwing { assumption, central: words, least, most }
}
