//! Where calls and bases are, and how long cars take between them.

/// An area from which calls come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Number of its borough.
    pub borough: u32,
    /// The group that it is counted in, from 0: the finest for which results are wanted (groups can be added up).
    pub group: u32,
    /// The zone that stands for it in [`ZoneTimes`]; not looked at without such a table.
    pub zone: u32,
}

/// A place where cars have their home.
#[derive(Clone, Debug, PartialEq)]
pub struct Base {
    /// As a reader knows it.
    pub name: String,
}

/// How long a car drives, seconds before the speed factor. Infinite where there is no way.
#[derive(Clone, Debug, PartialEq)]
pub struct TravelTimes {
    /// From every base to every area, `areas x bases`, area by area.
    pub base_to_area_s: Vec<f32>,
    /// From every zone to every zone, for cars on the road. Without it every journey begins at the car's base.
    pub between_zones: Option<ZoneTimes>,
    /// How much faster than these times a car is: times are divided by it.
    pub speed_factor: f64,
}

/// How long a car drives from zone to zone. Zones are as large as the precision asks for: one a ward or LSOA.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneTimes {
    /// Number of zones.
    pub zones: usize,
    /// `zones x zones`, from zone by from zone, seconds. A zone's time to itself is that between two of its points.
    pub time_s: Vec<f32>,
}

/// No way.
pub(super) const NO_WAY: u32 = u32::MAX;

/// A time as the simulation has it: whole milliseconds, rounded down; [`NO_WAY`] if infinite or beyond 49 days.
pub(super) fn milliseconds(time_s: f32, speed_factor: f64) -> u32 {
    // A float beyond the range saturates, which is NO_WAY.
    (f64::from(time_s) * 1000.0 / speed_factor) as u32
}
