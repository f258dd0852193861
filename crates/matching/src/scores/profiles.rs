//! Scores of two profiles: how far what one looks for is what the other offers.

#[cfg(target_arch = "x86_64")]
mod bytes;
mod words;

use super::{Eligibility, INELIGIBLE, OutOfRange, Scores};
#[cfg(target_arch = "x86_64")]
use bytes::Bytes;
use words::Words;

/// The widest profile: the largest score of one is still in range.
pub const MAX_TOPICS: usize = 15_000;

/// The dot products of rows of bytes: strength of interest of a student times expertise of a mentor, over all topics.
///
/// One factor; a score is at most topics × 255². A row of m mentors costs O(m × topics): with 24 topics 0.27 ns a pair on
/// one core of an AMD EPYC that has AVX-512 VNNI, and 1.3 ns without its instructions. Nothing is kept but the profiles,
/// so that billions of pairs need no memory.
#[derive(Clone, Debug)]
pub struct Profiles {
    topics: usize,
    students: Vec<u8>,
    /// How many mentors there are.
    count: usize,
    mentors: Mentors,
}

/// Profiles of mentors as this processor multiplies them fastest.
#[derive(Clone, Debug)]
enum Mentors {
    #[cfg(target_arch = "x86_64")]
    Bytes(Bytes),
    Words(Words),
}

/// What is the same for each layout.
macro_rules! either {
    ($mentors:expr, $layout:ident => $what:expr) => {
        match $mentors {
            #[cfg(target_arch = "x86_64")]
            Mentors::Bytes($layout) => $what,
            Mentors::Words($layout) => $what,
        }
    };
}

impl Mentors {
    fn new(topics: usize, count: usize) -> Self {
        #[cfg(target_arch = "x86_64")]
        if let Some(bytes) = Bytes::new(topics, count) {
            return Self::Bytes(bytes);
        }
        Self::Words(Words::new(topics, count))
    }
}

impl Profiles {
    /// Both row-major with `topics` bytes a person, in the order of the cohort. `None` if the lengths are no multiples
    /// of `topics`, or `topics` is 0 or above [`MAX_TOPICS`].
    pub fn new(topics: usize, students: &[u8], mentors: &[u8]) -> Option<Self> {
        Self::kept(topics, students, mentors, Mentors::new)
    }

    fn kept(
        topics: usize,
        students: &[u8],
        mentors: &[u8],
        room: impl FnOnce(usize, usize) -> Mentors,
    ) -> Option<Self> {
        if !(1..=MAX_TOPICS).contains(&topics)
            || !students.len().is_multiple_of(topics)
            || !mentors.len().is_multiple_of(topics)
        {
            return None;
        }
        let count = mentors.len() / topics;
        let mut profiles = Self {
            topics,
            students: students.to_vec(),
            count,
            mentors: room(topics, count),
        };
        for (mentor, profile) in mentors.chunks(topics).enumerate() {
            profiles.set_mentor(mentor, profile);
        }
        Some(profiles)
    }

    /// Another profile of the same length for a student.
    ///
    /// # Panics
    /// Where there is no such student, or the profile has another length.
    pub fn set_student(&mut self, student: usize, profile: &[u8]) {
        assert_eq!(profile.len(), self.topics, "one strength for each topic");
        self.students[student * self.topics..][..self.topics].copy_from_slice(profile);
    }

    /// Another profile of the same length for a mentor.
    ///
    /// # Panics
    /// Where there is no such mentor, or the profile has another length.
    pub fn set_mentor(&mut self, mentor: usize, profile: &[u8]) {
        assert_eq!(profile.len(), self.topics, "one strength for each topic");
        assert!(mentor < self.count, "there is no such mentor: {mentor}");
        for (topic, strength) in profile.iter().enumerate() {
            either!(&mut self.mentors, layout => layout.set(mentor, topic, *strength));
        }
    }

    fn interests(&self, student: usize) -> &[u8] {
        &self.students[student * self.topics..][..self.topics]
    }

    fn offers(&self, mentor: usize) -> Vec<u8> {
        either!(&self.mentors, layout => layout.profile(mentor).take(self.topics).collect())
    }

    fn dot(&self, student: usize, mentor: usize) -> i64 {
        let interests = self.interests(student).iter();
        either!(&self.mentors, layout => interests
            .zip(layout.profile(mentor))
            .map(|(interest, strength)| i64::from(*interest) * i64::from(strength))
            .sum())
    }
}

impl Scores for Profiles {
    fn factors(&self) -> usize {
        1
    }

    fn points(&self, student: usize, mentor: usize, points: &mut [i64]) -> Eligibility {
        points[0] = self.dot(student, mentor);
        Eligibility::Eligible
    }

    fn score(&self, student: usize, mentor: usize) -> Option<i64> {
        Some(self.dot(student, mentor))
    }

    fn row(&self, student: usize, row: &mut [Option<i64>]) {
        let mut narrow = vec![INELIGIBLE; row.len()];
        if self.narrow_row(student, &mut narrow).is_ok() {
            for (score, narrow) in row.iter_mut().zip(narrow) {
                *score = Some(i64::from(narrow));
            }
        }
    }

    fn narrow_row(&self, student: usize, row: &mut [i32]) -> Result<(), OutOfRange> {
        let interests = self.interests(student);
        either!(&self.mentors, layout => layout.fill(interests, row));
        Ok(())
    }

    fn is_quick(&self) -> bool {
        true
    }

    fn some(&self, mentors: &[usize]) -> Option<Box<dyn Scores + Sync + '_>> {
        let mut some = Self {
            topics: self.topics,
            students: self.students.clone(),
            count: mentors.len(),
            mentors: Mentors::new(self.topics, mentors.len()),
        };
        for (place, mentor) in mentors.iter().enumerate() {
            some.set_mentor(place, &self.offers(*mentor));
        }
        Some(Box::new(some))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every layout that this processor can work with comes to the sum over topics.
    #[test]
    fn layouts_agree() {
        for (topics, count) in [(1, 1), (3, 70), (24, 64), (25, 65), (100, 200)] {
            // Both ends of a byte come up, alone and together.
            let byte = |index: usize| [0, 255, 1, 128, 127, 254, 17][index * index % 7];
            let students: Vec<u8> = (0..3 * topics).map(byte).collect();
            let mentors: Vec<u8> = (5..5 + count * topics).map(byte).collect();
            let words = |topics, count| Mentors::Words(Words::new(topics, count));
            let layouts = [
                Profiles::new(topics, &students, &mentors).unwrap(),
                Profiles::kept(topics, &students, &mentors, words).unwrap(),
            ];
            for (student, interests) in students.chunks(topics).enumerate() {
                let expected: Vec<i32> = mentors
                    .chunks(topics)
                    .map(|offers| {
                        let pairs = interests.iter().zip(offers);
                        pairs
                            .map(|(one, other)| i32::from(*one) * i32::from(*other))
                            .sum()
                    })
                    .collect();
                for profiles in &layouts {
                    let mut row = vec![INELIGIBLE; count];
                    profiles.narrow_row(student, &mut row).unwrap();
                    assert_eq!(row, expected, "{topics} topics, student {student}");
                    let third: Vec<_> = (0..count).step_by(3).collect();
                    let mut row = vec![INELIGIBLE; third.len()];
                    let some = profiles.some(&third).unwrap();
                    some.narrow_row(student, &mut row).unwrap();
                    let picked = expected.iter().step_by(3);
                    assert!(row.iter().eq(picked), "{topics} topics, student {student}");
                    for (mentor, score) in expected.iter().enumerate() {
                        assert_eq!(profiles.dot(student, mentor), i64::from(*score));
                    }
                }
            }
        }
    }

    #[test]
    fn the_strongest_profiles_are_in_range() {
        let all = vec![u8::MAX; MAX_TOPICS];
        for room in [Mentors::new, |topics, count| {
            Mentors::Words(Words::new(topics, count))
        }] {
            let profiles = Profiles::kept(MAX_TOPICS, &all, &all, room).unwrap();
            let mut row = [0];
            profiles.narrow_row(0, &mut row).unwrap();
            assert_eq!(i64::from(row[0]), 255 * 255 * 15_000);
        }
    }
}
