//! The last nodes of an elimination, each neighbour of nearly every other: neighbours as rows of bits.

use super::elimination::Queue;

/// What is left of a network, nodes by a number of their own.
pub(super) struct Remnant {
    nodes: Vec<u32>,
    /// Words in a row.
    width: usize,
    /// Bit `j` of row `i`: `i` and `j` are neighbours.
    rows: Vec<u64>,
    degrees: Vec<usize>,
    gone: Vec<bool>,
    left: usize,
    queue: Queue,
}

impl Remnant {
    /// Of `nodes`, which are among `of_all`; `neighbours` yields those of a node, all in `nodes`.
    pub fn new<'a>(nodes: Vec<u32>, neighbours: impl Fn(u32) -> &'a [u32], of_all: usize) -> Self {
        let mut number = vec![0usize; of_all];
        nodes.iter().enumerate().for_each(|(i, &node)| number[node as usize] = i);
        let numbers = |i: usize, nodes: &[u32]| neighbours(nodes[i]).iter().map(|&n| number[n as usize]);
        Remnant::of_numbers(nodes, |i, nodes, push| numbers(i, nodes).for_each(push))
    }

    fn of_numbers(nodes: Vec<u32>, each: impl Fn(usize, &[u32], &mut dyn FnMut(usize))) -> Self {
        let width = nodes.len().div_ceil(64);
        let mut rows = vec![0u64; nodes.len() * width];
        let mut degrees = vec![0; nodes.len()];
        for i in 0..nodes.len() {
            each(i, &nodes, &mut |j| {
                rows[i * width + j / 64] |= 1 << (j % 64);
                degrees[i] += 1;
            });
        }
        let queue = Queue::new((0u32..).zip(degrees.iter().copied()));
        Remnant { width, rows, gone: vec![false; nodes.len()], left: nodes.len(), nodes, degrees, queue }
    }

    /// Takes nodes out while the least has at most `most` neighbours, telling `push` each with its neighbours; then
    /// tells it the others, each with its neighbours among those still to be told. Returns how many others.
    pub fn take_out_to(mut self, most: usize, mut push: impl FnMut(u32, &[u32])) -> usize {
        let mut upper = Vec::new();
        let mut complete = false;
        while let Some(i) = self.next().filter(|&i| self.degrees[i] <= most) {
            // Once all are neighbours of all, no order is better than another.
            complete = self.degrees[i] + 1 == self.left;
            if complete {
                break;
            }
            let neighbours = self.take_out(i);
            upper.clear();
            upper.extend(neighbours.iter().map(|&j| self.nodes[j]));
            push(self.nodes[i], &upper);
            if self.left < self.nodes.len() / 2 {
                self = self.compacted();
            }
        }
        for i in (0..self.nodes.len()).filter(|&i| !self.gone[i]) {
            upper.clear();
            upper.extend(self.neighbours(i).filter(|&j| j > i).map(|j| self.nodes[j]));
            push(self.nodes[i], &upper);
        }
        if complete { 0 } else { self.left }
    }

    fn next(&mut self) -> Option<usize> {
        let degree = |i: u32| (!self.gone[i as usize]).then(|| self.degrees[i as usize]);
        self.queue.pop(degree).map(|i| i as usize)
    }

    /// The same without the nodes that are gone: rows half as long.
    fn compacted(&self) -> Remnant {
        let mut number = vec![0usize; self.nodes.len()];
        let here: Vec<usize> = (0..self.nodes.len()).filter(|&i| !self.gone[i]).collect();
        here.iter().enumerate().for_each(|(new, &old)| number[old] = new);
        let nodes = here.iter().map(|&i| self.nodes[i]).collect();
        Remnant::of_numbers(nodes, |i, _, push| self.neighbours(here[i]).for_each(|j| push(number[j])))
    }

    fn neighbours(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let row = &self.rows[i * self.width..(i + 1) * self.width];
        let lowest_gone = |bits: &u64| Some(bits & (bits - 1)).filter(|left| *left != 0);
        row.iter().enumerate().flat_map(move |(word, &bits)| {
            let words = std::iter::successors((bits != 0).then_some(bits), lowest_gone);
            words.map(move |bits| word * 64 + bits.trailing_zeros() as usize)
        })
    }

    /// Joins the neighbours of `i` and returns them.
    fn take_out(&mut self, i: usize) -> Vec<usize> {
        let neighbours: Vec<usize> = self.neighbours(i).collect();
        let row = self.rows[i * self.width..(i + 1) * self.width].to_vec();
        for &j in &neighbours {
            let other = &mut self.rows[j * self.width..(j + 1) * self.width];
            let mut added = 0;
            for (word, &bits) in other.iter_mut().zip(&row) {
                let new = bits & !*word;
                if new != 0 {
                    *word |= new;
                    added += new.count_ones() as usize;
                }
            }
            // `j` itself was among the added, and `i` is none of its neighbours any more.
            other[j / 64] &= !(1 << (j % 64));
            other[i / 64] &= !(1 << (i % 64));
            let degree = self.degrees[j] + added - 2;
            if degree != self.degrees[j] {
                self.degrees[j] = degree;
                self.queue.push(j as u32, degree);
            }
        }
        self.gone[i] = true;
        self.left -= 1;
        neighbours
    }
}
