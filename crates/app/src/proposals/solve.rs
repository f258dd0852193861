//! Solving the cohort, as a job: read, compute off the runtime, and write if nothing changed meanwhile.

use std::ops::ControlFlow;

use contract::proposals::{ProposalSummary, Solve};
use contract::{Code, Feature};
use domain::factors::Factor;
use domain::texts::Line;
use domain::{PersonId, ProposalId, Role, Roles, Zone};
use matching::{
    Cohort, Eligibility, Leaving, Mentor, Problem, Reason, Solution, SolveError, Student, scores,
};
use store::fields::{Field, Wanted};
use store::people::Candidates;
use store::proposals::{Pair, Proposal, Unmatched};
use uuid::Uuid;

use super::score::Comparison;
use super::{READ, factors, views};
use crate::contexts::{Effect, Handle, Job, Mutation, Progress};
use crate::fault::{Answer, Fault, changed_meanwhile, refuse};
use crate::gate::{Author, change};

const LONGEST_NAME: usize = 80;
const ADMINISTRATORS: Roles = Roles::of(&[Role::Administrator]);

/// Everything a proposal is computed from.
struct Read {
    candidates: Candidates,
    fields: Vec<Field>,
    factors: Vec<Factor>,
    zone: Zone,
    revision: String,
}

impl Handle<Solve> for Job {
    async fn handle(&self, command: Solve) -> Answer<ProposalSummary> {
        let name = Line::parse_optional(&command.name, LONGEST_NAME)
            .map_err(|error| Fault::Refused(contract::ApiError::field("name", error)))?;
        let read = self.read().await?;
        if read.candidates.students.is_empty() || read.candidates.mentors.is_empty() {
            return Err(refuse(
                Code::Conflict,
                "Nobody can be matched: it takes a student without a mentor and a mentor with a free place",
            ));
        }
        let (revision, used) = (read.revision.clone(), read.factors.clone());
        let now = self.now;
        let (pairs, unmatched, total) = self
            .compute(move |progress| solve(read, now, progress))
            .await?;
        let name = name.map_or_else(
            || format!("Proposal of {}", self.now.format("%-d %B %Y")),
            Line::into_string,
        );
        let write = Write {
            name,
            factors: used,
            revision,
            pairs,
            unmatched,
            total,
        };
        change(
            &self.desk,
            &self.sign_in.database,
            Author::SignedIn(&self.sign_in, ADMINISTRATORS),
            write,
        )
        .await
    }
}

impl Job {
    async fn read(&self) -> Answer<Read> {
        let transaction = self.sign_in.database.read().await?;
        let db = transaction.db();
        let fields = store::fields::list(&db, Wanted::All).await?;
        let (factors, _) = factors::current(&db, &fields).await?;
        let zone = store::programmes::get(&db).await?.zone;
        let read = Read {
            candidates: store::people::candidates(&db).await?,
            factors,
            fields,
            zone: Zone::parse(&zone).unwrap_or(Zone::UTC),
            revision: store::revisions::read(&db, &READ).await?,
        };
        drop(db);
        transaction.rollback().await?;
        Ok(read)
    }
}

type Solved = (Vec<Pair>, Vec<Unmatched>, i64);

fn solve(read: Read, now: chrono::DateTime<chrono::Utc>, progress: &Progress) -> Answer<Solved> {
    let Candidates {
        mut students,
        mut mentors,
    } = read.candidates;
    // The cohort keeps its people by id; the comparison is asked by the same positions.
    students.sort_by_key(|student| student.id);
    mentors.sort_by_key(|mentor| mentor.id);
    let id = |id: PersonId| matching::PersonId(id.0.as_u128());
    let cohort = Cohort::new(
        students
            .iter()
            .map(|student| Student {
                id: id(student.id),
                places: student.places,
            })
            .collect(),
        mentors
            .iter()
            .map(|mentor| Mentor {
                id: id(mentor.id),
                places: mentor.places,
            })
            .collect(),
    )
    .map_err(|error| Fault::Broken(error.to_string()))?;
    let comparison = Comparison::new(
        read.factors,
        &read.fields,
        &students,
        &mentors,
        read.zone,
        now,
    );
    let scores = scores::from_fn(comparison.factors(), |student, mentor, points| {
        comparison.points(student, mentor, points);
        Eligibility::Eligible
    });
    let scores = scores::Table::of(&cohort, scores).map_err(broken)?;
    let problem = Problem {
        cohort: &cohort,
        scores: &scores,
        leaving: Leaving::MostMatched,
    };
    let mut stopped = None;
    let solution = matching::solve(&problem, &mut |at| match progress
        .go_on(at.done as u64, at.of as u64)
    {
        Ok(()) => ControlFlow::Continue(()),
        Err(fault) => {
            stopped = Some(fault);
            ControlFlow::Break(())
        }
    });
    match (solution, stopped) {
        (_, Some(fault)) => Err(fault),
        (Err(error), None) => Err(broken(error)),
        (Ok(solution), None) => Ok(answer(&cohort, &comparison, solution, &mentors)),
    }
}

fn broken(error: SolveError) -> Fault {
    Fault::Broken(error.to_string())
}

fn answer(
    cohort: &Cohort,
    comparison: &Comparison,
    solution: Solution,
    mentors: &[store::people::Candidate],
) -> Solved {
    let person = |id: matching::PersonId| PersonId(Uuid::from_u128(id.0));
    let pairs = solution
        .pairs
        .into_iter()
        .filter_map(|pair| {
            let (student, mentor) = (
                cohort.student_index(pair.student)?,
                cohort.mentor_index(pair.mentor)?,
            );
            Some(Pair {
                student: person(pair.student),
                mentor: person(pair.mentor),
                score: pair.score,
                points: pair.points,
                reasons: comparison.reasons(student, mentor),
                mentor_places: mentors[mentor].places,
            })
        })
        .collect();
    let unmatched = solution
        .unmatched
        .into_iter()
        .map(|left| Unmatched {
            student: person(left.student),
            reason: reason(left.reason).to_owned(),
        })
        .collect();
    (pairs, unmatched, solution.total)
}

/// As it is stored and shown.
fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::NoEligibleMentor | Reason::BelowPrice { .. } => views::NO_MENTOR,
        Reason::NoPlace | Reason::Outbid { .. } => views::NO_PLACE,
    }
}

/// Keeps what was solved, if it still is about the programme as it stands.
struct Write {
    name: String,
    factors: Vec<Factor>,
    revision: String,
    pairs: Vec<Pair>,
    unmatched: Vec<Unmatched>,
    total: i64,
}

impl Effect for Write {
    const NAME: &'static str = "proposals.solve";
    type Output = ProposalSummary;

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<ProposalSummary> {
        if store::revisions::read(&m.db, &READ).await? != self.revision {
            return Err(changed_meanwhile());
        }
        let proposal = Proposal {
            id: ProposalId(m.draw()),
            name: self.name,
            published: false,
            made_at: m.now,
            published_at: None,
            factors: serde_json::to_value(&self.factors)
                .map_err(|error| Fault::Broken(error.to_string()))?,
            total: self.total,
            pairs: self.pairs.len() as u64,
            unmatched: self.unmatched.len() as u64,
            read_revision: self.revision,
        };
        store::proposals::insert(&m.db, &proposal, &self.pairs, &self.unmatched).await?;
        m.about(proposal.id.0);
        m.touch(Feature::Proposals);
        views::summary(&m.db, proposal).await
    }
}
