//! `[savings]`: what closing a counter saves, pounds a year, and what a constable costs.

use toml::Spanned;
use toml::de::DeValue;

use super::Site;
use super::reader::{Keys, Notes, as_number, this_is};
use crate::city::same_name;
use crate::travel::Estimate;

/// What a constable costs, pounds a year: the final strategy of November 2017 put its saving of 8 million at 140
/// constables (57,143 each), the draft of July 2017 its 10 million at "over 170" (58,824): FACTS 3. Not a pay scale.
pub(crate) const CONSTABLE_COST: Estimate =
    Estimate { central: 8e6 / 140.0, low: 8e6 / 140.0, high: 10e6 / 170.0 };

const CONSTABLE_SOURCE: &str =
    "FACTS 3: 8 million a year is 140 constables (PCD284), 10 million over 170 (YLG2)";

/// What closing saves.
#[derive(Clone, Debug, PartialEq)]
pub struct Savings {
    /// What a constable costs a year.
    pub constable: Pounds,
    /// What closing a counter saves a year, by number of its site, each site once.
    pub by_site: Vec<(usize, Pounds)>,
}

/// An amount of money a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Pounds {
    /// Pounds a year; low, central and high are alike where there is no range.
    pub amount: Estimate,
    /// Whether it is known only to be at least so much: "over 300,000".
    pub at_least: bool,
    /// Where it is from, as far as the scenario says.
    pub source: String,
}

impl Pounds {
    /// Whether the scenario says where it is from.
    pub fn has_source(&self) -> bool {
        !self.source.trim().is_empty()
    }
}

impl Savings {
    /// What closing a site's counter saves; `None` where nobody has said.
    pub fn of(&self, site: usize) -> Option<&Pounds> {
        self.by_site.iter().find(|(s, _)| *s == site).map(|(_, pounds)| pounds)
    }
}

/// No saving is larger, pounds a year: the whole country's police cost a hundredth of it.
const MOST_POUNDS: f64 = 1e12;

/// What a pounds value may look like.
const EXAMPLE: &str = "write \"Ealing\" = { value = 400000, low = 300000, high = 450000, source = \"...\" }, with or without low and high";

/// Reads the table; `None` where there is none.
pub(super) fn read(keys: Option<Keys<'_>>, sites: &[Site], notes: &mut Notes<'_>) -> Option<Savings> {
    let mut savings = Savings {
        constable: Pounds { amount: CONSTABLE_COST, at_least: false, source: CONSTABLE_SOURCE.to_string() },
        by_site: Vec::new(),
    };
    for (name, value) in keys?.entries() {
        let pounds = pounds(&name, value, notes);
        if name.get_ref() == "constable_cost" {
            match pounds {
                Some(pounds) if pounds.amount.low >= 1.0 => savings.constable = pounds,
                Some(_) => notes.at(
                    value.span(),
                    "constable_cost must be at least 1 pound",
                    "too little",
                    "it is pounds a year, such as 57000",
                ),
                None => {}
            }
            continue;
        }
        let Some(site) = sites.iter().position(|s| same_name(&s.name, name.get_ref())) else {
            let known = sites.iter().map(|s| s.name.as_str()).chain(["constable_cost"]);
            notes.unknown(&name, "station", known, "`bluelamp stations` lists all of them");
            continue;
        };
        if savings.of(site).is_some() {
            notes.at(
                name.span(),
                format!("{} is given a saving twice", sites[site].name),
                "again",
                "take one of the two out",
            );
        } else if let Some(pounds) = pounds {
            savings.by_site.push((site, pounds));
        }
    }
    savings.by_site.sort_by_key(|(site, _)| *site);
    Some(savings)
}

fn pounds(name: &Spanned<String>, value: &Spanned<DeValue<'_>>, notes: &mut Notes<'_>) -> Option<Pounds> {
    if let Some(number) = as_number(value) {
        let central = money(name.get_ref(), &number, notes)?;
        return Some(Pounds {
            amount: Estimate { central, low: central, high: central },
            at_least: false,
            source: String::new(),
        });
    }
    let Some(table) = value.get_ref().as_table() else {
        let message = format!("{} must be pounds a year", name.get_ref());
        notes.at(value.span(), message, &this_is(value), EXAMPLE);
        return None;
    };
    let mut keys = Keys::new(table, "a saving", value.span());
    let mut number = |key: &'static str| {
        let number = keys.number(key, notes)?;
        Some((number.span(), money(&format!("{key} of {}", name.get_ref()), &number, notes)))
    };
    let (central, low, high) = (number("value"), number("low"), number("high"));
    let at_least = keys.flag("at_least", notes).unwrap_or(false);
    let source = keys.text("source", notes).map(|s| s.into_inner()).unwrap_or_default();
    let has_value = keys.span("value").is_some();
    keys.finish(notes);
    if !has_value {
        notes.at(value.span(), format!("{} has no value", name.get_ref()), "no value", EXAMPLE);
    }
    let central = central?.1?;
    let mut end = |given: Option<(std::ops::Range<usize>, Option<f64>)>, is_right: fn(f64, f64) -> bool| {
        let Some((span, number)) = given else { return Some(central) };
        let number = number?;
        if !is_right(number, central) {
            let message = format!("the range of {} is upside down", name.get_ref());
            notes.at(
                span,
                message,
                &format!("value is {central}"),
                "low is at most value, and high at least",
            );
            return None;
        }
        Some(number)
    };
    let (low, high) = (end(low, |low, value| low <= value), end(high, |high, value| high >= value));
    Some(Pounds { amount: Estimate { central, low: low?, high: high? }, at_least, source })
}

fn money(what: &str, number: &Spanned<f64>, notes: &mut Notes<'_>) -> Option<f64> {
    let value = *number.get_ref();
    if (0.0..=MOST_POUNDS).contains(&value) {
        return Some(value);
    }
    let message = format!("{what} holds {value}, which is no saving");
    notes.at(number.span(), message, "must be from 0 to 1e12", "write pounds a year, such as 400000");
    None
}
