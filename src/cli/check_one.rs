//! A single claim from the command line: the same keys as in a file.

use clap::Args;

use crate::scenario::ScenarioFile;

/// A claim without a file. Each option is the key of that name in a claim file.
#[derive(Args)]
#[command(next_help_heading = "A single claim, instead of a file")]
pub(super) struct OneClaim {
    /// The claim in words (who said it, a note, a title and constable_costs need a file)
    #[arg(long, value_name = "TEXT", requires = "quantity", conflicts_with = "claims")]
    one: Option<String>,
    /// What is measured: journey, nearest-counter, coverage, counters, crime, ...
    #[arg(long, requires = "one")]
    quantity: Option<String>,
    /// The number, with comparison and unit: "less than 1 mile"
    #[arg(long, value_name = "TEXT", requires = "one")]
    says: Option<String>,
    /// Where ways begin
    #[arg(long, value_name = "PLACE", requires = "one", allow_hyphen_values = true)]
    from: Option<String>,
    /// Where else they may begin; several with an option each
    #[arg(long, value_name = "PLACE", requires = "one", allow_hyphen_values = true)]
    or_from: Vec<String>,
    /// A place of your own for --from, --or-from and --to: "Grenfell Tower=51.5140,-0.2158"
    #[arg(long, value_name = "NAME=LAT,LON", requires = "one")]
    point: Vec<String>,
    /// Where they end
    #[arg(long, value_name = "PLACE", requires = "one", allow_hyphen_values = true)]
    to: Option<String>,
    /// Where people live, or crimes happen
    #[arg(long, requires = "one")]
    place: Option<String>,
    /// Which counter
    #[arg(long, value_name = "STATION", requires = "one")]
    counter: Option<String>,
    /// After which option: SCENARIO/OPTION
    #[arg(long, requires = "one")]
    option: Option<String>,
    /// Who counts: within "1 mile", within "20 minutes"
    #[arg(long, value_name = "CUTOFF", requires = "one")]
    within: Option<String>,
    /// Who counts: nobody within "45 minutes"
    #[arg(long, value_name = "CUTOFF", requires = "one")]
    beyond: Option<String>,
    /// Only counters that never close: 24/7
    #[arg(long, requires = "one")]
    hours: Option<String>,
    /// Denominator: people, households or areas
    #[arg(long, requires = "one")]
    of: Option<String>,
    /// mean, median, middle or worst
    #[arg(long, requires = "one")]
    statistic: Option<String>,
    /// Whose counters: all or own-borough
    #[arg(long, requires = "one")]
    counters: Option<String>,
    /// crow-fly, walk, drive; several with commas
    #[arg(long, value_delimiter = ',', requires = "one")]
    modes: Vec<String>,
    /// any, "Tue 23:00"; several with commas
    #[arg(long, value_delimiter = ',', requires = "one")]
    times: Vec<String>,
    /// Types of crime, with commas
    #[arg(long, value_delimiter = ',', requires = "one")]
    crime: Vec<String>,
    /// Types of crime that may have been meant instead, with commas
    #[arg(long, value_delimiter = ',', requires = "one")]
    or_meant: Vec<String>,
    /// Read it only so: speeds=central, doubtful=open, modes=walk,drive; several with an option each
    #[arg(long, value_name = "KEY=VALUES", requires_all = ["one", "because"])]
    only: Vec<String>,
    /// Why it is read only so
    #[arg(long, value_name = "TEXT", requires_all = ["one", "only"])]
    because: Option<String>,
    /// A sum, for constables
    #[arg(long, requires = "one")]
    pounds_a_year: Option<f64>,
    /// The city, a name or a folder
    #[arg(long, requires = "one")]
    city: Option<String>,
}

impl OneClaim {
    /// The claim as a file of one; `None` where none was typed.
    pub(super) fn file(&self) -> Option<ScenarioFile> {
        let text = self.one.as_ref()?;
        let mut lines = Vec::new();
        lines.extend(self.city.as_ref().map(|city| format!("city = {}", quoted(city))));
        if !self.point.is_empty() {
            lines.push("[points]".to_string());
            lines.extend(self.point.iter().map(|point| entry(point, quoted)));
        }
        lines.push("[[claim]]".to_string());
        lines.push("id = \"one\"".to_string());
        lines.push(format!("text = {}", quoted(text)));
        // A file has these for its readers; whoever types a claim knows them.
        lines.extend(["speaker", "date", "source"].map(|key| format!("{key} = \"as typed\"")));
        let texts = [
            ("quantity", &self.quantity),
            ("says", &self.says),
            ("from", &self.from),
            ("to", &self.to),
            ("place", &self.place),
            ("counter", &self.counter),
            ("option", &self.option),
            ("within", &self.within),
            ("beyond", &self.beyond),
            ("hours", &self.hours),
            ("of", &self.of),
            ("statistic", &self.statistic),
            ("counters", &self.counters),
            ("because", &self.because),
        ];
        let given = texts.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
        lines.extend(given.map(|(key, value)| format!("{key} = {}", quoted(value))));
        let lists = [
            ("or_from", &self.or_from),
            ("modes", &self.modes),
            ("times", &self.times),
            ("crime", &self.crime),
            ("or_meant", &self.or_meant),
        ];
        for (key, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
            lines.push(format!("{key} = {}", list(values.iter().map(String::as_str))));
        }
        if !self.only.is_empty() {
            let kept = self.only.iter().map(|only| entry(only, |values| list(values.split(','))));
            lines.push(format!("only = {{ {} }}", kept.collect::<Vec<_>>().join(", ")));
        }
        lines.extend(self.pounds_a_year.map(|pounds| format!("pounds_a_year = {pounds:?}")));
        Some(ScenarioFile::typed("one", lines.join("\n") + "\n"))
    }
}

/// `NAME=VALUE` as TOML has it; without a value it is told what is wrong with an empty one.
fn entry(text: &str, value: impl Fn(&str) -> String) -> String {
    let (name, rest) = text.split_once('=').unwrap_or((text, ""));
    format!("{} = {}", quoted(name.trim()), value(rest.trim()))
}

fn list<'t>(values: impl Iterator<Item = &'t str>) -> String {
    let values: Vec<String> = values.map(|v| quoted(v.trim())).collect();
    format!("[{}]", values.join(", "))
}

/// A text as TOML has it: JSON's way of quoting is one of TOML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
