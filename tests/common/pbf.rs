//! Small OpenStreetMap files, written byte by byte (<https://wiki.openstreetmap.org/wiki/PBF_Format>).

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

type Words<'a> = &'a [(&'a str, &'a str)];
type Tags = Vec<(String, String)>;

/// A map to be written.
#[derive(Clone)]
pub struct Map {
    nodes: Vec<(i64, i64, i64, Tags)>,
    ways: Vec<(i64, Vec<i64>, Tags)>,
    /// What a reader must be able to do.
    pub features: Vec<&'static str>,
}

/// How blocks are packed.
#[derive(Clone, Copy, PartialEq)]
pub enum Packing {
    Raw,
    Zlib,
    /// Named and not done.
    Lzma,
}

impl Map {
    pub fn new() -> Map {
        Map { nodes: Vec::new(), ways: Vec::new(), features: vec!["OsmSchema-V0.6", "DenseNodes"] }
    }

    /// A node `x` and `y` thousandths of a degree east and north of 51.5 N, 0.1 W.
    pub fn node(self, id: i64, x: i64, y: i64) -> Map {
        self.tagged_node(id, x, y, &[])
    }

    pub fn tagged_node(mut self, id: i64, x: i64, y: i64, tags: Words) -> Map {
        // In steps of 100 nanodegrees.
        self.nodes.push((id, -1_000_000 + x * 10_000, 515_000_000 + y * 10_000, owned(tags)));
        self
    }

    /// A node at a place, in degrees.
    pub fn node_at(mut self, id: i64, lon: f64, lat: f64) -> Map {
        let steps = |degrees: f64| (degrees * 1e7).round() as i64;
        self.nodes.push((id, steps(lon), steps(lat), Vec::new()));
        self
    }

    pub fn way(mut self, id: i64, nodes: &[i64], tags: Words) -> Map {
        self.ways.push((id, nodes.to_vec(), owned(tags)));
        self
    }

    /// The same ways in another order.
    pub fn ways_reversed(mut self) -> Map {
        self.ways.reverse();
        self
    }

    /// The file: a header, the nodes in one block, and the ways two to a block.
    pub fn bytes(&self, packing: Packing) -> Vec<u8> {
        let mut header = Vec::new();
        self.features.iter().for_each(|feature| field(&mut header, 4, feature.as_bytes()));
        let mut file = blob("OSMHeader", &header, packing);
        file.extend(blob("OSMData", &self.node_block(), packing));
        for ways in self.ways.chunks(2) {
            file.extend(blob("OSMData", &way_block(ways), packing));
        }
        file
    }

    fn node_block(&self) -> Vec<u8> {
        let mut strings = Strings::new();
        let (mut ids, mut lons, mut lats, mut tags) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut before = (0, 0, 0);
        for (id, lon, lat, words) in &self.nodes {
            varint(&mut ids, zigzag(id.wrapping_sub(before.0)));
            varint(&mut lons, zigzag(lon.wrapping_sub(before.1)));
            varint(&mut lats, zigzag(lat.wrapping_sub(before.2)));
            before = (*id, *lon, *lat);
            for (key, value) in words {
                varint(&mut tags, strings.number(key));
                varint(&mut tags, strings.number(value));
            }
            varint(&mut tags, 0);
        }
        let mut dense = Vec::new();
        [(1, ids), (8, lats), (9, lons), (10, tags)]
            .iter()
            .for_each(|(n, bytes)| field(&mut dense, *n, bytes));
        let mut group = Vec::new();
        field(&mut group, 2, &dense);
        strings.block(&group)
    }
}

fn way_block(ways: &[(i64, Vec<i64>, Tags)]) -> Vec<u8> {
    let mut strings = Strings::new();
    let mut group = Vec::new();
    for (id, nodes, words) in ways {
        let (mut keys, mut values, mut refs) = (Vec::new(), Vec::new(), Vec::new());
        for (key, value) in words {
            varint(&mut keys, strings.number(key));
            varint(&mut values, strings.number(value));
        }
        let mut before = 0;
        for node in nodes {
            varint(&mut refs, zigzag(node.wrapping_sub(before)));
            before = *node;
        }
        let mut way = vec![1 << 3];
        varint(&mut way, *id as u64);
        [(2, keys), (3, values), (8, refs)].iter().for_each(|(n, bytes)| field(&mut way, *n, bytes));
        field(&mut group, 3, &way);
    }
    strings.block(&group)
}

/// A block's table of strings; the first is empty.
struct Strings(Vec<String>);

impl Strings {
    fn new() -> Strings {
        Strings(vec![String::new()])
    }

    fn number(&mut self, text: &str) -> u64 {
        let known = self.0.iter().position(|s| s == text);
        known.unwrap_or_else(|| {
            self.0.push(text.to_string());
            self.0.len() - 1
        }) as u64
    }

    fn block(&self, group: &[u8]) -> Vec<u8> {
        let (mut table, mut block) = (Vec::new(), Vec::new());
        self.0.iter().for_each(|text| field(&mut table, 1, text.as_bytes()));
        field(&mut block, 1, &table);
        field(&mut block, 2, group);
        block
    }
}

/// A frame of the file.
fn blob(kind: &str, content: &[u8], packing: Packing) -> Vec<u8> {
    let mut body = Vec::new();
    match packing {
        Packing::Raw => field(&mut body, 1, content),
        Packing::Lzma => field(&mut body, 4, content),
        Packing::Zlib => {
            body.push(2 << 3);
            varint(&mut body, content.len() as u64);
            let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
            packed.write_all(content).unwrap();
            field(&mut body, 3, &packed.finish().unwrap());
        }
    }
    let mut header = Vec::new();
    field(&mut header, 1, kind.as_bytes());
    header.push(3 << 3);
    varint(&mut header, body.len() as u64);
    let size = u32::try_from(header.len()).unwrap().to_be_bytes();
    [size.as_slice(), &header, &body].concat()
}

/// A field of bytes: text, message or packed numbers.
fn field(out: &mut Vec<u8>, number: u64, bytes: &[u8]) {
    varint(out, number << 3 | 2);
    varint(out, bytes.len() as u64);
    out.extend(bytes);
}

fn varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

fn owned(tags: Words) -> Tags {
    tags.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
}
