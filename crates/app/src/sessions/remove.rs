//! Deleting a session, and taking that back.

use contract::Done;
use contract::sessions::{Delete, Restore, SessionView};
use domain::policy::Action;

use super::{changeable, visible};
use crate::contexts::{Handle, Mutation};
use crate::fault::{Answer, not_found};

impl Handle<Delete> for Mutation<'_> {
    async fn handle(&self, command: Delete) -> Answer<Done> {
        let session = self.as_query().session(command.id).await?;
        changeable(&self.who, Action::LogSession(session.pair), session.pair)?;
        store::sessions::delete(&self.db, session.id, self.now).await?;
        self.session_changed(session.id);
        Ok(Done {})
    }
}

impl Handle<Restore> for Mutation<'_> {
    async fn handle(&self, command: Restore) -> Answer<SessionView> {
        let session = store::sessions::find_deleted(&self.db, command.id)
            .await?
            .ok_or_else(not_found)?;
        visible(&self.who, Action::SeeMatch(session.pair))?;
        changeable(&self.who, Action::LogSession(session.pair), session.pair)?;
        store::sessions::restore(&self.db, session.id, self.now).await?;
        self.session_changed(session.id);
        self.as_query().session_view(session.id).await
    }
}
