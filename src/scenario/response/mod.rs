//! `[response]`: who answers calls, from where, and how many calls there are.

mod defaults;
mod fleet;
mod published;

use super::ranges::{LARGEST_SEED, Limits, Sourced, read_one, whole};
use super::reader::{Keys, Notes, as_number, this_is};
use super::{Assumption, Site};
use crate::city::City;
use toml::Spanned;

pub(super) use fleet::{Fleet, changed};
pub use fleet::{FleetChange, ResponseCar};
pub use published::{PublishedResponse, PublishedStatistic};

/// Hours of a week.
const HOURS_A_WEEK: usize = 168;

/// What is asked about response.
pub struct ResponseSettings {
    /// Where free cars are when a call comes, at least one; results are led by the first.
    pub starts: Vec<CarStart>,
    /// How much faster than general traffic cars are, by start.
    pub speed_factors: Vec<f64>,
    /// How long a car stays at a point of its patrol, minutes.
    pub patrol_stay_min: u32,
    /// A car from another borough is sent only if the own has none free.
    pub own_borough_first: bool,
    /// I calls may take cars that travel to S calls.
    pub divert: bool,
    /// From dispatch to setting out, seconds: at base, on the road.
    pub turnout_s: [f64; 2],
    /// I, then S.
    pub grades: [GradeSettings; 2],
    /// How calls spread over the hours of the week.
    pub profile: CallProfile,
    /// The cars of the baseline.
    pub cars: Vec<ResponseCar>,
    /// Published figures, to be fitted or held beside the model.
    pub published: Vec<PublishedResponse>,
    /// How long is simulated.
    pub horizon: ResponseHorizon,
    /// How often.
    pub replications: u32,
    /// The key of all random numbers.
    pub seed: u64,
    /// Constables that keep one car on the road round the clock.
    pub constables_per_car: Assumption,
}

/// Where a free car is when a call comes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CarStart {
    /// At its base or on the way back to it.
    Base,
    /// At a point of its own borough where calls are likely.
    Patrol,
    /// On patrol with this chance, else at its base.
    Mix {
        /// From 0 to 1.
        on_patrol: f64,
    },
}

impl CarStart {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            CarStart::Base => "base",
            CarStart::Patrol => "patrol",
            CarStart::Mix { .. } => "mix",
        }
    }
}

/// The calls of one grade.
#[derive(Clone, Debug, PartialEq)]
pub struct GradeSettings {
    /// Calls a year in the whole city.
    pub calls_a_year: Assumption,
    /// Mean time that a car is busy at the scene, minutes.
    pub on_scene_min: Assumption,
    /// Coefficient of variation of that time.
    pub on_scene_cv: f64,
    /// By when a car should be there, minutes from the call.
    pub target_min: f64,
}

/// How calls spread over the hours of the week.
#[derive(Clone, Debug, PartialEq)]
pub enum CallProfile {
    /// As the city's `calls_by_hour.csv` says.
    City,
    /// The same at all hours.
    Flat,
    /// 168 weights from Monday 00:00.
    Weights(Vec<f64>),
}

/// How long is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResponseHorizon {
    /// Days that are simulated and forgotten; 0 if finite.
    pub warm_up_days: u32,
    /// Days that are measured.
    pub days: u32,
    /// Begins with all cars free and ends with calls unanswered: the load may be anything.
    pub finite: bool,
}

/// Reads the table; `None` where there is none.
pub(super) fn read(
    keys: Option<Keys<'_>>,
    city: &City,
    sites: &[Site],
    notes: &mut Notes<'_>,
) -> Option<ResponseSettings> {
    let mut keys = keys?;
    if !city.has_roads() {
        let help = "give the city roads: `bluelamp city build --osm FILE.osm.pbf`";
        notes.at(keys.place(), "[response] needs roads, and the city has none", "no roads", help);
    }
    let on_patrol = share("on_patrol", &mut keys, notes);
    let starts = starts(&mut keys, on_patrol, notes);
    let speed_factors = speed_factors(&mut keys, &starts, notes);
    let settings = ResponseSettings {
        speed_factors,
        starts,
        patrol_stay_min: whole("patrol_stay_min", 30.0, 1.0, 1440.0, &mut keys, notes) as u32,
        own_borough_first: keys.flag("own_borough_first", notes).unwrap_or(false),
        divert: keys.flag("divert", notes).unwrap_or(true),
        turnout_s: [
            within(
                "turnout_base_s",
                60.0,
                &Limits::new(0.0, 3600.0, "from 0 to 3600 seconds"),
                &mut keys,
                notes,
            ),
            within(
                "turnout_road_s",
                15.0,
                &Limits::new(0.0, 3600.0, "from 0 to 3600 seconds"),
                &mut keys,
                notes,
            ),
        ],
        grades: grades(&mut keys, notes),
        profile: profile(&mut keys, city, notes),
        cars: fleet::read(&mut keys, sites, notes),
        published: published::read(&mut keys, city, notes),
        horizon: horizon(&mut keys, notes),
        replications: whole("replications", 40.0, 2.0, 100_000.0, &mut keys, notes) as u32,
        seed: whole("seed", 1.0, 0.0, LARGEST_SEED, &mut keys, notes) as u64,
        constables_per_car: read_one(&defaults::CONSTABLES_PER_CAR, &defaults::CONSTABLES, &mut keys, notes)
            .named("constables that keep one car on the road round the clock", "constables"),
    };
    keys.finish(notes);
    Some(settings)
}

fn starts(keys: &mut Keys<'_>, on_patrol: Option<Spanned<f64>>, notes: &mut Notes<'_>) -> Vec<CarStart> {
    let mut starts: Vec<CarStart> = Vec::new();
    let words = match keys.span("start") {
        None => Vec::new(),
        Some(_) if keys.is_text("start") => keys.text("start", notes).into_iter().collect(),
        Some(span) => {
            let words = keys.texts("start", notes);
            if words.is_empty() {
                notes.at(span, "start is empty", "no start", "write start = [\"patrol\", \"base\"]");
            }
            words
        }
    };
    for word in words {
        let start = match word.get_ref().as_str() {
            "base" => CarStart::Base,
            "patrol" => CarStart::Patrol,
            "mix" => match &on_patrol {
                Some(share) => CarStart::Mix { on_patrol: *share.get_ref() },
                None => {
                    let help = "add on_patrol = 0.7: the share of free cars that are on patrol";
                    notes.at(word.span(), "start \"mix\" needs on_patrol", "how many on patrol?", help);
                    continue;
                }
            },
            _ => {
                let known = ["base", "patrol", "mix"];
                notes.unknown(&word, "start", known, "starts are \"base\", \"patrol\" and \"mix\"");
                continue;
            }
        };
        if starts.iter().any(|s| s.as_str() == start.as_str()) {
            let message = format!("start {:?} is listed twice", word.get_ref());
            notes.at(word.span(), message, "again", "take one of the two out");
        } else {
            starts.push(start);
        }
    }
    if let Some(share) = on_patrol
        && !starts.iter().any(|s| matches!(s, CarStart::Mix { .. }))
    {
        notes.at(share.span(), "on_patrol is for start = \"mix\"", "no mix", "take it out, or add the start");
    }
    if starts.is_empty() {
        starts = vec![CarStart::Patrol, CarStart::Base];
    }
    starts
}

/// One number for every start, or a table of them by start.
fn speed_factors(keys: &mut Keys<'_>, starts: &[CarStart], notes: &mut Notes<'_>) -> Vec<f64> {
    let limits = Limits::new(0.1, 10.0, "from 0.1 to 10 times the speed of general traffic");
    if !keys.is_table("speed_factor") {
        return vec![within("speed_factor", 1.0, &limits, keys, notes); starts.len()];
    }
    let Some(table) = keys.table("speed_factor", notes) else { return vec![1.0; starts.len()] };
    let span = table.place();
    let mut factors = vec![None; starts.len()];
    for (name, value) in table.entries() {
        let Some(start) = starts.iter().position(|s| s.as_str() == name.get_ref()) else {
            let known = starts.iter().map(|s| s.as_str());
            notes.unknown(&name, "start", known, "give a factor for each word of start");
            continue;
        };
        match as_number(value) {
            Some(number) if limits.hold(*number.get_ref()) => factors[start] = Some(*number.get_ref()),
            Some(number) => limits.refuse(&format!("speed_factor of {}", name.get_ref()), &number, notes),
            None => {
                let message = format!("speed_factor of {} must be a number", name.get_ref());
                notes.at(value.span(), message, &this_is(value), "write digits, such as 1.3");
                factors[start] = Some(1.0);
            }
        }
    }
    for (start, factor) in starts.iter().zip(&factors) {
        if factor.is_none() {
            let message = format!("speed_factor has none for start {:?}", start.as_str());
            notes.at(span.clone(), message, "not complete", "`bluelamp calibrate` finds it");
        }
    }
    factors.into_iter().map(|factor| factor.unwrap_or(1.0)).collect()
}

fn grades(keys: &mut Keys<'_>, notes: &mut Notes<'_>) -> [GradeSettings; 2] {
    let cv_limits = Limits::new(0.0, 5.0, "from 0 to 5");
    let on_scene_cv = within("on_scene_cv", defaults::ON_SCENE_CV, &cv_limits, keys, notes);
    let target = Limits::new(1.0, 1440.0, "from 1 to 1440 minutes");
    let mut grade = |volume: &'static _, on_scene: &'static _, name: &str, target_key, target_min| {
        let calls: Sourced = read_one(volume, &defaults::CALLS, keys, notes);
        let minutes: Sourced = read_one(on_scene, &defaults::MINUTES, keys, notes);
        GradeSettings {
            calls_a_year: calls.named(&format!("{name} calls in the whole city"), "a year"),
            on_scene_min: minutes.named(&format!("mean time at the scene of {name} calls"), "minutes"),
            on_scene_cv,
            target_min: within(target_key, target_min, &target, keys, notes),
        }
    };
    let grades = [
        grade(&defaults::CALLS_I, &defaults::ON_SCENE_I, "I", "target_i_min", 15.0),
        grade(&defaults::CALLS_S, &defaults::ON_SCENE_S, "S", "target_s_min", 60.0),
    ];
    if grades.iter().all(|g| g.calls_a_year.range.central == 0.0) {
        let place = keys.span("calls_i_a_year").unwrap_or(keys.place());
        let help = "give a number above 0 for calls_i_a_year or calls_s_a_year";
        notes.at(place, "no calls: all volumes are zero", "nobody calls", help);
    }
    grades
}

fn profile(keys: &mut Keys<'_>, city: &City, notes: &mut Notes<'_>) -> CallProfile {
    let of_city = if city.calls_by_hour.is_some() { CallProfile::City } else { CallProfile::Flat };
    let Some(span) = keys.span("profile") else { return of_city };
    if keys.is_text("profile") {
        let Some(word) = keys.text("profile", notes) else { return of_city };
        match word.get_ref().as_str() {
            "flat" => return CallProfile::Flat,
            "city" if of_city == CallProfile::Flat => {
                let help = "write profile = \"flat\", or 168 weights";
                notes.at(word.span(), "the city has no calls_by_hour.csv", "no profile", help);
            }
            "city" => {}
            _ => notes.unknown(
                &word,
                "profile",
                ["city", "flat"],
                "a profile is \"city\", \"flat\" or 168 weights",
            ),
        }
        return of_city;
    }
    let before = notes.count();
    let numbers = keys.numbers("profile", notes);
    if notes.count() > before {
        return of_city;
    }
    let help = "write 168 weights of 0 or more, from Monday 00:00 to Sunday 23:00";
    if numbers.len() != HOURS_A_WEEK {
        notes.at(span, format!("profile has {} hours", numbers.len()), "not a week", help);
    } else if let Some(bad) = numbers.iter().find(|n| !(n.get_ref().is_finite() && *n.get_ref() >= 0.0)) {
        notes.at(bad.span(), format!("profile holds {}", bad.get_ref()), "no weight", help);
    } else if numbers.iter().all(|n| *n.get_ref() == 0.0) {
        notes.at(span, "all hours of the profile have weight 0", "nobody calls", help);
    } else {
        return CallProfile::Weights(numbers.iter().map(|n| *n.get_ref()).collect());
    }
    of_city
}

fn horizon(keys: &mut Keys<'_>, notes: &mut Notes<'_>) -> ResponseHorizon {
    let finite = keys.flag("finite", notes).unwrap_or(false);
    let days = whole("days", 28.0, 1.0, 36_500.0, keys, notes) as u32;
    if finite && let Some(span) = keys.span("warm_up_days") {
        let help = "a finite horizon begins with all cars free: take one of the two out";
        notes.at(span, "warm_up_days with finite = true", "nothing to forget", help);
    }
    let warm_up_days = whole("warm_up_days", 3.0, 0.0, 3_650.0, keys, notes) as u32;
    ResponseHorizon { warm_up_days: if finite { 0 } else { warm_up_days }, days, finite }
}

fn share(key: &'static str, keys: &mut Keys<'_>, notes: &mut Notes<'_>) -> Option<Spanned<f64>> {
    let number = keys.number(key, notes)?;
    if Limits::SHARE.hold(*number.get_ref()) {
        return Some(number);
    }
    Limits::SHARE.refuse(key, &number, notes);
    Some(Spanned::new(number.span(), 0.5))
}

/// A number within limits; the default where the key is missing or spoilt.
fn within(
    key: &'static str,
    default: f64,
    limits: &Limits,
    keys: &mut Keys<'_>,
    notes: &mut Notes<'_>,
) -> f64 {
    let Some(number) = keys.number(key, notes) else { return default };
    if limits.hold(*number.get_ref()) {
        return *number.get_ref();
    }
    limits.refuse(key, &number, notes);
    default
}
