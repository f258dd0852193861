//! Texts that only their author reads: sealed before the change begins, opened for their author alone.
//!
//! A sealed text lies in the file twice: sealed to the key pair of the author's account, and to the recovery code. The
//! file's own key opens neither. After a forgotten password was reset the account has another key pair; then the text
//! stays sealed until the recovery code opens it, and it is sealed to the new one.

use std::any::Any;

use contract::Command;
use contract::accounts::{ReopenTexts, Reopened, SealedTexts, SealedTextsView};
use contract::sessions::{Change, Log, NoteDraft, Seal};
use domain::names::search_key;
use domain::{Audience, NoteId, PersonId, Text};
use store::Database;
use store::sessions::{SealedNote, SealedText, Search};
use vault::{KeyPair, PublicKey, RecoveryCode, VaultError, open_text, seal_text};

use crate::contexts::{Effect, Handle, Local, Mutation, Query};
use crate::desk::{SignIn, off_thread};
use crate::fault::{Answer, Fault, refuse};
use crate::gate::{Author, change};

/// How many of one's own sealed texts a search opens, the newest first.
const SEARCHED: u64 = 2_000;

/// A text of a command, sealed before the change begins; one of a command at most.
pub(crate) struct Prepared {
    pub(crate) text: Text,
    pub(crate) sealed: SealedText,
}

/// Seals a text for its author only.
pub(crate) async fn prepare(sign_in: &SignIn, text: Text) -> Answer<Prepared> {
    let recovery = recovery_key(&sign_in.database).await?;
    let sealed = seal_twice(
        &sign_in.unlocked.key_pair,
        recovery,
        sign_in.person,
        text.as_str(),
    )?;
    Ok(Prepared { text, sealed })
}

/// What the command says for its author only. What does not parse is left to the handler, which refuses it.
pub(crate) fn private_text(command: &dyn Any) -> Option<Text> {
    let notes: &[NoteDraft] = match (
        command.downcast_ref::<Log>(),
        command.downcast_ref::<Change>(),
    ) {
        (Some(log), _) => &log.notes,
        (None, Some(change)) => &change.notes,
        (None, None) => return None,
    };
    let note = notes
        .iter()
        .find(|note| note.audience == Audience::Author)?;
    Text::parse(&note.text).ok().filter(|text| !text.is_empty())
}

async fn recovery_key(database: &Database) -> Answer<PublicKey> {
    let programme = store::programmes::get(&database.executor()).await?;
    let bytes: [u8; 32] = programme
        .recovery_key
        .try_into()
        .map_err(|_| Fault::Broken("the recovery code's key has another length".to_owned()))?;
    Ok(PublicKey::from_bytes(bytes))
}

fn seal_twice(
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
    })
}

/// The text as its author may see it, and how it was sealed.
pub(crate) fn opened(
    keys: Option<&KeyPair>,
    author: PersonId,
    sealed: &SealedText,
) -> (String, Seal) {
    let Some(keys) = keys.filter(|keys| keys.public().as_bytes().as_slice() == sealed.sealed_for)
    else {
        return (String::new(), Seal::Locked);
    };
    match open_text(keys, author.0, &sealed.sealed) {
        Ok(text) => (text.to_string(), Seal::Open),
        Err(_) => (String::new(), Seal::Damaged),
    }
}

impl Query<'_> {
    /// What one's own sealed texts add to a search: the full-text index knows nothing of them.
    pub(crate) async fn search_sealed(&self, search: &mut Search) -> Answer<()> {
        let notes = store::sessions::sealed(&self.db, self.who.person, SEARCHED).await?;
        for note in notes {
            let (text, seal) = opened(self.keys, self.who.person, &note.text);
            if seal == Seal::Open {
                search.add_text(&search_key(&text), note.session_number);
            }
        }
        Ok(())
    }
}

impl Handle<SealedTexts> for Query<'_> {
    async fn handle(&self, _command: SealedTexts) -> Answer<SealedTextsView> {
        let notes = store::sessions::sealed(&self.db, self.who.person, u64::MAX >> 1).await?;
        let own = self.keys.map(|keys| keys.public().as_bytes().to_vec());
        let locked = |note: &&SealedNote| Some(&note.text.sealed_for) != own.as_ref();
        Ok(SealedTextsView {
            locked: notes.iter().filter(locked).count() as u64,
        })
    }
}

impl Handle<ReopenTexts> for Local<'_> {
    async fn handle(&self, command: ReopenTexts) -> Answer<Reopened> {
        let code = RecoveryCode::parse(&command.code).map_err(VaultError::from)?;
        let db = self.sign_in.database.executor();
        let programme = store::programmes::get(&db).await?.id;
        let notes = store::sessions::sealed(&db, self.sign_in.person, u64::MAX >> 1).await?;
        drop(db);
        let recovery = recovery_key(&self.sign_in.database).await?;
        let (own, author) = (self.sign_in.unlocked.key_pair.clone(), self.sign_in.person);
        let (texts, still) = off_thread(move || {
            let by_code = code.text_keys(programme.0);
            reseal(notes, &own, &by_code, recovery, author)
        })
        .await??;
        let opened = texts.len() as u64;
        if opened == 0 && still > 0 {
            return Err(refuse(
                contract::Code::WrongPassword,
                "That recovery code does not open your notes. Ask for the code of the time they were written",
            ));
        }
        let author = Author::SignedIn(&self.sign_in, ReopenTexts::ROLES);
        change(self.desk, &self.sign_in.database, author, Reseal { texts }).await?;
        Ok(Reopened { opened, still })
    }
}

/// Opens with the code what the account's own key does not open, and seals it anew; says how many stay sealed.
fn reseal(
    notes: Vec<SealedNote>,
    own: &KeyPair,
    by_code: &KeyPair,
    recovery: PublicKey,
    author: PersonId,
) -> Result<(Vec<(NoteId, SealedText)>, u64), VaultError> {
    let (mut texts, mut still) = (Vec::new(), 0);
    for note in notes {
        if note.text.sealed_for == own.public().as_bytes() {
            continue;
        }
        match open_text(by_code, author.0, &note.text.recoverable) {
            Ok(text) => texts.push((note.id, seal_twice(own, recovery, author, &text)?)),
            Err(_) => still += 1,
        }
    }
    Ok((texts, still))
}

/// The recovery code opened somebody's own texts, and they are sealed to their key again.
struct Reseal {
    texts: Vec<(NoteId, SealedText)>,
}

impl Effect for Reseal {
    const NAME: &'static str = ReopenTexts::NAME;
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        m.count(self.texts.len() as u64);
        for (id, text) in self.texts {
            store::sessions::reseal(&m.db, id, text).await?;
        }
        m.touch(contract::Feature::Sessions);
        Ok(())
    }
}

/// After somebody came in, and after the recovery code changed. Nothing of it spoils either.
pub(crate) async fn tend(desk: &std::sync::Arc<crate::desk::Inner>) {
    if let Err(fault) = renew_recoverable(desk).await {
        tracing::warn!(%fault, "texts could not be sealed to the present recovery code");
    }
}

/// What was sealed to an earlier recovery code is sealed to the present one, while their own key
/// is at hand.
async fn renew_recoverable(desk: &std::sync::Arc<crate::desk::Inner>) -> Answer<()> {
    let sign_in = desk.signed_in()?;
    let recovery = recovery_key(&sign_in.database).await?;
    let notes = {
        let db = sign_in.database.executor();
        store::sessions::sealed_for_others_than(&db, sign_in.person, recovery.as_bytes()).await?
    };
    let own = &sign_in.unlocked.key_pair;
    let mut texts = Vec::new();
    for note in notes {
        if let (text, Seal::Open) = opened(Some(own), sign_in.person, &note.text) {
            texts.push((note.id, seal_twice(own, recovery, sign_in.person, &text)?));
        }
    }
    if texts.is_empty() {
        return Ok(());
    }
    let author = Author::SignedIn(&sign_in, domain::Roles::EVERYBODY);
    change(desk, &sign_in.database, author, Renew { texts }).await
}

/// A new recovery code opens what the earlier one did.
struct Renew {
    texts: Vec<(NoteId, SealedText)>,
}

impl Effect for Renew {
    const NAME: &'static str = "accounts.reseal_texts";
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        m.count(self.texts.len() as u64);
        for (id, text) in self.texts {
            store::sessions::reseal(&m.db, id, text).await?;
        }
        Ok(())
    }
}
