//! Cheapest ways on a road network, from many places to a few.
//!
//! A [`Graph`] says which nodes are joined; a metric says what every arc costs, as a [`Cost`] each. [`search`] is the
//! plain way to the cheapest ways. The fast one prepares the graph once ([`Hierarchy`]), whatever the costs; then works
//! out all metrics ([`Prepared`]); then sweeps over it for all stations at once ([`Prepared::costs`]). It is exact: both
//! give the same costs to the millisecond and the millimetre.
//!
//! The methods: customisable contraction hierarchies (Dibbelt, Strasser and Wagner 2016, doi:10.1145/2886843), swept as
//! in PHAST and RPHAST (Delling, Goldberg, Nowatzyk and Werneck 2013, doi:10.1016/j.jpdc.2012.02.007; Delling, Goldberg
//! and Werneck 2011, doi:10.4230/OASIcs.ATMOS.2011.52).

mod core_search;
mod cost;
mod customise;
mod elimination;
mod graph;
mod hierarchy;
pub(crate) mod lanes;
mod places;
mod prepared;
pub mod search;
mod selection;
mod sweep;
mod trim;

pub use cost::Cost;
pub use graph::{Graph, GraphError};
pub use hierarchy::Hierarchy;
pub use places::Places;
pub use prepared::{Prepared, PreparedError};
pub use sweep::searches;
