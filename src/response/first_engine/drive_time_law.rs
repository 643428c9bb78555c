//! How long a fire engine takes from mobilised to arrival, by the way it has.

/// What of the time without distance is turnout: mobilised to wheels rolling, seconds (London Fire Brigade 2015: FACTS 2).
/// The rest of [`DriveTimeLaw::fixed_s`] is finding and reaching the door, and crews that do not start at their station.
pub const TURNOUT_S: f64 = 79.0;

/// Nearer than this a way is not told apart: incidents stand on a grid of 100 m.
const LEAST_M: f64 = 100.0;

/// A drive in general traffic shorter than this likewise, seconds.
const LEAST_DRIVE_S: f64 = 15.0;

/// Unit of the drive time in general traffic, seconds.
const UNIT_DRIVE_S: f64 = 180.0;

/// A way from a station to a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Journey {
    /// Along the quickest way by road, metres.
    pub road_m: f64,
    /// As the crow flies, metres.
    pub straight_m: f64,
    /// Of the quickest way in general traffic between the peaks, seconds.
    pub traffic_s: f64,
}

impl Journey {
    /// Natural logarithms of the three, in kilometres, kilometres and three minutes, which the law multiplies by its powers.
    pub fn logs(self) -> [f64; 3] {
        [
            (self.road_m.max(LEAST_M) / 1e3).ln(),
            (self.straight_m.max(LEAST_M) / 1e3).ln(),
            (self.traffic_s.max(LEAST_DRIVE_S) / UNIT_DRIVE_S).ln(),
        ]
    }
}

/// The mean time of an engine of station s at an incident x:
///
/// `T = fixed + station_s + other [x is not on the station's ground] + unit road^a straight^b traffic^c`
///
/// with `road` and `straight` in kilometres and `traffic` in units of three minutes. Powers under one are the law of Kolesar,
/// Walker and Hausner (Operations Research 23, 1975) in smooth form: short ways are all acceleration and corners, long
/// ones cruise. It was chosen by cross-validation on 2009 to 2013 only (ARCHITECTURE.md).
#[derive(Clone, Debug, PartialEq)]
pub struct DriveTimeLaw {
    /// What does not depend on the way, turnout included, seconds.
    pub fixed_s: f64,
    /// An engine on another station's ground takes this much longer, seconds.
    pub other_ground_s: f64,
    /// The drive of a way of one kilometre, straight, that takes three minutes in traffic, seconds.
    pub unit_s: f64,
    /// Powers of road, straight distance and traffic time.
    pub powers: [f64; 3],
    /// What a station's engines take more, seconds, by number of the station.
    pub station_s: Vec<f64>,
}

impl DriveTimeLaw {
    /// The drive alone, seconds; infinite where there is no way.
    pub fn drive_s(&self, journey: Journey) -> f64 {
        let exponent: f64 = journey.logs().iter().zip(self.powers).map(|(log, power)| log * power).sum();
        self.unit_s * exponent.exp()
    }

    /// From mobilised to arrival of an engine of `station` after a drive of `drive_s`, seconds.
    pub fn arrival_s(&self, drive_s: f64, station: usize, own_ground: bool) -> f64 {
        let other = if own_ground { 0.0 } else { self.other_ground_s };
        self.fixed_s + self.station_s[station] + other + drive_s
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn law() -> DriveTimeLaw {
        let station_s = vec![0.0, -10.0];
        DriveTimeLaw {
            fixed_s: 170.0,
            other_ground_s: 14.0,
            unit_s: 110.0,
            powers: [0.4, 0.3, 0.1],
            station_s,
        }
    }

    #[test]
    fn the_unit_way_takes_the_unit() {
        let unit = Journey { road_m: 1000.0, straight_m: 1000.0, traffic_s: 180.0 };
        assert!((law().drive_s(unit) - 110.0).abs() < 1e-12);
        // Everything doubled is 2^0.8 of it.
        let twice = Journey { road_m: 2000.0, straight_m: 2000.0, traffic_s: 360.0 };
        assert!((law().drive_s(twice) - 110.0 * 2f64.powf(0.8)).abs() < 1e-9);
        assert!((law().arrival_s(110.0, 1, false) - 284.0).abs() < 1e-12);
        assert!((law().arrival_s(110.0, 1, true) - 270.0).abs() < 1e-12);
    }

    #[test]
    fn what_the_grid_cannot_tell_apart_is_alike_and_no_way_is_no_way() {
        let near = Journey { road_m: 3.0, straight_m: 0.0, traffic_s: 1.0 };
        let grid = Journey { road_m: 100.0, straight_m: 100.0, traffic_s: 15.0 };
        assert_eq!(law().drive_s(near), law().drive_s(grid));
        let none = Journey { road_m: f64::INFINITY, straight_m: 500.0, traffic_s: f64::INFINITY };
        assert_eq!(law().drive_s(none), f64::INFINITY);
    }
}
