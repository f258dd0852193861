//! What is shown of a match.

use contract::matches::{MatchView, Partner};
use domain::MatchId;
use domain::policy::{Action, allows};
use store::matches::{Match, Party};

use super::find;
use crate::contexts::Query;
use crate::fault::Answer;

/// One match, where the asking person may see it.
pub(crate) async fn view(q: &Query<'_>, id: MatchId) -> Answer<MatchView> {
    let found = find(q, id).await?;
    let views = views(q, vec![found]).await?;
    views.into_iter().next().ok_or_else(crate::fault::not_found)
}

/// Matches that the asking person may see.
pub(super) async fn views(q: &Query<'_>, matches: Vec<Match>) -> Answer<Vec<MatchView>> {
    let sees_goals = |row: &Match| allows(&q.who, Action::SeeGoals(row.pair()));
    let ids = |wanted: &dyn Fn(&Match) -> bool| -> Vec<MatchId> {
        matches
            .iter()
            .filter(|row| wanted(row))
            .map(|row| row.id)
            .collect()
    };
    let last = store::matches::last_sessions(&q.db, &ids(&|row| row.sessions > 0)).await?;
    let goals = store::matches::open_goals(&q.db, &ids(&sees_goals)).await?;
    Ok(matches
        .into_iter()
        .map(|row| MatchView {
            mine: row.pair().side(q.who.person).into(),
            last_minutes: last.get(&row.id).map(|last| last.minutes),
            last_place: last.get(&row.id).map(|last| last.place.clone()),
            open_goals: sees_goals(&row).then(|| goals.get(&row.id).copied().unwrap_or_default()),
            id: row.id,
            student: partner(row.student),
            mentor: partner(row.mentor),
            state: row.state,
            started_at: row.started_at,
            ended_at: row.ended_at,
            end_reason: row.end_reason,
            sessions: row.sessions,
            minutes: row.minutes,
            last_session_at: row.last_session_at,
        })
        .collect())
}

fn partner(party: Party) -> Partner {
    Partner {
        id: party.id,
        name: party.name,
        active: party.active,
    }
}
