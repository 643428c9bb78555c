//! Which readings a claim admits: those of its kind, less what its own words say, less what its file leaves out.

use toml::Spanned;

use super::assumption::{Assumptions, Depends};
use super::choice::{Allotment, Counters, Denominator, Doubtful, Pace, Statistic};
use super::place::Origin;
use super::quantity::{Quantity, Table};
use super::reading::Reading;
use super::said::{Said, Unit};
use crate::city::{City, CrimeSeries};
use crate::scenario::Time;
use crate::scenario::reader::{Keys, Notes};
use crate::travel::Mode;

/// What decides which readings a kind of claim admits.
pub(super) struct Admitted<'a> {
    pub quantity: &'a Quantity,
    pub said: Option<&'a Said>,
    /// Only counters that never close count.
    pub round_the_clock: bool,
    /// The option counts only counters of a resident's own borough.
    pub own_borough: bool,
    /// What a constable may cost, pounds a year.
    pub costs: &'a [f64],
}

/// The mode that is not one of the program: claims about it cannot be tested.
pub(super) const PUBLIC_TRANSPORT: &str = "public-transport";

/// Tuesdays: day and night, and the two peaks.
const DAY: Time = Time::Minute((24 + 14) * 60);
const NIGHT: Time = Time::Minute((24 + 23) * 60);
const MORNING_PEAK: Time = Time::Minute((24 + 8) * 60 + 30);
const EVENING_PEAK: Time = Time::Minute((24 + 17) * 60 + 30);

impl Admitted<'_> {
    /// All readings of the claim's kind.
    pub(super) fn assumptions(&self, city: &City) -> Assumptions {
        let mut all = Assumptions::default();
        match self.quantity {
            Quantity::Journey { .. } => {
                self.ways(&mut all, city, None);
                all.time = vec![Time::Any, MORNING_PEAK, EVENING_PEAK, NIGHT];
            }
            Quantity::NearestCounter { from } | Quantity::Ratio { from } => {
                self.ways(&mut all, city, None);
                self.openings(&mut all);
                all.start = from.iter().map(Origin::start).collect();
                if from.iter().any(|origin| matches!(origin, Origin::Population(_))) {
                    all.statistic = vec![Statistic::Mean, Statistic::Median, Statistic::Middle];
                    all.of = Denominator::ALL.to_vec();
                }
                if matches!(self.quantity, Quantity::Ratio { .. }) {
                    // Both ways are scaled alike.
                    all.pace = vec![Pace::Central];
                }
            }
            Quantity::Coverage { cutoff, .. } => {
                self.ways(&mut all, city, Some(cutoff.unit));
                self.openings(&mut all);
                self.denominators(&mut all);
            }
            Quantity::Catchment { .. } => {
                self.ways(&mut all, city, None);
                self.openings(&mut all);
                // Whose nearest it is does not change where all ways are scaled alike.
                all.pace = vec![Pace::Central];
                self.denominators(&mut all);
            }
            Quantity::Counters { .. } | Quantity::Boroughs => {
                if self.round_the_clock {
                    all.depends = Depends::RoundTheClock;
                    all.doubtful = vec![Doubtful::Open, Doubtful::Closed];
                }
            }
            Quantity::Crime { place, types, .. } => {
                let has = |series: CrimeSeries| types.iter().any(|&t| city.crimes.types[t].series == series);
                all.series = CrimeSeries::ALL.into_iter().filter(|s| has(*s)).collect();
                let knows_postcodes = place.is_district && city.zones.iter().any(|z| z.knows_districts());
                all.allotment = match (place.is_district, knows_postcodes) {
                    (true, true) => Allotment::ALL.to_vec(),
                    (true, false) => vec![Allotment::Residents, Allotment::WholeZones],
                    (false, _) => vec![Allotment::Residents],
                };
            }
            Quantity::Constables { .. } | Quantity::ConstableCost => all.constable = self.costs.to_vec(),
            Quantity::Residents { .. }
            | Quantity::ReportsAtCounter { .. }
            | Quantity::VisitsToCounter { .. }
            | Quantity::Untestable { .. } => {}
        }
        all
    }

    /// Times cannot be as the crow flies, and nobody drives in a city without roads.
    fn ways(&self, all: &mut Assumptions, city: &City, unit: Option<Unit>) {
        let is_time = unit.or(self.said.map(|s| s.unit)) == Some(Unit::Time);
        let can = |mode: &Mode| match mode {
            Mode::CrowFly => !is_time,
            Mode::Walk => true,
            Mode::Drive => city.has_roads(),
        };
        all.mode = Mode::ALL.into_iter().filter(can).collect();
        all.pace = vec![Pace::Central, Pace::Low, Pace::High];
    }

    fn openings(&self, all: &mut Assumptions) {
        all.depends = if self.round_the_clock { Depends::RoundTheClock } else { Depends::Hours };
        all.time = if self.round_the_clock { vec![Time::Any] } else { vec![Time::Any, DAY, NIGHT] };
        all.doubtful = vec![Doubtful::Open, Doubtful::Closed];
        all.counters = match self.own_borough {
            true => vec![Counters::OwnBorough],
            false => vec![Counters::All, Counters::OwnBorough],
        };
    }

    /// A number of people is of people; a share that does not say of what can be of any.
    fn denominators(&self, all: &mut Assumptions) {
        all.of = match self.said.map(|s| s.unit) {
            Some(Unit::People) => vec![Denominator::People],
            Some(Unit::Households) => vec![Denominator::Households],
            Some(Unit::Areas) => vec![Denominator::Areas],
            _ => Denominator::ALL.to_vec(),
        };
    }
}

/// Keeps the readings that the claim's own words leave (`modes`, `times`, `of`, `statistic`, `counters`), and those that
/// `[claim.only]` leaves for the reason in `because`, which is returned with the readings that it leaves out.
pub(super) fn restrict(
    all: &mut Assumptions,
    table: &mut Table<'_>,
    notes: &mut Notes<'_>,
) -> (String, Vec<Reading>) {
    let modes = listed("modes", &mut table.keys, notes);
    let modes: Vec<_> = modes.into_iter().filter(|m| m.get_ref() != PUBLIC_TRANSPORT).collect();
    keep("modes", modes, &mut all.mode, |m| m.as_str().to_string(), notes);
    times(table, all, notes);
    for (key, what) in [("of", 0), ("statistic", 1), ("counters", 2)] {
        let Some(text) = table.keys.text(key, notes) else { continue };
        match what {
            0 => keep(key, vec![text], &mut all.of, |c| c.word().to_string(), notes),
            // A claim may be about the longest way; that is no reading of a claim that is not.
            1 if text.get_ref() == Statistic::Worst.word() => all.statistic = vec![Statistic::Worst],
            1 => keep(key, vec![text], &mut all.statistic, |c| c.word().to_string(), notes),
            _ => keep(key, vec![text], &mut all.counters, |c| c.word().to_string(), notes),
        }
    }
    let because = table.printable("because", notes);
    let Some(mut only) = table.keys.table("only", notes) else {
        if let Some(because) = because {
            notes.at(
                because.span(),
                "because gives a reason for nothing",
                "no only",
                "add only = { ... }, or drop it",
            );
        }
        return (String::new(), Vec::new());
    };
    if because.as_ref().is_none_or(|b| b.get_ref().trim().is_empty()) {
        let span = table.keys.span("only").unwrap_or(table.span.clone());
        let help = "add because = \"...\": readers will see it";
        notes.at(span, "readings are left out without a reason", "why only these?", help);
    }
    let before = all.clone();
    keep("doubtful", only.texts("doubtful", notes), &mut all.doubtful, |c| c.word().to_string(), notes);
    keep("counters", only.texts("counters", notes), &mut all.counters, |c| c.word().to_string(), notes);
    keep("modes", only.texts("modes", notes), &mut all.mode, |c| c.as_str().to_string(), notes);
    keep("speeds", only.texts("speeds", notes), &mut all.pace, |c| c.word().to_string(), notes);
    keep("of", only.texts("of", notes), &mut all.of, |c| c.word().to_string(), notes);
    keep("statistic", only.texts("statistic", notes), &mut all.statistic, |c| c.word().to_string(), notes);
    keep("series", only.texts("series", notes), &mut all.series, |c| c.as_str().to_string(), notes);
    keep("allotment", only.texts("allotment", notes), &mut all.allotment, |c| c.word().to_string(), notes);
    only.finish(notes);
    let left_out = before.left_out(all);
    if left_out.is_empty() {
        let span = table.keys.span("only").unwrap_or(table.span.clone());
        notes.at(
            span,
            "only leaves no reading out",
            "nothing is left out",
            "drop it, or name what is to be kept",
        );
    }
    (because.map(Spanned::into_inner).unwrap_or_default(), left_out)
}

/// Any time of the week may be asked about.
fn times(table: &mut Table<'_>, all: &mut Assumptions, notes: &mut Notes<'_>) {
    let given = listed("times", &mut table.keys, notes);
    let mut times = Vec::new();
    for text in &given {
        match Time::parse(text.get_ref()) {
            Some(time) if times.contains(&time) => {}
            Some(time) => times.push(time),
            None => notes.at(
                text.span(),
                format!("{:?} is no time of the week", text.get_ref()),
                "not a time",
                "times are \"any\" or such as \"Tue 23:00\"",
            ),
        }
    }
    let matters = all.depends == Depends::Hours || all.mode.contains(&Mode::Drive);
    if let Some(first) = given.first().filter(|_| !matters) {
        notes.at(first.span(), "this quantity does not depend on the time", "not used", "drop times");
    }
    if !times.is_empty() {
        all.time = times;
    }
}

/// A list that is not there, or holds something.
fn listed(key: &'static str, keys: &mut Keys<'_>, notes: &mut Notes<'_>) -> Vec<Spanned<String>> {
    let texts = keys.texts(key, notes);
    if let Some(span) = keys.span(key).filter(|_| texts.is_empty()) {
        notes.at(span, format!("{key} is empty"), "nothing is in it", &format!("name some, or drop {key}"));
    }
    texts
}

/// Keeps the choices that are named; names that are no choice are problems.
fn keep<T: Copy + PartialEq>(
    key: &str,
    names: Vec<Spanned<String>>,
    choices: &mut Vec<T>,
    word: impl Fn(T) -> String,
    notes: &mut Notes<'_>,
) {
    let words: Vec<String> = choices.iter().map(|c| word(*c)).collect();
    let mut kept = Vec::new();
    for name in &names {
        match words.iter().position(|w| w == name.get_ref()) {
            Some(found) if kept.contains(&choices[found]) => {}
            Some(found) => kept.push(choices[found]),
            None => {
                let help = format!("{key} can be {}", words.join(", "));
                let message = format!("{:?} is no choice of {key} here", name.get_ref());
                notes.at(name.span(), message, "not a choice", &help);
            }
        }
    }
    if !kept.is_empty() {
        *choices = kept;
    }
}
