//! Why no roads came out of an OpenStreetMap file.

use std::path::PathBuf;

/// Why an OpenStreetMap file gave no roads.
#[derive(Debug, thiserror::Error)]
pub enum OsmError {
    /// The file is not there, or the system does not let it be read.
    #[error("OpenStreetMap file {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is something else.
    #[error("{} is no OpenStreetMap file in PBF form: {reason}", path.display())]
    NotPbf {
        /// The file.
        path: PathBuf,
        /// What gave it away.
        reason: String,
    },
    /// The file ends too early.
    #[error("{} is cut short: it ends after {length} bytes, inside the block that starts at byte {offset}", path.display())]
    Truncated {
        /// The file.
        path: PathBuf,
        /// Bytes in the file.
        length: u64,
        /// First byte of the block that is not all there.
        offset: u64,
    },
    /// A block does not hold what the format promises.
    #[error("{} is damaged: the block that starts at byte {offset}: {reason}", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// First byte of the block.
        offset: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// A sound file that asks for more than this reader can do.
    #[error("{} needs a reader that can do {feature:?}, and this one cannot", path.display())]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// The feature, as the file's header or the format calls it.
        feature: String,
    },
    /// A sound file without a single road.
    #[error("{} has no street or path that may be driven or walked ({ways} ways in it)", path.display())]
    NoRoads {
        /// The file.
        path: PathBuf,
        /// All ways of the file, of whatever kind.
        ways: usize,
    },
}

impl OsmError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            OsmError::Unreadable { .. } => "name a readable .osm.pbf file",
            OsmError::NotPbf { .. } => {
                "extracts in PBF form end in .osm.pbf; `osmium cat FILE.osm -o FILE.osm.pbf` makes one of OSM XML"
            }
            OsmError::Truncated { .. } | OsmError::Corrupt { .. } => {
                "fetch the file again and compare its checksum with the one published beside it"
            }
            OsmError::Unsupported { .. } => {
                "write it anew in the plain form: `osmium cat FILE.osm.pbf -o PLAIN.osm.pbf`; of a file with \
                 history take one moment: `osmium time-filter`"
            }
            OsmError::NoRoads { .. } => {
                "was the extract filtered, or cut in a way that lost the nodes? `osmium fileinfo -e` counts what is in it"
            }
        }
    }
}
