//! What the user asks: a TOML file, checked against a city, becomes a [`Scenario`].
//!
//! **A `Scenario` that exists is valid**: every name resolved, every hour parsed, every number in
//! range. All problems of a file are found in one pass and placed with line, caret and help.

mod catchment;
mod file;
mod options;
pub(crate) mod published;
mod ranges;
pub(crate) mod reader;
mod reporting;
mod response;
mod savings;
mod settings;
mod station_closure;
pub(crate) mod study;
mod time;

use crate::city::{City, WeeklyHours};
use crate::space::{LonLat, Point};
use crate::travel::Mode;
use response::Fleet;

pub use catchment::{CatchmentMethod, CatchmentSettings, CatchmentSupply};
pub use file::{ScenarioFile, ScenarioSource};
pub use published::{FigurePlace, Per, PublishedFigure};
pub use ranges::Assumption;
pub use reporting::{Overlay, ReportedType, ReportingSettings};
pub use response::{
    CallProfile, CarStart, FleetChange, GradeSettings, PublishedResponse, PublishedStatistic, ResponseCar,
    ResponseHorizon, ResponseSettings,
};
pub(crate) use savings::CONSTABLE_COST;
pub use savings::{Pounds, Savings};
pub use station_closure::StationClosure;
pub(crate) use study::listed;
pub use time::Time;

/// A question with everything in it resolved.
pub struct Scenario {
    /// The file's stem: the name of the output folder.
    pub name: String,
    /// Title.
    pub title: String,
    /// The question in words.
    pub question: String,
    /// The file as it was read.
    pub text: String,
    /// Whose residents are counted.
    pub study: Study,
    /// What is measured.
    pub access: AccessSettings,
    /// Published figures to be held against the city's data.
    pub published: Vec<PublishedFigure>,
    /// What catchments are asked about; `None` without a table `[catchment]`.
    pub catchment: Option<CatchmentSettings>,
    /// All places that have a counter in the baseline or any option, and the city's other stations.
    pub sites: Vec<Site>,
    /// Counter hours by site before anything closes; `None` without a counter.
    pub baseline: Vec<Option<WeeklyHours>>,
    /// The options, in file order.
    pub options: Vec<ClosureOption>,
    /// What closing saves; `None` where the scenario says nothing of money.
    pub savings: Option<Savings>,
    /// What is asked about reports at counters; `None` without `[reporting]`.
    pub reporting: Option<ReportingSettings>,
    /// What is asked about response; `None` without `[response]`.
    pub response: Option<ResponseSettings>,
    /// The claims that are checked along with it, unread; `None` where it names no claim file.
    pub claims: Option<ScenarioFile>,
}

/// The residents who are counted. Counters everywhere in the city stay reachable to them.
#[derive(Clone, Debug)]
pub struct Study {
    /// For titles: `Ealing and Hounslow`, `all of London, 2017`.
    pub label: String,
    /// Numbers of their areas in the city, ascending, at least one.
    pub areas: Vec<usize>,
}

/// What is measured.
#[derive(Clone, Debug)]
pub struct AccessSettings {
    /// Modes of travel, each once.
    pub modes: Vec<Mode>,
    /// Cutoffs in minutes, for modes with times.
    pub within_min: Vec<f64>,
    /// Cutoffs in kilometres.
    pub within_km: Vec<f64>,
    /// Times of the week, at least one.
    pub times: Vec<Time>,
    /// More than this many minutes longer is materially worse ...
    pub materially_worse_min: f64,
    /// ... and so is more than this many kilometres.
    pub materially_worse_km: f64,
    /// Only counters of a resident's own borough count, unless an option says otherwise.
    pub own_borough_only: bool,
}

impl AccessSettings {
    /// The time that tables with room for one hold: `any` where it is asked about, else the first.
    pub fn time_of_tables(&self) -> Time {
        let any = self.times.iter().copied().find(|t| *t == Time::Any);
        any.unwrap_or(self.times[0])
    }
}

/// A place that has, had or gets a counter.
#[derive(Clone, Debug)]
pub struct Site {
    /// Name, unique.
    pub name: String,
    /// Number of its borough.
    pub borough: usize,
    /// Degrees.
    pub position: LonLat,
    /// Grid metres.
    pub point: Point,
}

/// One option: the counters as they would be.
pub struct ClosureOption {
    /// Unique within the scenario.
    pub id: String,
    /// Title.
    pub title: String,
    /// Counter hours by site.
    pub counters: Vec<Option<WeeklyHours>>,
    /// Sites whose counter closes.
    pub closed: Vec<usize>,
    /// Sites that get a counter.
    pub opened: Vec<usize>,
    /// Sites whose hours change.
    pub rescheduled: Vec<usize>,
    /// Only counters of a resident's own borough count, before and after.
    pub own_borough_only: bool,
    /// Bases and cars as they would be; `None` without `[response]`.
    pub fleet: Option<FleetChange>,
}

/// Why there is no scenario.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// The file cannot be read.
    #[error("scenario {file}: {reason}")]
    Unreadable {
        /// The file as named.
        file: String,
        /// What the system said, or which names there are.
        reason: String,
    },
    /// The file was read and does not say what it must.
    #[error("{} problem{} in the file", .0.len(), if .0.len() == 1 { "" } else { "s" })]
    Invalid(Vec<crate::city::Problem>),
}

impl Scenario {
    /// Whether any of its modes is on the roads, or cars answer calls.
    pub fn needs_roads(&self) -> bool {
        self.response.is_some() || self.access.modes.iter().any(|m| *m != Mode::CrowFly)
    }

    /// Reads and checks a scenario text against a city.
    ///
    /// # Errors
    /// [`ScenarioError::Invalid`] with every problem of the text.
    pub fn check(file: &ScenarioFile, city: &City) -> Result<Scenario, ScenarioError> {
        let mut notes = file.notes();
        let Some(document) = file.document(&mut notes) else {
            return Err(ScenarioError::Invalid(notes.into_problems()));
        };
        let mut top = reader::Keys::new(document.get_ref(), "the scenario", 0..0);
        if let Some(span) = top.span("claim") {
            notes.at(
                span,
                "this is a file of claims, not a scenario",
                "claims",
                "`bluelamp check` checks claims",
            );
            return Err(ScenarioError::Invalid(notes.into_problems()));
        }
        if let Some(span) = top.span("first_arrival") {
            let help = "`bluelamp backtest` closes fire stations";
            notes.at(span, "this is a file of fire stations, not a scenario", "a backtest", help);
            return Err(ScenarioError::Invalid(notes.into_problems()));
        }
        let title = top.text("title", &mut notes);
        let question = top.text("question", &mut notes).map(|q| q.into_inner()).unwrap_or_default();
        top.text("city", &mut notes);
        let claims = top.text("claims", &mut notes).and_then(|named| file.claims(&named, &mut notes));
        if let Some(title) = title.as_ref().filter(|t| t.get_ref().trim().is_empty()) {
            notes.at(
                title.span(),
                "title is empty",
                "no title",
                "say what it is about, such as \"Close Ealing\"",
            );
        }
        if title.is_none() {
            notes.missing("title", "a scenario needs a title", "add a line such as title = \"Close Ealing\"");
        }
        let study = study::read(top.table("study", &mut notes), city, &mut notes);
        let access = settings::read(top.table("access", &mut notes), city.has_roads(), &mut notes);
        let published = published::read(top.tables("published", &mut notes), city, &mut notes);
        let catchment = catchment::read(top.table("catchment", &mut notes), &access, city, &mut notes);
        let mut network = options::Network::of(city);
        network.baseline(top.table("baseline", &mut notes), city, &mut notes);
        let response = response::read(top.table("response", &mut notes), city, network.sites(), &mut notes);
        let fleet = Fleet { cars: response.as_ref().map(|r| r.cars.as_slice()) };
        let options = network.options(
            top.tables("option", &mut notes),
            city,
            access.own_borough_only,
            &fleet,
            &mut notes,
        );
        let savings = savings::read(top.table("savings", &mut notes), network.sites(), &mut notes);
        let asked = reporting::Asked { city, study: &study, modes: &access.modes, options: &options };
        let reporting = reporting::read(top.table("reporting", &mut notes), &asked, &mut notes);
        top.finish(&mut notes);
        let problems = notes.into_problems();
        if !problems.is_empty() {
            return Err(ScenarioError::Invalid(problems));
        }
        let (sites, baseline, options) = network.into_parts(options);
        Ok(Scenario {
            name: file.name(),
            title: title.map(|t| t.into_inner()).unwrap_or_default(),
            question,
            text: file.text().to_string(),
            study,
            access,
            published,
            catchment,
            sites,
            baseline,
            options,
            savings,
            reporting,
            response,
            claims,
        })
    }
}
