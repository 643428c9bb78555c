//! `bluelamp new`: a scenario to start from.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::{print, tell};

/// A commented scenario that runs as it is.
const TEMPLATE: &str = include_str!("template.toml");

/// Write a commented scenario template
#[derive(Args)]
pub(super) struct NewArgs {
    /// Where to write it; standard output without
    file: Option<PathBuf>,
}

pub(super) fn new(args: &NewArgs) -> Result<(), CliError> {
    let Some(path) = &args.file else { return print(TEMPLATE) };
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut file| file.write_all(TEMPLATE.as_bytes()));
    written.map_err(|source| CliError::File { file: path.display().to_string(), source })?;
    tell(&format!("{} is a scenario that runs: bluelamp run {}\n", path.display(), path.display()));
    Ok(())
}
