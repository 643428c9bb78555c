//! What the pictures of response share: the option that they lead with, words, the small print.

use super::ChartError;
use super::foot::attributions;
use super::sheet::Sheet;
use super::words::listed;
use crate::impact::{ResponseImpact, ResponseStatistic, about, keeps_cars, start_words};
use crate::response::{Grade, Interval};

/// What the pictures are drawn from.
pub(super) struct Response<'r> {
    pub sheet: &'r Sheet<'r>,
    pub impact: &'r ResponseImpact,
}

/// An option in a start, with its change.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    pub start: usize,
    pub option: usize,
    /// Of the mean response to I calls in the study area, seconds.
    pub mean_s: Interval,
}

impl<'r> Response<'r> {
    /// Fails where the scenario asks nothing about response.
    pub(super) fn of(sheet: &'r Sheet<'r>) -> Result<Self, ChartError> {
        let Some(impact) = &sheet.results.answer.response else {
            let help = "add a table [response] with the cars of each base, as response-west-london has";
            return Err(sheet.nothing("the scenario says nothing of response", help));
        };
        Ok(Response { sheet, impact })
    }

    /// Whether an option leaves every car where it is in a start.
    pub(super) fn keeps(&self, option: usize, start: usize) -> bool {
        keeps_cars(self.sheet.results.scenario, option, self.impact.starts[start].start)
    }

    /// The same in every start.
    pub(super) fn keeps_always(&self, option: usize) -> bool {
        (0..self.impact.starts.len()).all(|start| self.keeps(option, start))
    }

    /// A figure of the study area and its change.
    pub(super) fn of_study(
        &self,
        (start, option): (usize, Option<usize>),
        grade: Grade,
        statistic: ResponseStatistic,
    ) -> Option<(Interval, Option<Interval>)> {
        let row = self.impact.row(start, option, 0, grade, statistic)?;
        Some((row.value?, row.change.map(|paired| paired.change)))
    }

    /// The options that move cars, each in the start in which it makes I calls wait longest; those that make them wait
    /// longest first, then those that bring cars soonest.
    pub(super) fn changes(&self) -> Vec<Change> {
        let change = |option: usize, start: usize| {
            if self.keeps(option, start) {
                return None;
            }
            let figure = self.of_study((start, Some(option)), Grade::Immediate, ResponseStatistic::Mean)?;
            Some(Change { start, option, mean_s: figure.1? })
        };
        let size = |change: &Change| (change.mean_s.mean > 0.0, change.mean_s.mean.abs());
        let larger = |a: &Change, b: &Change| size(a) > size(b);
        let starts = 0..self.impact.starts.len();
        let most = |option| {
            let of_starts = starts.clone().filter_map(|start| change(option, start));
            of_starts.reduce(|best, next| if larger(&next, &best) { next } else { best })
        };
        let mut all: Vec<Change> = (0..self.sheet.results.scenario.options.len()).filter_map(most).collect();
        // Those that are alike stay in the order of the file.
        all.sort_by(|a, b| size(b).0.cmp(&size(a).0).then(size(b).1.total_cmp(&size(a).1)));
        all
    }

    /// The change that a picture of one option is about: of the option asked for, else the largest.
    pub(super) fn lead(&self) -> Option<Change> {
        let asked = self.sheet.request.option;
        self.changes().into_iter().find(|change| asked.is_none_or(|option| option == change.option))
    }

    /// An option's title, cut where it is very long.
    pub(super) fn title(&self, option: usize) -> String {
        self.sheet.results.answer.impact.findings[option].short_title()
    }

    /// `if free cars patrol`.
    pub(super) fn start(&self, start: usize) -> String {
        start_words(self.impact.starts[start].start)
    }

    /// Why nothing changes: of the option asked for, else of all.
    pub(super) fn no_change(&self) -> String {
        let options = &self.sheet.results.scenario.options;
        let no_base = |closes: bool| if closes { "a counter is no base" } else { "no car moves" };
        match self.sheet.request.option.or((options.len() == 1).then_some(0)) {
            Some(option) => {
                format!("{}: no change: {}", self.title(option), no_base(!options[option].closed.is_empty()))
            }
            None => {
                let closes = options.iter().any(|option| !option.closed.is_empty());
                format!(
                    "None of the {} options changes the response to calls: {}",
                    options.len(),
                    no_base(closes)
                )
            }
        }
    }

    /// What is simulated and how often.
    pub(super) fn simulated(&self) -> String {
        let Some(settings) = &self.sheet.results.scenario.response else { return String::new() };
        let horizon = settings.horizon;
        let length = match (horizon.days, horizon.finite) {
            (1, true) => "a day that begins with all cars free".to_string(),
            (days, true) => format!("{days} days that begin with all cars free"),
            (1, false) => "a day".to_string(),
            (days, false) => format!("{days} days"),
        };
        format!("{} simulations of {length}", settings.replications)
    }

    /// Sources, assumptions, version.
    pub(super) fn foot(&self) -> String {
        let results = self.sheet.results;
        let Some(settings) = &results.scenario.response else { return String::new() };
        let [i, s] = self.impact.calls_a_year;
        let speeds: Vec<String> = settings
            .starts
            .iter()
            .zip(&settings.speed_factors)
            .map(|(start, factor)| format!("{factor:.2} ({})", start.as_str()))
            .collect();
        let starts: Vec<&str> = settings.starts.iter().map(|start| start.as_str()).collect();
        let both = match starts.len() {
            1 => "where free cars are is an assumption that decides the result",
            _ => "where free cars are decides the result, so each sort of place is simulated",
        };
        let drawn =
            ["stations.csv", "areas.csv", "zones.geojson", "calls_by_hour.csv", "roads.csv", "speeds.csv"];
        format!(
            "Simulated, not observed: {} I calls and {} S calls a year in the study area, one car to a call, no calls from \
             outside; {both}. Cars drive {} times as fast as general traffic (`bluelamp calibrate` fits that to \
             published figures). {}. Blue Lamp {}.",
            about(i),
            about(s),
            listed(&speeds),
            attributions(results, &drawn),
            env!("CARGO_PKG_VERSION"),
        )
    }
}

/// `94.1 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// `+2.4`, `-2.4`, and `0.0` for what rounds to it.
pub(super) fn signed(value: f64) -> String {
    let text = format!("{value:+.1}");
    if text.trim_start_matches(['+', '-']) == "0.0" { "0.0".to_string() } else { text }
}

/// With a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rounds_to_nothing_has_no_sign() {
        assert_eq!([2.41, -2.41, 0.04, -0.04].map(signed), ["+2.4", "-2.4", "0.0", "0.0"]);
    }
}
