//! Whether a picture is whole, told from its files alone: texts are measured with the font that is shipped, by the library
//! that draws them, and not by whoever placed them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::Rect;
use resvg::usvg::{Group, Node, Options, Tree, fontdb};

/// Letters may come so near to each other and to the edge, points.
const TOLERANCE: f32 = 0.5;

/// A chart as it was written.
pub struct Chart<'c> {
    pub name: &'c str,
    pub svg: &'c str,
    png: &'c [u8],
    csv: &'c [u8],
}

/// Every chart among the files of a run.
pub fn charts(files: &[(String, Vec<u8>)]) -> Vec<Chart<'_>> {
    let bytes = |path: String| {
        let found = files.iter().find(|(file, _)| *file == path);
        found.unwrap_or_else(|| panic!("{path} is missing")).1.as_slice()
    };
    let names = files.iter().filter_map(|(file, _)| file.strip_suffix(".svg"));
    names
        .map(|path| Chart {
            name: path,
            svg: std::str::from_utf8(bytes(format!("{path}.svg"))).expect("UTF-8"),
            png: bytes(format!("{path}.png")),
            csv: bytes(format!("{path}.csv")),
        })
        .collect()
}

impl Chart<'_> {
    /// Its rows, each by column.
    pub fn rows(&self) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_reader(self.csv);
        let header = reader.headers().unwrap().clone();
        let cells = |row: csv::StringRecord| {
            header.iter().map(str::to_string).zip(row.iter().map(str::to_string)).collect()
        };
        reader.records().map(|row| cells(row.unwrap_or_else(|e| panic!("{}: {e}", self.name)))).collect()
    }

    /// The words of its `<title>`.
    pub fn title(&self) -> String {
        self.between("<title id=\"title\">", "</title>")
    }

    fn between(&self, start: &str, end: &str) -> String {
        let (_, rest) = self.svg.split_once(start).unwrap_or_else(|| panic!("{}: no {start}", self.name));
        rest.split_once(end).unwrap().0.to_string()
    }

    /// The texts on it and their boxes, in points.
    pub fn texts(&self) -> Vec<(String, Rect)> {
        let options = Options { fontdb: fonts(), ..Default::default() };
        let tree = Tree::from_str(self.svg, &options).unwrap_or_else(|e| panic!("{}: {e}", self.name));
        let mut texts = Vec::new();
        collect(tree.root(), &mut texts);
        texts
    }

    /// How many polygons have this fill.
    pub fn polygons(&self, fill: &str) -> usize {
        let polygons = self.svg.lines().filter(|line| line.starts_with("<polygon"));
        polygons.filter(|line| line.contains(&format!("fill=\"{fill}\""))).count()
    }

    /// The colour of the square that stands before a text of the legend.
    pub fn legend_colour(&self, text: &str) -> String {
        let (before, _) = self
            .svg
            .split_once(&format!(">\n{text}\n"))
            .unwrap_or_else(|| panic!("{}: no {text:?} in the legend", self.name));
        let fills = before.lines().rev().filter(|line| line.starts_with("<polygon"));
        let fill = fills.filter_map(|line| line.split_once("fill=\"")).map(|(_, rest)| rest[..7].to_string());
        fill.into_iter().next().expect("a square")
    }
}

/// Checks that a picture parses, that no text leaves it or covers another, that the PNG is the same size doubled and
/// not blank, and that there is a table.
pub fn assert_whole(place: &str, chart: &Chart<'_>) {
    let name = format!("{place}/{}", chart.name);
    assert!(!chart.title().is_empty(), "{name}");
    assert!(!chart.between("<desc id=\"desc\">", "</desc>").is_empty(), "{name}");
    let rows = chart.rows();
    assert!(!rows.is_empty(), "{name} has no rows");
    for row in rows.iter().flatten() {
        assert!(!["NaN", "inf", "-inf", "-0.0", "-0.00"].contains(&row.1.as_str()), "{name}: {row:?}");
    }
    let size = |attribute: &str| chart.between(&format!(" {attribute}=\""), "\"").parse::<f32>().unwrap();
    let (width, height) = (size("width"), size("height"));
    let texts = chart.texts();
    assert!(texts.len() > 3, "{name} has no words");
    for (i, (text, a)) in texts.iter().enumerate() {
        let inside = a.left() >= -TOLERANCE
            && a.top() >= -TOLERANCE
            && a.right() <= width + TOLERANCE
            && a.bottom() <= height + TOLERANCE;
        assert!(inside, "{name}: {text:?} at {a:?} leaves the canvas of {width} x {height}");
        for (other, b) in &texts[..i] {
            let apart = a.right() - TOLERANCE <= b.left()
                || b.right() - TOLERANCE <= a.left()
                || a.bottom() - TOLERANCE <= b.top()
                || b.bottom() - TOLERANCE <= a.top();
            assert!(apart, "{name}: {text:?} at {a:?} covers {other:?} at {b:?}");
        }
    }
    let mut reader = png::Decoder::new(std::io::Cursor::new(chart.png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let doubled = [width, height].map(|points| (points * 2.0) as u32);
    assert_eq!([info.width, info.height], doubled, "{name}");
    let paper: [u8; 3] = pixels[..3].try_into().unwrap();
    let inked = pixels.chunks(3).filter(|p| p.iter().zip(paper).any(|(a, b)| a.abs_diff(b) > 64)).count();
    assert!(inked > pixels.len() / 3 / 200, "{name} is blank");
    // Nothing but paper at the edges: nothing is cut off.
    let (across, down) = (info.width as usize, info.height as usize);
    let is_paper = |x: usize, y: usize| pixels[(y * across + x) * 3..][..3] == paper;
    assert!((0..down).all(|y| is_paper(0, y) && is_paper(across - 1, y)), "{name} runs off the paper");
}

fn fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let load = || {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(dejavu::sans::regular().to_vec());
        fonts.load_font_data(dejavu::sans::bold().to_vec());
        Arc::new(fonts)
    };
    FONTS.get_or_init(load).clone()
}

fn collect(group: &Group, texts: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            Node::Group(group) => collect(group, texts),
            Node::Text(text) => {
                let words: String = text.chunks().iter().map(|chunk| chunk.text()).collect();
                texts.push((words, text.flattened().abs_bounding_box()));
            }
            _ => {}
        }
    }
}
