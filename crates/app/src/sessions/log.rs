//! Logging a session, and changing what was logged.

use contract::Code;
use contract::sessions::{Change, Log, Seal, SessionView};
use domain::policy::Action;
use domain::{Audience, NoteId, SessionId, Text};
use store::sessions::{Kind, TextKey, Written};

use super::facts::{Told, Typed};
use super::{changeable, visible};
use crate::audit::differing;
use crate::contexts::{Handle, Mutation};
use crate::fault::{Answer, Fault, changed_meanwhile, not_found, refuse};
use crate::seals::is_sealed;

impl Handle<Log> for Mutation<'_> {
    async fn handle(&self, command: Log) -> Answer<SessionView> {
        let pair = store::matches::find(&self.db, command.of)
            .await?
            .ok_or_else(not_found)?
            .pair();
        visible(&self.who, Action::SeeMatch(pair))?;
        changeable(&self.who, Action::LogSession(pair), pair)?;
        let typed = Typed {
            starts_at: command.starts_at,
            minutes: command.minutes,
            place: &command.place,
            topics: &command.topics,
            notes: &command.notes,
        };
        let Told { facts, notes } = typed.parse(pair.side(self.who.person), self.now)?;
        let id = SessionId(self.draw());
        let me = self.who.person;
        // What is sealed is written by itself, before its session.
        let (private, others): (Vec<_>, Vec<_>) = notes
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .partition(|(audience, _)| is_sealed(*audience));
        self.write_notes(id, private).await?;
        self.changed(differing([("notes", !others.is_empty())]));
        let texts = others.into_iter().map(|(audience, text)| {
            let key = TextKey {
                session: id,
                author: me,
                kind: Kind::Note,
                audience,
            };
            (NoteId(self.draw()), Written { key, text })
        });
        let texts = texts.collect();
        store::sessions::insert(&self.db, id, command.of, facts, me, texts, self.now).await?;
        self.logged(id, command.draft.as_deref()).await
    }
}

impl Handle<Change> for Mutation<'_> {
    async fn handle(&self, command: Change) -> Answer<SessionView> {
        let session = self.as_query().session(command.id).await?;
        changeable(&self.who, Action::LogSession(session.pair), session.pair)?;
        if session.revision != command.revision {
            return Err(changed_meanwhile());
        }
        let typed = Typed {
            starts_at: command.starts_at,
            minutes: command.minutes,
            place: &command.place,
            topics: &command.topics,
            notes: &command.notes,
        };
        let Told { facts, notes } = typed.parse(session.pair.side(self.who.person), self.now)?;
        let topics = facts.topics.iter().map(domain::Tag::as_str);
        self.changed(differing([
            ("starts_at", session.starts_at != facts.starts_at),
            ("minutes", session.minutes != facts.minutes.get()),
            (
                "place",
                session.place != facts.place.as_ref().map_or("", domain::Line::as_str),
            ),
            (
                "topics",
                !topics.eq(session.topics.iter().map(String::as_str)),
            ),
        ]));
        store::sessions::change(&self.db, session.id, facts, self.now).await?;
        self.write_notes(session.id, notes).await?;
        self.logged(session.id, command.draft.as_deref()).await
    }
}

impl Mutation<'_> {
    /// Writes the asking person's own notes. Those for audiences that are not named stay as they are, and so do the
    /// notes of others: a text is shown to more people only where its author names them.
    async fn write_notes(&self, session: SessionId, notes: Vec<(Audience, Text)>) -> Answer<()> {
        for (audience, text) in notes {
            let key = TextKey {
                session,
                author: self.who.person,
                kind: Kind::Note,
                audience,
            };
            let changed = if is_sealed(audience) {
                self.write_sealed(key, text).await?
            } else if text.is_empty() {
                store::sessions::delete_text(&self.db, key).await?
            } else {
                let written = Written { key, text };
                store::sessions::put_text(&self.db, NoteId(self.draw()), written, self.now).await?
            };
            self.changed(differing([("notes", changed)]));
        }
        Ok(())
    }

    /// A text for its author or for the administrators is stored as it was sealed before this change began.
    async fn write_sealed(&self, key: TextKey, text: Text) -> Answer<bool> {
        let texts = store::sessions::readable_texts(&self.db, &self.who, &[key.session]).await?;
        let earlier = texts.into_values().flatten().find(|note| {
            note.author == key.author && note.kind == key.kind && note.audience == key.audience
        });
        let earlier = earlier.map(|note| match &note.sealed {
            Some(sealed) => self.as_query().open(note.author, sealed),
            // From before texts were sealed, as in the sample: sealed now, also where nothing else changes.
            None => (String::new(), Seal::Open),
        });
        match earlier {
            // What cannot be read cannot be meant: an editor that shows nothing deletes nothing.
            Some((_, Seal::Locked | Seal::Damaged)) if text.is_empty() => return Ok(false),
            Some((_, Seal::Locked | Seal::Damaged)) => {
                return Err(refuse(Code::Conflict, sealed_before(key.audience)));
            }
            Some((earlier, Seal::Open)) if !text.is_empty() && earlier == text.as_str() => {
                return Ok(false);
            }
            Some((_, Seal::Open)) | None => {}
        }
        if text.is_empty() {
            return Ok(store::sessions::delete_text(&self.db, key).await?);
        }
        let prepared = self
            .prepared
            .iter()
            .find(|prepared| prepared.audience == key.audience && prepared.text == text)
            .ok_or_else(|| Fault::Broken("a text was not sealed".to_owned()))?;
        if let Some(administered) = &prepared.sealed.administered {
            // Others may administer since it was sealed.
            let newest = store::administrators::public_key(&self.db).await?;
            if newest.as_ref() != Some(&administered.sealed_for) {
                return Err(changed_meanwhile());
            }
        }
        let (id, sealed) = (NoteId(self.draw()), prepared.sealed.clone());
        store::sessions::put_sealed(&self.db, id, key, sealed, self.now).await?;
        Ok(true)
    }

    async fn logged(&self, id: SessionId, draft: Option<&str>) -> Answer<SessionView> {
        self.forget_draft(draft).await?;
        self.session_changed(id);
        self.as_query().session_view(id).await
    }
}

fn sealed_before(audience: Audience) -> &'static str {
    match audience {
        Audience::Administrators => {
            "Your earlier note for the administrators on this session is sealed. Open it with the recovery code in Settings before you write another"
        }
        Audience::Author | Audience::Pair | Audience::Coordinators => {
            "Your earlier private note on this session is sealed. Open it with the recovery code in Settings before you write another"
        }
    }
}
