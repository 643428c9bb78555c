//! In which order nodes are taken out of the network, and which neighbours each still has when its turn comes.
//!
//! Taking a node out joins its neighbours pair by pair, so that every way past it can go on without it. Taking
//! the node with the fewest neighbours first keeps the joins few: dead ends and bends go at once, then quiet streets,
//! and the few nodes that hold a city together come last.
//!
//! The joins are not made one by one: those who were neighbours of a node taken out are kept as one list, its *circle*,
//! in which all are neighbours of all. Numbers of neighbours are bounds from above, as overlaps of circles are counted
//! once only with the newest (Amestoy, Davis and Duff 1996, doi:10.1137/S0895479894278952).

use std::ops::Range;

use super::Graph;

/// A node with more neighbours than this is left in the core, and all others then left with it: of a road network
/// there are none, and in other networks the joins would soon be too many.
const MOST_NEIGHBOURS: u32 = 640;

/// The same while more than [`FEW_LEFT`] nodes are left.
const MOST_NEIGHBOURS_EARLY: u32 = 160;
const FEW_LEFT: usize = 4096;

/// Nodes in the order they are taken out.
pub(super) struct Elimination {
    /// The nodes taken out, in order, then those of the core.
    pub order: Vec<u32>,
    /// How many of `order`, at its end, are the core.
    pub core: usize,
    /// `upper[first[i]..first[i + 1]]` are the neighbours that node `order[i]` still has in its turn; of a core node
    /// those that stand later in `order`.
    pub first: Vec<u32>,
    pub upper: Vec<u32>,
}

impl Elimination {
    pub fn new(graph: &Graph) -> Self {
        let nodes = graph.nodes();
        let mut network = Network::new(graph);
        let mut queue = Queue::new(&network.degrees);
        let mut order = Vec::with_capacity(nodes);
        let mut first = vec![0];
        while let Some(node) = queue.pop(&network.degrees) {
            let early = nodes - order.len() > FEW_LEFT;
            if network.degrees[node as usize] > if early { MOST_NEIGHBOURS_EARLY } else { MOST_NEIGHBOURS } {
                break;
            }
            network.take_out(node, (nodes - order.len()) as u32, &mut queue);
            order.push(node);
            first.push(network.circles.len() as u32);
        }
        let core = nodes - order.len();
        for node in 0..nodes as u32 {
            if network.degrees[node as usize] == GONE {
                continue;
            }
            network.append_neighbours(node);
            let start = first[order.len()] as usize;
            let later = |other: &u32| *other > node;
            let kept: Vec<u32> = network.circles.drain(start..).filter(later).collect();
            network.circles.extend(kept);
            order.push(node);
            first.push(network.circles.len() as u32);
        }
        Elimination { order, core, first, upper: network.circles }
    }
}

/// In the place of a number of neighbours: taken out.
const GONE: u32 = u32::MAX;

/// Nodes by number of neighbours. A node is pushed anew when its number changes; entries out of date are dropped when
/// their turn comes. Of equals the latest pushed comes first, which leaves a tenth fewer joins than the earliest.
struct Queue {
    by_degree: Vec<Vec<u32>>,
    least: usize,
}

impl Queue {
    fn new(degrees: &[u32]) -> Self {
        let mut queue = Queue { by_degree: Vec::new(), least: 0 };
        (0u32..).zip(degrees).for_each(|(node, &degree)| queue.push(node, degree));
        queue
    }

    fn push(&mut self, node: u32, degree: u32) {
        let degree = degree as usize;
        if degree >= self.by_degree.len() {
            self.by_degree.resize(degree + 1, Vec::new());
        }
        self.by_degree[degree].push(node);
        self.least = self.least.min(degree);
    }

    fn pop(&mut self, degrees: &[u32]) -> Option<u32> {
        while self.least < self.by_degree.len() {
            match self.by_degree[self.least].pop() {
                Some(node) if degrees[node as usize] as usize == self.least => return Some(node),
                Some(_) => {}
                None => self.least += 1,
            }
        }
        None
    }
}

/// What is left of a graph, in either direction of travel.
struct Network {
    /// Of a node that is left, its list in `lists`; of one taken out, its circle in `circles`.
    blocks: Vec<Block>,
    /// A list is the circles that a node is in, by the node taken out, then its neighbours in no circle with it. It
    /// never grows: who joins a circle leaves another or loses the neighbour taken out.
    lists: Vec<u32>,
    circles: Vec<u32>,
    /// Number of neighbours or a little more; [`GONE`].
    degrees: Vec<u32>,
    /// `marked[n] == mark` for the nodes of the circle at hand.
    marked: Vec<u32>,
    mark: u32,
    /// By circle, how many of its nodes are not in the circle at hand; right where `counted` is `mark`.
    outside: Vec<u32>,
    counted: Vec<u32>,
}

#[derive(Clone, Copy, Default)]
struct Block {
    start: u32,
    len: u32,
    /// How many of a list are circles.
    circles: u32,
}

impl Block {
    fn circles(self) -> Range<usize> {
        self.start as usize..(self.start + self.circles) as usize
    }

    fn neighbours(self) -> Range<usize> {
        (self.start + self.circles) as usize..(self.start + self.len) as usize
    }

    fn all(self) -> Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }
}

impl Network {
    fn new(graph: &Graph) -> Self {
        let nodes = graph.nodes();
        let mut blocks = vec![Block::default(); nodes];
        let mut lists = Vec::with_capacity(2 * graph.arcs().len());
        let mut marked = vec![0; nodes];
        for (node, mark) in (0..nodes as u32).zip(1..) {
            let start = lists.len();
            marked[node as usize] = mark;
            let leaving = graph.leaving(node).iter().map(|&arc| graph.arcs()[arc as usize].1);
            let arriving = graph.arriving(node).iter().map(|&arc| graph.arcs()[arc as usize].0);
            lists.extend(leaving.chain(arriving).filter(|&other| {
                let known = std::mem::replace(&mut marked[other as usize], mark);
                known != mark
            }));
            blocks[node as usize] =
                Block { start: start as u32, len: (lists.len() - start) as u32, circles: 0 };
        }
        let degrees = blocks.iter().map(|block| block.len).collect();
        let (outside, counted) = (vec![0; nodes], vec![0; nodes]);
        Network { blocks, lists, circles: Vec::new(), degrees, marked, mark: nodes as u32, outside, counted }
    }

    /// Appends the neighbours of `node` to `circles`, and marks them and `node`.
    fn append_neighbours(&mut self, node: u32) {
        self.mark += 1;
        self.marked[node as usize] = self.mark;
        let block = self.blocks[node as usize];
        for &other in &self.lists[block.neighbours()] {
            self.marked[other as usize] = self.mark;
            self.circles.push(other);
        }
        for &circle in &self.lists[block.circles()] {
            for i in self.blocks[circle as usize].all() {
                let other = self.circles[i];
                if self.marked[other as usize] != self.mark {
                    self.marked[other as usize] = self.mark;
                    self.circles.push(other);
                }
            }
        }
    }

    /// Makes the neighbours of `node` its circle and leaves `node` out; `left` are still there with it.
    fn take_out(&mut self, node: u32, left: u32, queue: &mut Queue) {
        let start = self.circles.len();
        self.append_neighbours(node);
        // The circles it was in are all within its own.
        for &circle in &self.lists[self.blocks[node as usize].circles()] {
            self.outside[circle as usize] = 0;
            self.counted[circle as usize] = self.mark;
        }
        let circle = Block { start: start as u32, len: (self.circles.len() - start) as u32, circles: 0 };
        self.blocks[node as usize] = circle;
        self.degrees[node as usize] = GONE;
        for i in circle.all() {
            self.count_outside(self.circles[i]);
        }
        for i in circle.all() {
            let neighbour = self.circles[i];
            let before = self.degrees[neighbour as usize];
            let elsewhere = self.join_circle(neighbour, node);
            let degree = (circle.len - 1 + elsewhere).min(before + circle.len - 1).min(left - 2);
            if degree != before {
                self.degrees[neighbour as usize] = degree;
                queue.push(neighbour, degree);
            }
        }
    }

    fn count_outside(&mut self, neighbour: u32) {
        for &circle in &self.lists[self.blocks[neighbour as usize].circles()] {
            let circle = circle as usize;
            if self.counted[circle] != self.mark {
                self.counted[circle] = self.mark;
                self.outside[circle] = self.blocks[circle].len;
            }
            self.outside[circle] = self.outside[circle].saturating_sub(1);
        }
    }

    /// Puts the circle of `node`, which is at hand, on the list of `neighbour`, and takes off all that it covers.
    /// Returns how many neighbours stay besides those in the circle, or a few more.
    fn join_circle(&mut self, neighbour: u32, node: u32) -> u32 {
        let block = self.blocks[neighbour as usize];
        let mut elsewhere = 0;
        let mut end = block.start as usize;
        for i in block.circles() {
            let circle = self.lists[i];
            let outside = self.outside[circle as usize];
            if outside > 0 {
                elsewhere += outside;
                self.lists[end] = circle;
                end += 1;
            }
        }
        let circles = end;
        for i in block.neighbours() {
            let other = self.lists[i];
            if self.marked[other as usize] != self.mark {
                elsewhere += 1;
                self.lists[end] = other;
                end += 1;
            }
        }
        // One at least was taken off; the first neighbour makes room for the circle.
        self.lists[end] = node;
        self.lists.swap(circles, end);
        let start = block.start;
        let (len, circles) = (end as u32 + 1 - start, circles as u32 + 1 - start);
        self.blocks[neighbour as usize] = Block { start, len, circles };
        elsewhere
    }
}
