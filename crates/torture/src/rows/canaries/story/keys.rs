//! Keys and passwords: what is drawn, judged, renewed and kept.

use contract::accounts::{
    ChangePassword, JudgePassword, Remember, RenewRecovery, SignOut, SuggestPassphrase,
};
use store::Database;
use vault::{Keyring, Vault};

use super::{Stage, Teller};
use crate::Result;
use crate::desk::NAME;
use crate::rows::canaries::words::LAST_KEY;

/// What there is from the founding on.
pub(super) async fn before(teller: &mut Teller, stage: &Stage) -> Result {
    stage
        .desk
        .ask(JudgePassword {
            password: teller.password("a password that was only judged")?,
            words: vec![teller.text("a word a password was judged by")?],
        })
        .await?;
    let drawn = stage.desk.ask(SuggestPassphrase {}).await?;
    Teller::secret("a passphrase that was drawn", drawn.words.as_bytes())?;
    let name = vault(stage)?.id().to_string();
    let kept = stage.keyring.get(&name)?.ok_or("the keyring is empty")?;
    Teller::secret("what the keyring holds", &kept)?;
    of_account(stage, NAME, &stage.password)?;
    data_key(stage, "the data key")
}

/// The private key of an account.
pub(super) fn of_account(stage: &Stage, name: &str, password: &str) -> Result {
    let unlocked = vault(stage)?.unlock(name, password)?;
    let private = unlocked.key_pair.private().to_bytes();
    Teller::secret(&format!("the private key of {name}"), &*private)
}

fn vault(stage: &Stage) -> Result<Vault> {
    Ok(Vault::read(&stage.programme)?.ok_or("no vault")?)
}

fn data_key(stage: &Stage, of: &str) -> Result {
    let key = vault(stage)?.unlock(NAME, &stage.password)?.data_key;
    let literal = key.pragma_literal();
    let digits = literal.trim_matches(['x', '\'']);
    let bytes: std::result::Result<Vec<u8>, _> = (0..64)
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16))
        .collect();
    Teller::secret(of, &bytes?)
}

/// A new password because the old one is known, a new recovery code, and with them a new key for the file.
pub(super) async fn renew(teller: &mut Teller, stage: &mut Stage) -> Result {
    let new = teller.password("the administrator's second password")?;
    let change = ChangePassword {
        current: stage.password.clone(),
        new: new.clone(),
        compromised: true,
    };
    stage.desk.ask(change).await?;
    stage.password = new;
    // A password that others know locks the desk, and the file gets its new key.
    stage.sign_in().await?;
    let password = stage.password.clone();
    let made = stage.desk.ask(RenewRecovery { password }).await?;
    Teller::code("the second recovery code", &made.groups.join("-"))?;
    stage.desk.ask(SignOut {}).await?;
    in_the_file(stage).await?;
    stage.sign_in().await?;
    stage.desk.ask(Remember { remember: true }).await?;
    data_key(stage, LAST_KEY)
}

/// The keys that lie in the file: read while nobody has it open.
async fn in_the_file(stage: &Stage) -> Result {
    let key = vault(stage)?.unlock(NAME, &stage.password)?.data_key;
    let file = stage.programme.join("programme.db");
    let database = Database::open(&file, &key.pragma_literal(), false).await?;
    let programme = store::programmes::get(&database.executor()).await?;
    let rows = database.rows().await?;
    database.close().await?;
    Teller::secret("the programme's private key", &programme.private_key)?;
    let row = rows.iter().find(|row| row.starts_with("audit_key"));
    let row = row.ok_or("the activity log has no key")?;
    let digits = row
        .split(|symbol: char| !symbol.is_ascii_hexdigit())
        .find(|part| part.len() == 64)
        .ok_or("the key of the activity log has another length")?;
    let bytes: std::result::Result<Vec<u8>, _> = (0..64)
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16))
        .collect();
    Teller::secret("the key of the activity log", &bytes?)
}
