//! The scores of the open pairs, by student and by mentor.

use crate::SolveError;
use crate::flow::Rows;
use crate::passes::{Source, Step};
use crate::refill::Columns;
use crate::scores::INELIGIBLE;

/// The open pairs: neither barred nor locked, [`INELIGIBLE`] where not.
pub(super) struct Table {
    pub(super) mentors: usize,
    students: usize,
    rows: Vec<i32>,
    /// The same by mentor.
    columns: Vec<i32>,
}

impl Table {
    /// Of rows, one after the other, of `students` × `mentors` pairs.
    pub(super) fn new(rows: Vec<i32>, students: usize, mentors: usize) -> Self {
        let columns = transposed(&rows, mentors);
        Self {
            mentors,
            students,
            rows,
            columns,
        }
    }

    pub(super) fn row(&self, student: usize) -> &[i32] {
        &self.rows[student * self.mentors..][..self.mentors]
    }

    pub(super) fn column(&self, mentor: usize) -> &[i32] {
        &self.columns[mentor * self.students..][..self.students]
    }

    pub(super) fn set(&mut self, student: usize, mentor: usize, score: i32) {
        self.rows[student * self.mentors + mentor] = score;
        self.columns[mentor * self.students + student] = score;
    }
}

impl Columns for &Table {
    fn column(&mut self, mentor: usize) -> &[i32] {
        (*self).column(mentor)
    }
}

/// A copy of one row of a table, which may be written to.
pub(super) struct Copied<'a> {
    pub(super) table: &'a Table,
    pub(super) row: &'a mut [i32],
}

impl Rows for Copied<'_> {
    fn row(&mut self, student: usize) -> &mut [i32] {
        self.row.copy_from_slice(self.table.row(student));
        self.row
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
