//! The road network: junctions, carriageways, and what may use them.

use crate::space::{LonLat, Point};

/// What kind of street a carriageway is, in the words of OpenStreetMap's `highway` key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RoadClass {
    /// Motorway and its slip roads.
    Motorway,
    /// Main road of more than local importance, dual carriageway or built for speed.
    Trunk,
    /// A road (Great Britain).
    Primary,
    /// B road (Great Britain).
    Secondary,
    /// Distributor: classified or not, with through traffic.
    Tertiary,
    /// Minor road.
    Unclassified,
    /// Street where people live.
    Residential,
    /// Street where people on foot go first.
    LivingStreet,
    /// Access to a building, a car park, an alley.
    Service,
    /// Way for people on foot or on a bicycle: path, steps, footbridge, pedestrian street.
    Path,
    /// Stands in for streets that the data lack: a straight link between neighbouring places.
    Local,
}

impl RoadClass {
    /// All classes, fastest first.
    pub const ALL: [RoadClass; 11] = [
        RoadClass::Motorway,
        RoadClass::Trunk,
        RoadClass::Primary,
        RoadClass::Secondary,
        RoadClass::Tertiary,
        RoadClass::Unclassified,
        RoadClass::Residential,
        RoadClass::LivingStreet,
        RoadClass::Service,
        RoadClass::Path,
        RoadClass::Local,
    ];

    /// The word used in the city's files.
    pub fn as_str(self) -> &'static str {
        match self {
            RoadClass::Motorway => "motorway",
            RoadClass::Trunk => "trunk",
            RoadClass::Primary => "primary",
            RoadClass::Secondary => "secondary",
            RoadClass::Tertiary => "tertiary",
            RoadClass::Unclassified => "unclassified",
            RoadClass::Residential => "residential",
            RoadClass::LivingStreet => "living_street",
            RoadClass::Service => "service",
            RoadClass::Path => "path",
            RoadClass::Local => "local",
        }
    }

    /// A street of this class, in words.
    pub fn in_words(self) -> &'static str {
        match self {
            RoadClass::Motorway => "a motorway",
            RoadClass::Trunk => "a fast road",
            RoadClass::Primary => "a main road",
            RoadClass::Secondary => "a B road",
            RoadClass::Tertiary => "a through street",
            RoadClass::Unclassified | RoadClass::Residential => "a street",
            RoadClass::LivingStreet => "a living street",
            RoadClass::Service => "an access road",
            RoadClass::Path => "a path",
            RoadClass::Local => "local streets",
        }
    }

    /// The class of this word.
    pub fn from_word(word: &str) -> Option<RoadClass> {
        RoadClass::ALL.into_iter().find(|c| c.as_str() == word)
    }
}

/// In which directions a carriageway may be driven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Driving {
    /// Both ways.
    Both,
    /// Only from `from` to `to`.
    Forward,
    /// Not at all.
    No,
}

impl Driving {
    /// The word used in the city's files.
    pub fn as_str(self) -> &'static str {
        match self {
            Driving::Both => "both",
            Driving::Forward => "forward",
            Driving::No => "no",
        }
    }

    /// The value of this word.
    pub fn from_word(word: &str) -> Option<Driving> {
        [Driving::Both, Driving::Forward, Driving::No].into_iter().find(|d| d.as_str() == word)
    }
}

/// A junction, a dead end, or a place where people live.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadNode {
    /// Number in the file, unique.
    pub id: u64,
    /// Degrees.
    pub position: LonLat,
    /// The same in grid metres.
    pub point: Point,
    /// Speed zone (`Central`, `Inner`, `Outer`), empty where a city has none.
    pub zone: String,
    /// Number of the area whose people live here, if it is no junction.
    pub area: Option<u32>,
}

/// A carriageway between two nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Road {
    /// Number of the node where it starts: a place in [`RoadNetwork::nodes`].
    pub from: u32,
    /// Number of the node where it ends.
    pub to: u32,
    /// Length along the carriageway, metres.
    pub length_m: f64,
    /// Class.
    pub class: RoadClass,
    /// Name or road number, empty where unknown.
    pub name: String,
    /// Directions of driving.
    pub driving: Driving,
    /// Whether it may be walked (always both ways).
    pub walking: bool,
    /// Speed limit, km/h, where known.
    pub max_km_h: Option<f64>,
    /// Where the row comes from.
    pub source: String,
    /// The bends between its ends, degrees.
    pub shape: Vec<LonLat>,
}

/// Roads and their junctions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoadNetwork {
    /// Nodes in file order.
    pub nodes: Vec<RoadNode>,
    /// Carriageways in file order.
    pub roads: Vec<Road>,
    /// Links that stand in for local streets; none in a city with a full street map.
    pub local: Vec<LocalLink>,
}

/// Stands in for streets that the data lack: a straight link between neighbouring homes, or from a home to a
/// street.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalLink {
    /// Number of the node where it starts.
    pub from: u32,
    /// Number of the node where it ends.
    pub to: u32,
}
