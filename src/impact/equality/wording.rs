//! The equality table in plain words.

use super::super::figure::RESIDUE_PEOPLE;
use super::super::{GroupBy, WeightUnit, about, percent};
use super::{Equality, EqualityRow};
use crate::scenario::listed;

impl Equality {
    /// Whether the city's data tell of a kind of groups.
    pub fn holds(&self, kind: GroupBy) -> bool {
        !self.not_held.contains(&kind)
    }

    /// Which groups the city's data do not tell of, as a sentence; `None` where they tell of all.
    pub fn not_held_sentence(&self) -> Option<String> {
        let name = |kind: &GroupBy| match kind {
            GroupBy::Age => "ages",
            GroupBy::LimitingIllness => "limiting long-term illness",
            GroupBy::Ethnicity => "ethnic groups",
            GroupBy::CityImdQuintile => "fifths by deprivation",
            GroupBy::NoCar => "households without a car",
            other => other.as_str(),
        };
        let names: Vec<String> = self.not_held.iter().map(|kind| name(kind).to_string()).collect();
        (!names.is_empty()).then(|| format!("Not in this city's data: {}.", listed(&names)))
    }
}

impl EqualityRow {
    /// Who is meant, as a sentence begins: `people aged 75+`, `households without a car`.
    pub fn who(&self) -> String {
        match (self.by, self.name.as_str()) {
            (GroupBy::Age, band) => format!("people aged {band}"),
            (GroupBy::LimitingIllness, _) => "people with a limiting long-term illness".to_string(),
            (GroupBy::Ethnicity, "mixed or other") => "people of a mixed or other ethnic group".to_string(),
            (GroupBy::Ethnicity, group) => {
                let (first, rest) = group.split_at(1);
                format!("{}{rest} people", first.to_uppercase())
            }
            (GroupBy::CityImdQuintile, quintile) => {
                let which = match quintile {
                    "1" => "most deprived",
                    "2" => "second most deprived",
                    "3" => "middle",
                    "4" => "second least deprived",
                    _ => "least deprived",
                };
                format!("people in the {which} fifth of the city")
            }
            (GroupBy::NoCar, _) => "households without a car".to_string(),
            (_, name) => format!("people of {name}"),
        }
    }

    /// The row in a sentence.
    pub fn sentence(&self) -> String {
        let rates = &self.rates;
        let who = self.who();
        let (first, rest) = who.split_at(1);
        let who = format!("{}{rest}", first.to_uppercase());
        let (Some(rate), Some(others_rate)) = (rates.rate(), rates.others_rate()) else {
            return match rates.rate() {
                None => format!("{who}: nobody of them lives here."),
                Some(_) => format!("{who}: there is nobody else to compare with."),
            };
        };
        if rates.worse <= RESIDUE_PEOPLE && rates.others_worse <= RESIDUE_PEOPLE {
            return format!("{who}: nobody is materially worse off, nor anybody else.");
        }
        let others = match self.counted {
            WeightUnit::People => "everybody else",
            WeightUnit::Households => "all other households",
        };
        let small =
            if self.rates.is_small() { " Some of these counts are under 10: no evidence." } else { "" };
        format!(
            "{who}: {} of {} ({}), of {others} {}; {}.{small}",
            about(rates.worse),
            about(rates.size),
            percent(rate),
            percent(others_rate),
            self.comparison()
        )
    }

    /// The interval of the ratio on every assumption, as it is printed: `0.87 and 1.15`. `None` where there is none,
    /// or it is narrower than what is printed.
    pub fn interval(&self) -> Option<(String, String)> {
        let (low, high) = self.rates.ratio_bounds.filter(|(low, _)| low.is_finite())?;
        let high = if high.is_finite() { format!("{high:.2}") } else { "any number".to_string() };
        Some((format!("{low:.2}"), high)).filter(|(low, high)| low != high)
    }

    /// The ratio, its bounds, and whether they say which way it goes.
    fn comparison(&self) -> String {
        let Some(ratio) = self.rates.ratio else { return "nobody else is".to_string() };
        let told = format!("{ratio:.2} times as often");
        let Some((low, high)) = self.interval() else { return told };
        let verdict = match self.is_more_often() {
            Some(true) => "more often",
            Some(false) => "less often",
            None => "which is more often is not certain",
        };
        format!("{told}, between {low} and {high}: {verdict}")
    }

    /// Whether the group is worse off more often than everybody else at both ends of the interval as it is printed, or
    /// less often at both; `None` where that is not certain, or the ends are even.
    fn is_more_often(&self) -> Option<bool> {
        let (low, high) = self.rates.ratio_bounds?;
        let printed = |ratio: f64| (ratio * 100.0).round();
        match (printed(low), printed(high)) {
            (low, _) if low > 100.0 => Some(true),
            (_, high) if high < 100.0 => Some(false),
            _ => None,
        }
    }
}

impl EqualityRow {
    /// The ratio with its groups' name: `households without a car (1.12 times)`.
    fn in_brief(&self) -> String {
        match self.rates.ratio {
            Some(ratio) => format!("{} ({ratio:.2} times)", self.who()),
            None => format!("{} (nobody else is)", self.who()),
        }
    }
}

/// What the rows of one option in one mode come down to: which groups are worse off more often than everybody else
/// and which less often, as far as that is certain, and for which it is not.
pub fn equality_summary(rows: &[&EqualityRow]) -> Vec<String> {
    let affected =
        |r: &&&EqualityRow| r.rates.worse > RESIDUE_PEOPLE || r.rates.others_worse > RESIDUE_PEOPLE;
    let told: Vec<&EqualityRow> = rows.iter().filter(affected).copied().collect();
    if told.is_empty() {
        return vec!["Nobody is materially worse off.".to_string()];
    }
    let list = |chosen: &dyn Fn(&EqualityRow) -> bool| {
        let names: Vec<String> =
            told.iter().copied().filter(|r| chosen(r)).map(EqualityRow::in_brief).collect();
        names.join(", ")
    };
    let verdict = |wanted: Option<bool>| list(&|row| !row.rates.is_small() && row.is_more_often() == wanted);
    let sentence = |start: &str, names: String| match names.as_str() {
        "" => None,
        names => Some(format!("{start}: {names}.")),
    };
    [
        sentence(
            "Materially worse off more often than everybody else, at every speed and detour tried and wherever in its \
             area the group lives",
            verdict(Some(true)),
        ),
        sentence("In the same way less often than everybody else", verdict(Some(false))),
        sentence("Not certain whether more or less often", verdict(None)),
        sentence("Too few to say anything of", list(&|row| row.rates.is_small())),
    ]
    .into_iter()
    .flatten()
    .collect()
}
