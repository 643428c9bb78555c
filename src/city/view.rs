//! A part of the city to look at.

use super::{Area, City, PlaceError, same_name};
use crate::space::Point;

/// A part of the city that a map shows.
#[derive(Clone, Debug)]
pub struct View {
    /// What it is called: `W11`, `Norland (Kensington and Chelsea)`, `around Ealing, the station at ...`.
    pub name: String,
    /// What must be in the picture, grid metres; at least two points.
    pub points: Vec<Point>,
}

/// How far the surroundings of a point reach, metres: a good quarter of an hour on foot.
const AROUND_M: f64 = 1500.0;

impl View {
    /// Whether a point lies in the box around what must be in the picture.
    pub fn holds(&self, p: Point) -> bool {
        let between = |of: fn(&Point) -> f64| {
            let values = || self.points.iter().map(of);
            values().any(|v| v <= of(&p)) && values().any(|v| v >= of(&p))
        };
        between(|p| p.e) && between(|p| p.n)
    }
}

impl City {
    /// The part of the city of this name: a borough, a ward, a postcode district, else the surroundings of a station,
    /// postcode or `lat,lon`.
    ///
    /// # Errors
    /// As [`City::place`].
    pub fn view(&self, text: &str) -> Result<View, PlaceError> {
        let of = |name: &str, wanted: &dyn Fn(&Area) -> bool| {
            let points: Vec<Point> = self.areas.iter().filter(|a| wanted(a)).map(|a| a.point).collect();
            // A district of one area is a point.
            let view = View { name: name.to_string(), points };
            if view.points.len() < 2 { view.points.first().map(|p| around(name, *p)) } else { Some(view) }
        };
        let found = if let Some(borough) = self.boroughs.iter().position(|b| same_name(&b.name, text)) {
            of(&self.boroughs[borough].name, &|a| a.borough == borough)
        } else if let Some(ward) = self.ward(text)? {
            of(&self.ward_label(ward), &|a| a.ward == ward)
        } else if let Some(Area { district, .. }) =
            self.areas.iter().find(|a| !a.district.is_empty() && same_name(&a.district, text))
        {
            of(district, &|a| a.district == *district)
        } else {
            None
        };
        match found {
            Some(view) => Ok(view),
            None => self.place(text).map(|place| around(&format!("around {}", place.name), place.point)),
        }
    }
}

fn around(name: &str, p: Point) -> View {
    let corner = |sign: f64| Point { e: p.e + sign * AROUND_M, n: p.n + sign * AROUND_M };
    View { name: name.to_string(), points: vec![corner(-1.0), corner(1.0)] }
}
