//! How what is known of a zone is spread over its areas.

use super::City;

/// Each area's share of its zone: that of its residents among those of all the zone's areas, an even one where nobody
/// lives in the zone. A zone's shares add up to one, so that nothing counted in a zone is lost.
pub struct ZoneShares {
    zone: Vec<usize>,
    weight: Vec<f64>,
    of_zone: Vec<f64>,
}

impl ZoneShares {
    /// Shares of all areas of the city.
    pub fn new(city: &City) -> Self {
        let homes = city.areas.iter().map(|area| (area.zone, area.population));
        ZoneShares::of(homes.collect(), city.zones.len())
    }

    /// `homes` holds zone and residents by area.
    fn of(homes: Vec<(usize, f64)>, zones: usize) -> Self {
        let mut residents = vec![0.0; zones];
        homes.iter().for_each(|(zone, people)| residents[*zone] += people);
        let weigh = |&(zone, people): &(usize, f64)| if residents[zone] > 0.0 { people } else { 1.0 };
        let weight: Vec<f64> = homes.iter().map(weigh).collect();
        let zone: Vec<usize> = homes.into_iter().map(|(zone, _)| zone).collect();
        let mut of_zone = vec![0.0; zones];
        zone.iter().zip(&weight).for_each(|(zone, weight)| of_zone[*zone] += weight);
        ZoneShares { zone, weight, of_zone }
    }

    /// The share of an area in its zone, 0 to 1.
    pub fn area(&self, area: usize) -> f64 {
        self.weight[area] / self.of_zone[self.zone[area]]
    }

    /// By zone, the share of it that lies in some areas, 0 to 1; 0 of a zone without any area.
    pub fn inside(&self, areas: &[usize]) -> Vec<f64> {
        let mut inside = vec![0.0; self.of_zone.len()];
        areas.iter().for_each(|&area| inside[self.zone[area]] += self.weight[area]);
        let share = |(inside, all): (f64, &f64)| if *all > 0.0 { inside / all } else { 0.0 };
        inside.into_iter().zip(&self.of_zone).map(share).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_a_zone_add_up_also_where_nobody_lives() {
        let shares = ZoneShares::of(vec![(0, 30.0), (1, 0.0), (0, 10.0), (1, 0.0), (0, 0.0)], 3);
        assert_eq!([0, 1, 2, 3, 4].map(|area| shares.area(area)), [0.75, 0.5, 0.25, 0.5, 0.0]);
        assert_eq!(shares.inside(&[0, 1, 2, 4]), [1.0, 0.5, 0.0]);
        assert_eq!(shares.inside(&[]), [0.0; 3]);
    }
}
