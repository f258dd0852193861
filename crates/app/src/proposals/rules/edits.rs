//! How edits change the rules of a draft, and how they are taken back.

use std::collections::HashMap;

use contract::proposals::{Change, Lapsed};
use domain::texts::Line;
use domain::{Invalid, PersonId};
use store::proposals::{Exclusion, Lock, Made, PlacesRule};

use super::super::scene::Scene;
use super::super::words::{factor_name, lapsed, points};
use super::{Effective, Wanted, settle};
use crate::fault::Answer;
use crate::inputs::Form;
use crate::people::words::listed;

/// As many places as a profile can have.
pub(in crate::proposals) const MOST_PLACES: u32 = 100;
/// The most that can be asked of a pair, and the highest price of an empty place: twenty factors of a hundred points.
const MOST_LEAST: u32 = 2000;
const LONGEST_REASON: usize = 200;

/// What an empty place of a student is worth, in thousandths of a point: above 0 what a pair must score, below 0 the price
/// of leaving somebody unmatched.
pub(in crate::proposals) fn least(points: f64) -> Result<i64, Invalid> {
    let most = f64::from(MOST_LEAST);
    if !(-most..=most).contains(&points) {
        return Err(Invalid::OutOfRange(
            -i64::from(MOST_LEAST),
            MOST_LEAST.into(),
        ));
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "at most two million, either way"
    )]
    let thousandths = (points * 1000.0).round() as i64;
    Ok(thousandths)
}

/// Carries the edits out on `wanted`, all or none; answers what takes them back. `names` knows who is not in the scene.
pub(in crate::proposals) fn apply(
    wanted: &mut Wanted,
    edits: &[Change],
    scene: &Scene,
    names: &HashMap<PersonId, String>,
    made: Made,
) -> Answer<Vec<Change>> {
    let mut changed = wanted.clone();
    let mut form = Form::default();
    let mut inverse = Vec::new();
    for (at, edit) in edits.iter().enumerate() {
        let mut draft = Draft {
            wanted: &mut changed,
            scene,
            names,
            made,
        };
        match draft.change(edit) {
            Ok(undo) => inverse.extend(undo),
            Err(Wrong { field, message }) => form.wrong(format!("edits.{at}.{field}"), message),
        }
    }
    form.check()?;
    inverse.reverse();
    *wanted = changed;
    Ok(inverse)
}

/// What is wrong with one edit.
struct Wrong {
    field: &'static str,
    message: String,
}

fn wrong(field: &'static str, message: impl ToString) -> Wrong {
    Wrong {
        field,
        message: message.to_string(),
    }
}

/// The rules while one edit is carried out on them.
struct Draft<'a> {
    wanted: &'a mut Wanted,
    scene: &'a Scene,
    names: &'a HashMap<PersonId, String>,
    made: Made,
}

impl Draft<'_> {
    /// Answers what takes the edit back; `None` where everything is so already.
    fn change(&mut self, edit: &Change) -> Result<Option<Change>, Wrong> {
        match edit {
            Change::Lock { student, mentor } => self.lock(*student, *mentor),
            Change::Unlock { student, mentor } => self.unlock(*student, *mentor),
            Change::Exclude {
                student,
                mentor,
                reason,
            } => self.exclude(*student, *mentor, reason),
            Change::Include { student, mentor } => self.include(*student, *mentor),
            Change::SetPlaces { mentor, places } => self.set_places(*mentor, *places),
            Change::SetGoal { goal, least: asked } => {
                let asked = least(*asked).map_err(|error| wrong("least", error))?;
                let before = Change::SetGoal {
                    goal: self.wanted.goal,
                    least: points(self.wanted.least),
                };
                let same = (self.wanted.goal, self.wanted.least) == (*goal, asked);
                (self.wanted.goal, self.wanted.least) = (*goal, asked);
                Ok((!same).then_some(before))
            }
        }
    }

    fn lock(&mut self, student: PersonId, mentor: PersonId) -> Result<Option<Change>, Wrong> {
        self.both_here(student, mentor)?;
        let (one, other) = (self.name(student), self.name(mentor));
        let locks = &mut self.wanted.rules.locks;
        if locks.iter().any(|lock| is(lock, student, mentor)) {
            return Ok(None);
        }
        let exclusions = &self.wanted.rules.exclusions;
        if exclusions
            .iter()
            .any(|exclusion| (exclusion.student, exclusion.mentor) == (student, mentor))
        {
            return Err(wrong(
                "mentor",
                format!("{one} is never to be paired with {other}. Allow the pair first"),
            ));
        }
        locks.push(Lock {
            student,
            mentor,
            made: self.made,
            lapsed: None,
            difference: None,
        });
        let effective = settle(&mut self.wanted.rules, self.scene);
        let lock = self.wanted.rules.locks.last();
        match lock.and_then(|lock| lapsed(lock.lapsed.as_deref())) {
            None => Ok(Some(Change::Unlock { student, mentor })),
            Some(Lapsed::Barred) => Err(wrong("mentor", self.barred(student, mentor))),
            Some(Lapsed::NoPlace | Lapsed::StudentGone | Lapsed::MentorGone) => {
                Err(self.no_place(student, mentor, &effective))
            }
        }
    }

    fn unlock(&mut self, student: PersonId, mentor: PersonId) -> Result<Option<Change>, Wrong> {
        self.both_known(student, mentor)?;
        let locks = &mut self.wanted.rules.locks;
        let before = locks.len();
        locks.retain(|lock| !is(lock, student, mentor));
        Ok((locks.len() < before).then_some(Change::Lock { student, mentor }))
    }

    fn exclude(
        &mut self,
        student: PersonId,
        mentor: PersonId,
        reason: &str,
    ) -> Result<Option<Change>, Wrong> {
        self.both_here(student, mentor)?;
        let reason = Line::parse_optional(reason, LONGEST_REASON)
            .map_err(|error| wrong("reason", error))?
            .map(Line::into_string)
            .unwrap_or_default();
        let rules = &mut self.wanted.rules;
        if rules.locks.iter().any(|lock| is(lock, student, mentor)) {
            return Err(wrong(
                "mentor",
                format!(
                    "{} is locked with {}. Unlock the pair first",
                    self.name(student),
                    self.name(mentor)
                ),
            ));
        }
        let known = rules
            .exclusions
            .iter_mut()
            .find(|known| (known.student, known.mentor) == (student, mentor));
        if let Some(known) = known {
            if known.reason == reason {
                return Ok(None);
            }
            let reason = std::mem::replace(&mut known.reason, reason);
            return Ok(Some(Change::Exclude {
                student,
                mentor,
                reason,
            }));
        }
        rules.exclusions.push(Exclusion {
            student,
            mentor,
            reason,
            made: self.made,
            lapsed: None,
        });
        Ok(Some(Change::Include { student, mentor }))
    }

    fn include(&mut self, student: PersonId, mentor: PersonId) -> Result<Option<Change>, Wrong> {
        self.both_known(student, mentor)?;
        let exclusions = &mut self.wanted.rules.exclusions;
        let at = exclusions
            .iter()
            .position(|known| (known.student, known.mentor) == (student, mentor));
        Ok(at.map(|at| Change::Exclude {
            student,
            mentor,
            reason: exclusions.remove(at).reason,
        }))
    }

    fn set_places(
        &mut self,
        mentor: PersonId,
        places: Option<u32>,
    ) -> Result<Option<Change>, Wrong> {
        let rules = &mut self.wanted.rules;
        let at = rules.places.iter().position(|rule| rule.mentor == mentor);
        let before = at.map(|at| rules.places[at].places);
        let Some(wanted) = places else {
            self.known(mentor).map_err(|text| wrong("mentor", text))?;
            if let Some(at) = at {
                self.wanted.rules.places.remove(at);
                self.enough_places(mentor)?;
            }
            return Ok(before.map(|_| Change::SetPlaces {
                mentor,
                places: before,
            }));
        };
        self.mentor_here(mentor)?;
        if before == places {
            return Ok(None);
        }
        let taken = self
            .scene
            .mentor(mentor)
            .map_or(0, |at| self.scene.mentors[at].taken);
        let most = MOST_PLACES.saturating_sub(taken);
        if wanted > most {
            return Err(wrong("places", Invalid::OutOfRange(0, most.into())));
        }
        let rules = &mut self.wanted.rules;
        match at {
            Some(at) => (rules.places[at].places, rules.places[at].made) = (wanted, self.made),
            None => rules.places.push(PlacesRule {
                mentor,
                places: wanted,
                free: 0,
                made: self.made,
                lapsed: None,
            }),
        }
        self.enough_places(mentor)?;
        Ok(Some(Change::SetPlaces {
            mentor,
            places: before,
        }))
    }

    /// Refuses where a mentor's locks need more places than are left.
    fn enough_places(&mut self, mentor: PersonId) -> Result<(), Wrong> {
        let locked = |wanted: &Wanted| {
            let locks = wanted.rules.locks.iter();
            let locks = locks.filter(|lock| lock.mentor == mentor && lock.lapsed.is_none());
            locks.map(|lock| lock.student).collect::<Vec<_>>()
        };
        let before = locked(self.wanted);
        settle(&mut self.wanted.rules, self.scene);
        if locked(self.wanted).len() == before.len() {
            return Ok(());
        }
        let names: Vec<String> = before.iter().map(|student| self.name(*student)).collect();
        Err(wrong(
            "places",
            format!(
                "{} is locked with {}. Unlock somebody first",
                self.name(mentor),
                listed(names.iter().map(String::as_str))
            ),
        ))
    }

    fn barred(&self, student: PersonId, mentor: PersonId) -> String {
        let (one, other) = (self.name(student), self.name(mentor));
        if student == mentor {
            return format!("{one} cannot be their own mentor");
        }
        let (Some(at), Some(with)) = (self.scene.student(student), self.scene.mentor(mentor))
        else {
            return format!("{one} and {other} cannot be a pair");
        };
        let missed = self.scene.comparison.missed(at, with);
        let why = missed.first().map_or_else(String::new, |missed| {
            let factor = factor_name(self.scene.factors[missed.factor], &self.scene.fields);
            format!(": {factor}: {}", missed.why)
        });
        format!("{one} and {other} cannot be a pair{why}")
    }

    /// Which of the two has no place, and why.
    fn no_place(&self, student: PersonId, mentor: PersonId, effective: &Effective) -> Wrong {
        let (one, other) = (self.name(student), self.name(mentor));
        let of_student: Vec<String> = effective
            .locks
            .iter()
            .filter(|lock| lock.0 == student)
            .map(|lock| self.name(lock.1))
            .collect();
        let of_mentor: Vec<String> = effective
            .locks
            .iter()
            .filter(|lock| lock.1 == mentor)
            .map(|lock| self.name(lock.0))
            .collect();
        let places = |at: usize| self.scene.students[at].places as usize;
        if self
            .scene
            .student(student)
            .is_some_and(|at| of_student.len() >= places(at))
        {
            return wrong(
                "student",
                format!(
                    "{one} is locked with {} already",
                    listed(of_student.iter().map(String::as_str))
                ),
            );
        }
        let text = if of_mentor.is_empty() {
            format!("{other} has no place in this proposal. Give them one first")
        } else {
            format!(
                "All places of {other} are locked, with {}",
                listed(of_mentor.iter().map(String::as_str))
            )
        };
        wrong("mentor", text)
    }

    fn both_here(&self, student: PersonId, mentor: PersonId) -> Result<(), Wrong> {
        if self.scene.student(student).is_none() {
            let name = self.known(student).map_err(|text| wrong("student", text))?;
            return Err(wrong(
                "student",
                format!("{name} does not wait for a mentor any more"),
            ));
        }
        self.mentor_here(mentor)
    }

    fn mentor_here(&self, mentor: PersonId) -> Result<(), Wrong> {
        if self.scene.mentor(mentor).is_some() {
            return Ok(());
        }
        let name = self.known(mentor).map_err(|text| wrong("mentor", text))?;
        Err(wrong(
            "mentor",
            format!(
                "{name} is no mentor here, or has no free place. Give them one in this proposal first"
            ),
        ))
    }

    fn both_known(&self, student: PersonId, mentor: PersonId) -> Result<(), Wrong> {
        self.known(student).map_err(|text| wrong("student", text))?;
        self.known(mentor).map_err(|text| wrong("mentor", text))?;
        Ok(())
    }

    /// The name of anybody in the programme.
    fn known(&self, id: PersonId) -> Result<String, String> {
        let name = self.name(id);
        if name.is_empty() {
            Err("There is nobody here with this id".to_owned())
        } else {
            Ok(name)
        }
    }

    fn name(&self, id: PersonId) -> String {
        match self.scene.name(id) {
            "" => self.names.get(&id).cloned().unwrap_or_default(),
            name => name.to_owned(),
        }
    }
}

fn is(lock: &Lock, student: PersonId, mentor: PersonId) -> bool {
    (lock.student, lock.mentor) == (student, mentor)
}
