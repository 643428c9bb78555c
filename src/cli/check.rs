//! `bluelamp check`: does a public claim hold?

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::progress::Progress;
use super::{paragraph, print, tell};
use crate::charts::{Request, claim_verdicts};
use crate::city::{City, load, replaceable, write_folder};
use crate::claims::{self, Checked, ClaimFile, Verdict, World};
use crate::report::{CLAIMS_MARKER, claim_tables, claims_table, explain};
use crate::scenario::ScenarioFile;

/// Check public claims: what each comes to under every reading, and whether it holds
#[derive(Args)]
pub(super) struct CheckArgs {
    /// A file of claims, or the name of a shipped one
    #[arg(default_value = "claims-2017")]
    claims: String,
    /// Where to write [default: output/NAME-OF-THE-FILE]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// End with exit code 6 when a claim does not hold (of --explain: when that claim does not)
    #[arg(long)]
    strict: bool,
    /// Show where every number of one claim is from, under every reading; writes nothing
    #[arg(long, value_name = "ID")]
    explain: Option<String>,
    #[command(flatten)]
    one: super::check_one::OneClaim,
}

pub(super) fn check(args: &CheckArgs) -> Result<(), CliError> {
    let typed = args.one.file();
    let (file, is_typed) = match typed {
        Some(file) => (file, true),
        None => (ScenarioFile::open(&args.claims)?, false),
    };
    let writes = args.explain.is_none() && (!is_typed || args.out.is_some());
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("output").join(file.name()));
    if writes {
        replaceable(&out, CLAIMS_MARKER)?;
    }
    let spinner = Progress::start(format!("checking {}", file.name()), false);
    let city = load(file.city()?)?;
    let claims = ClaimFile::check(&file, &city)?;
    let roads = if claims.needs_roads() { city.roads()? } else { None };
    let world = World::new(&city, roads.as_ref(), &claims);
    let checked = claims::check(&world, &claims);
    drop(spinner);
    for warning in checked.iter().flat_map(|one| claims::warnings(&claims, one)) {
        tell(&format!("warning: {warning}\n"));
    }
    match &args.explain {
        Some(id) => print(&explained(id, &city, &claims, &checked, &world)?)?,
        None => print(&verdicts(&city, &claims, &checked))?,
    }
    if writes {
        let mut files = claim_tables(&city, &claims, &checked, &world);
        files.extend(claim_verdicts(&city, &claims, &checked, &Request::default())?);
        write_folder(&out, CLAIMS_MARKER, &files)?;
        tell(&format!("{} files are in {}.\n", files.len(), out.display()));
    }
    if args.strict {
        let id = |c: &Checked| claims.claims[c.claim].id.clone();
        let is_shown = |c: &&Checked| args.explain.as_ref().is_none_or(|shown| is_called(&id(c), shown));
        let shown: Vec<&Checked> = checked.iter().filter(is_shown).collect();
        let fails = shown.iter().filter(|c| c.verdict == Verdict::DoesNotHold);
        let ids: Vec<String> = fails.map(|c| id(c)).collect();
        if !ids.is_empty() {
            return Err(CliError::Claims { ids, all: shown.len() });
        }
    }
    Ok(())
}

/// All claims as a table, every claim with its verdict and why, then how many there are of each.
fn verdicts(city: &City, file: &ClaimFile, checked: &[Checked]) -> String {
    let mut text = claims_table(file, checked) + "\n";
    for one in checked {
        let claim = &file.claims[one.claim];
        let verdict = one.verdict.as_str().to_uppercase();
        text.push_str(&format!("{}  {verdict}\n", claim.id));
        text.push_str(&format!(
            "{}\n",
            paragraph(&format!("\"{}\" ({}, {})", claim.text, claim.speaker, claim.date), "  ")
        ));
        text.push_str(&format!("{}\n\n", paragraph(&claims::paragraph(city, file, one), "    ")));
    }
    if checked.len() > 1 {
        let count = |verdict: Verdict| checked.iter().filter(|c| c.verdict == verdict).count();
        let counts: Vec<String> =
            Verdict::ALL.into_iter().map(|v| format!("{} {}", count(v), v.as_str())).collect();
        text.push_str(&format!("{} claims: {}.\n", checked.len(), counts.join(", ")));
    }
    text
}

/// Ids of a file differ by more than capitals.
fn is_called(id: &str, typed: &str) -> bool {
    id.to_lowercase() == typed.to_lowercase()
}

fn explained(
    id: &str,
    city: &City,
    file: &ClaimFile,
    checked: &[Checked],
    world: &World<'_>,
) -> Result<String, CliError> {
    let found = checked.iter().find(|c| is_called(&file.claims[c.claim].id, id));
    let Some(one) = found else {
        let known = file.claims.iter().map(|c| c.id.clone()).collect();
        return Err(CliError::Unknown { what: "claim", name: id.to_string(), known });
    };
    Ok(explain(city, file, one, world))
}
