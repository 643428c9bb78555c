//! The files of the road network: `road_nodes.csv`, `roads.csv`, `local_streets.csv` and `speeds.csv`.

use std::collections::{HashMap, HashSet};

use super::rows::position;
use super::table::{Column, Row, Table};
use super::{
    City, CityError, Driving, LocalLink, Period, Problem, Road, RoadClass, RoadNetwork, RoadNode, Speed,
    Speeds,
};
use crate::space::{LonLat, Point, to_grid_all};

/// A city's roads and how fast they are driven.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roads {
    /// The network.
    pub network: RoadNetwork,
    /// Speeds by class, zone and period.
    pub speeds: Speeds,
}

/// A node farther than this from every station is in another place than the city, metres.
pub(super) const FAR_AWAY_M: f64 = 100_000.0;

/// A carriageway may be this much shorter than the straight line between its nodes: rounding, metres.
const ROUNDING_M: f64 = 2.0;

/// No carriageway between two junctions is longer, metres.
const LONGEST_M: f64 = 100_000.0;

/// Length of a degree of latitude, metres.
const M_PER_DEGREE: f64 = 111_200.0;

/// Nothing drives faster, km/h.
const FASTEST_KM_H: f64 = 200.0;

impl City {
    /// Whether the city's folder has a road network.
    pub fn has_roads(&self) -> bool {
        self.manifest.file.iter().any(|f| f.name == "roads.csv")
    }

    /// The city's roads, read and checked; `None` for a city without.
    ///
    /// # Errors
    /// [`CityError::Invalid`] with every problem of the four files.
    pub fn roads(&self) -> Result<Option<Roads>, CityError> {
        if !self.has_roads() {
            return Ok(None);
        }
        let (nodes, speeds) = rayon::join(|| self.road_nodes(), || self.speeds());
        let mut problems = Vec::new();
        let nodes = keep(nodes, &mut problems)?;
        let speeds = keep(speeds, &mut problems)?;
        let (Some(nodes), Some(speeds)) = (nodes, speeds) else { return Err(CityError::Invalid(problems)) };
        let ids = Ids::new(&nodes);
        let (roads, local) = rayon::join(|| self.carriageways(&nodes, &ids), || self.local_streets(&ids));
        let roads = keep(roads, &mut problems)?;
        let local = keep(local, &mut problems)?;
        let (Some(roads), Some(local)) = (roads, local) else { return Err(CityError::Invalid(problems)) };
        let roads = Roads { network: RoadNetwork { nodes, roads, local }, speeds };
        let lacking = self.lacking_speeds(&roads);
        if lacking.is_empty() { Ok(Some(roads)) } else { Err(CityError::Invalid(lacking)) }
    }

    /// Shows every row of a listed table to `take`.
    fn scan<const N: usize>(
        &self,
        name: &str,
        columns: [&str; N],
        mut take: impl FnMut(&Row<'_>, [Column; N], &mut Vec<Problem>),
    ) -> Result<(), CityError> {
        let bytes = self.file(name)?;
        let mut problems = Vec::new();
        if let Some(table) = Table::open(self.files.label(name), &bytes, &mut problems)
            && let Some(columns) = table.columns(columns, &mut problems)
        {
            let rows = table.scan(&mut problems, |row, problems| take(&row, columns, problems));
            let listed = self.manifest.file.iter().find(|f| f.name == name).map_or(rows, |f| f.rows);
            if listed != rows && problems.is_empty() {
                let what = format!("holds {rows} rows, city.toml says {listed}");
                problems.push(Problem::of_file(self.files.label(name), what));
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(CityError::Invalid(problems)) }
    }

    fn road_nodes(&self) -> Result<Vec<RoadNode>, CityError> {
        let mut nodes: Vec<RoadNode> = Vec::new();
        let mut seen: HashSet<u64> = HashSet::new();
        let areas = AreaNumbers::new(self);
        let mut homes: HashSet<u32> = HashSet::new();
        self.scan("road_nodes.csv", ["id", "lon", "lat", "zone", "area"], |row, columns, problems| {
            let [id, lon, lat, zone, area] = columns;
            let place = position(row, lon, lat, problems);
            let number = row.text(id).parse::<u64>().ok();
            match number {
                None => problems.push(row.problem(id, "is not a whole number")),
                Some(number) if !seen.insert(number) => {
                    problems.push(row.problem(id, "is already taken by an earlier row"));
                }
                Some(_) => {}
            }
            let home = match row.text(area) {
                "" => None,
                code => {
                    let found = areas.number(code, nodes.len());
                    if found.is_none() {
                        problems.push(row.problem(area, "is not in areas.csv"));
                    }
                    if found.is_some_and(|area| !homes.insert(area)) {
                        let help = "an area's people live at one node: leave the cell of the other empty";
                        problems.push(row.problem(area, "has a node in an earlier row").help(help));
                    }
                    found
                }
            };
            if let (Some(id), Some(position)) = (number, place) {
                let point = Point { e: 0.0, n: 0.0 };
                nodes.push(RoadNode { id, position, point, zone: row.text(zone).to_string(), area: home });
            }
        })?;
        place_on_grid(&mut nodes);
        let far: Vec<Problem> = self.far_away(&nodes).into_iter().collect();
        if far.is_empty() { Ok(nodes) } else { Err(CityError::Invalid(far)) }
    }

    /// A network of another place, or with its coordinates swapped, lies far from the stations.
    fn far_away(&self, nodes: &[RoadNode]) -> Option<Problem> {
        let gap = |n: &RoadNode| {
            self.stations.iter().map(|s| s.point.distance(n.point)).fold(f64::INFINITY, f64::min)
        };
        // Where the projection ends there is no distance, and that is far too.
        let close = |metres: f64| metres <= FAR_AWAY_M;
        // Most nodes are close to the first station: only for the others is every station tried.
        let start = self.stations.first()?.point;
        let first = nodes.iter().find(|n| !close(start.distance(n.point)) && !close(gap(n)))?;
        let label = self.files.label("road_nodes.csv");
        let what = format!(
            "node {} at {} is {:.0} km from the nearest station",
            first.id,
            first.position,
            gap(first) / 1000.0
        );
        let help = "are longitude and latitude swapped, or are these the roads of another place?";
        Some(Problem::of_file(label, what).help(help))
    }

    fn carriageways(&self, nodes: &[RoadNode], ids: &Ids) -> Result<Vec<Road>, CityError> {
        let mut roads = Vec::new();
        let names =
            ["from", "to", "length_m", "class", "name", "drive", "walk", "max_km_h", "source", "shape"];
        self.scan("roads.csv", names, |row, columns, problems| {
            roads.extend(road(row, columns, nodes, ids, problems));
        })?;
        if roads.is_empty() {
            let what = "holds no carriageway";
            let help = "list at least one, or take the four road files out of city.toml";
            let problem = Problem::of_file(self.files.label("roads.csv"), what.to_string()).help(help);
            return Err(CityError::Invalid(vec![problem]));
        }
        Ok(roads)
    }

    fn local_streets(&self, ids: &Ids) -> Result<Vec<LocalLink>, CityError> {
        let mut links = Vec::new();
        self.scan("local_streets.csv", ["from", "to"], |row, [from, to], problems| {
            let ends = (ids.of(row, from, problems), ids.of(row, to, problems));
            if let (Some(from), Some(to)) = ends {
                links.push(LocalLink { from, to });
            }
        })?;
        Ok(links)
    }

    fn speeds(&self) -> Result<Speeds, CityError> {
        let mut rows: Vec<Speed> = Vec::new();
        self.scan("speeds.csv", ["class", "zone", "period", "km_h", "source"], |row, columns, problems| {
            let [class, zone, period, km_h, source] = columns;
            let known = RoadClass::from_word(row.text(class));
            if known.is_none() {
                problems.push(no_class(row, class));
            }
            let when = Period::from_word(row.text(period));
            if when.is_none() {
                let words: Vec<&str> = Period::ALL.iter().map(|p| p.as_str()).collect();
                let help = format!("periods are {}", words.join(", "));
                problems.push(row.problem(period, "is no period").help(help));
            }
            let speed = row.number(km_h, 1.0..=FASTEST_KM_H, problems);
            let (Some(class), Some(period), Some(km_h)) = (known, when, speed) else { return };
            let zone = row.text(zone).to_string();
            if rows.iter().any(|r| (r.class, &r.zone, r.period) == (class, &zone, period)) {
                problems
                    .push(row.problem(columns[2], "has a speed for this class and zone in an earlier row"));
            }
            rows.push(Speed { class, zone, period, km_h, source: row.text(source).to_string() });
        })?;
        Ok(Speeds::new(rows))
    }

    /// Classes and zones that are driven and have no speed.
    fn lacking_speeds(&self, roads: &Roads) -> Vec<Problem> {
        let network = &roads.network;
        let driven = network.roads.iter().filter(|r| r.driving != Driving::No).map(|r| (r.class, r.from));
        let local = network.local.iter().map(|l| (RoadClass::Local, l.from));
        let mut needed: Vec<(RoadClass, &str)> = Vec::new();
        // The first and last stretch of every drive is driven at the speed of local streets.
        let access = network.roads.iter().map(|r| (RoadClass::Local, r.from));
        for (class, from) in driven.chain(local).chain(access) {
            let zone = network.nodes[from as usize].zone.as_str();
            if !needed.contains(&(class, zone)) {
                needed.push((class, zone));
            }
        }
        let mut problems = Vec::new();
        for (class, zone) in needed {
            for period in Period::ALL.into_iter().filter(|p| roads.speeds.km_h(class, zone, *p).is_none()) {
                let what = format!(
                    "has no speed for class {} in zone {zone:?} and period {}",
                    class.as_str(),
                    period.as_str()
                );
                let help = "add a row; one with an empty zone counts in every zone without its own";
                problems.push(Problem::of_file(self.files.label("speeds.csv"), what).help(help));
            }
        }
        problems
    }
}

/// The value, or its problems noted; other errors stop.
fn keep<T>(result: Result<T, CityError>, problems: &mut Vec<Problem>) -> Result<Option<T>, CityError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(CityError::Invalid(more)) => {
            problems.extend(more);
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

fn no_class(row: &Row<'_>, class: Column) -> Problem {
    let words = RoadClass::ALL.map(RoadClass::as_str).join(", ");
    row.problem(class, "is no class of road").help(format!("classes are {words}"))
}

fn place_on_grid(nodes: &mut [RoadNode]) {
    let positions: Vec<LonLat> = nodes.iter().map(|n| n.position).collect();
    for (node, point) in nodes.iter_mut().zip(to_grid_all(&positions)) {
        node.point = point;
    }
}

fn road(
    row: &Row<'_>,
    columns: [Column; 10],
    nodes: &[RoadNode],
    ids: &Ids,
    problems: &mut Vec<Problem>,
) -> Option<Road> {
    let [from, to, length, class, name, drive, walk, limit, source, shape] = columns;
    let ends = (ids.of(row, from, problems), ids.of(row, to, problems));
    let length_m = row.number(length, 0.0..=LONGEST_M, problems);
    let kind = RoadClass::from_word(row.text(class));
    if kind.is_none() {
        problems.push(no_class(row, class));
    }
    let driving = Driving::from_word(row.text(drive));
    if driving.is_none() {
        problems.push(row.problem(drive, "is not one of both, forward, no"));
    }
    let walking = match row.text(walk) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => {
            problems.push(row.problem(walk, "is not yes or no"));
            None
        }
    };
    let max_km_h = match row.text(limit) {
        "" => None,
        _ => row.number(limit, 1.0..=FASTEST_KM_H, problems),
    };
    let bends = bends(row.text(shape));
    if bends.is_none() {
        problems.push(row.problem(shape, "is not a list of \"lon lat\" joined by semicolons"));
    }
    let (from, to) = (ends.0?, ends.1?);
    let length_m = length_m?;
    let ends = [&nodes[from as usize], &nodes[to as usize]];
    if bends.as_ref().is_some_and(|bends| strays(ends, bends, length_m)) {
        let help = "write each bend as \"lon lat\", longitude first, and length_m in metres";
        problems.push(row.problem(shape, "leads farther away than the carriageway is long").help(help));
    }
    let straight_m = ends[0].point.distance(ends[1].point);
    if length_m + ROUNDING_M < straight_m * 0.99 {
        let what = format!("is less than the straight line of {straight_m:.0} m between its nodes");
        let help =
            "length_m is the length along the carriageway in metres: give it in metres, or mend the nodes";
        problems.push(row.problem(length, &what).help(help));
    }
    Some(Road {
        from,
        to,
        length_m,
        class: kind?,
        name: row.text(name).to_string(),
        driving: driving?,
        walking: walking?,
        max_km_h,
        source: row.text(source).to_string(),
        shape: bends?,
    })
}

fn bends(text: &str) -> Option<Vec<LonLat>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let degrees = |x: &str, most: f64| x.parse::<f64>().ok().filter(|v| v.abs() <= most);
    let bend = |pair: &str| {
        let (lon, lat) = pair.split_once(' ')?;
        Some(LonLat { lon: degrees(lon, 180.0)?, lat: degrees(lat, 90.0)? })
    };
    text.split(';').map(bend).collect()
}

/// Whether a bend is so far from the ends that a carriageway of that length cannot pass it.
fn strays([from, to]: [&RoadNode; 2], bends: &[LonLat], length_m: f64) -> bool {
    let east_m = M_PER_DEGREE * from.position.lat.to_radians().cos();
    let apart = |a: LonLat, b: LonLat| ((a.lon - b.lon) * east_m).hypot((a.lat - b.lat) * M_PER_DEGREE);
    let by = |bend: &LonLat| apart(from.position, *bend) + apart(*bend, to.position);
    bends.iter().any(|bend| by(bend) * 0.99 > length_m + 2.0 * ROUNDING_M)
}

/// Node numbers by id.
struct Ids {
    ids: Vec<u64>,
    /// Only where ids are not simply the row numbers.
    by_id: HashMap<u64, u32>,
}

impl Ids {
    fn new(nodes: &[RoadNode]) -> Self {
        let ids: Vec<u64> = nodes.iter().map(|n| n.id).collect();
        let in_order = (0u64..).zip(&ids).all(|(i, id)| i == *id);
        let by_id = if in_order { HashMap::new() } else { ids.iter().copied().zip(0..).collect() };
        Ids { ids, by_id }
    }

    fn of(&self, row: &Row<'_>, column: Column, problems: &mut Vec<Problem>) -> Option<u32> {
        let id = row.text(column).parse::<u64>().ok();
        let found = id.and_then(|id| match self.ids.get(id as usize) {
            Some(there) if *there == id => Some(id as u32),
            _ => self.by_id.get(&id).copied(),
        });
        if found.is_none() {
            let help = "give the id of a node, or add the node to road_nodes.csv";
            problems.push(row.problem(column, "is no node of road_nodes.csv").help(help));
        }
        found
    }
}

/// Area numbers by code: nodes usually list them in the order of `areas.csv`.
struct AreaNumbers<'c> {
    city: &'c City,
    by_id: std::cell::OnceCell<HashMap<&'c str, u32>>,
}

impl<'c> AreaNumbers<'c> {
    fn new(city: &'c City) -> Self {
        AreaNumbers { city, by_id: std::cell::OnceCell::new() }
    }

    fn number(&self, code: &str, guess: usize) -> Option<u32> {
        if self.city.areas.get(guess).is_some_and(|a| a.id == code) {
            return Some(guess as u32);
        }
        let by_id =
            self.by_id.get_or_init(|| self.city.areas.iter().map(|a| a.id.as_str()).zip(0..).collect());
        by_id.get(code).copied()
    }
}
