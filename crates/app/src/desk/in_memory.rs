//! The handlers on the real migrations and no file: what they answer follows from the rows alone. Whoever is signed in is
//! put there, since signing in is what opens a file.

use chrono::{TimeDelta, Utc};
use contract::accounts::Me;
use contract::matches::Make;
use contract::people::{Create, PersonDetail, Profile};
use contract::reports::Overview;
use contract::sessions::{Change, Get, List, Log, NoteDraft, NoteKind, Reflect};
use contract::{Command, Scope};
use domain::{Audience, MatchId, PersonName, ProgrammeId, Role, SignInName, Text};
use store::accounts;
use store::programmes::Programme;
use tempfile::TempDir;
use vault::{AuditKey, DataKey, KeyPair, RecoveryCode, SlotKind};

use super::*;
use crate::contexts::{Effect, Mutation};
use crate::gate::{Author, change};
use crate::programmes::Founded;
use crate::{BoxFuture, SystemClock};

struct NoFiles;

impl Files for NoFiles {
    fn pick(&self, _title: &str, _extensions: &[&str]) -> BoxFuture<'_, Option<PathBuf>> {
        Box::pin(std::future::ready(None))
    }

    fn pick_folder(&self, _title: &str) -> BoxFuture<'_, Option<PathBuf>> {
        Box::pin(std::future::ready(None))
    }

    fn save(&self, _suggested_name: &str) -> BoxFuture<'_, Option<PathBuf>> {
        Box::pin(std::future::ready(None))
    }

    fn reveal(&self, _path: &Path) {}
}

struct NoPreferences;

impl Preferences for NoPreferences {
    fn load(&self) -> serde_json::Value {
        serde_json::Value::Null
    }

    fn store(&self, _value: &serde_json::Value) {}
}

pub(crate) fn setup(folder: &Path) -> Setup {
    Setup {
        folder: folder.to_owned(),
        clock: Arc::new(SystemClock),
        keyring: Arc::<vault::MemoryKeyring>::default(),
        files: Arc::new(NoFiles),
        preferences: Arc::new(NoPreferences),
        kdf: vault::Kdf::for_tests(),
    }
}

struct Member {
    person: PersonId,
    account: AccountId,
    keys: KeyPair,
}

/// Gives a person an account, without the vault that would open a file for them.
struct Admitted<'a> {
    member: &'a Member,
    name: SignInName,
}

impl Effect for Admitted<'_> {
    const NAME: &'static str = "accounts.redeem";
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        let Member {
            person,
            account,
            keys,
        } = self.member;
        let public_key = keys.public();
        let public_key = Some(public_key.as_bytes().as_slice());
        accounts::insert(&m.db, *account, *person, &self.name, public_key, m.now).await?;
        Ok(())
    }
}

struct Room {
    desk: Desk,
    database: Database,
    folder: TempDir,
    ingrid: Member,
}

impl Room {
    async fn founded() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(setup(folder.path())).unwrap();
        let database = Database::in_memory().await.unwrap();
        let now = Utc::now();
        let draw = || desk.inner.ids.draw(now);
        let ingrid = Member {
            person: PersonId(draw()),
            account: AccountId(draw()),
            keys: KeyPair::make(),
        };
        let programme = ProgrammeId(draw());
        let (keys, recovery) = (KeyPair::make(), RecoveryCode::make());
        let recovery = recovery.text_keys(programme.0).public();
        let founded = Founded {
            programme: Programme {
                id: programme,
                name: "Harbour Bridge".to_owned(),
                zone: "Europe/Berlin".to_owned(),
                only_me: false,
                public_key: keys.public().as_bytes().to_vec(),
                private_key: keys.private().to_bytes().to_vec(),
                recovery_key: recovery.as_bytes().to_vec(),
                founded_at: now,
            },
            name: PersonName::parse("Ingrid Solheim").unwrap(),
            sign_in_name: SignInName::parse("ingrid").unwrap(),
            public_key: ingrid.keys.public().as_bytes().to_vec(),
            audit_key: AuditKey::make(),
            administrators: crate::seals::found(
                domain::KeyId(draw()),
                (ingrid.account, ingrid.keys.public()),
                programme.0,
                recovery,
            )
            .unwrap(),
        };
        let who = Who {
            person: ingrid.person,
            roles: Roles::of(&[Role::Administrator]),
        };
        let author = Author::Entering(who, ingrid.account);
        change(&desk.inner, &database, author, founded)
            .await
            .unwrap();
        let room = Self {
            desk,
            database,
            folder,
            ingrid,
        };
        room.seat(&room.ingrid).await;
        room
    }

    /// Signs this member in.
    async fn seat(&self, member: &Member) {
        let sign_in = SignIn {
            database: self.database.clone(),
            account: member.account,
            person: member.person,
            unlocked: Unlocked {
                account: member.account.0,
                key_pair: member.keys.clone(),
                data_key: DataKey::make(),
                kind: SlotKind::Password,
            },
            keys: crate::seals::Keys::new(member.keys.clone()),
            roles: Mutex::default(),
            is_damaged: false,
            jobs: Mutex::default(),
            picked: Mutex::default(),
            proposal: Mutex::default(),
        };
        *lock(&self.desk.inner.sign_in) = Some(Arc::new(sign_in));
        // Reads the roles, as signing in does.
        self.ask(Me {}).await.unwrap();
        crate::seals::tend(&self.desk.inner).await;
    }

    async fn ask<C: Command>(&self, command: C) -> Result<C::Output, ApiError> {
        let input = serde_json::to_string(&command).unwrap();
        let output = dispatch::dispatch(&self.desk.inner, C::NAME, &input).await?;
        Ok(serde_json::from_str(&output).unwrap())
    }

    /// Somebody with an account. Ingrid is signed in.
    async fn member(&self, name: &str, role: Role) -> Member {
        let profile = Profile {
            name: name.to_owned(),
            capacity: 2,
            ..Profile::default()
        };
        let created: PersonDetail = self
            .ask(Create {
                profile,
                roles: vec![role],
                answers: std::collections::BTreeMap::default(),
            })
            .await
            .unwrap();
        let member = Member {
            person: created.person.id,
            account: AccountId(self.desk.inner.ids.draw(Utc::now())),
            keys: KeyPair::make(),
        };
        let admitted = Admitted {
            member: &member,
            name: SignInName::parse(&name.to_lowercase()).unwrap(),
        };
        let who = Who {
            person: self.ingrid.person,
            roles: Roles::of(&[Role::Administrator]),
        };
        let author = Author::Entering(who, self.ingrid.account);
        change(&self.desk.inner, &self.database, author, admitted)
            .await
            .unwrap();
        member
    }

    async fn log(
        &self,
        of: MatchId,
        notes: &[(&str, Audience)],
    ) -> contract::sessions::SessionView {
        let notes = notes.iter().map(|(text, audience)| NoteDraft {
            text: (*text).to_owned(),
            audience: *audience,
        });
        self.ask(Log {
            of,
            starts_at: Utc::now() - TimeDelta::hours(1),
            minutes: 45,
            place: "Library".to_owned(),
            topics: vec!["Interview".to_owned()],
            notes: notes.collect(),
            draft: None,
        })
        .await
        .unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_logged_read_and_counted() {
    let room = Room::founded().await;
    let mentor = room.member("Mira", Role::Mentor).await;
    let student = room.member("Sven", Role::Student).await;
    let other = room.member("Otis", Role::Student).await;
    let pair = Make {
        student: student.person,
        mentor: mentor.person,
    };
    let pair = room.ask(pair).await.unwrap().id;

    room.seat(&mentor).await;
    let notes = [
        ("We practised", Audience::Pair),
        ("Worried about home", Audience::Administrators),
        ("Bring the form", Audience::Author),
    ];
    let session = room.log(pair, &notes).await;
    assert_eq!(session.notes.len(), 3);

    room.seat(&student).await;
    let read = room.ask(Get { id: session.id }).await.unwrap();
    let texts: Vec<_> = read.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(texts, ["We practised"]);
    let reflection = Reflect {
        id: session.id,
        text: "I was calmer".to_owned(),
        draft: None,
    };
    let reflected = room.ask(reflection).await.unwrap();
    let kinds: Vec<_> = reflected.notes.iter().map(|note| note.kind).collect();
    assert_eq!(kinds, [NoteKind::Note, NoteKind::Reflection]);

    room.seat(&other).await;
    let refused = room.ask(Get { id: session.id }).await.unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
    let foreign = Reflect {
        id: session.id,
        text: "Mine too".to_owned(),
        draft: None,
    };
    let refused = room.ask(foreign).await.unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
    let refused = room.ask(Overview::default()).await.unwrap_err();
    assert_eq!(refused.code, Code::Forbidden);

    room.seat(&room.ingrid).await;
    let found = List {
        scope: Scope::Programme,
        text: "worried".to_owned(),
        ..List::default()
    };
    assert_eq!(room.ask(found).await.unwrap().total, 1);
    let lines = store::audit::newest(&room.database.executor(), 50)
        .await
        .unwrap();
    assert_eq!(lines.iter().filter(|line| line.refused).count(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_change_leaves_the_rows_as_they_were() {
    let room = Room::founded().await;
    let mentor = room.member("Mira", Role::Mentor).await;
    let student = room.member("Sven", Role::Student).await;
    let pair = Make {
        student: student.person,
        mentor: mentor.person,
    };
    let pair = room.ask(pair).await.unwrap().id;
    room.seat(&mentor).await;
    let session = room.log(pair, &[("First", Audience::Pair)]).await;
    let change = |revision, text: &str| Change {
        id: session.id,
        revision,
        starts_at: session.starts_at,
        minutes: 60,
        place: String::new(),
        topics: Vec::new(),
        notes: vec![NoteDraft {
            text: text.to_owned(),
            audience: Audience::Pair,
        }],
        draft: None,
    };
    let late = room.ask(change(session.revision + 1, "Late")).await;
    assert_eq!(late.unwrap_err().code, Code::Conflict);
    let unsaid = room.ask(change(session.revision, &"x".repeat(Text::LONGEST + 1)));
    assert_eq!(unsaid.await.unwrap_err().code, Code::Invalid);
    assert_eq!(room.ask(Get { id: session.id }).await.unwrap(), session);
    let changed = room.ask(change(session.revision, "Second")).await.unwrap();
    assert_eq!(changed.revision, session.revision + 1);
    assert_eq!(changed.notes[0].text, "Second");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_is_made() {
    let room = Room::founded().await;
    room.member("Mira", Role::Mentor).await;
    assert!(!room.desk.inner.programme_folder().exists());
    let names = std::fs::read_dir(room.folder.path()).unwrap();
    let names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        names
            .iter()
            .all(|name| !name.to_string_lossy().contains(".db")),
        "{names:?}"
    );
}
