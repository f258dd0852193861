//! Everything a proposal is computed from, read once: people, fields, factors, and what each pair is worth.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::factors::Factor;
use domain::{PersonId, Zone};
use matching::{Cohort, Mentor, Scores, Student, scores};
use store::Db;
use store::fields::{Field, Wanted};
use store::people::{Candidate, Candidates};
use uuid::Uuid;

use super::rules::Effective;
use super::score::Comparison;
use super::solver::watched;
use super::{READ, factors};
use crate::contexts::Progress;
use crate::fault::{Answer, Fault};

/// Up to so many pairs their scores are kept, 4 bytes each; beyond it they are worked out when they are asked for.
const KEPT: usize = 1 << 26;

/// The scores of all pairs, shared with whoever solves.
pub(super) type Shared = Arc<dyn Scores + Send + Sync>;

/// What was read, before anything was computed of it.
pub(super) struct Read {
    pub(super) revision: String,
    pub(super) factors: Vec<Factor>,
    fields: Vec<Field>,
    zone: Zone,
    candidates: Candidates,
    also: BTreeSet<PersonId>,
    scored_at: DateTime<Utc>,
}

impl Read {
    /// `also` are mentors who belong to the cohort without a free place of their own.
    pub(super) async fn read(
        db: &Db<'_>,
        also: &[PersonId],
        scored_at: DateTime<Utc>,
    ) -> Answer<Self> {
        let fields = store::fields::list(db, Wanted::All).await?;
        let (factors, _) = factors::current(db, &fields).await?;
        let zone = store::programmes::get(db).await?.zone;
        Ok(Self {
            revision: store::revisions::read(db, &READ).await?,
            factors,
            fields,
            zone: Zone::parse(&zone).unwrap_or(Zone::UTC),
            candidates: store::people::candidates(db, also).await?,
            also: also.iter().copied().collect(),
            scored_at,
        })
    }
}

/// The people of a cohort, sorted by id, and what each pair is worth.
pub(super) struct Scene {
    pub(super) revision: String,
    pub(super) factors: Vec<Factor>,
    pub(super) fields: Vec<Field>,
    zone: Zone,
    /// The mentors who were asked for whether they have a free place of their own or not.
    also: BTreeSet<PersonId>,
    pub(super) scored_at: DateTime<Utc>,
    pub(super) students: Vec<Candidate>,
    pub(super) mentors: Vec<Candidate>,
    pub(super) comparison: Arc<Comparison>,
    pub(super) scores: Shared,
    students_at: HashMap<PersonId, usize>,
    mentors_at: HashMap<PersonId, usize>,
}

impl Scene {
    /// Compares everybody with everybody: to be called where it delays nobody.
    pub(super) fn new(read: Read, progress: &Progress) -> Answer<Self> {
        let mut scene = Self::of(read);
        if !scene.is_empty() && scene.students.len() * scene.mentors.len() <= KEPT {
            let cohort = scene.cohort(&Effective::default())?;
            let table = watched(progress, |tell| {
                scores::Table::of(&cohort, Arc::clone(&scene.comparison), tell)
            })?;
            scene.scores = Arc::new(table.map_err(|error| Fault::Broken(error.to_string()))?);
        }
        Ok(scene)
    }

    /// The same, with each score worked out when it is asked for.
    pub(super) fn of(read: Read) -> Self {
        let Candidates {
            mut students,
            mut mentors,
        } = read.candidates;
        students.sort_by_key(|student| student.id);
        mentors.sort_by_key(|mentor| mentor.id);
        let comparison = Arc::new(Comparison::new(
            read.factors.clone(),
            &read.fields,
            &students,
            &mentors,
            read.zone,
            read.scored_at,
        ));
        let at = |people: &[Candidate]| -> HashMap<PersonId, usize> {
            let ids = people.iter().enumerate();
            ids.map(|(at, person)| (person.id, at)).collect()
        };
        let (students_at, mentors_at) = (at(&students), at(&mentors));
        Self {
            revision: read.revision,
            factors: read.factors,
            fields: read.fields,
            zone: read.zone,
            also: read.also,
            scored_at: read.scored_at,
            scores: Arc::clone(&comparison) as Shared,
            comparison,
            students,
            mentors,
            students_at,
            mentors_at,
        }
    }

    /// The same scene for rules that give places to these mentors only, where it is another one.
    pub(super) fn narrowed(
        &self,
        also: &BTreeSet<PersonId>,
        progress: &Progress,
    ) -> Answer<Option<Self>> {
        let stays = |mentor: &&Candidate| mentor.places > 0 || also.contains(&mentor.id);
        if self.mentors.iter().all(|mentor| stays(&mentor)) {
            return Ok(None);
        }
        let mentors: Vec<Candidate> = self.mentors.iter().filter(stays).cloned().collect();
        let read = Read {
            revision: self.revision.clone(),
            factors: self.factors.clone(),
            fields: self.fields.clone(),
            zone: self.zone,
            candidates: Candidates {
                students: self.students.clone(),
                mentors,
            },
            also: also.clone(),
            scored_at: self.scored_at,
        };
        Self::new(read, progress).map(Some)
    }

    /// Whether these are the people of a cohort whose rules give places to these mentors.
    pub(super) fn is_for(&self, also: &BTreeSet<PersonId>) -> bool {
        let mut given = also.iter();
        let mut mentors = self.mentors.iter();
        given.all(|id| self.mentor(*id).is_some() || self.also.contains(id))
            && mentors.all(|mentor| mentor.places > 0 || also.contains(&mentor.id))
    }

    /// Whether one side has nobody.
    fn is_empty(&self) -> bool {
        self.students.is_empty() || self.mentors.is_empty()
    }

    pub(super) fn student(&self, id: PersonId) -> Option<usize> {
        self.students_at.get(&id).copied()
    }

    pub(super) fn mentor(&self, id: PersonId) -> Option<usize> {
        self.mentors_at.get(&id).copied()
    }

    /// The name of somebody of the cohort.
    pub(super) fn name(&self, id: PersonId) -> &str {
        let student = self.student(id).map(|at| &self.students[at]);
        let person = student.or_else(|| self.mentor(id).map(|at| &self.mentors[at]));
        person.map_or("", |person| person.name.as_str())
    }

    /// The cohort under these rules, its people in the order of the two lists.
    pub(super) fn cohort(&self, rules: &Effective) -> Answer<Cohort> {
        let broken = |error: matching::CohortError| Fault::Broken(error.to_string());
        let students = self.students.iter().map(|student| Student {
            id: solver_id(student.id),
            places: student.places,
        });
        let mentors = self.mentors.iter().map(|mentor| Mentor {
            id: solver_id(mentor.id),
            places: rules.places(mentor),
        });
        let mut cohort = Cohort::new(students.collect(), mentors.collect()).map_err(broken)?;
        for (student, mentor) in &rules.exclusions {
            cohort.exclude(pair(*student, *mentor)).map_err(broken)?;
        }
        for (student, mentor) in &rules.locks {
            cohort.lock(pair(*student, *mentor)).map_err(broken)?;
        }
        Ok(cohort)
    }

    /// The scores of one student with every mentor whom the rules allow.
    pub(super) fn row(&self, student: usize, rules: &Effective) -> Vec<Option<i64>> {
        let mut row = vec![None; self.mentors.len()];
        self.scores.row(student, &mut row);
        let id = self.students[student].id;
        let excluded = rules
            .exclusions
            .range((id, PersonId(Uuid::nil()))..=(id, PersonId(Uuid::max())))
            .map(|(_, mentor)| *mentor);
        for mentor in excluded.chain([id]) {
            if let Some(at) = self.mentor(mentor) {
                row[at] = None;
            }
        }
        row
    }

    /// The mentor's place in the student's own order, from 1: wishes, then by score. `row` is the student's.
    pub(super) fn rank(&self, student: usize, mentor: usize, row: &[Option<i64>]) -> Option<u32> {
        let own = row[mentor]?;
        let wishes = &self.students[student].wishes;
        let wish = |at: usize| wishes.iter().position(|wish| *wish == self.mentors[at].id);
        let before: usize = match wish(mentor) {
            Some(place) => wishes[..place]
                .iter()
                .filter(|wish| self.mentor(**wish).is_some_and(|at| row[at].is_some()))
                .count(),
            None => row
                .iter()
                .enumerate()
                .filter(|(at, score)| score.is_some_and(|score| score > own || wish(*at).is_some()))
                .count(),
        };
        u32::try_from(before + 1).ok()
    }

    /// Which of the student's wishes the mentor is, from 1.
    pub(super) fn wish(&self, student: usize, mentor: PersonId) -> Option<u32> {
        let at = self.students[student]
            .wishes
            .iter()
            .position(|wish| *wish == mentor)?;
        u32::try_from(at + 1).ok()
    }
}

pub(super) fn solver_id(id: PersonId) -> matching::PersonId {
    matching::PersonId(id.0.as_u128())
}

pub(super) fn person_id(id: matching::PersonId) -> PersonId {
    PersonId(Uuid::from_u128(id.0))
}

pub(super) fn pair(student: PersonId, mentor: PersonId) -> matching::Pair {
    matching::Pair {
        student: solver_id(student),
        mentor: solver_id(mentor),
    }
}
