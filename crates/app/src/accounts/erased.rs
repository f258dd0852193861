//! What of an account lies outside the database, when its person was erased.

use std::sync::Arc;

use domain::SignInName;
use serde_json::json;
use store::Database;

use super::registration::requests_of;
use crate::desk::{Inner, off_thread};
use crate::fault::Answer;
use crate::keys::read_vault;
use crate::people::Gone;

/// Takes out of the vault what somebody could sign in with and what they asked for before they had an account, and their
/// name out of the sign-in's list. The file gets a new key: they may have kept a copy of the vault. The caller holds the
/// door.
pub(crate) async fn forget(desk: &Arc<Inner>, database: &Database, gone: &Gone) -> Answer<()> {
    let mut vault = read_vault(&desk.programme_folder())?;
    let programme = store::programmes::get(&database.executor()).await?;
    let name = gone
        .account
        .as_ref()
        .and_then(|account| SignInName::parse(&account.name).ok());
    let requests = requests_of(&vault, &programme, name.as_ref(), gone.email.as_ref())?;
    let mut changed = false;
    for request in requests {
        changed |= vault.remove_request(request);
    }
    if let Some(account) = &gone.account {
        forget_name(desk, &account.name);
        if vault.remove(account.id.0) {
            vault.ask_for_new_key();
            changed = true;
        }
    }
    if changed {
        off_thread(move || vault.save()).await??;
    }
    Ok(())
}

fn forget_name(desk: &Inner, name: &str) {
    let mut preferences = desk.setup.preferences.load();
    let mut names: Vec<String> =
        serde_json::from_value(preferences["sign_in_names"].clone()).unwrap_or_default();
    if names.iter().any(|known| known == name) {
        names.retain(|known| known != name);
        preferences["sign_in_names"] = json!(names);
        desk.setup.preferences.store(&preferences);
    }
}
