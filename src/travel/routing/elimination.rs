//! In which order nodes are taken out of the network, and which neighbours each still has when its turn comes.
//!
//! Taking a node out joins its neighbours pair by pair, so that every way past it can go on without it. Taking
//! the node with the fewest neighbours first keeps the joins few: dead ends and bends go at once, then quiet streets,
//! and the few nodes that hold a city together come last.

use super::Graph;
use super::remnant::Remnant;

/// The last nodes, this many, have so many neighbours that rows of bits are faster than lists.
const REMNANT_NODES: usize = 4096;

/// A network whose nodes have this many neighbours while more than [`REMNANT_NODES`] are left is nothing like a road
/// network; what is left stays as a core.
const MOST_NEIGHBOURS_EARLY: usize = 128;

/// A node with more neighbours than this is left in the core at the last.
const MOST_NEIGHBOURS: usize = 640;

/// Up to this many neighbours are looked for one by one in a list, more by marks.
const SHORT_LIST: usize = 4;

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
        let mut neighbours = Neighbours::new(graph);
        let mut queue = Queue::new((0u32..).zip(neighbours.blocks.iter().map(|b| b.len as usize)));
        let mut elimination = Elimination {
            order: Vec::with_capacity(graph.nodes()),
            core: 0,
            first: vec![0],
            upper: Vec::new(),
        };
        let mut gone = vec![false; graph.nodes()];
        let mut left = graph.nodes();
        while left > REMNANT_NODES {
            let degree = |node: u32| (!gone[node as usize]).then(|| neighbours.of(node).len());
            let Some(node) = queue.pop(degree) else { break };
            if neighbours.of(node).len() > MOST_NEIGHBOURS_EARLY {
                break;
            }
            gone[node as usize] = true;
            left -= 1;
            elimination.push(node, neighbours.of(node));
            neighbours.take_out(node, |neighbour, degree| queue.push(neighbour, degree));
        }
        let rest: Vec<u32> = (0u32..).zip(&gone).filter(|(_, gone)| !**gone).map(|(node, _)| node).collect();
        if left <= REMNANT_NODES {
            let remnant = Remnant::new(rest, |node| neighbours.of(node), graph.nodes());
            elimination.core =
                remnant.take_out_to(MOST_NEIGHBOURS, |node, upper| elimination.push(node, upper));
        } else {
            elimination.core = left;
            for &node in &rest {
                let later = neighbours.of(node).iter().copied().filter(|&n| n > node);
                elimination.upper.extend(later);
                elimination.close(node);
            }
        }
        elimination
    }

    fn push(&mut self, node: u32, upper: &[u32]) {
        self.upper.extend_from_slice(upper);
        self.close(node);
    }

    fn close(&mut self, node: u32) {
        self.order.push(node);
        self.first.push(self.upper.len() as u32);
    }
}

/// Nodes by number of neighbours. A node is pushed anew when its number changes; entries out of date are dropped when
/// their turn comes. Of equals the latest pushed comes first, which leaves a tenth fewer joins than the earliest.
pub(super) struct Queue {
    by_degree: Vec<Vec<u32>>,
    least: usize,
}

impl Queue {
    pub fn new(nodes: impl Iterator<Item = (u32, usize)>) -> Self {
        let mut queue = Queue { by_degree: Vec::new(), least: 0 };
        nodes.for_each(|(node, degree)| queue.push(node, degree));
        queue
    }

    pub fn push(&mut self, node: u32, degree: usize) {
        if degree >= self.by_degree.len() {
            self.by_degree.resize(degree + 1, Vec::new());
        }
        self.by_degree[degree].push(node);
        self.least = self.least.min(degree);
    }

    /// A node with the fewest neighbours; `degree` tells how many a node has, `None` once it is gone.
    pub fn pop(&mut self, degree: impl Fn(u32) -> Option<usize>) -> Option<u32> {
        while self.least < self.by_degree.len() {
            match self.by_degree[self.least].pop() {
                Some(node) if degree(node) == Some(self.least) => return Some(node),
                Some(_) => {}
                None => self.least += 1,
            }
        }
        None
    }
}

/// The neighbours of each node, in either direction of travel.
struct Neighbours {
    blocks: Vec<Block>,
    entries: Vec<u32>,
    /// `marked[n] == mark` for the nodes of the list at hand.
    marked: Vec<u32>,
    mark: u32,
}

/// A list in [`Neighbours::entries`], with room to grow.
#[derive(Clone, Copy)]
struct Block {
    start: u32,
    len: u32,
    room: u32,
}

impl Block {
    fn range(self) -> std::ops::Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }
}

impl Neighbours {
    fn new(graph: &Graph) -> Self {
        let mut blocks = vec![Block { start: 0, len: 0, room: 0 }; graph.nodes()];
        let ends = || graph.arcs().iter().filter(|(from, to)| from != to);
        for &(from, to) in ends() {
            blocks[from as usize].room += 1;
            blocks[to as usize].room += 1;
        }
        let mut end = 0;
        for block in &mut blocks {
            block.start = end;
            end += block.room;
        }
        let mut entries = vec![0; end as usize];
        for &(from, to) in ends() {
            for (node, neighbour) in [(from, to), (to, from)] {
                // A street in both directions is two arcs; its ends are neighbours once. What slips through here
                // is none: parallel arcs may be many, but a node's list is short.
                let block = &mut blocks[node as usize];
                if !entries[block.range()].contains(&neighbour) {
                    entries[(block.start + block.len) as usize] = neighbour;
                    block.len += 1;
                }
            }
        }
        Neighbours { blocks, entries, marked: vec![0; graph.nodes()], mark: 0 }
    }

    fn of(&self, node: u32) -> &[u32] {
        &self.entries[self.blocks[node as usize].range()]
    }

    /// Joins the neighbours of `node` with each other and leaves `node` out; `changed` is told the new number of
    /// neighbours of each where it changed.
    fn take_out(&mut self, node: u32, mut changed: impl FnMut(u32, usize)) {
        let joined = self.blocks[node as usize];
        for i in joined.range() {
            let neighbour = self.entries[i];
            let before = self.blocks[neighbour as usize];
            let list = &mut self.entries[before.range()];
            if let Some(place) = list.iter().position(|&other| other == node) {
                list.swap(place, before.len as usize - 1);
                self.blocks[neighbour as usize].len -= 1;
            }
            if joined.len as usize <= SHORT_LIST {
                self.join_short(neighbour, joined);
            } else {
                self.join_long(neighbour, joined);
            }
            let len = self.blocks[neighbour as usize].len;
            if len != before.len {
                changed(neighbour, len as usize);
            }
        }
    }

    fn join_short(&mut self, neighbour: u32, joined: Block) {
        let known = self.blocks[neighbour as usize].range();
        for j in joined.range() {
            let other = self.entries[j];
            if other != neighbour && !self.entries[known.clone()].contains(&other) {
                self.append(neighbour, other);
            }
        }
    }

    fn join_long(&mut self, neighbour: u32, joined: Block) {
        self.mark += 1;
        self.marked[neighbour as usize] = self.mark;
        for &other in &self.entries[self.blocks[neighbour as usize].range()] {
            self.marked[other as usize] = self.mark;
        }
        for j in joined.range() {
            let other = self.entries[j];
            if self.marked[other as usize] != self.mark {
                self.append(neighbour, other);
            }
        }
    }

    /// A list without room moves to the end, with twice as much.
    fn append(&mut self, node: u32, neighbour: u32) {
        let block = &mut self.blocks[node as usize];
        if block.len == block.room {
            let (range, start) = (block.range(), self.entries.len() as u32);
            self.entries.extend_from_within(range);
            self.entries.resize(self.entries.len() + block.room as usize + 2, 0);
            *block = Block { start, len: block.len, room: 2 * block.room + 2 };
        }
        self.entries[(block.start + block.len) as usize] = neighbour;
        block.len += 1;
    }
}
