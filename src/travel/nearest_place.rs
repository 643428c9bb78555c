//! Which of several stations is nearest, and how long it takes: one search for all of them together.

use rayon::prelude::*;

use super::profile::{Pace, Profile};
use super::road_model::{End, Joint, Place, RoadModel};
use super::{Cost, search};

/// The nearest of several stations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NearestStation {
    /// Its number among those given.
    pub station: usize,
    /// How far it is: seconds, or metres where ways have no times.
    pub impedance: f32,
}

impl RoadModel<'_> {
    /// The nearest of `stations` for every area, in seconds; `None` where none can be reached. The same as the least of
    /// each row of [`RoadModel::planes`], for the price of one plain search whatever the number of stations. Of stations
    /// equally near in time the one with the shorter way.
    pub fn nearest(
        &self,
        areas: &[Place],
        stations: &[Place],
        profile: Profile,
    ) -> Vec<Option<NearestStation>> {
        let pace = Pace::new(self.roads, profile);
        let finishes: Vec<Joint> = stations.iter().map(|s| self.join(*s, &pace, End::Finish)).collect();
        let ends = || finishes.iter().enumerate().flat_map(|(s, f)| f.legs.iter().map(move |leg| (s, leg)));
        let targets: Vec<(u32, Cost)> = ends().map(|(_, leg)| (leg.node, leg.cost)).collect();
        let station_of: Vec<usize> = ends().map(|(station, _)| station).collect();
        let onwards = search::nearest_of(&self.graph, &pace.metric(), &targets);
        let nearest = |area: &Place| {
            let start = self.join(*area, &pace, End::Start);
            let by_node = start.legs.iter().filter_map(|leg| {
                let (cost, target) = onwards[leg.node as usize]?;
                Some((cost.plus(leg.cost), station_of[target as usize]))
            });
            let on_road = finishes.iter().enumerate();
            let direct = on_road.filter_map(|(s, f)| Some((self.on_one_road(&pace, &start, f)?, s)));
            let (cost, station) = by_node.chain(direct).min()?;
            let impedance = (f64::from(cost.time_ms()) / 1e3) as f32;
            (!cost.is_none()).then_some(NearestStation { station, impedance })
        };
        areas.par_iter().map(nearest).collect()
    }
}
