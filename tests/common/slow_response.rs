//! The response simulation again, plainly: all events in one unsorted list that is searched from end to end, every car
//! looked at for every call, nothing kept that can be worked out anew. It shares with the program the calls, the points
//! of patrol and the tables of times.

use bluelamp::response::{
    Call, CallEnd, CallPlaces, CallRecord, Calls, Grade, Place, Run, Service, Start, WhenAllBusy,
    patrol_place,
};

/// In the order in which they happen at the same millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Shift(usize),
    Clear(usize),
    Call(usize),
}

#[derive(Clone, Copy, Debug)]
struct Job {
    call: usize,
    dispatched: u64,
    sets_out: u64,
    arrives: u64,
    origin: Place,
}

#[derive(Clone, Copy, Debug, Default)]
struct SlowCar {
    job: Option<Job>,
    /// When and where it was last clear.
    last: Option<(u64, usize)>,
}

struct Way {
    origin: Place,
    turnout: u64,
    travel: u64,
}

/// A car's time, milliseconds in the measured stretch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SlowTime {
    pub duty: u64,
    pub busy: u64,
    pub overtime: u64,
}

pub struct Slow<'a> {
    service: &'a Service,
    run: Run,
    replication: u32,
    calls: Vec<Call>,
    events: Vec<(u64, Event)>,
    cars: Vec<SlowCar>,
    /// Waiting calls and since when.
    queue: Vec<(usize, u64)>,
    waited: Vec<u64>,
    ends: Vec<Option<CallEnd>>,
    /// Every stretch in which a car was busy: car, from, to.
    work: Vec<(usize, u64, u64)>,
    /// How often a car was sent elsewhere on its way.
    pub diversions: usize,
}

impl<'a> Slow<'a> {
    pub fn run(service: &'a Service, run: Run, replication: u32) -> Self {
        let hours = run.horizon.hours();
        let demand = service.demand();
        let calls: Vec<Call> =
            Calls::new(demand, &CallPlaces::new(demand), run.seed, replication, hours).collect();
        let mut events: Vec<(u64, Event)> =
            calls.iter().enumerate().map(|(number, call)| (call.time_ms, Event::Call(number))).collect();
        for (unit, car) in service.units().iter().enumerate() {
            for minute in 1..hours * 60 {
                let on = |minute: u64| car.shift.is_open((minute % (168 * 60)) as u16);
                if on(minute) != on(minute - 1) {
                    events.push((minute * 60_000, Event::Shift(unit)));
                }
            }
        }
        let (cars, number) = (vec![SlowCar::default(); service.units().len()], calls.len());
        let mut slow = Slow {
            service,
            run,
            replication,
            calls,
            events,
            cars,
            queue: vec![],
            waited: vec![0; number],
            ends: vec![None; number],
            work: vec![],
            diversions: 0,
        };
        let horizon = hours * 3_600_000;
        while let Some(next) = (0..slow.events.len()).min_by_key(|e| slow.events[*e]) {
            let (now, event) = slow.events.swap_remove(next);
            if now >= horizon {
                break;
            }
            slow.happen(now, event);
        }
        slow.close(horizon);
        slow
    }

    fn on_duty(&self, unit: usize, now: u64) -> bool {
        self.service.units()[unit].shift.is_open((now / 60_000 % (168 * 60)) as u16)
    }

    fn happen(&mut self, now: u64, event: Event) {
        match event {
            Event::Call(call) => self.assign(call, now),
            Event::Shift(unit) => {
                if self.on_duty(unit, now) && self.cars[unit].job.is_none() {
                    self.serve_queue(unit, now);
                }
            }
            Event::Clear(unit) => {
                let job = self.cars[unit].job.take().unwrap();
                self.work.push((unit, job.dispatched, now));
                self.answered(unit, job);
                self.cars[unit].last = Some((now, self.calls[job.call].area as usize));
                if self.on_duty(unit, now) {
                    self.serve_queue(unit, now);
                }
            }
        }
    }

    fn answered(&mut self, unit: usize, job: Job) {
        let (unit, dispatched_ms, arrived_ms) = (unit as u32, job.dispatched, job.arrives);
        self.finish(job.call, CallEnd::Answered { unit, dispatched_ms, arrived_ms });
    }

    fn finish(&mut self, call: usize, end: CallEnd) {
        assert_eq!(self.ends[call].replace(end), None, "call {call} ends twice");
    }

    fn serve_queue(&mut self, unit: usize, now: u64) {
        let turn = |place: &usize| {
            let call = self.queue[*place].0;
            (self.calls[call].grade, call)
        };
        if let Some(place) = (0..self.queue.len()).min_by_key(turn) {
            let (call, since) = self.queue.remove(place);
            self.waited[call] += now - since;
            let way = self.way(unit, self.calls[call].area as usize, now);
            self.send(unit, call, way, now);
        }
    }

    fn assign(&mut self, call: usize, now: u64) {
        let Call { area, grade, .. } = self.calls[call];
        let area = area as usize;
        let policy = self.service.policy();
        let mut best: Option<((bool, u64, bool, usize), Way)> = None;
        for unit in 0..self.cars.len() {
            if !self.on_duty(unit, now) {
                continue;
            }
            let (way, diverted) = match self.cars[unit].job {
                None => (self.way(unit, area, now), false),
                Some(job) => {
                    let to_s = self.calls[job.call].grade == Grade::Significant;
                    if !(policy.divert && grade == Grade::Immediate && to_s && job.arrives > now) {
                        continue;
                    }
                    (self.diversion(unit, job, area, now), true)
                }
            };
            let borough = self.service.units()[unit].borough;
            let elsewhere = policy.own_borough_first && borough != self.service.areas()[area].borough;
            let key = (elsewhere, way.turnout + way.travel, diverted, unit);
            if best.as_ref().is_none_or(|(other, _)| key < *other) {
                best = Some((key, way));
            }
        }
        let Some(((_, _, diverted, unit), way)) = best else {
            match policy.when_all_busy {
                WhenAllBusy::Queue => self.queue.push((call, now)),
                WhenAllBusy::Lost => self.finish(call, CallEnd::Lost),
            }
            return;
        };
        let before = self.cars[unit].job;
        if diverted {
            self.diversions += 1;
            self.work.push((unit, before.unwrap().dispatched, now));
            self.events.retain(|(_, event)| *event != Event::Clear(unit));
        }
        self.send(unit, call, way, now);
        if diverted {
            self.assign(before.unwrap().call, now);
        }
    }

    fn send(&mut self, unit: usize, call: usize, way: Way, now: u64) {
        let sets_out = now + way.turnout;
        let arrives = sets_out + way.travel;
        self.cars[unit].job = Some(Job { call, dispatched: now, sets_out, arrives, origin: way.origin });
        self.events.push((arrives + u64::from(self.calls[call].on_scene_ms), Event::Clear(unit)));
    }

    fn from(&self, unit: usize, origin: Place, area: usize) -> u64 {
        match origin {
            Place::Base => self.service.base_ms(self.service.units()[unit].base, area),
            Place::Zone(zone) => self.service.zone_ms(zone, area),
        }
    }

    fn zone(&self, area: usize) -> Place {
        Place::Zone(self.service.areas()[area].zone)
    }

    /// How a free car gets there.
    fn way(&self, unit: usize, area: usize, now: u64) -> Way {
        let policy = self.service.policy();
        let [base, road] = [policy.turnout_base_s, policy.turnout_road_s].map(|s| (s * 1000.0) as u64);
        let place = if policy.start == Start::Base {
            match self.cars[unit].last {
                Some((cleared, scene)) if self.service.has_zones() => {
                    let home = self.from(unit, Place::Base, scene);
                    if now < cleared + home {
                        let ends = (self.zone(scene), Place::Base);
                        return self.midway(unit, ends, area, now - cleared, home, road);
                    }
                    Place::Base
                }
                _ => Place::Base,
            }
        } else {
            let stay = u64::from(policy.patrol_stay_min) * 60_000;
            match self.cars[unit].last {
                Some((cleared, scene)) if cleared / stay == now / stay => self.zone(scene),
                _ => patrol_place(self.service, unit, now, self.run.seed, self.replication).unwrap(),
            }
        };
        let turnout = if place == Place::Base { base } else { road };
        Way { origin: place, turnout, travel: self.from(unit, place, area) }
    }

    fn diversion(&self, unit: usize, job: Job, area: usize, now: u64) -> Way {
        if now < job.sets_out {
            let travel = self.from(unit, job.origin, area);
            return Way { origin: job.origin, turnout: job.sets_out - now, travel };
        }
        let scene = self.zone(self.calls[job.call].area as usize);
        self.midway(unit, (job.origin, scene), area, now - job.sets_out, job.arrives - job.sets_out, 0)
    }

    fn midway(
        &self,
        unit: usize,
        (a, b): (Place, Place),
        area: usize,
        done: u64,
        way: u64,
        turnout: u64,
    ) -> Way {
        let (from_a, from_b) = (self.from(unit, a, area), self.from(unit, b, area));
        let travel = (from_a * (way - done) + from_b * done) / way;
        Way { origin: if done * 2 < way { a } else { b }, turnout, travel }
    }

    fn close(&mut self, horizon: u64) {
        for unit in 0..self.cars.len() {
            let Some(job) = self.cars[unit].job else { continue };
            self.work.push((unit, job.dispatched, horizon));
            if job.arrives < horizon {
                self.answered(unit, job);
            } else {
                self.finish(job.call, CallEnd::Travelling { unit: unit as u32 });
            }
        }
        for (call, since) in std::mem::take(&mut self.queue) {
            self.waited[call] += horizon - since;
            self.finish(call, CallEnd::Waiting);
        }
    }

    /// What became of every call, in order of arrival.
    pub fn records(&self) -> Vec<CallRecord> {
        let record = |number: usize| {
            let Call { time_ms, area, grade, .. } = self.calls[number];
            let end = self.ends[number].expect("every call ends");
            CallRecord { number: number as u64, time_ms, area, grade, waited_ms: self.waited[number], end }
        };
        (0..self.calls.len()).map(record).collect()
    }

    /// Every car's time, minute by minute of its shift.
    pub fn times(&self) -> Vec<SlowTime> {
        let warm_up = u64::from(self.run.horizon.warm_up_h()) * 3_600_000;
        let horizon = warm_up + u64::from(self.run.horizon.measured_h()) * 3_600_000;
        let mut times = vec![SlowTime::default(); self.cars.len()];
        let minutes = |from: u64, to: u64| from / 60_000..to.div_ceil(60_000);
        for (unit, time) in times.iter_mut().enumerate() {
            let on = minutes(warm_up, horizon).filter(|minute| self.on_duty(unit, minute * 60_000)).count();
            time.duty = on as u64 * 60_000;
        }
        for (unit, from, to) in &self.work {
            let (from, to) = (*from.max(&warm_up), *to.max(&warm_up));
            times[*unit].busy += to - from;
            for minute in minutes(from, to).filter(|minute| !self.on_duty(*unit, minute * 60_000)) {
                times[*unit].overtime += to.min((minute + 1) * 60_000) - from.max(minute * 60_000);
            }
        }
        times
    }
}
