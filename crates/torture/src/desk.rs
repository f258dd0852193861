//! A desk without a window, on a folder that is given.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use app::{BoxFuture, Files, Preferences, Setup, SystemClock};
use contract::accounts::{SignIn, SignedIn};
use contract::jobs::{JobState, Started};
use contract::programmes::{Computer, Found, MakeRecoveryCode};
use contract::{ApiError, Code, Command, Event};
use serde_json::Value;
use store::Database;

use crate::Result;

pub const NAME: &str = "ingrid";
pub const PASSWORD: &str = "correct horse battery";

pub struct Desk {
    inner: app::Desk,
    chosen: Arc<Chosen>,
}

/// What the person chooses when they are asked for a file.
#[derive(Default)]
struct Chosen(Mutex<Option<PathBuf>>);

impl Chosen {
    fn path(&self) -> BoxFuture<'_, Option<PathBuf>> {
        let path = self.0.lock().ok().and_then(|chosen| chosen.clone());
        Box::pin(std::future::ready(path))
    }
}

impl Files for Chosen {
    fn pick(&self, _title: &str, _extensions: &[&str]) -> BoxFuture<'_, Option<PathBuf>> {
        self.path()
    }

    fn pick_folder(&self, _title: &str) -> BoxFuture<'_, Option<PathBuf>> {
        self.path()
    }

    fn save(&self, _suggested_name: &str) -> BoxFuture<'_, Option<PathBuf>> {
        self.path()
    }

    fn reveal(&self, _path: &Path) {}
}

#[derive(Default)]
struct Settings(Mutex<Value>);

impl Preferences for Settings {
    fn load(&self) -> Value {
        self.0.lock().map(|value| value.clone()).unwrap_or_default()
    }

    fn store(&self, value: &Value) {
        if let Ok(mut stored) = self.0.lock() {
            *stored = value.clone();
        }
    }
}

impl Desk {
    pub fn open(folder: &Path) -> Result<Self> {
        // The floor: a thousand starts are a thousand sign-ins.
        let kdf = vault::Kdf::new(19 * 1024, 2, 1)?;
        Self::open_with(folder, kdf, Arc::new(vault::NoKeyring))
    }

    pub fn open_with(
        folder: &Path,
        kdf: vault::Kdf,
        keyring: Arc<dyn vault::Keyring>,
    ) -> Result<Self> {
        let chosen = Arc::new(Chosen::default());
        let inner = app::Desk::open(Setup {
            folder: folder.to_owned(),
            clock: Arc::new(SystemClock),
            keyring,
            files: Arc::clone(&chosen) as _,
            preferences: Arc::new(Settings::default()),
            kdf,
        })?;
        Ok(Self { inner, chosen })
    }

    pub fn events(&self) -> tokio::sync::broadcast::Receiver<Event> {
        self.inner.events()
    }

    /// The file or folder that is chosen from now on.
    pub fn choose(&self, path: &Path) {
        if let Ok(mut chosen) = self.chosen.0.lock() {
            *chosen = Some(path.to_owned());
        }
    }

    /// Asks with text that may be anything.
    pub async fn rpc(&self, name: &str, input: &str) -> std::result::Result<String, ApiError> {
        self.inner.rpc(name, input).await
    }

    /// Founds a programme; answers its recovery code.
    pub async fn found(&self) -> Result<String> {
        let code = self.ask(MakeRecoveryCode {}).await?;
        self.ask(Found {
            programme: "Harbour Bridge".to_owned(),
            computer: Computer::OnlyMe,
            zone: "Europe/Berlin".to_owned(),
            name: "Ingrid Solheim".to_owned(),
            sign_in_name: NAME.to_owned(),
            password: PASSWORD.to_owned(),
            typed: code.asked.map(|at| code.groups[at].clone()),
            code: String::new(),
        })
        .await?;
        Ok(code.groups.join("-"))
    }

    pub async fn sign_in(&self, password: &str) -> std::result::Result<SignedIn, ApiError> {
        self.sign_in_as(NAME, password).await
    }

    pub async fn sign_in_as(
        &self,
        name: &str,
        password: &str,
    ) -> std::result::Result<SignedIn, ApiError> {
        self.ask(SignIn {
            name: name.to_owned(),
            password: password.to_owned(),
            remember: false,
        })
        .await
    }

    pub async fn ask<C: Command>(&self, command: C) -> std::result::Result<C::Output, ApiError> {
        let input = serde_json::to_string(&command).map_err(unexpected)?;
        let answer = self.inner.rpc(C::NAME, &input).await?;
        serde_json::from_str(&answer).map_err(unexpected)
    }

    /// Starts a job and waits for its end.
    pub async fn run<C: Command>(&self, command: C) -> std::result::Result<C::Output, ApiError> {
        let input = serde_json::to_string(&command).map_err(unexpected)?;
        let output = self.run_by_name(C::NAME, &input).await?;
        serde_json::from_str(&output).map_err(unexpected)
    }

    /// As [`Desk::run`], with text that may be anything.
    pub async fn run_by_name(
        &self,
        name: &str,
        input: &str,
    ) -> std::result::Result<String, ApiError> {
        // Listening begins before the job does, or its end could be missed.
        let mut events = self.inner.events();
        let started = self.inner.rpc(name, input).await?;
        let started: Started = serde_json::from_str(&started).map_err(unexpected)?;
        loop {
            match events.recv().await.map_err(unexpected)? {
                Event::Job {
                    job,
                    state: JobState::Ended { output },
                } if job == started.job => return Ok(output.to_string()),
                Event::Job {
                    job,
                    state: JobState::Failed { error },
                } if job == started.job => return Err(error),
                Event::Job { .. } | Event::Changed { .. } | Event::Locking | Event::Closed => {}
            }
        }
    }

    pub async fn close(&self) {
        self.inner.close().await;
    }
}

fn unexpected(error: impl std::fmt::Display) -> ApiError {
    ApiError::new(Code::Internal, format!("torture: {error}"))
}

/// A founded programme in a folder of its own, closed; and its recovery code.
pub async fn founded(folder: &Path, prepare: impl AsyncFnOnce(&Desk) -> Result) -> Result<String> {
    let desk = Desk::open(folder)?;
    let code = desk.found().await?;
    prepare(&desk).await?;
    desk.close().await;
    Ok(code)
}

/// The data key, by the vault and a password.
pub fn key(programme: &Path, password: &str) -> Result<vault::DataKey> {
    let vault = vault::Vault::read(programme)?.ok_or("no vault")?;
    Ok(vault.unlock(NAME, password)?.data_key)
}

/// Every row of the programme's file, read past the desk.
pub async fn rows(programme: &Path, key: &vault::DataKey) -> Result<Vec<String>> {
    rows_by(programme, &key.pragma_literal()).await
}

/// As [`rows`], by the key's literal.
pub async fn rows_by(programme: &Path, key: &str) -> Result<Vec<String>> {
    let file = programme.join("programme.db");
    let database = Database::open(&file, key, false).await?;
    let rows = database.rows().await;
    database.close().await?;
    Ok(rows?)
}

/// What people entered: not the audit, the counters and the keys of accounts, which a sign-in changes.
pub fn content(rows: &[String]) -> Vec<String> {
    rows.iter()
        .filter(|row| {
            let machinery = ["audit", "sqlite_sequence", "revisions"];
            !machinery.iter().any(|table| row.starts_with(table))
        })
        .cloned()
        .collect()
}

/// Copies a folder with what is in it.
pub fn copy(from: &Path, to: &Path) -> Result {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else if entry.file_name() != "desk.lock" {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
