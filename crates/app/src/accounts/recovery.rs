//! The recovery code: a new password for an administrator, and a new vault where it was lost.

use contract::accounts::{CheckRecovery, Recover, Recoverable, RecoverableAccount, SignedIn};
use contract::{Code, Command};
use domain::{Role, SignInName};
use store::Database;
use store::accounts::Account;
use store::programmes::Programme;
use vault::{
    Computer, DataKey, Founding, PublicKey, Recovery, RecoveryCode, Slot, Vault, VaultError,
};

use super::{SetKey, enter, renewal, strength, tried};
use crate::attempts::Whose;
use crate::contexts::{Effect, Handle, Mutation, Public};
use crate::desk::off_thread;
use crate::fault::{Answer, Fault, refuse};
use crate::gate::{Author, change};
use crate::keys::{check_recovery_files, open_recovery};

/// The recovery code gave an administrator a new password.
struct Recovered(SetKey);

impl Effect for Recovered {
    const NAME: &'static str = Recover::NAME;
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        self.0.carry_out(m).await
    }
}

impl Handle<CheckRecovery> for Public<'_> {
    async fn handle(&self, command: CheckRecovery) -> Answer<Recoverable> {
        let code = RecoveryCode::parse(&command.code).map_err(VaultError::from)?;
        let _door = self.desk.door.lock().await;
        let (database, _, _) = self.open(code, "accounts.check_recovery").await?;
        let accounts = store::accounts::all(&database.executor()).await;
        database.close().await?;
        let administrators = accounts?
            .into_iter()
            .filter(is_administrator)
            .map(|account| RecoverableAccount {
                name: account.person_name,
                sign_in_name: account.name,
            })
            .collect();
        Ok(Recoverable { administrators })
    }
}

fn is_administrator(account: &Account) -> bool {
    account.active && account.roles.contains(Role::Administrator)
}

impl Handle<Recover> for Public<'_> {
    async fn handle(&self, command: Recover) -> Answer<SignedIn> {
        let code = RecoveryCode::parse(&command.code).map_err(VaultError::from)?;
        let name_key = SignInName::parse(&command.sign_in_name)
            .map_err(|error| super::wrong("sign_in_name", error))?
            .key();
        let password = domain::secrets::composed(&command.password);
        let _door = self.desk.door.lock().await;
        let folder = self.desk.programme_folder();
        let (database, data_key, recovery) = self.open(code, "accounts.recover").await?;
        let prepared = self
            .prepare(&database, recovery, &name_key, &password, &data_key)
            .await;
        database.close().await?;
        let vault = prepared?;
        let whose = Whose::Name(vault.name_hash(&name_key));
        off_thread(move || vault.save()).await??;
        self.desk.attempts.forgive(&folder, whose);

        let vault = crate::keys::read_vault(&folder)?;
        let unlocked = off_thread(move || vault.unlock(&name_key, &password)).await??;
        enter(self.desk, unlocked, self.now).await
    }
}

impl Public<'_> {
    /// The file, by the recovery code.
    async fn open(
        &self,
        code: RecoveryCode,
        command: &'static str,
    ) -> Answer<(Database, DataKey, Recovery)> {
        let folder = self.desk.programme_folder();
        check_recovery_files(&folder)?;
        let candidates = {
            let folder = folder.clone();
            let say = |error| match error {
                VaultError::WrongCode => refuse(
                    Code::WrongPassword,
                    "That recovery code does not open this programme",
                ),
                other => other.into(),
            };
            tried(self.desk, Whose::Recovery, command, say, move || {
                open_recovery(&folder, &code)
            })
            .await?
        };
        self.desk.close().await?;
        renewal::open_any(self.desk, candidates).await
    }

    /// Writes the database's part and answers the vault that is to be saved after it.
    async fn prepare(
        &self,
        database: &Database,
        recovery: Recovery,
        name_key: &str,
        password: &str,
        data_key: &DataKey,
    ) -> Answer<Vault> {
        let account = store::accounts::by_name(&database.executor(), name_key).await?;
        let Some(account) = account.filter(is_administrator) else {
            return Err(refuse(
                Code::NotFound,
                "The recovery code gives a new password to administrators. Everybody else gets a one-time code from them",
            ));
        };
        let programme = store::programmes::get(&database.executor()).await?;
        strength::check(
            "password",
            password,
            &[&account.person_name, &account.name, &programme.name],
        )?;
        let folder = self.desk.programme_folder();
        let (mut vault, lost) = match Vault::read(&folder) {
            Ok(Some(vault)) => (vault, false),
            Ok(None) | Err(VaultError::Damaged) => (self.rebuilt(&programme)?, true),
            Err(error) => return Err(error.into()),
        };
        let slot = {
            let (vault, name_key, password, data_key) = (
                vault.clone(),
                name_key.to_owned(),
                password.to_owned(),
                data_key.clone(),
            );
            off_thread(move || {
                Slot::make_password(&vault, account.id.0, &name_key, &password, &data_key)
            })
            .await??
        };
        let who = domain::policy::Who {
            person: account.person,
            roles: account.roles,
        };
        let set = Recovered(SetKey {
            account: account.id,
            public_key: slot.public_key().as_bytes().to_vec(),
            others_lost: lost,
        });
        change(self.desk, database, Author::Entering(who, account.id), set).await?;
        vault.set_recovery(recovery);
        vault.put(slot);
        Ok(vault)
    }

    /// A vault with no slots, from what the database knows.
    fn rebuilt(&self, programme: &Programme) -> Answer<Vault> {
        let public_key: [u8; 32] = programme
            .public_key
            .clone()
            .try_into()
            .map_err(|_| Fault::Broken("the programme's key has another length".to_owned()))?;
        let founding = Founding {
            programme_name: programme.name.clone(),
            computer: if programme.only_me {
                Computer::OnlyMe
            } else {
                Computer::Shared
            },
            programme_public_key: PublicKey::from_bytes(public_key),
            kdf: self.desk.setup.kdf,
        };
        Ok(Vault::found(&self.desk.programme_folder(), founding))
    }
}
