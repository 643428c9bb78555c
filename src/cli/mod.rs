//! The command line: one file per subcommand. The only place that prints.

mod answered;
mod backtest;
mod calibrate;
mod chart;
mod check;
mod check_one;
mod city;
mod error;
mod exit;
mod hypercube;
mod nearest;
mod new;
mod progress;
mod route;
mod run;
mod shell;
mod stations;
mod validate;

use std::io::{IsTerminal, Write};

use clap::{Parser, Subcommand};

use error::CliError;
pub use exit::{CITY, CLAIM, OK, OUTPUT, SCENARIO, UNEXPECTED, USAGE};

/// If these stations close, who loses what, by how much, and how sure are we?
#[derive(Parser)]
#[command(
    name = "bluelamp",
    version,
    about,
    after_help = "Examples:\n  bluelamp run                              the five west London counters of 2017\n  \
                  bluelamp run scenarios/notting-hill.toml  one scenario, into output/notting-hill\n  \
                  bluelamp chart change-map --area W11      one chart alone, zoomed\n  \
                  bluelamp nearest \"W11 3PL\"                which counters serve a place\n  \
                  bluelamp check claims-2017                which public claims hold, and on what that depends\n  \
                  bluelamp route Ealing Acton               the way by car, street by street\n  \
                  bluelamp hypercube response-west-london   the response simulation beside queueing theory\n  \
                  bluelamp new > mine.toml                  a commented scenario to start from\n\n\
                  Exit codes: 0 done, 1 unexpected, 2 usage, 3 scenario, 4 city data, 5 output,\n\
                  6 a claim does not hold (check --strict)."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Run(run::RunArgs),
    Chart(chart::ChartArgs),
    Check(Box<check::CheckArgs>),
    Validate(validate::ValidateArgs),
    Stations(stations::StationsArgs),
    Nearest(nearest::NearestArgs),
    Route(route::RouteArgs),
    Backtest(backtest::BacktestArgs),
    Calibrate(calibrate::CalibrateArgs),
    Hypercube(hypercube::HypercubeArgs),
    New(new::NewArgs),
    #[command(subcommand)]
    City(city::CityCommand),
    Completions(shell::CompletionsArgs),
    /// Print the manual page (roff): bluelamp man | man -l -
    Man,
}

impl Cli {
    /// Does what was asked and returns the exit code.
    pub fn execute(self) -> u8 {
        let done = match self.command {
            Command::Run(args) => run::run(&args),
            Command::Chart(args) => chart::chart(&args),
            Command::Check(args) => check::check(&args),
            Command::Validate(args) => validate::validate(&args),
            Command::Stations(args) => stations::stations(&args),
            Command::Nearest(args) => nearest::nearest(&args),
            Command::Route(args) => route::route(&args),
            Command::Backtest(args) => backtest::backtest(&args),
            Command::Calibrate(args) => calibrate::calibrate(&args),
            Command::Hypercube(args) => hypercube::hypercube(&args),
            Command::New(args) => new::new(&args),
            Command::City(command) => city::city(&command),
            Command::Completions(args) => shell::completions(&args),
            Command::Man => shell::man(),
        };
        match done {
            Ok(()) => OK,
            Err(error) => {
                tell(&error.render(colour()));
                error.exit_code()
            }
        }
    }
}

/// Whether messages may be coloured: a terminal, and nobody asked otherwise (<https://no-color.org>).
fn colour() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

/// Writes what was asked for to standard output. A reader that has gone away (`| head`) is no error.
fn print(text: &str) -> Result<(), CliError> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(CliError::Stdout(e)),
        _ => Ok(()),
    }
}

/// Writes words to standard error. There is nobody left to tell when that fails.
fn tell(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// A text broken to the width of a page, every line indented.
fn paragraph(text: &str, indent: &str) -> String {
    let options = textwrap::Options::new(98).initial_indent(indent).subsequent_indent(indent);
    textwrap::fill(text, options)
}
