//! Catchments before and after: what is left of a counter when others use it too.
//!
//! Everybody in the city competes, whoever is studied: access is worked out for all areas of the city, and told for the
//! study's.

use rayon::prelude::*;

use super::numbered::Numbered;
use super::statistics::weighted_quantile;
use super::{Group, GroupBy, Impact, WeightUnit};
use crate::access::{CatchmentError, Catchments, CostMatrix, OpenSet};
use crate::city::{City, WeeklyHours};
use crate::scenario::{CatchmentMethod, CatchmentSettings, CatchmentSupply, Scenario, Time, listed};
use crate::travel::Plane;

/// Supply per head is told for so many residents.
pub const PER_RESIDENTS: f64 = 10_000.0;

/// All figures of `[catchment]`.
pub struct CatchmentImpact {
    /// Baseline first, then option by option, method by method, group by group.
    pub rows: Vec<CatchmentRow>,
    /// What to know before the figures are believed, in words.
    pub warnings: Vec<String>,
}

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CatchmentRow {
    /// Number of the option; `None` for the baseline itself.
    pub option: Option<usize>,
    /// Method.
    pub method: CatchmentMethod,
    /// Number of the group in [`super::Groups`].
    pub group: usize,
    /// What is told of the group.
    pub statistic: CatchmentStatistic,
    /// Before, in the baseline's own rows the value itself; `None` where there is no such figure.
    pub baseline: Option<f64>,
    /// After.
    pub value: Option<f64>,
}

impl CatchmentRow {
    /// After less before; none in the baseline's own rows. A mean has none where the option cuts people off: it is then
    /// of different people.
    pub fn change(&self) -> Option<f64> {
        self.option?;
        self.value.zip(self.baseline).map(|(value, baseline)| value - baseline)
    }
}

/// What is told of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatchmentStatistic {
    /// Mean, weighted by people; of a cost, over those who reach a counter.
    Mean,
    /// Median of the group.
    Median,
    /// What the worst-off tenth has at most: the 10th percentile of an access.
    P10,
    /// What the worst-off tenth bears at least: the 90th percentile of a cost.
    P90,
    /// The share of people with no access at all: an access of 0, an infinite cost.
    ShareWithout,
    /// The sum over the group's people: of a group that is counted in households there is none, as access is a head's.
    Total,
}

impl CatchmentStatistic {
    /// The word in column `statistic`.
    pub fn as_str(self) -> &'static str {
        match self {
            CatchmentStatistic::Mean => "mean",
            CatchmentStatistic::Median => "median",
            CatchmentStatistic::P10 => "p10",
            CatchmentStatistic::P90 => "p90",
            CatchmentStatistic::ShareWithout => "share_without",
            CatchmentStatistic::Total => "total",
        }
    }
}

/// Whether a method tells a cost: lower is better, and infinite where there is no access.
fn is_cost(method: CatchmentMethod) -> bool {
    matches!(method, CatchmentMethod::KthNearest | CatchmentMethod::Raam)
}

/// What is worked out once: whether only the own borough's counters count, and the supply of each site as bits.
type Job = (bool, Vec<u64>);

/// Works out `[catchment]`; `None` where the scenario does not ask. `whole_city` is the plane of its mode and time from
/// all areas of the city ([`super::measure_whole_city`]).
///
/// # Errors
/// [`CatchmentError`] when a method does not keep what it promises; not on any valid city.
pub fn catchments(
    city: &City,
    scenario: &Scenario,
    whole_city: Option<&Plane>,
    impact: &Impact,
) -> Result<Option<CatchmentImpact>, CatchmentError> {
    let (Some(settings), Some(plane)) = (&scenario.catchment, whole_city) else { return Ok(None) };
    let reports = Reports::of(city);
    let supply = |counters: &[Option<WeeklyHours>]| -> Vec<u64> {
        let open = OpenSet::when(counters, settings.time);
        let of_site = |(site, hours): (usize, &Option<WeeklyHours>)| match (hours, settings.supply) {
            (Some(_), _) if !open.is_open(site) => 0.0,
            (Some(hours), CatchmentSupply::Hours) => hours.hours_a_week(),
            (Some(_), CatchmentSupply::Reports) => reports.at(site),
            (None, _) => 0.0,
        };
        counters.iter().enumerate().map(of_site).map(f64::to_bits).collect()
    };
    let mut jobs: Numbered<Job> = Numbered::default();
    let mut number = |own: bool, counters: &[Option<WeeklyHours>]| jobs.number((own, supply(counters)));
    let baseline = number(scenario.access.own_borough_only, &scenario.baseline);
    let pairs: Vec<(usize, usize)> = scenario
        .options
        .iter()
        .map(|o| (number(o.own_borough_only, &scenario.baseline), number(o.own_borough_only, &o.counters)))
        .collect();
    let jobs = jobs.in_order();
    let open = |number: usize| jobs[number].1.iter().filter(|bits| f64::from_bits(**bits) > 0.0).count();
    let mut counters = vec![("the baseline".to_string(), open(baseline))];
    counters.extend(
        scenario.options.iter().zip(&pairs).map(|(o, (_, after))| (format!("option {}", o.id), open(*after))),
    );
    let supply: f64 = jobs[baseline].1.iter().map(|bits| f64::from_bits(*bits)).sum();
    let any_own = jobs.iter().any(|(own, _)| *own);
    let region = Region::new(city, scenario, settings, plane, supply, any_own)?;
    let work: Vec<(&Job, CatchmentMethod)> =
        jobs.iter().flat_map(|job| settings.methods.iter().map(move |m| (job, *m))).collect();
    let told = work
        .par_iter()
        .map(|(job, method)| Ok(region.figures(*method, &region.access(job, *method)?, impact)))
        .collect::<Result<Vec<Vec<Told>>, CatchmentError>>()?;
    let of = |job: usize, method: usize| told[job * settings.methods.len() + method].as_slice();
    let mut rows = Vec::new();
    for (option, (before, after)) in std::iter::once((None, (baseline, baseline)))
        .chain(pairs.iter().enumerate().map(|(option, pair)| (Some(option), *pair)))
    {
        for (m, &method) in settings.methods.iter().enumerate() {
            rows.extend(side_by_side(option, method, of(before, m), of(after, m)));
        }
    }
    let mut warnings = too_few(settings, &counters);
    warnings.extend(reports.warnings(scenario, settings));
    Ok(Some(CatchmentImpact { rows, warnings }))
}

/// Where nothing is to be shared, or there are not so many counters as are asked about. `counters` holds how many have
/// some supply, by what they are counted in: the baseline, an option.
fn too_few(settings: &CatchmentSettings, counters: &[(String, usize)]) -> Vec<String> {
    let time = match settings.time {
        Time::Any => String::new(),
        time => format!(" at {time}"),
    };
    let mut warnings = Vec::new();
    let none: Vec<String> =
        counters.iter().filter(|(_, open)| *open == 0).map(|(what, _)| what.clone()).collect();
    if !none.is_empty() {
        warnings.push(format!(
            "catchments.csv: no counter has any supply{time} in {}: every access there is 0, and no counter is reached",
            listed(&none)
        ));
    }
    let k = settings.k.get();
    let fewer: Vec<String> = counters
        .iter()
        .filter(|(_, open)| (1..k).contains(open))
        .map(|(what, open)| format!("{open} in {what}"))
        .collect();
    if settings.methods.contains(&CatchmentMethod::KthNearest) && !fewer.is_empty() {
        warnings.push(format!(
            "catchments.csv: k is {k}, and there are fewer counters{time}: {}. kth-nearest has no value there",
            listed(&fewer)
        ));
    }
    warnings
}

/// One figure of one state of the counters.
struct Told {
    group: usize,
    statistic: CatchmentStatistic,
    value: Option<f64>,
    /// The share without access, which decides whether means can be compared.
    without: f64,
}

fn side_by_side(
    option: Option<usize>,
    method: CatchmentMethod,
    before: &[Told],
    after: &[Told],
) -> Vec<CatchmentRow> {
    let row = |(b, a): (&Told, &Told)| {
        let others = is_cost(method) && a.statistic == CatchmentStatistic::Mean && a.without != b.without;
        CatchmentRow {
            option,
            method,
            group: a.group,
            statistic: a.statistic,
            baseline: b.value.filter(|_| !others),
            value: a.value,
        }
    };
    before.iter().zip(after).map(row).collect()
}

/// The city as catchments see it.
struct Region<'r> {
    settings: &'r CatchmentSettings,
    study: &'r [usize],
    minutes: CostMatrix,
    /// The same with counters of other boroughs out of reach, where an option counts so.
    in_own_borough: Option<CostMatrix>,
    residents: Vec<f64>,
    /// In the baseline: the scale of congestion, the same under every option.
    demand_per_supply: f64,
}

impl<'r> Region<'r> {
    fn new(
        city: &City,
        scenario: &'r Scenario,
        settings: &'r CatchmentSettings,
        plane: &Plane,
        baseline_supply: f64,
        own_borough: bool,
    ) -> Result<Region<'r>, CatchmentError> {
        let (areas, sites) = (plane.areas(), plane.stations());
        let row = |area: usize| plane.impedance(area).iter().map(|s| (f64::from(*s) / 60.0) as f32);
        let minutes: Vec<f32> = (0..areas).flat_map(row).collect();
        let own = own_borough.then(|| {
            let mut own = minutes.clone();
            for (cells, area) in own.chunks_exact_mut(sites.max(1)).zip(&city.areas) {
                let others = cells.iter_mut().zip(&scenario.sites).filter(|(_, s)| s.borough != area.borough);
                others.for_each(|(cell, _)| *cell = f32::INFINITY);
            }
            CostMatrix::new(areas, sites, &own)
        });
        Ok(Region {
            settings,
            study: &scenario.study.areas,
            minutes: CostMatrix::new(areas, sites, &minutes)?,
            in_own_borough: own.transpose()?,
            residents: city.areas.iter().map(|a| a.population).collect(),
            demand_per_supply: match city.population() / baseline_supply {
                scale if scale.is_finite() && scale > 0.0 => scale,
                // Nobody, or nothing to compete for.
                _ => 1.0,
            },
        })
    }

    /// The access of each of the study's areas under a method, in the unit of [`catchment_unit`].
    fn access(&self, job: &Job, method: CatchmentMethod) -> Result<Vec<f64>, CatchmentError> {
        let (own, supply) = job;
        let costs = self.in_own_borough.as_ref().filter(|_| *own).unwrap_or(&self.minutes);
        let supply: Vec<f64> = supply.iter().map(|bits| f64::from_bits(*bits)).collect();
        let region = Catchments::new(costs, &self.residents, &supply)?;
        let settings = self.settings;
        let (of_city, factor) = match method {
            CatchmentMethod::TwoStep => (region.two_step(&settings.binary)?, PER_RESIDENTS),
            CatchmentMethod::EnhancedTwoStep => (region.two_step(&settings.zones)?, PER_RESIDENTS),
            CatchmentMethod::ThreeStep => (region.three_step(&settings.decay)?, PER_RESIDENTS),
            CatchmentMethod::Balanced => (region.balanced(&settings.decay)?, PER_RESIDENTS),
            CatchmentMethod::SpatialAvailability => {
                let available = region.spatial_availability(&settings.decay)?;
                let per_head = |(v, p): (&f64, &f64)| if *p > 0.0 { v / p } else { 0.0 };
                (available.iter().zip(&self.residents).map(per_head).collect(), PER_RESIDENTS)
            }
            CatchmentMethod::Gravity => (region.gravity(&settings.decay), 1.0),
            CatchmentMethod::Cumulative => (region.gravity(&settings.binary), 1.0),
            CatchmentMethod::KthNearest => {
                (region.kth_nearest(settings.k).into_iter().map(f64::from).collect(), 1.0)
            }
            CatchmentMethod::Raam => {
                (region.raam_on_scale(settings.tau_min, self.demand_per_supply)?.cost, settings.tau_min)
            }
        };
        Ok(self.study.iter().map(|&area| of_city[area] * factor).collect())
    }

    /// What is told of every group but wards and postcode districts.
    fn figures(&self, method: CatchmentMethod, access: &[f64], impact: &Impact) -> Vec<Told> {
        let groups = &impact.groups;
        let mut members: Vec<Vec<(f64, f64)>> = vec![Vec::new(); groups.len()];
        for (area, access) in access.iter().enumerate() {
            for &(group, weight) in groups.of(area) {
                members[group as usize].push((*access, weight));
            }
        }
        let told = |group: usize| !matches!(groups.groups[group].by, GroupBy::Ward | GroupBy::District);
        let numbers = (0..members.len()).filter(|g| told(*g));
        numbers.flat_map(|g| of_group((g, &groups.groups[g]), method, &members[g])).collect()
    }
}

fn of_group((number, group): (usize, &Group), method: CatchmentMethod, members: &[(f64, f64)]) -> Vec<Told> {
    let people: f64 = members.iter().map(|(_, weight)| weight).sum();
    let sum =
        |of: &dyn Fn(f64, f64) -> f64| members.iter().map(|(value, weight)| of(*value, *weight)).sum::<f64>();
    let has = |value: f64| if is_cost(method) { value.is_finite() } else { value > 0.0 };
    let without = sum(&|value, weight| if has(value) { 0.0 } else { weight });
    // No access counts as 0 in the mean of an access; a cost has no mean of the unreachable.
    let counted = if is_cost(method) { people - without } else { people };
    let total = sum(&|value, weight| if value.is_finite() { value * weight } else { 0.0 });
    let share = |part: f64, of: f64| (of > 0.0).then(|| part / of);
    let quantile = |q| weighted_quantile(members, q).filter(|v| v.is_finite());
    let tenth = match is_cost(method) {
        true => (CatchmentStatistic::P90, quantile(0.9)),
        false => (CatchmentStatistic::P10, quantile(0.1)),
    };
    let mut told = vec![
        (CatchmentStatistic::Mean, share(total, counted)),
        (CatchmentStatistic::Median, quantile(0.5)),
        tenth,
        (CatchmentStatistic::ShareWithout, share(without, people)),
    ];
    if method == CatchmentMethod::SpatialAvailability && group.counted == WeightUnit::People {
        told.push((CatchmentStatistic::Total, Some(total / PER_RESIDENTS)));
    }
    let told = told.into_iter();
    told.map(|(statistic, value)| Told { group: number, statistic, value, without }).collect()
}

/// The unit of a method's values.
pub fn catchment_unit(
    method: CatchmentMethod,
    statistic: CatchmentStatistic,
    supply: CatchmentSupply,
) -> String {
    let supply = supply.unit();
    match (statistic, method) {
        (CatchmentStatistic::ShareWithout, _) => "share".to_string(),
        (CatchmentStatistic::Total, _) => supply.to_string(),
        (_, CatchmentMethod::KthNearest) => "min".to_string(),
        (_, CatchmentMethod::Raam) => "min of travel and crowding".to_string(),
        (_, CatchmentMethod::Gravity | CatchmentMethod::Cumulative) => supply.to_string(),
        // Not for each of an area's people: the areas together have what the counters have for each of theirs.
        (_, CatchmentMethod::Balanced) => {
            format!("{supply} per {PER_RESIDENTS:.0} people, split among the areas")
        }
        _ => format!("{supply} per {PER_RESIDENTS:.0} people"),
    }
}

/// Crimes reported at each counter a day.
pub(super) struct Reports {
    known: Vec<Option<f64>>,
    /// The median of those known: what a counter of unknown reports is taken to have.
    pub median: f64,
}

impl Reports {
    pub(super) fn of(city: &City) -> Reports {
        let known: Vec<Option<f64>> = city.stations.iter().map(|s| s.reports_per_day).collect();
        let values: Vec<(f64, f64)> = known.iter().flatten().map(|r| (*r, 1.0)).collect();
        Reports { known, median: weighted_quantile(&values, 0.5).unwrap_or_default() }
    }

    /// `None` where it is not known; a counter that an option opens elsewhere is not.
    pub(super) fn known_at(&self, site: usize) -> Option<f64> {
        self.known.get(site).copied().flatten()
    }

    fn at(&self, site: usize) -> f64 {
        self.known_at(site).unwrap_or(self.median)
    }

    fn warnings(&self, scenario: &Scenario, settings: &CatchmentSettings) -> Vec<String> {
        if settings.supply != CatchmentSupply::Reports {
            return Vec::new();
        }
        let counts = |site: usize| {
            scenario.baseline[site].is_some() || scenario.options.iter().any(|o| o.counters[site].is_some())
        };
        let sites = 0..scenario.sites.len();
        let unknown: Vec<&str> = sites
            .filter(|&site| counts(site) && self.known_at(site).is_none())
            .map(|site| scenario.sites[site].name.as_str())
            .collect();
        if unknown.is_empty() {
            return Vec::new();
        }
        vec![format!(
            "reports a day are not known of these counters, which are taken to have the median of the others, {}: {}",
            self.median,
            unknown.join(", ")
        )]
    }
}
