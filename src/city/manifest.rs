//! `city.toml`: what the city is, and for every file its source, licence and hash.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The manifest of a city folder.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Short name, as in `city = "london-2017"`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Which years the tables are of.
    pub vintage: String,
    /// Coordinate systems of the files.
    pub coordinates: String,
    /// What a resident's neighbourhood zone is called here (LSOA in England).
    pub zone_name: String,
    /// What the counters are called in sentences, such as `police counter`.
    pub counter_name: String,
    /// Residents: `areas.csv` and `zones.csv` must add up to this, to a person.
    pub population: f64,
    /// One entry a file.
    pub file: Vec<FileEntry>,
}

/// A file of the city folder.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Name in the folder.
    pub name: String,
    /// What one row or feature is.
    pub holds: String,
    /// Rows or features, checked when the file is read.
    pub rows: usize,
    /// Publisher, table, vintage, and what was done to it.
    pub source: String,
    /// Licence.
    pub licence: String,
    /// The attribution that the licence asks to print.
    pub attribution: String,
    /// SHA-256 of the bytes, lowercase hex.
    pub sha256: String,
}

/// The SHA-256 of `bytes` as lowercase hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}
