//! The names of boroughs on a map.

use super::canvas::{Anchor, Canvas, Type};
use super::labels::{Rect, Room};
use super::map_frame::MapFrame;
use super::theme;
use crate::city::{Borough, City, Outline};
use crate::space::Point;

/// How far from the middle of a borough its name may stand, in steps of so many points.
const STEP: (f64, f64) = (14.0, 12.0);

/// Writes each name where there is room for it on its borough's own ground, in one line or two.
pub(super) fn draw(
    canvas: &Canvas<'_>,
    frame: &MapFrame,
    city: &City,
    outlines: &[Outline],
    room: &mut Room,
) -> Result<(), String> {
    let look = Type::new(theme::SMALL, canvas.theme.quiet);
    let height = look.size * 1.25;
    for borough in &city.boroughs {
        let Some(outline) = outlines.iter().find(|o| o.id == borough.id) else { continue };
        let Some(seen) = seen(frame, outline) else { continue };
        for lines in shapes(&borough.name.to_uppercase()) {
            let widths = lines.iter().map(|line| canvas.text_width(line, look));
            let size = (widths.fold(0.0, f64::max) + 4.0, height * lines.len() as f64);
            let Some(rect) = place(frame, borough, &seen, size, room) else { continue };
            for (i, line) in lines.iter().enumerate() {
                let at = ((rect.left + rect.right) / 2.0, rect.top + height * i as f64);
                canvas.text_on_map(line, at, look, Anchor::Middle)?;
            }
            break;
        }
    }
    Ok(())
}

/// The name in one line, then in two of about equal length.
fn shapes(name: &str) -> Vec<Vec<String>> {
    let spaces = name.match_indices(' ').map(|(at, _)| at);
    let middle = spaces.min_by_key(|at| at.abs_diff(name.len() / 2));
    let broken = middle.map(|at| vec![name[..at].to_string(), name[at + 1..].to_string()]);
    [vec![name.to_string()]].into_iter().chain(broken).collect()
}

/// The box of a borough's largest ring as far as the map shows it.
fn seen(frame: &MapFrame, outline: &Outline) -> Option<Rect> {
    let rings = outline.polygons.iter().filter_map(|rings| rings.first());
    let ring = rings.max_by_key(|ring| ring.len()).filter(|ring| !ring.is_empty())?;
    let span = |of: fn(&Point) -> f64| {
        ring.iter().map(of).fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)))
    };
    let ((west, east), (south, north)) = (span(|p| p.e), span(|p| p.n));
    let (left, top) = frame.at(Point { e: west, n: north });
    let (right, bottom) = frame.at(Point { e: east, n: south });
    let place = &frame.place;
    let seen = Rect {
        left: left.max(place.left),
        top: top.max(place.top),
        right: right.min(place.right),
        bottom: bottom.min(place.bottom),
    };
    (seen.left < seen.right && seen.top < seen.bottom).then_some(seen)
}

/// The free place for a name that is nearest to the middle of what is seen of its borough.
fn place(
    frame: &MapFrame,
    borough: &Borough,
    seen: &Rect,
    size: (f64, f64),
    room: &mut Room,
) -> Option<Rect> {
    let middle = ((seen.left + seen.right) / 2.0, (seen.top + seen.bottom) / 2.0);
    let steps = |length: f64, step: f64| (length / 2.0 / step) as i32;
    let (across, down) = (steps(seen.right - seen.left, STEP.0), steps(seen.bottom - seen.top, STEP.1));
    let grid = (-across..=across)
        .flat_map(|x| (-down..=down).map(move |y| (f64::from(x) * STEP.0, f64::from(y) * STEP.1)));
    let mut places: Vec<(f64, f64)> = grid.collect();
    places.sort_by(|a, b| a.0.hypot(a.1).total_cmp(&b.0.hypot(b.1)));
    let centres = places.into_iter().map(|(x, y)| (middle.0 + x, middle.1 + y));
    let mut free = centres
        .filter(|at| room.is_free(&Rect::centred(*at, size)) && is_on_own_ground(frame, borough, *at, size));
    let at = free.next()?;
    room.place_at(at, size)
}

/// Whether a box lies in its borough, as far as its middle, edges and corners can tell.
fn is_on_own_ground(
    frame: &MapFrame,
    borough: &Borough,
    (x, y): (f64, f64),
    (width, height): (f64, f64),
) -> bool {
    let across = [0.0, -0.5, 0.5, -0.25, 0.25];
    let mut points =
        across.into_iter().flat_map(|dx| [0.0, -0.5, 0.5].map(|dy| (x + dx * width, y + dy * height)));
    points.all(|point| borough.region.contains(frame.from(point)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_broken_in_its_middle() {
        assert_eq!(shapes("EALING"), [["EALING"]]);
        let broken = &shapes("HAMMERSMITH AND FULHAM")[1];
        assert_eq!(broken, &["HAMMERSMITH", "AND FULHAM"]);
    }
}
