//! How people get to counters: measured on the city's roads, or without roads straight but for the river.

use std::collections::BTreeMap;

use crate::city::{City, Period, Roads};
use crate::scenario::Scenario;
use crate::space::Point;
use crate::travel::{
    Mode, NearestStation, Place, Plane, Profile, RoadModel, Shore, TravelMatrix, crow_fly, walk,
};

/// The travel matrix of the study's areas to all sites: one measurement per mode and period, whatever is open.
/// `roads` are the city's; without them nobody drives, and walks go straight but for the river.
pub fn measure(city: &City, roads: Option<&Roads>, scenario: &Scenario) -> TravelMatrix {
    Ways::new(city, roads, scenario).of_study()
}

/// The plane of `[catchment]`'s mode and time from all areas of the city, in file order: others compete for the counters
/// of those who are studied. `None` where the scenario does not ask for catchments.
pub fn measure_whole_city(city: &City, roads: Option<&Roads>, scenario: &Scenario) -> Option<Plane> {
    Ways::new(city, roads, scenario).of_whole_city()
}

/// The ways of a city to the sites of a scenario. The roads are prepared once for all that is measured on them.
pub(super) struct Ways<'c> {
    pub city: &'c City,
    pub scenario: &'c Scenario,
    roads: Option<RoadModel<'c>>,
}

impl<'c> Ways<'c> {
    /// `roads` are the city's, not prepared where no mode of the scenario needs them.
    pub(super) fn new(city: &'c City, roads: Option<&'c Roads>, scenario: &'c Scenario) -> Self {
        let roads = roads.filter(|_| scenario.needs_roads()).map(|roads| RoadModel::new(roads, &city.river));
        Ways { city, scenario, roads }
    }

    /// The roads, ready for journeys.
    pub(super) fn roads(&self) -> Option<&RoadModel<'c>> {
        self.roads.as_ref()
    }

    /// As [`measure`].
    pub(super) fn of_study(&self) -> TravelMatrix {
        TravelMatrix { planes: self.planes(&self.scenario.access.modes, &self.scenario.study.areas) }
    }

    /// As [`measure_whole_city`].
    pub(super) fn of_whole_city(&self) -> Option<Plane> {
        let catchment = self.scenario.catchment.as_ref()?;
        let everywhere: Vec<usize> = (0..self.city.areas.len()).collect();
        let planes = self.planes(&[catchment.mode], &everywhere);
        let period = catchment.time.period();
        planes.into_iter().find(|plane| plane.period.is_none_or(|p| p == period))
    }

    /// The planes of some modes from some areas to all sites.
    fn planes(&self, modes: &[Mode], areas: &[usize]) -> Vec<Plane> {
        let sites: Vec<Point> = self.scenario.sites.iter().map(|s| s.point).collect();
        planes(self.city, self.roads.as_ref(), modes, &self.homes(areas), &sites)
    }

    /// The nearest of some sites for each of some areas, at a period; `None` where none can be reached. With
    /// `own_borough`, only sites of an area's own borough count.
    ///
    /// Not by planes: one search for all sites together, or one a borough.
    pub(super) fn nearest(
        &self,
        (mode, period): (Mode, Period),
        own_borough: bool,
        areas: &[usize],
        sites: &[usize],
    ) -> Vec<Option<NearestStation>> {
        if !own_borough {
            return self.nearest_of_all(mode, period, areas, sites);
        }
        let mut of_borough: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, &area) in areas.iter().enumerate() {
            of_borough.entry(self.city.areas[area].borough).or_default().push(number);
        }
        let mut nearest = vec![None; areas.len()];
        for (borough, numbers) in of_borough {
            let own = sites.iter().copied().filter(|&s| self.scenario.sites[s].borough == borough);
            let own: Vec<usize> = own.collect();
            let homes: Vec<usize> = numbers.iter().map(|&n| areas[n]).collect();
            let found = self.nearest_of_all(mode, period, &homes, &own);
            numbers.into_iter().zip(found).for_each(|(number, found)| nearest[number] = found);
        }
        nearest
    }

    /// `station` of what is found is the number of the site.
    fn nearest_of_all(
        &self,
        mode: Mode,
        period: Period,
        areas: &[usize],
        sites: &[usize],
    ) -> Vec<Option<NearestStation>> {
        if sites.is_empty() || areas.is_empty() {
            return vec![None; areas.len()];
        }
        let stations: Vec<Point> = sites.iter().map(|&s| self.scenario.sites[s].point).collect();
        let profile = match mode {
            Mode::Drive => Profile::Drive(period),
            Mode::Walk | Mode::CrowFly => Profile::Walk,
        };
        let nearest = match &self.roads {
            Some(model) if mode != Mode::CrowFly => {
                let stations: Vec<Place> = stations.into_iter().map(Place::Point).collect();
                model.nearest(&self.homes(areas), &stations, profile)
            }
            _ => {
                let points = self.points(areas);
                let plane = match mode {
                    Mode::CrowFly => crow_fly(&points, &stations),
                    Mode::Walk | Mode::Drive => past_the_river(self.city, &points, &stations),
                };
                (0..points.len()).map(|area| least(plane.impedance(area))).collect()
            }
        };
        let site = |n: NearestStation| NearestStation { station: sites[n.station], ..n };
        nearest.into_iter().map(|n| n.map(site)).collect()
    }

    fn points(&self, areas: &[usize]) -> Vec<Point> {
        areas.iter().map(|&a| self.city.areas[a].point).collect()
    }

    fn homes(&self, areas: &[usize]) -> Vec<Place> {
        areas.iter().map(|&a| Place::Area(a as u32, self.city.areas[a].point)).collect()
    }
}

/// Every mode's planes from some places to some points. `roads` are the city's, needed to drive; without them walks go
/// straight but for the river.
pub(crate) fn planes(
    city: &City,
    roads: Option<&RoadModel<'_>>,
    modes: &[Mode],
    from: &[Place],
    to: &[Point],
) -> Vec<Plane> {
    let points: Vec<Point> = from.iter().map(|place| place.point()).collect();
    let mut planes = Vec::new();
    if modes.contains(&Mode::CrowFly) {
        planes.push(crow_fly(&points, to));
    }
    let by_road: Vec<Mode> = modes.iter().copied().filter(|m| *m != Mode::CrowFly).collect();
    match roads {
        Some(model) if !by_road.is_empty() => {
            let stations: Vec<Place> = to.iter().map(|p| Place::Point(*p)).collect();
            planes.extend(model.planes(&by_road, from, &stations));
        }
        _ if by_road.contains(&Mode::Walk) => planes.push(past_the_river(city, &points, to)),
        _ => {}
    }
    planes
}

fn past_the_river(city: &City, from: &[Point], to: &[Point]) -> Plane {
    let bridges: Vec<[Point; 2]> = city.bridges.iter().map(|b| b.ends).collect();
    walk(from, to, &Shore::new(&city.river, &bridges))
}

/// The first of the least, unless that is infinite.
fn least(row: &[f32]) -> Option<NearestStation> {
    let stations = row.iter().enumerate().filter(|(_, impedance)| impedance.is_finite());
    let nearest = stations.min_by(|a, b| a.1.total_cmp(b.1));
    nearest.map(|(station, &impedance)| NearestStation { station, impedance })
}
