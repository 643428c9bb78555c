//! Money: what an option saves, and what it costs in people who are materially worse off.
//!
//! A saving is told for the counters that close. What longer or shorter hours and new counters cost or save is not
//! known, and not in it.
//!
//! A closed counter's saving is all of it, and the people are the study's: who else went there is not counted. In a
//! study of a part of the city a head is dearer, and a constable costs fewer people, than in all of it.

use super::{Effect, Impact, about};
use crate::scenario::{Pounds, Savings, Scenario, listed};
use crate::travel::{Estimate, Mode};

/// What one option saves and whom it leaves worse off.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionSavings {
    /// Number of the option.
    pub option: usize,
    /// Whose people are counted: `residents of Norland`.
    pub residents: String,
    /// What people are counted in: the mode of the option's finding.
    pub mode: Mode,
    /// What it does to the residents, at the time its finding is told at; `None` where it touches nobody.
    pub effect: Option<Effect>,
    /// Pounds a year of the closed counters whose saving is known; `None` where none of them is, or none closes.
    pub saving: Option<Estimate>,
    /// Names of the closed counters whose saving is known, with where that is from.
    pub known: Vec<(String, Pounds)>,
    /// Names of the closed counters whose saving nobody has said.
    pub unknown: Vec<String>,
    /// Counters that open or change their hours: what that costs is not known.
    pub changed: Vec<String>,
    /// What a constable costs, pounds a year.
    pub constable: Estimate,
}

impl OptionSavings {
    /// Whether the saving is only known to be at least so much: of a closed counter nobody has said, or only that.
    pub fn is_at_least(&self) -> bool {
        self.saving.is_some() && (!self.unknown.is_empty() || self.known.iter().any(|(_, p)| p.at_least))
    }

    /// Pounds saved a year: without an upper end where the saving is only known to be at least so much.
    pub fn pounds(&self) -> Option<OpenRange> {
        let saving = OpenRange::from(self.saving?);
        Some(if self.is_at_least() { OpenRange { high: None, ..saving } } else { saving })
    }

    /// How many constables the saving pays for: at least so many where the saving is.
    pub fn constables(&self) -> Option<OpenRange> {
        Some(self.pounds()?.per(self.constable.into()))
    }

    /// Residents of the study area materially worse off, with the range of the finding.
    pub fn materially_worse(&self) -> Estimate {
        people(self.effect.map(|e| (e.materially_worse, e.materially_worse_range)))
    }

    /// Residents of the study area with a longer way, with the range of the finding.
    pub fn worse(&self) -> Estimate {
        people(self.effect.map(|e| (e.worse, e.worse_range)))
    }

    /// Pounds saved a year for each resident of the study area who is materially worse off.
    pub fn pounds_per_person(&self) -> Option<OpenRange> {
        Some(self.pounds()?.per(self.materially_worse().into()))
    }

    /// Residents of the study area materially worse off for each constable that the saving pays for: where one
    /// constable is worth more to a resident than that many people's longer ways, the option breaks even. At most so
    /// many where the saving is at least.
    pub fn people_per_constable(&self) -> Option<OpenRange> {
        Some(OpenRange::from(self.materially_worse()).per(self.constables()?))
    }

    /// Residents of the study area with any longer way for each constable.
    pub fn worse_per_constable(&self) -> Option<OpenRange> {
        Some(OpenRange::from(self.worse()).per(self.constables()?))
    }
}

/// A count that is none where an option touches nobody.
fn people(count: Option<(f64, (f64, f64))>) -> Estimate {
    let (central, (low, high)) = count.unwrap_or_default();
    Estimate { central, low, high }
}

/// A figure of 0 or more whose range may have no end: what is at least so much, or is divided by what may be nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpenRange {
    /// By the central values; `None` where they divide by nothing.
    pub central: Option<f64>,
    /// The least; `None` where it is not known how little it can be.
    pub low: Option<f64>,
    /// The most; `None` where it is not known how much it can be.
    pub high: Option<f64>,
}

impl From<Estimate> for OpenRange {
    fn from(known: Estimate) -> Self {
        OpenRange { central: Some(known.central), low: Some(known.low), high: Some(known.high) }
    }
}

impl OpenRange {
    /// The ratio with its widest range.
    fn per(self, by: OpenRange) -> OpenRange {
        let ratio = |what: Option<f64>, by: Option<f64>| Some(what? / by.filter(|by| *by > 0.0)?);
        OpenRange {
            central: ratio(self.central, by.central),
            low: ratio(self.low, by.high),
            high: ratio(self.high, by.low),
        }
    }
}

/// The money of every option; `None` where the scenario has no `[savings]`.
pub fn savings(scenario: &Scenario, impact: &Impact) -> Option<Vec<OptionSavings>> {
    let savings = scenario.savings.as_ref()?;
    Some(impact.findings.iter().map(|f| of_option(scenario, savings, f.option, f.mode, f.main)).collect())
}

/// What to know of `[savings]` before its figures are believed: amounts without a source, and amounts that are in no
/// figure.
pub(super) fn savings_warnings(scenario: &Scenario) -> Vec<String> {
    let Some(savings) = &scenario.savings else { return Vec::new() };
    let mut warnings = Vec::new();
    let name = |site: usize| scenario.sites[site].name.clone();
    let by_site = || savings.by_site.iter();
    let mut no_source: Vec<String> =
        by_site().filter(|(_, pounds)| !pounds.has_source()).map(|(site, _)| name(*site)).collect();
    if !savings.constable.has_source() {
        no_source.push("constable_cost".to_string());
    }
    if !no_source.is_empty() {
        warnings.push(format!(
            "[savings] gives no source for {}: write {{ value = ..., source = \"...\" }}",
            listed(&no_source)
        ));
    }
    let closes = |site: &usize| scenario.options.iter().any(|o| o.closed.contains(site));
    let unused: Vec<String> =
        by_site().filter(|(site, _)| !closes(site)).map(|(site, _)| name(*site)).collect();
    if !unused.is_empty() {
        warnings.push(format!(
            "[savings] has amounts that are in no figure, as no option closes {}",
            listed(&unused)
        ));
    }
    warnings
}

fn of_option(
    scenario: &Scenario,
    savings: &Savings,
    option: usize,
    mode: Mode,
    effect: Option<Effect>,
) -> OptionSavings {
    let changes = &scenario.options[option];
    let name = |site: &usize| scenario.sites[*site].name.clone();
    let known: Vec<(String, Pounds)> =
        changes.closed.iter().filter_map(|s| Some((name(s), savings.of(*s)?.clone()))).collect();
    let sum = |of: fn(&Estimate) -> f64| known.iter().map(|(_, pounds)| of(&pounds.amount)).sum();
    let saving = Estimate { central: sum(|e| e.central), low: sum(|e| e.low), high: sum(|e| e.high) };
    OptionSavings {
        option,
        residents: residents(scenario),
        mode,
        effect,
        saving: (!known.is_empty()).then_some(saving),
        unknown: changes.closed.iter().filter(|s| savings.of(**s).is_none()).map(name).collect(),
        changed: changes.opened.iter().chain(&changes.rescheduled).map(name).collect(),
        known,
        constable: savings.constable.amount,
    }
}

impl OptionSavings {
    /// The money in plain words: `None` for an option that closes no counter.
    pub fn sentence(&self) -> Option<String> {
        let mut sentences = Vec::new();
        match self.saving {
            Some(saving) => sentences.push(self.told(saving)),
            _ if self.unknown.is_empty() => return None,
            _ => sentences.push(format!("What closing {} saves is not known.", listed(&self.unknown))),
        }
        if !self.changed.is_empty() {
            sentences.push(format!(
                "What new hours or counters cost ({}) is not known and not taken off.",
                listed(&self.changed)
            ));
        }
        Some(sentences.join(" "))
    }

    fn told(&self, saving: Estimate) -> String {
        let (at_least, known) = if self.is_at_least() { ("at least ", "known to be ") } else { ("", "") };
        let no_figure = match self.unknown.is_empty() {
            true => String::new(),
            false => format!(" (no figure is known for {})", listed(&self.unknown)),
        };
        let closing = listed(&self.known.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
        let saves =
            format!("Closing {closing} saves {at_least}{} pounds a year{no_figure}", about(saving.central));
        match self.constables().and_then(|c| c.central).filter(|constables| *constables > 0.0) {
            Some(constables) => format!("{saves}, what {constables:.1} constables cost{}.", self.each()),
            None => format!("{saves}: no constable is {known}paid for, and {}.", self.who()),
        }
    }

    /// What is saved for each of those who are materially worse off, and how many they are for each constable.
    fn each(&self) -> String {
        let (at_least, at_most) = if self.is_at_least() { ("at least ", "at most ") } else { ("", "") };
        let central = |ratio: Option<OpenRange>| ratio.and_then(|r| r.central);
        match (central(self.pounds_per_person()), central(self.people_per_constable())) {
            (Some(pounds), Some(per_constable)) => format!(
                ": {at_least}{} pounds a year for each of the {} {} materially worse off, {at_most}{} of them per \
                 constable",
                about(pounds),
                about(self.materially_worse().central),
                self.residents,
                about(per_constable)
            ),
            _ => format!("; {}", self.who()),
        }
    }

    /// Who is materially worse off. Nobody is only where nobody is by any assumption.
    fn who(&self) -> String {
        let people = self.materially_worse();
        match (people.central > 0.0, people.high > 0.0) {
            (true, _) => format!("{} {} are materially worse off", about(people.central), self.residents),
            (false, true) => format!(
                "none of the {} is materially worse off by the central values, {} by the longest ways",
                self.residents,
                about(people.high)
            ),
            (false, false) => format!("none of the {} is materially worse off", self.residents),
        }
    }
}

/// A longer name of the study area would hide the figures of a sentence.
const SHORT_LABEL: usize = 40;

/// Whose people are counted: `residents of Norland`.
fn residents(scenario: &Scenario) -> String {
    match scenario.study.label.as_str() {
        label if label.chars().count() <= SHORT_LABEL => format!("residents of {label}"),
        _ => "residents of the study area".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Time;

    fn option(pounds: f64, worse: f64) -> OptionSavings {
        let amount = Estimate { central: pounds, low: pounds, high: pounds };
        OptionSavings {
            option: 0,
            residents: "residents of Norland".to_string(),
            mode: Mode::Walk,
            effect: Some(Effect {
                time: Time::Any,
                worse: 2.0 * worse,
                worse_range: (worse, 3.0 * worse),
                materially_worse: worse,
                materially_worse_range: (worse / 2.0, worse * 2.0),
                better: 0.0,
                cut_off: 0.0,
                mean_loss: None,
            }),
            saving: Some(amount),
            known: vec![("A".to_string(), Pounds { amount, at_least: false, source: String::new() })],
            unknown: vec![],
            changed: vec![],
            constable: Estimate { central: 50_000.0, low: 40_000.0, high: 80_000.0 },
        }
    }

    fn parts(range: Option<OpenRange>) -> (Option<f64>, Option<f64>, Option<f64>) {
        range.map(|r| (r.low, r.central, r.high)).unwrap()
    }

    #[test]
    fn the_ends_of_a_ratio_are_its_widest() {
        let option = option(400_000.0, 1_000.0);
        assert_eq!(parts(option.constables()), (Some(5.0), Some(8.0), Some(10.0)));
        assert_eq!(parts(option.pounds_per_person()), (Some(200.0), Some(400.0), Some(800.0)));
        assert_eq!(parts(option.people_per_constable()), (Some(50.0), Some(125.0), Some(400.0)));
        assert_eq!(parts(option.worse_per_constable()), (Some(100.0), Some(250.0), Some(600.0)));
        assert_eq!(
            option.sentence().unwrap(),
            "Closing A saves 400,000 pounds a year, what 8.0 constables cost: 400 pounds a year for each of the \
             1,000 residents of Norland materially worse off, 130 of them per constable."
        );
    }

    #[test]
    fn what_is_not_known_is_said_and_never_counted_as_nothing() {
        let mut part = option(400_000.0, 1_000.0);
        part.unknown = vec!["B".to_string(), "C".to_string()];
        part.changed = vec!["D".to_string()];
        let sentence = part.sentence().unwrap();
        for words in
            ["at least 400,000", "known for B and C", "at most 130", "(D) is not known and not taken off"]
        {
            assert!(sentence.contains(words), "{sentence}");
        }
        let none = OptionSavings { saving: None, known: vec![], ..part };
        assert_eq!(none.constables().or(none.pounds_per_person()).or(none.people_per_constable()), None);
        assert!(none.sentence().unwrap().starts_with("What closing B and C saves is not known."));
        let nothing_closes = OptionSavings { unknown: vec![], ..none };
        assert_eq!(nothing_closes.sentence(), None);
    }

    #[test]
    fn what_is_at_least_has_no_upper_end() {
        let mut option = option(400_000.0, 1_000.0);
        option.known[0].1.at_least = true;
        assert_eq!(parts(option.pounds()), (Some(400_000.0), Some(400_000.0), None));
        assert_eq!(parts(option.constables()), (Some(5.0), Some(8.0), None));
        assert_eq!(parts(option.pounds_per_person()), (Some(200.0), Some(400.0), None));
        assert_eq!(parts(option.people_per_constable()), (None, Some(125.0), Some(400.0)));
        assert_eq!(parts(option.worse_per_constable()), (None, Some(250.0), Some(600.0)));
    }

    #[test]
    fn nobody_worse_off_makes_no_price_per_head() {
        let harmless = option(400_000.0, 0.0);
        assert_eq!(parts(harmless.pounds_per_person()), (None, None, None));
        assert_eq!(harmless.people_per_constable().unwrap().central, Some(0.0));
        let sentence = harmless.sentence().unwrap();
        assert!(
            sentence.ends_with("; none of the residents of Norland is materially worse off."),
            "{sentence}"
        );
    }

    #[test]
    fn people_who_may_be_none_are_still_people() {
        let mut some = option(400_000.0, 1_000.0);
        some.effect.as_mut().unwrap().materially_worse_range.0 = 0.0;
        assert_eq!(parts(some.pounds_per_person()), (Some(200.0), Some(400.0), None));
        assert!(some.sentence().unwrap().contains("400 pounds a year for each of the 1,000 residents"));
        let effect = some.effect.as_mut().unwrap();
        (effect.materially_worse, effect.materially_worse_range) = (0.0, (0.0, 50.0));
        assert_eq!(parts(some.pounds_per_person()), (Some(8_000.0), None, None));
        let sentence = some.sentence().unwrap();
        assert!(sentence.ends_with("by the central values, 50 by the longest ways."), "{sentence}");
    }

    #[test]
    fn what_saves_nothing_pays_for_nobody_and_leaves_people_worse_off() {
        let mut free = option(0.0, 1_000.0);
        assert_eq!(parts(free.people_per_constable()), (None, None, None));
        assert_eq!(
            free.sentence().unwrap(),
            "Closing A saves 0 pounds a year: no constable is paid for, and 1,000 residents of Norland are \
             materially worse off."
        );
        free.known[0].1.at_least = true;
        assert!(
            free.sentence()
                .unwrap()
                .contains("at least 0 pounds a year: no constable is known to be paid for")
        );
    }
}
