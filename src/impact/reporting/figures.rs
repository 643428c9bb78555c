//! The figures of a place under an option, central and by sample.

use super::middle_95;
use super::model::{Model, Setting};
use super::places::Pair;
use crate::access::ReportFlow;

/// Figures under this many a year are marked.
const FEW: f64 = 10.0;

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
    pub recorded: Level,
    pub before: Level,
    pub after: Level,
    pub displaced: Level,
    pub shifted: Level,
    pub not_made: Level,
    /// `None` without a reporting rate.
    pub incidents: Option<Level>,
    /// Areas of the place without a count, of how many.
    pub not_counted: (usize, usize),
}

/// A figure with its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Level {
    pub central: f64,
    pub range: (f64, f64),
}

/// The figures of every type, then of the total if any type counts towards it.
pub(super) fn of_place(
    model: &Model<'_>,
    central: &Setting,
    samples: &[Setting],
    pair: &Pair<'_>,
) -> Vec<KindFigures> {
    let kinds = 0..model.settings.types.len();
    let mut total = vec![ReportFlow::default(); samples.len() + 1];
    let mut total_recorded = vec![0.0; samples.len() + 1];
    let mut figures = Vec::new();
    let mut total_not_counted = 0;
    let areas = model.places[pair.place].len();
    for kind in kinds {
        let settings = || std::iter::once(central).chain(samples);
        let counted = model.counted(kind, pair.place);
        let recorded: Vec<f64> = settings().map(|s| counted * model.scale(s, kind)).collect();
        let flows: Vec<ReportFlow> = settings().map(|s| model.flow(s, kind, pair)).collect();
        let incidents: Option<Vec<f64>> =
            settings().zip(&recorded).map(|(s, n)| model.incidents(s, kind, *n)).collect();
        let not_counted = model.not_counted(kind, pair.place);
        if model.settings.types[kind].in_total {
            total.iter_mut().zip(&flows).for_each(|(sum, flow)| sum.add(*flow));
            total_recorded.iter_mut().zip(&recorded).for_each(|(sum, n)| *sum += n);
            total_not_counted = total_not_counted.max(not_counted);
        }
        figures.push(KindFigures {
            incidents: incidents.map(|i| Level::of(&i)),
            ..KindFigures::of(Some(kind), &recorded, &flows, (not_counted, areas))
        });
    }
    if model.settings.types.iter().any(|kind| kind.in_total) {
        figures.push(KindFigures::of(None, &total_recorded, &total, (total_not_counted, areas)));
    }
    figures
}

impl KindFigures {
    /// `recorded` and `flows` begin with the central figure; the samples follow.
    fn of(kind: Option<usize>, recorded: &[f64], flows: &[ReportFlow], not_counted: (usize, usize)) -> Self {
        let level = |of: fn(&ReportFlow) -> f64| Level::of(&flows.iter().map(of).collect::<Vec<f64>>());
        KindFigures {
            kind,
            recorded: Level::of(recorded),
            before: level(|f| f.before),
            after: level(|f| f.after),
            displaced: level(|f| f.displaced()),
            shifted: level(|f| f.shifted()),
            not_made: level(|f| f.not_made),
            incidents: None,
            not_counted,
        }
    }
}

impl Level {
    /// `values` begin with the central figure; the samples follow.
    fn of(values: &[f64]) -> Self {
        Level { central: values[0], range: middle_95(values[1..].iter().copied()) }
    }
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
        let nothing = of.not_counted.0 == of.not_counted.1;
        let remarks = kind.map_or(&[][..], |k| k.remarks.as_slice());
        let mut remarks: Vec<String> = remarks.iter().map(|r| r.to_string()).collect();
        match of.not_counted {
            (0, _) => {}
            (missing, all) => remarks.push(format!("not counted in {missing} of {all} areas")),
        }
        let mut push = |statistic, level: Option<Level>| {
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
                range: level.map(|l| l.range).filter(|_| {
                    statistic != ReportStatistic::Recorded || kind.is_some_and(|k| k.share_of_crime.is_some())
                }),
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
