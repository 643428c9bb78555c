//! From files to a [`City`], with every problem on the way noted.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::calls_by_hour::{self, CALLS_BY_HOUR};
use super::crime::{CrimeColumns, CrimeTable};
use super::manifest::sha256_hex;
use super::outline::{self, OutlineLayer};
use super::rows::{GroupColumns, borough_number, district_shares, position, station, unique, unique_name};
use super::table::Table;
use super::{
    Area, Borough, Bridge, City, CityError, CityFiles, Manifest, Outline, Problem, Snippet, Station, Ward,
    Zone, check,
};
use crate::space::{Barrier, LonLat, Region, to_grid, to_grid_all};

/// Reads and checks a city.
///
/// The big outlines (zones, wards, open land) and the postcodes are read when asked for
/// ([`City::outlines`], [`City::postcodes`]); `bluelamp city check` reads everything.
///
/// # Errors
/// [`CityError::Unreadable`] when there is no manifest, [`CityError::Invalid`] with every problem found.
pub fn load(files: CityFiles) -> Result<City, CityError> {
    let (manifest, manifest_sha256) = read_manifest(&files)?;
    let mut reader = Reader::new(&manifest, &files);
    // The large tables are read on another core.
    let (ahead, (boroughs, river)) = rayon::join(
        || ["zones.csv", "areas.csv"].map(|name| (name, Reader::new(&manifest, &files).read_ahead(name))),
        || (reader.boroughs(), reader.river()),
    );
    reader.ahead = HashMap::from(ahead);
    let zones = reader.zones(&boroughs);
    let stations = reader.stations(&boroughs);
    let bridges = reader.bridges();
    let areas = reader.areas(&zones, &boroughs);
    let calls_by_hour = reader.calls_by_hour();
    let Reader { manifest, files, problems, .. } = reader;
    let city = City {
        manifest,
        manifest_sha256,
        stations,
        areas,
        zones: zones.zones,
        crimes: zones.crimes,
        wards: zones.wards,
        boroughs,
        bridges,
        river,
        calls_by_hour,
        missing_groups: zones.missing_groups,
        files,
    };
    let mut problems = problems;
    // With rows missing, sums and joins would only repeat what is already said.
    if problems.is_empty() {
        problems.extend(check::consistency(&city));
    }
    if problems.is_empty() { Ok(city) } else { Err(CityError::Invalid(problems)) }
}

/// Loads the city and everything that is otherwise read only when needed.
///
/// # Errors
/// As [`load`].
pub fn check_all(files: CityFiles) -> Result<City, CityError> {
    let city = load(files)?;
    let mut problems = Vec::new();
    for layer in [OutlineLayer::Zones, OutlineLayer::Wards, OutlineLayer::Green] {
        match city.outlines(layer) {
            Ok(_) => {}
            Err(CityError::Invalid(more)) => problems.extend(more),
            Err(other) => return Err(other),
        }
    }
    match city.postcodes() {
        Ok(_) => {}
        Err(CityError::Invalid(more)) => problems.extend(more),
        Err(other) => return Err(other),
    }
    match city.roads() {
        Ok(_) => {}
        Err(CityError::Invalid(more)) => problems.extend(more),
        Err(other) => return Err(other),
    }
    if problems.is_empty() { Ok(city) } else { Err(CityError::Invalid(problems)) }
}

impl City {
    /// The outlines of one layer, from its file.
    ///
    /// # Errors
    /// [`CityError::Invalid`] when the file is missing, changed, no valid GeoJSON, or lacks a zone.
    pub fn outlines(&self, layer: OutlineLayer) -> Result<Vec<Outline>, CityError> {
        self.outlines_of(layer, &|_| true)
    }

    /// As [`City::outlines`], but only the features whose id `keep` wants: the rest is checked and dropped.
    ///
    /// # Errors
    /// As [`City::outlines`].
    pub fn outlines_of(
        &self,
        layer: OutlineLayer,
        keep: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<Outline>, CityError> {
        let mut reader = Reader::new(&self.manifest, &self.files);
        let mut outlines = reader.outlines(layer, keep);
        let mut problems = reader.problems;
        if layer == OutlineLayer::Zones && problems.is_empty() {
            let known: HashSet<&str> = outlines.iter().map(|o| o.id.as_str()).collect();
            let missing = self.zones.iter().filter(|z| !known.contains(z.id.as_str()));
            let label = self.files.label(layer.file_name());
            problems.extend(
                missing.map(|z| Problem::of_file(label.clone(), format!("has no outline of zone {}", z.id))),
            );
        }
        outlines.retain(|o| keep(&o.id));
        if problems.is_empty() { Ok(outlines) } else { Err(CityError::Invalid(problems)) }
    }

    /// The bytes of a file that the manifest lists, its hash checked.
    pub(super) fn file(&self, name: &str) -> Result<Cow<'static, [u8]>, CityError> {
        let mut reader = Reader::new(&self.manifest, &self.files);
        reader.bytes(name).ok_or(CityError::Invalid(reader.problems))
    }
}

/// The manifest and its hash.
fn read_manifest(files: &CityFiles) -> Result<(Manifest, String), CityError> {
    let unreadable = |reason: String| CityError::Unreadable { path: files.folder(), reason };
    let bytes = files
        .read("city.toml")
        .map_err(|e| unreadable(format!("its manifest city.toml cannot be read: {e}")))?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|e| unreadable(format!("its manifest city.toml is not UTF-8 (byte {})", e.valid_up_to())))?;
    let manifest = toml::from_str(text).map_err(|e| {
        let problem = Problem::of_file(files.label("city.toml"), e.message().to_string());
        CityError::Invalid(vec![match e.span() {
            Some(span) => problem.at(Snippet::in_text(text, span, "here")),
            None => problem,
        }])
    })?;
    Ok((manifest, sha256_hex(&bytes)))
}

struct Reader {
    manifest: Manifest,
    files: CityFiles,
    problems: Vec<Problem>,
    /// Tables that are read already, with what is wrong with them.
    ahead: HashMap<&'static str, (Option<Table>, Vec<Problem>)>,
}

/// What `zones.csv` yields.
struct ZoneTable {
    zones: Vec<Zone>,
    crimes: CrimeTable,
    wards: Vec<Ward>,
    missing_groups: Vec<String>,
    by_id: HashMap<String, usize>,
    /// All ids, those of rows with mistakes too: these are told of once.
    known: HashSet<String>,
}

impl Reader {
    fn new(manifest: &Manifest, files: &CityFiles) -> Self {
        let (manifest, files) = (manifest.clone(), files.clone());
        Reader { manifest, files, problems: Vec::new(), ahead: HashMap::new() }
    }

    /// A listed file with the listed hash.
    fn bytes(&mut self, name: &str) -> Option<Cow<'static, [u8]>> {
        let label = self.files.label(name);
        let Some(entry) = self.manifest.file.iter().find(|f| f.name == name) else {
            self.problems.push(
                Problem::of_file(self.files.label("city.toml"), format!("does not list {name}"))
                    .help("every file needs a [[file]] entry with its source, licence and sha256"),
            );
            return None;
        };
        let bytes = match self.files.read(name) {
            Ok(bytes) => bytes,
            Err(e) => {
                self.problems.push(
                    Problem::of_file(label, format!("cannot be read: {e}"))
                        .help("restore the file; `bluelamp city build` writes the London folder anew"),
                );
                return None;
            }
        };
        let actual = sha256_hex(&bytes);
        if actual != entry.sha256 {
            self.problems.push(
                Problem::of_file(
                    label,
                    format!("has changed: sha256 is {actual}, city.toml says {}", entry.sha256),
                )
                .help("restore the file, or put the new hash into city.toml if you changed it on purpose"),
            );
            return None;
        }
        Some(bytes)
    }

    fn table(&mut self, name: &str) -> Option<Table> {
        let table = match self.ahead.remove(name) {
            Some((table, problems)) => {
                self.problems.extend(problems);
                table?
            }
            None => self.read_table(name)?,
        };
        self.check_count(name, self.files.label(name), table.len());
        Some(table)
    }

    fn read_table(&mut self, name: &str) -> Option<Table> {
        let bytes = self.bytes(name)?;
        Table::read(self.files.label(name), &bytes, &mut self.problems)
    }

    /// A table for another reader's `ahead`.
    fn read_ahead(mut self, name: &str) -> (Option<Table>, Vec<Problem>) {
        (self.read_table(name), self.problems)
    }

    fn check_count(&mut self, name: &str, label: String, rows: usize) {
        let listed = self.manifest.file.iter().find(|f| f.name == name).map(|f| f.rows);
        if listed.is_some_and(|listed| listed != rows) && self.problems.is_empty() {
            self.problems.push(Problem::of_file(
                label,
                format!("holds {rows} rows, city.toml says {}", listed.unwrap_or(0)),
            ));
        }
    }

    fn outlines(&mut self, layer: OutlineLayer, keep: &dyn Fn(&str) -> bool) -> Vec<Outline> {
        let name = layer.file_name();
        let label = self.files.label(name);
        let Some(bytes) = self.bytes(name) else { return Vec::new() };
        let outlines = outline::read(&label, &bytes, keep, &mut self.problems).unwrap_or_default();
        let mut seen = HashSet::new();
        for outline in outlines.iter().filter(|o| !seen.insert(o.id.as_str())) {
            self.problems.push(Problem::of_file(&label, format!("has two features {:?}", outline.id)));
        }
        self.check_count(name, label, outlines.len());
        outlines
    }

    fn boroughs(&mut self) -> Vec<Borough> {
        let outlines = self.outlines(OutlineLayer::Boroughs, &|_| true);
        let mut boroughs: Vec<Borough> = outlines
            .into_iter()
            .map(|o| Borough { id: o.id, name: o.name, region: Region::new(&o.polygons) })
            .collect();
        boroughs.sort_by(|a, b| a.name.cmp(&b.name));
        boroughs
    }

    fn river(&mut self) -> Barrier {
        let (mut water, mut lines) = (Vec::new(), Vec::new());
        for outline in self.outlines(OutlineLayer::River, &|_| true) {
            water.extend(outline.polygons);
            lines.extend(outline.lines);
        }
        Barrier::new(water, lines)
    }

    fn bridges(&mut self) -> Vec<Bridge> {
        let Some(table) = self.table("bridges.csv") else { return Vec::new() };
        let names = ["name", "end_a_lon", "end_a_lat", "end_b_lon", "end_b_lat"];
        let Some([name, a_lon, a_lat, b_lon, b_lat]) = table.columns(names, &mut self.problems) else {
            return Vec::new();
        };
        let mut bridges = Vec::new();
        for row in table.rows() {
            let a = position(&row, a_lon, a_lat, &mut self.problems);
            let b = position(&row, b_lon, b_lat, &mut self.problems);
            if let (Some(a), Some(b)) = (a, b) {
                let ends = [to_grid(a), to_grid(b)];
                bridges.push(Bridge { name: row.text(name).to_string(), ends });
            }
        }
        bridges
    }

    /// The week of the city's calls, if its folder has it.
    fn calls_by_hour(&mut self) -> Option<Vec<f64>> {
        self.manifest.file.iter().find(|f| f.name == CALLS_BY_HOUR)?;
        let table = self.table(CALLS_BY_HOUR)?;
        calls_by_hour::weights(&table, &mut self.problems)
    }

    fn stations(&mut self, boroughs: &[Borough]) -> Vec<Station> {
        let Some(table) = self.table("stations.csv") else { return Vec::new() };
        let names = [
            "id",
            "name",
            "borough",
            "address",
            "postcode",
            "lon",
            "lat",
            "counter_hours",
            "source",
            "confidence",
            "coord_error_m",
        ];
        let problems = &mut self.problems;
        let Some(columns) = table.columns(names, problems) else { return Vec::new() };
        // A city may lack these.
        let footfall = ["reports_per_day", "visits_per_day"].map(|name| table.column(name));
        let mut seen = HashSet::new();
        let mut stations: Vec<Station> = Vec::new();
        let mut rows = Vec::new();
        for row in table.rows() {
            unique_name(&row, columns[0], &mut seen, problems);
            unique_name(&row, columns[1], &mut seen, problems);
            if let Some(station) = station(&row, columns, footfall, boroughs, problems) {
                stations.push(station);
                rows.push(row);
            }
        }
        let positions: Vec<LonLat> = stations.iter().map(|s| s.position).collect();
        for ((station, point), row) in stations.iter_mut().zip(to_grid_all(&positions)).zip(rows) {
            station.point = point;
            check::inside(&row, columns[5], point, &boroughs[station.borough], problems);
        }
        stations
    }

    fn zones(&mut self, boroughs: &[Borough]) -> ZoneTable {
        let mut out = ZoneTable {
            zones: vec![],
            crimes: CrimeTable::default(),
            wards: vec![],
            missing_groups: vec![],
            by_id: HashMap::new(),
            known: HashSet::new(),
        };
        let Some(table) = self.table("zones.csv") else { return out };
        let problems = &mut self.problems;
        let names = ["id", "name", "borough", "ward", "ward_name", "population"];
        let Some([id, name, borough, ward, ward_name, population]) = table.columns(names, problems) else {
            return out;
        };
        let groups = GroupColumns::find(&table, &mut out.missing_groups);
        let mut crimes = CrimeColumns::find(&table, problems);
        let shares = table.column("district_shares");
        let mut seen = HashSet::new();
        let known = &mut out.known;
        let mut ward_numbers: HashMap<String, usize> = HashMap::new();
        for row in table.rows() {
            unique(&row, id, &mut seen, problems);
            known.insert(row.text(id).to_string());
            let Some(borough) = borough_number(&row, borough, boroughs, problems) else { continue };
            let Some(population) = row.number(population, 0.0..=f64::MAX, problems) else { continue };
            let ward_id = row.text(ward).to_string();
            let ward = *ward_numbers.entry(ward_id.clone()).or_insert_with(|| {
                out.wards.push(Ward { id: ward_id, name: row.text(ward_name).to_string(), borough });
                out.wards.len() - 1
            });
            let Some(groups) = groups.read(&row, problems) else { continue };
            crimes.read(&row, problems);
            out.by_id.insert(row.text(id).to_string(), out.zones.len());
            out.zones.push(Zone {
                id: row.text(id).to_string(),
                name: row.text(name).to_string(),
                borough,
                ward,
                population,
                by_age: groups.by_age,
                imd_decile: groups.imd_decile,
                imd_rank: groups.imd_rank,
                limiting_illness: groups.limiting_illness,
                ethnicity: groups.ethnicity,
                households: groups.households,
                district_shares: shares.map_or_else(Box::default, |c| district_shares(&row, c, problems)),
            });
        }
        out.crimes = crimes.into_table();
        out
    }

    fn areas(&mut self, zones: &ZoneTable, boroughs: &[Borough]) -> Vec<Area> {
        let Some(table) = self.table("areas.csv") else { return Vec::new() };
        let problems = &mut self.problems;
        let names = ["id", "zone", "borough", "district", "lon", "lat", "population"];
        let Some([id, zone, borough, district, lon, lat, population]) = table.columns(names, problems) else {
            return Vec::new();
        };
        let borough_numbers: HashMap<&str, usize> =
            boroughs.iter().enumerate().map(|(i, b)| (b.name.as_str(), i)).collect();
        let mut seen = HashSet::with_capacity(table.len());
        let mut areas: Vec<Area> = Vec::with_capacity(table.len());
        let mut rows = Vec::with_capacity(table.len());
        for row in table.rows() {
            unique(&row, id, &mut seen, problems);
            let place = position(&row, lon, lat, problems);
            let people = row.number(population, 0.0..=f64::MAX, problems);
            let zone_number = zones.by_id.get(row.text(zone)).copied();
            if zone_number.is_none() && !zones.known.is_empty() && !zones.known.contains(row.text(zone)) {
                problems.push(row.problem(zone, "is not in zones.csv"));
            }
            let borough_number = borough_numbers.get(row.text(borough)).copied();
            if borough_number.is_none() && !boroughs.is_empty() {
                problems.push(row.problem(borough, "is not in boroughs.geojson"));
            }
            let (Some(position), Some(population), Some(zone), Some(borough)) =
                (place, people, zone_number, borough_number)
            else {
                continue;
            };
            areas.push(Area {
                id: row.text(id).to_string(),
                zone,
                ward: zones.zones[zone].ward,
                borough,
                district: row.text(district).to_string(),
                position,
                point: crate::space::Point { e: 0.0, n: 0.0 },
                population,
            });
            rows.push(row);
        }
        let positions: Vec<LonLat> = areas.iter().map(|a| a.position).collect();
        for (area, point) in areas.iter_mut().zip(to_grid_all(&positions)) {
            area.point = point;
        }
        let outside = rows.par_iter().zip(&areas).flat_map_iter(|(row, area)| {
            let mut problems = Vec::new();
            check::inside(row, lon, area.point, &boroughs[area.borough], &mut problems);
            problems
        });
        problems.extend(outside.collect::<Vec<Problem>>());
        areas
    }
}
