//! How busy the cars of each base are: the baseline beside the options that change most, start by start.

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, MIDDLE, Type};
use super::response::{Change, Response, capital, percent};
use super::sheet::{Sheet, WIDTH};
use super::words::{cell, csv};
use super::{ChartError, theme};
use crate::city::OutputFile;
use crate::impact::BaseLoad;

/// Height of what is not rows, points: head and foot; heads and axis of the panels of one start.
const AROUND: f64 = 225.0;
const AROUND_BLOCK: f64 = 122.0;
const ROW: f64 = 26.0;

/// Options that have a panel, and bases that have a row.
const MOST_OPTIONS: usize = 3;
const MOST_BASES: usize = 24;

/// Room for the names of bases, for what a bar says, and between panels, points.
const NAMES: f64 = 150.0;
const SAID: f64 = 96.0;
const GAP: f64 = 16.0;

pub(super) fn draw(sheet: &Sheet<'_>) -> Result<Vec<OutputFile>, ChartError> {
    let response = Response::of(sheet)?;
    let lead = response.lead();
    let mut options: Vec<usize> = response.changes().into_iter().map(|change| change.option).collect();
    // The option that is asked for comes first, and alone if it changes nothing.
    if let Some(asked) = sheet.request.option {
        options.retain(|option| *option != asked);
        options.insert(0, asked);
    }
    let chart = Units { response, lead, options };
    let rows: usize = (0..chart.starts()).map(|start| chart.bases(start).len()).sum();
    let height = AROUND + chart.starts() as f64 * AROUND_BLOCK + rows as f64 * ROW;
    sheet.picture(chart.title(), chart.description(), height, chart.csv(), |canvas| chart.draw(canvas))
}

struct Units<'c> {
    response: Response<'c>,
    lead: Option<Change>,
    /// Those that move cars, that which changes the mean response most first.
    options: Vec<usize>,
}

impl Units<'_> {
    fn starts(&self) -> usize {
        self.response.impact.starts.len()
    }

    /// The baseline, and the options that have a panel.
    fn cases(&self) -> Vec<Option<usize>> {
        std::iter::once(None).chain(self.options.iter().copied().map(Some).take(MOST_OPTIONS)).collect()
    }

    fn load(&self, start: usize, option: Option<usize>, base: &str) -> Option<&BaseLoad> {
        let mut of_start = self.response.impact.starts[start].bases.iter();
        of_start.find(|load| load.option == option && load.name == base)
    }

    /// The bases that have cars in a panel of a start, those with most cars if there are too many; in their order.
    fn bases(&self, start: usize) -> Vec<&str> {
        let cases = self.cases();
        let mut named: Vec<(&str, usize)> = Vec::new();
        for option in &cases {
            let of_start = self.response.impact.starts[start].bases.iter();
            for load in of_start.filter(|load| load.option == *option && load.cars > 0) {
                match named.iter_mut().find(|(name, _)| *name == load.name) {
                    Some((_, cars)) => *cars = (*cars).max(load.cars),
                    None => named.push((&load.name, load.cars)),
                }
            }
        }
        let mut cars: Vec<usize> = named.iter().map(|(_, cars)| *cars).collect();
        cars.sort_unstable_by(|a, b| b.cmp(a));
        let least = cars.get(MOST_BASES - 1).copied().unwrap_or(0);
        named.into_iter().filter(|(_, cars)| *cars >= least).map(|(name, _)| name).take(MOST_BASES).collect()
    }

    /// The base whose cars get most work.
    fn title(&self) -> String {
        let Some(lead) = self.lead else { return self.title_of_nothing() };
        let start = lead.start;
        let growth = |base: &&str| {
            let before = self.load(start, None, base)?.utilisation?.mean;
            let after = self.load(start, Some(lead.option), base)?.utilisation?.mean;
            Some((base.to_string(), before, after))
        };
        let bases = self.bases(start);
        let most = bases
            .iter()
            .filter_map(growth)
            .reduce(|best, next| if next.2 - next.1 > best.2 - best.1 { next } else { best });
        let (name, when) = (self.response.title(lead.option), self.response.start(start));
        let Some((base, before, after)) = most else {
            return format!("{name}: {when}, no base keeps its cars");
        };
        format!(
            "{name}: {when}, the cars of {base} are busy {} of their time instead of {}",
            percent(after),
            percent(before)
        )
    }

    fn title_of_nothing(&self) -> String {
        let of_baseline = self.response.impact.starts[0].bases.iter().filter(|load| load.option.is_none());
        let busy = of_baseline.filter_map(|load| Some((&load.name, load.utilisation?.mean)));
        let busiest = busy.reduce(|best, next| if next.1 > best.1 { next } else { best });
        let told = busiest.map_or(String::new(), |(base, share)| {
            format!(
                ". The cars of {base} are busiest: {} of their time {}",
                percent(share),
                self.response.start(0)
            )
        });
        format!("{}{told}", self.response.no_change())
    }

    fn subtitle(&self) -> String {
        let options = self.options.len().saturating_sub(MOST_OPTIONS);
        let left_out = match options {
            0 => String::new(),
            1 => " One more option is in the table (CSV) alone.".to_string(),
            more => format!(" {more} more options are in the table (CSV) alone."),
        };
        let cut = (0..self.starts()).any(|start| self.bases(start).len() == MOST_BASES);
        let bases = if cut {
            format!(" At most {MOST_BASES} bases are shown, those with most cars.")
        } else {
            String::new()
        };
        format!(
            "Share of their time on duty in which the cars of each base are busy, from dispatch to clear, in the mean of the \
             week; calls of {}; {}. Line over a bar: 95 % interval; many are hardly wider than their ends.{left_out}{bases}",
            self.response.sheet.results.scenario.study.label,
            self.response.simulated(),
        )
    }

    fn name(&self, option: Option<usize>) -> String {
        option.map_or("Baseline".to_string(), |option| self.response.title(option))
    }

    fn keeps(&self, start: usize, option: Option<usize>) -> bool {
        option.is_some_and(|option| self.response.keeps(option, start))
    }

    /// Why a panel has no bars.
    fn unchanged(&self, option: Option<usize>) -> &'static str {
        match option.is_some_and(|option| !self.response.keeps_always(option)) {
            true => "No change: a car on patrol keeps its borough when its base moves.",
            false => "No change: a counter is no base.",
        }
    }

    fn said(load: Option<&BaseLoad>) -> String {
        match load.filter(|load| load.cars > 0) {
            None => "no cars".to_string(),
            Some(load) => {
                let cars = if load.cars == 1 { "1 car".to_string() } else { format!("{} cars", load.cars) };
                load.utilisation.map_or(cars.clone(), |busy| format!("{}, {cars}", percent(busy.mean)))
            }
        }
    }

    fn description(&self) -> String {
        let of_start = |start: usize| {
            let bases = self.bases(start);
            let of_case = |option: Option<usize>| {
                if self.keeps(start, option) {
                    return format!("{}: {}", self.name(option), self.unchanged(option));
                }
                let loads =
                    bases.iter().map(|base| format!("{base} {}", Self::said(self.load(start, option, base))));
                format!("{}: {}", self.name(option), loads.collect::<Vec<_>>().join("; "))
            };
            let told: Vec<String> = self.cases().into_iter().map(of_case).collect();
            format!("{}: {}", capital(&self.response.start(start)), told.join(". "))
        };
        let told: Vec<String> = (0..self.starts()).map(of_start).collect();
        format!("Bars, a panel for each option. {} {}.", self.subtitle(), told.join(" "))
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let (top, bottom) = canvas.frame(&self.title(), &self.subtitle(), &self.response.foot())?;
        let rows: usize = (0..self.starts()).map(|start| self.bases(start).len()).sum();
        let blocks = self.starts() as f64 * AROUND_BLOCK;
        let row = ((bottom - top - blocks) / rows.max(1) as f64).min(ROW * 1.4);
        let mut y = top;
        for start in 0..self.starts() {
            y = self.block(canvas, start, y, row)?;
        }
        Ok(())
    }

    /// The panels of a start; returns where they end.
    fn block(&self, canvas: &Canvas<'_>, start: usize, top: f64, row: f64) -> Result<f64, String> {
        let head = Type::new(theme::SUBTITLE, canvas.theme.ink).bold();
        canvas.text(&capital(&self.response.start(start)), (theme::MARGIN, top), head, Anchor::Left)?;
        let bases = self.bases(start);
        let first = top + 84.0;
        let end = first + row * bases.len() as f64;
        let look = Type::new(theme::LABEL, canvas.theme.ink);
        let left = theme::MARGIN + NAMES;
        for (number, base) in bases.iter().enumerate() {
            let middle = first + row * (number as f64 + 0.5);
            let name = canvas.wrap(base, look, NAMES - 10.0, 1).remove(0);
            canvas.text(&name, (left - 10.0, middle - look.size * MIDDLE), look, Anchor::Right)?;
        }
        let cases = self.cases();
        let each = (WIDTH - theme::MARGIN - left) / cases.len() as f64;
        // One panel alone would have bars without end.
        let each = each.min(480.0);
        for (number, option) in cases.into_iter().enumerate() {
            let from = left + each * number as f64;
            self.panel(canvas, (start, option), (from, from + each - GAP), (top + 26.0, first, end))?;
        }
        Ok(end + AROUND_BLOCK - 84.0)
    }

    fn panel(
        &self,
        canvas: &Canvas<'_>,
        (start, option): (usize, Option<usize>),
        (left, right): (f64, f64),
        (top, first, end): (f64, f64, f64),
    ) -> Result<(), String> {
        let small = Type::new(theme::SMALL, canvas.theme.ink);
        let leading = theme::SMALL * 1.3;
        let name = canvas.wrap(&self.name(option), small.bold(), right - left, 3);
        let lowest = first - 10.0 - name.len() as f64 * leading;
        for (i, line) in name.iter().enumerate() {
            canvas.text(line, (left, lowest.max(top) + i as f64 * leading), small.bold(), Anchor::Left)?;
        }
        if self.keeps(start, option) {
            let quiet = Type::new(theme::SMALL, canvas.theme.quiet);
            for (i, line) in canvas.wrap(self.unchanged(option), quiet, right - left, 4).iter().enumerate() {
                canvas.text(line, (left, first + 6.0 + i as f64 * leading), quiet, Anchor::Left)?;
            }
            return Ok(());
        }
        let axis = Axis::new(1.0, (left, right - SAID));
        axis.across(canvas, (first, end), |share| format!("{:.0} %", share * 100.0))?;
        let bases = self.bases(start);
        let row = (end - first) / bases.len().max(1) as f64;
        for (number, base) in bases.iter().enumerate() {
            let middle = first + row * (number as f64 + 0.5);
            self.bar(canvas, &axis, self.load(start, option, base), (option.is_none(), middle, row))?;
        }
        Ok(())
    }

    fn bar(
        &self,
        canvas: &Canvas<'_>,
        axis: &Axis,
        load: Option<&BaseLoad>,
        (is_baseline, middle, row): (bool, f64, f64),
    ) -> Result<(), String> {
        let thick = (row * 0.55).min(16.0);
        let busy = load.and_then(|load| load.utilisation);
        if let Some(busy) = busy {
            let fill = canvas.theme.sequential[if is_baseline { 1 } else { 3 }];
            let length = axis.at(busy.mean) - axis.start;
            canvas.rectangle((axis.start, middle - thick / 2.0), (length, thick), fill)?;
            let ends = [busy.low, busy.high].map(|end| axis.at(end));
            canvas.line(&[(ends[0], middle), (ends[1].max(ends[0] + 0.5), middle)], canvas.theme.ink, 1.5)?;
            for x in ends {
                canvas.line(
                    &[(x, middle - thick * 0.25), (x, middle + thick * 0.25)],
                    canvas.theme.ink,
                    1.0,
                )?;
            }
        }
        let look =
            Type::new(theme::SMALL, if busy.is_some() { canvas.theme.ink } else { canvas.theme.quiet });
        let behind = busy.map_or(axis.start, |busy| axis.at(busy.high)) + 6.0;
        canvas.text_on_map(&Self::said(load), (behind, middle - look.size * MIDDLE), look, Anchor::Left)
    }

    /// Every option that moves cars, drawn or not.
    fn csv(&self) -> Vec<u8> {
        let header = [
            "start",
            "option",
            "base",
            "cars",
            "duty_hours_a_week",
            "utilisation",
            "utilisation_low",
            "utilisation_high",
            "shown",
        ];
        let results = self.response.sheet.results;
        let cases = self.cases();
        let rows = self.response.impact.starts.iter().enumerate().flat_map(|(number, start)| {
            let bases = self.bases(number);
            let cases = &cases;
            start.bases.iter().map(move |load| {
                let shown = cases.contains(&load.option) && bases.contains(&load.name.as_str());
                (start.start.as_str(), load, shown)
            })
        });
        let row = |(start, load, shown): (&str, &BaseLoad, bool)| {
            let of = |value: Option<f64>| cell(value, 5);
            [
                start.to_string(),
                load.option
                    .map_or("baseline".to_string(), |option| results.scenario.options[option].id.clone()),
                load.name.clone(),
                load.cars.to_string(),
                cell(Some(load.duty_hours), 2),
                of(load.utilisation.map(|busy| busy.mean)),
                of(load.utilisation.map(|busy| busy.low)),
                of(load.utilisation.map(|busy| busy.high)),
                if shown { "yes" } else { "no" }.to_string(),
            ]
        };
        csv(header, rows.map(row))
    }
}
