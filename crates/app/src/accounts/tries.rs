//! Trying a password or a code: counted before, forgiven when right.

use std::sync::Arc;

use domain::secrets::composed;
use vault::{Unlocked, VaultError};

use super::wrong;
use crate::attempts::Whose;
use crate::desk::{Inner, SignIn, off_thread};
use crate::fault::{Answer, Fault};
use crate::keys::read_vault;

/// Does the work of one try, unless too many before were wrong. `say` makes the refusal of a wrong one.
pub(crate) async fn tried<T: Send + 'static>(
    desk: &Arc<Inner>,
    whose: Whose,
    command: &'static str,
    say: impl FnOnce(VaultError) -> Fault,
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Answer<T> {
    let folder = desk.programme_folder();
    let clock = desk.setup.clock.as_ref();
    let begun = desk.attempts.begin(&folder, whose, command, clock)?;
    match off_thread(work).await? {
        Ok(found) => {
            desk.attempts.right(&folder, &begun);
            Ok(found)
        }
        Err(error @ (VaultError::WrongPassword | VaultError::WrongCode)) => {
            Err(desk.attempts.wrong(&folder, begun, say(error), command))
        }
        Err(error) => {
            desk.attempts.undecided(&folder, &begun);
            Err(say(error))
        }
    }
}

/// Asks the password of whoever is signed in again. A wrong one is said at the field; the sign-in stays.
pub(crate) async fn confirm(
    desk: &Arc<Inner>,
    sign_in: &SignIn,
    command: &'static str,
    field: &'static str,
    password: String,
) -> Answer<Unlocked> {
    if password.is_empty() {
        return Err(wrong(field, "Type your password again"));
    }
    let vault = read_vault(&desk.programme_folder())?;
    let account = store::accounts::by_id(&sign_in.database.executor(), sign_in.account).await?;
    let name_key = account.ok_or_else(crate::fault::not_found)?.name_key;
    let whose = Whose::Name(vault.name_hash(&name_key));
    let own = sign_in.account.0;
    let password = composed(&password);
    let say = |error| match error {
        VaultError::WrongPassword => wrong(
            field,
            "This is not your password. Check Caps Lock and try again",
        ),
        other => other.into(),
    };
    tried(desk, whose, command, say, move || {
        vault.unlock(&name_key, &password).and_then(|unlocked| {
            if unlocked.account == own {
                Ok(unlocked)
            } else {
                Err(VaultError::WrongPassword)
            }
        })
    })
    .await
}
