//! Who is hit: the share of each deprivation decile that is materially worse off.

use super::bars::{self, Bar};
use super::canvas::Canvas;
use super::sheet::Sheet;
use super::words::{cell, csv, how, when};
use super::{ChartError, foot};
use crate::city::OutputFile;
use crate::impact::{GroupBy, GroupShare, about, percent};

/// Height of what is not bars, points.
const AROUND: f64 = 265.0;

pub(super) fn draw(sheet: &Sheet<'_>) -> Result<Vec<OutputFile>, ChartError> {
    let deciles = sheet.results.answer.impact.shares_materially_worse(sheet.finding, GroupBy::ImdDecile);
    if deciles.is_empty() {
        let help = "give zones.csv a column imd_decile: 1, most deprived, to 10";
        return Err(sheet.nothing("no zone of the city has a deprivation decile", help));
    }
    let chart = Deciles { sheet, deciles };
    let height = AROUND + bars::height(chart.deciles.len());
    sheet.picture(chart.title(), chart.description(), height, chart.csv(), |canvas| chart.draw(canvas))
}

struct Deciles<'c> {
    sheet: &'c Sheet<'c>,
    /// Most deprived first; those in which nobody of the study lives are left out.
    deciles: Vec<GroupShare>,
}

impl Deciles<'_> {
    fn title(&self) -> String {
        let title = self.sheet.finding.short_title();
        let share = |d: &GroupShare| percent(d.share);
        match self.deciles.as_slice() {
            all if all.iter().all(|d| d.worse <= 0.0) => {
                format!("{title}: nobody in any deprivation decile is materially worse off")
            }
            [only] => {
                format!(
                    "{title}: {} are materially worse off, all of them in decile {}",
                    about(only.worse),
                    only.name
                )
            }
            [most, .., least] => format!(
                "{title}: {} of people in {} are materially worse off, {} in {}",
                share(most),
                place(most),
                share(least),
                place(least)
            ),
            [] => title,
        }
    }

    fn subtitle(&self) -> String {
        let (results, finding) = (self.sheet.results, self.sheet.finding);
        format!(
            "Share of the residents of {} whose way to the nearest counter {} gets {} longer, or who are left without \
             one, {}, by the national deprivation decile of their {}. {}{}",
            results.scenario.study.label,
            how(finding.mode),
            finding.limits,
            when(finding.time),
            results.city.manifest.zone_name,
            foot::own_borough(results, finding),
            bars::ranges_told(self.deciles.iter().map(|d| d.share_range)).trim_start()
        )
    }

    fn label(&self, decile: &GroupShare) -> String {
        let (low, high) = (percent(decile.share_range.0), percent(decile.share_range.1));
        let range = if low == high { String::new() } else { format!(" ({low} to {high})") };
        match about(decile.worse).as_str() {
            "0" if low == high => format!("nobody of {}", about(decile.size)),
            worse => format!("{}{range}: {worse} of {}", percent(decile.share), about(decile.size)),
        }
    }

    fn name(decile: &GroupShare) -> String {
        match decile.name.as_str() {
            "1" => "1, most deprived tenth".to_string(),
            "10" => "10, least deprived tenth".to_string(),
            name => name.to_string(),
        }
    }

    fn description(&self) -> String {
        let told: Vec<String> =
            self.deciles.iter().map(|d| format!("decile {}: {}", Deciles::name(d), self.label(d))).collect();
        format!("Bars by deprivation decile. {} {}.", self.subtitle(), told.join("; "))
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let (results, mode) = (self.sheet.results, self.sheet.finding.mode);
        let room = canvas.frame(&self.title(), &self.subtitle(), &foot::foot(results, mode))?;
        let bar = |d: &GroupShare| Bar {
            name: Deciles::name(d),
            value: d.share,
            range: d.share_range,
            label: self.label(d),
            is_main: false,
        };
        let bars: Vec<Bar> = self.deciles.iter().map(bar).collect();
        bars::draw(canvas, &bars, room, |share| format!("{} %", (share * 1000.0).round() / 10.0))
    }

    fn csv(&self) -> Vec<u8> {
        let header =
            ["imd_decile", "residents", "people_materially_worse", "share", "share_low", "share_high"];
        let row = |d: &GroupShare| {
            [
                d.name.clone(),
                cell(Some(d.size), 1),
                cell(Some(d.worse), 1),
                cell(Some(d.share), 6),
                cell(Some(d.share_range.0), 6),
                cell(Some(d.share_range.1), 6),
            ]
        };
        csv(header, self.deciles.iter().map(row))
    }
}

/// `the most deprived tenth of areas`, where that end of the scale is there; else which decile is.
fn place(decile: &GroupShare) -> String {
    match decile.name.as_str() {
        "1" => "the most deprived tenth of areas".to_string(),
        "10" => "the least deprived tenth".to_string(),
        name => format!("deprivation decile {name}"),
    }
}
