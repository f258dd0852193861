//! A desk to test with: a temporary folder, a clock that stands still, a keyring in memory, passwords that hash fast.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::{BoxFuture, Clock, Desk, Files, Preferences, Setup};
use chrono::{DateTime, TimeDelta, Utc};
use contract::accounts::{SignIn, SignOut, SignedIn};
use contract::jobs::{JobState, Started};
use contract::people::{Create, PersonDetail, Profile};
use contract::programmes::{Computer, Found, MakeRecoveryCode};
use contract::{ApiError, Code, Command, Event};
use domain::{PersonId, Role};
use serde_json::Value;
use tempfile::TempDir;

pub const PASSWORD: &str = "correct horse battery";

/// Tells the time it was set to. Both clocks stand still until the test says otherwise.
pub struct FixedClock(Mutex<(DateTime<Utc>, Duration)>);

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.lock().unwrap().0
    }

    fn steady(&self) -> Duration {
        self.0.lock().unwrap().1
    }
}

/// Files the test chose beforehand.
#[derive(Default)]
pub struct ChosenFiles {
    /// Whoever holds it leaves the dialog open: nothing is picked until then.
    pub dialog: tokio::sync::Mutex<()>,
    pub pick: Mutex<Option<PathBuf>>,
    pub folder: Mutex<Option<PathBuf>>,
    pub save: Mutex<Option<PathBuf>>,
}

impl Files for ChosenFiles {
    fn pick(&self, _title: &str, _extensions: &[&str]) -> BoxFuture<'_, Option<PathBuf>> {
        Box::pin(async {
            let _closed = self.dialog.lock().await;
            self.pick.lock().unwrap().clone()
        })
    }

    fn pick_folder(&self, _title: &str) -> BoxFuture<'_, Option<PathBuf>> {
        Box::pin(async { self.folder.lock().unwrap().clone() })
    }

    fn save(&self, _suggested_name: &str) -> BoxFuture<'_, Option<PathBuf>> {
        Box::pin(async { self.save.lock().unwrap().clone() })
    }

    fn reveal(&self, _path: &Path) {}
}

#[derive(Default)]
struct Settings(Mutex<Value>);

impl Preferences for Settings {
    fn load(&self) -> Value {
        self.0.lock().unwrap().clone()
    }

    fn store(&self, value: &Value) {
        *self.0.lock().unwrap() = value.clone();
    }
}

pub struct World {
    pub desk: Option<Desk>,
    pub folder: TempDir,
    pub clock: Arc<FixedClock>,
    pub keyring: Arc<vault::MemoryKeyring>,
    pub files: Arc<ChosenFiles>,
    preferences: Arc<Settings>,
    /// The recovery code of the founding.
    pub recovery: String,
    /// The first administrator, "ingrid".
    pub administrator: Option<SignedIn>,
}

impl World {
    /// An empty folder.
    pub fn empty() -> Self {
        let mut world = Self {
            desk: None,
            folder: tempfile::tempdir().unwrap(),
            clock: Arc::new(FixedClock(Mutex::new((
                "2026-11-17T15:54:00Z".parse().unwrap(),
                Duration::ZERO,
            )))),
            keyring: Arc::default(),
            files: Arc::default(),
            preferences: Arc::default(),
            recovery: String::new(),
            administrator: None,
        };
        world.start();
        world
    }

    /// A founded programme, its administrator "ingrid" signed in with [`PASSWORD`].
    pub async fn founded() -> Self {
        Self::founded_for(Computer::Shared).await
    }

    pub async fn founded_for(computer: Computer) -> Self {
        let mut world = Self::empty();
        world.administrator = Some(world.found(computer).await);
        world
    }

    async fn found(&mut self, computer: Computer) -> SignedIn {
        let code = self.ask(MakeRecoveryCode {}).await.unwrap();
        self.recovery = code.groups.join("-");
        self.ask(Found {
            programme: "Harbour Bridge".to_owned(),
            computer,
            zone: "Europe/Berlin".to_owned(),
            name: "Ingrid Solheim".to_owned(),
            sign_in_name: "ingrid".to_owned(),
            password: PASSWORD.to_owned(),
            typed: code.asked.map(|at| code.groups[at].clone()),
            code: String::new(),
        })
        .await
        .unwrap()
    }

    /// The programme's file itself, by the administrator's password. The desk must have been stopped.
    pub async fn database(&self) -> store::Database {
        let vault = vault::Vault::read(&self.programme()).unwrap().unwrap();
        let unlocked = vault.unlock("ingrid", PASSWORD).unwrap();
        let file = self.programme().join("programme.db");
        let key = unlocked.data_key.pragma_literal();
        store::Database::open(&file, &key, false).await.unwrap()
    }

    /// Stops the desk and answers the last lines of the audit, the newest first.
    pub async fn audit(&mut self) -> Vec<store::audit::Line> {
        self.stop().await;
        let database = self.database().await;
        let lines = store::audit::newest(&database.executor(), 10).await;
        database.close().await.unwrap();
        lines.unwrap()
    }

    /// Starts the program again on the same folder.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.start();
    }

    pub async fn stop(&mut self) {
        if let Some(desk) = self.desk.take() {
            desk.close().await;
        }
    }

    pub fn start(&mut self) {
        let setup = self.setup();
        self.desk = Some(Desk::open(setup).unwrap());
    }

    pub fn setup(&self) -> Setup {
        Setup {
            folder: self.folder.path().to_owned(),
            clock: Arc::clone(&self.clock) as _,
            keyring: Arc::clone(&self.keyring) as _,
            files: Arc::clone(&self.files) as _,
            preferences: Arc::clone(&self.preferences) as _,
            kdf: vault::Kdf::for_tests(),
        }
    }

    pub fn desk(&self) -> &Desk {
        self.desk.as_ref().unwrap()
    }

    /// The folder of the programme's file and vault.
    pub fn programme(&self) -> PathBuf {
        self.folder.path().join("programme")
    }

    pub fn pass(&self, time: TimeDelta) {
        let mut now = self.clock.0.lock().unwrap();
        now.0 += time;
        now.1 += time.to_std().unwrap();
    }

    /// Somebody sets the clock on the wall, or the computer sleeps.
    pub fn set_clock(&self, by: TimeDelta) {
        self.clock.0.lock().unwrap().0 += by;
    }

    /// Asks as the window does: JSON in, JSON out.
    pub async fn ask<C: Command>(&self, command: C) -> Result<C::Output, ApiError> {
        let input = serde_json::to_string(&command).unwrap();
        let output = self.desk().rpc(C::NAME, &input).await?;
        Ok(serde_json::from_str(&output).unwrap())
    }

    /// As [`World::ask`], for one that must be refused; answers why.
    pub async fn refused<C: Command>(&self, command: C) -> ApiError {
        match self.ask(command).await {
            Ok(_) => panic!("{} was not refused", C::NAME),
            Err(error) => error,
        }
    }

    /// Starts a job and waits for its end.
    pub async fn run<C: Command>(&self, command: C) -> Result<C::Output, ApiError> {
        let mut events = self.desk().events();
        let input = serde_json::to_string(&command).unwrap();
        let started = self.desk().rpc(C::NAME, &input).await?;
        let started: Started = serde_json::from_str(&started).unwrap();
        loop {
            match events.recv().await.unwrap() {
                Event::Job {
                    job,
                    state: JobState::Ended { output },
                } if job == started.job => {
                    return Ok(serde_json::from_value(output).unwrap());
                }
                Event::Job {
                    job,
                    state: JobState::Failed { error },
                } if job == started.job => return Err(error),
                _ => {}
            }
        }
    }

    pub async fn sign_in(&self, name: &str) -> SignedIn {
        self.try_sign_in(name, PASSWORD).await.unwrap()
    }

    pub async fn try_sign_in(&self, name: &str, password: &str) -> Result<SignedIn, ApiError> {
        self.ask(SignIn {
            name: name.to_owned(),
            password: password.to_owned(),
            remember: false,
        })
        .await
    }

    pub async fn sign_out(&self) {
        self.ask(SignOut {}).await.unwrap();
    }

    /// Creates a person, asked as the administrator who is signed in.
    pub async fn person(&self, name: &str, roles: &[Role]) -> PersonId {
        let profile = Profile {
            name: name.to_owned(),
            capacity: 2,
            ..Profile::default()
        };
        let created: PersonDetail = self
            .ask(Create {
                profile,
                roles: roles.to_vec(),
                answers: std::collections::BTreeMap::default(),
            })
            .await
            .unwrap();
        created.person.id
    }

    /// Creates a person with an account under `name`, who signs in with [`PASSWORD`]. The administrator is signed in
    /// afterwards.
    pub async fn member(&self, name: &str, roles: &[Role]) -> PersonId {
        let person = self.person(name, roles).await;
        self.invite(person, &name.to_lowercase()).await;
        person
    }

    /// Gives a person an account under `name` with [`PASSWORD`]. The administrator is signed in afterwards.
    pub async fn invite(&self, person: PersonId, name: &str) {
        use contract::accounts::{CodeRequest, IssueCodes, Redeem};
        let request = CodeRequest {
            person,
            sign_in_name: name.to_owned(),
        };
        let codes = self
            .ask(IssueCodes {
                people: vec![request],
            })
            .await
            .unwrap();
        let redeem = Redeem {
            name: name.to_owned(),
            code: codes[0].code.clone(),
            password: PASSWORD.to_owned(),
        };
        self.ask(redeem).await.unwrap();
        self.sign_in("ingrid").await;
    }
}

/// A test that ends with the file open would end its process while the driver's thread is still in SQLCipher, which gives
/// its memory back when a process ends: now and then one would crash after it had passed.
impl Drop for World {
    fn drop(&mut self) {
        let Some(desk) = self.desk.take() else {
            return;
        };
        tokio::task::block_in_place(|| {
            // Who is not signed in has no file open, and a test that stopped halfway says why by itself.
            let _ = tokio::runtime::Handle::current().block_on(desk.rpc(SignOut::NAME, "{}"));
        });
    }
}

/// The refusal's code, for short assertions.
pub fn code<T>(answer: Result<T, ApiError>) -> Option<Code> {
    answer.err().map(|error| error.code)
}
