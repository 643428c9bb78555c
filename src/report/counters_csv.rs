//! `counters.csv`: what each counter gains and loses, one figure a row.

use super::{Results, flag, number};
use crate::city::OutputFile;
use crate::impact::{CounterLoads, Transfer, is_few};

const HEADER: [&str; 12] = [
    "option",
    "mode",
    "time",
    "counter",
    "from_counter",
    "statistic",
    "unit",
    "baseline",
    "value",
    "change",
    "study_residents",
    "flag",
];

pub(super) fn file(results: &Results<'_>) -> OutputFile {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).expect("into memory");
    for loads in &results.answer.counters {
        let mut table = Table { writer: &mut writer, results, loads };
        table.levels();
        table.changes();
    }
    OutputFile { path: "counters.csv".to_string(), bytes: writer.into_inner().expect("into memory") }
}

struct Table<'t> {
    writer: &'t mut csv::Writer<Vec<u8>>,
    results: &'t Results<'t>,
    loads: &'t CounterLoads,
}

impl Table<'_> {
    /// To how many of the study's residents each counter is the nearest; and to how many of the city's, where that says
    /// which part of its reports goes along.
    fn levels(&mut self) {
        for load in &self.loads.counters {
            let figures = [load.before, load.after, load.after - load.before];
            let who = (Some(load.site), None, figures.into_iter().any(is_few));
            self.row(who, "study_residents_nearest", "people", figures.map(Some), 1);
            if let Some(of_city) = load.before_of_city {
                let who = (Some(load.site), None, is_few(of_city));
                self.row(who, "city_residents_nearest", "people", [Some(of_city), None, None], 1);
            }
        }
    }

    /// Who goes from where to where. All that is told of so few people is flagged.
    fn changes(&mut self) {
        for transfer in &self.loads.transfers {
            let value = |v: Option<f64>| [None, v, None];
            let who = (transfer.to, transfer.from, is_few(transfer.residents));
            let people = value(Some(transfer.residents));
            self.row(who, moved(transfer), "people", people, 1);
            if transfer.mean_extra_m.is_some() {
                self.row(who, "mean_extra", "m", value(transfer.mean_extra_m), 1);
            }
            if transfer.mean_extra_min.is_some() {
                self.row(who, "mean_extra", "min", value(transfer.mean_extra_min), 2);
            }
            if transfer.reports_per_day.is_some() {
                let reports = value(transfer.reports_per_day);
                self.row(who, "reports_that_go_along", "crimes a day", reports, 2);
            }
        }
    }

    fn row(
        &mut self,
        (counter, from, few): (Option<usize>, Option<usize>, bool),
        statistic: &str,
        unit: &str,
        figures: [Option<f64>; 3],
        digits: usize,
    ) {
        let scenario = self.results.scenario;
        let name = |site: Option<usize>| site.map_or(String::new(), |s| scenario.sites[s].name.clone());
        let [baseline, value, change] = figures.map(|v| number(v, digits));
        let cells = [
            scenario.options[self.loads.option].id.clone(),
            self.loads.mode.as_str().to_string(),
            self.loads.time.to_string(),
            name(counter),
            name(from),
            statistic.to_string(),
            unit.to_string(),
            baseline,
            value,
            change,
            number(Some(self.results.answer.impact.groups.residents().iter().sum()), 1),
            flag(few).to_string(),
        ];
        self.writer.write_record(cells).expect("rows of one width, into memory");
    }
}

fn moved(transfer: &Transfer) -> &'static str {
    match (transfer.from, transfer.to) {
        (_, None) => "study_residents_cut_off",
        (None, _) => "study_residents_reached_anew",
        _ => "study_residents_taken_over",
    }
}
