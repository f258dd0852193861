//! Who is to be matched: people, places, locks and exclusions, refused as soon as they contradict each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The most people on one side; with it no sum of the solver can overflow.
pub const MAX_PEOPLE: usize = 1 << 17;

/// The most places of all students together; with it no sum of the solver can overflow.
pub const MAX_STUDENT_PLACES: u64 = 1 << 26;

/// Whose place it is: opaque, the same for a person on both sides. A UUID fits (`Uuid::as_u128`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub u128);

impl fmt::Display for PersonId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

/// Somebody who looks for at most `places` mentors, usually one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Student {
    /// Unique among the students.
    pub id: PersonId,
    /// How many mentors at most; with 0 they are left as they are.
    pub places: u32,
}

/// Somebody who takes at most `places` students; 0 is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mentor {
    /// Unique among the mentors.
    pub id: PersonId,
    /// How many students at most.
    pub places: u32,
}

/// One student with one mentor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// Whose mentor it is.
    pub student: PersonId,
    /// Who takes the student.
    pub mentor: PersonId,
}

impl fmt::Display for Pair {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} with {}", self.student, self.mentor)
    }
}

/// Why a cohort cannot be what was asked; each names the person or the pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CohortError {
    /// There are no students.
    #[error("there are no students")]
    NoStudents,
    /// There are no mentors.
    #[error("there are no mentors")]
    NoMentors,
    /// More people on one side than [`MAX_PEOPLE`].
    #[error("more people on one side than {MAX_PEOPLE}: {0}")]
    TooManyPeople(usize),
    /// More places of students than [`MAX_STUDENT_PLACES`].
    #[error("more places of students than {MAX_STUDENT_PLACES}: {0}")]
    TooManyPlaces(u64),
    /// A student is listed twice.
    #[error("a student is listed twice: {0}")]
    DuplicateStudent(PersonId),
    /// A mentor is listed twice.
    #[error("a mentor is listed twice: {0}")]
    DuplicateMentor(PersonId),
    /// Not a student of this cohort.
    #[error("not a student of this cohort: {0}")]
    UnknownStudent(PersonId),
    /// Not a mentor of this cohort.
    #[error("not a mentor of this cohort: {0}")]
    UnknownMentor(PersonId),
    /// Nobody can be locked with themselves.
    #[error("nobody can be locked with themselves: {0}")]
    LockOnSelf(PersonId),
    /// A pair is both locked and excluded.
    #[error("a pair is both locked and excluded: {0}")]
    LockExcluded(Pair),
    /// More locks than the student has places.
    #[error("more locks than the student has places: {0}")]
    LockOverStudentPlaces(Pair),
    /// More locks than the mentor has places.
    #[error("more locks than the mentor has places: {0}")]
    LockOverMentorPlaces(Pair),
    /// A pair is not locked.
    #[error("a pair is not locked: {0}")]
    NotLocked(Pair),
    /// A pair is not excluded.
    #[error("a pair is not excluded: {0}")]
    NotExcluded(Pair),
}

/// Students and mentors, each found by the index of the list it was given in, with the locks and exclusions between them.
///
/// A person may be on both sides and is never matched with themselves: that pair is excluded without being asked for.
#[derive(Clone, Debug)]
pub struct Cohort {
    students: Vec<Student>,
    mentors: Vec<Mentor>,
    student_index: BTreeMap<PersonId, usize>,
    mentor_index: BTreeMap<PersonId, usize>,
    locks: BTreeSet<(usize, usize)>,
    exclusions: BTreeSet<(usize, usize)>,
}

impl Cohort {
    /// The people, with no locks or exclusions yet. Indices in [`crate::Scores`] are those of these two lists.
    ///
    /// # Errors
    /// An empty side, more people than [`MAX_PEOPLE`] on one, more places of students than [`MAX_STUDENT_PLACES`], and an id
    /// that is twice on one side. O((n + m) log (n + m)).
    pub fn new(students: Vec<Student>, mentors: Vec<Mentor>) -> Result<Self, CohortError> {
        if students.is_empty() {
            return Err(CohortError::NoStudents);
        }
        if mentors.is_empty() {
            return Err(CohortError::NoMentors);
        }
        let people = students.len().max(mentors.len());
        if people > MAX_PEOPLE {
            return Err(CohortError::TooManyPeople(people));
        }
        let places = students
            .iter()
            .map(|student| u64::from(student.places))
            .sum();
        if places > MAX_STUDENT_PLACES {
            return Err(CohortError::TooManyPlaces(places));
        }
        let student_index = index(students.iter().map(|student| student.id))
            .map_err(CohortError::DuplicateStudent)?;
        let mentor_index =
            index(mentors.iter().map(|mentor| mentor.id)).map_err(CohortError::DuplicateMentor)?;
        Ok(Self {
            students,
            mentors,
            student_index,
            mentor_index,
            locks: BTreeSet::new(),
            exclusions: BTreeSet::new(),
        })
    }

    /// This pair must be made. Saying so twice is no different from once.
    ///
    /// # Errors
    /// Somebody unknown, the same person twice, an excluded pair, and more locks than either of the two has places. O(locks).
    pub fn lock(&mut self, pair: Pair) -> Result<(), CohortError> {
        let (student, mentor) = self.find(pair)?;
        if pair.student == pair.mentor {
            return Err(CohortError::LockOnSelf(pair.student));
        }
        if self.exclusions.contains(&(student, mentor)) {
            return Err(CohortError::LockExcluded(pair));
        }
        if self.locks.contains(&(student, mentor)) {
            return Ok(());
        }
        if self.locks_of_student(student).count() >= self.students[student].places as usize {
            return Err(CohortError::LockOverStudentPlaces(pair));
        }
        if self.locks_of_mentor(mentor).count() >= self.mentors[mentor].places as usize {
            return Err(CohortError::LockOverMentorPlaces(pair));
        }
        self.locks.insert((student, mentor));
        Ok(())
    }

    /// This pair need not be made any more.
    ///
    /// # Errors
    /// Somebody unknown, and [`CohortError::NotLocked`].
    pub fn unlock(&mut self, pair: Pair) -> Result<(), CohortError> {
        let place = self.find(pair)?;
        if self.locks.remove(&place) {
            Ok(())
        } else {
            Err(CohortError::NotLocked(pair))
        }
    }

    /// This pair must never be made. Saying so twice is no different from once.
    ///
    /// # Errors
    /// Somebody unknown, and [`CohortError::LockExcluded`] for a locked pair.
    pub fn exclude(&mut self, pair: Pair) -> Result<(), CohortError> {
        let place = self.find(pair)?;
        if self.locks.contains(&place) {
            return Err(CohortError::LockExcluded(pair));
        }
        self.exclusions.insert(place);
        Ok(())
    }

    /// This pair may be made again. Nobody can be included with themselves, for that was never an exclusion.
    ///
    /// # Errors
    /// Somebody unknown, and [`CohortError::NotExcluded`].
    pub fn include(&mut self, pair: Pair) -> Result<(), CohortError> {
        let place = self.find(pair)?;
        if self.exclusions.remove(&place) {
            Ok(())
        } else {
            Err(CohortError::NotExcluded(pair))
        }
    }

    /// From now on the student looks for so many mentors. Refused if more are locked; the error names one of those.
    ///
    /// # Errors
    /// An unknown student, [`CohortError::LockOverStudentPlaces`], and more places than [`MAX_STUDENT_PLACES`] in all.
    pub fn set_student_places(
        &mut self,
        student: PersonId,
        places: u32,
    ) -> Result<(), CohortError> {
        let index = self
            .student_index(student)
            .ok_or(CohortError::UnknownStudent(student))?;
        if let Some(lock) = self.locks_of_student(index).nth(places as usize) {
            return Err(CohortError::LockOverStudentPlaces(self.pair(index, lock)));
        }
        let others = self
            .students
            .iter()
            .map(|student| u64::from(student.places));
        let all = others.sum::<u64>() - u64::from(self.students[index].places) + u64::from(places);
        if all > MAX_STUDENT_PLACES {
            return Err(CohortError::TooManyPlaces(all));
        }
        self.students[index].places = places;
        Ok(())
    }

    /// From now on the mentor takes so many students. Refused if more are locked; the error names one of those.
    ///
    /// # Errors
    /// An unknown mentor, and [`CohortError::LockOverMentorPlaces`].
    pub fn set_mentor_places(&mut self, mentor: PersonId, places: u32) -> Result<(), CohortError> {
        let index = self
            .mentor_index(mentor)
            .ok_or(CohortError::UnknownMentor(mentor))?;
        if let Some(lock) = self.locks_of_mentor(index).nth(places as usize) {
            return Err(CohortError::LockOverMentorPlaces(self.pair(lock, index)));
        }
        self.mentors[index].places = places;
        Ok(())
    }

    /// The students, in the order they were given.
    pub fn students(&self) -> &[Student] {
        &self.students
    }

    /// The mentors, in the order they were given.
    pub fn mentors(&self) -> &[Mentor] {
        &self.mentors
    }

    /// Where a student is in [`Cohort::students`].
    pub fn student_index(&self, id: PersonId) -> Option<usize> {
        self.student_index.get(&id).copied()
    }

    /// Where a mentor is in [`Cohort::mentors`].
    pub fn mentor_index(&self, id: PersonId) -> Option<usize> {
        self.mentor_index.get(&id).copied()
    }

    /// The two ids of a student and a mentor given by index.
    ///
    /// # Panics
    /// Where an index is not of this cohort.
    pub fn pair(&self, student: usize, mentor: usize) -> Pair {
        Pair {
            student: self.students[student].id,
            mentor: self.mentors[mentor].id,
        }
    }

    /// The locked pairs as (student index, mentor index), in rising order.
    pub fn locks(&self) -> impl Iterator<Item = (usize, usize)> {
        self.locks.iter().copied()
    }

    /// The mentors, by index, that this student may never have: the exclusions, and the student as their own mentor.
    ///
    /// # Panics
    /// Where the index is not of this cohort.
    pub fn barred(&self, student: usize) -> impl Iterator<Item = usize> {
        let excluded = self
            .exclusions
            .range((student, 0)..=(student, usize::MAX))
            .map(|place| place.1);
        excluded.chain(self.mentor_index(self.students[student].id))
    }

    /// The students, by index, who may never have this mentor.
    pub(crate) fn barred_from(&self, mentor: usize) -> impl Iterator<Item = usize> {
        let excluded = self
            .exclusions
            .iter()
            .filter(move |place| place.1 == mentor);
        let same = self.student_index(self.mentors[mentor].id);
        excluded.map(|place| place.0).chain(same)
    }

    fn locks_of_student(&self, student: usize) -> impl Iterator<Item = usize> {
        self.locks
            .range((student, 0)..=(student, usize::MAX))
            .map(|lock| lock.1)
    }

    fn locks_of_mentor(&self, mentor: usize) -> impl Iterator<Item = usize> {
        let locks = self.locks.iter().filter(move |lock| lock.1 == mentor);
        locks.map(|lock| lock.0)
    }

    pub(crate) fn find(&self, pair: Pair) -> Result<(usize, usize), CohortError> {
        let student = self
            .student_index(pair.student)
            .ok_or(CohortError::UnknownStudent(pair.student))?;
        let mentor = self
            .mentor_index(pair.mentor)
            .ok_or(CohortError::UnknownMentor(pair.mentor))?;
        Ok((student, mentor))
    }
}

/// Where each id is; an id that is there twice is the error.
fn index(ids: impl Iterator<Item = PersonId>) -> Result<BTreeMap<PersonId, usize>, PersonId> {
    let mut index = BTreeMap::new();
    for (place, id) in ids.enumerate() {
        if index.insert(id, place).is_some() {
            return Err(id);
        }
    }
    Ok(index)
}
