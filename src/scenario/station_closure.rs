//! A file that closes fire stations: `[first_arrival]` names them and the city whose roads the engines use.

use super::reader::{Keys, Notes};
use super::{ScenarioError, ScenarioFile};
use crate::city::{City, CityFiles};

/// Stations to close in a city with records of attendances, checked.
#[derive(Debug)]
pub struct StationClosure {
    /// The file's stem: the name of the output folder.
    pub name: String,
    /// Title.
    pub title: String,
    /// The question in words.
    pub question: String,
    /// The file as it was read.
    pub text: String,
    /// The city whose roads are driven.
    pub roads: CityFiles,
    /// Of every station, whether it closes.
    pub closed: Vec<bool>,
}

impl StationClosure {
    /// Reads and checks a text against a city.
    ///
    /// # Errors
    /// [`ScenarioError::Invalid`] with every problem of the text.
    pub fn check(file: &ScenarioFile, city: &City) -> Result<StationClosure, ScenarioError> {
        let mut notes = file.notes();
        let Some(document) = file.document(&mut notes) else {
            return Err(ScenarioError::Invalid(notes.into_problems()));
        };
        let mut top = Keys::new(document.get_ref(), "the file", 0..0);
        let title = top.text("title", &mut notes).map(|t| t.into_inner());
        let question = top.text("question", &mut notes).map(|q| q.into_inner()).unwrap_or_default();
        let city_name = top.text("city", &mut notes);
        if title.is_none() {
            notes.missing(
                "title",
                "the file needs a title",
                "add a line such as title = \"Ten fire stations\"",
            );
        }
        if let Some(name) = city_name.filter(|_| !city.has_attendances()) {
            let message = "the city has no records of attendances";
            notes.at(name.span(), message, "no attendances.csv.gz", "such a city is \"london-fire-2013\"");
        }
        let mut roads = None;
        let mut closed = vec![false; city.stations.len()];
        match top.table("first_arrival", &mut notes) {
            None => notes.missing(
                "first_arrival",
                "the file closes no station",
                "add a table [first_arrival] with close = [\"Belsize\"] and roads = \"london-2017\"",
            ),
            Some(mut keys) => {
                roads = read_roads(&mut keys, &mut notes);
                close(&mut keys, city, &mut closed, &mut notes);
                keys.finish(&mut notes);
            }
        }
        top.finish(&mut notes);
        let problems = notes.into_problems();
        match (roads, title) {
            (Some(roads), Some(title)) if problems.is_empty() => {
                let text = file.text().to_string();
                Ok(StationClosure { name: file.name(), title, question, text, roads, closed })
            }
            _ => Err(ScenarioError::Invalid(problems)),
        }
    }
}

fn read_roads(keys: &mut Keys<'_>, notes: &mut Notes<'_>) -> Option<CityFiles> {
    let Some(name) = keys.text("roads", notes) else {
        notes.at(
            keys.place(),
            "whose roads the engines use is not said",
            "no roads",
            "add roads = \"london-2017\"",
        );
        return None;
    };
    let found = CityFiles::find(name.get_ref(), Some(std::path::Path::new("scenarios")));
    if found.is_none() {
        let message = format!("there is no city {:?}", name.get_ref());
        notes.at(name.span(), message, "not found", "roads is a city with roads, such as \"london-2017\"");
    }
    found
}

fn close(keys: &mut Keys<'_>, city: &City, closed: &mut [bool], notes: &mut Notes<'_>) {
    let place = keys.place();
    let names = keys.texts("close", notes);
    if names.is_empty() {
        let help = "close = [\"Belsize\"] takes a station away";
        notes.at(place.clone(), "no station closes", "close names none", help);
    }
    for name in names {
        match city.station(name.get_ref()) {
            None => {
                let known = city.stations.iter().map(|s| s.name.as_str());
                notes.unknown(&name, "station", known, "");
            }
            Some(station) if closed[station] => {
                notes.at(name.span(), format!("{} closes twice", name.get_ref()), "again", "name it once");
            }
            Some(station) => closed[station] = true,
        }
    }
    if !closed.is_empty() && closed.iter().all(|c| *c) {
        notes.at(place, "every station closes", "nobody is left to come", "leave one open");
    }
}
