//! `bluelamp validate`: is this scenario one?

use clap::Args;

use super::error::CliError;
use super::{colour, paragraph, print, tell};
use crate::city::load;
use crate::claims::ClaimFile;
use crate::scenario::{Scenario, ScenarioFile};

/// Check scenario files without running them; all problems at once
#[derive(Args)]
pub(super) struct ValidateArgs {
    /// Scenario files, or names of shipped scenarios
    #[arg(required = true)]
    scenarios: Vec<String>,
}

pub(super) fn validate(args: &ValidateArgs) -> Result<(), CliError> {
    let mut invalid = 0;
    for name in &args.scenarios {
        match check(name) {
            Ok(text) => print(&format!("{}\n", paragraph(&text, "")))?,
            // One file needs no count of files.
            Err(error) if args.scenarios.len() == 1 => return Err(error),
            Err(error) => {
                invalid += 1;
                tell(&error.render(colour()));
            }
        }
    }
    if invalid > 0 {
        return Err(CliError::Scenarios { invalid, all: args.scenarios.len() });
    }
    Ok(())
}

fn check(name: &str) -> Result<String, CliError> {
    let file = ScenarioFile::open(name)?;
    let city = load(file.city()?)?;
    let scenario = Scenario::check(&file, &city)?;
    let claims = scenario.claims.as_ref().map(|claims| ClaimFile::check(claims, &city)).transpose()?;
    let residents: f64 = scenario.study.areas.iter().map(|&a| city.areas[a].population).sum();
    Ok(format!(
        "{name}: valid. {}: {} residents of {} in {} areas, {} counters among {} stations, {} option{}{}.",
        scenario.title,
        crate::impact::about(residents),
        scenario.study.label,
        scenario.study.areas.len(),
        scenario.baseline.iter().flatten().count(),
        scenario.sites.len(),
        scenario.options.len(),
        if scenario.options.len() == 1 { "" } else { "s" },
        claims.map_or(String::new(), |claims| format!(
            ", {} claim{}",
            claims.claims.len(),
            if claims.claims.len() == 1 { "" } else { "s" }
        )),
    ))
}
