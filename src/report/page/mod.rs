//! `report.html`: the answer as one page that works from disk, without a network.
//!
//! The page carries the travel matrix and lets a reader switch stations on and off; its script works out the same masked
//! minimum as the program. Here the numbers are put into a shape that is small and reads back to the same figures:
//!
//! - `grid.rs` where areas and sites are, `layer.rs` and `plane.rs` costs in few bytes, `outlines.rs` the map;
//! - `numbers.rs` numbers as text, `facts.rs` the names and limits that go with them;
//! - `words.rs` the sections that stand as they are: findings, equality, methods, sources;
//! - `page.html` the page, `page.css` its looks, `script/*.js` its script, a file a subject, joined in the order below.
//!
//! A section is added in three places: its rows in `words.rs`, a field of [`Template`], a `<section>` in `page.html`.

mod facts;
mod grid;
mod layer;
mod numbers;
mod outlines;
mod plane;
mod response;
mod words;

use askama::Template as _;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::Results;
use crate::city::OutputFile;
use crate::space::Point;
use crate::travel::Mode;
use grid::Grid;
use numbers::pack;
pub use outlines::Ground;
use plane::PagePlane;
use words::Words;

const STYLE: &str = include_str!("page.css");

/// The script: what is below stands before what uses it.
const SCRIPT: [&str; 12] = [
    include_str!("script/start.js"),
    include_str!("script/numbers.js"),
    include_str!("script/model.js"),
    include_str!("script/evaluate.js"),
    include_str!("script/words.js"),
    include_str!("script/map.js"),
    include_str!("script/curve.js"),
    include_str!("script/tables.js"),
    include_str!("script/stations.js"),
    include_str!("script/charts.js"),
    include_str!("script/state.js"),
    include_str!("script/main.js"),
];

/// Charts together may take up so many bytes; those for which there is no room are named and left in `charts/`.
const ROOM_FOR_CHARTS: usize = 3_200_000;

/// Numbers as text, by the id under which the script finds them.
struct Block {
    id: String,
    text: String,
}

/// All of the page but its charts.
pub struct PageParts {
    blocks: Vec<Block>,
    words: Words,
}

/// A chart on the page.
struct Chart {
    /// Its file name without ending.
    name: String,
    /// The SVG, packed; `None` where there was no room.
    svg: Option<String>,
}

#[derive(askama::Template)]
#[template(path = "page.html")]
struct Template<'p> {
    policy: String,
    style: &'p str,
    script: &'p str,
    words: &'p Words,
    blocks: &'p [Block],
    charts: Vec<Chart>,
}

/// Works out all of the page that does not wait for the charts.
pub fn page_parts(results: &Results<'_>, ground: Ground<'_>) -> PageParts {
    let city = results.city;
    let points: Vec<Point> = results.scenario.study.areas.iter().map(|&a| city.areas[a].point).collect();
    let sites: Vec<Point> = results.scenario.sites.iter().map(|s| s.point).collect();
    let grid = Grid::new(&points, &sites);
    let ((facts, mut blocks), outlines) = rayon::join(
        || {
            let of_mode = |m| PagePlane::of_mode(results, &grid, m);
            let modes = &results.answer.impact.modes;
            let planes: Vec<(Mode, Vec<PagePlane<'_>>)> =
                modes.par_iter().map(|m| (m.mode, of_mode(m))).collect();
            facts::of(results, &grid, &planes)
        },
        || facts::outlines(results, &grid, ground),
    );
    blocks.extend(outlines);
    blocks.push(Block { id: "facts".to_string(), text: pack(facts.to_string().as_bytes()) });
    PageParts { blocks, words: Words::of(results) }
}

/// The page, with those of `files` that are charts.
pub fn page(parts: &PageParts, files: &[OutputFile]) -> OutputFile {
    let script = SCRIPT.concat();
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let template = Template {
        policy: format!(
            "default-src 'none'; script-src {}; style-src {}; img-src blob: data:; base-uri 'none'; form-action 'none'",
            hash(&script),
            hash(STYLE)
        ),
        style: STYLE,
        script: &script,
        words: &parts.words,
        blocks: &parts.blocks,
        charts: charts(files),
    };
    let text = template.render().expect("into memory");
    OutputFile { path: "report.html".to_string(), bytes: text.into_bytes() }
}

fn charts(files: &[OutputFile]) -> Vec<Chart> {
    let svgs: Vec<(&str, &OutputFile)> = files
        .iter()
        .filter_map(|file| Some((file.path.strip_prefix("charts/")?.strip_suffix(".svg")?, file)))
        .collect();
    let packed: Vec<String> = svgs.par_iter().map(|(_, file)| pack(&file.bytes)).collect();
    let mut room = ROOM_FOR_CHARTS;
    let fits = |text: String| {
        let left = room.checked_sub(text.len())?;
        room = left;
        Some(text)
    };
    let svgs = svgs.into_iter().zip(packed.into_iter().map(fits));
    svgs.map(|((name, _), svg)| Chart { name: name.to_string(), svg }).collect()
}
