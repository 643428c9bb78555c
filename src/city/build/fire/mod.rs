//! `bluelamp city build --fire`: the city folder of the London Fire Brigade before ten stations closed.
//!
//! What is demand in other cities (residents of an output area) is here the incidents of 2009 to March 2013 in a
//! square of 250 m, apart by station ground and borough. A zone is the part of a station's ground in one borough, a
//! ward the ground. The roads are those of another city: journeys are found there.

mod boroughs;
mod incidents;
mod outlines;
mod provenance;
mod tables;

use std::path::Path;

use self::boroughs::Boroughs;
use super::{BuildError, MARKER, Raw, boundaries, entry, hand_made, output};
use crate::city::folder::write_folder;
use crate::city::manifest::Manifest;
use crate::city::{CityFiles, check_all};

/// Reads the raw tables under `raw` and writes the fire brigade's folder to `out`. Returns the manifest.
///
/// # Errors
/// [`BuildError`]: a table missing, a table that breaks its own dictionary, an unwritable folder.
pub fn build_fire(raw: &Path, out: &Path) -> Result<Manifest, BuildError> {
    let mut raw = Raw { folder: raw.to_path_buf(), problems: Vec::new() };
    let mut boroughs = Boroughs::read(&mut raw)?;
    let demand = incidents::read(&mut raw, &mut boroughs)?;
    let mut built = tables::of(&mut raw, &demand, &mut boroughs)?;
    built.extend([
        hand_made::bridges(),
        outlines::zones(&demand),
        outlines::wards(&demand),
        boundaries::boroughs(&mut raw)?,
        boundaries::river(&mut raw)?,
        outlines::no_green(),
        tables::no_postcodes(),
    ]);
    if !raw.problems.is_empty() {
        return Err(BuildError::Invalid(raw.problems));
    }
    let manifest = Manifest {
        id: "london-fire-2013".to_string(),
        name: "London Fire Brigade, 2009 to 2013".to_string(),
        vintage:
            "incidents of January 2009 to March 2013, which take the place of residents; stations before \
                  9 January 2014"
                .to_string(),
        coordinates:
            "WGS84 degrees (EPSG:4326) in the files; British National Grid metres (EPSG:27700) in the program"
                .to_string(),
        zone_name: "station ground in a borough".to_string(),
        counter_name: "fire station".to_string(),
        population: demand.incidents(),
        file: built.iter().map(|b| entry(b, provenance::of(b.name))).collect(),
    };
    write_folder(out, MARKER, &output(&manifest, built))?;
    // What was built is what the loader accepts, or the build is wrong.
    let city = check_all(CityFiles::Folder(out.to_path_buf()))?;
    city.attendances()?;
    city.elsewhere()?;
    city.fires_before()?;
    city.fires_after()?;
    Ok(manifest)
}
