//! Shell completions and the manual page.

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;

use super::error::CliError;
use super::{Cli, print};

/// Print shell completions
#[derive(Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

pub(super) fn completions(args: &CompletionsArgs) -> Result<(), CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "bluelamp", &mut script);
    print(&String::from_utf8_lossy(&script))
}

/// The page of the program, then one of every subcommand.
pub(super) fn man() -> Result<(), CliError> {
    let mut pages = Vec::new();
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut pages).map_err(CliError::Stdout)?;
    render_below(&command, "bluelamp", &mut pages)?;
    print(&String::from_utf8_lossy(&pages))
}

fn render_below(command: &Command, name: &str, pages: &mut Vec<u8>) -> Result<(), CliError> {
    for sub in command.get_subcommands().filter(|s| s.get_name() != "help") {
        let full = format!("{name}-{}", sub.get_name());
        clap_mangen::Man::new(sub.clone()).title(&full).render(pages).map_err(CliError::Stdout)?;
        render_below(sub, &full, pages)?;
    }
    Ok(())
}
