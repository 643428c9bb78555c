//! Who else goes to a counter: the city's residents outside the study.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::catchment::Reports;
use super::ways::Ways;
use crate::access::OpenSet;
use crate::city::{City, Roads};
use crate::scenario::Scenario;
use crate::travel::Mode;

/// The residents outside the study to whom each counter is nearest before, at the time of the tables.
pub struct OtherResidents {
    counted: Vec<Counted>,
}

/// Those of one mode under one rule.
struct Counted {
    mode: Mode,
    own_borough: bool,
    /// By site; `None` where nobody asks.
    residents: Vec<Option<f64>>,
}

impl OtherResidents {
    /// Those to whom a site is nearest in a mode, where only their own borough's counters count or all do. `None` where
    /// no option moves anybody from it, and where its reports are not known: then nobody asks.
    pub fn nearest_to(&self, site: usize, mode: Mode, own_borough: bool) -> Option<f64> {
        let found = self.counted.iter().find(|c| (c.mode, c.own_borough) == (mode, own_borough));
        found?.residents[site]
    }
}

/// Counts them, for the counters of known reports that an option could make people leave. `roads` are the city's.
pub fn other_residents(city: &City, roads: Option<&Roads>, scenario: &Scenario) -> OtherResidents {
    Ways::new(city, roads, scenario).other_residents()
}

impl Ways<'_> {
    /// As [`other_residents`].
    pub(super) fn other_residents(&self) -> OtherResidents {
        let scenario = self.scenario;
        let mut rules: Vec<bool> = scenario.options.iter().map(|o| o.own_borough_only).collect();
        rules.sort_unstable();
        rules.dedup();
        let jobs: Vec<(Mode, bool, BTreeSet<usize>)> = rules
            .into_iter()
            .map(|own| (own, self.may_be_left(own)))
            .flat_map(|(own, left)| scenario.access.modes.iter().map(move |m| (*m, own, left.clone())))
            .collect();
        let count = |(mode, own_borough, left): &(Mode, bool, BTreeSet<usize>)| Counted {
            mode: *mode,
            own_borough: *own_borough,
            residents: self.count(*mode, *own_borough, left),
        };
        OtherResidents { counted: jobs.par_iter().map(count).collect() }
    }

    /// The counters of known reports that people leave under an option of a rule: those that close, and those near which
    /// another opens.
    fn may_be_left(&self, own_borough: bool) -> BTreeSet<usize> {
        let (scenario, reports) = (self.scenario, Reports::of(self.city));
        let time = scenario.access.time_of_tables();
        let before = OpenSet::when(&scenario.baseline, time);
        let sites = || 0..scenario.sites.len();
        let studied: BTreeSet<usize> =
            scenario.study.areas.iter().map(|&a| self.city.areas[a].borough).collect();
        let mut left = BTreeSet::new();
        for option in scenario.options.iter().filter(|o| o.own_borough_only == own_borough) {
            let after = OpenSet::when(&option.counters, time);
            let opens: Vec<usize> = sites().filter(|&s| after.is_open(s) && !before.is_open(s)).collect();
            let borough = |site: usize| scenario.sites[site].borough;
            let draws = |site: usize| opens.iter().any(|&o| !own_borough || borough(o) == borough(site));
            let known = sites().filter(|&s| before.is_open(s) && reports.known_at(s).is_some());
            let of_study = |site: usize| !own_borough || studied.contains(&borough(site));
            left.extend(known.filter(|&s| of_study(s) && (!after.is_open(s) || draws(s))));
        }
        left
    }

    /// The residents outside the study to whom each of `left` is nearest; `None` for all other sites.
    fn count(&self, mode: Mode, own_borough: bool, left: &BTreeSet<usize>) -> Vec<Option<f64>> {
        let (city, scenario) = (self.city, self.scenario);
        let mut residents = vec![None; scenario.sites.len()];
        left.iter().for_each(|&site| residents[site] = Some(0.0));
        let boroughs: BTreeSet<usize> = left.iter().map(|&site| scenario.sites[site].borough).collect();
        let asked = |area: &usize| {
            if own_borough { boroughs.contains(&city.areas[*area].borough) } else { !left.is_empty() }
        };
        let mut in_study = vec![false; city.areas.len()];
        scenario.study.areas.iter().for_each(|&area| in_study[area] = true);
        let outside: Vec<usize> = (0..city.areas.len()).filter(|a| !in_study[*a]).filter(asked).collect();
        let time = scenario.access.time_of_tables();
        let before = OpenSet::when(&scenario.baseline, time);
        let open: Vec<usize> = (0..scenario.sites.len()).filter(|&s| before.is_open(s)).collect();
        let nearest = self.nearest((mode, time.period()), own_borough, &outside, &open);
        for (&area, found) in outside.iter().zip(nearest) {
            if let Some(sum) = found.and_then(|found| residents[found.station].as_mut()) {
                *sum += city.areas[area].population;
            }
        }
        residents
    }
}
