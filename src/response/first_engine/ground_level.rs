//! How a ground's fires of one year stand to what is expected of it: partly its own ways, partly luck.

/// What a year's fires of all grounds say of how grounds differ: a random effect of each (empirical Bayes; moments of
/// DerSimonian and Laird 1986).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroundLevels {
    /// Scatter of single fires within a ground, seconds.
    pub within_s: f64,
    /// How far grounds differ from what is expected of them, seconds.
    pub between_s: f64,
}

impl GroundLevels {
    /// From (fires, observed minus expected mean in seconds, squared deviations from the own mean) of each ground.
    pub fn of(grounds: &[(f64, f64, f64)]) -> GroundLevels {
        let sum = |f: &dyn Fn(&(f64, f64, f64)) -> f64| grounds.iter().map(f).sum::<f64>();
        let fires = sum(&|g| g.0);
        let freedom = fires - grounds.len() as f64;
        let within = if freedom > 0.0 { sum(&|g| g.2) / freedom } else { 0.0 };
        let spread = sum(&|g| g.0 * g.1 * g.1) - (grounds.len() as f64 - 1.0) * within;
        let weight = fires - sum(&|g| g.0 * g.0) / fires;
        let between = if weight > 0.0 { (spread / weight).max(0.0) } else { 0.0 };
        GroundLevels { within_s: within.sqrt(), between_s: between.sqrt() }
    }

    /// How much of a ground's difference is its own: 0 with no fires, near 1 with very many.
    pub fn own_share(&self, fires: f64) -> f64 {
        let (within, between) = (self.within_s.powi(2), self.between_s.powi(2));
        if fires > 0.0 && between > 0.0 { between / (between + within / fires) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grounds_that_differ_by_luck_alone_do_not_differ() {
        // 26 fires each, 250,000 s2 of squares: 100 s within. Means off by 16.9 s are luck: 4 x 26 x 16.9^2 < 3 x 100^2.
        let luck: Vec<(f64, f64, f64)> =
            [16.9, -16.9, 16.9, -16.9].iter().map(|off| (26.0, *off, 250_000.0)).collect();
        let levels = GroundLevels::of(&luck);
        assert!((levels.within_s - 100.0).abs() < 1e-9 && levels.between_s == 0.0, "{levels:?}");
        assert_eq!(levels.own_share(1e6), 0.0);
    }

    #[test]
    fn half_of_a_difference_is_a_grounds_own_where_luck_is_as_large() {
        let levels = GroundLevels { within_s: 100.0, between_s: 20.0 };
        assert!((levels.own_share(25.0) - 0.5).abs() < 1e-12);
        assert_eq!(levels.own_share(0.0), 0.0);
        assert!(levels.own_share(1e9) > 0.999_999);
        // Two grounds 60 s apart with a million fires each.
        let apart = GroundLevels::of(&[(1e6, 30.0, 1e10), (1e6, -30.0, 1e10)]);
        assert!((apart.between_s - 1800f64.sqrt()).abs() < 0.2, "{apart:?}");
    }
}
