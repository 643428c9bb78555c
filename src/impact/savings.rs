//! Money: what an option saves, and what it costs in people who are materially worse off.
//!
//! A saving is told for the counters that close. What longer or shorter hours and new counters cost or save is not
//! known, and not in it.

use super::{Effect, Impact, about};
use crate::scenario::{Pounds, Savings, Scenario};
use crate::travel::{Estimate, Mode};

/// What one option saves and whom it leaves worse off.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionSavings {
    /// Number of the option.
    pub option: usize,
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

    /// How many constables the saving pays for: at least so many where the saving is.
    pub fn constables(&self) -> Option<Estimate> {
        let (saving, cost) = (self.saving?, self.constable);
        Some(Estimate {
            central: saving.central / cost.central,
            low: saving.low / cost.high,
            high: saving.high / cost.low,
        })
    }

    /// Residents materially worse off, with the range of the finding.
    pub fn materially_worse(&self) -> Estimate {
        self.effect.map_or(Estimate { central: 0.0, low: 0.0, high: 0.0 }, |e| Estimate {
            central: e.materially_worse,
            low: e.materially_worse_range.0,
            high: e.materially_worse_range.1,
        })
    }

    /// Residents with a longer way.
    pub fn worse(&self) -> f64 {
        self.effect.map_or(0.0, |e| e.worse)
    }

    /// Pounds saved a year for each resident who is materially worse off; `None` where nobody is.
    pub fn pounds_per_person(&self) -> Option<Estimate> {
        per(self.saving?, self.materially_worse())
    }

    /// Residents materially worse off for each constable that the saving pays for: where one constable is worth more
    /// to a resident than that many people's longer ways, the option breaks even. At most so many where the saving is
    /// at least.
    pub fn people_per_constable(&self) -> Option<Estimate> {
        per(self.materially_worse(), self.constables()?)
    }

    /// Residents with any longer way for each constable.
    pub fn worse_per_constable(&self) -> Option<f64> {
        let constables = self.constables()?.central;
        (constables > 0.0).then(|| self.worse() / constables)
    }
}

/// A ratio with its widest range; `None` where the divisor can be nothing.
fn per(what: Estimate, by: Estimate) -> Option<Estimate> {
    let divided =
        || Estimate { central: what.central / by.central, low: what.low / by.high, high: what.high / by.low };
    (by.low > 0.0).then(divided)
}

/// The money of every option; `None` where the scenario has no `[savings]`.
pub fn savings(scenario: &Scenario, impact: &Impact) -> Option<Vec<OptionSavings>> {
    let savings = scenario.savings.as_ref()?;
    Some(impact.findings.iter().map(|f| of_option(scenario, savings, f.option, f.mode, f.main)).collect())
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
        match (self.saving, self.constables()) {
            (Some(saving), Some(constables)) => sentences.push(self.told(saving, constables)),
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

    fn told(&self, saving: Estimate, constables: Estimate) -> String {
        let (at_least, at_most) = if self.is_at_least() { ("at least ", "at most ") } else { ("", "") };
        let no_figure = match self.unknown.is_empty() {
            true => String::new(),
            false => format!(" (no figure is known for {})", listed(&self.unknown)),
        };
        let closing = listed(&self.known.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
        let each = match (self.pounds_per_person(), self.people_per_constable()) {
            (Some(pounds), Some(per_constable)) => format!(
                ": {at_least}{} pounds a year for each of the {} residents materially worse off, {at_most}{} of them per \
                 constable",
                about(pounds.central),
                about(self.materially_worse().central),
                about(per_constable.central)
            ),
            _ => "; nobody is materially worse off".to_string(),
        };
        format!(
            "Closing {closing} saves {at_least}{} pounds a year{no_figure}, what {:.1} constables cost{each}.",
            about(saving.central),
            constables.central
        )
    }
}

/// `a, b and c`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
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
            mode: Mode::Walk,
            effect: Some(Effect {
                time: Time::Any,
                worse: 2.0 * worse,
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

    #[test]
    fn the_ends_of_a_ratio_are_its_widest() {
        let option = option(400_000.0, 1_000.0);
        let parts = |e: Option<Estimate>| e.map(|e| (e.low, e.central, e.high)).unwrap();
        assert_eq!(parts(option.constables()), (5.0, 8.0, 10.0));
        assert_eq!(parts(option.pounds_per_person()), (200.0, 400.0, 800.0));
        assert_eq!(parts(option.people_per_constable()), (50.0, 125.0, 400.0));
        assert_eq!(option.worse_per_constable(), Some(250.0));
        assert_eq!(
            option.sentence().unwrap(),
            "Closing A saves 400,000 pounds a year, what 8.0 constables cost: 400 pounds a year for each of the \
             1,000 residents materially worse off, 130 of them per constable."
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
    fn nobody_worse_off_makes_no_price_per_head() {
        let harmless = option(400_000.0, 0.0);
        assert_eq!(harmless.pounds_per_person(), None);
        assert_eq!(harmless.people_per_constable().unwrap().central, 0.0);
        assert!(harmless.sentence().unwrap().ends_with("; nobody is materially worse off."));
        assert_eq!(option(0.0, 5.0).people_per_constable(), None, "nothing saved pays for nobody");
    }
}
