//! `bluelamp run`: a scenario in, a folder of results out.

use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::answered::Answered;
use super::error::CliError;
use super::progress::Progress;
use super::{paragraph, tell};
use crate::charts::{ChartJob, Request, charts};
use crate::city::{OutputFile, load, replaceable, write_folder};
use crate::claims::ClaimFile;
use crate::impact::Answer;
use crate::report::{
    AreaTimes, Ground, MARKER, PageParts, RunRecord, Timing, page, page_parts, record, tables,
};
use crate::scenario::{Scenario, ScenarioFile};

/// Answer a scenario: tables, charts and a record of the run
#[derive(Args)]
pub(super) struct RunArgs {
    /// A scenario file, or the name of a shipped one
    #[arg(default_value = "west-london-2017")]
    scenario: String,
    /// Where to write [default: output/NAME-OF-THE-SCENARIO]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Times in areas.csv: one (any), or all of the scenario's
    #[arg(long, value_enum, default_value_t = Areas::One)]
    areas: Areas,
    /// Worker threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Say nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Areas {
    One,
    All,
}

pub(super) fn run(args: &RunArgs) -> Result<(), CliError> {
    let mut clock = Clock::start();
    if let Some(threads) = args.threads {
        let threads = usize::from(threads);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
        pool.map_err(|e| CliError::Threads { threads, reason: e.to_string() })?;
    }
    let file = ScenarioFile::open(&args.scenario)?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("output").join(file.name()));
    // Before any work: can the answer be put there?
    replaceable(&out, MARKER)?;
    let spinner = Progress::start(format!("answering {}", file.name()), args.quiet);
    let city = load(file.city()?)?;
    clock.lap("load the city");
    let scenario = Scenario::check(&file, &city)?;
    let claim_file = scenario.claims.as_ref().map(|file| ClaimFile::check(file, &city)).transpose()?;
    clock.lap("check the scenario");
    let answered = Answered::new(&city, &scenario, claim_file, true, &|done| spinner.replication(done))?;
    clock.lap("measure and assess");
    let (results, answer) = (answered.results(&city, &scenario), &answered.answer);
    let times = match args.areas {
        Areas::One => AreaTimes::One,
        Areas::All => AreaTimes::All,
    };
    let request = Request::default();
    let charts = charts(&results, &answered.backdrop, &request);
    let tables =
        tables(&results, times).into_iter().map(|table| -> ChartJob<'_> { Box::new(|| Ok(table())) });
    let backdrop = &answered.backdrop;
    let ground = Ground { boroughs: &backdrop.boroughs, river: &backdrop.river, green: &backdrop.green };
    let mut parts: Option<PageParts> = None;
    let of_page: ChartJob<'_> = Box::new(|| {
        parts = Some(page_parts(&results, ground));
        Ok(Vec::new())
    });
    let jobs = std::iter::once(of_page).chain(charts).chain(tables);
    let made: Result<Vec<_>, _> = one_by_one(jobs).into_iter().collect();
    let mut files: Vec<OutputFile> = made?.into_iter().flatten().collect();
    files.extend(parts.as_ref().map(|parts| page(parts, &files)));
    clock.lap("tables and charts");
    files.push(record(
        &results,
        &RunRecord { command: command_line(), threads: rayon::current_num_threads(), timings: clock.laps },
    ));
    write_folder(&out, MARKER, &files)?;
    drop(spinner);
    if !args.quiet {
        for warning in answer.warnings() {
            tell(&format!("{}\n", paragraph(&format!("warning: {warning}"), "")));
        }
        let seconds = clock.started.elapsed().as_secs_f64();
        tell(&summary(&scenario, answer));
        tell(&format!(
            "{} files are in {} ({seconds:.2} s).
",
            files.len(),
            out.display()
        ));
    }
    // The process ends here: the system takes back its memory faster than row by row.
    std::mem::forget((files, answered, scenario, city));
    Ok(())
}

/// Does jobs in their order, each as soon as a core is free; what they yield is in that order too.
fn one_by_one<T: Send, J: FnOnce() -> T + Send>(jobs: impl Iterator<Item = J>) -> Vec<T> {
    let jobs: Vec<J> = jobs.collect();
    let mut done: Vec<Option<T>> = jobs.iter().map(|_| None).collect();
    rayon::scope_fifo(|scope| {
        for (job, done) in jobs.into_iter().zip(&mut done) {
            scope.spawn_fifo(|_| *done = Some(job()));
        }
    });
    done.into_iter().flatten().collect()
}

/// As it was typed, but for the path of the program.
fn command_line() -> Vec<String> {
    let words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    std::iter::once("bluelamp".to_string()).chain(words).collect()
}

struct Clock {
    started: Instant,
    last: Instant,
    laps: Vec<Timing>,
}

impl Clock {
    fn start() -> Self {
        Clock { started: Instant::now(), last: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, step: &'static str) {
        let now = Instant::now();
        self.laps.push(Timing { step, ms: (now - self.last).as_secs_f64() * 1000.0 });
        self.last = now;
    }
}

/// What a campaigner could read aloud.
fn summary(scenario: &Scenario, answer: &Answer) -> String {
    let savings = answer.savings.as_deref().unwrap_or_default();
    let mut text = format!("\n{}\n", scenario.title);
    if !scenario.question.is_empty() {
        text.push_str(&format!("{}\n", paragraph(&scenario.question, "")));
    }
    for finding in &answer.impact.findings {
        let (title, sentence) = (paragraph(&finding.title, ""), paragraph(&finding.sentence(), "  "));
        text.push_str(&format!("\n{title}\n{sentence}\n"));
        let money = savings.iter().find(|s| s.option == finding.option).and_then(|s| s.sentence());
        if let Some(money) = money {
            text.push_str(&format!("{}\n", paragraph(&money, "  ")));
        }
        let of_option = [
            answer.reporting.as_ref().map(|r| &r.sentences[finding.option]),
            answer.response.as_ref().map(|r| &r.sentences[finding.option]),
        ];
        for sentence in of_option.into_iter().flatten() {
            text.push_str(&format!("{}\n", paragraph(sentence, "  ")));
        }
    }
    if let (Some(shown), true) = (answer.impact.headline(), answer.impact.findings.len() > 1) {
        text.push_str(&format!("\nThe charts show: {}\n", shown.title));
    }
    if let Some(sentence) = answer.equality.not_held_sentence() {
        let sentence = format!("{sentence} The equality table has no rows of them.");
        text.push_str(&format!("\n{}\n", paragraph(&sentence, "")));
    }
    let notes = "Figures are rounded here and whole in summary.csv; what is assumed, with its range and source, is in \
                 run.json.";
    format!("{text}\n{}\n", paragraph(notes, ""))
}
