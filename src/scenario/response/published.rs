//! `[[response.published]]`: published figures of response, to be fitted or to be held beside the model.

use std::ops::Range;

use super::super::ranges::Limits;
use super::super::reader::{Keys, Notes};
use super::super::study;
use crate::city::City;

/// A published figure of how soon police arrive.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedResponse {
    /// 0 for I calls, 1 for S calls.
    pub grade: usize,
    /// What it is a figure of.
    pub statistic: PublishedStatistic,
    /// Number of the borough; `None` for the whole force, to which the study area is held.
    pub borough: Option<usize>,
    /// A share, or seconds.
    pub value: f64,
    /// `bluelamp calibrate` makes the model meet it.
    pub fit: bool,
    /// Where it is from.
    pub source: String,
}

/// Figures of response that are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishedStatistic {
    /// Share of calls answered by the target.
    InTarget,
    /// Mean response time, seconds.
    Mean,
}

impl PublishedStatistic {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            PublishedStatistic::InTarget => "share_in_target",
            PublishedStatistic::Mean => "mean",
        }
    }
}

const EXAMPLE: &str = "write grade = \"I\", share_in_target = 0.85 (or mean_s = 605), source = \"...\" and, where it is of one borough, borough = \"Hounslow\"";

pub(super) fn read(keys: &mut Keys<'_>, city: &City, notes: &mut Notes<'_>) -> Vec<PublishedResponse> {
    let mut figures: Vec<PublishedResponse> = Vec::new();
    for (span, mut table) in keys.tables("published", notes) {
        let Some(figure) = figure(span.clone(), &mut table, city, notes) else { continue };
        let twice = figures.iter().any(|f| f.fit && figure.fit && f.grade == figure.grade);
        if twice {
            notes.at(
                span,
                "two figures of one grade are to be fitted",
                "again",
                "take fit = true out of one of them",
            );
        }
        figures.push(figure);
    }
    figures
}

fn figure(
    span: Range<usize>,
    keys: &mut Keys<'_>,
    city: &City,
    notes: &mut Notes<'_>,
) -> Option<PublishedResponse> {
    let grade = keys.text("grade", notes);
    let share = keys.number("share_in_target", notes);
    let mean = keys.number("mean_s", notes);
    let borough = keys.text("borough", notes);
    let fit = keys.flag("fit", notes).unwrap_or(false);
    let source = keys.text("source", notes).map(|s| s.into_inner()).unwrap_or_default();
    keys.finish(notes);
    let grade = match grade.as_ref().map(|g| g.get_ref().as_str()) {
        Some("I") => Some(0),
        Some("S") => Some(1),
        Some(_) => {
            let word = grade.as_ref()?;
            notes.unknown(word, "grade", ["I", "S"], "grades are \"I\" and \"S\"");
            return None;
        }
        None => None,
    };
    let (Some(grade), false) = (grade, share.is_some() == mean.is_some()) else {
        notes.at(span, "a published figure needs a grade and one figure", "not complete", EXAMPLE);
        return None;
    };
    let (statistic, number, limits) = match (share, mean) {
        (Some(share), _) => (PublishedStatistic::InTarget, share, Limits::SHARE),
        (None, mean) => (PublishedStatistic::Mean, mean?, Limits::new(1.0, 1e6, "from 1 to 1e6 seconds")),
    };
    if !limits.hold(*number.get_ref()) {
        limits.refuse("the published figure", &number, notes);
        return None;
    }
    let borough = match borough {
        None => None,
        Some(name) => {
            let found = study::borough(&name, city);
            if found.is_none() {
                let known = city.boroughs.iter().map(|b| b.name.as_str());
                notes.unknown(&name, "borough", known, "name a borough of the city");
                return None;
            }
            found
        }
    };
    if fit && (borough.is_some() || statistic != PublishedStatistic::InTarget) {
        let help = "fit the share in target of the whole force; others are held beside the model";
        notes.at(number.span(), "only a share in target without a borough can be fitted", "not fitted", help);
        return None;
    }
    Some(PublishedResponse { grade, statistic, borough, value: *number.get_ref(), fit, source })
}
