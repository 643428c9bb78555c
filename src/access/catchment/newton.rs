//! The parts of Newton's method: the step, how far to go along it, linear equations.

use crate::travel::widest;

/// Trial points on a line before the last is taken as it is.
const MOST_TRIALS: usize = 40;

/// The way from a point along a step.
pub(super) struct Line {
    start: Vec<f64>,
    step: Vec<f64>,
}

impl Line {
    pub(super) fn new(start: Vec<f64>, step: Vec<f64>) -> Line {
        Line { start, step }
    }

    /// The point at a share of the step.
    fn at(&self, share: f64) -> Vec<f64> {
        self.start.iter().zip(&self.step).map(|(start, step)| start + share * step).collect()
    }

    /// The part of a gradient that points along the line.
    pub(super) fn dot(&self, gradient: &[f64]) -> f64 {
        gradient.iter().zip(&self.step).map(|(g, d)| g * d).sum()
    }

    /// The share of the step up to which all coordinates stay within `room` of those of `centre`.
    pub(super) fn farthest(&self, centre: &[f64], room: f64) -> f64 {
        let mut farthest = f64::INFINITY;
        for ((centre, start), step) in centre.iter().zip(&self.start).zip(&self.step) {
            let gone = if *step > 0.0 { start - centre } else { centre - start };
            if *step != 0.0 {
                farthest = farthest.min(((room - gone) / step.abs()).max(0.0));
            }
        }
        farthest
    }

    /// A share of the step, at most `most`, where a gradient that falls along the line has fallen to about 0, and what
    /// `look` finds there. `slope` tells how much of the gradient is left along the line, `at_start` how much there was.
    pub(super) fn to_zero<P>(
        &self,
        most: f64,
        at_start: f64,
        look: impl Fn(Vec<f64>) -> P,
        slope: impl Fn(&P) -> f64,
    ) -> (f64, P) {
        let (mut low, mut at_low, mut high) = (0.0, at_start, most);
        let mut share = most;
        let mut trials = 0;
        loop {
            let point = look(self.at(share));
            let here = slope(&point);
            trials += 1;
            let is_short = here > 0.0;
            if here.abs() <= 0.3 * at_start || is_short && share == most || trials == MOST_TRIALS {
                return (share, point);
            }
            // Where a straight line would be 0; half way after falling short, as that line is none.
            let next = if is_short { 0.5 } else { at_low / (at_low - here) };
            match is_short {
                true => (low, at_low) = (share, here),
                false => high = share,
            }
            share = low + (high - low) * next.clamp(0.05, 0.95);
        }
    }
}

/// Solves `matrix x = right` for a symmetric positive definite matrix (Cholesky), of which only the entries up to the
/// diagonal are read. They are lost.
pub(super) fn solved(matrix: &mut [f64], right: &[f64]) -> Vec<f64> {
    widest(
        #[inline(always)]
        || factorise(matrix, right.len()),
    );
    let n = right.len();
    let mut x = right.to_vec();
    for row in 0..n {
        let known: f64 = matrix[row * n..row * n + row].iter().zip(&x).map(|(l, x)| l * x).sum();
        x[row] = (x[row] - known) / matrix[row * n + row];
    }
    for row in (0..n).rev() {
        x[row] /= matrix[row * n + row];
        let (above, here) = x.split_at_mut(row);
        above.iter_mut().zip(&matrix[row * n..]).for_each(|(x, l)| *x -= l * here[0]);
    }
    x
}

/// A symmetric positive definite matrix becomes L with L L' = the matrix; entries beyond the diagonal stay as they are.
#[inline(always)]
fn factorise(matrix: &mut [f64], n: usize) {
    let mut column = vec![0.0; n];
    for done in 0..n {
        let root = matrix[done * n + done].sqrt();
        matrix[done * n + done] = root;
        for row in done + 1..n {
            matrix[row * n + done] /= root;
            column[row] = matrix[row * n + done];
            let (of_row, rest) = (column[row], &mut matrix[row * n + done + 1..=row * n + row]);
            rest.iter_mut().zip(&column[done + 1..=row]).for_each(|(m, l)| *m -= of_row * l);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, solved};

    /// A = L L' with L = [[2, 0, 0], [1, 3, 0], [-1, 2, 1]]; A x = b for x = (1, -2, 3).
    #[test]
    fn equations_are_solved() {
        let mut matrix = [4.0, 9.0, 9.0, 2.0, 10.0, 9.0, -2.0, 5.0, 6.0];
        assert_eq!(solved(&mut matrix, &[-6.0, -3.0, 6.0]), [1.0, -2.0, 3.0]);
    }

    #[test]
    fn a_line_ends_where_the_first_coordinate_has_no_room() {
        let line = Line::new(vec![1.0, 1.0, 5.0], vec![2.0, -1.0, 0.0]);
        assert_eq!(line.farthest(&[1.0, 2.0, 0.0], 1.5), 0.5);
    }

    /// 1 - share^2 of a step of 4 falls to 0 at a quarter of it.
    #[test]
    fn a_line_is_followed_to_where_the_gradient_ends() {
        let line = Line::new(vec![0.0], vec![4.0]);
        let (share, at) = line.to_zero(1.0, 4.0, |point| point[0], |at| 4.0 * (1.0 - at * at));
        assert!(at == 4.0 * share && (1.0 - at * at).abs() <= 0.3, "{share}");
        assert_eq!(line.to_zero(0.125, 4.0, |point| point[0], |at| 4.0 * (1.0 - at * at)), (0.125, 0.5));
    }
}
