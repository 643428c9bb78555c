//! The least and the greatest ratio of two rates while an assumption runs through its range, with and without knowing
//! where in its zone a group lives.
//!
//! Who is materially worse off only grows with the factor on all ways (lengths and times run from the low ends of
//! their ranges through the central values to the high ends together). So every area joins once, at a factor that is
//! known, and the sweep looks at the ratios each time that somebody has joined.

use super::super::compare::{UNCHANGED, lengthened};
use super::super::figure::RESIDUE_PEOPLE;
use super::super::numbered::Numbered;
use super::super::{Groups, WeightUnit};
use super::Rates;
use crate::access::Assignment;
use crate::city::City;
use crate::scenario::AccessSettings;
use crate::travel::{Plane, Spread};

/// The areas of the study's zones that are not in the study.
pub(super) struct Outside {
    groups: Groups,
    /// The zone of each.
    zones: Vec<usize>,
}

impl Outside {
    /// `study` holds the numbers of the study's areas, ascending.
    pub(super) fn new(city: &City, study: &[usize]) -> Outside {
        let mut is_touched = vec![false; city.zones.len()];
        study.iter().for_each(|&area| is_touched[city.areas[area].zone] = true);
        let is_outside = |a: &usize| is_touched[city.areas[*a].zone] && study.binary_search(a).is_err();
        let areas: Vec<usize> = (0..city.areas.len()).filter(is_outside).collect();
        let zones = areas.iter().map(|&a| city.areas[a].zone).collect();
        Outside { groups: Groups::new(city, &areas), zones }
    }
}

/// What is known of a group in a zone. Where in the zone its members live is not.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct OfZone {
    /// In the group, in the whole zone.
    members: f64,
    /// All who live in the whole zone.
    all: f64,
    /// All who live in its part that is in the study.
    in_study: f64,
}

impl OfZone {
    /// The least and the greatest that the zone can add to the ratio, each as (in the group and worse off, in the
    /// group and in the study), where `worse` of its residents are worse off.
    ///
    /// The greatest has as many members as can be among those worse off, and as few more in the study as can be. Both
    /// make the ratio greater whatever the other zones add: to move a member to a place that is worse off, even from
    /// outside the study, adds more to the rate of the worse off than to the size. The least is the reverse.
    fn extremes(&self, worse: f64) -> [(f64, f64); 2] {
        let elsewhere = self.all - self.in_study;
        let fewest = (self.members - (self.all - worse)).max(0.0);
        let most = self.members.min(worse);
        let unharmed = (self.in_study - worse).max(0.0);
        [(fewest, fewest + (self.members - fewest).min(unharmed)), (most, most.max(self.members - elsewhere))]
    }
}

/// How many of each chosen group, and of all others, live in each of the study's areas.
pub(super) struct People {
    /// Number of chosen groups.
    groups: usize,
    /// (in the group, not in it), areas by groups.
    of_area: Vec<(f64, f64)>,
    /// The zone of each area, numbered as they come.
    zone_of: Vec<usize>,
    /// Zones by groups.
    of_zone: Vec<OfZone>,
    /// (in the group, not in it), by group.
    of_study: Vec<(f64, f64)>,
}

impl People {
    /// `zones` holds the number of the zone of each of the study's areas.
    pub(super) fn new(groups: &Groups, chosen: &[usize], zones: &[usize], outside: &Outside) -> People {
        let mut numbers: Numbered<usize> = Numbered::default();
        let zone_of: Vec<usize> = zones.iter().map(|zone| numbers.number(*zone)).collect();
        let mut of_area = vec![(0.0, 0.0); zones.len() * chosen.len()];
        let mut of_zone = vec![OfZone::default(); numbers.len() * chosen.len()];
        let mut of_study = vec![(0.0, 0.0); chosen.len()];
        for area in 0..zones.len() {
            for (i, &group) in chosen.iter().enumerate() {
                let (inside, others) = split(groups, area, group);
                of_area[area * chosen.len() + i] = (inside, others);
                let zone = &mut of_zone[zone_of[area] * chosen.len() + i];
                zone.members += inside;
                zone.all += inside + others;
                zone.in_study += inside + others;
                of_study[i] = (of_study[i].0 + inside, of_study[i].1 + others);
            }
        }
        for (i, &group) in chosen.iter().enumerate() {
            let about = &groups.groups[group];
            let same = outside.groups.groups.iter().position(|g| (g.by, &g.name) == (about.by, &about.name));
            for (area, zone) in outside.zones.iter().enumerate() {
                let (inside, others) = same.map_or((0.0, 0.0), |g| split(&outside.groups, area, g));
                let zone = &mut of_zone[numbers.number(*zone) * chosen.len() + i];
                zone.members += inside;
                zone.all += inside + others;
            }
        }
        People { groups: chosen.len(), of_area, zone_of, of_zone, of_study }
    }
}

/// How many in an area are in a group and how many are not; nobody where its zone tells nothing of such groups.
fn split(groups: &Groups, area: usize, group: usize) -> (f64, f64) {
    let about = &groups.groups[group];
    let kin = || groups.of(area).iter().filter(|(g, _)| groups.groups[*g as usize].by == about.by);
    let inside: f64 = kin().filter(|(g, _)| *g as usize == group).map(|(_, w)| w).sum();
    let all: f64 = match about.counted {
        _ if kin().next().is_none() => 0.0,
        WeightUnit::People => groups.residents()[area],
        // Households are only in the groups that are counted in them, once each.
        WeightUnit::Households => kin().map(|(_, w)| w).sum(),
    };
    (inside, (all - inside).max(0.0))
}

/// One group while the factor runs.
#[derive(Clone, Copy, Debug, Default)]
struct Running {
    worse: f64,
    others_worse: f64,
    /// What adds up to the least ratio and to the greatest: members who are worse off, and all in the study.
    extremes: [(f64, f64); 2],
}

impl Running {
    /// The least and the greatest `ratio`, where `worse` of `all` in the study are worse off.
    ///
    /// The least may have no member in the study, and the greatest nobody else, which is no ratio. Those who make the
    /// step to it live where all are worse off, so the ratio comes as near as one likes to a rate of one against the
    /// study's, or the study's against one.
    fn bounds(
        &self,
        ratio: impl Fn((f64, f64)) -> Option<f64>,
        (worse, all): (f64, f64),
    ) -> [Option<f64>; 2] {
        let [least, most] = self.extremes;
        let has_no_member = least.1 <= RESIDUE_PEOPLE;
        let has_nobody_else = all - most.1 <= RESIDUE_PEOPLE;
        [
            if has_no_member { Some(all / worse) } else { ratio(least) },
            if has_nobody_else { Some(worse / all) } else { ratio(most) },
        ]
    }

    /// One zone adds other extremes than before.
    fn change(&mut self, before: Option<[(f64, f64); 2]>, after: [(f64, f64); 2]) {
        let before = before.unwrap_or_default();
        for (sum, (before, after)) in self.extremes.iter_mut().zip(before.into_iter().zip(after)) {
            *sum = (sum.0 + after.0 - before.0, sum.1 + after.1 - before.1);
        }
    }
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
    let mut running = people.start();
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
    /// Nobody is worse off yet.
    fn start(&self) -> Vec<Running> {
        let mut running = vec![Running::default(); self.groups];
        for zone in self.of_zone.chunks(self.groups.max(1)) {
            running.iter_mut().zip(zone).for_each(|(now, zone)| now.change(None, zone.extremes(0.0)));
        }
        running
    }

    /// One more area is worse off.
    fn join(&self, area: usize, running: &mut [Running], worse_in_zone: &mut [f64]) {
        for (i, now) in running.iter_mut().enumerate() {
            let (inside, outside) = self.of_area[area * self.groups + i];
            let cell = self.zone_of[area] * self.groups + i;
            let before = self.of_zone[cell].extremes(worse_in_zone[cell]);
            worse_in_zone[cell] += inside + outside;
            now.worse += inside;
            now.others_worse += outside;
            now.change(Some(before), self.of_zone[cell].extremes(worse_in_zone[cell]));
        }
    }
}

impl Rates {
    /// Takes in the state at one place; the last one before the central values is theirs.
    fn look(&mut self, now: &Running, up_to_central: bool) {
        let (worse, all) = (now.worse + now.others_worse, self.size + self.others);
        let ratio = |(members, size): (f64, f64)| ratio((members, worse - members), (size, all - size));
        let here = ratio((now.worse, self.size));
        // Where nobody is compared, no spread makes a comparison.
        let [least, most] = if here.is_some() { now.bounds(ratio, (worse, all)) } else { [None; 2] };
        self.ratio_range = widened(self.ratio_range, here);
        self.ratio_bounds = widened(widened(widened(self.ratio_bounds, least), most), here);
        self.worse_range.1 = now.worse;
        if up_to_central {
            (self.worse, self.others_worse) = (now.worse, now.others_worse);
            self.ratio = here.filter(|r| r.is_finite());
        }
    }
}

/// The ratio of the rates of a group and of the others, given how many of each are worse off and how many each are:
/// infinite where nobody else is worse off, nothing where nobody is.
fn ratio((worse, others_worse): (f64, f64), (size, others): (f64, f64)) -> Option<f64> {
    if size <= RESIDUE_PEOPLE || others <= RESIDUE_PEOPLE || worse + others_worse <= RESIDUE_PEOPLE {
        return None;
    }
    if others_worse <= RESIDUE_PEOPLE {
        return Some(f64::INFINITY);
    }
    Some((worse.max(0.0) / size) / (others_worse / others))
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
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::travel::Mode;

    const LENGTH: Spread = Spread { low: 0.92, high: 1.12 };
    const TIME: Spread = Spread { low: 0.8, high: 1.5 };

    /// One area: minutes longer, zone, people in the group, people not in it.
    type Area = (u8, usize, u8, u8);

    /// Of each zone, who lives outside the study: in the group, not in it.
    type Elsewhere = [(u8, u8); ZONES];

    const ZONES: usize = 3;

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

    fn people(areas: &[Area], elsewhere: &Elsewhere) -> People {
        let outside = |&(inside, others): &(u8, u8)| OfZone {
            members: f64::from(inside),
            all: f64::from(inside) + f64::from(others),
            in_study: 0.0,
        };
        let mut of_zone: Vec<OfZone> = elsewhere.iter().map(outside).collect();
        let mut of_study = (0.0, 0.0);
        let mut of_area = Vec::new();
        for &(_, zone, inside, others) in areas {
            let (inside, others) = (f64::from(inside), f64::from(others));
            of_area.push((inside, others));
            of_zone[zone].members += inside;
            of_zone[zone].all += inside + others;
            of_zone[zone].in_study += inside + others;
            of_study = (of_study.0 + inside, of_study.1 + others);
        }
        let zone_of = areas.iter().map(|a| a.1).collect();
        People { groups: 1, of_area, zone_of, of_zone, of_study: vec![of_study] }
    }

    /// Every (in the group and worse off, in the group and in the study) that some spread of the members over the
    /// places of their zones makes, all zones together.
    fn spreads(areas: &[Area], elsewhere: &Elsewhere, worse: &[bool]) -> BTreeSet<(u32, u32)> {
        let mut totals = BTreeSet::from([(0, 0)]);
        for (zone, outside) in elsewhere.iter().enumerate() {
            let here = || areas.iter().zip(worse).filter(move |(a, _)| a.1 == zone);
            let people = |a: &Area| u32::from(a.2) + u32::from(a.3);
            let members = here().map(|(a, _)| u32::from(a.2)).sum::<u32>() + u32::from(outside.0);
            let harmed: u32 = here().filter(|(_, w)| **w).map(|(a, _)| people(a)).sum();
            let unharmed: u32 = here().filter(|(_, w)| !**w).map(|(a, _)| people(a)).sum();
            let room_outside = u32::from(outside.0) + u32::from(outside.1);
            let mut next = BTreeSet::new();
            for in_harmed in 0..=harmed.min(members) {
                for in_unharmed in 0..=unharmed.min(members - in_harmed) {
                    if members - in_harmed - in_unharmed <= room_outside {
                        let more = (in_harmed, in_harmed + in_unharmed);
                        next.extend(totals.iter().map(|t| (t.0 + more.0, t.1 + more.1)));
                    }
                }
            }
            totals = next;
        }
        totals
    }

    proptest! {
        /// The sweep against trying very many places of the run one by one, counting each time from the start.
        #[test]
        fn finds_what_trying_all_places_finds(
            areas in prop::collection::vec((0..30u8, 0..ZONES, 0..4u8, 0..4u8), 1..12),
            elsewhere in prop::array::uniform3(prop_oneof![Just((0u8, 0u8)), (0..5u8, 0..5u8)]),
        ) {
            let before = way(&vec![10.0; areas.len()]);
            let longer: Vec<f32> = areas.iter().map(|a| 10.0 + f32::from(a.0)).collect();
            let after = way(&longer);
            let found = sweep(&plane(areas.len()), &before, &after, &people(&areas, &elsewhere), &access()).remove(0);
            let (size, others) = people(&areas, &elsewhere).of_study[0];
            prop_assert_eq!((found.size, found.others), (size, others));
            let (everybody, are_compared) = (size + others, size > 0.0 && others > 0.0);
            let ratio = |(group, size): (f64, f64), worse: f64| {
                let others = everybody - size;
                let defined = size > 0.0 && others > 0.0 && worse > 0.0 && are_compared;
                defined.then(|| (group / size) / ((worse - group) / others))
            };
            let (mut range, mut bounds) = (None, None);
            let mut seen: Option<Vec<bool>> = None;
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
                let here = ratio((counted(true), size), counted(true) + counted(false));
                range = widened(range, here);
                bounds = widened(bounds, here);
                if seen.as_ref() != Some(&worse) {
                    let spreads = spreads(&areas, &elsewhere, &worse);
                    let spreads: Vec<(f64, f64)> = spreads.iter().map(|s| (f64::from(s.0), f64::from(s.1))).collect();
                    let has_ratio = |s: &&(f64, f64)| s.1 > 0.0 && s.1 < everybody;
                    let mut all_but = Vec::new();
                    for end in spreads.iter().filter(|s| !has_ratio(s)) {
                        // Members are shares of people, so between two spreads lies another, as near as one likes.
                        let near = |from: f64, to: f64| to + (from - to) * 1e-8;
                        let towards = |s: &(f64, f64)| (near(s.0, end.0), near(s.1, end.1));
                        all_but.extend(spreads.iter().filter(has_ratio).map(towards));
                    }
                    for &spread in spreads.iter().filter(has_ratio).chain(&all_but) {
                        bounds = widened(bounds, ratio(spread, counted(true) + counted(false)));
                    }
                }
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
                seen = Some(worse);
            }
            let alike = |a: Option<(f64, f64)>, b: Option<(f64, f64)>| match (a, b) {
                (Some(a), Some(b)) => {
                    let near = |x: f64, y: f64| x == y || (x - y).abs() < 1e-6 * y.abs().max(1.0);
                    near(a.0, b.0) && near(a.1, b.1)
                }
                (a, b) => a == b,
            };
            prop_assert!(alike(found.ratio_range, range), "{:?} {:?}", found.ratio_range, range);
            prop_assert!(alike(found.ratio_bounds, bounds), "{:?} {:?}", found.ratio_bounds, bounds);
        }
    }
}
