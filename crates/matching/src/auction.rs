//! A good beginning: students bid for places, as in Bertsekas' auction (1988) with no least raise.
//!
//! Each student without a mentor bids for the best at today's values, as much as makes the second best as good. The
//! lowest bid of a full mentor gives way, and the lowest of those that stay is the mentor's value. No student who holds
//! a place would rather have another at these values, so all the conditions of a [`Flow`] hold when bidding ends,
//! wherever it ends. With no least raise it need not come to an end by itself; whoever is left then enters by a search.

use crate::flow::{Flow, Held, Rows};
use crate::weight::Weight;

/// The bids of those who hold the places of each mentor, in the order of [`Flow::held`].
pub(crate) struct Auction {
    levels: Vec<Vec<Weight>>,
    waiting: Vec<usize>,
    budget: usize,
}

impl Auction {
    pub(crate) fn new(mentors: usize) -> Self {
        Self {
            levels: vec![Vec::new(); mentors],
            waiting: Vec::new(),
            budget: 0,
        }
    }

    /// Lets a student bid who has one place, and whoever loses one by it, for `bids` bids more.
    pub(crate) fn enter(
        &mut self,
        flow: &mut Flow,
        student: usize,
        bids: usize,
        rows: &mut impl Rows,
    ) {
        self.budget += bids;
        if flow.students[student].places == 1 {
            self.waiting.push(student);
        }
        while self.budget > 0
            && let Some(student) = self.waiting.pop()
        {
            self.budget -= 1;
            self.bid(flow, student, rows);
        }
    }

    fn bid(&mut self, flow: &mut Flow, student: usize, rows: &mut impl Rows) {
        let Some((place, raise)) = best(flow, student, rows) else {
            return;
        };
        let pair = Held::new(student, place);
        let mentor = flow.lists[student][place].mentor();
        let level = flow.mentors[mentor] + raise;
        let levels = &mut self.levels[mentor];
        if flow.free[mentor] == 0 {
            let lowest = levels.iter().enumerate().min_by_key(|(_, level)| **level);
            let (lowest, _) = lowest.expect("a mentor without places is in no row");
            self.waiting.push(flow.held[mentor][lowest].student());
            flow.give_up(flow.held[mentor][lowest]);
            levels.swap_remove(lowest);
        }
        flow.choose(pair);
        levels.push(level);
        if flow.free[mentor] == 0 {
            flow.mentors[mentor] = levels.iter().copied().min().expect("one was just pushed");
            flow.show(mentor);
        }
    }
}

/// The best of a student's pairs at today's values, and by how much it is better than any other; none where no pair is
/// worth its price.
fn best(flow: &mut Flow, student: usize, rows: &mut impl Rows) -> Option<(usize, Weight)> {
    loop {
        let (mut best, mut second) = (Weight::ZERO - flow.price, Weight::ZERO - flow.price);
        let mut place = None;
        for (index, candidate) in flow.lists[student].iter().enumerate() {
            let worth = candidate.weight() - flow.mentors[candidate.mentor()];
            if worth > best {
                (best, second, place) = (worth, best, Some(index));
            } else if worth > second {
                second = worth;
            }
        }
        let limit = flow.limits[student];
        if best > limit {
            // What is not listed may be as good as the limit.
            return place.map(|place| (place, best - second.max(limit)));
        }
        if limit == Weight::MIN {
            return None;
        }
        flow.extend(student, rows);
    }
}

/// Sets the values of those who hold a place when bidding is over.
pub(crate) fn close(flow: &mut Flow) {
    for mentor in 0..flow.held.len() {
        for held in &flow.held[mentor] {
            let weight = flow.lists[held.student()][held.candidate()].weight();
            flow.values[held.student()] = weight - flow.mentors[mentor];
        }
    }
}
