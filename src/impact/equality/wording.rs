//! The equality table in plain words.

use super::super::{GroupBy, WeightUnit, about, percent};
use super::{EqualityRow, NOBODY};

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
        if rates.worse <= NOBODY && rates.others_worse <= NOBODY {
            return format!("{who}: nobody is materially worse off, nor anybody else.");
        }
        let others = match self.counted {
            WeightUnit::People => "everybody else",
            WeightUnit::Households => "all other households",
        };
        let small = if self.rates.is_small() { " These are under 10: no evidence." } else { "" };
        format!(
            "{who}: {} of {} ({}), of {others} {}; {}.{small}",
            about(rates.worse),
            about(rates.size),
            percent(rate),
            percent(others_rate),
            self.comparison()
        )
    }

    /// The ratio, its bounds, and whether they say which way it goes.
    fn comparison(&self) -> String {
        let Some(ratio) = self.rates.ratio else { return "nobody else is".to_string() };
        let times = |x: f64| if x.is_finite() { format!("{x:.2}") } else { "any number of".to_string() };
        match self.rates.ratio_bounds {
            Some((low, high)) if low < high => {
                let verdict = match (low, high) {
                    (low, _) if low > 1.0 => ": more often",
                    (_, high) if high < 1.0 => ": less often",
                    _ => ": which is more often is not certain",
                };
                format!(
                    "{} times as often, between {} and {}{verdict}",
                    times(ratio),
                    times(low),
                    times(high)
                )
            }
            _ => format!("{} times as often", times(ratio)),
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
    let affected = |r: &&&EqualityRow| r.rates.worse > NOBODY || r.rates.others_worse > NOBODY;
    let told: Vec<&EqualityRow> = rows.iter().filter(affected).copied().collect();
    if told.is_empty() {
        return vec!["Nobody is materially worse off.".to_string()];
    }
    let enough = |r: &&EqualityRow| !r.rates.is_small();
    let bounds = |r: &EqualityRow| r.rates.ratio_bounds;
    let more = |r: &EqualityRow| bounds(r).is_some_and(|(low, _)| low > 1.0);
    let less = |r: &EqualityRow| bounds(r).is_some_and(|(_, high)| high < 1.0);
    let list = |chosen: &dyn Fn(&EqualityRow) -> bool| {
        let names: Vec<String> =
            told.iter().copied().filter(enough).filter(|r| chosen(r)).map(EqualityRow::in_brief).collect();
        names.join(", ")
    };
    let sentence = |start: &str, names: String| match names.as_str() {
        "" => None,
        names => Some(format!("{start}: {names}.")),
    };
    [
        sentence("Materially worse off more often than everybody else, on every assumption", list(&more)),
        sentence("Less often than everybody else, on every assumption", list(&less)),
        sentence("Not certain whether more or less often", list(&|r| !more(r) && !less(r))),
    ]
    .into_iter()
    .flatten()
    .collect()
}
