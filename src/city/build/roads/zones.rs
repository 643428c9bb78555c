//! Central, Inner or Outer: the zone whose speeds count at a place.

use super::super::{BuildError, Raw};
use crate::space::{Point, PointIndex};

/// Zones by the cells of the London Atmospheric Emissions Inventory, 1 km wide.
pub(super) struct SpeedZones {
    cells: PointIndex,
    zones: Vec<&'static str>,
}

impl SpeedZones {
    pub fn read(raw: &mut Raw) -> Result<Self, BuildError> {
        let table = raw.table("roads/laei2022_minor_road_speed_1km.csv")?;
        let [e, n, zone] = raw.columns(&table, ["Easting", "Northing", "laei.zone"])?;
        let (mut centres, mut zones) = (Vec::new(), Vec::new());
        for row in table.rows() {
            let east = row.number(e, 400_000.0..=700_000.0, &mut raw.problems);
            let north = row.number(n, 100_000.0..=300_000.0, &mut raw.problems);
            let (Some(e), Some(n)) = (east, north) else { continue };
            centres.push(Point { e, n });
            zones.push(match row.text(zone) {
                "Central London" => "Central",
                "Inner London" => "Inner",
                _ => "Outer",
            });
        }
        Ok(SpeedZones { cells: PointIndex::new(&centres), zones })
    }

    /// The zone of the nearest cell.
    pub fn at(&self, p: Point) -> &'static str {
        self.cells.nearest(p, |_| true).map_or("Outer", |(cell, _)| self.zones[cell])
    }
}
