//! Every option beside the others: how many people it leaves materially worse off.

use super::bars::{self, Bar};
use super::canvas::Canvas;
use super::sheet::Sheet;
use super::words::{cell, csv, how, people};
use super::{ChartError, foot};
use crate::city::OutputFile;
use crate::impact::{Effect, Finding, about};
use crate::scenario::Time;

/// Height of what is not bars, points.
const AROUND: f64 = 265.0;

pub(super) fn draw(sheet: &Sheet<'_>) -> Result<Vec<OutputFile>, ChartError> {
    let mut findings: Vec<&Finding> = sheet.results.answer.impact.findings.iter().collect();
    // Those that are alike stay in the order of the file.
    findings.sort_by(|a, b| central(b).total_cmp(&central(a)));
    let chart = Compared { sheet, findings };
    let height = AROUND + bars::height(chart.findings.len());
    sheet.picture(chart.title(), chart.description(), height, chart.csv(), |canvas| chart.draw(canvas))
}

struct Compared<'c> {
    sheet: &'c Sheet<'c>,
    /// Most people first.
    findings: Vec<&'c Finding>,
}

fn central(finding: &Finding) -> f64 {
    finding.main.map_or(0.0, |m| m.materially_worse)
}

fn range(finding: &Finding) -> (f64, f64) {
    finding.main.map_or((0.0, 0.0), |m| m.materially_worse_range)
}

impl Compared<'_> {
    fn title(&self) -> String {
        let worst = self.findings.iter().find(|f| f.counts_alike).or(self.findings.first());
        let Some(worst) = worst else { return String::new() };
        // Those that count other counters are in the picture, and no match.
        let alike = self.findings.iter().filter(|f| f.counts_alike).count();
        let many = if worst.counts_alike { alike } else { self.findings.len() };
        let residents = about(worst.residents);
        match (about(central(worst)).as_str(), many) {
            ("0", 1) => format!("{}: nobody is materially worse off", worst.short_title()),
            ("0", _) => format!("None of the {many} options leaves anybody materially worse off"),
            (number, 1) => {
                format!("{}: {number} of {residents} residents are materially worse off", worst.short_title())
            }
            (number, _) => format!(
                "Of {many} options, \u{201c}{}\u{201d} leaves most people materially worse off: {number} of {residents} \
                 residents",
                worst.short_title()
            ),
        }
    }

    fn subtitle(&self) -> String {
        let results = self.sheet.results;
        let Some(first) = self.findings.first() else { return String::new() };
        let other_rule = match self.findings.iter().any(|f| !f.counts_alike) {
            true => {
                " An option marked * counts other counters than the rest (whether the home borough's alone)."
            }
            false => "",
        };
        format!(
            "Residents of {} whose way to the nearest counter {} gets {} longer{}.{}{other_rule}",
            results.scenario.study.label,
            how(first.mode),
            first.limits,
            match results.scenario.access.time_of_tables() {
                Time::Any => ", or who are left without one, whatever its hours".to_string(),
                time => format!(", or who are left without one, {}", super::words::when(time)),
            },
            bars::ranges_told(self.findings.iter().map(|f| range(f)))
        )
    }

    /// The number with its range; a time where it is not that of the others; in words where there is nobody.
    fn label(&self, finding: &Finding) -> String {
        let mark = if finding.counts_alike { "" } else { " *" };
        let told = match &finding.main {
            None => "nothing changes for anybody".to_string(),
            Some(effect) => self.told(effect),
        };
        format!("{told}{mark}")
    }

    fn told(&self, effect: &Effect) -> String {
        let at = match effect.time {
            time if time == self.sheet.results.scenario.access.time_of_tables() => String::new(),
            time => format!(", at {time}"),
        };
        match about(effect.materially_worse_range.1.max(effect.materially_worse)).as_str() {
            "0" => format!("0: nobody{at}"),
            _ => format!("{}{at}", people(effect.materially_worse, effect.materially_worse_range)),
        }
    }

    fn description(&self) -> String {
        let told: Vec<String> =
            self.findings.iter().map(|f| format!("{}: {}", f.short_title(), self.label(f))).collect();
        format!("Bars, the longest first. {} {}.", self.subtitle(), told.join("; "))
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let (results, mode) = (self.sheet.results, self.sheet.finding.mode);
        let room = canvas.frame(&self.title(), &self.subtitle(), &foot::foot(results, mode))?;
        let bars: Vec<Bar> = self
            .findings
            .iter()
            .map(|f| Bar {
                name: f.title.clone(),
                value: central(f),
                range: range(f),
                label: self.label(f),
                is_main: f.option == self.sheet.finding.option,
            })
            .collect();
        bars::draw(canvas, &bars, room, about)
    }

    fn csv(&self) -> Vec<u8> {
        let scenario = self.sheet.results.scenario;
        let header =
            ["option", "title", "mode", "time", "people_materially_worse", "low", "high", "residents"];
        let row = |f: &&Finding| {
            let (low, high) = range(f);
            [
                scenario.options[f.option].id.clone(),
                f.title.clone(),
                f.mode.as_str().to_string(),
                f.time.to_string(),
                cell(Some(central(f)), 1),
                cell(Some(low), 1),
                cell(Some(high), 1),
                cell(Some(f.residents), 1),
            ]
        };
        csv(header, self.findings.iter().map(row))
    }
}
