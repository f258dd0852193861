//! The programme itself: what stands on this computer, its founding, its settings.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use contract::accounts::SignedIn;
use contract::programmes::{
    Change, Computer, Found, Get, MakeRecoveryCode, ProgrammeView, RecoveryCodeView, Status,
    StatusView,
};
use contract::{Code, Feature};
use domain::policy::Who;
use domain::texts::Line;
use domain::{AccountId, PersonId, PersonName, ProgrammeId, Role, Roles, SignInName, Zone};
use store::accounts::NewPerson;
use store::programmes::Programme;
use store::{Database, Db};
use vault::{
    AuditKey, DataKey, Founding, KeyPair, Recovery, RecoveryCode, Slot, Vault, VaultError,
};

use crate::accounts;
use crate::audit::differing;
use crate::contexts::{Effect, Handle, Mutation, Public, Query};
use crate::desk::{Inner, data_file, lock, off_thread};
use crate::fault::{Answer, refuse};
use crate::gate::{Author, change};
use crate::inputs::Form;
use crate::keys;

/// The programme's folder inside the data folder.
pub(crate) const FOLDER: &str = "programme";
/// Where a programme is founded, before one renaming makes it whole.
const UNFINISHED: &str = "programme.unfinished";
const LONGEST_NAME: usize = 80;

/// A recovery code that waits to be typed back.
pub(crate) struct Drawn {
    code: RecoveryCode,
    asked: [usize; 2],
}

/// Clears away a founding that was interrupted: nothing in it was ever shown as done.
pub(crate) fn clear_unfinished(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder.join(UNFINISHED)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

impl Handle<Status> for Public<'_> {
    async fn handle(&self, _command: Status) -> Answer<StatusView> {
        if self.desk.is_signed_in() {
            return Ok(StatusView::SignedIn);
        }
        let folder = self.desk.programme_folder();
        let recovery_file = folder.join("recovery.json").exists();
        if !folder.join("vault.json").exists() && !data_file(&folder).exists() {
            return Ok(StatusView::NoProgramme);
        }
        if let Some(reason) = damage(&data_file(&folder))? {
            return Ok(StatusView::Damaged {
                reason: reason.to_owned(),
            });
        }
        let vault = match Vault::read(&folder) {
            Ok(Some(vault)) => vault,
            Ok(None) | Err(VaultError::Damaged) => {
                return Ok(StatusView::RecoveryNeeded { recovery_file });
            }
            Err(VaultError::Newer { .. }) => return Ok(StatusView::Newer),
            Err(error) => return Err(error.into()),
        };
        let computer = match vault.computer() {
            vault::Computer::OnlyMe => Computer::OnlyMe,
            vault::Computer::Shared => Computer::Shared,
        };
        Ok(StatusView::Locked {
            programme: vault.programme_name().to_owned(),
            names: accounts::remembered_names(self.desk, computer),
            computer,
            keyring: keys::keyring_state(self.desk).await?,
            remembered: vault.remembered().is_some() && !self.desk.watch.asks_for_password(),
            recovery_file,
            locked_by: self.desk.watch.locked_by(),
        })
    }
}

/// The least an encrypted file can have: one page.
const PAGE: u64 = 4096;

/// What is wrong with the file, as far as it shows without the key.
fn damage(file: &Path) -> io::Result<Option<&'static str>> {
    let mut head = [0; 16];
    let (read, length) = match File::open(file) {
        Ok(mut file) => (file.read(&mut head)?, file.metadata()?.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(Some("The programme's data file is missing from its folder"));
        }
        Err(error) => return Err(error),
    };
    Ok(match &head[..read] {
        b"SQLite format 3\0" => {
            Some("The data file is an unencrypted database, not one of Mentorship Desk")
        }
        _ if length < PAGE => Some("The data file is empty or cut off"),
        _ => None,
    })
}

impl Handle<MakeRecoveryCode> for Public<'_> {
    async fn handle(&self, _command: MakeRecoveryCode) -> Answer<RecoveryCodeView> {
        let code = RecoveryCode::make();
        // Two groups far apart: whoever wrote down both wrote down the sheet. Which two follows from the code itself.
        let first = usize::from(code.text().as_bytes()[0]) % 4;
        let second = 4 + usize::from(code.text().as_bytes()[1]) % 4;
        let drawn = Drawn {
            code,
            asked: [first, second],
        };
        let view = RecoveryCodeView {
            groups: drawn
                .code
                .groups()
                .iter()
                .map(|group| group.to_string())
                .collect(),
            asked: drawn.asked,
        };
        *lock(&self.desk.drawn) = Some(drawn);
        Ok(view)
    }
}

/// What was asked for in the first run, parsed.
struct Founder {
    programme: Line,
    zone: Zone,
    computer: Computer,
    name: PersonName,
    sign_in_name: SignInName,
    password: String,
    code: RecoveryCode,
}

impl Founder {
    fn parse(desk: &Inner, command: Found) -> Answer<Self> {
        let mut form = Form::default();
        let (programme, zone, name, sign_in_name, password) = (
            form.take("programme", Line::parse(&command.programme, LONGEST_NAME)),
            form.take("zone", Zone::parse(&command.zone)),
            form.take("name", PersonName::parse(&command.name)),
            form.take("sign_in_name", SignInName::parse(&command.sign_in_name)),
            form.take(
                "password",
                accounts::strength::check_text(
                    &command.password,
                    &[&command.programme, &command.name, &command.sign_in_name],
                ),
            ),
        );
        let code = recovery_code(desk, &command, &mut form)?;
        match (programme, zone, name, sign_in_name, password) {
            (Some(programme), Some(zone), Some(name), Some(sign_in_name), Some(())) => {
                form.check()?;
                let computer = command.computer;
                let password = domain::secrets::composed(&command.password);
                Ok(Self {
                    programme,
                    zone,
                    computer,
                    name,
                    sign_in_name,
                    password,
                    code,
                })
            }
            _ => Err(form.refused()),
        }
    }
}

/// The code drawn last, if the two groups typed are its; or one that was typed whole.
fn recovery_code(desk: &Inner, command: &Found, form: &mut Form) -> Answer<RecoveryCode> {
    if !command.code.is_empty() {
        return Ok(RecoveryCode::parse(&command.code).map_err(VaultError::from)?);
    }
    let drawn = lock(&desk.drawn);
    let drawn = drawn
        .as_ref()
        .ok_or_else(|| refuse(Code::Conflict, "Draw a recovery code first"))?;
    let groups = drawn.code.groups();
    for (at, (asked, typed)) in drawn.asked.iter().zip(&command.typed).enumerate() {
        if !typed.trim().eq_ignore_ascii_case(&groups[*asked]) {
            form.wrong(
                format!("typed.{at}"),
                format!("This is not group {}. Look at your sheet again", asked + 1),
            );
        }
    }
    Ok(drawn.code.clone())
}

impl Handle<Found> for Public<'_> {
    async fn handle(&self, command: Found) -> Answer<SignedIn> {
        let founder = Founder::parse(self.desk, command)?;
        let _door = self.desk.door.lock().await;
        let folder = self.desk.programme_folder();
        // A restore that could be neither finished nor taken back has left a programme under another name.
        crate::backups::settle(&self.desk.setup.folder)?;
        if folder.join("vault.json").exists() || data_file(&folder).exists() {
            return Err(refuse(
                Code::Conflict,
                "There is a programme on this computer already",
            ));
        }
        let unfinished = self.desk.setup.folder.join(UNFINISHED);
        clear_unfinished(&self.desk.setup.folder)?;
        fs::create_dir_all(&unfinished)?;

        let programme_keys = KeyPair::make();
        let vault = Vault::found(
            &unfinished,
            Founding {
                programme_name: founder.programme.as_str().to_owned(),
                computer: match founder.computer {
                    Computer::OnlyMe => vault::Computer::OnlyMe,
                    Computer::Shared => vault::Computer::Shared,
                },
                programme_public_key: programme_keys.public(),
                kdf: self.desk.setup.kdf,
            },
        );
        let account = AccountId(self.desk.ids.draw(self.now));
        let data_key = DataKey::make();
        let (name_key, password, code) = (
            founder.sign_in_name.key(),
            founder.password.clone(),
            founder.code.clone(),
        );
        let slot = {
            let (vault, data_key, name_key, password) = (
                vault.clone(),
                data_key.clone(),
                name_key.clone(),
                password.clone(),
            );
            off_thread(move || {
                Slot::make_password(&vault, account.0, &name_key, &password, &data_key)
            })
            .await??
        };

        let person = PersonId(self.desk.ids.draw(self.now));
        let programme = ProgrammeId(self.desk.ids.draw(self.now));
        let database =
            Database::open(&data_file(&unfinished), &data_key.pragma_literal(), true).await?;
        let who = Who {
            person,
            roles: Roles::of(&[Role::Administrator]),
        };
        let effect = Founded {
            programme: Programme {
                id: programme,
                name: founder.programme.into_string(),
                zone: founder.zone.as_str().to_owned(),
                only_me: founder.computer == Computer::OnlyMe,
                public_key: programme_keys.public().as_bytes().to_vec(),
                private_key: programme_keys.private().to_bytes().to_vec(),
                recovery_key: founder
                    .code
                    .text_keys(programme.0)
                    .public()
                    .as_bytes()
                    .to_vec(),
                founded_at: self.now,
            },
            administrators: crate::seals::found(
                domain::KeyId(self.desk.ids.draw(self.now)),
                (account, slot.public_key()),
                programme.0,
                founder.code.text_keys(programme.0).public(),
            )?,
            name: founder.name,
            sign_in_name: founder.sign_in_name,
            public_key: slot.public_key().as_bytes().to_vec(),
            audit_key: AuditKey::make(),
        };
        let written = change(self.desk, &database, Author::Entering(who, account), effect).await;
        database.close().await?;
        written?;
        seal(
            vault,
            slot,
            &code,
            &data_key,
            programme,
            &unfinished,
            &folder,
        )
        .await?;
        *lock(&self.desk.drawn) = None;

        let vault = keys::read_vault(&folder)?;
        let unlocked = off_thread(move || vault.unlock(&name_key, &password)).await??;
        accounts::enter(self.desk, unlocked, self.now).await
    }
}

/// Writes the vault and the recovery file beside the database, then makes the programme whole in one renaming.
async fn seal(
    mut vault: Vault,
    slot: Slot,
    code: &RecoveryCode,
    data_key: &DataKey,
    programme: ProgrammeId,
    unfinished: &Path,
    folder: &Path,
) -> Answer<()> {
    let recovery = Recovery::make(code, data_key, programme.0)?;
    vault.put(slot);
    vault.set_recovery(recovery.clone());
    let (unfinished, folder) = (unfinished.to_owned(), folder.to_owned());
    off_thread(move || {
        recovery.save(&unfinished)?;
        vault.save()?;
        // Renaming onto an empty folder works on some systems only.
        let _ = fs::remove_dir(&folder);
        fs::rename(&unfinished, &folder)?;
        Ok(())
    })
    .await?
}

/// The programme's first rows.
pub(crate) struct Founded {
    pub(crate) programme: Programme,
    pub(crate) name: PersonName,
    pub(crate) sign_in_name: SignInName,
    pub(crate) public_key: Vec<u8>,
    pub(crate) audit_key: AuditKey,
    pub(crate) administrators: store::administrators::Pair,
}

impl Effect for Founded {
    const NAME: &'static str = "programmes.found";
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        m.about(self.programme.id.0);
        store::audit::set_key(&m.db, self.audit_key.as_bytes()).await?;
        store::programmes::insert(&m.db, self.programme).await?;
        let email = domain::Email::parse(self.sign_in_name.as_str()).ok();
        let person = NewPerson {
            name: &self.name,
            email: email.as_ref(),
            roles: m.who.roles,
        };
        store::accounts::insert_person(&m.db, m.who.person, person, m.now).await?;
        store::accounts::insert(
            &m.db,
            m.account,
            m.who.person,
            &self.sign_in_name,
            Some(&self.public_key),
            m.now,
        )
        .await?;
        store::administrators::insert(&m.db, self.administrators, m.now).await?;
        m.touch(Feature::Programmes);
        m.touch(Feature::People);
        Ok(())
    }
}

/// The programme as it is shown.
pub(crate) async fn view(db: &Db<'_>) -> Answer<ProgrammeView> {
    let programme = store::programmes::get(db).await?;
    Ok(ProgrammeView {
        id: programme.id,
        name: programme.name,
        zone: programme.zone,
        sample_people: store::programmes::sample_people(db).await?,
    })
}

impl Handle<Get> for Query<'_> {
    async fn handle(&self, _command: Get) -> Answer<ProgrammeView> {
        view(&self.db).await
    }
}

impl Handle<Change> for Mutation<'_> {
    async fn handle(&self, command: Change) -> Answer<ProgrammeView> {
        let mut form = Form::default();
        let (Some(name), Some(zone)) = (
            form.take("name", Line::parse(&command.name, LONGEST_NAME)),
            form.take("zone", Zone::parse(&command.zone)),
        ) else {
            return Err(form.refused());
        };
        let before = store::programmes::get(&self.db).await?;
        self.changed(differing([
            ("name", before.name != name.as_str()),
            ("zone", before.zone != zone.as_str()),
        ]));
        store::programmes::change(&self.db, name.as_str(), zone.as_str()).await?;
        self.touch(Feature::Programmes);
        view(&self.db).await
    }
}
