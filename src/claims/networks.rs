//! The counters that claims speak of: those of the city, and those that a scenario's option would leave.

use toml::Spanned;

use crate::city::{City, WeeklyHours, nearest_names};
use crate::scenario::reader::Notes;
use crate::scenario::{Scenario, ScenarioError, ScenarioFile, Site};

/// Counter hours by site; `None` without a counter.
pub type Hours = Vec<Option<WeeklyHours>>;

/// An option that claims are about.
#[derive(Clone, Debug)]
pub struct OptionNetwork {
    /// `scenario/option`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Before anything closes.
    pub before: Hours,
    /// As the option would leave it.
    pub after: Hours,
    /// Only counters of a resident's own borough count.
    pub own_borough_only: bool,
}

/// All sites and networks that the claims of a file need.
#[derive(Clone, Debug)]
pub struct Networks {
    /// The city's stations in file order, then the new places that options open.
    pub sites: Vec<Site>,
    /// The counters of the city.
    pub city: Hours,
    /// The options that claims name.
    pub options: Vec<OptionNetwork>,
}

/// A scenario that claims name options of.
struct Opened {
    name: String,
    scenario: Scenario,
}

/// Networks while a file is being read.
pub(super) struct Finder<'c> {
    city: &'c City,
    default: Option<String>,
    opened: Vec<Opened>,
    networks: Networks,
}

impl<'c> Finder<'c> {
    /// `default` is the scenario whose options need no scenario before them.
    pub(super) fn new(city: &'c City, default: Option<String>) -> Self {
        let site = |s: &crate::city::Station| Site {
            name: s.name.clone(),
            borough: s.borough,
            position: s.position,
            point: s.point,
        };
        let networks = Networks {
            sites: city.stations.iter().map(site).collect(),
            city: city.stations.iter().map(|s| s.counter.clone()).collect(),
            options: Vec::new(),
        };
        Finder { city, default, opened: Vec::new(), networks }
    }

    /// The number of the network of `OPTION`, or `SCENARIO/OPTION`.
    pub(super) fn option(&mut self, named: &Spanned<String>, notes: &mut Notes<'_>) -> Option<usize> {
        let (scenario, option) = match (named.get_ref().rsplit_once('/'), &self.default) {
            (Some((scenario, option)), _) => (scenario.to_string(), option.to_string()),
            (None, Some(default)) => (default.clone(), named.get_ref().clone()),
            (None, None) => {
                let help = "write \"SCENARIO/OPTION\" such as \"london-2017-final/final\", or scenario = \"...\" at the top";
                notes.at(named.span(), "the option of which scenario?", "no scenario named", help);
                return None;
            }
        };
        let opened = self.open(&scenario, named, notes)?;
        let options = &self.opened[opened].scenario.options;
        let Some(number) = options.iter().position(|o| o.id == option) else {
            let ids: Vec<&str> = options.iter().map(|o| o.id.as_str()).collect();
            let help = match nearest_names(&option, ids.iter().copied()).as_slice() {
                [] => format!("it has {}", ids.join(", ")),
                near => format!("did you mean {}? It has {}", near.join(", or "), ids.join(", ")),
            };
            notes.at(named.span(), format!("{scenario} has no option {option:?}"), "not known", &help);
            return None;
        };
        Some(self.add(opened, number))
    }

    /// All networks, each with hours for every site.
    pub(super) fn finish(self) -> Networks {
        let mut networks = self.networks;
        let sites = networks.sites.len();
        networks.city.resize(sites, None);
        for option in &mut networks.options {
            option.before.resize(sites, None);
            option.after.resize(sites, None);
        }
        networks
    }

    /// Whether an option counts only counters of a resident's own borough.
    pub(super) fn is_own_borough_only(&self, option: usize) -> bool {
        self.networks.options[option].own_borough_only
    }

    /// Whether a site has a counter in the city as it is.
    pub(super) fn has_counter(&self, site: usize) -> bool {
        self.networks.city.get(site).is_some_and(Option::is_some)
    }

    /// The sites so far.
    pub(super) fn sites(&self) -> &[Site] {
        &self.networks.sites
    }

    fn open(&mut self, name: &str, named: &Spanned<String>, notes: &mut Notes<'_>) -> Option<usize> {
        if let Some(found) = self.opened.iter().position(|o| o.name == name) {
            return Some(found);
        }
        let scenario = ScenarioFile::open(name).and_then(|file| Scenario::check(&file, self.city));
        match scenario {
            Ok(scenario) => {
                self.opened.push(Opened { name: name.to_string(), scenario });
                Some(self.opened.len() - 1)
            }
            Err(error) => {
                let help = match &error {
                    ScenarioError::Unreadable { .. } => {
                        "an option is \"OPTION\" or \"SCENARIO/OPTION\"".to_string()
                    }
                    ScenarioError::Invalid(_) => format!("`bluelamp validate {name}` shows them"),
                };
                notes.at(named.span(), error.to_string(), "this scenario", &help);
                None
            }
        }
    }

    /// The network of an option, added where it is new. Sites of a scenario are numbered as the city's stations, and
    /// behind them come its own.
    fn add(&mut self, opened: usize, option: usize) -> usize {
        let Opened { name, scenario } = &self.opened[opened];
        let of = &scenario.options[option];
        let id = format!("{name}/{}", of.id);
        let networks = &mut self.networks;
        if let Some(found) = networks.options.iter().position(|o| o.id == id) {
            return found;
        }
        let mut numbers = Vec::with_capacity(scenario.sites.len());
        for site in &scenario.sites {
            let same = networks.sites.iter().position(|s| s.name == site.name && s.point == site.point);
            numbers.push(same.unwrap_or(networks.sites.len()));
            if same.is_none() {
                networks.sites.push(site.clone());
            }
        }
        let placed = |hours: &Hours| {
            let mut out = vec![None; networks.sites.len()];
            numbers.iter().zip(hours).for_each(|(&site, hours)| out[site] = hours.clone());
            out
        };
        let (before, after) = (placed(&scenario.baseline), placed(&of.counters));
        networks.options.push(OptionNetwork {
            id,
            title: of.title.clone(),
            before,
            after,
            own_borough_only: of.own_borough_only,
        });
        networks.options.len() - 1
    }
}
