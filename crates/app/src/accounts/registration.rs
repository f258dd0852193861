//! Asking to join while the file is closed, and being admitted.

use contract::accounts::{Approve, Refuse, Register, Registered, RequestView, Requests};
use contract::{Code, Done, Feature};
use domain::texts::Line;
use domain::{AccountId, Email, PersonId, PersonName, RequestId, Role, Roles, SignInName};
use serde::{Deserialize, Serialize};
use store::accounts::NewPerson;
use store::programmes::Programme;
use uuid::Uuid;
use vault::{PrivateKey, Request, Vault};

use super::{SetKey, put_slot, strength};
use crate::contexts::{Effect, Handle, Local, Mutation, Public};
use crate::desk::off_thread;
use crate::fault::{Answer, Fault, not_found, refuse};
use crate::gate::{Author, change};
use crate::inputs::Form;
use crate::keys::read_vault;
use crate::recorded::recorded;

const ADMINISTRATORS: Roles = Roles::of(&[Role::Administrator]);
const LONGEST_MESSAGE: usize = 300;

/// What a request says, sealed to the programme's key.
#[derive(Serialize, Deserialize)]
struct Profile {
    name: String,
    sign_in_name: String,
    role: Role,
    email: String,
    message: String,
}

impl Handle<Register> for Public<'_> {
    async fn handle(&self, command: Register) -> Answer<Registered> {
        let (profile, name_key) = parse(&command)?;
        let _door = self.desk.door.lock().await;
        let vault = read_vault(&self.desk.programme_folder())?;
        strength::check("password", &command.password, &[vault.programme_name()])?;
        let id = self.desk.ids.draw(self.now);
        let now = self.now;
        let sealed =
            serde_json::to_vec(&profile).map_err(|error| Fault::Broken(error.to_string()))?;
        let password = domain::secrets::composed(&command.password);
        off_thread(move || {
            let mut vault = vault;
            let request = Request::make(&vault, id, now, &name_key, &password, &sealed)?;
            vault.add_request(request, &password)?;
            vault.save()
        })
        .await??;
        self.desk.emit(contract::Event::Changed {
            features: vec![Feature::Accounts],
        });
        Ok(Registered {
            sign_in_name: profile.sign_in_name,
        })
    }
}

fn parse(command: &Register) -> Answer<(Profile, String)> {
    let mut form = Form::default();
    let message = Line::parse_optional(&command.message.replace('\n', " "), LONGEST_MESSAGE);
    let email = if command.email.trim().is_empty() {
        Ok(String::new())
    } else {
        Email::parse(&command.email).map(|email| email.as_str().to_owned())
    };
    if command.role == Role::Administrator {
        form.wrong(
            "role",
            "Choose student or mentor. Administrators are named by administrators",
        );
    }
    let (Some(name), Some(sign_in_name), Some(()), Some(email), Some(message)) = (
        form.take("name", PersonName::parse(&command.name)),
        form.take("sign_in_name", SignInName::parse(&command.sign_in_name)),
        form.take(
            "password",
            strength::check_text(
                &command.password,
                &[&command.name, &command.sign_in_name, &command.email],
            ),
        ),
        form.take("email", email),
        form.take("message", message),
    ) else {
        return Err(form.refused());
    };
    form.check()?;
    let name_key = sign_in_name.key();
    let email = if email.is_empty() && sign_in_name.as_str().contains('@') {
        sign_in_name.as_str().to_owned()
    } else {
        email
    };
    let profile = Profile {
        name: name.as_str().to_owned(),
        sign_in_name: sign_in_name.as_str().to_owned(),
        role: command.role,
        email,
        message: message.map(Line::into_string).unwrap_or_default(),
    };
    Ok((profile, name_key))
}

impl Local<'_> {
    async fn programme_key(&self) -> Answer<PrivateKey> {
        let programme = store::programmes::get(&self.sign_in.database.executor()).await?;
        private_key(&programme)
    }

    async fn same_person(&self, email: &str) -> Answer<Option<PersonId>> {
        match Email::parse(email) {
            Ok(email) => Ok(store::accounts::person_without_account(
                &self.sign_in.database.executor(),
                &email.key(),
            )
            .await?),
            Err(_) => Ok(None),
        }
    }
}

fn open(request: &Request, key: &PrivateKey) -> Answer<Profile> {
    let bytes = request.open_profile(key)?;
    serde_json::from_slice(&bytes).map_err(|error| Fault::Broken(error.to_string()))
}

/// The requests that somebody left who has this sign-in name, or this e-mail.
pub(super) fn requests_of(
    vault: &Vault,
    programme: &Programme,
    name: Option<&SignInName>,
    email: Option<&Email>,
) -> Answer<Vec<Uuid>> {
    let key = private_key(programme)?;
    let name = name.map(SignInName::key);
    let email = email.map(Email::key);
    let theirs = vault.requests().iter().filter(|request| {
        let Ok(profile) = open(request, &key) else {
            return false;
        };
        let asked_as = SignInName::parse(&profile.sign_in_name).ok();
        let wrote_from = Email::parse(&profile.email).ok();
        let same_name = name.is_some() && asked_as.map(|asked| asked.key()) == name;
        let same_email = email.is_some() && wrote_from.map(|from| from.key()) == email;
        same_name || same_email
    });
    Ok(theirs.map(Request::id).collect())
}

fn private_key(programme: &Programme) -> Answer<PrivateKey> {
    let bytes: &[u8; 32] = programme
        .private_key
        .as_slice()
        .try_into()
        .map_err(|_| Fault::Broken("the programme's key has another length".to_owned()))?;
    Ok(PrivateKey::from_bytes(bytes))
}

impl Handle<Requests> for Local<'_> {
    async fn handle(&self, _command: Requests) -> Answer<Vec<RequestView>> {
        let vault = read_vault(&self.desk.programme_folder())?;
        let key = self.programme_key().await?;
        let mut views = Vec::new();
        for request in vault.requests() {
            // Anybody can write into a plain file: what was not sealed for this programme is not a request.
            let Ok(profile) = open(request, &key) else {
                continue;
            };
            views.push(RequestView {
                id: RequestId(request.id()),
                same_person: self.same_person(&profile.email).await?,
                name: profile.name,
                sign_in_name: profile.sign_in_name,
                role: profile.role,
                email: profile.email,
                message: profile.message,
                made_at: request.made_at(),
            });
        }
        Ok(views)
    }
}

impl Handle<Approve> for Local<'_> {
    async fn handle(&self, command: Approve) -> Answer<Done> {
        if command.role == Role::Administrator {
            return Err(super::wrong("role", "Choose student or mentor"));
        }
        let _door = self.desk.door.lock().await;
        let mut vault = read_vault(&self.desk.programme_folder())?;
        let request = vault
            .request(command.request.0)
            .cloned()
            .ok_or_else(not_found)?;
        let profile = open(&request, &self.programme_key().await?)?;
        let sign_in_name = super::sign_in_name("sign_in_name", &profile.sign_in_name)?;
        // The request's id becomes the account's: an approval that was interrupted is found and finished.
        let account = AccountId(request.id());
        let data_key = self.sign_in.unlocked.data_key.clone();
        let slot = request.approve(&vault, account.0, &sign_in_name.key(), &data_key)?;

        let earlier = store::accounts::by_id(&self.sign_in.database.executor(), account).await?;
        let public_key = slot.public_key().as_bytes().to_vec();
        let author = Author::SignedIn(&self.sign_in, ADMINISTRATORS);
        if earlier.is_some() {
            // A sign-in in between has marked the account as having no slot.
            let set = SetKey {
                account,
                public_key,
                others_lost: false,
            };
            change(self.desk, &self.sign_in.database, author, set).await?;
        } else {
            let admitted = Admit {
                account,
                person: self.same_person(&profile.email).await?,
                name: PersonName::parse(&profile.name)
                    .map_err(|error| super::wrong("name", error))?,
                email: Email::parse(&profile.email).ok(),
                role: command.role,
                sign_in_name,
                public_key,
            };
            change(self.desk, &self.sign_in.database, author, admitted).await?;
        }
        vault.remove_request(request.id());
        put_slot(vault, slot).await?;
        // Somebody who was made an administrator before may have an account now.
        crate::seals::tend(self.desk).await;
        Ok(Done {})
    }
}

/// Admits somebody with the account they asked for; joins them with the person of the same e-mail.
struct Admit {
    account: AccountId,
    person: Option<PersonId>,
    name: PersonName,
    email: Option<Email>,
    role: Role,
    sign_in_name: SignInName,
    public_key: Vec<u8>,
}

impl Effect for Admit {
    const NAME: &'static str = "accounts.admit";
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        if store::accounts::by_name(&m.db, &self.sign_in_name.key())
            .await?
            .is_some()
        {
            return Err(refuse(
                Code::Conflict,
                "Somebody else signs in with this name. Refuse the request and ask them to choose another",
            ));
        }
        let person = if let Some(person) = self.person {
            store::accounts::add_role(&m.db, person, self.role).await?;
            person
        } else {
            let person = PersonId(m.draw());
            let new = NewPerson {
                name: &self.name,
                email: self.email.as_ref(),
                roles: Roles::of(&[self.role]),
            };
            store::accounts::insert_person(&m.db, person, new, m.now).await?;
            person
        };
        store::accounts::insert(
            &m.db,
            self.account,
            person,
            &self.sign_in_name,
            Some(&self.public_key),
            m.now,
        )
        .await?;
        m.about(person.0);
        m.about(self.account.0);
        m.touch(Feature::People);
        m.touch(Feature::Accounts);
        Ok(())
    }
}

recorded! {
    /// The vault alone changes.
    Refused = "accounts.refuse";
}

impl Handle<Refuse> for Local<'_> {
    async fn handle(&self, command: Refuse) -> Answer<Done> {
        let _door = self.desk.door.lock().await;
        let mut vault = read_vault(&self.desk.programme_folder())?;
        if !vault.remove_request(command.request.0) {
            return Err(not_found());
        }
        let author = Author::SignedIn(&self.sign_in, ADMINISTRATORS);
        change(self.desk, &self.sign_in.database, author, Refused).await?;
        off_thread(move || vault.save()).await??;
        self.desk.emit(contract::Event::Changed {
            features: vec![Feature::Accounts],
        });
        Ok(Done {})
    }
}
