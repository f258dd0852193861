//! One-time codes: the first password of imported people, and the next one of those who forgot theirs.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use contract::accounts::{CodeView, IssueCodes, Redeem, SignedIn};
use contract::{Code, Feature};
use domain::{AccountId, PersonId, Role, Roles, SignInName};
use vault::{DataKey, OneTimeCode, Slot, Vault, VaultError};

use super::{SetKey, enter, put_slot, renewal, strength, tried, wrong, wrong_password};
use crate::attempts::Whose;
use crate::contexts::{Effect, Handle, Local, Mutation, Public};
use crate::desk::off_thread;
use crate::fault::{Answer, Fault, not_found, refuse};
use crate::gate::{Author, change};
use crate::keys::read_vault;

const ADMINISTRATORS: Roles = Roles::of(&[Role::Administrator]);
/// How long a code can be redeemed.
const LIFE: TimeDelta = TimeDelta::hours(24);
/// As many as one printed list has use for.
const MOST: usize = 2000;

impl Handle<IssueCodes> for Local<'_> {
    async fn handle(&self, command: IssueCodes) -> Answer<Vec<CodeView>> {
        if command.people.len() > MOST {
            return Err(wrong(
                "people",
                format!("Issue at most {MOST} codes at once"),
            ));
        }
        if command
            .people
            .iter()
            .any(|request| request.person == self.who.person)
        {
            return Err(refuse(
                Code::Conflict,
                "Your own password is changed in Settings, without a code",
            ));
        }
        let _door = self.desk.door.lock().await;
        let wanted = command
            .people
            .into_iter()
            .map(|request| (request.person, request.sign_in_name))
            .collect();
        let expires_at = self.now + LIFE;
        let author = Author::SignedIn(&self.sign_in, ADMINISTRATORS);
        let issued = change(
            self.desk,
            &self.sign_in.database,
            author,
            Issue { wanted, expires_at },
        )
        .await?;

        let mut vault = read_vault(&self.desk.programme_folder())?;
        let data_key = self.sign_in.unlocked.data_key.clone();
        let issued = off_thread(move || {
            let slots = make_slots(&vault, &issued, expires_at, &data_key)?;
            let mut views = Vec::new();
            for (issued, (code, slot)) in issued.into_iter().zip(slots) {
                vault.put(slot);
                views.push(CodeView {
                    person: issued.person,
                    name: issued.name,
                    sign_in_name: issued.sign_in_name.as_str().to_owned(),
                    code: code.text().to_string(),
                    expires_at,
                });
            }
            vault.save()?;
            Ok::<_, VaultError>((vault, views))
        })
        .await?;
        let (vault, views) = issued?;
        for view in &views {
            // A new code is the way out for a name that is stopped.
            if let Ok(name) = SignInName::parse(&view.sign_in_name) {
                let whose = Whose::Name(vault.name_hash(&name.key()));
                self.desk
                    .attempts
                    .forgive(&self.desk.programme_folder(), whose);
            }
        }
        Ok(views)
    }
}

/// Hashing is slow on purpose; a roster's codes are hashed on all cores.
fn make_slots(
    vault: &Vault,
    issued: &[Issued],
    expires_at: DateTime<Utc>,
    data_key: &DataKey,
) -> Result<Vec<(OneTimeCode, Slot)>, VaultError> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = issued.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let threads: Vec<_> = issued
            .chunks(share)
            .map(|part| {
                scope.spawn(move || {
                    part.iter()
                        .map(|issued| {
                            let code = OneTimeCode::make();
                            let key = issued.sign_in_name.key();
                            let slot = Slot::make_one_time(
                                vault,
                                issued.account.0,
                                &key,
                                &code,
                                expires_at,
                                data_key,
                            )?;
                            Ok((code, slot))
                        })
                        .collect::<Result<Vec<_>, VaultError>>()
                })
            })
            .collect();
        let mut slots = Vec::with_capacity(issued.len());
        for thread in threads {
            slots.extend(
                thread
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?,
            );
        }
        Ok(slots)
    })
}

/// An account that waits for its code.
struct Issued {
    account: AccountId,
    person: PersonId,
    name: String,
    sign_in_name: SignInName,
}

/// Makes the accounts that are missing, and marks all as waiting for a code.
struct Issue {
    wanted: HashMap<PersonId, String>,
    expires_at: DateTime<Utc>,
}

impl Effect for Issue {
    const NAME: &'static str = "accounts.issue_codes";
    type Output = Vec<Issued>;

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<Vec<Issued>> {
        let ids: Vec<PersonId> = self.wanted.keys().copied().collect();
        let mut contacts = store::accounts::contacts(&m.db, &ids).await?;
        if contacts.len() != ids.len() || contacts.iter().any(|(_, _, _, active)| !active) {
            return Err(not_found());
        }
        contacts.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
        let accounts = store::accounts::all(&m.db).await?;
        let mut taken: HashMap<String, PersonId> = accounts
            .iter()
            .map(|account| (account.name_key.clone(), account.person))
            .collect();
        let by_person: HashMap<PersonId, _> = accounts
            .into_iter()
            .map(|account| (account.person, account))
            .collect();

        let mut issued = Vec::with_capacity(contacts.len());
        for (person, name, email, _) in contacts {
            let typed = self.wanted.get(&person).map_or("", |typed| typed.trim());
            let earlier = by_person.get(&person);
            let sign_in_name = if !typed.is_empty() {
                super::sign_in_name("sign_in_name", typed)?
            } else if let Some(account) = earlier {
                super::sign_in_name("sign_in_name", &account.name)?
            } else {
                suggest(&name, &email, &taken)
            };
            if taken
                .get(&sign_in_name.key())
                .is_some_and(|holder| *holder != person)
            {
                return Err(wrong(
                    "sign_in_name",
                    format!("Somebody else signs in as {sign_in_name}"),
                ));
            }
            taken.insert(sign_in_name.key(), person);
            let account = if let Some(account) = earlier {
                account.id
            } else {
                let account = AccountId(m.draw());
                store::accounts::insert(&m.db, account, person, &sign_in_name, None, m.now).await?;
                account
            };
            store::accounts::set_code(&m.db, account, &sign_in_name, self.expires_at).await?;
            m.about(person.0);
            issued.push(Issued {
                account,
                person,
                name,
                sign_in_name,
            });
        }
        m.touch(Feature::Accounts);
        Ok(issued)
    }
}

/// The e-mail, or a name made of the person's: "linh.tran", "linh.tran2".
fn suggest(name: &str, email: &str, taken: &HashMap<String, PersonId>) -> SignInName {
    let free = |name: &SignInName| !taken.contains_key(&name.key());
    if let Some(email) = SignInName::parse(email).ok().filter(free) {
        return email;
    }
    let plain: String = domain::names::search_key(name)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(".");
    let plain: String = if plain.chars().count() < 2 {
        format!("person{plain}")
    } else {
        plain
    };
    let plain: String = plain.chars().take(56).collect();
    // Among one more name than there are taken ones, one is free.
    (1..=taken.len() + 1)
        .map(|number| match number {
            1 => plain.clone(),
            _ => format!("{plain}{number}"),
        })
        .filter_map(|name| SignInName::parse(&name).ok())
        .find(free)
        .expect("there are more names than taken ones")
}

impl Handle<Redeem> for Public<'_> {
    async fn handle(&self, command: Redeem) -> Answer<SignedIn> {
        let code = OneTimeCode::parse(&command.code).map_err(VaultError::from)?;
        let _door = self.desk.door.lock().await;
        let folder = self.desk.programme_folder();
        let vault = read_vault(&folder)?;
        strength::check(
            "password",
            &command.password,
            &[&command.name, vault.programme_name()],
        )?;
        let name_key = SignInName::parse(&command.name)
            .map_or_else(|_| command.name.clone(), |name| name.key());
        let now = self.now;
        let password = domain::secrets::composed(&command.password);
        let whose = Whose::Name(vault.name_hash(&name_key));
        let (unlocked, slot) = {
            let (vault, name_key, password) = (vault.clone(), name_key.clone(), password.clone());
            tried(
                self.desk,
                whose,
                "accounts.redeem",
                Fault::from,
                move || {
                    let unlocked = vault.redeem(&name_key, &code, now)?;
                    let slot = Slot::change_password(&vault, &unlocked, &name_key, &password)?;
                    Ok((unlocked, slot))
                },
            )
            .await?
        };
        self.desk.close().await?;
        let (database, unlocked) = renewal::open(self.desk, unlocked).await?;
        let redeemed = self
            .redeemed(
                &database,
                AccountId(unlocked.account),
                &slot,
                &command.password,
            )
            .await;
        database.close().await?;
        redeemed?;
        put_slot(vault, slot).await?;
        let vault = read_vault(&folder)?;
        let unlocked = off_thread(move || vault.unlock(&name_key, &password)).await??;
        enter(self.desk, unlocked, self.now).await
    }
}

impl Public<'_> {
    async fn redeemed(
        &self,
        database: &store::Database,
        id: AccountId,
        slot: &Slot,
        password: &str,
    ) -> Answer<()> {
        let account = store::accounts::by_id(&database.executor(), id).await?;
        let Some(account) = account.filter(|account| account.active) else {
            return Err(wrong_password());
        };
        // Only now it is known whose password it will be.
        strength::check("password", password, &[&account.person_name])?;
        let who = domain::policy::Who {
            person: account.person,
            roles: account.roles,
        };
        let set = SetKey {
            account: id,
            public_key: slot.public_key().as_bytes().to_vec(),
            others_lost: false,
        };
        change(self.desk, database, Author::Entering(who, id), set).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_names() {
        let somebody = PersonId(uuid::Uuid::nil());
        let mut taken = HashMap::new();
        let mut next = |name: &str, email: &str| {
            let made = suggest(name, email, &taken);
            taken.insert(made.key(), somebody);
            made.to_string()
        };
        assert_eq!(next("Linh Trần", ""), "linh.tran");
        assert_eq!(next("Linh Tran", ""), "linh.tran2");
        assert_eq!(next("Linh Tran", "linh@example.org"), "linh@example.org");
        assert_eq!(next("李", ""), "person李");
        assert_eq!(next("🙂", ""), "person");
    }
}
