//! A flow with all scores at hand, repaired after each edit.
//!
//! An edit does two things: it changes what it is about, giving up at once what is not possible any more or does not
//! agree with the values; then whoever has an empty place enters again, and whoever has a free place is filled again.

mod rescored;
mod table;

use crate::SolveError;
use crate::flow::{Entry, Flow, Held, OUTSIDE};
use crate::instance::Keys;
use crate::passes::{Source, Step};
use crate::problem::Phase;
use crate::refill::{Gain, Refill};
use crate::scores::INELIGIBLE;
use crate::solve::optimum;
use table::{Copied, Table};

pub(crate) struct Plan {
    table: Table,
    pub(crate) flow: Flow,
    refill: Refill,
    /// Space for one row.
    row: Vec<i32>,
    /// Who may have an empty or a free place that is worth filling.
    students: Vec<usize>,
    mentors: Vec<usize>,
}

impl Plan {
    /// The optimum for these open pairs, row-major, and these places that the locks leave. `step` is told of each
    /// student whose scores are read and who enters.
    pub(crate) fn new(
        keys: Keys,
        rows: Vec<i32>,
        places: (&[u32], &[u32]),
        price: i64,
        step: &mut dyn FnMut(Phase, usize) -> Result<(), SolveError>,
    ) -> Result<Self, SolveError> {
        let (students, mentors) = (places.0.len(), places.1.len());
        let table = Table::new(rows, students, mentors);
        let mut row = vec![INELIGIBLE; mentors];
        let mut copied = Copied {
            table: &table,
            row: &mut row,
        };
        let flow = Flow::new(keys, places.0, places.1, price);
        let (mut flow, _) = optimum(flow, None, &mut copied, step)?;
        flow.journal = Some(Vec::new());
        Ok(Self {
            table,
            flow,
            refill: Refill::new(students, mentors),
            row,
            students: Vec::new(),
            mentors: Vec::new(),
        })
    }

    /// Enters and fills whoever an edit has left with an empty or a free place.
    pub(crate) fn settle(&mut self) {
        let mut copied = Copied {
            table: &self.table,
            row: &mut self.row,
        };
        while let Some(student) = self.students.pop() {
            self.flow.enter_all(student, &mut copied);
        }
        while let Some(mentor) = self.mentors.pop() {
            self.refill
                .fill_all(&mut self.flow, mentor, &mut &self.table);
        }
    }

    /// What was chosen and given up since the last time this was asked.
    pub(crate) fn journal(&mut self) -> Vec<Entry> {
        self.flow.journal.replace(Vec::new()).unwrap_or_default()
    }

    /// The open pairs of a student.
    pub(crate) fn row(&self, student: usize) -> &[i32] {
        self.table.row(student)
    }

    /// What one more place of a mentor would bring.
    pub(crate) fn gain(&mut self, mentor: usize) -> Gain {
        self.refill.gain(&self.flow, mentor, &mut &self.table)
    }

    pub(crate) fn is_chosen(&self, student: usize, mentor: usize) -> bool {
        self.flow.held[mentor]
            .iter()
            .any(|held| held.student() == student)
    }

    /// The pair may not be made any more.
    pub(crate) fn close(&mut self, student: usize, mentor: usize) {
        if self.is_chosen(student, mentor)
            && let Some(pair) = self.flow.find(student, mentor)
        {
            self.give_up(pair);
        }
        self.table.set(student, mentor, INELIGIBLE);
        self.flow.close(student, mentor);
    }

    /// The pair may be made, at this score.
    pub(crate) fn open(&mut self, student: usize, mentor: usize, score: i32) {
        self.table.set(student, mentor, score);
        self.flow.open(student, mentor, score);
        self.raise(student);
    }

    /// Locks a pair: a place of each is gone, and with it the pair.
    pub(crate) fn lock(&mut self, student: usize, mentor: usize) {
        if self.is_chosen(student, mentor)
            && let Some(pair) = self.flow.find(student, mentor)
        {
            // Nobody else notices: the same places are gone as are not needed any more.
            self.flow.give_up(pair);
            self.flow.students[student].places -= 1;
            self.take_free(mentor, 1);
            self.without_places(student);
        } else {
            self.student_places_less(student, 1);
            self.mentor_places_less(mentor, 1);
        }
        self.table.set(student, mentor, INELIGIBLE);
        self.flow.close(student, mentor);
    }

    /// Unlocks a pair: it may be made at this score, and each has one more place.
    pub(crate) fn unlock(&mut self, student: usize, mentor: usize, score: i32) {
        self.table.set(student, mentor, score);
        let pair = self.flow.open(student, mentor, score);
        self.give_free(mentor, 1);
        self.flow.students[student].places += 1;
        // It stays as it was where it would be chosen again: then nobody else notices.
        let worth = self.flow.lists[student][pair.candidate()].weight() - self.flow.mentors[mentor];
        let kept = &self.flow.students[student];
        let others = kept.filled + 1 < kept.places;
        self.flow.choose(pair);
        let mut copied = Copied {
            table: &self.table,
            row: &mut self.row,
        };
        let least = self.flow.least_value(student, &mut copied);
        if others || least > worth {
            self.give_up(pair);
            self.raise(student);
        } else if self.flow.values[student] > worth {
            self.flow.values[student] = worth;
        }
    }

    pub(crate) fn student_places_more(&mut self, student: usize, by: u32) {
        self.flow.students[student].places += by;
        self.students.push(student);
    }

    pub(crate) fn student_places_less(&mut self, student: usize, by: u32) {
        for _ in 0..by {
            let kept = self.flow.students[student];
            if kept.filled == kept.places {
                let mentors = &self.flow.mentors;
                let worth = self.flow.chosen(student);
                let worth =
                    worth.map(|(place, pair)| (pair.weight() - mentors[pair.mentor()], place));
                let (worth, place) = worth.min().expect("whose places are all filled has a pair");
                // Or the pair that is given up would be worth more than its values.
                self.flow.values[student] = worth;
                self.give_up(Held::new(student, place));
            }
            self.flow.students[student].places -= 1;
        }
        self.without_places(student);
    }

    pub(crate) fn mentor_places_more(&mut self, mentor: usize, by: u32) {
        self.give_free(mentor, by);
        self.mentors.push(mentor);
    }

    pub(crate) fn mentor_places_less(&mut self, mentor: usize, by: u32) {
        let free = by.min(self.flow.free[mentor]);
        self.take_free(mentor, free);
        for _ in free..by {
            let worth = |(place, held): (usize, &Held)| {
                let pair = &self.flow.lists[held.student()][held.candidate()];
                (pair.weight() - self.flow.values[held.student()], place)
            };
            let least = self.flow.held[mentor].iter().enumerate().map(worth).min();
            let (worth, place) = least.expect("places that are not free are held");
            // As for a student.
            self.flow.mentors[mentor] = worth;
            self.flow.show(mentor);
            self.give_up(self.flow.held[mentor][place]);
            self.take_free(mentor, 1);
        }
    }

    /// Gives up a pair, and remembers whom that leaves with an empty and a free place.
    fn give_up(&mut self, pair: Held) {
        let mentor = self.flow.lists[pair.student()][pair.candidate()].mentor();
        self.flow.give_up(pair);
        self.students.push(pair.student());
        self.mentors.push(mentor);
    }

    /// Raises the value of a student to what their open pairs ask for, and gives up what they then are not worth.
    fn raise(&mut self, student: usize) {
        self.students.push(student);
        if self.flow.students[student].places == 0 {
            return;
        }
        let mut copied = Copied {
            table: &self.table,
            row: &mut self.row,
        };
        let least = self.flow.least_value(student, &mut copied);
        if least <= self.flow.values[student] {
            return;
        }
        self.flow.values[student] = least;
        let mentors = &self.flow.mentors;
        let chosen = self.flow.chosen(student);
        let below = chosen.filter(|(_, pair)| pair.weight() - mentors[pair.mentor()] < least);
        for place in below.map(|(place, _)| place).collect::<Vec<_>>() {
            self.give_up(Held::new(student, place));
        }
    }

    /// A student without places bids for nobody.
    fn without_places(&mut self, student: usize) {
        if self.flow.students[student].places == 0 {
            self.flow.values[student] = OUTSIDE;
        }
    }

    fn give_free(&mut self, mentor: usize, by: u32) {
        self.flow.free[mentor] += by;
        self.flow.total_free += u64::from(by);
    }

    fn take_free(&mut self, mentor: usize, by: u32) {
        self.flow.free[mentor] -= by;
        self.flow.total_free -= u64::from(by);
    }
}

impl Source for &Plan {
    fn fold<P: Send>(
        &mut self,
        students: &[usize],
        step: &mut Step<'_>,
        begin: impl Fn() -> P + Sync,
        work: impl Fn(&mut P, usize, &mut [i32]) + Sync,
    ) -> Result<Vec<P>, SolveError> {
        let mut copied = Copied {
            table: &self.table,
            row: &mut vec![INELIGIBLE; self.table.mentors],
        };
        copied.fold(students, step, begin, work)
    }
}
