//! How long it takes to get from every area to every station: modes in, a [`TravelMatrix`] out.
//!
//! One measurement per station and mode, once. A closure changes which columns of the matrix may be
//! used, not the matrix, so a scenario never measures again. This floor knows points and barriers,
//! nothing of police and nothing of scenarios.

mod crow_fly;
mod decay;
mod exponential;
mod matrix;
mod mode;
mod nearest_place;
mod profile;
mod road_model;
mod route;
pub mod routing;
mod shore;
mod snap;
mod walk;

pub use crow_fly::crow_fly;
pub use decay::{Decay, DecayError};
pub use matrix::{Plane, TravelMatrix};
pub use mode::{Mode, Spread};
pub use nearest_place::NearestStation;
pub use profile::{DRIVING_SPEED, Pace, Profile};
pub use road_model::{End, Joint, Leg, LegBy, Place, RoadEnd, RoadModel, arcs};
pub use route::{Route, RouteStep, far_snap};
pub(crate) use routing::lanes::widest;
pub use routing::{Cost, Graph, GraphError, Hierarchy, Places, Prepared, PreparedError, search};
pub use shore::Shore;
pub use snap::{RoadIndex, Snap};
pub use walk::{CIRCUITY, Estimate, WALKING_SPEED_KM_H, walk};
