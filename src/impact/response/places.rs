//! Where response is told of: the study area, its boroughs, its wards.

use crate::city::City;
use crate::scenario::Scenario;

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// All of it.
    Study,
    /// The study's part of a borough.
    Borough,
    /// The study's part of a ward.
    Ward,
}

impl PlaceKind {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            PlaceKind::Study => "study",
            PlaceKind::Borough => "borough",
            PlaceKind::Ward => "ward",
        }
    }
}

/// A place whose calls are counted together.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponsePlace {
    /// What it is.
    pub kind: PlaceKind,
    /// Its code; empty for the study area.
    pub code: String,
    /// Name; a ward's with its borough in brackets.
    pub name: String,
    /// Number of its borough in the city; `None` for the study area.
    pub borough: Option<usize>,
    /// Its wards, by their number among those of the study.
    pub wards: Vec<usize>,
}

/// The study area, its boroughs by name, its wards by code. `wards` are the city's numbers of the study's wards.
pub(super) fn places(city: &City, scenario: &Scenario, wards: &[usize]) -> Vec<ResponsePlace> {
    let all = (0..wards.len()).collect();
    let label = scenario.study.label.clone();
    let mut places = vec![ResponsePlace {
        kind: PlaceKind::Study,
        code: String::new(),
        name: label,
        borough: None,
        wards: all,
    }];
    for (number, borough) in city.boroughs.iter().enumerate() {
        let of_borough: Vec<usize> =
            (0..wards.len()).filter(|ward| city.wards[wards[*ward]].borough == number).collect();
        if !of_borough.is_empty() {
            places.push(ResponsePlace {
                kind: PlaceKind::Borough,
                code: borough.id.clone(),
                name: borough.name.clone(),
                borough: Some(number),
                wards: of_borough,
            });
        }
    }
    places.extend(wards.iter().enumerate().map(|(number, &ward)| {
        let ward = &city.wards[ward];
        ResponsePlace {
            kind: PlaceKind::Ward,
            code: ward.id.clone(),
            name: format!("{} ({})", ward.name, city.boroughs[ward.borough].name),
            borough: Some(ward.borough),
            wards: vec![number],
        }
    }));
    places
}
