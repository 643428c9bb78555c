//! What a way costs: walked, or driven at a time of the week.

use super::walk::{CIRCUITY, Estimate, WALKING_SPEED_KM_H};
use super::{Cost, Mode};
use crate::city::{Driving, LocalLink, Period, Road, RoadClass, Roads};

/// Range of all driving speeds as a factor (METHODS 1: +-20 %).
pub const DRIVING_SPEED: Estimate = Estimate { central: 1.0, low: 0.8, high: 1.2 };

/// How one travels on the roads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Profile {
    /// On foot, whatever the time.
    Walk,
    /// In general traffic.
    Drive(Period),
}

impl Profile {
    /// The profiles of a mode: one on foot, one a period by car, none as the crow flies.
    pub fn of(mode: Mode) -> Vec<Profile> {
        match mode {
            Mode::CrowFly => Vec::new(),
            Mode::Walk => vec![Profile::Walk],
            Mode::Drive => Period::ALL.map(Profile::Drive).to_vec(),
        }
    }

    /// The mode.
    pub fn mode(self) -> Mode {
        match self {
            Profile::Walk => Mode::Walk,
            Profile::Drive(_) => Mode::Drive,
        }
    }

    /// The period, where it matters.
    pub fn period(self) -> Option<Period> {
        match self {
            Profile::Walk => None,
            Profile::Drive(period) => Some(period),
        }
    }

    /// Whether a road may be used at all.
    pub fn may_use(self, road: &Road) -> bool {
        match self {
            Profile::Walk => road.walking,
            Profile::Drive(_) => road.driving != Driving::No,
        }
    }

    /// Whether a place may be joined to a road: no drive opens onto a motorway, nor onto a fast road without a footway.
    pub fn may_join(self, road: &Road) -> bool {
        let fast = match road.class {
            RoadClass::Motorway => true,
            RoadClass::Trunk => !road.walking,
            _ => false,
        };
        self.may_use(road) && !fast
    }

    /// Whether it may be used from its `from` to its `to`, and back.
    pub fn directions(self, road: &Road) -> [bool; 2] {
        match self {
            Profile::Walk => [road.walking; 2],
            Profile::Drive(_) => [road.driving != Driving::No, road.driving == Driving::Both],
        }
    }
}

/// A city's speeds in one profile, looked up by number.
pub struct Pace<'r> {
    profile: Profile,
    roads: &'r Roads,
    zone_of_node: Vec<u32>,
    /// Milliseconds a metre, by zone, then by class.
    ms_per_m: Vec<[f64; RoadClass::ALL.len()]>,
}

impl<'r> Pace<'r> {
    /// Looks all speeds up.
    pub fn new(roads: &'r Roads, profile: Profile) -> Self {
        let mut zones: Vec<&str> = Vec::new();
        let mut zone_of_node = Vec::with_capacity(roads.network.nodes.len());
        for node in &roads.network.nodes {
            let zone = zones.iter().position(|z| *z == node.zone).unwrap_or_else(|| {
                zones.push(&node.zone);
                zones.len() - 1
            });
            zone_of_node.push(zone as u32);
        }
        let km_h = |class: RoadClass, zone: &str| match profile {
            Profile::Walk => WALKING_SPEED_KM_H.central,
            // What is driven has a speed: the city was checked. The rest costs for ever.
            Profile::Drive(period) => roads.speeds.km_h(class, zone, period).unwrap_or(0.0),
        };
        let row = |zone: &&str| RoadClass::ALL.map(|class| 3600.0 / km_h(class, zone));
        let ms_per_m = zones.iter().map(row).collect();
        Pace { profile, roads, zone_of_node, ms_per_m }
    }

    /// The profile whose speeds these are.
    pub fn profile(&self) -> Profile {
        self.profile
    }

    fn ms_per_m(&self, class: RoadClass, node: u32) -> f64 {
        self.ms_per_m[self.zone_of_node[node as usize] as usize][class as usize]
    }

    /// What a share of a road costs, whatever the direction.
    pub fn along(&self, road: &Road, share: f64) -> Cost {
        let length_m = road.length_m * share;
        let slowest = match (self.profile, road.max_km_h) {
            (Profile::Drive(_), Some(limit)) => 3600.0 / limit,
            _ => 0.0,
        };
        cost(length_m * self.ms_per_m(road.class, road.from).max(slowest), length_m)
    }

    /// What a straight stretch of missing local streets costs, at the speeds around `node`.
    pub fn local(&self, straight_m: f64, node: u32) -> Cost {
        let length_m = straight_m * CIRCUITY.central;
        cost(length_m * self.ms_per_m(RoadClass::Local, node), length_m)
    }

    /// Cost of every arc in the order of [`super::arcs`].
    pub fn metric(&self) -> Vec<Cost> {
        let network = &self.roads.network;
        let road = |road: &Road| {
            let cost = self.along(road, 1.0);
            self.profile.directions(road).map(|open| if open { cost } else { Cost::NONE })
        };
        let link = |link: &LocalLink| {
            let [a, b] = [link.from, link.to].map(|n| network.nodes[n as usize].point);
            [self.local(a.distance(b), link.from); 2]
        };
        network.roads.iter().flat_map(road).chain(network.local.iter().flat_map(link)).collect()
    }
}

/// Rounded to whole milliseconds and millimetres. What takes for ever is no way.
fn cost(ms: f64, length_m: f64) -> Cost {
    if ms.is_finite() { Cost::new(ms.round() as u32, (length_m * 1000.0).round() as u32) } else { Cost::NONE }
}
