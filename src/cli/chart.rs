//! `bluelamp chart`: one chart by itself.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::answered::Answered;
use super::error::CliError;
use super::print;
use crate::charts::{Kind, Request, Theme, chart as draw};
use crate::city::{City, OutputFile, load, same_name, write_file};
use crate::claims::ClaimFile;
use crate::scenario::{Scenario, ScenarioFile};

/// Draw one chart of a scenario by itself: SVG, PNG and the CSV of what is drawn
#[derive(Args)]
#[command(
    after_help = "Examples:\n  bluelamp chart change-map                           the default scenario, into this folder\n  \
                        bluelamp chart change-map notting-hill --area W11   zoomed to a postcode district\n  \
                        bluelamp chart level-maps --option chiswick         another option than the headline's\n  \
                        bluelamp chart small-multiples --theme print        in greys, for black ink\n  \
                        bluelamp chart catchment-flows --out flows.svg      one file alone"
)]
pub(super) struct ChartArgs {
    /// What to draw
    #[arg(value_enum, value_name = "KIND")]
    kind: KindArg,
    /// A scenario file, or the name of a shipped one
    #[arg(default_value = "west-london-2017")]
    scenario: String,
    /// The option that it is about [default: the one that most people should hear of first]
    #[arg(long, value_name = "NAME")]
    option: Option<String>,
    /// Its width in points, texts and all; the PNG has twice as many pixels
    #[arg(long, value_name = "N", default_value_t = 1200, value_parser = clap::value_parser!(u16).range(300..=4000))]
    width: u16,
    /// Its colours; print is greys alone
    #[arg(long, value_enum, default_value = "light")]
    theme: ThemeArg,
    /// Zoom a map: a postcode district, ward or borough, else the surroundings of a station, postcode or lat,lon
    #[arg(long, value_name = "PLACE", allow_hyphen_values = true)]
    area: Option<String>,
    /// Where to write: a folder, or one file that ends in .svg, .png or .csv
    #[arg(long, value_name = "FILE or DIR", default_value = ".")]
    out: PathBuf,
}

#[derive(Clone, Copy)]
struct KindArg(Kind);

impl ValueEnum for KindArg {
    fn value_variants<'a>() -> &'a [Self] {
        const KINDS: [KindArg; Kind::ALL.len()] = {
            let mut kinds = [KindArg(Kind::ChangeMap); Kind::ALL.len()];
            let mut i = 0;
            while i < kinds.len() {
                kinds[i] = KindArg(Kind::ALL[i]);
                i += 1;
            }
            kinds
        };
        &KINDS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()).help(self.0.shows()))
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum ThemeArg {
    Light,
    Dark,
    Print,
}

impl ThemeArg {
    fn theme(self) -> &'static Theme {
        match self {
            ThemeArg::Light => &Theme::LIGHT,
            ThemeArg::Dark => &Theme::DARK,
            ThemeArg::Print => &Theme::PRINT,
        }
    }
}

pub(super) fn chart(args: &ChartArgs) -> Result<(), CliError> {
    let kind = args.kind.0;
    if args.area.is_some() && !kind.is_map() {
        return Err(CliError::NoMap(kind.name()));
    }
    let file = ScenarioFile::open(&args.scenario)?;
    let city = load(file.city()?)?;
    let scenario = Scenario::check(&file, &city)?;
    let request = request(args, &city, &scenario)?;
    let claims = scenario.claims.as_ref().map(|file| ClaimFile::check(file, &city)).transpose()?;
    let claims = claims.filter(|_| kind == Kind::ClaimVerdicts);
    let answered = Answered::new(&city, &scenario, claims, kind.is_map(), &|_| ())?;
    let results = answered.results(&city, &scenario);
    let files = draw(kind, &results, &answered.backdrop, &request)?;
    let written = write(&args.out, files)?;
    print(&format!("{}\n", written.join("\n")))
}

fn request(args: &ChartArgs, city: &City, scenario: &Scenario) -> Result<Request, CliError> {
    let option = match &args.option {
        Some(name) => {
            let is_named = |id: &str, title: &str| id == name || same_name(title, name);
            let found = scenario.options.iter().position(|o| is_named(&o.id, &o.title));
            let known = || scenario.options.iter().map(|o| o.id.clone()).collect();
            let unknown = || CliError::Unknown { what: "option", name: name.clone(), known: known() };
            Some(found.ok_or_else(unknown)?)
        }
        None => None,
    };
    let view = args.area.as_ref().map(|area| city.view(area)).transpose()?;
    Ok(Request { theme: args.theme.theme(), width: args.width, option, view })
}

/// All files into a folder, or the one of `out`'s ending to `out`. Returns what was written.
fn write(out: &Path, files: Vec<OutputFile>) -> Result<Vec<String>, CliError> {
    let ending = out.extension().and_then(|e| e.to_str()).map(str::to_lowercase);
    let wanted = |file: &OutputFile| ending.as_ref().is_some_and(|e| file.path.ends_with(&format!(".{e}")));
    if let (Some(file), false) = (files.iter().find(|f| wanted(f)), out.is_dir()) {
        write_file(out, &file.bytes)?;
        return Ok(vec![out.display().to_string()]);
    }
    let mut written = Vec::new();
    for file in files {
        let path = out.join(file.path.trim_start_matches("charts/"));
        write_file(&path, &file.bytes)?;
        written.push(path.display().to_string());
    }
    Ok(written)
}
