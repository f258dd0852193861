//! A desk without a window, in a folder of its own.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use app::{BoxFuture, Files, Preferences, Setup, SystemClock};
use contract::accounts::{SignIn, SignedIn};
use contract::jobs::{JobState, Started};
use contract::programmes::{Computer, Found, MakeRecoveryCode};
use contract::{Command, Event};
use serde_json::Value;
use tempfile::TempDir;

use crate::Result;

pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct Desk {
    inner: app::Desk,
    folder: TempDir,
    files: Arc<Chosen>,
    pub(crate) administrator: SignedIn,
}

/// The file that will be picked next.
#[derive(Default)]
struct Chosen(Mutex<Option<PathBuf>>);

impl Files for Chosen {
    fn pick(&self, _title: &str, _extensions: &[&str]) -> BoxFuture<'_, Option<PathBuf>> {
        Box::pin(async { self.0.lock().ok().and_then(|chosen| chosen.clone()) })
    }

    fn pick_folder(&self, _title: &str) -> BoxFuture<'_, Option<PathBuf>> {
        Box::pin(async { None })
    }

    fn save(&self, _suggested_name: &str) -> BoxFuture<'_, Option<PathBuf>> {
        Box::pin(async { None })
    }

    fn reveal(&self, _path: &Path) {}
}

struct NoPreferences;

impl Preferences for NoPreferences {
    fn load(&self) -> Value {
        Value::Null
    }

    fn store(&self, _value: &Value) {}
}

impl Desk {
    /// A founded programme with one administrator.
    pub(crate) async fn founded() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let files = Arc::new(Chosen::default());
        let desk = app::Desk::open(Setup {
            folder: folder.path().to_owned(),
            clock: Arc::new(SystemClock),
            keyring: Arc::new(vault::NoKeyring),
            files: Arc::clone(&files) as _,
            preferences: Arc::new(NoPreferences),
            kdf: vault::Kdf::PRODUCTION,
        })?;
        let code = ask(&desk, &MakeRecoveryCode {}).await?;
        let administrator = ask(
            &desk,
            &Found {
                programme: "Bench".to_owned(),
                computer: Computer::Shared,
                zone: "Europe/Berlin".to_owned(),
                name: "Ingrid Solheim".to_owned(),
                sign_in_name: "ingrid".to_owned(),
                password: PASSWORD.to_owned(),
                typed: code.asked.map(|at| code.groups[at].clone()),
                code: String::new(),
            },
        )
        .await?;
        Ok(Self {
            inner: desk,
            folder,
            files,
            administrator,
        })
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn choose(&self, path: PathBuf) {
        if let Ok(mut chosen) = self.files.0.lock() {
            *chosen = Some(path);
        }
    }

    pub(crate) async fn ask<C: Command + Sync>(&self, command: &C) -> Result<C::Output> {
        ask(&self.inner, command).await
    }

    /// Asks with what was written before; the answer stays text.
    pub(crate) async fn rpc(&self, name: &str, input: &str) -> Result<String> {
        Ok(self.inner.rpc(name, input).await?)
    }

    /// Starts a job and waits for its end.
    pub(crate) async fn run<C: Command + Sync>(&self, command: &C) -> Result<C::Output> {
        let mut events = self.inner.events();
        let started: Started =
            serde_json::from_str(&self.rpc(C::NAME, &serde_json::to_string(command)?).await?)?;
        loop {
            match events.recv().await? {
                Event::Job {
                    job,
                    state: JobState::Ended { output },
                } if job == started.job => {
                    return Ok(serde_json::from_value(output)?);
                }
                Event::Job {
                    job,
                    state: JobState::Failed { error },
                } if job == started.job => return Err(error.into()),
                Event::Job { .. } | Event::Changed { .. } | Event::Locking | Event::Closed => {}
            }
        }
    }

    /// Works on the file itself while the desk is closed, and signs in again.
    pub(crate) async fn directly(
        &self,
        work: impl AsyncFnOnce(&store::Database) -> Result,
    ) -> Result {
        self.inner.close().await;
        let programme = self.folder().join("programme");
        let vault = vault::Vault::read(&programme)?.ok_or("no vault")?;
        let unlocked = vault.unlock("ingrid", PASSWORD)?;
        let key = unlocked.data_key.pragma_literal();
        let database = store::Database::open(&programme.join("programme.db"), &key, false).await?;
        work(&database).await?;
        database.close().await?;
        self.ask(&SignIn {
            name: "ingrid".to_owned(),
            password: PASSWORD.to_owned(),
            remember: false,
        })
        .await?;
        Ok(())
    }

    pub(crate) async fn close(&self) {
        self.inner.close().await;
    }
}

async fn ask<C: Command + Sync>(desk: &app::Desk, command: &C) -> Result<C::Output> {
    let answer = desk.rpc(C::NAME, &serde_json::to_string(command)?).await?;
    Ok(serde_json::from_str(&answer)?)
}
