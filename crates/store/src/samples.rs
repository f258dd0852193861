//! The sample programme's sessions and goals, written at once, and the removal of all of it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Audience, FieldId, GoalId, MatchId, NoteId, PersonId, Progress, SessionId};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, Set};
use uuid::Uuid;

use crate::entities::{field, goal, note, pairing, person, session};
use crate::{Db, Result, Strings};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleSession {
    pub id: SessionId,
    pub of: MatchId,
    pub starts_at: DateTime<Utc>,
    pub minutes: u32,
    pub place: String,
    pub topics: Vec<String>,
    pub logged_by: PersonId,
    pub logged_at: DateTime<Utc>,
    pub notes: Vec<SampleNote>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleNote {
    pub id: NoteId,
    pub author: PersonId,
    pub kind: NoteKind,
    pub audience: Audience,
    pub body: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    Note,
    Reflection,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleGoal {
    pub id: GoalId,
    pub of: MatchId,
    pub title: String,
    pub detail: String,
    pub due: NaiveDate,
    pub progress: Progress,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

pub async fn insert_sessions(db: &Db<'_>, sessions: &[SampleSession]) -> Result<()> {
    session::Entity::insert_many(sessions.iter().map(session_row))
        .exec_without_returning(db)
        .await?;
    let notes = sessions
        .iter()
        .flat_map(|of| of.notes.iter().map(|note| note_row(of, note)));
    note::Entity::insert_many(notes)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

pub async fn insert_goals(db: &Db<'_>, goals: &[SampleGoal]) -> Result<()> {
    goal::Entity::insert_many(goals.iter().map(goal_row))
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The fields that came with the sample.
pub async fn fields(db: &Db<'_>) -> Result<Vec<FieldId>> {
    let ids: Vec<Uuid> = field::Entity::find()
        .select_only()
        .column(field::Column::Id)
        .filter(field::Column::Sample.eq(true))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(FieldId).collect())
}

/// Removes the sample's people and fields; what hangs on them goes by the cascades of the schema. Students of the
/// programme who were matched with one of its mentors wait from now on.
pub async fn remove(db: &Db<'_>, now: DateTime<Utc>) -> Result<()> {
    let students = students_left(db).await?;
    person::Entity::delete_many()
        .filter(person::Column::Sample.eq(true))
        .exec(db)
        .await?;
    field::Entity::delete_many()
        .filter(field::Column::Sample.eq(true))
        .exec(db)
        .await?;
    crate::people::wait(db, &students, now).await
}

/// The programme's own students whose open match goes with a mentor of the sample.
async fn students_left(db: &Db<'_>) -> Result<Vec<PersonId>> {
    let sample = Query::select()
        .column(person::Column::Id)
        .from(person::Entity)
        .and_where(person::Column::Sample.eq(true))
        .to_owned();
    let ids: Vec<Uuid> = pairing::Entity::find()
        .select_only()
        .column(pairing::Column::StudentId)
        .filter(
            Condition::all()
                .add(pairing::Column::MentorId.in_subquery(sample.clone()))
                .add(pairing::Column::StudentId.not_in_subquery(sample))
                .add(pairing::Column::State.ne("ended")),
        )
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(PersonId).collect())
}

fn session_row(new: &SampleSession) -> session::ActiveModel {
    session::ActiveModel {
        id: Set(new.id.0),
        match_id: Set(new.of.0),
        starts_at: Set(new.starts_at),
        minutes: Set(new.minutes.into()),
        place: Set(new.place.clone()),
        topics: Set(Strings(new.topics.clone())),
        logged_by: Set(Some(new.logged_by.0)),
        logged_at: Set(new.logged_at),
        changed_at: Set(new.logged_at),
        deleted_at: Set(None),
        revision: Set(0),
    }
}

fn note_row(of: &SampleSession, new: &SampleNote) -> note::ActiveModel {
    note::ActiveModel {
        id: Set(new.id.0),
        session_id: Set(of.id.0),
        author_id: Set(new.author.0),
        kind: Set(match new.kind {
            NoteKind::Note => "note".to_owned(),
            NoteKind::Reflection => "reflection".to_owned(),
        }),
        audience: Set(new.audience.as_str().to_owned()),
        body: Set(new.body.clone()),
        sealed: Set(None),
        sealed_for: Set(None),
        recoverable: Set(None),
        recoverable_by: Set(None),
        administered: Set(None),
        administered_for: Set(None),
        written_at: Set(of.logged_at),
        changed_at: Set(of.logged_at),
    }
}

fn goal_row(new: &SampleGoal) -> goal::ActiveModel {
    let reached = new.progress.get() == Progress::MOST;
    goal::ActiveModel {
        id: Set(new.id.0),
        match_id: Set(new.of.0),
        title: Set(new.title.clone()),
        detail: Set(new.detail.clone()),
        due: Set(Some(new.due)),
        progress: Set(new.progress.get().into()),
        reached_at: Set(reached.then_some(new.changed_at)),
        created_at: Set(new.created_at),
        changed_at: Set(new.changed_at),
        deleted_at: Set(None),
        revision: Set(0),
    }
}
