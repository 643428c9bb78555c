//! How cars are stationed and sent.

/// Where a free car is when a call comes: the assumption that decides the result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Start {
    /// At its base, or on the way back to it.
    Base,
    /// At a point of its own borough where calls are likely, another one every [`Policy::patrol_stay_min`] minutes;
    /// until then it stays where its last call was.
    Patrol,
    /// On patrol with this chance, else at its base; drawn anew every [`Policy::patrol_stay_min`] minutes.
    Mix {
        /// From 0 to 1.
        on_patrol: f64,
    },
}

/// What becomes of a call when no car is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenAllBusy {
    /// It waits: more urgent grades first, then in order of arrival.
    Queue,
    /// Somebody else takes it (M/M/c/c; a zero line).
    Lost,
}

/// How cars are stationed and sent. The nearest is the one that can be there first, its turnout included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Policy {
    /// Where free cars are.
    pub start: Start,
    /// How long a car stays at a point of its patrol, minutes.
    pub patrol_stay_min: u32,
    /// The nearest free car of the call's own borough is sent, one from elsewhere only if there is none.
    pub own_borough_first: bool,
    /// A car on its way to an S call may be sent to an I call that it can reach before any free car; the S call then
    /// gets the nearest free car or waits again.
    pub divert: bool,
    /// What becomes of a call when no car is free.
    pub when_all_busy: WhenAllBusy,
    /// From dispatch to setting out from base, seconds.
    pub turnout_base_s: f64,
    /// From dispatch to setting out on the road, seconds.
    pub turnout_road_s: f64,
    /// By when a car should have arrived, seconds from the call, in the order of [`super::Grade::ALL`].
    pub target_s: [f64; 2],
}

impl Default for Policy {
    /// Cars at base, the nearest is sent at once, calls wait; the Met's targets of 15 and 60 minutes.
    fn default() -> Self {
        Policy {
            start: Start::Base,
            patrol_stay_min: 30,
            own_borough_first: false,
            divert: false,
            when_all_busy: WhenAllBusy::Queue,
            turnout_base_s: 0.0,
            turnout_road_s: 0.0,
            target_s: [900.0, 3600.0],
        }
    }
}
