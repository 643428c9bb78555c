//! The claim file: a TOML text, checked against a city.

use toml::Spanned;

use super::networks::{Finder, Networks};
use super::place::{Origin, Places};
use super::quantity::{self, KINDS, Quantity, Table};
use super::reading::{Allotment, Assumptions, Counters, Denominator, Depends, Doubtful, Pace, Statistic};
use super::said::{Said, Unit};
use crate::city::{City, CrimeSeries};
use crate::scenario::reader::{Keys, Notes};
use crate::scenario::{ScenarioError, ScenarioFile, Time};
use crate::travel::Mode;

/// A sentence that somebody said, as something that can be worked out.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Unique within the file.
    pub id: String,
    /// The claim in the file's own words.
    pub text: String,
    /// Who said it.
    pub speaker: String,
    /// When.
    pub date: String,
    /// Where that can be read.
    pub source: String,
    /// What it is about.
    pub quantity: Quantity,
    /// The number in it; `None` where the claim cannot be tested.
    pub said: Option<Said>,
    /// The number of the option that it is about, in [`Networks::options`]; `None` for the city as it was.
    pub option: Option<usize>,
    /// Only counters that never close count.
    pub round_the_clock: bool,
    /// The readings that it admits.
    pub assumptions: Assumptions,
    /// Why the file admits fewer readings than its kind has; empty where it does not.
    pub because: String,
    /// What else is to be known; may be empty.
    pub note: String,
}

/// A claim file that exists is valid: every place, counter, option and unit in it is known.
#[derive(Clone, Debug)]
pub struct ClaimFile {
    /// The file's stem.
    pub name: String,
    /// Title.
    pub title: String,
    /// The file as it was read.
    pub text: String,
    /// In file order, at least one.
    pub claims: Vec<Claim>,
    /// The counters that they are about.
    pub networks: Networks,
}

impl ClaimFile {
    /// Reads and checks a claim file against a city.
    ///
    /// # Errors
    /// [`ScenarioError::Invalid`] with every problem of the text.
    pub fn check(file: &ScenarioFile, city: &City) -> Result<ClaimFile, ScenarioError> {
        let mut notes = file.notes();
        let Some(document) = file.document(&mut notes) else {
            return Err(ScenarioError::Invalid(notes.into_problems()));
        };
        let mut top = Keys::new(document.get_ref(), "the claim file", 0..0);
        let title = top.text("title", &mut notes).map(Spanned::into_inner).unwrap_or_default();
        top.text("city", &mut notes);
        let scenario = top.text("scenario", &mut notes).map(Spanned::into_inner);
        let places = Places::read(top.table("points", &mut notes), city, &mut notes);
        let mut finder = Finder::new(city, scenario);
        let costs = constable_costs(&mut top, &mut notes);
        let tables = top.tables("claim", &mut notes);
        top.finish(&mut notes);
        if tables.is_empty() && notes.count() == 0 {
            notes.missing(
                "[[claim]]",
                "there is nothing to check",
                "add a [[claim]] with a text and a quantity",
            );
        }
        let mut claims: Vec<Claim> = Vec::new();
        for (span, mut keys) in tables {
            let mut table = Table { keys: &mut keys, span };
            let claim = claim(&mut table, &places, &mut finder, &costs, &claims, &mut notes);
            keys.finish(&mut notes);
            claims.extend(claim);
        }
        let problems = notes.into_problems();
        if !problems.is_empty() {
            return Err(ScenarioError::Invalid(problems));
        }
        let networks = finder.finish();
        Ok(ClaimFile { name: file.name(), title, text: file.text().to_string(), claims, networks })
    }
}

/// What a constable costs, pounds a year, as `[savings]` has it by default: 8 million a year were put at 140 constables
/// in November 2017 (PCD284), 10 million at 170 in July (YLG2). Not a pay scale.
const CONSTABLE_COSTS: [f64; 2] = [8e6 / 140.0, 10e6 / 170.0];

fn constable_costs(top: &mut Keys<'_>, notes: &mut Notes<'_>) -> Vec<f64> {
    let costs = top.numbers("constable_costs", notes);
    for cost in &costs {
        if !(1.0..=1e9).contains(cost.get_ref()) {
            notes.at(cost.span(), "a constable's cost must be from 1 to 1e9 pounds", "out of range", "");
        }
    }
    let costs: Vec<f64> = costs.into_iter().map(Spanned::into_inner).collect();
    if costs.is_empty() { CONSTABLE_COSTS.to_vec() } else { costs }
}

fn claim(
    table: &mut Table<'_, '_>,
    places: &Places<'_>,
    finder: &mut Finder<'_>,
    costs: &[f64],
    earlier: &[Claim],
    notes: &mut Notes<'_>,
) -> Option<Claim> {
    let id = table.filled("id", "a short name for it", notes);
    if let Some(id) = id.as_ref().filter(|id| earlier.iter().any(|c| c.id == *id.get_ref())) {
        notes.at(id.span(), format!("the id {:?} is given twice", id.get_ref()), "again", "ids are unique");
    }
    let text = table.filled("text", "the claim in your own words", notes);
    let speaker = table.filled("speaker", "who said it", notes);
    let date = table.filled("date", "when it was said", notes);
    let source = table.filled("source", "where it can be read", notes);
    let note = table.keys.text("note", notes).map(Spanned::into_inner).unwrap_or_default();
    let option = match table.keys.text("option", notes) {
        Some(named) => Some(finder.option(&named, notes)?),
        None => None,
    };
    let kind = table.filled("quantity", "what is measured", notes)?;
    let Some((word, units)) = KINDS.iter().find(|(word, _)| word == kind.get_ref()) else {
        let known = KINDS.map(|(word, _)| word);
        notes.unknown(&kind, "quantity", known, &format!("quantities are {}", known.join(", ")));
        return None;
    };
    let quantity = quantity::read(word, table, places, finder, notes);
    let said = match units.is_empty() {
        true => None,
        false => {
            let text =
                table.filled("says", "the number with its comparison and unit: \"less than 1 mile\"", notes);
            Some(text.and_then(|text| quantity::said(&text, units, notes)))
        }
    };
    let (quantity, said) = (quantity?, said.map_or(Some(None), |said| said.map(Some))?);
    if matches!(quantity, Quantity::Ratio { .. }) && option.is_none() {
        notes.at(
            table.span.clone(),
            "a ratio of after and before needs an option",
            "this claim",
            "add option = \"...\"",
        );
    }
    let by_public_transport = public_transport(table, notes);
    let round_the_clock = round_the_clock(table, notes);
    let own_borough = option.is_some_and(|o| finder.is_own_borough_only(o));
    let admitted = Admitted { quantity: &quantity, said: said.as_ref(), round_the_clock, own_borough, costs };
    let mut assumptions = admitted.assumptions(places.city);
    let because = restrict(&mut assumptions, table, notes);
    let (quantity, said) = match by_public_transport {
        true => (Quantity::Untestable { missing: NO_TIMETABLE.to_string() }, None),
        false => (quantity, said),
    };
    Some(Claim {
        id: id?.into_inner(),
        text: text?.into_inner(),
        speaker: speaker?.into_inner(),
        date: date?.into_inner(),
        source: source?.into_inner(),
        quantity,
        said,
        option,
        round_the_clock,
        assumptions,
        because,
        note,
    })
}

/// What is missing for claims about buses and trains.
const NO_TIMETABLE: &str = "travel times by public transport: the city has no timetables, and straight lines, walks and drives do not stand in for them";

/// Whether the claim is about public transport, which is not a mode of the program.
fn public_transport(table: &mut Table<'_, '_>, notes: &mut Notes<'_>) -> bool {
    table.keys.texts("modes", notes).iter().any(|m| m.get_ref() == "public-transport")
}

fn round_the_clock(table: &mut Table<'_, '_>, notes: &mut Notes<'_>) -> bool {
    let Some(hours) = table.keys.text("hours", notes) else { return false };
    match hours.get_ref().as_str() {
        "24/7" => true,
        "any" => false,
        _ => {
            let help = "hours = \"24/7\" counts only counters that never close; for others give times = [\"Tue 23:00\"]";
            notes.at(hours.span(), "hours is \"24/7\" or \"any\"", "neither", help);
            false
        }
    }
}

/// What decides which readings a kind of claim admits.
struct Admitted<'a> {
    quantity: &'a Quantity,
    said: Option<&'a Said>,
    round_the_clock: bool,
    own_borough: bool,
    costs: &'a [f64],
}

/// Tuesdays: day and night, and the two peaks.
const DAY: Time = Time::Minute((24 + 14) * 60);
const NIGHT: Time = Time::Minute((24 + 23) * 60);
const MORNING_PEAK: Time = Time::Minute((24 + 8) * 60 + 30);
const EVENING_PEAK: Time = Time::Minute((24 + 17) * 60 + 30);

impl Admitted<'_> {
    fn assumptions(&self, city: &City) -> Assumptions {
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
            Quantity::Constables { .. } => all.constable = self.costs.to_vec(),
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
/// `[claim.only]` leaves for the reason in `because`, which is returned.
fn restrict(all: &mut Assumptions, table: &mut Table<'_, '_>, notes: &mut Notes<'_>) -> String {
    let modes = table.keys.texts("modes", notes);
    let modes: Vec<_> = modes.into_iter().filter(|m| m.get_ref() != "public-transport").collect();
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
    let because = table.keys.text("because", notes);
    let Some(mut only) = table.keys.table("only", notes) else {
        if let Some(because) = because {
            notes.at(
                because.span(),
                "because gives a reason for nothing",
                "no only",
                "add only = { ... }, or drop it",
            );
        }
        return String::new();
    };
    if because.as_ref().is_none_or(|b| b.get_ref().trim().is_empty()) {
        let span = table.keys.span("only").unwrap_or(table.span.clone());
        let help = "add because = \"...\": readers will see it";
        notes.at(span, "readings are left out without a reason", "why only these?", help);
    }
    keep("doubtful", only.texts("doubtful", notes), &mut all.doubtful, |c| c.word().to_string(), notes);
    keep("counters", only.texts("counters", notes), &mut all.counters, |c| c.word().to_string(), notes);
    keep("modes", only.texts("modes", notes), &mut all.mode, |c| c.as_str().to_string(), notes);
    keep("speeds", only.texts("speeds", notes), &mut all.pace, |c| pace_word(c).to_string(), notes);
    keep("of", only.texts("of", notes), &mut all.of, |c| c.word().to_string(), notes);
    keep("statistic", only.texts("statistic", notes), &mut all.statistic, |c| c.word().to_string(), notes);
    keep("series", only.texts("series", notes), &mut all.series, |c| c.as_str().to_string(), notes);
    keep("allotment", only.texts("allotment", notes), &mut all.allotment, |c| c.word().to_string(), notes);
    only.finish(notes);
    because.map(Spanned::into_inner).unwrap_or_default()
}

fn pace_word(pace: Pace) -> &'static str {
    match pace {
        Pace::Central => "central",
        Pace::Low => "low",
        Pace::High => "high",
    }
}

/// Any time of the week may be asked about.
fn times(table: &mut Table<'_, '_>, all: &mut Assumptions, notes: &mut Notes<'_>) {
    let given = table.keys.texts("times", notes);
    let mut times = Vec::new();
    for text in &given {
        match Time::parse(text.get_ref()) {
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

/// Keeps the choices that are named; names that are no choice are problems.
fn keep<T: Copy>(
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
            Some(found) => kept.push(choices[found]),
            None => {
                let otherwise = format!("this quantity has {}", words.join(", "));
                notes.unknown(name, key, words.iter().map(String::as_str), &otherwise);
            }
        }
    }
    if !kept.is_empty() {
        *choices = kept;
    }
}
