//! The symbols of counters on maps.

use plotters::style::RGBColor;

use super::canvas::{Anchor, Canvas, Type};
use super::labels::{Rect, Room};
use super::map_frame::MapFrame;
use crate::city::WeeklyHours;
use crate::scenario::{Scenario, Site, Time};

/// What happens to a counter; what is rarer comes first, is named first and lies on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Opened,
    Rescheduled,
    Closed,
    Stays,
}

impl Role {
    /// Half the size of its symbol, points.
    pub(super) fn radius(self) -> f64 {
        match self {
            Role::Closed => 6.0,
            Role::Opened => 8.0,
            Role::Rescheduled => 7.0,
            Role::Stays => 5.0,
        }
    }
}

/// The counters of an option at a time and what becomes of each. At a time of the week, one that is shut then serves
/// nobody and is left out.
pub(super) fn roles(scenario: &Scenario, option: usize, time: Time) -> Vec<(usize, Role)> {
    let option = &scenario.options[option];
    let role = |site: usize| {
        if option.closed.contains(&site) {
            Some(Role::Closed)
        } else if option.opened.contains(&site) {
            Some(Role::Opened)
        } else if option.rescheduled.contains(&site) {
            Some(Role::Rescheduled)
        } else {
            serves(&option.counters[site], time).then_some(Role::Stays)
        }
    };
    (0..scenario.sites.len()).filter_map(|s| Some((s, role(s)?))).collect()
}

/// The counters before anything closes.
pub(super) fn before(scenario: &Scenario, time: Time) -> Vec<(usize, Role)> {
    let open = |site: &usize| serves(&scenario.baseline[*site], time);
    (0..scenario.sites.len()).filter(open).map(|site| (site, Role::Stays)).collect()
}

fn serves(hours: &Option<WeeklyHours>, time: Time) -> bool {
    hours.as_ref().is_some_and(|hours| match time {
        Time::Any => true,
        Time::Minute(minute) => hours.is_open(minute),
    })
}

/// The symbols of a map, in words.
pub(super) fn words(roles: &[(usize, Role)]) -> Vec<(Role, &'static str)> {
    let mut words = vec![
        (Role::Closed, "counter closes"),
        (Role::Opened, "counter opens"),
        (Role::Rescheduled, "hours change"),
        (Role::Stays, "counter stays"),
    ];
    words.retain(|(role, _)| roles.iter().any(|(_, r)| r == role));
    words
}

/// A cross closes, a plus in a ring opens, a ring changes its hours, a dot stays: shapes, not only colours.
pub(super) fn symbol(canvas: &Canvas<'_>, (x, y): (f64, f64), role: Role) -> Result<(), String> {
    let strokes = |lines: &[[(f64, f64); 2]], colour: RGBColor, width: f64| -> Result<(), String> {
        lines
            .iter()
            .try_for_each(|[a, b]| canvas.line(&[(x + a.0, y + a.1), (x + b.0, y + b.1)], colour, width))
    };
    let cross = [[(-5.0, -5.0), (5.0, 5.0)], [(-5.0, 5.0), (5.0, -5.0)]];
    let plus = [[(-4.0, 0.0), (4.0, 0.0)], [(0.0, -4.0), (0.0, 4.0)]];
    match role {
        Role::Closed => {
            strokes(&cross, canvas.theme.paper, 6.0)?;
            strokes(&cross, canvas.theme.ink, 3.0)
        }
        Role::Opened => {
            canvas.disc((x, y), 8.0, canvas.theme.paper)?;
            canvas.disc((x, y), 7.0, canvas.theme.ink)?;
            strokes(&plus, canvas.theme.paper, 2.0)
        }
        Role::Rescheduled => {
            canvas.disc((x, y), 7.0, canvas.theme.paper)?;
            canvas.disc((x, y), 6.0, canvas.theme.ink)?;
            canvas.disc((x, y), 3.25, canvas.theme.paper)
        }
        Role::Stays => {
            canvas.disc((x, y), 5.0, canvas.theme.paper)?;
            canvas.disc((x, y), 4.0, canvas.theme.ink)
        }
    }
}

/// A counter's symbol as it stands on the canvas.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drawn {
    pub site: usize,
    pub role: Role,
    pub at: (f64, f64),
}

/// Draws the symbols of the counters that a map shows and takes their room. Returns them in the order in which they are to
/// be named.
pub(super) fn draw(
    canvas: &Canvas<'_>,
    frame: &MapFrame,
    room: &mut Room,
    sites: &[Site],
    mut roles: Vec<(usize, Role)>,
) -> Result<Vec<Drawn>, String> {
    roles.retain(|(site, _)| frame.shows(sites[*site].point));
    roles.sort_by_key(|(_, role)| *role);
    let place = |site: usize| frame.at(sites[site].point);
    let closed: Vec<(f64, f64)> =
        roles.iter().filter(|(_, role)| *role == Role::Closed).map(|(site, _)| place(*site)).collect();
    let mut drawn = Vec::with_capacity(roles.len());
    for (site, role) in roles.into_iter().rev() {
        let own = place(site);
        let at = if role == Role::Opened { aside(own, &closed) } else { own };
        if at != own {
            canvas.line(&[own, at], canvas.theme.ink, 0.75)?;
        }
        symbol(canvas, at, role)?;
        room.take(Rect::around(at, role.radius() + 1.0));
        drawn.push(Drawn { site, role, at });
    }
    drawn.reverse();
    Ok(drawn)
}

/// Where the disc of a counter that opens goes, which would hide the cross of one that closes next door: beside all
/// crosses, as near as can be.
fn aside(at: (f64, f64), crosses: &[(f64, f64)]) -> (f64, f64) {
    let (hides, apart) = (Role::Opened.radius(), Role::Opened.radius() + Role::Closed.radius());
    let is_clear = |p: (f64, f64), gap: f64| crosses.iter().all(|c| (c.0 - p.0).hypot(c.1 - p.1) >= gap);
    if is_clear(at, hides) {
        return at;
    }
    let ways = [
        (0.0, -1.0),
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, 1.0),
        (0.7, -0.7),
        (-0.7, -0.7),
        (0.7, 0.7),
        (-0.7, 0.7),
    ];
    let far = [1.0, 1.5, 2.0, 2.5].into_iter().flat_map(|far| ways.map(|(x, y)| (x * far, y * far)));
    let mut places = far.map(|(x, y)| (at.0 + x * apart, at.1 + y * apart));
    places.find(|place| is_clear(*place, apart)).unwrap_or(at)
}

/// Writes a counter's name beside its symbol, where there is room; one that stands off is tied to the symbol.
pub(super) fn name(
    canvas: &Canvas<'_>,
    room: &mut Room,
    Drawn { role, at, .. }: Drawn,
    name: &str,
    look: Type,
) -> Result<(), String> {
    let size = (canvas.text_width(name, look) + 2.0, look.size * 1.15);
    let Some((rect, far)) = room.place_beside(at, role.radius(), size) else { return Ok(()) };
    if far {
        let end = rect.nearest_to(at);
        let part = role.radius() / (end.0 - at.0).hypot(end.1 - at.1).max(role.radius());
        let edge = (at.0 + (end.0 - at.0) * part, at.1 + (end.1 - at.1) * part);
        canvas.line(&[edge, end], canvas.theme.ink, 0.75)?;
    }
    canvas.text_on_map(name, (rect.left + 1.0, rect.top), look, Anchor::Left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disc_moves_off_a_cross_and_stays_where_there_is_none() {
        let at = (50.0, 50.0);
        assert_eq!(aside(at, &[(80.0, 50.0)]), at);
        let crosses = [(51.0, 50.0), (50.0, 36.0)];
        let moved = aside(at, &crosses);
        let gap = |c: &(f64, f64)| (c.0 - moved.0).hypot(c.1 - moved.1);
        assert!(moved != at && crosses.iter().all(|c| gap(c) >= 14.0), "{moved:?}");
        assert!((moved.0 - at.0).hypot(moved.1 - at.1) < 40.0);
    }
}
