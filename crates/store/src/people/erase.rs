//! Erasing a person: identity and own texts go, the facts of sessions stay for the other side.

use chrono::{DateTime, Utc};
use domain::names::{Former, search_key};
use domain::policy::Side;
use domain::{MatchId, PersonId, ProposalId};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set, Statement,
};
use uuid::Uuid;

use super::count;
use crate::entities::{
    account, answer, erased, goal, note, pairing, person, proposal, proposal_certificate,
    proposal_exclusion, proposal_lock, proposal_pair, proposal_places, proposal_unmatched, session,
    wish,
};
use crate::matches::{End, end_all};
use crate::{Db, Result, Strings};

/// Who is erased, when and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erasing {
    pub person: PersonId,
    pub at: DateTime<Utc>,
    /// `None`: a restore does again what was done before.
    pub by: Option<PersonId>,
}

/// What an erasing did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What the person is called from now on; `None` where nothing of them is left.
    pub former: Option<Former>,
    /// The matches that were open.
    pub ended: Vec<MatchId>,
    /// The proposals they were part of.
    pub proposals: Vec<ProposalId>,
}

/// What erasing somebody would take and leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Texts they wrote.
    pub texts: u64,
    pub goals: u64,
    pub answers: u64,
    /// What they wished for, and who wished for them.
    pub wishes: u64,
    pub open_matches: u64,
    pub stays: Option<Stays>,
}

/// What the others keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stays {
    pub former: Former,
    /// How many people met them.
    pub people: u64,
    pub sessions: u64,
    /// What others wrote about these sessions.
    pub texts: u64,
}

pub async fn tally(db: &Db<'_>, id: PersonId) -> Result<Tally> {
    let texts = note::Entity::find()
        .filter(note::Column::AuthorId.eq(id.0))
        .count(db)
        .await?;
    let goals = goal::Entity::find()
        .filter(their_goals(id))
        .count(db)
        .await?;
    let answers = answer::Entity::find()
        .filter(answer::Column::PersonId.eq(id.0))
        .count(db)
        .await?;
    let wishes = wish::Entity::find()
        .filter(their_wishes(id))
        .count(db)
        .await?;
    let open_matches = pairing::Entity::find()
        .filter(theirs(id))
        .filter(pairing::Column::State.ne("ended"))
        .count(db)
        .await?;
    Ok(Tally {
        texts,
        goals,
        answers,
        wishes,
        open_matches,
        stays: stays(db, id).await?,
    })
}

async fn stays(db: &Db<'_>, id: PersonId) -> Result<Option<Stays>> {
    let met: Vec<(Uuid, Uuid, i64)> = pairing::Entity::find()
        .select_only()
        .columns([
            pairing::Column::StudentId,
            pairing::Column::MentorId,
            pairing::Column::Sessions,
        ])
        .filter(theirs(id))
        .filter(pairing::Column::Sessions.gt(0))
        .into_tuple()
        .all(db)
        .await?;
    let as_student = met.iter().any(|(student, _, _)| *student == id.0);
    let as_mentor = met.iter().any(|(_, mentor, _)| *mentor == id.0);
    let Some(former) = Former::of(as_student, as_mentor) else {
        return Ok(None);
    };
    let mut people: Vec<Uuid> = met
        .iter()
        .map(|(student, mentor, _)| if *student == id.0 { *mentor } else { *student })
        .collect();
    people.sort_unstable();
    people.dedup();
    let kept = Query::select()
        .column(session::Column::Id)
        .from(session::Entity)
        .and_where(session::Column::MatchId.in_subquery(matches_of(theirs(id))))
        .and_where(session::Column::DeletedAt.is_null())
        .to_owned();
    let texts = note::Entity::find()
        .filter(note::Column::AuthorId.ne(id.0))
        .filter(note::Column::SessionId.in_subquery(kept))
        .count(db)
        .await?;
    Ok(Some(Stays {
        former,
        people: people.len() as u64,
        sessions: met
            .iter()
            .map(|(_, _, sessions)| u64::from(count(*sessions)))
            .sum(),
        texts,
    }))
}

/// Erases a person, in the caller's transaction. What was deleted is overwritten by [`Database::sweep`] only.
///
/// [`Database::sweep`]: crate::Database::sweep
pub async fn erase(db: &Db<'_>, erasing: Erasing) -> Result<Outcome> {
    let id = erasing.person;
    texts(db, id).await?;
    let ended = end(db, erasing).await?;
    let proposals = leave_proposals(db, id).await?;
    let former = former(db, id).await?;
    match former {
        Some(former) => reduce(db, erasing, former).await?,
        None => {
            person::Entity::delete_by_id(id.0).exec(db).await?;
        }
    }
    let row = erased::ActiveModel {
        person_id: Set(id.0),
        erased_at: Set(erasing.at),
        swept: Set(false),
    };
    erased::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(Outcome {
        former,
        ended,
        proposals,
    })
}

/// What the person wrote, and what was written of their leaving: it may tell who they are.
async fn texts(db: &Db<'_>, id: PersonId) -> Result<()> {
    note::Entity::delete_many()
        .filter(note::Column::AuthorId.eq(id.0))
        .exec(db)
        .await?;
    goal::Entity::delete_many()
        .filter(their_goals(id))
        .exec(db)
        .await?;
    session::Entity::delete_many()
        .filter(session::Column::MatchId.in_subquery(matches_of(theirs(id))))
        .filter(session::Column::DeletedAt.is_not_null())
        .exec(db)
        .await?;
    session::Entity::update_many()
        .col_expr(session::Column::Place, Expr::value(""))
        .filter(session::Column::MatchId.in_subquery(matches_of(theirs(id))))
        .exec(db)
        .await?;
    pairing::Entity::update_many()
        .col_expr(pairing::Column::EndReason, Expr::value(""))
        .filter(theirs(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends the open matches; a match in which nobody met goes.
async fn end(db: &Db<'_>, erasing: Erasing) -> Result<Vec<MatchId>> {
    let id = erasing.person;
    let mut ended = Vec::new();
    for (side, reason) in [
        (Side::Student, "The student was erased"),
        (Side::Mentor, "The mentor was erased"),
    ] {
        let end = End {
            at: erasing.at,
            by: erasing.by,
            reason: reason.to_owned(),
        };
        let matches = end_all(db, id, side, end).await?;
        ended.extend(matches.into_iter().map(|ended| ended.id));
    }
    pairing::Entity::delete_many()
        .filter(theirs(id))
        .filter(pairing::Column::Sessions.eq(0))
        .exec(db)
        .await?;
    Ok(ended)
}

/// Takes the person out of every proposal. A draft's totals follow; what proved it proves nothing any more.
async fn leave_proposals(db: &Db<'_>, id: PersonId) -> Result<Vec<ProposalId>> {
    let mentioned = statement(
        "SELECT proposal_id AS id FROM proposal_pairs WHERE student_id = $1 OR mentor_id = $1
         UNION SELECT proposal_id FROM proposal_unmatched WHERE student_id = $1
         UNION SELECT proposal_id FROM proposal_locks WHERE student_id = $1 OR mentor_id = $1
         UNION SELECT proposal_id FROM proposal_exclusions WHERE student_id = $1 OR mentor_id = $1
         UNION SELECT proposal_id FROM proposal_places WHERE mentor_id = $1",
        id.0,
    );
    let rows = db.query_all_raw(mentioned).await?;
    let proposals: Vec<Uuid> = rows
        .iter()
        .map(|row| Ok(Found::from_query_result(row, "")?.id))
        .collect::<Result<_>>()?;
    macro_rules! take_out {
        ($($table:ident),*) => {$(
            $table::Entity::delete_many()
                .filter(
                    Condition::any()
                        .add($table::Column::StudentId.eq(id.0))
                        .add($table::Column::MentorId.eq(id.0)),
                )
                .exec(db)
                .await?;
        )*};
    }
    take_out!(proposal_pair, proposal_lock, proposal_exclusion);
    proposal_unmatched::Entity::delete_many()
        .filter(proposal_unmatched::Column::StudentId.eq(id.0))
        .exec(db)
        .await?;
    proposal_places::Entity::delete_many()
        .filter(proposal_places::Column::MentorId.eq(id.0))
        .exec(db)
        .await?;
    let drafts: Vec<Uuid> = proposal::Entity::find()
        .select_only()
        .column(proposal::Column::Id)
        .filter(proposal::Column::Id.is_in(proposals.iter().copied()))
        .filter(proposal::Column::State.eq("draft"))
        .order_by_asc(proposal::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    for draft in drafts {
        proposal_certificate::Entity::delete_by_id(draft)
            .exec(db)
            .await?;
        db.execute_raw(statement(
            "UPDATE proposals SET
               proof = NULL,
               revision = revision + 1,
               pairs = (SELECT count(*) FROM proposal_pairs WHERE proposal_id = $1),
               total = (SELECT coalesce(sum(score), 0) FROM proposal_pairs WHERE proposal_id = $1),
               unmatched = (SELECT count(*) FROM proposal_unmatched WHERE proposal_id = $1)
             WHERE id = $1",
            draft,
        ))
        .await?;
    }
    Ok(proposals.into_iter().map(ProposalId).collect())
}

/// What the person was in the matches that are left.
async fn former(db: &Db<'_>, id: PersonId) -> Result<Option<Former>> {
    let was = async |side: pairing::Column| -> Result<bool> {
        let matches = pairing::Entity::find().filter(side.eq(id.0));
        Ok(matches.count(db).await? > 0)
    };
    Ok(Former::of(
        was(pairing::Column::StudentId).await?,
        was(pairing::Column::MentorId).await?,
    ))
}

/// Leaves of the person what the others' sessions need: that there was somebody.
async fn reduce(db: &Db<'_>, erasing: Erasing, former: Former) -> Result<()> {
    let id = erasing.person;
    answer::Entity::delete_many()
        .filter(answer::Column::PersonId.eq(id.0))
        .exec(db)
        .await?;
    wish::Entity::delete_many()
        .filter(their_wishes(id))
        .exec(db)
        .await?;
    // Their drafts go with it.
    account::Entity::delete_many()
        .filter(account::Column::PersonId.eq(id.0))
        .exec(db)
        .await?;
    let first: Option<DateTime<Utc>> = pairing::Entity::find()
        .select_only()
        .column(pairing::Column::StartedAt)
        .filter(theirs(id))
        .order_by_asc(pairing::Column::StartedAt)
        .into_tuple()
        .one(db)
        .await?;
    let nothing = || Set(Strings::default());
    let left = person::ActiveModel {
        name: Set(former.as_str().to_owned()),
        name_key: Set(search_key(former.as_str())),
        email: Set(String::new()),
        email_key: Set(None),
        bio: Set(String::new()),
        interests: nothing(),
        expertise: nothing(),
        languages: nothing(),
        zone: Set(String::new()),
        availability: Set(String::new()),
        is_student: Set(former != Former::Mentor),
        is_mentor: Set(former != Former::Student),
        is_administrator: Set(false),
        active: Set(false),
        capacity: Set(0),
        joined_at: Set(first.unwrap_or(erasing.at)),
        waiting_since: Set(erasing.at),
        changed_at: Set(erasing.at),
        ..Default::default()
    };
    person::Entity::update_many()
        .set(left)
        .col_expr(
            person::Column::Revision,
            Expr::col(person::Column::Revision).add(1),
        )
        .filter(person::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
}

fn statement(sql: &str, id: Uuid) -> Statement {
    Statement::from_sql_and_values(DbBackend::Sqlite, sql, [id.into()])
}

/// The matches in which somebody is one of the two.
fn theirs(id: PersonId) -> Condition {
    Condition::any()
        .add(pairing::Column::StudentId.eq(id.0))
        .add(pairing::Column::MentorId.eq(id.0))
}

fn matches_of(which: Condition) -> SelectStatement {
    Query::select()
        .column(pairing::Column::Id)
        .from(pairing::Entity)
        .cond_where(which)
        .to_owned()
}

/// A goal is what a student works towards: it is the student's.
fn their_goals(id: PersonId) -> SimpleExpr {
    let learning = Condition::all().add(pairing::Column::StudentId.eq(id.0));
    goal::Column::MatchId.in_subquery(matches_of(learning))
}

fn their_wishes(id: PersonId) -> Condition {
    Condition::any()
        .add(wish::Column::StudentId.eq(id.0))
        .add(wish::Column::MentorId.eq(id.0))
}
