//! The figures of a place under an option, central and by sample.

use super::middle_95;
use super::model::{Coverage, Model, Setting};
use super::places::Pair;
use crate::access::ReportFlow;
use crate::travel::Estimate;

/// Figures under this many a year are marked.
pub(super) const FEW: f64 = 10.0;

/// What a row states, in reports (crimes, incidents) a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportStatistic {
    /// Crimes recorded, however they were reported.
    Recorded,
    /// Reports made at a counter before.
    Before,
    /// Reports made at a counter after.
    After,
    /// Before less after: negative where counters come nearer.
    Displaced,
    /// Of the displaced, those made by telephone or online.
    Shifted,
    /// Of the displaced, those not made.
    NotMade,
    /// Incidents that happened, reported or not.
    Incidents,
    /// Change of recorded crime by the overlay: no part of the other figures.
    OverlayChange,
}

impl ReportStatistic {
    /// The word in column `statistic`.
    pub fn as_str(self) -> &'static str {
        match self {
            ReportStatistic::Recorded => "recorded",
            ReportStatistic::Before => "in_person_before",
            ReportStatistic::After => "in_person_after",
            ReportStatistic::Displaced => "displaced",
            ReportStatistic::Shifted => "shifted_to_other_channels",
            ReportStatistic::NotMade => "not_made",
            ReportStatistic::Incidents => "estimated_incidents",
            ReportStatistic::OverlayChange => "overlay_recorded_change",
        }
    }

    /// What its figures count.
    pub fn unit(self) -> &'static str {
        match self {
            ReportStatistic::Recorded | ReportStatistic::OverlayChange => "crimes a year",
            ReportStatistic::Incidents => "incidents a year",
            _ => "reports a year",
        }
    }
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRow {
    /// Number of the option.
    pub option: usize,
    /// Number of the place in [`crate::scenario::ReportingSettings::places`].
    pub place: usize,
    /// Number of the type in [`crate::scenario::ReportingSettings::types`]; `None` for all that count towards the total.
    pub kind: Option<usize>,
    /// What.
    pub statistic: ReportStatistic,
    /// With every assumption at its central value; `None` where nothing was counted or is known.
    pub central: Option<f64>,
    /// Range; `None` where the figure rests on no assumption, or there is none.
    pub range: Option<(f64, f64)>,
    /// What must be said beside it.
    pub notes: Vec<String>,
}

/// The figures of one type, or of the total, in one place under one option: central, and by sample.
pub(super) struct KindFigures {
    /// Number of the type; `None` for the total.
    pub kind: Option<usize>,
    pub recorded: Estimate,
    pub before: Estimate,
    pub after: Estimate,
    pub displaced: Estimate,
    pub shifted: Estimate,
    pub not_made: Estimate,
    /// `None` without a reporting rate.
    pub incidents: Option<Estimate>,
    /// Where it was counted.
    pub coverage: Coverage,
}

/// One type of crime by sample; the central figure comes first.
struct Sampled {
    recorded: Vec<f64>,
    flows: Vec<ReportFlow>,
    incidents: Option<Vec<f64>>,
}

/// The figures of every type, then of the total if any type counts towards it.
pub(super) fn of_place(
    model: &Model<'_>,
    central: &Setting,
    samples: &[Setting],
    pair: &Pair<'_>,
) -> Vec<KindFigures> {
    let sampled = sampled(model, central, samples, pair);
    let figures_of = |kind, sampled: &Sampled, kinds: &[usize]| {
        KindFigures::of(kind, sampled, model.coverage(kinds, pair.place))
    };
    let mut figures: Vec<KindFigures> =
        sampled.iter().enumerate().map(|(kind, of)| figures_of(Some(kind), of, &[kind])).collect();
    let total = model.in_total();
    if !total.is_empty() {
        let members: Vec<&Sampled> = total.iter().map(|&kind| &sampled[kind]).collect();
        figures.push(figures_of(None, &together(&members), &total));
    }
    figures
}

/// Every type with its parts, under the central setting and then every sample.
fn sampled(model: &Model<'_>, central: &Setting, samples: &[Setting], pair: &Pair<'_>) -> Vec<Sampled> {
    let settings = || std::iter::once(central).chain(samples);
    let kinds = || 0..model.settings.types.len();
    let flows_alone: Vec<Vec<ReportFlow>> =
        kinds().map(|kind| settings().map(|s| model.flow_alone(s, kind, pair)).collect()).collect();
    let counted_alone: Vec<f64> = kinds().map(|kind| model.counted_alone(kind, pair.place)).collect();
    let of_kind = |kind| {
        let counted = model.counted(kind, pair.place);
        let members: Vec<&[ReportFlow]> =
            model.members(kind).iter().map(|&member| flows_alone[member].as_slice()).collect();
        Sampled {
            recorded: settings().map(|s| counted * model.scale(s, kind)).collect(),
            flows: added(&members),
            incidents: settings().map(|s| model.incidents(s, kind, &counted_alone)).collect(),
        }
    };
    kinds().map(of_kind).collect()
}

/// Types that hold none of each other's crimes, as one. Not every one of them has a reporting rate.
fn together(members: &[&Sampled]) -> Sampled {
    let mut recorded = vec![0.0; members[0].recorded.len()];
    for member in members {
        recorded.iter_mut().zip(&member.recorded).for_each(|(sum, n)| *sum += n);
    }
    let flows: Vec<&[ReportFlow]> = members.iter().map(|member| member.flows.as_slice()).collect();
    Sampled { recorded, flows: added(&flows), incidents: None }
}

/// The sum of some types, at least one, sample by sample.
fn added(members: &[&[ReportFlow]]) -> Vec<ReportFlow> {
    let mut sum = vec![ReportFlow::default(); members[0].len()];
    for flows in members {
        sum.iter_mut().zip(*flows).for_each(|(sum, flow)| sum.add(*flow));
    }
    sum
}

impl KindFigures {
    fn of(kind: Option<usize>, sampled: &Sampled, coverage: Coverage) -> Self {
        let flow = |of: fn(&ReportFlow) -> f64| level(&sampled.flows.iter().map(of).collect::<Vec<f64>>());
        KindFigures {
            kind,
            recorded: level(&sampled.recorded),
            before: flow(|f| f.before),
            after: flow(|f| f.after),
            displaced: flow(|f| f.displaced()),
            shifted: flow(|f| f.shifted()),
            not_made: flow(|f| f.not_made),
            incidents: sampled.incidents.as_deref().map(level),
            coverage,
        }
    }
}

/// A figure with its range: `values` begin with the central figure, the samples follow.
fn level(values: &[f64]) -> Estimate {
    let (low, high) = middle_95(values[1..].iter().copied());
    Estimate { central: values[0], low, high }
}

/// Whether the crimes of a type, or of the total, are counted as an assumed share of others.
fn of_some_share(model: &Model<'_>, kind: Option<usize>) -> bool {
    let kinds = kind.map_or_else(|| model.in_total(), |kind| vec![kind]);
    kinds.into_iter().any(|kind| model.settings.types[kind].share_of_crime.is_some())
}

/// The rows of an option in a place.
pub(super) fn rows(
    (option, place): (usize, usize),
    model: &Model<'_>,
    figures: &[KindFigures],
) -> Vec<ReportRow> {
    let mut rows = Vec::new();
    for of in figures {
        let kind = of.kind.map(|k| &model.settings.types[k]);
        let Coverage { areas, missing, nothing } = of.coverage;
        let rests_on_a_share = of_some_share(model, of.kind);
        let remarks = kind.map_or(&[][..], |k| k.remarks.as_slice());
        let mut remarks: Vec<String> = remarks.iter().map(|r| r.to_string()).collect();
        if missing > 0 {
            // One type may be missing where another was counted.
            let what = if of.kind.is_none() && !nothing { "some types " } else { "" };
            remarks.push(format!("{what}not counted in {missing} of {areas} areas"));
        }
        let mut push = |statistic, level: Option<Estimate>| {
            let level = level.filter(|_| !nothing);
            let mut notes = remarks.clone();
            if level.is_some_and(|l| l.central != 0.0 && l.central.abs() < FEW) {
                notes.push(format!("under {FEW}: unreliable"));
            }
            if level.is_none() && !nothing {
                notes.push("no reporting rate is known".to_string());
            }
            rows.push(ReportRow {
                option,
                place,
                kind: of.kind,
                statistic,
                central: level.map(|l| l.central),
                // A count of recorded crime rests on no assumption.
                range: level
                    .map(|l| (l.low, l.high))
                    .filter(|_| statistic != ReportStatistic::Recorded || rests_on_a_share),
                notes,
            });
        };
        push(ReportStatistic::Recorded, Some(of.recorded));
        push(ReportStatistic::Before, Some(of.before));
        push(ReportStatistic::After, Some(of.after));
        push(ReportStatistic::Displaced, Some(of.displaced));
        push(ReportStatistic::Shifted, Some(of.shifted));
        push(ReportStatistic::NotMade, Some(of.not_made));
        // Not every type of the total has a reporting rate.
        if of.kind.is_some() {
            push(ReportStatistic::Incidents, of.incidents);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::places::{PlaceSums, StudyTravel};
    use super::*;
    use crate::city::{CityFiles, load};
    use crate::impact::{baseline_minutes, measure};
    use crate::scenario::{Scenario, ScenarioFile};

    const CLOSE: &str = "title = \"T\"\n[study]\ndistricts = [\"W11\", \"W10\"]\n[access]\nmodes = [\"walk\"]\n\
        [[option]]\nid = \"close\"\nclose_counter = [\"Notting Hill\"]\n[reporting]\nsamples = 100\n\
        crime_types = [\"violence\", \"domestic_abuse\", \"public_order\", \"public_order_racial_or_religious_fear\", \
        \"theft\", \"theft_from_person\", \"robbery\", \"robbery_personal\", \"burglary\"]\n";

    /// Assumptions by which a part, taken by itself, is far more than its whole.
    const AGAINST: &str = "domestic_share_of_violence = [0.2, 0.9, 1]\n\
        counter_share = { default = [0, 0.01, 0.02], domestic_abuse = [0.5, 0.9, 1], robbery_personal = [0.5, 0.9, 1], \
        theft_from_person = [0.1, 0.2, 0.3] }\n\
        channel_shift = { default = [0.97, 0.98, 1], domestic_abuse = [0, 0.1, 0.2], theft_from_person = [0, 0.1, 0.2], \
        public_order_racial_or_religious_fear = [0, 0.1, 0.2] }\n\
        reporting_rate = { violence = [0.9, 0.95, 1], domestic_abuse = [0.01, 0.02, 0.03], theft = [0.8, 0.9, 1], \
        theft_from_person = [0.1, 0.2, 0.3] }\n";

    #[test]
    fn no_part_exceeds_its_whole_in_any_sample() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/london-2017");
        let city = load(CityFiles::Folder(folder.into())).expect("the shipped city is valid");
        let files = tempfile::tempdir().unwrap();
        for assumed in ["", AGAINST] {
            let path = files.path().join("mine.toml");
            std::fs::write(&path, format!("{CLOSE}{assumed}")).unwrap();
            let file = ScenarioFile::open(path.to_str().unwrap()).unwrap();
            let scenario = Scenario::check(&file, &city).unwrap_or_else(|e| panic!("{e}: {e:?}"));
            let settings = scenario.reporting.as_ref().unwrap();
            let matrix = measure(&city, None, &scenario);
            let plane = matrix.plane(settings.mode).unwrap();
            let baseline = baseline_minutes(&city, None, &scenario);
            let travel = StudyTravel::new(&city, &scenario, plane);
            let model = Model::new(&city, &scenario, settings, plane, &baseline, travel.longest_min());
            let sums = PlaceSums::new(&model, &travel);
            let sampled = sampled(&model, &model.central(), &model.samples(), &sums.pair(0, 0));
            let in_total: Vec<&Sampled> = model.in_total().iter().map(|&kind| &sampled[kind]).collect();
            let total = together(&in_total);
            let id = |kind: usize| settings.types[kind].id.as_str();
            let mut pairs = 0;
            for (part, of) in settings.types.iter().enumerate() {
                let whole = of.whole.map_or(&total, |whole| &sampled[whole]);
                pairs += usize::from(of.whole.is_some());
                for (sample, (part_flow, flow)) in sampled[part].flows.iter().zip(&whole.flows).enumerate() {
                    for figure in [
                        |f: &ReportFlow| f.before,
                        |f: &ReportFlow| f.after,
                        |f: &ReportFlow| f.displaced(),
                        |f: &ReportFlow| f.shifted(),
                        |f: &ReportFlow| f.not_made,
                    ] {
                        let (part_of, all) = (figure(part_flow), figure(flow));
                        assert!(part_of <= all * (1.0 + 1e-9), "{}, {sample}: {part_of} of {all}", id(part));
                        assert!(part_of >= 0.0, "{}, {sample}", id(part));
                    }
                }
                let incidents =
                    sampled[part].incidents.iter().flatten().zip(whole.incidents.iter().flatten());
                for (sample, (part_of, all)) in incidents.enumerate() {
                    assert!(*part_of <= all * (1.0 + 1e-9), "{}, {sample}: {part_of} of {all}", id(part));
                }
            }
            assert_eq!(pairs, 4, "domestic abuse, hate, theft from the person, personal robbery");
        }
    }
}
