//! Meetings: who logs them, who sees them, and whose texts are shown to whom.

mod facts;
mod log;
mod read;
mod reflect;
mod remove;
mod rights;

use contract::Feature;
use contract::matches::Partner;
use contract::sessions::{NoteKind, NoteView, Seal, SessionView};
use domain::SessionId;
use domain::policy::{Action, allows};
use store::matches::Party;
use store::sessions::{Kind, Note, Session};

pub(crate) use rights::{changeable, visible};

use crate::contexts::{Mutation, Query};
use crate::fault::{Answer, not_found};

impl Query<'_> {
    /// A session that the asking person sees, without its texts.
    async fn session(&self, id: SessionId) -> Answer<Session> {
        let session = store::sessions::find(&self.db, id)
            .await?
            .ok_or_else(not_found)?;
        visible(&self.who, Action::SeeMatch(session.pair))?;
        Ok(session)
    }

    /// A session with the texts that the asking person may read.
    async fn session_view(&self, id: SessionId) -> Answer<SessionView> {
        let session = self.session(id).await?;
        let mut texts = store::sessions::readable_texts(&self.db, &self.who, &[id]).await?;
        Ok(view(self, session, texts.remove(&id).unwrap_or_default()))
    }
}

impl Mutation<'_> {
    /// The match counts its sessions, so it changed too.
    fn session_changed(&self, id: SessionId) {
        self.touch(Feature::Sessions);
        self.touch(Feature::Matches);
        self.about(id.0);
    }

    /// Forgets the draft that was just saved for good.
    async fn forget_draft(&self, key: Option<&str>) -> Answer<()> {
        if let (Some(key), Some(keys)) = (key, self.keys) {
            store::drafts::remove(&self.db, self.account, key, keys.public()).await?;
        }
        Ok(())
    }
}

/// A session as the asking person sees it; `notes` are those that they may read.
fn view(asked: &Query<'_>, session: Session, notes: Vec<Note>) -> SessionView {
    let who = &asked.who;
    SessionView {
        id: session.id,
        of: session.of,
        student: partner(session.student),
        mentor: partner(session.mentor),
        mine: session.pair.side(who.person).into(),
        starts_at: session.starts_at,
        minutes: session.minutes,
        place: session.place,
        topics: session.topics,
        notes: notes
            .into_iter()
            .map(|note| note_view(asked, note))
            .collect(),
        may_change: allows(who, Action::LogSession(session.pair)),
        may_reflect: allows(who, Action::Reflect(session.pair)),
        revision: session.revision,
    }
}

fn partner(party: Party) -> Partner {
    Partner {
        id: party.id,
        name: party.name,
        active: party.active,
    }
}

fn note_view(asked: &Query<'_>, note: Note) -> NoteView {
    let (text, seal) = match &note.sealed {
        None => (note.text, Seal::Open),
        Some(sealed) => asked.open(note.author, sealed),
    };
    NoteView {
        id: note.id,
        kind: match note.kind {
            Kind::Note => NoteKind::Note,
            Kind::Reflection => NoteKind::Reflection,
        },
        mine: note.author == asked.who.person,
        author: note.author,
        author_name: note.author_name,
        audience: note.audience,
        text,
        seal,
        written_at: note.written_at,
        changed_at: note.changed_at,
    }
}
