//! Places by name: what a person types for "where".

use super::{City, CityError, nearest_names, postcode, same_name};
use crate::space::{LonLat, Point, to_grid, to_lon_lat};

/// A point with a name.
#[derive(Clone, Debug)]
pub struct Place {
    /// What was found, in words: `postcode W11 3PL`, `the middle of Ealing`.
    pub name: String,
    /// Grid metres.
    pub point: Point,
    /// What says where it is.
    pub source: PlaceSource,
}

/// What says where a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceSource {
    /// Whoever named it, by latitude and longitude.
    Position,
    /// The station of this number.
    Station(usize),
    /// The residents of its areas: where they live on average.
    Middle,
    /// The postcode table.
    Postcode,
}

/// Why a place was not found.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// No such place; the nearest known names, if any.
    #[error("no place called {name:?} in this city")]
    Unknown {
        /// What was asked for.
        name: String,
        /// Names that look like it.
        near: Vec<String>,
    },
    /// A position that is not in the city.
    #[error("{position} lies outside the city")]
    Outside {
        /// The position.
        position: LonLat,
    },
    /// The name is borne by several wards.
    #[error("there is more than one {name:?}")]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// The candidates, each of which would do.
        near: Vec<String>,
    },
    /// The postcode table cannot be read.
    #[error(transparent)]
    City(#[from] CityError),
}

impl City {
    /// Finds `lat,lon`, a postcode, a station, a borough, a ward (with its borough in brackets where
    /// the name repeats) or a postcode district.
    ///
    /// # Errors
    /// [`PlaceError`], with names that look alike.
    pub fn place(&self, text: &str) -> Result<Place, PlaceError> {
        if let Some(position) = lat_lon(text) {
            return self.position(position);
        }
        if let Some(station) = self.station(text) {
            let source = PlaceSource::Station(station);
            let station = &self.stations[station];
            let twin = self.boroughs.iter().any(|b| same_name(&b.name, &station.name));
            let note = if twin { ", not the borough of that name" } else { "" };
            let name = format!("{}, the station at {}{note}", station.name, station.address);
            return Ok(Place { name, point: station.point, source });
        }
        if let Some(borough) = self.boroughs.iter().position(|b| same_name(&b.name, text)) {
            let name = self.boroughs[borough].name.clone();
            return Ok(self.middle(name, |a| a.borough == borough));
        }
        if let Some(ward) = self.ward(text)? {
            return Ok(self.middle(self.ward_label(ward), |a| a.ward == ward));
        }
        if let Some(area) = self.areas.iter().find(|a| same_name(&a.district, text)) {
            return Ok(self.middle(area.district.clone(), |a| a.district == area.district));
        }
        if let Some(wanted) = postcode::normalise(text)
            && let Some((name, position)) = self.postcodes()?.into_iter().find(|(p, _)| *p == wanted)
        {
            let (name, source) = (format!("postcode {name}"), PlaceSource::Postcode);
            return Ok(Place { name, point: to_grid(position), source });
        }
        let wards = self.wards.iter().map(|w| w.name.as_str());
        let known = self.stations.iter().map(|s| s.name.as_str()).chain(wards);
        let known = known.chain(self.boroughs.iter().map(|b| b.name.as_str()));
        let near = nearest_names(text, known).into_iter().map(str::to_string).collect();
        Err(PlaceError::Unknown { name: text.to_string(), near })
    }

    /// The ward of this code, name, or `name (borough)`.
    ///
    /// # Errors
    /// [`PlaceError::Ambiguous`] where several boroughs have a ward of that name.
    pub fn ward(&self, text: &str) -> Result<Option<usize>, PlaceError> {
        let exact = (0..self.wards.len())
            .find(|&w| same_name(&self.wards[w].id, text) || same_name(&self.ward_label(w), text));
        if exact.is_some() {
            return Ok(exact);
        }
        let named: Vec<usize> =
            (0..self.wards.len()).filter(|&w| same_name(&self.wards[w].name, text)).collect();
        match named.as_slice() {
            [] => Ok(None),
            [ward] => Ok(Some(*ward)),
            several => Err(PlaceError::Ambiguous {
                name: text.to_string(),
                near: several.iter().map(|&w| self.ward_label(w)).collect(),
            }),
        }
    }

    /// A ward's name with its borough, unique.
    pub fn ward_label(&self, ward: usize) -> String {
        let ward = &self.wards[ward];
        format!("{} ({})", ward.name, self.boroughs[ward.borough].name)
    }

    fn position(&self, position: LonLat) -> Result<Place, PlaceError> {
        let point = to_grid(position);
        match self.borough_at(point) {
            Some(borough) => {
                let name = format!("{position} in {}", self.boroughs[borough].name);
                Ok(Place { name, point, source: PlaceSource::Position })
            }
            None => Err(PlaceError::Outside { position }),
        }
    }

    /// The population-weighted middle of some areas.
    fn middle(&self, name: String, of: impl Fn(&super::Area) -> bool) -> Place {
        let (mut people, mut e, mut n) = (0.0, 0.0, 0.0);
        for area in self.areas.iter().filter(|a| of(a)) {
            // An area without people still has a place: it weighs next to nothing, but not nothing.
            let weight = area.population.max(1e-9);
            people += weight;
            e += weight * area.point.e;
            n += weight * area.point.n;
        }
        let point = Point { e: e / people, n: n / people };
        let name = format!("the middle of {name} ({})", to_lon_lat(point));
        Place { name, point, source: PlaceSource::Middle }
    }
}

/// `51.5, -0.2` or `51.5 -0.2`: two numbers.
fn lat_lon(text: &str) -> Option<LonLat> {
    let (lat, lon) = text.split_once(',').or_else(|| text.trim().split_once(char::is_whitespace))?;
    let (lat, lon) = (lat.trim().parse::<f64>().ok()?, lon.trim().parse::<f64>().ok()?);
    (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some(LonLat { lon, lat })
}
