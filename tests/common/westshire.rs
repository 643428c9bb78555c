//! Westshire: a city folder made by hand, as small as can be, with or without roads.

use std::fs;
use std::io::Write;
use std::path::Path;

use sha2::{Digest, Sha256};

const STATIONS: &str = "\
id,name,borough,address,postcode,lon,lat,counter_hours,source,confidence,coord_error_m
town-hall,Town <Hall> & Co,Westshire,1 High Street,AA1 1AA,-1.50,53.80,24/7,me,high,10
mill,The Mill,Westshire,2 Mill Lane,AA1 1AB,-1.46,53.80,Mo-Fr 09:00-17:00,me,low,10
";
const AREAS: &str = "\
id,zone,borough,district,lon,lat,population
a1,z1,Westshire,AA1,-1.501,53.801,100.0
a2,z1,Westshire,AA1,-1.490,53.801,50.0
a3,z2,Westshire,,-1.461,53.801,30.5
a4,z2,Westshire,AA2,-1.450,53.801,0.0
";
/// Without ages, households and cars.
const ZONES: &str = "\
id,name,borough,ward,ward_name,population,imd_decile
z1,West zone,Westshire,w1,West,150.0,3
z2,East zone,Westshire,w1,West,30.5,10
";
const BRIDGES: &str = "name,end_a_lon,end_a_lat,end_b_lon,end_b_lat\n";

/// Half of the people live north of the river; one area lies on the island.
const ROAD_AREAS: &str = "\
id,zone,borough,district,lon,lat,population
south,z1,Westshire,AA1,-1.500,53.799,100.0
north,z1,Westshire,AA1,-1.500,53.813,50.0
east,z2,Westshire,,-1.460,53.801,20.5
island,z2,Westshire,AA2,-1.440,53.790,10.0
";
const ROAD_STATIONS: &str = "\
id,name,borough,address,postcode,lon,lat,counter_hours,source,confidence,coord_error_m
town-hall,Town <Hall> & Co,Westshire,1 High Street,AA1 1AA,-1.50,53.80,24/7,me,high,10
mill,The Mill,Westshire,2 Mill Lane,AA1 1AB,-1.46,53.80,Mo-Fr 09:00-17:00,me,high,10
";
const ROAD_BRIDGES: &str =
    "name,end_a_lon,end_a_lat,end_b_lon,end_b_lat\nLong Bridge,-1.48,53.804,-1.48,53.808\n";

/// ```text
///  (17) home of north
///    :  local street
///  (14)<----North Parade----(13)          South Parade leads back from 14 to 13, 2400 m
///    ~~~~~~~~~~~~~~~~~~~~~~~~~|~~~~~~~~   the river
///                        Long Bridge
///  (10)====High Street======(11)====Mill Road===(12)==Lock Bridge==(15)
/// Town Hall                                   The Mill              |  Lock Lane
///                                                                 (16)  home of island
/// ```
const NODES: &str = "\
id,lon,lat,zone,area
10,-1.500,53.800,,
11,-1.480,53.800,,
12,-1.460,53.800,,
13,-1.480,53.812,,
14,-1.500,53.812,,
15,-1.440,53.800,,
16,-1.440,53.790,,
17,-1.500,53.813,,north
";
/// The streets are longer than their straight lines of 1,318 m from west to east and 1,335 m from south to north.
const ROADS: &str = "\
from,to,length_m,class,name,drive,walk,max_km_h,source,shape
10,11,1500,primary,High Street,both,yes,,me,
11,12,1500,secondary,Mill Road,both,yes,,me,
11,13,1500,secondary,Long Bridge,both,yes,15,me,
13,14,1500,primary,North Parade,forward,yes,,me,
14,13,2400,primary,South Parade,forward,yes,,me,-1.490 53.809
12,15,1500,residential,Lock Bridge,both,yes,,me,
15,16,1500,residential,Lock Lane,both,yes,,me,
";
const LOCAL: &str = "from,to\n17,14\n";

/// Whole minutes come of these, see `own_roads.rs`.
const SPEEDS: &str = "\
class,zone,period,km_h,source
primary,,am,15,me
primary,,inter-peak,30,me
primary,,pm,15,me
primary,,night,45,me
secondary,,am,20,me
secondary,,inter-peak,20,me
secondary,,pm,20,me
secondary,,night,20,me
residential,,am,20,me
residential,,inter-peak,20,me
residential,,pm,20,me
residential,,night,20,me
local,,am,15,me
local,,inter-peak,15,me
local,,pm,15,me
local,,night,15,me
";

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The files of the city, to be changed and written.
pub struct Westshire {
    files: Vec<(&'static str, String)>,
}

impl Westshire {
    /// Two stations, no river, no roads.
    pub fn new() -> Westshire {
        let zones = collection(&[square("z1", -1.53, -1.48), square("z2", -1.48, -1.43)]);
        let files = vec![
            ("stations.csv", STATIONS.to_string()),
            ("areas.csv", AREAS.to_string()),
            ("zones.csv", ZONES.to_string()),
            ("bridges.csv", BRIDGES.to_string()),
            ("zones.geojson", zones),
            ("wards.geojson", collection(&[])),
            ("boroughs.geojson", collection(&[square("b1", -1.53, -1.43)])),
            ("thames.geojson", collection(&[])),
            ("green.geojson", collection(&[])),
        ];
        Westshire { files }
    }

    /// With a river and one bridge, and still no roads.
    pub fn with_river() -> Westshire {
        let river = collection(&[outline("r1", [-1.60, 53.805], [-1.36, 53.807])]);
        Westshire::new()
            .set("stations.csv", ROAD_STATIONS)
            .set("areas.csv", ROAD_AREAS)
            .set("bridges.csv", ROAD_BRIDGES)
            .set("thames.geojson", &river)
    }

    /// With the river, and the roads drawn at `NODES`.
    pub fn with_roads() -> Westshire {
        let mut city = Westshire::with_river();
        for (name, text) in [
            ("road_nodes.csv", NODES),
            ("roads.csv", ROADS),
            ("local_streets.csv", LOCAL),
            ("speeds.csv", SPEEDS),
        ] {
            city.files.push((name, text.to_string()));
        }
        city
    }

    /// With a week of calls: `calls` gives those of every hour of the week.
    pub fn with_calls(calls: impl Fn(usize) -> f64) -> Westshire {
        let mut text = "hour_of_week,day,hour,incidents\n".to_string();
        for at in 0..168 {
            text.push_str(&format!("{at},{},{},{}\n", DAYS[at / 24], at % 24, calls(at)));
        }
        let mut city = Westshire::new();
        city.files.push(("calls_by_hour.csv", text));
        city
    }

    /// Another text for a file.
    pub fn set(mut self, file: &str, text: &str) -> Westshire {
        *self.text(file) = text.to_string();
        self
    }

    /// One more line at the end of a file.
    pub fn add(mut self, file: &str, line: &str) -> Westshire {
        self.text(file).push_str(&format!("{line}\n"));
        self
    }

    /// `old`, which must be there, replaced wherever it stands.
    pub fn replace(mut self, file: &str, old: &str, new: &str) -> Westshire {
        let text = self.text(file);
        assert!(text.contains(old), "{old:?} is not in {file}");
        *text = text.replace(old, new);
        self
    }

    fn text(&mut self, file: &str) -> &mut String {
        let found = self.files.iter_mut().find(|(name, _)| *name == file);
        &mut found.unwrap_or_else(|| panic!("{file} is a file of the city")).1
    }

    /// Writes the folder with its manifest.
    pub fn write(&self, folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        let mut manifest =
            "id = \"westshire\"\nname = \"Westshire\"\nvintage = \"now\"\ncoordinates = \"WGS84\"\n\
                            zone_name = \"zone\"\ncounter_name = \"help desk\"\npopulation = 180.5\n"
                .to_string();
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), Default::default());
        gz.write_all(b"postcode,lon,lat\nAA1 1AA,-1.50,53.80\n").unwrap();
        let postcodes = gz.finish().unwrap();
        let rows = |name: &str, text: &str| match name.ends_with(".csv") {
            true => text.lines().filter(|l| !l.is_empty()).count() - 1,
            false => text.matches("\"Feature\"").count(),
        };
        let contents = self.files.iter().map(|(n, t)| (*n, rows(n, t), t.clone().into_bytes()));
        for (name, rows, bytes) in contents.chain([("postcodes.csv.gz", 1, postcodes)]) {
            let hash: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
            manifest.push_str(&format!(
                "[[file]]\nname = \"{name}\"\nholds = \"\"\nrows = {rows}\nsource = \"me\"\nlicence = \"mine\"\n\
                 attribution = \"me\"\nsha256 = \"{hash}\"\n"
            ));
            fs::write(folder.join(name), bytes).unwrap();
        }
        fs::write(folder.join("city.toml"), manifest).unwrap();
    }
}

fn square(id: &str, west: f64, east: f64) -> String {
    outline(id, [west, 53.78], [east, 53.82])
}

fn outline(id: &str, [west, south]: [f64; 2], [east, north]: [f64; 2]) -> String {
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"id\":\"{id}\",\"name\":\"Westshire\"}},\"geometry\":{{\"type\":\
         \"Polygon\",\"coordinates\":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],\
         [{west},{south}]]]}}}}"
    )
}

fn collection(features: &[String]) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
}
