//! R7: whatever the system's keyring does, the program starts, the password works, and no new key is made.
//!
//! Absent and hanging are the real keyring's code in a process of its own: with a session bus that is not there, and with
//! one that takes the call and never answers. The others are stand-ins that answer as such keyrings do.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use contract::Code;
use contract::accounts::{Remember, SignInRemembered};
use contract::programmes::{Status, StatusView};
use vault::{Keyring, KeyringError, KeyringState, MemoryKeyring, OsKeyring, Vault};
use zeroize::Zeroizing;

use crate::desk::{Desk, PASSWORD, copy, key};
use crate::{Line, Result, Tools, child::say};

const PATIENCE: Duration = Duration::from_secs(5);

struct Failing(KeyringError);

impl Keyring for Failing {
    fn state(&self) -> KeyringState {
        self.0.into()
    }

    fn set(&self, _name: &str, _value: &[u8]) -> std::result::Result<(), KeyringError> {
        Err(self.0)
    }

    fn get(&self, _name: &str) -> std::result::Result<Option<Zeroizing<Vec<u8>>>, KeyringError> {
        Err(self.0)
    }

    fn delete(&self, _name: &str) -> std::result::Result<(), KeyringError> {
        Err(self.0)
    }
}

fn holding(name: &str, value: &[u8]) -> Result<Arc<dyn Keyring>> {
    let keyring = MemoryKeyring::default();
    keyring.set(name, value)?;
    Ok(Arc::new(keyring))
}

fn kdf() -> Result<vault::Kdf> {
    Ok(vault::Kdf::new(19 * 1024, 2, 1)?)
}

pub async fn run(tools: &Tools) -> Result<Line> {
    let sound = tempfile::tempdir()?;
    let own: Arc<dyn Keyring> = Arc::new(MemoryKeyring::default());
    let desk = Desk::open_with(sound.path(), kdf()?, own)?;
    desk.found().await?;
    desk.ask(Remember { remember: true }).await?;
    desk.close().await;
    let vault = Vault::read(&sound.path().join("programme"))?.ok_or("no vault")?;
    let name = vault.id().to_string();

    let mut longest = Duration::ZERO;
    let mut good = 0;
    let mut note = |state: &str, outcome: Result<Duration>| match outcome {
        Ok(took) => {
            longest = longest.max(took);
            good += usize::from(took <= PATIENCE);
        }
        Err(error) => eprintln!("R7: {state}: {error}"),
    };
    let keyrings: [(&str, Arc<dyn Keyring>); 4] = [
        ("locked", Arc::new(Failing(KeyringError::Locked))),
        ("unreadable", Arc::new(Failing(KeyringError::Foreign))),
        ("corrupt", holding(&name, b"rubbish")?),
        ("somebody else's", holding(&name, &[7; 32])?),
    ];
    for (state, keyring) in keyrings {
        let folder = tempfile::tempdir()?;
        copy(sound.path(), folder.path())?;
        note(state, begin(folder.path(), keyring).await);
    }
    // The bus that never answers.
    let socket = sound.path().join("bus");
    let listener = tokio::net::UnixListener::bind(&socket)?;
    let held = tokio::spawn(async move {
        let mut calls = Vec::new();
        while let Ok((call, _)) = listener.accept().await {
            calls.push(call);
        }
    });
    let nowhere = sound.path().join("nowhere");
    for (state, bus) in [("absent", &nowhere), ("hanging", &socket)] {
        let folder = tempfile::tempdir()?;
        copy(
            &sound.path().join("programme"),
            &folder.path().join("programme"),
        )?;
        note(state, elsewhere(tools, folder.path(), bus).await);
    }
    held.abort();
    Ok(Line {
        row: "R7",
        figure: format!(
            "{good} of 6 keyrings: ready in {:.1} s at most, the password works, no new key",
            longest.as_secs_f64()
        ),
        target: "all, <= 5 s",
        reached: good == 6,
    })
}

async fn elsewhere(tools: &Tools, folder: &Path, bus: &Path) -> Result<Duration> {
    let path = folder.to_str().ok_or("a path that is not Unicode")?;
    let output = super::child(tools, &["keyring", path])
        .env(
            "DBUS_SESSION_BUS_ADDRESS",
            format!("unix:path={}", bus.display()),
        )
        .output()
        .await?;
    let said = String::from_utf8(output.stdout)?;
    let millis = said
        .trim()
        .parse()
        .map_err(|_| format!("it said {said:?}"))?;
    Ok(Duration::from_millis(millis))
}

/// The other process: the real keyring.
pub async fn start(folder: &Path) -> Result {
    let took = begin(
        folder,
        Arc::new(OsKeyring::new("Mentorship Desk (torture)")),
    )
    .await?;
    say(&took.as_millis().to_string())
}

/// Starts as the window does, until the sign-in could be typed; then signs in.
async fn begin(folder: &Path, keyring: Arc<dyn Keyring>) -> Result<Duration> {
    let programme = folder.join("programme");
    let (vault, data_key) = (
        std::fs::read(programme.join("vault.json"))?,
        key(&programme, PASSWORD)?,
    );
    let start = Instant::now();
    let desk = Desk::open_with(folder, kdf()?, keyring)?;
    let status = desk.ask(Status {}).await?;
    let remembered = desk.ask(SignInRemembered {}).await;
    let took = start.elapsed();
    if !matches!(status, StatusView::Locked { .. }) {
        return Err(format!("the programme is {status:?}").into());
    }
    if !matches!(&remembered, Err(error) if error.code == Code::NoKeyring) {
        return Err(format!("the remembered sign-in is {remembered:?}").into());
    }
    if std::fs::read(programme.join("vault.json"))? != vault {
        return Err("the vault was written".into());
    }
    desk.sign_in(PASSWORD).await?;
    desk.close().await;
    if key(&programme, PASSWORD)? != data_key {
        return Err("a new key was made".into());
    }
    Ok(took)
}
