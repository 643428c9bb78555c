//! The event loop: calls, shifts and cars that become clear, in whole milliseconds.
//!
//! Only cars that become clear are kept in order ([`NextClear`]): calls come sorted from their streams and shifts from
//! the week's roster, so an event is the earliest of three. At the same millisecond shifts change first (by car), then
//! cars become clear (by car), then calls come (in their order): a total order that does not depend on what happened
//! before.

use super::calls::{Call, CallPlaces, Calls, HOUR_MS};
use super::cars::{Car, Cars, Journey};
use super::fleet::{ShiftChange, shift_changes};
use super::next_clear::NextClear;
use super::outcome::{CallEnd, CallRecord, Outcome};
use super::profile::HOURS_A_WEEK;
use super::waiting::{Queue, Waiting};
use super::{Run, RunError, Service, WhenAllBusy};

const MINUTE_MS: u64 = 60_000;
const WEEK_MS: u64 = HOURS_A_WEEK as u64 * HOUR_MS;

/// A service, and how often and how long it is watched: ready to run.
pub struct Simulation<'a> {
    service: &'a Service,
    run: Run,
    places: CallPlaces,
    roster: Vec<ShiftChange>,
}

impl<'a> Simulation<'a> {
    /// Checks that the run says something.
    ///
    /// # Errors
    /// [`RunError`].
    pub fn new(service: &'a Service, run: Run) -> Result<Self, RunError> {
        run.check(service)?;
        let roster = shift_changes(service.units());
        Ok(Simulation { service, run, places: CallPlaces::new(service.demand()), roster })
    }

    /// What is run.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// One replication.
    pub fn outcome(&self, replication: u32) -> Outcome {
        self.observe(replication, |_| {})
    }

    /// One replication, showing every call at its end, also those of the warm-up.
    pub fn observe(&self, replication: u32, see: impl FnMut(&CallRecord)) -> Outcome {
        let hours = self.run.horizon.hours();
        let horizon_ms = hours * HOUR_MS;
        let warm_up_ms = u64::from(self.run.horizon.warm_up_h()) * HOUR_MS;
        let units = self.service.units().len();
        let mut state = State {
            service: self.service,
            warm_up_ms,
            horizon_ms,
            cars: Cars::new(self.service, self.run.seed, replication),
            next_clear: NextClear::new(units),
            queue: Queue::default(),
            busy: 0,
            busy_since_ms: 0,
            queue_since_ms: 0,
            outcome: Outcome::new(replication, horizon_ms - warm_up_ms, self.service.groups(), units),
            see,
        };
        let calls = Calls::new(self.service.demand(), &self.places, self.run.seed, replication, hours);
        state.begin();
        state.events(calls, Roster::new(&self.roster));
        state.finish();
        state.outcome
    }
}

/// The changes of shifts, week after week.
struct Roster<'a> {
    changes: &'a [ShiftChange],
    next: usize,
    week_ms: u64,
}

impl<'a> Roster<'a> {
    fn new(changes: &'a [ShiftChange]) -> Self {
        // Who is on duty at the start is set then.
        let next = changes.iter().take_while(|change| change.minute == 0).count();
        let mut roster = Roster { changes, next, week_ms: 0 };
        roster.wrap();
        roster
    }

    fn wrap(&mut self) {
        if self.next == self.changes.len() {
            self.next = 0;
            self.week_ms += WEEK_MS;
        }
    }

    /// When the next change is; beyond all times if there is none.
    fn next_ms(&self) -> u64 {
        let next = self.changes.get(self.next);
        next.map_or(u64::MAX, |change| self.week_ms + u64::from(change.minute) * MINUTE_MS)
    }

    fn take(&mut self) -> ShiftChange {
        let change = self.changes[self.next];
        self.next += 1;
        self.wrap();
        change
    }
}

struct State<'a, F> {
    service: &'a Service,
    warm_up_ms: u64,
    horizon_ms: u64,
    cars: Cars<'a>,
    next_clear: NextClear,
    queue: Queue,
    busy: u64,
    busy_since_ms: u64,
    queue_since_ms: u64,
    outcome: Outcome,
    see: F,
}

impl<F: FnMut(&CallRecord)> State<'_, F> {
    /// Puts on duty whoever is at Monday 00:00.
    fn begin(&mut self) {
        for (unit, crew) in self.service.units().iter().enumerate() {
            if crew.shift.is_open(0) {
                self.shift_begins(unit, 0);
            }
        }
    }

    fn events(&mut self, mut calls: Calls<'_>, mut roster: Roster<'_>) {
        let mut number = 0;
        let (mut next_call, mut next_change) = (calls.next_ms(), roster.next_ms());
        loop {
            let clear = self.next_clear.time_ms();
            let now = clear.min(next_call).min(next_change);
            if now >= self.horizon_ms {
                return;
            }
            if now == next_change {
                let change = roster.take();
                next_change = roster.next_ms();
                if change.begins {
                    self.shift_begins(change.unit, now)
                } else {
                    self.shift_ends(change.unit, now)
                }
            } else if now == clear {
                self.clear(self.next_clear.car(), now);
            } else if let Some(call) = calls.next() {
                next_call = calls.next_ms();
                self.outcome.balance.calls += u64::from(now >= self.warm_up_ms);
                self.call(Waiting { call, number, since_ms: now, waited_ms: 0 }, now);
                number += 1;
            }
        }
    }

    /// A call comes, or comes back because its car was taken away.
    fn call(&mut self, waiting: Waiting, now: u64) {
        let Some(choice) = self.cars.nearest(&waiting.call, now) else {
            match self.service.policy().when_all_busy {
                WhenAllBusy::Queue => {
                    self.queue_changes(now);
                    self.queue.push(waiting);
                }
                WhenAllBusy::Lost => self.end(&waiting, CallEnd::Lost),
            }
            return;
        };
        if choice.diverted {
            let Car { call, number, waited_ms, .. } = *self.cars.car(choice.unit);
            self.book_work(choice.unit, now);
            self.send(choice.unit, &waiting, choice.journey, now);
            self.call(Waiting { call, number, since_ms: now, waited_ms }, now);
        } else {
            self.busy_changes(now);
            self.busy += 1;
            self.cars.take(choice.unit);
            self.send(choice.unit, &waiting, choice.journey, now);
        }
    }

    fn send(&mut self, unit: usize, waiting: &Waiting, journey: Journey, now: u64) {
        let clears_ms = self.cars.send(unit, waiting, journey, now);
        self.next_clear.set(unit, clears_ms);
    }

    /// A car is clear: it takes the call whose turn it is, goes off duty if its shift is over, or is free.
    fn clear(&mut self, unit: usize, now: u64) {
        self.book_work(unit, now);
        self.outcome.units[unit].cleared += u64::from(now >= self.warm_up_ms);
        self.arrived(unit);
        self.cars.clears(unit, now);
        if !self.cars.car(unit).on_duty {
            self.next_clear.clear(unit);
            self.busy_changes(now);
            self.busy -= 1;
        } else if !self.queue.is_empty() {
            self.next_in_queue(unit, now);
        } else {
            self.next_clear.clear(unit);
            self.busy_changes(now);
            self.busy -= 1;
            self.cars.make_free(unit);
        }
    }

    /// Sends a car, free but not in the sets of free cars, to the call whose turn it is.
    fn next_in_queue(&mut self, unit: usize, now: u64) {
        self.queue_changes(now);
        if let Some(mut waiting) = self.queue.pop() {
            let measured = self.overlap(waiting.since_ms, now);
            self.outcome.balance.waits_ms += measured;
            waiting.waited_ms += now - waiting.since_ms;
            self.cars.advance(now);
            let journey = self.cars.journey(unit, waiting.call.area as usize, now);
            self.send(unit, &waiting, journey, now);
        }
    }

    fn shift_begins(&mut self, unit: usize, now: u64) {
        let car = self.cars.begin_duty(unit, now);
        if car.busy {
            let overtime = self.overlap(car.off_since_ms, now);
            self.outcome.units[unit].overtime_ms += overtime;
        } else if self.queue.is_empty() {
            self.cars.make_free(unit);
        } else {
            self.busy_changes(now);
            self.busy += 1;
            self.next_in_queue(unit, now);
        }
    }

    fn shift_ends(&mut self, unit: usize, now: u64) {
        let duty = self.overlap(self.cars.car(unit).on_since_ms, now);
        self.outcome.units[unit].duty_ms += duty;
        self.cars.end_duty(unit, now);
    }

    /// Counts the time since the car was last sent as busy.
    fn book_work(&mut self, unit: usize, now: u64) {
        let car = self.cars.car(unit);
        let busy = self.overlap(car.dispatched_ms, now);
        let overtime =
            if car.on_duty { 0 } else { self.overlap(car.off_since_ms.max(car.dispatched_ms), now) };
        let tally = &mut self.outcome.units[unit];
        tally.busy_ms += busy;
        tally.overtime_ms += overtime;
        self.outcome.balance.cars_ms += busy;
    }

    /// The end of a call whose car has arrived.
    fn arrived(&mut self, unit: usize) {
        let Car { call, number, waited_ms, dispatched_ms, arrives_ms, .. } = *self.cars.car(unit);
        let waiting = Waiting { call, number, since_ms: 0, waited_ms };
        self.end(&waiting, CallEnd::Answered { unit: unit as u32, dispatched_ms, arrived_ms: arrives_ms });
    }

    fn end(&mut self, waiting: &Waiting, end: CallEnd) {
        let Waiting { call, number, waited_ms, .. } = *waiting;
        let Call { time_ms, area, grade, .. } = call;
        (self.see)(&CallRecord { number, time_ms, area, grade, waited_ms, end });
        if time_ms < self.warm_up_ms {
            return;
        }
        self.outcome.balance.ends += 1;
        let place = self.service.areas[area as usize];
        let tally = &mut self.outcome.tallies[grade.index() * self.service.groups + place.group as usize];
        tally.calls += 1;
        match end {
            CallEnd::Answered { unit, arrived_ms, .. } => {
                let response_ms = arrived_ms - time_ms;
                let in_target = u64::from(response_ms <= self.service.target_ms[grade.index()]);
                tally.answered += 1;
                tally.response_ms += response_ms;
                tally.in_target += in_target;
                let post = &self.service.posts[self.service.post_of[unit as usize] as usize];
                tally.from_elsewhere += u64::from(post.borough != place.borough);
                tally.queued += u64::from(waited_ms > 0);
                tally.waited_ms += waited_ms;
                tally.response.record_ms(response_ms);
                let hour = (time_ms / HOUR_MS) as usize % HOURS_A_WEEK;
                let hour = &mut self.outcome.hours[grade.index() * HOURS_A_WEEK + hour];
                hour.answered += 1;
                hour.response_ms += response_ms;
                hour.in_target += in_target;
            }
            CallEnd::Lost => tally.lost += 1,
            CallEnd::Waiting | CallEnd::Travelling { .. } => {}
        }
    }

    /// Closes the books at the horizon.
    fn finish(&mut self) {
        let horizon = self.horizon_ms;
        self.queue_changes(horizon);
        self.busy_changes(horizon);
        for unit in 0..self.service.units().len() {
            let car = *self.cars.car(unit);
            if car.on_duty {
                self.outcome.units[unit].duty_ms += self.overlap(car.on_since_ms, horizon);
            }
            if !car.busy {
                continue;
            }
            self.book_work(unit, horizon);
            if car.arrives_ms < horizon {
                self.arrived(unit);
            } else {
                let Car { call, number, waited_ms, .. } = car;
                let waiting = Waiting { call, number, since_ms: 0, waited_ms };
                self.end(&waiting, CallEnd::Travelling { unit: unit as u32 });
            }
        }
        let queue = std::mem::take(&mut self.queue);
        for waiting in queue.iter() {
            self.outcome.balance.waits_ms += self.overlap(waiting.since_ms, horizon);
            let waited_ms = waiting.waited_ms + horizon - waiting.since_ms;
            self.end(&Waiting { waited_ms, ..*waiting }, CallEnd::Waiting);
        }
    }

    /// The part of a stretch of time that is measured, milliseconds.
    #[inline]
    fn overlap(&self, from_ms: u64, to_ms: u64) -> u64 {
        to_ms.max(self.warm_up_ms) - from_ms.max(self.warm_up_ms)
    }

    /// Adds up the number of busy cars until now, before it changes.
    #[inline]
    fn busy_changes(&mut self, now: u64) {
        self.outcome.balance.busy_ms += self.busy * self.overlap(self.busy_since_ms, now);
        self.busy_since_ms = now;
    }

    /// Adds up the number of calls in the queue until now, before it changes.
    fn queue_changes(&mut self, now: u64) {
        self.outcome.balance.queue_ms += self.queue.len() as u64 * self.overlap(self.queue_since_ms, now);
        self.queue_since_ms = now;
    }
}
