//! Where things are: points in British National Grid, spatial indexes and barriers.
//!
//! This floor knows nothing of police, residents or scenarios. Everything is in metres on
//! EPSG:27700; degrees (WGS84) appear only in [`LonLat`] and are turned into metres at the door.

mod barrier;
mod grid;
mod index;
mod point;
mod region;
mod segment;
mod viewshed;

pub use barrier::Barrier;
pub use grid::{to_grid, to_grid_all, to_lon_lat, to_lon_lat_all};
pub use index::PointIndex;
pub use point::{LonLat, Point};
pub use region::{Region, Rings};
pub use segment::{Segment, SegmentGrid};
pub use viewshed::Viewshed;
