//! The least and the greatest ratio of two rates while an assumption runs through its range, with and without knowing
//! where in its zone a group lives.
//!
//! Who is materially worse off only grows with the factor on all ways (lengths and times run from the low ends of
//! their ranges through the central values to the high ends together). So every area joins once, at a factor that is
//! known, and the sweep looks at the ratios each time that somebody has joined.

use super::super::compare::{UNCHANGED, lengthened};
use super::super::{Groups, WeightUnit};
use super::{NOBODY, Rates};
use crate::access::Assignment;
use crate::scenario::AccessSettings;
use crate::travel::{Plane, Spread};

/// How many of each chosen group, and of all others, live in each of the study's areas.
pub(super) struct People {
    /// Number of chosen groups.
    groups: usize,
    /// (in the group, not in it), areas by groups.
    of_area: Vec<(f64, f64)>,
    /// The zone of each area, numbered as they come.
    zone_of: Vec<usize>,
    /// (in the group, in all), zones by groups.
    of_zone: Vec<(f64, f64)>,
    /// (in the group, not in it), by group.
    of_study: Vec<(f64, f64)>,
}

impl People {
    /// `zones` holds the number of the zone of each of the study's areas.
    pub(super) fn new(groups: &Groups, chosen: &[usize], zones: &[usize]) -> People {
        let mut numbers = std::collections::BTreeMap::new();
        let zone_of: Vec<usize> = zones
            .iter()
            .map(|zone| {
                let next = numbers.len();
                *numbers.entry(*zone).or_insert(next)
            })
            .collect();
        let mut of_area = vec![(0.0, 0.0); zones.len() * chosen.len()];
        let mut of_zone = vec![(0.0, 0.0); numbers.len() * chosen.len()];
        let mut of_study = vec![(0.0, 0.0); chosen.len()];
        for area in 0..zones.len() {
            let members = groups.of(area);
            // Households are only in the groups that are counted in them, once each.
            let of_unit = |unit: WeightUnit| match unit {
                WeightUnit::People => groups.residents()[area],
                WeightUnit::Households => {
                    let by_households = |g: &u32| groups.groups[*g as usize].counted == unit;
                    members.iter().filter(|(g, _)| by_households(g)).map(|(_, w)| w).sum()
                }
            };
            for (i, &group) in chosen.iter().enumerate() {
                let inside =
                    members.iter().filter(|(g, _)| *g as usize == group).map(|(_, w)| *w).sum::<f64>();
                let all = of_unit(groups.groups[group].counted);
                let outside = (all - inside).max(0.0);
                of_area[area * chosen.len() + i] = (inside, outside);
                let zone = &mut of_zone[zone_of[area] * chosen.len() + i];
                *zone = (zone.0 + inside, zone.1 + inside + outside);
                of_study[i] = (of_study[i].0 + inside, of_study[i].1 + outside);
            }
        }
        People { groups: chosen.len(), of_area, zone_of, of_zone, of_study }
    }
}

/// One group while the factor runs.
#[derive(Clone, Copy, Debug, Default)]
struct Running {
    worse: f64,
    others_worse: f64,
    /// The fewest and the most of the group who can be among those worse off, zone by zone.
    fewest: f64,
    most: f64,
}

/// The rates of every chosen group; see [`Rates`].
pub(super) fn sweep(
    plane: &Plane,
    before: &Assignment,
    after: &Assignment,
    people: &People,
    access: &AccessSettings,
) -> Vec<Rates> {
    let mut joins: Vec<(f64, usize)> = (0..people.zone_of.len())
        .map(|area| (joins_at(plane, lengthened(before, after, area), access), area))
        .filter(|(at, _)| *at < 1.0)
        .collect();
    joins.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut rates: Vec<Rates> =
        people.of_study.iter().map(|&(size, others)| Rates { size, others, ..Rates::default() }).collect();
    let mut running = vec![Running::default(); people.groups];
    let mut worse_in_zone = vec![0.0; people.of_zone.len()];
    let (at_low_end, later) = joins.split_at(joins.partition_point(|(at, _)| *at < -1.0));
    for &(_, area) in at_low_end {
        people.join(area, &mut running, &mut worse_in_zone);
    }
    for (rates, now) in rates.iter_mut().zip(&running) {
        rates.worse_range.0 = now.worse;
        rates.look(now, true);
    }
    // All who join at one place do so at once; only then are the rates looked at.
    for joining in later.chunk_by(|a, b| a.0 == b.0) {
        for &(_, area) in joining {
            people.join(area, &mut running, &mut worse_in_zone);
        }
        let up_to_central = joining[0].0 < 0.0;
        rates.iter_mut().zip(&running).for_each(|(rates, now)| rates.look(now, up_to_central));
    }
    rates
}

impl People {
    /// One more area is worse off.
    fn join(&self, area: usize, running: &mut [Running], worse_in_zone: &mut [f64]) {
        for (i, now) in running.iter_mut().enumerate() {
            let (inside, outside) = self.of_area[area * self.groups + i];
            let cell = self.zone_of[area] * self.groups + i;
            let (members, all) = self.of_zone[cell];
            let bounds = |worse: f64| ((members + worse - all).max(0.0), members.min(worse));
            let (few, many) = bounds(worse_in_zone[cell]);
            worse_in_zone[cell] += inside + outside;
            let (fewer, more) = bounds(worse_in_zone[cell]);
            now.worse += inside;
            now.others_worse += outside;
            now.fewest += fewer - few;
            now.most += more - many;
        }
    }
}

impl Rates {
    /// Takes in the state at one place; the last one before the central values is theirs.
    fn look(&mut self, now: &Running, up_to_central: bool) {
        let all_worse = now.worse + now.others_worse;
        let ratio = |worse: f64| self.ratio_of(worse, all_worse - worse);
        let (here, least, most) = (ratio(now.worse), ratio(now.fewest), ratio(now.most));
        self.ratio_range = widened(self.ratio_range, here);
        self.ratio_bounds = widened(widened(widened(self.ratio_bounds, least), most), here);
        self.worse_range.1 = now.worse;
        if up_to_central {
            (self.worse, self.others_worse) = (now.worse, now.others_worse);
            self.ratio = here.filter(|r| r.is_finite());
        }
    }

    /// The ratio of the two rates: infinite where nobody else is worse off, nothing where nobody is.
    fn ratio_of(&self, worse: f64, others_worse: f64) -> Option<f64> {
        if self.size <= NOBODY || self.others <= NOBODY || worse + others_worse <= NOBODY {
            return None;
        }
        if others_worse <= NOBODY {
            return Some(f64::INFINITY);
        }
        Some((worse.max(0.0) / self.size) / (others_worse / self.others))
    }
}

fn widened(range: Option<(f64, f64)>, by: Option<f64>) -> Option<(f64, f64)> {
    match (range, by) {
        (Some((low, high)), Some(x)) => Some((low.min(x), high.max(x))),
        (range, x) => range.or(x.map(|x| (x, x))),
    }
}

/// Where in the run an area joins those materially worse off: -1 is the low end, 0 the central values, 1 the high
/// end. It is worse off from just beyond that place on.
fn joins_at(plane: &Plane, (metres, seconds): (f64, Option<f64>), access: &AccessSettings) -> f64 {
    let (length, time) = (plane.length_spread, plane.time_spread);
    let by_length = passes_at(metres, access.materially_worse_km * 1000.0, length);
    let by_time = seconds.map_or(f64::INFINITY, |s| passes_at(s, access.materially_worse_min * 60.0, time));
    let changes = match seconds {
        Some(s) => passes_at(s, UNCHANGED, time),
        None => passes_at(metres, UNCHANGED, length),
    };
    by_length.min(by_time).max(changes)
}

/// Where in the run `change` times the factor passes `limit`.
fn passes_at(change: f64, limit: f64, spread: Spread) -> f64 {
    if change <= 0.0 {
        return f64::INFINITY;
    }
    let factor = limit / change;
    let (below, above) = (1.0 - spread.low, spread.high - 1.0);
    match factor {
        f if f < 1.0 && below > 0.0 => (f - 1.0) / below,
        f if f < 1.0 => f64::NEG_INFINITY,
        f if above > 0.0 => (f - 1.0) / above,
        _ => f64::INFINITY,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::travel::Mode;

    const LENGTH: Spread = Spread { low: 0.92, high: 1.12 };
    const TIME: Spread = Spread { low: 0.8, high: 1.5 };

    /// One area: minutes longer, zone, people in the group, people not in it.
    type Area = (u8, usize, u8, u8);

    fn plane(areas: usize) -> Plane {
        let table = vec![0.0; areas];
        Plane::new(Mode::Walk, 1, table.clone(), Some(table), LENGTH, TIME)
    }

    /// 100 m take 75 s.
    fn way(minutes: &[f32]) -> Assignment {
        Assignment {
            station: vec![0; minutes.len()],
            length_m: minutes.iter().map(|m| m * 80.0).collect(),
            time_s: minutes.iter().map(|m| m * 60.0).collect(),
        }
    }

    fn access() -> AccessSettings {
        AccessSettings {
            modes: vec![Mode::Walk],
            within_min: vec![],
            within_km: vec![],
            times: vec![],
            materially_worse_min: 5.0,
            materially_worse_km: 1.0,
            own_borough_only: false,
        }
    }

    fn people(areas: &[Area]) -> People {
        let zones = areas.iter().map(|a| a.1).max().map_or(0, |z| z + 1);
        let mut of_zone = vec![(0.0, 0.0); zones];
        let mut of_study = (0.0, 0.0);
        let mut of_area = Vec::new();
        for &(_, zone, inside, outside) in areas {
            let (inside, outside) = (f64::from(inside), f64::from(outside));
            of_area.push((inside, outside));
            of_zone[zone] = (of_zone[zone].0 + inside, of_zone[zone].1 + inside + outside);
            of_study = (of_study.0 + inside, of_study.1 + outside);
        }
        let zone_of = areas.iter().map(|a| a.1).collect();
        People { groups: 1, of_area, zone_of, of_zone, of_study: vec![of_study] }
    }

    /// The group's members of each zone put first into, or kept out of, the areas that are worse off.
    fn slowly(areas: &[Area], worse: &[bool], most: bool) -> (f64, f64) {
        let (mut group, mut others) = (0.0, 0.0);
        for zone in 0..4 {
            let here = || areas.iter().zip(worse).filter(|(a, _)| a.1 == zone);
            let members: u32 = here().map(|(a, _)| u32::from(a.2)).sum();
            let people = |is_worse: bool| -> u32 {
                here().filter(|(_, w)| **w == is_worse).map(|(a, _)| u32::from(a.2) + u32::from(a.3)).sum()
            };
            let (room, elsewhere) = (people(true), people(false));
            let inside = if most { members.min(room) } else { members.saturating_sub(elsewhere) };
            group += f64::from(inside);
            others += f64::from(room - inside);
        }
        (group, others)
    }

    proptest! {
        /// The sweep against trying very many places of the run one by one, counting each time from the start.
        #[test]
        fn finds_what_trying_all_places_finds(
            areas in prop::collection::vec((0..30u8, 0..4usize, 0..5u8, 0..5u8), 1..15),
        ) {
            let before = way(&vec![10.0; areas.len()]);
            let longer: Vec<f32> = areas.iter().map(|a| 10.0 + f32::from(a.0)).collect();
            let after = way(&longer);
            let found = sweep(&plane(areas.len()), &before, &after, &people(&areas), &access()).remove(0);
            let (size, others) = people(&areas).of_study[0];
            prop_assert_eq!((found.size, found.others), (size, others));
            let ratio = |(group, rest): (f64, f64)| {
                let defined = size > 0.0 && others > 0.0 && group + rest > 0.0;
                defined.then(|| (group / size) / (rest / others))
            };
            let (mut range, mut bounds) = (None, None);
            let steps = 4001;
            for step in 0..steps {
                let at = -1.0 + 2.0 * f64::from(step) / f64::from(steps - 1);
                let factor = |s: Spread| 1.0 + if at < 0.0 { at * (1.0 - s.low) } else { at * (s.high - 1.0) };
                let is_worse = |a: &Area| {
                    let minutes = f64::from(a.0);
                    minutes * factor(TIME) > 5.0 || minutes * 0.08 * factor(LENGTH) > 1.0
                };
                let worse: Vec<bool> = areas.iter().map(is_worse).collect();
                let counted = |inside: bool| -> f64 {
                    let part = |a: &Area| f64::from(if inside { a.2 } else { a.3 });
                    areas.iter().zip(&worse).filter(|(_, w)| **w).map(|(a, _)| part(a)).sum()
                };
                let here = ratio((counted(true), counted(false)));
                range = widened(range, here);
                bounds = widened(widened(widened(bounds, here), ratio(slowly(&areas, &worse, false))), ratio(slowly(&areas, &worse, true)));
                if step == 0 {
                    prop_assert_eq!(found.worse_range.0, counted(true));
                }
                if step == steps / 2 {
                    prop_assert_eq!((found.worse, found.others_worse), (counted(true), counted(false)));
                    prop_assert_eq!(found.ratio, here.filter(|r| r.is_finite()));
                }
                if step == steps - 1 {
                    prop_assert_eq!(found.worse_range.1, counted(true));
                }
            }
            let alike = |a: Option<(f64, f64)>, b: Option<(f64, f64)>| match (a, b) {
                (Some(a), Some(b)) => {
                    let near = |x: f64, y: f64| x == y || (x - y).abs() < 1e-9;
                    near(a.0, b.0) && near(a.1, b.1)
                }
                (a, b) => a == b,
            };
            prop_assert!(alike(found.ratio_range, range), "{:?} {:?}", found.ratio_range, range);
            prop_assert!(alike(found.ratio_bounds, bounds), "{:?} {:?}", found.ratio_bounds, bounds);
        }
    }
}
