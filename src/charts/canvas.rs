//! The drawing surface: the one place that knows plotters and the rasteriser.

use std::fmt::Write;
use std::sync::{Arc, OnceLock};

use plotters::coord::Shift;
use plotters::element::DashedPathElement;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, register_font};
use resvg::{tiny_skia, usvg};

use super::ChartError;
use super::theme::{self, Theme};
use crate::city::OutputFile;

/// plotters places things on whole units; four of them to a point keep outlines smooth.
const UNITS: f64 = 4.0;

/// PNG pixels per point.
const PNG_SCALE: f64 = 2.0;

const FONT: &str = "DejaVu Sans";

/// The same font by another name: a text with a rim of paper around its letters, to be read on a map.
const RIMMED: &str = "DejaVu Sans Rimmed";

/// Half the width of the rim, points.
const RIM: f64 = 1.3;

/// Verdana has the same widths, so that a page without DejaVu keeps the layout.
const FONT_FALLBACK: &str = "DejaVu Sans, Verdana, sans-serif";

/// Where a text hangs from its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Left,
    Middle,
    Right,
}

/// How far under its top the middle of a text's capitals is, sizes.
pub(super) const MIDDLE: f64 = 0.4;

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    pub size: f64,
    pub bold: bool,
    pub colour: RGBColor,
}

impl Type {
    pub(super) const fn new(size: f64, colour: RGBColor) -> Self {
        Type { size, bold: false, colour }
    }

    pub(super) const fn bold(self) -> Self {
        Type { bold: true, ..self }
    }
}

/// A picture being drawn. Coordinates are points from the top left corner.
pub(super) struct Canvas<'b> {
    area: DrawingArea<SVGBackend<'b>, Shift>,
    pub theme: &'static Theme,
    pub width: f64,
    pub height: f64,
}

type Drawn = Result<(), String>;

/// The words that go with a picture.
pub(super) struct Caption {
    pub name: &'static str,
    pub title: String,
    pub description: String,
}

/// Draws a picture and returns it as SVG and PNG, `shown_at` points wide, with `csv` beside them.
pub(super) fn picture(
    caption: &Caption,
    theme: &'static Theme,
    (width, height): (f64, f64),
    shown_at: f64,
    csv: Vec<u8>,
    draw: impl FnOnce(&Canvas<'_>) -> Drawn,
) -> Result<Vec<OutputFile>, ChartError> {
    let failed = |reason: String| ChartError::Drawing { chart: caption.name, reason };
    fonts();
    let mut raw = String::new();
    {
        let size = ((width * UNITS) as u32, (height * UNITS) as u32);
        let area = SVGBackend::with_string(&mut raw, size).into_drawing_area();
        let canvas = Canvas { area, theme, width, height };
        canvas.area.fill(&theme.paper).map_err(|e| failed(e.to_string()))?;
        draw(&canvas).map_err(failed)?;
        canvas.area.present().map_err(|e| failed(e.to_string()))?;
    }
    let scale = shown_at / width;
    let svg = finish(&raw, caption, theme, (width, height), scale);
    let png = rasterise(&svg).map_err(failed)?;
    let file = caption.name.replace('-', "_");
    let path = |ending: &str| format!("charts/{file}.{ending}");
    Ok(vec![
        OutputFile { path: path("svg"), bytes: svg.into_bytes() },
        OutputFile { path: path("png"), bytes: png },
        OutputFile { path: path("csv"), bytes: csv },
    ])
}

impl Canvas<'_> {
    pub(super) fn polygon(&self, ring: &[(f64, f64)], fill: RGBColor) -> Drawn {
        let points = units(ring);
        if points.len() < 3 {
            return Ok(());
        }
        self.area.draw(&Polygon::new(points, fill.filled())).map_err(|e| e.to_string())
    }

    pub(super) fn line(&self, line: &[(f64, f64)], colour: RGBColor, width: f64) -> Drawn {
        let stroke = colour.stroke_width((width * UNITS).round() as u32);
        self.area.draw(&PathElement::new(units(line), stroke)).map_err(|e| e.to_string())
    }

    pub(super) fn dashed_line(&self, line: &[(f64, f64)], colour: RGBColor, width: f64) -> Drawn {
        let stroke = colour.stroke_width((width * UNITS).round() as u32);
        let (dash, gap) = ((10.0 * UNITS) as i32, (5.0 * UNITS) as i32);
        let element = DashedPathElement::new(units(line), dash, gap, stroke);
        self.area.draw(&element).map_err(|e| e.to_string())
    }

    pub(super) fn rectangle(&self, (x, y): (f64, f64), (w, h): (f64, f64), fill: RGBColor) -> Drawn {
        self.polygon(&[(x, y), (x + w, y), (x + w, y + h), (x, y + h)], fill)
    }

    pub(super) fn disc(&self, (x, y): (f64, f64), radius: f64, fill: RGBColor) -> Drawn {
        let disc = Circle::new(unit((x, y)), (radius * UNITS) as i32, fill.filled());
        self.area.draw(&disc).map_err(|e| e.to_string())
    }

    /// A text whose top left, middle or right corner is at `(x, y)`.
    pub(super) fn text(&self, text: &str, at: (f64, f64), look: Type, anchor: Anchor) -> Drawn {
        self.write(text, at, look, anchor, FONT)
    }

    /// A text with a rim of paper around its letters, to be read on a map.
    pub(super) fn text_on_map(&self, text: &str, at: (f64, f64), look: Type, anchor: Anchor) -> Drawn {
        self.write(text, at, look, anchor, RIMMED)
    }

    fn write(&self, text: &str, at: (f64, f64), look: Type, anchor: Anchor, font: &'static str) -> Drawn {
        let h = match anchor {
            Anchor::Left => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::Right => HPos::Right,
        };
        let style = style(look, font).pos(Pos::new(h, VPos::Top));
        self.area.draw(&Text::new(legible(text), unit(at), style)).map_err(|e| e.to_string())
    }

    /// Width of a text, points.
    pub(super) fn text_width(&self, text: &str, look: Type) -> f64 {
        self.area.estimate_text_size(text, &style(look, FONT)).map_or(0.0, |(w, _)| f64::from(w) / UNITS)
    }

    /// The text broken into lines of at most `width` points, at most `lines` of them; what does not fit
    /// ends in an ellipsis.
    pub(super) fn wrap(&self, text: &str, look: Type, width: f64, lines: usize) -> Vec<String> {
        let mut out: Vec<String> = vec![String::new()];
        for word in text.split_whitespace().flat_map(|word| self.pieces(word, look, width)) {
            let line = out.last().map(String::as_str).unwrap_or_default();
            let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
            if line.is_empty() || self.text_width(&longer, look) <= width {
                *out.last_mut().expect("there is always a line") = longer;
            } else {
                out.push(word);
            }
        }
        let cut = out.len() > lines;
        out.truncate(lines);
        for (i, line) in out.iter_mut().enumerate() {
            if self.text_width(line, look) > width || (cut && i + 1 == lines) {
                while !line.is_empty() && self.text_width(&format!("{line}…"), look) > width {
                    line.pop();
                }
                line.push('…');
            }
        }
        out
    }

    /// A word, in pieces where it is wider than `width` points.
    fn pieces(&self, word: &str, look: Type, width: f64) -> Vec<String> {
        if self.text_width(word, look) <= width {
            return vec![word.to_string()];
        }
        let mut pieces = vec![String::new()];
        for letter in word.chars() {
            let piece = pieces.last().map_or_else(String::new, |piece| format!("{piece}{letter}"));
            if piece.chars().count() > 1 && self.text_width(&piece, look) > width {
                pieces.push(letter.to_string());
            } else {
                *pieces.last_mut().expect("there is always a piece") = piece;
            }
        }
        pieces
    }

    /// Title and subtitle at the top, sources at the foot. Returns the free space between, as (top, bottom).
    pub(super) fn frame(&self, title: &str, subtitle: &str, foot: &str) -> Result<(f64, f64), String> {
        let width = self.width - 2.0 * theme::MARGIN;
        let mut y = theme::MARGIN;
        let subtitle_look = Type::new(theme::SUBTITLE, self.theme.quiet);
        let texts = [
            (self.title(title, width), 1.25),
            ((subtitle_look, self.wrap(subtitle, subtitle_look, width, 4)), 1.4),
        ];
        for ((look, lines), leading) in texts {
            for line in lines {
                self.text(&line, (theme::MARGIN, y), look, Anchor::Left)?;
                y += look.size * leading;
            }
            y += 4.0;
        }
        let look = Type::new(theme::SMALL, self.theme.quiet);
        let lines = self.wrap(foot, look, width, 8);
        let leading = look.size * 1.35;
        let top = self.height - theme::MARGIN * 0.6 - lines.len() as f64 * leading;
        for (i, line) in lines.iter().enumerate() {
            self.text(line, (theme::MARGIN, top + i as f64 * leading), look, Anchor::Left)?;
        }
        Ok((y + 6.0, top - 10.0))
    }

    /// A title in the largest size in which three lines hold all of it.
    fn title(&self, title: &str, width: f64) -> (Type, Vec<String>) {
        let looks = theme::TITLE.map(|size| Type::new(size, self.theme.ink).bold());
        let whole = |look: &Type| self.wrap(title, *look, width, usize::MAX).len() <= 3;
        let look = looks.into_iter().find(whole).unwrap_or(looks[looks.len() - 1]);
        (look, self.wrap(title, look, width, 4))
    }
}

fn unit((x, y): (f64, f64)) -> (i32, i32) {
    ((x * UNITS).round() as i32, (y * UNITS).round() as i32)
}

/// Whole units, without repeats and points halfway along a straight line. Rounding point by point keeps shared borders
/// shared.
fn units(line: &[(f64, f64)]) -> Vec<(i32, i32)> {
    let mut points: Vec<(i32, i32)> = Vec::with_capacity(line.len());
    for point in line.iter().map(|p| unit(*p)) {
        match points[..] {
            [.., last] if last == point => {}
            [.., before, last] if goes_on(before, last, point) => *points.last_mut().expect("two") = point,
            _ => points.push(point),
        }
    }
    points
}

/// Whether the way from `a` by `b` to `c` is straight on.
fn goes_on(a: (i32, i32), b: (i32, i32), c: (i32, i32)) -> bool {
    let (ab, bc) =
        ((i64::from(b.0 - a.0), i64::from(b.1 - a.1)), (i64::from(c.0 - b.0), i64::from(c.1 - b.1)));
    ab.0 * bc.1 == ab.1 * bc.0 && ab.0 * bc.0 + ab.1 * bc.1 > 0
}

fn style(look: Type, font: &'static str) -> TextStyle<'static> {
    let weight = if look.bold { FontStyle::Bold } else { FontStyle::Normal };
    // Made in one go: a style changed afterwards would keep the metrics of the regular face.
    let plain: TextStyle<'static> = FontDesc::new(FontFamily::Name(font), look.size * UNITS, weight).into();
    TextStyle { color: look.colour.to_backend_color(), ..plain }
}

/// The fonts, from a crate that ships them: the same on every machine.
fn fonts() -> &'static Arc<usvg::fontdb::Database> {
    static FONTS: OnceLock<Arc<usvg::fontdb::Database>> = OnceLock::new();
    FONTS.get_or_init(|| {
        let faces = [(FontStyle::Normal, dejavu::sans::regular()), (FontStyle::Bold, dejavu::sans::bold())];
        let mut database = usvg::fontdb::Database::new();
        for (weight, bytes) in faces {
            // Both libraries read these very fonts in every test.
            for name in [FONT, RIMMED] {
                register_font(name, weight, bytes)
                    .unwrap_or_else(|_| unreachable!("DejaVu Sans is a valid font"));
            }
            database.load_font_data(without_old_kerning(bytes));
        }
        Arc::new(database)
    })
}

/// A font whose table `kern` is named something else, in the same place of the alphabet. DejaVu has its kerning in `GPOS`
/// too, which goes first; the shaper would prepare the old table anew for every text, which takes longer than the text.
fn without_old_kerning(font: &[u8]) -> Vec<u8> {
    let mut font = font.to_vec();
    // OpenType: twelve bytes, of which 4 and 5 count the tables, then sixteen a table that begin with its name.
    let tables = usize::from(u16::from_be_bytes([font[4], font[5]]));
    let names = font[12..].chunks_exact_mut(16).take(tables).map(|table| &mut table[..4]);
    names.filter(|name| *name == b"kern").for_each(|name| name.copy_from_slice(b"kero"));
    font
}

/// plotters' SVG with a size in points, the fallback fonts, and title and description for readers who
/// do not see it.
fn finish(raw: &str, caption: &Caption, theme: &Theme, (width, height): (f64, f64), scale: f64) -> String {
    let body = raw.split_once('>').map_or("", |(_, rest)| rest);
    let mut svg = String::with_capacity(raw.len() + 512);
    // Writing to a String cannot fail.
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" \
         role=\"img\" aria-labelledby=\"title desc\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n",
        width * scale,
        height * scale,
        width * UNITS,
        height * UNITS,
        escaped(&caption.title),
        escaped(&caption.description)
    );
    let RGBColor(r, g, b) = theme.paper;
    let plain = format!("font-family=\"{FONT_FALLBACK}\"");
    let rimmed = format!(
        "{plain} paint-order=\"stroke\" stroke=\"#{r:02X}{g:02X}{b:02X}\" stroke-width=\"{}\" stroke-linejoin=\"round\"",
        2.0 * RIM * UNITS
    );
    let body = body.replace(&format!("font-family=\"{RIMMED}\""), &rimmed);
    // What is opaque anyway, said of thousands of outlines.
    let body = body.replace("<polygon opacity=\"1\" ", "<polygon ");
    svg.push_str(&body.replace(&format!("font-family=\"{FONT}\""), &plain));
    svg
}

/// The text without characters that no XML document may hold.
fn legible(text: &str) -> String {
    let legal = |c: &char| !c.is_control() && !matches!(u32::from(*c) & 0xffff, 0xfffe | 0xffff);
    text.chars().filter(legal).collect()
}

fn escaped(text: &str) -> String {
    legible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn rasterise(svg: &str) -> Result<Vec<u8>, String> {
    let options = usvg::Options { fontdb: fonts().clone(), ..Default::default() };
    let tree = usvg::Tree::from_str(svg, &options).map_err(|e| e.to_string())?;
    let size = tree.size();
    let scale = PNG_SCALE as f32;
    let (width, height) = ((size.width() * scale) as u32, (size.height() * scale) as u32);
    let mut pixels = tiny_skia::Pixmap::new(width, height).ok_or("no room for the picture")?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    encode(&pixels).map_err(|e| e.to_string())
}

/// PNG without the alpha channel : the paper is opaque.
fn encode(pixels: &tiny_skia::Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgb);
    // A fifth of the work of the usual level, for files half as large again.
    encoder.set_deflate_compression(png::DeflateCompression::Level(1));
    // Flat colours repeat as they are; a filter would only hide that.
    encoder.set_filter(png::Filter::NoFilter);
    let rgb: Vec<[u8; 3]> = pixels.data().as_chunks().0.iter().map(|&[r, g, b, _]| [r, g, b]).collect();
    encoder.write_header()?.write_image_data(rgb.as_flattened())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{UNITS, units};

    #[test]
    fn points_along_a_straight_line_are_left_out_and_no_others() {
        let at = |line: &[(i32, i32)]| -> Vec<(i32, i32)> {
            let points: Vec<(f64, f64)> =
                line.iter().map(|(x, y)| (f64::from(*x) / UNITS, f64::from(*y) / UNITS)).collect();
            units(&points)
        };
        assert_eq!(at(&[(0, 0), (0, 2), (0, 2), (0, 5), (3, 5), (4, 5)]), [(0, 0), (0, 5), (4, 5)]);
        assert_eq!(at(&[(0, 0), (2, 1), (4, 2), (6, 4)]), [(0, 0), (4, 2), (6, 4)]);
        // There and back is no straight line, nor is a point by itself.
        assert_eq!(at(&[(0, 0), (5, 0), (3, 0)]), [(0, 0), (5, 0), (3, 0)]);
        assert_eq!(at(&[(1, 1)]), [(1, 1)]);
    }
}
