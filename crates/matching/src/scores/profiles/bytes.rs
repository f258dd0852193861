//! Rows of dot products on processors that multiply bytes four at a time and add them up at once (AVX-512 VNNI).
//!
//! The one module with an `unsafe` word in it: the call of a function that is compiled for those instructions. Four
//! topics of 16 mentors are one vector, so that 24 topics take six instructions for 16 pairs; in 16 bits they take 24 and
//! what it costs to widen them. On an AMD EPYC server a pair takes 0.27 ns instead of 1.3, and reading pairs is a quarter of
//! what row M4 of the repository's bench takes with these instructions.

use pulp::bytemuck;
use std::arch::x86_64::{__m512i, _mm512_dpbusd_epi32, _mm512_set1_epi32};

/// Topics in one vector, side by side for each mentor.
const QUAD: usize = 4;

/// Mentors in one vector.
const LANES: usize = 16;

/// Vectors of different mentors worked on at a time, so that one need not wait for the last.
const TOGETHER: usize = 4;

const BLOCK: usize = LANES * TOGETHER;

/// The strength that is kept as 0: the instruction multiplies a byte without a sign by one that has one.
const MIDDLE: u8 = 128;

#[derive(Clone, Debug)]
pub(super) struct Bytes {
    quads: usize,
    /// By block of mentors, then by four topics, then by mentor, then by topic.
    mentors: Vec<__m512i>,
}

impl Bytes {
    /// Room for so many mentors, where this processor has the instructions.
    pub(super) fn new(topics: usize, count: usize) -> Option<Self> {
        let known = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni");
        let quads = topics.div_ceil(QUAD);
        let vectors = count.div_ceil(BLOCK) * quads * TOGETHER;
        known.then(|| Self {
            quads,
            mentors: vec![bytemuck::Zeroable::zeroed(); vectors],
        })
    }

    fn place(&self, mentor: usize, topic: usize) -> usize {
        let (block, rest) = (mentor / BLOCK, mentor % BLOCK);
        let vector = (block * self.quads + topic / QUAD) * TOGETHER + rest / LANES;
        (vector * LANES + rest % LANES) * QUAD + topic % QUAD
    }

    pub(super) fn set(&mut self, mentor: usize, topic: usize, strength: u8) {
        let place = self.place(mentor, topic);
        bytemuck::cast_slice_mut::<_, u8>(&mut self.mentors)[place] = strength.wrapping_sub(MIDDLE);
    }

    /// The strengths of a mentor, topic by topic; who asks for more than there are topics gets others'.
    pub(super) fn profile(&self, mentor: usize) -> impl Iterator<Item = u8> {
        let first = self.place(mentor, 0);
        let vectors = bytemuck::cast_slice::<_, u8>(&self.mentors)[first..].chunks(BLOCK * QUAD);
        vectors
            .flat_map(|vectors| &vectors[..QUAD])
            .map(|strength| strength.wrapping_add(MIDDLE))
    }

    /// Sets the row of a student with these interests.
    pub(super) fn fill(&self, interests: &[u8], row: &mut [i32]) {
        let quad = |quad: &[u8]| {
            let mut four = [0; QUAD];
            four[..quad.len()].copy_from_slice(quad);
            i32::from_le_bytes(four)
        };
        let quads: Vec<i32> = interests.chunks(QUAD).map(quad).collect();
        // What each strength is kept too low by.
        let middles = interests.iter().map(|interest| i32::from(*interest));
        let middle = middles.sum::<i32>() * i32::from(MIDDLE);
        #[expect(unsafe_code, reason = "see the head of this module")]
        // SAFETY: a `Bytes` is only made where the processor has the instructions (`Bytes::new`).
        unsafe {
            fill(&quads, middle, &self.mentors, row);
        }
    }
}

#[target_feature(enable = "avx512f,avx512vnni")]
fn fill(quads: &[i32], middle: i32, mentors: &[__m512i], row: &mut [i32]) {
    let mut blocks = mentors.chunks_exact(TOGETHER * quads.len());
    let (whole, rest) = row.as_chunks_mut::<BLOCK>();
    for (scores, block) in whole.iter_mut().zip(&mut blocks) {
        *scores = sums(quads, middle, block);
    }
    if let Some(block) = blocks.next() {
        rest.copy_from_slice(&sums(quads, middle, block)[..rest.len()]);
    }
}

#[target_feature(enable = "avx512f,avx512vnni")]
fn sums(quads: &[i32], middle: i32, block: &[__m512i]) -> [i32; BLOCK] {
    let mut sums = [_mm512_set1_epi32(middle); TOGETHER];
    for (quad, mentors) in quads.iter().zip(block.as_chunks::<TOGETHER>().0) {
        let interests = _mm512_set1_epi32(*quad);
        for (sum, mentors) in sums.iter_mut().zip(mentors) {
            *sum = _mm512_dpbusd_epi32(*sum, interests, *mentors);
        }
    }
    bytemuck::cast(sums)
}
