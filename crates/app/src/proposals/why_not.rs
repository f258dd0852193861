//! Why are two people no pair: what bars them, or the chain of moves that forcing them takes.

use std::collections::{BTreeMap, BTreeSet};

use contract::proposals::{
    Bar, MentorView, MoveView, Totals, WhyNot, WhyNotAnswer, WhyNotView, WorthView,
};
use domain::PersonId;
use matching::{Eligibility, Move, Scores};
use uuid::Uuid;

use super::questions::Asked;
use super::scene::{pair, person_id, solver_id};
use super::solver::Warm;
use super::words::{difference, factor_name, points};
use crate::contexts::{Handle, Job, Progress};
use crate::fault::{Answer, Fault, not_found};

impl Handle<WhyNot> for Job {
    async fn handle(&self, command: WhyNot) -> Answer<WhyNotView> {
        let (student, mentor) = (command.student, command.mentor);
        let view = self
            .ask(
                command.id,
                &[student, mentor],
                move |asked, warm, progress| why_not(asked, student, mentor, warm, progress),
            )
            .await?;
        if view.student_name.is_empty() || view.mentor_name.is_empty() {
            return Err(not_found());
        }
        Ok(view)
    }
}

fn why_not(
    asked: &Asked,
    student: PersonId,
    mentor: PersonId,
    warm: &mut Option<Warm>,
    progress: &Progress,
) -> Answer<WhyNotView> {
    let bars = bars(asked, student, mentor);
    let chosen = asked
        .pairs
        .iter()
        .any(|pair| (pair.student, pair.mentor) == (student, mentor));
    let answer = if chosen {
        WhyNotAnswer::Chosen
    } else if bars.is_empty() {
        forced(asked, student, mentor, warm, progress)?
    } else {
        WhyNotAnswer::Barred { by: bars }
    };
    Ok(WhyNotView {
        student,
        student_name: asked.names.of(student),
        mentor,
        mentor_name: asked.names.of(mentor),
        worth: worth(asked, student, mentor),
        answer,
    })
}

fn worth(asked: &Asked, student: PersonId, mentor: PersonId) -> Option<WorthView> {
    let scene = &asked.scene;
    let (at, with) = scene.student(student).zip(scene.mentor(mentor))?;
    let mut earned = vec![0; scene.factors.len()];
    let _: Eligibility = scene.comparison.points(at, with, &mut earned);
    let row = scene.row(at, &asked.effective);
    Some(WorthView {
        score: points(earned.iter().sum()),
        points: earned.into_iter().map(points).collect(),
        reasons: scene.comparison.reasons(at, with),
        rank: scene.rank(at, with, &row),
        wish: scene.wish(at, mentor),
    })
}

/// Everything that bars a pair.
fn bars(asked: &Asked, student: PersonId, mentor: PersonId) -> Vec<Bar> {
    let (scene, rules) = (&asked.scene, &asked.effective);
    let mut bars = Vec::new();
    if student == mentor {
        bars.push(Bar::SamePerson);
    }
    let (at, with) = (scene.student(student), scene.mentor(mentor));
    if at.is_none() {
        bars.push(Bar::StudentGone);
    }
    if with.is_none() {
        bars.push(Bar::MentorGone);
    }
    let (Some(at), Some(with)) = (at, with) else {
        return bars;
    };
    let excluded = asked
        .rules
        .exclusions
        .iter()
        .find(|rule| (rule.student, rule.mentor) == (student, mentor));
    if let Some(rule) = excluded {
        bars.push(Bar::Excluded {
            reason: rule.reason.clone(),
            made: asked.names.made(rule.made),
        });
    }
    let missed = scene.comparison.missed(at, with).into_iter();
    bars.extend(missed.map(|missed| Bar::Required {
        factor: u32::try_from(missed.factor).unwrap_or_default(),
        name: factor_name(scene.factors[missed.factor], &scene.fields),
        why: missed.why,
    }));
    let named = |ids: Vec<PersonId>| ids.into_iter().map(|id| asked.names.of(id)).collect();
    let locks = || {
        rules
            .locks
            .iter()
            .filter(|lock| **lock != (student, mentor))
    };
    let of_student: Vec<PersonId> = locks()
        .filter(|lock| lock.0 == student)
        .map(|lock| lock.1)
        .collect();
    if of_student.len() >= scene.students[at].places as usize {
        bars.push(Bar::StudentLocked {
            with: named(of_student),
        });
    }
    let of_mentor: Vec<PersonId> = locks()
        .filter(|lock| lock.1 == mentor)
        .map(|lock| lock.0)
        .collect();
    let places = rules.places(&scene.mentors[with]) as usize;
    if places == 0 {
        bars.push(Bar::NoPlace);
    } else if of_mentor.len() >= places {
        bars.push(Bar::MentorLocked {
            with: named(of_mentor),
        });
    }
    bars
}

/// What it would take to make this pair.
fn forced(
    asked: &Asked,
    student: PersonId,
    mentor: PersonId,
    warm: &mut Option<Warm>,
    progress: &Progress,
) -> Answer<WhyNotAnswer> {
    let question = asked.question();
    if let Some(leaving) = question.leaving() {
        let planner = &mut question.follow(warm, leaving, progress)?.planner;
        let forced = planner
            .why_not(solver_id(student), solver_id(mentor))
            .map_err(|error| Fault::Broken(error.to_string()))?;
        return Ok(possible(asked, forced.change.moves));
    }
    let mut cohort = asked.scene.cohort(&asked.effective)?;
    cohort
        .lock(pair(student, mentor))
        .map_err(|error| Fault::Broken(error.to_string()))?;
    let after = question.reach(&cohort, progress)?;
    let after = after
        .pairs()
        .iter()
        .map(|pair| (person_id(pair.student), person_id(pair.mentor)));
    let moves = moves(asked, &after.collect(), (student, mentor));
    Ok(possible(asked, moves))
}

/// The same answer for every goal: who moves, and what the totals are then.
fn possible(asked: &Asked, moves: Vec<Move>) -> WhyNotAnswer {
    let mut after: BTreeMap<(PersonId, PersonId), i64> = asked
        .pairs
        .iter()
        .map(|pair| ((pair.student, pair.mentor), pair.score))
        .collect();
    let before = (after.len(), after.values().sum::<i64>());
    let mut told = Vec::with_capacity(moves.len());
    for step in moves {
        let student = person_id(step.student);
        let from = step.from.map(person_id);
        let to = step.to.map(person_id);
        if let Some(from) = from {
            after.remove(&(student, from));
        }
        if let Some(to) = to {
            after.insert((student, to), asked.score(student, to));
        }
        let mentor = |id: PersonId| MentorView {
            id,
            name: asked.name(id),
            score: points(asked.score(student, id)),
        };
        told.push(MoveView {
            student,
            name: asked.name(student),
            from: from.map(mentor),
            to: to.map(mentor),
            gain: points(step.gain),
        });
    }
    let total: i64 = after.values().sum();
    let more = |now: usize, then: usize| {
        i64::try_from(now).unwrap_or_default() - i64::try_from(then).unwrap_or_default()
    };
    let unmatched = asked.scene.students.iter().filter(|student| {
        let of = (student.id, PersonId(Uuid::nil()))..=(student.id, PersonId(Uuid::max()));
        after.range(of).count() < student.places as usize
    });
    WhyNotAnswer::Possible {
        moves: told,
        difference: difference(more(after.len(), before.0), total - before.1),
        after: Totals {
            pairs: after.len() as u64,
            unmatched: unmatched.count() as u64,
            total: points(total),
            lowest: after.values().min().copied().map(points),
        },
    }
}

/// The moves from the stored pairs to these, the wanted pair first, then along the chain: whoever gets a mentor is
/// followed by the one who gives that mentor up.
fn moves(
    asked: &Asked,
    after: &BTreeSet<(PersonId, PersonId)>,
    wanted: (PersonId, PersonId),
) -> Vec<Move> {
    let before = asked.made();
    let mut changes: BTreeMap<PersonId, (Vec<PersonId>, Vec<PersonId>)> = BTreeMap::new();
    for (student, mentor) in before.difference(after) {
        changes.entry(*student).or_default().0.push(*mentor);
    }
    for (student, mentor) in after.difference(&before) {
        changes.entry(*student).or_default().1.push(*mentor);
    }
    let mut steps: Vec<(PersonId, Option<PersonId>, Option<PersonId>)> = Vec::new();
    for (student, (lost, won)) in changes {
        for at in 0..lost.len().max(won.len()) {
            steps.push((student, lost.get(at).copied(), won.get(at).copied()));
        }
    }
    let mut moves = Vec::with_capacity(steps.len());
    let mut next = steps
        .iter()
        .position(|step| step.0 == wanted.0 && step.2 == Some(wanted.1));
    while !steps.is_empty() {
        let (student, from, to) = steps.remove(next.unwrap_or(0));
        let worth =
            |mentor: Option<PersonId>| mentor.map_or(0, |mentor| asked.score(student, mentor));
        moves.push(Move {
            student: solver_id(student),
            from: from.map(solver_id),
            to: to.map(solver_id),
            gain: worth(to) - worth(from),
        });
        next = to.and_then(|to| steps.iter().position(|step| step.1 == Some(to)));
    }
    moves
}
