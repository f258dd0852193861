//! Texts that only their author reads, or the administrators too: sealed before the change begins, opened for their
//! readers alone.
//!
//! A sealed text lies in the file twice: sealed to the key pair of the author's account, and to the recovery code; one for
//! the administrators a third time, to a key pair of theirs. The file's own key opens none. After a forgotten password
//! was reset the account has another key pair; then the text stays sealed until the recovery code opens it, and it is
//! sealed to the new one.

mod administrators;
mod keys;
mod reopen;

use std::any::Any;
use std::sync::Arc;

use contract::Command;
use contract::people::{Deactivate, Reactivate, SetRoles};
use contract::programmes::RemoveSample;
use contract::sessions::{Change, Log, NoteDraft, SEALED_SEARCHED, Seal};
use domain::names::search_key;
use domain::{Audience, NoteId, PersonId, Text};
use store::Database;
use store::drafts::Draft;
use store::sessions::{Administered, Sealed, SealedText, Search};
use vault::{KeyPair, PublicKey, VaultError, open_text, seal_text};

use crate::contexts::{Effect, Mutation, Query};
use crate::desk::{Inner, SignIn};
use crate::fault::{Answer, Fault};
use crate::gate::{Author, change};

pub(crate) use administrators::{found, give};
pub(crate) use keys::Keys;

/// As many as there are.
const ALL: u64 = i64::MAX.unsigned_abs();

/// The commands after which others may administer than before.
pub(crate) const CHANGE_ADMINISTRATORS: [&str; 4] = [
    SetRoles::NAME,
    Deactivate::NAME,
    Reactivate::NAME,
    RemoveSample::NAME,
];

/// A text of a command, sealed before the change begins.
pub(crate) struct Prepared {
    pub(crate) audience: Audience,
    pub(crate) text: Text,
    pub(crate) sealed: SealedText,
}

/// Whether a text for this audience is sealed.
pub(crate) fn is_sealed(audience: Audience) -> bool {
    match audience {
        Audience::Author | Audience::Administrators => true,
        Audience::Pair | Audience::Coordinators => false,
    }
}

/// What the command says for its author or for the administrators. What does not parse is left to the handler, which
/// refuses it.
pub(crate) fn texts_of(command: &dyn Any) -> Vec<(Audience, Text)> {
    let notes: &[NoteDraft] = match (
        command.downcast_ref::<Log>(),
        command.downcast_ref::<Change>(),
    ) {
        (Some(log), _) => &log.notes,
        (None, Some(change)) => &change.notes,
        (None, None) => &[],
    };
    notes
        .iter()
        .filter(|note| is_sealed(note.audience))
        .filter_map(|note| Some((note.audience, Text::parse(&note.text).ok()?)))
        .filter(|(_, text)| !text.is_empty())
        // More than one for an audience is refused by the handler.
        .take(Audience::ALL.len())
        .collect()
}

/// Seals texts for those who read them.
pub(crate) async fn prepare(
    desk: &Arc<Inner>,
    sign_in: &SignIn,
    texts: Vec<(Audience, Text)>,
) -> Answer<Vec<Prepared>> {
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let recovery = recovery_key(&sign_in.database).await?;
    let mut administrators = None;
    let mut prepared = Vec::with_capacity(texts.len());
    for (audience, text) in texts {
        let mut sealed = seal_twice(sign_in.keys.own(), recovery, sign_in.person, text.as_str())?;
        if audience == Audience::Administrators {
            let key = match administrators {
                Some(key) => key,
                None => administrators::public_key(desk, sign_in).await?,
            };
            administrators = Some(key);
            sealed.administered = Some(Administered {
                sealed: seal_text(key, sign_in.person.0, text.as_str())?,
                sealed_for: key.as_bytes().to_vec(),
            });
        }
        prepared.push(Prepared {
            audience,
            text,
            sealed,
        });
    }
    Ok(prepared)
}

pub(crate) async fn recovery_key(database: &Database) -> Answer<PublicKey> {
    let programme = store::programmes::get(&database.executor()).await?;
    public(programme.recovery_key)
}

fn public(bytes: Vec<u8>) -> Answer<PublicKey> {
    let bytes: [u8; 32] = bytes
        .try_into()
        .map_err(|_| Fault::Broken("a public key has another length".to_owned()))?;
    Ok(PublicKey::from_bytes(bytes))
}

/// Seals a text for its author, and for the recovery code.
pub(crate) fn seal_twice(
    own: &KeyPair,
    recovery: PublicKey,
    author: PersonId,
    text: &str,
) -> Result<SealedText, VaultError> {
    Ok(SealedText {
        sealed: seal_text(own.public(), author.0, text)?,
        sealed_for: own.public().as_bytes().to_vec(),
        recoverable: seal_text(recovery, author.0, text)?,
        recoverable_by: recovery.as_bytes().to_vec(),
        administered: None,
    })
}

impl Query<'_> {
    /// A sealed text as the asking person may see it.
    pub(crate) fn open(&self, author: PersonId, text: &SealedText) -> (String, Seal) {
        match self.keys {
            Some(keys) => keys.open(&self.who, author, text),
            None => (String::new(), Seal::Locked),
        }
    }

    /// What the sealed texts that the asking person reads add to a search: the full-text index knows nothing of them.
    pub(crate) async fn search_sealed(&self, search: &mut Search) -> Answer<()> {
        let wanted = Sealed::ReadBy(&self.who);
        for note in store::sessions::sealed(&self.db, wanted, SEALED_SEARCHED).await? {
            if let (text, Seal::Open) = self.open(note.author, &note.text) {
                search.add_text(&search_key(&text), note.session_number);
            }
        }
        Ok(())
    }
}

/// After somebody came in, after the recovery code changed, and after others administer than before. Nothing of it spoils
/// any of these: what is left undone is done at the next sign-in.
pub(crate) async fn tend(desk: &Arc<Inner>) {
    // Boxed: callers hold it beside much else.
    if let Err(fault) = Box::pin(administrators::tend(desk)).await {
        tracing::warn!(%fault, "the administrators' keys could not be brought up to date");
    }
    if let Err(fault) = Box::pin(renew_recoverable(desk)).await {
        tracing::warn!(%fault, "texts could not be sealed to the present recovery code");
    }
}

/// What was sealed to an earlier recovery code is sealed to the present one, while their own key
/// is at hand.
async fn renew_recoverable(desk: &Arc<Inner>) -> Answer<()> {
    let sign_in = desk.signed_in()?;
    let recovery = recovery_key(&sign_in.database).await?;
    let (notes, drafts) = {
        let db = sign_in.database.executor();
        let outdated = Sealed::Outdated {
            author: sign_in.person,
            recovery_key: recovery.as_bytes(),
        };
        let notes = store::sessions::sealed(&db, outdated, ALL).await?;
        (
            notes,
            store::drafts::of_account(&db, sign_in.account).await?,
        )
    };
    let own = sign_in.keys.own();
    let again = |text: &SealedText| -> Result<Option<SealedText>, VaultError> {
        if text.sealed_for != sign_in.keys.public() {
            return Ok(None);
        }
        match open_text(own, sign_in.person.0, &text.sealed) {
            Ok(text) => seal_twice(own, recovery, sign_in.person, &text).map(Some),
            Err(_) => Ok(None),
        }
    };
    let mut renew = Renew::default();
    for note in notes {
        if let Some(text) = again(&note.text)? {
            renew.notes.push((note.id, text));
        }
    }
    for (key, draft) in drafts {
        if draft.body.recoverable_by != recovery.as_bytes()
            && let Some(body) = again(&draft.body)?
        {
            renew.drafts.push((key, Draft { body, ..draft }));
        }
    }
    if renew.notes.is_empty() && renew.drafts.is_empty() {
        return Ok(());
    }
    let author = Author::SignedIn(&sign_in, domain::Roles::EVERYBODY);
    change(desk, &sign_in.database, author, renew).await
}

/// A new recovery code opens what the earlier one did.
#[derive(Default)]
struct Renew {
    notes: Vec<(NoteId, SealedText)>,
    drafts: Vec<(String, Draft)>,
}

impl Effect for Renew {
    const NAME: &'static str = "accounts.reseal_texts";
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        m.count((self.notes.len() + self.drafts.len()) as u64);
        for (id, text) in self.notes {
            store::sessions::reseal(&m.db, id, text).await?;
        }
        for (key, draft) in self.drafts {
            store::drafts::save(&m.db, m.account, &key, draft).await?;
        }
        Ok(())
    }
}
