//! The `bluelamp` command.

use std::process::ExitCode;

use bluelamp::cli::Cli;
use clap::Parser;

fn main() -> ExitCode {
    ExitCode::from(Cli::parse().execute())
}
