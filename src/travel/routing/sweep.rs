//! From many origins to a few stations: one walk up the hierarchy and one sweep down, several stations abreast.
//!
//! A cheapest way goes up the hierarchy and then down. Seen from a station, against the traffic: the costs from the
//! nodes above it are handed up the tree; then every node, in the order of positions, takes the least over its upper
//! neighbours. Those are all ancestors, so the costs of one path are all that is held.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::core_search::CoreArcs;
use super::lanes::{self, Lanes, NO_WAY};
use super::selection::{Leg, Selection};
use super::{Cost, Places, Prepared};

/// Stations abreast.
const ABREAST: usize = 40;

/// The costs from one node to the stations abreast. On whole cache lines: vectors across two of them are slow to read,
/// and slower right after they were written.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct ToStations(Lanes<ABREAST>);

/// One for each station and metric.
static SEARCHES: AtomicU64 = AtomicU64::new(0);

/// How many searches this program has made so far: one for each station and metric asked for. Closures make none.
pub fn searches() -> u64 {
    SEARCHES.load(Ordering::Relaxed)
}

/// No way to any.
const TO_NONE: ToStations = ToStations([NO_WAY; ABREAST]);

impl Prepared {
    /// The cheapest cost from every origin to every station under one metric, origin by origin.
    ///
    /// # Panics
    /// When there is no such metric or a place is at a node that is not in the network.
    pub fn costs(&self, metric: usize, origins: &Places, stations: &Places) -> Vec<Cost> {
        self.costs_of(&[metric], origins, stations).pop().unwrap_or_default()
    }

    /// The same under all metrics.
    ///
    /// # Panics
    /// When a place is at a node that is not in the network.
    pub fn all_costs(&self, origins: &Places, stations: &Places) -> Vec<Vec<Cost>> {
        let metrics: Vec<usize> = (0..self.metrics()).collect();
        self.costs_of(&metrics, origins, stations)
    }

    fn costs_of(&self, metrics: &[usize], origins: &Places, stations: &Places) -> Vec<Vec<Cost>> {
        SEARCHES.fetch_add((metrics.len() * stations.len()) as u64, Ordering::Relaxed);
        let selection = Selection::new(self, origins);
        // As many strips of stations as keep every thread at work, whole groups of those abreast in each.
        let threads = rayon::current_num_threads();
        let strips = if metrics.len().is_multiple_of(threads) { 1 } else { threads };
        let width = stations.len().div_ceil(strips).next_multiple_of(ABREAST).max(1);
        let strips: Vec<(usize, usize)> = (0..stations.len())
            .step_by(width)
            .map(|start| (start, stations.len().min(start + width)))
            .collect();
        let jobs: Vec<(usize, (usize, usize))> =
            metrics.iter().flat_map(|&m| strips.iter().map(move |&strip| (m, strip))).collect();
        let mut tables: Vec<Vec<i64>> = jobs
            .into_par_iter()
            .map(|(metric, (start, end))| {
                let sweep = Sweep { prepared: self, metric, selection: &selection, stations };
                lanes::widest(
                    #[inline(always)]
                    || sweep.strip(start, end, origins.len()),
                )
            })
            .collect();
        let widths: Vec<usize> = strips.iter().map(|(start, end)| end - start).collect();
        let joined: Vec<Vec<i64>> = if strips.len() == 1 {
            tables
        } else {
            tables
                .chunks_mut(strips.len().max(1))
                .map(|strips| side_by_side(strips, &widths, origins.len()))
                .collect()
        };
        let mut costs: Vec<Vec<Cost>> = joined.into_iter().map(Cost::all_from_bits).collect();
        costs.resize(metrics.len(), Vec::new());
        costs
    }
}

/// Joins tables of the same rows.
fn side_by_side(tables: &[Vec<i64>], widths: &[usize], rows: usize) -> Vec<i64> {
    let width: usize = widths.iter().sum();
    let mut joined = vec![0; rows * width];
    joined.par_chunks_mut(width.max(1)).enumerate().for_each(|(row, cells)| {
        let mut cells = cells;
        for (table, &width) in tables.iter().zip(widths) {
            let (here, rest) = cells.split_at_mut(width);
            here.copy_from_slice(&table[row * width..(row + 1) * width]);
            cells = rest;
        }
    });
    joined
}

/// What is the same for all stations.
struct Sweep<'a> {
    prepared: &'a Prepared,
    metric: usize,
    selection: &'a Selection,
    stations: &'a Places,
}

impl Sweep<'_> {
    /// The table of all origins by stations `start..end`, packed.
    #[inline(always)]
    fn strip(&self, start: usize, end: usize, origins: usize) -> Vec<i64> {
        let width = end - start;
        let mut table = vec![0; origins * width];
        for &origin in &self.selection.nowhere {
            table[origin * width..(origin + 1) * width].fill(NO_WAY);
        }
        let core = CoreArcs::new(self.prepared, self.metric);
        let height = self.prepared.height();
        // Loops, as closures handed to iterators are not always compiled into what `widest` compiles.
        let mut groups = Vec::new();
        for first in (start..end).step_by(ABREAST) {
            let mut path = vec![TO_NONE; height];
            let reached = self.climb(first..end.min(first + ABREAST), &mut path);
            self.search_core(&core, &mut path);
            groups.push(Group { path, reached });
        }
        self.descend(&mut groups, |leg, group, costs| {
            let start = leg.origin as usize * width + group * ABREAST;
            // Full groups apart, so that their loop is of known length.
            if (group + 1) * ABREAST <= width {
                arrive(&mut table[start..start + ABREAST], leg, &costs.0);
            } else {
                arrive(&mut table[start..start + width % ABREAST], leg, &costs.0);
            }
        });
        table
    }

    /// Hands the costs to the stations up the tree. Leaves those of the core in `path`, by slot; returns those of the
    /// nodes below that some station is reached from going up, positions descending.
    #[inline(always)]
    fn climb(&self, abreast: std::ops::Range<usize>, path: &mut [ToStations]) -> Vec<(u32, ToStations)> {
        let legs =
            |s: usize| self.stations.legs(s).iter().map(move |&(node, cost)| (node, s - abreast.start, cost));
        let mut starts: Vec<(u32, usize, i64)> = abreast
            .clone()
            .flat_map(legs)
            .map(|(node, lane, cost)| (self.prepared.position(node) as u32, lane, cost.to_bits() as i64))
            .collect();
        starts.sort_unstable();
        let down = self.prepared.down(self.metric);
        let core = self.prepared.core() as u32;
        let mut reached = Vec::new();
        // Whatever lies between a node and its parent is below that parent too: one node is all there is to go
        // back to.
        let mut above = None;
        while let Some(position) = above.max(starts.last().map(|start| start.0)) {
            let slot = self.prepared.slot(position as usize);
            while let Some((_, lane, cost)) = starts.pop_if(|start| start.0 == position) {
                path[slot].0[lane] = path[slot].0[lane].min(cost);
            }
            above = None;
            if position < core {
                continue;
            }
            let costs = std::mem::replace(&mut path[slot], TO_NONE);
            for (slot, step) in down.at(position as usize) {
                lanes::lower(&mut path[slot].0, &costs.0, &[step; ABREAST]);
            }
            reached.push((position, costs));
            let parent = self.prepared.parents[position as usize];
            above = (parent != position).then_some(parent);
        }
        reached
    }

    fn search_core(&self, core: &CoreArcs, path: &mut [ToStations]) {
        let path = &mut path[..self.prepared.core()];
        if path.is_empty() {
            return;
        }
        for lane in 0..ABREAST {
            let mut costs: Vec<i64> = path.iter().map(|costs| costs.0[lane]).collect();
            core.settle(&mut costs);
            path.iter_mut().zip(costs).for_each(|(to, cost)| to.0[lane] = cost);
        }
    }

    /// Goes through the selected nodes from above and tells `arrive` of every leg and group: the leg, which group, and
    /// the costs from the leg's node.
    #[inline(always)]
    fn descend(&self, groups: &mut [Group], mut arrive: impl FnMut(&Leg, usize, &ToStations)) {
        let up = self.prepared.up(self.metric);
        for &visit in &self.selection.visits {
            let position = visit.position as usize;
            let slot = self.prepared.slot(position);
            if position >= self.prepared.core() {
                for group in &mut *groups {
                    let mut costs = group.take_reached(visit.position);
                    for (slot, step) in up.at(position) {
                        lanes::lower(&mut costs.0, &group.path[slot].0, &[step; ABREAST]);
                    }
                    group.path[slot] = costs;
                }
            }
            for leg in self.selection.legs(visit) {
                for (number, group) in groups.iter().enumerate() {
                    arrive(leg, number, &group.path[slot]);
                }
            }
        }
    }
}

/// Lowers the costs from an origin to those over one of its legs, or sets them when it is the first.
#[inline(always)]
fn arrive(cells: &mut [i64], leg: &Leg, costs: &Lanes<ABREAST>) {
    for (cell, cost) in cells.iter_mut().zip(costs) {
        let most = if leg.is_first { NO_WAY } else { *cell };
        *cell = cost.wrapping_add(leg.cost).min(most);
    }
}

/// Stations abreast, in the course of a sweep.
struct Group {
    /// By slot, the costs from the node at hand and those above it.
    path: Vec<ToStations>,
    /// The nodes that are reached going up, positions descending, with the costs found so.
    reached: Vec<(u32, ToStations)>,
}

impl Group {
    /// What was found going up for a node; every call is for a later position.
    #[inline(always)]
    fn take_reached(&mut self, position: u32) -> ToStations {
        while self.reached.pop_if(|at| at.0 < position).is_some() {}
        self.reached.pop_if(|at| at.0 == position).map_or(TO_NONE, |at| at.1)
    }
}
