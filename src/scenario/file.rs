//! Where a scenario's text comes from, and its TOML.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::DeTable;

use super::ScenarioError;
use super::reader::Notes;
use crate::city::{
    CityFiles, Problem, Snippet, nearest_names, shipped_claims, shipped_scenario, shipped_scenarios,
};

/// Where a scenario text was found.
#[derive(Clone, Debug, PartialEq)]
pub enum ScenarioSource {
    /// A file.
    File(PathBuf),
    /// One of the shipped scenarios, by name.
    Shipped(String),
    /// Made of what was typed, by name.
    Typed(String),
}

/// The text of a scenario, or of a file of claims.
#[derive(Clone, Debug)]
pub struct ScenarioFile {
    source: ScenarioSource,
    label: String,
    text: String,
}

impl ScenarioFile {
    /// Reads the file `named`; else `scenarios/NAMED.toml` of the working folder, so that an edit to it counts;
    /// else the shipped scenario of that name.
    ///
    /// # Errors
    /// [`ScenarioError`] when none is there, or the file is not UTF-8.
    pub fn open(named: &str) -> Result<ScenarioFile, ScenarioError> {
        let stem = named.trim_end_matches(".toml");
        let beside = format!("scenarios/{stem}.toml");
        let mut not_found = None;
        for path in [named, &beside] {
            match std::fs::read(path) {
                Ok(bytes) => return ScenarioFile::of_bytes(path, bytes),
                Err(e) if e.kind() == ErrorKind::NotFound => not_found = Some(e),
                // A folder of a shipped scenario's name, such as the one in output/, is not meant.
                Err(e) if e.kind() == ErrorKind::IsADirectory && !named.ends_with(".toml") => {}
                Err(e) => {
                    return Err(ScenarioError::Unreadable { file: path.to_string(), reason: e.to_string() });
                }
            }
        }
        match (shipped_scenario(stem), not_found) {
            (Some(text), _) => Ok(ScenarioFile {
                source: ScenarioSource::Shipped(stem.to_string()),
                label: format!("scenarios/{stem}.toml (shipped)"),
                text: text.to_string(),
            }),
            (None, error) => Err(ScenarioError::Unreadable {
                file: named.to_string(),
                reason: format!(
                    "{}; the shipped scenarios are {}; the shipped claims are {}",
                    error.map_or("not found".to_string(), |e| e.to_string()),
                    shipped_scenarios().join(", "),
                    shipped_claims().join(", ")
                ),
            }),
        }
    }

    /// A text made of what was typed on the command line.
    pub fn typed(name: &str, text: String) -> ScenarioFile {
        ScenarioFile {
            source: ScenarioSource::Typed(name.to_string()),
            label: "what was typed, as a file".to_string(),
            text,
        }
    }

    /// As [`ScenarioFile::claims_named`], where it is about the same city.
    pub(super) fn claims(&self, named: &Spanned<String>, notes: &mut Notes<'_>) -> Option<ScenarioFile> {
        let claims = self.claims_named(named, notes)?;
        let city = |file: &ScenarioFile| file.city().ok().map(|city| city.label("city.toml"));
        let cities = (city(self), city(&claims));
        if let (Some(own), Some(other)) = &cities
            && own != other
        {
            let message = format!("the claims of {:?} are about another city", named.get_ref());
            notes.at(
                named.span(),
                message,
                "another city",
                &format!("this scenario has {own}, they have {other}"),
            );
            return None;
        }
        Some(claims)
    }

    /// The claim file that a scenario names: a path beside the scenario, or the name of a shipped one. What is wrong with
    /// the name goes to `notes`; what is wrong in the file is said when its claims are read.
    fn claims_named(&self, named: &Spanned<String>, notes: &mut Notes<'_>) -> Option<ScenarioFile> {
        let name = named.get_ref().as_str();
        let stem = name.strip_suffix(".toml").unwrap_or(name);
        if let ScenarioSource::File(path) = &self.source {
            let folder = path.parent().unwrap_or(Path::new(""));
            for beside in [folder.join(name), folder.join(format!("{stem}.toml"))] {
                let label = beside.display().to_string();
                match std::fs::read(&beside) {
                    Ok(bytes) => match ScenarioFile::of_bytes(&label, bytes) {
                        Ok(file) => return Some(file),
                        Err(_) => {
                            notes.at(
                                named.span(),
                                format!("{label} is not UTF-8 text"),
                                "this file",
                                "save it as UTF-8",
                            );
                            return None;
                        }
                    },
                    Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => {}
                    Err(e) => {
                        notes.at(named.span(), format!("{label} cannot be read: {e}"), "this file", "");
                        return None;
                    }
                }
            }
        }
        if let Some(text) = shipped_claims().contains(&stem).then(|| shipped_scenario(stem)).flatten() {
            return Some(ScenarioFile {
                source: ScenarioSource::Shipped(stem.to_string()),
                label: format!("scenarios/{stem}.toml (shipped)"),
                text: text.to_string(),
            });
        }
        let known = shipped_claims();
        let otherwise = format!("name a file beside the scenario, or a shipped one: {}", known.join(", "));
        match nearest_names(stem, known.iter().copied()).as_slice() {
            [] => notes.at(named.span(), format!("there is no claim file {name:?}"), "not found", &otherwise),
            near => {
                let help = format!("did you mean {}? Or {otherwise}", near.join(", or "));
                notes.at(named.span(), format!("there is no claim file {name:?}"), "not found", &help);
            }
        }
        None
    }

    fn of_bytes(path: &str, bytes: Vec<u8>) -> Result<ScenarioFile, ScenarioError> {
        match String::from_utf8(bytes) {
            Ok(text) => Ok(ScenarioFile {
                source: ScenarioSource::File(PathBuf::from(path)),
                label: path.to_string(),
                text,
            }),
            Err(e) => {
                let good = e.utf8_error().valid_up_to();
                let line = e.as_bytes()[..good].iter().filter(|b| **b == b'\n').count() + 1;
                let problem = Problem::of_file(path, format!("line {line} is not UTF-8 text (byte {good})"))
                    .help("save the file as UTF-8");
                Err(ScenarioError::Invalid(vec![problem]))
            }
        }
    }

    /// The city that the scenario names (`london-2017` where it names none).
    ///
    /// # Errors
    /// [`ScenarioError::Invalid`] when there is no such city.
    pub fn city(&self) -> Result<CityFiles, ScenarioError> {
        let (document, _) = DeTable::parse_recoverable(&self.text);
        let value = document.get_ref().get("city");
        let name = value.and_then(|v| v.get_ref().as_str()).unwrap_or("london-2017");
        let beside = match &self.source {
            ScenarioSource::File(path) => Some(path.parent().unwrap_or(Path::new(""))),
            ScenarioSource::Shipped(_) | ScenarioSource::Typed(_) => None,
        };
        CityFiles::find(name, beside).ok_or_else(|| {
            let mut problem = Problem::of_file(&self.label, format!("there is no city {name:?}"))
                .help("city is \"london-2017\", or the path of a city folder such as \"../my-city\"");
            if let Some(value) = value {
                problem = problem.at(Snippet::in_text(&self.text, value.span(), "not found"));
            }
            ScenarioError::Invalid(vec![problem])
        })
    }

    /// The name that its results go by: the file's stem.
    pub fn name(&self) -> String {
        match &self.source {
            ScenarioSource::Shipped(name) | ScenarioSource::Typed(name) => name.clone(),
            ScenarioSource::File(path) => {
                path.file_stem().map_or_else(|| "scenario".to_string(), |s| s.to_string_lossy().into_owned())
            }
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn notes(&self) -> Notes<'_> {
        Notes::new(&self.label, &self.text)
    }

    /// The parsed TOML; its syntax errors go to `notes`.
    pub(crate) fn document<'f>(&'f self, notes: &mut Notes<'f>) -> Option<Spanned<DeTable<'f>>> {
        let (document, errors) = DeTable::parse_recoverable(&self.text);
        for error in &errors {
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            notes.at(error.span().unwrap_or(0..0), message, "here", "");
        }
        errors.is_empty().then_some(document)
    }
}
