//! How long it takes to the nearest of several stations: one search for all of them together.

use rayon::prelude::*;

use super::profile::{Pace, Profile};
use super::road_model::{End, Joint, Place, RoadModel};
use super::{Cost, search};

impl RoadModel<'_> {
    /// Seconds from every area to the nearest of `stations`, infinite where none can be reached. The same as the least
    /// of each row of [`RoadModel::planes`], for the price of one plain search whatever the number of stations.
    pub fn nearest_s(&self, areas: &[Place], stations: &[Place], profile: Profile) -> Vec<f32> {
        let pace = Pace::new(self.roads, profile);
        let finishes: Vec<Joint> = stations.iter().map(|s| self.join(*s, &pace, End::Finish)).collect();
        let targets: Vec<(u32, Cost)> = finishes.iter().flat_map(Joint::ends).collect();
        let onwards = search::costs_to(&self.graph, &pace.metric(), &targets);
        let nearest = |area: &Place| {
            let start = self.join(*area, &pace, End::Start);
            let by_node = start.legs.iter().map(|l| onwards[l.node as usize].plus(l.cost));
            let direct = finishes.iter().filter_map(|f| self.on_one_road(&pace, &start, f));
            let cost = by_node.chain(direct).min().unwrap_or(Cost::NONE);
            if cost.is_none() { f32::INFINITY } else { (f64::from(cost.time_ms()) / 1e3) as f32 }
        };
        areas.par_iter().map(nearest).collect()
    }
}
