//! Changes to matches. Every change counts the revision up, so that a publishing knows what was changed by hand.

use chrono::{DateTime, Utc};
use domain::PersonId;
use domain::matches::MatchState;
use domain::policy::Side;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set, UpdateMany};

use super::{End, Match, NewMatch, Turn, read};
use crate::entities::pairing;
use crate::{Db, Result};

/// Begins matches made by hand.
pub async fn insert(db: &Db<'_>, matches: &[NewMatch]) -> Result<()> {
    // SQLite takes at most 32,766 parameters in one statement, and a match has 13.
    for chunk in matches.chunks(2_000) {
        pairing::Entity::insert_many(chunk.iter().map(row))
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

/// Turns a match into another state. A student whose last open match ends waits from then on.
pub async fn turn(db: &Db<'_>, of: &Match, turn: &Turn) -> Result<()> {
    turn_all(db, std::slice::from_ref(of), turn).await
}

/// Ends the open matches somebody has on one side; answers those that ended.
pub async fn end_all(db: &Db<'_>, person: PersonId, side: Side, end: End) -> Result<Vec<Match>> {
    let open = read::open_of(db, person, side).await?;
    turn_all(db, &open, &Turn::Ended(end)).await?;
    Ok(open)
}

async fn turn_all(db: &Db<'_>, matches: &[Match], turn: &Turn) -> Result<()> {
    turning(turn)
        .filter(pairing::Column::Id.is_in(matches.iter().map(|row| row.id.0)))
        .exec(db)
        .await?;
    if let Turn::Ended(end) = turn {
        let students: Vec<PersonId> = matches.iter().map(|row| row.student.id).collect();
        crate::people::wait(db, &students, end.at).await?;
    }
    Ok(())
}

fn turning(turn: &Turn) -> UpdateMany<pairing::Entity> {
    let (state, end) = match turn {
        Turn::Active => (MatchState::Active, None),
        Turn::Paused => (MatchState::Paused, None),
        Turn::Ended(end) => (MatchState::Ended, Some(end)),
    };
    pairing::Entity::update_many()
        .col_expr(pairing::Column::State, Expr::value(state.as_str()))
        .col_expr(pairing::Column::EndedAt, Expr::value(end.map(|end| end.at)))
        .col_expr(
            pairing::Column::EndedBy,
            Expr::value(end.and_then(|end| end.by).map(|by| by.0)),
        )
        .col_expr(
            pairing::Column::EndReason,
            Expr::value(end.map_or("", |end| end.reason.as_str())),
        )
        .col_expr(
            pairing::Column::Revision,
            Expr::col(pairing::Column::Revision).add(1),
        )
}

fn row(new: &NewMatch) -> pairing::ActiveModel {
    pairing::ActiveModel {
        id: Set(new.id.0),
        student_id: Set(new.student.0),
        mentor_id: Set(new.mentor.0),
        state: Set(MatchState::Active.as_str().to_owned()),
        started_at: Set(new.started_at),
        ended_at: Set(None::<DateTime<Utc>>),
        end_reason: Set(String::new()),
        ended_by: Set(None),
        proposal_id: Set(None),
        revision: Set(0),
        sessions: Set(0),
        minutes: Set(0),
        last_session_at: Set(None),
    }
}
