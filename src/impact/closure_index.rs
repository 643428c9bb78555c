//! Thousands of closure sets at the price of the areas they touch.
//!
//! Closing stations can only change the areas that went to one of them. So areas are stored by the
//! station they go to, each with the next stations in its line and what going there adds: a closure set
//! is worked out by reading the blocks of its stations from start to end.

use crate::access::{NOBODY, OpenSet, Ranking};
use crate::travel::Plane;

/// How many stations after the nearest are stored beside an area; a longer line is read in the plane.
const NEXT_IN_LINE: usize = 4;

/// A change of at most this counts as none: metres or seconds.
const UNCHANGED: f32 = 1.0;

/// A plane prepared for asking "what if these close", from one baseline of open stations.
pub struct ClosureIndex<'p> {
    plane: &'p Plane,
    ranking: &'p Ranking,
    baseline: OpenSet,
    /// Residents who reach a station in the baseline, and their weighted sum of impedance.
    reached: f64,
    sum: f64,
    /// `starts[s]..starts[s + 1]` are the areas that go to station `s`.
    starts: Vec<u32>,
    seats: Vec<Seat>,
}

/// An area in the block of its nearest station.
#[derive(Clone, Copy)]
struct Seat {
    residents: f32,
    area: u32,
    next: [u16; NEXT_IN_LINE],
    /// Impedance of each next station less that of the nearest.
    extra: [f32; NEXT_IN_LINE],
}

/// What closing a set of stations does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClosureEffect {
    /// Weighted mean impedance (seconds, or metres without times) over those who still reach a station.
    pub mean: f64,
    /// Residents whose impedance rises by more than 1 (s or m), the cut-off ones included.
    pub worse: f64,
    /// Residents who reach no station any more.
    pub cut_off: f64,
}

impl<'p> ClosureIndex<'p> {
    /// Prepares `plane` with `residents` by area, for closures among the `baseline` stations.
    pub fn new(plane: &'p Plane, ranking: &'p Ranking, baseline: &OpenSet, residents: &[f64]) -> Self {
        let mut blocks: Vec<Vec<Seat>> = vec![Vec::new(); plane.stations()];
        let (mut reached, mut sum) = (0.0, 0.0);
        for (area, &people) in residents.iter().enumerate() {
            let impedance = plane.impedance(area);
            let reachable = |s: usize| baseline.is_open(s) && impedance[s].is_finite();
            let mut line = ranking.of(area).iter().map(|&s| usize::from(s)).filter(|&s| reachable(s));
            let Some(nearest) = line.next() else { continue };
            reached += people;
            sum += people * f64::from(impedance[nearest]);
            let mut seat = Seat {
                residents: people as f32,
                area: area as u32,
                next: [NOBODY; NEXT_IN_LINE],
                extra: [f32::INFINITY; NEXT_IN_LINE],
            };
            for (i, station) in line.take(NEXT_IN_LINE).enumerate() {
                seat.next[i] = station as u16;
                seat.extra[i] = impedance[station] - impedance[nearest];
            }
            blocks[nearest].push(seat);
        }
        let mut starts = vec![0u32];
        let mut seats = Vec::with_capacity(residents.len());
        for block in blocks {
            seats.extend(block);
            starts.push(seats.len() as u32);
        }
        ClosureIndex { plane, ranking, baseline: baseline.clone(), reached, sum, starts, seats }
    }

    /// The effect of closing `closed`; stations that are not open in the baseline change nothing.
    ///
    /// ```
    /// use bluelamp::access::{OpenSet, Ranking};
    /// use bluelamp::impact::ClosureIndex;
    /// use bluelamp::space::Point;
    /// use bluelamp::travel::crow_fly;
    /// let at = |e| Point { e, n: 0.0 };
    /// let plane = crow_fly(&[at(0.0), at(900.0)], &[at(100.0), at(1000.0)]);
    /// let ranking = Ranking::new(&plane);
    /// let index = ClosureIndex::new(&plane, &ranking, &OpenSet::from_fn(2, |_| true), &[10.0, 30.0]);
    /// let effect = index.close(&[1]);
    /// assert_eq!((effect.mean, effect.worse), (625.0, 30.0));
    /// ```
    pub fn close(&self, closed: &[usize]) -> ClosureEffect {
        let mut open = self.baseline.clone();
        closed.iter().for_each(|&s| open.close(s));
        let (mut added, mut worse, mut cut_off) = (0.0, 0.0, (0.0, 0.0));
        for (i, &station) in closed.iter().enumerate() {
            if closed[..i].contains(&station) {
                continue;
            }
            for seat in &self.seats[self.starts[station] as usize..self.starts[station + 1] as usize] {
                let people = f64::from(seat.residents);
                match self.extra(seat, station, &open) {
                    Some(extra) => {
                        added += people * f64::from(extra);
                        worse += if extra > UNCHANGED { people } else { 0.0 };
                    }
                    None => {
                        worse += people;
                        cut_off.0 += people;
                        cut_off.1 += people * f64::from(self.plane.impedance(seat.area as usize)[station]);
                    }
                }
            }
        }
        let mean = (self.sum + added - cut_off.1) / (self.reached - cut_off.0);
        ClosureEffect { mean, worse, cut_off: cut_off.0 }
    }

    /// What going to the first open station in line adds; `None` when there is none.
    fn extra(&self, seat: &Seat, nearest: usize, open: &OpenSet) -> Option<f32> {
        for (&next, &extra) in seat.next.iter().zip(&seat.extra) {
            if next == NOBODY {
                return None;
            }
            if open.is_open(usize::from(next)) {
                return Some(extra);
            }
        }
        let impedance = self.plane.impedance(seat.area as usize);
        let next = self.ranking.first(seat.area as usize, |s| open.is_open(s) && impedance[s].is_finite())?;
        Some(impedance[next] - impedance[nearest])
    }
}
