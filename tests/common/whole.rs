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

    /// The lines of this colour, corner by corner, in units of the picture.
    pub fn lines(&self, stroke: &str) -> Vec<Vec<(f64, f64)>> {
        let lines = self.svg.lines().filter(|line| line.starts_with("<polyline"));
        let lines = lines.filter(|line| line.contains(&format!("stroke=\"{stroke}\"")));
        let corner = |pair: &str| {
            let (x, y) = pair.split_once(',').unwrap();
            (x.parse().unwrap(), y.parse().unwrap())
        };
        lines
            .map(|line| {
                let (_, points) = line.split_once("points=\"").unwrap();
                points.split_once('"').unwrap().0.split_whitespace().map(corner).collect()
            })
            .collect()
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

/// Checks that each of the pictures parses, that no text leaves it or covers another, that the PNG is the same size doubled
/// and not blank, and that there is a table. What is wrong with any is told at once.
pub fn assert_whole(place: &str, charts: &[Chart<'_>]) {
    let told = |chart: &Chart<'_>| -> Vec<String> {
        let problems = chart.wrong_texts().into_iter().chain(chart.wrong_pixels()).chain(chart.wrong_table());
        problems.map(|problem| format!("{place}/{}: {problem}", chart.name)).collect()
    };
    let problems: Vec<String> = charts.iter().flat_map(told).collect();
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

impl Chart<'_> {
    /// Width and height, points.
    fn size(&self) -> [f32; 2] {
        ["width", "height"].map(|name| self.between(&format!(" {name}=\""), "\"").parse().unwrap())
    }

    fn wrong_texts(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.title().is_empty() || self.between("<desc id=\"desc\">", "</desc>").is_empty() {
            wrong.push("has no title or description".to_string());
        }
        let [width, height] = self.size();
        let texts = self.texts();
        if texts.len() < 4 {
            wrong.push("has no words".to_string());
        }
        for (i, (text, a)) in texts.iter().enumerate() {
            let inside = a.left() >= -TOLERANCE
                && a.top() >= -TOLERANCE
                && a.right() <= width + TOLERANCE
                && a.bottom() <= height + TOLERANCE;
            if !inside {
                wrong.push(format!("{text:?} at {a:?} leaves the canvas of {width} x {height}"));
            }
            let covered = texts[..i].iter().filter(|(_, b)| covers(a, b));
            wrong.extend(covered.map(|(other, b)| format!("{text:?} at {a:?} covers {other:?} at {b:?}")));
        }
        wrong
    }

    fn wrong_pixels(&self) -> Vec<String> {
        let mut reader = png::Decoder::new(std::io::Cursor::new(self.png)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let mut wrong = Vec::new();
        if [info.width, info.height] != self.size().map(|points| (points * 2.0) as u32) {
            wrong.push(format!("the PNG is {} x {}", info.width, info.height));
        }
        let paper: [u8; 3] = pixels[..3].try_into().unwrap();
        let is_ink = |p: &&[u8]| p.iter().zip(paper).any(|(a, b)| a.abs_diff(b) > 64);
        if pixels.chunks(3).filter(is_ink).count() < pixels.len() / 3 / 200 {
            wrong.push("is blank".to_string());
        }
        // Nothing but paper at the edges: nothing is cut off.
        let (across, down) = (info.width as usize, info.height as usize);
        let is_paper = |x: usize, y: usize| pixels[(y * across + x) * 3..][..3] == paper;
        if !(0..down).all(|y| is_paper(0, y) && is_paper(across - 1, y)) {
            wrong.push("runs off the paper".to_string());
        }
        wrong
    }

    fn wrong_table(&self) -> Vec<String> {
        let wrong = ["NaN", "inf", "-inf", "-0.0", "-0.00"];
        let rows = self.rows();
        let cells = rows.iter().flatten().filter(|(_, cell)| wrong.contains(&cell.as_str()));
        cells.map(|cell| format!("{cell:?} in the table")).collect()
    }
}

fn covers(a: &Rect, b: &Rect) -> bool {
    a.right() - TOLERANCE > b.left()
        && b.right() - TOLERANCE > a.left()
        && a.bottom() - TOLERANCE > b.top()
        && b.bottom() - TOLERANCE > a.top()
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
