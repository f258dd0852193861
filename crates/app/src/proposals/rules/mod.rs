//! The rules of a draft, and what applies of them to the people as they are.

mod edits;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contract::proposals::{Goal, Lapsed};
use domain::PersonId;
use store::people::Candidate;
use store::proposals::{Lock, Rules};

use super::scene::Scene;
use super::words::lapsed_word;

pub(super) use edits::{MOST_PLACES, apply, least};

/// What a draft is solved for: its goal, and what an administrator decided.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    pub(super) goal: Goal,
    /// What an empty place is worth under the best total, in thousandths of a point: below 0 it costs.
    pub(super) least: i64,
    pub(super) rules: Rules,
}

/// The rules that apply to the people of a scene.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Effective {
    /// Student and mentor.
    pub(super) locks: BTreeSet<(PersonId, PersonId)>,
    pub(super) exclusions: BTreeSet<(PersonId, PersonId)>,
    pub(super) places: BTreeMap<PersonId, u32>,
}

impl Effective {
    /// How many places a mentor has under these rules.
    pub(super) fn places(&self, mentor: &Candidate) -> u32 {
        let rule = self.places.get(&mentor.id);
        rule.copied().unwrap_or(mentor.places)
    }
}

/// What applies of these rules; each that does not is marked with why.
pub(super) fn settle(rules: &mut Rules, scene: &Scene) -> Effective {
    let mut effective = Effective::default();
    for rule in &mut rules.places {
        rule.lapsed = match scene.mentor(rule.mentor) {
            Some(at) => {
                rule.free = scene.mentors[at].places;
                effective.places.insert(rule.mentor, rule.places);
                None
            }
            None => Some(lapsed_word(Lapsed::MentorGone)),
        };
    }
    for exclusion in &mut rules.exclusions {
        let lapsed = gone(scene, exclusion.student, exclusion.mentor);
        if lapsed.is_none() {
            let pair = (exclusion.student, exclusion.mentor);
            effective.exclusions.insert(pair);
        }
        exclusion.lapsed = lapsed.map(lapsed_word);
    }
    let mut taken = Taken::default();
    for lock in &mut rules.locks {
        let lapsed = lapse(scene, &effective, &taken, lock);
        if lapsed.is_none() {
            *taken.students.entry(lock.student).or_default() += 1;
            *taken.mentors.entry(lock.mentor).or_default() += 1;
            effective.locks.insert((lock.student, lock.mentor));
        }
        lock.lapsed = lapsed.map(lapsed_word);
    }
    effective
}

/// How many places are locked already.
#[derive(Default)]
struct Taken {
    students: HashMap<PersonId, u32>,
    mentors: HashMap<PersonId, u32>,
}

fn gone(scene: &Scene, student: PersonId, mentor: PersonId) -> Option<Lapsed> {
    if scene.student(student).is_none() {
        Some(Lapsed::StudentGone)
    } else if scene.mentor(mentor).is_none() {
        Some(Lapsed::MentorGone)
    } else {
        None
    }
}

/// Why a lock does not apply.
fn lapse(scene: &Scene, effective: &Effective, taken: &Taken, lock: &Lock) -> Option<Lapsed> {
    let (Some(student), Some(mentor)) = (scene.student(lock.student), scene.mentor(lock.mentor))
    else {
        return gone(scene, lock.student, lock.mentor);
    };
    if lock.student == lock.mentor || scene.comparison.is_barred(student, mentor) {
        return Some(Lapsed::Barred);
    }
    let full = |taken: &HashMap<PersonId, u32>, id, places| {
        taken.get(&id).copied().unwrap_or_default() >= places
    };
    let student_full = full(
        &taken.students,
        lock.student,
        scene.students[student].places,
    );
    let places = effective.places(&scene.mentors[mentor]);
    (student_full || full(&taken.mentors, lock.mentor, places)).then_some(Lapsed::NoPlace)
}
