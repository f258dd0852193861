//! The administrators' key pair: who holds it, and when there has to be another.
//!
//! Texts for the administrators are sealed to the newest pair; its private half is sealed to the account of each of them
//! and to the recovery code. Anybody can make a pair, because sealing to public keys needs no secret; only who holds one
//! can give it to others. So there is one rule instead of steps for every way in which somebody becomes or ceases to be
//! an administrator: whatever the file should have and has not is made up for, after such a change, at every sign-in,
//! and before a text is sealed. A kill in between leaves something to make up for, and no text that others read.

use std::sync::Arc;

use domain::{AccountId, KeyId, NoteId, PersonId, Roles};
use store::Database;
use store::administrators::{Holder, Pair, Share};
use store::sessions::{Administered, Sealed, SealedNote};
use uuid::Uuid;
use vault::{KeyPair, PublicKey, VaultError, open_pair, open_text, seal_pair, seal_text};

use super::{ALL, public};
use crate::contexts::{Effect, Mutation};
use crate::desk::{Inner, SignIn, off_thread};
use crate::fault::Answer;
use crate::gate::{Author, change};

/// How many texts are sealed anew in one change.
const AT_ONCE: usize = 500;

/// The pairs as they lie in the file, and who should hold them.
pub(super) struct State {
    pub(super) pairs: Vec<Pair>,
    holders: Vec<Holder>,
    recovery: PublicKey,
    pub(super) programme: Uuid,
}

impl State {
    pub(super) async fn read(database: &Database) -> Answer<Self> {
        let transaction = database.read().await?;
        let db = transaction.db();
        let programme = store::programmes::get(&db).await?;
        let state = Self {
            pairs: store::administrators::pairs(&db).await?,
            holders: store::administrators::holders(&db).await?,
            recovery: public(programme.recovery_key)?,
            programme: programme.id.0,
        };
        drop(db);
        transaction.rollback().await?;
        Ok(state)
    }

    /// The pair that texts are sealed to; `None` where there has to be another: somebody holds it who administers no
    /// more, or nobody holds it who does.
    fn current(&self) -> Option<&Pair> {
        let pair = self.pairs.first()?;
        let is = |share: &Share, holder: &Holder| holder.account == share.account;
        let nobody_else = pair
            .shares
            .iter()
            .all(|share| self.holders.iter().any(|holder| is(share, holder)));
        let held = self.holders.iter().any(|holder| has(pair, holder));
        let could_be = self
            .holders
            .iter()
            .any(|holder| holder.public_key.is_some());
        (nobody_else && (held || !could_be)).then_some(pair)
    }

    /// What an account's own key opens, the newest first.
    fn held_by(&self, sign_in: &SignIn) -> Vec<KeyPair> {
        let (own, id) = (sign_in.keys.own(), sign_in.account);
        let opened = |pair: &Pair| {
            let share = pair.shares.iter().find(|share| share.account == id)?;
            open_pair(own, id.0, &share.sealed, &pair.public_key).ok()
        };
        self.pairs.iter().filter_map(opened).collect()
    }
}

/// Whether an administrator's present key opens the pair.
fn has(pair: &Pair, holder: &Holder) -> bool {
    pair.shares.iter().any(|share| {
        share.account == holder.account && holder.public_key.as_ref() == Some(&share.sealed_for)
    })
}

fn share(pair: &KeyPair, account: AccountId, key: PublicKey) -> Result<Share, VaultError> {
    Ok(Share {
        account,
        sealed: seal_pair(key, account.0, pair)?,
        sealed_for: key.as_bytes().to_vec(),
    })
}

fn shares<'h>(pair: &KeyPair, holders: impl Iterator<Item = &'h Holder>) -> Answer<Vec<Share>> {
    let mut shares = Vec::new();
    for holder in holders {
        if let Some(key) = &holder.public_key {
            shares.push(share(pair, holder.account, public(key.clone())?)?);
        }
    }
    Ok(shares)
}

/// The first pair, for the first administrator.
pub(crate) fn found(
    id: KeyId,
    founder: (AccountId, PublicKey),
    programme: Uuid,
    recovery: PublicKey,
) -> Result<Pair, VaultError> {
    let pair = KeyPair::make();
    Ok(Pair {
        id,
        public_key: pair.public().as_bytes().to_vec(),
        recoverable: seal_pair(recovery, programme, &pair)?,
        recoverable_by: recovery.as_bytes().to_vec(),
        shares: vec![share(&pair, founder.0, founder.1)?],
    })
}

/// A pair that the recovery code opened, for whoever typed it.
pub(crate) fn give(
    pair: &KeyPair,
    account: AccountId,
    keys: &KeyPair,
) -> Result<Share, VaultError> {
    share(pair, account, keys.public())
}

/// The key that a text for the administrators is sealed to now.
pub(super) async fn public_key(desk: &Arc<Inner>, sign_in: &SignIn) -> Answer<PublicKey> {
    let state = State::read(&sign_in.database).await?;
    match state.current() {
        Some(pair) => public(pair.public_key.clone()),
        None => renew(desk, sign_in, &state).await,
    }
}

/// Makes another pair for everybody who administers.
async fn renew(desk: &Arc<Inner>, sign_in: &SignIn, state: &State) -> Answer<PublicKey> {
    let pair = KeyPair::make();
    let effect = NewPair {
        public_key: pair.public().as_bytes().to_vec(),
        recoverable: seal_pair(state.recovery, state.programme, &pair)?,
        recoverable_by: state.recovery.as_bytes().to_vec(),
        shares: shares(&pair, state.holders.iter())?,
    };
    put(desk, sign_in, effect).await?;
    Ok(pair.public())
}

async fn put<E: Effect>(desk: &Arc<Inner>, sign_in: &SignIn, effect: E) -> Answer<E::Output> {
    let author = Author::SignedIn(sign_in, Roles::EVERYBODY);
    change(desk, &sign_in.database, author, effect).await
}

/// Makes up for what is missing, as far as the keys of whoever is signed in reach.
pub(super) async fn tend(desk: &Arc<Inner>) -> Answer<()> {
    let sign_in = desk.signed_in()?;
    let mut state = State::read(&sign_in.database).await?;
    let mut held = state.held_by(&sign_in);
    sign_in.keys.hold(held.clone());
    if sign_in.is_damaged {
        return Ok(());
    }
    if state.current().is_none() {
        renew(desk, &sign_in, &state).await?;
        // What was held before still opens what is to be sealed anew, also for somebody who administers no more.
        let before = held;
        state = State::read(&sign_in.database).await?;
        held = state.held_by(&sign_in);
        sign_in.keys.hold(held.clone());
        held.extend(before);
    }
    let find = |pair: &Pair| {
        let is = |keys: &&KeyPair| keys.public().as_bytes().as_slice() == pair.public_key;
        held.iter().find(is).cloned()
    };
    let Some((newest, earlier)) = state.pairs.split_first() else {
        return Ok(());
    };
    if let Some(keys) = find(newest) {
        give_to_others(desk, &sign_in, &state, newest, &keys).await?;
    }
    let to = public(newest.public_key.clone())?;
    for pair in earlier {
        leave(desk, &sign_in, pair, find(pair), to).await?;
    }
    Ok(())
}

/// Gives the newest pair to administrators who do not have it, and to a new recovery code.
async fn give_to_others(
    desk: &Arc<Inner>,
    sign_in: &SignIn,
    state: &State,
    pair: &Pair,
    keys: &KeyPair,
) -> Answer<()> {
    let without = state.holders.iter().filter(|holder| !has(pair, holder));
    let people: Vec<PersonId> = without
        .clone()
        .filter(|holder| holder.public_key.is_some())
        .map(|holder| holder.person)
        .collect();
    let recovery = state.recovery.as_bytes();
    let recoverable = if pair.recoverable_by == recovery {
        None
    } else {
        Some(seal_pair(state.recovery, state.programme, keys)?)
    };
    if people.is_empty() && recoverable.is_none() {
        return Ok(());
    }
    let effect = Give {
        pair: pair.id,
        people,
        shares: shares(keys, without)?,
        recoverable: recoverable.map(|sealed| (sealed, recovery.to_vec())),
    };
    put(desk, sign_in, effect).await
}

/// Seals what an earlier pair opens to the newest one, and forgets the earlier one once nothing is sealed to it.
async fn leave(
    desk: &Arc<Inner>,
    sign_in: &SignIn,
    pair: &Pair,
    keys: Option<KeyPair>,
    to: PublicKey,
) -> Answer<()> {
    let notes = {
        let db = sign_in.database.executor();
        let sealed = Sealed::AdministeredFor(&pair.public_key);
        store::sessions::sealed(&db, sealed, ALL).await?
    };
    let texts = match keys {
        _ if notes.is_empty() => Vec::new(),
        Some(keys) => off_thread(move || reseal(notes, &keys, to)).await??,
        // Whoever holds it does this when they sign in.
        None => return Ok(()),
    };
    let mut parts: Vec<Vec<_>> = texts.chunks(AT_ONCE).map(<[_]>::to_vec).collect();
    if parts.is_empty() {
        parts.push(Vec::new());
    }
    for texts in parts {
        let effect = Leave {
            id: pair.id,
            public_key: pair.public_key.clone(),
            texts,
        };
        put(desk, sign_in, effect).await?;
    }
    Ok(())
}

/// A text, as it was sealed and as it will be.
type Moved = (NoteId, Administered, Administered);

fn reseal(notes: Vec<SealedNote>, keys: &KeyPair, to: PublicKey) -> Result<Vec<Moved>, VaultError> {
    let mut texts = Vec::new();
    for note in notes {
        // A damaged one stays as it is, and its pair with it.
        if let Some(before) = note.text.administered
            && let Ok(text) = open_text(keys, note.author.0, &before.sealed)
        {
            let after = Administered {
                sealed: seal_text(to, note.author.0, &text)?,
                sealed_for: to.as_bytes().to_vec(),
            };
            texts.push((note.id, before, after));
        }
    }
    Ok(texts)
}

/// The shares of those who administer at this moment, with the key they were sealed for.
async fn still_due(m: &Mutation<'_>, shares: Vec<Share>) -> Answer<(Vec<AccountId>, Vec<Share>)> {
    let holders = store::administrators::holders(&m.db).await?;
    let due = |share: &Share| {
        holders.iter().any(|holder| {
            holder.account == share.account && holder.public_key.as_ref() == Some(&share.sealed_for)
        })
    };
    let shares = shares.into_iter().filter(due).collect();
    let accounts = holders.iter().map(|holder| holder.account).collect();
    Ok((accounts, shares))
}

/// There is another pair from now on.
struct NewPair {
    public_key: Vec<u8>,
    recoverable: Vec<u8>,
    recoverable_by: Vec<u8>,
    shares: Vec<Share>,
}

impl Effect for NewPair {
    const NAME: &'static str = "accounts.new_administrators_key";
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        let (accounts, shares) = still_due(m, self.shares).await?;
        let pair = Pair {
            id: KeyId(m.draw()),
            public_key: self.public_key,
            recoverable: self.recoverable,
            recoverable_by: self.recoverable_by,
            shares,
        };
        store::administrators::insert(&m.db, pair, m.now).await?;
        store::administrators::keep_shares_of(&m.db, &accounts).await?;
        Ok(())
    }
}

/// More administrators hold the pair.
struct Give {
    pair: KeyId,
    people: Vec<PersonId>,
    shares: Vec<Share>,
    recoverable: Option<(Vec<u8>, Vec<u8>)>,
}

impl Effect for Give {
    const NAME: &'static str = "accounts.give_administrators_key";
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        let (_, shares) = still_due(m, self.shares).await?;
        for share in shares {
            store::administrators::put_share(&m.db, self.pair, share).await?;
        }
        if let Some((sealed, by)) = self.recoverable {
            store::administrators::set_recoverable(&m.db, self.pair, sealed, by).await?;
        }
        for person in self.people {
            m.about(person.0);
        }
        Ok(())
    }
}

/// Texts are sealed to the newest pair instead of an earlier one.
struct Leave {
    id: KeyId,
    public_key: Vec<u8>,
    texts: Vec<Moved>,
}

impl Effect for Leave {
    const NAME: &'static str = "accounts.reseal_administrators_texts";
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        m.count(self.texts.len() as u64);
        for (id, before, after) in self.texts {
            store::sessions::administer(&m.db, id, &before, after).await?;
        }
        let left = Sealed::AdministeredFor(&self.public_key);
        if store::sessions::sealed(&m.db, left, 1).await?.is_empty() {
            store::administrators::remove(&m.db, self.id).await?;
        }
        Ok(())
    }
}
