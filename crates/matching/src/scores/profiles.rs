//! Scores of two profiles: how far what one looks for is what the other offers.

use super::{Eligibility, INELIGIBLE, OutOfRange, Scores};
use crate::wide::{Loop, wide};

/// The widest profile: the largest score of one is still in range.
pub const MAX_TOPICS: usize = 15_000;

/// How many mentors are scored at a time: a few of the widest vectors, so that the loop over topics is not most of the work.
const BLOCK: usize = 64;

/// The dot products of rows of bytes: strength of interest of a student times expertise of a mentor, over all topics.
///
/// One factor; a score is at most topics × 255². A row of m mentors costs O(m × topics), about 2 to 3 ns a pair with 24
/// topics on one core of an Intel Xeon server (most of rows M2 and M4 of the repository's bench is this); nothing is kept but the profiles, so that billions of pairs need no memory.
#[derive(Clone, Debug)]
pub struct Profiles {
    topics: usize,
    // Bytes in 16 bits, because their products need as many.
    students: Vec<u16>,
    /// How many mentors there are, without those that fill up a block.
    count: usize,
    /// By block of mentors, then by topic, then by mentor; the last block is filled up with zeros.
    mentors: Vec<u16>,
}

impl Profiles {
    /// Both row-major with `topics` bytes a person, in the order of the cohort. `None` if the lengths are no multiples
    /// of `topics`, or `topics` is 0 or above [`MAX_TOPICS`].
    pub fn new(topics: usize, students: &[u8], mentors: &[u8]) -> Option<Self> {
        if !(1..=MAX_TOPICS).contains(&topics)
            || !students.len().is_multiple_of(topics)
            || !mentors.len().is_multiple_of(topics)
        {
            return None;
        }
        let blocks = (mentors.len() / topics).div_ceil(BLOCK);
        let students = students.iter().copied().map(u16::from).collect();
        let mut profiles = Self {
            topics,
            students,
            count: mentors.len() / topics,
            mentors: vec![0; blocks * BLOCK * topics],
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
        let interests = &mut self.students[student * self.topics..][..self.topics];
        for (kept, interest) in interests.iter_mut().zip(profile) {
            *kept = u16::from(*interest);
        }
    }

    /// Another profile of the same length for a mentor.
    ///
    /// # Panics
    /// Where there is no such mentor, or the profile has another length.
    pub fn set_mentor(&mut self, mentor: usize, profile: &[u8]) {
        assert_eq!(profile.len(), self.topics, "one strength for each topic");
        assert!(mentor < self.count, "there is no such mentor: {mentor}");
        for (topic, strength) in profile.iter().enumerate() {
            let place = self.place(mentor, topic);
            self.mentors[place] = u16::from(*strength);
        }
    }

    fn place(&self, mentor: usize, topic: usize) -> usize {
        (mentor / BLOCK * self.topics + topic) * BLOCK + mentor % BLOCK
    }

    fn interests(&self, student: usize) -> &[u16] {
        &self.students[student * self.topics..][..self.topics]
    }

    fn dot(&self, student: usize, mentor: usize) -> i64 {
        let topics = self.interests(student).iter().enumerate();
        topics
            .map(|(topic, interest)| {
                i64::from(*interest) * i64::from(self.mentors[self.place(mentor, topic)])
            })
            .sum()
    }
}

/// Sets a row to the sums over groups of topics.
struct Add<'a> {
    profiles: &'a Profiles,
    groups: &'a [Vec<(usize, u16)>],
    row: &'a mut [i32],
}

impl Loop for Add<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "see `wide`")]
    #[inline(always)]
    fn call(self) {
        let Profiles {
            topics, mentors, ..
        } = self.profiles;
        let blocks = mentors.chunks_exact(BLOCK * topics);
        for (scores, block) in self.row.chunks_mut(BLOCK).zip(blocks) {
            let block = block.as_chunks::<BLOCK>().0;
            let mut sums = [0_u32; BLOCK];
            for group in self.groups {
                let mut parts = [0_u16; BLOCK];
                for (topic, interest) in group {
                    for (part, strength) in parts.iter_mut().zip(&block[*topic]) {
                        *part = part.wrapping_add(interest.wrapping_mul(*strength));
                    }
                }
                for (sum, part) in sums.iter_mut().zip(parts) {
                    *sum += u32::from(part);
                }
            }
            for (score, sum) in scores.iter_mut().zip(sums) {
                *score = sum.cast_signed();
            }
        }
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
        let groups = groups(self.interests(student));
        let profiles = self;
        wide(Add {
            profiles,
            groups: &groups,
            row,
        });
        Ok(())
    }
}

/// What a group of interests may come to: times 255 it fits 16 bits, where a processor multiplies and adds eight at a
/// time.
const TOGETHER: u16 = u16::MAX / 255;

/// The topics that somebody is interested in, with how much, few enough in each group to be added in 16 bits. The
/// largest goes with as many of the smallest as there is room for.
fn groups(interests: &[u16]) -> Vec<Vec<(usize, u16)>> {
    let topics = interests.iter().copied().enumerate();
    let mut sorted: Vec<_> = topics.filter(|(_, interest)| *interest > 0).collect();
    sorted.sort_unstable_by_key(|(topic, interest)| (*interest, *topic));
    let (mut groups, mut rest) = (Vec::new(), sorted.as_slice());
    while let Some((largest, smaller)) = rest.split_last() {
        let mut group = vec![*largest];
        let mut room = TOGETHER - largest.1;
        rest = smaller;
        while let Some((smallest, larger)) = rest.split_first()
            && smallest.1 <= room
        {
            room -= smallest.1;
            group.push(*smallest);
            rest = larger;
        }
        groups.push(group);
    }
    groups
}
