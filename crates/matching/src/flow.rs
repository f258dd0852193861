//! The pairs chosen so far, the values that price them, and the pairs that are looked at.
//!
//! With w the weight of a pair, u the value of a student and v that of a mentor, these hold between any two calls:
//! * u + v ≥ w for every pair that is not chosen, u + v ≤ w for every chosen one;
//! * u ≥ −price, v ≥ 0;
//! * a pair that is not listed has w − v ≤ the limit of its student, and u is no less than that limit, so that
//!   nothing unlisted need ever be looked at.
//!
//! What may not hold is that places are filled: a student with an empty place and u > −price has yet to enter, a
//! mentor with a free place and v > 0 has yet to be filled. When nobody has, the choice is optimal.

use crate::few::Kept;
use crate::instance::Keys;
use crate::search::Search;
use crate::weight::Weight;
use crate::{MAX_SCORE, SolveError};

/// The open pairs of one student, where a flow needs more than it has listed.
pub(crate) trait Rows {
    /// Scores by mentor, [`crate::scores::INELIGIBLE`] where the pair is not open (mentors without places may be there
    /// or not). May be written to.
    fn row(&mut self, student: usize) -> &mut [i32];

    /// The row just given was not written to, and may be asked for again.
    fn unchanged(&mut self, _student: usize) {}

    /// The pairs kept of this student, and rows that are read for it from now on go beyond them.
    fn kept(&mut self, _student: usize) -> Option<&mut Kept> {
        None
    }

    /// These are the pairs kept from now on, for whoever has room for them.
    fn keep(&mut self, _kept: Vec<Kept>) {}

    /// Why rows are not right any more: a search cannot stop half way.
    fn error(&self) -> Option<SolveError> {
        None
    }
}

/// A pair that is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Candidate {
    tie: i64,
    pub(crate) points: i32,
    /// The mentor, with [`CHOSEN`] and [`CLOSED`] above: most of the solver's memory is these 16 bytes.
    mentor: u32,
}

const CHOSEN: u32 = 1 << 31;
/// The pair may not be made any more.
const CLOSED: u32 = 1 << 30;

impl Candidate {
    pub(crate) fn weight(&self) -> Weight {
        Weight::new(i64::from(self.points), self.tie)
    }

    pub(crate) fn mentor(&self) -> usize {
        self.number() as usize
    }

    /// The mentor in the width it is kept in.
    pub(crate) fn number(&self) -> u32 {
        self.mentor & !(CHOSEN | CLOSED)
    }

    pub(crate) fn is_chosen(&self) -> bool {
        self.mentor & CHOSEN != 0
    }

    /// Neither chosen nor closed.
    pub(crate) fn is_open(&self) -> bool {
        self.mentor & (CHOSEN | CLOSED) == 0
    }
}

/// A listed pair seen from elsewhere: the student, and which of the student's candidates it is.
#[derive(Clone, Copy, Default)]
pub(crate) struct Held {
    pub(crate) student: u32,
    pub(crate) candidate: u32,
}

impl Held {
    pub(crate) fn new(student: usize, candidate: usize) -> Self {
        let narrow = |number: usize| u32::try_from(number).expect("a side has at most 2^17 people");
        Self {
            student: narrow(student),
            candidate: narrow(candidate),
        }
    }

    pub(crate) fn student(self) -> usize {
        self.student as usize
    }

    pub(crate) fn candidate(self) -> usize {
        self.candidate as usize
    }
}

/// See the head of this module. Everything by index.
pub(crate) struct Flow {
    pub(crate) keys: Keys,
    pub(crate) price: Weight,
    pub(crate) students: Vec<Student>,
    /// u.
    pub(crate) values: Vec<Weight>,
    /// No less than w − v of every pair of the student that is not listed.
    pub(crate) limits: Vec<Weight>,
    /// The listed pairs of each student.
    pub(crate) lists: Vec<Vec<Candidate>>,
    /// v.
    pub(crate) mentors: Vec<Weight>,
    /// Places of mentors that nobody has.
    pub(crate) free: Vec<u32>,
    pub(crate) held: Vec<Vec<Held>>,
    /// The sum of `free`.
    pub(crate) total_free: u64,
    /// v in points less `base`, for quick looks at whole rows; see [`Flow::show`].
    pub(crate) shown: Vec<i32>,
    pub(crate) base: i64,
    pub(crate) search: Search,
    /// How many pairs are listed at a time.
    pub(crate) batch: usize,
    /// What was chosen and given up, in order, where somebody wants to know.
    pub(crate) journal: Option<Vec<Entry>>,
}

/// One line of a journal.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) student: usize,
    pub(crate) mentor: usize,
    pub(crate) points: i32,
    pub(crate) chosen: bool,
}

#[derive(Clone, Copy)]
pub(crate) struct Student {
    pub(crate) places: u32,
    pub(crate) filled: u32,
}

/// The value of a student who has yet to enter, or has no place: more than any pair is worth.
pub(crate) const OUTSIDE: Weight = Weight::MAX;

/// How many pairs are listed at a time: more makes searches slower, fewer makes more readings of rows. On 5,000 × 1,000
/// with 6 places each, 8 took four fifths of the time of 16.
const BATCH: usize = 8;

/// How much shows of a value: a score less that fits 32 bits.
const SHOWN: i64 = 1_100_000_000;

impl Flow {
    /// Nobody matched and nothing listed: the first limit is above every weight.
    pub(crate) fn new(keys: Keys, students: &[u32], mentors: &[u32], price: i64) -> Self {
        // Who has no places is worth more than anybody would give.
        let highest = Weight::of(MAX_SCORE + 1 + price.max(0));
        let value = |places: &u32| if *places == 0 { highest } else { Weight::ZERO };
        let student = |places: &u32| Student {
            places: *places,
            filled: 0,
        };
        Self {
            keys,
            price: Weight::of(price),
            students: students.iter().map(student).collect(),
            values: vec![OUTSIDE; students.len()],
            limits: vec![Weight::MAX; students.len()],
            lists: vec![Vec::new(); students.len()],
            mentors: mentors.iter().map(value).collect(),
            free: mentors.to_vec(),
            held: vec![Vec::new(); mentors.len()],
            total_free: mentors.iter().map(|places| u64::from(*places)).sum(),
            shown: vec![0; mentors.len()],
            base: 0,
            search: Search::new(students.len(), mentors.len()),
            batch: BATCH,
            journal: None,
        }
    }

    /// Whether a place of this student is empty that may be worth filling.
    pub(crate) fn is_waiting(&self, student: usize) -> bool {
        let Student { places, filled } = self.students[student];
        filled < places && self.values[student] + self.price > Weight::ZERO
    }

    /// Whether no free place of this mentor is worth anything.
    pub(crate) fn is_settled(&self, mentor: usize) -> bool {
        self.free[mentor] == 0 || self.mentors[mentor] == Weight::ZERO
    }

    /// Puts the value of a mentor where rows are compared with it. What shows is never more than the value, so that a
    /// pair never looks worse than it is.
    pub(crate) fn show(&mut self, mentor: usize) {
        let shown = (self.mentors[mentor].points() - self.base).min(SHOWN);
        if shown < -SHOWN {
            self.rebase();
        } else {
            self.shown[mentor] = i32::try_from(shown).expect("within ±1.1e9");
        }
    }

    /// Shows values less the lowest that matters.
    pub(crate) fn rebase(&mut self) {
        self.base = self
            .mentors
            .iter()
            .map(|value| value.points())
            .min()
            .unwrap_or(0);
        for mentor in 0..self.mentors.len() {
            let shown = (self.mentors[mentor].points() - self.base).min(SHOWN);
            self.shown[mentor] = i32::try_from(shown).expect("no value is below the lowest");
        }
    }

    /// Puts a pair on its student's list; where it is, is the answer.
    pub(crate) fn list(&mut self, student: usize, mentor: usize, points: i32) -> usize {
        let candidate = Candidate {
            tie: self.keys.tie(student, mentor),
            points,
            mentor: u32::try_from(mentor).expect("a cohort has at most 2^17 mentors"),
        };
        self.lists[student].push(candidate);
        self.lists[student].len() - 1
    }

    pub(crate) fn choose(&mut self, pair: Held) {
        let candidate = &mut self.lists[pair.student()][pair.candidate()];
        candidate.mentor |= CHOSEN;
        let (mentor, points) = (candidate.mentor(), candidate.points);
        self.note(pair.student(), mentor, points, true);
        self.held[mentor].push(pair);
        self.free[mentor] -= 1;
        self.total_free -= 1;
        self.students[pair.student()].filled += 1;
    }

    pub(crate) fn give_up(&mut self, pair: Held) {
        let candidate = &mut self.lists[pair.student()][pair.candidate()];
        candidate.mentor &= !CHOSEN;
        let (mentor, points) = (candidate.mentor(), candidate.points);
        self.note(pair.student(), mentor, points, false);
        let held = &mut self.held[mentor];
        let place = held.iter().position(|held| held.student == pair.student);
        held.swap_remove(place.expect("only what was held is given up"));
        self.free[mentor] += 1;
        self.total_free += 1;
        self.students[pair.student()].filled -= 1;
    }

    pub(crate) fn note(&mut self, student: usize, mentor: usize, points: i32, chosen: bool) {
        if let Some(journal) = &mut self.journal {
            journal.push(Entry {
                student,
                mentor,
                points,
                chosen,
            });
        }
    }

    /// Where a pair is on its student's list.
    pub(crate) fn find(&self, student: usize, mentor: usize) -> Option<Held> {
        let mut list = self.lists[student].iter();
        let place = list.position(|candidate| candidate.mentor() == mentor)?;
        Some(Held::new(student, place))
    }

    /// The pair may not be made any more; nobody has chosen it.
    pub(crate) fn close(&mut self, student: usize, mentor: usize) {
        if let Some(pair) = self.find(student, mentor) {
            self.lists[student][pair.candidate()].mentor |= CLOSED;
        }
    }

    /// The pair may be made, at this score; nobody has chosen it.
    pub(crate) fn open(&mut self, student: usize, mentor: usize, points: i32) -> Held {
        if let Some(pair) = self.find(student, mentor) {
            let candidate = &mut self.lists[student][pair.candidate()];
            candidate.mentor &= !CLOSED;
            candidate.points = points;
            return pair;
        }
        Held::new(student, self.list(student, mentor, points))
    }

    /// The chosen pairs of a student.
    pub(crate) fn chosen(&self, student: usize) -> impl Iterator<Item = (usize, &Candidate)> {
        let list = self.lists[student].iter().enumerate();
        list.filter(|(_, candidate)| candidate.is_chosen())
    }

    /// Raises all values of mentors and lowers all of students by as much as the price allows. Only right where no
    /// mentor has a free place: what a place costs is then anybody's guess, and a search for a free one would go
    /// through everything.
    pub(crate) fn shift(&mut self) {
        let open = self.students.iter().zip(&self.values);
        let open = open.filter(|(student, _)| student.places > 0);
        let Some(by) = open.map(|(_, value)| *value + self.price).min() else {
            return;
        };
        for (student, value) in self.students.iter().zip(&mut self.values) {
            if student.places > 0 {
                *value -= by;
            }
        }
        for (student, limit) in self.students.iter().zip(&mut self.limits) {
            // What is listed in full stays so.
            if student.places > 0 && *limit > Weight::MIN {
                *limit -= by;
            }
        }
        for value in &mut self.mentors {
            *value += by;
        }
        self.rebase();
    }

    /// The other way round, where no student has an empty place.
    pub(crate) fn shift_back(&mut self) {
        if self
            .students
            .iter()
            .any(|student| student.filled < student.places)
        {
            return;
        }
        let by = self.mentors.iter().copied().min().unwrap_or(Weight::ZERO);
        if by == Weight::ZERO {
            return;
        }
        for (student, value) in self.students.iter().zip(&mut self.values) {
            if student.places > 0 {
                *value += by;
            }
        }
        for limit in self.limits.iter_mut().filter(|limit| **limit > Weight::MIN) {
            *limit += by;
        }
        for value in &mut self.mentors {
            *value -= by;
        }
        self.rebase();
    }
}
