//! Least squares by its normal equations: few unknowns, many weighted rows.

/// `X'WX b = X'Wy`, gathered row by row.
#[derive(Clone, Debug)]
pub struct NormalEquations {
    size: usize,
    /// Lower and upper half, row by row.
    matrix: Vec<f64>,
    right: Vec<f64>,
}

impl NormalEquations {
    /// Without rows.
    pub fn new(size: usize) -> NormalEquations {
        NormalEquations { size, matrix: vec![0.0; size * size], right: vec![0.0; size] }
    }

    /// Adds a row: its entries that are not zero, by unknown, what was observed, and its weight. A negative weight takes
    /// away a row that was added.
    pub fn add(&mut self, row: &[(usize, f64)], observed: f64, weight: f64) {
        for &(i, x) in row {
            self.right[i] += weight * x * observed;
            for &(j, y) in row {
                self.matrix[i * self.size + j] += weight * x * y;
            }
        }
    }

    /// Draws an unknown to zero as if it had been seen there `weight` times (ridge).
    pub fn shrink(&mut self, unknown: usize, weight: f64) {
        self.matrix[unknown * self.size + unknown] += weight;
    }

    /// An entry of the diagonal of `(X'WX)^-1`, which times the scatter is an unknown's variance; `None` as for
    /// [`NormalEquations::solve`].
    pub fn inverse_diagonal(&self, unknown: usize) -> Option<f64> {
        let mut right = vec![0.0; self.size];
        right[unknown] = 1.0;
        let column = NormalEquations { right, ..self.clone() }.solve()?;
        Some(column[unknown])
    }

    /// The unknowns, by Cholesky's factors; `None` where the rows do not determine them.
    pub fn solve(&self) -> Option<Vec<f64>> {
        let n = self.size;
        let mut factor = self.matrix.clone();
        for i in 0..n {
            for j in 0..=i {
                let known: f64 = (0..j).map(|k| factor[i * n + k] * factor[j * n + k]).sum();
                let rest = self.matrix[i * n + j] - known;
                if i == j {
                    // What is left of a diagonal entry that was all explained is rounding.
                    if rest.is_nan() || rest <= self.matrix[i * n + i] * 1e-12 {
                        return None;
                    }
                    factor[i * n + i] = rest.sqrt();
                } else {
                    factor[i * n + j] = rest / factor[j * n + j];
                }
            }
        }
        let mut b = self.right.clone();
        for i in 0..n {
            let known: f64 = (0..i).map(|k| factor[i * n + k] * b[k]).sum();
            b[i] = (b[i] - known) / factor[i * n + i];
        }
        for i in (0..n).rev() {
            let known: f64 = (i + 1..n).map(|k| factor[k * n + i] * b[k]).sum();
            b[i] = (b[i] - known) / factor[i * n + i];
        }
        Some(b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_weighted_points() {
        // y = 2 + 3 x, and a point off it with weight 0.
        let mut equations = NormalEquations::new(2);
        for (x, y, weight) in [(0.0, 2.0, 1.0), (1.0, 5.0, 4.0), (5.0, 17.0, 0.5), (3.0, 99.0, 0.0)] {
            equations.add(&[(0, 1.0), (1, x)], y, weight);
        }
        let b = equations.solve().unwrap();
        assert!((b[0] - 2.0).abs() < 1e-12 && (b[1] - 3.0).abs() < 1e-12, "{b:?}");
        // Weighted sums 5.5, 6.5 and 16.5: the inverse's last entry is 5.5 / (5.5 x 16.5 - 6.5^2).
        assert!((equations.inverse_diagonal(1).unwrap() - 5.5 / 48.5).abs() < 1e-12);
        // A row taken away again leaves no trace.
        equations.add(&[(0, 1.0), (1, 7.0)], 1e3, 2.0);
        equations.add(&[(0, 1.0), (1, 7.0)], 1e3, -2.0);
        assert!((equations.solve().unwrap()[1] - 3.0).abs() < 1e-9);
    }

    #[test]
    fn shrinking_is_a_mean_with_zeros() {
        // Ten observations of 6 against five of zero.
        let mut equations = NormalEquations::new(1);
        equations.add(&[(0, 1.0)], 6.0, 10.0);
        equations.shrink(0, 5.0);
        assert!((equations.solve().unwrap()[0] - 4.0).abs() < 1e-12);
    }

    #[test]
    fn what_the_rows_do_not_determine_is_not_solved() {
        let mut equations = NormalEquations::new(2);
        equations.add(&[(0, 1.0), (1, 2.0)], 3.0, 1.0);
        assert_eq!(equations.solve(), None);
        assert_eq!(NormalEquations::new(1).solve(), None);
    }
}
