//! What all maps of zones have in common: the ground, the zones in their classes, river, borders and names.

use std::collections::{HashMap, HashSet};

use super::borough_names;
use super::canvas::Canvas;
use super::classes::Fill;
use super::labels::{Rect, Room};
use super::map_frame::{Backdrop, MapFrame};
use super::sheet::Sheet;
use crate::city::Outline;
use crate::report::Results;
use crate::space::Point;

/// A city to draw zones on.
pub(super) struct BaseMap<'m> {
    results: &'m Results<'m>,
    sheet: &'m Sheet<'m>,
    backdrop: &'m Backdrop,
    /// The study's zones, by code.
    outlines: HashMap<&'m str, &'m Outline>,
    /// Numbers of the boroughs all of whose areas are in the study.
    whole_boroughs: HashSet<usize>,
}

impl<'m> BaseMap<'m> {
    pub(super) fn new(sheet: &'m Sheet<'m>, backdrop: &'m Backdrop) -> Self {
        let results = sheet.results;
        let outlines = results.zone_outlines.iter().map(|o| (o.id.as_str(), o)).collect();
        BaseMap { results, sheet, backdrop, outlines, whole_boroughs: whole_boroughs(results) }
    }

    /// What a map shows in `place`: the part of the city that is asked for, else all zones of the study and `points`.
    pub(super) fn frame(&self, place: Rect, points: &[Point]) -> MapFrame {
        match &self.sheet.request.view {
            Some(view) => MapFrame::fit(place, &[], &view.points),
            None => MapFrame::fit(place, &self.outlines.values().copied().collect::<Vec<_>>(), points),
        }
    }

    /// How much higher than wide what maps show is.
    pub(super) fn steepness(&self) -> f64 {
        let view = self.sheet.request.view.iter().flat_map(|view| &view.points);
        let all = self.outlines.values().flat_map(|o| o.polygons.iter().flatten().flatten());
        let points: Vec<&Point> =
            if self.sheet.request.view.is_some() { view.collect() } else { all.collect() };
        let length = |of: fn(&Point) -> f64| {
            let (low, high) =
                points.iter().fold((f64::MAX, f64::MIN), |(l, h), p| (l.min(of(p)), h.max(of(p))));
            (high - low).max(1.0)
        };
        length(|p| p.n) / length(|p| p.e)
    }

    /// The ground, and every zone (by its number in the city) in its fill. `common` is the fill of most: a borough whose
    /// zones all count is filled with it in one go.
    pub(super) fn zones(
        &self,
        canvas: &Canvas<'_>,
        frame: &MapFrame,
        fills: &[(usize, Fill)],
        common: Option<Fill>,
    ) -> Result<(), String> {
        let city = self.results.city;
        let is_whole = |borough: usize| self.whole_boroughs.contains(&borough);
        let number = |outline: &Outline| city.boroughs.iter().position(|b| b.id == outline.id);
        let (whole, others): (Vec<&Outline>, Vec<&Outline>) =
            self.backdrop.boroughs.iter().partition(|o| common.is_some() && number(o).is_some_and(is_whole));
        frame.fill(canvas, others, canvas.theme.land)?;
        if let Some(common) = common {
            frame.fill(canvas, whole.iter().copied(), common.colour)?;
        }
        // A city may have boroughs without outlines.
        let filled: HashSet<usize> = whole.iter().filter_map(|o| number(o)).collect();
        let drawn =
            |zone: usize, fill: Fill| Some(fill) == common && filled.contains(&city.zones[zone].borough);
        let shown = || fills.iter().filter(|(zone, fill)| !drawn(*zone, *fill));
        for (zone, fill) in shown() {
            frame.fill(canvas, self.outline(*zone), fill.colour)?;
        }
        for (zone, _) in shown().filter(|(_, fill)| fill.hatched) {
            self.outline(*zone).map_or(Ok(()), |outline| frame.hatch(canvas, outline))?;
        }
        // Nobody lives there: a backdrop over the classes of the zones around.
        frame.fill_patches(canvas, &self.backdrop.green, canvas.theme.green)?;
        frame.orientation(canvas, &self.backdrop.river, &self.backdrop.boroughs)
    }

    pub(super) fn borough_names(
        &self,
        canvas: &Canvas<'_>,
        frame: &MapFrame,
        room: &mut Room,
    ) -> Result<(), String> {
        borough_names::draw(canvas, frame, self.results.city, &self.backdrop.boroughs, room)
    }

    fn outline(&self, zone: usize) -> Option<&'m Outline> {
        self.outlines.get(self.results.city.zones[zone].id.as_str()).copied()
    }
}

fn whole_boroughs(results: &Results<'_>) -> HashSet<usize> {
    let city = results.city;
    let mut missing = vec![0i64; city.boroughs.len()];
    city.areas.iter().for_each(|a| missing[a.borough] += 1);
    results.scenario.study.areas.iter().for_each(|a| missing[city.areas[*a].borough] -= 1);
    (0..missing.len()).filter(|&borough| missing[borough] == 0).collect()
}
