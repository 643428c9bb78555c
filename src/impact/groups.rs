//! Groups of residents, and how much of each lives in which area.

use std::collections::BTreeMap;

use crate::city::{AGE_BANDS, Area, City, ETHNIC_GROUPS};

/// What a group is made by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupBy {
    /// Everybody in the study area.
    Study,
    /// Borough.
    Borough,
    /// National deprivation decile of the zone, 1 = most deprived.
    ImdDecile,
    /// Age band.
    Age,
    /// Households with and without a car.
    NoCar,
    /// Fifth of the city's residents by the deprivation rank of their zone, 1 = most deprived.
    CityImdQuintile,
    /// Residents with a limiting long-term illness.
    LimitingIllness,
    /// Ethnic group.
    Ethnicity,
    /// Ward.
    Ward,
    /// Postcode district.
    District,
}

impl GroupBy {
    /// The word in column `group_by`.
    pub fn as_str(self) -> &'static str {
        match self {
            GroupBy::Study => "study",
            GroupBy::Borough => "borough",
            GroupBy::ImdDecile => "imd_decile",
            GroupBy::Age => "age",
            GroupBy::NoCar => "no_car",
            GroupBy::CityImdQuintile => "city_imd_quintile",
            GroupBy::LimitingIllness => "limiting_illness",
            GroupBy::Ethnicity => "ethnicity",
            GroupBy::Ward => "ward",
            GroupBy::District => "district",
        }
    }
}

/// What a group is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightUnit {
    /// Residents.
    People,
    /// Households.
    Households,
}

impl WeightUnit {
    /// `people`, `households`.
    pub fn plural(self) -> &'static str {
        match self {
            WeightUnit::People => "people",
            WeightUnit::Households => "households",
        }
    }

    /// `person`, `household`.
    pub fn singular(self) -> &'static str {
        match self {
            WeightUnit::People => "person",
            WeightUnit::Households => "household",
        }
    }
}

/// A group of residents.
#[derive(Clone, Debug)]
pub struct Group {
    /// What it is made by.
    pub by: GroupBy,
    /// Its name within that.
    pub name: String,
    /// What it is counted in.
    pub counted: WeightUnit,
    /// Its size: the denominator of its shares.
    pub size: f64,
}

/// All groups of a study, and the weight of each in each area.
///
/// Groups that are known by zone are spread over its areas by residents: each area carries its zone's
/// rates (METHODS 2).
pub struct Groups {
    /// The groups, by kind, then by name.
    pub groups: Vec<Group>,
    starts: Vec<u32>,
    members: Vec<(u32, f64)>,
    residents: Vec<f64>,
}

impl Groups {
    /// The groups of the areas numbered in `study`.
    pub fn new(city: &City, study: &[usize]) -> Self {
        let mut numbers: BTreeMap<(GroupBy, String), usize> = BTreeMap::new();
        let quintiles = city_imd_quintiles(city);
        let weights: Vec<Vec<(GroupBy, String, f64)>> =
            study.iter().map(|&area| weights(city, &quintiles, &city.areas[area])).collect();
        for (by, name, _) in weights.iter().flatten() {
            numbers.entry((*by, name.clone())).or_default();
        }
        let mut groups = Vec::with_capacity(numbers.len());
        for ((by, name), number) in &mut numbers {
            *number = groups.len();
            let counted = if *by == GroupBy::NoCar { WeightUnit::Households } else { WeightUnit::People };
            groups.push(Group { by: *by, name: printed(*by, name), counted, size: 0.0 });
        }
        let mut starts = vec![0u32];
        let mut members = Vec::new();
        for list in weights {
            for (by, name, weight) in list {
                let group = numbers[&(by, name)];
                groups[group].size += weight;
                members.push((group as u32, weight));
            }
            starts.push(members.len() as u32);
        }
        let residents = study.iter().map(|&area| city.areas[area].population).collect();
        Groups { groups, starts, members, residents }
    }

    /// Number of groups.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there is no group.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The groups that the study's `area` belongs to, with what it adds to each.
    pub fn of(&self, area: usize) -> &[(u32, f64)] {
        &self.members[self.starts[area] as usize..self.starts[area + 1] as usize]
    }

    /// Residents of each of the study's areas.
    pub fn residents(&self) -> &[f64] {
        &self.residents
    }
}

#[cfg(test)]
impl Groups {
    /// One group of everybody, for tests of what is done with groups.
    pub(super) fn single(residents: &[f64]) -> Self {
        let size = residents.iter().sum();
        Groups {
            groups: vec![Group {
                by: GroupBy::Study,
                name: "study".to_string(),
                counted: WeightUnit::People,
                size,
            }],
            starts: (0..=residents.len() as u32).collect(),
            members: residents.iter().map(|w| (0, *w)).collect(),
            residents: residents.to_vec(),
        }
    }
}

/// Sort key of a decile, so that 10 comes after 9.
fn decile_key(decile: u8) -> String {
    format!("{decile:02}")
}

fn printed(by: GroupBy, key: &str) -> String {
    match by {
        GroupBy::ImdDecile => key.trim_start_matches('0').to_string(),
        _ => key.to_string(),
    }
}

/// The fifth of the city's residents that each zone is in, 1 = most deprived: zones are ranked by their national
/// rank, and one that straddles a line belongs where its middle resident is. National quintiles are not fifths of
/// a city. `None` without ranks.
fn city_imd_quintiles(city: &City) -> Option<Vec<u8>> {
    let ranks: Vec<f64> = city.zones.iter().map(|z| z.imd_rank).collect::<Option<_>>()?;
    let mut order: Vec<usize> = (0..ranks.len()).collect();
    order.sort_by(|a, b| ranks[*a].total_cmp(&ranks[*b]));
    let everybody: f64 = city.zones.iter().map(|z| z.population).sum();
    let mut quintiles = vec![1; ranks.len()];
    let mut before = 0.0;
    for zone in order {
        let people = city.zones[zone].population;
        let middle = if everybody > 0.0 { (before + people / 2.0) / everybody } else { 0.0 };
        quintiles[zone] = 1 + ((middle * 5.0) as u8).min(4);
        before += people;
    }
    Some(quintiles)
}

fn weights(city: &City, quintiles: &Option<Vec<u8>>, area: &Area) -> Vec<(GroupBy, String, f64)> {
    let zone = &city.zones[area.zone];
    let share = if zone.population > 0.0 { area.population / zone.population } else { 0.0 };
    let people = area.population;
    let district = if area.district.is_empty() { "unknown" } else { &area.district };
    let mut list = vec![
        (GroupBy::Study, "study".to_string(), people),
        (GroupBy::Borough, city.boroughs[area.borough].name.clone(), people),
        (GroupBy::Ward, city.ward_label(area.ward), people),
        (GroupBy::District, district.to_string(), people),
    ];
    if let Some(decile) = zone.imd_decile {
        list.push((GroupBy::ImdDecile, decile_key(decile), people));
    }
    if let Some(by_age) = zone.by_age {
        let bands = AGE_BANDS.iter().zip(by_age);
        list.extend(bands.map(|(band, count)| (GroupBy::Age, band.label.to_string(), count * share)));
    }
    if let Some((all, none)) = zone.households {
        list.push((GroupBy::NoCar, "no car".to_string(), none * share));
        list.push((GroupBy::NoCar, "car".to_string(), (all - none) * share));
    }
    if let Some(quintiles) = quintiles {
        list.push((GroupBy::CityImdQuintile, quintiles[area.zone].to_string(), people));
    }
    // Counts of 2011 are rates, applied to the residents of today.
    if let Some(rate) = zone.limiting_illness {
        list.push((GroupBy::LimitingIllness, "limiting illness".to_string(), rate * people));
    }
    if let Some(rates) = zone.ethnicity {
        let groups = ETHNIC_GROUPS.iter().zip(rates);
        list.extend(groups.map(|(group, rate)| (GroupBy::Ethnicity, group.to_string(), rate * people)));
    }
    list
}
