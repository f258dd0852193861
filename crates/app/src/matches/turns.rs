//! Pausing, resuming and ending matches.

use contract::matches::{End, MatchView, Pause, Resume};
use contract::{Code, Feature};
use domain::MatchId;
use domain::matches::{MatchState, Step};
use domain::policy::{Action, allows};
use domain::texts::Line;
use store::matches::{Match, Turn};

use super::{find, view};
use crate::contexts::{Handle, Mutation};
use crate::fault::{Answer, not_found, refuse};
use crate::inputs::Form;

/// The longest reason for an end, in characters: one line of a list.
pub(crate) const LONGEST_REASON: usize = 200;

impl Handle<Pause> for Mutation<'_> {
    async fn handle(&self, command: Pause) -> Answer<MatchView> {
        let found = to_turn(self, command.id).await?;
        check_step(found.state, Step::Pause)?;
        turn(self, &found, &Turn::Paused).await
    }
}

impl Handle<Resume> for Mutation<'_> {
    async fn handle(&self, command: Resume) -> Answer<MatchView> {
        let found = to_turn(self, command.id).await?;
        check_step(found.state, Step::Resume)?;
        turn(self, &found, &Turn::Active).await
    }
}

impl Handle<End> for Mutation<'_> {
    async fn handle(&self, command: End) -> Answer<MatchView> {
        let found = to_turn(self, command.id).await?;
        let mut form = Form::default();
        let Some(reason) = form.take(
            "reason",
            Line::parse_optional(&command.reason, LONGEST_REASON),
        ) else {
            return Err(form.refused());
        };
        check_step(found.state, Step::End)?;
        let end = store::matches::End {
            at: self.now,
            by: Some(self.who.person),
            reason: reason.map(Line::into_string).unwrap_or_default(),
        };
        // A place becomes free.
        self.touch(Feature::People);
        turn(self, &found, &Turn::Ended(end)).await
    }
}

/// The match, where the asking person may turn it.
pub(super) async fn to_turn(m: &Mutation<'_>, id: MatchId) -> Answer<Match> {
    if !allows(&m.who, Action::Administer) {
        return Err(not_found());
    }
    let found = find(&m.as_query(), id).await?;
    m.about(found.id.0);
    Ok(found)
}

/// Refuses a step that the present state does not allow.
pub(super) fn check_step(state: MatchState, step: Step) -> Answer<()> {
    state
        .after(step)
        .map(|_| ())
        .map_err(|wrong| refuse(Code::Conflict, wrong.to_string()))
}

async fn turn(m: &Mutation<'_>, found: &Match, turn: &Turn) -> Answer<MatchView> {
    store::matches::turn(&m.db, found, turn).await?;
    m.touch(Feature::Matches);
    view(&m.as_query(), found.id).await
}
