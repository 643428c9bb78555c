//! Postcodes as points.

use std::collections::HashSet;
use std::io::Read;

use super::rows::unique;
use super::table::Table;
use super::{City, CityError, Problem};
use crate::space::LonLat;

const FILE: &str = "postcodes.csv.gz";

/// A postcode in its usual form: upper case, one blank before the last three characters.
pub(super) fn normalise(text: &str) -> Option<String> {
    let letters: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_uppercase();
    let plausible = (5..=7).contains(&letters.len()) && letters.chars().all(|c| c.is_ascii_alphanumeric());
    if !plausible {
        return None;
    }
    let (outward, inward) = letters.split_at(letters.len() - 3);
    inward.starts_with(|c: char| c.is_ascii_digit()).then(|| format!("{outward} {inward}"))
}

impl City {
    /// All postcodes of the city with their points, in file order (by postcode).
    ///
    /// # Errors
    /// [`CityError::Invalid`] when the file is missing, changed or not what it should be.
    pub fn postcodes(&self) -> Result<Vec<(String, LonLat)>, CityError> {
        let bytes = self.file(FILE)?;
        let label = self.files.label(FILE);
        let mut text = Vec::new();
        if let Err(e) = flate2::read::GzDecoder::new(bytes.as_ref()).read_to_end(&mut text) {
            return Err(CityError::Invalid(vec![Problem::of_file(
                label,
                format!("cannot be unpacked: {e}"),
            )]));
        }
        let mut problems = Vec::new();
        let mut postcodes = Vec::new();
        if let Some(table) = Table::read(label, &text, &mut problems)
            && let Some([postcode, lon, lat]) = table.columns(["postcode", "lon", "lat"], &mut problems)
        {
            let listed = self.manifest.file.iter().find(|f| f.name == FILE).map(|f| f.rows);
            if listed != Some(table.len()) {
                let message = format!("holds {} rows, city.toml says {}", table.len(), listed.unwrap_or(0));
                problems.push(Problem::of_file(self.files.label(FILE), message));
            }
            let mut seen = HashSet::with_capacity(table.len());
            for row in table.rows() {
                unique(&row, postcode, &mut seen, &mut problems);
                let lon = row.number(lon, -180.0..=180.0, &mut problems);
                let lat = row.number(lat, -90.0..=90.0, &mut problems);
                if let (Some(lon), Some(lat)) = (lon, lat) {
                    postcodes.push((row.text(postcode).to_string(), LonLat { lon, lat }));
                }
            }
        }
        if problems.is_empty() { Ok(postcodes) } else { Err(CityError::Invalid(problems)) }
    }
}
