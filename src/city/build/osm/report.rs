//! What was read, what was left out, and why.

use std::collections::BTreeMap;

use crate::city::{Driving, Road, RoadClass};

/// What became of an OpenStreetMap file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OsmReport {
    /// All ways of the file, of whatever kind.
    pub ways: usize,
    /// Ways that may be used, by their value of `highway`, before anything is dropped for leading nowhere.
    pub highways: BTreeMap<&'static str, HighwayUse>,
    /// Ways of roads that are not used, by reason.
    pub unused: BTreeMap<Unused, usize>,
    /// Ways with a part outside the extract: they end there.
    pub ways_cut: usize,
    /// Nodes that ways name and the extract does not hold.
    pub nodes_missing: usize,
    /// Places where a barrier ends a drive that the streets would allow.
    pub barriers: usize,
    /// Roads that came back to where they began: each is two, with a node between.
    pub loops: usize,
    /// Roads that cars may use and cannot reach and leave; they stay for people on foot.
    pub closed_to_cars: Amount,
    /// Roads that people on foot may use and cannot reach; they stay for cars.
    pub closed_to_walkers: Amount,
    /// Roads that neither can reach: left out.
    pub removed: Amount,
    /// What the network holds, by class.
    pub classes: BTreeMap<RoadClass, ClassUse>,
}

/// Why a way of a road is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unused {
    /// A ferry.
    Ferry,
    /// Being built, planned or gone.
    NotBuilt,
    /// Neither cars nor people on foot may use it.
    Closed,
    /// A kind of `highway` that is no road (bus guideway, race track, rest area) or that nobody knows.
    OtherKind,
}

/// Roads, and how long they are together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Amount {
    /// Number.
    pub roads: usize,
    /// Metres.
    pub metres: f64,
}

impl Amount {
    pub(super) fn add(&mut self, metres: f64) {
        self.roads += 1;
        self.metres += metres;
    }
}

/// Ways with one value of `highway`. Lengths are of what lies in the extract.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HighwayUse {
    /// Ways that cars may use.
    pub driven: Amount,
    /// Those of them with one direction.
    pub one_way: Amount,
    /// Ways that people on foot may use.
    pub walked: Amount,
}

/// Roads of one class in the network.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ClassUse {
    /// All of them.
    pub all: Amount,
    /// Those that are driven.
    pub driven: Amount,
    /// Those that are walked.
    pub walked: Amount,
}

/// The roads of the network by class.
pub(super) fn by_class(roads: &[Road]) -> BTreeMap<RoadClass, ClassUse> {
    let mut classes = BTreeMap::<RoadClass, ClassUse>::new();
    for road in roads {
        let class = classes.entry(road.class).or_default();
        class.all.add(road.length_m);
        if road.driving != Driving::No {
            class.driven.add(road.length_m);
        }
        if road.walking {
            class.walked.add(road.length_m);
        }
    }
    classes
}
