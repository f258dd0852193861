//! What a reset password left sealed, and the recovery code that opens it.

use contract::Command;
use contract::accounts::{ReopenTexts, Reopened, SealedTexts, SealedTextsView};
use contract::sessions::Seal;
use domain::{KeyId, NoteId, PersonId};
use store::administrators::Share;
use store::drafts::Draft;
use store::sessions::{Sealed, SealedNote, SealedText};
use vault::{KeyPair, PublicKey, RecoveryCode, VaultError, open_pair, open_text};

use super::administrators::State;
use super::{ALL, give, recovery_key, seal_twice, tend};
use crate::contexts::{Effect, Handle, Local, Mutation, Query};
use crate::desk::off_thread;
use crate::fault::{Answer, refuse};
use crate::gate::{Author, change};

impl Handle<SealedTexts> for Query<'_> {
    async fn handle(&self, _command: SealedTexts) -> Answer<SealedTextsView> {
        let notes = store::sessions::sealed(&self.db, Sealed::ReadBy(&self.who), ALL).await?;
        let drafts = store::drafts::of_account(&self.db, self.account).await?;
        let mut view = SealedTextsView::default();
        for note in notes {
            if self.open(note.author, &note.text).1 != Seal::Locked {
                continue;
            }
            if note.author == self.who.person {
                view.locked += 1;
            } else {
                view.administrators += 1;
            }
        }
        let own = self.keys.map(super::Keys::public);
        let locked = |(_, draft): &&(String, Draft)| Some(draft.body.sealed_for.as_slice()) != own;
        view.locked += drafts.iter().filter(locked).count() as u64;
        Ok(view)
    }
}

impl Handle<ReopenTexts> for Local<'_> {
    async fn handle(&self, command: ReopenTexts) -> Answer<Reopened> {
        let code = RecoveryCode::parse(&command.code).map_err(VaultError::from)?;
        let sign_in = &self.sign_in;
        let recovery = recovery_key(&sign_in.database).await?;
        let state = State::read(&sign_in.database).await?;
        let by_code = code.text_keys(state.programme);
        let (notes, drafts) = {
            let db = sign_in.database.executor();
            let written = Sealed::WrittenBy(sign_in.person);
            (
                store::sessions::sealed(&db, written, ALL).await?,
                store::drafts::of_account(&db, sign_in.account).await?,
            )
        };
        let (mut reopen, mut told) = {
            let (own, author) = (sign_in.keys.own().clone(), sign_in.person);
            let by_code = by_code.clone();
            off_thread(move || own_texts(notes, drafts, &own, &by_code, recovery, author)).await??
        };
        if self.who.is_administrator() {
            self.take_pairs(&state, &by_code, &mut reopen, &mut told)
                .await?;
        }
        if told.opened == 0 && told.still > 0 {
            return Err(refuse(
                contract::Code::WrongPassword,
                "That recovery code does not open these texts. Ask for the code of the time they were written",
            ));
        }
        reopen.count = told.opened;
        let author = Author::SignedIn(sign_in, ReopenTexts::ROLES);
        change(self.desk, &sign_in.database, author, reopen).await?;
        tend(self.desk).await;
        Ok(told)
    }
}

impl Local<'_> {
    /// The administrators' pairs that the asking administrator does not hold and the code opens, and how many texts of
    /// others that is.
    async fn take_pairs(
        &self,
        state: &State,
        by_code: &KeyPair,
        reopen: &mut Reopen,
        told: &mut Reopened,
    ) -> Answer<()> {
        let (own, account) = (self.sign_in.keys.own(), self.sign_in.account);
        for pair in &state.pairs {
            let held = pair.shares.iter().any(|share| {
                share.account == account && share.sealed_for == self.sign_in.keys.public()
            });
            if held {
                continue;
            }
            let sealed = Sealed::AdministeredFor(&pair.public_key);
            let db = self.sign_in.database.executor();
            let notes = store::sessions::sealed(&db, sealed, ALL).await?;
            drop(db);
            let of_others = |note: &&SealedNote| note.author != self.sign_in.person;
            let texts = notes.iter().filter(of_others).count() as u64;
            let opened = open_pair(
                by_code,
                state.programme,
                &pair.recoverable,
                &pair.public_key,
            );
            if let Ok(keys) = opened {
                reopen.shares.push((pair.id, give(&keys, account, own)?));
                told.opened += texts;
            } else {
                told.still += texts;
            }
        }
        Ok(())
    }
}

/// Opens with the code what the account's own key does not open, and seals it anew; says how many stay sealed.
fn own_texts(
    notes: Vec<SealedNote>,
    drafts: Vec<(String, Draft)>,
    own: &KeyPair,
    by_code: &KeyPair,
    recovery: PublicKey,
    author: PersonId,
) -> Result<(Reopen, Reopened), VaultError> {
    let public = own.public();
    let again = |text: &SealedText| -> Result<Option<SealedText>, VaultError> {
        match open_text(by_code, author.0, &text.recoverable) {
            Ok(text) => seal_twice(own, recovery, author, &text).map(Some),
            Err(_) => Ok(None),
        }
    };
    let mut reopen = Reopen::default();
    let mut told = Reopened::default();
    for note in notes {
        if note.text.sealed_for == public.as_bytes() {
            continue;
        }
        match again(&note.text)? {
            Some(text) => reopen.notes.push((note.id, text)),
            None => told.still += 1,
        }
    }
    let is_own = |draft: &Draft| draft.body.sealed_for == public.as_bytes();
    for (key, draft) in &drafts {
        // What was begun anew stays; the earlier one waits until that is finished or discarded.
        let begun = drafts
            .iter()
            .any(|(other, draft)| other == key && is_own(draft));
        if is_own(draft) || begun {
            continue;
        }
        match again(&draft.body)? {
            Some(body) => {
                let saved_at = draft.saved_at;
                let earlier = draft.body.sealed_for.clone();
                reopen
                    .drafts
                    .push((key.clone(), earlier, Draft { body, saved_at }));
            }
            None => told.still += 1,
        }
    }
    told.opened = (reopen.notes.len() + reopen.drafts.len()) as u64;
    Ok((reopen, told))
}

/// The recovery code opened texts, and they are sealed to the present key of whoever typed it.
#[derive(Default)]
struct Reopen {
    notes: Vec<(NoteId, SealedText)>,
    /// With the key they were sealed for before.
    drafts: Vec<(String, Vec<u8>, Draft)>,
    shares: Vec<(KeyId, Share)>,
    count: u64,
}

impl Effect for Reopen {
    const NAME: &'static str = ReopenTexts::NAME;
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        m.count(self.count);
        for (id, text) in self.notes {
            store::sessions::reseal(&m.db, id, text).await?;
        }
        for (key, earlier, draft) in self.drafts {
            store::drafts::save(&m.db, m.account, &key, draft).await?;
            store::drafts::remove(&m.db, m.account, &key, &earlier).await?;
        }
        // Roles are those of this moment.
        if m.who.is_administrator() {
            for (id, share) in self.shares {
                store::administrators::put_share(&m.db, id, share).await?;
            }
        }
        m.touch(contract::Feature::Sessions);
        Ok(())
    }
}
