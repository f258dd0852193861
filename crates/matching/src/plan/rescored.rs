//! Another row or column of scores: whom it concerns gives up what does not agree with it, and enters or is filled again.

use super::Plan;
use crate::flow::{Held, OUTSIDE};
use crate::scores::INELIGIBLE;
use crate::weight::Weight;

impl Plan {
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
        self.flow.list_column(mentor, Weight::MAX, &mut &self.table);
        self.mentors.push(mentor);
    }
}
