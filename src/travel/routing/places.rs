//! Where journeys begin and end.

use super::Cost;

/// Places on a graph: each is reached by one or more legs, a leg being a node and what it costs between the node and
/// the place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// `legs[first[p]..first[p + 1]]` are those of place `p`; empty where there is no place at all.
    first: Vec<u32>,
    legs: Vec<(u32, Cost)>,
}

impl Places {
    /// Number of places.
    pub fn len(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    /// Whether there is no place.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The legs of a place: (node, cost).
    pub fn legs(&self, place: usize) -> &[(u32, Cost)] {
        &self.legs[self.first[place] as usize..self.first[place + 1] as usize]
    }
}

impl<L: IntoIterator<Item = (u32, Cost)>> FromIterator<L> for Places {
    fn from_iter<T: IntoIterator<Item = L>>(places: T) -> Self {
        let (mut first, mut legs) = (vec![0], Vec::new());
        for place in places {
            legs.extend(place);
            first.push(legs.len() as u32);
        }
        Places { first, legs }
    }
}
