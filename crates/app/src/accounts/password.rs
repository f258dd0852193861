//! Changing one's password, and being kept signed in.

use std::sync::Arc;

use contract::accounts::{
    ChangePassword, GetRemembering, NewRecovery, Remember, Remembering, RenewRecovery,
};
use contract::{Command, Done};
use domain::Roles;
use domain::secrets::composed;
use vault::{Computer, Recovery, RecoveryCode, Slot, Unlocked, VaultError};

use super::{EVERYBODY, check_password, put_slot, wrong};
use crate::contexts::{Effect, Handle, Local, Mutation};
use crate::desk::{Inner, off_thread};
use crate::fault::{Answer, Fault};
use crate::gate::{Author, change};
use crate::keys::{keyring_state, read_vault};
use crate::recorded::recorded;

recorded! {
    /// The vault alone changes: the account keeps its key.
    Changed = "accounts.change_password";
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
        check_password("new", &command.new)?;
        let _door = self.desk.door.lock().await;
        let vault = read_vault(&self.desk.programme_folder())?;
        let name_key = own_name_key(self).await?;
        let (current, new) = (composed(&command.current), composed(&command.new));
        let slot = {
            let vault = vault.clone();
            off_thread(move || {
                let unlocked = vault.unlock(&name_key, &current)?;
                Slot::change_password(&vault, &unlocked, &name_key, &new)
            })
            .await?
        };
        let slot = slot.map_err(|error| in_field("current", error))?;
        let author = Author::SignedIn(&self.sign_in, EVERYBODY);
        change(self.desk, &self.sign_in.database, author, Changed).await?;
        put_slot(vault, slot).await?;
        Ok(Done {})
    }
}

async fn own_name_key(context: &Local<'_>) -> Answer<String> {
    let account = store::accounts::by_id(
        &context.sign_in.database.executor(),
        context.sign_in.account,
    )
    .await?;
    Ok(account.ok_or_else(crate::fault::not_found)?.name_key)
}

/// A wrong password of somebody who is in: the field says so, the sign-in stays.
fn in_field(field: &str, error: VaultError) -> Fault {
    match error {
        VaultError::WrongPassword => wrong(
            field,
            "This is not your password. Check Caps Lock and try again",
        ),
        other => other.into(),
    }
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
        // Without the slot the keyring's value opens nothing, so a keyring that does not answer is no obstacle.
        if let Err(error) = vault.forget_device(keyring.as_ref()) {
            tracing::warn!(%error, "the keyring kept a value that opens nothing now");
        }
        vault.save()
    })
    .await??;
    Ok(())
}

impl Handle<RenewRecovery> for Local<'_> {
    async fn handle(&self, command: RenewRecovery) -> Answer<NewRecovery> {
        let _door = self.desk.door.lock().await;
        let folder = self.desk.programme_folder();
        let mut vault = read_vault(&folder)?;
        let name_key = own_name_key(self).await?;
        {
            let (vault, password) = (vault.clone(), composed(&command.password));
            off_thread(move || vault.unlock(&name_key, &password))
                .await?
                .map_err(|error| in_field("password", error))?;
        }
        let programme = store::programmes::get(&self.sign_in.database.executor()).await?;
        let code = RecoveryCode::make();
        let key = code.text_keys(programme.id.0).public().as_bytes().to_vec();
        let recovery = Recovery::make(&code, &self.sign_in.unlocked.data_key, programme.id.0);
        let administrators = Roles::of(&[domain::Role::Administrator]);
        let author = Author::SignedIn(&self.sign_in, administrators);
        change(self.desk, &self.sign_in.database, author, Renewed { key }).await?;
        off_thread(move || {
            recovery.save(&folder)?;
            vault.set_recovery(recovery);
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
        })
    }
}
