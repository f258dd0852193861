//! Changing one's password, and being kept signed in.

use std::sync::Arc;

use contract::accounts::{
    ChangePassword, GetRemembering, KeyRenewal, LockReason, NewRecovery, Remember, Remembering,
    RenewKey, RenewRecovery,
};
use contract::{Command, Done};
use domain::secrets::composed;
use domain::{Role, Roles};
use store::accounts::Account;
use vault::{Computer, Recovery, RecoveryCode, Slot, Unlocked};

use super::{EVERYBODY, Locked, confirm, leave, put_slot, strength};
use crate::contexts::{Effect, Handle, Local, Mutation};
use crate::desk::{Inner, off_thread};
use crate::fault::Answer;
use crate::gate::{Author, change};
use crate::keys::{keyring_state, read_vault};
use crate::recorded::recorded;

const ADMINISTRATORS: Roles = Roles::of(&[Role::Administrator]);

recorded! {
    /// The vault alone changes: the account keeps its key.
    Changed = "accounts.change_password";
    /// The vault alone changes, and the file at the next sign-in.
    Asked = "accounts.renew_key";
}

/// The vault and `recovery.json` change; what is sealed from now on opens with the new code.
struct Renewed {
    key: Vec<u8>,
}

impl Effect for Renewed {
    const NAME: &'static str = RenewRecovery::NAME;
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        Ok(store::programmes::set_recovery_key(&m.db, &self.key).await?)
    }
}

impl Handle<ChangePassword> for Local<'_> {
    async fn handle(&self, command: ChangePassword) -> Answer<Done> {
        let account = own_account(self).await?;
        let programme = store::programmes::get(&self.sign_in.database.executor()).await?;
        strength::check(
            "new",
            &command.new,
            &[&account.person_name, &account.name, &programme.name],
        )?;
        let door = self.desk.door.lock().await;
        let unlocked = confirm(
            self.desk,
            &self.sign_in,
            "accounts.change_password",
            "current",
            command.current,
        )
        .await?;
        let mut vault = read_vault(&self.desk.programme_folder())?;
        if command.compromised {
            vault.ask_for_new_key();
        }
        let (new, account_key) = (composed(&command.new), account.name_key);
        let slot = {
            let vault = vault.clone();
            // The key pair stays, also when others know the password: private texts are sealed to it.
            off_thread(move || Slot::change_password(&vault, &unlocked, &account_key, &new))
                .await??
        };
        let author = Author::SignedIn(&self.sign_in, EVERYBODY);
        change(self.desk, &self.sign_in.database, author, Changed).await?;
        put_slot(vault, slot).await?;
        drop(door);
        if command.compromised {
            // The next sign-in gives the file its new key.
            leave(self.desk, Locked, Some(LockReason::Asked)).await?;
        }
        Ok(Done {})
    }
}

async fn own_account(context: &Local<'_>) -> Answer<Account> {
    let account = store::accounts::by_id(
        &context.sign_in.database.executor(),
        context.sign_in.account,
    )
    .await?;
    account.ok_or_else(crate::fault::not_found)
}

impl Handle<Remember> for Local<'_> {
    async fn handle(&self, command: Remember) -> Answer<Remembering> {
        let door = self.desk.door.lock().await;
        if command.remember {
            remember(self.desk, self.sign_in.unlocked.clone()).await?;
        } else {
            forget(self.desk).await?;
        }
        drop(door);
        self.handle(GetRemembering {}).await
    }
}

impl Handle<GetRemembering> for Local<'_> {
    async fn handle(&self, _command: GetRemembering) -> Answer<Remembering> {
        let vault = read_vault(&self.desk.programme_folder())?;
        let keyring = keyring_state(self.desk).await?;
        Ok(Remembering {
            remembered: vault.remembered() == Some(self.sign_in.account.0),
            possible: vault.computer() == Computer::OnlyMe
                && keyring == contract::programmes::KeyringState::Available,
            keyring,
        })
    }
}

async fn remember(desk: &Arc<Inner>, unlocked: Unlocked) -> Answer<()> {
    let mut vault = read_vault(&desk.programme_folder())?;
    let keyring = Arc::clone(&desk.setup.keyring);
    off_thread(move || {
        vault.remember(&unlocked, keyring.as_ref())?;
        vault.save()
    })
    .await??;
    Ok(())
}

/// After a password: keeps the account signed in, or forgets whoever was. A keyring that refuses spoils no sign-in.
pub(super) async fn keep(desk: &Arc<Inner>, unlocked: Unlocked, wanted: bool) {
    let kept = if wanted {
        remember(desk, unlocked).await
    } else {
        forget(desk).await
    };
    if let Err(fault) = kept {
        tracing::warn!(%fault, "the keyring did not take the sign-in");
    }
}

/// Nobody is kept signed in here any more.
pub(super) async fn forget(desk: &Arc<Inner>) -> Answer<()> {
    let mut vault = read_vault(&desk.programme_folder())?;
    if vault.remembered().is_none() {
        return Ok(());
    }
    let keyring = Arc::clone(&desk.setup.keyring);
    off_thread(move || {
        // The slot first: without it the keyring's value opens nothing, so a keyring that does not answer is no obstacle.
        vault.drop_device();
        vault.save()?;
        if let Err(error) = vault.forget_device(keyring.as_ref()) {
            tracing::warn!(%error, "the keyring kept a value that opens nothing now");
        }
        Ok::<_, vault::VaultError>(())
    })
    .await??;
    Ok(())
}

impl Handle<RenewRecovery> for Local<'_> {
    async fn handle(&self, _command: RenewRecovery) -> Answer<NewRecovery> {
        let _door = self.desk.door.lock().await;
        let folder = self.desk.programme_folder();
        let mut vault = read_vault(&folder)?;
        let programme = store::programmes::get(&self.sign_in.database.executor()).await?;
        let code = RecoveryCode::make();
        let key = code.text_keys(programme.id.0).public().as_bytes().to_vec();
        let recovery = Recovery::make(&code, &self.sign_in.unlocked.data_key, programme.id.0)?;
        let author = Author::SignedIn(&self.sign_in, ADMINISTRATORS);
        change(self.desk, &self.sign_in.database, author, Renewed { key }).await?;
        off_thread(move || {
            recovery.save(&folder)?;
            vault.set_recovery(recovery);
            // The old code and an old recovery.json still tell the present key.
            vault.ask_for_new_key();
            vault.save()
        })
        .await??;
        crate::seals::tend(self.desk).await;
        Ok(NewRecovery {
            groups: code
                .groups()
                .iter()
                .map(|group| group.to_string())
                .collect(),
            older_copies: vec![
                "Backups made until now still open with the old code: throw its paper away, and the backups you do not need".to_owned(),
                NEXT_SIGN_IN.to_owned(),
            ],
        })
    }
}

const NEXT_SIGN_IN: &str =
    "The file gets a new key at the next sign-in: lock the desk and unlock it to have it now";

impl Handle<RenewKey> for Local<'_> {
    async fn handle(&self, _command: RenewKey) -> Answer<KeyRenewal> {
        let _door = self.desk.door.lock().await;
        let mut vault = read_vault(&self.desk.programme_folder())?;
        let author = Author::SignedIn(&self.sign_in, ADMINISTRATORS);
        change(self.desk, &self.sign_in.database, author, Asked).await?;
        vault.ask_for_new_key();
        off_thread(move || vault.save()).await??;
        Ok(KeyRenewal {
            older_copies: vec![
                NEXT_SIGN_IN.to_owned(),
                "Everybody who signs in now still does, with the same password, and the recovery code stays the same".to_owned(),
                "Backups and copies made before still open with the passwords of their day and with the recovery code of their day".to_owned(),
            ],
        })
    }
}
