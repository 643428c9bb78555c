//! Erlang's formulas for `c` alike servers, Poisson arrivals and exponential service.
//!
//! A. K. Erlang (1917), in the recursive form of, for example, Kleinrock, *Queueing Systems* 1 (1975), 3.5 and 3.6.

/// `c` servers offered `a` erlangs (arrival rate times mean service time).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Erlang {
    servers: u32,
    offered: f64,
}

/// Servers or a load that the formulas say nothing about.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ErlangError {
    /// Nobody serves.
    #[error("no server")]
    NoServer,
    /// Not a finite number above zero.
    #[error("{0} erlangs offered: expected a finite number above 0")]
    Offered(f64),
}

impl Erlang {
    /// `offered` in erlangs.
    ///
    /// # Errors
    /// [`ErlangError`].
    ///
    /// ```
    /// use bluelamp::response::Erlang;
    /// let three_cars = Erlang::new(3, 1.5)?;
    /// assert!((three_cars.loss() - 9.0 / 67.0).abs() < 1e-12);
    /// assert!((three_cars.delay().unwrap() - 9.0 / 38.0).abs() < 1e-12);
    /// # Ok::<(), bluelamp::response::ErlangError>(())
    /// ```
    pub fn new(servers: u32, offered: f64) -> Result<Self, ErlangError> {
        match (servers, offered) {
            (0, _) => Err(ErlangError::NoServer),
            (_, a) if !a.is_finite() || a <= 0.0 => Err(ErlangError::Offered(offered)),
            _ => Ok(Erlang { servers, offered }),
        }
    }

    /// Utilisation if nobody is lost: offered load a server.
    pub fn utilisation(self) -> f64 {
        self.offered / f64::from(self.servers)
    }

    /// Erlang B: the share of arrivals that find all servers busy and are lost (M/M/c/c).
    pub fn loss(self) -> f64 {
        (1..=self.servers).fold(1.0, |loss, k| self.offered * loss / (f64::from(k) + self.offered * loss))
    }

    /// Erlang C: the share of arrivals that wait (M/M/c); `None` if the queue grows for ever.
    pub fn delay(self) -> Option<f64> {
        let utilisation = self.utilisation();
        let loss = self.loss();
        (utilisation < 1.0).then(|| loss / (1.0 - utilisation * (1.0 - loss)))
    }

    /// Mean wait of all arrivals in units of the mean service time (M/M/c); `None` if the queue grows for ever.
    pub fn mean_wait(self) -> Option<f64> {
        Some(self.delay()? / (f64::from(self.servers) - self.offered))
    }

    /// Mean number waiting (M/M/c), by Little's law; `None` if the queue grows for ever.
    pub fn mean_queue(self) -> Option<f64> {
        Some(self.offered * self.mean_wait()?)
    }

    /// The share of time in which nobody is served (M/M/c); `None` if the queue grows for ever.
    pub fn empty(self) -> Option<f64> {
        let delay = self.delay()?;
        // The chance of exactly c in service and none waiting is delay x (1 - utilisation); from there down, level
        // k - 1 has k / a of level k.
        let full = delay * (1.0 - self.utilisation());
        Some((1..=self.servers).rev().fold(full, |level, k| level * f64::from(k) / self.offered))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_is_the_text_book_queue() {
        let queue = Erlang::new(1, 0.75).unwrap();
        assert_eq!(queue.delay(), Some(0.75));
        assert_eq!(queue.mean_wait(), Some(3.0));
        assert_eq!(queue.mean_queue(), Some(2.25));
        assert_eq!(queue.empty(), Some(0.25));
        assert!((queue.loss() - 0.75 / 1.75).abs() < 1e-15);
    }

    #[test]
    fn an_overloaded_queue_has_no_mean_but_a_loss() {
        let queue = Erlang::new(2, 2.0).unwrap();
        assert_eq!((queue.delay(), queue.mean_wait(), queue.empty()), (None, None, None));
        assert!((queue.loss() - 0.4).abs() < 1e-15);
    }

    #[test]
    fn what_is_no_queue_is_refused() {
        assert_eq!(Erlang::new(0, 1.0), Err(ErlangError::NoServer));
        for offered in [0.0, -1.0, f64::INFINITY] {
            assert_eq!(Erlang::new(1, offered), Err(ErlangError::Offered(offered)));
        }
        assert!(Erlang::new(1, f64::NAN).is_err());
    }
}
