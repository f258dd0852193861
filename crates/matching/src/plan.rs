//! A flow with all scores at hand, repaired after each edit.
//!
//! An edit does two things: it changes what it is about, giving up at once what is not possible any more or does not
//! agree with the values; then whoever has an empty place enters again, and whoever has a free place is filled again.

use crate::SolveError;
use crate::flow::{Entry, Flow, Held, OUTSIDE, Rows};
use crate::instance::Keys;
use crate::passes::{Source, Step};
use crate::problem::Phase;
use crate::refill::{Columns, Gain, Refill};
use crate::scores::INELIGIBLE;
use crate::solve::optimum;
use crate::weight::Weight;

/// The open pairs: neither barred nor locked, [`INELIGIBLE`] where not.
struct Table {
    mentors: usize,
    students: usize,
    rows: Vec<i32>,
    /// The same by mentor.
    columns: Vec<i32>,
}

impl Table {
    fn row(&self, student: usize) -> &[i32] {
        &self.rows[student * self.mentors..][..self.mentors]
    }

    fn set(&mut self, student: usize, mentor: usize, score: i32) {
        self.rows[student * self.mentors + mentor] = score;
        self.columns[mentor * self.students + student] = score;
    }
}

impl Columns for Table {
    fn column(&self, mentor: usize) -> &[i32] {
        &self.columns[mentor * self.students..][..self.students]
    }
}

/// A copy of one row of a table, which may be written to.
struct Copied<'a> {
    table: &'a Table,
    row: &'a mut [i32],
}

impl Rows for Copied<'_> {
    fn row(&mut self, student: usize) -> &mut [i32] {
        self.row.copy_from_slice(self.table.row(student));
        self.row
    }
}

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
        let columns = transposed(&rows, mentors);
        let table = Table {
            mentors,
            students,
            rows,
            columns,
        };
        let mut row = vec![INELIGIBLE; mentors];
        let mut copied = Copied {
            table: &table,
            row: &mut row,
        };
        let new = || Flow::new(keys.clone(), places.0, places.1, price);
        let (mut flow, _) = optimum(&new, None, &mut copied, step)?;
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
            self.refill.fill_all(&mut self.flow, mentor, &self.table);
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
        self.refill.gain(&self.flow, mentor, &self.table)
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

    /// Another row for a student.
    pub(crate) fn rescore_student(&mut self, student: usize, row: &[i32]) {
        let chosen: Vec<_> = self.flow.chosen(student).map(|(place, _)| place).collect();
        for place in chosen {
            self.give_up(Held::new(student, place));
        }
        for (mentor, score) in row.iter().enumerate() {
            if self.table.row(student)[mentor] != *score {
                self.table.set(student, mentor, *score);
            }
        }
        self.flow.lists[student].clear();
        self.flow.limits[student] = Weight::MAX;
        self.flow.values[student] = OUTSIDE;
        self.students.push(student);
    }

    /// Another column for a mentor.
    pub(crate) fn rescore_mentor(&mut self, mentor: usize, column: &[i32]) {
        for (student, score) in column.iter().enumerate() {
            if self.table.column(mentor)[student] == *score {
                continue;
            }
            if *score != INELIGIBLE && self.is_chosen(student, mentor) {
                let before = self.table.column(mentor)[student];
                self.flow.note(student, mentor, before, false);
                self.flow.note(student, mentor, *score, true);
            }
            self.table.set(student, mentor, *score);
            let complete = self.flow.limits[student] == Weight::MIN;
            if *score == INELIGIBLE {
                if !self.is_chosen(student, mentor) {
                    self.flow.close(student, mentor);
                }
            } else if complete || self.flow.find(student, mentor).is_some() {
                self.flow.open(student, mentor, *score);
            }
        }
        // The lowest value at which no student is offered too little; who is worth it is found out by filling places.
        let mut lowest = Weight::ZERO;
        for (student, score) in column.iter().enumerate() {
            let value = self.flow.values[student];
            if *score == INELIGIBLE || i64::from(*score) - value.floor() < lowest.floor() {
                continue;
            }
            let weight = Weight::new(i64::from(*score), self.flow.keys.tie(student, mentor));
            if weight - value > lowest && !self.is_chosen(student, mentor) {
                lowest = weight - value;
            }
        }
        for held in self.flow.held[mentor].clone() {
            let pair = self.flow.lists[held.student()][held.candidate()];
            if column[held.student()] == INELIGIBLE
                || pair.weight() - self.flow.values[held.student()] < lowest
            {
                self.give_up(held);
                if column[held.student()] == INELIGIBLE {
                    self.flow.close(held.student(), mentor);
                }
            }
        }
        self.flow.mentors[mentor] = lowest;
        self.flow.show(mentor);
        self.flow.list_column(mentor, Weight::MAX, &self.table);
        self.mentors.push(mentor);
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

impl Source for Copied<'_> {
    fn fold<P: Send>(
        &mut self,
        students: &[usize],
        step: &mut Step<'_>,
        begin: impl Fn() -> P + Sync,
        work: impl Fn(&mut P, usize, &mut [i32]) + Sync,
    ) -> Result<Vec<P>, SolveError> {
        let mut part = begin();
        for student in students {
            step(*student)?;
            work(&mut part, *student, self.row(*student));
        }
        Ok(vec![part])
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

/// Rows to columns, a few at a time so that both stay near.
fn transposed(rows: &[i32], width: usize) -> Vec<i32> {
    const BLOCK: usize = 32;
    let height = rows.len() / width;
    let mut columns = vec![INELIGIBLE; rows.len()];
    for top in (0..height).step_by(BLOCK) {
        for left in (0..width).step_by(BLOCK) {
            for row in top..height.min(top + BLOCK) {
                for column in left..width.min(left + BLOCK) {
                    columns[column * height + row] = rows[row * width + column];
                }
            }
        }
    }
    columns
}
