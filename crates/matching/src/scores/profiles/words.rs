//! Rows of dot products on any processor: bytes in 16 bits, because their products need as many.

use crate::wide::{Loop, wide};

/// How many mentors are scored at a time: a few of the widest vectors, so that the loop over topics is not most of the work.
const BLOCK: usize = 64;

#[derive(Clone, Debug)]
pub(super) struct Words {
    topics: usize,
    /// By block of mentors, then by topic, then by mentor; the last block is filled up with zeros.
    mentors: Vec<u16>,
}

impl Words {
    /// Room for so many mentors.
    pub(super) fn new(topics: usize, count: usize) -> Self {
        Self {
            topics,
            mentors: vec![0; count.div_ceil(BLOCK) * BLOCK * topics],
        }
    }

    fn place(&self, mentor: usize, topic: usize) -> usize {
        (mentor / BLOCK * self.topics + topic) * BLOCK + mentor % BLOCK
    }

    pub(super) fn set(&mut self, mentor: usize, topic: usize, strength: u8) {
        let place = self.place(mentor, topic);
        self.mentors[place] = strength.into();
    }

    /// The strengths of a mentor, topic by topic; who asks for more than there are topics gets others'.
    pub(super) fn profile(&self, mentor: usize) -> impl Iterator<Item = u8> {
        let first = self.place(mentor, 0);
        let strengths = self.mentors[first..].iter().step_by(BLOCK);
        strengths.map(|strength| strength.to_le_bytes()[0])
    }

    /// Sets the row of a student with these interests.
    pub(super) fn fill(&self, interests: &[u8], row: &mut [i32]) {
        let groups = groups(interests);
        wide(Add {
            words: self,
            groups: &groups,
            row,
        });
    }
}

/// Sets a row to the sums over groups of topics.
struct Add<'a> {
    words: &'a Words,
    groups: &'a [Vec<(usize, u16)>],
    row: &'a mut [i32],
}

impl Loop for Add<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "see `wide`")]
    #[inline(always)]
    fn call(self) {
        let Words { topics, mentors } = self.words;
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

/// What a group of interests may come to: times 255 it fits 16 bits, where a processor multiplies and adds eight at a
/// time.
const TOGETHER: u16 = u16::MAX / 255;

/// The topics that somebody is interested in, with how much, few enough in each group to be added in 16 bits. The
/// largest goes with as many of the smallest as there is room for.
fn groups(interests: &[u8]) -> Vec<Vec<(usize, u16)>> {
    let topics = interests.iter().map(|interest| u16::from(*interest));
    let topics = topics.enumerate();
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
