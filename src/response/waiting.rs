//! Calls for which no car is free.

use std::collections::VecDeque;

use super::{Call, Grade};

/// A call in the queue.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    /// The call.
    pub call: Call,
    /// Its number in order of arrival.
    pub number: u64,
    /// Since when it has been in the queue, milliseconds.
    pub since_ms: u64,
    /// How long it had been in the queue before a car was sent that was then taken away, milliseconds.
    pub waited_ms: u64,
}

/// The queue: by grade, then in order of arrival, also for a call that lost its car.
#[derive(Default)]
pub struct Queue {
    by_grade: [VecDeque<Waiting>; Grade::ALL.len()],
}

impl Queue {
    /// Calls in the queue.
    pub fn len(&self) -> usize {
        self.by_grade.iter().map(VecDeque::len).sum()
    }

    /// Whether nobody waits.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.by_grade.iter().all(VecDeque::is_empty)
    }

    /// Puts a call into its place.
    pub fn push(&mut self, waiting: Waiting) {
        let queue = &mut self.by_grade[waiting.call.grade.index()];
        match queue.back() {
            Some(last) if last.number > waiting.number => {
                let place = queue.partition_point(|earlier| earlier.number < waiting.number);
                queue.insert(place, waiting);
            }
            _ => queue.push_back(waiting),
        }
    }

    /// Takes the call whose turn it is.
    pub fn pop(&mut self) -> Option<Waiting> {
        self.by_grade.iter_mut().find_map(VecDeque::pop_front)
    }

    /// All in the queue.
    pub fn iter(&self) -> impl Iterator<Item = &Waiting> {
        self.by_grade.iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grade_comes_before_arrival_and_arrival_before_return() {
        let mut queue = Queue::default();
        let [i, s] = Grade::ALL;
        for (number, grade) in [(2, s), (5, s), (7, i), (4, s), (8, i), (1, s)] {
            let call = Call { time_ms: number * 10, area: 0, on_scene_ms: 1, grade };
            queue.push(Waiting { call, number, since_ms: 100, waited_ms: 0 });
        }
        assert_eq!((queue.len(), queue.iter().count()), (6, 6));
        let order: Vec<u64> = std::iter::from_fn(|| queue.pop()).map(|w| w.number).collect();
        assert_eq!(order, [7, 8, 1, 2, 4, 5]);
        assert!(queue.is_empty());
    }
}
