//! The student's reflection on a session.

use contract::Feature;
use contract::sessions::{DeleteReflection, Reflect, SessionView};
use domain::policy::Action;
use domain::{Audience, NoteId, SessionId, Text};
use store::sessions::{Kind, TextKey, Written};

use super::changeable;
use crate::contexts::{Handle, Mutation};
use crate::fault::{Answer, not_found};
use crate::inputs::Form;

impl Handle<Reflect> for Mutation<'_> {
    async fn handle(&self, command: Reflect) -> Answer<SessionView> {
        let key = self.own_reflection(command.id).await?;
        let mut form = Form::default();
        let Some(text) = form.take("text", Text::parse_filled(&command.text)) else {
            return Err(form.refused());
        };
        store::sessions::put_text(
            &self.db,
            NoteId(self.draw()),
            Written { key, text },
            self.now,
        )
        .await?;
        self.forget_draft(command.draft.as_deref()).await?;
        self.reflected(command.id).await
    }
}

impl Handle<DeleteReflection> for Mutation<'_> {
    async fn handle(&self, command: DeleteReflection) -> Answer<SessionView> {
        let key = self.own_reflection(command.id).await?;
        if !store::sessions::delete_text(&self.db, key).await? {
            return Err(not_found());
        }
        self.reflected(command.id).await
    }
}

impl Mutation<'_> {
    /// The reflection that the asking person may write, once it is certain that they may.
    async fn own_reflection(&self, session: SessionId) -> Answer<TextKey> {
        let pair = self.as_query().session(session).await?.pair;
        changeable(&self.who, Action::Reflect(pair), pair)?;
        Ok(TextKey {
            session,
            author: self.who.person,
            kind: Kind::Reflection,
            audience: Audience::Pair,
        })
    }

    /// The session's revision stays: whoever is changing its facts meanwhile changes nothing of the reflection.
    async fn reflected(&self, id: SessionId) -> Answer<SessionView> {
        self.touch(Feature::Sessions);
        self.about(id.0);
        self.as_query().session_view(id).await
    }
}
